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
