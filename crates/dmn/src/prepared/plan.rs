//! What is worked out once for a decision: the order of what it requires, slots, compiled expressions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use afaq_feel::{Facts, Prepared as Feel};

use super::axis::Axis;
use super::table::TablePlan;
use crate::compile::program::{Kind, Logic, Program, TableLogic};
use crate::compile::types::{Shape, Ty};

/// A decision and what it requires, ready to run.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    /// The facts, and behind them the results of required decisions.
    pub(super) slots: Arc<Facts>,
    /// Where each fact of a row stands among the slots.
    pub(super) places: Vec<usize>,
    pub(super) guards: Vec<Guard>,
    /// The most steps that one row can take; none when that depends on values.
    pub(super) steps_max: Option<u64>,
}

/// What a fact must be like; one that is not is left to the reference.
#[derive(Debug)]
pub(super) struct Guard {
    pub(super) ty: Arc<Ty>,
    /// The values that the type allows, as an axis with one rule.
    pub(super) axis: Option<Axis>,
}

/// One decision.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) node: usize,
    /// The slot of its result; none for the last one.
    pub(super) slot: Option<usize>,
    pub(super) work: Work,
    /// The types that the result is fitted to, in order.
    pub(super) types: Vec<Arc<Ty>>,
}

#[derive(Debug)]
pub(super) enum Work {
    Literal(Feel),
    Table(TablePlan),
}

/// A decision and the decisions that it requires, each after what it requires itself; none when it is no decision.
pub(super) fn order(program: &Program, decision: usize) -> Option<Vec<usize>> {
    let is_decision = |node: usize| matches!(program.nodes[node].kind, Kind::Decision { .. });
    if !is_decision(decision) {
        return None;
    }
    let (mut order, mut seen) = (Vec::new(), BTreeSet::from([decision]));
    let mut open = vec![(decision, 0)];
    while let Some((node, next)) = open.pop() {
        match program.nodes[node].needs.get(next) {
            None => order.push(node),
            Some(need) => {
                open.push((node, next + 1));
                if is_decision(need.node) && seen.insert(need.node) {
                    open.push((need.node, 0));
                }
            }
        }
    }
    Some(order)
}

/// The facts that decisions read, as far down as their types are known.
pub(super) fn facts(program: &Program, order: &[usize]) -> Facts {
    let mut paths = Vec::new();
    for node in order {
        let element = &program.nodes[*node];
        for need in &element.needs {
            if let (Kind::Input, Kind::Decision { paths: used, .. }) =
                (&program.nodes[need.node].kind, &element.kind)
            {
                if !need.import.is_empty() {
                    continue;
                }
                let used = used.iter().filter(|path| path.first() == Some(&need.name));
                paths.extend(used.map(|path| path[..known(&program.nodes[need.node].ty, path).0].to_vec()));
            }
        }
    }
    Facts::of(paths)
}

/// How many names of a path lead to a value of known type, and that type.
fn known<'t>(root: &'t Arc<Ty>, path: &[String]) -> (usize, &'t Arc<Ty>) {
    let (mut ty, mut length) = (root, 1);
    for name in path.iter().skip(1) {
        let Shape::Context(components) = &ty.shape else { break };
        if ty.allowed.is_some() || ty.constraint.is_some() {
            break;
        }
        let Some((_, component)) = components.iter().find(|(known, _)| known == name) else { break };
        (ty, length) = (component, length + 1);
    }
    (length, ty)
}

/// The table of a decision, and the types that its result is fitted to on the way out.
pub(super) fn table_of(logic: &Logic) -> Option<&TableLogic> {
    match logic {
        Logic::Table(table) => Some(table),
        Logic::Typed(_, inner) => table_of(inner),
        _ => None,
    }
}

impl Plan {
    /// The fact that stands in a slot.
    pub(super) fn fact(&self, slot: usize) -> Option<usize> {
        self.places.iter().position(|place| *place == slot)
    }

    /// The step whose result stands in a slot.
    pub(super) fn result(&self, slot: usize) -> Option<usize> {
        self.steps.iter().position(|step| step.slot == Some(slot))
    }

    /// The plan of a decision, if it and all that it requires are literal expressions and tables.
    pub(super) fn of(program: &Arc<Program>, order: &[usize], facts: &Arc<Facts>) -> Option<Plan> {
        let mut names = BTreeMap::new();
        for node in order {
            for need in &program.nodes[*node].needs {
                let is_value = matches!(program.nodes[need.node].kind, Kind::Input | Kind::Decision { .. });
                let is_plain =
                    is_value && need.import.is_empty() && need.name == program.nodes[need.node].name;
                if !is_plain
                    || names.insert(need.name.as_str(), need.node).is_some_and(|known| known != need.node)
                {
                    return None;
                }
            }
        }
        let results =
            names.iter().filter(|(_, node)| matches!(program.nodes[**node].kind, Kind::Decision { .. }));
        let results = results.map(|(name, _)| vec![Arc::<str>::from(*name)]);
        let slots = Arc::new(Facts::of(facts.iter().map(<[Arc<str>]>::to_vec).chain(results)));
        let find = |path: &[Arc<str>]| slots.iter().position(|known| known == path);
        let places = facts.iter().map(find).collect::<Option<Vec<_>>>()?;
        let mut guards = Vec::with_capacity(places.len());
        for path in facts.iter() {
            let path: Vec<String> = path.iter().map(ToString::to_string).collect();
            let (length, ty) = known(&program.nodes[*names.get(path[0].as_str())?].ty, &path);
            if length != path.len() {
                return None;
            }
            guards.push(Guard { ty: ty.clone(), axis: Axis::of_type(ty) });
        }
        let mut steps = Vec::with_capacity(order.len());
        for node in order {
            let element = &program.nodes[*node];
            let Kind::Decision { logic, paths } = &element.kind else { return None };
            let needs = |name: &String| element.needs.iter().any(|need| need.name == *name);
            if !paths.iter().all(|path| path.first().is_some_and(needs)) {
                return None;
            }
            let mut types = vec![element.ty.clone()];
            let work = work(program, *node, logic, &slots, &mut types)?;
            types.retain(|ty| !ty.is_any());
            types.reverse();
            let name: [Arc<str>; 1] = [element.name.as_str().into()];
            steps.push(Step { node: *node, slot: find(&name), work, types });
        }
        let sum = |sum: u64, step: &Step| match &step.work {
            Work::Literal(literal) => sum.checked_add(literal.steps_max()?),
            Work::Table(table) => sum.checked_add(table.steps_max()?),
        };
        let steps_max = steps.iter().try_fold(0, sum);
        Some(Plan { steps, slots, places, guards, steps_max })
    }
}

fn work(
    program: &Arc<Program>,
    node: usize,
    logic: &Logic,
    slots: &Arc<Facts>,
    types: &mut Vec<Arc<Ty>>,
) -> Option<Work> {
    match logic {
        Logic::Literal(expression) => Some(Work::Literal(expression.prepare(slots))),
        Logic::Table(table) => TablePlan::of(program, node, table, slots).map(Work::Table),
        Logic::Typed(ty, inner) => {
            types.push(ty.clone());
            work(program, node, inner, slots, types)
        }
        _ => None,
    }
}
