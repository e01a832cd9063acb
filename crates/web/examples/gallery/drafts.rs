//! Sample pages from signing in to the receipt.

use afaq_base::Lang;
use afaq_web::html::{Code, Foreign, Typed, Words};
use afaq_web::parts::{Notice, Tag, Tone};
use afaq_web::portal::drafts::*;
use afaq_web::portal::sign_in::*;
use afaq_web::respond::page;
use afaq_web::shell::Place;
use afaq_web::texts::t;
use axum::response::Response;

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/sign-in", |lang| page(&sign_in(lang, false))),
        ("/sign-in-error", |lang| page(&sign_in(lang, true))),
        ("/tasks", tasks),
        ("/check", check),
        ("/pay", pay),
        ("/confirmation", confirmation),
    ]
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
        known: known(lang, true),
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
