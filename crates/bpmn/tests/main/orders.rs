//! Messages that come early, late, twice or a million times, and orders of officers.

use afaq_bpmn::{Event, Input, Message, Order, Refusal};
use afaq_feel::Value;

use crate::support::{Driver, context, flows};

const CATCH: &str = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>
    <intermediateCatchEvent id="c" afaq:correlationKey="reference"><messageEventDefinition messageRef="answer"/></intermediateCatchEvent>"#;

fn catching() -> Driver {
    let inside = CATCH.to_owned() + &flows("s>t t>c c>e");
    Driver::start(&inside, &[("reference", Value::from("K-1"))])
}

fn message(key: Option<&str>, id: Option<&str>, keep_ms: i64) -> Input {
    let (key, id) = (key.map(str::to_owned), id.map(str::to_owned));
    Input::Message {
        message: Message {
            name: "answer".into(),
            key,
            id,
            keep_ms,
            payload: context(&[("said", "yes".into())]),
        },
    }
}

#[test]
fn a_message_that_comes_too_early_is_kept_until_somebody_waits() {
    let mut driver = catching();
    driver.input(&message(Some("K-1"), Some("m1"), 60_000)).expect("it is kept");
    assert_eq!((driver.instance.kept.len(), driver.at().as_str()), (1, "t"));
    driver.done("t");
    assert!(driver.instance.is_over());
    assert_eq!(driver.instance.variables.get("said"), Some(&Value::from("yes")));
    driver.check_replay();
}

#[test]
fn a_message_for_another_key_is_not_taken() {
    let mut driver = catching();
    driver.input(&message(Some("K-2"), None, 60_000)).expect("it is kept");
    driver.done("t");
    assert_eq!((driver.at().as_str(), driver.instance.kept.len()), ("c", 1));
    driver.input(&message(Some("K-1"), None, 0)).expect("it is delivered");
    assert!(driver.instance.is_over() && driver.instance.kept.is_empty());
    driver.check_replay();
}

#[test]
fn a_kept_message_has_its_time() {
    let mut driver = catching();
    driver.input(&message(Some("K-1"), None, 1_000)).expect("it is kept");
    driver.wait_ms(1_001);
    driver.done("t");
    assert_eq!((driver.at().as_str(), driver.instance.kept.len()), ("c", 0));
    assert!(driver.events.iter().any(|event| matches!(event, Event::MessageExpired { .. })));
    driver.check_replay();
}

#[test]
fn the_same_message_counts_once() {
    let mut driver = catching();
    driver.input(&message(Some("K-1"), Some("m1"), 60_000)).expect("it is kept");
    let again = driver.input(&message(Some("K-1"), Some("m1"), 60_000));
    assert_eq!(again, Err(Refusal::CameBefore { id: "m1".into() }));
    driver.wait_ms(60_001);
    driver.input(&message(Some("K-1"), Some("m1"), 60_000)).expect("it was forgotten");
    assert_eq!(driver.instance.kept.len(), 1, "the first one expired");
}

#[test]
fn messages_for_nothing_leave_nothing() {
    let mut driver = catching();
    let nobody =
        Input::Message { message: Message { name: "never".into(), keep_ms: 60_000, ..Message::default() } };
    let before = driver.instance.clone();
    for _ in 0..100_000 {
        assert!(driver.input(&nobody).is_err());
        assert!(driver.input(&message(Some("K-1"), None, 0)).is_err());
        assert!(driver.input(&message(Some("K-1"), None, i64::MIN)).is_err());
    }
    assert_eq!(driver.instance, before);
    let long = "x".repeat(1_000_000);
    assert!(matches!(driver.input(&message(Some(&long), None, 1)), Err(Refusal::MessageIdTooLong { .. })));
    for _ in 0..afaq_bpmn::limits::MESSAGES_KEPT_MAX {
        driver.input(&message(None, None, i64::MAX)).expect("it is kept");
    }
    assert!(matches!(driver.input(&message(None, None, 1)), Err(Refusal::TooManyKept { .. })));
}

#[test]
fn a_million_ids_are_not_remembered() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>
        <boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><messageEventDefinition messageRef="answer"/></boundaryEvent><endEvent id="be"/>"#
        .to_owned()
        + &flows("s>t t>e b>be");
    let mut driver = Driver::start(&inside, &[]);
    for index in 0..2_000 {
        driver.input(&message(None, Some(&format!("m{index}")), 1_000_000)).expect("it is delivered");
    }
    assert_eq!(driver.instance.noted.len(), afaq_bpmn::limits::MESSAGES_NOTED_MAX);
    assert!(driver.instance.kept.is_empty() && driver.instance.tokens.len() == 1);
    driver.check_replay();
}

#[test]
fn a_receive_task_has_its_key() {
    let inside = r#"<startEvent id="s"/><receiveTask id="r" messageRef="answer" afaq:correlationKey="reference"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>r r>e");
    let mut driver = Driver::start(&inside, &[("reference", Value::from(7))]);
    assert!(driver.input(&message(Some("8"), None, 0)).is_err());
    driver.input(&message(Some("7"), None, 0)).expect("it is delivered");
    assert!(driver.instance.is_over());
}

const STUCK: &str = r#"<startEvent id="s"/><subProcess id="sub"><startEvent id="is"/><exclusiveGateway id="g"/><userTask id="a"/><userTask id="z"/><endEvent id="ie"/>
    <sequenceFlow id="f1" sourceRef="is" targetRef="g"/><sequenceFlow id="f2" sourceRef="g" targetRef="a"><conditionExpression>x = 1</conditionExpression></sequenceFlow>
    <sequenceFlow id="f3" sourceRef="a" targetRef="ie"/><sequenceFlow id="f4" sourceRef="g" targetRef="z"><conditionExpression>x = 2</conditionExpression></sequenceFlow><sequenceFlow id="f5" sourceRef="z" targetRef="ie"/></subProcess>
    <boundaryEvent id="b" attachedToRef="sub"><errorEventDefinition errorRef="broken"/></boundaryEvent><userTask id="h"/><endEvent id="e"/>"#;

