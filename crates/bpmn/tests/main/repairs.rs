//! The smallest repair of every invalid model of the public suite is accepted by the strict profile, so that
//! refusing everything does not pass: repairs are looked for, the smallest first, by edits of the file.

use std::collections::BTreeSet;
use std::ops::Range;

use afaq_bpmn::check_strict;
use roxmltree::{Document, Node};

use crate::betsy::shared;
use crate::strict::{LEFT_TO_ENGINES, models};

/// Edits in one repair, at most.
const EDITS_MAX: usize = 4;
/// How many half-repaired models are looked at further.
const KEPT: usize = 12;

/// What stands against a model, without what valid models leave to the engine; the rule itself always counts.
fn against(xml: &str, rule: &str) -> Vec<&'static str> {
    let problems = check_strict(xml);
    let codes = problems.iter().map(|problem| problem.code());
    codes.filter(|code| code.starts_with(rule) || !LEFT_TO_ENGINES.contains(code)).collect()
}

/// One change of the text: bytes that go, and what comes in their place.
type Change = (Range<usize>, String);

fn apply(xml: &str, mut changes: Vec<Change>) -> String {
    changes.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let (mut out, mut at) = (String::with_capacity(xml.len()), 0);
    for (range, text) in changes {
        // What lies inside of something that went is gone with it.
        if range.start < at {
            continue;
        }
        out.push_str(&xml[at..range.start]);
        out.push_str(&text);
        at = range.end;
    }
    out.push_str(&xml[at..]);
    out
}

/// All that an edit can leave out or turn round, and all that it can add or point elsewhere, one at a time.
fn edits(document: &Document<'_>) -> [Vec<Vec<Change>>; 2] {
    let (mut all, mut more) = (Vec::new(), Vec::new());
    let is_model = |node: &Node<'_, '_>| {
        let name = node.tag_name();
        node.is_element() && name.namespace().is_some_and(|uri| uri.ends_with("/MODEL"))
    };
    for node in document.descendants().filter(is_model) {
        let name = node.tag_name().name();
        for attribute in node.attributes().filter(|one| one.name() != "id") {
            all.push(vec![(attribute.range(), String::new())]);
            if let "true" | "false" = attribute.value() {
                let turned = if attribute.value() == "true" { "false" } else { "true" };
                all.push(vec![(attribute.range_value(), turned.into())]);
            }
            if attribute.name().ends_with("Ref") {
                more.extend(
                    others(document, node, attribute.value()).map(|id| vec![(attribute.range_value(), id)]),
                );
            }
        }
        if name != "definitions" {
            all.push(without(document, node));
            all.extend(bridged(document, node));
        }
        more.extend(added(document, node));
    }
    [all, more]
}

/// The ids of other elements of the model.
fn others<'d>(
    document: &'d Document<'d>,
    node: Node<'d, 'd>,
    but: &'d str,
) -> impl Iterator<Item = String> + 'd {
    let own = node.attribute("id");
    let ids = document.descendants().filter_map(|one| one.attribute("id")).filter(move |id| Some(*id) != own);
    ids.filter(move |id| *id != but && !id.starts_with("Yaoqiang")).map(str::to_owned)
}

/// Leaves an element out, with whatever leads to it, names it or draws it.
fn without(document: &Document<'_>, node: Node<'_, '_>) -> Vec<Change> {
    let mut gone: BTreeSet<&str> = node.descendants().filter_map(|one| one.attribute("id")).collect();
    let mut changes = vec![(node.range(), String::new())];
    loop {
        let before = gone.len();
        for one in document.descendants().filter(Node::is_element) {
            let names = ["sourceRef", "targetRef", "attachedToRef", "bpmnElement"];
            let by_attribute =
                names.iter().any(|name| one.attribute(*name).is_some_and(|id| gone.contains(id)));
            let is_word = one.children().all(|child| child.is_text());
            let by_word = is_word && one.text().is_some_and(|text| gone.contains(local(text)));
            if by_attribute || by_word {
                gone.extend(one.descendants().filter_map(|inner| inner.attribute("id")));
                if !changes.iter().any(|(range, _)| *range == one.range()) {
                    changes.push((one.range(), String::new()));
                }
            }
            if let Some(default) = one.attribute_node("default").filter(|one| gone.contains(one.value())) {
                let change = (default.range(), String::new());
                if !changes.contains(&change) {
                    changes.push(change);
                }
            }
        }
        if gone.len() == before {
            return changes;
        }
    }
}

