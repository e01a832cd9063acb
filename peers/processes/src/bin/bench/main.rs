//! Measures processes beside SpiffWorkflow, bpmn-engine and Operaton, all in one run.
//!
//! `bench [SECONDS] [PYTHON] [NODE] [MAVEN]`: seconds of each stretch; a peer without its program is left out, in words.
//! `bench timers [INSTANCES] [SECONDS]`: open instances with a timer each, 2,000 of which fall due each second.

mod durable;
mod host;
mod memory;
mod models;
mod operaton;
mod peers;
mod timers;

use std::time::Duration;

/// What stops a measurement.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize, usual: u64| words.get(at).and_then(|word| word.parse().ok()).unwrap_or(usual);
    if words.first().is_some_and(|word| word == "timers") {
        return timers::run(number(1, 1_200_000), number(2, 600));
    }
    let stretch = Duration::from_secs(number(0, 10));
    let word = |at: usize| words.get(at).filter(|word| !word.is_empty() && *word != "-");
    println!("In memory, one thread, instances for each second of processor time:");
    let ours = memory::run(stretch)?;
    let spiff = peers::spiff(word(1), stretch)?;
    let node = peers::node(word(2), stretch)?;
    println!("\nDurable (each step is on the disk before it is answered), 64 clients:");
    let durable = durable::run(stretch)?;
    let operaton = operaton::run(word(3), stretch)?;

    println!("\nRatios:");
    for (at, name) in models::NAMES.iter().enumerate() {
        wanted(
            &format!("{name}, in memory, times SpiffWorkflow"),
            ratio(ours[at], spiff.map(|all| all.memory[at])),
            100.0,
        );
        told(&format!("{name}, in memory, times bpmn-engine"), ratio(ours[at], node.map(|all| all[at])));
        wanted(&format!("{name}, durable instances/s"), Some(durable.rates[at]), [5_000.0, 3_000.0][at]);
        wanted(
            &format!("{name}, durable, times SpiffWorkflow"),
            ratio(durable.rates[at], spiff.map(|all| all.durable[at])),
            20.0,
        );
        wanted(
            &format!("{name}, durable, times Operaton with full history"),
            ratio(durable.rates[at], operaton.map(|all| all.full[at])),
            5.0,
        );
        told(
            &format!("{name}, durable, times Operaton without history"),
            ratio(durable.rates[at], operaton.map(|all| all.none[at])),
        );
    }
    at_most("one client's p99, times a bare flush's", durable.one_p99_of_flush, 3.0);
    wanted("cluster shape, durable flow nodes/s", Some(durable.flow_nodes), 8_000.0);
    Ok(())
}

fn ratio(ours: f64, other: Option<f64>) -> Option<f64> {
    other.map(|other| ours / other)
}

fn told(what: &str, value: Option<f64>) {
    match value {
        Some(value) => println!("  {value:>10.1}  {what}"),
        None => println!("           -  {what}: the peer was left out"),
    }
}

fn wanted(what: &str, value: Option<f64>, at_least: f64) {
    let met = value.map_or("", |value| if value >= at_least { ", met" } else { ", MISSED" });
    told(&format!("{what} (at least {at_least}{met})"), value);
}

fn at_most(what: &str, value: f64, most: f64) {
    let met = if value <= most { "met" } else { "MISSED" };
    told(&format!("{what} (at most {most}, {met})"), Some(value));
}
