//! Sample pages of cases, messages and documents.

use afaq_base::Lang;
use afaq_web::html::{Code, Foreign, Num, Typed, Words};
use afaq_web::ledger::{BudgetView, LedgerView, MovedView, PathItem, StopView};
use afaq_web::parts::{Pager, Stage, Tag, Tone};
use afaq_web::portal::cases::*;
use afaq_web::portal::documents::*;
use afaq_web::portal::my_data::*;
use afaq_web::respond::page;
use afaq_web::shell::{Place, Shell, Side};
use afaq_web::texts::{t, t_args};
use axum::response::Response;

use crate::sample::*;
use crate::{Page, explained};

pub fn pages() -> Vec<Page> {
    vec![
        ("/cases", |lang| page(&cases(lang, false))),
        ("/cases-empty", |lang| page(&cases(lang, true))),
        ("/case", |lang| page(&case(lang, false))),
        ("/case-refused", |lang| page(&case(lang, true))),
        ("/my-data", |lang| page(&my_data(lang, false))),
        ("/my-data-empty", |lang| page(&my_data(lang, true))),
        ("/messages", |lang| page(&messages(lang, false))),
        ("/messages-empty", |lang| page(&messages(lang, true))),
        ("/message", message),
        ("/documents", |lang| page(&documents_page(lang, false))),
        ("/documents-empty", |lang| page(&documents_page(lang, true))),
        ("/verify", |lang| page(&verify(lang, None))),
        ("/verify-valid", |lang| page(&verify(lang, Some(VerifyResult::Valid(verified(lang)))))),
        ("/verify-revoked", |lang| {
            page(&verify(lang, Some(VerifyResult::Revoked(verified(lang), day(lang, 11, 20)))))
        }),
        ("/verify-expired", |lang| {
            page(&verify(lang, Some(VerifyResult::Expired(verified(lang), day(lang, 10, 1)))))
        }),
        ("/verify-none", |lang| page(&verify(lang, Some(VerifyResult::NotFound)))),
    ]
}

fn case_row(
    lang: Lang,
    name: Words,
    tone: Tone,
    key: &'static str,
    more: Words,
    about: Option<Foreign>,
) -> CaseRow {
    CaseRow {
        href: href(lang, "/case"),
        name,
        number: number(),
        state: Tag::new(tone, t(lang, key)),
        more,
        about,
    }
}

fn cases(lang: Lang, empty: bool) -> CasesPage {
    let mut view = CasesPage {
        s: person(lang, "/cases", Words::from(t(lang, "cases-title")), Place::Cases),
        drafts: Vec::new(),
        waiting: Vec::new(),
        open: Vec::new(),
        closed: Vec::new(),
        pager: Pager::default(),
    };
    if empty {
        return view;
    }
    let promised = w(lang, "موعد الإنجاز 6 ديسمبر 2026", "Promised by 6 December 2026");
    view.drafts = vec![DraftRow {
        href: href(lang, "/tasks"),
        name: w(lang, "تجديد رخصة القيادة", "Renew a driving licence"),
        saved: at(lang, 11, 20, 21, 5),
        kept_until: day(lang, 12, 20),
        delete: href(lang, "/cases"),
    }];
    view.waiting = vec![case_row(
        lang,
        service(lang),
        Tone::Warn,
        "state-waiting",
        w(lang, "أجب قبل 26 نوفمبر", "Answer by 26 November"),
        Some(Foreign::new("خالد بن نورة")),
    )];
    view.open = vec![case_row(
        lang,
        w(lang, "تجديد الإقامة", "Renew a residency permit"),
        Tone::Info,
        "state-review",
        promised,
        names().pop(),
    )];
    view.closed = vec![
        case_row(
            lang,
            w(lang, "شهادة إثبات إعاقة", "Disability certificate"),
            Tone::Good,
            "state-approved",
            Words::default(),
            None,
        ),
        case_row(
            lang,
            w(lang, "بدل إيجار", "Rent allowance"),
            Tone::Bad,
            "state-refused",
            w(lang, "يمكنك التظلّم حتى 1 يناير", "You can appeal until 1 January"),
            None,
        ),
    ];
    view.pager = Pager { newer: None, older: Some(href(lang, "/cases")) };
    view
}

