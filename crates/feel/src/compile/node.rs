//! The compiled form: names are slots, constants are folded, everything else is refused at compile time.

use std::sync::Arc;

use crate::ast::{Arithmetic, Comparison};
use crate::builtin::Builtin;
use crate::{RangeForm, Type, Value};

/// A compiled node. It knows what the general evaluator would count for it, so that budgets agree to the step.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    /// A value, and the steps that finding it took.
    Const {
        value: Value,
        steps: u64,
    },
    /// The fact in a slot.
    Fact {
        slot: usize,
        steps: u64,
    },
    /// A member of the fact in a slot.
    Path {
        slot: usize,
        member: Arc<str>,
    },
    /// A variable of the expression itself.
    Local(usize),
    Member(Box<Node>, Arc<str>),
    Negate(Box<Node>),
    Arithmetic {
        first: Box<Node>,
        rest: Vec<(Arithmetic, Node)>,
    },
    Compare {
        op: Comparison,
        left: Box<Node>,
        right: Box<Node>,
    },
    Between(Box<[Node; 3]>),
    In {
        value: Box<Node>,
        tests: Vec<NodeTest>,
        slot: usize,
    },
    Logic {
        parts: Vec<Node>,
        decides: bool,
    },
    If(Box<[Node; 3]>),
    List(Vec<Node>),
    Range {
        low: Option<Box<Node>>,
        low_closed: bool,
        high: Option<Box<Node>>,
        high_closed: bool,
    },
    EqualRange {
        form: RangeForm,
        end: Box<Node>,
    },
    Call {
        builtin: Builtin,
        args: Vec<Node>,
    },
    InstanceOf(Box<Node>, Type),
}

/// A compiled alternative of a unary test.
#[derive(Clone, Debug)]
pub(crate) enum NodeTest {
    Compare(Comparison, Node),
    Matches { node: Node, uses_input: bool },
}

impl Node {
    /// The value of a constant.
    pub(crate) fn constant(&self) -> Option<&Value> {
        if let Node::Const { value, .. } = self { Some(value) } else { None }
    }

    /// The most steps that it can take, or none when that depends on values.
    pub(crate) fn steps_max(&self) -> Option<u64> {
        let inner = match self {
            Node::Const { steps, .. } | Node::Fact { steps, .. } => return Some(*steps),
            Node::Path { .. } => 1,
            Node::Local(_) => 0,
            Node::Member(inner, _) | Node::Negate(inner) | Node::InstanceOf(inner, _) => inner.steps_max()?,
            Node::Arithmetic { first, rest } => {
                first.steps_max()?.checked_add(sum(rest.iter().map(|(_, part)| part))?)?
            }
            Node::Compare { left, right, .. } => sum([&**left, &**right])?,
            Node::Between(parts) | Node::If(parts) => sum(parts.iter())?,
            Node::Logic { parts, .. } | Node::List(parts) => sum(parts.iter())?,
            Node::Range { low, high, .. } => sum(low.iter().chain(high).map(|end| &**end))?,
            Node::EqualRange { end, .. } => end.steps_max()?,
            Node::In { value, tests, .. } => {
                let of = |test: &NodeTest| match test {
                    NodeTest::Compare(_, node) => node.steps_max(),
                    NodeTest::Matches { node, .. } => {
                        let length = node.constant()?.as_list().map_or(0, <[Value]>::len);
                        node.steps_max()?.checked_add(length as u64)
                    }
                };
                let tests = tests.iter().map(of).try_fold(0u64, |sum, steps| sum.checked_add(steps?))?;
                value.steps_max()?.checked_add(tests)?
            }
            Node::Call { builtin, args } if builtin.name() == "today" && args.is_empty() => 1,
            Node::Call { .. } => return None,
        };
        inner.checked_add(1)
    }
}

fn sum<'n>(nodes: impl IntoIterator<Item = &'n Node>) -> Option<u64> {
    nodes.into_iter().map(Node::steps_max).try_fold(0u64, |sum, steps| sum.checked_add(steps?))
}
