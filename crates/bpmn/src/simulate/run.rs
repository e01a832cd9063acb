//! Plays many cases at once under virtual time: the engine judges, the people of roles work.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};

use afaq_feel::Context;

use super::draw::Dice;
use super::report::{ActivityReport, Report, RoleReport, Spread};
use super::scenario::{Answer, Scenario, Work, World};
use super::surroundings::{Conditions, Surroundings, pick};
use crate::decide::{Input, advance};
use crate::definitions::ElementId;
use crate::event::Event;
use crate::instance::{Awaited, Instance};
use crate::limits;
use crate::process::ProcessDefinition;

/// What happens at an instant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Happening {
    Comes,
    /// Work of people is done: the role, the case, its task or job.
    Done(u64),
    JobDone {
        case: usize,
        job: u64,
    },
    Timer {
        case: usize,
        timer: u64,
    },
    Message {
        case: usize,
        subscription: u64,
    },
}

struct Case {
    instance: Instance,
    began_ms: i64,
    dice: Dice,
}

/// Work that waits for people, or that somebody does.
struct Item {
    case: usize,
    number: u64,
    is_job: bool,
    element: ElementId,
    since_ms: i64,
    begun_ms: Option<i64>,
    takes_ms: i64,
}

/// The people of a role at work.
#[derive(Default)]
struct Desk {
    free: usize,
    waiting: VecDeque<u64>,
    report: RoleReport,
    /// The queue's length over time: lengths times milliseconds.
    area: f64,
    changed_ms: i64,
    /// How much of the work was done while cases came.
    worked_in_time_ms: i64,
}

#[derive(Default)]
struct Times {
    waited: Vec<i64>,
    worked: Vec<i64>,
    taken_away: usize,
    role: Option<String>,
}

struct Simulation<'a> {
    process: &'a ProcessDefinition,
    scenario: &'a Scenario,
    world: &'a dyn World,
    conditions: Conditions,
    dice: Dice,
    now_ms: i64,
    order: u64,
    agenda: BinaryHeap<Reverse<(i64, u64, Happening)>>,
    cases: Vec<Option<Case>>,
    items: BTreeMap<u64, Item>,
    /// Items of each case, by task or job.
    item_of: BTreeMap<(usize, u64), u64>,
    desks: BTreeMap<String, Desk>,
    times: BTreeMap<ElementId, Times>,
    took: Vec<i64>,
    report: Report,
}

#[expect(clippy::cast_precision_loss, reason = "shares and means need no exact milliseconds")]
fn number(ms: i64) -> f64 {
    ms as f64
}

/// Plays a scenario.
pub(super) fn run(process: &ProcessDefinition, scenario: &Scenario, world: &dyn World) -> Report {
    let desk = |people: usize| Desk { free: people, changed_ms: scenario.start_ms, ..Desk::default() };
    let mut simulation = Simulation {
        process,
        scenario,
        world,
        conditions: Conditions::of(process),
        dice: Dice::new(scenario.seed, 0),
        now_ms: scenario.start_ms,
        order: 0,
        agenda: BinaryHeap::new(),
        cases: Vec::new(),
        items: BTreeMap::new(),
        item_of: BTreeMap::new(),
        desks: scenario.roles.iter().map(|(role, staff)| (role.clone(), desk(staff.people))).collect(),
        times: BTreeMap::new(),
        took: Vec::new(),
        report: Report::default(),
    };
    simulation.play();
    simulation.reported()
}

