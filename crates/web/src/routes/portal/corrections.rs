//! "This is wrong": what a person says of a fact that a register holds, and what became of it.

use afaq_app::cases::FieldProblem;
use afaq_app::{AppError, Claim, CorrectionView};
use afaq_domain::Refusal;
use afaq_domain::cases::Facts;
use afaq_pack::{Concept, From, Service};

use super::question::{Filled, question};
use crate::form::{Block, Control, Question};
use crate::html::{Typed, Words};
use crate::portal::corrections::CorrectionRow;
use crate::routes::desk::corrections::{right, state};
use crate::routes::facts::gender;
use crate::routes::fail::{Fail, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{names, values};
use crate::texts::{t, t_args};

/// A person's corrections as lists show them.
pub(crate) fn rows(views: &[CorrectionView], visit: &Visit) -> Vec<CorrectionRow> {
    let lang = visit.lang;
    views
        .iter()
        .map(|view| {
            let asked = &view.correction.asked;
            let answered = view.correction.answered.as_ref();
            CorrectionRow {
                what: values::label(&view.service, &asked.path, lang),
                holder: names::body(&asked.body, lang),
                state: state(view, lang),
                value: right(view, lang),
                reason: answered.map(|given| Words::new(given.reason.clone())).unwrap_or_default(),
                due: answered.is_none().then(|| values::day(asked.due_at, lang)),
            }
        })
        .collect()
}

/// What is said before the form: who holds the fact, and what happens now.
pub(crate) fn intro(service: &Service, concept: &Concept, visit: &Visit) -> Words {
    let holder = match &concept.from {
        From::Register { register, .. } => service.find_register(register),
        _ => None,
    };
    let body = holder.map(|register| names::body(register.body.as_str(), visit.lang)).unwrap_or_default();
    Words::new(t_args(visit.lang, "correction-intro", &[("body", &body)]))
}

/// The two questions about a fact that is called wrong; neither must be answered.
pub(crate) fn questions(concept: &Concept, facts: &Facts, words: &str, filled: &Filled<'_>) -> Vec<Block> {
    let lang = filled.visit.lang;
    let mut right = question(concept, &concept.path, None, filled);
    right.label = Words::from(t(lang, "correction-right"));
    right.is_optional = true;
    // The choices speak of the person as the fact itself does.
    if let Control::Radios { options } | Control::Select { options } = &mut right.control {
        let gender = gender(facts, concept);
        for option in options {
            let known = concept.kind.choices().iter().find(|choice| choice.id == option.value.as_str());
            if let Some(choice) = known {
                option.words = Words::new(choice.words(lang, gender).to_string());
            }
        }
    }
    let text = Control::LongText { value: Typed::new(words), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    let mut text = Question::new("words", t(lang, "correction-why"), text)
        .hint(t(lang, "correction-why-hint"))
        .optional();
    text.error = filled.problem("words");
    vec![Block::Question(right), Block::Question(text)]
}

/// What was posted about a fact: the value as it was typed, and the words beside it.
pub(crate) fn claim<'a>(raw: &'a str, posted: &'a Posted) -> Claim<'a> {
    Claim { value: raw, words: posted.one("words") }
}

/// What is wrong with what was said, at the field that it is about.
pub(crate) fn problem(error: AppError, path: &str) -> Result<FieldProblem, Fail> {
    let is_words = matches!(&error, AppError::Refused(Refusal::TextLength { .. }));
    let field = if is_words { "words".to_string() } else { path.to_string() };
    Ok(FieldProblem { field, message: refusal(error)? })
}
