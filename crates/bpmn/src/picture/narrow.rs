//! A picture for a narrow screen: one element below the other in the order in which a case meets them;
//! flows that lead further than to the next one run on rails beside them.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::draw::{badge, escape, event, gateway_sign, look, task_sign, width_of, wrap};
use super::outline::in_flow_order;
use super::view::View;
use crate::definitions::{Bounds, Definitions, Element, ElementKind, Flow, Lang, Process};
use crate::limits;

const WIDTH: f64 = 390.0;
const MARGIN: f64 = 12.0;
const INDENT: f64 = 10.0;
const GAP: f64 = 22.0;
const SIGN: f64 = 30.0;
const RAIL: f64 = 9.0;
const RAILS_MAX: usize = 9;
const LINE: f64 = 16.0;
const INK: &str = "#1f2937";
const PASSED: &str = "#1d4ed8";

/// One element with its place, before mirroring.
struct Row<'a> {
    element: &'a Element,
    x: f64,
    y: f64,
    height: f64,
    lines: Vec<String>,
}

impl Row<'_> {
    fn is_box(&self) -> bool {
        matches!(
            self.element.kind,
            ElementKind::Task(_)
                | ElementKind::SubProcess(_)
                | ElementKind::CallActivity(_)
                | ElementKind::Unknown(_)
        )
    }
}

/// The drawing with what every part of it needs.
struct Drawing<'a> {
    out: String,
    lang: Lang,
    view: &'a View,
    /// Where boxes end and rails begin.
    end: f64,
}

impl Drawing<'_> {
    /// The place of a point: mirrored in Arabic.
    fn x(&self, x: f64) -> f64 {
        if self.lang == Lang::Ar { WIDTH - x } else { x }
    }

    fn bounds(&self, x: f64, y: f64, width: f64, height: f64) -> Bounds {
        let x = if self.lang == Lang::Ar { WIDTH - x - width } else { x };
        Bounds { x, y, width, height }
    }

    /// A line of text that begins at a place, in its own direction.
    fn text(&mut self, label: &str, x: f64, y: f64, size: u8, weight: u16) {
        let is_arabic = label.chars().any(|letter| matches!(letter, '\u{0600}'..='\u{06ff}'));
        let direction = if is_arabic { "rtl" } else { "ltr" };
        let anchor = if is_arabic == (self.lang == Lang::Ar) { "start" } else { "end" };
        let x = self.x(x);
        let _ = write!(
            self.out,
            r#"<text x="{x:.1}" y="{y:.1}" direction="{direction}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{INK}">{}</text>"#,
            escape(label)
        );
    }

    fn line(&mut self, points: &[(f64, f64)], flow: &Flow) {
        let id = &*flow.base.id;
        let (color, width, arrow) = match (self.view.marks.contains_key(id), self.view.passed.contains(id)) {
            (true, _) => ("#047857", 3, "bpmn-narrow-arrow"),
            (false, true) => (PASSED, 2, "bpmn-narrow-arrow-passed"),
            (false, false) => ("#6b7280", 1, "bpmn-narrow-arrow"),
        };
        let line: Vec<String> = points.iter().map(|(x, y)| format!("{:.1},{y:.1}", self.x(*x))).collect();
        let _ = write!(
            self.out,
            r##"<polyline class="bpmn-flow" points="{}" fill="none" stroke="{color}" stroke-width="{width}" stroke-linejoin="round" marker-end="url(#{arrow})"/>"##,
            line.join(" ")
        );
    }
}

/// The rail of each flow that leads further than to the next element: the short ones inside.
fn rails(flows: &[(usize, usize)]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..flows.len()).collect();
    let length = |at: usize| flows[at].0.abs_diff(flows[at].1);
    order.sort_by_key(|at| (length(*at), flows[*at]));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    let mut found = vec![0; flows.len()];
    for at in order {
        let (from, to) = (flows[at].0.min(flows[at].1), flows[at].0.max(flows[at].1));
        let is_free = |rail: &Vec<(usize, usize)>| rail.iter().all(|(a, b)| to < *a || *b < from);
        let rail = taken.iter().position(is_free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        taken[rail].push((from, to));
        found[at] = rail;
    }
    found
}

fn lines_of(process: &Process, element: &Element, lang: Lang, width: f64) -> Vec<String> {
    let label = element.base.label(lang);
    let mut lines = wrap(label, width, 3);
    if !matches!(element.kind, ElementKind::Gateway(_)) {
        return lines;
    }
    // A gateway says where its ways lead: there is no room for words on the rails.
    let arrow = if lang == Lang::Ar { "←" } else { "→" };
    let ways = process.flows.iter().filter(|flow| flow.source == *element.base.id);
    let ways: Vec<&Flow> = ways.collect();
    for flow in ways.iter().filter(|_| ways.len() > 1) {
        let name = flow.base.label(lang);
        let is_default = element.default.as_deref() == Some(&*flow.base.id);
        let target = process.find_element(&flow.target);
        let to = target.map_or(flow.target.as_str(), |target| target.base.label(lang));
        let way = match (name == &*flow.base.id, is_default, lang) {
            (false, ..) => format!("{name} {arrow} {to}"),
            (true, true, Lang::Ar) => format!("وإلا {arrow} {to}"),
            (true, true, Lang::En) => format!("otherwise {arrow} {to}"),
            (true, false, _) => format!("{arrow} {to}"),
        };
        lines.extend(wrap(&way, width * 1.08, 2));
    }
    lines
}

