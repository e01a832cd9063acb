//! Small alterations of a model, to find out whether its scenarios would notice them.

use crate::compile::program::{Kind, Logic, TableLogic, Test};
use crate::limits;
use crate::model::{DecisionTable, Expression, ExpressionKind, Model, Text};

/// One alteration of a model; [`Mutant::apply`] makes the altered model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The decision or knowledge model that is altered.
    pub element: String,
    /// The rule that is altered, from 1.
    pub rule: Option<usize>,
    /// What is altered, in English.
    pub description_en: String,
    /// What is altered, in Arabic.
    pub description_ar: String,
    owner: Owner,
    site: usize,
    edit: Edit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Decision(usize),
    Knowledge(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Edit {
    DeleteRule(usize),
    Test { rule: usize, input: usize, text: String },
    Output { rule: usize, output: usize, text: String },
    Default { output: usize, text: String },
    Literal(String),
}

/// All alterations of a model: each rule deleted, each cell, output and expression altered.
#[must_use]
pub fn mutants(model: &Model) -> Vec<Mutant> {
    let (compiled, _) = model.compile_lenient(&[]);
    let program = &compiled.program;
    let mut search = Search { found: Vec::new(), element: String::new(), owner: Owner::Decision(0), site: 0 };
    for (index, decision) in model.decisions.iter().enumerate() {
        let node = program.by_name.get(&decision.name).map(|node| &program.nodes[*node].kind);
        if let (Some(expression), Some(Kind::Decision { logic, .. })) = (&decision.expression, node) {
            search.begin(&decision.name, Owner::Decision(index));
            search.walk(expression, logic);
        }
    }
    for (index, knowledge) in model.knowledge_models.iter().enumerate() {
        let node = program.by_name.get(&knowledge.name).map(|node| &program.nodes[*node].kind);
        let body = knowledge.function.as_ref().and_then(|function| function.body.as_ref());
        if let (Some(body), Some(Kind::Knowledge(logic))) = (body, node) {
            search.begin(&knowledge.name, Owner::Knowledge(index));
            search.walk(body, &logic.body);
        }
    }
    search.found
}

impl Mutant {
    /// The model with this alteration.
    #[must_use]
    pub fn apply(&self, model: &Model) -> Model {
        let mut altered = model.clone();
        let expression = match self.owner {
            Owner::Decision(index) => {
                altered.decisions.get_mut(index).and_then(|each| each.expression.as_mut())
            }
            Owner::Knowledge(index) => altered
                .knowledge_models
                .get_mut(index)
                .and_then(|each| each.function.as_mut())
                .and_then(|function| function.body.as_mut()),
        };
        if let Some(expression) = expression {
            let mut site = self.site;
            change(expression, &mut site, &self.edit);
        }
        altered
    }
}

/// Goes to the site with this number and edits it; true when it was found.
fn change(expression: &mut Expression, site: &mut usize, edit: &Edit) -> bool {
    match &mut expression.kind {
        ExpressionKind::Literal(text) => {
            if *site == 0 {
                if let Edit::Literal(altered) = edit {
                    *text = altered.as_str().into();
                }
                return true;
            }
            *site -= 1;
            false
        }
        ExpressionKind::DecisionTable(table) => {
            if *site == 0 {
                change_table(table, edit);
                return true;
            }
            *site -= 1;
            false
        }
        _ => children_mut(expression).into_iter().any(|child| change(child, site, edit)),
    }
}

fn change_table(table: &mut DecisionTable, edit: &Edit) {
    let cell: Option<(&mut Text, &String)> = match edit {
        Edit::DeleteRule(rule) => {
            if *rule < table.rules.len() {
                table.rules.remove(*rule);
            }
            None
        }
        Edit::Test { rule, input, text } => {
            table.rules.get_mut(*rule).and_then(|rule| rule.tests.get_mut(*input)).map(|cell| (cell, text))
        }
        Edit::Output { rule, output, text } => {
            table.rules.get_mut(*rule).and_then(|rule| rule.outputs.get_mut(*output)).map(|cell| (cell, text))
        }
        Edit::Default { output, text } => {
            table.outputs.get_mut(*output).and_then(|output| output.default.as_mut()).map(|cell| (cell, text))
        }
        Edit::Literal(_) => None,
    };
    if let Some((cell, text)) = cell {
        *cell = text.as_str().into();
    }
}

/// The parts of an expression in the order in which [`Search::walk`] counts them.
fn children_mut(expression: &mut Expression) -> Vec<&mut Expression> {
    match &mut expression.kind {
        ExpressionKind::Context(entries) => entries.iter_mut().map(|entry| &mut entry.value).collect(),
        ExpressionKind::Invocation { bindings, .. } => {
            bindings.iter_mut().map(|each| &mut each.value).collect()
        }
        ExpressionKind::Function(definition) => definition.body.iter_mut().collect(),
        ExpressionKind::List(items) => items.iter_mut().collect(),
        ExpressionKind::Relation { rows, .. } => rows.iter_mut().flatten().collect(),
        ExpressionKind::Conditional { condition, then, otherwise } => vec![condition, then, otherwise],
        ExpressionKind::Filter { list, condition } => vec![list, condition],
        ExpressionKind::Iterator { list, body, .. } => vec![list, body],
        ExpressionKind::Literal(_) | ExpressionKind::DecisionTable(_) | ExpressionKind::Unsupported(_) => {
            Vec::new()
        }
    }
}

/// The parts of an expression beside their logic.
fn pairs<'a>(expression: &'a Expression, logic: &'a Logic) -> Vec<(&'a Expression, &'a Logic)> {
    match (&expression.kind, logic) {
        (ExpressionKind::Context(entries), Logic::Context(logics)) => {
            entries.iter().map(|entry| &entry.value).zip(logics.iter().map(|(_, logic)| logic)).collect()
        }
        (ExpressionKind::Invocation { bindings, .. }, Logic::Invocation { bindings: logics, .. }) => {
            bindings.iter().map(|each| &each.value).zip(logics.iter().map(|(_, logic)| logic)).collect()
        }
        (ExpressionKind::Function(definition), Logic::Function(logic)) => {
            definition.body.iter().map(|body| (body, &logic.body)).collect()
        }
        (ExpressionKind::List(items), Logic::List(logics)) => items.iter().zip(logics).collect(),
        (ExpressionKind::Relation { rows, .. }, Logic::Relation { rows: logics, .. }) => {
            rows.iter().flatten().zip(logics.iter().flatten()).collect()
        }
        (
            ExpressionKind::Conditional { condition, then, otherwise },
            Logic::Conditional { condition: a, then: b, otherwise: c },
        ) => vec![(condition, a), (then, b), (otherwise, c)],
        (ExpressionKind::Filter { list, condition }, Logic::Filter { list: a, condition: b }) => {
            vec![(list, a), (condition, b)]
        }
        (ExpressionKind::Iterator { list, body, .. }, Logic::Iterator { list: a, body: b, .. }) => {
            vec![(list, a), (body, b)]
        }
        _ => Vec::new(),
    }
}

