//! Expressions and unary tests as callers hold them.

use std::fmt;
use std::sync::OnceLock;

use crate::ast::{Expr, Test};
use crate::compile::{Code, Node, NodeTest, Source};
use crate::parse::INPUT;
use crate::{
    Context, Env, EvalError, Evaluated, Meter, ParseLimits, Problem, Region, Scope, Truth, Type, Value,
    check, mutate, parse, print, region,
};

/// An expression, read and resolved. `Display` writes it back as text.
#[derive(Clone, Debug)]
pub struct Expression {
    pub(crate) root: Expr,
    /// What runs in the place of the tree wherever it has a plain outcome; made when it is first needed.
    code: OnceLock<Option<Code<Node>>>,
}

/// The unary tests of a decision table's cell, read and resolved. `Display` writes them back as text.
#[derive(Clone, Debug)]
pub struct UnaryTests {
    /// Alternatives; none means that every value passes.
    pub(crate) tests: Vec<Test>,
    pub(crate) negated: bool,
    pub(crate) input: Type,
    /// What runs in the place of the trees wherever it has a plain outcome; made when it is first needed.
    code: OnceLock<Option<Code<Vec<NodeTest>>>>,
}

/// The same tree; places in the text do not matter.
impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.root == other.root
    }
}

impl PartialEq for UnaryTests {
    fn eq(&self, other: &UnaryTests) -> bool {
        self.tests == other.tests && self.negated == other.negated && self.input == other.input
    }
}

/// Reads an expression. Names that the scope does not know are left to [`Expression::check`].
///
/// # Errors
/// What is wrong with the text.
pub fn parse_expression(text: &str, scope: &Scope) -> Result<Expression, Vec<Problem>> {
    parse_expression_within(text, scope, ParseLimits::default())
}

/// Reads an expression within other limits than the usual ones.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_expression_within(
    text: &str,
    scope: &Scope,
    limits: ParseLimits,
) -> Result<Expression, Vec<Problem>> {
    parse::expression(text, scope, limits).map(Expression::new)
}

/// Reads the unary tests of a cell: `-`, `< 5`, `[1..3]`, `"a", "b"`, `not(…)`, a condition on `?`.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_unary_tests(text: &str, scope: &Scope, input_type: &Type) -> Result<UnaryTests, Vec<Problem>> {
    parse_unary_tests_within(text, scope, input_type, ParseLimits::default())
}

/// Reads unary tests within other limits than the usual ones.
///
/// # Errors
/// What is wrong with the text.
pub fn parse_unary_tests_within(
    text: &str,
    scope: &Scope,
    input_type: &Type,
    limits: ParseLimits,
) -> Result<UnaryTests, Vec<Problem>> {
    let cell = parse::unary_tests(text, scope, input_type, limits)?;
    Ok(UnaryTests::new(cell.tests, cell.negated, input_type.clone()))
}

impl Expression {
    pub(crate) fn new(root: Expr) -> Expression {
        Expression { root, code: OnceLock::new() }
    }

    /// The type of the result, and what can be said to be wrong before evaluation.
    pub fn check(&self, scope: &Scope) -> (Type, Vec<Problem>) {
        check::expression(&self.root, scope)
    }

    /// The variables that it uses, each with the members it reads: `applicant.age` is two names.
    pub fn paths(&self) -> Vec<Vec<String>> {
        check::paths([&self.root])
    }

    /// Evaluates with a budget of its own.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate(&self, vars: &Context, env: &Env) -> Result<Evaluated, EvalError> {
        let mut meter = Meter::new(&env.limits);
        let value = self.evaluate_within(vars, env, &mut meter)?;
        Ok(Evaluated { value, notes: meter.take_notes() })
    }

    /// Evaluates with a budget that is shared; notes gather in the meter.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn evaluate_within(&self, vars: &Context, env: &Env, meter: &mut Meter) -> Result<Value, EvalError> {
        let code = self.code.get_or_init(|| Code::<Node>::of(&self.root));
        if let Some(code) = code
            && let Some(value) = code.run(Source::Vars(&code.facts, vars), env, meter)
        {
            return Ok(value);
        }
        self.evaluate_by_tree(vars, env, meter)
    }

    /// The expression altered in one place each, with a description, to see whether tests notice.
    pub fn mutants(&self) -> Vec<(String, Expression)> {
        mutate::expression(&self.root).into_iter().map(|(what, root)| (what, Expression::new(root))).collect()
    }
}

impl UnaryTests {
    pub(crate) fn new(tests: Vec<Test>, negated: bool, input: Type) -> UnaryTests {
        UnaryTests { tests, negated, input, code: OnceLock::new() }
    }

    /// What can be said to be wrong before evaluation.
    pub fn check(&self, scope: &Scope) -> Vec<Problem> {
        check::tests(&self.tests, scope, &self.input)
    }

    /// The variables that they use, without the input itself.
    pub fn paths(&self) -> Vec<Vec<String>> {
        check::paths(self.tests.iter().map(Test::expr))
    }

    /// Whether every value passes (`-`).
    pub fn is_any(&self) -> bool {
        self.tests.is_empty()
    }

    /// Whether the input passes.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn matches(&self, input: &Value, vars: &Context, env: &Env) -> Result<Truth, EvalError> {
        self.matches_within(input, vars, env, &mut Meter::new(&env.limits))
    }

    /// Whether the input passes, with a budget that is shared.
    ///
    /// # Errors
    /// When a limit is exceeded.
    pub fn matches_within(
        &self,
        input: &Value,
        vars: &Context,
        env: &Env,
        meter: &mut Meter,
    ) -> Result<Truth, EvalError> {
        if self.tests.is_empty() {
            return Ok(Truth::True);
        }
        let code = self.code.get_or_init(|| Code::<Vec<NodeTest>>::of(&self.tests));
        if let Some(code) = code
            && let Some(passes) = code.run(Source::Vars(&code.facts, vars), input, env, meter)
        {
            return Ok(Truth::from(passes != self.negated));
        }
        self.matches_by_tree(input, vars, env, meter)
    }

    /// The values that pass, if the tests compare the input with literals alone.
    pub fn as_region(&self) -> Option<Region> {
        region::of(self)
    }

    /// The tests altered in one place each, with a description.
    pub fn mutants(&self) -> Vec<(String, UnaryTests)> {
        mutate::tests(self)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::write_expr(formatter, &self.root, 0)
    }
}

impl fmt::Display for UnaryTests {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_assert_eq!(INPUT, "?");
        if self.tests.is_empty() {
            return formatter.write_str("-");
        }
        if self.negated {
            formatter.write_str("not(")?;
        }
        print::write_tests(formatter, &self.tests)?;
        if self.negated { formatter.write_str(")") } else { Ok(()) }
    }
}
