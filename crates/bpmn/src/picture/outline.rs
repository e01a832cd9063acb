//! A process in words, for screen readers and for reviewers: one line an element, in flow order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::view::{Mark, View, time};
use crate::definitions::{
    Definitions, Element, ElementKind, Flow, GatewayKind, Lane, Lang, Process, SubProcessKind, TaskKind,
};
use crate::instance::Instance;
use crate::limits;

/// The outline of all processes of a file.
pub fn outline(definitions: &Definitions, lang: Lang, position: Option<&Instance>) -> String {
    outline_of(definitions, lang, &position.map(View::of).unwrap_or_default())
}

/// The same with whatever a view shows.
pub fn outline_of(definitions: &Definitions, lang: Lang, view: &View) -> String {
    let mut out = String::new();
    for process in &definitions.processes {
        let _ = writeln!(out, "{}", process.base.label(lang));
        let book = Book::of(process);
        for (number, (at, depth)) in in_flow_order(process).into_iter().enumerate() {
            if number == limits::PICTURE_ELEMENTS_MAX {
                out.push_str("…\n");
                break;
            }
            let _ = write!(out, "{}{}. ", "  ".repeat(depth), number + 1);
            book.line(&mut out, &process.elements[at], lang, view);
        }
    }
    out
}

/// Elements as a case meets them, each with its depth; those that no flow leads to come last.
pub(super) fn in_flow_order(process: &Process) -> Vec<(usize, usize)> {
    let index: BTreeMap<&str, usize> =
        process.elements.iter().enumerate().map(|(at, element)| (&*element.base.id, at)).collect();
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); process.elements.len()];
    for flow in &process.flows {
        if let (Some(&from), Some(&to)) = (index.get(flow.source.as_str()), index.get(flow.target.as_str())) {
            next[from].push(to);
        }
    }
    for (at, element) in process.elements.iter().enumerate() {
        match &element.kind {
            // What happens on the border is told after the activity, before what follows it.
            ElementKind::BoundaryEvent { attached_to, .. } => {
                if let Some(&host) = index.get(attached_to.as_str()) {
                    next[host].insert(0, at);
                }
            }
            ElementKind::StartEvent { .. } => {
                if let Some(scope) = element.scope {
                    next[scope].insert(0, at);
                }
            }
            _ => {}
        }
    }
    let mut depths: Vec<usize> = Vec::new();
    for element in &process.elements {
        depths.push(element.scope.and_then(|scope| depths.get(scope)).map_or(0, |depth| depth + 1));
    }
    let is_first = |at: &usize| {
        let element = &process.elements[*at];
        element.scope.is_none() && matches!(element.kind, ElementKind::StartEvent { .. })
    };
    let firsts: Vec<usize> = (0..process.elements.len()).filter(is_first).collect();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for root in firsts.into_iter().chain(0..process.elements.len()) {
        let mut pending = vec![root];
        while let Some(at) = pending.pop() {
            if seen.insert(at) {
                found.push((at, depths[at]));
                pending.extend(next[at].iter().rev());
            }
        }
    }
    found
}

fn kind_words(element: &Element, lang: Lang) -> &'static str {
    let (en, ar) = match &element.kind {
        ElementKind::StartEvent { .. } => ("Start", "بداية"),
        ElementKind::EndEvent => ("End", "نهاية"),
        ElementKind::IntermediateCatchEvent => ("Wait for", "انتظار"),
        ElementKind::IntermediateThrowEvent => ("Event", "حدث"),
        ElementKind::BoundaryEvent { interrupting: true, .. } => ("Instead, when", "بدلاً من ذلك، عند"),
        ElementKind::BoundaryEvent { interrupting: false, .. } => ("Meanwhile, when", "في أثناء ذلك، عند"),
        ElementKind::Task(TaskKind::User) => ("Task for a person", "مهمة لشخص"),
        ElementKind::Task(TaskKind::Service) => ("Task for a system", "مهمة لنظام"),
        ElementKind::Task(TaskKind::Send) => ("Send", "إرسال"),
        ElementKind::Task(TaskKind::Receive) => ("Wait for a message", "انتظار رسالة"),
        ElementKind::Task(TaskKind::BusinessRule) => ("Decision by rules", "قرار بالقواعد"),
        ElementKind::Task(TaskKind::Script) => ("Computation", "حساب"),
        ElementKind::Task(TaskKind::Plain | TaskKind::Manual) => ("Task", "مهمة"),
        ElementKind::SubProcess(SubProcessKind::Transaction) => ("Transaction", "معاملة مترابطة"),
        ElementKind::SubProcess(_) => ("Sub-process", "إجراء فرعي"),
        ElementKind::CallActivity(_) => ("Other process", "إجراء آخر"),
        ElementKind::Gateway(GatewayKind::Exclusive) => ("One of", "واحد من"),
        ElementKind::Gateway(GatewayKind::Parallel) => ("All at once", "معاً"),
        ElementKind::Gateway(GatewayKind::Inclusive) => ("Each that applies", "كل ما ينطبق"),
        ElementKind::Gateway(GatewayKind::EventBased) => ("Whatever comes first", "ما يقع أولاً"),
        ElementKind::Gateway(GatewayKind::Complex) => ("Gateway", "بوابة"),
        ElementKind::Unknown(_) => ("Element", "عنصر"),
    };
    if lang == Lang::Ar { ar } else { en }
}

