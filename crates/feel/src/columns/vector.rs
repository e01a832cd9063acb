//! Plain arithmetic and conditions over a batch of rows at once. A row whose value is not plain here —
//! null, unknown, too large for a machine word — is marked, and evaluated by itself.

use std::borrow::Cow;

use super::column::{Column, ColumnData, Standing};
use crate::ast::{Arithmetic, Comparison};
use crate::compile::{Node, NodeTest};
use crate::{Limits, Prepared, RangeForm, Value};

/// Consecutive rows.
#[derive(Clone, Copy)]
pub(super) struct Batch {
    pub(super) start: usize,
    pub(super) length: usize,
    /// The day that `today()` gives, if it fits.
    pub(super) today: Option<i32>,
}

/// Values of a batch.
#[derive(Clone, Debug)]
pub(super) enum Lanes {
    Numbers { scale: u8, values: Vec<i64> },
    Dates(Vec<i32>),
    Months(Vec<i32>),
    Booleans(Vec<bool>),
}

/// Values of a batch, and which of them count.
pub(super) struct Outcome {
    pub(super) lanes: Lanes,
    pub(super) plain: Vec<bool>,
}

/// The most digits after the point.
const SCALE_MAX: u8 = 18;

impl Lanes {
    pub(super) fn len(&self) -> usize {
        match self {
            Lanes::Numbers { values, .. } => values.len(),
            Lanes::Dates(values) | Lanes::Months(values) => values.len(),
            Lanes::Booleans(values) => values.len(),
        }
    }

    /// Writes a value, if it is of the same kind.
    pub(super) fn put(&mut self, at: usize, value: &Value) -> bool {
        match (self, value) {
            (Lanes::Numbers { scale, values }, Value::Number(number)) => match number.as_fixed() {
                Some((other, value)) if other == *scale => values[at] = value,
                _ => return false,
            },
            (Lanes::Booleans(values), Value::Boolean(value)) => values[at] = *value,
            _ => return false,
        }
        true
    }

    pub(super) fn is_like(&self, other: &Lanes) -> bool {
        match (self, other) {
            (Lanes::Numbers { scale, .. }, Lanes::Numbers { scale: other, .. }) => scale == other,
            (Lanes::Dates(_), Lanes::Dates(_))
            | (Lanes::Months(_), Lanes::Months(_))
            | (Lanes::Booleans(_), Lanes::Booleans(_)) => true,
            _ => false,
        }
    }

    pub(super) fn append(&mut self, other: Lanes) {
        match (self, other) {
            (Lanes::Numbers { values, .. }, Lanes::Numbers { values: more, .. }) => values.extend(more),
            (Lanes::Dates(values), Lanes::Dates(more)) | (Lanes::Months(values), Lanes::Months(more)) => {
                values.extend(more);
            }
            (Lanes::Booleans(values), Lanes::Booleans(more)) => values.extend(more),
            _ => {}
        }
    }

    pub(super) fn into_data(self) -> ColumnData {
        match self {
            Lanes::Numbers { scale, values } => ColumnData::Numbers { scale, values },
            Lanes::Dates(values) => ColumnData::Dates(values),
            Lanes::Months(values) => ColumnData::Months(values),
            Lanes::Booleans(values) => ColumnData::Booleans(values),
        }
    }
}

/// The code, if it can run over batches: its columns have plain kinds, and no row can exceed the limits.
pub(super) fn plan<'p>(prepared: &'p Prepared, columns: &[&Column], limits: &Limits) -> Option<&'p Node> {
    let (node, height) = prepared.node()?;
    let is_affordable = node.steps_max()? <= limits.steps && height <= limits.depth;
    (is_affordable && fits(node, columns)).then_some(node)
}

/// Whether every part of a node has a form here.
fn fits(node: &Node, columns: &[&Column]) -> bool {
    let fits_all = |nodes: &[Node]| nodes.iter().all(|node| fits(node, columns));
    match node {
        Node::Const { value, .. } => {
            scalar(value).is_some() || matches!(value, Value::String(_) | Value::Null)
        }
        Node::Fact { slot, .. } => {
            columns.get(*slot).is_some_and(|column| !matches!(column.data(), ColumnData::Values(_)))
        }
        Node::Arithmetic { first, rest } => {
            fits(first, columns)
                && rest.iter().all(|(op, part)| {
                    matches!(op, Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply)
                        && fits(part, columns)
                })
        }
        Node::Compare { left, right, .. } => fits(left, columns) && fits(right, columns),
        Node::Between(parts) | Node::If(parts) => fits_all(&parts[..]),
        Node::Logic { parts, .. } => fits_all(parts),
        Node::Call { builtin, args } => builtin.name() == "today" && args.is_empty(),
        Node::In { value, tests, .. } => {
            fits(value, columns)
                && tests.iter().all(|test| match test {
                    NodeTest::Compare(_, node) => fits(node, columns),
                    NodeTest::Matches { node, uses_input } => !uses_input && range(node).is_some(),
                })
        }
        _ => false,
    }
}

