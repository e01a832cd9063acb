//! Pages of words.

use axum::response::Response;

use crate::html::Words;
use crate::prose::ProsePage;
use crate::respond;
use crate::routes::visit::Visit;

/// `/help`.
pub(crate) async fn help(visit: Visit) -> Response {
    respond::page(&ProsePage::help(visit.shell(Words::default())))
}

/// `/accessibility`.
pub(crate) async fn accessibility(visit: Visit) -> Response {
    respond::page(&ProsePage::accessibility(visit.shell(Words::default())))
}

/// `/privacy`.
pub(crate) async fn privacy(visit: Visit) -> Response {
    respond::page(&ProsePage::privacy(visit.shell(Words::default())))
}
