//! Builds the decision model: types in the order of need, every cell checked where it is written.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;
use afaq_dmn::{
    Decision, DecisionTable, Expression, ExpressionKind, HitPolicy, Input, Model, Output, Reference,
    Requirements, Rule,
};
use afaq_feel::{Scope, Type};

use super::Rules;
use super::literate::{Columns, Logic, Written, text_at};
use super::markdown::Cell;
use super::types;
use crate::model::{Concepts, Decisions};
use crate::problem::Spot;
use crate::read::Cx;
use crate::read::data::Data;
use crate::read::formula::{self, fact_types};
use crate::shape::is_id;
use crate::yaml::Node;
use crate::{codes, limits};

/// Builds the model from the decisions of `rules.md`.
pub(super) fn from_literate(cx: &mut Cx<'_>, data: &Data, written: Vec<Written>, rules: &mut Rules) {
    let written = unique(cx, data, written);
    let facts = fact_types(&data.concepts, &data.evidence);
    let names: BTreeSet<&str> = written.iter().map(|one| one.id.as_str()).collect();
    let mut waiting: Vec<&Written> = written.iter().collect();
    let mut decisions: BTreeMap<&str, Decision> = BTreeMap::new();
    while !waiting.is_empty() {
        let (ready, later): (Vec<&Written>, Vec<&Written>) = waiting
            .iter()
            .partition(|one| needs(one, &names).iter().all(|name| rules.types.contains_key(*name)));
        if ready.is_empty() {
            circular(cx, &later);
            break;
        }
        for one in ready {
            let mut builder = Builder { concepts: &data.concepts, facts: &facts, rules, cx };
            let (ty, decision) = builder.decision(one, &names);
            rules.types.insert(one.id.clone(), ty);
            if let Some(decision) = decision {
                decisions.insert(&one.id, decision);
            }
        }
        waiting = later;
    }
    let (item_definitions, input_data) = types::facts(data);
    let model = Model {
        name: "rules".to_owned(),
        namespace: "urn:afaq:rules".to_owned(),
        item_definitions,
        input_data,
        decisions: written.iter().filter_map(|one| decisions.remove(one.id.as_str())).collect(),
        ..Model::default()
    };
    rules.labels =
        written.iter().filter_map(|one| one.label.clone().map(|label| (one.id.clone(), label))).collect();
    rules.ids = written.iter().map(|one| one.id.clone()).collect();
    rules.spots = written.iter().map(|one| (one.id.clone(), one.spot.clone())).collect();
    compile(cx, model, rules);
}

/// Reads `rules.dmn`; the facts are given to it as the data describes them.
pub(super) fn from_dmn(cx: &mut Cx<'_>, data: &Data, rules: &mut Rules) {
    let Some(source) = cx.sources.get("rules.dmn") else { return };
    let read = afaq_dmn::read(&source.text);
    let file = Spot::file("rules.dmn");
    for problem in &read.problems {
        dmn_problem(cx, problem, &file);
    }
    let Some(mut model) = read.model else { return };
    let facts = fact_types(&data.concepts, &data.evidence);
    let (definitions, inputs) = types::facts(data);
    for input in &mut model.input_data {
        // The types of the facts come from data.yaml: they are said once.
        match inputs.iter().find(|one| one.name == input.name) {
            Some(known) => input.type_ref.clone_from(&known.type_ref),
            None => {
                let mut spot = file.clone();
                if let Some(position) = input.position {
                    (spot.line, spot.column) = (position.line, position.column);
                }
                cx.problems.add_with_help(
                    codes::UNKNOWN_CONCEPT,
                    &spot,
                    Text::new(
                        format!("لا توجد مجموعة معلومات باسم `{}` في data.yaml", input.name),
                        format!("data.yaml has no group `{}`", input.name),
                    ),
                    crate::problem::suggest(&input.name, facts.keys().map(String::as_str)),
                );
            }
        }
    }
    model.item_definitions.extend(definitions);
    for decision in &model.decisions {
        let mut spot = file.clone();
        if let Some(position) = decision.position {
            (spot.line, spot.column) = (position.line, position.column);
        }
        rules.ids.push(decision.name.clone());
        rules.spots.insert(decision.name.clone(), spot.clone());
        let ty = match decision.type_ref.as_deref() {
            Some("boolean") => Type::Boolean,
            Some("number") => Type::Number,
            Some("string") => Type::String,
            Some("date") => Type::Date,
            _ => Type::Any,
        };
        rules.types.insert(decision.name.clone(), ty);
        read_dmn_logic(decision, &spot, rules);
    }
    compile(cx, model, rules);
}

