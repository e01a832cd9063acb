//! Sample pages of the portal.

use afaq_base::Lang;
use afaq_web::html::{Code, Foreign, Num, PhoneOrIban, Typed, Words};
use afaq_web::icons::Icon;
use afaq_web::parts::{Notice, Pager, Tag, Tone};
use afaq_web::portal::cases::*;
use afaq_web::portal::catalogue::*;
use afaq_web::portal::documents::*;
use afaq_web::portal::drafts::*;
use afaq_web::portal::sign_in::*;
use afaq_web::prose::ProsePage;
use afaq_web::respond::page;
use afaq_web::shell::{Place, Shell, Side};
use afaq_web::texts::{t, t_args};
use axum::response::Response;

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/", |lang| page(&home(lang, false))),
        ("/home-signed-in", |lang| page(&home(lang, true))),
        ("/search", search),
        ("/search-none", search_none),
        ("/service", |lang| page(&service_page(lang, StartState::Start(href(lang, "/form/question"))))),
        ("/service-suspended", |lang| page(&suspended(lang))),
        ("/service-draft", |lang| page(&service_page(lang, StartState::GoOn(href(lang, "/tasks"))))),
        ("/sign-in", |lang| page(&sign_in(lang, false))),
        ("/sign-in-error", |lang| page(&sign_in(lang, true))),
        ("/tasks", tasks),
        ("/check", check),
        ("/pay", pay),
        ("/confirmation", confirmation),
        ("/cases", |lang| page(&cases(lang, false))),
        ("/cases-empty", |lang| page(&cases(lang, true))),
        ("/case", |lang| page(&case(lang, false))),
        ("/case-refused", |lang| page(&case(lang, true))),
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
        ("/help", |lang| page(&ProsePage::help(public(lang, "/help", Words::default(), Place::Elsewhere)))),
        ("/accessibility", |lang| {
            page(&ProsePage::accessibility(public(
                lang,
                "/accessibility",
                Words::default(),
                Place::Elsewhere,
            )))
        }),
        ("/privacy", |lang| {
            page(&ProsePage::privacy(public(lang, "/privacy", Words::default(), Place::Elsewhere)))
        }),
    ]
}

fn days(lang: Lang, ar: &'static str, en: &'static str) -> Words {
    w(lang, ar, en)
}

fn cards(lang: Lang) -> Vec<ServiceCard> {
    let card =
        |name: Words, summary: Words, body: Words, fee: FeeView, promise: Words, is_suspended: bool| {
            ServiceCard { href: href(lang, "/service"), name, summary, body, fee, promise, is_suspended }
        };
    vec![
        card(
            service(lang),
            w(
                lang,
                "مبلغ شهري تصرفه الهيئة للكويتية المتفرغة لرعاية قريب ذي إعاقة شديدة.",
                "A monthly amount for a Kuwaiti woman who gives her time to a relative with a severe disability.",
            ),
            body(lang),
            FeeView::Exact(fee(lang, 0)),
            days(lang, "10 أيام عمل", "10 working days"),
            false,
        ),
        card(
            w(lang, "تجديد الإقامة", "Renew a residency permit"),
            w(
                lang,
                "تجديد إقامة المقيم وأسرته، مع التحقق من التأمين الصحي.",
                "Renew the permit of a resident and their family, with the health insurance checked.",
            ),
            w(lang, "وزارة الداخلية", "Ministry of Interior"),
            FeeView::From(fils(lang, 10_000)),
            days(lang, "3 أيام عمل", "3 working days"),
            false,
        ),
        card(
            w(lang, "تجديد رخصة القيادة", "Renew a driving licence"),
            w(
                lang,
                "تجديد رخصة سارية أو منتهية منذ أقل من سنة.",
                "Renew a licence that is valid or expired less than a year ago.",
            ),
            w(lang, "الإدارة العامة للمرور", "General Department of Traffic"),
            FeeView::Depends,
            days(lang, "يوم عمل واحد", "1 working day"),
            true,
        ),
    ]
}

