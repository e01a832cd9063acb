//! Places for elements that no diagram shows: layers from start to end, scopes from the inside out.

use std::collections::BTreeMap;

use super::Scene;
use crate::definitions::{Bounds, Element, ElementKind, Process};

const GAP_X: f64 = 110.0;
const GAP_Y: f64 = 40.0;
const PADDING: f64 = 30.0;
const EVENT: f64 = 36.0;
const GATEWAY: f64 = 50.0;
const TASK: (f64, f64) = (130.0, 80.0);

type Point = (f64, f64);

fn size(element: &Element) -> Point {
    match element.kind {
        ElementKind::StartEvent { .. }
        | ElementKind::EndEvent
        | ElementKind::IntermediateCatchEvent
        | ElementKind::IntermediateThrowEvent
        | ElementKind::BoundaryEvent { .. } => (EVENT, EVENT),
        ElementKind::Gateway(_) => (GATEWAY, GATEWAY),
        ElementKind::Task(_)
        | ElementKind::SubProcess(_)
        | ElementKind::CallActivity(_)
        | ElementKind::Unknown(_) => TASK,
    }
}

/// Lays one process out below `top` and gives the height that it takes.
pub(super) fn lay_out(process: &Process, top: f64, scene: &mut Scene) -> f64 {
    let index: BTreeMap<&str, usize> =
        process.elements.iter().enumerate().map(|(at, element)| (&*element.base.id, at)).collect();
    let mut inside: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
    for (at, element) in process.elements.iter().enumerate() {
        inside.entry(element.scope).or_default().push(at);
    }
    let host = |at: usize| match &process.elements[at].kind {
        ElementKind::BoundaryEvent { attached_to, .. } => index.get(attached_to.as_str()).copied(),
        _ => None,
    };
    // A flow out of a boundary event counts as one out of its activity.
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); process.elements.len()];
    for flow in &process.flows {
        if let (Some(&from), Some(&to)) = (index.get(flow.source.as_str()), index.get(flow.target.as_str())) {
            let from = host(from).unwrap_or(from);
            if from != to && process.elements[from].scope == process.elements[to].scope {
                next[from].push(to);
            }
        }
    }
    let mut sizes: Vec<Point> = process.elements.iter().map(size).collect();
    let mut places: Vec<Point> = vec![(0.0, 0.0); process.elements.len()];
    // How far each element stands inside of its column, so that lines can run between columns.
    let mut indents: Vec<f64> = vec![0.0; process.elements.len()];
    let mut bottoms: BTreeMap<Option<usize>, f64> = BTreeMap::new();
    // Where flows pass columns that lie between their ends.
    let mut passes: BTreeMap<(usize, usize), Vec<Pass>> = BTreeMap::new();
    // Sub-processes stand behind the element around them, so the innermost come first here.
    for (scope, members) in inside.iter().rev() {
        let members: Vec<usize> = members.iter().copied().filter(|at| host(*at).is_none()).collect();
        let extent = layers(&members, &next, &sizes, &mut places, &mut indents, &mut passes);
        bottoms.insert(*scope, extent.1);
        if let Some(scope) = scope {
            sizes[*scope] = (extent.0 + 2.0 * PADDING, extent.1 + 2.0 * PADDING);
        }
    }
    for (at, element) in process.elements.iter().enumerate() {
        let origin = element
            .scope
            .map_or((PADDING, top + PADDING), |scope| (places[scope].0 + PADDING, places[scope].1 + PADDING));
        places[at] = (places[at].0 + origin.0, places[at].1 + origin.1);
    }
    let mut hung: BTreeMap<usize, usize> = BTreeMap::new();
    for at in 0..process.elements.len() {
        if let Some(host) = host(at) {
            let count = hung.entry(host).or_default();
            let shift = 20.0 + f64::from(u16::try_from(*count).unwrap_or(u16::MAX)) * (EVENT + 8.0);
            *count += 1;
            places[at] = (places[host].0 + shift, places[host].1 + sizes[host].1 - EVENT / 2.0);
        }
    }
    for (at, element) in process.elements.iter().enumerate() {
        let ((x, y), (width, height)) = (places[at], sizes[at]);
        scene.shapes.insert(element.base.id.to_string(), Bounds { x, y, width, height });
    }
    let mut backs = 0_u8;
    for flow in &process.flows {
        let ends = (index.get(flow.source.as_str()), index.get(flow.target.as_str()));
        let (Some(&source), Some(&target)) = ends else { continue };
        let bounds =
            |at: usize| Bounds { x: places[at].0, y: places[at].1, width: sizes[at].0, height: sizes[at].1 };
        let scope = process.elements[source].scope;
        let origin_y = scope.map_or(top + PADDING, |scope| places[scope].1 + PADDING);
        let under = origin_y + bottoms.get(&scope).copied().unwrap_or(0.0) + 8.0 + f64::from(backs % 3) * 7.0;
        let passed = passes.get(&(source, target)).filter(|_| scope == process.elements[target].scope);
        let line = match passed {
            Some(passed) => {
                let origin_x = scope.map_or(PADDING, |scope| places[scope].0 + PADDING);
                through(bounds(source), bounds(target), indents[target], passed, (origin_x, origin_y))
            }
            None => route(bounds(source), bounds(target), host(source).is_some(), indents[target], under),
        };
        if passed.is_none() && line.len() == 6 {
            backs = backs.wrapping_add(1);
        }
        scene.edges.insert(flow.base.id.to_string(), line);
    }
    let bottom = scene.shapes.values().map(|bounds| bounds.y + bounds.height).fold(top, f64::max);
    bottom + PADDING - top
}

