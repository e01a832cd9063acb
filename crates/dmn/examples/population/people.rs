//! Generated people: forty facts each, as columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_dmn::Prepared;
use afaq_feel::{Column, ColumnData, Standing, Type, Value};

use crate::Failure;

/// A kind of fact, and its range.
pub enum Kind {
    /// True for so many of a hundred.
    Flag(u64),
    /// One of so many texts.
    Choice(u64),
    /// Thousandths of a dinar, below a bound.
    Money(u64),
    /// A whole number below a bound.
    Count(u64),
    /// A day of the last so many days.
    Day(u64),
    /// Months below a bound.
    Months(u64),
}

/// The forty facts: name, kind, rows of a thousand in which it is null, and in which it is unknown.
pub const FACTS: [(&str, Kind, u64, u64); 40] = [
    ("is_citizen", Kind::Flag(32), 0, 0),
    ("is_employed", Kind::Flag(55), 0, 5),
    ("is_student", Kind::Flag(22), 0, 3),
    ("is_retired", Kind::Flag(8), 0, 0),
    ("is_head_of_household", Kind::Flag(30), 0, 0),
    ("has_licence", Kind::Flag(40), 0, 8),
    ("has_disability", Kind::Flag(3), 0, 2),
    ("has_criminal_record", Kind::Flag(2), 0, 4),
    ("owns_home", Kind::Flag(21), 0, 0),
    ("owns_company", Kind::Flag(4), 0, 0),
    ("is_insured", Kind::Flag(85), 0, 6),
    ("has_debt", Kind::Flag(25), 0, 10),
    ("gender", Kind::Choice(2), 0, 0),
    ("nationality", Kind::Choice(40), 0, 0),
    ("marital_status", Kind::Choice(4), 0, 0),
    ("education", Kind::Choice(7), 30, 4),
    ("governorate", Kind::Choice(6), 0, 0),
    ("sector", Kind::Choice(5), 400, 2),
    ("disability_degree", Kind::Choice(3), 970, 1),
    ("residence_kind", Kind::Choice(8), 320, 0),
    ("licence_class", Kind::Choice(5), 600, 3),
    ("relation", Kind::Choice(6), 700, 0),
    ("income", Kind::Money(3_000_000), 0, 12),
    ("family_income", Kind::Money(6_000_000), 0, 15),
    ("rent", Kind::Money(700_000), 500, 0),
    ("debt", Kind::Money(40_000_000), 750, 10),
    ("savings", Kind::Money(90_000_000), 0, 30),
    ("pension", Kind::Money(1_500_000), 900, 0),
    ("children", Kind::Count(8), 0, 0),
    ("dependants", Kind::Count(10), 0, 0),
    ("age", Kind::Count(95), 0, 0),
    ("fines", Kind::Count(12), 0, 2),
    ("born_on", Kind::Day(33_000), 0, 0),
    ("married_on", Kind::Day(15_000), 550, 0),
    ("hired_on", Kind::Day(12_000), 450, 3),
    ("resident_since", Kind::Day(14_000), 320, 0),
    ("insured_until", Kind::Day(700), 150, 6),
    ("residence", Kind::Months(600), 0, 0),
    ("service", Kind::Months(400), 450, 3),
    ("waiting", Kind::Months(240), 800, 0),
];

/// The last day: 2026-11-23 in days since 1970.
const TODAY: i64 = 20_780;

impl Kind {
    pub fn feel(&self) -> Type {
        match self {
            Kind::Flag(_) => Type::Boolean,
            Kind::Choice(_) => Type::String,
            Kind::Money(_) | Kind::Count(_) => Type::Number,
            Kind::Day(_) => Type::Date,
            Kind::Months(_) => Type::YearsMonths,
        }
    }
}

/// A small seeded generator.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % sides.max(1)
    }
}

pub struct Facts {
    columns: BTreeMap<&'static str, Column>,
}

impl Facts {
    pub fn len(&self) -> usize {
        self.columns.len()
    }

    /// The columns that a decision wants.
    pub fn columns(&self, prepared: &Prepared) -> Result<Vec<&Column>, Failure> {
        let facts = prepared.facts();
        let column = |slot| {
            let name = facts.name(slot);
            self.columns.get(name.as_str()).ok_or_else(|| format!("there is no fact `{name}`").into())
        };
        (0..facts.len()).map(column).collect()
    }
}

pub fn facts(people: usize) -> Facts {
    let mut columns = BTreeMap::new();
    for (place, (name, kind, null, unknown)) in FACTS.iter().enumerate() {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ ((place as u64 + 1) << 32));
        let data = match kind {
            Kind::Flag(share) => ColumnData::Booleans((0..people).map(|_| dice.roll(100) < *share).collect()),
            Kind::Choice(count) => {
                let values = (0..*count).map(|at| Value::from(choice(at).as_str())).collect();
                let codes = (0..people).map(|_| dice.roll(*count) as u32).collect();
                ColumnData::Coded { values: Arc::new(values), codes }
            }
            Kind::Money(bound) => {
                // Small amounts are more frequent than large ones.
                let values = (0..people).map(|_| dice.roll(*bound).min(dice.roll(*bound)) as i64).collect();
                ColumnData::Numbers { scale: 3, values }
            }
            Kind::Count(bound) => {
                let values = (0..people).map(|_| dice.roll(*bound) as i64).collect();
                ColumnData::Numbers { scale: 0, values }
            }
            Kind::Day(days) => {
                ColumnData::Dates((0..people).map(|_| (TODAY - dice.roll(*days) as i64) as i32).collect())
            }
            Kind::Months(bound) => {
                ColumnData::Months((0..people).map(|_| dice.roll(*bound) as i32).collect())
            }
        };
        let column = if *null + *unknown == 0 {
            Column::new(data)
        } else {
            let standings = (0..people).map(|_| match dice.roll(1_000) {
                roll if roll < *null => Standing::Null,
                roll if roll < null + unknown => {
                    if roll % 2 == 0 {
                        Standing::Unavailable
                    } else {
                        Standing::Disputed
                    }
                }
                _ => Standing::Present,
            });
            Column::with_standings(data, standings.collect())
        };
        columns.insert(*name, column);
    }
    Facts { columns }
}

/// The name of a choice.
pub fn choice(at: u64) -> String {
    format!("choice {at}")
}
