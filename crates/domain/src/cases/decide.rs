//! Judges commands: the one door through which a case changes.

use afaq_base::Text;
use afaq_base::calendar::WorkingCalendar;
use afaq_pack::Service;
use jiff::SignedDuration;

use super::command::{Action, Command};
use super::event::CaseEvent;
use super::state::Case;
use super::work::Work;
use super::{
    actions, applicant, clock, fees, inbound, intervene, migrate, notes, officer, outputs, retention,
    signing, silence, submit,
};
use crate::Refusal;
use crate::parties::Actor;

/// What a command is judged by, besides the case itself.
#[derive(Debug, Clone, Copy)]
pub struct Env<'a> {
    /// The version of the public service that the case is pinned to.
    pub service: &'a Service,
    /// The working calendar of the body in charge.
    pub calendar: &'a WorkingCalendar,
    /// Whether the service takes no new requests.
    pub is_suspended: bool,
    /// How long a prepared decision can be undone before it is taken.
    pub undo: SignedDuration,
    /// Where the person finds the case, in each language.
    pub link: &'a Text,
}

/// Judges one command. Pure: the same input gives the same outcome.
///
/// Gives the events and the case as it stands after them.
///
/// # Errors
/// A [`Refusal`] means that nothing has happened.
pub fn decide(
    case: Option<&Case>,
    command: &Command,
    env: &Env<'_>,
) -> Result<(Vec<CaseEvent>, Case), Refusal> {
    let Some(case) = case else {
        return match &command.action {
            Action::Submit(draft) => submit::submit(draft, command, env),
            _ => Err(Refusal::WrongStage { stage: "draft" }),
        };
    };
    // Nothing is left of it that anybody could decide about.
    if case.deleted_at.is_some() && !matches!(command.action, Action::EndRetention) {
        return Err(Refusal::WrongStage { stage: "deleted" });
    }
    let mut work = Work::new(case.clone(), command, env);
    judge(&mut work, &command.action)?;
    Ok(work.finish())
}

fn judge(work: &mut Work<'_>, action: &Action) -> Result<(), Refusal> {
    if !may_ask(&work.command.by, action) {
        return Err(Refusal::NotAllowed);
    }
    match action {
        Action::Submit(_) => Err(work.wrong_stage()),
        Action::Answer { facts, evidence, text } => applicant::answer(work, facts, evidence, text),
        Action::Remind { answer_by } => {
            applicant::remind(work, *answer_by);
            Ok(())
        }
        Action::Correct { path, value, reason } => applicant::correct(work, path, value, reason),
        Action::Settle { path, value, reason } => applicant::settle(work, path, value, reason),
        Action::Withdraw { reason } => applicant::withdraw(work, reason),
        Action::Appeal { text } => applicant::appeal(work, text),
        Action::Assign { officer } => officer::assign(work, officer.as_deref()),
        Action::Transfer { unit, reason } => officer::transfer(work, unit, reason),
        Action::Prepare { task, choice, reasons, note, sets } => {
            officer::prepare(work, *task, *choice, reasons, note, sets)
        }
        Action::Undo => officer::undo(work),
        Action::Countersign => signing::countersign(work),
        Action::Note { text } => notes::note(work, text),
        Action::Review { finding, text } => notes::review(work, *finding, text),
        Action::TakeEffect { event } => officer::take_effect(work, *event),
        Action::Finish { task, choice, text, items, sets } => {
            officer::finish(work, *task, *choice, text, items, sets)
        }
        Action::Retry { incident, reason } => intervene::retry(work, *incident, reason),
        Action::Skip { incident, reason } => intervene::skip(work, *incident, reason),
        Action::MoveToken { token, to, reason } => intervene::move_token(work, *token, to, reason),
        Action::FailJob { job, reason } => intervene::fail_job(work, *job, reason),
        Action::StopClock { reason, note } => clock::stop(work, *reason, note),
        Action::StartClock => clock::start(work),
        Action::Escalate { rung, task } => {
            clock::escalate(work, *rung, *task);
            Ok(())
        }
        Action::MoveDeadlines { before, announced_at, why } => {
            clock::move_deadlines(work, before, *announced_at, why)
        }
        Action::Migrate { passage, in_force, reason } => migrate::migrate(work, passage, *in_force, reason),
        Action::TakeMessage(inbound) => inbound::take(work, inbound),
        Action::BeginAction { action } => actions::begin(work, action),
        Action::ConfirmPayment { reference, transaction, paid } => {
            fees::confirm(work, reference, transaction, *paid)
        }
        Action::EndLegalTime => silence::end_legal_time(work),
        Action::Hold { reason } => retention::hold(work, reason),
        Action::Release { reason } => retention::release(work, reason),
        Action::EndRetention => retention::end(work),
        Action::Issue { document, file } => outputs::issue(work, *document, *file),
        Action::Revoke { document, reason } => outputs::revoke(work, *document, reason),
        Action::TakeReadings { facts, readings } => work.take_readings(facts, readings),
        Action::FireTimer { timer, planned_ms } => work.fire(*timer, *planned_ms),
    }
}

/// What gateways and clocks report comes from them alone, and they ask nothing else.
fn may_ask(by: &Actor, action: &Action) -> bool {
    let is_machine = matches!(by, Actor::Clock | Actor::Gateway | Actor::Rules | Actor::System { .. });
    match action {
        Action::ConfirmPayment { .. } => *by == Actor::Gateway,
        Action::TakeEffect { .. }
        | Action::Issue { .. }
        | Action::TakeReadings { .. }
        | Action::Remind { .. }
        | Action::EndLegalTime
        | Action::EndRetention
        | Action::FailJob { .. }
        | Action::Escalate { .. }
        | Action::MoveDeadlines { .. }
        | Action::FireTimer { .. } => *by == Actor::Clock,
        Action::TakeMessage(_) => matches!(by, Actor::System { .. }),
        Action::Migrate { .. } => migrate::may_migrate(by),
        Action::Submit(_)
        | Action::Answer { .. }
        | Action::Correct { .. }
        | Action::Settle { .. }
        | Action::Withdraw { .. }
        | Action::Appeal { .. }
        | Action::Assign { .. }
        | Action::Transfer { .. }
        | Action::Prepare { .. }
        | Action::Undo
        | Action::Countersign
        | Action::Note { .. }
        | Action::Review { .. }
        | Action::Finish { .. }
        | Action::Retry { .. }
        | Action::Skip { .. }
        | Action::MoveToken { .. }
        | Action::StopClock { .. }
        | Action::StartClock
        | Action::BeginAction { .. }
        | Action::Hold { .. }
        | Action::Release { .. }
        | Action::Revoke { .. } => !is_machine,
    }
}