impl Simulation<'_> {
    fn at(&mut self, at_ms: i64, what: Happening) {
        self.order += 1;
        self.agenda.push(Reverse((at_ms.max(self.now_ms), self.order, what)));
    }

    fn play(&mut self) {
        let first = self.world.comes_ms(self.now_ms);
        self.at(first, Happening::Comes);
        let until = self
            .scenario
            .start_ms
            .saturating_add(self.scenario.arrivals_for_ms)
            .saturating_add(self.scenario.followed_for_ms);
        while let Some(Reverse((at_ms, _, what))) = self.agenda.pop() {
            if at_ms > until {
                break;
            }
            if self.report.inputs >= limits::SIMULATED_INPUTS_MAX {
                self.report.is_cut = true;
                break;
            }
            self.now_ms = at_ms;
            self.happens(what);
        }
        self.now_ms = self.now_ms.max(if self.report.is_cut { self.now_ms } else { self.last_ms(until) });
    }

    /// When the simulation ends: when all is over, or when its time is.
    fn last_ms(&self, until: i64) -> i64 {
        if self.cases.iter().any(Option::is_some) { until } else { self.now_ms }
    }

    fn happens(&mut self, what: Happening) {
        match what {
            Happening::Comes => self.comes(),
            Happening::Done(item) => self.done(item),
            Happening::JobDone { case, job } => {
                let element =
                    self.case(case).and_then(|open| Some(open.instance.jobs.get(&job)?.element.clone()));
                if let Some(element) = element {
                    let outputs = self.outcome(case, &element, true);
                    self.input(case, &Input::CompleteJob { job, outputs });
                }
            }
            Happening::Timer { case, timer } => {
                let due = self.case(case).and_then(|open| Some(open.instance.timers.get(&timer)?.due_ms));
                match due {
                    Some(due) if due > self.now_ms => self.at(due, Happening::Timer { case, timer }),
                    Some(_) => self.input(case, &Input::FireTimer { timer }),
                    None => {}
                }
            }
            Happening::Message { case, subscription } => {
                let found = self.case(case).and_then(|open| open.instance.subscriptions.get(&subscription));
                let Some(open) = found.cloned() else { return };
                let (message, payload) = (open.name, Context::new());
                match (open.what, open.key) {
                    (Awaited::Signal, _) => self.input(case, &Input::Signal { name: message, payload }),
                    (_, Some(key)) => self.input(case, &Input::Correlate { message, key, payload }),
                    (_, None) => self.input(case, &Input::Deliver { message, payload }),
                }
            }
        }
    }

    fn case(&self, case: usize) -> Option<&Case> {
        self.cases.get(case)?.as_ref()
    }

    /// A case comes, and the next one is planned.
    fn comes(&mut self) {
        let scenario = self.scenario;
        if self.cases.len() >= scenario.cases_max.min(limits::SIMULATED_CASES_MAX) {
            return;
        }
        if self.now_ms.saturating_sub(scenario.start_ms) > scenario.arrivals_for_ms {
            return;
        }
        let case = self.cases.len();
        let mut dice = Dice::new(scenario.seed, case as u64 + 1);
        let mut variables = Context::new();
        for drawn in &scenario.variables {
            if let Some(value) = pick(&mut dice, &drawn.values) {
                variables.set(drawn.name.as_str(), value);
            }
        }
        self.report.came += 1;
        self.cases.push(Some(Case { instance: Instance::new(), began_ms: self.now_ms, dice }));
        let first = match self.process.triggers.first() {
            Some(begins) if self.process.content.starts.is_empty() => {
                Input::StartAt { element: self.process.node(begins.node).base.id.clone(), variables }
            }
            _ => Input::Start { variables },
        };
        self.input(case, &first);
        let next = self.now_ms.saturating_add(scenario.between.draw(&mut self.dice).max(1));
        let next = self.world.comes_ms(next);
        self.at(next, Happening::Comes);
    }

    /// Gives a case an input and sees what follows.
    fn input(&mut self, number: usize, input: &Input) {
        let Some(mut case) = self.cases.get_mut(number).and_then(Option::take) else { return };
        let mut surroundings = Surroundings {
            process: self.process,
            scenario: self.scenario,
            conditions: &self.conditions,
            world: self.world,
            now_ms: self.now_ms,
            dice: &mut case.dice,
            assumed: &mut self.report.assumed,
            drawn: None,
        };
        self.report.inputs += 1;
        let judged = advance(self.process, &mut case.instance, input, &mut surroundings);
        let events = judged.unwrap_or_default();
        self.report.events += events.len() as u64;
        let is_over = case.instance.is_over();
        let began_ms = case.began_ms;
        self.cases[number] = Some(case);
        for event in &events {
            self.sees(number, event);
        }
        if is_over {
            self.took.push(self.now_ms - began_ms);
            self.cases[number] = None;
        }
    }

    fn sees(&mut self, case: usize, event: &Event) {
        match event {
            Event::TaskOpened { task, element, .. } => self.opens(case, *task, element, false),
            Event::JobRequested { job, element, .. } => self.opens(case, *job, element, true),
            Event::TaskCanceled { task: number, .. } | Event::JobCanceled { job: number, .. } => {
                self.takes_away(case, *number);
            }
            Event::TimerArmed { timer, due_ms, .. } => {
                self.at(*due_ms, Happening::Timer { case, timer: *timer });
            }
            Event::MessageAwaited { subscription, name, .. } => self.answers(case, *subscription, name),
            Event::Awaited { subscription, name, what: Awaited::Signal, .. } => {
                self.answers(case, *subscription, name);
            }
            Event::IncidentRaised { element, .. } => {
                *self.report.incidents.entry(element.to_string()).or_default() += 1;
            }
            Event::Ended { element, .. } => {
                *self.report.ended.entry(element.to_string()).or_default() += 1;
            }
            _ => {}
        }
    }

    fn answers(&mut self, case: usize, subscription: u64, name: &str) {
        let Answer { takes, never } =
            self.scenario.messages.get(name).copied().unwrap_or(self.scenario.any_message);
        let Some(open) = self.cases.get_mut(case).and_then(Option::as_mut) else { return };
        if open.dice.happens(never) {
            return;
        }
        let after = takes.draw(&mut open.dice);
        self.at(self.now_ms.saturating_add(after), Happening::Message { case, subscription });
    }

    fn work(&self, element: &str, is_job: bool) -> &Work {
        let any = if is_job { &self.scenario.any_job } else { &self.scenario.any_task };
        self.scenario.work.get(element).unwrap_or(any)
    }

    /// What comes of a task or job.
    fn outcome(&mut self, case: usize, element: &str, is_job: bool) -> Context {
        let outcomes = &self.work(element, is_job).outcomes.clone();
        let Some(open) = self.cases.get_mut(case).and_then(Option::as_mut) else { return Context::new() };
        let chosen = open.dice.choose(outcomes.iter().map(|outcome| outcome.weight));
        chosen.and_then(|at| outcomes.get(at)).map(|outcome| outcome.variables.clone()).unwrap_or_default()
    }

    /// Work waits: for the people of a role, or only for its time.
    fn opens(&mut self, case: usize, work: u64, element: &ElementId, is_job: bool) {
        let found = self.work(element, is_job);
        let (role, takes) = (found.role.clone(), found.takes);
        let Some(open) = self.cases.get_mut(case).and_then(Option::as_mut) else { return };
        let takes_ms = takes.map_or(0, |takes| takes.draw(&mut open.dice));
        self.times.entry(element.clone()).or_default().role.clone_from(&role);
        let desk = role.as_ref().filter(|role| self.desks.contains_key(*role));
        let Some(role) = desk.cloned() else {
            if is_job {
                let times = self.times.entry(element.clone()).or_default();
                times.waited.push(0);
                times.worked.push(takes_ms);
                return self.at(self.now_ms.saturating_add(takes_ms), Happening::JobDone { case, job: work });
            }
            let item = self.add(Item {
                case,
                number: work,
                is_job,
                element: element.clone(),
                since_ms: self.now_ms,
                begun_ms: Some(self.now_ms),
                takes_ms,
            });
            return self.at(self.now_ms.saturating_add(takes_ms), Happening::Done(item));
        };
        let (element, since_ms) = (element.clone(), self.now_ms);
        let item = self.add(Item { case, number: work, is_job, element, since_ms, begun_ms: None, takes_ms });
        self.queue(&role, |waiting| waiting.push_back(item));
        self.begin(&role);
    }

    fn add(&mut self, item: Item) -> u64 {
        self.order += 1;
        self.item_of.insert((item.case, item.number), self.order);
        self.items.insert(self.order, item);
        self.order
    }

    /// Changes a queue, and keeps count of its length over time.
    fn queue(&mut self, role: &str, change: impl FnOnce(&mut VecDeque<u64>)) {
        let (now_ms, until_ms) = (self.now_ms, self.counted_until_ms());
        let Some(desk) = self.desks.get_mut(role) else { return };
        #[expect(clippy::cast_precision_loss, reason = "a mean needs no exact count")]
        let length = desk.waiting.len() as f64;
        desk.area += length * number((now_ms.min(until_ms) - desk.changed_ms).max(0));
        desk.changed_ms = now_ms;
        change(&mut desk.waiting);
        desk.report.queue_max = desk.report.queue_max.max(desk.waiting.len());
    }

    /// Whoever is free takes what waits longest.
    fn begin(&mut self, role: &str) {
        while self.desks.get(role).is_some_and(|desk| desk.free > 0 && !desk.waiting.is_empty()) {
            let mut next = None;
            self.queue(role, |waiting| next = waiting.pop_front());
            let Some(item) = next else { return };
            let Some(found) = self.items.get_mut(&item) else { continue };
            let begun_ms = self.world.opens_ms(role, self.now_ms).max(self.now_ms);
            found.begun_ms = Some(begun_ms);
            let until_ms = self.world.done_ms(role, begun_ms, found.takes_ms).max(begun_ms);
            let waited_ms = begun_ms - found.since_ms;
            if let Some(desk) = self.desks.get_mut(role) {
                desk.free -= 1;
                desk.report.waited_ms = desk.report.waited_ms.saturating_add(waited_ms);
            }
            self.at(until_ms, Happening::Done(item));
        }
    }

    /// Until when use and queues are counted: as long as cases come.
    fn counted_until_ms(&self) -> i64 {
        self.scenario.start_ms.saturating_add(self.scenario.arrivals_for_ms)
    }

    /// Somebody is free again after working until now.
    fn frees(&mut self, role: &str, begun_ms: i64) {
        let worked_ms = self.world.worked_ms(role, begun_ms.min(self.now_ms), self.now_ms);
        let until_ms = self.now_ms.min(self.counted_until_ms());
        let in_time_ms = self.world.worked_ms(role, begun_ms.min(until_ms), until_ms);
        if let Some(desk) = self.desks.get_mut(role) {
            desk.free += 1;
            desk.worked_in_time_ms = desk.worked_in_time_ms.saturating_add(in_time_ms);
            desk.report.worked_ms = desk.report.worked_ms.saturating_add(worked_ms);
        }
    }

    fn done(&mut self, item: u64) {
        let Some(found) = self.items.remove(&item) else { return };
        self.item_of.remove(&(found.case, found.number));
        let role = self.work(&found.element, found.is_job).role.clone();
        let begun_ms = found.begun_ms.unwrap_or(self.now_ms);
        let times = self.times.entry(found.element.clone()).or_default();
        times.waited.push(begun_ms - found.since_ms);
        times.worked.push(self.now_ms - begun_ms);
        if let Some(role) = &role {
            self.frees(role, begun_ms);
        }
        let outputs = self.outcome(found.case, &found.element, found.is_job);
        let input = if found.is_job {
            Input::CompleteJob { job: found.number, outputs }
        } else {
            Input::CompleteTask { task: found.number, outputs }
        };
        self.input(found.case, &input);
        if let Some(role) = role {
            self.begin(&role);
        }
    }

    /// Work is no longer wanted: it leaves the queue, or whoever does it is free.
    fn takes_away(&mut self, case: usize, work: u64) {
        let Some(item) = self.item_of.remove(&(case, work)) else { return };
        let Some(found) = self.items.remove(&item) else { return };
        self.times.entry(found.element.clone()).or_default().taken_away += 1;
        let Some(role) = self.work(&found.element, found.is_job).role.clone() else { return };
        match found.begun_ms {
            Some(begun_ms) => self.frees(&role, begun_ms),
            None => self.queue(&role, |waiting| waiting.retain(|waits| *waits != item)),
        }
        self.begin(&role);
    }

    fn reported(mut self) -> Report {
        let roles: Vec<String> = self.desks.keys().cloned().collect();
        let lasted_ms = (self.now_ms - self.scenario.start_ms).max(1);
        // Who still works has worked until now.
        let working: Vec<(String, i64)> = self
            .items
            .values()
            .filter_map(|item| {
                let role = self.work(&item.element, item.is_job).role.clone()?;
                Some((role, item.begun_ms.filter(|begun| *begun < self.now_ms)?))
            })
            .collect();
        for (role, begun_ms) in working {
            self.frees(&role, begun_ms);
        }
        for role in roles {
            self.queue(&role, |_| {});
            let staff = self.scenario.roles.get(&role).copied();
            let until_ms = self.now_ms.min(self.counted_until_ms());
            let open_ms = self.world.worked_ms(&role, self.scenario.start_ms, self.now_ms).max(1);
            let in_time_ms = self.world.worked_ms(&role, self.scenario.start_ms, until_ms).max(1);
            let Some(mut desk) = self.desks.remove(&role) else { continue };
            let hours = |ms: i64| number(ms) / 3_600_000.0;
            let cost = staff.map_or(0.0, |staff| staff.cost_per_hour);
            let people = staff.map_or(0, |staff| staff.people);
            let of_all = |ms: i64| ms.saturating_mul(i64::try_from(people).unwrap_or(1)).max(1);
            let all = of_all(open_ms);
            desk.report.people = people;
            desk.report.used = number(desk.worked_in_time_ms) / number(of_all(in_time_ms));
            desk.report.queue_mean = desk.area / number((until_ms - self.scenario.start_ms).max(1));
            desk.report.cost = hours(desk.report.worked_ms) * cost;
            desk.report.cost_of_all_time = if people == 0 { 0.0 } else { hours(all) * cost };
            self.report.roles.insert(role, desk.report);
        }
        let mut report = self.report;
        report.lasted_ms = lasted_ms;
        let open: Vec<&Case> = self.cases.iter().flatten().collect();
        report.open = open.len();
        report.stuck = open.iter().filter(|case| !case.instance.incidents.is_empty()).count();
        #[expect(clippy::cast_precision_loss, reason = "a mean needs no exact count")]
        let ended = report.ended_count() as f64;
        let days = number(self.scenario.arrivals_for_ms.min(lasted_ms)) / 86_400_000.0;
        report.ended_per_day = if days > 0.0 { ended / days } else { 0.0 };
        report.took = Spread::of(self.took);
        for (element, times) in self.times {
            let activity = ActivityReport {
                role: times.role,
                done: times.worked.len(),
                taken_away: times.taken_away,
                waited: Spread::of(times.waited),
                worked: Spread::of(times.worked),
            };
            report.activities.insert(element.to_string(), activity);
        }
        report
    }
}
