//! A table as boxes of atoms.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{
    Date, DateTime, Env, Expression, Scope, Type, UnaryTests, parse_expression, parse_unary_tests,
};

use super::axis::{Axis, Set, Tested, evaluations};
use super::bits::Bits;
use super::cover::Space;
use super::finding::Witness;
use crate::compile::program::{TableLogic, Test};
use crate::model::{DecisionTable, Text};

/// One input column, before columns that say the same are put together.
struct Column {
    /// What the column tests, as a text that is the same for the same expression.
    key: String,
    expression: Option<Expression>,
    name: String,
    ty: Type,
    domains: Vec<Set>,
    cells: Vec<Set>,
}

/// A table as boxes of atoms: for each rule and axis the atoms that pass. Columns with the same expression are
/// one axis.
pub(crate) struct Grid {
    pub(crate) axes: Vec<Option<Axis>>,
    /// What each axis is called, for examples.
    names: Vec<String>,
    /// What each axis tests, where it could be read.
    pub(crate) expressions: Vec<Option<Expression>>,
    /// The axis of each column.
    axis_of: Vec<usize>,
    /// The atoms of each axis that can occur.
    pub(crate) domain: Vec<Bits>,
    /// The boxes; an opaque cell stands as all atoms.
    boxes: Vec<Vec<Arc<Bits>>>,
    /// The atoms of each cell; none when it is opaque.
    cells: Vec<Vec<Option<Arc<Bits>>>>,
    /// Numbers of the rules without opaque cells.
    plain: Vec<usize>,
}

/// The time in which conditions are looked at: no condition that is looked at depends on it.
pub(crate) fn timeless() -> Option<Env> {
    Date::from_days_since_epoch(0).map(|day| Env::new(DateTime::midnight_utc(day)))
}

