//! What must happen outside after a command: stored with its events, done afterwards, repeatable.

use afaq_base::{DocumentId, TaskId, Timestamp};
use afaq_bpmn::Event as Move;
use afaq_pack::{Operation, Service};
use serde::{Deserialize, Serialize};

use super::event::{CaseEvent, Event};
use super::state::Case;

/// One piece of background work for a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "job", rename_all = "snake_case")]
pub enum Job {
    /// A timer of the process is due at its time.
    FireTimer {
        /// The timer.
        timer: u64,
        /// For when, in Unix milliseconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        planned_ms: Option<i64>,
    },
    /// A prepared decision is taken at its time.
    TakeEffect {
        /// The number of the event that prepared it.
        event: u64,
    },
    /// The applicant is reminded of a question.
    Remind {
        /// The time to answer of the question.
        answer_by: Timestamp,
    },
    /// The legal time may be over.
    EndLegalTime,
    /// A document is set and stored.
    SetDocument {
        /// The document.
        document: DocumentId,
    },
    /// Registers are read again for the process.
    ReadRegisters {
        /// The waiting job of the process.
        process_job: u64,
    },
    /// A rung of an escalation may be reached.
    Escalate {
        /// Which of the pack's rungs.
        rung: usize,
        /// Of which task; of the whole case where this is missing.
        task: Option<u64>,
    },
    /// A message goes out by mail or short message.
    Deliver {
        /// The number of the event in its case.
        event: u64,
    },
    /// The holder of a disputed fact has answered, and the case takes it in.
    Settle {
        /// The correction.
        correction: TaskId,
    },
}

impl Job {
    /// The kind, as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::FireTimer { .. } => "fire_timer",
            Self::TakeEffect { .. } => "take_effect",
            Self::Remind { .. } => "remind",
            Self::EndLegalTime => "end_legal_time",
            Self::SetDocument { .. } => "set_document",
            Self::ReadRegisters { .. } => "read_registers",
            Self::Escalate { .. } => "escalate",
            Self::Deliver { .. } => "deliver",
            Self::Settle { .. } => "settle",
        }
    }
}

/// A job with its time and the number of the event that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueJob {
    /// What is to be done.
    pub job: Job,
    /// When it may begin.
    pub due_at: Timestamp,
    /// The event's number in its case.
    pub version: u64,
}

/// The jobs that follow from new events, each with the moment it is due.
///
/// `first_version` is the number of the first of these events in its case.
pub fn jobs(service: &Service, case: &Case, events: &[CaseEvent], first_version: u64) -> Vec<DueJob> {
    let mut jobs = Vec::new();
    for (version, event) in (first_version..).zip(events) {
        match &event.what {
            Event::Progressed { moves, .. } => {
                for one in moves {
                    jobs.extend(job_of_move(service, case, one, event.at).map(|(job, due_at)| DueJob {
                        job,
                        due_at,
                        version,
                    }));
                }
            }
            // Without the second signature nothing takes effect.
            Event::DecisionPrepared(prepared) if prepared.needs_second => {}
            Event::DecisionPrepared(prepared) => {
                jobs.push(DueJob {
                    job: Job::TakeEffect { event: version },
                    due_at: prepared.takes_effect_at,
                    version,
                });
            }
            Event::Countersigned { takes_effect_at, .. } => {
                let job = Job::TakeEffect { event: version };
                jobs.push(DueJob { job, due_at: *takes_effect_at, version });
            }
            Event::Asked { answer_by, remind_at: Some(due_at), .. } => {
                jobs.push(DueJob { job: Job::Remind { answer_by: *answer_by }, due_at: *due_at, version });
            }
            Event::LegalTime { until } => {
                jobs.push(DueJob { job: Job::EndLegalTime, due_at: *until, version });
            }
            Event::RungsPlanned { rungs } => {
                // What was planned otherwise by the same command needs no job.
                let still = rungs.iter().filter(|planned| case.clock.planned.contains(planned));
                jobs.extend(still.map(|planned| DueJob {
                    job: Job::Escalate { rung: planned.rung, task: planned.task },
                    due_at: planned.at,
                    version,
                }));
            }
            Event::OutputRequested { document, .. } => {
                jobs.push(DueJob {
                    job: Job::SetDocument { document: *document },
                    due_at: event.at,
                    version,
                });
            }
            Event::MessageSent { .. } => {
                jobs.push(DueJob { job: Job::Deliver { event: version }, due_at: event.at, version });
            }
            _ => {}
        }
    }
    jobs
}

fn job_of_move(service: &Service, case: &Case, one: &Move, at: Timestamp) -> Option<(Job, Timestamp)> {
    match one {
        // A timer that the same command disarmed again needs no job.
        Move::TimerArmed { timer, due_ms, .. } | Move::TimerMoved { timer, due_ms, .. }
            if case.process.timers.contains_key(timer) =>
        {
            let job = Job::FireTimer { timer: *timer, planned_ms: Some(*due_ms) };
            Timestamp::from_millisecond(*due_ms).ok().map(|due| (job, due))
        }
        Move::JobRequested { job, element, .. } => match service.operations.get(&**element) {
            Some(Operation::ReadRegisters) => Some((Job::ReadRegisters { process_job: *job }, at)),
            Some(Operation::CollectFee | Operation::Issue { .. } | Operation::Notify { .. }) | None => None,
        },
        _ => None,
    }
}
