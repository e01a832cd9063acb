//! Hostile and huge files.

use afaq_bpmn::{compile, limits, read, soundness};

use crate::support::{file, flows};

fn check(xml: &str, code: &str) {
    let read = read(xml);
    assert!(read.definitions.is_none());
    assert_eq!(read.problems.iter().map(|p| p.code()).collect::<Vec<_>>(), [code], "{:?}", read.problems);
}

#[test]
fn what_is_not_bpmn_is_said() {
    check("", "BPMN001");
    check("<a", "BPMN001");
    check("<a><b></a>", "BPMN001");
    check("\u{0}", "BPMN001");
    check("<html/>", "BPMN006");
    check("<definitions/>", "BPMN006");
    check("{\"json\": 1}", "BPMN001");
    check(
        "<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><definitions>&b;</definitions>",
        "BPMN005",
    );
    check("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>", "BPMN005");
    check(&"<a>".repeat(100_000), "BPMN003");
    check(&format!("<a {}/>", (0..1_000).map(|i| format!("a{i}=\"1\" ")).collect::<String>()), "BPMN004");
    check(&format!("<a>{}</a>", "<b/>".repeat(limits::XML_ELEMENTS_MAX + 1)), "BPMN004");
    check(&format!("<a>{}</a>", " ".repeat(limits::XML_BYTES_MAX)), "BPMN002");
}

#[test]
fn comments_and_sections_hide_no_markup() {
    let read = read(&file("<!-- <!DOCTYPE <a <b --><startEvent id=\"s\" name='>'/><![CDATA[<!DOCTYPE]]>"));
    assert!(read.problems.is_empty(), "{:?}", read.problems);
}

#[test]
fn sub_processes_nested_too_deep_are_refused() {
    let depth = 60;
    let inside = format!(
        "<startEvent id=\"s\"/>{}{}",
        (0..depth).map(|i| format!("<subProcess id=\"p{i}\">")).collect::<String>(),
        "</subProcess>".repeat(depth)
    );
    let definitions = read(&file(&inside)).definitions.expect("it is read");
    let problems = compile(&definitions, None).expect_err("it is refused");
    assert!(problems.iter().any(|problem| problem.code() == "BPMN003"));
}

#[test]
fn a_hundred_thousand_elements_are_read_checked_and_run() {
    let mut inside = String::from("<startEvent id=\"t0\"/>");
    for index in 1..50_000 {
        inside.push_str(&format!("<task id=\"t{index}\"/>"));
        inside.push_str(&flows(&format!("t{}>t{index}", index - 1)));
    }
    inside.push_str("<endEvent id=\"e\"/>");
    inside.push_str(&flows("t49999>e"));
    let one_line = file(&inside).replace('\n', " ");
    let definitions = read(&one_line).definitions.expect("it is read");
    assert_eq!(definitions.processes[0].elements.len() + definitions.processes[0].flows.len(), 100_001);
    let process = compile(&definitions, None).expect("it compiles");
    assert!(soundness(&process).is_empty());
    let drawn = afaq_bpmn::picture::svg(&definitions, afaq_bpmn::Lang::En, None);
    assert!(drawn.ends_with("</svg>"));
}

#[test]
fn a_hundred_thousand_broken_elements_give_a_bounded_list() {
    let inside = "<callActivity/>".repeat(100_000);
    let definitions = read(&file(&inside)).definitions.expect("it is read");
    let problems = compile(&definitions, None).expect_err("it is refused");
    assert!(problems.len() <= limits::PROBLEMS_MAX);
}

#[test]
fn a_thousand_instances_come_and_go() {
    let inside = format!(
        r#"<startEvent id="s"/><userTask id="u"><multiInstanceLoopCharacteristics><loopCardinality>1000</loopCardinality></multiInstanceLoopCharacteristics></userTask><endEvent id="e"/>{}"#,
        crate::support::flows("s>u u>e")
    );
    let mut driver = crate::support::Driver::start(&inside, &[]);
    assert_eq!(driver.instance.tasks.len(), 1_000);
    let tasks: Vec<u64> = driver.instance.tasks.keys().copied().take(40).collect();
    for task in tasks {
        let outputs = crate::support::context(&[]);
        driver.input(&afaq_bpmn::Input::CompleteTask { task, outputs }).expect("it is done");
    }
    assert_eq!(driver.instance.tasks.len(), 960);
    let too_many = inside.replace(">1000<", ">100000<");
    let driver = crate::support::Driver::start(&too_many, &[]);
    assert_eq!(driver.instance.incidents.len(), 1);
    assert!(driver.instance.scopes.len() == 1 && driver.instance.tasks.is_empty());
}

