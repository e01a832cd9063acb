//! A case in the officer's words: facts with standing, papers, rules with reasons, position, history.

use std::collections::BTreeSet;

use afaq_app::cases::{CaseView, TaskView};
use afaq_base::{Lang, Standing};
use afaq_domain::cases::{Choice, Event, Stage as CaseStage, evidence_path, reason};
use afaq_domain::parties::Actor;
use afaq_feel::Value as Feel;
use afaq_pack::Decisions;
use afaq_ports::Officer;

use super::claims::Claims;
use super::{history, outline};
use crate::desk::cases::{
    Compared, DeskAction, DeskCasePage, EvidenceView, NoteView, PreparedView, RequestView, RuleView,
};
use crate::explained::ExplainedView;
use crate::html::{Code, Foreign, Svg, Typed, Words};
use crate::parts::{Notice, Row, Tag, Tone};
use crate::portal::cases::LookRow;
use crate::routes::explained;
use crate::routes::facts::{Known, gender};
use crate::routes::portal::case_view::reason as reason_view;
use crate::routes::portal::service::represents;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// The page of a case.
pub(crate) fn page(web: &Web, view: &CaseView, officer: &Officer, visit: &Visit) -> DeskCasePage {
    let (case, lang) = (&*view.case, visit.lang);
    let mine: Vec<&TaskView> = view.tasks.iter().filter(|task| task.is_mine).collect();
    let due = case.due.values().map(|due| due.due_at).min();
    let open = view.open_facts();
    let has_stopped = view.tasks.is_empty() && !case.process.incidents.is_empty();
    let may_complete = case.closed.is_none() && case.prepared.is_none() && (has_stopped || !mine.is_empty());
    let claims = Claims::of(view);
    let earlier = claims.values();
    let known = Known {
        service: &view.service,
        facts: &case.facts,
        visit,
        is_officer: true,
        earlier: Some(&earlier),
    };
    let s = visit.shell(Words::new(t_args(lang, "desk-case", &[("number", &case.number.to_string())])));
    let back = visit.link("/desk", s.t("worklist-title"));
    DeskCasePage {
        number: Code::new(case.number),
        service: names::words(&view.service.name, lang),
        applicant: person(web, case.applicant_number, lang),
        represented_by: case.mandate.as_ref().map(|mandate| {
            let kind = view
                .service
                .representation
                .iter()
                .find(|known| afaq_domain::parties::mandate_word(known.kind) == mandate.kind);
            let what = kind.map_or("mandate-agent", |known| represents(known.kind));
            (person(web, mandate.representative_number, lang), Words::from(t(lang, what)))
        }),
        state: names::stage_on_desk(case.stage().code(), lang),
        deadline: deadline(web, view, due, lang),
        due: due.map(|due| values::day(due, lang)),
        assignee: case.assignee.as_deref().map(|id| names::officer(&web.app, id, lang)),
        task: mine
            .first()
            .filter(|_| case.prepared.is_none())
            .map(|task| names::words(&task.spec.name, lang)),
        notices: notices(web, view, officer, visit),
        actions: actions(web, view, &mine, officer, visit),
        ledger: crate::routes::ledger::ledger(web, &view.service, case, true, lang),
        prepared: prepared(web, view, !mine.is_empty(), officer, visit),
        notes: notes(web, view, visit),
        facts: known.for_officer(|path| {
            (may_complete && open.iter().any(|one| one == path))
                .then(|| visit.href(&format!("/desk/cases/{}/complete/{path}", view.id)))
        }),
        answers: known.repeated(),
        evidence: evidence(view, &known, &claims),
        rules: rules(view, &known, visit),
        process: picture(view, lang),
        outline: outline::outline(view, lang),
        requests: requests(view, visit),
        history: view
            .timeline
            .iter()
            .rev()
            .filter_map(|entry| history::item(web, view, entry, visit))
            .collect(),
        looks: looks(web, view, visit),
        s: s.at(Place::Worklist).back(back),
    }
}

fn person(web: &Web, number: afaq_base::CivilNumber, lang: Lang) -> Foreign {
    match web.app.person(number) {
        Ok(person) => Foreign::new(person.name.get(lang)),
        Err(_) => Foreign::new(number.to_string()),
    }
}

