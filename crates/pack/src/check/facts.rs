//! Facts: nothing about another person before the relation is verified, no circles, nothing unused.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;

use super::Parts;
use crate::codes;
use crate::model::{About, Concept, From, RegisterKey};
use crate::problem::suggest;
use crate::read::Cx;

/// Runs the checks of facts.
pub(super) fn check(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    relations(cx, parts);
    circles(cx, parts);
    outputs(cx, parts);
    mandates(cx, parts);
}

/// The civil numbers of others need a verified relation before anything is read by them.
fn relations(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let concepts = &parts.data.concepts;
    let mut reported = BTreeSet::new();
    for concept in concepts {
        let From::Register { register, key, .. } = &concept.from else { continue };
        if key_kind(parts, register) == Some(RegisterKey::TwoCivilNumbers) {
            // Such a register is read to verify the relation itself.
            continue;
        }
        for path in key {
            let Some(person) = concepts.get(path) else { continue };
            if matches!(person.from, From::SignIn)
                || is_verified(parts, person)
                || !reported.insert(path.clone())
            {
                continue;
            }
            cx.problems.add(
                codes::UNVERIFIED_RELATION,
                &person.spot,
                Text::new(
                    format!("تُقرأ `{}` من السجل {register} بهذا الرقم قبل ثبوت الصلة بصاحبه", concept.path),
                    format!("`{}` is read from {register} by this number before the relation to that person is verified", concept.path),
                ),
            );
        }
    }
    for concept in concepts {
        let is_other = concept.about == About::AnotherPerson;
        if is_other && !is_verified(parts, concept) && reported.insert(concept.path.clone()) {
            cx.problems.add(
                codes::UNVERIFIED_RELATION,
                &concept.spot,
                Text::new(
                    format!("`{}` عن شخص آخر، ولا شرط يثبت الصلة به", concept.path),
                    format!(
                        "`{}` is about another person, and no condition verifies the relation",
                        concept.path
                    ),
                ),
            );
        }
    }
}

/// Whether a condition on what a register says about both persons stands before the use of a number.
fn is_verified(parts: &Parts<'_>, person: &Concept) -> bool {
    let Some(after) = &person.after else { return false };
    person.about == About::AnotherPerson
        && after.paths().iter().any(|path| {
            parts.data.concepts.get(path).is_some_and(|one| match &one.from {
                From::Register { register, key, .. } => {
                    key_kind(parts, register) == Some(RegisterKey::TwoCivilNumbers)
                        || key.iter().all(|path| *path != person.path)
                }
                From::SignIn | From::Applicant | From::Computed(_) | From::Officer => false,
            })
        })
}

fn key_kind(parts: &Parts<'_>, register: &str) -> Option<RegisterKey> {
    parts.registers.iter().find(|one| one.id == register).map(|one| one.key)
}

/// What must be known before a fact.
fn before(parts: &Parts<'_>, concept: &Concept) -> Vec<String> {
    match &concept.from {
        From::SignIn | From::Applicant | From::Officer => Vec::new(),
        From::Computed(formula) => formula.paths(),
        From::Register { register, key, .. } => {
            let mut paths = key.clone();
            if key_kind(parts, register) == Some(RegisterKey::CivilNumber) {
                for path in key {
                    let after = parts.data.concepts.get(path).and_then(|one| one.after.as_ref());
                    paths.extend(after.map(crate::model::Formula::paths).unwrap_or_default());
                }
            }
            paths
        }
    }
}

fn circles(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let edges: BTreeMap<&str, Vec<String>> =
        parts.data.concepts.iter().map(|one| (one.path.as_str(), before(parts, one))).collect();
    let mut done: BTreeSet<&str> = BTreeSet::new();
    for concept in &parts.data.concepts {
        if done.contains(concept.path.as_str()) {
            continue;
        }
        // Everything that can be reached; a circle is a fact that reaches itself.
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut stack: Vec<&str> =
            edges.get(concept.path.as_str()).into_iter().flatten().map(String::as_str).collect();
        while let Some(path) = stack.pop() {
            if seen.insert(path) {
                stack.extend(edges.get(path).into_iter().flatten().map(String::as_str));
            }
        }
        if seen.contains(concept.path.as_str()) {
            cx.problems.add(
                codes::CIRCULAR_FACTS,
                &concept.spot,
                Text::new(
                    format!("لمعرفة `{}` يجب أن تُعرف هي نفسها أولاً", concept.path),
                    format!("to know `{}`, it must be known already", concept.path),
                ),
            );
            // The other members of the circle are not reported again.
            done.extend(seen.iter().filter_map(|path| {
                let reaches = edges.get(path).into_iter().flatten().any(|one| seen.contains(one.as_str()));
                reaches.then_some(*path)
            }));
        }
        done.insert(concept.path.as_str());
    }
}

