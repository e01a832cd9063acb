//! Judges what officers want to change in their team.

use std::collections::BTreeSet;

use afaq_base::{Date, Text, Timestamp};
use afaq_pack::Outcome as Choice;

use super::event::{Event, Policy, TeamEvent};
use super::state::Team;
use crate::{Refusal, limits};

/// Who asks, and what they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The account.
    pub officer: String,
    /// The units whose work the officer sees.
    pub units: Vec<String>,
    /// Whether the officer leads these units.
    pub is_head: bool,
    /// Whether the officer answers for the body's services.
    pub is_owner: bool,
}

/// What is asked of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A unit's work is given out in another way.
    SetPolicy {
        /// The unit.
        unit: String,
        /// The way.
        policy: Policy,
    },
    /// An officer knows these services best.
    SetSkills {
        /// The officer.
        officer: String,
        /// The ids of the services.
        services: BTreeSet<String>,
    },
    /// A share of the unit's decided cases is to be reviewed.
    SetSample {
        /// The unit.
        unit: String,
        /// The share in percent.
        percent: u8,
    },
    /// An officer will be away.
    PlanAbsence {
        /// Who.
        officer: String,
        /// Who stands in.
        substitute: String,
        /// The first day.
        from: Date,
        /// The last day.
        until: Date,
        /// The day on which this is asked.
        today: Date,
    },
    /// An absence is called off, or ends early.
    EndAbsence {
        /// Its number.
        number: u64,
    },
    /// A sentence is written, or an existing one anew.
    WriteTemplate {
        /// The existing one.
        number: Option<u64>,
        /// The decision it goes with.
        choice: Choice,
        /// The only service it is for.
        service: Option<String>,
        /// What officers call it.
        name: Text,
        /// What the person reads.
        text: Text,
    },
    /// A sentence is no longer offered.
    RetireTemplate {
        /// Its number.
        number: u64,
    },
    /// A view of the worklist is kept.
    SaveView {
        /// Its name.
        name: String,
        /// The query.
        query: String,
    },
    /// A view is dropped.
    DropView {
        /// Its name.
        name: String,
    },
}

/// Judges one action. Pure: the same input gives the same outcome.
///
/// # Errors
/// A [`Refusal`] means that nothing has happened.
pub fn decide(team: &Team, by: &Seat, at: Timestamp, action: Action) -> Result<Vec<TeamEvent>, Refusal> {
    let what = judge(team, by, action)?;
    Ok(what.into_iter().map(|what| TeamEvent { at, by: by.officer.clone(), what }).collect())
}

fn judge(team: &Team, by: &Seat, action: Action) -> Result<Option<Event>, Refusal> {
    Ok(match action {
        Action::SetPolicy { unit, policy } => {
            must_lead(by, &unit)?;
            (team.policy(&unit) != policy).then_some(Event::PolicySet { unit, policy })
        }
        Action::SetSkills { officer, services } => {
            may(by.is_head)?;
            let is_new = team.skills.get(&officer) != Some(&services);
            is_new.then_some(Event::SkillsSet { officer, services })
        }
        Action::SetSample { unit, percent } => {
            must_lead(by, &unit)?;
            if percent > 100 {
                return Err(Refusal::OverLimit { what: "percent", max: 100 });
            }
            let now = team.units.get(&unit).and_then(|rules| rules.samples.last()).map_or(0, |(_, now)| *now);
            (now != percent).then_some(Event::SampleSet { unit, percent })
        }
        Action::PlanAbsence { officer, substitute, from, until, today } => {
            may(by.is_head || by.officer == officer)?;
            Some(absence(team, officer, substitute, (from, until), today)?)
        }
        Action::EndAbsence { number } => {
            let absence = team.absences.get(&number).filter(|absence| !absence.is_ended);
            let absence = absence.ok_or(Refusal::WrongStage { stage: "ended" })?;
            may(by.is_head || by.officer == absence.officer)?;
            Some(Event::AbsenceEnded { number })
        }
        Action::WriteTemplate { number, choice, service, name, text } => {
            may(by.is_head || by.is_owner)?;
            Some(template(team, number, choice, service, name, text)?)
        }
        Action::RetireTemplate { number } => {
            may(by.is_head || by.is_owner)?;
            let is_there = team.templates.get(&number).is_some_and(|one| !one.is_retired);
            if !is_there {
                return Err(Refusal::WrongStage { stage: "retired" });
            }
            Some(Event::TemplateRetired { number })
        }
        Action::SaveView { name, query } => Some(view(team, by, name, query)?),
        Action::DropView { name } => {
            let views = team.views.get(&by.officer).map(Vec::as_slice).unwrap_or_default();
            views.iter().any(|view| view.name == name).then_some(Event::ViewDropped { name })
        }
    })
}

