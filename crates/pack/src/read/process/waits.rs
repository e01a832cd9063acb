//! What a process waits for: messages, which must not be waited for without an end, and working time.

use std::collections::BTreeSet;

use afaq_base::Span;
use afaq_bpmn::{BaseElement, ElementKind, EventDefinition, EventKind, Process};

use super::{Meaning, spot};
use crate::codes;
use crate::model::{Wait, WaitFor};
use crate::problem::suggest;

impl Meaning<'_, '_> {
    /// Working time has days and hours, and begins when the token comes.
    pub(super) fn working_time(&mut self, base: &BaseElement, event: &EventDefinition) {
        let is_working =
            |base: &BaseElement| base.extensions.get("time").is_some_and(|time| time == "working");
        let EventKind::Timer { date, duration, cycle } = &event.kind else { return };
        if !is_working(base) && !is_working(&event.base) {
            return;
        }
        let text = duration.as_ref().map(|text| text.value.trim());
        // What is no plain time is an expression, and its value is seen when the case is there.
        let is_good = text.is_some_and(|text| {
            Span::parse(text).map_or(!text.starts_with('P'), |span| span.working().is_some())
        });
        if !is_good {
            let drawn = [duration, date, cycle].into_iter().flatten().next();
            let shown = drawn.map(|text| text.value.trim()).unwrap_or_default();
            self.add(
                codes::BPMN_VALUE,
                base,
                &format!("«{shown}» لا تُعدّ بوقت العمل: اكتب أياماً (P5D) أو ساعات (PT8H)"),
                &format!("`{shown}` cannot be counted in working time: days (P5D) or hours (PT8H)"),
            );
        }
    }

    pub(super) fn wait(&mut self, process: &Process, element: &afaq_bpmn::Element) {
        let Some(message) = element.events.iter().find_map(|event| match &event.kind {
            EventKind::Message(reference) => Some(reference.clone().unwrap_or_default()),
            _ => None,
        }) else {
            return;
        };
        let base = &element.base;
        self.name(base);
        let from = match base.extensions.get("from").map(|text| text.trim()) {
            Some("applicant") => WaitFor::Applicant,
            None | Some("other") => WaitFor::Other,
            Some(other) => {
                let other = other.to_owned();
                self.add_unknown(
                    codes::BPMN_VALUE,
                    base,
                    &format!("قيمة غير معروفة `{other}`"),
                    &format!("`{other}` is not known"),
                    suggest(&other, ["applicant", "other"]),
                );
                WaitFor::Other
            }
        };
        if !ends_in_time(process, element) {
            self.add(codes::WAITS_FOREVER, base, "ينتظر بلا نهاية", "it waits without an end");
        }
        self.out.message_waits.insert(
            base.id.to_string(),
            Wait { element: base.id.to_string(), message, from, spot: spot(base.position) },
        );
    }
}

/// Whether a wait ends by a timer: another event behind the same event-based gateway, or a boundary
/// timer on the sub-process around it.
fn ends_in_time(process: &Process, element: &afaq_bpmn::Element) -> bool {
    let is_timer = |one: &afaq_bpmn::Element| {
        one.events.iter().any(|event| matches!(event.kind, EventKind::Timer { .. }))
    };
    let id: &str = &element.base.id;
    let gateways: BTreeSet<&str> = process
        .flows
        .iter()
        .filter(|flow| flow.target == id)
        .map(|flow| flow.source.as_str())
        .filter(|source| {
            process.find_element(source).is_some_and(|one| {
                matches!(one.kind, ElementKind::Gateway(afaq_bpmn::GatewayKind::EventBased))
            })
        })
        .collect();
    let by_gateway = process.flows.iter().any(|flow| {
        gateways.contains(flow.source.as_str()) && process.find_element(&flow.target).is_some_and(is_timer)
    });
    if by_gateway {
        return true;
    }
    let mut around = element.scope;
    while let Some(at) = around {
        let Some(scope) = process.elements.get(at) else { break };
        let has_timer = process.elements.iter().any(|one| {
            matches!(&one.kind, ElementKind::BoundaryEvent { attached_to, .. } if **attached_to == *scope.base.id) && is_timer(one)
        });
        if has_timer {
            return true;
        }
        around = scope.scope;
    }
    false
}
