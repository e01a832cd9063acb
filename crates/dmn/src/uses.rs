//! How decisions use facts: every expression that stands behind a decision, with the names that boxes give to things.

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Expression, Touch, Type, UnaryTests};

use crate::compile::program::{FunctionLogic, Kind, Logic, Need, Node, Program, TableLogic, Test};
use crate::compile::types::{Shape, Ty};
use crate::facts::{Declared, Fact, Uses, facts, note, note_limit};

/// What a name stands for inside a box.
#[derive(Debug, Clone)]
enum Meaning {
    /// The value under a path.
    Path(Vec<String>),
    /// Something computed.
    Other,
}

/// Walks all that stands behind decisions.
pub(crate) struct Walker<'p> {
    program: &'p Program,
    uses: Uses,
    locals: BTreeMap<String, Meaning>,
    /// Nodes behind the decision, and those that are to be seen.
    seen: BTreeSet<usize>,
    open: Vec<usize>,
    /// The element that is walked through, whose needs give its names.
    needs: &'p [Need],
    /// Whether what is walked through only says which values are allowed.
    is_limit: bool,
}

/// The facts behind an element; none when there are too many.
pub(crate) fn facts_behind(program: &Program, node: usize, with_null: bool) -> Option<Vec<Fact>> {
    facts(uses_behind(program, node), with_null, &|path| declared(program, path))
}

/// How the facts behind an element are used.
pub(crate) fn uses_behind(program: &Program, node: usize) -> Uses {
    let mut walker = Walker {
        program,
        uses: Uses::new(),
        locals: BTreeMap::new(),
        seen: BTreeSet::from([node]),
        open: vec![node],
        needs: &[],
        is_limit: false,
    };
    while let Some(node) = walker.open.pop() {
        walker.node(node);
    }
    walker.uses
}

/// What the model declares of a fact: by the name of an input (also with its import before it) and members.
pub(crate) fn declared(program: &Program, path: &[String]) -> Declared {
    let any = (Type::Any, Vec::new());
    let prefix = |node: &&Node| {
        let names = node.imported.len() + 1;
        path.len() >= names && node.imported.iter().chain([&node.name]).eq(&path[..names])
    };
    let Some(node) = program.nodes.iter().filter(prefix).max_by_key(|node| node.imported.len()) else {
        return any;
    };
    let rest = &path[node.imported.len() + 1..];
    let (seen, tests) = member(&node.ty, rest);
    if seen == Type::Any && rest.is_empty() { (node.seen.clone(), tests) } else { (seen, tests) }
}

fn member(ty: &Ty, rest: &[String]) -> Declared {
    let Some((first, rest)) = rest.split_first() else {
        return (
            ty.feel.clone(),
            ty.allowed.iter().chain(&ty.constraint).cloned().collect::<Vec<UnaryTests>>(),
        );
    };
    match &ty.shape {
        Shape::Context(members) => match members.iter().find(|(name, _)| name == first) {
            Some((_, inner)) => member(inner, rest),
            None => (Type::Any, Vec::new()),
        },
        _ => (Type::Any, Vec::new()),
    }
}

impl<'p> Walker<'p> {
    fn node(&mut self, node: usize) {
        let program = self.program;
        let Some(element) = program.nodes.get(node) else { return };
        self.needs = &element.needs;
        self.locals.clear();
        match &element.kind {
            Kind::Decision { logic, .. } => self.logic(logic),
            Kind::Knowledge(function) => self.function(function, &BTreeMap::new()),
            Kind::Service(service) => {
                let outputs = service.outputs.iter().copied();
                let next: Vec<usize> = outputs.filter(|output| self.seen.insert(*output)).collect();
                self.open.extend(next);
            }
            Kind::Input => {
                let touch =
                    Touch { path: root(element), points: Vec::new(), is_ordered: false, is_exact: false };
                note(&mut self.uses, touch);
            }
        }
    }

    /// Notes what is done with a name: a fact is noted, another decision is gone through next.
    fn touch(&mut self, mut touch: Touch) {
        let Some(first) = touch.path.first() else { return };
        match self.locals.get(first) {
            Some(Meaning::Other) => return,
            Some(Meaning::Path(path)) => {
                let mut full = path.clone();
                full.extend(touch.path.drain(1..));
                touch.path = full;
            }
            None => {}
        }
        let starts = |need: &&Need| {
            let names = need.import.len() + 1;
            touch.path.len() >= names && need.import.iter().chain([&need.name]).eq(&touch.path[..names])
        };
        let found = self.needs.iter().filter(starts).max_by_key(|need| need.import.len());
        let found = found.map(|need| (need, need.import.len() + 1));
        let Some((need, names)) = found else {
            if self.needs.is_empty() {
                note(&mut self.uses, touch);
            }
            return;
        };
        let program = self.program;
        match &program.nodes[need.node].kind {
            Kind::Input => {
                let mut path = root(&program.nodes[need.node]);
                path.extend(touch.path.drain(names..));
                let noted = if self.is_limit { note_limit } else { note };
                noted(&mut self.uses, Touch { path, ..touch });
            }
            Kind::Decision { .. } | Kind::Knowledge(_) | Kind::Service(_) => {
                if self.seen.insert(need.node) {
                    self.open.push(need.node);
                }
            }
        }
    }

