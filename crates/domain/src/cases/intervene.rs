//! What people with the right do to a case that cannot go on: try again, leave out, move; each with a reason.

use afaq_bpmn::{ElementId, Input, Place};
use afaq_feel::Context;
use serde::{Deserialize, Serialize};

use super::event::Event;
use super::work::Work;
use crate::Refusal;

/// What was done to a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intervention {
    /// It tries again what failed.
    Retried,
    /// It goes on as if its work were done.
    Skipped,
    /// It stands at another element.
    Moved,
}

fn element_of(work: &Work<'_>, incident: u64) -> Result<String, Refusal> {
    let found = work.case.process.incidents.get(&incident);
    found.map(|found| found.element.to_string()).ok_or_else(|| work.wrong_stage())
}

/// An officer has mended what stopped the process.
pub(super) fn retry(work: &mut Work<'_>, incident: u64, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    Work::check_text(reason, false)?;
    let element = element_of(work, incident)?;
    record(work, Intervention::Retried, element, None, reason);
    work.drive(Input::Retry { incident })
}

/// The work of an element is left out.
pub(super) fn skip(work: &mut Work<'_>, incident: u64, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    Work::check_text(reason, true)?;
    let element = element_of(work, incident)?;
    record(work, Intervention::Skipped, element, None, reason);
    work.drive(Input::Skip { incident, outputs: Context::new() })
}

/// A token goes to another element of its scope.
pub(super) fn move_token(work: &mut Work<'_>, token: u64, to: &str, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    work.must_be_open()?;
    Work::check_text(reason, true)?;
    // What lies ready belongs to the task that would go.
    if work.case.prepared.is_some() {
        return Err(work.wrong_stage());
    }
    let place = work.case.process.tokens.get(&token).map(|token| token.place.clone());
    let from = match place {
        Some(Place::Element(id) | Place::Flow(id)) => id.to_string(),
        None => return Err(work.wrong_stage()),
    };
    record(work, Intervention::Moved, from, Some(to.to_string()), reason);
    work.drive(Input::MoveToken { token, to: ElementId::from(to) })
}

fn record(work: &mut Work<'_>, what: Intervention, element: String, to: Option<String>, reason: &str) {
    work.emit(Event::Intervened { what, element, to, reason: reason.to_string() });
}

/// A job outside was given up: its token waits for somebody who looks.
/// One that nobody waits for any more changes nothing.
pub(super) fn fail_job(work: &mut Work<'_>, job: u64, reason: &str) -> Result<(), Refusal> {
    if work.case.closed.is_some() || !work.case.process.jobs.contains_key(&job) {
        return Ok(());
    }
    work.drive(Input::FailJob { job, reason: reason.to_string() })
}