fn local(text: &str) -> &str {
    text.trim().rsplit(':').next().unwrap_or_default()
}

/// Leaves an element out that stands between two flows, and lets the first lead to where the second led.
fn bridged(document: &Document<'_>, node: Node<'_, '_>) -> Option<Vec<Change>> {
    let id = node.attribute("id")?;
    let flows = |end: &'static str| {
        let of = document.descendants().filter(|one| one.tag_name().name() == "sequenceFlow");
        of.filter(|one| one.attribute(end) == Some(id)).collect::<Vec<_>>()
    };
    let (inward, outward) = (flows("targetRef"), flows("sourceRef"));
    let (&[first], &[second]) = (&inward[..], &outward[..]) else { return None };
    let (from, to) = (first.attribute("id")?, second.attribute("id")?);
    let target = second.attribute("targetRef")?;
    let mut changes = without(document, node);
    changes.retain(|(range, _)| *range != first.range() && !is_of(document, range, from));
    changes.push((first.attribute_node("targetRef")?.range_value(), target.to_owned()));
    // Its next element comes by the first flow now.
    for one in document.descendants().filter(|one| one.tag_name().name() == "incoming") {
        if one.text().is_some_and(|text| local(text) == to) {
            let range = one.first_child()?.range();
            changes.retain(|(gone, _)| *gone != one.range());
            changes.push((range, from.to_owned()));
        }
    }
    Some(changes)
}

/// Whether something names a flow that stays.
fn is_of(document: &Document<'_>, range: &Range<usize>, flow: &str) -> bool {
    let found = document.descendants().find(|one| one.is_element() && one.range() == *range);
    found.is_some_and(|one| {
        one.text().is_some_and(|text| local(text) == flow) || one.attribute("bpmnElement") == Some(flow)
    })
}

/// What can be added to an element: attributes and children that the standard asks for.
fn added(document: &Document<'_>, node: Node<'_, '_>) -> Vec<Vec<Change>> {
    let source = document.input_text();
    let head = node.range().start + source[node.range()].find(['>']).unwrap_or_default();
    let (is_empty, end) = match source[..head].ends_with('/') {
        true => (true, head - 1),
        false => (false, head),
    };
    let prefix = source[node.range().start + 1..].split([':', ' ', '>', '/']).next().unwrap_or_default();
    let prefix = if prefix == node.tag_name().name() { String::new() } else { format!("{prefix}:") };
    let mut all = Vec::new();
    let mut attribute = |name: &str, value: &str| {
        if node.attribute(name).is_none() {
            all.push(vec![(end..end, format!(" {name}=\"{value}\""))]);
        }
    };
    for (name, value) in [
        ("id", "repaired"),
        ("name", "repaired"),
        ("scriptFormat", "text/plain"),
        ("triggeredByEvent", "true"),
        ("isForCompensation", "true"),
        ("cancelActivity", "true"),
        ("isCollection", "true"),
        ("instantiate", "true"),
        ("errorCode", "E"),
        ("escalationCode", "E"),
        ("gatewayDirection", "Unspecified"),
    ] {
        attribute(name, value);
    }
    for name in
        ["messageRef", "operationRef", "signalRef", "errorRef", "escalationRef", "dataObjectRef", "default"]
    {
        for id in others(document, node, "") {
            attribute(name, &id);
        }
    }
    let mut child = |inner: &str, is_first: bool| {
        let inner = inner.replace("<#", &format!("<{prefix}")).replace("</#", &format!("</{prefix}"));
        let tag = node.tag_name().name();
        let change = match (is_empty, is_first) {
            (true, _) => (end..end + 2, format!(">{inner}</{prefix}{tag}>")),
            (false, true) => (end + 1..end + 1, inner),
            (false, false) => {
                let close = node.range().end - source[node.range()].len()
                    + source[node.range()].rfind("</").unwrap_or_default();
                (close..close, inner)
            }
        };
        all.push(vec![change]);
    };
    for inner in [
        "<#signalEventDefinition/>",
        "<#timerEventDefinition><#timeDuration xsi:type=\"tFormalExpression\">PT1S</#timeDuration></#timerEventDefinition>",
        "<#compensateEventDefinition/>",
        "<#ioSpecification><#inputSet/><#outputSet/></#ioSpecification>",
        "<#inputSet/>",
        "<#outputSet/>",
        "<#conditionExpression xsi:type=\"tFormalExpression\">true</#conditionExpression>",
        "<#condition xsi:type=\"tFormalExpression\">true</#condition>",
        "<#script>x</#script>",
        "<#text>x</#text>",
        "<#from xsi:type=\"tFormalExpression\">x</#from>",
        "<#to xsi:type=\"tFormalExpression\">x</#to>",
        "<#loopCardinality xsi:type=\"tFormalExpression\">2</#loopCardinality>",
    ] {
        child(inner, true);
        child(inner, false);
    }
    if let Some(id) = node.attribute("id") {
        for flow in document.descendants().filter(|one| one.tag_name().name() == "sequenceFlow") {
            for (end, word) in [("targetRef", "incoming"), ("sourceRef", "outgoing")] {
                if let (Some(flow), true) = (flow.attribute("id"), flow.attribute(end) == Some(id)) {
                    child(&format!("<#{word}>{flow}</#{word}>"), true);
                }
            }
        }
    }
    all
}

