//! The scenario of a simulation as people write it in YAML: whatever it leaves out is taken from the pack.

use std::collections::BTreeMap;
use std::path::Path;

use afaq_base::{Lang, Span, Timestamp};
use afaq_bpmn::simulate::{Answer, Choice, Drawn, Duration, Outcomes, Scenario, Staff, Work};
use afaq_feel::{Context as Variables, Value};
use anyhow::{Context, bail};
use serde::Deserialize;
use serde_json::Value as Json;

pub const DAY_MS: i64 = 86_400_000;

/// What a scenario may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    start: Option<String>,
    days: Option<u32>,
    follow_days: Option<u32>,
    seed: Option<u64>,
    cases_max: Option<usize>,
    between: Option<Length>,
    variables: BTreeMap<String, Json>,
    roles: BTreeMap<String, WrittenStaff>,
    work: BTreeMap<String, WrittenWork>,
    flows: BTreeMap<String, f64>,
    decisions: BTreeMap<String, Json>,
    messages: BTreeMap<String, WrittenAnswer>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStaff {
    people: Option<usize>,
    #[serde(default)]
    cost_per_hour: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenWork {
    role: Option<String>,
    takes: Option<Length>,
    outcomes: Option<Json>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenAnswer {
    takes: Option<Length>,
    never: Option<f64>,
}

/// A length of time: `PT30M`, or by chance.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Length {
    Fixed(String),
    ByChance(ByChance),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ByChance {
    Exponential(String),
    Uniform(String, String),
    Normal { mean: String, deviation: String },
    Triangular(String, String, String),
    LogNormal { median: String, p90: String },
}

fn ms(text: &str) -> anyhow::Result<i64> {
    match Span::parse(text) {
        Ok(Span::Calendar(period)) => {
            let days = i64::from(period.months) * 30 + i64::from(period.days);
            Ok(days * DAY_MS + i64::from(period.seconds) * 1_000)
        }
        Ok(Span::WorkingHours(hours)) => Ok(i64::from(hours) * 3_600_000),
        _ => bail!("`{text}` is no length of time; write for example PT30M or P2D"),
    }
}

impl Length {
    fn read(&self) -> anyhow::Result<Duration> {
        Ok(match self {
            Self::Fixed(text) => Duration::Fixed { ms: ms(text)? },
            Self::ByChance(ByChance::Exponential(mean)) => Duration::Exponential { mean_ms: ms(mean)? },
            Self::ByChance(ByChance::Uniform(min, max)) => {
                Duration::Uniform { min_ms: ms(min)?, max_ms: ms(max)? }
            }
            Self::ByChance(ByChance::Normal { mean, deviation }) => {
                Duration::Normal { mean_ms: ms(mean)?, deviation_ms: ms(deviation)? }
            }
            Self::ByChance(ByChance::Triangular(min, mode, max)) => {
                Duration::Triangular { min_ms: ms(min)?, mode_ms: ms(mode)?, max_ms: ms(max)? }
            }
            Self::ByChance(ByChance::LogNormal { median, p90 }) => {
                Duration::LogNormal { median_ms: ms(median)?, p90_ms: ms(p90)? }
            }
        })
    }
}

fn value(json: &Json) -> anyhow::Result<Value> {
    serde_json::from_value(json.clone()).with_context(|| format!("`{json}` is no value"))
}

/// One plain value, or a list of `{value, weight}`.
fn choices(json: &Json) -> anyhow::Result<Vec<Choice>> {
    let of = |one: &Json| -> anyhow::Result<Option<Choice>> {
        let (Some(of_value), Some(weight)) = (one.get("value"), one.get("weight")) else { return Ok(None) };
        let weight = weight.as_f64().with_context(|| format!("the weight `{weight}` is no number"))?;
        Ok(Some(Choice { weight, value: value(of_value)? }))
    };
    if let Json::Array(items) = json {
        let found: Vec<Option<Choice>> = items.iter().map(of).collect::<anyhow::Result<_>>()?;
        if !found.is_empty() && found.iter().all(Option::is_some) {
            return Ok(found.into_iter().flatten().collect());
        }
    }
    Ok(vec![Choice { weight: 1.0, value: value(json)? }])
}

/// `{approve: 80, refuse: 20}` gives the variable `outcome`; a list of `{weight, variables}` gives any.
fn outcomes(json: &Json) -> anyhow::Result<Vec<Outcomes>> {
    match json {
        Json::Object(entries) => entries
            .iter()
            .map(|(outcome, weight)| {
                let weight =
                    weight.as_f64().with_context(|| format!("the weight `{weight}` is no number"))?;
                Ok(outcome_of(outcome, weight))
            })
            .collect(),
        Json::Array(items) => items
            .iter()
            .map(|item| {
                let weight = item.get("weight").and_then(Json::as_f64).unwrap_or(1.0);
                let variables = item.get("variables").cloned().unwrap_or_default();
                let variables = serde_json::from_value(variables).context("outcomes need `variables`")?;
                Ok(Outcomes { weight, variables })
            })
            .collect(),
        _ => bail!("outcomes are written {{approve: 80, refuse: 20}}"),
    }
}

/// The variable `outcome` with its weight.
pub fn outcome_of(outcome: &str, weight: f64) -> Outcomes {
    Outcomes { weight, variables: Variables::new().with("outcome", outcome) }
}

/// Reads a scenario.
///
/// # Errors
///
/// The file can't be read, is no YAML, or says something that a scenario does not know.
pub fn read(path: &Path, lang: Lang) -> anyhow::Result<Written> {
    let text =
        std::fs::read_to_string(path).with_context(|| crate::commands::process::not_read(path, lang))?;
    let json = afaq_pack::yaml_to_json(&path.display().to_string(), &text).map_err(|problems| {
        let lines: Vec<String> = problems
            .iter()
            .map(|one| format!("{}:{}: {}", one.line, one.column, one.message.get(lang)))
            .collect();
        anyhow::anyhow!("{}: {}", path.display(), lines.join("\n"))
    })?;
    let json = if json.is_null() { Json::Object(serde_json::Map::new()) } else { json };
    serde_json::from_value(json).with_context(|| format!("`{}` is no scenario", path.display()))
}

impl Written {
    /// The roles whose number of people the scenario says.
    pub fn staffed(&self) -> Vec<&str> {
        let said = self.roles.iter().filter(|(_, staff)| staff.people.is_some());
        said.map(|(role, _)| role.as_str()).collect()
    }

    /// Puts what is written over what was assumed.
    ///
    /// # Errors
    ///
    /// A time, weight or value makes no sense.
    pub fn over(&self, scenario: &mut Scenario) -> anyhow::Result<()> {
        if let Some(start) = &self.start {
            let at: Timestamp = start
                .parse()
                .with_context(|| format!("`{start}` is no instant; write 2026-01-04T06:00:00Z"))?;
            scenario.start_ms = at.as_millisecond();
        }
        if let Some(days) = self.days {
            scenario.arrivals_for_ms = i64::from(days) * DAY_MS;
        }
        if let Some(days) = self.follow_days {
            scenario.followed_for_ms = i64::from(days) * DAY_MS;
        }
        scenario.seed = self.seed.unwrap_or(scenario.seed);
        scenario.cases_max = self.cases_max.unwrap_or(scenario.cases_max);
        if let Some(between) = &self.between {
            scenario.between = between.read()?;
        }
        for (name, json) in &self.variables {
            scenario.variables.retain(|drawn| drawn.name != *name);
            scenario.variables.push(Drawn { name: name.clone(), values: choices(json)? });
        }
        for (role, staff) in &self.roles {
            let known = scenario.roles.get(role).map_or(1, |staff| staff.people);
            let people = staff.people.unwrap_or(known);
            let cost_per_hour = staff.cost_per_hour;
            scenario.roles.insert(role.clone(), Staff { people, cost_per_hour });
        }
        for (element, written) in &self.work {
            let work: &mut Work = scenario.work.entry(element.clone()).or_default();
            if let Some(role) = &written.role {
                work.role = Some(role.clone());
            }
            if let Some(takes) = &written.takes {
                work.takes = Some(takes.read()?);
            }
            if let Some(json) = &written.outcomes {
                work.outcomes = outcomes(json)?;
            }
        }
        for (flow, share) in &self.flows {
            if !(0.0..=1.0).contains(share) {
                bail!("the share of `{flow}` is not between 0 and 1");
            }
            scenario.flows.insert(flow.clone(), *share);
        }
        for (decision, json) in &self.decisions {
            scenario.decisions.insert(decision.clone(), choices(json)?);
        }
        for (message, written) in &self.messages {
            let known = scenario.messages.get(message).copied().unwrap_or(scenario.any_message);
            let takes = written.takes.as_ref().map(Length::read).transpose()?.unwrap_or(known.takes);
            let never = written.never.unwrap_or(known.never);
            scenario.messages.insert(message.clone(), Answer { takes, never });
        }
        Ok(())
    }

    /// Names that the process does not know: a slip of the pen would change nothing otherwise.
    pub fn unknown(&self, process: &afaq_bpmn::ProcessDefinition, roles: &[String]) -> Vec<String> {
        let mut unknown: Vec<String> = Vec::new();
        unknown.extend(self.work.keys().filter(|id| process.find_node(id).is_none()).cloned());
        unknown.extend(self.flows.keys().filter(|id| process.find_flow(id).is_none()).cloned());
        unknown.extend(self.messages.keys().filter(|name| !process.can_await(name)).cloned());
        let decisions: Vec<&str> = process.decisions().map(|(_, name)| name).collect();
        unknown.extend(self.decisions.keys().filter(|name| !decisions.contains(&name.as_str())).cloned());
        let asked: Vec<&String> = self.work.values().filter_map(|work| work.role.as_ref()).collect();
        unknown
            .extend(self.roles.keys().filter(|role| !roles.contains(role) && !asked.contains(role)).cloned());
        unknown
    }
}
