//! `afaq process simulate`: plays many cases of a pack or a BPMN file under virtual time.

mod scenario;
#[cfg(test)]
mod tests;
mod words;
mod world;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{Lang, Span};
use afaq_bpmn::simulate::{
    Answer, Bottleneck, Choice, Drawn, Duration, Report, Scenario, Staff, Work, bottleneck, simulate,
};
use afaq_bpmn::{NodeKind, ProcessDefinition};
use afaq_feel::Value;
use afaq_pack::{Operation, Options, Outcome, Service, TaskSpec};
use anyhow::bail;
use clap::Args;
use serde_json::json;

use self::scenario::{DAY_MS, Written, outcome_of};
use self::world::Calendars;
use super::write_out;
use crate::cli::Language;
use crate::packs;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;
/// Sunday, 4 January 2026, seven o'clock in Kuwait.
const START_MS: i64 = 1_767_499_200_000;
/// The share of their time that people are planned to work on cases, where nobody says how many they are.
const PLANNED_USE: f64 = 0.75;

/// What is simulated.
#[derive(Debug, Args)]
pub struct Simulate {
    /// A pack, or a BPMN file
    path: PathBuf,
    /// The scenario, in YAML; what it leaves out is taken from the pack's targets and roles
    #[arg(long)]
    scenario: Option<PathBuf>,
    /// What the dice begin with; the same seed gives the same report
    #[arg(long)]
    seed: Option<u64>,
    /// The process, where a BPMN file holds several
    #[arg(long)]
    process: Option<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// The language
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

/// What is known before the scenario is read.
struct Given {
    process: ProcessDefinition,
    scenario: Scenario,
    calendars: Calendars,
    /// The names of roles and elements for people.
    names: BTreeMap<String, String>,
}

/// A report with what it rests on.
pub(super) struct Simulated {
    pub(super) process: String,
    pub(super) seed: u64,
    pub(super) start_ms: i64,
    pub(super) report: Report,
    pub(super) bottleneck: Option<Bottleneck>,
    pub(super) names: BTreeMap<String, String>,
    /// The roles whose number of people was planned from the work.
    pub(super) planned: Vec<String>,
}

/// Does it.
///
/// # Errors
///
/// The file, pack or scenario can't be read, or the process can't run.
pub fn run(action: &Simulate) -> anyhow::Result<ExitCode> {
    let lang: Lang = action.lang.into();
    let simulated = play(action, lang)?;
    let text = if action.json {
        let answer = json!({
            "path": action.path.display().to_string(),
            "process": simulated.process,
            "seed": simulated.seed,
            "start_ms": simulated.start_ms,
            "report": simulated.report,
            "bottleneck": simulated.bottleneck,
            "planned_roles": simulated.planned,
        });
        serde_json::to_string_pretty(&answer)? + "\n"
    } else {
        words::of(&simulated, lang)
    };
    write_out(None, &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Plays what is asked for.
fn play(action: &Simulate, lang: Lang) -> anyhow::Result<Simulated> {
    let written = match &action.scenario {
        Some(path) => scenario::read(path, lang)?,
        None => Written::default(),
    };
    let mut given = if action.path.is_dir() { of_pack(&action.path, lang)? } else { of_file(action, lang)? };
    let roles: Vec<String> = given.scenario.roles.keys().cloned().collect();
    let unknown = written.unknown(&given.process, &roles);
    if !unknown.is_empty() {
        bail!("the scenario names what the process does not have: {}", unknown.join(", "));
    }
    written.over(&mut given.scenario)?;
    if let Some(seed) = action.seed {
        given.scenario.seed = seed;
    }
    let planned = plan_people(&mut given, &written.staffed());
    let report = simulate(&given.process, &given.scenario, &given.calendars);
    let bottleneck = bottleneck(&given.process, &given.scenario, &given.calendars, &report);
    Ok(Simulated {
        process: given.process.base.id.to_string(),
        seed: given.scenario.seed,
        start_ms: given.scenario.start_ms,
        report,
        bottleneck,
        names: given.names,
        planned,
    })
}

/// Plans how many people each role needs of which nobody says it: so many that they work three quarters
/// of their time on cases.
fn plan_people(given: &mut Given, said: &[&str]) -> Vec<String> {
    let open: Vec<String> =
        given.scenario.roles.keys().filter(|role| !said.contains(&role.as_str())).cloned().collect();
    if open.is_empty() {
        return open;
    }
    let mut many = given.scenario.clone();
    for role in &open {
        if let Some(staff) = many.roles.get_mut(role) {
            staff.people = many.cases_max;
        }
    }
    let report = simulate(&given.process, &many, &given.calendars);
    for role in &open {
        let worked_ms = report.roles.get(role).map_or(0, |role| role.worked_ms);
        let until_ms = many.start_ms + many.arrivals_for_ms.min(report.lasted_ms);
        let open_ms = afaq_bpmn::simulate::World::worked_ms(&given.calendars, role, many.start_ms, until_ms);
        #[expect(clippy::cast_precision_loss, reason = "a share needs no exact milliseconds")]
        let wanted = (worked_ms as f64 / (open_ms.max(1) as f64 * PLANNED_USE)).ceil();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "it is clamped to a number of people"
        )]
        let people = wanted.clamp(1.0, 1_000_000.0) as usize;
        if let Some(staff) = given.scenario.roles.get_mut(role) {
            staff.people = people;
        }
    }
    open
}

fn of_file(action: &Simulate, lang: Lang) -> anyhow::Result<Given> {
    let mut definitions = super::process::definitions(&action.path, lang)?;
    afaq_bpmn::map_for_run(&mut definitions);
    let process = super::process::compiled(&definitions, action.process.as_deref(), lang)?;
    let drawn_in = if lang == Lang::Ar { afaq_bpmn::Lang::Ar } else { afaq_bpmn::Lang::En };
    let mut scenario = Scenario { start_ms: START_MS, ..Scenario::default() };
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for lane in definitions.processes.iter().flat_map(|process| &process.lanes) {
        names.insert(lane.base.id.to_string(), lane.base.label(drawn_in).to_owned());
    }
    // Lanes are the roles of a plain file.
    let mut has_other = false;
    for node in &process.nodes {
        names.insert(node.base.id.to_string(), node.base.label(drawn_in).to_owned());
        match (&node.kind, &node.lane) {
            (NodeKind::User, Some(lane)) => {
                scenario.roles.insert(lane.to_string(), Staff { people: 1, cost_per_hour: 0.0 });
                let work = Work { role: Some(lane.to_string()), ..scenario.any_task.clone() };
                scenario.work.insert(node.base.id.to_string(), work);
            }
            (NodeKind::User, None) => has_other = true,
            _ => {}
        }
    }
    if !has_other {
        scenario.roles.remove("staff");
    }
    let calendars = Calendars { general: WorkingCalendar::kuwait().clone(), roles: BTreeMap::new() };
    Ok(Given { process, scenario, calendars, names })
}

fn of_pack(path: &Path, lang: Lang) -> anyhow::Result<Given> {
    let folder = packs::read(path)?;
    let read = afaq_pack::read(&folder.files, &folder.shared, &Options::default());
    let Some(service) = read.service else {
        bail!("{}: the pack has faults; run `afaq check {}`", path.display(), path.display());
    };
    let mut scenario = Scenario { start_ms: START_MS, ..Scenario::default() };
    // Forty requests on a day that has twenty-four hours: people apply at any time.
    scenario.between = Duration::Exponential { mean_ms: DAY_MS / 40 };
    scenario.arrivals_for_ms = 60 * DAY_MS;
    scenario.followed_for_ms = 90 * DAY_MS;
    scenario.roles.clear();
    let general = WorkingCalendar::kuwait().for_body(&service.body);
    let mut calendars = Calendars { general, roles: BTreeMap::new() };
    let mut names = BTreeMap::new();
    for role in &service.roles {
        scenario.roles.insert(role.id.clone(), Staff { people: 1, cost_per_hour: 0.0 });
        calendars.roles.insert(role.id.clone(), WorkingCalendar::kuwait().for_body(&role.body));
        names.insert(role.id.clone(), role.label.get(lang).to_owned());
    }
    let drawn_in = if lang == Lang::Ar { afaq_bpmn::Lang::Ar } else { afaq_bpmn::Lang::En };
    for node in &service.process.nodes {
        names.insert(node.base.id.to_string(), node.base.label(drawn_in).to_owned());
    }
    for (element, task) in &service.tasks {
        scenario.work.insert(element.clone(), work_of(task));
    }
    for (element, operation) in &service.operations {
        scenario.work.insert(element.clone(), job_of(operation));
    }
    assume(&service, &mut scenario);
    Ok(Given { process: service.process.clone(), scenario, calendars, names })
}

/// The work of an officer: a twentieth of the target, between ten minutes and two hours, one in ten
/// three times as long; most requests are in order.
fn work_of(task: &TaskSpec) -> Work {
    let target_minutes = match task.target {
        Span::WorkingDays(days) => i64::from(days) * 7 * 60,
        Span::WorkingHours(hours) => i64::from(hours) * 60,
        Span::Calendar(period) => (i64::from(period.months) * 30 + i64::from(period.days)) * 5 * 60,
    };
    let median_ms = (target_minutes / 20).clamp(10, 120) * MINUTE_MS;
    let weight = |outcome: &Outcome| match outcome {
        Outcome::Approve | Outcome::Forward | Outcome::Done => 80.0,
        Outcome::Favorable => 85.0,
        Outcome::Unfavorable => 15.0,
        Outcome::Ask | Outcome::Refuse => 10.0,
        Outcome::Opinion | Outcome::Return => 5.0,
    };
    Work {
        role: Some(task.role.clone()),
        takes: Some(Duration::LogNormal { median_ms, p90_ms: 3 * median_ms }),
        outcomes: task.outcomes.iter().map(|outcome| outcome_of(outcome.word(), weight(outcome))).collect(),
    }
}

/// The work of the machine; a fee waits for the one who pays it.
fn job_of(operation: &Operation) -> Work {
    let takes = match operation {
        Operation::CollectFee => Duration::LogNormal { median_ms: 2 * HOUR_MS, p90_ms: 48 * HOUR_MS },
        Operation::Issue { .. } | Operation::Notify { .. } | Operation::ReadRegisters => {
            Duration::Fixed { ms: MINUTE_MS }
        }
    };
    Work { role: None, takes: Some(takes), outcomes: Vec::new() }
}

/// A decision that cannot be told.
fn unknown(decision: &str, weight: f64) -> Choice {
    Choice { weight, value: Value::unknown(decision) }
}

/// What nobody knows before it is measured: few appeals, most people fulfil the conditions, some cases
/// need an officer, most people answer.
fn assume(service: &Service, scenario: &mut Scenario) {
    let truth = |share: f64| {
        vec![
            Choice { weight: share, value: Value::Boolean(true) },
            Choice { weight: 1.0 - share, value: Value::Boolean(false) },
        ]
    };
    scenario.variables.push(Drawn { name: "appeal".to_owned(), values: truth(0.03) });
    scenario.variables.push(Drawn { name: "silence".to_owned(), values: truth(0.0) });
    for (_, decision) in service.process.decisions() {
        let among = match decision {
            "eligible" => truth(0.9),
            "needs_officer" => truth(0.4),
            // Nearly always it can be told what is due.
            "fee" => vec![Choice { weight: 0.97, value: Value::from(10) }, unknown("fee", 0.03)],
            _ => continue,
        };
        scenario.decisions.insert(decision.to_owned(), among);
    }
    let takes = Duration::LogNormal { median_ms: DAY_MS, p90_ms: 6 * DAY_MS };
    scenario.any_message = Answer { takes, never: 0.08 };
}
