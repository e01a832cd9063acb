//! The tree of an expression, with every name resolved to where its value stands.

use std::sync::Arc;

use crate::builtin::Builtin;
use crate::{Decimal, Type, Value};

/// A node of the tree with its place in the text, in characters.
#[derive(Clone, Debug)]
pub struct Expr {
    pub(crate) kind: Kind,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) height: u32,
}

impl Expr {
    pub(crate) fn new(kind: Kind, start: usize, end: usize) -> Expr {
        let mut height = 0;
        kind.each_child(&mut |child| height = height.max(child.height));
        Expr { kind, start: start as u32, end: end as u32, height: height + 1 }
    }
}

impl Kind {
    /// Calls `visit` for the nodes directly below, in the order of the text.
    pub(crate) fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Kind::Null
            | Kind::Boolean(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::At(..)
            | Kind::Name(_) => {}
            Kind::Path(inner, _) | Kind::Negate(inner) | Kind::InstanceOf(inner, _) => visit(inner),
            Kind::Filter { list, condition, .. } => {
                [list, condition].into_iter().for_each(|part| visit(part))
            }
            Kind::Call { function, args } => {
                visit(function);
                match args {
                    Args::Positional(args) => args.iter().for_each(visit),
                    Args::Named(args) => args.iter().for_each(|(_, arg)| visit(arg)),
                }
            }
            Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
                visit(first);
                rest.iter().for_each(|(_, part)| visit(part));
            }
            Kind::Compare { left, right, .. } => [left, right].into_iter().for_each(|part| visit(part)),
            Kind::Between { value, low, high } => [value, low, high].into_iter().for_each(|part| visit(part)),
            Kind::In { value, tests, .. } => {
                visit(value);
                tests.iter().for_each(|test| visit(test.expr()));
            }
            Kind::And(parts) | Kind::Or(parts) | Kind::List(parts) => parts.iter().for_each(visit),
            Kind::If { condition, yes, no } => [condition, yes, no].into_iter().for_each(|part| visit(part)),
            Kind::For { iterators, body, .. } | Kind::Quantified { iterators, body, .. } => {
                for iterator in iterators {
                    match &iterator.domain {
                        Domain::List(list) => visit(list),
                        Domain::Span(low, high) => [low, high].into_iter().for_each(&mut *visit),
                    }
                }
                visit(body);
            }
            Kind::Context { entries, .. } => entries.iter().for_each(|(_, entry)| visit(entry)),
            Kind::Range { low, high, .. } => low.iter().chain(high).for_each(|end| visit(end)),
            Kind::EqualRange { end, .. } => visit(end),
            Kind::Function { body, .. } => visit(body),
        }
    }
}

impl Test {
    pub(crate) fn expr(&self) -> &Expr {
        match self {
            Test::Compare(_, expr) | Test::Matches { expr, .. } => expr,
        }
    }
}

/// The same tree; places in the text do not matter.
impl PartialEq for Expr {
    fn eq(&self, other: &Expr) -> bool {
        self.kind == other.kind
    }
}

/// What a node is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Null,
    Boolean(bool),
    Number(Decimal),
    Text(Arc<str>),
    /// `@"…"`, read once.
    At(Arc<str>, Value),
    Name(Name),
    Path(Box<Expr>, Arc<str>),
    Filter {
        list: Box<Expr>,
        condition: Box<Expr>,
        slot: usize,
    },
    Call {
        function: Box<Expr>,
        args: Args,
    },
    Negate(Box<Expr>),
    /// Chains are flat, so that a long one needs no deep tree.
    Sum {
        first: Box<Expr>,
        rest: Vec<(Arithmetic, Expr)>,
    },
    Product {
        first: Box<Expr>,
        rest: Vec<(Arithmetic, Expr)>,
    },
    Power {
        first: Box<Expr>,
        rest: Vec<(Arithmetic, Expr)>,
    },
    Compare {
        op: Comparison,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    Between {
        value: Box<Expr>,
        low: Box<Expr>,
        high: Box<Expr>,
    },
    In {
        value: Box<Expr>,
        tests: Vec<Test>,
        slot: usize,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    If {
        condition: Box<Expr>,
        yes: Box<Expr>,
        no: Box<Expr>,
    },
    For {
        iterators: Vec<Iterator>,
        body: Box<Expr>,
        slot: usize,
    },
    Quantified {
        every: bool,
        iterators: Vec<Iterator>,
        body: Box<Expr>,
        slot: usize,
    },
    List(Vec<Expr>),
    Context {
        entries: Vec<(Arc<str>, Expr)>,
        slot: usize,
    },
    Range {
        low: Option<Box<Expr>>,
        low_closed: bool,
        high: Option<Box<Expr>>,
        high_closed: bool,
    },
    /// `(= 10)` or `(!= 10)`.
    EqualRange {
        negated: bool,
        end: Box<Expr>,
    },
    Function {
        params: Vec<(Arc<str>, Option<Type>)>,
        body: Arc<Expr>,
        slot: usize,
        self_slot: Option<usize>,
    },
    InstanceOf(Box<Expr>, TypeTest),
}

/// What `instance of` asks for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TypeTest {
    pub(crate) text: Arc<str>,
    pub(crate) kind: Type,
}