/// The smallest repair that is found: what is left of the model's problems, and how many edits it took.
fn repair(xml: &str, rule: &str) -> Result<(usize, String), Vec<&'static str>> {
    let mut open = vec![(against(xml, rule), xml.to_owned())];
    let mut best = open[0].0.clone();
    for count in 1..=EDITS_MAX {
        let mut next: Vec<(Vec<&'static str>, usize, String)> = Vec::new();
        for (_, xml) in &open {
            let Ok(document) = Document::parse(xml) else { continue };
            // What is left out first, the smallest first; then what is added.
            let found = edits(&document).into_iter().flat_map(|mut edits| {
                edits.sort_by_key(|changes| size(changes));
                edits
            });
            for changes in found {
                let (size, text) = (size(&changes), apply(xml, changes));
                let left = against(&text, rule);
                if left.is_empty() {
                    return Ok((count, text));
                }
                next.push((left, size, text));
            }
        }
        next.sort_by_key(|(left, size, _)| (left.len(), *size));
        next.dedup_by(|one, other| one.2 == other.2);
        next.truncate(KEPT);
        if let Some((left, _, _)) = next.first() {
            best = left.clone();
        }
        open = next.into_iter().map(|(left, _, xml)| (left, xml)).collect();
    }
    Err(best)
}

fn size(changes: &[Change]) -> usize {
    changes.iter().map(|(range, text)| range.len() + text.len()).sum()
}

#[test]
fn the_smallest_repair_of_every_invalid_model_is_accepted() {
    let Some(folder) = shared("bpmn-betsy") else {
        assert!(std::env::var_os("AFAQ_REQUIRE_SHARED").is_none(), "the shared suites are missing");
        println!("skipped: the shared folder with the suite is not here");
        return;
    };
    let mut all = Vec::new();
    models(&folder.join("bpmn_constraints"), &mut all);
    let (mut failed, mut counts) = (Vec::new(), [0_usize; EDITS_MAX + 1]);
    let chunks = all.chunks(all.len().div_ceil(4).max(1));
    let results = std::thread::scope(|scope| {
        let running: Vec<_> = chunks
            .map(|models| {
                scope.spawn(|| {
                    let one = |model: &std::path::PathBuf| {
                        let rule = model.parent().and_then(|parent| parent.file_name()).expect("a rule");
                        let rule = rule.to_string_lossy().into_owned();
                        let xml =
                            String::from_utf8_lossy(&std::fs::read(model).expect("a model")).into_owned();
                        (
                            model.file_name().expect("a name").to_string_lossy().into_owned(),
                            repair(&xml, &rule),
                        )
                    };
                    models.iter().map(one).collect::<Vec<_>>()
                })
            })
            .collect();
        running.into_iter().flat_map(|one| one.join().expect("a thread")).collect::<Vec<_>>()
    });
    for (name, result) in results {
        match result {
            Ok((count, _)) => counts[count] += 1,
            Err(left) => failed.push(format!("{name}: {left:?}")),
        }
    }
    println!("repaired by one edit, two, three, four: {:?} of {}", &counts[1..], all.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
