//! What can go wrong in a handler, and which page says so: one place for all of them.

use afaq_app::AppError;
use afaq_app::rows::StoreError;
use afaq_base::Text;
use afaq_domain::Refusal;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::whole::RequestId;
use crate::errors::{ErrorPage, Wrong};
use crate::html::{Code, Words};
use crate::shell::Shell;

/// A handler did not come to its end.
#[derive(Debug)]
pub(crate) enum Fail {
    /// There is no such thing, or it is somebody else's.
    NotFound,
    /// Nobody is signed in who may see this.
    SignIn,
    /// What came is no form of ours.
    BadRequest,
    /// It is larger than the limit.
    TooLarge,
    /// Too often.
    TooMany,
    /// A use case did not do it.
    App(AppError),
}

impl From<AppError> for Fail {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// What a page says about a failure; it travels from the handler to the guard inside the answer.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub wrong: Wrong,
    words: Option<Text>,
    /// For operators; never with personal data.
    log: Option<String>,
}

impl Problem {
    fn new(wrong: Wrong) -> Self {
        Self { wrong, words: None, log: None }
    }

    fn saying(wrong: Wrong, words: Text) -> Self {
        Self { wrong, words: Some(words), log: None }
    }

    fn logged(wrong: Wrong, error: &AppError) -> Self {
        let cause = std::error::Error::source(error).map(|cause| format!(": {cause}")).unwrap_or_default();
        Self { wrong, words: None, log: Some(format!("{error}{cause}")) }
    }

    /// What an error without a page of its own is.
    pub fn of_status(status: StatusCode) -> Self {
        Self::new(match status {
            StatusCode::PAYLOAD_TOO_LARGE => Wrong::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Wrong::TooMany,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => Wrong::NotFound,
            StatusCode::FORBIDDEN => Wrong::CrossSite,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::REQUEST_TIMEOUT => Wrong::Unavailable,
            other if other.is_client_error() => Wrong::BadRequest,
            _ => Wrong::Fault,
        })
    }

    fn of_app(error: &AppError) -> Self {
        match error {
            AppError::Refused(refusal) => Self::saying(wrong_of(refusal), refusal.text()),
            AppError::NotFound => Self::new(Wrong::NotFound),
            AppError::Stale => Self::new(Wrong::Stale),
            AppError::SignIn => Self::new(Wrong::SessionEnded),
            AppError::Field { message, .. } => Self::saying(Wrong::Refused, message.clone()),
            AppError::File(problem) => Self::saying(Wrong::Refused, problem.text()),
            AppError::Fault(fault) if fault.is_passing => Self::logged(Wrong::Unavailable, error),
            AppError::Store(StoreError::DiskFull) => Self::logged(Wrong::Unavailable, error),
            AppError::Fault(_) | AppError::Store(_) | AppError::Data(_) | AppError::PackHasFaults(_) => {
                Self::logged(Wrong::Fault, error)
            }
        }
    }

    /// The page.
    pub fn answer(self, shell: Shell, id: &RequestId) -> Response {
        if let Some(log) = &self.log {
            tracing::error!(request = %id.0, error = %log, "a request failed");
        }
        let lang = shell.lang;
        let mut page = ErrorPage::new(shell, self.wrong);
        if let Some(words) = self.words {
            page.words = Words::new(words.get(lang).to_string());
        }
        if matches!(self.wrong, Wrong::Fault | Wrong::Unavailable) {
            page.reference = Some(Code::new(&id.0));
        }
        page.answer()
    }
}

/// A refusal because the case has moved on is a conflict; any other is about what was sent.
fn wrong_of(refusal: &Refusal) -> Wrong {
    match refusal {
        Refusal::WrongStage { .. } | Refusal::TaskNotOpen { .. } | Refusal::TooLate => Wrong::Stale,
        Refusal::NotAllowed
        | Refusal::ChoiceNotOffered { .. }
        | Refusal::ReasonMissing
        | Refusal::UnknownReason { .. }
        | Refusal::AnswersMissing { .. }
        | Refusal::NotSettable { .. }
        | Refusal::WrongValue { .. }
        | Refusal::MandateMissing
        | Refusal::WrongAmount
        | Refusal::UnknownPayment
        | Refusal::TextLength { .. }
        | Refusal::OverLimit { .. }
        | Refusal::CorrectionOpen
        | Refusal::Suspended
        | Refusal::SameOfficer
        | Refusal::WrongDates
        | Refusal::WrongEffectiveDay
        | Refusal::AwayAlready
        | Refusal::NothingNew
        | Refusal::HasFaults { .. }
        | Refusal::Process { .. } => Wrong::Refused,
    }
}

impl IntoResponse for Fail {
    fn into_response(self) -> Response {
        let problem = match &self {
            Self::NotFound => Problem::new(Wrong::NotFound),
            Self::SignIn => Problem::new(Wrong::SessionEnded),
            Self::BadRequest => Problem::new(Wrong::BadRequest),
            Self::TooLarge => Problem::new(Wrong::TooLarge),
            Self::TooMany => Problem::new(Wrong::TooMany),
            Self::App(error) => Problem::of_app(error),
        };
        let mut response = problem.wrong.status().into_response();
        response.extensions_mut().insert(problem);
        response
    }
}

/// A refusal's words where the form itself can show them; any other failure goes on as it is.
pub(crate) fn refusal(error: AppError) -> Result<Text, Fail> {
    match error {
        AppError::Refused(refusal) if wrong_of(&refusal) == Wrong::Refused => Ok(refusal.text()),
        AppError::Field { message, .. } => Ok(message),
        AppError::File(problem) => Ok(problem.text()),
        other => Err(other.into()),
    }
}

/// An id in an address; one that is none is not found.
pub(crate) fn id<T: std::str::FromStr>(text: &str) -> Result<T, Fail> {
    text.parse().map_err(|_| Fail::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(error: AppError, status: u16) {
        let shown = format!("{error:?}");
        assert_eq!(Fail::from(error).into_response().status().as_u16(), status, "{shown}");
    }

    #[test]
    fn every_failure_has_its_status() {
        let fault =
            |is_passing| afaq_ports::Fault { system: "scanner".into(), what: "no answer".into(), is_passing };
        check(AppError::NotFound, 404);
        check(AppError::Stale, 409);
        check(AppError::SignIn, 401);
        check(AppError::Refused(Refusal::TooLate), 409);
        check(AppError::Refused(Refusal::TaskNotOpen { task: 1 }), 409);
        check(AppError::Refused(Refusal::ReasonMissing), 422);
        check(AppError::Refused(Refusal::Suspended), 422);
        check(AppError::File(afaq_app::cases::FileProblem::Empty), 422);
        check(AppError::Store(StoreError::DiskFull), 503);
        check(AppError::Fault(fault(true)), 503);
        check(AppError::Fault(fault(false)), 500);
        check(AppError::Data("x".into()), 500);
    }
}
