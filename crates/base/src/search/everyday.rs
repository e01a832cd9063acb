//! Everyday words for official ones, and words that say nothing about what is looked for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Groups of words and phrases that mean one thing to somebody who looks for a service. A group is read both ways.
///
/// What only one service is called stands in the keywords of its pack; here stands what the country says everywhere.
const GROUPS: &[&[&str]] = &[
    // Licences and cars
    &[
        "ليسن",
        "لايسن",
        "ليسنس",
        "رخصة قيادة",
        "رخصة سواقة",
        "إجازة سوق",
        "إجازة قيادة",
        "driving licence",
        "laisan",
        "leisen",
        "lisan",
    ],
    &["سواقة", "سياقة", "قيادة", "سوق", "سيارة", "driving", "drive", "car", "vehicle", "motor"],
    &["رخصة", "ترخيص", "تصريح", "licence", "license", "permit"],
    &["مخالفة", "مخالفات", "غرامة", "fine", "ticket"],
    &["مرور", "ترافيك", "traffic"],
    // Residence
    &["إقامة", "residency", "residence", "iqama", "visa", "stay", "فيزا", "تأشيرة"],
    &["كفيل", "كفالة", "sponsor", "sponsorship"],
    &["وافد", "أجنبي", "مقيم", "expat", "foreigner", "resident"],
    &["خادمة", "خدامة", "عاملة منزلية", "عمالة منزلية", "maid", "domestic helper", "housemaid"],
    &[
        "تجديد",
        "تمديد",
        "أجدد",
        "يجدد",
        "نجدد",
        "جدد",
        "أمدد",
        "يمدد",
        "مدد",
        "renew",
        "renewal",
        "extend",
        "extension",
        "tajdeed",
    ],
    &["منتهي", "انتهى", "انتهت", "خلصت", "expired", "expire"],
    // Cards
    &["كرت", "بطاقة", "هوية", "card", "id"],
    &["بطاقة مدنية", "هوية مدنية", "كرت مدني", "المدنية", "civil id", "civil card"],
    &["معلومات مدنية", "paci", "بطاقة مدنية"],
    // Children
    &["مولود", "طفل", "رضيع", "بيبي", "حديث الولادة", "newborn", "baby", "infant", "child"],
    &["ولد", "ابن", "بنت", "طفل", "son", "daughter", "child"],
    &[
        "ولادة",
        "ولدت",
        "انولد",
        "انولدت",
        "رزقت",
        "رزقنا",
        "جانا",
        "gave birth",
        "ميلاد",
        "birth",
        "born",
        "مولود",
    ],
    &["تسجيل", "سجل", "register", "registration"],
    &["عائلة", "أسرة", "family"],
    // Care and disability
    &[
        "معاق",
        "إعاقة",
        "ذوي الإعاقة",
        "ذوي الاحتياجات الخاصة",
        "احتياج",
        "توحد",
        "disabled",
        "disability",
        "special needs",
        "handicapped",
    ],
    &[
        "رعاية",
        "راعي",
        "يرعى",
        "أرعى",
        "ترعى",
        "اعتني",
        "يعتني",
        "اهتم",
        "يهالمي",
        "care",
        "look after",
        "looking after",
    ],
    &["مكلف", "تكليف", "caregiver", "care giver", "caretaker"],
    &[
        "بدل",
        "مخصص",
        "علاوة",
        "إعانة",
        "مساعدة",
        "معونة",
        "راتب",
        "معاش",
        "فلوس",
        "allowance",
        "benefit",
        "payment",
        "stipend",
        "money",
        "financial help",
        "support",
        "aid",
    ],
    &["شهري", "شهرية", "monthly"],
    &["carer", "caregiver", "care"],
    // Schooling
    &[
        "مدرسة",
        "تعليم",
        "تعليمي",
        "دراسة",
        "طالب",
        "school",
        "education",
        "educational",
        "student",
        "pupil",
        "study",
    ],
    &["تأهيل", "تأهيلي", "rehabilitation", "rehab"],
    &["ملف", "فايل", "file"],
    // Courts
    &["حكم", "قرار", "قضية", "judgment", "ruling", "verdict", "court order", "decision", "sentence"],
    &["محكمة", "قضاء", "قضائي", "عدل", "court", "justice"],
    &["صورة", "نسخة", "كوبي", "copy", "copies"],
    &["نفقة", "alimony", "maintenance", "حكم"],
    &["طلاق", "حضانة", "divorce", "custody", "حكم"],
    &["محامي", "وكيل", "lawyer", "attorney", "agent"],
    // Business
    &[
        "عمل حر",
        "شغل حر",
        "تجارة حرة",
        "فري لانس",
        "فريلانس",
        "فريلانسر",
        "freelance",
        "freelancer",
        "self employed",
        "self employment",
        "work for myself",
        "حسابي",
        "لحسابي",
    ],
    &[
        "تجاري",
        "تجارة",
        "بزنس",
        "بيزنس",
        "مشروع",
        "شركة",
        "محل",
        "business",
        "commercial",
        "trade",
        "company",
        "shop",
    ],
    &["شغل", "عمل", "work", "job"],
    // Papers
    &["شهادة", "سرتفكيت", "certificate", "cert", "certification"],
];

