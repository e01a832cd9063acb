//! The style page: every component in both directions, with invented values.

use afaq_base::{Date, Money, Timestamp, time};
use axum::response::Response;

use super::visit::Visit;
use crate::form::{Block, Choice, Control, FieldError, Question};
use crate::html::{Code, DateView, Foreign, MomentView, MoneyView, Num, PhoneOrIban, Typed, Words};
use crate::icons::Icon;
use crate::parts::{FactView, Notice, Stage, Tag, TimelineItem, Tone, Value};
use crate::respond;
use crate::shell::Shell;
use crate::style::{Specimen, StylePage};
use crate::texts::t;

/// GET `/style`.
pub(crate) async fn show(visit: Visit) -> Response {
    let s = visit.titled("style-title");
    let there = Shell::new(visit.lang.other(), visit.path.clone(), t(visit.lang.other(), "style-title"));
    respond::page(&StylePage { here: specimen(s.clone(), "a."), there: specimen(there, "b."), s })
}

fn specimen(s: Shell, prefix: &str) -> Specimen {
    let lang = s.lang;
    let day = Date::constant(2026, 11, 22);
    let moment = MomentView::new(time::local_datetime(Timestamp::constant(1_795_327_200, 0)), lang);
    let tones = [Tone::Good, Tone::Info, Tone::Warn, Tone::Bad, Tone::Quiet];
    let keys = ["state-approved", "state-review", "state-waiting", "state-refused", "state-draft"];
    let tags = tones.into_iter().zip(keys).map(|(tone, key)| Tag::new(tone, t(lang, key))).collect();
    let notices = tones
        .into_iter()
        .zip(keys)
        .map(|(tone, key)| Notice {
            tone,
            heading: Words::from(t(lang, key)),
            words: Words::from(t(lang, "home-promise-1b")),
            link: None,
        })
        .collect();
    let blocks = vec![
        Block::Question(
            Question::new(
                format!("{prefix}civil"),
                t(lang, "sign-in-other"),
                Control::CivilNumber { value: Typed::default() },
            )
            .hint(t(lang, "civil-number-hint"))
            .error(t(lang, "sign-in-unknown")),
        ),
        Block::Question(Question::new(
            format!("{prefix}yes"),
            t(lang, "search-label"),
            Control::YesNo { value: None },
        )),
        Block::Question(Question::new(
            format!("{prefix}day"),
            t(lang, "document-issued"),
            Control::Date { day: Typed::new("22"), month: Typed::new("11"), year: Typed::new("2026") },
        )),
        Block::Question(Question::new(
            format!("{prefix}way"),
            t(lang, "outbox-to"),
            Control::Radios {
                options: vec![
                    Choice::new("mail", t(lang, "way-mail"), true),
                    Choice::new("sms", t(lang, "way-sms"), false),
                ],
            },
        )),
    ];
    Specimen {
        tags,
        notices,
        icons: vec![
            Icon::Family,
            Icon::Car,
            Icon::House,
            Icon::Paper,
            Icon::Clock,
            Icon::Register,
            Icon::Letter,
        ],
        names: ["نورة عبدالله العنزي", "Noura Al-Enezi", "شركة الأفق W.L.L.", "<b>O'Brien</b>"]
            .map(Foreign::new)
            .to_vec(),
        numbers: vec![Num::new(12), Num::grouped(1_234_567), Num::new("96.4%")],
        codes: vec![Code::new("7K4M-2P9T"), Code::new("288020122596")],
        amounts: vec![
            MoneyView::new(Money::from_fils(1_350_250), lang),
            MoneyView::or_free(Money::ZERO, lang),
        ],
        dates: vec![DateView::new(day, lang), DateView::with_hijri(day, lang)],
        grouped: vec![PhoneOrIban::new("+96550001234"), PhoneOrIban::new("KW81CBKU0000000000001234560101")],
        facts: vec![FactView {
            label: Words::from(t(lang, "document-holder")),
            value: Value::Foreign(Foreign::new("شركة الأفق W.L.L.")),
            source: Words::from(t(lang, "source-you")),
            at: Some(moment.clone()),
            standing: Tag::new(Tone::Good, t(lang, "fact-verified")),
            dispute: None,
            differs: None,
        }],
        timeline: [
            (Stage::Done, "told-submitted"),
            (Stage::Now, "now-officer"),
            (Stage::Next, "next-decision"),
        ]
        .map(|(stage, key)| TimelineItem {
            stage,
            words: Words::from(t(lang, key)),
            more: Words::default(),
            at: (stage == Stage::Done).then(|| moment.clone()),
            who: None,
        })
        .to_vec(),
        blocks,
        errors: vec![FieldError {
            field: Typed::new(format!("{prefix}civil")),
            words: Words::from(t(lang, "sign-in-unknown")),
        }],
        s,
    }
}
