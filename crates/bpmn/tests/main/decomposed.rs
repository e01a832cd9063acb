//! Soundness by parts says of small models without structure what a search of all states says, and
//! takes little time for large ones.

use std::collections::{BTreeSet, VecDeque};
use std::time::Instant;

use afaq_bpmn::{NodeKind, ProcessDefinition, compile, read, soundness};
use proptest::prelude::*;

use crate::support::{file, flows, process};

/// What a search of all states finds: whether something stops, goes round for ever, or comes twice.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Fault {
    Stop,
    Round,
    Twice,
    Never,
}

/// All states of a process of tasks, exclusive and parallel gateways; none where they are too many.
fn search(process: &ProcessDefinition) -> Option<BTreeSet<Fault>> {
    let mut faults = BTreeSet::new();
    let start = process.nodes.iter().position(|node| matches!(node.kind, NodeKind::Start))?;
    let first: Vec<u8> = {
        let mut marking = vec![0; process.flows.len()];
        process.nodes[start].outgoing.iter().for_each(|flow| marking[*flow] += 1);
        marking
    };
    let mut states = vec![first.clone()];
    let mut known = BTreeSet::from([first.clone()]);
    let mut after: Vec<Vec<usize>> = Vec::new();
    let mut pending = VecDeque::from([0]);
    let mut came: BTreeSet<usize> = process.nodes[start].outgoing.iter().copied().collect();
    let mut reached = BTreeSet::from([start]);
    while let Some(at) = pending.pop_front() {
        let marking = states[at].clone();
        let mut next: Vec<Vec<u8>> = Vec::new();
        for (index, node) in process.nodes.iter().enumerate() {
            let marked: Vec<usize> =
                node.incoming.iter().copied().filter(|flow| marking[*flow] > 0).collect();
            let sets: Vec<Vec<usize>> = match node.kind {
                NodeKind::Parallel if marked.len() == node.incoming.len() && !marked.is_empty() => {
                    vec![marked]
                }
                NodeKind::Parallel => Vec::new(),
                _ => marked.into_iter().map(|flow| vec![flow]).collect(),
            };
            for taken in sets {
                reached.insert(index);
                let mut rest = marking.clone();
                taken.iter().for_each(|flow| rest[*flow] -= 1);
                let choices: Vec<Vec<usize>> = match node.kind {
                    NodeKind::Exclusive => node.outgoing.iter().map(|flow| vec![*flow]).collect(),
                    _ => vec![node.outgoing.clone()],
                };
                for choice in choices {
                    let mut put = rest.clone();
                    for flow in choice {
                        put[flow] += 1;
                        came.insert(flow);
                        if put[flow] > 1 {
                            faults.insert(Fault::Twice);
                        }
                    }
                    next.push(put);
                }
            }
        }
        if next.is_empty() && marking.iter().any(|count| *count > 0) {
            faults.insert(Fault::Stop);
        }
        after.push(Vec::new());
        for put in next {
            // What comes more than twice comes twice; beyond that nothing new is to be seen.
            if put.iter().any(|count| *count > 2) {
                continue;
            }
            let to = if known.insert(put.clone()) {
                states.push(put);
                pending.push_back(states.len() - 1);
                states.len() - 1
            } else {
                states.iter().position(|state| *state == put)?
            };
            after[at].push(to);
        }
        if states.len() > 1_500 {
            return None;
        }
    }
    let mut ends: Vec<bool> = after
        .iter()
        .zip(&states)
        .map(|(after, state)| after.is_empty() || state.iter().all(|count| *count == 0))
        .collect();
    loop {
        let before = ends.iter().filter(|ends| **ends).count();
        for at in 0..after.len() {
            ends[at] |= after[at].iter().any(|to| ends[*to]);
        }
        if ends.iter().filter(|ends| **ends).count() == before {
            break;
        }
    }
    if ends.iter().any(|ends| !ends) {
        faults.insert(Fault::Round);
    }
    let is_connected = |index: &usize| !process.nodes[*index].incoming.is_empty();
    if (0..process.nodes.len()).filter(is_connected).any(|index| !reached.contains(&index)) {
        faults.insert(Fault::Never);
    }
    Some(faults)
}

