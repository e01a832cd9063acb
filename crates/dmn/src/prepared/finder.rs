//! Finds the class of every row of a column: by a search among the ends of classes on machine words, or by a
//! look at the code of the row.

use std::collections::BTreeSet;

use afaq_feel::{Column, ColumnData, Decimal, Rounding, Standing, Value};

use super::axis::{Axis, Class, Fate, Kind};

/// The class of a row that cannot be told here: the row is evaluated by itself.
pub(super) const ASK: u32 = u32::MAX;

/// A column beside an axis.
pub(super) struct Finder<'c> {
    pub(super) search: Search<'c>,
    pub(super) standings: Option<&'c [Standing]>,
    /// Rows whose value is of another kind.
    pub(super) others: Vec<(usize, u32)>,
    /// The doubts that unknown values of those rows leave, as bits.
    doubts: Vec<(usize, u64)>,
    /// The doubt that an unavailable or disputed fact leaves, as a bit.
    doubt: u64,
    pub(super) null: u32,
    pub(super) unknown: u32,
    /// Whether every code has a class.
    is_sound: bool,
}

/// What can be unknown in a table, each with a bit: the input, and the facts that it stands for.
#[derive(Default)]
pub(super) struct Doubts {
    pub(super) list: Vec<(usize, BTreeSet<String>)>,
}

impl Doubts {
    /// The bit of a doubt; none when there are more than a machine word has.
    fn bit(&mut self, input: usize, names: BTreeSet<String>) -> Option<u64> {
        let doubt = (input, names);
        let at = match self.list.iter().position(|known| *known == doubt) {
            Some(at) => at,
            None => {
                self.list.push(doubt);
                self.list.len() - 1
            }
        };
        (at < 64).then(|| 1 << at)
    }
}

