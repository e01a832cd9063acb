//! Draws a scene as SVG, with presentation attributes only, so that it works under any policy.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::Scene;
use super::view::{Mark, View};
use crate::definitions::{
    BaseElement, Bounds, Definitions, Element, ElementKind, EventKind, GatewayKind, Lang, TaskKind,
};

const INK: &str = "#1f2937";
const PAPER: &str = "#ffffff";
const HERE: &str = "#d1fae5";
const HERE_EDGE: &str = "#047857";
const PASSED: &str = "#1d4ed8";
const STUCK: &str = "#fee2e2";
const STUCK_EDGE: &str = "#b91c1c";
const LINE_HEIGHT: f64 = 15.0;

/// Text that is safe inside of XML: what XML cannot hold is left out, and so are characters that
/// would turn the direction of what follows.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' | '\t' | '\r' => safe.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {}
            letter if letter.is_control() => {}
            letter => safe.push(letter),
        }
    }
    safe
}

fn is_arabic(text: &str) -> bool {
    text.chars().any(|letter| matches!(letter, '\u{0600}'..='\u{06ff}' | '\u{0750}'..='\u{077f}'))
}

/// About how wide a text of size 12 is: Arabic letters join and most are narrow, capitals are wide.
pub(super) fn width_of(text: &str) -> f64 {
    let of = |letter: char| match letter {
        '\u{064b}'..='\u{065f}' => 0.0,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | ' ' | '.' | ',' | ':' | '\'' | '|' | '!' => 4.0,
        'm' | 'w' | 'M' | 'W' | '—' | '…' => 10.0,
        'ا' | 'أ' | 'إ' | 'آ' | 'ل' | 'ر' | 'ز' | 'د' | 'ذ' => 4.5,
        '\u{0600}'..='\u{06ff}' => 6.5,
        letter if letter.is_uppercase() => 8.5,
        _ => 6.7,
    };
    text.chars().map(of).sum()
}

