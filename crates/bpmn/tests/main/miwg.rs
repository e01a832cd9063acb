//! The public models of the interchange group: written back without loss, and played.

use std::fmt::Write as _;
use std::path::PathBuf;

use afaq_bpmn::{Script, compile, map_for_run, play, read, write};
use roxmltree::{Document, Node};

use crate::betsy::shared;

fn models() -> Vec<PathBuf> {
    let Some(folder) = shared("bpmn-miwg") else {
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "the shared suites are missing");
        return Vec::new();
    };
    let entries = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|e| e == "bpmn")).collect();
    found.sort();
    found
}

/// One line for each node: names with their namespaces, attributes in order, texts as they are.
fn canonical(xml: &str) -> String {
    fn put(node: Node<'_, '_>, out: &mut String) {
        if node.is_element() {
            let name = node.tag_name();
            let _ = writeln!(out, "<{{{}}}{}", name.namespace().unwrap_or_default(), name.name());
            let mut given: Vec<String> = node
                .attributes()
                .map(|a| format!("@{{{}}}{}={:?}", a.namespace().unwrap_or_default(), a.name(), a.value()))
                .collect();
            given.sort();
            given.iter().for_each(|one| {
                let _ = writeln!(out, "{one}");
            });
            let mut declared: Vec<String> =
                node.namespaces().map(|n| format!("#{:?}={}", n.name(), n.uri())).collect();
            declared.sort();
            let _ = writeln!(out, "{}", declared.join(" "));
            node.children().for_each(|child| put(child, out));
            out.push_str(">\n");
        } else {
            let _ = writeln!(out, "{:?} {:?}", node.node_type(), node.text());
        }
    }
    let document = Document::parse(xml).expect("it is XML");
    let mut out = String::new();
    document.root().children().for_each(|child| put(child, &mut out));
    out
}

#[test]
fn files_are_written_back_without_loss() {
    if models().is_empty() {
        println!("skipped: the shared folder with the suite is not here");
    }
    for model in models() {
        let xml = std::fs::read_to_string(&model).expect("a model");
        let definitions = read(&xml).definitions.expect("it is read");
        let written = write(&definitions);
        assert_eq!(canonical(&xml), canonical(&written), "{}", model.display());
        // What was written reads as the same model, places in the file aside.
        let again = read(&written).definitions.expect("it is read");
        assert_eq!(again.processes.len(), definitions.processes.len());
        assert_eq!(write(&again), written);
    }
}

#[test]
fn a_file_without_a_diagram_gets_one() {
    let xml = crate::support::file(
        r#"<startEvent id="a"/><userTask id="ب" name="مهمة"/><sequenceFlow id="f" sourceRef="a" targetRef="ب"/>"#,
    );
    let definitions = read(&xml).definitions.expect("it is read");
    assert!(definitions.shapes.is_empty());
    let again = read(&write(&definitions)).definitions.expect("it is read");
    assert_eq!((again.shapes.len(), again.edges.len()), (2, 1));
    assert!(again.edges[0].waypoints.len() > 1);
}

#[test]
fn models_of_other_tools_play_with_what_is_put_in() {
    let (mut played, mut total, mut reasons) = (0, 0, Vec::new());
    for model in models() {
        let xml = std::fs::read_to_string(&model).expect("a model");
        let mut definitions = read(&xml).definitions.expect("it is read");
        let mapped = map_for_run(&mut definitions);
        assert!(mapped.iter().all(|one| !one.message_en().is_empty() && !one.message_ar().is_empty()));
        for process in &definitions.processes {
            if process.elements.is_empty() {
                continue;
            }
            total += 1;
            let name =
                format!("{} {}", model.file_name().expect("a name").to_string_lossy(), process.base.id);
            match compile(&definitions, Some(&process.base.id)) {
                Ok(compiled) => {
                    let messages = definitions.messages.iter().chain(&definitions.signals);
                    let messages = messages
                        .map(|one| one.base.name.clone().unwrap_or_else(|| one.base.id.to_string()))
                        .collect();
                    let script = Script { inputs_max: 200, messages, ..Script::default() };
                    match play(&compiled, &script) {
                        Ok(_) => played += 1,
                        Err(refusal) => reasons.push(format!("{name}: {refusal}")),
                    }
                }
                Err(problems) => {
                    let first = problems.iter().find(|one| one.severity() == afaq_bpmn::Severity::Error);
                    reasons.push(format!("{name}: {}", first.map(|p| p.message_en()).unwrap_or_default()));
                }
            }
        }
    }
    println!("{played} of {total} processes play\n{}", reasons.join("\n"));
    assert_eq!(played, total, "{}", reasons.join("\n"));
}
