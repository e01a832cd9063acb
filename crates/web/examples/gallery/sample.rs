//! Invented values that many sample pages share. No person, number or firm here is real.

use afaq_base::{Date, DateTime, Lang, Money};
use afaq_web::html::{Code, DateView, Foreign, Href, MomentView, MoneyView, PhoneOrIban, Words};
use afaq_web::known::FactGroup;
use afaq_web::parts::{FactView, Link, Row, Stage, Tag, TimelineItem, Tone, Value};
use afaq_web::shell::{Place, Shell, Side};
use afaq_web::texts::{t, t_args};

pub fn w(lang: Lang, ar: &'static str, en: &'static str) -> Words {
    Words::from(match lang {
        Lang::Ar => ar,
        Lang::En => en,
    })
}

pub fn name(lang: Lang, ar: &'static str, en: &'static str) -> Foreign {
    Foreign::new(w(lang, ar, en).as_str())
}

pub const TODAY: Date = Date::constant(2026, 11, 22);

pub fn day(lang: Lang, month: i8, day: i8) -> DateView {
    DateView::new(Date::constant(2026, month, day), lang)
}

pub fn hijri(lang: Lang, month: i8, day: i8) -> DateView {
    DateView::with_hijri(Date::constant(2026, month, day), lang)
}

pub fn at(lang: Lang, month: i8, day: i8, hour: i8, minute: i8) -> MomentView {
    MomentView::new(time(month, day, hour, minute), lang)
}

pub fn time(month: i8, day: i8, hour: i8, minute: i8) -> DateTime {
    Date::constant(2026, month, day).at(hour, minute, 0, 0)
}

pub fn fils(lang: Lang, fils: i64) -> MoneyView {
    MoneyView::new(Money::from_fils(fils), lang)
}

pub fn fee(lang: Lang, fils: i64) -> MoneyView {
    MoneyView::or_free(Money::from_fils(fils), lang)
}

pub fn href(lang: Lang, path: &str) -> Href {
    Href::new(format!("/{}{path}", lang.code()))
}

pub fn link(lang: Lang, path: &str, words: impl Into<Words>) -> Link {
    Link { href: href(lang, path), words: words.into() }
}

pub fn public(lang: Lang, path: &'static str, title: Words, place: Place) -> Shell {
    Shell::new(lang, path, title).at(place)
}

pub fn person(lang: Lang, path: &'static str, title: Words, place: Place) -> Shell {
    let side = Side::Person { name: woman(lang), unread: 2, acting_for: None, is_acting: false };
    Shell::new(lang, path, title).at(place).side(side)
}

pub fn officer(lang: Lang, path: &'static str, title: Words) -> Shell {
    let side = Side::Officer {
        name: name(lang, "منى يوسف الراشد", "Muna Yousef Al-Rashed"),
        unit: w(lang, "إدارة المخصصات المالية", "Financial Allowances Unit"),
        is_owner: path.starts_with("/desk/services"),
    };
    Shell::new(lang, path, title).at(Place::Worklist).side(side)
}

pub fn woman(lang: Lang) -> Foreign {
    name(lang, "نورة عبدالله سالم العنزي", "Noura Abdullah Salem Al-Enezi")
}

pub fn service(lang: Lang) -> Words {
    w(
        lang,
        "مخصص شهري للمرأة التي ترعى شخصاً ذا إعاقة شديدة",
        "Monthly allowance for a woman who cares for a severely disabled person",
    )
}

pub fn body(lang: Lang) -> Words {
    w(lang, "الهيئة العامة لشؤون ذوي الإعاقة", "Public Authority for the Disabled")
}

pub fn number() -> Code {
    Code::new("7K4M-2P9T")
}

/// Names in mixed directions, hostile ones and long ones.
pub fn names() -> Vec<Foreign> {
    [
        "شركة الأفق W.L.L.",
        "Al-Ufuq للتجارة العامة",
        "فاطمة علي (Fatima Ali)",
        "<script>alert('س')</script>",
        "O'Brien & Söhne \"K.S.C.P.\"",
        "شركة ABC‏ & 3M للمقاولات (فرع 2)",
        "\u{202E}gnp.exe",
        "عبدالرحمن بن عبدالعزيز بن محمد بن إبراهيم بن سليمان بن ناصر الدوسري المطيري العتيبي الرشيدي الظفيري",
    ]
    .map(Foreign::new)
    .to_vec()
}

pub fn standing(lang: Lang, key: &'static str) -> Tag {
    let tone = match key {
        "fact-verified" => Tone::Good,
        "fact-disputed" => Tone::Warn,
        "fact-unavailable" => Tone::Bad,
        _ => Tone::Quiet,
    };
    Tag::new(tone, t(lang, key))
}

fn from_register(lang: Lang, ar: &'static str, en: &'static str) -> Words {
    Words::from(t_args(lang, "source-register", &[("name", &w(lang, ar, en))]))
}

pub fn known_fact(lang: Lang) -> FactView {
    FactView {
        label: w(lang, "الحالة الاجتماعية", "Marital status"),
        value: Value::Words(w(lang, "متزوجة", "Married")),
        source: from_register(lang, "وزارة العدل", "the Ministry of Justice"),
        at: Some(at(lang, 11, 22, 9, 14)),
        standing: standing(lang, "fact-verified"),
        dispute: Some(href(lang, "/form/wrong")),
        differs: None,
    }
}

