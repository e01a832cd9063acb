//! FEEL, the expression language of DMN 1.5: read, check, evaluate, purely and within limits.

mod ast;
mod builtin;
mod check;
mod columns;
mod compile;
mod condition;
mod context;
mod decimal;
mod evaluate;
mod expression;
mod function;
mod limits;
mod mutate;
mod parse;
mod print;
mod problem;
mod regex;
mod region;
mod scope;
mod temporal;
mod truth;
mod types;
mod value;
mod wire;

#[cfg(test)]
mod tests;

pub use builtin::Builtin;
pub use columns::{Column, ColumnData, Computed, Standing};
pub use compile::{Facts, Prepared, PreparedTests};
pub use condition::{Formula, Touch};
pub use context::Context;
pub use decimal::{Decimal, ParseDecimalError, Rounding};
pub use evaluate::{Env, EvalError, EvalErrorKind, Evaluated, Meter, Note};
pub use expression::{
    Expression, UnaryTests, parse_expression, parse_expression_within, parse_unary_tests,
    parse_unary_tests_within,
};
pub use function::{Defined, Function, NativeFunction};
pub use limits::{Limits, ParseLimits};
pub use problem::{Problem, ProblemKind};
pub use region::{Interval, Region};
pub use scope::Scope;
pub use temporal::{
    Date, DateTime, DaysTimeDuration, NamedZone, ParseTemporalError, Time, YearsMonthsDuration, Zone,
};
pub use truth::Truth;
pub use types::Type;
pub use value::{Range, RangeForm, Unknown, Value};
