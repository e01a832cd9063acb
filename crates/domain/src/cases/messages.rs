//! What people are told: the pack's texts, filled at the moment they are sent, in both languages.

use afaq_base::{Lang, Text};
use afaq_feel::{Context, Value};
use afaq_pack::{MessageTemplate, Template, Trigger};

use super::event::Event;
use super::facts::context;
use super::work::Work;
use crate::parties::Actor;

impl Work<'_> {
    /// Sends every message of the pack that this happening triggers.
    pub fn tell(&mut self, trigger: Trigger) {
        let service = self.env.service;
        for message in service.messages.iter().filter(|message| message.on == trigger) {
            self.send(message);
        }
    }

    /// Sends one message by its id.
    pub fn tell_message(&mut self, id: &str) {
        let service = self.env.service;
        if let Some(message) = service.find_message(id) {
            self.send(message);
        }
    }

    fn send(&mut self, message: &MessageTemplate) {
        let known = self.message_context();
        let subject = self.fill(&message.subject, &known);
        let body = self.fill(&message.body, &known);
        self.emit_by(Actor::Rules, Event::MessageSent { message: message.id.clone(), subject, body });
    }

    pub(super) fn fill(&self, template: &Template, known: &Context) -> Text {
        fill(self.env.service, template, known)
    }

    /// Everything that a message may name: the facts, and the case's own figures.
    fn message_context(&self) -> Context {
        let case = &self.case;
        let mut known = context(self.env.service, &case.facts, &case.evidence, self.now());
        let mut about = Context::new();
        about.set("number", Value::from(case.number.to_string().as_str()));
        about.set("promised_on", Value::from(case.promised_on.to_string().as_str()));
        if let Some(fee) = &case.fee {
            about.set("fee", Value::from(fee.amount.to_string().as_str()));
        }
        if let Some(asked) = &case.asked {
            about.set("question_ar", Value::from(asked.question.ar.as_str()));
            about.set("question_en", Value::from(asked.question.en.as_str()));
            let until = afaq_base::time::local_date(asked.answer_by);
            about.set("answer_by", Value::from(until.to_string().as_str()));
        }
        let reasons = case.closed.as_ref().map_or(&case.reasons, |closed| &closed.reasons);
        for (name, lang) in [("reasons_ar", Lang::Ar), ("reasons_en", Lang::En)] {
            let lines: Vec<&str> = reasons.iter().map(|reason| reason.text.get(lang)).collect();
            about.set(name, Value::from(lines.join("\n").as_str()));
        }
        known.set("case", Value::context(about));
        known
    }
}

/// Fills a text of the pack in both languages.
pub(super) fn fill(service: &afaq_pack::Service, template: &Template, known: &Context) -> Text {
    Text::new(template.render(known, service, Lang::Ar), template.render(known, service, Lang::En))
}