fn deadline(web: &Web, view: &CaseView, due: Option<afaq_base::Timestamp>, lang: Lang) -> Tag {
    if view.case.closed.is_some() {
        return Tag::new(Tone::Quiet, t(lang, "worklist-done"));
    }
    if view.case.stopped_since.is_some() {
        return Tag::new(Tone::Warn, t(lang, "clock-stopped"));
    }
    match due.and_then(|due| web.app.working_days_left(&view.service.body, due)) {
        Some(left) => Tag::deadline(lang, left),
        None => Tag::new(Tone::Quiet, t(lang, "deadline-none")),
    }
}

/// What an officer must know first.
fn notices(web: &Web, view: &CaseView, officer: &Officer, visit: &Visit) -> Vec<Notice> {
    let (case, lang) = (&view.case, visit.lang);
    let mut notices: Vec<Notice> = undetermined(view, lang).into_iter().collect();
    let mut tell = |tone, heading, words: Words, link| {
        notices.push(Notice { tone, heading: Words::from(t(lang, heading)), words, link });
    };
    if let Some(other) = case.assignee.as_deref().filter(|id| *id != officer.id) {
        let words = t_args(lang, "desk-other-officer", &[("name", &names::officer(&web.app, other, lang))]);
        tell(Tone::Info, "desk-other-officer-head", Words::new(words), None);
    }
    for incident in case.process.incidents.values() {
        let words = Words::from(t(lang, "desk-stopped-help"));
        tell(Tone::Bad, "state-stopped", words, None);
        tracing::debug!(element = %incident.element, "a stopped process is looked at");
    }
    if let Some(helped) = &case.helped {
        let words =
            t_args(lang, "desk-helped", &[("name", &names::officer(&web.app, &helped.officer, lang))]);
        tell(Tone::Info, "desk-helped-head", Words::new(words), None);
    }
    if view.service.illustrative {
        tell(Tone::Info, "illustrative", Words::from(t(lang, "desk-illustrative")), None);
    }
    notices
}

/// Names the facts without which the rules could not decide.
pub(crate) fn undetermined(view: &CaseView, lang: Lang) -> Option<Notice> {
    let missing = missing_facts(view);
    if missing.is_empty() || view.case.closed.is_some() {
        return None;
    }
    let comma = if lang == Lang::Ar { "، " } else { ", " };
    let labels: Vec<String> =
        missing.iter().map(|path| values::label(&view.service, path, lang).as_str().to_string()).collect();
    Some(Notice {
        tone: Tone::Warn,
        heading: Words::from(t(lang, "state-undetermined")),
        words: Words::new(t_args(lang, "undetermined-facts", &[("facts", &labels.join(comma))])),
        link: None,
    })
}

/// Facts that rules needed and that are unavailable or disputed.
fn missing_facts(view: &CaseView) -> BTreeSet<String> {
    let mut missing = BTreeSet::new();
    for evaluation in view.case.evaluations.values() {
        missing.extend(evaluation.value.unknown_names());
        for trace in &evaluation.trace {
            missing.extend(trace.result.unknown_names());
        }
    }
    missing
}