/// A name and where its value stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) text: Arc<str>,
    pub(crate) binding: Binding,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Binding {
    /// A variable of the expression itself.
    Local(usize),
    /// A variable of the caller.
    Global,
    /// A function of the standard.
    Builtin(Builtin),
    /// In a filter: a member of the element in the slot, or else what the name means outside.
    Member { slot: usize, outer: Box<Binding> },
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Args {
    Positional(Vec<Expr>),
    Named(Vec<(Arc<str>, Expr)>),
}

/// One variable of `for`, `some`, `every`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Iterator {
    pub(crate) name: Arc<str>,
    pub(crate) domain: Domain,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Domain {
    List(Expr),
    /// `1..10`, also downward.
    Span(Expr, Expr),
}

/// One alternative of a unary test.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Test {
    Compare(Comparison, Expr),
    /// A value, a range, a list, or a condition on `?`.
    Matches {
        expr: Expr,
        uses_input: bool,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Power,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl Arithmetic {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Arithmetic::Add => "+",
            Arithmetic::Subtract => "-",
            Arithmetic::Multiply => "*",
            Arithmetic::Divide => "/",
            Arithmetic::Power => "**",
        }
    }
}

impl Comparison {
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::NotEqual => "!=",
            Comparison::Less => "<",
            Comparison::LessEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterEqual => ">=",
        }
    }
}

impl Kind {
    /// Puts another node in the place of a child, counted as [`Kind::each_child`] visits them.
    pub(crate) fn replace_child(&mut self, at: usize, new: Expr) {
        let mut place = 0;
        let mut new = Some(new);
        self.each_child_mut(&mut |child| {
            if place == at
                && let Some(new) = new.take()
            {
                *child = new;
            }
            place += 1;
        });
    }

    fn each_child_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match self {
            Kind::Null
            | Kind::Boolean(_)
            | Kind::Number(_)
            | Kind::Text(_)
            | Kind::At(..)
            | Kind::Name(_) => {}
            Kind::Path(inner, _) | Kind::Negate(inner) | Kind::InstanceOf(inner, _) => visit(inner),
            Kind::Filter { list, condition, .. } => {
                [list, condition].into_iter().for_each(|part| visit(part))
            }
            Kind::Call { function, args } => {
                visit(function);
                match args {
                    Args::Positional(args) => args.iter_mut().for_each(visit),
                    Args::Named(args) => args.iter_mut().for_each(|(_, arg)| visit(arg)),
                }
            }
            Kind::Sum { first, rest } | Kind::Product { first, rest } | Kind::Power { first, rest } => {
                visit(first);
                rest.iter_mut().for_each(|(_, part)| visit(part));
            }
            Kind::Compare { left, right, .. } => [left, right].into_iter().for_each(|part| visit(part)),
            Kind::Between { value, low, high } => [value, low, high].into_iter().for_each(|part| visit(part)),
            Kind::In { value, tests, .. } => {
                visit(value);
                for test in tests {
                    match test {
                        Test::Compare(_, expr) | Test::Matches { expr, .. } => visit(expr),
                    }
                }
            }
            Kind::And(parts) | Kind::Or(parts) | Kind::List(parts) => parts.iter_mut().for_each(visit),
            Kind::If { condition, yes, no } => [condition, yes, no].into_iter().for_each(|part| visit(part)),
            Kind::For { iterators, body, .. } | Kind::Quantified { iterators, body, .. } => {
                for iterator in iterators {
                    match &mut iterator.domain {
                        Domain::List(list) => visit(list),
                        Domain::Span(low, high) => [low, high].into_iter().for_each(&mut *visit),
                    }
                }
                visit(body);
            }
            Kind::Context { entries, .. } => entries.iter_mut().for_each(|(_, entry)| visit(entry)),
            Kind::Range { low, high, .. } => low.iter_mut().chain(high).for_each(|end| visit(end)),
            Kind::EqualRange { end, .. } => visit(end),
            Kind::Function { body, .. } => visit(Arc::make_mut(body)),
        }
    }
}
