//! Outputs: documents that a case issues and may later revoke.

use afaq_base::{DocumentId, FileId};
use afaq_bpmn::Input;
use afaq_feel::Context;
use afaq_pack::Trigger;

use super::event::Event;
use super::work::Work;
use crate::Refusal;

/// A document was set and its bytes are stored: the process goes on.
pub(super) fn issue(work: &mut Work<'_>, document: DocumentId, file: FileId) -> Result<(), Refusal> {
    let output = work
        .case
        .outputs
        .iter()
        .find(|output| output.document == document)
        .cloned()
        .ok_or(Refusal::WrongStage { stage: "no_such_document" })?;
    // A document whose request was withdrawn meanwhile is not issued any more.
    if output.issued.is_some() || !work.case.process.jobs.contains_key(&output.job) {
        return Ok(());
    }
    work.emit(Event::OutputIssued { document, file });
    work.tell(Trigger::Issued);
    work.drive(Input::CompleteJob { job: output.job, outputs: Context::new() })
}

/// An officer of the body takes an issued document back; its verification page says so from now on.
pub(super) fn revoke(work: &mut Work<'_>, document: DocumentId, reason: &str) -> Result<(), Refusal> {
    work.must_be_officer(None)?;
    Work::check_text(reason, true)?;
    let is_issued = work
        .case
        .outputs
        .iter()
        .any(|output| output.document == document && output.issued.is_some() && output.revoked.is_none());
    if !is_issued {
        return Err(Refusal::WrongStage { stage: "not_issued" });
    }
    work.emit(Event::OutputRevoked { document, reason: reason.to_string() });
    work.tell(Trigger::Revoked);
    Ok(())
}