impl Grid {
    /// The grid of a table as written; `declared` are tests that the types of the columns ask for.
    pub(crate) fn of_table(table: &DecisionTable, types: &[Type], declared: &[Option<&UnaryTests>]) -> Self {
        let columns = table.inputs.iter().enumerate().map(|(input, each)| {
            let ty = types.get(input).cloned().unwrap_or(Type::Any);
            let mut known: BTreeMap<&str, Set> = BTreeMap::new();
            let mut parse = |text: &'_ Text| -> Set {
                let text = text.value.trim();
                if matches!(text, "-" | "") {
                    return Set::Any;
                }
                match parse_unary_tests(text, &Scope::new(), &ty) {
                    Ok(tests) => Set::of(&tests),
                    Err(_) => Set::Opaque,
                }
            };
            let written = each.domain.as_ref().filter(|text| !text.is_blank());
            let mut domains: Vec<Set> = written.map(&mut parse).into_iter().collect();
            domains.extend(declared.get(input).copied().flatten().map(Set::of));
            let mut cells = Vec::with_capacity(table.rules.len());
            for rule in &table.rules {
                // The same text in many rules is read once.
                cells.push(match rule.tests.get(input) {
                    None => Set::Opaque,
                    Some(text) => known.entry(text.value.trim()).or_insert_with(|| parse(text)).clone(),
                });
            }
            let text = each.expression.value.trim();
            let expression = parse_expression(text, &Scope::new()).ok();
            let key = expression.as_ref().map_or_else(|| text.to_owned(), ToString::to_string);
            let name = each.label.clone().unwrap_or_else(|| text.to_owned());
            Column { key, expression, name, ty: ty.clone(), domains, cells }
        });
        Self::of_columns(columns.collect(), table.rules.len())
    }

    /// The grid of a compiled table.
    pub(crate) fn of_logic(table: &TableLogic, types: &[Type]) -> Self {
        let columns = table.inputs.iter().enumerate().map(|(input, each)| {
            let listed = each.domain.as_ref().or(each.ty.allowed.as_ref()).map(Set::of);
            let cells = table.rules.iter().map(|rule| match rule.tests.get(input) {
                Some(None) => Set::Any,
                Some(Some(Test::Cell(tests))) => Set::of(tests),
                Some(Some(Test::Broken)) | None => Set::Opaque,
            });
            let text = each.expression.as_ref().map(ToString::to_string).unwrap_or_default();
            Column {
                key: if text.is_empty() { format!("column {input}") } else { text.clone() },
                expression: each.expression.clone(),
                name: text,
                ty: types.get(input).cloned().unwrap_or(Type::Any),
                domains: listed.into_iter().collect(),
                cells: cells.collect(),
            }
        });
        Self::of_columns(columns.collect(), table.rules.len())
    }

    fn of_columns(columns: Vec<Column>, rules: usize) -> Self {
        let mut keys: Vec<&str> = Vec::new();
        let mut axis_of = Vec::with_capacity(columns.len());
        for column in &columns {
            let axis = keys.iter().position(|key| *key == column.key).unwrap_or_else(|| {
                keys.push(&column.key);
                keys.len() - 1
            });
            axis_of.push(axis);
        }
        let env = timeless();
        let mut budget = evaluations();
        let count = keys.len();
        let mut grid = Self {
            axes: Vec::with_capacity(count),
            names: Vec::with_capacity(count),
            expressions: Vec::with_capacity(count),
            axis_of,
            domain: Vec::with_capacity(count),
            boxes: vec![Vec::with_capacity(count); rules],
            cells: vec![vec![None; columns.len()]; rules],
            plain: Vec::new(),
        };
        for axis in 0..count {
            let own: Vec<usize> = (0..columns.len()).filter(|column| grid.axis_of[*column] == axis).collect();
            grid.axis(axis, &own, &columns, env.as_ref(), &mut budget);
        }
        let is_plain = |cells: &Vec<Option<Arc<Bits>>>| cells.iter().all(Option::is_some);
        grid.plain = grid
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cells)| is_plain(cells))
            .map(|(rule, _)| rule)
            .collect();
        grid
    }

    /// Adds one axis with the cells of its columns.
    fn axis(&mut self, axis: usize, own: &[usize], columns: &[Column], env: Option<&Env>, budget: &mut u64) {
        let sets =
            own.iter().flat_map(|column| columns[*column].domains.iter().chain(&columns[*column].cells));
        let sets: Vec<&Set> = sets.collect();
        let first = &columns[own[0]];
        self.names.push(first.name.clone());
        self.expressions.push(first.expression.clone());
        let line = Axis::of(&sets, &first.ty).zip(env);
        let atoms = line.as_ref().map_or(1, |(line, _)| line.atoms());
        let full = Arc::new(Bits::full(atoms));
        let mut bits_of = |set: &Set| -> Option<Arc<Bits>> {
            match (&line, set) {
                (_, Set::Any) => Some(Arc::clone(&full)),
                (Some((line, env)), set) => line.bits(set, env, budget).map(Arc::new),
                (None, _) => None,
            }
        };
        let mut domain = line.as_ref().map_or_else(|| (*full).clone(), |(line, _)| line.existing());
        let of_type = line.as_ref().and_then(|(line, _)| type_bits(line, &first.ty));
        let written = own.iter().flat_map(|column| &columns[*column].domains);
        for limits in of_type.into_iter().map(Arc::new).chain(written.filter_map(&mut bits_of)) {
            // Null conforms to every domain; whether it finds a rule is asked where a cell names it.
            let mut limits = (*limits).clone();
            if let Some(null) = line.as_ref().and_then(|(line, _)| line.locate(&afaq_feel::Value::Null)) {
                limits.add(null);
            }
            domain = domain.and(&limits);
        }
        let mut known: Vec<Known> = Vec::new();
        for rule in 0..self.boxes.len() {
            let mut all: Option<Arc<Bits>> = None;
            for column in own {
                let bits = match columns[*column].cells.get(rule) {
                    None => None,
                    Some(set) => shared(set, &mut known, &mut bits_of),
                };
                self.cells[rule][*column] = bits.clone();
                let bits = bits.unwrap_or_else(|| Arc::clone(&full));
                all = Some(match all {
                    None => bits,
                    Some(before) => Arc::new(before.and(&bits)),
                });
            }
            self.boxes[rule].push(all.unwrap_or_else(|| Arc::clone(&full)));
        }
        debug_assert_eq!(self.axes.len(), axis);
        self.axes.push(line.map(|(line, _)| line));
        self.domain.push(domain);
    }

    /// The atoms of a cell; none when it is opaque.
    pub(crate) fn cell(&self, rule: usize, input: usize) -> Option<&Bits> {
        self.cells.get(rule)?.get(input)?.as_deref()
    }

    /// The axis of a column.
    pub(crate) fn axis_of(&self, input: usize) -> usize {
        self.axis_of.get(input).copied().unwrap_or(0)
    }

    /// Whether all cells of the rule are known.
    pub(crate) fn is_plain(&self, rule: usize) -> bool {
        self.plain.binary_search(&rule).is_ok()
    }

    /// The rules with at least one opaque cell.
    pub(crate) fn opaque_rules(&self) -> Vec<usize> {
        (0..self.boxes.len()).filter(|rule| !self.is_plain(*rule)).collect()
    }

    /// The boxes of the rules that are fully known, within the whole domain.
    pub(crate) fn space(&self) -> Space<'_> {
        let boxes = self.plain.iter().map(|rule| self.boxes[*rule].as_slice()).collect();
        Space { domain: self.domain.clone(), boxes }
    }

    /// All boxes, opaque cells as if everything passed them.
    pub(crate) fn space_with_opaque(&self) -> Space<'_> {
        Space { domain: self.domain.clone(), boxes: self.boxes.iter().map(Vec::as_slice).collect() }
    }

    /// The box of a rule as the domain, with the boxes of those known rules that `hides` names.
    pub(crate) fn space_behind(&self, rule: usize, hides: &dyn Fn(usize) -> bool) -> Option<Space<'_>> {
        if !self.is_plain(rule) {
            return None;
        }
        let own = &self.boxes[rule];
        let domain: Vec<Bits> = own.iter().zip(&self.domain).map(|(own, domain)| own.and(domain)).collect();
        let others = self.plain.iter().filter(|other| **other != rule && hides(**other));
        let meets =
            |other: &&usize| self.boxes[**other].iter().zip(&domain).all(|(bits, domain)| bits.meets(domain));
        let boxes = others.filter(meets).map(|other| self.boxes[*other].as_slice()).collect();
        Some(Space { domain, boxes })
    }

    /// Axes on which rules take the least come first.
    pub(crate) fn axes_by_selectivity(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.axes.len()).collect();
        order.sort_by_key(|axis| {
            let taken: u64 = self.boxes.iter().map(|cells| u64::from(cells[*axis].count())).sum();
            taken.saturating_mul(1_000) / u64::from(self.domain[*axis].count().max(1))
        });
        order
    }

    /// What two known boxes have in common within the domain.
    pub(crate) fn meeting(&self, first: usize, second: usize, order: &[usize]) -> Option<Vec<Bits>> {
        let (a, b) = (&self.boxes[first], &self.boxes[second]);
        if order.iter().any(|axis| !a[*axis].meets(&b[*axis])) {
            return None;
        }
        let common: Vec<Bits> =
            a.iter().zip(b).zip(&self.domain).map(|((a, b), domain)| a.and(b).and(domain)).collect();
        (!common.iter().any(Bits::is_empty)).then_some(common)
    }

    /// Whether one known box holds all of another one within the domain.
    pub(crate) fn holds(&self, outer: usize, inner: usize) -> bool {
        let pairs = self.boxes[outer].iter().zip(&self.boxes[inner]).zip(&self.domain);
        pairs.into_iter().all(|((outer, inner), domain)| outer.covers(&inner.and(domain)))
    }

    /// One point of a part of the space in the reader's words.
    pub(crate) fn example(&self, part: &[Bits]) -> Vec<Witness> {
        let axes = self.names.iter().zip(&self.axes).zip(part);
        axes.map(|((name, axis), bits)| {
            // A value that somebody named is easier to imagine than "any other value".
            let witness = |axis: &Axis| bits.iter().find_map(|atom| axis.witness(atom));
            Witness { input: name.clone(), value: axis.as_ref().and_then(witness) }
        })
        .collect()
    }
}

