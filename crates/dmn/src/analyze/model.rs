//! Analyzes a whole model: all tables, wherever they stand, conditions, loops, requirements and circles of functions.

use std::collections::BTreeSet;

use afaq_feel::{Context, Expression as Feel, Formula, Type, UnaryTests, Value};

use super::grid::{Grid, timeless};
use super::{Finding, FindingKind, tables};
use crate::compile::program::{Kind, Logic, Program, TableLogic};
use crate::compile::types::Ty;
use crate::evaluate::fits;
use crate::explore::{Outcome, Search, Verdict};
use crate::facts::{Uses, facts, note};
use crate::limits;
use crate::model::{DecisionTable, Expression, ExpressionKind, Model, Position, Text};
use crate::uses;

impl Model {
    /// Findings about the model, each with the name of the decision or knowledge model that it is about.
    #[must_use]
    pub fn analyze(&self, others: &[&Model]) -> Vec<(String, Finding)> {
        let (compiled, _) = self.compile_lenient(others);
        let program = &compiled.program;
        let mut findings = Vec::new();
        for decision in &self.decisions {
            let node = program.by_name.get(&decision.name).copied();
            let Some((node, Kind::Decision { logic, paths })) =
                node.map(|node| (node, &program.nodes[node].kind))
            else {
                continue;
            };
            let mut walk = Walk { program, node, owner: &decision.name, findings: &mut findings };
            if let Some(expression) = &decision.expression {
                walk.results(expression, logic);
                walk.expression(expression, logic);
                walk.unused(decision.position, paths);
            }
        }
        for knowledge in &self.knowledge_models {
            let node = program.by_name.get(&knowledge.name).copied();
            let body = knowledge.function.as_ref().and_then(|function| function.body.as_ref());
            if let (Some(body), Some(node)) = (body, node)
                && let Kind::Knowledge(logic) = &program.nodes[node].kind
            {
                let mut walk = Walk { program, node, owner: &knowledge.name, findings: &mut findings };
                walk.expression(body, &logic.body);
            }
        }
        circles(self, program, &mut findings);
        findings
    }
}

struct Walk<'a> {
    program: &'a Program,
    node: usize,
    owner: &'a str,
    findings: &'a mut Vec<(String, Finding)>,
}