fn message_rows(lang: Lang) -> Vec<MessageRow> {
    let row = |ar, en, excerpt: Words, is_unread, d| MessageRow {
        href: href(lang, "/message"),
        subject: w(lang, ar, en),
        excerpt,
        at: at(lang, 11, d, 13, 40),
        is_unread,
        case: Some(number()),
    };
    vec![
        row(
            "نحتاج معلومة منك",
            "We need something from you",
            w(
                lang,
                "التقرير غير واضح في صفحته الثانية. أرسلي صورة أوضح.",
                "The second page of the report is not clear. Please send a clearer picture.",
            ),
            true,
            21,
        ),
        row(
            "استلمنا طلبك",
            "We received your request",
            w(
                lang,
                "رقم طلبك وموعد إنجازه في هذه الرسالة.",
                "Your request number and its promised date are in this message.",
            ),
            false,
            18,
        ),
    ]
}

fn document_rows(lang: Lang) -> Vec<DocumentRow> {
    let row = |ar, en, tone, key| DocumentRow {
        href: href(lang, "/documents"),
        name: w(lang, ar, en),
        body: body(lang),
        issued: day(lang, 11, 22),
        valid_until: Some(afaq_web::html::DateView::new(afaq_base::Date::constant(2027, 11, 21), lang)),
        state: Tag::new(tone, t(lang, key)),
        code: Code::new("V3QX-8H2K-M7"),
    };
    vec![
        row("قرار صرف المخصص", "Allowance decision", Tone::Good, "document-valid"),
        row("شهادة إثبات إعاقة", "Disability certificate", Tone::Bad, "document-revoked"),
    ]
}

pub fn reasons(lang: Lang) -> Vec<ReasonView> {
    vec![
        ReasonView {
            words: w(
                lang,
                "درجة الإعاقة المسجلة «متوسطة»، ولا يُصرف المخصص إلا لرعاية ذي إعاقة شديدة.",
                "The registered degree is “moderate”; the allowance is only for a severe disability.",
            ),
            law: w(lang, "القانون رقم 8 لسنة 2010", "Law 8 of 2010"),
            is_unverified: true,
            mend: w(
                lang,
                "إن كانت الدرجة غير صحيحة فاطلبي إعادة التقييم.",
                "If the degree is wrong, ask for a new assessment.",
            ),
        },
        ReasonView {
            words: w(
                lang,
                "يظهر في سجل التأمينات أنك تعملين.",
                "The register of social insurance shows that you are employed.",
            ),
            law: w(lang, "القانون رقم 8 لسنة 2010", "Law 8 of 2010"),
            is_unverified: true,
            mend: Words::default(),
        },
    ]
}