pub(super) fn draw(definitions: &Definitions, lang: Lang, view: &View) -> String {
    let mut drawing = Drawing { out: String::new(), lang, view, end: WIDTH };
    let mut top = MARGIN;
    let elements: usize = definitions.processes.iter().map(|p| p.elements.len() + p.flows.len()).sum();
    if elements <= limits::PICTURE_ELEMENTS_MAX {
        for process in definitions.processes.iter().filter(|process| !process.elements.is_empty()) {
            for line in wrap(process.base.label(lang), WIDTH - 2.0 * MARGIN, 2) {
                drawing.text(&line, MARGIN, top + 14.0, 14, 700);
                top += 20.0;
            }
            top = one(&mut drawing, process, top + 8.0) + 16.0;
        }
    }
    let code = if lang == Lang::Ar { "ar" } else { "en" };
    let titles: Vec<&str> = definitions.processes.iter().map(|process| process.base.label(lang)).collect();
    let arrow = |id: &str, color: &str| {
        format!(
            r#"<marker id="{id}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{color}"/></marker>"#
        )
    };
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{code}" class="bpmn bpmn-narrow" viewBox="0 0 {WIDTH} {top:.0}" width="{WIDTH}" height="{top:.0}" font-family="inherit"><title>{}</title><desc>{}</desc><defs>{}{}</defs>{}</svg>"#,
        escape(&titles.join(" · ")),
        escape(&super::outline_of(definitions, lang, view)),
        arrow("bpmn-narrow-arrow", "#6b7280"),
        arrow("bpmn-narrow-arrow-passed", PASSED),
        drawing.out
    )
}

/// Draws one process below `top` and gives where it ends.
fn one(drawing: &mut Drawing<'_>, process: &Process, top: f64) -> f64 {
    let order = in_flow_order(process);
    let at: BTreeMap<&str, usize> =
        order.iter().enumerate().map(|(row, (at, _))| (&*process.elements[*at].base.id, row)).collect();
    let ends = |flow: &Flow| Some((*at.get(flow.source.as_str())?, *at.get(flow.target.as_str())?));
    let far: Vec<(&Flow, (usize, usize))> = process
        .flows
        .iter()
        .filter_map(|flow| Some((flow, ends(flow)?)))
        .filter(|(_, (from, to))| *to != from + 1)
        .collect();
    let rail_of = rails(&far.iter().map(|(_, ends)| *ends).collect::<Vec<_>>());
    let count = rail_of.iter().map(|rail| rail + 1).max().unwrap_or(0).min(RAILS_MAX);
    let rail_x = |rail: usize, end: f64| {
        end + 10.0 + RAIL * f64::from(u8::try_from(rail.min(RAILS_MAX - 1)).unwrap_or(0))
    };
    drawing.end = WIDTH - MARGIN - 8.0 - RAIL * f64::from(u8::try_from(count).unwrap_or(0));
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut y = top;
    for (index, depth) in order {
        let element = &process.elements[index];
        let hangs = u8::from(matches!(element.kind, ElementKind::BoundaryEvent { .. }));
        let depth = f64::from(u8::try_from(depth.min(8)).unwrap_or(8) + hangs);
        let x = MARGIN + INDENT * depth;
        let lines = lines_of(process, element, drawing.lang, drawing.end - x - SIGN - 22.0);
        let text = LINE * f64::from(u8::try_from(lines.len()).unwrap_or(u8::MAX));
        let mut row = Row { element, x, y, height: (text + 9.0).max(SIGN), lines };
        if row.is_box() {
            row.height = (text + 16.0).max(40.0);
        }
        y += row.height + GAP;
        rows.push(row);
    }
    for flow in &process.flows {
        if let Some((from, to)) = ends(flow).filter(|(from, to)| *to == from + 1) {
            let (source, target) = (&rows[from], &rows[to]);
            let below = if source.is_box() { source.y + source.height } else { source.y + SIGN };
            let (x, to_x) = (source.x + SIGN / 2.0, target.x + SIGN / 2.0);
            let middle = target.y - GAP / 2.0;
            drawing.line(&[(x, below), (x, middle), (to_x, middle), (to_x, target.y)], flow);
        }
    }
    let mut seen: BTreeMap<(usize, bool), u8> = BTreeMap::new();
    let mut all: BTreeMap<(usize, bool), u8> = BTreeMap::new();
    for (_, (from, to)) in &far {
        *all.entry((*from, true)).or_default() += 1;
        *all.entry((*to, false)).or_default() += 1;
    }
    for ((flow, (from, to)), rail) in far.iter().zip(&rail_of) {
        let mut port = |row: usize, leaves: bool| {
            let nth = seen.entry((row, leaves)).or_default();
            *nth += 1;
            let total = all.get(&(row, leaves)).copied().unwrap_or(1);
            rows[row].port(drawing.end, leaves, f64::from(*nth) / (f64::from(total) + 1.0))
        };
        let (mut line, end) = (port(*from, true), port(*to, false));
        let x = rail_x(*rail, drawing.end);
        let (out, into) = (line.last().map_or(0.0, |point| point.1), end.last().map_or(0.0, |p| p.1));
        line.extend([(x, out), (x, into)]);
        line.extend(end.into_iter().rev());
        drawing.line(&line, flow);
    }
    for row in &rows {
        shape(drawing, row);
    }
    y
}

