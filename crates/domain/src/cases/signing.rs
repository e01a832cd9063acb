//! A second signature: where the pack wants one, another officer signs before anything leaves.

use super::event::Event;
use super::work::Work;
use crate::Refusal;

/// A second officer of the task signs the prepared decision; from then on its time to undo runs.
pub(super) fn countersign(work: &mut Work<'_>) -> Result<(), Refusal> {
    let prepared = work.case.prepared.clone().ok_or_else(|| work.wrong_stage())?;
    if !prepared.awaits_second() {
        return Err(work.wrong_stage());
    }
    let spec = work.open_task(prepared.task)?;
    let officer = work.must_be_officer(Some(spec))?.to_string();
    if officer == prepared.officer {
        return Err(Refusal::SameOfficer);
    }
    must_not_have_helped(work, &officer)?;
    let takes_effect_at = work.now() + work.env.undo;
    work.emit(Event::Countersigned { officer, takes_effect_at });
    Ok(())
}

/// Who filled the form in with the person does not decide about it.
pub(super) fn must_not_have_helped(work: &Work<'_>, officer: &str) -> Result<(), Refusal> {
    match &work.case.helped {
        Some(helped) if helped.officer == officer => Err(Refusal::SameOfficer),
        Some(_) | None => Ok(()),
    }
}
