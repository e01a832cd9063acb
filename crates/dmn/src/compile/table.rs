//! Parses decision tables and checks their shape.

use std::collections::BTreeMap;

use afaq_feel::{
    Context, Date, DateTime, Env, Region, Scope, Type, Value, parse_expression, parse_unary_tests,
};

use super::logic::Compiler;
use super::program::{InputLogic, Logic, OutputLogic, RuleLogic, TableLogic, Test};
use crate::analyze;
use crate::limits;
use crate::model::{Aggregation, DecisionTable, HitPolicy, Output, Text};
use crate::prepared::Index;
use crate::problem::{Problem, ProblemKind};

impl Compiler<'_, '_> {
    pub(super) fn table(&mut self, table: &DecisionTable, scope: &Scope, wanted: &Type) -> (Logic, Type) {
        if !self.has_shape(table) {
            return (Logic::Broken, Type::Any);
        }
        let mut inputs = Vec::with_capacity(table.inputs.len());
        let mut seen = Vec::with_capacity(table.inputs.len());
        for input in &table.inputs {
            let ty = self.ty(input.type_ref.as_deref());
            let parsed = self.literal(&input.expression, scope);
            let found = match &parsed {
                Some((_, found)) if ty.is_any() || matches!(found, Type::OneOf(_)) => found.clone(),
                _ => ty.feel.clone(),
            };
            let domain = input.domain.as_ref().filter(|text| !text.is_blank());
            let domain = domain.and_then(|text| self.tests(text, scope, &found));
            seen.push(found);
            inputs.push(InputLogic { expression: parsed.map(|(parsed, _)| parsed), ty, domain });
        }
        let mut outputs = Vec::with_capacity(table.outputs.len());
        for output in &table.outputs {
            outputs.push(self.output(table, output, scope, wanted));
        }
        let needs_priorities = matches!(table.hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder);
        if needs_priorities && outputs.iter().all(|output| output.priorities.is_empty()) {
            self.report(Problem::error(ProblemKind::NoPriorities).at(table.position));
        }
        let mut given: Vec<Option<Type>> = vec![None; outputs.len()];
        let mut rules = Vec::with_capacity(table.rules.len());
        for (number, rule) in table.rules.iter().enumerate() {
            let tests = rule.tests.iter().zip(&seen).map(|(cell, input)| {
                if matches!(cell.value.trim(), "-" | "") {
                    return None;
                }
                Some(self.tests(cell, scope, input).map_or(Test::Broken, Test::Cell))
            });
            let tests = tests.collect();
            let mut entries = Vec::with_capacity(outputs.len());
            for ((cell, output), given) in rule.outputs.iter().zip(&outputs).zip(&mut given) {
                let parsed = if cell.is_blank() { None } else { self.literal(cell, scope) };
                let found = parsed.as_ref().map_or(Type::Null, |(_, found)| found.clone());
                *given = Some(given.take().map_or(found.clone(), |known| known.join(found)));
                if parsed.is_some() {
                    self.allowed(cell, output, number);
                }
                entries.push(parsed.map(|(parsed, _)| parsed));
            }
            let names = table.annotations.iter().map(String::as_str).chain(std::iter::repeat(""));
            let annotations = names.zip(&rule.annotations);
            let annotations = annotations.map(|(name, note)| (name.to_owned(), note.clone())).collect();
            rules.push(RuleLogic { tests, outputs: entries, annotations });
        }
        let result = result_type(table, &outputs, given);
        let mut logic = TableLogic {
            policy: table.hit_policy,
            inputs,
            outputs,
            rules,
            types: seen,
            is_complete: false,
            index: None,
        };
        logic.index = Index::of(&logic);
        logic.is_complete = analyze::is_complete(&logic, &logic.types);
        (Logic::Table(Box::new(logic)), result)
    }

    /// Reports what is wrong with the number of rows and columns.
    fn has_shape(&mut self, table: &DecisionTable) -> bool {
        let mut found = Vec::new();
        if table.outputs.is_empty() {
            found.push(Problem::error(ProblemKind::NoOutputs).at(table.position));
        }
        if table.rules.len() > limits::RULES_MAX {
            let kind = ProblemKind::TooMuch { what: "rules", limit: limits::RULES_MAX };
            found.push(Problem::error(kind).at(table.position));
        }
        if table.inputs.len().max(table.outputs.len()) > limits::COLUMNS_MAX {
            let kind = ProblemKind::TooMuch { what: "columns", limit: limits::COLUMNS_MAX };
            found.push(Problem::error(kind).at(table.position));
        }
        if matches!(table.hit_policy, HitPolicy::Collect(Some(_))) && table.outputs.len() > 1 {
            found.push(Problem::error(ProblemKind::AggregationOfSeveral).at(table.position));
        }
        if table.outputs.len() > 1 && table.outputs.iter().any(|output| output.name.is_none()) {
            found.push(Problem::error(ProblemKind::UnnamedOutput).at(table.position));
        }
        for (number, rule) in table.rules.iter().enumerate() {
            let sides = [
                ("input", table.inputs.len(), rule.tests.len()),
                ("output", table.outputs.len(), rule.outputs.len()),
            ];
            for (side, columns, cells) in sides {
                if columns != cells {
                    let kind = ProblemKind::CellCount { side, columns, cells };
                    found.push(Problem::error(kind).in_rule(number + 1).at(rule.position));
                }
            }
        }
        let is_sound = found.is_empty();
        found.into_iter().for_each(|problem| self.report(problem));
        is_sound
    }

