//! Rules of events.

use super::{
    Strict, child_reference, children, id, is_event_sub_process, is_formal, named, reference, tag, text,
};
use crate::process::TimerKind;
use crate::read::{Xml, attribute, flag, local};
use crate::time;

const EVENTS: &[&str] =
    &["startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"];

impl<'d> Strict<'d> {
    /// The event definitions of an event, shared ones resolved.
    pub(super) fn definitions_of(&self, event: Xml<'d>) -> Vec<Xml<'d>> {
        children(event)
            .filter_map(|child| match tag(child) {
                "eventDefinitionRef" => self.find(&local(&text(child))),
                name if name.ends_with("EventDefinition") => Some(child),
                _ => None,
            })
            .collect()
    }

    /// The kinds of an event's definitions, such as `message`.
    pub(super) fn event_kinds(&self, event: Xml<'d>) -> Vec<String> {
        let kinds = self.definitions_of(event).into_iter();
        kinds.map(|found| tag(found).trim_end_matches("EventDefinition").to_owned()).collect()
    }

    pub(super) fn events(&mut self) {
        for event in self.every(EVENTS) {
            let kinds = self.event_kinds(event);
            for child in named(event, "eventDefinitionRef").collect::<Vec<_>>() {
                let found = self.find(&local(&text(child)));
                let found = found.filter(|found| tag(*found).ends_with("EventDefinition"));
                let at_root = found.and_then(|found| found.parent());
                if at_root.is_some_and(|around| tag(around) != "definitions") {
                    self.break_rule(event, "EXT095");
                }
            }
            match tag(event) {
                "startEvent" => self.start(event, &kinds),
                "endEvent" => self.end(event, &kinds),
                "boundaryEvent" => self.boundary(event, &kinds),
                _ => self.intermediate(event, &kinds),
            }
            for definition in self.definitions_of(event) {
                self.definition(event, definition);
            }
        }
    }

    fn start(&mut self, event: Xml<'d>, kinds: &[String]) {
        if self.outgoing_of(event).is_empty() || named(event, "outgoing").next().is_none() {
            self.break_rule(event, "EXT101");
        }
        if !self.incoming_of(event).is_empty() {
            self.break_rule(event, "EXT102");
        }
        let Some(around) = event.parent() else { return };
        let any = |wrong: &[&str]| kinds.iter().any(|kind| wrong.contains(&kind.as_str()));
        if is_event_sub_process(around) {
            let interrupts = flag(event, "isInterrupting") != Some(false);
            let wrong = any(&["cancel", "link", "terminate"]) || kinds.is_empty();
            if wrong || (!interrupts && any(&["error", "compensate"])) {
                self.break_rule(event, "EXT059");
                self.break_rule(around, "EXT059");
            }
        } else if tag(around) == "process" {
            if any(&["cancel", "link", "terminate", "error", "escalation", "compensate"]) {
                self.break_rule(event, "EXT098");
            }
        } else if !kinds.is_empty() {
            self.break_rule(event, "EXT100");
        }
    }

    fn end(&mut self, event: Xml<'d>, kinds: &[String]) {
        if self.incoming_of(event).is_empty() || named(event, "incoming").next().is_none() {
            self.break_rule(event, "EXT107");
        }
        if !self.outgoing_of(event).is_empty() {
            self.break_rule(event, "EXT104");
        }
        if kinds.iter().any(|kind| matches!(kind.as_str(), "conditional" | "link" | "timer")) {
            self.break_rule(event, "EXT146");
        }
        let in_transaction = event.ancestors().any(|around| tag(around) == "transaction");
        if kinds.iter().any(|kind| kind == "cancel") && !in_transaction {
            self.break_rule(event, "EXT106");
        }
    }

    fn boundary(&mut self, event: Xml<'d>, kinds: &[String]) {
        let interrupts = flag(event, "cancelActivity") != Some(false);
        let any = |wrong: &[&str]| kinds.iter().any(|kind| wrong.contains(&kind.as_str()));
        let wrong = any(&["link", "terminate"]) || (!interrupts && any(&["error", "cancel", "compensate"]));
        if wrong || kinds.is_empty() {
            self.break_rule(event, "EXT110");
            self.break_rule(event, "EXT147");
        }
        if kinds.is_empty() {
            self.break_rule(event, "EXT130");
        }
        let host = self.refers(event, "attachedToRef");
        if any(&["cancel"]) && host.is_some_and(|host| tag(host) != "transaction") {
            self.break_rule(event, "EXT111");
            self.break_rule(event, "EXT120");
        }
        if !self.incoming_of(event).is_empty() {
            self.break_rule(event, "EXT112");
        }
        let has_outgoing = !self.outgoing_of(event).is_empty();
        if any(&["compensate"]) {
            if has_outgoing {
                self.break_rule(event, "EXT114");
            }
            self.compensation(event);
        } else if !has_outgoing {
            self.break_rule(event, "EXT113");
        }
    }

    fn compensation(&mut self, event: Xml<'d>) {
        let partner = self.associated.get(&id(event)).cloned();
        match partner.and_then(|partner| self.find(&partner)) {
            None => self.break_rule(event, "EXT143"),
            Some(handler) if flag(handler, "isForCompensation") != Some(true) => {
                self.break_rule(handler, "EXT144");
                self.break_rule(event, "EXT144");
            }
            Some(_) => {}
        }
    }

    fn intermediate(&mut self, event: Xml<'d>, kinds: &[String]) {
        let catches = tag(event) == "intermediateCatchEvent";
        let is_link = kinds.iter().any(|kind| kind == "link");
        let (incoming, outgoing) = (self.incoming_of(event), self.outgoing_of(event));
        if incoming.is_empty() && !(is_link && catches) {
            self.break_rule(event, "EXT115");
        }
        if outgoing.is_empty() && (catches || !is_link) {
            self.break_rule(event, "EXT116");
        }
        if is_link && ((catches && !incoming.is_empty()) || (!catches && !outgoing.is_empty())) {
            self.break_rule(event, "EXT117");
        }
        let any = |wrong: &[&str]| kinds.iter().any(|kind| wrong.contains(&kind.as_str()));
        if catches && (any(&["cancel", "compensate", "error", "escalation", "terminate"]) || kinds.is_empty())
        {
            self.break_rule(event, "EXT148");
            if any(&["compensate"]) {
                self.break_rule(event, "EXT122");
            }
        }
        if !catches && any(&["cancel", "conditional", "error", "terminate", "timer"]) {
            self.break_rule(event, "EXT149");
        }
    }

    fn definition(&mut self, event: Xml<'d>, definition: Xml<'d>) {
        let throws = matches!(tag(event), "endEvent" | "intermediateThrowEvent");
        match tag(definition) {
            "escalationEventDefinition" if throws => {
                let escalation = self.refers(definition, "escalationRef");
                let code = escalation.and_then(|found| attribute(found, "escalationCode"));
                if code.is_none_or(|code| code.trim().is_empty()) {
                    self.break_rule(event, "EXT011");
                    if let Some(escalation) = escalation {
                        self.break_rule(escalation, "EXT011");
                    }
                }
            }
            "conditionalEventDefinition" => {
                let condition = named(definition, "condition").next();
                if condition.is_none_or(|found| text(found).is_empty() || !is_formal(found)) {
                    self.break_rule(event, "EXT123");
                }
            }
            "linkEventDefinition" if tag(event).starts_with("intermediate") => self.link(event, definition),
            "messageEventDefinition" if self.is_executable(event) => {
                if reference(definition, "messageRef").is_none() {
                    self.break_rule(event, "EXT127");
                }
                if child_reference(definition, "operationRef").is_none() {
                    self.break_rule(event, "EXT128");
                }
            }
            "timerEventDefinition" => self.timer(event, definition),
            _ => {}
        }
    }

    fn link(&mut self, event: Xml<'d>, definition: Xml<'d>) {
        let catches = tag(event) == "intermediateCatchEvent";
        let (own, other) = if catches { ("source", "target") } else { ("target", "source") };
        let partners: Vec<Xml<'d>> = children(definition)
            .filter(|child| tag(*child) == own)
            .filter_map(|child| self.find(&local(&text(child))))
            .collect();
        let has_reference = children(definition).any(|child| tag(child) == own);
        if !has_reference {
            self.break_rule(event, "EXT125");
        }
        for partner in partners {
            let is_link = tag(partner) == "linkEventDefinition";
            let partner_event = partner.parent();
            if is_link && partner_event.is_some_and(|found| found.parent() != event.parent()) {
                self.break_rule(event, "EXT126");
            }
            let answers =
                children(partner).any(|child| tag(child) == other && local(&text(child)) == id(definition));
            if is_link && !answers {
                self.break_rule(event, "EXT125");
            }
        }
    }

    fn timer(&mut self, event: Xml<'d>, definition: Xml<'d>) {
        let times: Vec<Xml<'d>> =
            children(definition).filter(|child| tag(*child).starts_with("time")).collect();
        if times.len() != 1 {
            self.break_rule(event, "EXT131");
        }
        for found in times {
            let (kind, rule) = match tag(found) {
                "timeDate" => (TimerKind::Date, "EXT132"),
                "timeCycle" => (TimerKind::Cycle, "EXT133"),
                _ => (TimerKind::Duration, "EXT134"),
            };
            // A text of several signs may be an expression; a bare word is neither that nor a time.
            let value = text(found);
            let is_word = value.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit());
            let looks_like_time = value.starts_with(|letter: char| letter.is_ascii_digit()) || is_word;
            if looks_like_time && !time::is_valid(kind, &value) {
                self.break_rule(event, rule);
            }
        }
    }
}
