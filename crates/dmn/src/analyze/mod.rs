//! Finds gaps, overlaps, unreachable rules and idle cells of decision tables before they are published.
//!
//! Exact where cells compare with literals (numbers, dates, durations, texts, yes and no). Where cells are computed
//! or the budget ends, the answer is "not decided", never a guess. Null is not looked at: a table is complete when
//! every value of its domains finds a rule.

mod axis;
mod bits;
mod cover;
mod finding;
mod grid;
mod model;
mod points;

use afaq_feel::Type;

use crate::compile::program::TableLogic;
use crate::limits;
use crate::model::{DecisionTable, HitPolicy, Text};
pub use finding::{Finding, FindingKind, NotDecided, Witness};
use grid::Grid;

/// Analyzes a table; `types` are those of its input columns, as far as they are known.
#[must_use]
pub fn analyze(table: &DecisionTable, types: &[Type]) -> Vec<Finding> {
    let grid = Grid::of_table(table, types);
    let mut analysis =
        Analysis { table, grid: &grid, steps: limits::ANALYSIS_STEPS_MAX, findings: Vec::new() };
    analysis.cells();
    analysis.gaps();
    match table.hit_policy {
        HitPolicy::Unique | HitPolicy::Any => analysis.overlaps(),
        HitPolicy::First => analysis.unreachable(),
        HitPolicy::Priority | HitPolicy::Collect(_) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => {}
    }
    analysis.undecided();
    analysis.findings
}

/// Whether it is proven that some rule matches, whatever the inputs are (within their types and domains).
pub(crate) fn is_complete(table: &TableLogic, types: &[Type]) -> bool {
    let grid = Grid::of_logic(table, types);
    let mut steps = limits::COMPLETENESS_STEPS_MAX;
    let search = cover::find_gaps(&grid.space(None), 1, &mut steps);
    search.is_complete && search.gaps.is_empty()
}

struct Analysis<'a> {
    table: &'a DecisionTable,
    grid: &'a Grid,
    steps: u64,
    findings: Vec<Finding>,
}

impl Analysis<'_> {
    fn add(&mut self, kind: FindingKind, rules: Vec<usize>, input: Option<usize>, place: Option<&Text>) {
        let same =
            |finding: &&Finding| std::mem::discriminant(&finding.kind) == std::mem::discriminant(&kind);
        match self.findings.iter().filter(same).count() {
            count if count < limits::FINDINGS_MAX => {}
            limits::FINDINGS_MAX => {
                let more = FindingKind::More;
                if !self.findings.iter().any(|finding| finding.kind == more) {
                    self.findings.push(Finding {
                        kind: more,
                        rules: Vec::new(),
                        input: None,
                        line: None,
                        column: None,
                    });
                }
                return;
            }
            _ => return,
        }
        let rule = rules.last().and_then(|number| self.table.rules.get(number - 1));
        let position = match place {
            Some(text) => text.position,
            None => rule.and_then(|rule| rule.position).or(self.table.position),
        };
        let (line, column) = (position.map(|place| place.line), position.map(|place| place.column));
        self.findings.push(Finding { kind, rules, input, line, column });
    }

    /// Cells that no value passes, or that every value passes.
    fn cells(&mut self) {
        for (number, rule) in self.table.rules.iter().enumerate() {
            for (input, cell) in rule.tests.iter().enumerate() {
                let text = cell.value.trim();
                let Some(bits) = self.grid.cell(number, input) else { continue };
                let domain = &self.grid.domain[input];
                let said = text.to_owned();
                if !domain.is_empty() && !bits.meets(domain) {
                    self.add(
                        FindingKind::CellNever { cell: said },
                        vec![number + 1],
                        Some(input + 1),
                        Some(cell),
                    );
                } else if !matches!(text, "-" | "") && bits.covers(domain) {
                    self.add(
                        FindingKind::CellAlways { cell: said },
                        vec![number + 1],
                        Some(input + 1),
                        Some(cell),
                    );
                }
            }
        }
    }

    /// Values for which no rule matches, unless a default answers for them or a list may be empty.
    fn gaps(&mut self) {
        let may_be_empty = matches!(
            self.table.hit_policy,
            HitPolicy::Collect(_) | HitPolicy::RuleOrder | HitPolicy::OutputOrder
        );
        if may_be_empty || self.table.outputs.iter().any(|output| output.default.is_some()) {
            return;
        }
        let opaque = self.grid.opaque_rules();
        let surely = cover::find_gaps(&self.grid.space_with_opaque(), limits::GAPS_MAX, &mut self.steps);
        for point in &surely.gaps {
            let example = self.grid.example(self.table, point);
            self.add(FindingKind::Gap { example }, Vec::new(), None, None);
        }
        let mut is_open = false;
        if surely.gaps.is_empty() && !opaque.is_empty() {
            let perhaps = cover::find_gaps(&self.grid.space(None), 1, &mut self.steps);
            is_open = !perhaps.gaps.is_empty() || !perhaps.is_complete;
        }
        if !surely.is_complete {
            self.not_decided(NotDecided::Budget, Vec::new());
        } else if is_open {
            self.not_decided(NotDecided::ComputedCells, opaque.iter().map(|rule| rule + 1).collect());
        }
    }

    /// Pairs of rules that match together.
    fn overlaps(&mut self) {
        let rules = self.table.rules.len();
        let order = self.grid.axes_by_selectivity();
        for first in 0..rules {
            for second in first + 1..rules {
                self.steps = self.steps.saturating_sub(1);
                if self.steps == 0 {
                    self.not_decided(NotDecided::Budget, Vec::new());
                    return;
                }
                let Some(point) = self.grid.meeting(first, second, &order) else { continue };
                let is_same = self.table.rules[first].outputs == self.table.rules[second].outputs;
                let numbers = vec![first + 1, second + 1];
                let is_any = self.table.hit_policy == HitPolicy::Any;
                if is_any && is_same {
                    continue;
                }
                let example = self.grid.example(self.table, &point);
                let kind =
                    if is_any { FindingKind::Conflict { example } } else { FindingKind::Overlap { example } };
                self.add(kind, numbers, None, None);
                if self.findings.iter().any(|finding| finding.kind == FindingKind::More) {
                    return;
                }
            }
        }
    }

    /// Rules that are hidden behind earlier ones.
    fn unreachable(&mut self) {
        for rule in 1..self.table.rules.len() {
            let Some(space) = self.grid.space_before(rule) else { continue };
            let search = cover::find_gaps(&space, 1, &mut self.steps);
            if !search.is_complete {
                self.not_decided(NotDecided::Budget, Vec::new());
                return;
            }
            if search.gaps.is_empty() && space.domain.iter().all(|domain| !domain.is_empty()) {
                self.add(FindingKind::Unreachable, vec![rule + 1], None, None);
            }
        }
    }

    /// Says for which rules overlaps could not be decided.
    fn undecided(&mut self) {
        let opaque = self.grid.opaque_rules();
        let asks = matches!(self.table.hit_policy, HitPolicy::Unique | HitPolicy::Any);
        if asks && !opaque.is_empty() {
            self.not_decided(NotDecided::ComputedCells, opaque.iter().map(|rule| rule + 1).collect());
        }
    }

    fn not_decided(&mut self, reason: NotDecided, rules: Vec<usize>) {
        let kind = FindingKind::NotDecided { reason };
        if !self.findings.iter().any(|finding| finding.kind == kind) {
            self.add(kind, rules, None, None);
        }
    }
}
