//! Sample forms: every control, errors, known facts, a repeating group.

use afaq_base::Lang;
use afaq_web::form::{
    Block, Choice, Control, FormPage, Group, GroupItem, Hidden, Progress, Question, UploadedFile,
};
use afaq_web::html::{Foreign, Num, Typed, Words};
use afaq_web::parts::{Tag, Tone};
use afaq_web::respond::{page, page_with};
use afaq_web::shell::Place;
use afaq_web::texts::t;
use axum::http::StatusCode;

use crate::Page;
use crate::sample::*;

pub fn pages() -> Vec<Page> {
    vec![
        ("/form/question", |lang| page(&question(lang))),
        ("/form/error", |lang| page_with(StatusCode::UNPROCESSABLE_ENTITY, &with_error(lang))),
        ("/form/all", |lang| page(&all(lang))),
        ("/form/all-errors", |lang| page_with(StatusCode::UNPROCESSABLE_ENTITY, &all_wrong(lang))),
        ("/form/known", |lang| page(&known(lang))),
        ("/form/upload", |lang| page(&upload(lang))),
        ("/form/group", |lang| page(&group(lang))),
        ("/form/answer", |lang| page(&answer(lang))),
        ("/form/wrong", |lang| page(&dispute(lang))),
        ("/form/withdraw", |lang| page(&withdraw(lang))),
        ("/form/appeal", |lang| page(&appeal(lang))),
    ]
}

fn form(lang: Lang, path: &'static str, title: Words, blocks: Vec<Block>) -> FormPage {
    let s = person(lang, path, title, Place::Services).back(link(lang, "/tasks", t(lang, "nav-back")));
    let mut view = FormPage::new(s, href(lang, "/form/question"), blocks);
    view.over = service(lang);
    view.progress = Some(Progress { page: 2, pages: 5 });
    view.hidden = vec![Hidden { name: Typed::new("version"), value: Typed::new("3") }];
    view.save_later = true;
    view
}

fn civil_number(lang: Lang, value: &str) -> Question {
    Question::new(
        "cared_for.civil_number",
        w(lang, "الرقم المدني لمن ترعينه", "Civil number of the person you care for"),
        Control::CivilNumber { value: Typed::new(value) },
    )
    .hint(t(lang, "civil-number-hint"))
}

fn question(lang: Lang) -> FormPage {
    form(
        lang,
        "/form/question",
        w(lang, "من ترعين؟", "Who do you care for?"),
        vec![
            Block::Question(civil_number(lang, "")),
            Block::Question(Question::new(
                "cared_for.relation",
                w(lang, "ما صلتك به؟", "What are they to you?"),
                Control::Radios {
                    options: vec![
                        Choice::new("child", w(lang, "ابن أو ابنة", "Child"), true),
                        Choice::new("spouse", w(lang, "زوج", "Spouse"), false),
                        Choice::new("parent", w(lang, "أب أو أم", "Parent"), false).hint(w(
                            lang,
                            "يشمل الجد والجدة",
                            "Grandparents, too",
                        )),
                        Choice::new("sibling", w(lang, "أخ أو أخت", "Sibling"), false),
                    ],
                },
            )),
        ],
    )
}

fn with_error(lang: Lang) -> FormPage {
    let wrong = civil_number(lang, "٢٨٨٠٢٠١٢٢٥").error(w(
        lang,
        "الرقم المدني 12 رقماً، وما كتبته 10 أرقام",
        "A civil number has 12 digits; you typed 10",
    ));
    let mut view = question(lang);
    view.s.path = "/form/error".to_owned();
    if let Some(first) = view.blocks.first_mut() {
        *first = Block::Question(wrong);
    }
    view.with_errors_collected()
}

