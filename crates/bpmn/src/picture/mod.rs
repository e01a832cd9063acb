//! Pictures of processes: SVG in Arabic and English with a case's position, and an outline in words.

mod draw;
mod layout;
mod narrow;
mod outline;
mod view;

use std::collections::BTreeMap;

pub use outline::{outline, outline_of};
pub use view::{Mark, View};

use crate::definitions::{Bounds, Definitions, Lang};
use crate::instance::Instance;
use crate::limits;

/// Where everything is drawn, in the picture's own coordinates.
pub(crate) struct Scene {
    shapes: BTreeMap<String, Bounds>,
    edges: BTreeMap<String, Vec<(f64, f64)>>,
    /// Where the diagram puts the labels of events, gateways and flows.
    labels: BTreeMap<String, Bounds>,
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

/// The picture of all processes of a file as SVG, from its diagrams or, without one, from a layout
/// of our own; in Arabic it is mirrored, with every label upright. A picture with more elements than
/// [`limits::PICTURE_ELEMENTS_MAX`] is empty but for its title.
pub fn svg(definitions: &Definitions, lang: Lang, position: Option<&Instance>) -> String {
    drawn(definitions, lang, &position.map(View::of).unwrap_or_default())
}

/// The same picture with how many cases stand at each element, and where some of them are stuck.
pub fn svg_with_counts(
    definitions: &Definitions,
    lang: Lang,
    counts: &BTreeMap<String, (usize, bool)>,
) -> String {
    let mark =
        |(cases, is_stuck): &(usize, bool)| Mark { cases: *cases, is_stuck: *is_stuck, ..Mark::default() };
    drawn(definitions, lang, &View::of_many(counts.iter().map(|(id, count)| (id.clone(), mark(count)))))
}

/// The same picture with whatever a view shows: position and history of a case, or counts and waiting
/// times of many.
pub fn svg_of(definitions: &Definitions, lang: Lang, view: &View) -> String {
    drawn(definitions, lang, view)
}

/// A picture for a narrow screen: one element below the other, all flows on rails beside them, 390
/// units wide.
pub fn narrow(definitions: &Definitions, lang: Lang, view: &View) -> String {
    narrow::draw(definitions, lang, view)
}

fn drawn(definitions: &Definitions, lang: Lang, view: &View) -> String {
    let elements: usize = definitions.processes.iter().map(|p| p.elements.len() + p.flows.len()).sum();
    let mut scene = Scene { shapes: BTreeMap::new(), edges: BTreeMap::new(), labels: BTreeMap::new() };
    if elements <= limits::PICTURE_ELEMENTS_MAX {
        scene.add_diagrams(definitions);
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
    draw::draw(definitions, &scene, lang, view)
}

impl Scene {
    /// Takes the diagrams of the file, one below the other; what several show is where the first has it.
    fn add_diagrams(&mut self, definitions: &Definitions) {
        const GAP: f64 = 60.0;
        let count = definitions.shapes.iter().map(|shape| shape.diagram + 1).max().unwrap_or(0);
        let mut floor: Option<f64> = None;
        for diagram in 0..count {
            let shapes = || definitions.shapes.iter().filter(move |shape| shape.diagram == diagram);
            let edges = || definitions.edges.iter().filter(move |edge| edge.diagram == diagram);
            let points = || edges().flat_map(|edge| &edge.waypoints);
            let tops = shapes().map(|shape| shape.bounds.y).chain(points().map(|(_, y)| *y));
            let top = tops.fold(f64::INFINITY, f64::min);
            let bottoms = shapes().map(|shape| shape.bounds.y + shape.bounds.height);
            let bottom = bottoms.chain(points().map(|(_, y)| *y)).fold(f64::NEG_INFINITY, f64::max);
            if top > bottom {
                continue;
            }
            let shift = floor.map_or(0.0, |floor| floor + GAP - top);
            let moved = |bounds: Bounds| Bounds { y: bounds.y + shift, ..bounds };
            for shape in shapes() {
                self.shapes.entry(shape.element.clone()).or_insert_with(|| moved(shape.bounds));
            }
            for edge in edges().filter(|edge| edge.waypoints.len() > 1) {
                let line = || edge.waypoints.iter().map(|(x, y)| (*x, y + shift)).collect();
                self.edges.entry(edge.element.clone()).or_insert_with(line);
            }
            let labels = shapes().map(|shape| (&shape.element, shape.label));
            let labels = labels.chain(edges().map(|edge| (&edge.element, edge.label)));
            for (element, label) in labels.filter_map(|(element, label)| Some((element, label?))) {
                self.labels.entry(element.clone()).or_insert_with(|| moved(label));
            }
            floor = Some(bottom + shift);
        }
    }

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