fn stuck() -> Driver {
    let inside = STUCK.to_owned() + &flows("s>sub sub>e b>h h>e");
    let driver = Driver::start(&inside, &[("x", Value::from(3))]);
    assert_eq!(driver.instance.incidents.len(), 1);
    driver
}

fn order(driver: &mut Driver, order: Input) -> Result<(), Refusal> {
    driver.input(&Input::Order {
        order: Box::new(order),
        by: "officer-7".into(),
        reason: "a paper was missing".into(),
    })
}

#[test]
fn an_incident_is_corrected_with_who_and_why() {
    let mut driver = stuck();
    let incident = *driver.instance.incidents.keys().next().expect("an incident");
    let variables = context(&[("x", Value::from(2))]);
    order(&mut driver, Input::Correct { incident, variables }).expect("it goes on");
    assert!(driver.at().ends_with('z') && driver.instance.incidents.is_empty());
    let told = driver.events.iter().find_map(|event| match event {
        Event::Ordered { what, by, reason } => Some((*what, by.clone(), reason.clone())),
        _ => None,
    });
    assert_eq!(told, Some((Order::Correct, "officer-7".into(), "a paper was missing".into())));
    driver.check_replay();
}

#[test]
fn an_incident_tells_what_may_be_ordered() {
    let driver = stuck();
    let incident = *driver.instance.incidents.keys().next().expect("an incident");
    let choices = driver.instance.choices(&driver.process, incident).expect("choices");
    let targets: Vec<&str> = choices.targets.iter().map(|id| &**id).collect();
    assert_eq!(targets, ["is", "g", "a", "z", "ie"]);
    assert_eq!(choices.errors, [Some("E1".to_owned())]);
    for target in choices.targets {
        let mut driver = stuck();
        order(&mut driver, Input::MoveToken { token: choices.token, to: target }).expect("it moves");
        driver.check_replay();
    }
}

#[test]
fn an_incident_is_diverted_by_the_way_of_an_error() {
    let mut driver = stuck();
    let incident = *driver.instance.incidents.keys().next().expect("an incident");
    let nothing = order(&mut driver, Input::Divert { incident, code: Some("E9".into()) });
    assert_eq!(nothing, Err(Refusal::NothingCatches { code: "E9".into() }));
    order(&mut driver, Input::Divert { incident, code: Some("E1".into()) }).expect("it goes on");
    assert_eq!(driver.at(), "h");
    driver.check_replay();
}

#[test]
fn an_order_needs_a_reason_and_must_be_one() {
    let mut driver = stuck();
    let (order, by) = (Box::new(Input::Cancel), "officer-7".to_owned());
    let refused = driver.input(&Input::Order { order: order.clone(), by, reason: " ".into() });
    assert_eq!(refused, Err(Refusal::ReasonMissing));
    let start = Box::new(Input::Start { variables: context(&[]) });
    let no_order = Input::Order { order: start, by: "x".into(), reason: "y".into() };
    assert_eq!(driver.input(&no_order), Err(Refusal::NotAnOrder));
    let nested = Input::Order { order: Box::new(no_order), by: "x".into(), reason: "y".into() };
    assert_eq!(driver.input(&nested), Err(Refusal::NotAnOrder));
}

/// The standard's own way: properties of messages, and what an instance knows of them.
#[test]
fn messages_find_their_instance_by_correlation_properties() {
    let xml = format!(
        r#"<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><message id="m" name="paid"/>
        <correlationProperty id="invoice"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>receipt.invoice</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <correlationProperty id="year"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>receipt.year</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
        <process id="p" isExecutable="true"><correlationSubscription correlationKeyRef="k"><correlationPropertyBinding correlationPropertyRef="invoice"><dataPath>of_invoice</dataPath></correlationPropertyBinding><correlationPropertyBinding correlationPropertyRef="year"><dataPath>of_year</dataPath></correlationPropertyBinding></correlationSubscription>
        <startEvent id="s"/><receiveTask id="r" messageRef="m"/><endEvent id="e"/>{}</process></definitions>"#,
        flows("s>r r>e")
    );
    let definitions = afaq_bpmn::read(&xml).definitions.expect("it is read");
    let process = afaq_bpmn::compile(&definitions, None).expect("it compiles");
    let mut driver = Driver::new(process);
    let variables = context(&[("of_invoice", Value::from(17)), ("of_year", Value::from(2026))]);
    driver.input(&Input::Start { variables }).expect("it starts");
    let paid = |invoice: i64, year: i64| {
        let receipt = context(&[("invoice", Value::from(invoice)), ("year", Value::from(year))]);
        let payload = context(&[("receipt", Value::context(receipt))]);
        Input::Message { message: Message { name: "paid".into(), payload, ..Message::default() } }
    };
    assert!(driver.input(&paid(17, 2025)).is_err() && driver.input(&paid(18, 2026)).is_err());
    let silent = Input::Message { message: Message { name: "paid".into(), ..Message::default() } };
    assert_eq!(driver.input(&silent), Err(Refusal::KeyUnknown { message: "paid".into() }));
    driver.input(&paid(17, 2026)).expect("it is delivered");
    assert!(driver.instance.is_over());
    driver.check_every_prefix();
}
