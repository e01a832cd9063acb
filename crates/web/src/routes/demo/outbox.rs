//! The outbox: every letter, mail and text message that would have left the demonstration.

use afaq_app::rows::{Letter, Sealed};
use afaq_base::Lang;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use crate::demo::{OutboxItem, OutboxPage, Way};
use crate::html::{Foreign, Words};
use crate::parts::Pager;
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::fields::Asked;
use crate::routes::visit::{Visit, Who};
use crate::routes::{Web, values};
use crate::shell::Place;

/// Letters on one page.
const LETTERS: usize = 30;

/// The query of the list.
#[derive(Default, Deserialize)]
pub(crate) struct Before {
    before: Option<u64>,
}

#[derive(Deserialize)]
struct Content {
    subject: String,
    body: String,
    language: Lang,
}

/// GET `/outbox`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Asked(Before { before }): Asked<Before>,
) -> Result<Response, Fail> {
    let letters = web.app.store().outbox(before, LETTERS).await.map_err(afaq_app::AppError::from)?;
    let older = letters
        .last()
        .filter(|_| letters.len() == LETTERS)
        .map(|last| visit.href(&format!("/outbox?before={}", last.letter_no)));
    let mut items = Vec::with_capacity(letters.len());
    for letter in &letters {
        if let Some(item) = item(&web, letter, &visit).await? {
            items.push(item);
        }
    }
    let s = visit.titled("outbox-title").at(Place::Outbox);
    Ok(respond::page(&OutboxPage { s, items, pager: Pager { newer: None, older } }))
}

async fn item(web: &Web, letter: &Letter, visit: &Visit) -> Result<Option<OutboxItem>, Fail> {
    let Sealed::Opened(bytes) = &letter.content else { return Ok(None) };
    let content: Content = serde_json::from_slice(bytes).map_err(afaq_app::AppError::from)?;
    let name = match letter.case_id {
        Some(case) => web.app.applicant_name(case).await?,
        None => None,
    };
    let way = if letter.channel == "sms" { Way::Sms } else { Way::Mail };
    let (subject, body) = match way {
        // A text message is its subject.
        Way::Sms => (Words::default(), content.body),
        Way::Letter | Way::Mail | Way::InApp => (Words::new(content.subject), content.body),
    };
    let is_person = matches!(visit.who, Who::Person(_));
    Ok(Some(OutboxItem {
        way,
        to: Foreign::new(name.as_ref().map_or("—", |name| name.get(visit.lang))),
        at: values::moment(letter.sent_at, visit.lang),
        lang: content.language,
        subject,
        paragraphs: values::paragraphs(&body),
        attachments: Vec::new(),
        case: letter.case_id.filter(|_| is_person).map(|case| {
            visit.link(&format!("/cases/{case}"), crate::texts::t(visit.lang, "confirmation-follow"))
        }),
    }))
}
