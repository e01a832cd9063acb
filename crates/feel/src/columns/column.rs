//! One fact for many rows.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::{Date, Decimal, Value, YearsMonthsDuration};

/// Whether a row has a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    /// It has one.
    #[default]
    Present,
    /// It is known to have none.
    Null,
    /// Its source did not answer: the fact is unknown.
    Unavailable,
    /// The person says that it is wrong: the fact is unknown.
    Disputed,
}

/// The values of a column, one for each row; where the standing says that there is none, any value.
#[derive(Clone, Debug)]
pub enum ColumnData {
    /// Numbers: each value times 10 to the minus `scale`.
    Numbers {
        /// Digits after the point, 0 to 18.
        scale: u8,
        /// The numbers without the point: with scale 3, `12500` is 12.500.
        values: Vec<i64>,
    },
    /// Days since 1970-01-01.
    Dates(Vec<i32>),
    /// Durations of years and months, in months.
    Months(Vec<i32>),
    /// True or false.
    Booleans(Vec<bool>),
    /// A place in a list of values, for texts out of a closed set and for results.
    Coded {
        /// The values that codes stand for.
        values: Arc<Vec<Value>>,
        /// The code of each row.
        codes: Vec<u32>,
    },
    /// Values of any kind.
    Values(Vec<Value>),
}

/// One fact for many rows: a value each, and whether it is known.
#[derive(Clone, Debug)]
pub struct Column {
    data: ColumnData,
    /// None when every row has a value.
    standings: Option<Vec<Standing>>,
    /// The few rows of a result whose value is of another kind than the others: null, or unknown.
    others: BTreeMap<usize, Value>,
    /// What the fact is called, where the column itself knows that.
    name: Option<Arc<str>>,
    /// Whether every code has a value.
    is_sound: bool,
    /// How large its numbers are; looked at once.
    size: OnceLock<Size>,
}

/// How large the numbers of a column can be, which tells whether a result can leave the machine word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    /// Bits that every number needs beside its sign.
    pub(super) bits: u32,
    /// Whether one of them may be below zero.
    pub(super) is_signed: bool,
}

impl Size {
    pub(super) fn of(values: &[i64]) -> Size {
        let (size, signs) = values
            .iter()
            .fold((0, 0), |(size, signs), value| (size | (value ^ (value >> 63)), signs | value));
        Size { bits: u64::BITS - (size as u64).leading_zeros(), is_signed: signs < 0 }
    }
}

impl Column {
    /// A column in which every row has a value.
    pub fn new(data: ColumnData) -> Column {
        let is_sound = match &data {
            ColumnData::Coded { values, codes } => {
                codes.is_empty()
                    || (codes.iter().fold(0, |most, code| most.max(*code)) as usize) < values.len()
            }
            _ => true,
        };
        let size = OnceLock::new();
        Column { data, standings: None, others: BTreeMap::new(), name: None, is_sound, size }
    }

    /// A column in which rows may lack their value. Standings that are missing at the end count as unavailable.
    pub fn with_standings(data: ColumnData, mut standings: Vec<Standing>) -> Column {
        standings.resize(data.len(), Standing::Unavailable);
        let is_whole = standings.iter().all(|standing| *standing == Standing::Present);
        let standings = if is_whole { None } else { Some(standings) };
        Column { standings, ..Column::new(data) }
    }

    /// A column in which some rows have a value of another kind.
    pub(super) fn with_others(data: ColumnData, others: BTreeMap<usize, Value>) -> Column {
        Column { others, ..Column::new(data) }
    }

    /// Whether every row has a value of the column's kind.
    pub(super) fn is_plain(&self) -> bool {
        self.standings.is_none() && self.others.is_empty()
    }

    /// How large its numbers are.
    pub(super) fn size(&self) -> Size {
        *self.size.get_or_init(|| match &self.data {
            ColumnData::Numbers { values, .. } => Size::of(values),
            _ => Size::of(&[]),
        })
    }

    /// Whether every code of a coded column has a value; true for all other columns.
    pub fn is_sound(&self) -> bool {
        self.is_sound
    }

    /// What the fact is called, where the column itself knows that.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The few rows of a result whose value is of another kind than the data: null, or unknown.
    pub fn others(&self) -> &BTreeMap<usize, Value> {
        &self.others
    }

