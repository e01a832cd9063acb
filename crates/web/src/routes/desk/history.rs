//! What happened in a case, in the officer's words.

use afaq_app::cases::{CaseView, TimelineEntry};
use afaq_base::Lang;
use afaq_domain::cases::{Event, Intervention};
use afaq_domain::parties::Actor;

use crate::html::{Foreign, Words};
use crate::parts::{Stage, TimelineItem};
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::texts::t;

/// One line of the history; nothing for what is only machinery.
pub(crate) fn item(web: &Web, view: &CaseView, entry: &TimelineEntry, visit: &Visit) -> Option<TimelineItem> {
    let lang = visit.lang;
    let (key, more) = words(web, view, &entry.event.what, lang)?;
    Some(TimelineItem {
        stage: Stage::Done,
        words: Words::from(t(lang, key)),
        more,
        at: Some(values::moment(entry.event.at, lang)),
        who: who(web, &entry.event.by, lang),
    })
}

fn who(web: &Web, actor: &Actor, lang: Lang) -> Option<Foreign> {
    Some(match actor {
        Actor::Applicant => Foreign::new(t(lang, "actor-applicant")),
        Actor::Representative { .. } => Foreign::new(t(lang, "actor-representative")),
        Actor::Officer { id, .. } => names::officer(&web.app, id, lang),
        Actor::Gateway => Foreign::new(t(lang, "actor-gateway")),
        Actor::System { name } => Foreign::new(name),
        Actor::Rules => Foreign::new(t(lang, "actor-rules")),
        Actor::Clock => return None,
    })
}

fn words(web: &Web, view: &CaseView, event: &Event, lang: Lang) -> Option<(&'static str, Words)> {
    let empty = Words::default;
    let clean = |text: &str| Words::new(afaq_base::text::clean_text(text));
    Some(match event {
        Event::Submitted(_) => ("event-submitted", empty()),
        Event::Evaluated { .. } => ("event-evaluated", empty()),
        Event::FactsRead { .. } => ("event-facts-read", empty()),
        Event::FactCorrected { path, .. } => {
            ("event-fact-corrected", values::label(&view.service, path, lang))
        }
        Event::Assigned { officer: Some(id) } => {
            ("event-assigned", Words::new(names::officer(&web.app, id, lang).as_str().to_string()))
        }
        Event::Assigned { officer: None } => ("event-put-back", empty()),
        Event::Transferred { unit, reason } => {
            let unit = names::unit(&web.app, &view.case.body, unit, lang);
            let reason = afaq_base::text::clean_text(reason);
            ("event-transferred", Words::new(format!("{unit} – {reason}")))
        }
        Event::Asked { question, .. } => ("event-asked", clean(question.get(lang))),
        Event::Answered { text, .. } => ("event-answered", clean(text)),
        Event::OpinionAsked { question } => ("event-opinion-asked", clean(question.get(lang))),
        Event::OpinionGiven { body, text } => {
            let text = afaq_base::text::clean_text(text);
            ("event-opinion-given", Words::new(format!("{} – {text}", names::body(body, lang))))
        }
        Event::DecisionPrepared(ready) => ("event-prepared", names::words(&ready.choice.label(), lang)),
        Event::DecisionUndone {} => ("event-undone", empty()),
        Event::Countersigned { .. } => ("event-countersigned", empty()),
        Event::Noted { text } => ("event-noted", clean(text)),
        Event::Reviewed { text, .. } => ("event-reviewed", clean(text)),
        Event::Decided { choice, .. } => ("event-decided", names::words(&choice.label(), lang)),
        Event::FeeAsked { fee, .. } => ("event-fee-asked", Words::new(fee.display(lang))),
        Event::FeePaid { paid, .. } => ("event-fee-paid", Words::new(paid.display(lang))),
        Event::PaymentSurplus { paid, .. } => ("event-surplus", Words::new(paid.display(lang))),
        Event::OutputIssued { .. } => ("event-issued", empty()),
        Event::OutputRevoked { reason, .. } => ("event-revoked", clean(reason)),
        Event::MessageSent { subject, .. } => ("event-message", names::words(subject, lang)),
        Event::ClockStopped { reason, note } => {
            let reason = names::stopped_for(reason, lang);
            let note = afaq_base::text::clean_text(note);
            let words = if note.is_empty() { reason.to_string() } else { format!("{reason} – {note}") };
            ("event-clock-stopped", Words::new(words))
        }
        Event::Escalated { element, tell, .. } => {
            let whom = names::told(&view.service, tell, lang);
            let what = element.as_deref().and_then(|element| view.service.tasks.get(element));
            let words = match what {
                Some(task) => format!("{} – {whom}", task.name.get(lang)),
                None => whom.to_string(),
            };
            ("event-escalated", Words::new(words))
        }
        Event::DeadlinesMoved { why, .. } => ("event-deadlines-moved", names::words(why, lang)),
        Event::Intervened { what, element, to, reason } => {
            let key = match what {
                Intervention::Retried => "event-retried",
                Intervention::Skipped => "event-skipped",
                Intervention::Moved => "event-moved",
            };
            let label = |id: &str| names::element(&view.service, id, lang);
            let place = match to {
                Some(to) => format!("{} ← {}", label(to), label(element)),
                None => label(element),
            };
            let reason = afaq_base::text::clean_text(reason);
            (key, Words::new(if reason.is_empty() { place } else { format!("{place} – {reason}") }))
        }
        Event::Migrated { label, reason, .. } => {
            let reason = afaq_base::text::clean_text(reason);
            let words = if reason.is_empty() { label.clone() } else { format!("{label} – {reason}") };
            ("event-migrated", Words::new(words))
        }
        Event::MessageCame { message, payload, .. } => {
            let says = afaq_pack::plain(payload, lang);
            ("event-message-came", Words::new(afaq_base::text::clean_text(&format!("{message} – {says}"))))
        }
        Event::ActionBegun { action, .. } => {
            ("event-action-begun", names::action(&view.service, action, lang))
        }
        Event::ActionDone { action, text, .. } => {
            let name = names::action(&view.service, action, lang);
            let text = afaq_base::text::clean_text(text);
            (
                "event-action-done",
                Words::new(if text.is_empty() { name.to_string() } else { format!("{name} – {text}") }),
            )
        }
        Event::ClockStarted { .. } => ("event-clock-started", empty()),
        Event::Withdrawn { reason } => ("event-withdrawn", clean(reason)),
        Event::Appealed { text } => ("event-appealed", clean(text)),
        Event::Reopened { .. } => ("event-reopened", empty()),
        Event::DecidedBySilence { law, .. } => ("event-silence", names::words(&law.name, lang)),
        Event::Held { reason } => ("event-held", clean(reason)),
        Event::Released { reason } => ("event-released", clean(reason)),
        Event::ContentDeleted { .. } => ("event-deleted", empty()),
        Event::Closed { outcome, .. } => ("event-closed", names::stage(outcome.word(), lang).words),
        Event::Progressed { .. }
        | Event::OutputRequested { .. }
        | Event::LegalTime { .. }
        | Event::RungsPlanned { .. } => return None,
    })
}
