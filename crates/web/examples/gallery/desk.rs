//! Sample pages of the desk, the outbox and the style page.

use afaq_base::Lang;
use afaq_web::desk::cases::*;
use afaq_web::desk::decide::*;
use afaq_web::desk::worklist::*;
use afaq_web::form::{Block, Choice, Control, FieldError, FormPage, Question};
use afaq_web::html::{Foreign, Num, Svg, Typed, Words};
use afaq_web::parts::{Notice, Pager, Row, Stage, Tag, TimelineItem, Tone, Value};
use afaq_web::portal::cases::LookRow;
use afaq_web::respond::{page, page_with};
use afaq_web::texts::t;
use axum::http::StatusCode;

use crate::sample::*;
use crate::{Page, cases, explained, team};

pub fn pages() -> Vec<Page> {
    vec![
        ("/desk", |lang| page(&worklist(lang, false))),
        ("/desk-empty", |lang| page(&worklist(lang, true))),
        ("/desk/case", |lang| page(&case(lang))),
        ("/desk/decide", |lang| page(&decide(lang, false))),
        ("/desk/decide-error", |lang| page_with(StatusCode::UNPROCESSABLE_ENTITY, &decide(lang, true))),
        ("/desk/ask", |lang| page(&ask(lang))),
        ("/desk/ask-body", |lang| page(&ask_body(lang))),
        ("/desk/reassign", |lang| page(&reassign(lang))),
        ("/desk/bulk", |lang| page(&team::bulk(lang))),
        ("/desk/team", |lang| page(&team::team(lang))),
        ("/desk/services/version", |lang| page(&team::version(lang))),
    ]
}

fn worklist(lang: Lang, empty: bool) -> WorklistPage {
    let tab = |key, count, is_current| Tab {
        href: href(lang, "/desk"),
        words: Words::from(t(lang, key)),
        count,
        is_current,
    };
    let left = [-3, -1, 0, 1, 2, 3, 11, 100];
    let rows = names().into_iter().zip(left).map(|(applicant, left)| WorkRow {
        href: href(lang, "/desk/case"),
        key: Typed::new("7K4M-2P9T"),
        pick: Typed::new("7K4M-2P9T.4"),
        number: number(),
        applicant,
        service: if left % 2 == 0 {
            w(lang, "تجديد الإقامة", "Renew a residency permit")
        } else {
            service(lang)
        },
        task: w(lang, "مراجعة تقرير اللياقة", "Review the fitness report"),
        deadline: Tag::deadline(lang, left),
        due: Some(day(lang, 11, 24)),
        assignee: (left > 1).then(|| name(lang, "منى يوسف الراشد", "Muna Yousef Al-Rashed")),
    });
    WorklistPage {
        s: officer(lang, "/desk", Words::from(t(lang, "worklist-title"))),
        tabs: vec![
            tab("worklist-mine", if empty { 0 } else { 18 }, true),
            tab("worklist-unit", 42, false),
            tab("worklist-waiting", 7, false),
            tab("worklist-done", 310, false),
        ],
        filters: ["filter-all", "filter-late", "filter-today", "filter-week", "filter-free"]
            .map(|key| Filter {
                href: href(lang, "/desk"),
                words: Words::from(t(lang, key)),
                is_current: key == "filter-late",
            })
            .to_vec(),
        notices: Vec::new(),
        views: if empty {
            Vec::new()
        } else {
            vec![link(lang, "/desk", w(lang, "متأخر من الرعاية", "Late allowances"))]
        },
        keep: (!empty).then(|| Typed::new("show=late")),
        views_action: href(lang, "/desk"),
        services: vec![
            Choice::new("carer", service(lang), false),
            Choice::new("residency", w(lang, "تجديد الإقامة", "Renew a residency permit"), false),
        ],
        orders: vec![
            Choice::new("", t(lang, "sort-due"), true),
            Choice::new("age", t(lang, "sort-age"), false),
        ],
        show: Typed::new("late"),
        bulk: Some(href(lang, "/desk/bulk")),
        query: Typed::default(),
        action: href(lang, "/desk"),
        tab: Typed::new("mine"),
        rows: if empty { Vec::new() } else { rows.collect() },
        next_case: (!empty).then(|| href(lang, "/desk/case")),
        take: Some(href(lang, "/desk")),
        pager: Pager { newer: None, older: (!empty).then(|| href(lang, "/desk")) },
        links: vec![
            link(lang, "/desk/notices", t(lang, "notices-title")),
            link(lang, "/desk/incidents", t(lang, "incidents-title")),
            link(lang, "/desk/process", t(lang, "processes-title")),
        ],
    }
}

