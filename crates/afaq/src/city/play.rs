//! The course of time: slot after slot, people and officers act, background work is done, everybody looks again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_app::App;
use afaq_base::{CaseId, CivilNumber, Date, Timestamp, time};
use afaq_domain::cases::{Case, CaseOutcome, Stage as CaseStage, task_rows};
use afaq_gateways::{CityRegisters, DemoPayment, VirtualClock};
use afaq_pack::Service;
use afaq_testkit::city::Granted;
use afaq_testkit::{City, Rng};
use anyhow::Context;
use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::desk::{self, Desks, Open, Work};
use super::limits::{JOB_ROUNDS_MAX, SLOT_MINUTES, VISITS_MAX};
use super::people::{self, Begun, Errand};
use super::tally::Tally;
use super::wishes::Wish;
use super::{dice, limits, ratings};

/// Days on which one register is silent, in a year.
const SILENT_DAYS: i64 = 4;
/// Registers that fall silent.
const SILENT: [&str; 4] = ["pifss.contributions", "moh.insurance", "moi.residency", "paci.address"];

/// Where a past is played.
pub struct Stage {
    /// The use cases.
    pub app: App,
    /// The people.
    pub city: Arc<City>,
    /// The clock that all look at.
    pub clock: Arc<VirtualClock>,
    /// The registers, of which some fall silent for a day.
    pub registers: Arc<CityRegisters>,
    /// The payment gateway.
    pub payment: Arc<DemoPayment>,
    /// Whether the city's days go by with the clock; else registers stand as they are.
    pub is_alive: bool,
    /// From when on officers leave the work to whoever looks at the demonstration.
    pub desks_rest_from: Option<Timestamp>,
}

/// One request under way.
struct Life {
    wish: Wish,
    case: CaseId,
    rng: Rng,
    visits: u32,
    errand: Option<Errand>,
    queued: BTreeSet<u64>,
    is_ended: bool,
    has_thought_of_appeal: bool,
    has_thought_of_withdrawal: bool,
    has_thought_of_rating: bool,
}

/// What somebody has to do in a slot.
enum Act {
    Begin(usize),
    Visit(usize, Errand),
    Work(Box<Work>),
}

/// What came of it.
enum Done {
    Begun(usize, people::Beginning),
    Visited,
    Worked(bool),
}

struct Play<'a> {
    stage: &'a Stage,
    wishes: Vec<Wish>,
    until: Timestamp,
    lives: Vec<Life>,
    by_case: BTreeMap<CaseId, usize>,
    agenda: BTreeMap<(Timestamp, u64), Act>,
    order: u64,
    desks: Desks,
    position: afaq_store::Position,
    silent: BTreeMap<Date, &'static str>,
    today: Option<Date>,
    tally: Tally,
}

/// Plays what is wished for, from the clock's moment until another; tells how many have begun.
///
/// # Errors
/// A fault of the store.
pub async fn play(
    stage: &Stage,
    wishes: Vec<Wish>,
    until: Timestamp,
    mut tick: impl FnMut(usize),
) -> anyhow::Result<Tally> {
    let app = &stage.app;
    let from = app.now();
    let (first, last) = (time::local_date(from), time::local_date(until));
    let seed = stage.city.seed();
    let mut play = Play {
        stage,
        until,
        lives: Vec::new(),
        by_case: BTreeMap::new(),
        agenda: BTreeMap::new(),
        order: 0,
        desks: Desks::new(app.ports().identity.officers(), seed, first, last)?,
        position: app.store().feed_end().await?,
        silent: silent_days(seed, first, last),
        today: None,
        tally: Tally::default(),
        wishes,
    };
    for (number, at) in play.wishes.iter().map(|wish| wish.at).enumerate().collect::<Vec<_>>() {
        play.schedule(at.max(from), Act::Begin(number));
    }
    let slot = SignedDuration::from_mins(SLOT_MINUTES);
    let mut now = from;
    while let Some(next) = play.next_slot(now).await? {
        now = next;
        stage.clock.set(now);
        play.new_day(time::local_date(now));
        let ends = (now + slot).min(until);
        play.act(now, ends).await?;
        stage.clock.set(ends);
        play.background().await?;
        play.look(ends).await?;
        tick(play.tally.begun());
        if ends >= until {
            break;
        }
        now = ends;
    }
    stage.clock.set(until);
    for register in SILENT {
        stage.registers.set_silent(register, false);
    }
    Ok(play.tally)
}

