//! What people are told: the pack's texts, filled at the moment they are sent, in both languages.

use afaq_base::time::local_date;
use afaq_base::{Lang, Text};
use afaq_feel::{Context, Value};
use afaq_pack::{Decisions, MessageTemplate, Template, Trigger};

use super::event::Event;
use super::facts::feel_env;
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
        let known = self.message_context(message);
        let (ar, en) = (self.with_case(&known, Lang::Ar), self.with_case(&known, Lang::En));
        let service = self.env.service;
        let fill = |template: &Template| filled(service, template, &ar, &en);
        let (subject, body) = (fill(&message.subject), fill(&message.body));
        self.emit_by(Actor::Rules, Event::MessageSent { message: message.id.clone(), subject, body });
    }

    /// The facts that a message may name, and those decisions that it names.
    fn message_context(&mut self, message: &MessageTemplate) -> Context {
        let service = self.env.service;
        let facts = self.known();
        let mut known = Context::clone(&facts);
        let mut named = message.subject.paths();
        named.extend(message.body.paths());
        named.retain(|path| service.decisions.ids.contains(path));
        named.sort();
        named.dedup();
        for id in named {
            if let Ok(evaluation) = service.decisions.compiled.evaluate(&id, &facts, &feel_env(self.now())) {
                known.set(id.as_str(), evaluation.value);
            }
        }
        known
    }

    /// The same with what the case itself says, in the words of one language.
    fn with_case(&self, known: &Context, lang: Lang) -> Context {
        let case = &self.case;
        let mut about = Context::new();
        about.set("number", Value::from(case.number.to_string().as_str()));
        about.set("submitted_on", date(local_date(case.opened_at)));
        about.set("promised_on", date(case.promised_on));
        if let Some(fee) = &case.fee {
            let amount = fee.amount.to_string();
            about.set("fee", amount.parse().map_or_else(|_| Value::from(amount.as_str()), Value::Number));
        }
        about.set("link", Value::from(self.env.link.get(lang)));
        let names = case.outputs.iter().filter(|output| output.issued.is_some() && output.revoked.is_none());
        let names = names.filter_map(|output| self.env.service.find_output(&output.output));
        let names: Vec<&str> = names.map(|output| output.name.get(lang)).collect();
        about.set("documents", Value::from(names.join("\n").as_str()));
        if let Some(silence) = &case.silence {
            about.set("law", Value::from(silence.law.name.get(lang)));
        }
        if let Some(asked) = &case.asked {
            about.set("question", Value::from(asked.question.get(lang)));
            about.set("answer_by", date(local_date(asked.answer_by)));
        }
        let reasons = case.closed.as_ref().map_or(&case.reasons, |closed| &closed.reasons);
        let lines: Vec<&str> = reasons.iter().map(|reason| reason.text.get(lang)).collect();
        about.set("reasons", Value::from(lines.join("\n").as_str()));
        about.set("missing", Value::from(self.missing_labels(lang).as_str()));
        if let Some(closed) = &case.closed {
            about.set("decided_on", date(local_date(closed.at)));
            let within = self.env.service.appeal.as_ref().map(|appeal| appeal.within);
            if let Some(Ok(until)) = within.map(|within| self.env.calendar.deadline(closed.at, within)) {
                about.set("appeal_by", date(local_date(until)));
            }
        }
        let mut known = known.clone();
        known.set("case", Value::context(about));
        known
    }

    /// The names of the facts for which the right could not be decided.
    fn missing_labels(&self, lang: Lang) -> String {
        let service = self.env.service;
        let evaluation = self.case.evaluations.get(Decisions::ELIGIBLE);
        let Some(Value::Unknown(unknown)) = evaluation.map(|evaluation| &evaluation.value) else {
            return String::new();
        };
        let label = |path: &String| match service.concepts.get(path) {
            Some(concept) => concept.label.get(lang).to_string(),
            None => path.clone(),
        };
        let comma = match lang {
            Lang::Ar => "، ",
            Lang::En => ", ",
        };
        unknown.names.iter().map(label).collect::<Vec<_>>().join(comma)
    }
}

/// A date as expressions and texts know it.
fn date(day: afaq_base::Date) -> Value {
    let text = day.to_string();
    text.parse().map_or_else(|_| Value::from(text.as_str()), Value::Date)
}

/// Fills a text of the pack in all its languages.
pub(super) fn fill(service: &afaq_pack::Service, template: &Template, known: &Context) -> Text {
    filled(service, template, known, known)
}

/// The same with values of their own in each language; further languages take the English ones.
fn filled(service: &afaq_pack::Service, template: &Template, ar: &Context, en: &Context) -> Text {
    let mut text = Text::new(template.render(ar, service, Lang::Ar), template.render(en, service, Lang::En));
    for code in &service.languages {
        if let Some(translated) = template.render_in(en, service, code) {
            text.more.insert(code.clone(), translated);
        }
    }
    text
}
