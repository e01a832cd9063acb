//! Reads `scenarios/*.yaml`: the stories that a pack must keep.

use std::collections::BTreeMap;

use afaq_base::{CivilNumber, Date, Text};

use super::Cx;
use super::data::Data;
use crate::model::{
    Expect, ExpectedEligibility, MandateKind, Outcome, Payment, RawAnswer, RegisterAnswer, Scenario,
    ScenarioStatus, Step,
};
use crate::problem::suggest;
use crate::values::{list_of, span, span_of, texts, words_of};
use crate::yaml::{Node, Value};
use crate::{codes, limits, shape};

/// The file of reasons why a mutant may survive.
pub(crate) const SURVIVORS: &str = "scenarios/survivors.yaml";

/// Reads all scenarios; `like` is resolved, so that each one is whole.
pub(super) fn read(cx: &mut Cx<'_>, _data: &Data) -> Vec<Scenario> {
    let names: Vec<String> = cx
        .sources
        .keys()
        .filter(|name| name.starts_with("scenarios/") && *name != SURVIVORS)
        .cloned()
        .collect();
    if cx.sources.contains_key(SURVIVORS) {
        cx.yaml(SURVIVORS, &shape::SURVIVORS);
    }
    let mut nodes: BTreeMap<String, Node> = BTreeMap::new();
    for name in names.iter().take(limits::SCENARIOS_MAX) {
        if let Some(node) = cx.yaml(name, &shape::SCENARIO) {
            let id = name.trim_start_matches("scenarios/").trim_end_matches(".yaml");
            nodes.insert(id.to_owned(), node);
        }
    }
    let ids: Vec<String> = nodes.keys().cloned().collect();
    ids.iter().filter_map(|id| scenario(cx, id, &nodes)).collect()
}

/// The reasons why mutants may survive, by the mutant's id.
pub(crate) fn survivors(pack: &super::PackFiles) -> BTreeMap<String, Text> {
    let mut problems = crate::problem::Problems::default();
    let Some(text) = pack.get(SURVIVORS).and_then(|bytes| std::str::from_utf8(bytes).ok()) else {
        return BTreeMap::new();
    };
    let source = crate::source::Source::new(SURVIVORS, text);
    let Some(root) = crate::yaml::read(&source, text, 1, &mut problems) else { return BTreeMap::new() };
    root.entries().iter().map(|(key, node)| (key.text.clone(), crate::values::words(node))).collect()
}

/// The scenario and those that it is like, the nearest first.
fn chain<'n>(cx: &mut Cx<'_>, id: &str, nodes: &'n BTreeMap<String, Node>) -> Option<Vec<&'n Node>> {
    let mut chain = vec![nodes.get(id)?];
    let mut seen = vec![id.to_owned()];
    while let Some(like) = chain.last().and_then(|node| node.get("like")) {
        let name = like.text()?;
        let Some(node) = nodes.get(name).filter(|_| !seen.iter().any(|one| one == name)) else {
            cx.problems.add_with_help(
                codes::UNKNOWN_SCENARIO,
                &like.spot,
                Text::new(
                    format!("لا يوجد سيناريو آخر باسم `{name}`"),
                    format!("there is no other scenario `{name}`"),
                ),
                suggest(name, nodes.keys().map(String::as_str).filter(|one| *one != id)),
            );
            return None;
        };
        seen.push(name.to_owned());
        chain.push(node);
    }
    Some(chain)
}

fn scenario(cx: &mut Cx<'_>, id: &str, nodes: &BTreeMap<String, Node>) -> Option<Scenario> {
    let chain = chain(cx, id, nodes)?;
    let own = chain.first()?;
    let first = |key: &str| chain.iter().find_map(|node| node.get(key));
    let today = first("today").and_then(Node::text).and_then(|text| text.parse::<Date>().ok());
    let signs_in = first("as").and_then(Node::text).and_then(|text| text.parse::<CivilNumber>().ok());
    if first("today").is_none() || first("as").is_none() {
        let (ar, en) = if first("today").is_none() { ("today", "today") } else { ("as", "as") };
        cx.problems.add(
            codes::SCENARIO_INCOMPLETE,
            &chain.last().unwrap_or(own).spot,
            Text::new(format!("لا يذكر السيناريو `{ar}`"), format!("the scenario does not say `{en}`")),
        );
    }
    let mut registers = BTreeMap::new();
    let mut answers = BTreeMap::new();
    for node in chain.iter().rev() {
        for (key, answer) in node.get("registers").map(Node::entries).unwrap_or_default() {
            let fresh = register_answer(answer);
            merge(&mut registers, key.text.clone(), fresh);
        }
        for (key, answer) in node.get("answers").map(Node::entries).unwrap_or_default() {
            if answer.is_null() {
                answers.remove(&key.text);
            } else {
                answers.insert(key.text.clone(), raw(answer));
            }
        }
    }
    let steps = first("steps").map(|node| steps(cx, node)).unwrap_or_default();
    Some(Scenario {
        id: id.to_owned(),
        story: words_of(own, "story").unwrap_or_default(),
        today: today?,
        signs_in: signs_in?,
        represents: first("represents").and_then(represents),
        registers,
        answers,
        evidence: first("evidence").map(texts).unwrap_or_default(),
        steps,
        expect: own.get("expect").map(expect).unwrap_or_default(),
        spot: own.spot.clone(),
    })
}

/// A record changes the record of the scenario that this one is like; anything else replaces it.
fn merge(registers: &mut BTreeMap<String, RegisterAnswer>, id: String, fresh: RegisterAnswer) {
    match (registers.get_mut(&id), fresh) {
        (Some(RegisterAnswer::Record(known)), RegisterAnswer::Record(fields)) => known.extend(fields),
        (_, fresh) => {
            registers.insert(id, fresh);
        }
    }
}