pub fn every_control(lang: Lang, prefix: &str) -> Vec<Question> {
    let id = |name: &str| format!("{prefix}{name}");
    let typed = Typed::new;
    vec![
        Question::new(
            id("name"),
            w(lang, "الاسم كما تحب أن نناديك", "The name you like to be called"),
            Control::Text { value: typed("نورة O'Neil <b>"), autocomplete: "name" },
        ),
        Question::new(
            id("name_en"),
            w(lang, "الاسم بالإنجليزية كما في الجواز", "Name in English as in the passport"),
            Control::TextIn { value: typed("NOURA A. ALENEZI"), lang: Lang::En },
        ),
        Question::new(
            id("name_ar"),
            w(lang, "الاسم بالعربية", "Name in Arabic"),
            Control::TextIn { value: typed("نورة عبدالله"), lang: Lang::Ar },
        ),
        Question::new(
            id("children"),
            w(lang, "عدد الأبناء", "Number of children"),
            Control::Number { value: typed("3"), unit: Words::default() },
        ),
        Question::new(
            id("area"),
            w(lang, "المساحة", "Area"),
            Control::Number { value: typed("400"), unit: w(lang, "م²", "m²") },
        ),
        Question::new(
            id("rent"),
            w(lang, "الإيجار الشهري", "Monthly rent"),
            Control::Money { value: typed("350.000") },
        ),
        Question::new(
            id("civil"),
            w(lang, "الرقم المدني", "Civil number"),
            Control::CivilNumber { value: typed("288020122596") },
        )
        .hint(t(lang, "civil-number-hint")),
        Question::new(
            id("since"),
            w(lang, "تاريخ بدء العقد", "Start of the contract"),
            Control::Date { day: typed("27"), month: typed("3"), year: typed("2026") },
        )
        .hint(w(lang, "مثال: 27 3 2026", "For example 27 3 2026")),
        Question::new(
            id("way"),
            w(lang, "كيف نتواصل معك؟", "How shall we reach you?"),
            Control::Radios {
                options: vec![
                    Choice::new("sms", t(lang, "way-sms"), true),
                    Choice::new("mail", t(lang, "way-mail"), false),
                ],
            },
        ),
        Question::new(
            id("governorate"),
            w(lang, "المحافظة", "Governorate"),
            Control::Select {
                options: vec![
                    Choice::new("capital", w(lang, "العاصمة", "Capital"), false),
                    Choice::new("hawalli", w(lang, "حولي", "Hawalli"), true),
                    Choice::new("farwaniya", w(lang, "الفروانية", "Farwaniya"), false),
                ],
            },
        ),
        Question::new(
            id("registered"),
            w(lang, "هل عقد الإيجار مسجّل؟", "Is the contract registered?"),
            Control::YesNo { value: Some(false) },
        ),
        Question::new(
            id("needs"),
            w(lang, "ما الذي يساعدك؟", "What would help you?"),
            Control::Many {
                options: vec![
                    Choice::new("home_visit", w(lang, "زيارة منزلية", "A visit at home"), true),
                    Choice::new(
                        "sign_language",
                        w(lang, "مترجم لغة إشارة", "A sign-language interpreter"),
                        false,
                    )
                    .hint(w(
                        lang,
                        "نحتاج إلى موعد قبل يومين",
                        "We need two days’ notice",
                    )),
                ],
            },
        )
        .optional(),
        Question::new(
            id("iban"),
            w(lang, "إلى أي حساب نحوّل المبلغ؟", "Which account do we pay?"),
            Control::Iban { value: typed("KW81CBKU0000000000001234560101") },
        )
        .hint(w(lang, "يبدأ بالحرفين KW ويتكون من 30 خانة", "Begins with KW and has 30 characters")),
        Question::new(
            id("phone"),
            w(lang, "رقم الهاتف", "Mobile number"),
            Control::Phone { value: typed("5000 1234") },
        ),
        Question::new(
            id("remarks"),
            w(lang, "هل تودين إضافة شيء؟", "Is there anything to add?"),
            Control::LongText { value: typed("سطر أول\nSecond line </textarea>"), chars_max: 500 },
        )
        .optional(),
        Question::new(
            id("report"),
            w(lang, "تقرير اللياقة", "Fitness report"),
            Control::Upload { file: None, accept: ".pdf,.jpg,.jpeg", camera: true },
        )
        .hint(w(lang, "PDF أو JPG، حتى 5 ميغابايت", "PDF or JPG, up to 5 MB")),
    ]
}

fn all(lang: Lang) -> FormPage {
    let blocks = every_control(lang, "").into_iter().map(Block::Question).collect();
    form(lang, "/form/all", w(lang, "كل أنواع الأسئلة", "Every kind of question"), blocks)
}

fn all_wrong(lang: Lang) -> FormPage {
    let wrong = |question: Question| {
        question.error(w(lang, "هذا الجواب غير صحيح: راجعه", "This answer is not right: check it"))
    };
    let blocks = every_control(lang, "").into_iter().map(wrong).map(Block::Question).collect();
    form(lang, "/form/all-errors", w(lang, "كل أنواع الأسئلة", "Every kind of question"), blocks)
        .with_errors_collected()
}

fn known(lang: Lang) -> FormPage {
    let mut view = form(lang, "/form/known", w(lang, "ما نعرفه عنك", "What we know about you"), Vec::new());
    view.intro = w(
        lang,
        "لم نسألك عن هذا لأن جهة حكومية تحفظه. راجعيه قبل أن تتابعي.",
        "We did not ask, since public bodies already hold this. Look at it before you go on.",
    );
    view.blocks = std::iter::once(known_fact(lang)).chain(facts(lang, true)).map(Block::Known).collect();
    view
}