fn actions(
    web: &Web,
    view: &CaseView,
    mine: &[&TaskView],
    officer: &Officer,
    visit: &Visit,
) -> Vec<DeskAction> {
    let (case, lang) = (&view.case, visit.lang);
    let path = format!("/desk/cases/{}", view.id);
    let mut actions = Vec::new();
    let mut add = |to: String, words: Words, is_post| {
        actions.push(DeskAction { link: visit.link(&to, words), is_post });
    };
    let mut notes_last = Vec::new();
    if case.deleted_at.is_none() {
        notes_last.push((format!("{path}/note"), "note-title"));
    }
    if case.closed.is_some() {
        let took_part = case.signed_by.contains(&officer.id);
        if case.review.is_none() && !case.signed_by.is_empty() && !took_part && case.body == officer.body {
            notes_last.push((format!("{path}/review"), "review-title"));
        }
        for output in case.outputs.iter().filter(|output| output.issued.is_some() && output.revoked.is_none())
        {
            add(
                format!("/desk/documents/{}.pdf", output.document),
                Words::from(t(lang, "desk-open-document")),
                false,
            );
            if case.body == officer.body {
                add(format!("{path}/revoke/{}", output.document), Words::from(t(lang, "desk-revoke")), false);
            }
        }
        for (to, key) in notes_last {
            add(to, Words::from(t(lang, key)), false);
        }
        return actions;
    }
    if case.prepared.is_none() {
        for task in mine {
            let at = format!("{path}/tasks/{}", task.task);
            if task.spec.outcomes.iter().any(|choice| matches!(choice, Choice::Approve | Choice::Refuse)) {
                add(format!("{at}/decide"), Words::from(t(lang, "desk-decide")), false);
            }
            for choice in
                task.spec.outcomes.iter().filter(|choice| !matches!(choice, Choice::Approve | Choice::Refuse))
            {
                add(format!("{at}/{}", choice.word()), names::words(&choice.label(), lang), false);
            }
        }
    }
    for incident in case.process.incidents.keys() {
        if afaq_app::desk::is_owner(officer) {
            let to = format!("/desk/incidents/{}/{incident}", view.id);
            add(to, Words::from(t(lang, "incident-title")), false);
        } else {
            add(format!("{path}/retry/{incident}"), Words::from(t(lang, "desk-retry")), true);
        }
    }
    if case.prepared.is_none() && case.body == officer.body {
        for action in web.app.offered_actions(&view.service, case) {
            add(format!("{path}/actions/{}", action.id), names::words(&action.task.name, lang), true);
        }
        match case.running_stop() {
            Some(stop) if stop.is_by_officer => {
                add(format!("{path}/start"), Words::from(t(lang, "start-do")), true);
            }
            Some(_) => {}
            None => {
                for right in &view.service.clock.stops {
                    if right.reason != afaq_pack::StopFor::Applicant && case.stopped_since.is_none() {
                        let reason = names::stopped_for(right.reason.word(), lang);
                        let words = t_args(lang, "stop-for", &[("reason", &reason)]);
                        add(format!("{path}/stop/{}", right.reason.word()), Words::new(words), false);
                    }
                }
            }
        }
    }
    if case.assignee.as_deref() != Some(&officer.id) {
        add(format!("{path}/take"), Words::from(t(lang, "worklist-take")), true);
    }
    add(format!("{path}/assign"), Words::from(t(lang, "desk-reassign")), false);
    if case.body == officer.body {
        add(format!("{path}/transfer"), Words::from(t(lang, "desk-transfer")), false);
    }
    for (to, key) in notes_last {
        add(to, Words::from(t(lang, key)), false);
    }
    actions
}

/// What officers wrote for each other, the newest first.
fn notes(web: &Web, view: &CaseView, visit: &Visit) -> Vec<NoteView> {
    let written = view.timeline.iter().rev().filter_map(|entry| match (&entry.event.what, &entry.event.by) {
        (Event::Noted { text }, Actor::Officer { id, .. }) => Some((text, id, entry.event.at, None)),
        (Event::Reviewed { finding, text }, Actor::Officer { id, .. }) => {
            Some((text, id, entry.event.at, Some(*finding)))
        }
        _ => None,
    });
    written
        .map(|(text, id, at, finding)| NoteView {
            text: Foreign::new(text),
            who: names::officer(&web.app, id, visit.lang),
            at: values::moment(at, visit.lang),
            finding: finding.map(|one| Words::from(t(visit.lang, super::quality::finding_key(one)))),
        })
        .collect()
}

fn prepared(
    web: &Web,
    view: &CaseView,
    is_mine: bool,
    officer: &Officer,
    visit: &Visit,
) -> Option<PreparedView> {
    let ready = view.case.prepared.as_ref()?;
    let awaits = ready.awaits_second();
    let may_undo = is_mine && (awaits || view.now < ready.takes_effect_at);
    let may_sign = is_mine && awaits && ready.officer != officer.id;
    Some(PreparedView {
        outcome: choice_tag(ready.choice, visit.lang),
        by: names::officer(&web.app, &ready.officer, visit.lang),
        leaves: crate::html::MomentView::clock(
            afaq_base::time::local_datetime(ready.takes_effect_at),
            visit.lang,
        ),
        awaits_second: awaits,
        second: ready.second.as_deref().map(|id| names::officer(&web.app, id, visit.lang)),
        sign: may_sign.then(|| visit.href(&format!("/desk/cases/{}/sign", view.id))),
        undo: may_undo.then(|| visit.href(&format!("/desk/cases/{}/undo", view.id))),
        version: Typed::new(view.case.version.to_string()),
    })
}

/// A choice as a tag.
pub(crate) fn choice_tag(choice: Choice, lang: Lang) -> Tag {
    let tone = match choice {
        Choice::Approve | Choice::Favorable => Tone::Good,
        Choice::Refuse | Choice::Unfavorable => Tone::Bad,
        Choice::Ask | Choice::Opinion | Choice::Forward | Choice::Return | Choice::Done => Tone::Info,
    };
    Tag::new(tone, names::words(&choice.label(), lang))
}

