//! Reads diagrams: shapes and edges with their places.

use super::{Reader, Xml, flag, reference};
use crate::definitions::{Bounds, Definitions, Edge, Shape};

const DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
/// Coordinates beyond this are no drawing; they are read as if they were absent.
const COORDINATE_MAX: f64 = 10_000_000.0;

fn number(node: Xml<'_>, name: &str) -> Option<f64> {
    let value: f64 = node.attribute(name)?.trim().parse().ok()?;
    (value.is_finite() && value.abs() <= COORDINATE_MAX).then_some(value)
}

fn bounds(node: Xml<'_>) -> Option<Bounds> {
    let found = node.children().find(|child| child.tag_name().name() == "Bounds")?;
    Some(Bounds {
        x: number(found, "x")?,
        y: number(found, "y")?,
        width: number(found, "width")?.max(0.0),
        height: number(found, "height")?.max(0.0),
    })
}

fn label(node: Xml<'_>) -> Option<Bounds> {
    bounds(node.children().find(|child| child.tag_name().name() == "BPMNLabel")?)
}

impl Reader<'_> {
    pub(crate) fn diagrams(&self, root: Xml<'_>, definitions: &mut Definitions) {
        let planes = root.children().filter(|child| child.tag_name().namespace() == Some(DI));
        let nodes = planes.enumerate().flat_map(|(at, diagram)| diagram.descendants().map(move |n| (at, n)));
        for (diagram, node) in nodes {
            let Some(element) = reference(node, "bpmnElement") else { continue };
            match node.tag_name().name() {
                "BPMNShape" => {
                    if let Some(bounds) = bounds(node) {
                        definitions.shapes.push(Shape {
                            element,
                            bounds,
                            label: label(node),
                            is_horizontal: flag(node, "isHorizontal"),
                            is_expanded: flag(node, "isExpanded"),
                            diagram,
                        });
                    }
                }
                "BPMNEdge" => {
                    let points = node.children().filter(|child| child.tag_name().name() == "waypoint");
                    let waypoints = points.filter_map(|p| Some((number(p, "x")?, number(p, "y")?))).collect();
                    definitions.edges.push(Edge { element, waypoints, label: label(node), diagram });
                }
                _ => {}
            }
        }
    }
}