/// A model of nodes and random flows between them.
fn model(kinds: &[u8], links: &[(u8, u8)]) -> Option<ProcessDefinition> {
    let mut inside = String::from(r#"<startEvent id="s"/><endEvent id="e"/>"#);
    let count = kinds.len();
    let mut seen = BTreeSet::new();
    let mut all = String::new();
    let mut link = |from: String, to: String| {
        if from != to && seen.insert((from.clone(), to.clone())) {
            all.push_str(&format!("{from}>{to}?c "));
        }
    };
    link("s".into(), "n0".into());
    for &(from, to) in links {
        link(format!("n{}", usize::from(from) % count), format!("n{}", usize::from(to) % count));
    }
    // What nothing leaves ends; every node can be told from its id.
    let leaves: BTreeSet<String> = seen.iter().map(|(from, _)| from.clone()).collect();
    let mut ends = String::new();
    for index in 0..count {
        if !leaves.contains(&format!("n{index}")) {
            ends.push_str(&format!("n{index}>e "));
        }
    }
    for (index, kind) in kinds.iter().enumerate() {
        let tag = ["exclusiveGateway", "parallelGateway", "exclusiveGateway"][usize::from(*kind % 3)];
        inside.push_str(&format!("<{tag} id=\"n{index}\"/>"));
    }
    let all = all.replace("?c ", " ");
    inside.push_str(&flows(&(all + &ends)));
    compile(&read(&file(&inside)).definitions?, None).ok()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn parts_say_what_all_states_say(
        kinds in prop::collection::vec(any::<u8>(), 2..9),
        links in prop::collection::vec((any::<u8>(), any::<u8>()), 2..14),
    ) {
        let Some(process) = model(&kinds, &links) else { return Ok(()) };
        let Some(faults) = search(&process) else { return Ok(()) };
        let found = soundness(&process);
        let codes: BTreeSet<&str> = found.iter().map(|one| one.code()).collect();
        let stops = codes.iter().any(|code| ["BPMN201", "BPMN202", "BPMN205", "BPMN206"].contains(code));
        let expected = faults.iter().any(|fault| *fault != Fault::Never);
        prop_assert_eq!(stops, expected, "{:?} beside {:?}\n{:?}", codes, faults,
            process.flows.iter().map(|flow| flow.base.id.to_string()).collect::<Vec<_>>());
        // Where nothing doubles, both see the same kinds of stops.
        if faults.iter().all(|fault| matches!(fault, Fault::Stop | Fault::Never)) {
            prop_assert_eq!(codes.contains("BPMN201"), faults.contains(&Fault::Stop));
        }
        for one in &found {
            prop_assert!(one.path.iter().all(|id| process.find_node(id).is_some()));
        }
    }
}

/// A block-structured model of about so many elements: sequences, splits of all kinds and loops within
/// each other.
fn blocks(elements: usize) -> String {
    let mut out = String::from(r#"<startEvent id="s"/><endEvent id="e"/>"#);
    let (mut count, mut last, mut seed) = (0_usize, "s".to_owned(), 7_u64);
    let mut links = String::new();
    let mut open: Vec<(String, String, usize)> = Vec::new();
    while count < elements || !open.is_empty() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let kind = (seed >> 33) % 10;
        count += 2;
        let id = format!("n{count}");
        if kind < 3 && count < elements && open.len() < 40 {
            let tag = ["parallelGateway", "exclusiveGateway", "inclusiveGateway"][kind as usize];
            out.push_str(&format!("<{tag} id=\"{id}\"/><{tag} id=\"{id}j\"/>"));
            links.push_str(&format!("{last}>{id} "));
            open.push((id.clone(), format!("{id}j"), 2));
            last = id;
            count += 2;
        } else if (kind < 6 || count >= elements) && !open.is_empty() {
            let (split, join, left) = open.pop().expect("one is open");
            out.push_str(&format!("<task id=\"{id}\"/>"));
            links.push_str(&format!("{last}>{id} {id}>{join} "));
            if left > 0 {
                open.push((split.clone(), join, left - 1));
                last = split;
            } else {
                last = join;
            }
            count += 1;
        } else {
            out.push_str(&format!("<task id=\"{id}\"/>"));
            links.push_str(&format!("{last}>{id} "));
            last = id;
        }
    }
    links.push_str(&format!("{last}>e"));
    out + &flows(&links)
}

#[test]
fn large_models_made_of_blocks_are_decided() {
    for elements in [1_000, 10_000, 100_000] {
        let process = process(&blocks(elements));
        let size = process.nodes.len() + process.flows.len();
        let began = Instant::now();
        let found = soundness(&process);
        println!("{size} elements: soundness took {} ms", began.elapsed().as_millis());
        assert!(size >= elements * 9 / 10);
        assert!(found.is_empty(), "{:?}", found.iter().map(|f| f.message_en()).take(5).collect::<Vec<_>>());
    }
}

#[test]
fn a_fault_deep_inside_of_a_large_model_is_found_with_its_path() {
    let inside = blocks(10_000);
    // One parallel join among thousands becomes exclusive.
    let at = inside.rfind("<parallelGateway id=\"n9").expect("a parallel gateway");
    let join = inside[at..].find("j\"/>").map(|end| &inside[at..at + end]).expect("its join");
    let join = join.rsplit('"').next().expect("its id").to_owned() + "j";
    let broken = inside
        .replace(&format!("<parallelGateway id=\"{join}\"/>"), &format!("<exclusiveGateway id=\"{join}\"/>"));
    let found = soundness(&process(&broken));
    assert_eq!(found.iter().map(|f| f.code()).collect::<Vec<_>>(), ["BPMN205"]);
    let path: Vec<&str> = found[0].path.iter().map(|id| &**id).collect();
    assert!(path.contains(&join.as_str()), "{path:?}");
}