impl Row<'_> {
    /// The way from an element to its rail, or, turned round, from a rail to it: boxes are left and
    /// entered at their side, all else below and above its sign, so that no line crosses its words.
    fn port(&self, end: f64, leaves: bool, share: f64) -> Vec<(f64, f64)> {
        if self.is_box() {
            let half = if leaves { self.height / 2.0 } else { 0.0 };
            return vec![(end, self.y + half + self.height / 2.0 * share)];
        }
        let x = self.x + SIGN / 2.0;
        if leaves {
            let below = self.y + self.height + 2.0 + 6.0 * share;
            return vec![(x, self.y + SIGN), (x, below)];
        }
        vec![(x, self.y), (x, self.y - 12.0 + 6.0 * share)]
    }
}

fn shape(drawing: &mut Drawing<'_>, row: &Row<'_>) {
    let element = row.element;
    let (fill, stroke, width) = look(drawing.view, &element.base.id);
    let _ = write!(
        drawing.out,
        r#"<g class="bpmn-element"><title>{}</title>"#,
        escape(element.base.label(drawing.lang))
    );
    let sign = drawing.bounds(row.x, row.y, SIGN, SIGN);
    let mut whole = sign;
    if row.is_box() {
        whole = drawing.bounds(row.x, row.y, drawing.end - row.x, row.height);
        let _ = write!(
            drawing.out,
            r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="8" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>"#,
            whole.x, whole.y, whole.width, whole.height
        );
        if let ElementKind::Task(kind) = element.kind {
            task_sign(&mut drawing.out, kind, sign.x + 8.0, row.y + row.height / 2.0 - 7.0);
        }
    } else if let ElementKind::Gateway(kind) = element.kind {
        let (cx, cy, half) = (sign.x + SIGN / 2.0, sign.y + SIGN / 2.0, SIGN / 2.0);
        let _ = write!(
            drawing.out,
            r#"<path d="M{cx:.1} {:.1}L{:.1} {cy:.1}L{cx:.1} {:.1}L{:.1} {cy:.1}z" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>"#,
            cy - half,
            cx + half,
            cy + half,
            cx - half
        );
        gateway_sign(&mut drawing.out, kind, cx, cy, SIGN / 5.0);
    } else {
        event(&mut drawing.out, element, sign, (fill, stroke, width));
    }
    let text = LINE * f64::from(u8::try_from(row.lines.len()).unwrap_or(u8::MAX));
    let first = if row.is_box() { row.y + (row.height - text) / 2.0 } else { row.y + (SIGN - LINE) / 2.0 };
    let name = wrap(element.base.label(drawing.lang), drawing.end - row.x - SIGN - 22.0, 3).len();
    let mut y = first + 12.0;
    for (number, line) in row.lines.iter().enumerate() {
        drawing.text(line, row.x + SIGN + 8.0, y, if number < name { 13 } else { 11 }, 400);
        y += LINE;
    }
    let mark = drawing.view.mark(&element.base.id);
    if (mark.waited_ms.is_some() || mark.heat > 0.0)
        && let Some(sign) = mark.sign(drawing.lang)
    {
        let width = width_of(&sign) + 14.0;
        let at = drawing.bounds(drawing.end - width - 6.0, row.y - 9.0, width, 18.0);
        let direction = if drawing.lang == Lang::Ar { "rtl" } else { "ltr" };
        let _ = write!(
            drawing.out,
            r##"<rect class="bpmn-count" x="{:.1}" y="{:.1}" width="{width:.1}" height="18" rx="9" fill="{INK}"/><text x="{:.1}" y="{:.1}" direction="{direction}" text-anchor="middle" font-size="11" fill="#ffffff">{}</text>"##,
            at.x,
            at.y,
            at.x + width / 2.0,
            at.y + 13.0,
            escape(&sign)
        );
    }
    if mark.heat == 0.0 || mark.is_stuck {
        badge(&mut drawing.out, mark, whole, drawing.lang);
    }
    drawing.out.push_str("</g>");
}