/// Times that are no times, given by an expression when the timer is set.
#[test]
fn impossible_times_are_incidents() {
    let inside = |kind: &str| {
        format!(
            r#"<startEvent id="s"/><intermediateCatchEvent id="c"><timerEventDefinition><{kind}>when</{kind}></timerEventDefinition></intermediateCatchEvent><endEvent id="e"/>{}"#,
            flows("s>c c>e")
        )
    };
    let wrong = [
        ("timeDuration", "P999999999Y"),
        ("timeDuration", "-P999999999Y"),
        ("timeDuration", "PT9999999999999999S"),
        ("timeDuration", "P-1D"),
        ("timeDuration", "5 days"),
        ("timeDate", "+999999-01-01T00:00:00Z"),
        ("timeDate", "-0001-01-01T00:00:00Z"),
        ("timeDate", "2026-02-30T00:00:00Z"),
        ("timeDate", "9999-12-31T23:59:59-18:00"),
        ("timeCycle", "R-1/PT1H"),
        ("timeCycle", "R99999999999/PT1H"),
        ("timeCycle", "R3/-PT1H"),
        ("timeCycle", "R/PT0S"),
        ("timeCycle", "R0/PT1H"),
        ("timeCycle", "R/2026-01-01T00:00:00Z"),
        ("timeCycle", "R/P999999999Y"),
        ("timeCycle", ""),
    ];
    for (kind, text) in wrong {
        let when = afaq_feel::Value::string(text);
        let driver = crate::support::Driver::start(&inside(kind), &[("when", when)]);
        assert_eq!(driver.instance.incidents.len(), 1, "{kind} {text}: {:?}", driver.instance);
        driver.check_every_prefix();
    }
    // A time that has passed is due at once, in the first year of the calendar as well.
    for (kind, text) in
        [("timeDuration", "-PT1H"), ("timeDate", "0001-01-01T00:00:00Z"), ("timeDuration", "PT0S")]
    {
        let when = afaq_feel::Value::string(text);
        let mut driver = crate::support::Driver::start(&inside(kind), &[("when", when)]);
        driver.wait_ms(0);
        assert!(driver.instance.is_over(), "{text}");
    }
}

/// A clock that shows the beginning or the end of all time.
#[test]
fn senseless_clocks_do_no_harm() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><endEvent id="e"/>
        <boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition><timeCycle>R/PT1H</timeCycle></timerEventDefinition></boundaryEvent><endEvent id="be"/>"#
        .to_owned()
        + &flows("s>t t>e b>be");
    let process = crate::support::process(&inside);
    for now_ms in [i64::MIN, i64::MAX, -1, 0, limits::DUE_MS_MAX, limits::DUE_MS_MIN] {
        let mut driver = crate::support::Driver::new(process.clone());
        driver.now_ms = now_ms;
        let variables = crate::support::context(&[]);
        driver.input(&afaq_bpmn::Input::Start { variables }).expect("it starts");
        let message = afaq_bpmn::Message {
            name: "answer".into(),
            id: Some("m".into()),
            keep_ms: i64::MAX,
            ..afaq_bpmn::Message::default()
        };
        let _ = driver.input(&afaq_bpmn::Input::Message { message });
        for back in [i64::MIN, 0, i64::MAX] {
            driver.now_ms = back;
            for timer in driver.instance.timers.keys().copied().collect::<Vec<_>>() {
                let _ = driver.input(&afaq_bpmn::Input::FireTimer { timer });
                let _ = driver.input(&afaq_bpmn::Input::MoveTimer { timer, due_ms: back });
            }
        }
        driver.check_every_prefix();
    }
}

#[test]
fn strict_rules_take_seconds_for_large_files() {
    let mut inside = String::from("<startEvent id=\"t0\"><outgoing>t0-t1</outgoing></startEvent>");
    for index in 1..30_000 {
        let kind = ["receiveTask", "task", "eventBasedGateway"][index % 3];
        inside.push_str(&format!("<{kind} id=\"t{index}\"/>"));
        inside.push_str(&flows(&format!("t{}>t{index}", index - 1)));
    }
    let began = std::time::Instant::now();
    let found = afaq_bpmn::check_strict(&file(&inside));
    println!("60,000 elements: strict rules took {} ms", began.elapsed().as_millis());
    assert!(!found.is_empty() && found.len() <= limits::PROBLEMS_MAX);
    assert!(began.elapsed().as_secs() < 60);
}