/// On some days of each year one register is silent.
fn silent_days(seed: u64, first: Date, last: Date) -> BTreeMap<Date, &'static str> {
    let mut rng = dice::of(seed, "silent", 0);
    let days = i64::from((last - first).get_days());
    let count = (days * SILENT_DAYS + 364) / 365;
    let mut silent = BTreeMap::new();
    for _ in 0..count {
        let day = first.saturating_add(SignedDuration::from_hours(24 * rng.between(0, days.max(1) - 1)));
        silent.insert(day, *rng.pick(&SILENT));
    }
    silent
}

impl Play<'_> {
    fn schedule(&mut self, at: Timestamp, act: Act) {
        if at < self.until {
            self.order += 1;
            self.agenda.insert((at, self.order), act);
        }
    }

    /// The next slot in which something happens.
    async fn next_slot(&self, now: Timestamp) -> anyhow::Result<Option<Timestamp>> {
        let slot = SLOT_MINUTES * 60;
        let begin = |at: Timestamp| {
            let second = at.as_second().div_euclid(slot) * slot;
            Timestamp::from_second(second).unwrap_or(at).max(now)
        };
        let act = self.agenda.keys().next().map(|(at, _)| *at);
        let job = self.stage.app.store().next_job_at().await?;
        let desk = self.desks.is_busy().then_some(now);
        let next = [act, job, desk].into_iter().flatten().map(begin).min();
        Ok(next.filter(|next| *next < self.until))
    }

    fn new_day(&mut self, today: Date) {
        if self.today == Some(today) {
            return;
        }
        self.today = Some(today);
        if self.stage.is_alive {
            self.stage.city.set_present(today);
        }
        let silent = self.silent.get(&today).copied();
        self.tally.silent_days += usize::from(silent.is_some());
        for register in SILENT {
            self.stage.registers.set_silent(register, silent == Some(register));
        }
    }

    /// Lets people and officers act side by side, each at a moment of their own inside the slot.
    async fn act(&mut self, from: Timestamp, until: Timestamp) -> anyhow::Result<()> {
        let later = self.agenda.split_off(&(until, 0));
        let due = std::mem::replace(&mut self.agenda, later);
        let mut acts: Vec<(Timestamp, Act)> = due.into_iter().map(|((at, _), act)| (at, act)).collect();
        let visited: BTreeSet<usize> = acts
            .iter()
            .filter_map(|(_, act)| match act {
                Act::Visit(life, _) => Some(*life),
                Act::Begin(_) | Act::Work(_) => None,
            })
            .collect();
        let is_rest = self.stage.desks_rest_from.is_some_and(|rest| from >= rest);
        let work = if is_rest { Vec::new() } else { self.desks.work(from, until, &visited) };
        acts.extend(work.into_iter().map(|work| (work.at, Act::Work(Box::new(work)))));
        let mut running = JoinSet::new();
        for (at, act) in acts {
            let later = at.duration_since(from).max(SignedDuration::ZERO);
            let task = self.task(act);
            running.spawn(VirtualClock::later(later, task));
        }
        let mut begun = Vec::new();
        while let Some(done) = running.join_next().await {
            match done.context("a task of the past")?? {
                Done::Begun(number, beginning) => begun.push((number, beginning)),
                Done::Visited => {}
                Done::Worked(is_done) => self.tally.worked += usize::from(is_done),
            }
        }
        begun.sort_by_key(|(number, _)| *number);
        for (number, beginning) in begun {
            self.take_in(number, &beginning);
        }
        Ok(())
    }

    fn task(&mut self, act: Act) -> impl Future<Output = anyhow::Result<Done>> + Send + 'static {
        let (app, city, payment) =
            (self.stage.app.clone(), self.stage.city.clone(), self.stage.payment.clone());
        let seed = city.seed();
        // What a task needs of a life goes with it: lives stay here.
        let about = match &act {
            Act::Begin(number) => Some((self.wishes[*number].clone(), CaseId::from_u128(0))),
            Act::Visit(life, _) => {
                let life = &mut self.lives[*life];
                life.errand = None;
                Some((life.wish.clone(), life.case))
            }
            Act::Work(work) => {
                let life = &self.lives[work.open.life];
                Some((life.wish.clone(), life.case))
            }
        };
        let mut rng = match &act {
            Act::Begin(number) => dice::of(seed, "begin", *number as u64),
            Act::Visit(life, _) => Rng::new(self.lives[*life].rng.bits()),
            Act::Work(work) => Rng::new(self.lives[work.open.life].rng.bits()),
        };
        async move {
            let (wish, case) = about.context("nobody to act")?;
            match act {
                Act::Begin(number) => {
                    let beginning = people::begin(&app, &city, &mut rng, &wish)
                        .await
                        .with_context(|| format!("a request for `{}`", wish.service))?;
                    Ok(Done::Begun(number, beginning))
                }
                Act::Visit(_, errand) => {
                    people::visit(&app, &payment, &wish, case, errand)
                        .await
                        .with_context(|| format!("the case `{case}`"))?;
                    Ok(Done::Visited)
                }
                Act::Work(work) => {
                    let is_done = desk::end(&app, &mut rng, &work, case)
                        .await
                        .with_context(|| format!("work on the case `{case}`"))?;
                    Ok(Done::Worked(is_done))
                }
            }
        }
    }

    fn take_in(&mut self, number: usize, beginning: &people::Beginning) {
        let wish = self.wishes[number].clone();
        let of = self.tally.services.entry(wish.service.clone()).or_default();
        of.begun += 1;
        self.tally.erred += usize::from(beginning.erred);
        match beginning.begun {
            Begun::GaveUp => of.gave_up += 1,
            Begun::Refused => of.not_taken += 1,
            Begun::Case(case) => {
                of.cases += 1;
                let rng = dice::of(self.stage.city.seed(), "life", number as u64);
                self.by_case.insert(case, self.lives.len());
                self.lives.push(Life {
                    wish,
                    case,
                    rng,
                    visits: 0,
                    errand: None,
                    queued: BTreeSet::new(),
                    is_ended: false,
                    has_thought_of_appeal: false,
                    has_thought_of_withdrawal: false,
                    has_thought_of_rating: false,
                });
            }
        }
    }

    /// Does all background work that is due.
    async fn background(&mut self) -> anyhow::Result<()> {
        for _ in 0..JOB_ROUNDS_MAX {
            let next = self.stage.app.store().next_job_at().await?;
            if next.is_none_or(|next| next > self.stage.app.now()) {
                break;
            }
            let done = self.stage.app.run_jobs("past").await?;
            self.tally.jobs += done.done;
            if done.done + done.failed == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Looks at every case in which something happened, and plans what follows.
    async fn look(&mut self, now: Timestamp) -> anyhow::Result<()> {
        let mut touched = BTreeSet::new();
        loop {
            let events = self.stage.app.store().feed(self.position, 5_000).await?;
            let Some(last) = events.last() else { break };
            self.position = last.position;
            for event in events.iter().filter(|event| event.stream.kind == "case") {
                if let Ok(case) = event.stream.id.parse::<CaseId>() {
                    touched.extend(self.by_case.get(&case).copied());
                }
            }
        }
        for life in touched {
            let (wish, id) = (&self.lives[life].wish, self.lives[life].case);
            let person = self.stage.app.person(wish.person)?;
            let (case, service) = self.stage.app.my_case_now(&person, id).await?;
            self.plan(life, &case, &service, now);
        }
        self.tally.backlog_max = self.tally.backlog_max.max(self.desks.backlog());
        Ok(())
    }

    fn plan(&mut self, number: usize, case: &Case, service: &Service, now: Timestamp) {
        let life = &mut self.lives[number];
        let rng = &mut life.rng;
        let (errand, after) = match case.stage() {
            CaseStage::AwaitingPayment => {
                let after = match rng.below(100) {
                    0..70 => dice::minutes(rng, 5, 360),
                    70..90 => dice::minutes(rng, 360, 3 * 1_440),
                    90..97 => dice::minutes(rng, 3 * 1_440, 12 * 1_440),
                    _ => return,
                };
                (Errand::Pay, after)
            }
            CaseStage::WaitingForApplicant => {
                let after = match rng.below(100) {
                    0..55 => dice::minutes(rng, 60, 2 * 1_440),
                    55..90 => dice::minutes(rng, 2 * 1_440, 14 * 1_440),
                    // Some never answer.
                    _ => return,
                };
                (Errand::Answer, after)
            }
            CaseStage::WithOfficer | CaseStage::WithOtherBody => {
                for task in task_rows(service, case) {
                    if life.queued.insert(task.task) {
                        let open = Open { due: task.due_at, life: number, task: task.task };
                        self.desks.queue(&task.body, &task.unit, open);
                    }
                }
                if life.has_thought_of_withdrawal {
                    return;
                }
                life.has_thought_of_withdrawal = true;
                if !rng.permille(25) {
                    return;
                }
                (Errand::Withdraw, dice::minutes(rng, 600, 5 * 1_440))
            }
            CaseStage::Closed(outcome) => {
                if !life.is_ended {
                    life.is_ended = true;
                    let of = self.tally.services.entry(life.wish.service.clone()).or_default();
                    *of.ended.entry(outcome.word()).or_default() += 1;
                    let closed_on = case.closed.as_ref().map(|closed| time::local_date(closed.at));
                    of.late += usize::from(closed_on.is_some_and(|day| day > case.promised_on));
                    self.tally.asked += usize::from(case.asks > 0);
                    if outcome == CaseOutcome::Approved && self.stage.is_alive {
                        grant(&self.stage.city, &life.wish, time::local_date(now));
                    }
                }
                let may = outcome == CaseOutcome::Refused && service.appeal.is_some() && !case.is_appealed;
                let appeals = may && !life.has_thought_of_appeal && {
                    life.has_thought_of_appeal = true;
                    rng.permille(150)
                };
                if appeals {
                    self.tally.appealed += 1;
                    // An appeal opens the case anew.
                    life.is_ended = false;
                    (Errand::Appeal, dice::minutes(rng, 600, 20 * 1_440))
                } else {
                    if life.has_thought_of_rating {
                        return;
                    }
                    life.has_thought_of_rating = true;
                    let mut dice = dice::of(self.stage.city.seed(), "rating", number as u64);
                    let Some(errand) = ratings::of(&mut dice, case) else { return };
                    self.tally.rated += 1;
                    (errand, dice::minutes(&mut dice, 2, 6 * 1_440))
                }
            }
            CaseStage::DecisionPrepared
            | CaseStage::AwaitingSignature
            | CaseStage::Processing
            | CaseStage::Stopped => return,
        };
        if life.errand.is_some() || life.visits >= VISITS_MAX {
            return;
        }
        life.errand = Some(errand);
        life.visits += 1;
        self.schedule(now + after, Act::Visit(number, errand));
    }
}

/// Registers take in what was granted.
fn grant(city: &City, wish: &Wish, today: Date) {
    let years = |years: i64| today.saturating_add(SignedDuration::from_hours(24 * 365 * years));
    let newest = |who: CivilNumber| {
        city.children_of(who).max_by_key(|child| child.birth_date).map(|child| child.civil_number)
    };
    let of = wish.child.unwrap_or(wish.person);
    match wish.service.as_str() {
        id if id.contains("driving") => {
            let is_citizen = city.find(of).is_some_and(afaq_testkit::Person::is_citizen);
            city.grant(of, Granted::Driving, years(if is_citizen { 10 } else { 1 }));
        }
        id if id.contains("residency") => city.grant(of, Granted::Residency, years(1)),
        id if id.contains("birth_certificate") => {
            if let Some(child) = newest(wish.person) {
                city.grant(child, Granted::BirthCertificate, today);
            }
        }
        id if id.contains("newborn") => {
            if let Some(child) = newest(wish.person) {
                city.grant(child, Granted::Card, years(5));
            }
        }
        _ => {}
    }
}

/// Refuses spans that are too long to be played.
pub fn check_years(years: u32) -> anyhow::Result<()> {
    if years == 0 || years > limits::YEARS_MAX {
        anyhow::bail!("between 1 and {} years can be played", limits::YEARS_MAX);
    }
    Ok(())
}
