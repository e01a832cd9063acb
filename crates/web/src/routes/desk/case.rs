//! A case on the desk with its files. Every look is recorded.

use axum::extract::{Path, State};
use axum::response::Response;

use super::case_view;
use crate::respond;
use crate::routes::Web;
use crate::routes::fail::{Fail, id};
use crate::routes::portal::documents::of_file;
use crate::routes::visit::Visit;

/// GET `/desk/cases/{id}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let view = web.app.case_on_desk(officer, id(&case)?).await?;
    Ok(respond::page(&case_view::page(&web, &view, officer, &visit)))
}

/// GET `/desk/cases/{id}/evidence/{file}`.
pub(crate) async fn evidence(
    State(web): State<Web>,
    visit: Visit,
    Path((case, file)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let (about, bytes) = web.app.desk_evidence(visit.officer()?, id(&case)?, id(&file)?).await?;
    Ok(respond::file(&about.name, &about.media_type, bytes))
}

/// GET `/desk/documents/{id}.pdf`.
pub(crate) async fn document(
    State(web): State<Web>,
    visit: Visit,
    Path(file): Path<String>,
) -> Result<Response, Fail> {
    let (row, bytes) = web.app.desk_document(visit.officer()?, of_file(&file)?).await?;
    Ok(respond::file(&format!("{}.pdf", row.number), "application/pdf", bytes))
}