/// Which facts a decision of an editor reads, and which reasons it gives.
fn read_dmn_logic(decision: &Decision, spot: &Spot, rules: &mut Rules) {
    let place = |text: &afaq_dmn::Text| {
        let mut at = spot.clone();
        if let Some(position) = text.position {
            (at.line, at.column) = (position.line, position.column);
        }
        at
    };
    let mut reads = Vec::new();
    match decision.expression.as_ref().map(|one| &one.kind) {
        Some(ExpressionKind::Literal(text)) => {
            reads.extend(names_in(&text.value).into_iter().map(|name| (name, place(text))));
        }
        Some(ExpressionKind::DecisionTable(table)) => {
            for input in &table.inputs {
                reads.extend(
                    names_in(&input.expression.value)
                        .into_iter()
                        .map(|name| (name, place(&input.expression))),
                );
            }
            for rule in &table.rules {
                for test in &rule.tests {
                    reads.extend(names_in(&test.value).into_iter().map(|name| (name, place(test))));
                }
                if decision.name == Decisions::REASONS {
                    for output in &rule.outputs {
                        rules.given.push((output.value.trim().trim_matches('"').to_owned(), place(output)));
                    }
                }
            }
        }
        _ => {}
    }
    rules.reads.insert(decision.name.clone(), reads);
}

/// Decisions with ids of their own; others are reported and left out.
fn unique(cx: &mut Cx<'_>, data: &Data, written: Vec<Written>) -> Vec<Written> {
    let mut seen: Vec<String> = Vec::new();
    let mut kept = Vec::new();
    for one in written {
        if data.concepts.groups().iter().any(|group| group.id == one.id) {
            cx.problems.add(
                codes::RESERVED_ID,
                &one.spot,
                Text::new(
                    format!("`{}` اسم مجموعة معلومات", one.id),
                    format!("`{}` is the name of a group of concepts", one.id),
                ),
            );
        } else if crate::read::service::is_new(cx, &mut seen, &one.id, &one.spot) {
            kept.push(one);
        }
    }
    if kept.len() > limits::DECISIONS_MAX {
        let spot =
            kept.get(limits::DECISIONS_MAX).map_or_else(|| Spot::file("rules.md"), |one| one.spot.clone());
        cx.problems.add(
            codes::LIMIT,
            &spot,
            Text::new(
                format!("عدد القرارات {}، والحد {}", kept.len(), limits::DECISIONS_MAX),
                format!("there are {} decisions; the limit is {}", kept.len(), limits::DECISIONS_MAX),
            ),
        );
        kept.truncate(limits::DECISIONS_MAX);
    }
    kept
}

fn circular(cx: &mut Cx<'_>, later: &[&Written]) {
    let names = later.iter().map(|one| format!("`{}`", one.id)).collect::<Vec<_>>().join(", ");
    if let Some(first) = later.first() {
        cx.problems.add(
            codes::CIRCULAR_DECISIONS,
            &first.spot,
            Text::new(
                format!("يحتاج كل من هذه القرارات إلى الآخر: {names}"),
                format!("these decisions need each other: {names}"),
            ),
        );
    }
}

