//! The words of a pack for the explanation of its decisions: labels of facts, values as people read them, reasons.

use afaq_base::{Lang, Money};
use afaq_dmn::{Said, Words};
use afaq_feel::{Context, Value};

use crate::model::{Cost, Decisions};
use crate::{Service, plain};

/// The words of a service, with the facts that its texts may name.
#[derive(Debug, Clone, Copy)]
pub struct PackWords<'a> {
    service: &'a Service,
    known: &'a Context,
}

impl<'a> PackWords<'a> {
    /// The words of a service; `known` are the facts of the person.
    #[must_use]
    pub fn new(service: &'a Service, known: &'a Context) -> Self {
        Self { service, known }
    }

    fn is_money(&self, subject: &str) -> bool {
        matches!(&self.service.cost, Cost::Decision(decision) if decision == subject)
    }

    /// What a reason says, out of the facts.
    fn reason(&self, id: &str) -> Option<Said> {
        let reason = self.service.find_reason(id)?;
        let fill = |lang: Lang| reason.text.render(self.known, self.service, lang);
        let end = |text: String| text.trim_end_matches('.').to_owned();
        Some(Said::new(end(fill(Lang::Ar)), end(fill(Lang::En))))
    }
}

impl Words for PackWords<'_> {
    fn name(&self, subject: &str) -> Option<Said> {
        let label = match self.service.concepts.get(subject) {
            Some(concept) => concept.called(),
            None => {
                match self.service.evidence.iter().find(|one| format!("evidence.{}", one.id) == subject) {
                    Some(evidence) => &evidence.label,
                    None => self.service.decisions.labels.get(subject)?,
                }
            }
        };
        Some(Said::new(label.get(Lang::Ar), label.get(Lang::En)))
    }

    fn value(&self, subject: &str, value: &Value) -> Option<Said> {
        if value.is_null() || value.is_unknown() {
            return None;
        }
        if let Some(concept) = self.service.concepts.get(subject) {
            return Some(Said::new(concept.show(value, Lang::Ar), concept.show(value, Lang::En)));
        }
        match value {
            Value::Number(number) if self.is_money(subject) => {
                let money = Money::parse(&number.to_string()).ok()?;
                Some(Said::new(money.display(Lang::Ar), money.display(Lang::En)))
            }
            // The reasons themselves are told one by one.
            Value::List(items) if subject == Decisions::REASONS && !items.is_empty() => {
                Some(Said::same(&items.len().to_string()))
            }
            Value::List(_) | Value::Context(_) => None,
            other => Some(Said::new(plain(other, Lang::Ar), plain(other, Lang::En))),
        }
    }

    fn meaning(&self, decision: &str, output: &Value) -> Option<Said> {
        (decision == Decisions::REASONS).then(|| output.as_str()).flatten().and_then(|id| self.reason(id))
    }

    /// Notes of a pack are written in both languages with a dot between them.
    fn annotation(&self, _: &str, text: &str) -> Option<Said> {
        Some(match text.split_once(" · ") {
            Some((ar, en)) => Said::new(ar.trim(), en.trim()),
            None => Said::same(text),
        })
    }
}
