//! Sample pages around a request: rating, letters.

use afaq_base::Lang;
use afaq_web::desk::corrections::{CorrectionsPage, OpenCorrection};
use afaq_web::form::{Block, Choice, Control, FormPage, Question};
use afaq_web::html::{Foreign, Num, Typed, Words};
use afaq_web::parts::{Pager, Tag, Tone, Value};
use afaq_web::portal::bodies::{BodiesPage, BodyPage};
use afaq_web::portal::cases::RatingCard;
use afaq_web::portal::corrections::CorrectionRow;
use afaq_web::respond::page;
use afaq_web::shell::Place;
use afaq_web::texts::t;

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/rating", |lang| page(&rating(lang))),
        ("/preferences", |lang| page(&preferences(lang))),
        ("/acting", |lang| page(&acting(lang))),
        ("/bodies", |lang| page(&bodies(lang))),
        ("/body", |lang| page(&body_page(lang))),
        ("/desk/corrections", |lang| page(&on_desk(lang, false))),
        ("/desk/corrections-empty", |lang| page(&on_desk(lang, true))),
    ]
}

const POINTS: [(&str, &str); 5] =
    [("1", "rating-1"), ("2", "rating-2"), ("3", "rating-3"), ("4", "rating-4"), ("5", "rating-5")];

