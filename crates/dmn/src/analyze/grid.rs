//! A table as boxes of atoms.

use afaq_feel::{Scope, Type, Value, parse_unary_tests};

use super::axis::{Axis, Set};
use super::bits::Bits;
use super::cover::Space;
use super::finding::Witness;
use super::points::set_of;
use crate::compile::program::{TableLogic, Test};
use crate::model::{DecisionTable, Text};

/// A table as boxes of atoms: for each rule and input the atoms that pass.
pub(super) struct Grid {
    axes: Vec<Option<Axis>>,
    /// The atoms of each axis that can occur.
    pub(super) domain: Vec<Bits>,
    /// The boxes; an opaque cell stands as all atoms.
    boxes: Vec<Vec<Bits>>,
    /// Which cells are opaque.
    opaque: Vec<Vec<bool>>,
    /// Numbers of the rules without opaque cells, and their boxes.
    plain: Vec<usize>,
}

impl Grid {
    pub(super) fn of_table(table: &DecisionTable, types: &[Type]) -> Self {
        let ty = |input: usize| types.get(input).cloned().unwrap_or(Type::Any);
        let parse = |text: &Text, input: usize| {
            if matches!(text.value.trim(), "-" | "") {
                return Set::Any;
            }
            match parse_unary_tests(&text.value, &Scope::new(), &ty(input)) {
                Ok(tests) => set_of(&tests),
                Err(_) => Set::Opaque,
            }
        };
        let domains = (0..table.inputs.len()).map(|input| {
            let written = table.inputs[input].domain.as_ref().filter(|text| !text.is_blank());
            (type_set(&ty(input)), written.map_or(Set::Any, |text| parse(text, input)))
        });
        let rules = table.rules.iter().map(|rule| {
            (0..table.inputs.len())
                .map(|input| rule.tests.get(input).map_or(Set::Opaque, |text| parse(text, input)))
                .collect()
        });
        Self::of_sets(domains.collect(), rules.collect())
    }

    pub(super) fn of_logic(table: &TableLogic, types: &[Type]) -> Self {
        let domains = table.inputs.iter().enumerate().map(|(input, each)| {
            let listed = each.domain.as_ref().or(each.ty.allowed.as_ref()).map_or(Set::Any, set_of);
            (types.get(input).map_or(Set::Any, type_set), listed)
        });
        let set = |test: &Option<Test>| match test {
            None => Set::Any,
            Some(Test::Cell(tests)) => set_of(tests),
            Some(Test::Broken) => Set::Opaque,
        };
        let rules = table.rules.iter().map(|rule| rule.tests.iter().map(set).collect());
        Self::of_sets(domains.collect(), rules.collect())
    }

    fn of_sets(domains: Vec<(Set, Set)>, rules: Vec<Vec<Set>>) -> Self {
        let mut axes = Vec::with_capacity(domains.len());
        let mut domain = Vec::with_capacity(domains.len());
        for (input, (ty, written)) in domains.iter().enumerate() {
            let mut sets = vec![ty, written];
            sets.extend(rules.iter().filter_map(|rule| rule.get(input)));
            let axis = Axis::of(&sets);
            domain.push(match &axis {
                None => Bits::full(1),
                Some(axis) => {
                    let mut bits = axis.existing();
                    for set in [ty, written] {
                        bits = axis.bits(set).map_or(bits.clone(), |more| bits.and(&more));
                    }
                    bits
                }
            });
            axes.push(axis);
        }
        let mut boxes = Vec::with_capacity(rules.len());
        let mut opaque = Vec::with_capacity(rules.len());
        for rule in &rules {
            let cell = |(set, axis): (&Set, &Option<Axis>)| match axis {
                Some(axis) => (axis.bits(set), axis.atoms()),
                None => ((*set == Set::Any).then(|| Bits::full(1)), 1),
            };
            let cells: Vec<_> = rule.iter().zip(&axes).map(cell).collect();
            opaque.push(cells.iter().map(|(bits, _)| bits.is_none()).collect::<Vec<_>>());
            boxes.push(
                cells.into_iter().map(|(bits, atoms)| bits.unwrap_or_else(|| Bits::full(atoms))).collect(),
            );
        }
        let is_plain = |cells: &Vec<bool>| !cells.iter().any(|is_opaque| *is_opaque);
        let plain =
            opaque.iter().enumerate().filter(|(_, cells)| is_plain(cells)).map(|(rule, _)| rule).collect();
        Self { axes, domain, boxes, opaque, plain }
    }