fn outputs(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let Some(head) = parts.head else { return };
    for (output, (_, spots)) in head.outputs.iter().zip(&head.output_spots) {
        for (path, spot) in output.data.iter().zip(spots) {
            let known = parts.data.concepts.get(path).is_some()
                || parts.data.concepts.find_group(path).is_some()
                || parts.rules.types.contains_key(path);
            if !known {
                let names = parts.data.concepts.iter().map(|one| one.path.as_str());
                cx.problems.add_with_help(
                    codes::UNKNOWN_CONCEPT,
                    spot,
                    Text::new(
                        format!("لا توجد معلومة ولا قرار باسم `{path}`"),
                        format!("there is no concept and no decision `{path}`"),
                    ),
                    suggest(path, names.chain(parts.rules.types.keys().map(String::as_str))),
                );
            }
        }
    }
}

fn mandates(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let Some(head) = parts.head else { return };
    for (mandate, spot) in head.representation.iter().zip(&head.mandate_spots) {
        if parts.registers.iter().all(|one| one.id != mandate.register) {
            cx.problems.add_with_help(
                codes::UNKNOWN_REGISTER,
                spot,
                Text::new(
                    format!("السجل `{}` غير معروف", mandate.register),
                    format!("the register `{}` is not known", mandate.register),
                ),
                suggest(&mandate.register, parts.registers.iter().map(|one| one.id.as_str())),
            );
        }
        if parts.data.concepts.get(&mandate.about).is_none() {
            cx.problems.add_with_help(
                codes::UNKNOWN_CONCEPT,
                spot,
                Text::new(
                    format!("المعلومة `{}` غير معرّفة", mandate.about),
                    format!("the concept `{}` is not defined", mandate.about),
                ),
                suggest(&mandate.about, parts.data.concepts.iter().map(|one| one.path.as_str())),
            );
        }
    }
}

/// Every path that somebody reads.
fn used(parts: &Parts<'_>) -> BTreeSet<String> {
    let mut used: BTreeSet<String> = BTreeSet::new();
    let data = parts.data;
    for concept in &data.concepts {
        used.extend(before(parts, concept));
        used.extend(concept.after.iter().flat_map(crate::model::Formula::paths));
    }
    used.extend(
        data.evidence.iter().filter_map(|one| one.when.as_ref()).flat_map(crate::model::Formula::paths),
    );
    for page in &parts.form.pages {
        used.extend(page.when.iter().flat_map(crate::model::Formula::paths));
        for section in &page.sections {
            used.extend(section.when.iter().flat_map(crate::model::Formula::paths));
            used.extend(
                section
                    .questions
                    .iter()
                    .filter_map(|one| one.when.as_ref())
                    .flat_map(crate::model::Formula::paths),
            );
        }
    }
    used.extend(data.evidence.iter().flat_map(|one| one.proves.iter().cloned()));
    used.extend(parts.rules.reads.values().flatten().map(|(path, _)| path.clone()));
    for reason in &parts.reasons.list {
        used.extend(reason.text.paths());
        used.extend(reason.mend.paths());
    }
    for message in &parts.messages.list {
        used.extend(message.subject.paths());
        used.extend(message.body.paths());
    }
    if let Some(process) = parts.process {
        used.extend(process.reads.iter().map(|(path, _)| path.clone()));
        used.extend(process.tasks.values().flat_map(|task| task.asks.iter().cloned()));
    }
    let running = parts.running;
    used.extend(
        running.actions.iter().filter_map(|one| one.when.as_ref()).flat_map(crate::model::Formula::paths),
    );
    used.extend(running.transition.stay.iter().flat_map(crate::model::Formula::paths));
    used.extend(running.transition.law_of.clone());
    if let Some(head) = parts.head {
        used.extend(head.outputs.iter().flat_map(|output| output.data.iter().cloned()));
        used.extend(head.representation.iter().map(|mandate| mandate.about.clone()));
    }
    used
}

/// Warns of concepts that nobody reads.
pub(super) fn unused(cx: &mut Cx<'_>, parts: &Parts<'_>) {
    let used = used(parts);
    for concept in &parts.data.concepts {
        let is_group_used = used.contains(concept.head()) || used.iter().any(|path| *path == concept.path);
        let is_prefix = used.iter().any(|path| path.starts_with(&format!("{}.", concept.path)));
        // Within a repeating group, members are read through variables of the expression.
        if is_group_used || is_prefix || concept.group.is_some() || matches!(concept.from, From::SignIn) {
            continue;
        }
        cx.problems.add(
            codes::UNUSED_CONCEPT,
            &concept.spot,
            Text::new(
                format!("لا يستعمل أحد المعلومة `{}`", concept.path),
                format!("nobody uses the concept `{}`", concept.path),
            ),
        );
    }
}