pub(super) enum Search<'c> {
    /// Every row has the same class.
    Same(u32),
    Wide(&'c [i64], Cuts<i64>),
    Narrow(&'c [i32], Cuts<i32>),
    Flags(&'c [bool], [u32; 2]),
    Codes(&'c [u32], Vec<u32>),
    Values(&'c [Value], &'c Axis),
}

/// Where classes begin: the first has no beginning, so there is one more class than cuts.
pub(super) struct Cuts<T> {
    pub(super) cuts: Vec<T>,
    pub(super) classes: Vec<u32>,
}

impl<'c> Finder<'c> {
    /// `input` is its place in the table, and `name` what a fact that is unknown there is called.
    pub(super) fn of(
        axis: &'c Axis,
        column: &'c Column,
        (input, name): (usize, &str),
        known: &mut Doubts,
    ) -> Finder<'c> {
        let (null, unknown) = (axis.null() as u32, axis.unknown() as u32);
        let search = match (column.data(), axis.kind) {
            (ColumnData::Coded { values, codes }, _) => {
                Search::Codes(codes, values.iter().map(|value| resolved(axis, value)).collect())
            }
            (ColumnData::Values(values), _) => Search::Values(values, axis),
            (_, None) => Search::Same(fate(axis, 0)),
            (ColumnData::Numbers { scale, values }, Some(Kind::Number)) => {
                Search::Wide(values, cuts(axis, |point| ends_of_number(point, *scale)).to())
            }
            (ColumnData::Dates(values), Some(Kind::Date)) => {
                let ends = |point: &Value| match point {
                    Value::Date(date) => Some(i128::from(date.days_since_epoch())).map(|day| (day, day + 1)),
                    _ => None,
                };
                Search::Narrow(values, cuts(axis, ends).to())
            }
            (ColumnData::Months(values), Some(Kind::YearsMonths)) => {
                let ends = |point: &Value| match point {
                    Value::YearsMonths(duration) => {
                        Some(i128::from(duration.months())).map(|months| (months, months + 1))
                    }
                    _ => None,
                };
                Search::Narrow(values, cuts(axis, ends).to())
            }
            (ColumnData::Booleans(values), Some(Kind::Boolean)) => {
                Search::Flags(values, [false, true].map(|value| resolved(axis, &Value::Boolean(value))))
            }
            _ => Search::Same(ASK),
        };
        let (mut others, mut doubts) = (Vec::new(), Vec::new());
        for (row, value) in column.others() {
            let bit = match value {
                Value::Unknown(facts) => known.bit(input, facts.names.clone()),
                _ => None,
            };
            match bit {
                Some(bit) => {
                    others.push((*row, unknown));
                    doubts.push((*row, bit));
                }
                None => others.push((*row, resolved(axis, value))),
            }
        }
        let standings = column.standings();
        let name = column.name().unwrap_or(name);
        let doubt = standings.and_then(|_| known.bit(input, [name.to_owned()].into()));
        // Without a bit for its doubt an unknown row is asked.
        let unknown = if standings.is_some() && doubt.is_none() { ASK } else { unknown };
        let (doubt, is_sound) = (doubt.unwrap_or(0), column.is_sound());
        Finder { search, standings, others, doubts, doubt, null, unknown, is_sound }
    }

    /// Writes the classes of consecutive rows, and says whether all of them are known: null is.
    pub(super) fn classes(&self, start: usize, out: &mut [u32]) -> bool {
        let rows = start..start + out.len();
        let mut is_plain = match &self.search {
            Search::Same(class) => {
                out.fill(*class);
                true
            }
            Search::Wide(values, cuts) => values.get(rows).is_some_and(|values| cuts.find(values, out)),
            Search::Narrow(values, cuts) => values.get(rows).is_some_and(|values| cuts.find(values, out)),
            Search::Flags(values, classes) => {
                let Some(values) = values.get(rows) else { return self.beyond(out) };
                out.iter_mut().zip(values).for_each(|(out, value)| *out = classes[usize::from(*value)]);
                true
            }
            Search::Codes(codes, classes) => {
                let Some(codes) = codes.get(rows) else { return self.beyond(out) };
                for (out, code) in out.iter_mut().zip(codes) {
                    *out = classes.get(*code as usize).copied().unwrap_or(ASK);
                }
                true
            }
            Search::Values(values, axis) => {
                let Some(values) = values.get(rows) else { return self.beyond(out) };
                out.iter_mut().zip(values).for_each(|(out, value)| *out = resolved(axis, value));
                true
            }
        };
        if let Some(standings) = self.standings {
            let Some(standings) = standings.get(start..start + out.len()) else { return self.beyond(out) };
            if standings.iter().any(|standing| *standing != Standing::Present) {
                for (out, standing) in out.iter_mut().zip(standings) {
                    match standing {
                        Standing::Present => {}
                        Standing::Null => *out = self.null,
                        Standing::Unavailable | Standing::Disputed => *out = self.unknown,
                    }
                }
            }
        }
        let end = start + out.len();
        let first = self.others.partition_point(|(row, _)| *row < start);
        for (row, class) in self.others[first..].iter().take_while(|(row, _)| *row < end) {
            out[row - start] = *class;
        }
        is_plain &= out.iter().fold(0, |most, class| most.max(*class)) <= self.null;
        is_plain
    }

    /// Adds the doubts of consecutive rows whose classes were found.
    pub(super) fn doubts(&self, start: usize, classes: &[u32], doubts: &mut [u64]) {
        if self.doubt != 0 {
            for (class, doubts) in classes.iter().zip(&mut *doubts) {
                *doubts |= if *class == self.unknown { self.doubt } else { 0 };
            }
        }
        let first = self.doubts.partition_point(|(row, _)| *row < start);
        for (row, bit) in self.doubts[first..].iter().take_while(|(row, _)| *row < start + classes.len()) {
            doubts[row - start] |= bit;
        }
    }

    /// The doubts of one row whose value is unknown.
    pub(super) fn doubts_of(&self, row: usize) -> u64 {
        let is_unknown = |standing: &Standing| matches!(standing, Standing::Unavailable | Standing::Disputed);
        let standing = self.standings.and_then(|standings| standings.get(row));
        let own = if standing.is_some_and(is_unknown) { self.doubt } else { 0 };
        let first = self.doubts.partition_point(|(known, _)| *known < row);
        let others = self.doubts[first..].iter().take_while(|(known, _)| *known == row);
        others.fold(own, |all, (_, bit)| all | bit)
    }

    /// Whether every row has a value of the column's kind.
    pub(super) fn is_whole(&self) -> bool {
        self.standings.is_none() && self.others.is_empty()
    }

    /// Whether the column has so many rows, each of them with a class.
    pub(super) fn is_sound(&self, rows: usize) -> bool {
        let length = match &self.search {
            Search::Same(_) => usize::MAX,
            Search::Wide(values, _) => values.len(),
            Search::Narrow(values, _) => values.len(),
            Search::Flags(values, _) => values.len(),
            Search::Codes(codes, _) => codes.len(),
            Search::Values(values, _) => values.len(),
        };
        self.is_sound && length >= rows && self.standings.is_none_or(|standings| standings.len() >= rows)
    }

    /// Rows beyond the end of the column are asked one by one.
    fn beyond(&self, out: &mut [u32]) -> bool {
        out.fill(ASK);
        false
    }
}

/// The class of a value, with what type and domain make of it.
fn resolved(axis: &Axis, value: &Value) -> u32 {
    match axis.class(value) {
        // Which facts an unknown value stands for is written in the value.
        Class::Of(class) if class == axis.unknown() => ASK,
        Class::Of(class) => fate(axis, class),
        Class::Foreign => ASK,
    }
}

fn fate(axis: &Axis, class: usize) -> u32 {
    match axis.fates.as_ref().and_then(|fates| fates.get(class)) {
        Some(Fate::Taken) => class as u32,
        Some(Fate::Null) => axis.null() as u32,
        Some(Fate::Outside) | None => ASK,
    }
}

/// The cuts of an axis; `ends` gives for each point the first machine value that is at it, and the first behind it.
fn cuts(axis: &Axis, ends: impl Fn(&Value) -> Option<(i128, i128)>) -> Cuts<i128> {
    let mut found = Cuts { cuts: Vec::new(), classes: vec![fate(axis, 0)] };
    let mut last = 0;
    let mut cut = |at: i128, class: usize| {
        let taken = fate(axis, class);
        let known = found.classes.last().copied().unwrap_or(ASK);
        let are_alike =
            known == last as u32 && taken == class as u32 && axis.passes.of(last) == axis.passes.of(class);
        if found.cuts.last() == Some(&at) {
            // The class before has no machine value of its own.
            found.classes.pop();
            found.classes.push(taken);
            last = class;
        } else if known != taken && !are_alike {
            found.cuts.push(at);
            found.classes.push(taken);
            last = class;
        }
    };
    for (at, point) in axis.points.iter().enumerate() {
        let Some((begin, behind)) = ends(point) else { continue };
        cut(begin, 2 * at + 1);
        cut(behind, 2 * at + 2);
    }
    found
}

/// The first number with this scale that is not below a number, and the first above it.
fn ends_of_number(point: &Value, scale: u8) -> Option<(i128, i128)> {
    let Value::Number(point) = point else { return None };
    let shifted = point.checked_mul(Decimal::new(1, -i32::from(scale))?)?;
    let whole = |mode| shifted.round(0, mode).and_then(Decimal::to_i128);
    let huge = if point.is_negative() { i128::MIN } else { i128::MAX };
    match (whole(Rounding::Ceiling), whole(Rounding::Floor)) {
        (Some(at), Some(floor)) => Some((at, floor.saturating_add(1))),
        _ => Some((huge, huge)),
    }
}

/// A machine word that values of a column are.
trait Word: Copy + Ord {
    const LEAST: i128;

    /// The word, if it is one.
    fn of(value: i128) -> Option<Self>;
}

impl Word for i64 {
    const LEAST: i128 = i64::MIN as i128;

    fn of(value: i128) -> Option<i64> {
        i64::try_from(value).ok()
    }
}

impl Word for i32 {
    const LEAST: i128 = i32::MIN as i128;

    fn of(value: i128) -> Option<i32> {
        i32::try_from(value).ok()
    }
}

impl Cuts<i128> {
    /// The same cuts among machine words; those beyond the largest are never reached.
    fn to<T: Word>(&self) -> Cuts<T> {
        let cuts: Vec<T> = self.cuts.iter().map_while(|cut| T::of((*cut).max(T::LEAST))).collect();
        let classes = self.classes[..=cuts.len()].to_vec();
        Cuts { cuts, classes }
    }
}

impl<T: Copy + Ord> Cuts<T> {
    /// The class of each value.
    fn find(&self, values: &[T], out: &mut [u32]) -> bool {
        match self.cuts.len() {
            0 => out.fill(self.classes.first().copied().unwrap_or(ASK)),
            1 => self.search::<2>(values, out),
            2..4 => self.search::<4>(values, out),
            4..8 => self.search::<8>(values, out),
            8..16 => self.search::<16>(values, out),
            16..32 => self.search::<32>(values, out),
            32..64 => self.search::<64>(values, out),
            64..128 => self.search::<128>(values, out),
            _ => {
                for (out, value) in out.iter_mut().zip(values) {
                    let rank = self.cuts.partition_point(|cut| cut <= value);
                    *out = self.classes.get(rank).copied().unwrap_or(ASK);
                }
            }
        }
        true
    }

    /// A search without branches among fewer than `N` cuts, for a power of two.
    fn search<const N: usize>(&self, values: &[T], out: &mut [u32]) {
        let (Some(last_cut), Some(last_class)) = (self.cuts.last(), self.classes.last()) else { return };
        let (mut cuts, mut classes) = ([*last_cut; N], [*last_class; N]);
        cuts.iter_mut().zip(&self.cuts).for_each(|(cut, known)| *cut = *known);
        classes.iter_mut().zip(&self.classes).for_each(|(class, known)| *class = *known);
        for (out, value) in out.iter_mut().zip(values) {
            let mut rank = 0;
            let mut half = N / 2;
            while half > 0 {
                // The mask changes nothing, and spares the check of the bounds.
                rank += if cuts[(rank + half - 1) & (N - 1)] <= *value { half } else { 0 };
                half /= 2;
            }
            *out = classes[rank & (N - 1)];
        }
    }
}