fn may(is_allowed: bool) -> Result<(), Refusal> {
    if is_allowed { Ok(()) } else { Err(Refusal::NotAllowed) }
}

fn must_lead(by: &Seat, unit: &str) -> Result<(), Refusal> {
    may(by.is_head && by.units.iter().any(|own| own == unit))
}

/// Nobody stands in for themselves, or for a colleague while away, and nobody is away twice at once.
fn absence(
    team: &Team,
    officer: String,
    substitute: String,
    (from, until): (Date, Date),
    today: Date,
) -> Result<Event, Refusal> {
    let days = from.until(until).map(|span| span.get_days()).unwrap_or(i32::MAX);
    if until < from || until < today || days > limits::ABSENCE_DAYS_MAX {
        return Err(Refusal::WrongDates);
    }
    if officer == substitute {
        return Err(Refusal::SameOfficer);
    }
    let mut known = team.absences.values().filter(|one| !one.is_ended);
    let overlaps = known.any(|one| {
        let is_at_once = one.from <= until && from <= one.until;
        is_at_once && (one.substitute == officer || [&officer, &substitute].contains(&&one.officer))
    });
    if overlaps {
        return Err(Refusal::AwayAlready);
    }
    let number = team.absences.keys().next_back().map_or(1, |last| last + 1);
    Ok(Event::AbsencePlanned { number, officer, substitute, from, until })
}

fn template(
    team: &Team,
    number: Option<u64>,
    choice: Choice,
    service: Option<String>,
    name: Text,
    text: Text,
) -> Result<Event, Refusal> {
    for part in [&name.ar, &name.en] {
        if part.trim().is_empty() || part.chars().count() > limits::NAME_CHARS_MAX {
            return Err(Refusal::TextLength { max: limits::NAME_CHARS_MAX });
        }
    }
    for part in [&text.ar, &text.en] {
        if part.trim().is_empty() || part.chars().count() > limits::TEXT_CHARS_MAX {
            return Err(Refusal::TextLength { max: limits::TEXT_CHARS_MAX });
        }
    }
    let number = match number {
        Some(number) if team.templates.get(&number).is_some_and(|one| !one.is_retired) => number,
        Some(_) => return Err(Refusal::WrongStage { stage: "retired" }),
        None if team.templates.len() >= limits::TEMPLATES_MAX => {
            return Err(Refusal::OverLimit { what: "templates", max: limits::TEMPLATES_MAX });
        }
        None => team.templates.keys().next_back().map_or(1, |last| last + 1),
    };
    Ok(Event::TemplateWritten { number, choice, service, name, text })
}

fn view(team: &Team, by: &Seat, name: String, query: String) -> Result<Event, Refusal> {
    if name.trim().is_empty() || name.chars().count() > limits::NAME_CHARS_MAX {
        return Err(Refusal::TextLength { max: limits::NAME_CHARS_MAX });
    }
    if query.len() > limits::VIEW_BYTES_MAX {
        return Err(Refusal::OverLimit { what: "bytes of a view", max: limits::VIEW_BYTES_MAX });
    }
    let views = team.views.get(&by.officer).map(Vec::as_slice).unwrap_or_default();
    let is_new = views.iter().all(|view| view.name != name);
    if is_new && views.len() >= limits::VIEWS_MAX {
        return Err(Refusal::OverLimit { what: "views", max: limits::VIEWS_MAX });
    }
    Ok(Event::ViewSaved { name, query })
}