/// Lines of at most `width`, the last one shortened where the text does not fit.
pub(super) fn wrap(text: &str, width: f64, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let fits = |line: &str| width_of(line) <= width;
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        // A word that is wider than the place for it is broken.
        let mut part = String::new();
        for letter in word.chars().take(200) {
            if !part.is_empty() && width_of(&part) + width_of(&letter.to_string()) > width {
                words.push(std::mem::take(&mut part));
            }
            part.push(letter);
        }
        words.push(part);
    }
    for word in words {
        let is_full = lines.len() == lines_max;
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if is_full => {
                while !line.is_empty() && !fits(&format!("{line}…")) {
                    line.pop();
                }
                line.push('…');
                return lines;
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn text(out: &mut String, label: &str, x: f64, y: f64, width: f64, lines_max: usize) {
    lettered(out, label, (x, y), width, lines_max, "");
}

/// A label that stands outside of its element: lines that cross it are held away from its letters.
fn label_outside(out: &mut String, label: &str, x: f64, y: f64, width: f64) {
    let halo = r##" stroke="#ffffff" stroke-width="3" stroke-opacity="0.75" paint-order="stroke""##;
    lettered(out, label, (x, y), width, 2, halo);
}

fn lettered(out: &mut String, label: &str, (x, y): (f64, f64), width: f64, lines_max: usize, halo: &str) {
    let lines = wrap(label, width, lines_max);
    let direction = if is_arabic(label) { "rtl" } else { "ltr" };
    let mut at = y - LINE_HEIGHT * f64::from(u8::try_from(lines.len().saturating_sub(1)).unwrap_or(0)) / 2.0;
    for line in lines {
        let _ = write!(
            out,
            r#"<text x="{x:.1}" y="{:.1}" direction="{direction}" text-anchor="middle" font-size="12" fill="{INK}"{halo}>{}</text>"#,
            at + 4.0,
            escape(&line)
        );
        at += LINE_HEIGHT;
    }
}

pub(super) fn draw(definitions: &Definitions, scene: &Scene, lang: Lang, view: &View) -> String {
    let around = scene.extent();
    let (x, y, width, height) =
        (around.x - 50.0, around.y - 30.0, around.width + 100.0, around.height + 70.0);
    let code = if lang == Lang::Ar { "ar" } else { "en" };
    let titles: Vec<&str> = definitions.processes.iter().map(|process| process.base.label(lang)).collect();
    let mut out = String::new();
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="{code}" class="bpmn" viewBox="{x:.0} {y:.0} {width:.0} {height:.0}" width="{width:.0}" height="{height:.0}" font-family="inherit"><title>{}</title><desc>{}</desc>"#,
        escape(&titles.join(" · ")),
        escape(&super::outline_of(definitions, lang, view)),
    );
    let _ = write!(
        out,
        r##"<defs><marker id="bpmn-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{INK}"/></marker><marker id="bpmn-arrow-passed" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L10 5L0 10z" fill="{PASSED}"/></marker></defs>"##
    );
    pools(&mut out, definitions, scene, lang);
    for process in &definitions.processes {
        let defaults: BTreeSet<&str> = process.elements.iter().filter_map(|e| e.default.as_deref()).collect();
        // What lies around comes first, so that it is drawn below what lies in it.
        for element in
            process.elements.iter().filter(|e| !matches!(e.kind, ElementKind::BoundaryEvent { .. }))
        {
            shape(&mut out, scene, element, lang, view);
        }
        for flow in &process.flows {
            if let Some(points) = scene.edges.get(&*flow.base.id) {
                let is_default = defaults.contains(&*flow.base.id);
                edge(&mut out, scene, points, &flow.base, lang, is_default, view);
            }
        }
        for element in process.elements.iter().filter(|e| matches!(e.kind, ElementKind::BoundaryEvent { .. }))
        {
            shape(&mut out, scene, element, lang, view);
        }
    }
    out.push_str("</svg>");
    out
}

fn pools(out: &mut String, definitions: &Definitions, scene: &Scene, lang: Lang) {
    let lanes = definitions.processes.iter().flat_map(|process| &process.lanes);
    let bases = definitions.participants.iter().map(|pool| &pool.base).chain(lanes.map(|lane| &lane.base));
    for base in bases {
        let Some(b) = scene.shapes.get(&*base.id) else { continue };
        let _ = write!(
            out,
            r#"<rect class="bpmn-lane" x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" fill="none" stroke="{INK}" stroke-opacity="0.5"/>"#,
            b.x, b.y, b.width, b.height
        );
        if definitions.shapes.iter().any(|s| s.element == *base.id && s.is_horizontal == Some(false)) {
            text(out, base.label(lang), b.x + b.width / 2.0, b.y + 15.0, b.width, 1);
            continue;
        }
        let (x, turn) = if lang == Lang::Ar { (b.x + b.width - 15.0, 90) } else { (b.x + 15.0, -90) };
        let y = b.y + b.height / 2.0;
        let _ = write!(out, r#"<g transform="rotate({turn} {x:.1} {y:.1})">"#);
        text(out, base.label(lang), x, y, b.height, 1);
        out.push_str("</g>");
    }
}

fn edge(
    out: &mut String,
    scene: &Scene,
    points: &[(f64, f64)],
    base: &BaseElement,
    lang: Lang,
    is_default: bool,
    view: &View,
) {
    let waits = view.marks.contains_key(&*base.id);
    let passed = view.passed.contains(&*base.id);
    let (color, width, arrow) = match (waits, passed) {
        (true, _) => (HERE_EDGE, 3, "bpmn-arrow"),
        (false, true) => (PASSED, 3, "bpmn-arrow-passed"),
        (false, false) => (INK, 1, "bpmn-arrow"),
    };
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = write!(
        out,
        r##"<polyline class="bpmn-flow" points="{}" fill="none" stroke="{color}" stroke-width="{width}" marker-end="url(#{arrow})"/>"##,
        line.join(" ")
    );
    let (Some(first), Some(second)) = (points.first(), points.get(1)) else { return };
    if is_default {
        // The slash of a default flow stands on its first part, whichever way that runs.
        let (dx, dy) = (second.0 - first.0, second.1 - first.1);
        let length = dx.hypot(dy).max(1.0);
        let (x, y) = (first.0 + dx / length * 10.0, first.1 + dy / length * 10.0);
        let _ = write!(
            out,
            r#"<path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="{INK}" stroke-width="1.5"/>"#,
            x - 3.0,
            y - 5.0,
            x + 3.0,
            y + 5.0
        );
    }
    let label = base.label(lang);
    if label != &*base.id {
        // Where the diagram says nothing, the label stands before the element that the flow leads to, or
        // on the way of a long flow, since several of those may come to one element.
        let second = if points.len() > 4 { points.len() / 2 } else { points.len() - 1 };
        let (a, b) = (points[second - 1], points[second]);
        let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1) - 10.0);
        let (x, y) = scene.label(&base.id).unwrap_or((x, y));
        let width = if scene.label(&base.id).is_some() { 120.0 } else { 70.0 };
        label_outside(out, label, x, y, width);
    }
}