/// A constant as one value for all rows.
fn scalar(value: &Value) -> Option<Lanes> {
    Some(match value {
        Value::Number(number) => {
            let (scale, value) = number.as_fixed()?;
            Lanes::Numbers { scale, values: vec![value] }
        }
        Value::Date(date) => Lanes::Dates(vec![i32::try_from(date.days_since_epoch()).ok()?]),
        Value::YearsMonths(duration) => Lanes::Months(vec![i32::try_from(duration.months()).ok()?]),
        Value::Boolean(value) => Lanes::Booleans(vec![*value]),
        _ => return None,
    })
}

/// The ends of a constant range, each with the comparison that a value in it passes.
fn range(node: &Node) -> Option<Vec<(Comparison, &Value)>> {
    let Value::Range(range) = node.constant()? else { return None };
    if range.form != RangeForm::Interval {
        return None;
    }
    let low = if range.low_closed { Comparison::GreaterEqual } else { Comparison::Greater };
    let high = if range.high_closed { Comparison::LessEqual } else { Comparison::Less };
    let ends = range.low.iter().map(|end| (low, end)).chain(range.high.iter().map(|end| (high, end)));
    let ends: Vec<_> = ends.collect();
    ends.iter().all(|(_, end)| scalar(end).is_some()).then_some(ends)
}

/// Runs a node over a batch; none when its values are of no plain kind.
pub(super) fn run(node: &Node, columns: &[&Column], batch: Batch) -> Option<Outcome> {
    match node {
        Node::Const { value, .. } => {
            let lanes = spread(scalar(value)?, batch.length);
            Some(Outcome { lanes, plain: vec![true; batch.length] })
        }
        Node::Fact { slot, .. } => fact(columns.get(*slot)?, batch),
        // Nothing else that is called fits.
        Node::Call { .. } => Some(Outcome {
            lanes: Lanes::Dates(vec![batch.today?; batch.length]),
            plain: vec![true; batch.length],
        }),
        Node::Arithmetic { first, rest } => {
            let mut result = run(first, columns, batch)?;
            for (op, part) in rest {
                let other = run(part, columns, batch)?;
                result = arithmetic(*op, result, other)?;
            }
            Some(result)
        }
        Node::Compare { op, left, right } => compared(*op, left, right, columns, batch),
        Node::Between(parts) => {
            let [value, low, high] = &**parts;
            let above = compared(Comparison::GreaterEqual, value, low, columns, batch)?;
            let below = compared(Comparison::LessEqual, value, high, columns, batch)?;
            // Both sides are compared always: a side that cannot be leaves a note.
            let plain = above.plain.iter().zip(&below.plain).map(|(left, right)| left & right).collect();
            let (above, below) = (booleans(above.lanes)?, booleans(below.lanes)?);
            let values = above.iter().zip(&below).map(|(left, right)| left & right).collect();
            Some(Outcome { lanes: Lanes::Booleans(values), plain })
        }
        Node::In { value, tests, .. } => {
            let mut outcome = None;
            for test in tests {
                let next = match test {
                    NodeTest::Compare(op, other) => compared(*op, value, other, columns, batch)?,
                    NodeTest::Matches { node, .. } => {
                        let input = run(value, columns, batch)?;
                        let mut passes = vec![true; batch.length];
                        for (op, end) in range(node)? {
                            let end = scalar(end)?;
                            compare_into(&mut passes, op, &input.lanes, &end)?;
                        }
                        Outcome { lanes: Lanes::Booleans(passes), plain: input.plain }
                    }
                };
                outcome = Some(match outcome {
                    None => next,
                    Some(known) => joined(known, next, true)?,
                });
            }
            outcome
        }
        Node::Logic { parts, decides } => {
            let mut outcome: Option<Outcome> = None;
            for part in parts {
                let next = run(part, columns, batch)?;
                outcome = Some(match outcome {
                    None => Outcome { lanes: Lanes::Booleans(booleans(next.lanes)?), plain: next.plain },
                    Some(known) => joined(known, next, *decides)?,
                });
            }
            outcome
        }
        Node::If(parts) => {
            let [condition, yes, no] = &**parts;
            let condition = run(condition, columns, batch)?;
            let (yes, no) = (run(yes, columns, batch)?, run(no, columns, batch)?);
            choose(&condition.plain, &booleans(condition.lanes)?, yes, no)
        }
        _ => None,
    }
}

