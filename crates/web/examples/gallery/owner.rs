//! Sample pages of the owner's desk: what stopped, who should know, how a process stands and goes on.

use afaq_base::Lang;
use afaq_web::desk::owner::*;
use afaq_web::html::{Num, Typed, Words};
use afaq_web::parts::{Tag, Tone};
use afaq_web::respond::page;
use afaq_web::texts::{t, t_args};

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/desk/incidents", |lang| page(&incidents(lang, false))),
        ("/desk/incidents-none", |lang| page(&incidents(lang, true))),
        ("/desk/notices", |lang| page(&notices(lang))),
        ("/desk/processes", |lang| page(&processes(lang))),
        ("/desk/process", |lang| page(&process(lang))),
    ]
}

fn incidents(lang: Lang, empty: bool) -> IncidentsPage {
    let incident = |reason: Words, day| IncidentRow {
        href: href(lang, "/desk/case"),
        key: Typed::new("7K4M-2P9T/12"),
        number: number(),
        service: service(lang),
        element: w(lang, "إصدار القرار", "Issue the decision"),
        reason,
        since: at(lang, 11, day, 9, 12),
    };
    let reasons = vec![
        incident(Words::from("another system failed: documents did not answer within 30 s"), 19),
        incident(Words::from("`fee` gives no amount of money"), 21),
    ];
    IncidentsPage {
        s: officer(lang, "/desk/incidents", Words::from(t(lang, "incidents-title"))),
        notice: None,
        incidents: if empty { Vec::new() } else { reasons },
        retry: href(lang, "/desk/incidents"),
        dead: if empty {
            Vec::new()
        } else {
            vec![DeadRow {
                case: link(lang, "/desk/case", Words::from("7K4M-2P9T")),
                what: Words::from(t(lang, "job-deliver")),
                attempts: Num::new(12),
                at: at(lang, 11, 20, 7, 30),
                revive: href(lang, "/desk/incidents"),
            }]
        },
    }
}

fn notices(lang: Lang) -> NoticesPage {
    NoticesPage {
        s: officer(lang, "/desk/notices", Words::from(t(lang, "notices-title"))),
        notices: vec![NoticeRow {
            case: link(lang, "/desk/case", Words::from("7K4M-2P9T")),
            words: w(lang, "مراجعة الطلب والمستندات", "Review the request and the papers"),
            at: at(lang, 11, 22, 8, 0),
            seen: href(lang, "/desk/notices"),
        }],
    }
}

fn processes(lang: Lang) -> ProcessesPage {
    ProcessesPage {
        s: officer(lang, "/desk/processes", Words::from(t(lang, "processes-title"))),
        services: vec![link(lang, "/desk/process", service(lang))],
    }
}

fn process(lang: Lang) -> ProcessPage {
    let load = |name: Words, open: u16, late: u16, count: u16| LoadRow {
        name,
        open: Num::new(open),
        late: Tag::new(if late == 0 { Tone::Good } else { Tone::Bad }, Words::new(late.to_string())),
        average: Words::new(t_args(lang, "average-days", &[("count", &Num::new(count))])),
        oldest: day(lang, 10, 29),
    };
    let run = |key, state, tone, percent: u8| RunRow {
        what: Words::from(t(lang, key)),
        by: w(lang, "منى يوسف الراشد", "Muna Yousef Al-Rashed"),
        at: at(lang, 11, 22, 9, 40),
        state: Tag::new(tone, t(lang, state)),
        words: Words::new(t_args(
            lang,
            "run-counts",
            &[("changed", &Num::new(6_144)), ("stayed", &Num::new(118)), ("failed", &Num::new(7))],
        )),
        percent: Num::new(percent),
    };
    ProcessPage {
        s: officer(lang, "/desk/process", service(lang)),
        notice: None,
        loads: vec![
            load(w(lang, "مراجعة الطلب والمستندات", "Review the request and the papers"), 214, 31, 4),
            load(w(lang, "رأي المجلس الطبي", "Opinion of the Medical Council"), 57, 0, 6),
        ],
        stages: vec![StageRow {
            stage: Tag::new(Tone::Info, t(lang, "state-review")),
            version: Typed::new("2026.1"),
            count: Num::new(271),
        }],
        picture: None,
        versions: vec![Typed::new("2027.1"), Typed::new("2026.1")],
        chosen: Typed::new("2027.1"),
        migrate: href(lang, "/desk/process"),
        plan: Some(PlanView {
            words: Words::new(t_args(
                lang,
                "migrate-would",
                &[
                    ("total", &Num::new(271)),
                    ("moves", &Num::new(246)),
                    ("stays", &Num::new(18)),
                    ("conflicts", &Num::new(7)),
                ],
            )),
            versions: vec![(
                Words::new(t_args(
                    lang,
                    "migrate-from",
                    &[("version", &number()), ("cases", &Num::new(271))],
                )),
                vec![w(
                    lang,
                    "لا يوجد «رأي المجلس الطبي» في الإصدار الجديد",
                    "the new version has no “Opinion of the Medical Council”",
                )],
            )],
            conflicts: vec![(
                w(
                    lang,
                    "لا يوجد «رأي المجلس الطبي» في الإصدار الجديد",
                    "the new version has no “Opinion of the Medical Council”",
                ),
                Num::new(7),
                Words::from("7K4M-2P9T"),
            )],
            stayed: Words::from("7K4M-2P9T"),
        }),
        runs: vec![
            run("run-migrate", "run-running", Tone::Info, 61),
            run("run-calendar", "run-ended", Tone::Good, 100),
        ],
    }
}