const PICTURE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 520 120" width="520" height="120" role="img" aria-label="BPMN"><g fill="#fff" stroke="#12222d" stroke-width="2"><circle cx="24" cy="60" r="14"/><rect x="70" y="35" width="110" height="50" rx="8"/><rect x="220" y="35" width="110" height="50" rx="8" fill="#ffd166" stroke-width="3"/><path d="M390 35l25 25-25 25-25-25z"/><circle cx="470" cy="60" r="14" stroke-width="4"/><path d="M38 60h32M180 60h40M330 60h35M415 60h41" fill="none"/></g><g font-size="13" text-anchor="middle" fill="#12222d"><text x="125" y="64">check</text><text x="275" y="64">review</text></g></svg>"##;

fn case(lang: Lang) -> DeskCasePage {
    let action = |path: &str, key, is_post| DeskAction { link: link(lang, path, t(lang, key)), is_post };
    let muna = name(lang, "منى يوسف الراشد", "Muna Yousef Al-Rashed");
    let event = |words: Words, who: Option<Foreign>, hour| TimelineItem {
        stage: Stage::Done,
        words,
        more: Words::default(),
        at: Some(at(lang, 11, 22, hour, 5)),
        who,
    };
    DeskCasePage {
        s: officer(lang, "/desk/case", w(lang, "معاملة 7K4M-2P9T", "Case 7K4M-2P9T")).back(link(
            lang,
            "/desk",
            t(lang, "worklist-title"),
        )),
        number: number(),
        service: service(lang),
        applicant: woman(lang),
        represented_by: Some((
            Foreign::new("مكتب الأفق للمحاماة L.L.C."),
            w(lang, "وكيل بتفويض موثّق", "Representative with a verified mandate"),
        )),
        state: Tag::new(Tone::Info, t(lang, "state-review")),
        deadline: Tag::deadline(lang, -1),
        due: Some(day(lang, 11, 19)),
        assignee: Some(muna.clone()),
        task: Some(w(lang, "راجع تقرير اللياقة", "Review the fitness report")),
        notices: vec![Notice {
            tone: Tone::Warn,
            heading: Words::from(t(lang, "state-undetermined")),
            words: w(
                lang,
                "لم يجب سجل التجارة، فلا يُعرف هل لديها رخصة تجارية. لا يُرفض الطلب لهذا السبب.",
                "The commercial register did not answer, so it is not known whether she holds a licence. The request is not refused for that.",
            ),
            link: None,
        }],
        actions: vec![
            action("/desk/decide", "desk-decide", false),
            action("/desk/ask", "desk-ask-applicant", false),
            action("/desk/ask-body", "desk-ask-body", false),
            action("/desk/reassign", "desk-reassign", false),
            action("/desk/case", "worklist-take", true),
        ],
        prepared: Some(PreparedView {
            outcome: Tag::new(Tone::Good, t(lang, "state-approved")),
            by: muna.clone(),
            leaves: at(lang, 11, 22, 10, 42),
            awaits_second: true,
            second: None,
            sign: Some(href(lang, "/desk/case")),
            undo: Some(href(lang, "/desk/case")),
            version: Typed::new("12"),
        }),
        notes: vec![NoteView {
            text: Foreign::new("اتصلت بها: التقرير الأصلي عند المستشفى."),
            who: muna.clone(),
            at: at(lang, 11, 21, 12, 10),
            finding: None,
        }],
        facts: known(lang, false),
        answers: answers(lang, false),
        evidence: evidence(lang),
        rules: rules(lang),
        process: Svg::new(PICTURE).ok(),
        outline: timeline(lang),
        ledger: cases::ledger(lang, true),
        requests: vec![RequestView {
            to: w(lang, "مقدّم الطلب", "Applicant"),
            question: Foreign::new("التقرير غير واضح في صفحته الثانية."),
            asked: at(lang, 11, 20, 11, 0),
            state: Tag::new(Tone::Good, w(lang, "أُجيب", "Answered")),
            answer: Some(Foreign::new("أرفقت صورة أوضح. Thanks!")),
        }],
        history: vec![
            event(w(lang, "أُعدّ القرار", "The decision was prepared"), Some(muna.clone()), 10),
            event(w(lang, "وصل جواب مقدّم الطلب", "The applicant answered"), Some(woman(lang)), 9),
            event(w(lang, "أُسندت المعاملة", "The case was assigned"), Some(muna.clone()), 8),
        ],
        looks: vec![LookRow {
            at: at(lang, 11, 22, 8, 2),
            who: muna,
            why: w(lang, "مراجعة الطلب", "Review of the request"),
        }],
    }
}

