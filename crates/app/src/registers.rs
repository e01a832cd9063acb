//! Reading registers while somebody waits: side by side, each with a deadline, never twice.

use std::sync::Arc;

use afaq_domain::cases::{Facts, Reading, ReadingOutcome, intake};
use afaq_pack::Service;
use afaq_ports::{RegisterAnswer, RegisterQuery};

use crate::{App, AppError, limits};

impl App {
    /// Reads every register that the pack needs and that may be read now, until nothing new is open.
    pub(crate) async fn read_registers(
        &self,
        service: &Arc<Service>,
        facts: &mut Facts,
        readings: &mut Vec<Reading>,
    ) -> Result<(), AppError> {
        for _ in 0..limits::READING_ROUNDS_MAX {
            let queries = intake::queries(service, facts, self.now());
            if queries.is_empty() {
                break;
            }
            let mut asked = Vec::with_capacity(queries.len());
            for query in queries {
                let registers = self.ports().registers.clone();
                let deadline = self.settings().register_deadline_ms;
                let question = RegisterQuery { register: query.register.clone(), keys: query.keys.clone() };
                let answer = tokio::task::spawn_blocking(move || registers.read(&question, deadline));
                asked.push((query, answer));
            }
            for (query, answer) in asked {
                // A reader that failed is a register that did not answer.
                let answer = match answer.await {
                    Ok(RegisterAnswer::Record(record)) => intake::Answer::Record(record),
                    Ok(RegisterAnswer::NoRecord) => intake::Answer::NoRecord,
                    Ok(RegisterAnswer::Silent(_)) | Err(_) => intake::Answer::Silent,
                };
                readings.push(Reading {
                    register: query.register.clone(),
                    outcome: match answer {
                        intake::Answer::Record(_) => ReadingOutcome::Record,
                        intake::Answer::NoRecord => ReadingOutcome::NoRecord,
                        intake::Answer::Silent => ReadingOutcome::Silent,
                    },
                    at: self.now(),
                });
                intake::take(service, &query, &answer, self.now(), facts);
            }
        }
        Ok(())
    }
}
