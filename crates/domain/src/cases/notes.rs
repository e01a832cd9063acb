//! What officers write for each other: notes in a case, and what a review of a decided case found.

use super::event::{Event, Finding};
use super::work::Work;
use crate::parties::Actor;
use crate::{Refusal, limits};

/// A note for colleagues. The person finds it in the file of their data alone.
pub(super) fn note(work: &mut Work<'_>, text: &str) -> Result<(), Refusal> {
    must_work_on_it(work)?;
    Work::check_text(text, true)?;
    if work.case.notes >= limits::NOTES_MAX {
        return Err(Refusal::OverLimit { what: "notes", max: limits::NOTES_MAX });
    }
    work.emit(Event::Noted { text: text.to_string() });
    Ok(())
}

/// An officer of the body in charge, or of a body that has a task in the case.
fn must_work_on_it(work: &Work<'_>) -> Result<(), Refusal> {
    let Actor::Officer { body, .. } = &work.command.by else { return Err(Refusal::NotAllowed) };
    let mut specs = work.case.process.tasks.keys().filter_map(|task| work.open_task(*task).ok());
    if *body == work.case.body || specs.any(|spec| spec.body.as_str() == body) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed)
    }
}

/// What a second officer found in a decided case, once. Whoever signed the decision or helped with the form
/// reviews nothing of it.
pub(super) fn review(work: &mut Work<'_>, finding: Finding, text: &str) -> Result<(), Refusal> {
    let officer = work.must_be_officer(None)?;
    if work.case.closed.is_none() || work.case.signed_by.is_empty() || work.case.review.is_some() {
        return Err(work.wrong_stage());
    }
    let took_part = work.case.signed_by.iter().any(|signed| signed == officer)
        || work.case.helped.as_ref().is_some_and(|helped| helped.officer == officer);
    if took_part {
        return Err(Refusal::SameOfficer);
    }
    Work::check_text(text, finding != Finding::Right)?;
    work.emit(Event::Reviewed { finding, text: text.to_string() });
    Ok(())
}
