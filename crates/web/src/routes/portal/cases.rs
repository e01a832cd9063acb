//! The person's drafts and cases, and the page of one case.

use afaq_app::rows::{CaseRow as Stored, Cursor, DraftSummary};
use afaq_base::Lang;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::case_view;
use crate::html::{Code, DateView, Foreign, Words};
use crate::parts::Pager;
use crate::portal::cases::{CaseRow, CasesPage, DraftRow};
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Asked;
use crate::routes::guard::encode;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t_args;

/// Whether a stage waits for the person.
pub(crate) fn is_waiting(stage: &str) -> bool {
    matches!(stage, "waiting_for_applicant" | "awaiting_payment")
}

/// The query of a list of one's own things.
#[derive(Default, Deserialize)]
pub(crate) struct List {
    /// Where the page begins.
    pub after: Option<String>,
}

impl List {
    /// Where the page begins; what can't be read begins at the latest.
    pub fn cursor(&self) -> Option<Cursor> {
        self.after.as_deref().and_then(|after| after.parse().ok())
    }
}

/// The way to the next, older page of a list.
pub(crate) fn older(visit: &Visit, path: &str, next: Option<&Cursor>) -> Pager {
    let older = next.map(|next| visit.href(&format!("{path}?after={}", encode(&next.to_string()))));
    Pager { newer: None, older }
}

/// GET `/cases`.
pub(crate) async fn list(
    State(web): State<Web>,
    visit: Visit,
    Asked(asked): Asked<List>,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    let page = web.app.my_cases_page(person, asked.cursor().as_ref()).await?;
    let drafts = draft_rows(&web, &web.app.drafts(person).await?, &visit);
    let mut view = CasesPage {
        s: visit.titled("cases-title").at(Place::Cases),
        drafts,
        waiting: Vec::new(),
        open: Vec::new(),
        closed: Vec::new(),
        pager: older(&visit, "/cases", page.next.as_ref()),
    };
    let acts_for = person.acts_for.as_ref().map(|other| web.app.party_of(other.number));
    for case in page.rows {
        // Who acts for somebody sees that person's requests, and their own again afterwards.
        if acts_for.is_some_and(|party| case.applicant != party) {
            continue;
        }
        let mut shown = row(&case, &visit);
        shown.about = web.app.about(person, &case).await?.map(|name| Foreign::new(name.get(visit.lang)));
        match (case.closed_at, is_waiting(&case.stage)) {
            (Some(_), _) => view.closed.push(shown),
            (None, true) => view.waiting.push(shown),
            (None, false) => view.open.push(shown),
        }
    }
    Ok(respond::page(&view))
}

/// A person's drafts; a service that was taken away takes its drafts along.
pub(crate) fn draft_rows(web: &Web, drafts: &[DraftSummary], visit: &Visit) -> Vec<DraftRow> {
    drafts
        .iter()
        .filter_map(|draft| {
            let published = web.app.service(draft.service_id.as_str()).ok()?;
            Some(DraftRow {
                href: visit.href(&format!("/drafts/{}", draft.draft_id)),
                name: names::words(&published.service.name, visit.lang),
                saved: values::moment(draft.updated_at, visit.lang),
                kept_until: values::day(draft.expires_at, visit.lang),
                delete: visit.href(&format!("/drafts/{}/delete", draft.draft_id)),
            })
        })
        .collect()
}

fn row(case: &Stored, visit: &Visit) -> CaseRow {
    CaseRow {
        href: visit.href(&format!("/cases/{}", case.case_id)),
        name: names::of_json(&case.title, visit.lang),
        number: Code::new(&case.number),
        state: names::stage(&case.stage, visit.lang),
        more: promised(case, visit.lang),
        about: None,
    }
}

fn promised(case: &Stored, lang: Lang) -> Words {
    let day = case.promised_on.filter(|_| case.closed_at.is_none());
    day.map_or_else(Words::default, |day| {
        Words::new(t_args(lang, "promised-on", &[("day", &DateView::new(day, lang))]))
    })
}

/// GET `/cases/{id}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let person = visit.person()?;
    let (view, messages) = web.app.my_case_with_messages(person, id(&case)?).await?;
    // Of a request whose content was deleted nothing is rated any more.
    let is_there = view.case.deleted_at.is_none();
    let has_ended = view.timeline.iter().any(|entry| entry.event.what.kind() == "closed");
    let rating = if is_there && has_ended { web.app.my_rating(person, view.id).await? } else { None };
    let has_disputed = view.timeline.iter().any(|entry| entry.event.what.kind() == "fact_corrected")
        || view.case.facts.values().any(|fact| fact.standing() == afaq_base::Standing::Disputed);
    let corrections =
        if is_there && has_disputed { web.app.corrections_of(person, view.id).await? } else { Vec::new() };
    Ok(respond::page(&case_view::page(&web, &view, &messages, rating.as_ref(), &corrections, &visit)))
}

/// GET `/cases/{id}/evidence/{file}`.
pub(crate) async fn evidence(
    State(web): State<Web>,
    visit: Visit,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (about, bytes) = web.app.my_evidence(visit.person()?, id(&case)?, id(&file)?).await?;
    Ok(respond::file(&about.name, &about.media_type, bytes))
}
