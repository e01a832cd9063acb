//! Compiles a tree: resolves names to slots and folds constants; a tree with a part that only the
//! general evaluator knows (functions, iterations, filters, contexts) is left to it.

use super::facts::Facts;
use super::node::{Node, NodeTest};
use crate::ast::{Args, Binding, Expr, Kind, Name, Test};
use crate::evaluate::Machine;
use crate::limits::{FOLD_STEPS, Limits};
use crate::{Context, Date, DateTime, Env, Meter, RangeForm, Value};

/// The compiled form of a tree, if it has one.
pub(super) fn node(expr: &Expr, facts: &Facts) -> Option<Node> {
    let node = match &expr.kind {
        Kind::Null => constant(Value::Null),
        Kind::Boolean(value) => constant(Value::Boolean(*value)),
        Kind::Number(value) => constant(Value::Number(*value)),
        Kind::Text(text) => constant(Value::String(text.clone())),
        Kind::At(_, value) => constant(value.clone()),
        Kind::Name(Name { text, binding }) => match binding {
            Binding::Local(slot) => Node::Local(*slot),
            Binding::Global => fact(&[text], facts)?,
            Binding::Builtin(_) | Binding::Member { .. } => return None,
        },
        Kind::Path(inner, member) => path(expr, inner, member, facts)?,
        Kind::Negate(inner) => Node::Negate(boxed(inner, facts)?),
        Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
            let parts = rest.iter().map(|(op, part)| Some((*op, node(part, facts)?)));
            Node::Arithmetic { first: boxed(first, facts)?, rest: parts.collect::<Option<_>>()? }
        }
        Kind::Compare { op, left, right } => {
            Node::Compare { op: *op, left: boxed(left, facts)?, right: boxed(right, facts)? }
        }
        Kind::Between { value, low, high } => {
            Node::Between(Box::new([node(value, facts)?, node(low, facts)?, node(high, facts)?]))
        }
        Kind::In { value, tests: cells, slot } => {
            Node::In { value: boxed(value, facts)?, tests: tests(cells, facts)?, slot: *slot }
        }
        Kind::And(parts) => Node::Logic { parts: all(parts, facts)?, decides: false },
        Kind::Or(parts) => Node::Logic { parts: all(parts, facts)?, decides: true },
        Kind::If { condition, yes, no } => {
            Node::If(Box::new([node(condition, facts)?, node(yes, facts)?, node(no, facts)?]))
        }
        Kind::List(items) => Node::List(all(items, facts)?),
        Kind::Range { low, low_closed, high, high_closed } => {
            let end = |end: &Option<Box<Expr>>| match end {
                Some(end) => boxed(end, facts).map(Some),
                None => Some(None),
            };
            Node::Range {
                low: end(low)?,
                low_closed: *low_closed,
                high: end(high)?,
                high_closed: *high_closed,
            }
        }
        Kind::EqualRange { negated, end } => {
            let form = if *negated { RangeForm::NotEqual } else { RangeForm::Equal };
            Node::EqualRange { form, end: boxed(end, facts)? }
        }
        Kind::Call { function, args } => call(function, args, facts)?,
        Kind::InstanceOf(inner, test) => Node::InstanceOf(boxed(inner, facts)?, test.kind.clone()),
        Kind::Filter { .. }
        | Kind::For { .. }
        | Kind::Quantified { .. }
        | Kind::Context { .. }
        | Kind::Function { .. } => return None,
    };
    Some(fold(expr, &node).unwrap_or(node))
}

/// The compiled form of unary tests.
pub(super) fn tests(tests: &[Test], facts: &Facts) -> Option<Vec<NodeTest>> {
    let test = |test: &Test| {
        Some(match test {
            Test::Compare(op, expr) => NodeTest::Compare(*op, node(expr, facts)?),
            Test::Matches { expr, uses_input } => {
                NodeTest::Matches { node: node(expr, facts)?, uses_input: *uses_input }
            }
        })
    };
    tests.iter().map(test).collect()
}

fn constant(value: Value) -> Node {
    Node::Const { value, steps: 0 }
}

fn boxed(expr: &Expr, facts: &Facts) -> Option<Box<Node>> {
    node(expr, facts).map(Box::new)
}

