//! Retention: how long a case is kept, what holds it longer, and its end.

use afaq_base::calendar::WorkingCalendar;
use afaq_base::time::{from_local, local_datetime};
use afaq_base::{Span, Timestamp};
use afaq_pack::{RetentionFrom, Service};

use super::event::{CaseOutcome, Event};
use super::state::Case;
use super::work::Work;
use crate::Refusal;

/// A moment some time after another; none where the calendars do not reach.
fn after(calendar: &WorkingCalendar, at: Timestamp, span: Span) -> Option<Timestamp> {
    match span {
        Span::Calendar(period) => period.after(local_datetime(at)).map(from_local),
        Span::WorkingDays(_) | Span::WorkingHours(_) => calendar.deadline(at, span).ok(),
    }
}

/// Until when a document counts; `None` for one that counts for good.
fn ends(
    service: &Service,
    calendar: &WorkingCalendar,
    output: &super::state::IssuedOutput,
) -> Option<Timestamp> {
    let (_, issued_at) = output.issued?;
    if let Some((_, at)) = &output.revoked {
        return Some(*at);
    }
    service.find_output(&output.output)?.valid_for.and_then(|span| after(calendar, issued_at, span))
}

/// From when on what people gave in a case is to be deleted; `None` while nobody can say.
///
/// Never before the case has ended and an appeal is out of time, and never while a document of it
/// still counts, since without its case nobody could revoke it.
pub fn delete_after(service: &Service, case: &Case, calendar: &WorkingCalendar) -> Option<Timestamp> {
    if case.held.is_some() || case.deleted_at.is_some() {
        return None;
    }
    let closed = case.closed.as_ref()?;
    let last = case.outputs.iter().filter_map(|output| ends(service, calendar, output)).max();
    let from = match service.retention.from {
        RetentionFrom::Closed => closed.at,
        RetentionFrom::Submitted => case.opened_at,
        RetentionFrom::Expired => last.unwrap_or(closed.at),
    };
    let due = after(calendar, from, service.retention.keep)?.max(closed.at);
    let appeal =
        service.appeal.as_ref().filter(|_| closed.outcome == CaseOutcome::Refused && !case.is_appealed);
    let appeal = appeal.and_then(|appeal| after(calendar, closed.at, appeal.within));
    [last, appeal].into_iter().flatten().max().map_or(Some(due), |other| Some(due.max(other)))
}

/// An officer keeps the case, whatever its retention says.
pub(super) fn hold(work: &mut Work<'_>, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    Work::check_text(reason, true)?;
    if work.case.held.is_some() {
        return Err(Refusal::WrongStage { stage: "held" });
    }
    work.emit(Event::Held { reason: reason.to_string() });
    Ok(())
}

/// The case need not be held any longer.
pub(super) fn release(work: &mut Work<'_>, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    Work::check_text(reason, true)?;
    if work.case.held.is_none() {
        return Err(Refusal::WrongStage { stage: "not_held" });
    }
    work.emit(Event::Released { reason: reason.to_string() });
    Ok(())
}

/// The clock says that the time may be over. Where it is not, nothing happens.
pub(super) fn end(work: &mut Work<'_>) -> Result<(), Refusal> {
    let due = delete_after(work.env.service, &work.case, work.env.calendar);
    if let Some(due_at) = due.filter(|due| *due <= work.now()) {
        let keep = work.env.service.retention.keep.in_words(afaq_base::Lang::En);
        work.emit(Event::ContentDeleted { keep, due_at });
    }
    Ok(())
}
