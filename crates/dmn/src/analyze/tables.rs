//! The analysis of one table.

use std::collections::BTreeMap;

use afaq_feel::{Scope, Type, Value, parse_expression};

use super::bits::Bits;
use super::cover::{self, Next};
use super::finding::{Finding, FindingKind, NotDecided, Witness};
use super::grid::Grid;
use super::realize::{Occurs, Realizer};
use crate::limits;
use crate::model::{Aggregation, DecisionTable, HitPolicy, Text};

/// All findings about a table; `types` gives the type of a path that a column names.
pub(super) fn findings(
    table: &DecisionTable,
    grid: &Grid,
    types: &dyn Fn(&[String]) -> Type,
) -> Vec<Finding> {
    let realizer = Realizer::new(grid, types);
    let steps = limits::ANALYSIS_STEPS_MAX;
    let results = results(table);
    let mut analysis = Analysis { table, grid, realizer, steps, findings: Vec::new(), results };
    analysis.cells();
    analysis.gaps();
    match table.hit_policy {
        HitPolicy::Unique => analysis.overlaps(),
        HitPolicy::Any => {
            analysis.overlaps();
            analysis.subsumed();
        }
        HitPolicy::First => analysis.unreachable(&|rule, other| other < rule),
        HitPolicy::Priority => analysis.priorities(),
        HitPolicy::Collect(Some(Aggregation::Sum | Aggregation::Count)) => {}
        HitPolicy::Collect(_) | HitPolicy::RuleOrder | HitPolicy::OutputOrder => analysis.subsumed(),
    }
    analysis.idle();
    analysis.undecided();
    analysis.findings
}

struct Analysis<'a> {
    table: &'a DecisionTable,
    grid: &'a Grid,
    realizer: Realizer<'a>,
    steps: u64,
    findings: Vec<Finding>,
    /// For each rule its outputs as numbers; equal outputs have equal numbers.
    results: Vec<Vec<usize>>,
}

