//! What must hold between the parts of a pack.

mod conditions;
mod facts;
mod form;
mod process;
mod rules;
mod scenarios;

use crate::model::{Form, Register, Scenario};
use crate::read::{Cx, Data, Formulas, Head, MessagesRead, ProcessRead, Reasons, Rules, Running};

/// The parts, as far as they could be read.
pub(crate) struct Parts<'a> {
    pub head: Option<&'a Head>,
    pub data: &'a Data,
    pub form: &'a Form,
    pub rules: &'a Rules,
    pub reasons: &'a Reasons,
    pub process: Option<&'a ProcessRead>,
    pub running: &'a Running,
    pub messages: &'a MessagesRead,
    pub scenarios: &'a [Scenario],
    pub registers: &'a [Register],
}

/// Runs every check.
pub(crate) fn all(cx: &mut Cx<'_>, parts: &Parts<'_>, formulas: &Formulas) {
    conditions::check(cx, parts, formulas);
    facts::check(cx, parts);
    form::check(cx, parts);
    rules::check(cx, parts);
    process::check(cx, parts);
    scenarios::check(cx, parts);
    // Whoever uses a concept may stand in a part that could not be read.
    if !cx.problems.has_errors() {
        facts::unused(cx, parts);
    }
}