fn booleans(lanes: Lanes) -> Option<Vec<bool>> {
    if let Lanes::Booleans(values) = lanes { Some(values) } else { None }
}

fn spread(lanes: Lanes, length: usize) -> Lanes {
    match lanes {
        Lanes::Numbers { scale, values } => {
            Lanes::Numbers { scale, values: vec![values.first().copied().unwrap_or(0); length] }
        }
        Lanes::Dates(values) => Lanes::Dates(vec![values.first().copied().unwrap_or(0); length]),
        Lanes::Months(values) => Lanes::Months(vec![values.first().copied().unwrap_or(0); length]),
        Lanes::Booleans(values) => Lanes::Booleans(vec![values.first().copied().unwrap_or(false); length]),
    }
}

fn standing(column: &Column, batch: Batch) -> Option<Vec<bool>> {
    let rows = batch.start..batch.start + batch.length;
    let mut plain = match column.standings() {
        None => vec![true; batch.length],
        Some(standings) => standings.get(rows.clone())?.iter().map(|one| *one == Standing::Present).collect(),
    };
    column.others().range(rows).for_each(|(row, _)| plain[row - batch.start] = false);
    Some(plain)
}

fn fact(column: &Column, batch: Batch) -> Option<Outcome> {
    let rows = batch.start..batch.start + batch.length;
    let lanes = match column.data() {
        ColumnData::Numbers { scale, values } if *scale <= SCALE_MAX => {
            Lanes::Numbers { scale: *scale, values: values.get(rows)?.to_vec() }
        }
        ColumnData::Dates(values) => Lanes::Dates(values.get(rows)?.to_vec()),
        ColumnData::Months(values) => Lanes::Months(values.get(rows)?.to_vec()),
        ColumnData::Booleans(values) => Lanes::Booleans(values.get(rows)?.to_vec()),
        ColumnData::Numbers { .. } | ColumnData::Coded { .. } | ColumnData::Values(_) => return None,
    };
    Some(Outcome { lanes, plain: standing(column, batch)? })
}

/// Numbers with a larger scale; what leaves the machine word is marked.
fn scaled<'v>(values: &'v [i64], from: u8, to: u8, plain: &mut [bool]) -> Cow<'v, [i64]> {
    if from == to {
        return Cow::Borrowed(values);
    }
    let unit = 10i64.pow(u32::from(to - from));
    let up = values.iter().zip(plain).map(|(value, plain)| {
        let (value, is_over) = value.overflowing_mul(unit);
        *plain &= !is_over;
        value
    });
    Cow::Owned(up.collect())
}

fn arithmetic(op: Arithmetic, left: Outcome, right: Outcome) -> Option<Outcome> {
    let (Lanes::Numbers { scale: a, values: x }, Lanes::Numbers { scale: b, values: y }) =
        (left.lanes, right.lanes)
    else {
        return None;
    };
    let mut plain: Vec<bool> =
        left.plain.iter().zip(&right.plain).map(|(left, right)| left & right).collect();
    let scale = match op {
        Arithmetic::Add | Arithmetic::Subtract => a.max(b),
        Arithmetic::Multiply => a.checked_add(b)?,
        Arithmetic::Divide | Arithmetic::Power => return None,
    };
    if scale > SCALE_MAX {
        return None;
    }
    let values = match op {
        Arithmetic::Multiply => checked(&x, &y, &mut plain, i64::overflowing_mul),
        op => {
            let (x, y) = (scaled(&x, a, scale, &mut plain), scaled(&y, b, scale, &mut plain));
            match op {
                Arithmetic::Add => checked(&x, &y, &mut plain, i64::overflowing_add),
                _ => checked(&x, &y, &mut plain, i64::overflowing_sub),
            }
        }
    };
    Some(Outcome { lanes: Lanes::Numbers { scale, values }, plain })
}