    fn output(
        &mut self,
        table: &DecisionTable,
        output: &Output,
        scope: &Scope,
        wanted: &Type,
    ) -> OutputLogic {
        let ty = self.ty(output.type_ref.as_deref());
        let seen = if ty.is_any() && table.outputs.len() == 1 && !table.hit_policy.gives_list() {
            wanted.clone()
        } else {
            ty.feel.clone()
        };
        let written = output.domain.as_ref().filter(|text| !text.is_blank());
        if let Some(text) = written {
            self.tests(text, scope, &seen);
        }
        let priorities = match (written, &ty.allowed) {
            (Some(text), _) => listed(&text.value),
            (None, Some(allowed)) => listed(&allowed.to_string()),
            (None, None) => Vec::new(),
        };
        let default = output.default.as_ref().filter(|text| !text.is_blank());
        let default = default.and_then(|text| self.literal(text, scope)).map(|(parsed, _)| parsed);
        OutputLogic { name: output.name.clone(), ty, priorities, default }
    }

    /// Reports a literal output that is not among the values of its column.
    fn allowed(&mut self, cell: &Text, output: &OutputLogic, number: usize) {
        let Some(value) = literal_of(cell) else { return };
        let is_listed =
            output.priorities.is_empty() || value == Value::Null || output.priorities.contains(&value);
        if !is_listed {
            let kind = ProblemKind::OutputNotAllowed { value: cell.value.trim().to_owned() };
            self.report(Problem::error(kind).in_rule(number + 1).at(cell.position));
        }
    }
}

/// The value of a cell that is one literal.
fn literal_of(cell: &Text) -> Option<Value> {
    match listed(&cell.value).as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// The values, in their order, if a text is nothing but a list of literals; otherwise none.
fn listed(text: &str) -> Vec<Value> {
    let Ok(tests) = parse_unary_tests(text, &Scope::new(), &Type::Any) else { return Vec::new() };
    let is_literal = match tests.as_region() {
        Some(Region::Values { negated: false, .. }) => true,
        Some(Region::Intervals(intervals)) => {
            intervals.iter().all(|one| one.low.is_some() && one.low == one.high)
        }
        Some(Region::Any | Region::Values { .. }) | None => false,
    };
    let list = parse_expression(&format!("[{text}]"), &Scope::new()).ok().filter(|_| is_literal);
    let epoch = Date::from_days_since_epoch(0).map(|day| Env::new(DateTime::midnight_utc(day)));
    let value = list.zip(epoch).and_then(|(list, env)| list.evaluate(&Context::new(), &env).ok());
    match value.map(|done| done.value) {
        Some(Value::List(values)) => values.to_vec(),
        _ => Vec::new(),
    }
}

/// The type of what a table gives: as its author wrote it, or else as its cells show.
fn result_type(table: &DecisionTable, outputs: &[OutputLogic], given: Vec<Option<Type>>) -> Type {
    let types = outputs.iter().zip(given).map(|(output, given)| {
        let names: Option<Vec<String>> =
            output.priorities.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        match (&output.ty.feel, names) {
            (Type::Any | Type::String, Some(names)) if !names.is_empty() => Type::OneOf(names),
            (Type::Any, _) => given.filter(|_| output.default.is_none()).unwrap_or(Type::Any),
            (written, _) => written.clone(),
        }
    });
    let mut types: Vec<Type> = types.collect();
    let one = match (outputs, types.pop()) {
        ([_], Some(only)) => only,
        (_, last) => {
            types.extend(last);
            let named = outputs.iter().zip(types).filter_map(|(output, ty)| Some((output.name.clone()?, ty)));
            Type::Context(named.collect::<BTreeMap<_, _>>())
        }
    };
    match table.hit_policy {
        HitPolicy::Collect(Some(Aggregation::Count)) => Type::Number,
        policy if policy.gives_list() => Type::List(Box::new(one)),
        _ => one,
    }
}
