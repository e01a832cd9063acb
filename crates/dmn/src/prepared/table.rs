//! A decision table compiled for slots.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use afaq_feel::{Context, Date, DateTime, Env, Facts, Meter, Prepared as Feel, PreparedTests, Truth, Value};

use super::axis::{Class, Fate};
use super::outcomes::TableOutcome;
use super::words;
use crate::compile::program::{Program, TableLogic, Test};
use crate::compile::types::Ty;
use crate::evaluate::{self, Leniency, Matching, coerce};
use crate::model::HitPolicy;

/// What is worked out once for a table; its index stands with its logic.
#[derive(Debug)]
pub(super) struct TablePlan {
    pub(super) inputs: Vec<InputPlan>,
    /// What each rule gives when it is the only one that matches, for rules whose outputs are constants.
    pub(super) singles: Vec<Option<Value>>,
    /// What the table gives when no rule matches, if that is constant.
    pub(super) nothing: Option<Value>,
    /// Whether no output and no default depends on facts.
    pub(super) is_constant: bool,
    /// The outputs of rules that depend on facts; none for the others.
    pub(super) computed: Vec<Vec<Option<Feel>>>,
    outputs_steps: Option<u64>,
    /// The outcomes that are known beforehand, for columns.
    pub(super) known: OnceLock<Arc<Vec<TableOutcome>>>,
}

#[derive(Debug)]
pub(super) struct InputPlan {
    pub(super) expression: Option<Feel>,
    domain: Option<PreparedTests>,
    /// The cells of the input, one for each rule, for values that its axis cannot tell apart.
    cells: Vec<Cell>,
}

#[derive(Debug)]
enum Cell {
    Any,
    Tests(PreparedTests),
    Broken,
}

/// What the rules of a table make of a row.
pub(super) struct Matched {
    pub(super) matching: Matching,
    /// Whether an input lies outside of its domain: the table has no result.
    pub(super) is_outside: bool,
}

impl TablePlan {
    pub(super) fn of(
        program: &Arc<Program>,
        node: usize,
        table: &TableLogic,
        slots: &Arc<Facts>,
    ) -> Option<TablePlan> {
        table.index.as_ref()?;
        let inputs = table.inputs.iter().enumerate().map(|(at, input)| {
            let cell = |test: &Option<Test>| match test {
                None => Cell::Any,
                Some(Test::Broken) => Cell::Broken,
                Some(Test::Cell(tests)) => Cell::Tests(tests.prepare(slots)),
            };
            InputPlan {
                expression: input.expression.as_ref().map(|expression| expression.prepare(slots)),
                domain: input.domain.as_ref().map(|domain| domain.prepare(slots)),
                cells: table.rules.iter().filter_map(|rule| rule.tests.get(at)).map(cell).collect(),
            }
        });
        let inputs = inputs.collect();
        let nowhere = Arc::new(Facts::default());
        let is_constant = |expression: &Option<afaq_feel::Expression>| {
            expression.as_ref().is_none_or(|expression| expression.prepare(&nowhere).as_constant().is_some())
        };
        let is_plain =
            |ty: &Ty| ty.allowed.iter().chain(&ty.constraint).all(|tests| tests.as_region().is_some());
        let types_are_plain = table.outputs.iter().all(|output| is_plain(&output.ty));
        let env = Env::new(DateTime::midnight_utc(Date::from_days_since_epoch(0)?));
        let conclude = |certain: Vec<usize>| {
            let matching = Matching { certain, ..Matching::default() };
            let name = &program.nodes[node].name;
            let mut meter = Meter::new(&env.limits);
            evaluate::conclude(program, name, table, &matching, &Context::new(), &env, &mut meter).ok()
        };
        let singles: Vec<Option<Value>> = (0..table.rules.len())
            .map(|rule| {
                let is_fixed = types_are_plain && table.rules[rule].outputs.iter().all(is_constant);
                if is_fixed { conclude(vec![rule]) } else { None }
            })
            .collect();
        let is_fixed = table.outputs.iter().all(|output| is_constant(&output.default));
        let nothing = if is_fixed { conclude(Vec::new()) } else { None };
        let is_constant = nothing.is_some() && singles.iter().all(Option::is_some);
        let prepare = |cell: &Option<afaq_feel::Expression>| cell.as_ref().map(|cell| cell.prepare(slots));
        let computed = table.rules.iter().zip(&singles);
        let computed = computed.map(|(rule, single)| match single {
            Some(_) => Vec::new(),
            None => rule.outputs.iter().map(prepare).collect(),
        });
        let computed = computed.collect();
        let outputs = table.rules.iter().flat_map(|rule| rule.outputs.iter().flatten());
        let defaults = table.outputs.iter().filter_map(|output| output.default.as_ref());
        let outputs_steps = if is_constant {
            Some(0)
        } else {
            let steps = outputs.chain(defaults).map(|expression| expression.prepare(slots).steps_max());
            steps.into_iter().try_fold(0u64, |sum, steps| sum.checked_add(steps?))
        };
        Some(TablePlan {
            inputs,
            singles,
            nothing,
            is_constant,
            computed,
            outputs_steps,
            known: OnceLock::new(),
        })
    }

    /// The steps that finding rules takes beside the expressions.
    pub(super) fn own_steps(&self) -> u64 {
        self.inputs.len() as u64 + 1
    }