fn home(lang: Lang, signed_in: bool) -> HomePage {
    let title = w(lang, "خدمات الدولة", "Public services");
    let mut s = if signed_in {
        person(lang, "/home-signed-in", title, Place::Services)
    } else {
        public(lang, "/", title, Place::Services)
    };
    s.description = Words::from(t(lang, "home-lead"));
    let sector = |icon, ar, en, what_ar, what_en, services| SectorCard {
        href: href(lang, "/search"),
        name: w(lang, ar, en),
        what: w(lang, what_ar, what_en),
        services,
        icon,
    };
    let event = |icon, ar, en| LifeEventCard { href: href(lang, "/search"), name: w(lang, ar, en), icon };
    let yours = vec![
        YourThing {
            href: href(lang, "/case"),
            name: service(lang),
            what: w(lang, "أجب عن سؤال الموظف قبل 26 نوفمبر", "Answer the officer’s question by 26 November"),
        },
        YourThing {
            href: href(lang, "/tasks"),
            name: w(lang, "تجديد الإقامة", "Renew a residency permit"),
            what: w(lang, "مسودة: أكمل 2 من 5", "Draft: 2 of 5 parts done"),
        },
    ];
    HomePage {
        s,
        yours: if signed_in { yours } else { Vec::new() },
        sectors: vec![
            sector(
                Icon::Family,
                "الحماية الاجتماعية",
                "Social protection",
                "مخصصات ورعاية وإعاقة",
                "Allowances, care, disability",
                11,
            ),
            sector(
                Icon::Passport,
                "الهوية والإقامة",
                "Identity and residency",
                "بطاقات وجوازات وإقامات",
                "Cards, passports, permits",
                14,
            ),
            sector(
                Icon::Car,
                "المرور والنقل",
                "Traffic and transport",
                "رخص ومركبات ومخالفات",
                "Licences, vehicles, fines",
                9,
            ),
            sector(
                Icon::Shop,
                "الأعمال والتجارة",
                "Business and trade",
                "رخص تجارية وشركات",
                "Commercial licences, firms",
                2,
            ),
            sector(
                Icon::Book,
                "التعليم",
                "Education",
                "تسجيل ومعادلات وبعثات",
                "Enrolment, equivalence, grants",
                7,
            ),
            sector(Icon::Scales, "العدل", "Justice", "أحكام ووكالات وتوثيق", "Judgments, mandates, notary", 1),
        ],
        life_events: vec![
            event(Icon::Baby, "رُزقت بمولود", "A child was born"),
            event(Icon::Family, "أرعى قريباً", "I care for a relative"),
            event(Icon::Work, "بدأت عملاً جديداً", "I start a new job"),
            event(Icon::Shop, "أفتح مشروعاً", "I open a business"),
            event(Icon::House, "أبحث عن سكن", "I look for a home"),
            event(Icon::Passport, "أقيم في الكويت", "I live in Kuwait as a resident"),
        ],
        popular: cards(lang),
        services: Num::grouped(1160),
        bodies: Num::new(117),
    }
}

fn search(lang: Lang) -> Response {
    let query = w(lang, "تجديد", "renew");
    let title = Words::from(t_args(lang, "search-title-for", &[("q", &query)]));
    page(&ServicesPage {
        s: public(lang, "/search", title, Place::Services).crumbs(vec![link(lang, "/", t(lang, "nav-home"))]),
        query: Some(Typed::new(query.as_str())),
        intro: Words::default(),
        services: cards(lang),
        suggestions: vec![
            link(lang, "/search", w(lang, "إقامة", "residency")),
            link(lang, "/search", w(lang, "رخصة قيادة", "driving licence")),
        ],
    })
}

fn search_none(lang: Lang) -> Response {
    let query = "<script>alert(\"خطر\")</script>";
    let title = Words::from(t_args(lang, "search-title-for", &[("q", query_ref(&query))]));
    page(&ServicesPage {
        s: public(lang, "/search-none", title, Place::Services),
        query: Some(Typed::new(query)),
        intro: Words::default(),
        services: Vec::new(),
        suggestions: vec![link(lang, "/search", w(lang, "إقامة", "residency"))],
    })
}

fn query_ref<'a>(query: &'a &'static str) -> &'a dyn afaq_web::texts::Arg {
    query
}

