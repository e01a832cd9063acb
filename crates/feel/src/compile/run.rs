//! Runs compiled nodes. Whatever is not plain — null where a value is needed, unknown facts, values of
//! the wrong kind, a limit — has no outcome here and is left to the general evaluator, which alone
//! says what it means.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

use super::facts::Facts;
use super::node::{Node, NodeTest};
use crate::ast::{Arithmetic, Comparison};
use crate::evaluate::{Machine, belongs, calculate, compare, find_member, instance_of};
use crate::temporal::{DaysTimeDuration, YearsMonthsDuration};
use crate::{Context, Env, Meter, Range, RangeForm, Truth, Value};

/// Where facts come from.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    /// A value for each slot.
    Row(&'a [Value]),
    /// Variables by name.
    Vars(&'a Facts, &'a Context),
}

/// One run of compiled code.
pub(crate) struct Runner<'a> {
    source: Source<'a>,
    env: &'a Env,
    locals: Vec<Value>,
    steps: u64,
    steps_max: u64,
    meter: &'a Meter,
}

impl<'a> Runner<'a> {
    pub(crate) fn new(source: Source<'a>, env: &'a Env, meter: &'a Meter, locals: Vec<Value>) -> Runner<'a> {
        Runner { source, env, locals, steps: 0, steps_max: meter.steps_left(), meter }
    }

    /// The steps that were taken, if they are within the budget.
    pub(crate) fn steps(&self) -> Option<u64> {
        (self.steps <= self.steps_max).then_some(self.steps)
    }

    #[inline]
    fn fact(&self, slot: usize) -> Option<&'a Value> {
        let value = match self.source {
            Source::Row(row) => row.get(slot)?,
            Source::Vars(facts, vars) => facts.look(slot, vars)?,
        };
        if value.is_unknown() { None } else { Some(value) }
    }