pub fn facts(lang: Lang, may_dispute: bool) -> Vec<FactView> {
    let dispute = may_dispute.then(|| href(lang, "/form/wrong"));
    let fact = |label: Words, value: Value, source: Words, key: &'static str| FactView {
        label,
        value,
        source,
        at: Some(at(lang, 11, 22, 9, 14)),
        standing: standing(lang, key),
        dispute: dispute.clone(),
        differs: None,
    };
    let mut facts = vec![
        fact(
            w(lang, "الجنسية", "Nationality"),
            Value::Words(w(lang, "كويتية", "Kuwaiti")),
            from_register(lang, "المعلومات المدنية", "civil information"),
            "fact-verified",
        ),
        fact(
            w(lang, "درجة إعاقة من ترعينه", "Degree of disability of the person cared for"),
            Value::Words(w(lang, "شديدة", "Severe")),
            from_register(lang, "شؤون ذوي الإعاقة", "disability affairs"),
            "fact-verified",
        ),
        fact(
            w(lang, "الراتب الشهري", "Monthly salary"),
            Value::Money(fils(lang, 1_350_250)),
            from_register(lang, "التأمينات الاجتماعية", "social insurance"),
            "fact-disputed",
        ),
        fact(
            w(lang, "رخصة تجارية", "Commercial licence"),
            Value::Missing(w(lang, "لم يجب السجل", "The register did not answer")),
            from_register(lang, "وزارة التجارة", "the Ministry of Commerce"),
            "fact-unavailable",
        ),
    ];
    if let Some(salary) = facts.get_mut(2).filter(|_| !may_dispute) {
        salary.differs = Some(Value::Money(fils(lang, 0)));
    }
    facts
}

/// The facts by person, as pages show them.
pub fn known(lang: Lang, may_dispute: bool) -> Vec<FactGroup> {
    let (mut you, mut other) = (Vec::new(), Vec::new());
    for (at, fact) in facts(lang, may_dispute).into_iter().enumerate() {
        if at == 1 { other.push(fact) } else { you.push(fact) }
    }
    let married = FactView { dispute: you[0].dispute.clone(), ..known_fact(lang) };
    let born = FactView {
        label: w(lang, "تاريخ الميلاد", "Date of birth"),
        value: Value::Date(hijri(lang, 3, 27)),
        ..you[0].clone()
    };
    let named = FactView {
        label: w(lang, "الاسم بالعربية", "Name in Arabic"),
        value: Value::Foreign(Foreign::new("عبدالله سالم العنزي")),
        ..other[0].clone()
    };
    you.insert(1, born);
    you.insert(2, married);
    other.push(named);
    vec![
        FactGroup::new(
            if may_dispute {
                w(lang, "عنك", "About you")
            } else {
                w(lang, "مقدّمة الطلب", "The applicant")
            },
            you,
        ),
        FactGroup::new(w(lang, "من تُقدَّم له الرعاية", "The person cared for"), other),
    ]
}

pub fn answers(lang: Lang, with_change: bool) -> Vec<Row> {
    let change = with_change.then(|| href(lang, "/form/question"));
    let rows = [
        (
            w(lang, "الرقم المدني لمن ترعينه", "Civil number of the person you care for"),
            Value::Code(Code::new("288020122596")),
        ),
        (
            w(lang, "رقم الحساب (IBAN)", "Account (IBAN)"),
            Value::Grouped(PhoneOrIban::new("KW81CBKU0000000000001234560101")),
        ),
        (w(lang, "رقم الهاتف", "Mobile number"), Value::Grouped(PhoneOrIban::new("+96550001234"))),
        (
            w(lang, "تقرير اللياقة", "Fitness report"),
            Value::File(Foreign::new("تقرير طبي final (2).pdf"), href(lang, "/case")),
        ),
        (
            w(lang, "ملاحظات", "Remarks"),
            Value::LongForeign(Foreign::new(
                "والدتي تحتاج رعاية طوال اليوم.\nAsk for Dr. O'Neil <b>please</b>.",
            )),
        ),
    ];
    rows.into_iter().map(|(label, value)| Row { label, value, change: change.clone() }).collect()
}

pub fn timeline(lang: Lang) -> Vec<TimelineItem> {
    let item = |stage, words: Words, more: Words, at: Option<MomentView>| TimelineItem {
        stage,
        words,
        more,
        at,
        who: None,
    };
    vec![
        item(
            Stage::Done,
            w(lang, "استلمنا طلبك", "We received your request"),
            Words::default(),
            Some(at(lang, 11, 18, 9, 14)),
        ),
        item(
            Stage::Done,
            w(lang, "تحققنا من السجلات", "We checked the registers"),
            w(lang, "أجابت أربعة سجلات من خمسة", "Four of five registers answered"),
            Some(at(lang, 11, 18, 9, 15)),
        ),
        item(
            Stage::Now,
            w(lang, "يراجع موظف تقرير اللياقة", "An officer reviews the fitness report"),
            w(lang, "منذ يومي عمل", "For 2 working days"),
            None,
        ),
        item(
            Stage::Next,
            w(lang, "القرار", "Decision"),
            w(lang, "نرسل إليك رسالة", "We send you a message"),
            None,
        ),
        item(Stage::Next, w(lang, "إصدار الوثيقة", "The document is issued"), Words::default(), None),
    ]
}