fn service_page(lang: Lang, start: StartState) -> ServicePage {
    let mut s = public(lang, "/service", service(lang), Place::Services).crumbs(vec![
        link(lang, "/", t(lang, "nav-home")),
        link(lang, "/search", w(lang, "الحماية الاجتماعية", "Social protection")),
    ]);
    s.description = w(lang, "مبلغ شهري لمن ترعى قريباً ذا إعاقة شديدة.", "A monthly amount for carers.");
    let paper =
        |ar, en, remark_ar, remark_en| Paper { name: w(lang, ar, en), remark: w(lang, remark_ar, remark_en) };
    ServicePage {
        s,
        summary: w(
            lang,
            "مبلغ شهري تصرفه الهيئة للكويتية المتفرغة لرعاية قريب ذي إعاقة شديدة. لا تحتاجين إلى زيارة أي جهة.",
            "A monthly amount for a Kuwaiti woman who gives her time to a relative with a severe disability. No visit is needed.",
        ),
        body: body(lang),
        is_illustrative: true,
        fee: FeeView::Exact(fee(lang, 0)),
        fee_table: vec![
            (w(lang, "تقديم الطلب", "Request"), fee(lang, 0)),
            (w(lang, "نسخة إضافية من القرار", "Another copy of the decision"), fee(lang, 1_500)),
        ],
        promise: w(lang, "10 أيام عمل", "10 working days"),
        silence: w(
            lang,
            "إن لم تجب الهيئة خلال هذه المدة فلا يُعدّ ذلك قبولاً ولا رفضاً.",
            "If the body does not answer in this time, that is neither approval nor refusal.",
        ),
        minutes: Some(6),
        who: vec![
            w(
                lang,
                "كويتية متفرغة لا تعمل ولا تملك رخصة تجارية",
                "A Kuwaiti woman who does not work and holds no commercial licence",
            ),
            w(
                lang,
                "ترعى ابناً أو زوجاً أو والداً أو أخاً إعاقته شديدة",
                "who cares for a child, spouse, parent or sibling whose disability is severe",
            ),
        ],
        papers_needed: vec![
            paper(
                "تقرير اللياقة",
                "Fitness report",
                "PDF أو صورة، حتى 5 ميغابايت",
                "PDF or picture, up to 5 MB",
            ),
            paper("حكم الحضانة", "Custody ruling", "للمطلقة فقط", "Only if you are divorced"),
        ],
        papers_fetched: vec![
            paper("البطاقة المدنية", "Civil ID", "المعلومات المدنية", "Civil information"),
            paper("شهادة إثبات الإعاقة", "Disability certificate", "شؤون ذوي الإعاقة", "Disability affairs"),
            paper("شهادة التأمينات", "Insurance certificate", "التأمينات الاجتماعية", "Social insurance"),
            paper("شهادة السجل التجاري", "Commercial register", "وزارة التجارة", "Ministry of Commerce"),
        ],
        outputs: vec![w(lang, "قرار صرف المخصص، صالح سنة", "Allowance decision, valid for a year")],
        law: vec![LawView {
            name: w(
                lang,
                "القانون رقم 8 لسنة 2010 في شأن حقوق الأشخاص ذوي الإعاقة",
                "Law 8 of 2010 on the rights of persons with disabilities",
            ),
            article: w(lang, "تحدّد الهيئة المادة", "The body has to name the article"),
            is_unverified: true,
        }],
        channels: vec![w(lang, "مكتب خدمة المراجعين في الهيئة", "The counter of the body")],
        figures: vec![
            (w(lang, "نسبة الإنجاز في الموعد", "On-time share"), Words::from("96.4%")),
            (w(lang, "رضا المتعاملين", "Satisfaction"), w(lang, "4.6 من 5 (312)", "4.6 of 5 (312)")),
        ],
        version: Some((Typed::new("2026.1"), day(lang, 1, 1))),
        start,
        start_for: None,
        entitled: Some(Notice {
            tone: Tone::Good,
            heading: w(lang, "قد تكونين مستحقة", "You may be entitled"),
            words: w(
                lang,
                "بحسب السجلات تستوفين 4 من 5 شروط.",
                "By the registers you meet 4 of 5 conditions.",
            ),
            link: Some(link(lang, "/service", w(lang, "هل أستحق؟", "Am I entitled?"))),
        }),
        related: vec![
            link(lang, "/service", w(lang, "شهادة إثبات إعاقة", "Disability certificate")),
            link(
                lang,
                "/service",
                w(lang, "تخفيف ساعات العمل لراعي ذي الإعاقة", "Shorter working hours for carers"),
            ),
        ],
        contact: vec![(w(lang, "الهاتف", "Phone"), Foreign::new(PhoneOrIban::new("+96500000000").plain()))],
    }
}

