//! What an expression is over columns: constants of plain kinds, facts, conditions on coded columns that are
//! judged once for each code.

use super::column::{Column, ColumnData};
use super::lanes::{Lanes, SCALE_MAX};
use crate::ast::{Arithmetic, Comparison};
use crate::compile::{Node, NodeTest, holds};
use crate::{Limits, Prepared, RangeForm, Value};

/// An expression, every part of which has values of plain kinds.
pub(super) enum Form {
    Constant(Value),
    Fact(usize),
    Today,
    Arithmetic(Box<Form>, Vec<(Arithmetic, Form)>),
    Compare(Comparison, Box<[Form; 2]>),
    /// A fact beside a value: null equals it as little as any other value.
    Equals {
        slot: usize,
        is_equal: bool,
        right: Box<Form>,
    },
    /// A fact beside null.
    IsNull {
        slot: usize,
        is_equal: bool,
    },
    /// A coded fact beside a value: what holds for each code, and for null where that is sure.
    Coded {
        slot: usize,
        judged: Vec<Option<bool>>,
        beside_null: Option<bool>,
    },
    /// Both conditions are looked at always.
    Both(Box<[Form; 2]>),
    /// Within the ends of a range.
    Within(Box<Form>, Vec<(Comparison, Value)>),
    /// True if one is when `decides` is true, false if one is when it is false.
    Logic {
        parts: Vec<Form>,
        decides: bool,
    },
    If(Box<[Form; 3]>),
}

/// Columns, and how many rows of them are wanted.
#[derive(Clone, Copy)]
struct Ground<'c> {
    columns: &'c [&'c Column],
    rows: usize,
}

/// The form of an expression, if it has one and no row can exceed the limits.
pub(super) fn plan(
    prepared: &Prepared,
    columns: &[&Column],
    rows: usize,
    limits: &Limits,
) -> Option<(Form, u64)> {
    let (node, height) = prepared.node()?;
    let steps = node.steps_max()?;
    let is_affordable = steps <= limits.steps && height <= limits.depth;
    let form = if is_affordable { Ground { columns, rows }.form(node)? } else { return None };
    Some((form, steps))
}

impl Ground<'_> {
    fn form(self, node: &Node) -> Option<Form> {
        let boxed = |node: &Node| self.form(node).map(Box::new);
        Some(match node {
            Node::Const { value, .. } => Form::Constant(Lanes::of(value).map(|_| value.clone())?),
            Node::Fact { slot, .. } => match self.columns.get(*slot)?.data() {
                ColumnData::Numbers { scale, .. } if *scale > SCALE_MAX => return None,
                ColumnData::Coded { .. } | ColumnData::Values(_) => return None,
                _ => Form::Fact(*slot),
            },
            Node::Call { builtin, args } if builtin.name() == "today" && args.is_empty() => Form::Today,
            Node::Arithmetic { first, rest } => {
                let part = |(op, part): &(Arithmetic, Node)| match op {
                    Arithmetic::Add | Arithmetic::Subtract | Arithmetic::Multiply => {
                        Some((*op, self.form(part)?))
                    }
                    Arithmetic::Divide | Arithmetic::Power => None,
                };
                Form::Arithmetic(boxed(first)?, rest.iter().map(part).collect::<Option<_>>()?)
            }
            Node::Compare { op, left, right } => self.compared(*op, left, right)?,
            Node::Between(parts) => {
                let [value, low, high] = &**parts;
                let above = self.compared(Comparison::GreaterEqual, value, low)?;
                Form::Both(Box::new([above, self.compared(Comparison::LessEqual, value, high)?]))
            }
            Node::In { value, tests, .. } if !tests.is_empty() => {
                let test = |test: &NodeTest| match test {
                    NodeTest::Compare(op, other) => self.compared(*op, value, other),
                    NodeTest::Matches { node, uses_input: false } => {
                        Some(Form::Within(boxed(value)?, range(node)?))
                    }
                    NodeTest::Matches { .. } => None,
                };
                Form::Logic { parts: tests.iter().map(test).collect::<Option<_>>()?, decides: true }
            }
            Node::Logic { parts, decides } if !parts.is_empty() => {
                let parts = parts.iter().map(|part| self.form(part)).collect::<Option<_>>()?;
                Form::Logic { parts, decides: *decides }
            }
            Node::If(parts) => {
                let [condition, yes, no] = &**parts;
                Form::If(Box::new([self.form(condition)?, self.form(yes)?, self.form(no)?]))
            }
            _ => return None,
        })
    }

    fn compared(self, op: Comparison, left: &Node, right: &Node) -> Option<Form> {
        let equality = match op {
            Comparison::Equal => Some(true),
            Comparison::NotEqual => Some(false),
            _ => None,
        };
        let fact = if let Node::Fact { slot, .. } = left { Some(*slot) } else { None };
        match (fact, right.constant(), equality) {
            (Some(slot), Some(Value::Null), Some(is_equal))
                if !matches!(
                    self.columns.get(slot)?.data(),
                    ColumnData::Coded { .. } | ColumnData::Values(_)
                ) =>
            {
                Some(Form::IsNull { slot, is_equal })
            }
            (Some(slot), Some(constant), _) if self.is_coded(slot) => {
                let ColumnData::Coded { values, .. } = self.columns.get(slot)?.data() else { return None };
                // More codes than rows would cost more than they save.
                if values.len() > self.rows.max(64) {
                    return None;
                }
                let judged = values.iter().map(|value| holds(op, value, constant)).collect();
                let beside_null = equality.map(|is_equal| constant.is_null() == is_equal);
                Some(Form::Coded { slot, judged, beside_null })
            }
            (Some(slot), Some(_), Some(is_equal)) => {
                self.form(left)?;
                Some(Form::Equals { slot, is_equal, right: Box::new(self.form(right)?) })
            }
            _ => Some(Form::Compare(op, Box::new([self.form(left)?, self.form(right)?]))),
        }
    }

    fn is_coded(self, slot: usize) -> bool {
        self.columns.get(slot).is_some_and(|column| matches!(column.data(), ColumnData::Coded { .. }))
    }
}

/// The ends of a constant range, each with the comparison that a value in it passes.
fn range(node: &Node) -> Option<Vec<(Comparison, Value)>> {
    let Value::Range(range) = node.constant()? else { return None };
    if range.form != RangeForm::Interval {
        return None;
    }
    let low = if range.low_closed { Comparison::GreaterEqual } else { Comparison::Greater };
    let high = if range.high_closed { Comparison::LessEqual } else { Comparison::Less };
    let ends = range.low.iter().map(|end| (low, end)).chain(range.high.iter().map(|end| (high, end)));
    ends.map(|(op, end)| Lanes::of(end).map(|_| (op, end.clone()))).collect()
}