fn case(lang: Lang, refused: bool) -> CasePage {
    let state = if refused {
        Tag::new(Tone::Bad, t(lang, "state-refused"))
    } else {
        Tag::new(Tone::Warn, t(lang, "state-waiting"))
    };
    let acting = Side::Person {
        name: woman(lang),
        unread: 2,
        acting_for: Some(name(lang, "خالد فهد العنزي", "Khaled Fahad Al-Enezi")),
        is_acting: true,
    };
    let s = Shell::new(lang, "/case", w(lang, "طلبك", "Your request")).at(Place::Cases).back(link(
        lang,
        "/cases",
        t(lang, "cases-title"),
    ));
    let decision = DecisionView {
        outcome: Tag::new(Tone::Bad, t(lang, "state-refused")),
        words: w(lang, "لم نتمكن من الموافقة على طلبك.", "We could not approve your request."),
        reasons: reasons(lang),
        at: at(lang, 11, 22, 10, 30),
    };
    CasePage {
        s: if refused {
            s.side(acting)
        } else {
            s.side(Side::Person { name: woman(lang), unread: 2, acting_for: None, is_acting: false })
        },
        number: number(),
        over: service(lang),
        state,
        whereabouts: if refused {
            w(
                lang,
                "انتهى الطلب بقرار. يمكنك التظلّم منه.",
                "The request ended with a decision. You can appeal.",
            )
        } else {
            w(
                lang,
                "ينتظر الموظف صورة أوضح من تقرير اللياقة.",
                "The officer waits for a clearer picture of the fitness report.",
            )
        },
        promised: Some(hijri(lang, 12, 6)),
        clock: (!refused).then(|| Tag::new(Tone::Quiet, t(lang, "clock-stopped"))),
        path: path(lang, refused),
        ledger: ledger(lang, false),
        todo: if refused {
            Vec::new()
        } else {
            vec![Todo {
                words: w(
                    lang,
                    "أرسلي صورة أوضح من الصفحة الثانية للتقرير.",
                    "Send a clearer picture of the second page of the report.",
                ),
                due: Some(day(lang, 11, 26)),
                link: link(lang, "/form/answer", w(lang, "أجب الآن", "Answer now")),
            }]
        },
        decision: refused.then_some(decision),
        why: Some(if refused { explained::refused(lang) } else { explained::open(lang) }),
        timeline: timeline(lang),
        messages: message_rows(lang),
        documents: if refused { document_rows(lang) } else { Vec::new() },
        answers: answers(lang, false),
        facts: known(lang, true),
        looks: vec![LookRow {
            at: at(lang, 11, 19, 8, 2),
            who: name(lang, "إدارة المخصصات المالية", "Financial Allowances Unit"),
            why: w(lang, "مراجعة الطلب", "Review of the request"),
        }],
        withdraw: (!refused).then(|| href(lang, "/form/withdraw")),
        appeal: refused.then(|| (href(lang, "/form/appeal"), Some(day(lang, 12, 22)))),
        contact: vec![
            body(lang),
            w(lang, "اذكر رقم الطلب عند الاتصال.", "Name the request number when you call."),
        ],
        body_href: Some(href(lang, "/body")),
        corrections: if refused { crate::people::corrections(lang) } else { Vec::new() },
        rating: refused.then(|| crate::people::rating_card(lang, false)),
    }
}

/// The stages on the way of a request.
fn path(lang: Lang, is_over: bool) -> Vec<PathItem> {
    let stage = |stage, key| PathItem { stage, words: Words::from(t(lang, key)) };
    let now = if is_over { Stage::Done } else { Stage::Now };
    let next = if is_over { Stage::Done } else { Stage::Next };
    let body = w(lang, "المجلس الطبي العام", "General Medical Council");
    vec![
        stage(Stage::Done, "path-submitted"),
        stage(Stage::Done, "path-checked"),
        PathItem { stage: Stage::Done, words: Words::new(t_args(lang, "path-body", &[("body", &body)])) },
        stage(now, "path-review"),
        stage(next, "path-document"),
        stage(next, "path-result"),
    ]
}

/// A ledger that has stood still for the applicant, and was moved by a holiday.
pub fn ledger(lang: Lang, is_officer: bool) -> LedgerView {
    let budget = |name: Words, percent: u8, used: &str, whole: &str, tone, key| BudgetView {
        name,
        percent: Num::new(percent),
        used: Words::new(t_args(lang, "ledger-used", &[("used", &used), ("whole", &whole)])),
        state: Tag::new(tone, t(lang, key)),
    };
    let hours = |ar, en| match lang {
        Lang::Ar => ar,
        Lang::En => en,
    };
    let mut budgets = vec![budget(
        Words::from(t(lang, "ledger-promise")),
        42,
        hours("29 ساعة عمل", "29 working hours"),
        hours("70 ساعة عمل", "70 working hours"),
        Tone::Quiet,
        "ledger-standing",
    )];
    if is_officer {
        budgets.push(budget(
            w(lang, "مراجعة الطلب والمستندات", "Review the request and the papers"),
            100,
            hours("25 ساعة عمل", "25 working hours"),
            hours("21 ساعة عمل", "21 working hours"),
            Tone::Bad,
            "ledger-over",
        ));
    }
    LedgerView {
        budgets,
        stops: vec![StopView {
            words: Words::from(t(lang, "stop-applicant")),
            since: day(lang, 11, 21),
            until: None,
            length: w(lang, "7 ساعات عمل", "7 working hours"),
        }],
        moved: vec![MovedView {
            words: Words::new(t_args(
                lang,
                "moved-calendar",
                &[("name", &w(lang, "عطلة حداد رسمي", "A day of official mourning"))],
            )),
            from: day(lang, 12, 3),
            to: day(lang, 12, 6),
        }],
    }
}

