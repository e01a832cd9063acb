//! Paying a fee: what is due, the way to the gateway, and the gateway's own calls.

use afaq_app::AppError;
use afaq_base::Money;
use afaq_domain::cases::Stage;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::html::{Code, MoneyView};
use crate::portal::drafts::PayPage;
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;

/// GET `/cases/{id}/pay`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let view = web.app.my_case(visit.person()?, id(&case)?).await?;
    let due = view.case.fee.as_ref().filter(|_| view.case.stage() == Stage::AwaitingPayment);
    let Some(fee) = due else {
        return Ok(respond::see_other(&visit.href(&format!("/cases/{}", view.id))));
    };
    let (lang, path) = (visit.lang, format!("/cases/{}", view.id));
    let sum = MoneyView::new(fee.amount, lang);
    let name = names::words(&view.service.name, lang);
    let s = visit.about(&web, view.case.applicant_number, visit.titled("pay-title").at(Place::Cases));
    let back = visit.link(&path, s.t("nav-back"));
    Ok(respond::page(&PayPage {
        s: s.back(back),
        over: name.clone(),
        case: Code::new(view.case.number),
        parts: vec![(name, sum.clone())],
        sum,
        due: None,
        action: visit.href(&format!("{path}/pay")),
        hidden: Vec::new(),
        notice: None,
    }))
}

/// POST `/cases/{id}/pay`: leads to the gateway's page.
pub(crate) async fn start(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    let page = web.app.start_payment(visit.person()?, id(&case)?).await?;
    Ok(if page.address.starts_with('/') {
        respond::see_other(&visit.href(&page.address))
    } else {
        Redirect::to(&page.address).into_response()
    })
}

/// POST `/gateway/payments`: the gateway says that something was paid. It reads the status, no page.
pub(crate) async fn called(State(web): State<Web>, posted: Posted) -> Response {
    let Ok(fils) = posted.one("amount_fils").parse::<i64>() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let (reference, transaction) = (posted.one("reference"), posted.one("transaction"));
    let (paid, signature) = (Money::from_fils(fils), posted.one("signature"));
    match web.app.payment_called(reference, transaction, paid, signature).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(AppError::NotFound) => StatusCode::NOT_FOUND.into_response(),
        Err(AppError::Refused(refusal)) => {
            tracing::warn!(code = refusal.code(), "a call of the payment gateway was refused");
            StatusCode::UNPROCESSABLE_ENTITY.into_response()
        }
        // The gateway calls again.
        Err(error) => {
            tracing::error!(%error, "a call of the payment gateway failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
