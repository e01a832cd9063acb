//! Sample pages of the outbox and of the style page.

use afaq_base::{Lang, Money};
use afaq_web::demo::{OutboxItem, OutboxPage, Way};
use afaq_web::form::{Block, FieldError};
use afaq_web::html::{Code, DateView, Foreign, MoneyView, Num, PhoneOrIban, Typed, Words};
use afaq_web::icons::Icon;
use afaq_web::parts::{Notice, Pager, Tag, Tone};
use afaq_web::respond::page;
use afaq_web::shell::{Place, Shell};
use afaq_web::style::{Specimen, StylePage};
use afaq_web::texts::t;
use axum::response::Response;

use crate::sample::*;
use crate::{Page, forms};

pub fn pages() -> Vec<Page> {
    vec![
        ("/outbox", |lang| page(&outbox(lang, false))),
        ("/outbox-empty", |lang| page(&outbox(lang, true))),
        ("/style", style),
    ]
}

fn outbox(lang: Lang, empty: bool) -> OutboxPage {
    let item = |way, to: &str, subject: Words, paragraphs: Vec<Words>, with_file: bool| OutboxItem {
        way,
        to: Foreign::new(to),
        at: at(lang, 11, 22, 10, 42),
        lang,
        subject,
        paragraphs,
        attachments: if with_file {
            vec![(Foreign::new("قرار الصرف.pdf"), href(lang, "/documents"))]
        } else {
            Vec::new()
        },
        case: Some(link(lang, "/case", w(lang, "الطلب 7K4M-2P9T", "Request 7K4M-2P9T"))),
    };
    let items = vec![
        item(
            Way::Letter,
            "نورة عبدالله سالم العنزي",
            w(lang, "قرار صرف المخصص", "Allowance decision"),
            vec![w(lang, "وافقت الهيئة على طلبك.", "The body approved your request.")],
            true,
        ),
        item(
            Way::Sms,
            "+965 5000 1234",
            Words::default(),
            vec![w(lang, "آفاق: صدر قرار في طلبك 7K4M-2P9T.", "Afaq: your request 7K4M-2P9T was decided.")],
            false,
        ),
        item(
            Way::Mail,
            "noura@example.org",
            w(lang, "استلمنا طلبك", "We received your request"),
            vec![w(
                lang,
                "رقم طلبك 7K4M-2P9T وموعد إنجازه 6 ديسمبر.",
                "Your request number is 7K4M-2P9T; it will be done by 6 December.",
            )],
            false,
        ),
    ];
    OutboxPage {
        s: public(lang, "/outbox", Words::from(t(lang, "outbox-title")), Place::Outbox),
        items: if empty { Vec::new() } else { items },
        pager: Pager::default(),
    }
}

fn specimen(lang: Lang, prefix: &str) -> Specimen {
    let notice = |tone, words: Words| Notice { tone, heading: Words::default(), words, link: None };
    let mut blocks: Vec<Block> =
        forms::every_control(lang, prefix).into_iter().map(Block::Question).collect();
    if let Some(Block::Question(first)) = blocks.first_mut() {
        *first = first.clone().error(w(lang, "اكتب اسماً", "Type a name"));
    }
    Specimen {
        s: Shell::new(lang, "/style", ""),
        tags: [
            (Tone::Good, "state-approved"),
            (Tone::Info, "state-review"),
            (Tone::Warn, "state-waiting"),
            (Tone::Bad, "state-refused"),
            (Tone::Quiet, "state-draft"),
        ]
        .map(|(tone, key)| Tag::new(tone, t(lang, key)))
        .to_vec(),
        notices: vec![
            notice(Tone::Good, w(lang, "حُفظ ما كتبته.", "What you typed is saved.")),
            notice(Tone::Info, w(lang, "تتغير الرسوم في 1 يناير.", "Fees change on 1 January.")),
            notice(Tone::Warn, w(lang, "بقي يوم للإجابة.", "One day is left to answer.")),
            notice(Tone::Bad, w(lang, "لم يكتمل الدفع.", "The payment was not completed.")),
            notice(Tone::Quiet, w(lang, "لا جديد.", "Nothing new.")),
        ],
        icons: Icon::ALL.to_vec(),
        names: names(),
        numbers: vec![Num::new("96.4%"), Num::grouped(-1_234_567), Num::new("≠ 320")],
        codes: vec![number(), Code::new("288020122596")],
        amounts: vec![
            MoneyView::new(Money::from_fils(1_126_500), lang),
            MoneyView::new(Money::from_fils(-250), lang),
            MoneyView::or_free(Money::from_fils(0), lang),
        ],
        dates: vec![DateView::new(TODAY, lang), DateView::with_hijri(TODAY, lang)],
        grouped: vec![PhoneOrIban::new("KW81CBKU0000000000001234560101"), PhoneOrIban::new("+96550001234")],
        facts: facts(lang, true),
        timeline: timeline(lang),
        blocks,
        errors: vec![FieldError {
            field: Typed::new(format!("{prefix}name")),
            words: w(lang, "اكتب اسماً", "Type a name"),
        }],
    }
}

fn style(lang: Lang) -> Response {
    let s = public(lang, "/style", Words::from(t(lang, "style-title")), Place::Elsewhere);
    page(&StylePage { s, here: specimen(lang, "a."), there: specimen(lang.other(), "b.") })
}
