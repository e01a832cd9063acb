//! What is to be covered: rules, their conditions, and the conditions of expressions.

use std::collections::BTreeSet;

use afaq_feel::{Context, Env, Formula, Truth, Value};

use crate::compile::program::{Kind, Logic, Program, TableLogic};
use crate::evaluate::Evaluation;
use crate::evaluate::detail::{TableSeen, identity};
use crate::facts::put;
use crate::model::HitPolicy;

/// One thing that a case can cover.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal {
    /// A rule fires.
    Rule {
        /// Decision or knowledge model in which the table stands.
        element: String,
        /// Its number, from 1.
        rule: usize,
    },
    /// A rule does not fire because of this condition alone.
    Condition {
        /// Decision or knowledge model in which the table stands.
        element: String,
        /// The number of the rule, from 1.
        rule: usize,
        /// The number of the input column, from 1.
        input: usize,
    },
    /// No rule of a table fires, where a default answers then.
    Default {
        /// Decision or knowledge model in which the table stands.
        element: String,
    },
    /// A condition of an expression turns the outcome.
    Turn {
        /// The decision.
        element: String,
        /// The condition.
        condition: String,
        /// Whether the condition holds.
        holds: bool,
    },
}

/// How far facts that are set in part are from a goal.
pub(super) enum Progress {
    /// The goal is reached, whatever the other facts are.
    Reached,
    /// It cannot be reached any more.
    Never,
    /// It depends on these facts.
    Open(BTreeSet<String>),
}