impl Walk<'_> {
    fn add(&mut self, kind: FindingKind, place: Option<Position>) {
        let count = self.findings.iter().filter(|(owner, _)| owner == self.owner).count();
        if count < limits::FINDINGS_MAX {
            let (line, column) = (place.map(|place| place.line), place.map(|place| place.column));
            let finding = Finding { kind, rules: Vec::new(), input: None, line, column };
            self.findings.push((self.owner.to_owned(), finding));
        }
    }

    /// Goes through the source and its logic side by side.
    fn expression(&mut self, expression: &Expression, logic: &Logic) {
        if let Logic::Typed(_, inner) = logic {
            return self.expression(expression, inner);
        }
        match (&expression.kind, logic) {
            (ExpressionKind::DecisionTable(table), Logic::Table(logic)) => self.table(table, logic),
            (ExpressionKind::Literal(text), Logic::Literal(parsed)) => self.conditions(text, parsed),
            (ExpressionKind::Context(entries), Logic::Context(logics)) => {
                for (entry, (_, logic)) in entries.iter().zip(logics) {
                    self.expression(&entry.value, logic);
                }
            }
            (ExpressionKind::Invocation { bindings, .. }, Logic::Invocation { bindings: logics, .. }) => {
                for (binding, (_, logic)) in bindings.iter().zip(logics) {
                    self.expression(&binding.value, logic);
                }
            }
            (ExpressionKind::Function(definition), Logic::Function(logic)) => {
                if let Some(body) = &definition.body {
                    self.expression(body, &logic.body);
                }
            }
            (ExpressionKind::List(items), Logic::List(logics)) => {
                for (item, logic) in items.iter().zip(logics) {
                    self.expression(item, logic);
                }
            }
            (
                ExpressionKind::Conditional { condition, then, otherwise },
                Logic::Conditional { condition: a, then: b, otherwise: c },
            ) => {
                for (part, logic) in [(condition, a), (then, b), (otherwise, c)] {
                    self.expression(part, logic);
                }
            }
            (ExpressionKind::Iterator { list, body, .. }, Logic::Iterator { list: a, body: b, .. }) => {
                self.expression(list, a);
                self.expression(body, b);
            }
            (ExpressionKind::Filter { list, condition }, Logic::Filter { list: a, condition: b }) => {
                self.expression(list, a);
                self.expression(condition, b);
            }
            _ => {}
        }
    }

    fn table(&mut self, table: &DecisionTable, logic: &TableLogic) {
        let paths = logic.inputs.iter().map(|input| input.expression.as_ref().and_then(Feel::as_path));
        let paths: Vec<Option<Vec<String>>> = paths.collect();
        // A column without a type of its own has the one that its fact was declared with.
        let declared = paths.iter().zip(&logic.inputs).zip(&logic.types).map(|((path, input), seen)| {
            let (ty, tests) = path.as_ref().map_or((Type::Any, Vec::new()), |path| self.declared(path));
            let ty = if *seen == Type::Any { ty } else { seen.clone() };
            (ty, input.ty.allowed.clone().or_else(|| tests.into_iter().next()))
        });
        let (types, tests): (Vec<Type>, Vec<Option<UnaryTests>>) = declared.unzip();
        let tests: Vec<Option<&UnaryTests>> = tests.iter().map(Option::as_ref).collect();
        let grid = Grid::of_table(table, &types, &tests);
        let found = tables::findings(table, &grid, &|path| self.declared(path).0);
        self.findings.extend(found.into_iter().map(|finding| (self.owner.to_owned(), finding)));
        for input in &logic.inputs {
            if let Some(expression) = &input.expression {
                self.loops(expression, table.position);
            }
        }
    }

    /// What is declared of a name that this element sees: a fact, or the result of another decision.
    fn declared(&self, path: &[String]) -> crate::facts::Declared {
        let needs = &self.program.nodes[self.node].needs;
        let is_seen = path
            .first()
            .is_some_and(|first| needs.iter().any(|need| need.import.first().unwrap_or(&need.name) == first));
        if is_seen { uses::declared(self.program, path) } else { (Type::Any, Vec::new()) }
    }

    /// Conditions of an expression that hold always or never, over what the facts are declared to be.
    fn conditions(&mut self, text: &Text, parsed: &Feel) {
        self.loops(parsed, text.position);
        for (start, formula) in parsed.formulas() {
            self.formula(&formula, text, start);
        }
    }

    fn formula(&mut self, formula: &Formula, text: &Text, start: usize) {
        let is_decided = self.decide(formula, text, start);
        if is_decided {
            return;
        }
        match formula {
            Formula::And(parts) | Formula::Or(parts) => {
                parts.iter().for_each(|part| self.formula(part, text, start));
            }
            Formula::Not(inner) => self.formula(inner, text, start),
            Formula::Atom(_) => {}
        }
    }

    fn decide(&mut self, formula: &Formula, text: &Text, start: usize) -> bool {
        let mut found = Uses::new();
        atoms(formula).iter().flat_map(|atom| touches(atom)).for_each(|touch| note(&mut found, touch));
        let (Some(facts), Some(env)) = (facts(found, true, &|path| self.declared(path)), timeless()) else {
            return false;
        };
        let can = |wanted: bool| {
            let mut steps = limits::CONDITION_STEPS_MAX;
            let mut judge = |vars: &Context| match truth(formula, vars, &env) {
                Value::Boolean(value) if value == wanted => Verdict::Found,
                Value::Unknown(unknown) => Verdict::Open(unknown.names.clone()),
                // A comparison with null is neither; where it is told apart from no, that is found by the other search.
                _ => Verdict::Dead,
            };
            Search { facts: &facts, judge: &mut judge, steps: &mut steps }.run()
        };
        let written = || written(formula);
        let kind = match (can(true), can(false)) {
            (Outcome::Nothing, Outcome::Found(_)) => FindingKind::ConditionNever { condition: written() },
            (Outcome::Found(_), Outcome::Nothing) => FindingKind::ConditionAlways { condition: written() },
            _ => return false,
        };
        self.add(kind, text.place(start));
        true
    }

    fn loops(&mut self, parsed: &Feel, place: Option<Position>) {
        for text in parsed.open_loops() {
            self.add(FindingKind::OpenLoop { text }, place);
        }
    }

    /// Literal results that the type of the decision does not allow.
    fn results(&mut self, expression: &Expression, logic: &Logic) {
        let ty: &Ty = &self.program.nodes[self.node].ty;
        let Some(env) = timeless() else { return };
        let mut wrong: Vec<(String, Option<Position>)> = Vec::new();
        let mut look = |parsed: &Feel, place: Option<Position>| {
            for value in parsed.literal_results() {
                if !fits(ty, &value, &env) {
                    wrong.push((value.to_string(), place));
                }
            }
        };
        match (&expression.kind, logic) {
            (ExpressionKind::Literal(text), Logic::Literal(parsed)) => look(parsed, text.position),
            (ExpressionKind::DecisionTable(table), Logic::Table(logic))
                if logic.outputs.len() == 1
                    && !logic.policy.gives_list()
                    && logic.policy.letter().len() == 1 =>
            {
                for (rule, parsed) in table.rules.iter().zip(&logic.rules) {
                    if let ([cell], [Some(parsed)]) = (rule.outputs.as_slice(), parsed.outputs.as_slice()) {
                        look(parsed, cell.position);
                    }
                }
            }
            _ => {}
        }
        for (value, place) in wrong {
            self.add(FindingKind::OutputNotAllowed { value }, place);
        }
    }

    /// Requirements that no expression names, and facts that never change the result.
    fn unused(&mut self, place: Option<Position>, paths: &[Vec<String>]) {
        let program = self.program;
        for need in &program.nodes[self.node].needs {
            let full: Vec<&String> = need.import.iter().chain([&need.name]).collect();
            let is_named = paths.iter().any(|path| path.iter().zip(&full).all(|(a, b)| a == *b));
            if !is_named {
                self.add(FindingKind::Unused { name: need.name.clone() }, place);
            }
        }
    }
}