/// A value as a person would type it.
fn raw(node: &Node) -> RawAnswer {
    match &node.value {
        Value::Scalar { text, .. } => {
            RawAnswer::One(if node.is_null() { String::new() } else { text.clone() })
        }
        Value::List(items) if items.iter().any(Node::is_map) => {
            RawAnswer::Rows(items.iter().map(raw_map).collect())
        }
        Value::List(_) => RawAnswer::Several(texts(node)),
        Value::Map(_) => RawAnswer::Rows(vec![raw_map(node)]),
    }
}

fn raw_map(node: &Node) -> BTreeMap<String, RawAnswer> {
    node.entries().iter().map(|(key, value)| (key.text.clone(), raw(value))).collect()
}

fn register_answer(node: &Node) -> RegisterAnswer {
    match node.text() {
        Some("silent") => return RegisterAnswer::Silent,
        Some(_) => return RegisterAnswer::NoRecord,
        None => {}
    }
    let is_number = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if node.entries().iter().any(|(key, _)| is_number(&key.text)) {
        let people = node
            .entries()
            .iter()
            .filter(|(key, _)| is_number(&key.text))
            .map(|(key, value)| (key.text.clone(), register_answer(value)))
            .collect();
        return RegisterAnswer::ByPerson(people);
    }
    RegisterAnswer::Record(raw_map(node))
}

fn mandate(node: Option<&Node>) -> Option<MandateKind> {
    match node?.text()? {
        "guardian" => Some(MandateKind::Guardian),
        "agent" => Some(MandateKind::Agent),
        "company_officer" => Some(MandateKind::CompanyOfficer),
        _ => None,
    }
}

fn represents(node: &Node) -> Option<(CivilNumber, MandateKind)> {
    Some((node.text_of("civil_number")?.parse().ok()?, mandate(node.get("mandate"))?))
}

fn steps(cx: &mut Cx<'_>, node: &Node) -> Vec<Step> {
    let mut steps = Vec::new();
    for item in node.items() {
        match item.text() {
            Some("undo") => steps.push(Step::Undo),
            Some("withdraw") => steps.push(Step::Withdraw),
            Some("transfer") => steps.push(Step::Transfer),
            Some("start_clock") => steps.push(Step::StartClock),
            Some(_) => {}
            None => {
                for (key, value) in item.entries() {
                    steps.extend(step(cx, &key.text, value));
                }
            }
        }
    }
    steps
}

fn answers_of(node: Option<&Node>) -> BTreeMap<String, RawAnswer> {
    node.map(raw_map).unwrap_or_default()
}

fn step(cx: &mut Cx<'_>, word: &str, node: &Node) -> Option<Step> {
    Some(match word {
        "officer" => {
            let word = node.get("outcome")?;
            let outcome = Outcome::find(word.text()?);
            if outcome.is_none() {
                let text = word.text().unwrap_or_default();
                cx.problems.add_with_help(
                    codes::UNKNOWN_WORD,
                    &word.spot,
                    Text::new(
                        format!("نتيجة غير معروفة `{text}`"),
                        format!("the outcome `{text}` is not known"),
                    ),
                    suggest(text, Outcome::ALL.iter().map(|one| one.word())),
                );
            }
            Step::Officer {
                task: node.text_of("task")?.to_owned(),
                outcome: outcome?,
                reasons: list_of(node, "reasons"),
                question: words_of(node, "question"),
                sets: answers_of(node.get("sets")),
            }
        }
        "applicant" => {
            Step::Applicant { answers: answers_of(node.get("answers")), evidence: list_of(node, "evidence") }
        }
        "correct" => Step::Correct(raw_map(node)),
        "pay" => Step::Pay(match node.text()? {
            "once" => Payment::Once,
            "twice" => Payment::Twice,
            "late" => Payment::Late,
            "never" => Payment::Never,
            _ => return None,
        }),
        "appeal" => Step::Appeal { text: node.text_of("text")?.to_owned() },
        "wait" => Step::Wait(span(node)?),
        "register" => {
            let (key, answer) = node.entries().first()?;
            Step::Register { register: key.text.clone(), answer: register_answer(answer) }
        }
        "representative" => {
            let (civil_number, mandate) = represents(node)?;
            Step::Representative { civil_number, mandate }
        }
        "action" => Step::Action { id: node.text()?.to_owned() },
        "message" => Step::Message {
            name: node.text_of("name")?.to_owned(),
            key: node.text_of("key").map(str::to_owned),
            values: answers_of(node.get("values")),
        },
        "stop_clock" => Step::StopClock(crate::model::StopFor::find(node.text()?)?),
        _ => return None,
    })
}

fn expect(node: &Node) -> Expect {
    let list = |key: &str| node.get(key).filter(|one| one.is_list()).map(texts);
    Expect {
        eligible: node.text_of("eligible").and_then(|word| match word {
            "true" => Some(ExpectedEligibility::True),
            "false" => Some(ExpectedEligibility::False),
            "undetermined" => Some(ExpectedEligibility::Undetermined),
            _ => None,
        }),
        reasons: list("reasons"),
        missing: list("missing"),
        fee: node.text_of("fee").map(str::to_owned),
        status: node.text_of("status").and_then(|word| {
            ScenarioStatus::WORDS.iter().find(|(one, _)| *one == word).map(|(_, status)| *status)
        }),
        at: node.text_of("at").map(str::to_owned),
        messages: list("messages"),
        outputs: list("outputs"),
        within: span_of(node, "within"),
        not_asked: list_of(node, "not_asked"),
        pages: list("pages"),
        facts: answers_of(node.get("facts")),
    }
}
