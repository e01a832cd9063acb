//! The whole notation: what each element does, in short processes.

use std::collections::BTreeMap;

use afaq_bpmn::{Event, Input, Instance, Outcome, Refusal, Role, Status, plan_migration};
use afaq_feel::Value;

use crate::support::{Driver, context, flows, process};

/// Starts a process and compares the tasks entered, in order.
fn check(inside: &str, tasks: &str) -> Driver {
    let driver = Driver::start(inside, &[("x", Value::from(2)), ("trail", Value::list(Vec::new()))]);
    assert_eq!(trail(&driver), tasks, "{:#?}", driver.instance);
    driver.check_replay();
    // Nothing is left of what is over.
    if driver.instance.is_over() {
        let left = &driver.instance;
        assert!(left.scopes.is_empty() && left.loops.is_empty() && left.subscriptions.is_empty());
    }
    driver
}

fn trail(driver: &Driver) -> String {
    let Some(Value::List(list)) = driver.instance.variables.get("trail") else { return String::new() };
    list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")
}

/// A task that leaves its name.
fn mark(id: &str) -> String {
    marked(id, "", "")
}

fn marked(id: &str, attributes: &str, inside: &str) -> String {
    format!(
        r#"<scriptTask id="{id}" scriptFormat="feel" {attributes}>{inside}<script>{{trail: append(trail, "{id}")}}</script></scriptTask>"#
    )
}

fn marks(ids: &str) -> String {
    ids.split_whitespace().map(mark).collect()
}

