//! The form: what is known is not asked, what is needed is asked, nothing is needed before it is asked.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;

use super::Parts;
use crate::codes;
use crate::model::{Concept, Formula, From, Kind, RegisterKey, What};
use crate::problem::Spot;
use crate::read::Cx;

/// Runs the checks of the form.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    known(cx, parts);
    // A form of which something could not be read may well ask for everything.
    if !cx.problems.has_structural_errors("form.yaml") {
        never_asked(cx, parts);
    }
    reads_later(cx, parts);
}

fn known(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    for (_, _, question) in parts.form.questions() {
        let What::Concept(path) = &question.what else { continue };
        let Some(concept) = parts.data.concepts.get(path).filter(|one| !one.is_broken) else { continue };
        let (ar, en) = match &concept.from {
            From::Applicant => match held_by(parts, concept) {
                Some(register) => {
                    (format!("يعرفها السجل {register}"), format!("the register {register} holds it"))
                }
                None => continue,
            },
            From::Register { register, .. } => {
                (format!("يعرفها السجل {register}"), format!("the register {register} holds it"))
            }
            From::SignIn => ("معروفة من تسجيل الدخول".to_owned(), "it is known from the sign-in".to_owned()),
            From::Computed(_) => ("محسوبة من غيرها".to_owned(), "it is computed".to_owned()),
            From::Officer => ("يتحقق منها الموظف".to_owned(), "an officer finds it out".to_owned()),
        };
        asked_but_known(cx, &question.spot, path, &ar, &en);
    }
    for evidence in &parts.data.evidence {
        let Some(path) = evidence.proves.iter().find(|path| {
            parts.data.concepts.get(path).is_some_and(|one| matches!(one.from, From::Register { .. }))
        }) else {
            continue;
        };
        if evidence.unless.is_none() {
            let name = format!("evidence.{}", evidence.id);
            asked_but_known(
                cx,
                &evidence.spot,
                &name,
                &format!("يثبت `{path}` وهي في سجل"),
                &format!("it proves `{path}`, which a register holds"),
            );
        }
    }
}

fn asked_but_known(cx: &mut Cx<'_>, spot: &Spot, name: &str, ar: &str, en: &str) {
    cx.problems.add(
        codes::ASKED_BUT_KNOWN,
        spot,
        Text::new(format!("يُسأل عن `{name}` وهي معلومة: {ar}"), format!("`{name}` is asked but known: {en}")),
    );
}

/// The register whose field of the same name and kind holds what the applicant is asked for.
fn held_by<'p>(parts: &Parts<'p>, concept: &Concept) -> Option<&'p str> {
    // Only about persons whose civil number is known are records found.
    let person = format!("{}.civil_number", concept.head());
    if parts.data.concepts.get(&person).is_none() || matches!(concept.kind, Kind::CivilNumber) {
        return None;
    }
    parts
        .registers
        .iter()
        .filter(|register| register.key == RegisterKey::CivilNumber)
        .find(|register| {
            register.find_field(concept.leaf()).is_some_and(|field| field.kind.word() == concept.kind.word())
        })
        .map(|register| register.id.as_str())
}

fn never_asked(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let mut asked: BTreeSet<String> = parts.form.questions().map(|(_, _, one)| one.what.name()).collect();
    if let Some(process) = parts.process {
        asked.extend(process.tasks.values().flat_map(|task| task.asks.iter().cloned()));
    }
    for concept in &parts.data.concepts {
        let by_group = concept.group.as_ref().is_some_and(|group| asked.contains(group));
        if matches!(concept.from, From::Applicant) && !by_group && !asked.contains(&concept.path) {
            cx.problems.add(
                codes::NEVER_ASKED,
                &concept.spot,
                Text::new(
                    format!("لا تسأل أي صفحة عن `{}`", concept.path),
                    format!("no page asks for `{}`", concept.path),
                ),
            );
        }
        if matches!(concept.from, From::Officer) && parts.process.is_some() && !asked.contains(&concept.path)
        {
            cx.problems.add_with_help(
                codes::NEVER_ASKED,
                &concept.spot,
                Text::new(
                    format!("لا تطلب أي مهمة من الموظف `{}`", concept.path),
                    format!("no task asks an officer for `{}`", concept.path),
                ),
                Text::new("اذكرها في afaq:asks لمهمة موظف", "name it in afaq:asks of a user task"),
            );
        }
    }
    for evidence in &parts.data.evidence {
        if !asked.contains(&format!("evidence.{}", evidence.id)) {
            cx.problems.add(
                codes::EVIDENCE_NEVER_ASKED,
                &evidence.spot,
                Text::new(
                    format!("لا تطلب أي صفحة المستند `{}`", evidence.id),
                    format!("no page asks for the evidence `{}`", evidence.id),
                ),
            );
        }
    }
}

/// The page on which each answer is given.
fn pages_of(parts: &Parts<'_>) -> BTreeMap<String, usize> {
    let mut pages = BTreeMap::new();
    for (at, page) in parts.form.pages.iter().enumerate() {
        for section in &page.sections {
            for question in &section.questions {
                if let What::Concept(path) = &question.what
                    && parts.data.concepts.get(path).is_none_or(|one| !one.is_asked())
                {
                    continue;
                }
                pages.entry(question.what.name()).or_insert(at);
            }
        }
    }
    pages
}

fn reads_later(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let pages = pages_of(parts);
    for (at, page) in parts.form.pages.iter().enumerate() {
        let sections = page.sections.iter().filter_map(|section| section.when.as_ref());
        let questions =
            page.sections.iter().flat_map(|section| &section.questions).filter_map(|one| one.when.as_ref());
        for when in sections.chain(questions) {
            later(cx, parts, when, at + 1, &pages);
        }
        if let Some(when) = &page.when {
            // The answers of the page itself come too late for its own condition.
            later(cx, parts, when, at, &pages);
        }
    }
}

fn later(
    cx: &mut Cx<'_>,
    parts: &Parts<'_>,
    when: &Formula,
    known_before: usize,
    pages: &BTreeMap<String, usize>,
) {
    for path in when.paths() {
        let mut needed = vec![path.clone()];
        // A fact of a register is known when the number by which it is found was asked.
        if let Some(From::Register { key, .. }) = parts.data.concepts.get(&path).map(|one| &one.from) {
            needed.extend(key.iter().cloned());
        }
        let Some(page) = needed.iter().filter_map(|one| pages.get(one)).max() else { continue };
        if *page >= known_before {
            cx.problems.add(
                codes::READS_LATER,
                &when.spot,
                Text::new(
                    format!("يحتاج الشرط إلى `{path}`، ولا تُعرف إلا في صفحة لاحقة"),
                    format!("the condition needs `{path}`, which is known only on a later page"),
                ),
            );
            return;
        }
    }
}
