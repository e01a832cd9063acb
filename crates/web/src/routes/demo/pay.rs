//! The demonstration's payment page, where one chooses what the gateway does: once, twice, late, never.

use std::time::Duration;

use afaq_base::{CaseId, Money};
use axum::extract::{Path, State};
use axum::response::Response;

use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{MoneyView, Words};
use crate::respond;
use crate::routes::Web;
use crate::routes::fail::Fail;
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::shell::Place;
use crate::texts::t;

/// How long the gateway waits that calls late.
const LATE: Duration = Duration::from_secs(20);
/// What one can choose, with the keys of the words.
const WAYS: [(&str, &str); 4] = [
    ("once", "demo-pay-once"),
    ("twice", "demo-pay-twice"),
    ("late", "demo-pay-late"),
    ("never", "demo-pay-never"),
];

/// The payment, if it belongs to a case of this person.
async fn due(web: &Web, visit: &Visit, reference: &str) -> Result<(CaseId, Money), Fail> {
    let row = web.app.store().find_payment(reference).await.map_err(afaq_app::AppError::from)?;
    let row = row.ok_or(Fail::NotFound)?;
    web.app.my_case(visit.person()?, row.case_id).await?;
    Ok((row.case_id, Money::from_fils(row.amount_fils)))
}

/// GET `/demo/pay/{reference}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(reference): Path<String>,
) -> Result<Response, Fail> {
    let (case, amount) = due(&web, &visit, &reference).await?;
    let lang = visit.lang;
    let options =
        WAYS.iter().enumerate().map(|(at, (way, key))| Choice::new(*way, t(lang, key), at == 0)).collect();
    let question = Question::new("way", t(lang, "demo-pay-way"), Control::Radios { options });
    let s = visit.titled("demo-pay-title").at(Place::Cases);
    let intro = Words::new(s.t1("demo-pay-help", "amount", MoneyView::new(amount, lang)));
    let mut form =
        FormPage::new(s, visit.href(&format!("/demo/pay/{reference}")), vec![Block::Question(question)]);
    form.intro = intro;
    form.button = Words::from(t(lang, "demo-pay-button"));
    form.cancel = Some(visit.link(&format!("/cases/{case}"), t(lang, "cancel")));
    Ok(respond::page(&form))
}

/// POST `/demo/pay/{reference}`.
pub(crate) async fn choose(
    State(web): State<Web>,
    visit: Visit,
    Path(reference): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (case, amount) = due(&web, &visit, &reference).await?;
    let Some(demonstration) = &web.settings.demonstration else { return Err(Fail::NotFound) };
    // Each press is a payment of its own; a gateway that calls twice tells of one and the same.
    let transaction = afaq_base::PaymentId::from_bytes(web.app.ports().entropy.bytes()).to_string();
    let signature = (demonstration.sign_payment)(&reference, &transaction, amount);
    let calls = match posted.one("way") {
        "once" => 1,
        "twice" => 2,
        "late" => {
            let app = web.app.clone();
            tokio::spawn(async move {
                tokio::time::sleep(LATE).await;
                if let Err(error) = app.payment_called(&reference, &transaction, amount, &signature).await {
                    tracing::warn!(%error, "a late call of the payment gateway");
                }
            });
            return Ok(respond::see_other(&visit.href(&format!("/cases/{case}"))));
        }
        _ => 0,
    };
    for _ in 0..calls {
        web.app.payment_called(&reference, &transaction, amount, &signature).await?;
    }
    Ok(respond::see_other(&visit.href(&format!("/cases/{case}"))))
}