/// Words that say nothing about what is looked for, folded.
const FILLERS: &[&str] = &[
    "في",
    "من",
    "علي",
    "الي",
    "عن",
    "مع",
    "او",
    "ثم",
    "هل",
    "كيف",
    "شلون",
    "كم",
    "متي",
    "وين",
    "اين",
    "ما",
    "ماذا",
    "شنو",
    "شسوي",
    "شسوون",
    "ليش",
    "ابي",
    "ابغي",
    "اريد",
    "ودي",
    "احتاج",
    "اقدر",
    "ممكن",
    "لازم",
    "عندي",
    "انا",
    "انت",
    "هو",
    "هي",
    "حق",
    "مال",
    "هذا",
    "هذه",
    "التي",
    "الذي",
    "اللي",
    "يا",
    "لو",
    "سمحت",
    "استخراج",
    "اصدار",
    "اطلع",
    "طلب",
    "تقديم",
    "اقدم",
    "خدمه",
    "خدمات",
    "معامله",
    "الكويت",
    "كويت",
    "جديد",
    "جديده",
    "the",
    "a",
    "an",
    "of",
    "for",
    "to",
    "in",
    "on",
    "at",
    "my",
    "me",
    "i",
    "we",
    "our",
    "is",
    "are",
    "be",
    "do",
    "does",
    "how",
    "what",
    "where",
    "when",
    "which",
    "who",
    "that",
    "this",
    "and",
    "or",
    "with",
    "from",
    "by",
    "can",
    "could",
    "want",
    "need",
    "get",
    "getting",
    "apply",
    "application",
    "request",
    "please",
    "kuwait",
    "service",
    "online",
    "issue",
    "new",
    "make",
    "el",
    "il",
    "bil",
    "bel",
    "fi",
    "min",
    "abi",
    "abgha",
    "hag",
];

/// Whether a folded word says nothing about what is looked for.
pub(super) fn is_filler(folded: &str) -> bool {
    FILLERS.contains(&folded)
}

/// What a text means besides its words, each group found once: the stems of the other members.
#[derive(Debug)]
struct Table {
    /// The stems of each member of each group.
    groups: Vec<Vec<Vec<String>>>,
    /// The members that begin with a stem.
    by_first: BTreeMap<String, Vec<(usize, usize)>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let groups: Vec<Vec<Vec<String>>> = GROUPS
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|member| super::words(member).into_iter().map(|word| word.stem).collect())
                .collect()
        })
        .collect();
    let mut by_first: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        for (member, stems) in group.iter().enumerate() {
            if let Some(first) = stems.first() {
                by_first.entry(first.clone()).or_default().push((at, member));
            }
        }
    }
    Table { groups, by_first }
});

/// A meaning that a text has besides its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Where the words stand that say it, from the first one.
    pub at: usize,
    /// How many words say it.
    pub words: usize,
    /// Other ways to say it, each as its stems.
    pub others: Vec<Vec<String>>,
}

/// Whether a stem is one of these words, or begins one of these phrases: then it is no slip for another word.
#[must_use]
pub fn is_known(stem: &str) -> bool {
    TABLE.by_first.contains_key(stem)
}

/// The meanings of a text, given the stems of its words in their order.
#[must_use]
pub fn meanings(stems: &[&str]) -> Vec<Meaning> {
    let mut found = Vec::new();
    for (at, stem) in stems.iter().enumerate() {
        for &(group, member) in TABLE.by_first.get(*stem).into_iter().flatten() {
            let Some(members) = TABLE.groups.get(group) else { continue };
            let Some(said) = members.get(member) else { continue };
            let rest = stems.get(at..).unwrap_or_default();
            if rest.len() < said.len() || !said.iter().zip(rest).all(|(one, other)| one == other) {
                continue;
            }
            let others = members.iter().filter(|other| *other != said).cloned().collect();
            found.push(Meaning { at, words: said.len(), others });
        }
    }
    found
}
