//! Columns that share facts: not every combination of their values can occur.

use std::collections::BTreeSet;

use afaq_feel::{Context, Env, Expression, Type, Value};

use super::bits::Bits;
use super::grid::{Grid, timeless};
use crate::explore::{Outcome, Search, Verdict, assignment};
use crate::facts::{Fact, Uses, facts, note};
use crate::limits;

/// Whether values of the axes can occur together.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Occurs {
    /// They can; where columns are computed, with these facts.
    Yes(Vec<(String, Value)>),
    /// They cannot.
    No,
    /// Not known.
    Perhaps,
}

/// The axes of a table whose values hang together or are computed, and the facts behind them.
pub(super) struct Realizer<'a> {
    grid: &'a Grid,
    axes: Vec<usize>,
    facts: Vec<Fact>,
    env: Option<Env>,
}

impl<'a> Realizer<'a> {
    /// Looks at the expressions of the axes; `types` gives the type of a path.
    pub(super) fn new(grid: &'a Grid, types: &dyn Fn(&[String]) -> Type) -> Self {
        let touched: Vec<Vec<Vec<String>>> = grid
            .expressions
            .iter()
            .map(|each| each.as_ref().map(Expression::paths).unwrap_or_default())
            .collect();
        let is_plain =
            |axis: &usize| grid.expressions[*axis].as_ref().is_none_or(|each| each.as_path().is_some());
        let shares = |axis: &usize| {
            (0..touched.len()).any(|other| {
                other != *axis
                    && touched[*axis].iter().any(|a| {
                        touched[other]
                            .iter()
                            .any(|b| a.starts_with(b.as_slice()) || b.starts_with(a.as_slice()))
                    })
            })
        };
        let axes: Vec<usize> = (0..touched.len()).filter(|axis| !is_plain(axis) || shares(axis)).collect();
        let mut uses = Uses::new();
        for axis in &axes {
            let Some(expression) = &grid.expressions[*axis] else { continue };
            match expression.as_path() {
                // A bare fact is told apart as far as the axis tells its values apart.
                Some(path) => {
                    let line = grid.axes[*axis].as_ref();
                    let points = line.map(|line| line.points());
                    let is_ordered = line.is_some_and(|line| line.is_line());
                    note(
                        &mut uses,
                        afaq_feel::Touch {
                            path,
                            is_exact: points.is_some(),
                            points: points.unwrap_or_default(),
                            is_ordered,
                        },
                    );
                }
                None => expression.touches().into_iter().for_each(|touch| note(&mut uses, touch)),
            }
        }
        let facts = facts(uses, true, &|path| (types(path), Vec::new())).unwrap_or_default();
        Self { grid, axes, facts, env: timeless() }
    }

    /// Whether some point of this part of the space can occur.
    pub(super) fn occurs(&self, part: &[Bits]) -> Occurs {
        let is_limited = |axis: &&usize| !part[**axis].covers(&self.grid.domain[**axis]);
        let axes: Vec<usize> = self.axes.iter().filter(is_limited).copied().collect();
        let Some(env) = &self.env else { return Occurs::Perhaps };
        if axes.is_empty() {
            return Occurs::Yes(Vec::new());
        }
        let mut judge = |vars: &Context| self.judge(&axes, part, vars, env);
        let mut steps = limits::REALIZE_STEPS_MAX;
        let mut search = Search { facts: &self.facts, judge: &mut judge, steps: &mut steps };
        match search.run() {
            Outcome::Found(set) => Occurs::Yes(assignment(&self.facts, &set)),
            Outcome::Nothing => Occurs::No,
            Outcome::NothingSeen | Outcome::Budget => Occurs::Perhaps,
        }
    }

    fn judge(&self, axes: &[usize], part: &[Bits], vars: &Context, env: &Env) -> Verdict {
        let mut open = BTreeSet::new();
        for axis in axes {
            let (Some(expression), Some(line)) = (&self.grid.expressions[*axis], &self.grid.axes[*axis])
            else {
                continue;
            };
            let Ok(done) = expression.evaluate(vars, env) else { return Verdict::Dead };
            let names = done.value.unknown_names();
            if !names.is_empty() {
                open.extend(names);
            } else if line.locate(&done.value).is_none_or(|atom| !part[*axis].has(atom)) {
                return Verdict::Dead;
            }
        }
        if open.is_empty() { Verdict::Found } else { Verdict::Open(open) }
    }

    /// Whether the axis stands for a computed or shared column.
    pub(super) fn looks_at(&self, axis: usize) -> bool {
        self.axes.contains(&axis)
    }
}