fn all(parts: &[Expr], facts: &Facts) -> Option<Vec<Node>> {
    parts.iter().map(|part| node(part, facts)).collect()
}

/// A fact with a slot of its own, or a member of one. The general evaluator reads `a.b` in one step.
fn fact(names: &[&str], facts: &Facts) -> Option<Node> {
    let (slot, length) = facts.find(names)?;
    let rest = &names[length..];
    let (mut node, rest) = match (length, rest) {
        (1, [member, rest @ ..]) => (Node::Path { slot, member: (*member).into() }, rest),
        _ => (Node::Fact { slot, steps: (length as u64 - 1).max(1) }, rest),
    };
    for member in rest {
        node = Node::Member(Box::new(node), (*member).into());
    }
    Some(node)
}

fn path(expr: &Expr, inner: &Expr, member: &std::sync::Arc<str>, facts: &Facts) -> Option<Node> {
    let mut names: Vec<&str> = Vec::new();
    let mut head = expr;
    while let Kind::Path(inner, member) = &head.kind {
        names.push(member);
        head = inner;
    }
    if let Kind::Name(Name { text, binding: Binding::Global }) = &head.kind {
        names.push(text);
        names.reverse();
        return fact(&names, facts);
    }
    Some(Node::Member(boxed(inner, facts)?, member.clone()))
}

fn call(function: &Expr, args: &Args, facts: &Facts) -> Option<Node> {
    let Kind::Name(Name { binding: Binding::Builtin(builtin), .. }) = &function.kind else { return None };
    let args = match args {
        Args::Positional(args) => all(args, facts)?,
        Args::Named(_) if builtin.name() == "context put" => return None,
        Args::Named(args) => {
            let names: Vec<_> = args.iter().map(|(name, _)| name.clone()).collect();
            let places = builtin.order(&names)?;
            // Each argument once: the general evaluator counts the steps of every one.
            let used = |at: usize| places.iter().filter(|place| **place == Some(at)).count() == 1;
            if !(0..args.len()).all(used) {
                return None;
            }
            let place = |place: &Option<usize>| match place {
                Some(at) => node(&args[*at].1, facts),
                None => Some(constant(Value::Null)),
            };
            places.iter().map(place).collect::<Option<Vec<_>>>()?
        }
    };
    builtin.accepts_count(args.len()).then_some(Node::Call { builtin: *builtin, args })
}

/// The value of a node whose parts are all constants. Texts and the lists that functions make are not
/// folded: whether they are too long is for the limits of the evaluation to say.
fn fold(expr: &Expr, node: &Node) -> Option<Node> {
    let is_constant = |node: &Node| node.constant().is_some();
    let (all_constant, makes_list) = match node {
        Node::List(items) => (items.iter().all(is_constant), true),
        Node::Range { low, high, .. } => (low.iter().chain(high).all(|end| is_constant(end)), false),
        Node::Negate(inner)
        | Node::EqualRange { end: inner, .. }
        | Node::Member(inner, _)
        | Node::InstanceOf(inner, _) => (is_constant(inner), false),
        Node::Arithmetic { first, rest } => {
            (is_constant(first) && rest.iter().all(|(_, part)| is_constant(part)), false)
        }
        Node::Compare { left, right, .. } => (is_constant(left) && is_constant(right), false),
        Node::Between(parts) => (parts.iter().all(is_constant), false),
        Node::Call { builtin, args } => {
            (args.iter().all(is_constant) && !matches!(builtin.name(), "now" | "today"), false)
        }
        _ => (false, false),
    };
    if !all_constant {
        return None;
    }
    let env = Env {
        now: DateTime::midnight_utc(Date::from_days_since_epoch(0)?),
        limits: Limits { steps: FOLD_STEPS, ..Limits::default() },
    };
    let (vars, mut meter) = (Context::new(), Meter::new(&env.limits));
    let value = Machine::new(&vars, &env, &mut meter, Vec::new()).eval(expr).ok()?;
    let is_small = match &value {
        Value::Null | Value::Unknown(_) | Value::String(_) | Value::Context(_) | Value::Function(_) => false,
        Value::List(_) => makes_list,
        _ => true,
    };
    (is_small && meter.take_notes().is_empty()).then(|| Node::Const { value, steps: meter.steps_used() })
}