/// The outputs of each rule as numbers: the same for the same value, be it written in different ways.
fn results(table: &DecisionTable) -> Vec<Vec<usize>> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut values: Vec<Option<Value>> = Vec::new();
    for text in table.rules.iter().flat_map(|rule| &rule.outputs) {
        let text = text.value.trim();
        if known.contains_key(text) {
            continue;
        }
        let value = parse_expression(text, &Scope::new()).ok().and_then(|parsed| parsed.as_constant());
        let same = |other: &Option<Value>| value.is_some() && *other == value;
        let number = values.iter().position(same).unwrap_or(values.len());
        if number == values.len() {
            values.push(value);
        }
        known.insert(text, number);
    }
    let number = |text: &Text| known.get(text.value.trim()).copied().unwrap_or(usize::MAX);
    table.rules.iter().map(|rule| rule.outputs.iter().map(number).collect()).collect()
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
                    let (rules, input, line, column) = (Vec::new(), None, None, None);
                    self.findings.push(Finding { kind: more, rules, input, line, column });
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

    fn has_more(&self) -> bool {
        self.findings.iter().any(|finding| finding.kind == FindingKind::More)
    }

    /// A point of a part of the space in the reader's words; computed columns are told by the facts behind them.
    fn example(&self, part: &[Bits], facts: Vec<(String, Value)>) -> Vec<Witness> {
        let mut example = self.grid.example(part);
        if !facts.is_empty() {
            let mut axis = 0;
            example.retain(|_| {
                axis += 1;
                !self.realizer.looks_at(axis - 1)
            });
            example.extend(facts.into_iter().map(|(input, value)| Witness { input, value: Some(value) }));
        }
        example
    }

    /// Cells that no value passes, or that every value passes.
    fn cells(&mut self) {
        for (number, rule) in self.table.rules.iter().enumerate() {
            for (input, cell) in rule.tests.iter().enumerate() {
                let text = cell.value.trim();
                let axis = self.grid.axis_of(input);
                let Some(bits) = self.grid.cell(number, input) else { continue };
                let domain = &self.grid.domain[axis];
                let said = text.to_owned();
                let mut part = self.grid.domain.clone();
                part[axis] = bits.and(domain);
                let never = part[axis].is_empty()
                    || (self.realizer.looks_at(axis) && self.realizer.occurs(&part) == Occurs::No);
                if !domain.is_empty() && never {
                    let kind = FindingKind::CellNever { cell: said };
                    self.add(kind, vec![number + 1], Some(input + 1), Some(cell));
                } else if !matches!(text, "-" | "") && bits.covers(domain) {
                    let kind = FindingKind::CellAlways { cell: said };
                    self.add(kind, vec![number + 1], Some(input + 1), Some(cell));
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
        let (grid, realizer) = (self.grid, &self.realizer);
        let mut found = Vec::new();
        let mut is_vague = false;
        let mut steps = self.steps;
        let is_seen = cover::find_gaps(&grid.space_with_opaque(), &mut steps, &mut |part, steps| {
            *steps = steps.saturating_sub(100);
            match realizer.occurs(part) {
                Occurs::Yes(facts) => found.push((part.to_vec(), facts)),
                Occurs::No => {}
                Occurs::Perhaps => is_vague = true,
            }
            if found.len() >= limits::GAPS_MAX { Next::Stop } else { Next::More }
        });
        let mut is_open = is_vague && found.is_empty();
        if found.is_empty() && !opaque.is_empty() {
            let is_whole = cover::find_gaps(&grid.space(), &mut steps, &mut |_, _| {
                is_open = true;
                Next::Stop
            });
            is_open |= !is_whole;
        }
        self.steps = steps;
        for (part, facts) in found {
            let example = self.example(&part, facts);
            self.add(FindingKind::Gap { example }, Vec::new(), None, None);
        }
        if !is_seen {
            self.not_decided(NotDecided::Budget, Vec::new());
        } else if is_open {
            self.not_decided(NotDecided::ComputedCells, opaque.iter().map(|rule| rule + 1).collect());
        }
    }

    /// Pairs of rules that match together.
    fn overlaps(&mut self) {
        let rules = self.table.rules.len();
        let order = self.grid.axes_by_selectivity();
        let plain: Vec<usize> = (0..rules).filter(|rule| self.grid.is_plain(*rule)).collect();
        let is_any = self.table.hit_policy == HitPolicy::Any;
        for (index, first) in plain.iter().copied().enumerate() {
            for second in plain[index + 1..].iter().copied() {
                self.steps = self.steps.saturating_sub(1);
                if self.steps == 0 {
                    self.not_decided(NotDecided::Budget, Vec::new());
                    return;
                }
                if is_any && self.gives_the_same(first, second) {
                    continue;
                }
                let Some(part) = self.grid.meeting(first, second, &order) else { continue };
                let numbers = vec![first + 1, second + 1];
                let facts = match self.realizer.occurs(&part) {
                    Occurs::Yes(facts) => facts,
                    Occurs::No => continue,
                    Occurs::Perhaps => {
                        self.not_decided(NotDecided::ComputedCells, numbers);
                        continue;
                    }
                };
                let example = self.example(&part, facts);
                let kind =
                    if is_any { FindingKind::Conflict { example } } else { FindingKind::Overlap { example } };
                self.add(kind, numbers, None, None);
                if self.has_more() {
                    return;
                }
            }
        }
    }

    /// Whether two rules give the same, be it written in different ways.
    fn gives_the_same(&self, first: usize, second: usize) -> bool {
        self.results.get(first).zip(self.results.get(second)).is_some_and(|(a, b)| a == b)
    }

    /// Rules that are hidden behind others; `hides` says whether the second is asked before the first.
    fn unreachable(&mut self, hides: &dyn Fn(usize, usize) -> bool) {
        let (mut vague, mut unseen) = (Vec::new(), Vec::new());
        for rule in 0..self.table.rules.len() {
            let Some(space) = self.grid.space_behind(rule, &|other| hides(rule, other)) else { continue };
            if space.boxes.is_empty() || space.domain.iter().any(Bits::is_empty) {
                continue;
            }
            let realizer = &self.realizer;
            let (mut is_reached, mut is_vague) = (false, false);
            // One rule that is hard to decide leaves something for the others.
            let granted = self.steps / 8;
            let mut steps = granted;
            let is_seen = cover::find_gaps(&space, &mut steps, &mut |part, _| {
                match realizer.occurs(part) {
                    Occurs::Yes(_) => is_reached = true,
                    Occurs::No => {}
                    Occurs::Perhaps => is_vague = true,
                }
                if is_reached { Next::Stop } else { Next::More }
            });
            self.steps -= granted - steps;
            if !is_seen {
                unseen.push(rule + 1);
                continue;
            }
            match (is_reached, is_vague) {
                (true, _) => {}
                (false, true) => vague.push(rule + 1),
                (false, false) => self.add(FindingKind::Unreachable, vec![rule + 1], None, None),
            }
        }
        if !unseen.is_empty() {
            self.not_decided(NotDecided::Budget, unseen);
        }
        if !vague.is_empty() {
            self.not_decided(NotDecided::ComputedCells, vague);
        }
    }

    /// Under the policy P a rule is hidden by those with a better output.
    fn priorities(&mut self) {
        let value = |text: &Text| parse_expression(&text.value, &Scope::new()).ok()?.as_constant();
        let listed = |text: &Text| {
            let list = parse_expression(&format!("[{}]", text.value), &Scope::new()).ok()?.as_constant()?;
            list.as_list().map(<[_]>::to_vec)
        };
        let lists: Option<Vec<Vec<Value>>> =
            self.table.outputs.iter().map(|output| output.domain.as_ref().and_then(listed)).collect();
        let Some(lists) = lists else { return };
        let rank = |rule: &crate::model::Rule| -> Option<Vec<usize>> {
            let cells = rule.outputs.iter().zip(&lists);
            cells
                .map(|(cell, list)| {
                    let value = value(cell)?;
                    Some(list.iter().position(|listed| *listed == value).unwrap_or(list.len()))
                })
                .collect()
        };
        let ranks: Vec<Option<Vec<usize>>> = self.table.rules.iter().map(rank).collect();
        self.unreachable(&|rule, other| {
            ranks[rule].as_ref().zip(ranks[other].as_ref()).is_some_and(|(own, other)| other < own)
        });
    }

    /// Rules that another one holds, with the same result.
    fn subsumed(&mut self) {
        let plain: Vec<usize> =
            (0..self.table.rules.len()).filter(|rule| self.grid.is_plain(*rule)).collect();
        for inner in plain.iter().copied() {
            for outer in plain.iter().copied().filter(|outer| *outer != inner) {
                self.steps = self.steps.saturating_sub(1);
                if self.steps == 0 {
                    self.not_decided(NotDecided::Budget, Vec::new());
                    return;
                }
                // Of two rules that are the same, the later one adds nothing.
                let is_held = self.grid.holds(outer, inner)
                    && (outer < inner || !self.grid.holds(inner, outer))
                    && self.gives_the_same(outer, inner);
                if is_held {
                    self.add(FindingKind::Subsumed { by: outer + 1 }, vec![inner + 1], None, None);
                    break;
                }
            }
        }
    }

    /// Columns that no rule looks at.
    fn idle(&mut self) {
        if self.table.rules.is_empty() {
            return;
        }
        for (input, column) in self.table.inputs.iter().enumerate() {
            let is_blank = |text: &Text| matches!(text.value.trim(), "-" | "");
            // Columns with the same expression are one input.
            let is_first = (0..input).all(|other| self.grid.axis_of(other) != self.grid.axis_of(input));
            if is_first && self.table.rules.iter().all(|rule| rule.tests.get(input).is_none_or(is_blank)) {
                let name = column.label.as_deref().unwrap_or(&column.expression.value).trim().to_owned();
                let kind = FindingKind::IdleInput { input: name };
                self.add(kind, Vec::new(), Some(input + 1), Some(&column.expression));
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
