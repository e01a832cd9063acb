//! Values of one kind for the rows of a batch: one for all rows, lent by a column, or worked out in memory
//! that is used again and again.

use super::column::{ColumnData, Size};
use crate::Value;

/// The most digits after the point.
pub(super) const SCALE_MAX: u8 = 18;

/// Values of the rows of a batch.
#[derive(Debug)]
pub(super) enum Buffer<'c, T> {
    /// The same for every row.
    Same(T),
    /// Lent by a column.
    Lent(&'c [T]),
    /// Worked out.
    Own(Vec<T>),
}

/// Values of a batch, of one kind.
#[derive(Debug)]
pub(super) enum Lanes<'c> {
    Numbers { scale: u8, size: Size, values: Buffer<'c, i64> },
    Dates(Buffer<'c, i32>),
    Months(Buffer<'c, i32>),
    Booleans(Buffer<'c, bool>),
}

/// Values of a batch, and which of them count; none when all do.
pub(super) struct Outcome<'c> {
    pub(super) lanes: Lanes<'c>,
    pub(super) plain: Option<Vec<bool>>,
}

/// Memory for values of a batch that nobody needs any longer.
#[derive(Default)]
pub(super) struct Pool {
    wide: Vec<Vec<i64>>,
    narrow: Vec<Vec<i32>>,
    flags: Vec<Vec<bool>>,
}

/// A machine word that stands in lanes.
pub(super) trait Lane: Copy + 'static {
    fn shelf(pool: &mut Pool) -> &mut Vec<Vec<Self>>;
}

impl Lane for i64 {
    fn shelf(pool: &mut Pool) -> &mut Vec<Vec<i64>> {
        &mut pool.wide
    }
}

impl Lane for i32 {
    fn shelf(pool: &mut Pool) -> &mut Vec<Vec<i32>> {
        &mut pool.narrow
    }
}

impl Lane for bool {
    fn shelf(pool: &mut Pool) -> &mut Vec<Vec<bool>> {
        &mut pool.flags
    }
}

impl Pool {
    /// Empty memory.
    pub(super) fn take<T: Lane>(&mut self) -> Vec<T> {
        let mut values = T::shelf(self).pop().unwrap_or_default();
        values.clear();
        values
    }

    pub(super) fn give<T: Lane>(&mut self, values: Vec<T>) {
        T::shelf(self).push(values);
    }

    /// Takes back what a buffer has of its own.
    pub(super) fn end<T: Lane>(&mut self, buffer: Buffer<'_, T>) {
        if let Buffer::Own(values) = buffer {
            self.give(values);
        }
    }

    /// An operation on each pair of values.
    pub(super) fn map<A: Lane, B: Lane, R: Lane>(
        &mut self,
        (left, right): (&Buffer<'_, A>, &Buffer<'_, B>),
        length: usize,
        of: impl Fn(A, B) -> R,
    ) -> Buffer<'static, R> {
        let mut out = self.take();
        match (left.slice(), right.slice()) {
            (Ok(x), Ok(y)) => out.extend(x.iter().zip(y).map(|(x, y)| of(*x, *y))),
            (Ok(x), Err(y)) => out.extend(x.iter().map(|x| of(*x, y))),
            (Err(x), Ok(y)) => out.extend(y.iter().map(|y| of(x, *y))),
            (Err(x), Err(y)) => {
                self.give(out);
                return Buffer::Same(of(x, y));
            }
        }
        debug_assert_eq!(out.len(), length);
        Buffer::Own(out)
    }

    /// Both of two marks; none marks all.
    pub(super) fn both(&mut self, left: Option<Vec<bool>>, right: Option<Vec<bool>>) -> Option<Vec<bool>> {
        match (left, right) {
            (Some(mut left), Some(right)) => {
                left.iter_mut().zip(&right).for_each(|(left, right)| *left &= right);
                self.give(right);
                Some(left)
            }
            (left, right) => left.or(right),
        }
    }
}

impl<T: Copy> Buffer<'_, T> {
    /// The values, or the one that all rows have.
    pub(super) fn slice(&self) -> Result<&[T], T> {
        match self {
            Buffer::Same(value) => Err(*value),
            Buffer::Lent(values) => Ok(values),
            Buffer::Own(values) => Ok(values),
        }
    }

    /// Writes the values behind others.
    fn append_to(&self, all: &mut Vec<T>, length: usize) {
        match self.slice() {
            Ok(values) => all.extend_from_slice(values),
            Err(value) => all.extend(std::iter::repeat_n(value, length)),
        }
    }
}

impl Lanes<'_> {
    /// The kind of column that holds such values, empty.
    pub(super) fn kind(&self, rows: usize) -> ColumnData {
        match self {
            Lanes::Numbers { scale, .. } => {
                ColumnData::Numbers { scale: *scale, values: Vec::with_capacity(rows) }
            }
            Lanes::Dates(_) => ColumnData::Dates(Vec::with_capacity(rows)),
            Lanes::Months(_) => ColumnData::Months(Vec::with_capacity(rows)),
            Lanes::Booleans(_) => ColumnData::Booleans(Vec::with_capacity(rows)),
        }
    }

    /// Writes the values behind those of a column, if they are of its kind.
    pub(super) fn append_to(&self, data: &mut ColumnData, length: usize) -> bool {
        match (self, data) {
            (Lanes::Numbers { scale, values, .. }, ColumnData::Numbers { scale: other, values: all })
                if scale == other =>
            {
                values.append_to(all, length);
            }
            (Lanes::Dates(values), ColumnData::Dates(all))
            | (Lanes::Months(values), ColumnData::Months(all)) => values.append_to(all, length),
            (Lanes::Booleans(values), ColumnData::Booleans(all)) => values.append_to(all, length),
            _ => return false,
        }
        true
    }

    pub(super) fn end(self, pool: &mut Pool) {
        match self {
            Lanes::Numbers { values, .. } => pool.end(values),
            Lanes::Dates(values) | Lanes::Months(values) => pool.end(values),
            Lanes::Booleans(values) => pool.end(values),
        }
    }
}

impl<'c> Lanes<'c> {
    /// A constant as one value for all rows.
    pub(super) fn of(value: &Value) -> Option<Lanes<'c>> {
        Some(match value {
            Value::Number(number) => {
                let (scale, value) = number.as_fixed()?;
                Lanes::Numbers { scale, size: Size::of(&[value]), values: Buffer::Same(value) }
            }
            Value::Date(date) => Lanes::Dates(Buffer::Same(i32::try_from(date.days_since_epoch()).ok()?)),
            Value::YearsMonths(duration) => {
                Lanes::Months(Buffer::Same(i32::try_from(duration.months()).ok()?))
            }
            Value::Boolean(value) => Lanes::Booleans(Buffer::Same(*value)),
            _ => return None,
        })
    }

    pub(super) fn booleans(self) -> Option<Buffer<'c, bool>> {
        if let Lanes::Booleans(values) = self { Some(values) } else { None }
    }
}

/// Writes a value into a row of a column, if it is of the same kind.
pub(super) fn put(data: &mut ColumnData, at: usize, value: &Value) -> bool {
    match (data, value) {
        (ColumnData::Numbers { scale, values }, Value::Number(number)) => match number.as_fixed() {
            Some((other, value)) if other == *scale => values[at] = value,
            _ => return false,
        },
        (ColumnData::Booleans(values), Value::Boolean(value)) => values[at] = *value,
        _ => return false,
    }
    true
}
