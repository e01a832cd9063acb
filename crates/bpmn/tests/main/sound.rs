//! Soundness: each kind of fault, and none where there is none.

use afaq_bpmn::soundness;

use crate::support::{flows, process};

fn check(elements: &str, between: &str, expected: &[&str]) {
    let inside: String = elements
        .split_whitespace()
        .map(|element| {
            let (id, kind) = element.split_once(':').unwrap_or((element, "task"));
            let kind = match kind {
                "x" => "exclusiveGateway",
                "+" => "parallelGateway",
                "o" => "inclusiveGateway",
                "u" => "userTask",
                other => other,
            };
            format!("<{kind} id=\"{id}\"/>")
        })
        .collect();
    let inside = format!(r#"<startEvent id="s"/><endEvent id="e"/>{inside}{}"#, flows(between));
    let found = soundness(&process(&inside));
    let short: Vec<String> = found.iter().map(|f| format!("{} {}", f.code(), f.element)).collect();
    assert_eq!(short, expected, "{:#?}", found.iter().map(|f| f.message_en()).collect::<Vec<_>>());
}

#[test]
fn sound_processes_have_no_findings() {
    check("a b", "s>a a>b b>e", &[]);
    check("g:+ a b j:+", "s>g g>a g>b a>j b>j j>e", &[]);
    check("g:x a b j:x", "s>g g>a?x g>b a>j b>j j>e", &[]);
    check("g:o a b j:o", "s>g g>a?x g>b?y a>j b>j j>e", &[]);
    check("m:x a g:x", "s>m m>a a>g g>m?x g>e?y", &[]);
}

#[test]
fn a_parallel_join_behind_an_exclusive_split_is_a_deadlock() {
    check("g:x a b j:+", "s>g g>a?x g>b a>j b>j j>e", &["BPMN201 j"]);
}

#[test]
fn an_exclusive_join_behind_a_parallel_split_doubles_the_work() {
    check("g:+ a b j:x c", "s>g g>a g>b a>j b>j j>c c>e", &["BPMN205 c"]);
}

#[test]
fn a_loop_without_a_way_out_is_a_livelock() {
    check(
        "m:x a b c:x d",
        "s>m m>a a>b b>m c>d?x c>e d>c",
        &["BPMN203 e", "BPMN202 m", "BPMN203 c", "BPMN203 d"],
    );
}

#[test]
fn what_nothing_leads_to_is_unreachable() {
    check("a b c:x", "s>a a>e b>c c>b?x c>e?y", &["BPMN203 b", "BPMN203 c"]);
}

#[test]
fn a_path_without_an_end_event_is_a_dead_end() {
    check("g:+ a b", "s>g g>a g>b a>e", &["BPMN204 b"]);
}

#[test]
fn what_cannot_be_explored_is_said() {
    let names: Vec<String> = (0..40).map(|index| format!("t{index}:o")).collect();
    let mut between = String::from("s>g ");
    for index in 0..40 {
        between
            .push_str(&format!("g>t{index} t{index}>a{index}?x t{index}>b{index}?y a{index}>j b{index}>j "));
    }
    let more: String = (0..40).map(|index| format!(" a{index}:u b{index}:u")).collect();
    let elements = format!("g:+ {} {more} j:o", names.join(" "));
    check(&elements, &(between + "j>e"), &["BPMN206 g"]);
}

#[test]
fn boundary_events_are_ways_out() {
    let inside = r#"<startEvent id="s"/><userTask id="t"/><exclusiveGateway id="j"/><endEvent id="e"/>
        <boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition></boundaryEvent>"#
        .to_owned()
        + &flows("s>t t>j b>j j>e");
    assert!(soundness(&process(&inside)).is_empty());
    let doubled = inside.replace("attachedToRef=\"t\"", "attachedToRef=\"t\" cancelActivity=\"false\"");
    let found = soundness(&process(&doubled.replace("exclusiveGateway", "parallelGateway")));
    assert_eq!(found.iter().map(|f| f.code()).collect::<Vec<_>>(), ["BPMN201"]);
    assert_eq!(&*found[0].element, "j");
    assert!(found[0].path.iter().any(|element| &**element == "t"));
}