fn upload(lang: Lang) -> FormPage {
    let file = UploadedFile {
        name: Foreign::new("IMG_2041 تقرير.jpg"),
        size: Num::new("2.4 MB"),
        href: href(lang, "/form/upload"),
        state: Tag::new(Tone::Good, t(lang, "upload-fine")),
    };
    let question = Question::new(
        "evidence.fitness_report",
        w(lang, "تقرير اللياقة", "Fitness report"),
        Control::Upload { file: Some(file), accept: ".pdf,.jpg,.jpeg", camera: true },
    )
    .hint(w(lang, "PDF أو صورة واضحة، حتى 5 ميغابايت", "PDF or a clear picture, up to 5 MB"));
    form(lang, "/form/upload", w(lang, "تقرير اللياقة", "Fitness report"), vec![Block::Question(question)])
}

fn group(lang: Lang) -> FormPage {
    let item = |n: usize, label: Words, value: &str| GroupItem {
        label,
        key: Typed::new(format!("children.{n}")),
        questions: vec![
            Question::new(
                format!("children.{n}.name"),
                w(lang, "الاسم", "Name"),
                Control::Text { value: Typed::new(value), autocomplete: "" },
            ),
            Question::new(
                format!("children.{n}.born"),
                w(lang, "تاريخ الميلاد", "Date of birth"),
                Control::Date { day: Typed::new("5"), month: Typed::new("11"), year: Typed::new("2019") },
            ),
        ],
    };
    let group = Group {
        id: Typed::new("children"),
        label: w(lang, "الأبناء", "Children"),
        items: vec![
            item(0, w(lang, "الابن 1", "Child 1"), "خالد"),
            item(1, w(lang, "الابن 2", "Child 2"), "Sara Al-Enezi"),
        ],
        add: w(lang, "أضف ابناً", "Add a child"),
        may_add: true,
    };
    let words = Block::Words(w(lang, "أضيفي من يعيشون معك.", "Add those who live with you."));
    form(
        lang,
        "/form/group",
        w(lang, "من يعيش معك؟", "Who lives with you?"),
        vec![words, Block::Group(group)],
    )
}

fn answer(lang: Lang) -> FormPage {
    let mut view = upload(lang);
    view.s = person(
        lang,
        "/form/answer",
        w(lang, "أجب عن سؤال الموظف", "Answer the officer’s question"),
        Place::Cases,
    );
    view.progress = None;
    view.save_later = false;
    view.intro = w(
        lang,
        "التقرير غير واضح في صفحته الثانية. أرسلي صورة أوضح.",
        "The second page of the report is not clear. Please send a clearer picture.",
    );
    view.button = w(lang, "أرسل الجواب", "Send the answer");
    view
}

fn dispute(lang: Lang) -> FormPage {
    let mut view = form(lang, "/form/wrong", Words::from(t(lang, "fact-wrong")), Vec::new());
    view.blocks = vec![
        Block::Known(known_fact(lang)),
        Block::Question(
            Question::new(
                "why",
                w(lang, "ما الصحيح؟", "What is right?"),
                Control::LongText { value: Typed::default(), chars_max: 1000 },
            )
            .hint(w(
                lang,
                "نرسل ما تكتبينه إلى الجهة التي تحفظ السجل.",
                "We send what you write to the body that keeps the register.",
            )),
        ),
    ];
    view.progress = None;
    view.button = w(lang, "أرسل", "Send");
    view
}

fn withdraw(lang: Lang) -> FormPage {
    let mut view = form(lang, "/form/withdraw", Words::from(t(lang, "withdraw")), Vec::new());
    view.progress = None;
    view.save_later = false;
    view.intro = w(
        lang,
        "إذا سحبت الطلب توقّف العمل عليه. يمكنك تقديم طلب جديد في أي وقت.",
        "If you withdraw the request, work on it stops. You can make a new one at any time.",
    );
    view.button = Words::from(t(lang, "withdraw"));
    view.is_grave = true;
    view.cancel = Some(link(lang, "/case", w(lang, "لا، أبقِ الطلب", "No, keep the request")));
    view
}

fn appeal(lang: Lang) -> FormPage {
    let mut view = dispute(lang);
    view.s = person(lang, "/form/appeal", Words::from(t(lang, "appeal")), Place::Cases);
    view.blocks.remove(0);
    view.intro = w(
        lang,
        "ينظر في تظلّمك موظف غير من اتخذ القرار.",
        "Another officer than the one who decided looks at your appeal.",
    );
    view.button = Words::from(t(lang, "appeal"));
    view
}
