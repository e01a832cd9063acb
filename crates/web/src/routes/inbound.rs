//! Messages of other systems as JSON: who sends is known by a secret, what may be sent by the settings.

use afaq_app::AppError;
use afaq_app::inbound::{Incoming, Received};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::Web;
use super::rate::Rate;

/// The secret of a call: `Authorization: Bearer …`.
fn secret(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ").map(str::trim)
}

fn problem(status: StatusCode, code: &'static str, words: &str) -> Response {
    (status, Json(json!({ "problem": code, "words": words }))).into_response()
}

/// POST `/api/messages/{name}`.
pub(crate) async fn receive(
    State(web): State<Web>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Incoming>, JsonRejection>,
) -> Response {
    let Some(sender) = secret(&headers).and_then(|secret| web.app.find_sender(secret)) else {
        return problem(
            StatusCode::UNAUTHORIZED,
            "unknown_sender",
            "send the secret as `Authorization: Bearer …`",
        );
    };
    if !web.rates.take(Rate::Messages, &sender) {
        return problem(StatusCode::TOO_MANY_REQUESTS, "too_often", "send more slowly");
    }
    let incoming = match body {
        Ok(Json(incoming)) => incoming,
        // The text of the rejection names places, never values.
        Err(rejection) => {
            return problem(
                rejection.status(),
                "not_a_message",
                "a message is {\"id\", \"key\", \"values\"}",
            );
        }
    };
    match web.app.receive(&sender, &name, &incoming).await {
        Ok(received) => {
            let status = match received {
                Received::Kept => StatusCode::ACCEPTED,
                Received::Taken | Received::Repeated => StatusCode::OK,
            };
            (status, Json(json!({ "outcome": received.word() }))).into_response()
        }
        Err(AppError::NotFound) => {
            problem(StatusCode::NOT_FOUND, "not_yours", "this sender may not send a message of this name")
        }
        Err(AppError::Field { field, message }) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Json(json!({ "problem": "wrong_field", "field": field, "words": message.en, "words_ar": message.ar })),
        )
            .into_response(),
        Err(AppError::Refused(refusal)) => {
            problem(StatusCode::UNPROCESSABLE_ENTITY, refusal.code(), &refusal.text().en)
        }
        // The sender tries again.
        Err(error) => {
            tracing::error!(%error, %sender, "a message could not be taken");
            problem(StatusCode::SERVICE_UNAVAILABLE, "later", "try again later")
        }
    }
}