fn signal(name: &str) -> String {
    format!(r#"<signalEventDefinition signalRef="{name}"/>"#)
}

#[test]
fn a_signal_reaches_all_who_wait_and_whoever_waits_settles_first() {
    let inside = format!(
        r#"<startEvent id="s"/><parallelGateway id="g"/><intermediateThrowEvent id="t">{one}</intermediateThrowEvent>
        <intermediateCatchEvent id="c">{one}</intermediateCatchEvent><intermediateCatchEvent id="d">{one}</intermediateCatchEvent>
        {}<endEvent id="e"/>{}"#,
        marks("a b z"),
        flows("s>g g>t t>z z>e g>c c>a a>e g>d d>b b>e"),
        one = signal("one"),
    );
    assert!(check(&inside, "a b z").instance.is_over() || trail(&check(&inside, "z a b")).len() == 5);
}

#[test]
fn a_signal_from_elsewhere_needs_somebody_who_waits() {
    let inside = format!(
        r#"<startEvent id="s"/><intermediateCatchEvent id="c">{}</intermediateCatchEvent>{}<endEvent id="e"/>{}"#,
        signal("one"),
        marks("a"),
        flows("s>c c>a a>e")
    );
    let mut driver = check(&inside, "");
    let other = Input::Signal { name: "two".to_owned(), payload: context(&[]) };
    assert_eq!(driver.input(&other), Err(Refusal::NobodyAwaits { message: "two".to_owned() }));
    driver.input(&Input::Signal { name: "one".to_owned(), payload: context(&[]) }).expect("it comes");
    assert_eq!(trail(&driver), "a");
}

fn sub(id: &str, attributes: &str, inside: &str) -> String {
    format!(r#"<subProcess id="{id}" {attributes}>{inside}</subProcess>"#)
}

#[test]
fn an_escalation_goes_to_the_nearest_catcher_and_is_no_fault_without_one() {
    let body = format!(
        r#"<startEvent id="i"/><intermediateThrowEvent id="t"><escalationEventDefinition escalationRef="up"/></intermediateThrowEvent>{}<endEvent id="j"/>{}"#,
        marks("in"),
        flows("i>t t>in in>j")
    );
    let around = |boundary: &str| {
        format!(
            r#"<startEvent id="s"/>{}{boundary}{}<endEvent id="e"/>{}"#,
            sub("p1", "", &body),
            marks("after"),
            flows("s>p1 p1>after after>e")
        )
    };
    check(&around(""), "in after");
    let boundary = |cancels: &str| {
        format!(
            r#"<boundaryEvent id="b" attachedToRef="p1" cancelActivity="{cancels}"><escalationEventDefinition/></boundaryEvent>{}<endEvent id="f"/>{}"#,
            marks("caught"),
            flows("b>caught caught>f")
        )
    };
    check(&around(&boundary("true")), "caught");
    check(&around(&boundary("false")), "caught in after");
}

#[test]
fn an_error_starts_the_event_sub_process_of_the_scope_before_it_leaves() {
    let handler = format!(
        r#"<subProcess id="h" triggeredByEvent="true"><startEvent id="hs"><errorEventDefinition errorRef="broken"/></startEvent>{}<endEvent id="he"/>{}</subProcess>"#,
        marks("handled"),
        flows("hs>handled handled>he")
    );
    let body = format!(
        r#"{handler}<startEvent id="i"/><endEvent id="j"><errorEventDefinition errorRef="broken"/></endEvent>{}"#,
        flows("i>j")
    );
    let inside = format!(
        r#"<startEvent id="s"/>{}{}<endEvent id="e"/>{}"#,
        sub("p1", "", &body),
        marks("after"),
        flows("s>p1 p1>after after>e")
    );
    check(&inside, "handled after");
}

#[test]
fn a_condition_fires_when_armed_and_once_for_each_change() {
    let handler = format!(
        r#"<subProcess id="h" triggeredByEvent="true"><startEvent id="hs" isInterrupting="false"><conditionalEventDefinition><condition>x &gt; 5</condition></conditionalEventDefinition></startEvent>{}<endEvent id="he"/>{}</subProcess>"#,
        marks("high"),
        flows("hs>high high>he")
    );
    let inside =
        format!(r#"{handler}<startEvent id="s"/><userTask id="u"/><endEvent id="e"/>{}"#, flows("s>u u>e"));
    let mut driver = check(&inside, "");
    let set = |driver: &mut Driver, x: i64| {
        driver.input(&Input::SetVariables { variables: context(&[("x", Value::from(x))]) }).expect("set");
    };
    for (x, count) in [(6, 1), (9, 1), (1, 1), (7, 2)] {
        set(&mut driver, x);
        assert_eq!(trail(&driver).split_whitespace().count(), count, "x = {x}");
    }
    driver.done("u");
    assert!(driver.instance.is_over());
    driver.check_replay();
}

#[test]
fn a_loop_tests_before_or_after() {
    let looped = |marker: &str| {
        format!(r#"<startEvent id="s"/>{}<endEvent id="e"/>{}"#, marked("a", "", marker), flows("s>a a>e"))
    };
    check(&looped(r#"<standardLoopCharacteristics loopMaximum="3"/>"#), "a a a");
    let condition = |before: &str, text: &str| {
        looped(&format!(
            r#"<standardLoopCharacteristics testBefore="{before}"><loopCondition>{text}</loopCondition></standardLoopCharacteristics>"#
        ))
    };
    check(&condition("false", "loopCounter &lt; 2"), "a a");
    check(&condition("true", "false"), "");
    check(&condition("false", "false"), "a");
}

#[test]
fn an_endless_loop_is_an_incident() {
    let inside = format!(
        r#"<startEvent id="s"/>{}<endEvent id="e"/>{}"#,
        marked(
            "a",
            "",
            "<standardLoopCharacteristics><loopCondition>true</loopCondition></standardLoopCharacteristics>"
        ),
        flows("s>a a>e")
    );
    let inside = inside.replace("{trail: append(trail, \"a\")}", "{y: 1}");
    let driver = Driver::start(&inside, &[]);
    assert_eq!(driver.instance.incidents.len(), 1);
    driver.check_replay();
}

#[test]
fn many_instances_share_a_list_and_give_one() {
    let inside = |sequential: &str, more: &str| {
        format!(
            r#"<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics isSequential="{sequential}" afaq:collection="papers" afaq:item="paper" afaq:outputCollection="results" afaq:outputItem="result">{more}</multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>{}"#,
            flows("s>u u>e")
        )
    };
    let papers = || [("papers", Value::list(vec![Value::from(10), Value::from(20), Value::from(30)]))];
    let mut all = Driver::start(&inside("false", ""), &papers());
    assert_eq!(all.instance.tasks.len(), 3);
    let items: Vec<Value> = all
        .instance
        .scopes
        .values()
        .filter(|scope| matches!(scope.role, Role::Instance { .. }))
        .filter_map(|scope| scope.variables.get("paper").cloned())
        .collect();
    assert_eq!(items, [Value::from(10), Value::from(20), Value::from(30)]);
    for result in [3, 2, 1] {
        all.done_with("u", &[("result", Value::from(result))]);
    }
    assert!(all.instance.is_over());
    assert_eq!(all.instance.variables.get("results").map(ToString::to_string).as_deref(), Some("[3, 2, 1]"));
    all.check_replay();
    let mut one = Driver::start(&inside("true", ""), &papers());
    assert_eq!(one.instance.tasks.len(), 1);
    (0..3).for_each(|_| one.done("u"));
    assert!(one.instance.is_over());
    let enough = "<completionCondition>numberOfCompletedInstances &gt;= 2</completionCondition>";
    let mut some = Driver::start(&inside("false", enough), &papers());
    some.done("u");
    some.done("u");
    assert!(some.instance.is_over(), "{:?}", some.instance);
    some.check_replay();
}

#[test]
fn compensation_undoes_in_reverse_order() {
    let undone = |id: &str| {
        format!(
            r#"{}<boundaryEvent id="b{id}" attachedToRef="{id}"><compensateEventDefinition/></boundaryEvent>{}<association id="l{id}" sourceRef="b{id}" targetRef="un{id}"/>"#,
            mark(id),
            marked(&format!("un{id}"), r#"isForCompensation="true""#, "")
        )
    };
    let inside = format!(
        r#"<startEvent id="s"/>{}{}{}<intermediateThrowEvent id="t"><compensateEventDefinition/></intermediateThrowEvent>{}<endEvent id="e"/>{}"#,
        undone("a"),
        undone("b"),
        undone("c"),
        marks("z"),
        flows("s>a a>b b>c c>t t>z z>e")
    );
    check(&inside, "a b c unc unb una z");
    // Inside of a sub-process that is done, and of one activity only.
    let body = format!(
        r#"<startEvent id="i"/>{}{}<endEvent id="j"/>{}"#,
        undone("a"),
        undone("b"),
        flows("i>a a>b b>j")
    );
    let inside = format!(
        r#"<startEvent id="s"/>{}<intermediateThrowEvent id="t"><compensateEventDefinition activityRef="p1"/></intermediateThrowEvent>{}<endEvent id="e"/>{}"#,
        sub("p1", "", &body),
        marks("z"),
        flows("s>p1 p1>t t>z z>e")
    );
    check(&inside, "a b unb una z");
}

#[test]
fn a_canceled_transaction_is_undone_and_left_by_its_cancel_event() {
    let inside = format!(
        r#"<startEvent id="s"/><transaction id="p1"><startEvent id="i"/>{}<boundaryEvent id="ba" attachedToRef="a"><compensateEventDefinition/></boundaryEvent>{}<association id="l" sourceRef="ba" targetRef="una"/><endEvent id="j"><cancelEventDefinition/></endEvent>{}</transaction>
        <boundaryEvent id="b" attachedToRef="p1"><cancelEventDefinition/></boundaryEvent>{}<endEvent id="e"/><endEvent id="f"/>{}"#,
        mark("a"),
        marked("una", r#"isForCompensation="true""#, ""),
        flows("i>a a>j"),
        marks("canceled after"),
        flows("s>p1 p1>after after>e b>canceled canceled>f")
    );
    check(&inside, "a una canceled");
}

#[test]
fn ad_hoc_work_needs_no_order() {
    let ad_hoc = |more: &str, condition: &str| {
        format!(
            r#"<startEvent id="s"/><adHocSubProcess id="p1" {more}><userTask id="a"/><userTask id="b"/>{condition}</adHocSubProcess>{}<endEvent id="e"/>{}"#,
            marks("z"),
            flows("s>p1 p1>z z>e")
        )
    };
    let mut both = check(&ad_hoc("", ""), "");
    assert_eq!(both.instance.tasks.len(), 2);
    both.done("b");
    both.done("a");
    assert_eq!(trail(&both), "z");
    let mut one = check(&ad_hoc(r#"ordering="Sequential""#, ""), "");
    assert_eq!(one.instance.tasks.len(), 1);
    one.done("a");
    one.done("b");
    assert_eq!(trail(&one), "z");
    let condition = "<completionCondition>done = true</completionCondition>";
    let mut asked = Driver::start(
        &ad_hoc("", condition),
        &[("done", Value::from(false)), ("trail", Value::list(Vec::new()))],
    );
    asked.done("a");
    asked.done("b");
    // Neither has finished it: it can be done once more, as often as needed.
    let (&scope, _) = asked.instance.scopes.iter().next_back().expect("the scope");
    asked.input(&Input::Activate { scope, element: "a".into() }).expect("once more");
    assert!(asked.input(&Input::Activate { scope, element: "z".into() }).is_err());
    asked.done_with("a", &[("done", Value::from(true))]);
    assert_eq!(trail(&asked), "z");
    asked.check_replay();
}

#[test]
fn a_process_calls_itself_only_so_deep() {
    let inside = format!(
        r#"<startEvent id="s"/><callActivity id="c" calledElement="p"/><endEvent id="e"/>{}"#,
        flows("s>c c>e")
    );
    let driver = Driver::start(&inside, &[]);
    let raised = driver.instance.incidents.values().next().expect("an incident");
    assert!(raised.reason.contains("nested deeper"), "{}", raised.reason);
    driver.check_replay();
}

#[test]
fn links_lead_from_one_end_to_the_other() {
    let inside = format!(
        r#"<startEvent id="s"/><intermediateThrowEvent id="t"><linkEventDefinition name="l"/></intermediateThrowEvent><intermediateCatchEvent id="c"><linkEventDefinition name="l"/></intermediateCatchEvent>{}<endEvent id="e"/>{}"#,
        marks("a"),
        flows("s>t c>a a>e")
    );
    check(&inside, "a");
}

#[test]
fn data_go_in_and_out_of_one_activity() {
    let inside = format!(
        r#"<dataObject id="d1" name="amount"/><dataObject id="d2" name="fee"/><startEvent id="s"/>
        <scriptTask id="a" scriptFormat="feel"><ioSpecification><dataInput id="in" name="base"/><dataOutput id="out" name="result"/></ioSpecification>
        <dataInputAssociation><sourceRef>d1</sourceRef><targetRef>in</targetRef><transformation>amount + 1</transformation></dataInputAssociation>
        <dataOutputAssociation><sourceRef>out</sourceRef><targetRef>d2</targetRef></dataOutputAssociation>
        <script>{{result: base * 2}}</script></scriptTask><endEvent id="e"/>{}"#,
        flows("s>a a>e")
    );
    let driver = Driver::start(&inside, &[("amount", Value::from(4))]);
    assert!(driver.instance.is_over(), "{:?}", driver.instance);
    assert_eq!(driver.instance.variables.get("fee"), Some(&Value::from(10)));
    assert_eq!(driver.instance.variables.get("base"), None);
    driver.check_replay();
}

#[test]
fn a_message_with_a_key_reaches_only_the_one_who_waits_for_it() {
    let inside = format!(
        r#"<startEvent id="s"/><intermediateCatchEvent id="c" afaq:correlationKey="case_number"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent><endEvent id="e"/>{}"#,
        flows("s>c c>e")
    );
    let mut driver = Driver::start(&inside, &[("case_number", Value::string("K-7"))]);
    let come = |key: &str| Input::Correlate {
        message: "answer".to_owned(),
        key: key.to_owned(),
        payload: context(&[]),
    };
    assert!(driver.input(&come("K-8")).is_err());
    driver.input(&come("K-7")).expect("it comes");
    assert!(driver.instance.is_over());
}

#[test]
fn an_instance_begins_by_what_happens() {
    let inside = format!(
        r#"<startEvent id="m"><messageEventDefinition messageRef="answer"/></startEvent><eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/><intermediateCatchEvent id="c1">{one}</intermediateCatchEvent><intermediateCatchEvent id="c2"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent>{}<endEvent id="e"/>{}"#,
        marks("a b c"),
        flows("m>a a>e g>c1 c1>b b>e g>c2 c2>c c>e"),
        one = signal("one"),
    );
    let begin = |element: &str| {
        let mut driver = Driver::new(process(&inside));
        let variables = context(&[("trail", Value::list(Vec::new()))]);
        assert_eq!(driver.input(&Input::Start { variables: variables.clone() }), Err(Refusal::NoPlainStart));
        driver.input(&Input::StartAt { element: element.into(), variables }).expect("it begins");
        driver
    };
    assert_eq!(trail(&begin("m")), "a");
    // A parallel gateway goes on waiting for its other events.
    let mut both = begin("c1");
    assert_eq!(trail(&both), "b");
    both.input(&Input::Deliver { message: "answer".to_owned(), payload: context(&[]) }).expect("it comes");
    assert_eq!(trail(&both), "b c");
    assert!(both.instance.is_over());
    both.check_replay();
}

#[test]
fn officers_skip_and_move() {
    let inside = format!(
        r#"<startEvent id="s"/><serviceTask id="a"/><userTask id="b"/>{}<endEvent id="e"/>{}"#,
        marks("z"),
        flows("s>a a>b b>z z>e")
    );
    let mut driver = check(&inside, "");
    let (&job, _) = driver.instance.jobs.iter().next().expect("a job");
    driver.input(&Input::FailJob { job, reason: "down".to_owned() }).expect("it fails");
    let (&incident, _) = driver.instance.incidents.iter().next().expect("an incident");
    driver.input(&Input::Skip { incident, outputs: context(&[("x", Value::from(7))]) }).expect("skipped");
    assert_eq!(driver.instance.variables.get("x"), Some(&Value::from(7)));
    let (&token, _) = driver.instance.tokens.iter().next().expect("a token");
    assert!(driver.input(&Input::MoveToken { token, to: "nowhere".into() }).is_err());
    driver.input(&Input::MoveToken { token, to: "z".into() }).expect("moved");
    assert_eq!(trail(&driver), "z");
    assert!(driver.instance.tasks.is_empty());
    driver.check_replay();
}

#[test]
fn running_instances_go_on_by_another_version() {
    let old = format!(r#"<startEvent id="s"/><userTask id="a"/><endEvent id="e"/>{}"#, flows("s>a a>e"));
    let new = format!(
        r#"<startEvent id="s"/><userTask id="a2"/><boundaryEvent id="t" attachedToRef="a2"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><userTask id="b"/><endEvent id="e"/>{}"#,
        flows("s>a2 a2>b b>e t>e")
    );
    let mut driver = Driver::start(&old, &[]);
    let (old, new) = (process(&old), process(&new));
    let blind = plan_migration(&old, &new, &BTreeMap::new());
    let conflicts = blind.conflicts_of(&driver.instance);
    assert_eq!(conflicts.len(), 1);
    assert!(conflicts[0].message_en().contains('a') && !conflicts[0].message_ar().is_empty());
    let plan = plan_migration(&old, &new, &BTreeMap::from([("a".into(), "a2".into())]));
    assert!(plan.conflicts_of(&driver.instance).is_empty(), "{:?}", plan.conflicts);
    driver.process = new;
    assert!(matches!(
        driver.input(&Input::Migrate { mapping: BTreeMap::new() }),
        Err(Refusal::OtherDefinition { .. })
    ));
    driver.input(&Input::Migrate { mapping: plan.renamed() }).expect("it goes on");
    assert_eq!((driver.at().as_str(), driver.instance.timers.len()), ("a2", 1));
    driver.done("a2");
    assert_eq!(driver.at(), "b");
    driver.done("b");
    assert!(driver.instance.is_over());
}

#[test]
fn events_of_the_first_house_still_read() {
    for text in [
        r#"{"kind":"scope_opened","scope":3,"parent":1,"token":2,"element":"p1"}"#,
        r#"{"kind":"timer_armed","timer":3,"element":"t","token":2,"due_ms":5,"remaining":null}"#,
        r#"{"kind":"message_awaited","subscription":3,"element":"t","token":2,"name":"answer"}"#,
        r#"{"kind":"variables_set","element":null,"variables":{}}"#,
        r#"{"kind":"decision_made","element":"t","decision":"d","value":true,"variable":null}"#,
    ] {
        let event: Event = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        // What is written for plain processes did not grow.
        let written: serde_json::Value = serde_json::to_value(&event).expect("it is written");
        let given: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
        assert_eq!(written, given);
    }
    let snapshot = r#"{"status":{"status":"running"},"variables":{},"next_number":4,"scopes":{"1":{"token":null,"parent":null,"tokens":1}},"tokens":{"2":{"scope":1,"place":{"element":"a"}}},"tasks":{"3":{"element":"a","token":2}}}"#;
    let instance: Instance = serde_json::from_str(snapshot).expect("a snapshot");
    assert_eq!((instance.scopes.len(), instance.tasks.len()), (1, 1));
}

#[test]
fn a_terminated_sub_process_ends_alone() {
    let body = format!(
        r#"<startEvent id="i"/><parallelGateway id="g"/><userTask id="u"/><endEvent id="j"><terminateEventDefinition/></endEvent><endEvent id="k"/>{}"#,
        flows("i>g g>u u>k g>j")
    );
    let inside = format!(
        r#"<startEvent id="s"/>{}{}<endEvent id="e"/>{}"#,
        sub("p1", "", &body),
        marks("after"),
        flows("s>p1 p1>after after>e")
    );
    let driver = check(&inside, "after");
    assert!(matches!(&driver.instance.status, Status::Ended { how: Outcome::Completed, .. }));
}