fn evidence(view: &CaseView, known: &Known<'_>, claims: &Claims) -> Vec<EvidenceView> {
    let (case, visit, lang) = (&view.case, known.visit, known.visit.lang);
    let mut papers = Vec::new();
    for kind in &view.service.evidence {
        let name = names::words(&kind.label, lang);
        let compared: Vec<Compared> =
            kind.proves.iter().filter_map(|path| compared(known, claims, path)).collect();
        let files = case.evidence.get(&kind.id).map(Vec::as_slice).unwrap_or_default();
        for file in files {
            let href = visit.href(&format!("/desk/cases/{}/evidence/{}", view.id, file.file));
            papers.push(EvidenceView {
                name: name.clone(),
                file: Some((Foreign::new(&file.name), href, values::size(file.size_bytes))),
                state: Tag::new(Tone::Good, t(lang, "evidence-checked")),
                at: None,
                compared: compared.clone(),
            });
        }
        if !files.is_empty() {
            continue;
        }
        let proved = case.facts.get(&evidence_path(&kind.id));
        let state = match proved.map(|fact| (fact.standing(), fact.value())) {
            Some((Standing::Verified, Some(Feel::Boolean(true)))) => {
                Tag::new(Tone::Good, t(lang, "evidence-register"))
            }
            Some((Standing::Unavailable, _)) => Tag::new(Tone::Warn, t(lang, "fact-silent")),
            _ => Tag::new(Tone::Quiet, t(lang, "evidence-none")),
        };
        papers.push(EvidenceView { name, file: None, state, at: None, compared: compared.clone() });
    }
    papers
}

/// What was claimed of a fact that a paper proves, beside what counts now; nothing where only one word is known.
fn compared(known: &Known<'_>, claims: &Claims, path: &str) -> Option<Compared> {
    let concept = known.service.concepts.get(path)?;
    let (_, claimed) = claims.earlier(path)?;
    let found = known.facts.get(path)?.value()?;
    Some(Compared {
        label: names::words(concept.called(), known.visit.lang),
        claimed: known.value(concept, claimed),
        found: known.value(concept, found),
        is_same: claimed == found,
    })
}

/// The latest evaluation of each decision, with the reasons that fired and the facts that it used.
fn rules(view: &CaseView, known: &Known<'_>, visit: &Visit) -> Vec<RuleView> {
    let explained = view.explanations();
    let ids = view.service.decisions.ids.iter();
    ids.filter_map(|id| {
        let why = explained::for_officer(&explained, id, known);
        rule(view, id, why, visit)
    })
    .collect()
}

fn rule(view: &CaseView, id: &str, why: Option<ExplainedView>, visit: &Visit) -> Option<RuleView> {
    let lang = visit.lang;
    let evaluation = view.case.evaluations.get(id)?;
    let outcome = match (&evaluation.value, id) {
        (Feel::Unknown(_), _) => Tag::new(Tone::Warn, t(lang, "state-undetermined")),
        (Feel::Boolean(true), _) => Tag::new(Tone::Good, t(lang, "rule-met")),
        (Feel::Boolean(false), _) => Tag::new(Tone::Bad, t(lang, "rule-not-met")),
        (Feel::List(items), Decisions::REASONS) if items.is_empty() => {
            Tag::new(Tone::Good, t(lang, "rule-no-reason"))
        }
        (Feel::List(items), Decisions::REASONS) => {
            Tag::new(Tone::Bad, t_args(lang, "rule-reasons", &[("n", &items.len())]))
        }
        (value, _) => Tag::new(Tone::Quiet, afaq_pack::plain(value, lang)),
    };
    // The reasons as they were found then: the decision's own result, or that of the decision it asked.
    let found = if id == Decisions::REASONS {
        evaluation.value.as_list()
    } else {
        let is_apart = view.case.evaluations.contains_key(Decisions::REASONS);
        let trace = evaluation.trace.iter().find(|trace| trace.id == Decisions::REASONS && !is_apart);
        trace.and_then(|trace| trace.result.as_list())
    };
    let reasons = found
        .unwrap_or_default()
        .iter()
        .filter_map(Feel::as_str)
        .filter_map(|id| reason(&view.service, &view.case, id, view.now))
        .map(|one| reason_view(&one, lang))
        .collect();
    Some(RuleView { name: decision_name(view, id, lang), outcome, reasons, why })
}

