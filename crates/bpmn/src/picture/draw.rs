//! Draws a scene as SVG, with presentation attributes only, so that it works under any policy.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Mark, Scene};
use crate::definitions::{
    BaseElement, Bounds, Definitions, Element, ElementKind, EventKind, GatewayKind, Lang, TaskKind,
};

const INK: &str = "#1f2937";
const PAPER: &str = "#ffffff";
const HERE: &str = "#d1fae5";
const HERE_EDGE: &str = "#047857";
const STUCK: &str = "#fee2e2";
const STUCK_EDGE: &str = "#b91c1c";
const LINE_HEIGHT: f64 = 15.0;
const LETTER_WIDTH: f64 = 7.0;

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

/// Lines of at most `width`, the last one shortened where the text does not fit.
fn wrap(text: &str, width: f64, lines_max: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let fits = |line: &str| line.chars().map(|_| LETTER_WIDTH).sum::<f64>() <= width;
    for word in text.split_whitespace() {
        let word: String = word.chars().take(40).collect();
        let is_full = lines.len() == lines_max;
        match lines.last_mut() {
            Some(line) if fits(&format!("{line} {word}")) => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if is_full => {
                line.push('…');
                return lines;
            }
            _ => lines.push(word),
        }
    }
    lines
}

fn text(out: &mut String, label: &str, x: f64, y: f64, width: f64, lines_max: usize) {
    let lines = wrap(label, width, lines_max);
    let direction = if is_arabic(label) { "rtl" } else { "ltr" };
    let mut at = y - LINE_HEIGHT * f64::from(u8::try_from(lines.len().saturating_sub(1)).unwrap_or(0)) / 2.0;
    for line in lines {
        let _ = write!(
            out,
            r#"<text x="{x:.1}" y="{:.1}" direction="{direction}" text-anchor="middle" font-size="12" fill="{INK}">{}</text>"#,
            at + 4.0,
            escape(&line)
        );
        at += LINE_HEIGHT;
    }
}

pub(super) fn draw(
    definitions: &Definitions,
    scene: &Scene,
    lang: Lang,
    marks: &BTreeMap<&str, Mark>,
) -> String {
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
        escape(&super::outline(definitions, lang, None)),
    );
    let _ = write!(
        out,
        r##"<defs><marker id="bpmn-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L10 5L0 10z" fill="{INK}"/></marker></defs>"##
    );
    pools(&mut out, definitions, scene, lang);
    for process in &definitions.processes {
        // What lies around comes first, so that it is drawn below what lies in it.
        for element in
            process.elements.iter().filter(|e| !matches!(e.kind, ElementKind::BoundaryEvent { .. }))
        {
            shape(&mut out, scene, element, lang, marks);
        }
        for flow in &process.flows {
            if let Some(points) = scene.edges.get(&*flow.base.id) {
                let is_default =
                    process.elements.iter().any(|e| e.default.as_deref() == Some(&*flow.base.id));
                edge(&mut out, scene, points, &flow.base, lang, is_default, marks);
            }
        }
        for element in process.elements.iter().filter(|e| matches!(e.kind, ElementKind::BoundaryEvent { .. }))
        {
            shape(&mut out, scene, element, lang, marks);
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
    marks: &BTreeMap<&str, Mark>,
) {
    let waits = marks.contains_key(&*base.id);
    let (color, width) = if waits { (HERE_EDGE, 3) } else { (INK, 1) };
    let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let _ = write!(
        out,
        r##"<polyline class="bpmn-flow" points="{}" fill="none" stroke="{color}" stroke-width="{width}" marker-end="url(#bpmn-arrow)"/>"##,
        line.join(" ")
    );
    let (Some(first), Some(second)) = (points.first(), points.get(1)) else { return };
    if is_default {
        let side = if second.0 >= first.0 { 1.0 } else { -1.0 };
        let (x, y) = (first.0 + side * 10.0, first.1);
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
        let middle = points.len() / 2;
        let (a, b) = (points[middle - 1], points[middle.min(points.len() - 1)]);
        let (x, y) = (f64::midpoint(a.0, b.0), f64::midpoint(a.1, b.1) - 10.0);
        let (x, y) = scene.label(&base.id).unwrap_or((x, y));
        text(out, label, x, y, 120.0, 2);
    }
}

fn shape(out: &mut String, scene: &Scene, element: &Element, lang: Lang, marks: &BTreeMap<&str, Mark>) {
    let Some(&b) = scene.shapes.get(&*element.base.id) else { return };
    let mark = marks.get(&*element.base.id).copied().unwrap_or_default();
    let (fill, stroke, width) = match mark {
        Mark { is_stuck: true, .. } => (STUCK, STUCK_EDGE, 3.0),
        Mark { tokens: 0, .. } => (PAPER, INK, 1.5),
        Mark { .. } => (HERE, HERE_EDGE, 3.0),
    };
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
                text(out, label, x, y, 140.0, 2);
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
            let y = if is_around { b.y + 14.0 } else { cy };
            text(out, label, cx, y, b.width - 16.0, if is_around { 1 } else { 4 });
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
                text(out, label, x, y, 130.0, 2);
            }
        }
    }
    badge(out, mark, b, lang);
    out.push_str("</g>");
}

/// The sign that a case is here: color alone would not tell everyone.
fn badge(out: &mut String, mark: Mark, b: Bounds, lang: Lang) {
    let sign = match mark {
        Mark { is_stuck: true, .. } => "!".to_owned(),
        Mark { tokens: 0, .. } => return,
        Mark { tokens: 1, .. } => "●".to_owned(),
        Mark { tokens, .. } => tokens.to_string(),
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

fn event(out: &mut String, element: &Element, b: Bounds, (fill, stroke, width): (&str, &str, f64)) {
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

fn gateway_sign(out: &mut String, kind: GatewayKind, cx: f64, cy: f64, s: f64) {
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

fn task_sign(out: &mut String, kind: TaskKind, x: f64, y: f64) {
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