fn suspended(lang: Lang) -> ServicePage {
    let words = w(
        lang,
        "لا تُقبل طلبات جديدة حتى 1 ديسمبر لتحديث جدول المبالغ. الطلبات المقدّمة مستمرة.",
        "No new requests until 1 December, while the table of amounts is updated. Requests already made go on.",
    );
    let mut page = service_page(lang, StartState::Suspended(words));
    page.entitled = None;
    page.papers_needed.clear();
    page.law.clear();
    page
}

fn sign_in(lang: Lang, with_error: bool) -> SignInPage {
    let who = |key: &'static str, name: Foreign, number: Option<&'static str>, what: Words| DemoPerson {
        key: Typed::new(key),
        name,
        civil_number: number.map(Code::new),
        what,
    };
    let words = w(
        lang,
        "الرقم المدني غير صحيح: راجع الأرقام الاثني عشر.",
        "The civil number is not right: check the twelve digits.",
    );
    let mut s = public(lang, "/sign-in", Words::from(t(lang, "sign-in-title")), Place::Elsewhere);
    s.has_errors = with_error;
    SignInPage {
        s,
        action: href(lang, "/sign-in"),
        next: Typed::new("/service"),
        hidden: Vec::new(),
        civil_number: Typed::new(if with_error { "٢٨٨٠٢٠" } else { "" }),
        error: with_error.then(|| afaq_web::form::FieldError { field: Typed::new("civil_number"), words }),
        people: vec![
            who(
                "carer",
                woman(lang),
                Some("288020122596"),
                w(
                    lang,
                    "ترعى ابنها ذا الإعاقة الشديدة: تستحق المخصص",
                    "Cares for her severely disabled son: entitled to the allowance",
                ),
            ),
            who(
                "employed",
                name(lang, "دلال فهد المطيري", "Dalal Fahad Al-Mutairi"),
                Some("292091998298"),
                w(
                    lang,
                    "موظفة: يُرفض طلبها مع بيان السبب",
                    "Employed: her request is refused, with the reason",
                ),
            ),
            who(
                "resident",
                Foreign::new("Maria Cristina Santos-Oliveira"),
                Some("227081660516"),
                w(
                    lang,
                    "مقيمة: تجدّد إقامتها وإقامة ابنتها",
                    "Resident: renews her permit and her daughter’s",
                ),
            ),
            who(
                "hostile",
                Foreign::new("<script>alert(1)</script>"),
                None,
                w(lang, "اسم خبيث للاختبار", "A hostile name, for testing"),
            ),
        ],
        officers: vec![
            who(
                "muna",
                name(lang, "منى يوسف الراشد", "Muna Yousef Al-Rashed"),
                None,
                w(
                    lang,
                    "إدارة المخصصات المالية، شؤون ذوي الإعاقة",
                    "Financial Allowances, Disability Affairs",
                ),
            ),
            who(
                "saad",
                name(lang, "سعد ناصر الهاجري", "Saad Nasser Al-Hajri"),
                None,
                w(lang, "إدارة التظلّمات، شؤون ذوي الإعاقة", "Appeals, Disability Affairs"),
            ),
        ],
    }
}

fn tasks(lang: Lang) -> Response {
    let task = |ar, en, path: Option<&str>, tone, key| TaskRow {
        words: w(lang, ar, en),
        href: path.map(|path| href(lang, path)),
        state: Tag::new(tone, t(lang, key)),
    };
    page(&TaskListPage {
        s: person(lang, "/tasks", Words::from(t(lang, "tasks-title")), Place::Services),
        over: service(lang),
        done: 2,
        sections: vec![
            TaskSection {
                heading: w(lang, "عنك وعمّن ترعين", "You and the person you care for"),
                tasks: vec![
                    task(
                        "من ترعين؟",
                        "Who do you care for?",
                        Some("/form/question"),
                        Tone::Good,
                        "task-done",
                    ),
                    task(
                        "ما نعرفه عنك",
                        "What we know about you",
                        Some("/form/known"),
                        Tone::Good,
                        "task-done",
                    ),
                ],
            },
            TaskSection {
                heading: w(lang, "المستندات والصرف", "Papers and payment"),
                tasks: vec![
                    task("تقرير اللياقة", "Fitness report", Some("/form/upload"), Tone::Info, "task-started"),
                    task("الحساب المصرفي", "Bank account", Some("/form/all"), Tone::Quiet, "task-open"),
                    task("مراجعة البيانات والتقديم", "Check and submit", None, Tone::Quiet, "task-locked"),
                ],
            },
        ],
        kept_until: day(lang, 12, 22),
        go_on: href(lang, "/form/upload"),
    })
}

