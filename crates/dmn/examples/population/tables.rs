//! Generated decisions in the form that packs have: reasons that speak against a person, and the right that
//! there is when there are none.

use std::collections::BTreeMap;

use afaq_dmn::{DecisionTable, Expression, HitPolicy, Input, Model, Output, Prepared, Rule, Text};

use crate::Failure;
use crate::people::{Dice, FACTS, Kind, choice};

/// Rules of the first so many tables.
pub fn rules(count: usize) -> usize {
    (0..count).map(|number| rows(number).len()).sum()
}

pub fn prepared(count: usize) -> Result<Vec<Prepared>, Failure> {
    (0..count).map(one).collect()
}

/// The rows of a table: a condition, what it is when it speaks against the person.
fn rows(number: usize) -> Vec<(String, String)> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D ^ ((number as u64 + 1) << 24));
    let length = 5 + dice.roll(5);
    (0..length).map(|_| row(&mut dice)).collect()
}

fn row(dice: &mut Dice) -> (String, String) {
    let (name, kind, null, _) = &FACTS[dice.roll(FACTS.len() as u64) as usize];
    let plain = (*name).to_owned();
    if *null > 100 && dice.roll(3) == 0 {
        let (other, Kind::Flag(_), 0, _) = &FACTS[dice.roll(12) as usize] else {
            return (plain, "null".to_owned());
        };
        return (format!("{name} = null and {other} = true"), "true".to_owned());
    }
    match kind {
        Kind::Flag(share) => (plain, (*share < 50).to_string()),
        Kind::Choice(count) => {
            let (one, two) = (choice(dice.roll(*count)), choice(dice.roll(*count)));
            let list = if dice.roll(2) == 0 { format!("\"{one}\"") } else { format!("\"{one}\", \"{two}\"") };
            (plain, if *count < 5 { list } else { format!("not({list})") })
        }
        Kind::Money(bound) => {
            let limit = dice.roll(bound / 1_000);
            (
                plain,
                if dice.roll(2) == 0 {
                    format!(">= {limit}.{:03}", dice.roll(1_000))
                } else {
                    format!("< {limit}")
                },
            )
        }
        Kind::Count(bound) => {
            let limit = 1 + dice.roll(bound - 1);
            let cells =
                [format!("< {limit}"), format!("> {limit}"), format!("not([{}..{}])", limit / 2, limit + 2)];
            (plain, cells[dice.roll(3) as usize].clone())
        }
        Kind::Day(_) => {
            let day = format!("date(\"{}-0{}-15\")", 1970 + dice.roll(55), 1 + dice.roll(9));
            (plain, format!("{} {day}", if dice.roll(2) == 0 { "<" } else { ">=" }))
        }
        Kind::Months(bound) => {
            let years = 1 + dice.roll(bound / 12);
            (plain, format!("{} duration(\"P{years}Y\")", if dice.roll(2) == 0 { "<" } else { ">=" }))
        }
    }
}

fn one(number: usize) -> Result<Prepared, Failure> {
    let rows = rows(number);
    let mut inputs: Vec<String> = rows.iter().map(|(condition, _)| condition.clone()).collect();
    inputs.sort();
    inputs.dedup();
    let places: BTreeMap<&str, usize> =
        inputs.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let rule = |(at, (condition, cell)): (usize, &(String, String))| {
        let mut tests: Vec<Text> = vec!["-".into(); inputs.len()];
        tests[places[condition.as_str()]] = cell.as_str().into();
        Rule { tests, outputs: vec![format!("\"reason {}\"", at + 1).as_str().into()], ..Rule::default() }
    };
    let table = DecisionTable {
        hit_policy: HitPolicy::Collect(None),
        inputs: inputs
            .iter()
            .map(|name| Input { expression: name.as_str().into(), ..Input::default() })
            .collect(),
        outputs: vec![Output::default()],
        rules: rows.iter().enumerate().map(rule).collect(),
        ..DecisionTable::default()
    };
    let mut builder = Model::builder(&format!("service {number}"));
    for (name, kind, _, _) in &FACTS {
        builder = builder.input(name, &kind.feel());
    }
    let model = builder
        .decision("reasons_against", None, Expression::table(table))
        .decision("eligible", None, Expression::literal("count(reasons_against) = 0"))
        .build();
    let compiled = model.compile().map_err(|problems| format!("table {number}: {problems:?}"))?;
    let prepared = compiled.prepare("eligible")?;
    if !prepared.is_compiled() {
        return Err(format!("table {number} is not compiled").into());
    }
    Ok(prepared)
}