fn evidence(lang: Lang) -> Vec<EvidenceView> {
    let compared =
        |label: Words, claimed: Value, found: Value, is_same| Compared { label, claimed, found, is_same };
    vec![
        EvidenceView {
            name: w(lang, "تقرير اللياقة", "Fitness report"),
            file: Some((Foreign::new("IMG_2041 تقرير.jpg"), href(lang, "/desk/case"), Num::new("2.4 MB"))),
            state: Tag::new(Tone::Good, t(lang, "evidence-checked")),
            at: Some(at(lang, 11, 22, 9, 5)),
            compared: vec![
                compared(
                    w(lang, "الاسم", "Name"),
                    Value::Foreign(woman(lang)),
                    Value::Foreign(woman(lang)),
                    true,
                ),
                compared(
                    w(lang, "الإيجار الشهري", "Monthly rent"),
                    Value::Money(fils(lang, 350_000)),
                    Value::Money(fils(lang, 320_000)),
                    false,
                ),
            ],
        },
        EvidenceView {
            name: w(lang, "حكم الحضانة", "Custody ruling"),
            file: None,
            state: Tag::new(Tone::Quiet, t(lang, "evidence-not-needed")),
            at: None,
            compared: Vec::new(),
        },
    ]
}

fn rules(lang: Lang) -> Vec<RuleView> {
    let rule = |name: Words, tone, key| RuleView {
        name,
        outcome: Tag::new(tone, t(lang, key)),
        reasons: Vec::new(),
        why: None,
    };
    vec![
        rule(w(lang, "كويتية", "Is Kuwaiti"), Tone::Good, "rule-met"),
        RuleView {
            reasons: cases::reasons(lang),
            why: Some(explained::officer(lang)),
            ..rule(w(lang, "إعاقة من ترعاه شديدة", "The disability is severe"), Tone::Bad, "rule-not-met")
        },
        rule(w(lang, "لا تملك رخصة تجارية", "Holds no commercial licence"), Tone::Warn, "state-undetermined"),
    ]
}

fn decide(lang: Lang, with_errors: bool) -> DecidePage {
    let error = |field: &str, ar, en| FieldError { field: Typed::new(field), words: w(lang, ar, en) };
    let mut s = officer(lang, "/desk/decide", Words::from(t(lang, "decide-title"))).back(link(
        lang,
        "/desk/case",
        w(lang, "المعاملة", "The case"),
    ));
    s.has_errors = with_errors;
    let reason = |at: usize, id: &str, words: Words, is_chosen| ReasonChoice {
        field: Typed::new(format!("reason-{at}")),
        choice: Choice::new(id, words, is_chosen),
        law: w(lang, "القانون رقم 8 لسنة 2010", "Law 8 of 2010"),
        is_unverified: true,
    };
    let preview = LetterPreview {
        ar: vec![
            Words::from("السيدة نورة عبدالله سالم العنزي،"),
            Words::from(
                "لم نتمكن من الموافقة على طلبك رقم 7K4M-2P9T للسبب الآتي: درجة الإعاقة المسجلة «متوسطة».",
            ),
        ],
        en: vec![
            Words::from("Dear Noura Abdullah Salem Al-Enezi,"),
            Words::from(
                "We could not approve your request 7K4M-2P9T for this reason: the registered degree is “moderate”.",
            ),
        ],
    };
    DecidePage {
        s,
        number: number(),
        service: service(lang),
        applicant: woman(lang),
        recommended: Tag::new(Tone::Bad, t(lang, "state-refused")),
        is_undetermined: false,
        used: vec![Row::new(
            w(lang, "درجة الإعاقة", "Degree of disability"),
            Value::Words(w(lang, "متوسطة", "Moderate")),
        )],
        notices: Vec::new(),
        action: href(lang, "/desk/decide"),
        hidden: Vec::new(),
        errors: if with_errors {
            vec![
                error("outcome-0", "اختر القرار", "Choose the outcome"),
                error("reason-0", "اختر سبباً واحداً على الأقل", "Choose at least one reason"),
            ]
        } else {
            Vec::new()
        },
        outcomes: vec![
            Choice::new("approved", w(lang, "موافقة", "Approve"), false),
            Choice::new("refused", w(lang, "رفض", "Refuse"), !with_errors),
        ],
        reasons: vec![
            reason(
                0,
                "degree_not_severe",
                w(lang, "الإعاقة ليست شديدة", "The disability is not severe"),
                !with_errors,
            ),
            reason(1, "report_unclear", w(lang, "التقرير غير واضح", "The report is not clear"), false),
        ],
        others: vec![reason(
            2,
            "is_employed",
            w(lang, "أنتِ مسجلة على رأس عمل لدى «…»", "You are registered as employed by “…”"),
            false,
        )],
        are_others_open: with_errors,
        asks: Vec::new(),
        text_ar: Typed::default(),
        text_en: Typed::default(),
        preview: (!with_errors).then_some(preview),
        templates: vec![Choice::new("1", w(lang, "رفض – مستند ناقص", "Refuse – missing paper"), false)],
        needs_second: true,
        undo_minutes: 10,
        cancel: href(lang, "/desk/case"),
    }
}