/// An operation on each pair; what leaves the machine word is marked.
fn checked(x: &[i64], y: &[i64], plain: &mut [bool], apply: impl Fn(i64, i64) -> (i64, bool)) -> Vec<i64> {
    let results = x.iter().zip(y).zip(plain).map(|((x, y), plain)| {
        let (value, is_over) = apply(*x, *y);
        *plain &= !is_over;
        value
    });
    results.collect()
}

/// Two conditions joined: one that decides needs no look at the other.
fn joined(left: Outcome, right: Outcome, decides: bool) -> Option<Outcome> {
    let (x, y) = (booleans(left.lanes)?, booleans(right.lanes)?);
    let plain = left.plain.iter().zip(&x).zip(&right.plain);
    let plain = plain.map(|((a, x), b)| a & ((*x == decides) | b)).collect();
    let values = x.iter().zip(&y);
    let values =
        if decides { values.map(|(x, y)| x | y).collect() } else { values.map(|(x, y)| x & y).collect() };
    Some(Outcome { lanes: Lanes::Booleans(values), plain })
}

fn choose(is_known: &[bool], condition: &[bool], yes: Outcome, no: Outcome) -> Option<Outcome> {
    let branches = yes.plain.iter().zip(&no.plain);
    let plain = is_known.iter().zip(condition.iter().zip(branches));
    let plain = plain.map(|(known, (is_so, (yes, no)))| known & if *is_so { *yes } else { *no }).collect();
    fn pick<T: Copy>(condition: &[bool], yes: &[T], no: &[T]) -> Vec<T> {
        condition
            .iter()
            .zip(yes.iter().zip(no))
            .map(|(is_so, (yes, no))| if *is_so { *yes } else { *no })
            .collect()
    }
    let lanes = match (yes.lanes, no.lanes) {
        // Numbers keep how they were written, so the scales must agree.
        (Lanes::Numbers { scale: a, values: x }, Lanes::Numbers { scale: b, values: y }) if a == b => {
            Lanes::Numbers { scale: a, values: pick(condition, &x, &y) }
        }
        (Lanes::Dates(x), Lanes::Dates(y)) => Lanes::Dates(pick(condition, &x, &y)),
        (Lanes::Months(x), Lanes::Months(y)) => Lanes::Months(pick(condition, &x, &y)),
        (Lanes::Booleans(x), Lanes::Booleans(y)) => Lanes::Booleans(pick(condition, &x, &y)),
        _ => return None,
    };
    Some(Outcome { lanes, plain })
}

fn compared(op: Comparison, left: &Node, right: &Node, columns: &[&Column], batch: Batch) -> Option<Outcome> {
    if let Some(outcome) = by_code(op, left, right, columns, batch) {
        return Some(outcome);
    }
    let column = if let Node::Fact { slot, .. } = left { columns.get(*slot) } else { None };
    let mut passes = vec![true; batch.length];
    if let (Some(Value::Null), Some(column), true) = (right.constant(), column, is_equality(op)) {
        // Every value differs from null; a column of plain kinds has null in its standings alone.
        passes.fill(op == Comparison::NotEqual);
        let mut plain = standing(column, batch)?;
        beside_null(column, batch, op, true, &mut passes, &mut plain)?;
        return Some(Outcome { lanes: Lanes::Booleans(passes), plain });
    }
    let left = run(left, columns, batch)?;
    let plain = match right.constant() {
        Some(value) => {
            compare_into(&mut passes, op, &left.lanes, &scalar(value)?)?;
            let mut plain = left.plain;
            if let (Some(column), true) = (column, is_equality(op)) {
                beside_null(column, batch, op, false, &mut passes, &mut plain)?;
            }
            plain
        }
        None => {
            let right = run(right, columns, batch)?;
            compare_into(&mut passes, op, &left.lanes, &right.lanes)?;
            left.plain.iter().zip(&right.plain).map(|(left, right)| left & right).collect()
        }
    };
    Some(Outcome { lanes: Lanes::Booleans(passes), plain })
}

fn is_equality(op: Comparison) -> bool {
    matches!(op, Comparison::Equal | Comparison::NotEqual)
}

