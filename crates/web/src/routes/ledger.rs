//! The ledger and the way of a case in words: hours used up, why the rest does not count, where it is.

use afaq_base::{Lang, Span, time};
use afaq_domain::cases::{Budget, Case, MovedBy, StageKind, StageState};
use afaq_pack::Service;

use super::{Web, names, values};
use crate::html::{Num, Words};
use crate::ledger::{BudgetView, LedgerView, MovedView, PathItem, StopView};
use crate::parts::{Stage, Tag, Tone};
use crate::texts::{t, t_args};

/// Working time in words: whole hours, as people count them.
fn hours(minutes: i64, lang: Lang) -> String {
    if minutes < 60 {
        return t(lang, "ledger-less-than-hour").to_string();
    }
    Span::working_hours(minutes / 60).map_or_else(|_| minutes.to_string(), |span| span.in_words(lang))
}

/// The ledger of a case; people see the promise alone, officers their tasks, too.
pub(crate) fn ledger(web: &Web, service: &Service, case: &Case, is_officer: bool, lang: Lang) -> LedgerView {
    let Some(ledger) = web.app.ledger(service, case) else { return LedgerView::default() };
    let mut budgets = vec![budget(Words::from(t(lang, "ledger-promise")), &ledger.promise, lang)];
    if is_officer {
        budgets.extend(ledger.tasks.iter().map(|one| {
            let name = one.element.as_deref().map(|element| names::element(service, element, lang));
            budget(Words::new(name.unwrap_or_default()), one, lang)
        }));
    }
    let stops = ledger
        .stops
        .iter()
        .map(|(stop, minutes)| {
            let reason = names::stopped_for(stop.reason.word(), lang);
            let note = afaq_base::text::clean_text(&stop.note);
            let words = if is_officer && !note.is_empty() {
                Words::new(format!("{reason} – {note}"))
            } else {
                reason
            };
            StopView {
                words,
                since: values::day(stop.since, lang),
                until: stop.until.map(|until| values::day(until, lang)),
                length: Words::new(hours(*minutes, lang)),
            }
        })
        .collect();
    let moved = case
        .clock
        .moved
        .iter()
        .map(|moved| MovedView {
            words: match &moved.why {
                MovedBy::Calendar(name) => {
                    Words::new(t_args(lang, "moved-calendar", &[("name", &names::words(name, lang))]))
                }
                MovedBy::Stop(reason) => names::stopped_for(reason.word(), lang),
            },
            from: values::day(time::start_of_day(moved.from), lang),
            to: values::day(time::start_of_day(moved.to), lang),
        })
        .collect();
    LedgerView { budgets, stops, moved }
}

fn budget(name: Words, budget: &Budget, lang: Lang) -> BudgetView {
    let percent = budget.used_percent();
    let state = if percent > 100 {
        Tag::new(Tone::Bad, t(lang, "ledger-over"))
    } else if budget.is_running {
        Tag::new(if percent >= 80 { Tone::Warn } else { Tone::Info }, t(lang, "ledger-running"))
    } else {
        Tag::new(Tone::Quiet, t(lang, "ledger-standing"))
    };
    let (used, whole) = (hours(budget.used_minutes, lang), hours(budget.whole_minutes, lang));
    BudgetView {
        name,
        percent: Num::new(percent.clamp(0, 100)),
        used: Words::new(t_args(lang, "ledger-used", &[("used", &used), ("whole", &whole)])),
        state,
    }
}

/// The stages on the way of a case, in the person's words.
pub(crate) fn path<'e>(
    service: &Service,
    case: &Case,
    events: impl IntoIterator<Item = &'e afaq_domain::cases::CaseEvent>,
    lang: Lang,
) -> Vec<PathItem> {
    let is_stopped = !case.process.incidents.is_empty();
    let stages = afaq_domain::cases::path(service, case, events);
    stages
        .into_iter()
        .map(|stage| PathItem {
            words: match &stage.kind {
                StageKind::OtherBody(code) if !code.is_empty() => {
                    Words::new(t_args(lang, "path-body", &[("body", &names::body(code, lang))]))
                }
                // A technical problem is none of the person's: it says so where the case stands.
                _ if stage.state == StageState::Now && is_stopped => Words::from(t(lang, "path-stopped")),
                kind => Words::from(t(lang, key(kind))),
            },
            stage: match stage.state {
                StageState::Done => Stage::Done,
                StageState::Now => Stage::Now,
                StageState::Next => Stage::Next,
            },
        })
        .collect()
}

fn key(kind: &StageKind) -> &'static str {
    match kind {
        StageKind::Submitted => "path-submitted",
        StageKind::Checked => "path-checked",
        StageKind::Review => "path-review",
        StageKind::OtherBody(_) => "path-other",
        StageKind::Appeal => "path-appeal",
        StageKind::Payment => "path-payment",
        StageKind::Document => "path-document",
        StageKind::Result => "path-result",
    }
}
