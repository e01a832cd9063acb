//! Reads `messages.yaml`: what people are told, and when.

use std::collections::BTreeMap;

use afaq_base::Text;
use afaq_feel::Type;

use super::data::Data;
use super::{Cx, Formulas};
use crate::model::{MessageTemplate, Trigger};
use crate::problem::{Spot, suggest};
use crate::{codes, shape, template};

/// What messages may say about the case itself: `case.number`, `case.reasons`, …
#[must_use]
pub(crate) fn case_type() -> Type {
    let members = [
        ("number", Type::String),
        ("submitted_on", Type::Date),
        ("promised_on", Type::Date),
        ("answer_by", Type::Date),
        ("appeal_by", Type::Date),
        ("decided_on", Type::Date),
        ("reasons", Type::String),
        ("question", Type::String),
        ("missing", Type::String),
        ("documents", Type::String),
        ("fee", Type::Number),
        ("link", Type::String),
        ("law", Type::String),
    ];
    Type::Context(members.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect::<BTreeMap<_, _>>())
}

/// The messages, those too that could only be read in part.
#[derive(Default)]
pub(crate) struct MessagesRead {
    pub list: Vec<MessageTemplate>,
    /// All ids.
    pub ids: Vec<String>,
    /// What makes them be sent, with the place of the message.
    pub triggers: Vec<(Trigger, Spot)>,
    /// Whether there is such a file at all.
    pub is_read: bool,
}

/// Reads the file.
pub(super) fn read(cx: &mut Cx<'_>, data: &Data, formulas: &mut Formulas) -> MessagesRead {
    let Some(root) = cx.yaml("messages.yaml", &shape::MESSAGES) else { return MessagesRead::default() };
    let scope = formulas.scope.clone().with("case", case_type());
    let mut messages = MessagesRead { is_read: true, ..MessagesRead::default() };
    for (key, node) in root.entries() {
        let on = node.get("on").and_then(|on| {
            let word = on.text()?;
            let found = Trigger::find(word);
            if found.is_none() {
                cx.problems.add_with_help(
                    codes::UNKNOWN_WORD,
                    &on.spot,
                    Text::new(format!("لا يوجد حدث باسم `{word}`"), format!("there is no trigger `{word}`")),
                    suggest(word, Trigger::ALL.iter().map(|one| one.word())),
                );
            }
            found
        });
        messages.ids.push(key.text.clone());
        messages.triggers.extend(on.map(|on| (on, key.spot.clone())));
        let subject = node.get("subject").and_then(|one| template::read(cx, one, &scope, &data.concepts));
        let body = node.get("body").and_then(|one| template::read(cx, one, &scope, &data.concepts));
        if let (Some(on), Some(subject), Some(body)) = (on, subject, body) {
            messages.list.push(MessageTemplate {
                id: key.text.clone(),
                on,
                subject,
                body,
                spot: key.spot.clone(),
            });
        }
    }
    messages
}