/// Equality where the column is known to have no value: that is equal to null, and to nothing else.
fn beside_null(
    column: &Column,
    batch: Batch,
    op: Comparison,
    with_null: bool,
    passes: &mut [bool],
    plain: &mut [bool],
) -> Option<()> {
    let Some(standings) = column.standings() else { return Some(()) };
    let standings = standings.get(batch.start..batch.start + batch.length)?;
    for ((standing, passes), plain) in standings.iter().zip(passes).zip(plain) {
        match standing {
            Standing::Present => {}
            Standing::Null => (*passes, *plain) = (with_null == (op == Comparison::Equal), true),
            Standing::Unavailable | Standing::Disputed => *plain = false,
        }
    }
    Some(())
}

/// A coded column beside a constant: each code is compared once.
fn by_code(op: Comparison, left: &Node, right: &Node, columns: &[&Column], batch: Batch) -> Option<Outcome> {
    let Node::Fact { slot, .. } = left else { return None };
    let (column, constant) = (columns.get(*slot)?, right.constant()?);
    let ColumnData::Coded { values, codes } = column.data() else { return None };
    // More codes than rows would cost more than they save.
    if values.len() > batch.length.max(64) {
        return None;
    }
    let judged: Vec<Option<bool>> =
        values.iter().map(|value| crate::compile::holds(op, value, constant)).collect();
    let mut plain = standing(column, batch)?;
    let codes = codes.get(batch.start..batch.start + batch.length)?;
    let passes = codes.iter().zip(&mut plain).map(|(code, plain)| {
        let judged = judged.get(*code as usize).copied().flatten();
        *plain &= judged.is_some();
        judged.unwrap_or(false)
    });
    let mut passes: Vec<bool> = passes.collect();
    if is_equality(op) {
        beside_null(column, batch, op, constant.is_null(), &mut passes, &mut plain)?;
    }
    Some(Outcome { lanes: Lanes::Booleans(passes), plain })
}

/// Narrows `passes` to the rows where the comparison holds; the right side may be one value for all.
fn compare_into(passes: &mut [bool], op: Comparison, left: &Lanes, right: &Lanes) -> Option<()> {
    match (left, right) {
        (Lanes::Numbers { scale: a, values: x }, Lanes::Numbers { scale: b, values: y }) => {
            let (up, down) = (a.max(b), a.min(b));
            if up == down {
                each(passes, op, x, y);
            } else {
                let unit = |from: &u8| 10i128.pow(u32::from(up - from));
                let (x_unit, y_unit) = (unit(a), unit(b));
                if let ([y], true) = (&y[..], x_unit == 1)
                    && let Ok(y) = i64::try_from(i128::from(*y) * y_unit)
                {
                    each(passes, op, x, &[y]);
                } else {
                    let x: Vec<i128> = x.iter().map(|value| i128::from(*value) * x_unit).collect();
                    let y: Vec<i128> = y.iter().map(|value| i128::from(*value) * y_unit).collect();
                    each(passes, op, &x, &y);
                }
            }
        }
        (Lanes::Dates(x), Lanes::Dates(y)) | (Lanes::Months(x), Lanes::Months(y)) => {
            each(passes, op, x, y);
        }
        (Lanes::Booleans(x), Lanes::Booleans(y))
            if matches!(op, Comparison::Equal | Comparison::NotEqual) =>
        {
            each(passes, op, x, y);
        }
        _ => return None,
    }
    Some(())
}

fn each<T: Copy + Ord>(passes: &mut [bool], op: Comparison, x: &[T], y: &[T]) {
    match op {
        Comparison::Equal => narrow(passes, x, y, |x, y| x == y),
        Comparison::NotEqual => narrow(passes, x, y, |x, y| x != y),
        Comparison::Less => narrow(passes, x, y, |x, y| x < y),
        Comparison::LessEqual => narrow(passes, x, y, |x, y| x <= y),
        Comparison::Greater => narrow(passes, x, y, |x, y| x > y),
        Comparison::GreaterEqual => narrow(passes, x, y, |x, y| x >= y),
    }
}

fn narrow<T: Copy>(passes: &mut [bool], x: &[T], y: &[T], holds: impl Fn(T, T) -> bool) {
    if let [y] = y {
        passes.iter_mut().zip(x).for_each(|(pass, x)| *pass &= holds(*x, *y));
    } else {
        passes.iter_mut().zip(x.iter().zip(y)).for_each(|(pass, (x, y))| *pass &= holds(*x, *y));
    }
}