    fn feel(&mut self, expression: &Expression) {
        expression.touches().into_iter().for_each(|touch| self.touch(touch));
        // What is only named, as a function is, is gone through too.
        for path in expression.paths() {
            let is_function = |need: &&Need| {
                path.last() == Some(&need.name)
                    && matches!(self.program.nodes[need.node].kind, Kind::Knowledge(_) | Kind::Service(_))
            };
            if let Some(need) = self.needs.iter().find(is_function)
                && self.seen.insert(need.node)
            {
                self.open.push(need.node);
            }
        }
    }

    fn logic(&mut self, logic: &Logic) {
        match logic {
            Logic::Broken => {}
            Logic::Literal(expression) => self.feel(expression),
            Logic::Table(table) => self.table(table),
            Logic::Context(entries) => {
                let outside = self.locals.clone();
                for (name, logic) in entries {
                    match (name, alias(logic)) {
                        (Some(name), Some(path)) => {
                            let meaning = self.meaning(path);
                            self.locals.insert(name.clone(), meaning);
                        }
                        (name, _) => {
                            self.logic(logic);
                            if let Some(name) = name {
                                self.locals.insert(name.clone(), Meaning::Other);
                            }
                        }
                    }
                }
                // A context without a result is its entries, which then are values that flow on.
                if entries.iter().all(|(name, _)| name.is_some()) {
                    entries.iter().filter(|(_, logic)| alias(logic).is_some()).for_each(|(_, logic)| {
                        self.locals.clone_from(&outside);
                        self.logic(logic);
                    });
                }
                self.locals = outside;
            }
            Logic::Invocation { function, bindings } => {
                let target = match &**function {
                    Logic::Literal(name) => name.as_path(),
                    _ => None,
                };
                let called = target.as_ref().and_then(|path| {
                    let need =
                        self.needs.iter().find(|need| need.import.iter().chain([&need.name]).eq(path))?;
                    match &self.program.nodes[need.node].kind {
                        Kind::Knowledge(function) => Some((need.node, std::sync::Arc::clone(function))),
                        _ => None,
                    }
                });
                let mut arguments = BTreeMap::new();
                for (name, binding) in bindings {
                    match alias(binding).filter(|_| called.is_some()) {
                        Some(path) => {
                            arguments.insert(name.clone(), self.meaning(path));
                        }
                        None => self.logic(binding),
                    }
                }
                match called {
                    Some((node, function)) => {
                        let (needs, program) = (self.needs, self.program);
                        let facts: BTreeMap<String, Meaning> = arguments
                            .into_iter()
                            .map(|(name, meaning)| (name, self.rooted(meaning)))
                            .collect();
                        self.needs = &program.nodes[node].needs;
                        let outside = std::mem::take(&mut self.locals);
                        self.called(&function, &facts);
                        self.locals = outside;
                        self.needs = needs;
                    }
                    None => self.logic(function),
                }
            }
            Logic::Function(function) => {
                let outside = self.locals.clone();
                self.function(function, &BTreeMap::new());
                self.locals = outside;
            }
            Logic::List(items) => items.iter().for_each(|item| self.logic(item)),
            Logic::Relation { rows, .. } => rows.iter().flatten().for_each(|cell| self.logic(cell)),
            Logic::Conditional { condition, then, otherwise } => {
                match alias(condition) {
                    Some(path) => self.touch(Touch {
                        path,
                        points: vec![true.into(), false.into()],
                        is_ordered: false,
                        is_exact: true,
                    }),
                    None => self.logic(condition),
                }
                self.logic(then);
                self.logic(otherwise);
            }
            Logic::Filter { list, condition } => {
                self.logic(list);
                let outside = self.locals.clone();
                self.locals.insert("item".to_owned(), Meaning::Other);
                self.logic(condition);
                self.locals = outside;
            }
            Logic::Iterator { variable, list, body, .. } => {
                self.logic(list);
                let outside = self.locals.clone();
                for name in [variable.as_str(), "partial"] {
                    self.locals.insert(name.to_owned(), Meaning::Other);
                }
                self.logic(body);
                self.locals = outside;
            }
            Logic::Typed(_, inner) => self.logic(inner),
        }
    }

    fn function(&mut self, function: &FunctionLogic, arguments: &BTreeMap<String, Meaning>) {
        for (name, _) in &function.parameters {
            let meaning = arguments.get(name).cloned().unwrap_or(Meaning::Other);
            self.locals.insert(name.clone(), meaning);
        }
        self.logic(&function.body);
    }