/// The card on the page of a request that ended.
pub fn rating_card(lang: Lang, is_given: bool) -> RatingCard {
    let choice = |(number, key): (&str, &'static str)| (Num::new(number), Words::from(t(lang, key)));
    RatingCard {
        action: href(lang, "/rating"),
        is_open: true,
        until: day(lang, 12, 22),
        given: is_given.then(|| choice(POINTS[3])),
        choices: POINTS.map(choice).to_vec(),
    }
}

fn rating(lang: Lang) -> FormPage {
    let options = POINTS
        .iter()
        .rev()
        .map(|(number, key)| {
            Choice::new(*number, Words::new(format!("{number} – {}", t(lang, key))), *number == "4")
        })
        .collect();
    let words = Control::LongText {
        value: Typed::new("<b>شكراً</b> للموظفة – fast, but \"the PDF\" came late"),
        chars_max: 1_000,
    };
    let mut words = Question::new("comment", t(lang, "rating-comment"), words).optional();
    words.hint = Words::from(t(lang, "rating-comment-hint"));
    let points = Question::new("points", t(lang, "rating-question"), Control::Radios { options });
    let s = person(lang, "/rating", Words::from(t(lang, "rating-title")), Place::Cases);
    let blocks = vec![Block::Question(points), Block::Question(words)];
    let mut form = FormPage::new(s, href(lang, "/rating"), blocks);
    form.over = service(lang);
    form.intro = Words::from(t(lang, "rating-help"));
    form.button = Words::from(t(lang, "rating-send"));
    form
}

fn preferences(lang: Lang) -> FormPage {
    let ways = Control::Many {
        options: vec![
            Choice::new("mail", t(lang, "preferences-mail"), true),
            Choice::new("sms", t(lang, "preferences-sms"), true).hint(t(lang, "preferences-sms-hint")),
        ],
    };
    let ways = Question::new("ways", t(lang, "preferences-ways"), ways).hint(t(lang, "preferences-always"));
    let quiet = Question::new("quiet", t(lang, "preferences-quiet"), Control::YesNo { value: Some(true) })
        .hint(t(lang, "preferences-quiet-hint"));
    let hours = |chosen: &str| Control::Select {
        options: ["22", "7"]
            .iter()
            .zip(if lang == Lang::Ar { ["10:00 م", "7:00 ص"] } else { ["10:00 pm", "7:00 am"] })
            .map(|(value, words)| Choice::new(*value, Words::new(words.to_string()), *value == chosen))
            .collect(),
    };
    let from = Question::new("from", t(lang, "preferences-from"), hours("22"));
    let until = Question::new("until", t(lang, "preferences-until"), hours("7"));
    let s = person(lang, "/preferences", Words::from(t(lang, "preferences-title")), Place::Messages);
    let s = s.back(link(lang, "/messages", t(lang, "messages-title")));
    let blocks = [ways, quiet, from, until].map(Block::Question).to_vec();
    let mut form = FormPage::new(s, href(lang, "/preferences"), blocks);
    form.intro = Words::from(t(lang, "preferences-lead"));
    form.button = Words::from(t(lang, "preferences-save"));
    form
}

/// What a person called wrong: one that is looked at, and one that was answered.
pub fn corrections(lang: Lang) -> Vec<CorrectionRow> {
    let row = |what: Words, tone, key, reason: Words, due| CorrectionRow {
        what,
        holder: w(lang, "الهيئة العامة للمعلومات المدنية", "Public Authority for Civil Information"),
        state: Tag::new(tone, t(lang, key)),
        value: None,
        reason,
        due,
    };
    vec![
        row(
            w(lang, "الحالة الاجتماعية", "Marital status"),
            Tone::Info,
            "correction-open",
            Words::default(),
            Some(day(lang, 12, 6)),
        ),
        CorrectionRow {
            value: Some(Value::Words(w(lang, "كويتية", "Kuwaiti"))),
            ..row(
                w(lang, "الجنسية", "Nationality"),
                Tone::Good,
                "correction-accepted",
                w(lang, "وُجد خطأ في نقل القيد وصُحح.", "The record had been copied wrongly and is corrected."),
                None,
            )
        },
    ]
}

fn on_desk(lang: Lang, is_empty: bool) -> CorrectionsPage {
    let title = Words::from(t(lang, "corrections-title"));
    let mut s = officer(lang, "/desk/corrections", title).at(Place::Corrections);
    s.has_corrections = true;
    let row = OpenCorrection {
        href: href(lang, "/form/withdraw"),
        what: w(lang, "الحالة الاجتماعية", "Marital status"),
        register: w(lang, "سجل الأحوال الشخصية", "Register of personal status"),
        service: service(lang),
        opened: day(lang, 11, 22),
        due: day(lang, 12, 6),
    };
    let rows = if is_empty { Vec::new() } else { vec![row.clone(), row] };
    CorrectionsPage { s, rows, pager: Pager::default() }
}

fn acting(lang: Lang) -> FormPage {
    let kinds = ["mandate-guardian", "mandate-agent"];
    let options = kinds.map(|key| Choice::new(key, t(lang, key), false)).to_vec();
    let kind = Question::new("kind", t(lang, "start-for-kind"), Control::Radios { options });
    let number = Control::CivilNumber { value: Typed::new("31201010123") };
    let number = Question::new("number", t(lang, "start-for-number"), number)
        .hint(t(lang, "civil-number-hint"))
        .error(w(lang, "الرقم المدني 12 رقماً", "A civil number has 12 digits"));
    let mut s = person(lang, "/acting", Words::from(t(lang, "acting-title")), Place::Cases);
    s.session_ends = Some(Num::new(if lang == Lang::Ar { "11:30 ص" } else { "11:30 am" }));
    let blocks = vec![Block::Question(kind), Block::Question(number)];
    let mut form = FormPage::new(s, href(lang, "/acting"), blocks);
    form.intro = Words::from(t(lang, "acting-help"));
    form.button = Words::from(t(lang, "acting-begin"));
    form.with_errors_collected()
}

fn bodies(lang: Lang) -> BodiesPage {
    let all = afaq_base::bodies::all();
    let links =
        all.iter().map(|body| link(lang, "/body", Words::new(body.name.get(lang).to_string()))).collect();
    let mut s = public(lang, "/bodies", Words::from(t(lang, "bodies-title")), Place::Services);
    s.description = Words::from(t(lang, "bodies-description"));
    BodiesPage {
        s, count: Num::new(all.len()), kinds: vec![(w(lang, "الوزارات", "Ministries"), links)]
    }
}

fn body_page(lang: Lang) -> BodyPage {
    let s = public(lang, "/body", body(lang), Place::Services);
    BodyPage {
        s: s.crumbs(vec![link(lang, "/bodies", t(lang, "bodies-title"))]),
        kind: w(lang, "هيئة عامة", "public authority"),
        other_name: Foreign::new(body(lang.other()).as_str()),
        is_unverified: true,
        services: crate::portal::cards(lang),
        registers: vec![w(lang, "سجل الإعاقة", "Disability register")],
        is_signed_in: false,
    }
}
