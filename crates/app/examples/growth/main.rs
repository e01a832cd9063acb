//! Measures whether work gets slower as a store grows: the same actions among 10,000, 100,000 and a million cases.
//!
//! `cargo xtask bench growth`, or `cargo run --release -p afaq-app --example growth [FOLDER] [SIZE…]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

#[path = "../cases/lives.rs"]
#[expect(dead_code, reason = "shared with the measurement of cases, which plays alone too")]
mod lives;
mod many;
#[path = "../cases/place.rs"]
mod place;
#[path = "../cases/ports.rs"]
mod ports;
mod relive;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use afaq_app::cases::WorkTab;
use afaq_ports::Officer;
use afaq_testkit::Rng;

use lives::World;
use many::Sample;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How many cases the stores hold.
const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// The median among the most cases, at most so many times that among the fewest.
const GROWTH_MAX: f64 = 1.5;
/// Turns that the stores take, so that a noisy moment hits all of them.
const ROUNDS: usize = 5;
/// Looks of each kind in one turn.
const LOOKS: usize = 200;
/// Searches by name in one turn.
const NAMES: usize = 20;
/// How long one client gives commands in one turn.
const COMMANDS: Duration = Duration::from_millis(1_500);
/// How long lives are played that are then multiplied.
const PLAYED: Duration = Duration::from_secs(3);

/// What is measured, in the order of the table.
const ACTIONS: [&str; 8] = [
    "one command",
    "case page, open cases",
    "case page, any case",
    "a person's cases",
    "worklist of a unit",
    "worklist, waiting",
    "search by number",
    "search by name",
];

/// A store of one size.
struct Grown {
    size: usize,
    world: World,
    sample: Sample,
    rng: Rng,
    /// Times for each of [`ACTIONS`].
    took: Vec<Vec<Duration>>,
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = tempfile::tempdir_in(folder)?;
    let mut sizes: Vec<usize> = arguments.filter_map(|text| text.to_str()?.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let lives = played(&folder.path().join("played")).await?;
    println!(
        "{} lives played, of which {} are open",
        lives.len(),
        lives.iter().filter(|life| life.is_open).count()
    );

    let mut stores = Vec::new();
    for size in sizes {
        let begin = Instant::now();
        let place = folder.path().join(format!("{size}"));
        let (world, _) = place::open_at(&place, 1).await?;
        let sample = many::fill(&world.app, &lives, size).await?;
        let officers = world.app.ports().identity.officers();
        let bytes = std::fs::metadata(place.join("store.db"))?.len();
        println!(
            "{size} cases in {:.0} s, {:.1} KB of database each",
            begin.elapsed().as_secs_f64(),
            bytes as f64 / size as f64 / 1_000.0
        );
        let world = World { officers, ..world };
        stores.push(Grown { size, world, sample, rng: Rng::new(5), took: vec![Vec::new(); ACTIONS.len()] });
    }
    for round in 0..=ROUNDS {
        for grown in &mut stores {
            turn(grown, round as u64).await?;
            if round == 0 {
                // The first turn only warms up.
                grown.took.iter_mut().for_each(Vec::clear);
            }
        }
    }
    show(&mut stores);
    Ok(())
}

/// Plays whole lives through the real engine, and keeps those that were not cut in the middle of a command.
async fn played(folder: &Path) -> Result<Vec<relive::Life>, Failure> {
    let (world, _) = place::open(folder).await?;
    let officers = world.app.ports().identity.officers();
    let world = Arc::new(World { officers, ..world });
    let until = Instant::now() + PLAYED;
    let mut tasks = Vec::new();
    for client in 0..8 {
        let world = world.clone();
        tasks.push(tokio::spawn(async move { lives::client(&world, client, until).await }));
    }
    while Instant::now() < until {
        world.app.run_jobs("played").await?;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    for task in tasks {
        task.await??;
    }
    let lives = many::lives(&world.app).await?;
    world.app.store().close().await;
    Ok(lives)
}

/// One store's turn: some looks of each kind, then commands.
async fn turn(grown: &mut Grown, round: u64) -> Result<(), Failure> {
    let Grown { world, sample, rng, took, .. } = grown;
    let app = &world.app;
    let tally = lives::client(world, 90 + round, Instant::now() + COMMANDS).await?;
    took[0].extend(tally.took.into_values().flatten());
    for _ in 0..LOOKS {
        for (action, cases) in [(1, &sample.open), (2, &sample.any)] {
            let (id, person, _) = rng.pick(cases);
            let begin = Instant::now();
            app.my_case(person, *id).await?;
            app.messages_of_case(person, *id).await?;
            took[action].push(begin.elapsed());
        }
        let (_, person, number) = rng.pick(&sample.any);
        let begin = Instant::now();
        app.my_cases_page(person, None).await?;
        took[3].push(begin.elapsed());
        let officer: &Officer = rng.pick(&world.officers);
        for (action, tab) in [(4, WorkTab::Unit), (5, WorkTab::Waiting)] {
            let begin = Instant::now();
            app.worklist(officer, tab, None).await?;
            took[action].push(begin.elapsed());
        }
        let begin = Instant::now();
        app.desk_search(officer, number).await?;
        took[6].push(begin.elapsed());
    }
    // Nobody bears this name: all work is looked through up to the limit.
    for _ in 0..NAMES {
        let officer: &Officer = rng.pick(&world.officers);
        let begin = Instant::now();
        app.desk_search(officer, "زكريا").await?;
        took[7].push(begin.elapsed());
    }
    Ok(())
}

fn show(stores: &mut [Grown]) {
    let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
    let mut medians: Vec<Vec<f64>> = Vec::new();
    for grown in stores {
        println!("among {} cases:", grown.size);
        let mut own = Vec::new();
        for (name, took) in ACTIONS.iter().zip(&mut grown.took) {
            took.sort_unstable();
            let at = |percent: usize| took.get(took.len() * percent / 100).copied().unwrap_or_default();
            println!(
                "  {name:<22} {:>7}  p50 {:>7.3} ms  p99 {:>7.3} ms",
                took.len(),
                ms(at(50)),
                ms(at(99))
            );
            own.push(ms(at(50)));
        }
        medians.push(own);
    }
    let (Some(first), Some(last)) = (medians.first(), medians.last()) else { return };
    println!("growth of the median from the fewest to the most (at most {GROWTH_MAX}):");
    for ((name, few), many) in ACTIONS.iter().zip(first).zip(last) {
        let times = many / few;
        println!("  {} {name:<22} {times:.2}", if times <= GROWTH_MAX { "met   " } else { "MISSED" });
    }
}
