//! Mutation: each rule, condition and flow is deleted or altered in turn; a scenario should notice.

use afaq_base::Text;
use afaq_base::calendar::WorkingCalendar;
use afaq_pack::{PackFiles, Service};

use super::play;

/// What came of altering a pack in every way that the engine knows.
#[derive(Debug, Clone, serde::Serialize)]
pub struct MutationReport {
    /// How many alterations were tried.
    pub tried: usize,
    /// Those that no scenario noticed and for which the pack gives no written reason.
    pub survivors: Vec<Survivor>,
    /// Those that no scenario noticed, with the pack's written reason.
    pub excused: Vec<Survivor>,
}

/// An alteration that no scenario noticed.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Survivor {
    /// Its id, for `scenarios/survivors.yaml`.
    pub id: String,
    /// What was altered.
    pub description: Text,
    /// The written reason.
    pub reason: Option<Text>,
}

/// Plays all scenarios against every alteration.
pub fn mutate(
    service: &Service,
    pack: &PackFiles,
    calendar: &WorkingCalendar,
    mut tick: impl FnMut(usize, usize),
) -> MutationReport {
    let mutants = afaq_pack::mutants(service);
    let written = afaq_pack::survivors(pack);
    let total = mutants.len();
    let mut report = MutationReport { tried: total, survivors: Vec::new(), excused: Vec::new() };
    for (index, mutant) in mutants.into_iter().enumerate() {
        tick(index, total);
        let is_noticed = match mutant.apply(service) {
            // An alteration that the checker refuses is noticed by it.
            None => true,
            Some(altered) => {
                service.scenarios.iter().any(|scenario| !play(&altered, scenario, calendar).is_passed())
            }
        };
        if is_noticed {
            continue;
        }
        let reason = written.get(&mutant.id).cloned();
        let survivor = Survivor { id: mutant.id.clone(), description: mutant.description.clone(), reason };
        if survivor.reason.is_some() {
            report.excused.push(survivor);
        } else {
            report.survivors.push(survivor);
        }
    }
    report
}