fn check(lang: Lang) -> Response {
    let rows = answers(lang, true);
    page(&CheckPage {
        s: person(lang, "/check", Words::from(t(lang, "check-title")), Place::Services).back(link(
            lang,
            "/form/all",
            t(lang, "nav-back"),
        )),
        over: service(lang),
        sections: vec![
            CheckSection {
                heading: w(lang, "من ترعين", "The person you care for"),
                rows: rows[..1].to_vec(),
            },
            CheckSection {
                heading: w(lang, "الصرف والتواصل", "Payment and contact"),
                rows: rows[1..].to_vec(),
            },
        ],
        known: facts(lang, true),
        fee: Some(fee(lang, 0)),
        notice: Some(Notice {
            tone: Tone::Warn,
            heading: w(lang, "قد يُرفض الطلب", "This may be refused"),
            words: w(
                lang,
                "يظهر في السجل أنك تعملين. إن لم يكن صحيحاً فقولي ذلك قبل التقديم.",
                "The register says that you are employed. If that is wrong, say so before you submit.",
            ),
            link: None,
        }),
        declaration: w(
            lang,
            "بتقديم الطلب تقرّين بأن ما كتبته صحيح.",
            "By submitting you declare that what you wrote is true.",
        ),
        action: href(lang, "/confirmation"),
        hidden: vec![afaq_web::form::Hidden { name: Typed::new("version"), value: Typed::new("7") }],
    })
}

fn pay(lang: Lang) -> Response {
    page(&PayPage {
        s: person(lang, "/pay", Words::from(t(lang, "pay-title")), Place::Cases),
        over: w(lang, "تجديد الإقامة", "Renew a residency permit"),
        case: number(),
        parts: vec![
            (w(lang, "رسم الإقامة، سنة واحدة", "Permit, one year"), fils(lang, 20_000)),
            (w(lang, "التأمين الصحي", "Health insurance"), fils(lang, 100_000)),
            (w(lang, "غرامة تأخير 3 أيام", "Late by 3 days"), fils(lang, 6_500)),
        ],
        sum: fils(lang, 1_126_500),
        due: Some(day(lang, 11, 26)),
        action: href(lang, "/confirmation"),
        hidden: Vec::new(),
        notice: Some(Notice {
            tone: Tone::Bad,
            heading: w(lang, "لم يكتمل الدفع", "The payment was not completed"),
            words: w(lang, "لم يُخصم منك شيء. أعد المحاولة.", "Nothing was charged. Please try again."),
            link: None,
        }),
    })
}

fn confirmation(lang: Lang) -> Response {
    page(&ConfirmationPage {
        s: person(lang, "/confirmation", Words::from(t(lang, "confirmation-title")), Place::Cases),
        over: service(lang),
        case: number(),
        promised: Some(hijri(lang, 12, 6)),
        next: vec![
            w(
                lang,
                "نتحقق من السجلات الآن، ويستغرق ذلك دقائق.",
                "We check the registers now; that takes minutes.",
            ),
            w(
                lang,
                "يراجع موظف تقرير اللياقة. إن احتجنا إليك أرسلنا رسالة.",
                "An officer reviews the fitness report. If we need you, we send a message.",
            ),
            w(
                lang,
                "يصلك القرار مع أسبابه قبل موعد الإنجاز.",
                "You get the decision, with its reasons, before the promised date.",
            ),
        ],
        case_href: href(lang, "/case"),
        links: vec![link(lang, "/cases", t(lang, "cases-title"))],
    })
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
            s.side(Side::Person { name: woman(lang), unread: 2, acting_for: None })
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
        timeline: timeline(lang),
        messages: message_rows(lang),
        documents: if refused { document_rows(lang) } else { Vec::new() },
        answers: answers(lang, false),
        facts: facts(lang, true),
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