/// The facts that the latest evaluation of a decision used.
pub(crate) fn used(view: &CaseView, decision: &str, lang: Lang) -> Vec<Row> {
    let mut seen = BTreeSet::new();
    let mut used = Vec::new();
    let traces = view.case.evaluations.get(decision).into_iter().flat_map(|evaluation| &evaluation.trace);
    for input in traces.flat_map(|trace| &trace.inputs) {
        let is_fact =
            !view.service.decisions.has(&input.path) && view.service.concepts.get(&input.path).is_some();
        if is_fact && seen.insert(&input.path) {
            let gender =
                view.service.concepts.get(&input.path).map(|concept| gender(&view.case.facts, concept));
            let shown =
                values::any_value(&view.service, &input.path, &input.value, lang, gender.unwrap_or_default());
            used.push(Row::new(values::label(&view.service, &input.path, lang), shown));
        }
    }
    used
}

fn decision_name(view: &CaseView, id: &str, lang: Lang) -> Words {
    if let Some(label) = view.service.decisions.labels.get(id) {
        return Words::new(label.get(lang).to_string());
    }
    match id {
        Decisions::REASONS => Words::from(t(lang, "rule-reasons-against")),
        Decisions::ELIGIBLE => Words::from(t(lang, "rule-eligible")),
        other => {
            let is_fee = matches!(&view.service.cost, afaq_pack::Cost::Decision(fee) if fee == other);
            if is_fee { Words::from(t(lang, "service-fee")) } else { Words::new(other.replace('_', " ")) }
        }
    }
}

fn picture(view: &CaseView, lang: Lang) -> Option<Svg> {
    let lang = match lang {
        Lang::Ar => afaq_bpmn::Lang::Ar,
        Lang::En => afaq_bpmn::Lang::En,
    };
    let drawn = afaq_bpmn::picture::svg(&view.service.definitions, lang, Some(&view.case.process));
    match Svg::new(drawn) {
        Ok(svg) => Some(svg),
        Err(error) => {
            tracing::warn!(%error, "the picture of a process can't be shown");
            None
        }
    }
}

/// Questions to the applicant and to other bodies, with their answers.
fn requests(view: &CaseView, visit: &Visit) -> Vec<RequestView> {
    let lang = visit.lang;
    let mut requests: Vec<RequestView> = Vec::new();
    for entry in &view.timeline {
        let at = values::moment(entry.event.at, lang);
        let waiting = || Tag::new(Tone::Warn, t(lang, "request-waiting"));
        let answered = || Tag::new(Tone::Good, t(lang, "request-answered"));
        match &entry.event.what {
            Event::Asked { question, .. } => requests.push(RequestView {
                to: Words::from(t(lang, "col-applicant")),
                question: Foreign::new(question.get(lang)),
                asked: at,
                state: waiting(),
                answer: None,
            }),
            Event::OpinionAsked { question } => requests.push(RequestView {
                to: Words::from(t(lang, "request-opinion")),
                question: Foreign::new(question.get(lang)),
                asked: at,
                state: waiting(),
                answer: None,
            }),
            Event::Answered { text, .. } => {
                if let Some(last) = requests.iter_mut().rev().find(|one| one.answer.is_none()) {
                    last.state = answered();
                    last.answer = Some(Foreign::new(if text.trim().is_empty() { "—" } else { text }));
                }
            }
            Event::OpinionGiven { body, text } => {
                if let Some(last) = requests.iter_mut().rev().find(|one| one.answer.is_none()) {
                    last.to = names::body(body, lang);
                    last.state = answered();
                    last.answer = Some(Foreign::new(text));
                }
            }
            _ => {}
        }
    }
    if view.case.stage() != CaseStage::WaitingForApplicant && view.case.opinion_asked.is_none() {
        for left in requests.iter_mut().filter(|one| one.answer.is_none()) {
            left.state = Tag::new(Tone::Quiet, t(lang, "request-over"));
        }
    }
    requests
}

fn looks(web: &Web, view: &CaseView, visit: &Visit) -> Vec<LookRow> {
    view.looks
        .iter()
        .map(|look| {
            let access = &look.entry.access;
            let key = match access.action.as_str() {
                "evidence" => "look-evidence",
                "document" => "look-document",
                "counter" => "look-counter",
                _ => "look-case",
            };
            LookRow {
                at: values::moment(access.at, visit.lang),
                who: names::officer(&web.app, &access.officer, visit.lang),
                why: Words::from(t(visit.lang, key)),
            }
        })
        .collect()
}