    /// The atoms of a cell; none when it is opaque.
    pub(super) fn cell(&self, rule: usize, input: usize) -> Option<&Bits> {
        let is_opaque = *self.opaque.get(rule)?.get(input)?;
        if is_opaque { None } else { self.boxes.get(rule)?.get(input) }
    }

    /// The rules with at least one opaque cell.
    pub(super) fn opaque_rules(&self) -> Vec<usize> {
        (0..self.boxes.len()).filter(|rule| self.plain.binary_search(rule).is_err()).collect()
    }

    /// The boxes of the rules that are fully known, within the whole domain or within another one.
    pub(super) fn space(&self, domain: Option<Vec<Bits>>) -> Space<'_> {
        let boxes = self.plain.iter().map(|rule| self.boxes[*rule].as_slice()).collect();
        Space { domain: domain.unwrap_or_else(|| self.domain.clone()), boxes }
    }

    /// All boxes, opaque cells as if everything passed them.
    pub(super) fn space_with_opaque(&self) -> Space<'_> {
        Space { domain: self.domain.clone(), boxes: self.boxes.iter().map(Vec::as_slice).collect() }
    }

    /// The box of a rule as the domain, with the boxes of the known rules before it.
    pub(super) fn space_before(&self, rule: usize) -> Option<Space<'_>> {
        self.plain.binary_search(&rule).ok()?;
        let own = &self.boxes[rule];
        let domain: Vec<Bits> = own.iter().zip(&self.domain).map(|(own, domain)| own.and(domain)).collect();
        let before = self.plain.iter().take_while(|other| **other < rule);
        let meets =
            |other: &&usize| self.boxes[**other].iter().zip(&domain).all(|(bits, domain)| bits.meets(domain));
        let boxes = before.filter(meets).map(|other| self.boxes[*other].as_slice()).collect();
        Some(Space { domain, boxes })
    }

    /// Axes on which rules take the least come first.
    pub(super) fn axes_by_selectivity(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.axes.len()).collect();
        order.sort_by_key(|axis| {
            let taken: u64 = self.boxes.iter().map(|cells| u64::from(cells[*axis].count())).sum();
            taken.saturating_mul(1_000) / u64::from(self.domain[*axis].count().max(1))
        });
        order
    }

    /// A point in both of two known boxes.
    pub(super) fn meeting(&self, first: usize, second: usize, order: &[usize]) -> Option<Vec<usize>> {
        let (a, b) = (&self.boxes[first], &self.boxes[second]);
        let is_apart = order.iter().any(|axis| !a[*axis].meets(&b[*axis]));
        if is_apart || self.plain.binary_search(&first).is_err() || self.plain.binary_search(&second).is_err()
        {
            return None;
        }
        let common = a.iter().zip(b).zip(&self.domain).map(|((a, b), domain)| a.and(b).and(domain));
        common.map(|bits| bits.iter().next()).collect()
    }

    /// A point in the reader's words.
    pub(super) fn example(&self, table: &DecisionTable, point: &[usize]) -> Vec<Witness> {
        let columns = table.inputs.iter().zip(&self.axes).zip(point);
        columns
            .map(|((input, axis), atom)| {
                let written = input.label.clone().unwrap_or_else(|| input.expression.value.trim().to_owned());
                Witness { input: written, value: axis.as_ref().and_then(|axis| axis.witness(*atom)) }
            })
            .collect()
    }
}

/// The values that a type has, if they can be listed.
fn type_set(ty: &Type) -> Set {
    let values = match ty {
        Type::Boolean => vec![Value::Boolean(false), Value::Boolean(true)],
        Type::OneOf(names) => names.iter().map(|name| Value::String(name.as_str().into())).collect(),
        _ => return Set::Any,
    };
    Set::Parts { is_negated: false, values, intervals: Vec::new() }
}