    /// The value of a constant or a fact, which takes the steps that the node knows.
    #[inline]
    fn seen(&self, node: &'a Node) -> Option<&'a Value> {
        match node {
            Node::Const { value, steps: 0 } => Some(value),
            Node::Fact { slot, .. } => self.fact(*slot),
            _ => None,
        }
    }

    /// The value, lent where it stands somewhere already.
    #[inline]
    fn lent(&mut self, node: &'a Node) -> Option<Cow<'a, Value>> {
        match node {
            Node::Const { value, steps } => {
                self.steps += steps;
                Some(Cow::Borrowed(value))
            }
            Node::Fact { slot, steps } => {
                self.steps += steps;
                self.fact(*slot).map(Cow::Borrowed)
            }
            Node::Path { slot, member } => {
                let member = match self.fact(*slot)? {
                    // A context gives its member in one step, any other value takes one to be read first.
                    Value::Context(context) => {
                        self.steps += 1;
                        Cow::Borrowed(context.get(member)?)
                    }
                    value => {
                        self.steps += 2;
                        Cow::Owned(find_member(value, member)?)
                    }
                };
                if member.is_unknown() { None } else { Some(member) }
            }
            node => self.value(node).map(Cow::Owned),
        }
    }

    pub(crate) fn value(&mut self, node: &'a Node) -> Option<Value> {
        match node {
            Node::Const { .. } | Node::Fact { .. } | Node::Path { .. } => {
                return self.lent(node).map(Cow::into_owned);
            }
            Node::Compare { .. } | Node::Between(_) | Node::In { .. } | Node::Logic { .. } => {
                return self.truth(node).map(Value::Boolean);
            }
            _ => {}
        }
        self.steps += 1;
        match node {
            Node::Local(slot) => self.locals.get(*slot).cloned(),
            Node::Member(inner, member) => match self.value(inner)? {
                Value::List(_) => None,
                value => find_member(&value, member).filter(|value| !value.is_unknown()),
            },
            Node::Negate(inner) => match self.value(inner)? {
                Value::Number(number) => Some(Value::Number(number.negated())),
                Value::YearsMonths(duration) => duration
                    .months()
                    .checked_neg()
                    .map(YearsMonthsDuration::from_months)
                    .map(Value::YearsMonths),
                Value::DaysTime(duration) => {
                    Some(Value::DaysTime(DaysTimeDuration::from_nanos(-duration.nanos())))
                }
                _ => None,
            },
            Node::Arithmetic { first, rest } => self.arithmetic(first, rest),
            Node::If(parts) => {
                let [condition, yes, no] = &**parts;
                if self.truth(condition)? { self.value(yes) } else { self.value(no) }
            }
            Node::List(items) => {
                let items = items.iter().map(|item| self.value(item)).collect::<Option<Vec<_>>>()?;
                Some(Value::list(items))
            }
            Node::Range { low, low_closed, high, high_closed } => {
                let (low, high) = (self.end(low)?, self.end(high)?);
                let is_ordered = match (&low, &high) {
                    (Some(Value::Null), _) | (_, Some(Value::Null)) => false,
                    (Some(low), Some(high)) => {
                        low.feel_compare(high).is_some_and(|order| order != Ordering::Greater)
                    }
                    _ => true,
                };
                let (low_closed, high_closed, form) = (*low_closed, *high_closed, RangeForm::Interval);
                is_ordered.then(|| Value::Range(Arc::new(Range { low, low_closed, high, high_closed, form })))
            }
            Node::EqualRange { form, end } => {
                let end = self.value(end)?;
                let is_closed = *form == RangeForm::Equal;
                Some(Value::Range(Arc::new(Range {
                    low: Some(end.clone()),
                    low_closed: is_closed,
                    high: Some(end),
                    high_closed: is_closed,
                    form: *form,
                })))
            }
            Node::Call { builtin, args } => {
                let args = args.iter().map(|arg| self.value(arg)).collect::<Option<Vec<_>>>()?;
                self.call(*builtin, &args)
            }
            Node::InstanceOf(inner, kind) => {
                let value = self.value(inner)?;
                Some(instance_of(&value, kind))
            }
            Node::Const { .. }
            | Node::Fact { .. }
            | Node::Path { .. }
            | Node::Compare { .. }
            | Node::Between(_)
            | Node::In { .. }
            | Node::Logic { .. } => None,
        }
    }

    fn end(&mut self, end: &'a Option<Box<Node>>) -> Option<Option<Value>> {
        match end {
            Some(end) => self.value(end).map(Some),
            None => Some(None),
        }
    }

    fn arithmetic(&mut self, first: &'a Node, rest: &'a [(Arithmetic, Node)]) -> Option<Value> {
        let mut result = self.value(first)?;
        for (op, part) in rest {
            let other = &*self.lent(part)?;
            if let (Value::String(left), Value::String(right)) = (&result, other) {
                let length = left.len() + right.len();
                if length > self.meter.limits().text_length.saturating_mul(4) {
                    return None;
                }
                self.steps += (length / 64) as u64;
            }
            result = calculate(*op, &result, other)?;
        }
        Some(result)
    }

    fn call(&mut self, builtin: crate::Builtin, args: &[Value]) -> Option<Value> {
        // A function value may do anything.
        if args.iter().any(|arg| matches!(arg, Value::Function(_))) {
            return None;
        }
        self.steps += 1;
        let vars = Context::new();
        let mut meter = self.meter.rest(self.steps)?;
        let before = meter.steps_left();
        let value = builtin.call(&mut Machine::new(&vars, self.env, &mut meter, Vec::new()), args).ok()?;
        self.steps += before - meter.steps_left();
        let is_plain = !value.is_null() && !value.is_unknown() && !meter.has_notes();
        is_plain.then_some(value)
    }

    /// The outcome of a condition that is true or false.
    pub(crate) fn truth(&mut self, node: &'a Node) -> Option<bool> {
        match node {
            Node::Compare { op, left, right } => {
                self.steps += 1;
                // Most conditions compare a fact with a constant.
                if let (Node::Fact { steps, .. }, Some(fact), Some(constant)) =
                    (&**left, self.seen(left), self.seen(right))
                    && matches!(**right, Node::Const { .. })
                {
                    self.steps += steps;
                    return holds(*op, fact, constant);
                }
                let left = self.lent(left)?;
                let right = self.lent(right)?;
                holds(*op, &left, &right)
            }
            Node::Logic { parts, decides } => {
                self.steps += 1;
                for part in parts {
                    if self.truth(part)? == *decides {
                        return Some(*decides);
                    }
                }
                Some(!decides)
            }
            Node::Between(parts) => {
                self.steps += 1;
                let [value, low, high] = &**parts;
                let (value, low, high) = (self.lent(value)?, self.lent(low)?, self.lent(high)?);
                let above = holds(Comparison::GreaterEqual, &value, &low)?;
                Some(holds(Comparison::LessEqual, &value, &high)? && above)
            }
            Node::In { value, tests, slot } => {
                self.steps += 1;
                let value = self.value(value)?;
                self.locals.truncate(*slot);
                self.locals.push(value.clone());
                let outcome = self.any_test(&value, tests);
                self.locals.truncate(*slot);
                outcome
            }
            node => match self.value(node)? {
                Value::Boolean(value) => Some(value),
                _ => None,
            },
        }
    }

    /// Whether a value passes one of the tests.
    pub(crate) fn any_test(&mut self, value: &Value, tests: &'a [NodeTest]) -> Option<bool> {
        for test in tests {
            if self.test(value, test)? {
                return Some(true);
            }
        }
        Some(false)
    }

    fn test(&mut self, value: &Value, test: &'a NodeTest) -> Option<bool> {
        let (node, uses_input) = match test {
            NodeTest::Compare(op, node) => {
                return holds(*op, value, &*self.lent(node)?);
            }
            NodeTest::Matches { node, uses_input } => (node, *uses_input),
        };
        let other = &*self.lent(node)?;
        let asks_condition =
            matches!(other, Value::Boolean(_)) && !matches!(value, Value::Boolean(_) | Value::Null);
        if uses_input || asks_condition {
            return match other {
                Value::Boolean(value) => Some(*value),
                Value::Null => None,
                other => definite(belongs(value, other)),
            };
        }
        self.steps += other.as_list().map_or(0, <[Value]>::len) as u64;
        definite(belongs(value, other))
    }
}

fn definite(truth: Truth) -> Option<bool> {
    match truth {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Null | Truth::Unknown(_) => None,
    }
}

/// Whether a comparison holds; none when that is not for compiled code to say.
#[inline]
pub(crate) fn holds(op: Comparison, left: &Value, right: &Value) -> Option<bool> {
    let order = match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.cmp(right),
        (Value::Date(left), Value::Date(right)) => left.cmp(right),
        (Value::String(left), Value::String(right)) => match op {
            // Equality looks at the lengths first.
            Comparison::Equal => return Some(left == right),
            Comparison::NotEqual => return Some(left != right),
            _ => left.cmp(right),
        },
        _ => return definite(compare(op, left, right)),
    };
    Some(match op {
        Comparison::Equal => order == Ordering::Equal,
        Comparison::NotEqual => order != Ordering::Equal,
        Comparison::Less => order == Ordering::Less,
        Comparison::LessEqual => order != Ordering::Greater,
        Comparison::Greater => order == Ordering::Greater,
        Comparison::GreaterEqual => order != Ordering::Less,
    })
}
