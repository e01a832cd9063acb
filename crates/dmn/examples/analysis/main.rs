//! How long it takes to read, compile and analyze a large table: 1,000 rules over ten inputs of the usual kinds.
//!
//! `cargo xtask bench analysis`, or `cargo run --release -p afaq-dmn --example analysis [MODEL.dmn]`
#![expect(clippy::print_stdout, reason = "a measurement prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a measurement reads the clock")]

mod boxes;

use std::collections::BTreeMap;
use std::time::Instant;

use afaq_dmn::{Aggregation, Finding, HitPolicy};
use boxes::Dice;

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Seconds that one table may take on one core.
const SECONDS_MAX: f64 = 1.0;
const RULES: usize = 1_000;

fn main() -> Result<(), Failure> {
    println!("seconds to read, compile and analyze, on one core:\n");
    println!("   read  compile  analyze    all");
    if let Some(path) = std::env::args().nth(1) {
        show(&path, &std::fs::read_to_string(&path)?)?;
        return Ok(());
    }
    let mut dice = Dice(3);
    let whole = boxes::parted(RULES, &mut dice);
    let holes = boxes::with_holes(&whole, 50, &mut dice);
    let wider = boxes::widened(&whole, 50, &mut dice);
    let keyed = boxes::keyed(RULES, &mut dice);
    let scattered = boxes::scattered(RULES, &mut dice);
    let first = boxes::with_last(&scattered);
    let sum = HitPolicy::Collect(Some(Aggregation::Sum));
    let tables = [
        ("complete, no overlap, U", HitPolicy::Unique, &whole),
        ("complete, no overlap, A", HitPolicy::Any, &whole),
        ("complete, no overlap, F", HitPolicy::First, &whole),
        ("complete, no overlap, P", HitPolicy::Priority, &whole),
        ("complete, no overlap, C", HitPolicy::Collect(None), &whole),
        ("complete, no overlap, C+", sum, &whole),
        ("50 rules taken out, U", HitPolicy::Unique, &holes),
        ("50 rules made wider, U", HitPolicy::Unique, &wider),
        ("50 rules made wider, F", HitPolicy::First, &wider),
        ("50 rules made wider, P", HitPolicy::Priority, &wider),
        ("a key and gaps everywhere, U", HitPolicy::Unique, &keyed),
        ("a key and gaps everywhere, F", HitPolicy::First, &keyed),
        ("overlaps everywhere, U", HitPolicy::Unique, &scattered),
        ("overlaps everywhere, A", HitPolicy::Any, &scattered),
        ("overlaps everywhere, F", HitPolicy::First, &scattered),
        ("overlaps, a last rule for all, F", HitPolicy::First, &first),
        ("overlaps everywhere, P", HitPolicy::Priority, &scattered),
        ("overlaps everywhere, R", HitPolicy::RuleOrder, &scattered),
        ("overlaps everywhere, C", HitPolicy::Collect(None), &scattered),
    ];
    let mut longest: f64 = 0.0;
    for (what, policy, boxes) in tables {
        longest = longest.max(show(what, &boxes::written(policy, boxes))?);
    }
    let verdict = if longest <= SECONDS_MAX { "kept" } else { "MISSED" };
    println!("\nlongest {longest:.3} s; target: at most {SECONDS_MAX:.0} s: {verdict}");
    Ok(())
}

/// Analyzes one model, and prints how long that took and what was found.
fn show(what: &str, text: &str) -> Result<f64, Failure> {
    let begun = Instant::now();
    let model = afaq_dmn::read(text).model.ok_or("the model cannot be read")?;
    let read = begun.elapsed().as_secs_f64();
    let compiled = model.compile().map_err(|problems| format!("{what}: {}", problems[0].message_en()))?;
    let built = begun.elapsed().as_secs_f64();
    let findings = model.analyze(&[]);
    let all = begun.elapsed().as_secs_f64();
    drop(compiled);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|(_, finding)| *kinds.entry(Finding::code(finding)).or_default() += 1);
    let kinds: Vec<String> = kinds.iter().map(|(code, count)| format!("{code} x {count}")).collect();
    println!(
        "{read:7.3}  {:7.3}  {:7.3}  {all:5.3}  {what}: {}",
        built - read,
        all - built,
        kinds.join(", ")
    );
    Ok(all)
}
