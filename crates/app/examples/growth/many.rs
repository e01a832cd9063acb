//! Multiplies some hundred played lives into as many cases as are wanted, under new names, through the store's commits.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use afaq_app::App;
use afaq_app::parties::Person;
use afaq_base::{CaseId, CivilNumber, Text};
use afaq_store::{Position, StreamId};
use afaq_testkit::Rng;
use jiff::SignedDuration;

use crate::Failure;
use crate::relive::Life;

/// Tasks that write side by side.
const WRITERS: u64 = 96;
/// Of a thousand cases, how many are open.
const OPEN_OF_1000: u64 = 30;
/// Cases of one person.
const CASES_EACH: u64 = 3;
/// Days over which the cases were submitted; open ones in the last days of them.
const DAYS: i64 = 365;
/// Days back to which open cases were submitted.
const OPEN_DAYS: i64 = 20;
/// Of all played lives, the shorter ones are multiplied: so many of each kind.
const KEPT: usize = 100;
/// Cases that are remembered for looking at.
const SAMPLE: usize = 4_000;

/// A case that can be looked at: whose it is, and its number.
pub type Known = (CaseId, Person, String);

/// Cases to look at.
#[derive(Default)]
pub struct Sample {
    /// Open ones.
    pub open: Vec<Known>,
    /// Any, most of them ended.
    pub any: Vec<Known>,
}

/// All lives of a store.
pub async fn lives(app: &App) -> Result<Vec<Life>, Failure> {
    let mut streams: BTreeMap<StreamId, ()> = BTreeMap::new();
    let mut after = Position::START;
    loop {
        let events = app.store().feed(after, 5_000).await?;
        let Some(last) = events.last() else { break };
        after = last.position;
        streams.extend(events.into_iter().map(|event| (event.stream, ())));
    }
    let mut lives = Vec::new();
    for stream in streams.keys().filter(|stream| stream.kind == "case") {
        lives.push(Life::of(app, stream).await?);
    }
    lives.sort_by_key(|life| life.bytes);
    let mut kept = Vec::new();
    for is_open in [true, false] {
        kept.extend(lives.iter().filter(|life| life.is_open == is_open).take(KEPT).cloned());
    }
    Ok(kept)
}

/// Fills a store with so many cases.
pub async fn fill(app: &App, lives: &[Life], size: usize) -> Result<Sample, Failure> {
    let (open, ended): (Vec<Life>, Vec<Life>) = lives.iter().cloned().partition(|life| life.is_open);
    let lives = Arc::new((open, ended));
    let next = Arc::new(AtomicU64::new(0));
    let size = size as u64;
    let mut tasks = Vec::new();
    for _ in 0..WRITERS {
        let (app, lives, next) = (app.clone(), lives.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            let mut sample = Sample::default();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= size {
                    return Ok::<_, Failure>(sample);
                }
                let known = one(&app, &lives, n, size).await?;
                if known.1 && sample.open.len() < SAMPLE / WRITERS as usize {
                    sample.open.push(known.0);
                } else if n % (size / SAMPLE as u64).max(1) == 0 {
                    sample.any.push(known.0);
                }
            }
        }));
    }
    let mut sample = Sample::default();
    for task in tasks {
        let part = task.await??;
        sample.open.extend(part.open);
        sample.any.extend(part.any);
    }
    Ok(sample)
}

/// Takes in the n-th case, in the order of time.
async fn one(app: &App, lives: &(Vec<Life>, Vec<Life>), n: u64, size: u64) -> Result<(Known, bool), Failure> {
    let mut rng = Rng::new(n ^ 0x5eed_0000);
    // The open ones are among the last; some of the ended ones are as young.
    let is_open = n * 1000 >= size * (1000 - 2 * OPEN_OF_1000) && rng.below(2) == 0;
    let life = rng.pick(if is_open { &lives.0 } else { &lives.1 });
    let span = if is_open { OPEN_DAYS } else { DAYS } * 86_400_000;
    let back = span - (n as f64 / size as f64 * span as f64) as i64;
    let at = app.now() - SignedDuration::from_millis(back.max(1_000));
    let person = person(app, rng.below(size.div_ceil(CASES_EACH)))?;
    let (id, number) = life.again(app, &person, n, at).await?;
    Ok(((id, person, number.to_string()), is_open))
}

/// Who the n-th person is.
fn person(app: &App, n: u64) -> Result<Person, Failure> {
    // Two check digits of eleven do not exist: each person has some numbers to choose from.
    let number = (0..8).find_map(|again| {
        let code = n * 8 + again;
        let (serial, day) = (code % 10_000, code / 10_000);
        let (year, month, day) = (40 + day / 336 % 60, 1 + day / 28 % 12, 1 + day % 28);
        CivilNumber::compute(&format!("2{year:02}{month:02}{day:02}{serial:04}"))
    });
    let number = number.ok_or("no civil number")?;
    Ok(Person { number, party: app.party_of(number), name: Text::same(""), acts_for: None, helped_by: None })
}
