//! The style page: every component in both directions, with invented values.

use afaq_base::{Date, Lang, Money, Timestamp, time};
use axum::response::Response;

use super::visit::Visit;
use crate::form::{Block, Choice, Control, FieldError, Question, UploadedFile};
use crate::html::{Code, DateView, Foreign, Href, MomentView, MoneyView, Num, PhoneOrIban, Typed, Words};
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
    let blocks = every_control(lang, prefix);
    Specimen {
        tags,
        notices,
        icons: Icon::ALL.to_vec(),
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

/// Every control once; the first one with an error.
fn every_control(lang: Lang, prefix: &str) -> Vec<Block> {
    let typed = Typed::new;
    let options = || {
        vec![
            Choice::new("mail", t(lang, "way-mail"), true).hint(t(lang, "messages-none-help")),
            Choice::new("sms", t(lang, "way-sms"), false),
        ]
    };
    let file = UploadedFile {
        name: Foreign::new("تقرير.pdf"),
        size: Num::new("2.4 MB"),
        href: Href::new("#main"),
        state: Tag::new(Tone::Good, t(lang, "upload-fine")),
    };
    let controls = [
        ("civil", "sign-in-other", Control::CivilNumber { value: typed("28802") }),
        ("text", "col-applicant", Control::Text { value: typed("Noura"), autocomplete: "" }),
        ("ar", "decide-text-ar", Control::TextIn { value: typed("نورة"), lang: Lang::Ar }),
        (
            "number",
            "case-number",
            Control::Number { value: typed("12"), unit: Words::from(t(lang, "date-year")) },
        ),
        ("money", "service-fee", Control::Money { value: typed("12.500") }),
        ("iban", "iban-hint", Control::Iban { value: Typed::default() }),
        ("phone", "phone-hint", Control::Phone { value: Typed::default() }),
        (
            "day",
            "document-issued",
            Control::Date { day: typed("22"), month: typed("11"), year: typed("2026") },
        ),
        ("yes", "entitled-title", Control::YesNo { value: Some(true) }),
        ("one", "outbox-to", Control::Radios { options: options() }),
        ("many", "desk-ask-items", Control::Many { options: options() }),
        ("select", "desk-transfer-to", Control::Select { options: options() }),
        ("long", "appeal-text", Control::LongText { value: Typed::default(), chars_max: 1_000 }),
        ("file", "upload-choose", Control::Upload { file: Some(file), accept: ".pdf,.jpg", camera: true }),
    ];
    controls
        .into_iter()
        .enumerate()
        .map(|(at, (name, label, control))| {
            let question = Question::new(format!("{prefix}{name}"), t(lang, label), control);
            Block::Question(match at {
                0 => question.hint(t(lang, "civil-number-hint")).error(t(lang, "sign-in-unknown")),
                1 => question.optional(),
                _ => question,
            })
        })
        .collect()
}
