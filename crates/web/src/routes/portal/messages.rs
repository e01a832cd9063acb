//! The person's messages.

use afaq_app::cases::MessageView;
use afaq_base::MessageId;
use axum::extract::{Path, State};
use axum::response::Response;

use super::case_view::message_row;
use super::cases::{List, older};
use crate::html::{Code, Words};
use crate::portal::cases::{MessagePage, MessagesPage};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Asked;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;

/// GET `/messages`.
pub(crate) async fn list(
    State(web): State<Web>,
    visit: Visit,
    Asked(asked): Asked<List>,
) -> Result<Response, Fail> {
    let page = web.app.my_messages_page(visit.person()?, asked.cursor().as_ref()).await?;
    let rows = page
        .rows
        .iter()
        .map(|message| {
            let number = message.row.case_id.and_then(|case| page.numbers.get(&case)).map(Code::new);
            message_row(message, number, &visit)
        })
        .collect();
    let s = visit.titled("messages-title").at(Place::Messages);
    let pager = older(&visit, "/messages", page.next.as_ref());
    Ok(respond::page(&MessagesPage { s, messages: rows, pager }))
}

/// GET `/messages/{message}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(message): Path<String>,
) -> Result<Response, Fail> {
    let message: MessageId = id(&message)?;
    let all = web.app.my_messages(visit.person()?).await?;
    one(&web, &visit, all, message).await
}

/// GET `/cases/{id}/messages/{message}`.
pub(crate) async fn of_case(
    State(web): State<Web>,
    visit: Visit,
    Path((case, message)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let message: MessageId = id(&message)?;
    let all = web.app.messages_of_case(visit.person()?, id(&case)?).await?;
    one(&web, &visit, all, message).await
}

async fn one(web: &Web, visit: &Visit, all: Vec<MessageView>, wanted: MessageId) -> Result<Response, Fail> {
    let person = visit.person()?;
    let message = all.into_iter().find(|message| message.row.message_id == wanted).ok_or(Fail::NotFound)?;
    web.app.read_message(person, wanted).await?;
    let lang = visit.lang;
    let s = visit.shell(Words::new(message.subject.get(lang).to_string())).at(Place::Messages);
    let mut from = Words::from(s.t("site"));
    let mut case = None;
    if let Some(of) = message.row.case_id
        && let Ok(view) = web.app.my_case(person, of).await
    {
        from = names::body(&view.case.body, lang);
        case = Some(
            visit.link(&format!("/cases/{of}"), s.t1("message-case", "number", view.case.number.to_string())),
        );
    }
    let back = visit.link("/messages", s.t("messages-title"));
    Ok(respond::page(&MessagePage {
        s: s.back(back),
        from,
        at: values::moment(message.row.sent_at, lang),
        paragraphs: values::paragraphs(message.body.get(lang)),
        todo: None,
        case,
        notice: None,
    }))
}