    /// A column of texts, each stored once.
    pub fn texts<'t>(texts: impl IntoIterator<Item = &'t str>) -> Column {
        let mut places = BTreeMap::new();
        let mut values = Vec::new();
        let codes = texts.into_iter().map(|text| {
            *places.entry(text).or_insert_with(|| {
                values.push(Value::from(text));
                (values.len() - 1) as u32
            })
        });
        let codes = codes.collect();
        Column::new(ColumnData::Coded { values: Arc::new(values), codes })
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.data.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The values.
    pub fn data(&self) -> &ColumnData {
        &self.data
    }

    /// Whether each row has a value; none when all have one.
    pub fn standings(&self) -> Option<&[Standing]> {
        self.standings.as_deref()
    }

    /// The value of a row; an unknown one goes by the name of the fact. Beyond the end it is unknown too.
    pub fn value(&self, row: usize, name: &str) -> Value {
        if let Some(other) = self.others.get(&row) {
            return other.clone();
        }
        let standing = match &self.standings {
            None => Standing::Present,
            Some(standings) => standings.get(row).copied().unwrap_or(Standing::Unavailable),
        };
        match standing {
            Standing::Present => self.data.value(row).unwrap_or_else(|| Value::unknown(name)),
            Standing::Null => Value::Null,
            Standing::Unavailable | Standing::Disputed => Value::unknown(self.name().unwrap_or(name)),
        }
    }

    /// A part of the column; a fact that is unknown there gets the name, and so do rows beyond the end.
    pub fn slice(&self, rows: Range<usize>, name: &str) -> Column {
        if rows.end > self.len() {
            return Column::new(ColumnData::Values(rows.map(|row| self.value(row, name)).collect()));
        }
        let standings = self.standings.as_ref().map(|standings| standings[rows.clone()].to_vec());
        let others = self.others.range(rows.clone());
        let others = others.map(|(row, value)| (row - rows.start, value.clone())).collect();
        self.part(self.data.slice(rows), standings, others, name)
    }

    /// Some rows of the column in another order; a fact that is unknown there gets the name, and so do rows
    /// beyond the end.
    pub fn gather(&self, rows: &[usize], name: &str) -> Column {
        if rows.iter().any(|row| *row >= self.len()) {
            return Column::new(ColumnData::Values(rows.iter().map(|row| self.value(*row, name)).collect()));
        }
        let standings = self.standings.as_deref().map(|standings| pick(standings, rows));
        let mut others = BTreeMap::new();
        if !self.others.is_empty() {
            let there = rows.iter().enumerate();
            let there = there.filter_map(|(at, row)| Some((at, self.others.get(row)?.clone())));
            others.extend(there);
        }
        self.part(self.data.gather(rows), standings, others, name)
    }

    fn part(
        &self,
        data: ColumnData,
        standings: Option<Vec<Standing>>,
        others: BTreeMap<usize, Value>,
        name: &str,
    ) -> Column {
        let standings = standings.filter(|all| all.iter().any(|standing| *standing != Standing::Present));
        let name = standings.as_ref().map(|_| self.name.clone().unwrap_or_else(|| name.into()));
        Column { data, standings, others, name, is_sound: self.is_sound, size: self.size.clone() }
    }
}

fn pick<T: Clone>(values: &[T], rows: &[usize]) -> Vec<T> {
    rows.iter().map(|row| values[*row].clone()).collect()
}

impl ColumnData {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            ColumnData::Numbers { values, .. } => values.len(),
            ColumnData::Dates(values) | ColumnData::Months(values) => values.len(),
            ColumnData::Booleans(values) => values.len(),
            ColumnData::Coded { codes, .. } => codes.len(),
            ColumnData::Values(values) => values.len(),
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a row; a day that no calendar has is null.
    pub fn value(&self, row: usize) -> Option<Value> {
        Some(match self {
            ColumnData::Numbers { scale, values } => {
                Decimal::new(i128::from(*values.get(row)?), i32::from(*scale))
                    .map_or(Value::Null, Value::Number)
            }
            ColumnData::Dates(values) => {
                Date::from_days_since_epoch(i64::from(*values.get(row)?)).map_or(Value::Null, Value::Date)
            }
            ColumnData::Months(values) => {
                Value::YearsMonths(YearsMonthsDuration::from_months(i64::from(*values.get(row)?)))
            }
            ColumnData::Booleans(values) => Value::Boolean(*values.get(row)?),
            ColumnData::Coded { values, codes } => values.get(*codes.get(row)? as usize)?.clone(),
            ColumnData::Values(values) => values.get(row)?.clone(),
        })
    }

    fn slice(&self, rows: Range<usize>) -> ColumnData {
        match self {
            ColumnData::Numbers { scale, values } => {
                ColumnData::Numbers { scale: *scale, values: values[rows].to_vec() }
            }
            ColumnData::Dates(values) => ColumnData::Dates(values[rows].to_vec()),
            ColumnData::Months(values) => ColumnData::Months(values[rows].to_vec()),
            ColumnData::Booleans(values) => ColumnData::Booleans(values[rows].to_vec()),
            ColumnData::Coded { values, codes } => {
                ColumnData::Coded { values: values.clone(), codes: codes[rows].to_vec() }
            }
            ColumnData::Values(values) => ColumnData::Values(values[rows].to_vec()),
        }
    }

    fn gather(&self, rows: &[usize]) -> ColumnData {
        match self {
            ColumnData::Numbers { scale, values } => {
                ColumnData::Numbers { scale: *scale, values: pick(values, rows) }
            }
            ColumnData::Dates(values) => ColumnData::Dates(pick(values, rows)),
            ColumnData::Months(values) => ColumnData::Months(pick(values, rows)),
            ColumnData::Booleans(values) => ColumnData::Booleans(pick(values, rows)),
            ColumnData::Coded { values, codes } => {
                ColumnData::Coded { values: values.clone(), codes: pick(codes, rows) }
            }
            ColumnData::Values(values) => ColumnData::Values(pick(values, rows)),
        }
    }
}
