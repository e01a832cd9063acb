//! Simulation: many cases of a process under virtual time, by the engine that runs real ones.
//!
//! Cases come by chance, wait for the people of roles in the order of their coming, and are worked on
//! in working time. What comes of work, and which way is taken, is drawn by shares, or follows in FEEL
//! from what was drawn. The same scenario with the same seed gives the same report.

mod draw;
mod report;
mod run;
mod scenario;
mod surroundings;

pub use draw::Duration;
pub use report::{ActivityReport, Bottleneck, Report, RoleReport, Spread};
pub use scenario::{
    Always, Answer, Choice, Drawn, Outcomes, Scenario, Staff, Work, World, due_in_calendar_time,
};

use crate::process::ProcessDefinition;

/// Plays a scenario and reports.
pub fn simulate(process: &ProcessDefinition, scenario: &Scenario, world: &dyn World) -> Report {
    run::run(process, scenario, world)
}

/// What stands in the way most in a report, and what one more person there would change: the scenario
/// is played again with the same chance. None where nothing waited for anybody.
pub fn bottleneck(
    process: &ProcessDefinition,
    scenario: &Scenario,
    world: &dyn World,
    report: &Report,
) -> Option<Bottleneck> {
    let role = report.busiest()?.to_owned();
    let mut with_more = scenario.clone();
    let staff = with_more.roles.get_mut(&role)?;
    staff.people += 1;
    let cost_per_hour = staff.cost_per_hour;
    let other = run::run(process, &with_more, world);
    let waited_ms = report.roles.get(&role)?.waited_ms;
    let all_ms: i64 = report.roles.values().map(|role| role.waited_ms).sum();
    let count = |report: &Report| i64::try_from(report.ended_count()).unwrap_or(i64::MAX);
    let open_ms = world.worked_ms(&role, scenario.start_ms, scenario.start_ms + report.lasted_ms);
    #[expect(clippy::cast_precision_loss, reason = "shares need no exact milliseconds")]
    let (share_of_waiting, hours) = (waited_ms as f64 / all_ms.max(1) as f64, open_ms as f64 / 3_600_000.0);
    Some(Bottleneck {
        role,
        share_of_waiting,
        waited_per_case_ms: waited_ms / i64::try_from(report.came.max(1)).unwrap_or(i64::MAX),
        took: report.took,
        took_with_one_more: other.took,
        more_ended: count(&other) - count(report),
        cost_of_one_more: hours * cost_per_hour,
    })
}
