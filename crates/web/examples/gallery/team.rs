//! Sample pages of many cases at once, of the team, and of a new version of a service.

use afaq_base::Lang;
use afaq_web::desk::cases::DeskAction;
use afaq_web::desk::sections::*;
use afaq_web::form::{Block, Choice, Control, Question};
use afaq_web::html::{Num, Typed, Words};
use afaq_web::parts::{Notice, Row, Tag, Tone, Value};
use afaq_web::texts::{t, t_args};

use crate::sample::*;

fn head(lang: Lang, keys: &[&'static str]) -> Vec<Words> {
    keys.iter().map(|key| Words::from(t(lang, key))).collect()
}

fn tag(lang: Lang, tone: Tone, key: &'static str) -> Cell {
    Cell::Value(Value::Tag(Tag::new(tone, t(lang, key))))
}

pub fn bulk(lang: Lang) -> BulkPage {
    let rows = names().into_iter().take(4).enumerate().map(|(at, name)| {
        let refused = w(lang, "تغيّرت المعاملة في هذه الأثناء.", "The case has changed meanwhile.");
        vec![
            Cell::Link(Value::Code(number()), href(lang, "/desk/case")),
            Cell::Value(Value::Foreign(name)),
            Cell::words(service(lang)),
            if at == 2 {
                tag(lang, Tone::Warn, "state-undetermined")
            } else {
                tag(lang, Tone::Good, "rule-no-reason")
            },
            if at == 3 { Cell::words(refused) } else { tag(lang, Tone::Good, "bulk-yes") },
        ]
    });
    let options = vec![
        Choice::new("approve", w(lang, "موافقة", "Approve"), true),
        Choice::new("refuse", w(lang, "رفض", "Refuse"), false),
    ];
    BulkPage {
        s: officer(lang, "/desk/bulk", Words::from(t(lang, "bulk-decide-title"))),
        intro: Words::from(t(lang, "bulk-decide-intro")),
        notices: vec![Notice {
            tone: Tone::Warn,
            heading: Words::new(t_args(lang, "bulk-would", &[("n", &3)])),
            words: Words::new(t_args(lang, "bulk-left", &[("n", &1)])),
            link: None,
        }],
        errors: Vec::new(),
        action: href(lang, "/desk/bulk"),
        hidden: Vec::new(),
        blocks: vec![Block::Question(Question::new(
            "outcome",
            t(lang, "decide-outcome"),
            Control::Radios { options },
        ))],
        buttons: vec![
            ("prepare", Words::new(t_args(lang, "bulk-prepare", &[("n", &3)]))),
            ("edit", Words::from(t(lang, "bulk-edit"))),
        ],
        table: Table {
            head: head(lang, &["col-number", "col-applicant", "col-service", "bulk-rules", "bulk-outcome"]),
            rows: rows.collect(),
        },
        back: link(lang, "/desk", t(lang, "cancel")),
    }
}

pub fn team(lang: Lang) -> SectionsPage {
    let mut page = SectionsPage::new(officer(lang, "/desk/team", Words::from(t(lang, "team-title"))));
    page.over = w(lang, "إدارة المخصصات المالية", "Financial Allowances Unit");
    let mut load = Section::new(t(lang, "team-workload"));
    let count = |number: u64| Cell::Value(Value::Num(Num::new(number)));
    let rows = names().into_iter().take(5).zip([12_u64, 0, 7, 31, 4]).map(|(name, open)| {
        let away = w(lang, "في إجازة – ينوب سالم", "Away – Salem stands in");
        vec![
            Cell::Value(Value::Foreign(name)),
            count(open),
            if open > 10 { Cell::Value(Value::Tag(Tag::new(Tone::Bad, "3".to_owned()))) } else { count(0) },
            count(open / 2),
            if open == 7 { Cell::Value(Value::Tag(Tag::new(Tone::Warn, away))) } else { Cell::Empty },
        ]
    });
    let keys = ["col-assignee", "team-open", "team-late", "team-done", "team-presence"];
    load.table = Some(Table { head: head(lang, &keys), rows: rows.collect() });
    let mut rules = Section::new(t(lang, "team-rules"));
    rules.rows.push(Row::new(t(lang, "team-policy"), Value::Words(Words::from(t(lang, "policy-skill")))));
    rules.rows.push(Row::new(t(lang, "team-sample"), Value::Num(Num::new("5 %"))));
    rules
        .actions
        .push(DeskAction { link: link(lang, "/desk/team", t(lang, "team-rules-change")), is_post: false });
    page.sections = vec![load, rules];
    page
}

pub fn version(lang: Lang) -> SectionsPage {
    let s = officer(lang, "/desk/services/version", Words::from(t(lang, "version-title")));
    let mut page = SectionsPage::new(s);
    page.over = service(lang);
    for (key, is_post) in [("version-send", true), ("version-go-on", false), ("version-page", false)] {
        page.actions.push(DeskAction { link: link(lang, "/desk/services/version", t(lang, key)), is_post });
    }
    let mut changes = Section::new(t(lang, "version-changes"));
    changes.list = vec![
        w(lang, "تغيّر القرار `fee`", "the decision `fee` has changed"),
        Words::new(t_args(
            lang,
            "version-expects",
            &[
                ("scenario", &Typed::new("renewed")),
                ("before", &Typed::new("10.000")),
                ("after", &Typed::new("12.500")),
            ],
        )),
    ];
    let mut tests = Section::new(t(lang, "version-tests"));
    tests.words.push(Words::new(t_args(lang, "version-passed", &[("n", &1), ("of", &2)])));
    let failure = w(lang, "fee: المتوقع 10.000، والنتيجة 12.500", "fee: expected 10.000, but saw 12.500");
    tests.table = Some(Table {
        head: head(lang, &["version-story", "bulk-outcome"]),
        rows: vec![
            vec![
                Cell::words(w(lang, "جدّدت رخصتها ودفعت الرسم.", "She renews her licence and pays the fee.")),
                tag(lang, Tone::Good, "version-test-passed"),
            ],
            vec![
                Cell::words(w(lang, "دفع الرسم مرتين.", "He pays the fee twice.")),
                Cell::Value(Value::Many(vec![
                    Value::Tag(Tag::new(Tone::Bad, t(lang, "version-test-failed"))),
                    Value::Words(failure),
                ])),
            ],
        ],
    });
    page.sections = vec![changes, tests];
    page
}