/// What a goal asks for.
enum Aim<'p> {
    Rule { table: &'p TableLogic, rule: usize },
    Condition { table: &'p TableLogic, rule: usize, input: usize },
    Default { table: &'p TableLogic },
    Turn { decision: String, formula: Formula, atom: usize, holds: bool },
}

/// All goals of a decision.
pub(super) struct Goals<'p> {
    pub(super) all: Vec<Goal>,
    aims: Vec<Aim<'p>>,
}

impl<'p> Goals<'p> {
    /// The goals of everything behind an element.
    pub(super) fn of(program: &'p Program, node: usize) -> Self {
        let mut goals = Self { all: Vec::new(), aims: Vec::new() };
        let mut open = vec![node];
        let mut seen = BTreeSet::from([node]);
        while let Some(node) = open.pop() {
            let element = &program.nodes[node];
            match &element.kind {
                Kind::Decision { logic, .. } => goals.logic(&element.name, logic, true),
                Kind::Knowledge(function) => goals.logic(&element.name, &function.body, false),
                Kind::Service(service) => {
                    open.extend(service.outputs.iter().filter(|node| seen.insert(**node)))
                }
                Kind::Input => {}
            }
            open.extend(element.needs.iter().map(|need| need.node).filter(|node| seen.insert(*node)));
        }
        goals
    }

    fn logic(&mut self, element: &str, logic: &'p Logic, is_decision: bool) {
        match logic {
            Logic::Table(table) => self.table(element, table),
            Logic::Literal(expression) if is_decision => {
                for (_, formula) in expression.formulas() {
                    self.formula(element, &formula);
                }
            }
            Logic::Broken | Logic::Literal(_) => {}
            Logic::Typed(_, inner) => self.logic(element, inner, is_decision),
            Logic::Context(entries) => {
                entries.iter().for_each(|(_, logic)| self.logic(element, logic, false))
            }
            Logic::Invocation { function, bindings } => {
                self.logic(element, function, false);
                bindings.iter().for_each(|(_, logic)| self.logic(element, logic, false));
            }
            Logic::Function(function) => self.logic(element, &function.body, false),
            Logic::List(items) => items.iter().for_each(|logic| self.logic(element, logic, false)),
            Logic::Relation { rows, .. } => {
                rows.iter().flatten().for_each(|logic| self.logic(element, logic, false));
            }
            Logic::Conditional { condition, then, otherwise } => {
                for part in [condition, then, otherwise] {
                    self.logic(element, part, is_decision);
                }
            }
            Logic::Filter { list, condition } => {
                [list, condition].into_iter().for_each(|logic| self.logic(element, logic, false));
            }
            Logic::Iterator { list, body, .. } => {
                [list, body].into_iter().for_each(|logic| self.logic(element, logic, false));
            }
        }
    }

    fn table(&mut self, element: &str, table: &'p TableLogic) {
        for (rule, logic) in table.rules.iter().enumerate() {
            let name = element.to_owned();
            self.add(Goal::Rule { element: name.clone(), rule: rule + 1 }, Aim::Rule { table, rule });
            for (input, test) in logic.tests.iter().enumerate() {
                if test.is_some() {
                    let goal = Goal::Condition { element: name.clone(), rule: rule + 1, input: input + 1 };
                    self.add(goal, Aim::Condition { table, rule, input });
                }
            }
        }
        if table.outputs.iter().any(|output| output.default.is_some()) {
            self.add(Goal::Default { element: element.to_owned() }, Aim::Default { table });
        }
    }

    fn formula(&mut self, element: &str, formula: &Formula) {
        for (atom, expression) in crate::analyze::atoms(formula).into_iter().enumerate() {
            for holds in [true, false] {
                let condition = expression.to_string();
                let goal = Goal::Turn { element: element.to_owned(), condition, holds };
                let aim = Aim::Turn { decision: element.to_owned(), formula: formula.clone(), atom, holds };
                self.add(goal, aim);
            }
        }
    }

    fn add(&mut self, goal: Goal, aim: Aim<'p>) {
        if self.all.len() < crate::limits::GOALS_MAX {
            self.all.push(goal);
            self.aims.push(aim);
        }
    }

    /// How far an evaluation is from a goal.
    pub(super) fn progress(
        &self,
        goal: usize,
        evaluation: &Evaluation,
        seen: &[TableSeen],
        env: &Env,
    ) -> Progress {
        let best = |table: &TableLogic, look: &dyn Fn(&TableSeen) -> Progress| {
            // A table may be asked several times; one time is enough.
            let mut open = BTreeSet::new();
            let mut is_seen = false;
            for one in seen.iter().filter(|one| one.table == identity(table)) {
                is_seen = true;
                match look(one) {
                    Progress::Reached => return Progress::Reached,
                    Progress::Never => {}
                    Progress::Open(names) => open.extend(names),
                }
            }
            match (is_seen, open.is_empty()) {
                (_, false) => Progress::Open(open),
                (true, true) => Progress::Never,
                // A table that was not asked may be asked where other facts are known.
                (false, true) => unasked(evaluation),
            }
        };
        match &self.aims[goal] {
            Aim::Rule { table, rule } => best(table, &|one| fires(table, one, *rule)),
            Aim::Condition { table, rule, input } => best(table, &|one| misses(one, *rule, *input)),
            Aim::Default { table } => {
                best(table, &|one| all((0..table.rules.len()).map(|rule| negated(&rule_truth(one, rule)))))
            }
            Aim::Turn { decision, formula, atom, holds } => {
                let Some(trace) = evaluation.trace.iter().find(|trace| trace.name == *decision) else {
                    return unasked(evaluation);
                };
                let mut vars = Context::new();
                for used in &trace.inputs {
                    let path: Vec<String> = used.path.split('.').map(str::to_owned).collect();
                    put(&mut vars, &path, used.value.clone());
                }
                turns(formula, *atom, *holds, &vars, env)
            }
        }
    }
}

/// A table or decision that was not asked: it depends on what is unknown, if anything is.
fn unasked(evaluation: &Evaluation) -> Progress {
    let mut names = evaluation.value.unknown_names();
    names.extend(
        evaluation.trace.iter().flat_map(|trace| &trace.inputs).flat_map(|used| used.value.unknown_names()),
    );
    if names.is_empty() { Progress::Never } else { Progress::Open(names) }
}

fn rule_truth(one: &TableSeen, rule: usize) -> Truth {
    let cells = one.truths.get(rule).map_or(&[][..], Vec::as_slice);
    // In a rule a condition that is null does not hold.
    let cell = |truth: &Truth| if *truth == Truth::Null { Truth::False } else { truth.clone() };
    cells.iter().map(cell).fold(Truth::True, Truth::and)
}

fn negated(truth: &Truth) -> Truth {
    truth.clone().negate()
}

/// All of them hold.
fn all(truths: impl Iterator<Item = Truth>) -> Progress {
    match truths.fold(Truth::True, Truth::and) {
        Truth::True => Progress::Reached,
        Truth::False | Truth::Null => Progress::Never,
        Truth::Unknown(names) => Progress::Open(names),
    }
}

fn fires(table: &TableLogic, one: &TableSeen, rule: usize) -> Progress {
    let own = std::iter::once(rule_truth(one, rule));
    if table.policy == HitPolicy::First {
        // Under F a rule fires only where none before it does.
        all(own.chain((0..rule).map(|before| negated(&rule_truth(one, before)))))
    } else {
        all(own)
    }
}

fn misses(one: &TableSeen, rule: usize, input: usize) -> Progress {
    let cells = one.truths.get(rule).map_or(&[][..], Vec::as_slice);
    all(cells.iter().enumerate().map(|(column, truth)| {
        let truth = if *truth == Truth::Null { Truth::False } else { truth.clone() };
        if column == input { truth.negate() } else { truth }
    }))
}

/// Whether the condition has the wanted outcome and the whole would be another one without it.
fn turns(formula: &Formula, atom: usize, holds: bool, vars: &Context, env: &Env) -> Progress {
    let mut number = 0;
    let own = truth_of(formula, &mut number, vars, env, None, atom);
    let mut number = 0;
    let yes = truth_of(formula, &mut number, vars, env, Some(true), atom);
    let mut number = 0;
    let no = truth_of(formula, &mut number, vars, env, Some(false), atom);
    let is_own = match own.1 {
        Some(truth) => {
            if holds {
                truth
            } else {
                truth.negate()
            }
        }
        None => Truth::False,
    };
    let differs = match (yes.0, no.0) {
        (Truth::Unknown(mut a), Truth::Unknown(b)) => {
            a.extend(b);
            Truth::Unknown(a)
        }
        (Truth::Unknown(a), _) | (_, Truth::Unknown(a)) => Truth::Unknown(a),
        (a, b) => Truth::from(a != b),
    };
    all([is_own, differs].into_iter())
}

/// The truth of a formula, with one condition put to a fixed outcome; and what that condition is by itself.
fn truth_of(
    formula: &Formula,
    number: &mut usize,
    vars: &Context,
    env: &Env,
    fixed: Option<bool>,
    atom: usize,
) -> (Truth, Option<Truth>) {
    match formula {
        Formula::And(parts) | Formula::Or(parts) => {
            let is_and = matches!(formula, Formula::And(_));
            let (mut whole, mut own) = (Truth::from(is_and), None);
            for part in parts {
                let (truth, found) = truth_of(part, number, vars, env, fixed, atom);
                whole = if is_and { whole.and(truth) } else { whole.or(truth) };
                own = own.or(found);
            }
            (whole, own)
        }
        Formula::Not(inner) => {
            let (truth, own) = truth_of(inner, number, vars, env, fixed, atom);
            (truth.negate(), own)
        }
        Formula::Atom(expression) => {
            let is_it = *number == atom;
            *number += 1;
            let truth = match expression.evaluate(vars, env).map(|done| done.value) {
                Ok(Value::Boolean(value)) => Truth::from(value),
                Ok(Value::Unknown(unknown)) => Truth::Unknown(unknown.names.clone()),
                _ => Truth::Null,
            };
            let seen = if is_it { fixed.map_or(truth.clone(), Truth::from) } else { truth.clone() };
            (seen, is_it.then_some(truth))
        }
    }
}
