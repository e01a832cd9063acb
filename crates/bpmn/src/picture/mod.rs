//! Pictures of processes: SVG in Arabic and English with a case's position, and an outline in words.

mod draw;
mod layout;
mod outline;

use std::collections::BTreeMap;

pub use outline::outline;

use crate::definitions::{Bounds, Definitions, Lang};
use crate::instance::{Instance, Place};
use crate::limits;

/// Where everything is drawn, in the picture's own coordinates.
pub(crate) struct Scene {
    shapes: BTreeMap<String, Bounds>,
    edges: BTreeMap<String, Vec<(f64, f64)>>,
    /// Where the diagram puts the labels of events, gateways and flows.
    labels: BTreeMap<String, Bounds>,
}

/// How a case stands at one element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Mark {
    /// How many tokens are there.
    tokens: usize,
    /// Whether one of them cannot go on.
    is_stuck: bool,
}

/// Where an instance is: tokens and incidents by element.
pub(crate) fn marks(position: Option<&Instance>) -> BTreeMap<&str, Mark> {
    let mut marks: BTreeMap<&str, Mark> = BTreeMap::new();
    let Some(instance) = position else { return marks };
    for token in instance.tokens.values() {
        let (Place::Element(at) | Place::Flow(at)) = &token.place;
        marks.entry(at).or_default().tokens += 1;
    }
    for incident in instance.incidents.values() {
        marks.entry(&incident.element).or_default().is_stuck = true;
    }
    if let crate::instance::Status::Ended { element, .. } = &instance.status {
        marks.entry(element).or_default().tokens += 1;
    }
    marks
}

/// The places of a layout of our own, for a file without a diagram.
pub(crate) struct Places {
    pub(crate) shapes: BTreeMap<String, Bounds>,
    pub(crate) edges: BTreeMap<String, Vec<(f64, f64)>>,
}

/// Lays a file out that has no diagram; none if it is too large for a picture.
pub(crate) fn places(definitions: &Definitions) -> Option<Places> {
    let elements: usize = definitions.processes.iter().map(|p| p.elements.len() + p.flows.len()).sum();
    if elements > limits::PICTURE_ELEMENTS_MAX || elements == 0 {
        return None;
    }
    let mut scene = Scene { shapes: BTreeMap::new(), edges: BTreeMap::new(), labels: BTreeMap::new() };
    let mut top = 0.0;
    for process in &definitions.processes {
        top += layout::lay_out(process, top, &mut scene);
    }
    Some(Places { shapes: scene.shapes, edges: scene.edges })
}

/// The picture of all processes of a file as SVG, from its diagram or, without one, from a layout
/// of our own; in Arabic it is mirrored, with every label upright. A picture with more elements than
/// [`limits::PICTURE_ELEMENTS_MAX`] is empty but for its title.
pub fn svg(definitions: &Definitions, lang: Lang, position: Option<&Instance>) -> String {
    drawn(definitions, lang, &marks(position))
}

/// The same picture with how many cases stand at each element, and where some of them are stuck.
pub fn svg_with_counts(
    definitions: &Definitions,
    lang: Lang,
    counts: &BTreeMap<String, (usize, bool)>,
) -> String {
    let mark = |(tokens, is_stuck): &(usize, bool)| Mark { tokens: *tokens, is_stuck: *is_stuck };
    let marks = counts.iter().map(|(element, count)| (element.as_str(), mark(count))).collect();
    drawn(definitions, lang, &marks)
}

fn drawn(definitions: &Definitions, lang: Lang, marks: &BTreeMap<&str, Mark>) -> String {
    let elements: usize = definitions.processes.iter().map(|p| p.elements.len() + p.flows.len()).sum();
    let mut scene = Scene { shapes: BTreeMap::new(), edges: BTreeMap::new(), labels: BTreeMap::new() };
    if elements <= limits::PICTURE_ELEMENTS_MAX {
        for shape in &definitions.shapes {
            scene.shapes.insert(shape.element.clone(), shape.bounds);
        }
        for edge in definitions.edges.iter().filter(|edge| edge.waypoints.len() > 1) {
            scene.edges.insert(edge.element.clone(), edge.waypoints.clone());
        }
        let labels = definitions.shapes.iter().map(|shape| (&shape.element, shape.label));
        let labels = labels.chain(definitions.edges.iter().map(|edge| (&edge.element, edge.label)));
        scene.labels.extend(labels.filter_map(|(element, label)| Some((element.clone(), label?))));
        let mut top = scene.shapes.values().map(|b| b.y + b.height).fold(0.0, f64::max);
        for process in &definitions.processes {
            let is_drawn = process.elements.iter().any(|e| scene.shapes.contains_key(&*e.base.id));
            if !is_drawn {
                top += layout::lay_out(process, top, &mut scene);
            }
        }
    }
    if lang == Lang::Ar {
        scene.mirror();
    }
    draw::draw(definitions, &scene, lang, marks)
}

impl Scene {
    /// The rectangle around everything.
    fn extent(&self) -> Bounds {
        let boxes = self.shapes.values().map(|b| (b.x, b.y, b.x + b.width, b.y + b.height));
        let points = self.edges.values().flatten().map(|(x, y)| (*x, *y, *x, *y));
        let around = boxes
            .chain(points)
            .reduce(|a, b| (a.0.min(b.0), a.1.min(b.1), a.2.max(b.2), a.3.max(b.3)))
            .unwrap_or((0.0, 0.0, 0.0, 0.0));
        Bounds { x: around.0, y: around.1, width: around.2 - around.0, height: around.3 - around.1 }
    }

    /// The middle of the place that the diagram gives a label.
    fn label(&self, element: &str) -> Option<(f64, f64)> {
        let bounds = self.labels.get(element)?;
        Some((bounds.x + bounds.width / 2.0, bounds.y + bounds.height / 2.0))
    }

    fn mirror(&mut self) {
        let around = self.extent();
        let sum = 2.0 * around.x + around.width;
        for bounds in self.shapes.values_mut().chain(self.labels.values_mut()) {
            bounds.x = sum - bounds.x - bounds.width;
        }
        for point in self.edges.values_mut().flatten() {
            point.0 = sum - point.0;
        }
    }
}