struct Search {
    found: Vec<Mutant>,
    element: String,
    owner: Owner,
    site: usize,
}

impl Search {
    fn begin(&mut self, element: &str, owner: Owner) {
        element.clone_into(&mut self.element);
        self.owner = owner;
        self.site = 0;
    }

    fn walk(&mut self, expression: &Expression, logic: &Logic) {
        if let Logic::Typed(_, inner) = logic {
            return self.walk(expression, inner);
        }
        match (&expression.kind, logic) {
            (ExpressionKind::Literal(text), logic) => {
                if let Logic::Literal(parsed) = logic {
                    for (_, altered) in parsed.mutants() {
                        self.add(None, None, &text.value, Edit::Literal(altered.to_string()));
                    }
                }
                self.site += 1;
            }
            (ExpressionKind::DecisionTable(table), logic) => {
                if let Logic::Table(logic) = logic {
                    self.table(table, logic);
                }
                self.site += 1;
            }
            _ => pairs(expression, logic).into_iter().for_each(|(part, logic)| self.walk(part, logic)),
        }
    }

    fn table(&mut self, table: &DecisionTable, logic: &TableLogic) {
        for (rule, (source, parsed)) in table.rules.iter().zip(&logic.rules).enumerate() {
            self.add(Some(rule), None, "", Edit::DeleteRule(rule));
            for (input, (cell, test)) in source.tests.iter().zip(&parsed.tests).enumerate() {
                let Some(Test::Cell(tests)) = test else { continue };
                let column = table.inputs.get(input).map(|each| each.expression.value.trim());
                for (_, altered) in tests.mutants() {
                    let edit = Edit::Test { rule, input, text: altered.to_string() };
                    self.add(Some(rule), column, &cell.value, edit);
                }
            }
            for (output, (cell, entry)) in source.outputs.iter().zip(&parsed.outputs).enumerate() {
                let Some(entry) = entry else { continue };
                let column = table.outputs.get(output).and_then(|each| each.name.as_deref());
                for (_, altered) in entry.mutants() {
                    let edit = Edit::Output { rule, output, text: altered.to_string() };
                    self.add(Some(rule), column, &cell.value, edit);
                }
            }
        }
        for (output, (source, parsed)) in table.outputs.iter().zip(&logic.outputs).enumerate() {
            let (Some(cell), Some(default)) = (&source.default, &parsed.default) else { continue };
            for (_, altered) in default.mutants() {
                let edit = Edit::Default { output, text: altered.to_string() };
                self.add(None, source.name.as_deref(), &cell.value, edit);
            }
        }
    }

    fn add(&mut self, rule: Option<usize>, column: Option<&str>, before: &str, edit: Edit) {
        let before = before.trim();
        let after = match &edit {
            Edit::DeleteRule(_) => None,
            Edit::Test { text, .. }
            | Edit::Output { text, .. }
            | Edit::Default { text, .. }
            | Edit::Literal(text) => Some(text.as_str()),
        };
        if after == Some(before) || self.found.len() >= limits::MUTANTS_MAX {
            return;
        }
        let element = &self.element;
        let (place_en, place_ar) = match (rule, column) {
            (Some(rule), Some(column)) => {
                let rule = rule + 1;
                (
                    format!("rule {rule} of `{element}`, `{column}`"),
                    format!("القاعدة {rule} في `{element}`، `{column}`"),
                )
            }
            (Some(rule), None) => {
                let rule = rule + 1;
                (format!("rule {rule} of `{element}`"), format!("القاعدة {rule} في `{element}`"))
            }
            (None, _) => (format!("`{element}`"), format!("`{element}`")),
        };
        let (description_en, description_ar) = match after {
            None => (format!("{place_en} is deleted"), format!("حُذفت {place_ar}")),
            Some(after) => (
                format!("{place_en}: `{before}` becomes `{after}`"),
                format!("{place_ar}: صار `{before}` ‏`{after}`"),
            ),
        };
        self.found.push(Mutant {
            element: element.clone(),
            rule: rule.map(|rule| rule + 1),
            description_en,
            description_ar,
            owner: self.owner,
            site: self.site,
            edit,
        });
    }
}