    /// The most steps that a row can take where cells need not be asked.
    pub(super) fn steps_max(&self) -> Option<u64> {
        let inputs = self.inputs.iter().filter_map(|input| input.expression.as_ref());
        let inputs = inputs.map(Feel::steps_max).try_fold(0u64, |sum, steps| sum.checked_add(steps?))?;
        inputs.checked_add(self.outputs_steps?)?.checked_add(self.inputs.len() as u64 + 1)
    }

    /// The rules that match a row, and those that may.
    pub(super) fn matching(
        &self,
        table: &TableLogic,
        row: &[Value],
        env: &Env,
        meter: &mut Meter,
    ) -> Result<Matched, afaq_feel::EvalError> {
        let spent = |kind| afaq_feel::EvalError { kind, start: 0, end: 0 };
        meter.spend(self.inputs.len() as u64 + 1).map_err(spent)?;
        let outside = || Ok(Matched { matching: Matching::default(), is_outside: true });
        let Some(index) = &table.index else { return outside() };
        let mut certain = words::Few::all(index.rules);
        let mut possible = words::Few::all(index.rules);
        let mut doubts: Vec<Doubt> = Vec::new();
        for (at, ((input, logic), axis)) in self.inputs.iter().zip(&table.inputs).zip(&index.axes).enumerate()
        {
            let mut value = match &input.expression {
                None => Cow::Owned(Value::Null),
                Some(expression) => match expression.as_fact().and_then(|slot| row.get(slot)) {
                    Some(value) => {
                        meter.spend(1).map_err(spent)?;
                        Cow::Borrowed(value)
                    }
                    None => Cow::Owned(expression.evaluate_within(row, env, meter)?),
                },
            };
            let mut class = axis.as_ref().map_or(Class::Foreign, |axis| axis.class(&value));
            if let (Some(axis), Class::Of(found)) = (axis, class)
                && let Some(fates) = &axis.fates
            {
                match fates.get(found) {
                    Some(Fate::Taken) => {}
                    Some(Fate::Null) => class = Class::Of(axis.null()),
                    Some(Fate::Outside) | None => return outside(),
                }
            } else {
                let fit = coerce(&logic.ty, value.into_owned(), env, Leniency::Exact).unwrap_or(Value::Null);
                if let (Some(domain), false) = (&input.domain, matches!(fit, Value::Null | Value::Unknown(_)))
                    && domain.matches_within(&fit, row, env, meter)? == Truth::False
                {
                    return outside();
                }
                class = axis.as_ref().map_or(Class::Foreign, |axis| axis.class(&fit));
                value = Cow::Owned(fit);
            }
            match (axis, class) {
                (Some(axis), Class::Of(class)) => {
                    certain.keep(axis.passes.of(class));
                    if class == axis.unknown() {
                        possible.keep_either(axis.passes.of(class), axis.may_pass.of(0));
                        doubts.push(Doubt { input: at, rule: None, names: value.unknown_names() });
                    } else {
                        possible.keep(axis.passes.of(class));
                    }
                }
                _ => self.ask(at, &value, row, (&mut certain, &mut possible, &mut doubts), env, meter)?,
            }
        }
        Ok(Matched { matching: settled(table, &certain, &possible, &doubts), is_outside: false })
    }

    /// Asks the cells of an input one by one, for the rules that are still possible.
    fn ask(
        &self,
        at: usize,
        value: &Value,
        row: &[Value],
        (certain, possible, doubts): (&mut words::Few, &mut words::Few, &mut Vec<Doubt>),
        env: &Env,
        meter: &mut Meter,
    ) -> Result<(), afaq_feel::EvalError> {
        for rule in possible.members().collect::<Vec<_>>() {
            let truth = match self.inputs[at].cells.get(rule) {
                Some(Cell::Any) => Truth::True,
                Some(Cell::Tests(tests)) => tests.matches_within(value, row, env, meter)?,
                Some(Cell::Broken) | None => Truth::False,
            };
            match truth {
                Truth::True => {}
                Truth::False | Truth::Null => {
                    certain.remove(rule);
                    possible.remove(rule);
                }
                Truth::Unknown(names) => {
                    certain.remove(rule);
                    doubts.push(Doubt { input: at, rule: Some(rule), names });
                }
            }
        }
        Ok(())
    }
}

/// An input that leaves open whether rules match.
pub(super) struct Doubt {
    pub(super) input: usize,
    /// One rule, or all whose cell may pass.
    pub(super) rule: Option<usize>,
    pub(super) names: BTreeSet<String>,
}

pub(super) fn settled(
    table: &TableLogic,
    certain: &words::Few,
    possible: &words::Few,
    doubts: &[Doubt],
) -> Matching {
    let mut matching = Matching { certain: certain.members().collect(), ..Matching::default() };
    if !doubts.is_empty() {
        matching.undecided = possible.members().filter(|rule| !certain.has(*rule)).collect();
    }
    if table.policy == HitPolicy::First {
        matching.certain.truncate(1);
        if let Some(first) = matching.certain.first() {
            matching.undecided.retain(|rule| rule < first);
        }
    }
    for doubt in doubts {
        let axis = table.index.as_ref().and_then(|index| index.axes.get(doubt.input)?.as_ref());
        let is_open = |rule: &usize| match doubt.rule {
            Some(only) => only == *rule,
            None => axis.is_some_and(|axis| words::has(axis.may_pass.of(0), *rule)),
        };
        if matching.undecided.iter().any(is_open) {
            matching.names.extend(doubt.names.iter().cloned());
        }
    }
    matching
}
