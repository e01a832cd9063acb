//! Places for elements that no diagram shows: layers from start to end, scopes from the inside out.

use std::collections::BTreeMap;

use super::Scene;
use crate::definitions::{Bounds, Element, ElementKind, Process};

const GAP_X: f64 = 60.0;
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
    // Sub-processes stand behind the element around them, so the innermost come first here.
    for (scope, members) in inside.iter().rev() {
        let members: Vec<usize> = members.iter().copied().filter(|at| host(*at).is_none()).collect();
        let extent = layers(&members, &next, &sizes, &mut places, &mut indents);
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
        let line = route(bounds(source), bounds(target), host(source).is_some(), indents[target], under);
        if line.len() == 6 {
            backs = backs.wrapping_add(1);
        }
        scene.edges.insert(flow.base.id.to_string(), line);
    }
    let bottom = scene.shapes.values().map(|bounds| bounds.y + bounds.height).fold(top, f64::max);
    bottom + PADDING - top
}

/// Places the members of one scope in layers and gives the extent.
fn layers(
    members: &[usize],
    next: &[Vec<usize>],
    sizes: &[Point],
    places: &mut [Point],
    indents: &mut [f64],
) -> Point {
    let layer = ranks(members, next);
    let mut columns: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &member in members {
        columns.entry(layer.get(&member).copied().unwrap_or(0)).or_default().push(member);
    }
    let height_of = |column: &[usize]| {
        let gaps = GAP_Y * f64::from(u16::try_from(column.len().saturating_sub(1)).unwrap_or(u16::MAX));
        column.iter().map(|member| sizes[*member].1).sum::<f64>() + gaps
    };
    let tallest = columns.values().map(|column| height_of(column)).fold(0.0, f64::max);
    let mut x = 0.0;
    for column in columns.values() {
        let width = column.iter().map(|member| sizes[*member].0).fold(0.0, f64::max);
        let mut y = (tallest - height_of(column)) / 2.0;
        for &member in column {
            indents[member] = (width - sizes[member].0) / 2.0;
            places[member] = (x + indents[member], y);
            y += sizes[member].1 + GAP_Y;
        }
        x += width + GAP_X;
    }
    // Labels stand below events.
    ((x - GAP_X).max(TASK.0), tallest.max(TASK.1) + 24.0)
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
