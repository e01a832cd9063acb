//! What compiling finds, with the place.

use afaq_bpmn::{Severity, compile};

use crate::support::{definitions, flows};

/// Compiles and compares `code element` of all problems.
fn check(inside: &str, expected: &[&str]) {
    let found = match compile(&definitions(inside), None) {
        Ok(process) => process.warnings,
        Err(problems) => problems,
    };
    let short: Vec<String> = found.iter().map(|p| format!("{} {}", p.code(), p.element)).collect();
    assert_eq!(short, expected, "{:#?}", found.iter().map(|p| p.message_en()).collect::<Vec<_>>());
    for problem in found {
        assert!(
            !problem.message_ar().is_empty()
                && !problem.help_en().is_empty()
                && !problem.help_ar().is_empty()
        );
        assert!(problem.line() > 0 && problem.column() > 0);
    }
}

fn around(middle: &str) -> String {
    format!(r#"<startEvent id="s"/>{middle}<endEvent id="e"/>{}"#, flows("s>t t>e"))
}

#[test]
fn what_runs_has_no_problems() {
    for task in ["task", "manualTask", "userTask", "serviceTask", "sendTask"] {
        check(&around(&format!("<{task} id=\"t\"/>")), &[]);
    }
    check(&around(r#"<receiveTask id="t" messageRef="answer"/>"#), &[]);
}

#[test]
fn what_is_not_executed_is_refused_by_name() {
    for (element, code) in [
        (r#"<callActivity id="t"/>"#, "BPMN128 t"),
        (r#"<callActivity id="t" calledElement="nothing"/>"#, "BPMN127 t"),
        (r#"<userTask id="t"><multiInstanceLoopCharacteristics/></userTask>"#, "BPMN136 t"),
        (r#"<userTask id="t"><standardLoopCharacteristics/></userTask>"#, "BPMN136 t"),
        (
            r#"<userTask id="t"><standardLoopCharacteristics loopMaximum="-1"><loopCondition>true</loopCondition></standardLoopCharacteristics></userTask>"#,
            "BPMN135 t",
        ),
        (r#"<userTask id="t" startQuantity="0"/>"#, "BPMN135 t"),
        (r#"<intermediateCatchEvent id="t"><signalEventDefinition/></intermediateCatchEvent>"#, "BPMN128 t"),
        (r#"<intermediateCatchEvent id="t"><errorEventDefinition/></intermediateCatchEvent>"#, "BPMN140 t"),
        (r#"<intermediateCatchEvent id="t"/>"#, "BPMN104 t"),
        (
            r#"<intermediateThrowEvent id="t"><linkEventDefinition name="l"/></intermediateThrowEvent>"#,
            "BPMN138 t",
        ),
        (r#"<intermediateThrowEvent id="t"><timerEventDefinition/></intermediateThrowEvent>"#, "BPMN140 t"),
        (r#"<choreographyTask id="t"/>"#, "BPMN104 t"),
        (r#"<businessRuleTask id="t"/>"#, "BPMN130 t"),
        (r#"<scriptTask id="t"/>"#, "BPMN129 t"),
        (r#"<scriptTask id="t" scriptFormat="javascript"><script>1</script></scriptTask>"#, "BPMN124 t"),
        (r#"<scriptTask id="t" scriptFormat="feel"><script>1 +</script></scriptTask>"#, "BPMN123 t"),
        (r#"<receiveTask id="t"/>"#, "BPMN128 t"),
        (r#"<receiveTask id="t" messageRef="nothing"/>"#, "BPMN127 t"),
    ] {
        check(&around(element), &[code]);
    }
}

#[test]
fn structural_faults_are_found() {
    check(&around(r#"<userTask id="t" default="nowhere"/>"#), &["BPMN114 t"]);
    check(&(around(r#"<userTask id="t"/>"#) + &flows("t>x")), &["BPMN107 t-x"]);
    check(&(around(r#"<userTask id="t"/>"#) + &flows("e>t")), &["BPMN112 e"]);
    check(&(around(r#"<userTask id="t"/>"#) + &flows("t>s")), &["BPMN111 s"]);
    check(&(around(r#"<userTask id="t"/>"#) + r#"<task id="x"/>"#), &["BPMN134 x"]);
    check(&(around(r#"<userTask id="t"/>"#) + r#"<startEvent id="s2"/>"#), &["BPMN110 s2"]);
    check(&(r#"<task id="t"/><endEvent id="e"/>"#.to_owned() + &flows("t>e")), &[]);
    check("", &["BPMN109 p"]);
    check(&around(r#"<subProcess id="t"/>"#), &["BPMN109 t"]);
    let cancel = r#"<endEvent id="c"><cancelEventDefinition/></endEvent>"#;
    check(&(around(r#"<userTask id="t"/>"#) + cancel + &flows("t>c")), &["BPMN141 c"]);
    let sub = r#"<subProcess id="x" triggeredByEvent="true"><startEvent id="y"/></subProcess>"#;
    check(&(around(r#"<userTask id="t"/>"#) + sub), &["BPMN137 x"]);
    check(&(around(r#"<userTask id="t"/>"#) + r#"<userTask id="t"/>"#), &["BPMN134 t", "BPMN106 t"]);
}

#[test]
fn boundary_events_need_a_host_that_waits() {
    let timer = |host: &str| {
        format!(
            r#"<boundaryEvent id="b" attachedToRef="{host}"><timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="be"/>{}"#,
            flows("b>be")
        )
    };
    check(&(around(r#"<userTask id="t"/>"#) + &timer("t")), &[]);
    check(&(around(r#"<userTask id="t"/>"#) + &timer("x")), &["BPMN119 b"]);
    check(&(around(r#"<userTask id="t"/>"#) + &timer("e")), &["BPMN120 b"]);
    check(&(around(r#"<manualTask id="t"/>"#) + &timer("t")), &["BPMN122 b"]);
}

#[test]
fn timers_are_checked() {
    for (inside, code) in [
        ("", "BPMN125 t"),
        ("<timeDuration>5 days</timeDuration>", "BPMN126 t"),
        ("<timeDuration>P5X</timeDuration>", "BPMN126 t"),
        ("<timeDate>2026-02-30</timeDate>", "BPMN126 t"),
        ("<timeDate>2026-02-03</timeDate><timeDuration>P5D</timeDuration>", "BPMN125 t"),
    ] {
        let event = format!(
            r#"<intermediateCatchEvent id="t"><timerEventDefinition>{inside}</timerEventDefinition></intermediateCatchEvent>"#
        );
        check(&around(&event), &[code]);
    }
    check(
        &around(
            r#"<intermediateCatchEvent id="t" afaq:time="lunar"><timerEventDefinition><timeDuration>P5D</timeDuration></timerEventDefinition></intermediateCatchEvent>"#,
        ),
        &["BPMN133 t"],
    );
}

fn gateway(kind: &str, more: &str) -> String {
    format!(
        r#"<startEvent id="s"/><{kind} id="g" {more}/><task id="a"/><task id="b"/><endEvent id="e"/>{}"#,
        flows("s>g a>e b>e")
    )
}

#[test]
fn gateways_are_checked() {
    check(&(gateway("exclusiveGateway", r#"default="g-b""#) + &flows("g>a?x<1 g>b")), &[]);
    check(&(gateway("exclusiveGateway", "") + &flows("g>a?x<1 g>b?x<2")), &["BPMN113 g"]);
    check(&(gateway("exclusiveGateway", "") + &flows("g>a?x<1 g>b")), &["BPMN118 g-b"]);
    check(&(gateway("exclusiveGateway", r#"default="g-b""#) + &flows("g>a?x<1 g>b?x<2")), &["BPMN116 g-b"]);
    check(&(gateway("parallelGateway", "") + &flows("g>a?x<1 g>b")), &["BPMN117 g-a"]);
    check(&(gateway("parallelGateway", r#"default="g-b""#) + &flows("g>a g>b")), &["BPMN115 g"]);
    check(&(gateway("eventBasedGateway", "") + &flows("g>a g>b")), &["BPMN131 g-a", "BPMN131 g-b"]);
}

#[test]
fn places_are_counted_in_characters_behind_arabic() {
    let inside = around(
        r#"<task name="مراجعة" id="t"/><scriptTask name="حساب الرسم" id="x" scriptFormat="feel"><script>  1 &lt; "رسم" +</script></scriptTask>"#,
    ) + &flows("t>x");
    let problems = compile(&definitions(&inside), None).expect_err("the script is broken");
    let problem = problems.iter().find(|p| p.code() == "BPMN123").expect("the script's problem");
    let text = crate::support::file(&inside);
    let line = text.lines().nth(problem.line() as usize - 1).expect("the line");
    let before: String = line.chars().take(problem.column() as usize - 1).collect();
    assert!(before.contains("<script>  1 &lt;"), "{before}");
    assert_eq!(problem.severity(), Severity::Error);
    assert_eq!(problem.name.as_deref(), Some("حساب الرسم"));
}

#[test]
fn everything_of_a_diagram_and_of_other_vendors_is_kept() {
    let inside = r#"<documentation>words</documentation><laneSet><lane id="officers" name="Officers"><flowNodeRef>t</flowNodeRef></lane></laneSet>"#.to_owned()
        + &around(r#"<userTask id="t" afaq:role="officer" xmlns:c="http://camunda.org/schema/1.0/bpmn" c:assignee="me"><extensionElements><afaq:form value="review"/><afaq:property name="target" value="P5D"/><c:in a="1">x</c:in></extensionElements></userTask>"#);
    let definitions = definitions(&inside);
    let process = &definitions.processes[0];
    let task = process.find_element("t").expect("the task");
    let extensions: Vec<(&str, &str)> =
        task.base.extensions.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
    assert_eq!(extensions, [("form", "review"), ("role", "officer"), ("target", "P5D")]);
    let foreign: Vec<(&str, &str)> =
        task.base.foreign.iter().map(|f| (f.name.as_str(), f.value.as_str())).collect();
    assert_eq!(foreign, [("assignee", "me"), ("in", "x"), ("in@a", "1")]);
    assert_eq!(process.lane_of("t").map(|lane| lane.base.name.as_deref()), Some(Some("Officers")));
    assert_eq!(process.base.documentation.as_deref(), Some("words"));
}

#[test]
fn every_code_is_explained_once_in_both_languages() {
    let all = afaq_bpmn::explanations();
    let mut codes: Vec<&str> = all.iter().map(|explanation| explanation.code).collect();
    assert!(codes.is_sorted(), "{codes:?}");
    codes.dedup();
    assert_eq!(codes.len(), all.len());
    let is_arabic = |text: &str| text.chars().any(|letter| matches!(letter, '\u{0600}'..='\u{06ff}'));
    for explanation in all {
        let code = explanation.code;
        assert!(is_arabic(explanation.help_ar), "{code}");
        assert!(is_arabic(&explanation.ar) || explanation.ar.starts_with('…'), "{code}");
        assert!(!is_arabic(&explanation.en) && !is_arabic(explanation.help_en), "{code}");
    }
}

#[test]
fn expressions_are_checked_against_the_variables() {
    let inside = r#"<startEvent id="s"/><businessRuleTask id="r" afaq:decision="eligible"/>
        <scriptTask id="c" scriptFormat="feel"><script>{total: fee * 2}</script></scriptTask>
        <exclusiveGateway id="g" default="g-e"/><task id="a"/><endEvent id="e"/>"#
        .to_owned()
        + &flows("s>r r>c c>g g>a?CONDITION g>e a>e");
    let scope = afaq_feel::Scope::new().with("fee", afaq_feel::Type::Number);
    let codes = |condition: &str| {
        let definitions = definitions(&inside.replace("CONDITION", condition));
        let problems = afaq_bpmn::compile_in(&definitions, None, &scope).err().unwrap_or_default();
        problems.iter().map(|p| format!("{} {}", p.code(), p.element)).collect::<Vec<_>>()
    };
    assert!(codes("eligible").is_empty());
    assert!(codes("total &lt; 5").is_empty());
    assert_eq!(codes("unheard_of"), ["BPMN123 g-a"]);
    assert_eq!(codes("fee"), ["BPMN123 g-a"]);
}
