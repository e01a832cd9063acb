//! The desks: officers with hours, leave, speed and a backlog, who take what is due first.

use std::collections::{BTreeMap, BTreeSet};

use afaq_app::App;
use afaq_app::cases::DecisionForm;
use afaq_base::calendar::WorkingCalendar;
use afaq_base::{BodyCode, CaseId, Date, Timestamp, time};
use afaq_pack::Outcome;
use afaq_ports::Officer;
use afaq_testkit::Rng;
use jiff::SignedDuration;

use super::dice;
use super::people::ignore_refusal;

/// Working days of leave that an officer has in a year.
const LEAVE_DAYS: i64 = 35;
/// Minutes that a case takes somebody of usual speed.
const CASE_MINUTES: (i64, i64) = (4, 18);

/// An open task in a queue: what is due first comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// When it should be done.
    pub due: Timestamp,
    /// Whose it is: the number of the life.
    pub life: usize,
    /// The task's number in its case.
    pub task: u64,
}

/// Work on one task that comes to its end in a slot.
#[derive(Debug, Clone)]
pub struct Work {
    /// Who does it.
    pub officer: Officer,
    /// The task.
    pub open: Open,
    /// When it is done.
    pub at: Timestamp,
    /// How many in a thousand questions this officer asks back.
    pub asks_permille: u64,
}

struct Worker {
    officer: Officer,
    /// How long a case takes, in a thousandth of the usual.
    pace_permille: i64,
    asks_permille: u64,
    leave: Vec<(Date, Date)>,
    free_from: Timestamp,
    now: Option<(Open, Timestamp)>,
    rng: Rng,
}

struct Desk {
    calendar: WorkingCalendar,
    workers: Vec<Worker>,
    queue: BTreeSet<Open>,
}

/// All desks, by body and unit.
#[derive(Default)]
pub struct Desks {
    desks: BTreeMap<(String, String), Desk>,
}

impl Desks {
    /// The desks of all officers, for the time from a day until another.
    pub fn new(officers: Vec<Officer>, seed: u64, from: Date, until: Date) -> anyhow::Result<Self> {
        let mut desks: BTreeMap<(String, String), Desk> = BTreeMap::new();
        for (number, officer) in (0..).zip(officers) {
            let Some(unit) = officer.units.first().cloned() else { continue };
            let calendar = WorkingCalendar::kuwait().for_body(&BodyCode::parse(&officer.body)?);
            let mut rng = dice::of(seed, "officer", number);
            let leave = leave(&mut rng, from, until);
            let worker = Worker {
                pace_permille: rng.between(700, 1_400),
                asks_permille: rng.below(220) + 60,
                leave,
                free_from: time::start_of_day(from),
                now: None,
                rng,
                officer: officer.clone(),
            };
            let desk = desks.entry((officer.body, unit)).or_insert_with(|| Desk {
                calendar,
                workers: Vec::new(),
                queue: BTreeSet::new(),
            });
            desk.workers.push(worker);
        }
        Ok(Self { desks })
    }

    /// Puts a task into the queue of its desk; gives whether there is one.
    pub fn queue(&mut self, body: &str, unit: &str, open: Open) -> bool {
        let desk = self.desks.get_mut(&(body.to_string(), unit.to_string()));
        desk.map(|desk| desk.queue.insert(open)).is_some()
    }

    /// Whether anybody has something to do.
    pub fn is_busy(&self) -> bool {
        let is_busy =
            |desk: &Desk| !desk.queue.is_empty() || desk.workers.iter().any(|one| one.now.is_some());
        self.desks.values().any(is_busy)
    }

    /// How many tasks wait.
    pub fn backlog(&self) -> usize {
        self.desks.values().map(|desk| desk.queue.len()).sum()
    }

    /// What officers bring to an end between two moments; nobody touches these lives.
    pub fn work(&mut self, from: Timestamp, until: Timestamp, apart: &BTreeSet<usize>) -> Vec<Work> {
        let mut done = Vec::new();
        for desk in self.desks.values_mut() {
            desk.work(from, until, apart, &mut done);
        }
        done
    }
}

