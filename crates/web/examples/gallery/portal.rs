//! Sample pages of the portal.

use afaq_base::Lang;
use afaq_web::form::{Block, Choice, Control, Question};
use afaq_web::html::{Foreign, Num, PhoneOrIban, Typed, Words};
use afaq_web::icons::Icon;
use afaq_web::parts::{Notice, Tag, Tone};
use afaq_web::portal::catalogue::*;
use afaq_web::portal::entitled::*;
use afaq_web::prose::ProsePage;
use afaq_web::respond::page;
use afaq_web::shell::Place;
use afaq_web::texts::{t, t_args};
use axum::response::Response;

use crate::sample::*;
use crate::{Page, cases, explained};

pub fn pages() -> Vec<Page> {
    vec![
        ("/", |lang| page(&home(lang, false))),
        ("/home-signed-in", |lang| page(&home(lang, true))),
        ("/search", search),
        ("/search-none", search_none),
        ("/service", |lang| page(&service_page(lang, StartState::Start(href(lang, "/form/question"))))),
        ("/service-suspended", |lang| page(&suspended(lang))),
        ("/service-draft", |lang| page(&service_page(lang, StartState::GoOn(href(lang, "/tasks"))))),
        ("/entitled-all", |lang| page(&entitled_all(lang, false))),
        ("/entitled-all-asked", |lang| page(&entitled_all(lang, true))),
        ("/entitled", |lang| page(&entitled(lang, Tone::Warn))),
        ("/entitled-no", |lang| page(&entitled(lang, Tone::Bad))),
        ("/entitled-yes", |lang| page(&entitled(lang, Tone::Good))),
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

pub fn cards(lang: Lang) -> Vec<ServiceCard> {
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
        body_href: Some(href(lang, "/body")),
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
        start_for: Some(href(lang, "/form/all")),
        check_right: Some(href(lang, "/entitled")),
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

fn entitled(lang: Lang, tone: Tone) -> EntitledPage {
    let heading = match tone {
        Tone::Good => ["entitled-yes", "entitled-yes-help"],
        Tone::Bad => ["entitled-no", "entitled-no-help"],
        _ => ["entitled-open", "entitled-open-help"],
    };
    let degrees = vec![
        Choice::new("moderate", w(lang, "متوسطة", "Moderate"), true),
        Choice::new("severe", w(lang, "شديدة", "Severe"), false),
        Choice::new("nothing", t(lang, "entitled-none-of-these"), false),
    ];
    EntitledPage {
        s: person(lang, "/entitled", Words::from(t(lang, "entitled-title")), Place::Services),
        over: service(lang),
        verdict: Some(VerdictView {
            tone,
            heading: Words::from(t(lang, heading[0])),
            words: Words::from(t(lang, heading[1])),
            reasons: if tone == Tone::Bad { cases::reasons(lang) } else { Vec::new() },
            open: if tone == Tone::Warn {
                vec![
                    w(lang, "الجنسية", "Nationality"),
                    w(lang, "رخصة تجارية سارية", "Commercial licence in force"),
                ]
            } else {
                Vec::new()
            },
            why: match tone {
                Tone::Good => None,
                Tone::Bad => Some(explained::refused(lang)),
                _ => Some(explained::depends(lang)),
            },
        }),
        action: href(lang, "/entitled"),
        errors: Vec::new(),
        blocks: vec![
            Block::Question(Question::new(
                "applicant.is_employed",
                w(lang, "العمل لدى جهة", "Employment"),
                Control::YesNo { value: Some(false) },
            )),
            Block::Question(Question::new(
                "cared_for.degree",
                w(lang, "درجة الإعاقة", "Degree of disability"),
                Control::Radios { options: degrees },
            )),
        ],
        known: if tone == Tone::Good { known(lang, false) } else { Vec::new() },
        may_ask_registers: true,
        has_asked_registers: tone == Tone::Good,
        service: href(lang, "/service"),
    }
}

fn entitled_all(lang: Lang, has_asked: bool) -> EntitledAllPage {
    let row = |name: Words, tone, key, more: Words| EntitledRow {
        href: href(lang, "/entitled"),
        name,
        verdict: Tag::new(tone, t(lang, key)),
        more,
    };
    let rows = vec![
        row(
            w(lang, "تجديد رخصة القيادة", "Renew a driving licence"),
            Tone::Good,
            "entitled-yes",
            Words::default(),
        ),
        row(service(lang), Tone::Warn, "entitled-open", Words::default()),
        row(
            w(lang, "تجديد الإقامة", "Renew a residency permit"),
            Tone::Bad,
            "entitled-no",
            w(lang, "لا توجد إقامة مسجلة.", "There is no permit on record."),
        ),
    ];
    EntitledAllPage {
        s: person(lang, "/entitled-all", Words::from(t(lang, "entitled-all-title")), Place::Services),
        action: href(lang, "/entitled-all-asked"),
        rows: has_asked.then_some(rows),
        services: vec![link(lang, "/entitled", service(lang))],
    }
}