fn desk_form(lang: Lang, path: &'static str, title: Words, blocks: Vec<Block>, button: Words) -> FormPage {
    let s = officer(lang, path, title).back(link(lang, "/desk/case", w(lang, "المعاملة", "The case")));
    let mut view = FormPage::new(s, href(lang, "/desk/case"), blocks);
    view.over = service(lang);
    view.button = button;
    view.cancel = Some(link(lang, "/desk/case", t(lang, "cancel")));
    view
}

fn ask(lang: Lang) -> FormPage {
    let blocks = vec![
        Block::Question(
            Question::new(
                "question",
                w(lang, "ما الذي تحتاجه؟", "What do you need?"),
                Control::LongText { value: Typed::default(), chars_max: 1000 },
            )
            .hint(w(
                lang,
                "اسأل عن شيء واحد، بكلمات بسيطة. يتوقف احتساب المدة حتى يصل الجواب.",
                "Ask for one thing, in plain words. The clock stands still until the answer comes.",
            )),
        ),
        Block::Question(Question::new(
            "wants",
            w(lang, "ماذا يرسل؟", "What shall be sent?"),
            Control::Many {
                options: vec![
                    Choice::new("text", w(lang, "جواب مكتوب", "A written answer"), true),
                    Choice::new("file", w(lang, "ملف", "A file"), false),
                ],
            },
        )),
        Block::Question(Question::new(
            "due",
            w(lang, "آخر موعد للجواب", "Answer by"),
            Control::Date { day: Typed::new("6"), month: Typed::new("12"), year: Typed::new("2026") },
        )),
    ];
    desk_form(
        lang,
        "/desk/ask",
        Words::from(t(lang, "desk-ask-applicant")),
        blocks,
        w(lang, "أرسل السؤال", "Send the question"),
    )
}

fn ask_body(lang: Lang) -> FormPage {
    let blocks = vec![
        Block::Question(Question::new(
            "body",
            w(lang, "أي جهة؟", "Which body?"),
            Control::Select {
                options: vec![
                    Choice::new("moh", w(lang, "وزارة الصحة", "Ministry of Health"), false),
                    Choice::new("moj", w(lang, "وزارة العدل", "Ministry of Justice"), false),
                ],
            },
        )),
        Block::Question(Question::new(
            "question",
            w(lang, "السؤال", "The question"),
            Control::LongText { value: Typed::default(), chars_max: 1000 },
        )),
    ];
    desk_form(
        lang,
        "/desk/ask-body",
        Words::from(t(lang, "desk-ask-body")),
        blocks,
        w(lang, "اطلب الرأي", "Ask for the opinion"),
    )
}

fn reassign(lang: Lang) -> FormPage {
    let names = names().into_iter().take(3).enumerate();
    let options =
        names.map(|(n, name)| Choice::new(format!("o{n}"), Words::from(name.as_str().to_owned()), false));
    let blocks = vec![
        Block::Question(Question::new(
            "officer",
            w(lang, "إلى من؟", "To whom?"),
            Control::Radios { options: options.collect() },
        )),
        Block::Question(
            Question::new(
                "why",
                w(lang, "السبب", "Reason"),
                Control::LongText { value: Typed::default(), chars_max: 300 },
            )
            .optional(),
        ),
    ];
    desk_form(
        lang,
        "/desk/reassign",
        Words::from(t(lang, "desk-reassign")),
        blocks,
        Words::from(t(lang, "desk-reassign")),
    )
}