fn messages(lang: Lang, empty: bool) -> MessagesPage {
    MessagesPage {
        s: person(lang, "/messages", Words::from(t(lang, "messages-title")), Place::Messages),
        messages: if empty { Vec::new() } else { message_rows(lang) },
        pager: if empty {
            Pager::default()
        } else {
            Pager { newer: Some(href(lang, "/messages")), older: Some(href(lang, "/messages")) }
        },
    }
}

fn message(lang: Lang) -> Response {
    page(&MessagePage {
        s: person(
            lang,
            "/message",
            w(lang, "نحتاج معلومة منك", "We need something from you"),
            Place::Messages,
        )
        .back(link(lang, "/messages", t(lang, "messages-title"))),
        from: body(lang),
        at: at(lang, 11, 21, 13, 40),
        paragraphs: vec![
            w(
                lang,
                "التقرير غير واضح في صفحته الثانية. أرسلي صورة أوضح.",
                "The second page of the report is not clear. Please send a clearer picture.",
            ),
            w(
                lang,
                "توقّف احتساب مدة الإنجاز حتى نستلم جوابك.",
                "The promised time stands still until we have your answer.",
            ),
        ],
        todo: Some(Todo {
            words: Words::default(),
            due: Some(day(lang, 11, 26)),
            link: link(lang, "/form/answer", w(lang, "أجب الآن", "Answer now")),
        }),
        case: Some(link(lang, "/case", w(lang, "افتح الطلب", "Open the request"))),
        notice: None,
    })
}

fn documents_page(lang: Lang, empty: bool) -> DocumentsPage {
    DocumentsPage {
        s: person(lang, "/documents", Words::from(t(lang, "documents-title")), Place::Documents),
        documents: if empty { Vec::new() } else { document_rows(lang) },
    }
}

fn verified(lang: Lang) -> Verified {
    Verified {
        name: w(lang, "قرار صرف المخصص", "Allowance decision"),
        body: body(lang),
        holder: Foreign::new("نورة ع*** س*** العنزي"),
        issued: hijri(lang, 11, 22),
        valid_until: Some(day(lang, 12, 22)),
        code: Code::new("V3QX-8H2K-M7"),
        fingerprint: Code::new("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    }
}

fn verify(lang: Lang, result: Option<VerifyResult>) -> VerifyPage {
    let mut s = public(lang, "/verify", Words::from(t(lang, "verify-title")), Place::Verify);
    s.description = Words::from(t(lang, "verify-lead"));
    VerifyPage { s, action: href(lang, "/verify-valid"), code: Typed::default(), error: None, result }
}

fn my_data(lang: Lang, empty: bool) -> MyDataPage {
    let s = person(lang, "/my-data", Words::from(t(lang, "data-title")), Place::Data);
    let download = href(lang, "/my-data");
    if empty {
        return MyDataPage {
            s,
            cases: Vec::new(),
            drafts: Vec::new(),
            documents: Vec::new(),
            corrections: Vec::new(),
            looks: Vec::new(),
            download,
        };
    }
    let kept =
        |kept: Words| KeptCase { href: href(lang, "/case"), number: number(), name: service(lang), kept };
    let look = LookAt {
        at: at(lang, 11, 22, 8, 2),
        who: Foreign::new(w(lang, "إدارة المخصصات المالية", "Financial Allowances Unit").as_str()),
        why: Words::from(t(lang, "look-case-work")),
        case: Some((number(), href(lang, "/case"))),
    };
    MyDataPage {
        s,
        cases: vec![
            kept(Words::from(t(lang, "data-running"))),
            kept(w(lang, "محفوظ حتى 22 نوفمبر 2036", "Kept until 22 November 2036")),
        ],
        drafts: cases(lang, false).drafts,
        documents: document_rows(lang),
        corrections: crate::people::corrections(lang),
        looks: vec![look.clone(), look],
        download,
    }
}
