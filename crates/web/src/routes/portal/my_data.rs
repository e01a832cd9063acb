//! My data: the page, and all of it as one file.

use std::collections::BTreeMap;

use afaq_app::rows::CaseRow;
use afaq_base::Lang;
use axum::extract::State;
use axum::response::Response;

use super::case_view::document;
use super::cases::draft_rows;
use crate::html::{Code, Foreign, Words};
use crate::portal::my_data::{KeptCase, LookAt, MyDataPage};
use crate::respond;
use crate::routes::fail::Fail;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// GET `/my-data`.
pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let data = web.app.my_data(visit.person()?).await?;
    let lang = visit.lang;
    let numbers: BTreeMap<_, &CaseRow> = data.cases.iter().map(|case| (case.case_id, case)).collect();
    let looks = data
        .looks
        .iter()
        .map(|look| {
            let access = &look.access;
            let officer = web.app.ports().identity.find_officer(&access.officer);
            let who = officer.map_or_else(
                || names::body(access.body.as_str(), lang),
                |officer| names::unit_of(&web.app, &officer, lang),
            );
            let case = access.case_id.and_then(|id| Some((id, numbers.get(&id)?)));
            LookAt {
                at: values::moment(access.at, lang),
                who: Foreign::new(who.as_str()),
                why: Words::from(t(lang, look_reason(&access.reason))),
                case: case.map(|(id, row)| (Code::new(&row.number), visit.href(&format!("/cases/{id}")))),
            }
        })
        .collect();
    Ok(respond::page(&MyDataPage {
        s: visit.titled("data-title").at(Place::Data),
        cases: data.cases.iter().map(|case| kept(case, &visit)).collect(),
        drafts: draft_rows(&web, &data.drafts, &visit),
        documents: data
            .documents
            .iter()
            .map(|row| document(row, Code::default(), web.app.now(), &visit))
            .collect(),
        corrections: super::corrections::rows(&web.app.my_corrections(visit.person()?).await?, &visit),
        looks,
        download: visit.href("/my-data/file.json"),
    }))
}

/// Why an officer looked, as the person reads it.
fn look_reason(reason: &str) -> &'static str {
    match reason {
        "correction" => "look-correction",
        "counter_help" => "look-counter",
        _ => "look-case-work",
    }
}

fn kept(case: &CaseRow, visit: &Visit) -> KeptCase {
    let lang = visit.lang;
    KeptCase {
        href: visit.href(&format!("/cases/{}", case.case_id)),
        number: Code::new(&case.number),
        name: names::of_json(&case.title, lang),
        kept: kept_for(case, lang),
    }
}

/// Until when what was given in a request is kept, or since when it is deleted.
fn kept_for(case: &CaseRow, lang: Lang) -> Words {
    match (case.deleted_at, case.delete_after.filter(|_| case.closed_at.is_some())) {
        (Some(at), _) => Words::new(t_args(lang, "data-deleted", &[("day", &values::day(at, lang))])),
        (None, Some(at)) => Words::new(t_args(lang, "data-kept-until", &[("day", &values::day(at, lang))])),
        (None, None) => Words::from(t(lang, "data-running")),
    }
}

/// GET `/my-data/file.json`.
pub(crate) async fn file(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let bytes = web.app.my_data_file(visit.person()?).await?;
    Ok(respond::file("afaq-my-data.json", "application/json", bytes))
}
