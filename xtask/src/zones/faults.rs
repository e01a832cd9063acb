//! The faults: what happens, what is waited for, and how long nobody may have had to wait.

use std::time::Duration;

use anyhow::Context;

use super::region::{Region, now};

/// One fault.
pub struct Fault {
    pub name: &'static str,
    /// The longest pause of writing, in seconds.
    pub pause_max: f64,
    /// Whether people may see a failed submission.
    pub may_fail: bool,
    /// Whether it belongs to the short run.
    pub is_short: bool,
    act: fn(&Region) -> anyhow::Result<()>,
}

/// What came of one fault.
pub struct Stretch {
    pub name: &'static str,
    pub pause_max: f64,
    pub may_fail: bool,
    pub begun: f64,
    pub ended: f64,
}

/// How long a region may take to be whole again.
const WHOLE: Duration = Duration::from_secs(180);
/// How long it is looked at afterwards.
const AFTER: Duration = Duration::from_secs(6);

/// All faults, in the order in which they come.
pub const FAULTS: &[Fault] = &[
    Fault { name: "nothing happens", pause_max: 2.0, may_fail: false, is_short: true, act: nothing },
    Fault {
        name: "the primary's zone dies",
        pause_max: 30.0,
        may_fail: false,
        is_short: true,
        act: kill_primary,
    },
    Fault {
        name: "the primary's zone is cut off and healed",
        pause_max: 30.0,
        may_fail: false,
        is_short: true,
        act: cut_primary,
    },
    Fault {
        name: "the primary's process dies",
        pause_max: 10.0,
        may_fail: false,
        is_short: false,
        act: kill_process,
    },
    Fault {
        name: "the primary moves as planned",
        pause_max: 5.0,
        may_fail: false,
        is_short: true,
        act: switch_over,
    },
    Fault { name: "another zone dies", pause_max: 1.0, may_fail: false, is_short: false, act: kill_standby },
    Fault {
        name: "two zones die, one comes back",
        pause_max: f64::INFINITY,
        may_fail: true,
        is_short: false,
        act: kill_two,
    },
    Fault {
        name: "the disk of the primary's zone is full",
        pause_max: 30.0,
        may_fail: false,
        is_short: false,
        act: fill_disk,
    },
    Fault {
        name: "one afaq stops and starts",
        pause_max: 2.0,
        may_fail: false,
        is_short: false,
        act: stop_one,
    },
    Fault {
        name: "all processes are replaced one by one",
        pause_max: 5.0,
        may_fail: false,
        is_short: false,
        act: upgrade,
    },
];

impl Fault {
    /// Lets it happen and waits until the region is whole.
    ///
    /// # Errors
    /// A region that does not become whole.
    pub fn happen(&self, region: &Region) -> anyhow::Result<Stretch> {
        let begun = now();
        (self.act)(region).with_context(|| self.name.to_string())?;
        region.await_whole(WHOLE).with_context(|| self.name.to_string())?;
        std::thread::sleep(AFTER);
        Ok(Stretch {
            name: self.name,
            pause_max: self.pause_max,
            may_fail: self.may_fail,
            begun,
            ended: now(),
        })
    }
}

fn primary(region: &Region) -> anyhow::Result<String> {
    region.await_leader(None, Duration::from_secs(60))
}

/// The zone that comes after another one.
fn next(zone: &str) -> String {
    match zone {
        "1" => "2",
        "2" => "3",
        _ => "1",
    }
    .into()
}

fn pause(seconds: u64) {
    std::thread::sleep(Duration::from_secs(seconds));
}

fn nothing(_: &Region) -> anyhow::Result<()> {
    pause(10);
    Ok(())
}

fn kill_primary(region: &Region) -> anyhow::Result<()> {
    let zone = primary(region)?;
    region.call(&["kill", &zone])?;
    region.await_leader(Some(&zone), Duration::from_secs(90))?;
    pause(5);
    region.call(&["start", &zone]).map(drop)
}

fn cut_primary(region: &Region) -> anyhow::Result<()> {
    let zone = primary(region)?;
    region.call(&["cut", &zone])?;
    region.await_leader(Some(&zone), Duration::from_secs(90))?;
    pause(5);
    region.call(&["heal", &zone]).map(drop)
}

fn kill_process(region: &Region) -> anyhow::Result<()> {
    let zone = primary(region)?;
    region.call(&["kill-postgres", &zone])?;
    pause(3);
    region.await_leader(None, Duration::from_secs(60)).map(drop)
}

fn switch_over(region: &Region) -> anyhow::Result<()> {
    region.call(&["switchover"]).map(drop)
}

fn kill_standby(region: &Region) -> anyhow::Result<()> {
    let zone = next(&primary(region)?);
    region.call(&["kill", &zone])?;
    pause(12);
    region.call(&["start", &zone]).map(drop)
}

fn kill_two(region: &Region) -> anyhow::Result<()> {
    let zone = primary(region)?;
    let other = next(&next(&zone));
    region.call(&["kill", &zone])?;
    region.call(&["kill", &other])?;
    pause(25);
    region.call(&["start", &zone])?;
    region.await_leader(None, Duration::from_secs(90))?;
    pause(5);
    region.call(&["start", &other]).map(drop)
}

fn fill_disk(region: &Region) -> anyhow::Result<()> {
    let zone = primary(region)?;
    region.call(&["fill", &zone])?;
    region.await_leader(Some(&zone), Duration::from_secs(90))?;
    pause(3);
    region.call(&["clear", &zone]).map(drop)
}

fn stop_one(region: &Region) -> anyhow::Result<()> {
    region.call(&["afaq", "stop", "2"])?;
    pause(8);
    region.call(&["afaq", "start", "2"])?;
    pause(8);
    Ok(())
}

fn upgrade(region: &Region) -> anyhow::Result<()> {
    for zone in ["1", "2", "3"] {
        region.call(&["afaq", "stop", zone])?;
        region.call(&["afaq", "start", zone])?;
        region.call(&["afaq", "await", zone])?;
    }
    Ok(())
}
