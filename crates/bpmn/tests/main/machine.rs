//! The machine: tokens, tasks, timers, messages, errors, incidents.

use afaq_bpmn::{Event, FeelEnv, Input, Instance, Outcome, Phase, Refusal, Status};
use afaq_feel::Value;

use crate::support::{Driver, context, flows, process};

const HOUR_MS: i64 = 3_600_000;

/// Starts a process without waits and compares the elements entered, in order.
fn check(inside: &str, variables: &[(&str, Value)], trace: &str) {
    let driver = Driver::start(inside, variables);
    assert_eq!(driver.trace(), trace, "{:?}", driver.instance);
    driver.check_replay();
    assert!(driver.instance.is_over() || !driver.instance.tokens.is_empty());
}

fn split(kind: &str, default: &str) -> String {
    format!(
        r#"<startEvent id="s"/><{kind} id="g" {default}/><task id="a"/><task id="b"/><task id="c"/>
        <endEvent id="e1"/><endEvent id="e2"/><endEvent id="e3"/>{}"#,
        flows("s>g a>e1 b>e2 c>e3")
    )
}

#[test]
fn an_exclusive_gateway_takes_the_first_way_that_holds() {
    let inside = split("exclusiveGateway", r#"default="g-c""#) + &flows("g>a?x<1 g>b?x<5 g>c");
    check(&inside, &[("x", Value::from(0))], "s g a e1");
    check(&inside, &[("x", Value::from(3))], "s g b e2");
    check(&inside, &[("x", Value::from(9))], "s g c e3");
}

#[test]
fn an_inclusive_gateway_takes_every_way_that_holds() {
    let inside = split("inclusiveGateway", r#"default="g-c""#) + &flows("g>a?x<1 g>b?x<5 g>c");
    check(&inside, &[("x", Value::from(0))], "s g a b e1 e2");
    check(&inside, &[("x", Value::from(9))], "s g c e3");
}

#[test]
fn no_way_is_an_incident_and_can_be_tried_again() {
    let inside = split("exclusiveGateway", "") + &flows("g>a?x<1 g>b?x<5 g>c?x<7");
    let mut driver = Driver::start(&inside, &[("x", Value::from(9))]);
    let (&incident, raised) = driver.instance.incidents.iter().next().expect("an incident");
    assert_eq!((&*raised.element, raised.phase), ("g", Phase::Leave));
    assert_eq!(driver.input(&Input::Retry { incident: 999 }), Err(Refusal::NoSuchIncident { incident: 999 }));
    driver.input(&Input::SetVariables { variables: context(&[("x", Value::from(3))]) }).expect("it is set");
    driver.input(&Input::Retry { incident }).expect("it is tried again");
    assert!(driver.instance.is_over());
    driver.check_replay();
}

#[test]
fn the_unknown_never_passes_silently() {
    let unknown = || [("x", Value::unknown("applicant.is_employed"))];
    let with_default = split("exclusiveGateway", r#"default="g-c""#) + &flows("g>a?x<1 g>b?x<5 g>c");
    let driver = Driver::start(&with_default, &unknown());
    let raised = driver.instance.incidents.values().next().expect("an incident, not the default");
    assert_eq!(raised.facts, ["applicant.is_employed"]);
    let officer = split("exclusiveGateway", "")
        + &flows("g>a?x<1 g>b?x<5")
        + r#"<sequenceFlow id="u" sourceRef="g" targetRef="c" afaq:when="undetermined"/>"#;
    check(&officer, &unknown(), "s g c e3");
    check(&officer, &[("x", Value::from(0))], "s g a e1");
}

#[test]
fn parallel_ways_are_joined() {
    let inside = r#"<startEvent id="s"/><parallelGateway id="g"/><userTask id="a"/><userTask id="b"/>
        <parallelGateway id="j"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>g g>a g>b a>j b>j j>e");
    let mut driver = Driver::start(&inside, &[]);
    assert_eq!(driver.at(), "a b");
    driver.done_with("b", &[("seen", Value::Boolean(true))]);
    assert_eq!(driver.at(), "a");
    driver.done("a");
    assert_eq!(driver.trace(), "s g a b j e");
    assert_eq!(driver.instance.variables.get("seen"), Some(&Value::Boolean(true)));
    assert!(driver.instance.tokens.is_empty() && driver.instance.scopes.is_empty());
    driver.check_replay();
}

#[test]
fn an_inclusive_join_waits_for_what_can_still_come() {
    let inside = r#"<startEvent id="s"/><inclusiveGateway id="g"/><userTask id="a"/><userTask id="b"/><userTask id="c"/>
        <inclusiveGateway id="j"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>g g>a?x<5 g>b?x<9 g>c?x<1 a>j b>j c>j j>e");
    let mut driver = Driver::start(&inside, &[("x", Value::from(3))]);
    driver.done("a");
    assert_eq!(driver.at(), "b");
    driver.done("b");
    assert_eq!(driver.trace(), "s g a b j e");
    driver.check_replay();
}

fn review(boundary: &str) -> String {
    format!(
        r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/><task id="late"/><endEvent id="e2"/>{boundary}{}"#,
        flows("s>t t>e bo>late late>e2")
    )
}

fn timer(attributes: &str, kind: &str, text: &str) -> String {
    format!(
        r#"<boundaryEvent id="bo" attachedToRef="t" {attributes}><timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition></boundaryEvent>"#
    )
}

#[test]
fn an_interrupting_timer_ends_the_task() {
    let mut driver = Driver::start(&review(&timer("", "timeDuration", "PT2H")), &[]);
    let (&number, armed) = driver.instance.timers.iter().next().expect("a timer");
    let (due_ms, now_ms) = (armed.due_ms, driver.now_ms);
    assert_eq!(due_ms - now_ms, 2 * HOUR_MS);
    assert_eq!(driver.input(&Input::FireTimer { timer: number }), Err(Refusal::NotDue { due_ms, now_ms }));
    driver.wait_ms(2 * HOUR_MS);
    assert_eq!(driver.trace(), "s t bo late e2");
    assert!(driver.events.iter().any(|event| matches!(event, Event::TaskCanceled { .. })));
    driver.check_replay();
}

#[test]
fn a_timer_that_does_not_interrupt_leaves_the_task_open() {
    let mut driver = Driver::start(&review(&timer("cancelActivity=\"false\"", "timeDuration", "PT2H")), &[]);
    driver.wait_ms(5 * HOUR_MS);
    assert_eq!((driver.trace().as_str(), driver.at().as_str()), ("s t bo late e2", "t"));
    driver.done("t");
    assert!(driver.instance.is_over());
    driver.check_replay();
}

#[test]
fn a_cycle_fires_as_often_as_it_says() {
    let mut driver = Driver::start(&review(&timer("cancelActivity=\"false\"", "timeCycle", "R3/PT1H")), &[]);
    driver.wait_ms(100 * HOUR_MS);
    assert_eq!(driver.trace().matches("late").count(), 3);
    assert!(driver.instance.timers.is_empty());
}

#[test]
fn the_task_done_disarms_its_timer() {
    let mut driver = Driver::start(&review(&timer("", "timeDuration", "=duration(\"P3D\")")), &[]);
    let number = *driver.instance.timers.keys().next().expect("a timer");
    driver.done("t");
    assert!(driver.events.contains(&Event::TimerDisarmed { timer: number, element: "bo".into() }));
    assert_eq!(driver.input(&Input::FireTimer { timer: number }), Err(Refusal::Over));
    assert_eq!(driver.trace(), "s t e");
}

#[test]
fn working_time_is_left_to_the_surroundings() {
    let driver = Driver::start(&review(&timer("afaq:time=\"working\"", "timeDuration", "P5D")), &[]);
    let definition = driver.process.find_timer("bo").expect("the timer");
    assert!(definition.is_working_time);
    assert_eq!(driver.instance.incidents.values().next().expect("an incident").phase, Phase::Work);
    assert!(driver.instance.tasks.is_empty());
}

#[test]
fn a_message_goes_to_the_one_who_waits() {
    let inside = r#"<startEvent id="s"/><intermediateCatchEvent id="m"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>m m>e");
    let mut driver = Driver::start(&inside, &[]);
    let refused = driver.input(&Input::Deliver { message: "other".into(), payload: context(&[]) });
    assert_eq!(refused, Err(Refusal::NobodyAwaits { message: "other".into() }));
    let payload = context(&[("iban", Value::string("KW81"))]);
    driver.input(&Input::Deliver { message: "answer".into(), payload }).expect("it is delivered");
    assert_eq!(driver.instance.variables.get("iban"), Some(&Value::string("KW81")));
    assert!(driver.instance.is_over());
    driver.check_replay();
}

#[test]
fn the_first_event_decides_at_an_event_based_gateway() {
    let inside = r#"<startEvent id="s"/><eventBasedGateway id="g"/>
        <intermediateCatchEvent id="m"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent>
        <intermediateCatchEvent id="t"><timerEventDefinition><timeDuration>P30D</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <endEvent id="e1"/><endEvent id="e2"/>"#
        .to_owned()
        + &flows("s>g g>m g>t m>e1 t>e2");
    let mut driver = Driver::start(&inside, &[]);
    driver
        .input(&Input::Deliver { message: "answer".into(), payload: context(&[]) })
        .expect("it is delivered");
    assert_eq!(driver.trace(), "s g m e1");
    let mut driver = Driver::start(&inside, &[]);
    driver.wait_ms(31 * 24 * HOUR_MS);
    assert_eq!(driver.trace(), "s g t e2");
    driver.check_replay();
}

#[test]
fn decisions_and_scripts_give_variables() {
    let inside = r#"<startEvent id="s"/><businessRuleTask id="r" afaq:decision="fee"/>
        <scriptTask id="c" scriptFormat="feel"><script>{total: fee * 2}</script></scriptTask>
        <scriptTask id="d" scriptFormat="feel" afaq:resultVariable="half"><script>total / 4</script></scriptTask><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>r r>c c>d d>e");
    let driver = Driver::start(&inside, &[]);
    assert_eq!(driver.instance.variables.get("half"), Some(&Value::from(6)));
    assert!(
        driver
            .events
            .iter()
            .any(|e| matches!(e, Event::DecisionMade { value, .. } if *value == Value::from(12)))
    );
}

#[test]
fn a_failing_job_waits_for_help_and_is_tried_again() {
    let inside =
        r#"<startEvent id="s"/><serviceTask id="j"/><endEvent id="e"/>"#.to_owned() + &flows("s>j j>e");
    let mut driver = Driver::start(&inside, &[]);
    let job = *driver.instance.jobs.keys().next().expect("a job");
    driver.input(&Input::FailJob { job, reason: "register is silent".into() }).expect("it failed");
    assert!(driver.instance.jobs.is_empty());
    let incident = *driver.instance.incidents.keys().next().expect("an incident");
    driver.input(&Input::Retry { incident }).expect("again");
    let again = *driver.instance.jobs.keys().next().expect("a new job");
    assert!(again > job, "numbers never repeat");
    assert_eq!(
        driver.input(&Input::CompleteJob { job, outputs: context(&[]) }),
        Err(Refusal::NoSuchJob { job })
    );
    driver.done("j");
    assert!(driver.instance.is_over());
    driver.check_replay();
}

fn sub_process(end: &str, boundary: &str) -> String {
    format!(
        r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><parallelGateway id="ig"/><userTask id="iu"/><task id="it"/>
        <endEvent id="ie">{end}</endEvent><endEvent id="ie2"/>{}</subProcess><endEvent id="e"/>{boundary}{}"#,
        flows("is>ig ig>it ig>iu it>ie iu>ie2"),
        flows("s>sub sub>e")
    )
}

#[test]
fn a_sub_process_ends_when_all_its_tokens_have_ended() {
    let mut driver = Driver::start(&sub_process("", ""), &[]);
    assert_eq!(driver.at(), "sub iu");
    driver.done("iu");
    assert!(driver.instance.is_over());
    assert!(driver.trace().ends_with("ie2 e"));
    driver.check_replay();
}

#[test]
fn a_terminate_end_ends_its_scope_only() {
    let driver = Driver::start(&sub_process("<terminateEventDefinition/>", ""), &[]);
    assert_eq!(driver.trace(), "s sub is ig it iu ie e");
    assert!(matches!(&driver.instance.status, Status::Ended { how: Outcome::Completed, .. }));
    driver.check_replay();
}

#[test]
fn an_error_goes_to_the_boundary_event_that_names_it() {
    let catch = |id: &str, error: &str| {
        format!(
            r#"<boundaryEvent id="{id}" attachedToRef="sub"><errorEventDefinition {error}/></boundaryEvent><endEvent id="{id}e"/>{}"#,
            flows(&format!("{id}>{id}e"))
        )
    };
    let throw = r#"<errorEventDefinition errorRef="broken"/>"#;
    let both = catch("any", "") + &catch("one", r#"errorRef="broken""#);
    let driver = Driver::start(&sub_process(throw, &both), &[]);
    assert!(driver.trace().ends_with("ie one onee"), "{}", driver.trace());
    driver.check_replay();
    let driver = Driver::start(&sub_process(throw, &catch("any", "")), &[]);
    assert!(driver.trace().ends_with("ie any anye"));
    let driver = Driver::start(&sub_process(throw, &catch("two", r#"errorRef="other""#)), &[]);
    let code = Some("E1".to_owned());
    assert!(
        matches!(&driver.instance.status, Status::Ended { how: Outcome::Error { code: c }, .. } if *c == code)
    );
}

#[test]
fn endless_loops_end_in_an_incident() {
    let inside = r#"<startEvent id="s"/><exclusiveGateway id="m"/><task id="t"/><exclusiveGateway id="g" default="g-m"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>m m>t t>g g>m g>e?stop");
    let mut driver = Driver::start(&inside, &[("stop", Value::Boolean(false))]);
    let (&incident, raised) = driver.instance.incidents.iter().next().expect("an incident");
    assert_eq!(raised.phase, Phase::Budget);
    driver
        .input(&Input::SetVariables { variables: context(&[("stop", Value::Boolean(true))]) })
        .expect("set");
    driver.input(&Input::Retry { incident }).expect("again");
    assert!(driver.instance.is_over());
}

#[test]
fn a_thousand_tokens_run_and_are_joined() {
    let mut inside =
        r#"<startEvent id="s"/><parallelGateway id="g"/><parallelGateway id="j"/><endEvent id="e"/>"#
            .to_owned();
    for index in 0..1_000 {
        inside.push_str(&format!("<userTask id=\"t{index}\"/>"));
        inside.push_str(&flows(&format!("g>t{index} t{index}>j")));
    }
    let mut driver = Driver::start(&(inside + &flows("s>g j>e")), &[]);
    assert_eq!(driver.instance.tasks.len(), 1_000);
    for index in 0..1_000 {
        driver.done(&format!("t{index}"));
    }
    assert!(driver.instance.is_over());
}

#[test]
fn too_many_tokens_are_an_incident() {
    let mut inside =
        r#"<startEvent id="s"/><exclusiveGateway id="m"/><parallelGateway id="g"/><endEvent id="e"/>"#
            .to_owned();
    for index in 0..50 {
        inside.push_str(&format!("<task id=\"t{index}\"/>"));
        inside.push_str(&flows(&format!("g>t{index} t{index}>m")));
    }
    let driver = Driver::start(&(inside + &flows("s>m m>g g>e")), &[]);
    assert!(!driver.instance.incidents.is_empty());
    assert!(driver.instance.tokens.len() <= afaq_bpmn::limits::TOKENS_MAX);
}

#[test]
fn what_is_over_or_not_begun_refuses() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>"#.to_owned() + &flows("s>t t>e");
    let mut driver = Driver::new(process(&inside));
    assert_eq!(driver.input(&Input::Cancel), Err(Refusal::NotStarted));
    driver.input(&Input::Start { variables: context(&[]) }).expect("it starts");
    let again = Input::Start { variables: context(&[]) };
    assert_eq!(driver.input(&again), Err(Refusal::AlreadyStarted));
    driver.input(&Input::Cancel).expect("it is canceled");
    assert_eq!(driver.instance.status, Status::Canceled);
    assert_eq!(driver.input(&again), Err(Refusal::Over));
    driver.check_replay();
}

#[test]
fn another_version_without_the_element_is_refused() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>"#.to_owned() + &flows("s>t t>e");
    let driver = Driver::start(&inside, &[]);
    let other = process(&(r#"<startEvent id="s"/><endEvent id="e"/>"#.to_owned() + &flows("s>e")));
    let mut env = FeelEnv::new(0);
    let refused = afaq_bpmn::decide(&other, &driver.instance, &Input::Cancel, &mut env);
    assert_eq!(refused, Err(Refusal::OtherDefinition { element: "t".into() }));
}

#[test]
fn state_and_events_survive_json() {
    let mut driver = Driver::start(&review(&timer("", "timeDuration", "PT2H")), &[("x", Value::from(3))]);
    let text = serde_json::to_string(&driver.instance).expect("an instance is written");
    assert_eq!(serde_json::from_str::<Instance>(&text).expect("and read"), driver.instance);
    driver.done("t");
    let text = serde_json::to_string(&driver.events).expect("events are written");
    assert_eq!(serde_json::from_str::<Vec<Event>>(&text).expect("and read"), driver.events);
}

#[test]
fn a_finished_loop_leaves_no_trace_in_the_state() {
    let inside = r#"<startEvent id="s"/><exclusiveGateway id="m"/><userTask id="t"/><exclusiveGateway id="g" default="g-m"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>m m>t t>g g>m g>e?stop");
    let mut driver = Driver::start(&inside, &[("stop", Value::Boolean(false))]);
    let size = |driver: &Driver| serde_json::to_string(&driver.instance).expect("it is written").len();
    let first = size(&driver);
    for _ in 0..500 {
        driver.done("t");
    }
    assert!(size(&driver) * 10 <= first * 12, "{} then {}", first, size(&driver));
}

#[test]
fn an_undetermined_decision_leads_to_an_officer() {
    let inside = r#"<startEvent id="s"/><businessRuleTask id="r" afaq:decision="silent" afaq:result="eligible"/>
        <exclusiveGateway id="g" default="g-no"/><userTask id="yes"/><userTask id="no"/><userTask id="look"/><endEvent id="e"/>
        <sequenceFlow id="u" sourceRef="g" targetRef="look" afaq:when="undetermined"/>"#
        .to_owned()
        + &flows("s>r r>g g>yes?eligible g>no yes>e no>e look>e");
    let driver = Driver::start(&inside, &[]);
    assert_eq!(driver.at(), "look");
    assert!(driver.instance.incidents.is_empty());
    driver.check_replay();
}

#[test]
fn a_silent_branch_of_an_inclusive_gateway_is_not_lost() {
    let inside = split("inclusiveGateway", "") + &flows("g>a?true g>b?x<5 g>c?false");
    let driver = Driver::start(&inside, &[("x", Value::unknown("cared_for.degree"))]);
    assert_eq!(driver.instance.incidents.values().next().expect("an incident").facts, ["cared_for.degree"]);
}

#[test]
fn a_clock_that_goes_backwards_fires_nothing() {
    let mut driver = Driver::start(&review(&timer("", "timeDuration", "PT2H")), &[]);
    let timer = *driver.instance.timers.keys().next().expect("a timer");
    driver.now_ms -= 100 * HOUR_MS;
    assert!(matches!(driver.input(&Input::FireTimer { timer }), Err(Refusal::NotDue { .. })));
    driver.now_ms = i64::MIN;
    assert!(driver.input(&Input::FireTimer { timer }).is_err());
}