/// What is looked up for each line.
struct Book<'a> {
    elements: BTreeMap<&'a str, &'a Element>,
    outgoing: BTreeMap<&'a str, Vec<&'a Flow>>,
    lanes: BTreeMap<&'a str, &'a Lane>,
    process: &'a Process,
}

impl<'a> Book<'a> {
    fn of(process: &'a Process) -> Self {
        let mut outgoing: BTreeMap<&str, Vec<&Flow>> = BTreeMap::new();
        for flow in &process.flows {
            outgoing.entry(&flow.source).or_default().push(flow);
        }
        let elements = process.elements.iter().map(|element| (&*element.base.id, element)).collect();
        let held =
            process.lanes.iter().flat_map(|lane| lane.elements.iter().map(move |id| (id.as_str(), lane)));
        Self { elements, outgoing, lanes: held.collect(), process }
    }

    fn lane(&self, element: &Element) -> Option<&Lane> {
        let mut at = element;
        for _ in 0..=limits::SUB_PROCESS_DEPTH_MAX {
            if let Some(lane) = self.lanes.get(&*at.base.id) {
                return Some(lane);
            }
            at = self.process.elements.get(at.scope?)?;
        }
        None
    }

    fn line(&self, out: &mut String, element: &Element, lang: Lang, view: &View) {
        let is_arabic = lang == Lang::Ar;
        let arrow = if is_arabic { "←" } else { "→" };
        let _ = write!(out, "{}: {}", kind_words(element, lang), element.base.label(lang));
        if let Some(lane) = self.lane(element) {
            let _ = write!(out, " [{}]", lane.base.label(lang));
        }
        let outgoing = self.outgoing.get(&*element.base.id).map(Vec::as_slice).unwrap_or_default();
        let way = |flow: &&Flow| {
            let target = self.elements.get(flow.target.as_str());
            let to = target.map_or(flow.target.as_str(), |target| target.base.label(lang));
            let name = flow.base.label(lang);
            let is_default = element.default.as_deref() == Some(&*flow.base.id);
            match (outgoing.len() > 1, name != &*flow.base.id, is_default) {
                (true, true, _) => format!("{name} {arrow} {to}"),
                (true, false, true) if is_arabic => format!("وإلا {arrow} {to}"),
                (true, false, true) => format!("otherwise {arrow} {to}"),
                _ => to.to_owned(),
            }
        };
        let ways: Vec<String> = outgoing.iter().map(way).collect();
        if !ways.is_empty() {
            let _ = write!(out, " {arrow} {}", ways.join(if is_arabic { "؛ " } else { "; " }));
        }
        let mark = view.mark(&element.base.id);
        out.push_str(match (mark, is_arabic) {
            (Mark { is_stuck: true, .. }, true) => " (توقفت هنا)",
            (Mark { is_stuck: true, .. }, false) => " (stopped here)",
            (Mark { cases: 1, heat: 0.0, .. }, true) => " (المعاملة هنا)",
            (Mark { cases: 1, heat: 0.0, .. }, false) => " (the case is here)",
            (Mark { cases: 0, .. }, true) if view.passed.contains(&*element.base.id) => " (تمّ)",
            (Mark { cases: 0, .. }, false) if view.passed.contains(&*element.base.id) => " (done)",
            _ => "",
        });
        if mark.cases > 1 || mark.heat > 0.0 {
            let _ = match is_arabic {
                true => write!(out, " (عدد المعاملات: {})", mark.cases),
                false => write!(out, " (cases: {})", mark.cases),
            };
        }
        if let Some(ms) = mark.waited_ms {
            let waited = time(ms, lang);
            let _ = match is_arabic {
                true => write!(out, " (الانتظار: {waited})"),
                false => write!(out, " (waiting: {waited})"),
            };
        }
        out.push('\n');
    }
}
