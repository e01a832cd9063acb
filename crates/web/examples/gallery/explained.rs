//! Sample explanations of decisions: to the officer, to the person, and before anybody applies.

use afaq_base::Lang;
use afaq_web::explained::{ExplainedView, WhyGroup};
use afaq_web::texts::t;

use crate::sample::{known, w};

fn group(lang: Lang, key: &'static str, sentences: &[(&'static str, &'static str)]) -> WhyGroup {
    WhyGroup::new(t(lang, key), sentences.iter().map(|(ar, en)| w(lang, ar, en)).collect())
}

const DIFFERENCES: [(&str, &str); 2] = [
    (
        "الدخل الشهري: 912.500 د.ك، والحد الأعلى 800.000 د.ك، المادة 5.",
        "The monthly income is 912.500 KWD; the limit is 800.000 KWD, article 5.",
    ),
    (
        "درجة الإعاقة: متوسطة، والمطلوب: شديدة، ومعها العمل لدى جهة: نعم، والمطلوب: لا.",
        "Degree of disability: Moderate; it would have to be Severe, together with: Employment: yes; it would have to be no.",
    ),
];

/// A refusal, as the person reads it: what would have had to differ, and the facts it rests on.
pub fn refused(lang: Lang) -> ExplainedView {
    ExplainedView {
        name: w(lang, "مستحقة", "Entitled"),
        why: vec![group(lang, "why-difference", &DIFFERENCES).of_difference()],
        used: known(lang, false),
    }
}

/// A request that waits for an officer, since a register did not answer.
pub fn open(lang: Lang) -> ExplainedView {
    let missing = [(
        "تعذّر البتّ، والمعلومة الناقصة: رخصة تجارية سارية.",
        "It is undetermined, since this is not known: Commercial licence in force.",
    )];
    ExplainedView { why: vec![group(lang, "why-missing", &missing)], ..refused(lang) }
}

/// What the right depends on, before anybody applies.
pub fn depends(lang: Lang) -> ExplainedView {
    let outcomes = [
        ("إن كان العمل لدى جهة: لا، فإن مستحقة: نعم.", "If Employment: no, then Entitled: yes."),
        ("إن كان العمل لدى جهة: نعم، فإن مستحقة: لا.", "If Employment: yes, then Entitled: no."),
    ];
    ExplainedView { why: vec![group(lang, "why-if-known", &outcomes)], ..refused(lang) }
}

/// All that an officer reads, with more sentences than are shown at once.
pub fn officer(lang: Lang) -> ExplainedView {
    let applied = [(
        "درجة الإعاقة المسجلة «متوسطة»، ولا يُصرف المخصص إلا لرعاية ذي إعاقة شديدة، لأن درجة الإعاقة: متوسطة.",
        "The registered degree is “Moderate”; the allowance is only for a severe disability, because Degree of disability: Moderate.",
    )];
    let nearly = [
        (
            "لم تنطبق القاعدة 1: الجنس: أنثى، والمطلوب: غير أنثى.",
            "Rule 1 did not apply: Sex: Female; it would have to be other than Female.",
        ),
        (
            "لم تنطبق القاعدة 2: الجنسية: الكويت، والمطلوب: غير الكويت.",
            "Rule 2 did not apply: Nationality: Kuwait; it would have to be other than Kuwait.",
        ),
        (
            "لم تنطبق القاعدة 3: العمل لدى جهة: لا، والمطلوب: نعم.",
            "Rule 3 did not apply: Employment: no; it would have to be yes.",
        ),
        (
            "لم تنطبق القاعدة 4: رخصة تجارية سارية: لا، والمطلوب: نعم.",
            "Rule 4 did not apply: Commercial licence in force: no; it would have to be yes.",
        ),
        (
            "لم تنطبق القاعدة 5: اللياقة الصحية: نعم، والمطلوب: لا.",
            "Rule 5 did not apply: Medically fit: yes; it would have to be no.",
        ),
        (
            "لم تنطبق القاعدة 9: شهادة الإعاقة منتهية: لا، والمطلوب: نعم.",
            "Rule 9 did not apply: Disability certificate expired: no; it would have to be yes.",
        ),
    ];
    ExplainedView {
        name: w(lang, "إعاقة من ترعاه شديدة", "The disability is severe"),
        why: vec![
            group(lang, "why-applied", &applied),
            group(lang, "why-nearly", &nearly),
            group(lang, "why-difference", &DIFFERENCES).of_difference(),
        ],
        used: known(lang, false),
    }
}
