//! How long the analysis of a large table takes: 1,000 rules over ten inputs of the usual kinds, and its variations.
//!
//! `cargo run --release -p afaq-dmn --example analyze`

use std::time::Instant;

use afaq_dmn::{DecisionTable, Finding, HitPolicy, Input, Output, Rule, analyze};
use afaq_feel::Type;

/// Numbers in no order, the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }
}

/// The part of an input that is left to a rule.
#[derive(Clone)]
enum Left {
    Between(i64, i64),
    Names(Vec<usize>),
    Truth(Option<bool>),
}

impl Left {
    fn split(&self, dice: &mut Dice) -> Option<(Self, Self)> {
        match self {
            Self::Between(low, high) if high - low > 1 => {
                let middle = low + 1 + dice.roll(usize::try_from(high - low - 1).unwrap_or(1)) as i64;
                Some((Self::Between(*low, middle), Self::Between(middle, *high)))
            }
            Self::Names(names) if names.len() > 1 => {
                let at = 1 + dice.roll(names.len() - 1);
                Some((Self::Names(names[..at].to_vec()), Self::Names(names[at..].to_vec())))
            }
            Self::Truth(None) => Some((Self::Truth(Some(true)), Self::Truth(Some(false)))),
            _ => None,
        }
    }

    fn cell(&self) -> String {
        match self {
            Self::Between(0, 100_000) | Self::Truth(None) => "-".to_owned(),
            Self::Between(0, high) => format!("< {high}"),
            Self::Between(low, 100_000) => format!(">= {low}"),
            Self::Between(low, high) => format!("[{low}..{high})"),
            Self::Names(names) if names.len() == NAMES => "-".to_owned(),
            Self::Names(names) => {
                names.iter().map(|name| format!("\"n{name}\"")).collect::<Vec<_>>().join(", ")
            }
            Self::Truth(Some(value)) => value.to_string(),
        }
    }
}

const NAMES: usize = 12;

fn types() -> Vec<Type> {
    let names = Type::OneOf((0..NAMES).map(|name| format!("n{name}")).collect());
    let number = || vec![Type::Number; 5];
    [number(), vec![names; 3], vec![Type::Boolean; 2]].concat()
}

/// A table that parts the whole space into so many rules, as a decision tree does.
fn parted(rules: usize, dice: &mut Dice) -> Vec<Vec<Left>> {
    let whole = types().into_iter().map(|ty| match ty {
        Type::Number => Left::Between(0, 100_000),
        Type::Boolean => Left::Truth(None),
        _ => Left::Names((0..NAMES).collect()),
    });
    let mut boxes: Vec<Vec<Left>> = vec![whole.collect()];
    while boxes.len() < rules {
        let at = dice.roll(boxes.len());
        let axis = dice.roll(boxes[at].len());
        if let Some((one, other)) = boxes[at][axis].split(dice) {
            let mut second = boxes[at].clone();
            boxes[at][axis] = one;
            second[axis] = other;
            boxes.push(second);
        }
    }
    for at in (1..boxes.len()).rev() {
        let other = dice.roll(at + 1);
        boxes.swap(at, other);
    }
    boxes
}

fn table(policy: HitPolicy, boxes: &[Vec<Left>]) -> DecisionTable {
    DecisionTable {
        hit_policy: policy,
        inputs: (0..10)
            .map(|input| Input { expression: format!("fact {input}").into(), ..Input::default() })
            .collect(),
        outputs: vec![Output::default()],
        rules: boxes
            .iter()
            .enumerate()
            .map(|(number, cells)| Rule {
                tests: cells.iter().map(|cell| cell.cell().into()).collect(),
                outputs: vec![(number % 7).to_string().into()],
                ..Rule::default()
            })
            .collect(),
        ..DecisionTable::default()
    }
}

#[expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "an example shows what it found and how long it took"
)]
fn show(what: &str, table: &DecisionTable) {
    let start = Instant::now();
    let findings = analyze(table, &types());
    let took = start.elapsed();
    let mut kinds: Vec<&str> = findings.iter().map(Finding::code).collect();
    kinds.sort_unstable();
    let count = findings.len();
    kinds.dedup();
    println!("{what}: {:.0} ms, {count} findings {}", took.as_secs_f64() * 1_000.0, kinds.join(" "));
}

fn main() {
    let mut dice = Dice(3);
    let whole = parted(1_000, &mut dice);
    show("1,000 rules x 10 inputs, whole, U", &table(HitPolicy::Unique, &whole));
    show("the same, F", &table(HitPolicy::First, &whole));
    let mut holes = whole.clone();
    (0..50).for_each(|_| {
        let at = dice.roll(holes.len());
        holes.remove(at);
    });
    show("with 50 rules taken out", &table(HitPolicy::Unique, &holes));
    let mut wider = whole.clone();
    for _ in 0..50 {
        let (at, axis) = (dice.roll(wider.len()), dice.roll(5));
        wider[at][axis] = Left::Between(0, 100_000);
    }
    show("with 50 rules made wider, U", &table(HitPolicy::Unique, &wider));
    show("with 50 rules made wider, F", &table(HitPolicy::First, &wider));
    let twice = parted(2_000, &mut dice);
    show("2,000 rules x 10 inputs, whole, U", &table(HitPolicy::Unique, &twice));
}