/// Where a flow passes a column: the left edge of the column, and the height.
type Pass = Point;

/// What stands in a column: an element, or a flow on its way to a later column.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Item {
    Member(usize),
    Flow(usize, usize),
}

/// The room that a passing flow takes.
const LANE: f64 = 12.0;

fn small(count: usize) -> f64 {
    f64::from(u16::try_from(count).unwrap_or(u16::MAX))
}

/// Places the members of one scope in layers and gives the extent.
fn layers(
    members: &[usize],
    next: &[Vec<usize>],
    sizes: &[Point],
    places: &mut [Point],
    indents: &mut [f64],
    passes: &mut BTreeMap<(usize, usize), Vec<Pass>>,
) -> Point {
    let layer = ranks(members, next);
    let rank = |member: usize| layer.get(&member).copied().unwrap_or(0);
    let mut columns: BTreeMap<usize, Vec<Item>> = BTreeMap::new();
    for &member in members {
        columns.entry(rank(member)).or_default().push(Item::Member(member));
    }
    for &from in members {
        let mut targets: Vec<usize> =
            next[from].iter().copied().filter(|to| layer.contains_key(to)).collect();
        targets.sort_unstable();
        targets.dedup();
        for to in targets.into_iter().filter(|to| rank(*to) > rank(from) + 1) {
            for between in rank(from) + 1..rank(to) {
                columns.entry(between).or_default().push(Item::Flow(from, to));
            }
        }
    }
    let mut columns: Vec<Vec<Item>> = columns.into_values().collect();
    order(&mut columns, next);
    let height = |item: &Item| match item {
        Item::Member(member) => sizes[*member].1,
        Item::Flow(..) => LANE,
    };
    let gap = |above: &Item, below: &Item| match (above, below) {
        (Item::Flow(..), Item::Flow(..)) => 4.0,
        (Item::Member(_), Item::Member(_)) => GAP_Y,
        _ => GAP_Y * 0.75,
    };
    let height_of = |column: &[Item]| {
        let gaps: f64 = column.windows(2).map(|pair| gap(&pair[0], &pair[1])).sum();
        column.iter().map(height).sum::<f64>() + gaps
    };
    let tallest = columns.iter().map(|column| height_of(column)).fold(0.0, f64::max);
    let mut x = 0.0;
    for column in &columns {
        let widths = column.iter().map(|item| match item {
            Item::Member(member) => sizes[*member].0,
            Item::Flow(..) => 0.0,
        });
        let width = widths.fold(0.0, f64::max);
        let mut y = (tallest - height_of(column)) / 2.0;
        for (at, item) in column.iter().enumerate() {
            match *item {
                Item::Member(member) => {
                    indents[member] = (width - sizes[member].0) / 2.0;
                    places[member] = (x + indents[member], y);
                }
                Item::Flow(from, to) => passes.entry((from, to)).or_default().push((x, y + LANE / 2.0)),
            }
            y += height(item) + column.get(at + 1).map_or(0.0, |below| gap(item, below));
        }
        x += width + GAP_X;
    }
    // Labels stand below events.
    ((x - GAP_X).max(TASK.0), tallest.max(TASK.1) + 24.0)
}