/// The colors of an element and the width of its border.
pub(super) fn look(view: &View, id: &str) -> (&'static str, &'static str, f64) {
    let passed = view.passed.contains(id);
    match view.mark(id) {
        Mark { is_stuck: true, .. } => (STUCK, STUCK_EDGE, 3.0),
        mark if mark.heat > 0.0 => (heat(mark.heat), INK, 1.5),
        Mark { cases: 0, .. } if passed => (PAPER, PASSED, 2.5),
        Mark { cases: 0, .. } => (PAPER, INK, 1.5),
        Mark { .. } => (HERE, HERE_EDGE, 3.0),
    }
}

/// From pale to deep: the darkest still lets dark letters be read.
fn heat(heat: f64) -> &'static str {
    match heat {
        heat if heat < 0.2 => "#fefce8",
        heat if heat < 0.4 => "#fef08a",
        heat if heat < 0.6 => "#fde047",
        heat if heat < 0.8 => "#fdba74",
        _ => "#fb923c",
    }
}

fn shape(out: &mut String, scene: &Scene, element: &Element, lang: Lang, view: &View) {
    let Some(&b) = scene.shapes.get(&*element.base.id) else { return };
    let mark = view.mark(&element.base.id);
    let (fill, stroke, width) = look(view, &element.base.id);
    let (cx, cy) = (b.x + b.width / 2.0, b.y + b.height / 2.0);
    let label = element.base.label(lang);
    let is_named = label != &*element.base.id;
    let _ = write!(out, r#"<g class="bpmn-element"><title>{}</title>"#, escape(label));
    match &element.kind {
        ElementKind::Gateway(kind) => {
            let _ = write!(
                out,
                r#"<path d="M{cx:.1} {:.1}L{:.1} {cy:.1}L{cx:.1} {:.1}L{:.1} {cy:.1}z" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>"#,
                b.y,
                b.x + b.width,
                b.y + b.height,
                b.x
            );
            gateway_sign(out, *kind, cx, cy, b.width / 5.0);
            if is_named {
                let (x, y) = scene.label(&element.base.id).unwrap_or((cx, b.y - 10.0));
                label_outside(out, label, x, y, 140.0);
            }
        }
        ElementKind::Task(_)
        | ElementKind::SubProcess(_)
        | ElementKind::CallActivity(_)
        | ElementKind::Unknown(_) => {
            let is_around = matches!(element.kind, ElementKind::SubProcess(_));
            let _ = write!(
                out,
                r#"<rect x="{:.1}" y="{:.1}" width="{:.1}" height="{:.1}" rx="10" fill="{fill}" stroke="{stroke}" stroke-width="{width}"/>"#,
                b.x, b.y, b.width, b.height
            );
            let is_high = b.height > 90.0;
            let lines_max = if is_around {
                1
            } else if is_high {
                4
            } else {
                3
            };
            // The sign in the corner and a label of three lines do not touch.
            let is_full = !is_high && wrap(label, b.width - 16.0, lines_max).len() == 3;
            let y = if is_around {
                b.y + 14.0
            } else if is_full {
                cy + 6.0
            } else {
                cy
            };
            text(out, label, cx, y, b.width - 16.0, lines_max);
            let x = if lang == Lang::Ar { b.x + b.width - 20.0 } else { b.x + 6.0 };
            if let ElementKind::Task(kind) = element.kind {
                task_sign(out, kind, x, b.y + 6.0);
            }
        }
        ElementKind::StartEvent { .. }
        | ElementKind::EndEvent
        | ElementKind::IntermediateCatchEvent
        | ElementKind::IntermediateThrowEvent
        | ElementKind::BoundaryEvent { .. } => {
            event(out, element, b, (fill, stroke, width));
            if is_named {
                // The way out of a boundary event runs straight down; its label stands beside it.
                let aside = match (&element.kind, lang) {
                    (ElementKind::BoundaryEvent { .. }, Lang::En) => 40.0,
                    (ElementKind::BoundaryEvent { .. }, Lang::Ar) => -40.0,
                    _ => 0.0,
                };
                let own = scene.label(&element.base.id);
                let (x, y) = own.unwrap_or((cx + aside, b.y + b.height + 14.0));
                label_outside(out, label, x, y, 130.0);
            }
        }
    }
    if mark.waited_ms.is_some() || mark.heat > 0.0 {
        pill(out, mark, b, lang, matches!(element.kind, ElementKind::Gateway(_)));
    } else if mark == Mark::default() && view.passed.contains(&*element.base.id) {
        check(out, b, lang);
    }
    if mark.heat == 0.0 || mark.is_stuck {
        badge(out, mark, b, lang);
    }
    out.push_str("</g>");
}

/// The sign that a case has passed: color alone would not tell everyone.
fn check(out: &mut String, b: Bounds, lang: Lang) {
    let x = if lang == Lang::Ar { b.x } else { b.x + b.width };
    let _ = write!(
        out,
        r##"<circle class="bpmn-passed" cx="{x:.1}" cy="{:.1}" r="8" fill="{PASSED}"/><path transform="translate({x:.1} {:.1})" d="M-4 0L-1 3L4 -3" fill="none" stroke="#ffffff" stroke-width="2"/>"##,
        b.y, b.y
    );
}

/// How many cases are at an element, and how long they wait.
fn pill(out: &mut String, mark: Mark, b: Bounds, lang: Lang, is_gateway: bool) {
    let Some(sign) = mark.sign(lang) else { return };
    let width = width_of(&sign) + 14.0;
    // Above a task and an event, below a gateway: where no label and no boundary event stands.
    let (x, y) = (b.x + b.width / 2.0, if is_gateway { b.y + b.height + 4.0 } else { b.y - 2.0 });
    let direction = if lang == Lang::Ar { "rtl" } else { "ltr" };
    let _ = write!(
        out,
        r##"<rect class="bpmn-count" x="{:.1}" y="{:.1}" width="{width:.1}" height="18" rx="9" fill="{INK}"/><text x="{x:.1}" y="{:.1}" direction="{direction}" text-anchor="middle" font-size="11" fill="#ffffff">{}</text>"##,
        x - width / 2.0,
        y - 9.0,
        y + 4.0,
        escape(&sign)
    );
}

/// The sign that a case is here: color alone would not tell everyone.
pub(super) fn badge(out: &mut String, mark: Mark, b: Bounds, lang: Lang) {
    let sign = match mark {
        Mark { is_stuck: true, .. } => "!".to_owned(),
        Mark { cases: 0, .. } => return,
        Mark { cases: 1, .. } => "●".to_owned(),
        Mark { cases, .. } => cases.to_string(),
    };
    let x = if lang == Lang::Ar { b.x } else { b.x + b.width };
    let color = if mark.is_stuck { STUCK_EDGE } else { HERE_EDGE };
    let _ = write!(
        out,
        r##"<circle class="bpmn-here" cx="{x:.1}" cy="{:.1}" r="10" fill="{color}"/><text x="{x:.1}" y="{:.1}" text-anchor="middle" font-size="11" fill="#ffffff">{sign}</text>"##,
        b.y,
        b.y + 4.0
    );
}

pub(super) fn event(
    out: &mut String,
    element: &Element,
    b: Bounds,
    (fill, stroke, width): (&str, &str, f64),
) {
    let (cx, cy, r) = (b.x + b.width / 2.0, b.y + b.height / 2.0, b.width.min(b.height) / 2.0);
    let is_end = matches!(element.kind, ElementKind::EndEvent);
    let dash = match element.kind {
        ElementKind::BoundaryEvent { interrupting: false, .. }
        | ElementKind::StartEvent { interrupting: false } => r#" stroke-dasharray="4 3""#,
        _ => "",
    };
    let edge = if is_end { width.max(3.5) } else { width };
    let _ = write!(
        out,
        r#"<circle cx="{cx:.1}" cy="{cy:.1}" r="{r:.1}" fill="{fill}" stroke="{stroke}" stroke-width="{edge}"{dash}/>"#
    );
    if !matches!(element.kind, ElementKind::StartEvent { .. } | ElementKind::EndEvent) {
        let _ = write!(
            out,
            r#"<circle cx="{cx:.1}" cy="{cy:.1}" r="{:.1}" fill="none" stroke="{stroke}"{dash}/>"#,
            r - 3.5
        );
    }
    let Some(definition) = element.events.first() else { return };
    let path = match definition.kind {
        EventKind::Message(_) => "M-8 -5H8V6H-8zM-8 -5L0 1L8 -5",
        EventKind::Timer { .. } => "M0 -8A8 8 0 1 1 0 8A8 8 0 1 1 0 -8M0 -5V0H4",
        EventKind::Error(_) => "M-7 6L-2 -6L2 3L7 -6L3 7L-1 -1z",
        EventKind::Signal(_) => "M0 -7L7 6H-7z",
        EventKind::Escalation(_) => "M0 -7L6 7L0 1L-6 7z",
        EventKind::Conditional(_) => "M-6 -7H6V7H-6zM-4 -3H4M-4 0H4M-4 3H4",
        EventKind::Link(_) => "M-7 -3H1V-6L8 0L1 6V3H-7z",
        EventKind::Compensate { .. } => "M-7 0L0 -6V6zM0 0L7 -6V6z",
        EventKind::Cancel => "M-6 -6L6 6M-6 6L6 -6",
        EventKind::Terminate => "M0 -8A8 8 0 1 1 0 8A8 8 0 1 1 0 -8z",
    };
    let inside = if matches!(definition.kind, EventKind::Terminate) { stroke } else { "none" };
    let _ = write!(
        out,
        r#"<path transform="translate({cx:.1} {cy:.1})" d="{path}" fill="{inside}" stroke="{stroke}"/>"#
    );
}

pub(super) fn gateway_sign(out: &mut String, kind: GatewayKind, cx: f64, cy: f64, s: f64) {
    let path = match kind {
        GatewayKind::Exclusive => format!("M-{s} -{s}L{s} {s}M-{s} {s}L{s} -{s}"),
        GatewayKind::Parallel => format!("M0 -{s}V{s}M-{s} 0H{s}"),
        GatewayKind::Inclusive => format!("M0 -{s}A{s} {s} 0 1 1 0 {s}A{s} {s} 0 1 1 0 -{s}"),
        GatewayKind::EventBased => format!("M0 -{s}L{s} 0L0 {s}L-{s} 0z"),
        GatewayKind::Complex => format!("M0 -{s}V{s}M-{s} 0H{s}M-{s} -{s}L{s} {s}M-{s} {s}L{s} -{s}"),
    };
    let _ = write!(
        out,
        r#"<path transform="translate({cx:.1} {cy:.1})" d="{path}" fill="none" stroke="{INK}" stroke-width="2.5"/>"#
    );
}

pub(super) fn task_sign(out: &mut String, kind: TaskKind, x: f64, y: f64) {
    let path = match kind {
        TaskKind::Plain => return,
        TaskKind::User => "M7 1A3 3 0 1 1 7 7A3 3 0 1 1 7 1M1 14C1 6 13 6 13 14z",
        TaskKind::Manual => "M1 6H9M1 6V12H11V9H5M11 9V7",
        TaskKind::Service => {
            "M7 2A5 5 0 1 1 7 12A5 5 0 1 1 7 2M7 5A2 2 0 1 1 7 9A2 2 0 1 1 7 5M7 0V2M7 12V14M0 7H2M12 7H14"
        }
        TaskKind::Send | TaskKind::Receive => "M0 2H14V12H0zM0 2L7 8L14 2",
        TaskKind::BusinessRule => "M0 2H14V12H0zM0 5H14M0 9H14M5 5V12",
        TaskKind::Script => "M2 1H12V13H2zM4 4H10M4 7H10M4 10H8",
    };
    let _ =
        write!(out, r#"<path transform="translate({x:.1} {y:.1})" d="{path}" fill="none" stroke="{INK}"/>"#);
}