    /// A function whose arguments are facts: what it does with them is done with the facts.
    fn called(&mut self, function: &FunctionLogic, arguments: &BTreeMap<String, Meaning>) {
        let parameters: BTreeSet<&str> = function.parameters.iter().map(|(name, _)| name.as_str()).collect();
        let mut inner = Walker {
            program: self.program,
            uses: Uses::new(),
            locals: BTreeMap::new(),
            seen: std::mem::take(&mut self.seen),
            open: std::mem::take(&mut self.open),
            needs: &[],
            is_limit: false,
        };
        // Without needs every name is noted; parameters are put back to the facts that they stand for.
        inner.logic(&function.body);
        self.seen = inner.seen;
        self.open = inner.open;
        for (path, known) in inner.uses {
            let Some((first, rest)) = path.split_first() else { continue };
            if !parameters.contains(first.as_str()) {
                continue;
            }
            if let Some(Meaning::Path(full)) = arguments.get(first) {
                let mut full = full.clone();
                full.extend(rest.iter().cloned());
                crate::facts::merge(&mut self.uses, full, known);
            }
        }
        // Other functions that this one calls are gone through by themselves.
        let needs = self.needs.iter().map(|need| need.node).filter(|node| self.seen.insert(*node));
        let next: Vec<usize> = needs.collect();
        self.open.extend(next);
    }

    fn meaning(&self, path: Vec<String>) -> Meaning {
        match path.first().and_then(|first| self.locals.get(first)) {
            Some(Meaning::Other) => Meaning::Other,
            Some(Meaning::Path(outer)) => {
                let mut full = outer.clone();
                full.extend(path.into_iter().skip(1));
                Meaning::Path(full)
            }
            None => Meaning::Path(path),
        }
    }

    /// The same meaning with the fact's own path; the results of other decisions are something computed.
    fn rooted(&mut self, meaning: Meaning) -> Meaning {
        let Meaning::Path(path) = meaning else { return Meaning::Other };
        let touch = Touch { path: path.clone(), points: Vec::new(), is_ordered: false, is_exact: true };
        let before: BTreeSet<Vec<String>> = self.uses.keys().cloned().collect();
        self.touch(touch);
        let fresh = self.uses.keys().find(|key| !before.contains(*key)).cloned();
        match fresh {
            Some(fresh) => Meaning::Path(fresh),
            None if before.contains(&path) => Meaning::Path(path),
            None => Meaning::Other,
        }
    }

    fn table(&mut self, table: &TableLogic) {
        for (index, input) in table.inputs.iter().enumerate() {
            let path = input.expression.as_ref().and_then(Expression::as_path);
            if path.is_none()
                && let Some(expression) = &input.expression
            {
                self.feel(expression);
            }
            let domains = input.domain.iter().chain(&input.ty.allowed);
            let cells = table.rules.iter().filter_map(|rule| match rule.tests.get(index) {
                Some(Some(Test::Cell(tests))) => Some(tests),
                _ => None,
            });
            let mut is_named = false;
            let all = domains.map(|tests| (true, tests)).chain(cells.map(|tests| (false, tests)));
            for (is_limit, tests) in all {
                self.is_limit = is_limit;
                for mut touch in if is_limit { by_path(tests.touches()) } else { tests.touches() } {
                    let is_input = touch.path.first().is_some_and(|first| first == "?");
                    match (&path, is_input) {
                        (Some(path), true) => {
                            is_named = true;
                            let mut full = path.clone();
                            full.extend(touch.path.drain(1..));
                            self.touch(Touch { path: full, ..touch });
                        }
                        (None, true) => {}
                        (_, false) => self.touch(touch),
                    }
                }
            }
            self.is_limit = false;
            if let (Some(path), false) = (path, is_named) {
                self.touch(Touch { path, points: Vec::new(), is_ordered: false, is_exact: true });
            }
        }
        let outputs = table.rules.iter().flat_map(|rule| rule.outputs.iter().flatten());
        let defaults = table.outputs.iter().filter_map(|output| output.default.as_ref());
        outputs.chain(defaults).for_each(|expression| self.feel(expression));
    }
}

/// Touches of one list of allowed values as one for each path.
fn by_path(touches: Vec<Touch>) -> Vec<Touch> {
    let mut joined: Vec<Touch> = Vec::new();
    for touch in touches {
        match joined.iter_mut().find(|known| known.path == touch.path) {
            None => joined.push(touch),
            Some(known) => {
                known.points.extend(touch.points);
                known.is_ordered |= touch.is_ordered;
                known.is_exact &= touch.is_exact;
            }
        }
    }
    joined
}

/// The path that logic is, if it is nothing else.
fn alias(logic: &Logic) -> Option<Vec<String>> {
    match logic {
        Logic::Literal(expression) => expression.as_path(),
        _ => None,
    }
}

/// The names under which the inputs of the model hold an element: those of imports, then its own.
fn root(node: &Node) -> Vec<String> {
    node.imported.iter().chain([&node.name]).cloned().collect()
}