/// The conditions that a formula is made of.
pub(crate) fn atoms(formula: &Formula) -> Vec<&Feel> {
    match formula {
        Formula::And(parts) | Formula::Or(parts) => parts.iter().flat_map(atoms).collect(),
        Formula::Not(inner) => atoms(inner),
        Formula::Atom(atom) => vec![atom],
    }
}

/// How a condition uses facts; a bare fact is asked for its truth.
pub(crate) fn touches(atom: &Feel) -> Vec<afaq_feel::Touch> {
    match atom.as_path() {
        Some(path) => {
            let points = vec![Value::Boolean(false), Value::Boolean(true)];
            vec![afaq_feel::Touch { path, points, is_ordered: false, is_exact: true }]
        }
        None => atom.touches(),
    }
}

/// The value of a formula, in FEEL's logic with undetermined beside it.
pub(crate) fn truth(formula: &Formula, vars: &Context, env: &afaq_feel::Env) -> Value {
    fn of(formula: &Formula, vars: &Context, env: &afaq_feel::Env) -> afaq_feel::Truth {
        use afaq_feel::Truth;
        match formula {
            Formula::And(parts) => parts.iter().map(|part| of(part, vars, env)).fold(Truth::True, Truth::and),
            Formula::Or(parts) => parts.iter().map(|part| of(part, vars, env)).fold(Truth::False, Truth::or),
            Formula::Not(inner) => of(inner, vars, env).negate(),
            Formula::Atom(atom) => match atom.evaluate(vars, env).map(|done| done.value) {
                Ok(Value::Boolean(value)) => Truth::from(value),
                Ok(Value::Unknown(unknown)) => Truth::Unknown(unknown.names.clone()),
                _ => Truth::Null,
            },
        }
    }
    of(formula, vars, env).into()
}

/// A formula as text.
pub(crate) fn written(formula: &Formula) -> String {
    let joined = |parts: &[Formula], word: &str| {
        let part = |part: &Formula| match part {
            Formula::And(_) | Formula::Or(_) => format!("({})", written(part)),
            Formula::Not(_) | Formula::Atom(_) => written(part),
        };
        parts.iter().map(part).collect::<Vec<_>>().join(word)
    };
    match formula {
        Formula::And(parts) => joined(parts, " and "),
        Formula::Or(parts) => joined(parts, " or "),
        Formula::Not(inner) => format!("not({})", written(inner)),
        Formula::Atom(atom) => atom.to_string(),
    }
}

/// Functions that call themselves or each other.
fn circles(model: &Model, program: &Program, findings: &mut Vec<(String, Finding)>) {
    let edges: Vec<Vec<usize>> = program
        .nodes
        .iter()
        .map(|node| match node.kind {
            Kind::Knowledge(_) => node.needs.iter().map(|need| need.node).collect(),
            _ => Vec::new(),
        })
        .collect();
    let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
    for knowledge in &model.knowledge_models {
        let Some(start) = program.by_name.get(&knowledge.name).copied() else { continue };
        let Some(mut circle) = way_back(&edges, start) else { continue };
        circle.sort_unstable();
        if !told.insert(circle.clone()) {
            continue;
        }
        let names = circle.iter().map(|node| program.nodes[*node].name.clone()).collect();
        let place = knowledge.position;
        let (line, column) = (place.map(|place| place.line), place.map(|place| place.column));
        let kind = FindingKind::Recursion { names };
        let finding = Finding { kind, rules: Vec::new(), input: None, line, column };
        findings.push((knowledge.name.clone(), finding));
    }
}

/// The nodes on a shortest way from a node back to itself.
fn way_back(edges: &[Vec<usize>], start: usize) -> Option<Vec<usize>> {
    let mut before: Vec<Option<usize>> = vec![None; edges.len()];
    let mut open = std::collections::VecDeque::from([start]);
    while let Some(node) = open.pop_front() {
        for next in edges.get(node)?.iter().copied() {
            if next == start {
                let mut circle = vec![node];
                let mut at = node;
                while let Some(previous) = before[at] {
                    circle.push(previous);
                    at = previous;
                }
                return Some(circle);
            }
            if before[next].is_none() {
                before[next] = Some(node);
                open.push_back(next);
            }
        }
    }
    None
}