/// The other decisions that one names.
fn needs<'n>(one: &Written, names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
    let mut found = BTreeSet::new();
    let mut take = |text: &str| {
        for name in names_in(text) {
            let head = name.split('.').next().unwrap_or("");
            if let Some(known) = names.get(head) {
                found.insert(*known);
            }
        }
    };
    match &one.logic {
        Logic::Value(node) => take(node.text().unwrap_or("")),
        Logic::Table(columns) => {
            columns.inputs.iter().for_each(|cell| take(&cell.text));
            for row in &columns.rows {
                row.tests.iter().chain(&row.outputs).for_each(|cell| {
                    if !is_id(&cell.text) || names.contains(cell.text.as_str()) {
                        take(&cell.text);
                    }
                });
            }
        }
        Logic::Nothing => {}
    }
    found
}

/// The dotted names in a text of FEEL, outside of its strings.
pub(super) fn names_in(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut current = String::new();
    let (mut in_string, mut is_escaped) = (false, false);
    for one in text.chars().chain(std::iter::once(' ')) {
        if in_string {
            match one {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            continue;
        }
        if one.is_alphanumeric() || one == '_' || (one == '.' && !current.is_empty()) {
            current.push(one);
            continue;
        }
        in_string = one == '"';
        let name = std::mem::take(&mut current);
        if name.starts_with(|first: char| first.is_alphabetic()) {
            names.push(name.trim_end_matches('.').to_owned());
        }
    }
    names
}

struct Builder<'b, 'c> {
    concepts: &'b Concepts,
    facts: &'b BTreeMap<String, Type>,
    rules: &'b mut Rules,
    cx: &'b mut Cx<'c>,
}

impl Builder<'_, '_> {
    fn decision(&mut self, one: &Written, names: &BTreeSet<&str>) -> (Type, Option<Decision>) {
        let mut scope = Scope::new();
        for (name, ty) in self.facts.iter().chain(&self.rules.types) {
            scope = scope.with(name, ty.clone());
        }
        let (ty, expression) = match &one.logic {
            Logic::Value(node) => self.value(node, &one.id, &scope),
            Logic::Table(columns) => self.table(columns, &one.id, &scope),
            Logic::Nothing => (Type::Any, None),
        };
        let ty = self.declared(one, ty);
        let reads = self.rules.reads.get(&one.id);
        let mut inputs = BTreeSet::new();
        for (path, _) in reads.into_iter().flatten() {
            let head = path.split('.').next().unwrap_or("");
            if self.facts.contains_key(head) {
                inputs.insert(head.to_owned());
            }
        }
        let decisions = needs(one, names);
        let decision = expression.map(|expression| Decision {
            id: one.id.clone(),
            name: one.id.clone(),
            type_ref: types::type_ref(&ty),
            requirements: Requirements {
                inputs: inputs.into_iter().map(Reference::local).collect(),
                decisions: decisions.into_iter().map(Reference::local).collect(),
                knowledge: Vec::new(),
            },
            expression: Some(expression),
            position: Some(afaq_dmn::Position::new(one.spot.line, one.spot.column)),
            description: None,
            question: None,
            allowed_answers: None,
        });
        (ty, decision)
    }

    /// The type that the author gave, which must fit the one that was found.
    fn declared(&mut self, one: &Written, found: Type) -> Type {
        let Some(word) = one.type_word.as_deref() else { return found };
        let declared = match word {
            "boolean" => Type::Boolean,
            "number" | "money" => Type::Number,
            "text" => Type::String,
            "date" => Type::Date,
            _ => return found,
        };
        let fits = matches!(
            (&declared, &found),
            (Type::Boolean, Type::Boolean)
                | (Type::Number, Type::Number)
                | (Type::String, Type::String | Type::OneOf(_))
                | (Type::Date, Type::Date)
                | (_, Type::Any | Type::Null)
        );
        if !fits {
            self.cx.problems.add(
                codes::DECISION_TYPE,
                &one.spot,
                Text::new(
                    format!("نتيجة القرار `{}` ليست من النوع {word}", one.id),
                    format!("the result of the decision `{}` is no {word}", one.id),
                ),
            );
        }
        if matches!(found, Type::Any | Type::Null) { declared } else { found }
    }

    fn note_reads(&mut self, id: &str, expression: &afaq_feel::Expression, spot: &Spot) {
        let paths = expression.paths();
        let reads = self.rules.reads.entry(id.to_owned()).or_default();
        reads.extend(paths.into_iter().map(|path| (path.join("."), spot.clone())));
    }

    fn value(&mut self, node: &Node, id: &str, scope: &Scope) -> (Type, Option<Expression>) {
        let (Some(text), Some(source)) = (node.text(), self.cx.sources.get(&*node.spot.file).cloned()) else {
            return (Type::Any, None);
        };
        let parsed = formula::parse(self.cx, text, scope, &|offset| node.inside(&source, offset));
        let Some((formula, ty)) = parsed else { return (Type::Any, None) };
        self.note_reads(id, &formula.expression, &formula.spot);
        let spot = node.inside(&source, 0);
        (ty, Some(Expression::literal(afaq_dmn::Text::at(text, spot.line, spot.column))))
    }

    fn table(&mut self, columns: &Columns, id: &str, scope: &Scope) -> (Type, Option<Expression>) {
        let mut is_good = true;
        let mut inputs = Vec::new();
        let mut input_types = Vec::new();
        for cell in &columns.inputs {
            let Some((formula, ty)) = formula::parse(self.cx, &cell.text, scope, &|at| cell.place(at)) else {
                is_good = false;
                input_types.push(Type::Any);
                continue;
            };
            self.note_reads(id, &formula.expression, &cell.spot);
            let concept = self.concepts.get(&cell.text);
            inputs.push(Input {
                expression: text_at(cell),
                type_ref: types::type_ref(&ty),
                domain: concept
                    .map_or_else(|| types::domain(&ty), types::domain_of)
                    .map(afaq_dmn::Text::from),
                label: Some(cell.text.clone()),
            });
            input_types.push(ty);
        }
        let mut output_types: Vec<Option<Type>> = vec![None; columns.outputs.len()];
        let mut rules = Vec::new();
        for row in &columns.rows {
            for (cell, ty) in row.tests.iter().zip(&input_types) {
                is_good &= self.test(cell, id, scope, ty);
            }
            let mut outputs = Vec::new();
            for (at, cell) in row.outputs.iter().enumerate() {
                let name = columns.outputs.get(at).map_or("", |(name, _)| name.as_str());
                match self.output(cell, id, name, scope) {
                    Some((text, ty)) => {
                        if let Some(known) = output_types.get_mut(at) {
                            *known = Some(known.take().map_or(ty.clone(), |one| joined(one, ty)));
                        }
                        outputs.push(text);
                    }
                    None => is_good = false,
                }
            }
            rules.push(Rule {
                tests: row.tests.iter().map(text_at).collect(),
                outputs,
                annotations: row.notes.clone(),
                position: Some(afaq_dmn::Position::new(row.spot.line, row.spot.column)),
                ..Rule::default()
            });
        }
        let ty = result_type(columns, &output_types);
        let table = DecisionTable {
            hit_policy: columns.hit,
            inputs,
            outputs: columns
                .outputs
                .iter()
                .zip(&output_types)
                .map(|((name, _), ty)| Output {
                    name: Some(name.clone()),
                    type_ref: ty.as_ref().and_then(types::type_ref),
                    ..Output::default()
                })
                .collect(),
            annotations: columns.notes.clone(),
            rules,
            position: Some(afaq_dmn::Position::new(columns.spot.line, columns.spot.column)),
            ..DecisionTable::default()
        };
        (ty, is_good.then(|| Expression::table(table)))
    }

    fn test(&mut self, cell: &Cell, id: &str, scope: &Scope, ty: &Type) -> bool {
        match afaq_feel::parse_unary_tests(&cell.text, scope, ty) {
            Err(found) => {
                found.iter().for_each(|one| formula::report(self.cx, one, &|at| cell.place(at)));
                false
            }
            Ok(tests) => {
                let found = tests.check(scope);
                found.iter().for_each(|one| formula::report(self.cx, one, &|at| cell.place(at)));
                let reads = self.rules.reads.entry(id.to_owned()).or_default();
                reads.extend(names_in(&cell.text).into_iter().map(|name| (name, cell.spot.clone())));
                found.is_empty()
            }
        }
    }

    /// An output cell; a reason is written by its bare id.
    fn output(
        &mut self,
        cell: &Cell,
        id: &str,
        column: &str,
        scope: &Scope,
    ) -> Option<(afaq_dmn::Text, Type)> {
        if column == "reason" && is_id(&cell.text) {
            self.rules.given.push((cell.text.clone(), cell.spot.clone()));
            let mut text = text_at(cell);
            text.value = format!("\"{}\"", cell.text);
            return Some((text, Type::String));
        }
        let (formula, ty) = formula::parse(self.cx, &cell.text, scope, &|at| cell.place(at))?;
        self.note_reads(id, &formula.expression, &cell.spot);
        if column == "reason" {
            self.rules.given.push((cell.text.trim_matches('"').to_owned(), cell.spot.clone()));
        }
        Some((text_at(cell), ty))
    }
}

fn joined(one: Type, other: Type) -> Type {
    if one == other { one } else { Type::Any }
}

fn result_type(columns: &Columns, outputs: &[Option<Type>]) -> Type {
    let single = match (columns.outputs.as_slice(), outputs) {
        ([_], [Some(ty)]) => ty.clone(),
        ([_], _) => Type::Any,
        _ => Type::Context(
            columns
                .outputs
                .iter()
                .zip(outputs)
                .map(|((name, _), ty)| (name.clone(), ty.clone().unwrap_or(Type::Any)))
                .collect(),
        ),
    };
    match columns.hit {
        HitPolicy::Collect(None) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => {
            Type::List(Box::new(single))
        }
        HitPolicy::Collect(Some(_)) => Type::Number,
        HitPolicy::Unique | HitPolicy::Any | HitPolicy::Priority | HitPolicy::First => single,
    }
}

fn compile(cx: &mut Cx<'_>, model: Model, rules: &mut Rules) {
    let errors_before = cx.problems.count_errors();
    match model.compile() {
        Ok(compiled) => {
            rules.decisions = Some(Decisions {
                model: model.clone(),
                compiled,
                ids: rules.ids.clone(),
                types: rules.types.clone(),
                labels: rules.labels.clone(),
            });
        }
        Err(found) => {
            // The cells were checked before with better places; these problems say the rest.
            let file = Spot::file(&rules.file);
            if errors_before == 0 || rules.file == "rules.dmn" {
                found.iter().for_each(|one| dmn_problem(cx, one, &file));
            }
        }
    }
    rules.model = Some(model);
}

fn dmn_problem(cx: &mut Cx<'_>, problem: &afaq_dmn::Problem, file: &Spot) {
    let mut spot = file.clone();
    spot.line = problem.line.unwrap_or(1);
    spot.column = problem.column.unwrap_or(1);
    let message = Text::new(
        format!("{} ({})", problem.message_ar(), problem.code()),
        format!("{} ({})", problem.message_en(), problem.code()),
    );
    let severity =
        if problem.is_error() { crate::problem::Severity::Error } else { crate::problem::Severity::Warning };
    let help = codes::explain(codes::DMN).map(|one| one.mend.to_text()).unwrap_or_default();
    cx.problems.add_as(severity, codes::DMN, &spot, message, help);
}