/// Orders each column by where its neighbors stand, so that few flows cross.
fn order(columns: &mut [Vec<Item>], next: &[Vec<usize>]) {
    const SWEEPS: usize = 4;
    let leads = |from: &Item, to: &Item| match (*from, *to) {
        (Item::Member(from), Item::Member(to)) => next[from].contains(&to),
        (Item::Member(from), Item::Flow(source, _)) => from == source,
        (Item::Flow(_, target), Item::Member(to)) => to == target,
        (Item::Flow(a, b), Item::Flow(c, d)) => (a, b) == (c, d),
    };
    for sweep in 0..SWEEPS {
        for step in 1..columns.len() {
            let (at, beside) = if sweep % 2 == 0 {
                (step, step - 1)
            } else {
                (columns.len() - 1 - step, columns.len() - step)
            };
            let neighbors = columns[beside].clone();
            // A column of thousands stays as it is: sorting it would help nobody's eyes.
            if columns[at].len() * neighbors.len() > 10_000 {
                continue;
            }
            let place = |item: &Item, own: usize| {
                let touching: Vec<usize> = neighbors
                    .iter()
                    .enumerate()
                    .filter(|(_, other)| if sweep % 2 == 0 { leads(other, item) } else { leads(item, other) })
                    .map(|(index, _)| index)
                    .collect();
                if touching.is_empty() {
                    return (small(own) + 0.5) / small(columns[at].len());
                }
                let sum: f64 = touching.iter().map(|index| small(*index) + 0.5).sum();
                sum / small(touching.len()) / small(neighbors.len())
            };
            let mut keyed: Vec<(f64, Item)> =
                columns[at].iter().enumerate().map(|(own, item)| (place(item, own), *item)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            columns[at] = keyed.into_iter().map(|(_, item)| item).collect();
        }
    }
}

/// A line with right angles through the places that are kept free for it.
fn through(from: Bounds, to: Bounds, indent: f64, passes: &[Pass], origin: Point) -> Vec<Point> {
    let (mut y, to_y) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let mut line = vec![(from.x + from.width, y)];
    for (x, height) in passes {
        let (x, height) = (origin.0 + x - GAP_X / 2.0, origin.1 + height);
        line.extend([(x, y), (x, height)]);
        y = height;
    }
    let x = to.x - indent - GAP_X / 2.0;
    line.extend([(x, y), (x, to_y), (to.x, to_y)]);
    line
}

/// The longest way from a beginning to each member, ways back left out.
fn ranks(members: &[usize], next: &[Vec<usize>]) -> BTreeMap<usize, usize> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        Open,
        Done,
    }
    let mut marks: BTreeMap<usize, Mark> = BTreeMap::new();
    let mut order = Vec::new();
    let mut back: std::collections::BTreeSet<(usize, usize)> = std::collections::BTreeSet::new();
    for &root in members {
        if marks.contains_key(&root) {
            continue;
        }
        marks.insert(root, Mark::Open);
        let mut pending = vec![(root, 0)];
        while let Some((at, step)) = pending.pop() {
            match next[at].get(step) {
                None => {
                    marks.insert(at, Mark::Done);
                    order.push(at);
                }
                Some(&to) => {
                    pending.push((at, step + 1));
                    match marks.get(&to) {
                        None => {
                            marks.insert(to, Mark::Open);
                            pending.push((to, 0));
                        }
                        Some(Mark::Open) => {
                            back.insert((at, to));
                        }
                        Some(Mark::Done) => {}
                    }
                }
            }
        }
    }
    let mut rank: BTreeMap<usize, usize> = BTreeMap::new();
    for &at in order.iter().rev() {
        let own = rank.get(&at).copied().unwrap_or(0);
        rank.entry(at).or_insert(0);
        for &to in next[at].iter().filter(|to| !back.contains(&(at, **to))) {
            let entry = rank.entry(to).or_insert(0);
            *entry = (*entry).max(own + 1);
        }
    }
    rank
}

/// A line with right angles that turns between the columns; a way back runs below everything.
fn route(from: Bounds, to: Bounds, is_hung: bool, indent: f64, under: f64) -> Vec<Point> {
    let (from_y, to_y) = (from.y + from.height / 2.0, to.y + to.height / 2.0);
    let (from_x, to_x) = (from.x + from.width, to.x);
    let between = to_x - indent - GAP_X / 2.0;
    if is_hung {
        let (x, below) = (from.x + from.width / 2.0, from.y + from.height);
        let mid = if between > x { below + 24.0 } else { under };
        return vec![(x, below), (x, mid), (between, mid), (between, to_y), (to_x, to_y)];
    }
    if to_x >= from_x {
        if (from_y - to_y).abs() < 0.5 {
            return vec![(from_x, from_y), (to_x, to_y)];
        }
        return vec![(from_x, from_y), (between, from_y), (between, to_y), (to_x, to_y)];
    }
    let beside = from_x + 14.0;
    vec![(from_x, from_y), (beside, from_y), (beside, under), (between, under), (between, to_y), (to_x, to_y)]
}