/// Leave in one or two parts, mostly in summer.
fn leave(rng: &mut Rng, from: Date, until: Date) -> Vec<(Date, Date)> {
    let mut leave = Vec::new();
    for year in from.year()..=until.year() {
        let long = rng.between(LEAVE_DAYS / 2, LEAVE_DAYS);
        for days in [long, LEAVE_DAYS - long] {
            let summer = rng.permille(650);
            let start = if summer { rng.between(165, 235) } else { rng.between(1, 360) };
            let first = Date::new(year, 1, 1).unwrap_or(from) + SignedDuration::from_hours(24 * start);
            leave.push((first, first + SignedDuration::from_hours(24 * days)));
        }
    }
    leave
}

impl Desk {
    fn work(&mut self, from: Timestamp, until: Timestamp, apart: &BTreeSet<usize>, done: &mut Vec<Work>) {
        let is_open = self.calendar.is_working_time(from + SignedDuration::from_mins(1)).unwrap_or_default();
        if !is_open || (self.queue.is_empty() && self.workers.iter().all(|worker| worker.now.is_none())) {
            return;
        }
        let today = time::local_date(from);
        let mut touched: BTreeSet<usize> = apart.clone();
        for worker in &mut self.workers {
            if worker.leave.iter().any(|(first, last)| (*first..=*last).contains(&today)) {
                // Who goes on leave puts back what lies open.
                self.queue.extend(worker.now.take().map(|(open, _)| open));
                continue;
            }
            worker.free_from = worker.free_from.max(from);
            loop {
                let (open, ends) = match worker.now.take() {
                    Some(now) => now,
                    None => {
                        let free = self.queue.iter().find(|open| !touched.contains(&open.life)).copied();
                        let Some(open) = free.filter(|_| worker.free_from < until) else { break };
                        self.queue.remove(&open);
                        let usual = worker.rng.between(CASE_MINUTES.0 * 60, CASE_MINUTES.1 * 60);
                        let takes = SignedDuration::from_secs(usual * worker.pace_permille / 1_000);
                        (open, worker.free_from + takes)
                    }
                };
                if ends >= until || touched.contains(&open.life) {
                    worker.now = Some((open, ends.max(until)));
                    break;
                }
                touched.insert(open.life);
                worker.free_from = ends.max(from);
                done.push(Work {
                    officer: worker.officer.clone(),
                    open,
                    at: ends.max(from),
                    asks_permille: worker.asks_permille,
                });
            }
        }
    }
}

/// An officer takes the case, looks at it and ends the task. Gives whether it was still open.
pub async fn end(app: &App, rng: &mut Rng, work: &Work, id: CaseId) -> anyhow::Result<bool> {
    let officer = &work.officer;
    let view = match app.case_on_desk(officer, id).await {
        Ok(view) => view,
        Err(afaq_app::AppError::NotFound) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let Some(open) = view.tasks.iter().find(|task| task.task == work.open.task && task.is_mine) else {
        return Ok(false);
    };
    let is_own = view.case.body == officer.body && officer.units.contains(&view.case.unit);
    if view.case.assignee.is_none() && is_own {
        ignore_refusal(app.assign(officer, id, Some(&officer.id)).await)?;
    }
    let reasons: Vec<String> = afaq_domain::cases::reasons_of_rules(&view.service, &view.case, view.now)
        .into_iter()
        .map(|one| one.id)
        .collect();
    let offers = |outcome: Outcome| open.spec.outcomes.contains(&outcome);
    let choice = if offers(Outcome::Ask) && view.case.asks == 0 && rng.permille(work.asks_permille) {
        Outcome::Ask
    } else if offers(Outcome::Opinion) && view.case.opinions.is_empty() && rng.permille(120) {
        Outcome::Opinion
    } else if offers(Outcome::Refuse) && !reasons.is_empty() {
        Outcome::Refuse
    } else if offers(Outcome::Approve) {
        Outcome::Approve
    } else {
        open.spec.outcomes.first().copied().unwrap_or(Outcome::Forward)
    };
    let has_text = !matches!(choice, Outcome::Approve | Outcome::Refuse);
    let text = |words: &str| if has_text { words.to_string() } else { String::new() };
    let form = DecisionForm {
        choice: choice.word().to_string(),
        reasons: if choice == Outcome::Refuse { reasons } else { Vec::new() },
        text_ar: text("نرجو توضيح المستند المرفق، فهو غير مقروء."),
        text_en: text("Please send the paper again: it can't be read."),
        ..DecisionForm::default()
    };
    ignore_refusal(app.end_task(officer, id, work.open.task, &form).await.map(drop))?;
    Ok(true)
}