/// A set that was looked at, and its atoms.
type Known = (Arc<Tested>, Option<Arc<Bits>>);

/// The atoms of a set; sets that are the same thing in memory are looked at once.
fn shared(
    set: &Set,
    known: &mut Vec<Known>,
    bits_of: &mut impl FnMut(&Set) -> Option<Arc<Bits>>,
) -> Option<Arc<Bits>> {
    let Set::Tests(tested) = set else { return bits_of(set) };
    let same = |other: &&Known| Arc::ptr_eq(&other.0, tested);
    if let Some((_, bits)) = known.iter().rev().take(SHARED_MAX).find(same) {
        return bits.clone();
    }
    let bits = bits_of(set);
    known.push((Arc::clone(tested), bits.clone()));
    bits
}

/// How far back a set is looked for.
const SHARED_MAX: usize = 64;

/// The atoms that a closed type allows.
fn type_bits(axis: &Axis, ty: &Type) -> Option<Bits> {
    let Type::OneOf(names) = ty else { return None };
    let mut bits = Bits::empty(axis.atoms());
    for name in names {
        bits.add(axis.locate(&afaq_feel::Value::from(name.as_str()))?);
    }
    if let Some(null) = axis.locate(&afaq_feel::Value::Null) {
        bits.add(null);
    }
    Some(bits)
}
