//! Where people live and work: areas of Kuwait, bodies of the state, invented firms.

use afaq_base::{StaticText, Text};

use crate::rng::Rng;

/// An area with its governorate (the code of its body).
pub(super) struct Area {
    pub(super) name: StaticText,
    pub(super) governorate: &'static str,
}

const fn area(ar: &'static str, en: &'static str, governorate: &'static str) -> Area {
    Area { name: StaticText::new(ar, en), governorate }
}

/// Areas in which mostly citizens live.
pub(super) const CITIZEN_AREAS: &[Area] = &[
    area("الخالدية", "Khaldiya", "GOV_CAP"),
    area("العديلية", "Adailiya", "GOV_CAP"),
    area("الروضة", "Rawda", "GOV_CAP"),
    area("الدسمة", "Dasma", "GOV_CAP"),
    area("بيان", "Bayan", "GOV_HAW"),
    area("مشرف", "Mishref", "GOV_HAW"),
    area("سلوى", "Salwa", "GOV_HAW"),
    area("العمرية", "Omariya", "GOV_FAR"),
    area("الأندلس", "Andalus", "GOV_FAR"),
    area("صباح السالم", "Sabah Al-Salem", "GOV_MUB"),
    area("القرين", "Qurain", "GOV_MUB"),
    area("الفنطاس", "Fintas", "GOV_AHM"),
    area("الرقة", "Riqqa", "GOV_AHM"),
    area("سعد العبدالله", "Saad Al-Abdullah", "GOV_JAH"),
    area("القصر", "Qasr", "GOV_JAH"),
];

/// Areas in which mostly residents live.
pub(super) const RESIDENT_AREAS: &[Area] = &[
    area("السالمية", "Salmiya", "GOV_HAW"),
    area("حولي", "Hawalli", "GOV_HAW"),
    area("الفروانية", "Farwaniya", "GOV_FAR"),
    area("خيطان", "Khaitan", "GOV_FAR"),
    area("جليب الشيوخ", "Jleeb Al-Shuyoukh", "GOV_FAR"),
    area("المهبولة", "Mahboula", "GOV_AHM"),
    area("المنقف", "Mangaf", "GOV_AHM"),
    area("الفحيحيل", "Fahaheel", "GOV_AHM"),
    area("شرق", "Sharq", "GOV_CAP"),
];

/// Bodies in which people of the city work.
pub(super) const PUBLIC_EMPLOYERS: &[&str] = &[
    "MOE", "MOH", "MOI", "MOJ", "MEW", "MPW", "MOSA", "KM", "PACI", "PIFSS", "PAAET", "KU", "MOCI", "DGCA",
    "MAIA",
];

const FIRM_KINDS: &[StaticText] = &[
    StaticText::new("شركة {} للتجارة العامة", "{} General Trading Co."),
    StaticText::new("شركة {} للمقاولات", "{} Contracting Co."),
    StaticText::new("شركة {} للنقل", "{} Transport Co."),
    StaticText::new("مطاعم {}", "{} Restaurants"),
    StaticText::new("مركز {} الطبي", "{} Medical Center"),
    StaticText::new("شركة {} لتقنية المعلومات", "{} Information Technology Co."),
    StaticText::new("مدرسة {} الأهلية", "{} Private School"),
];

const FIRM_NAMES: &[StaticText] = &[
    StaticText::new("مرساة الضحى", "Marsat Al-Duha"),
    StaticText::new("ظل السدرة", "Zill Al-Sidra"),
    StaticText::new("نسيم الهيرات", "Naseem Al-Hairat"),
    StaticText::new("بوصلة السيف", "Bousalat Al-Seef"),
    StaticText::new("قمر الكثيب", "Qamar Al-Katheeb"),
    StaticText::new("شراع الغبّة", "Shira Al-Ghubba"),
    StaticText::new("محارة الخليج الأولى", "Maharat Al-Khaleej First"),
    StaticText::new("فنار البحرة", "Fanar Al-Bahra"),
];

/// The invented firms; their numbers count from 1.
pub(super) fn firms() -> Vec<Text> {
    FIRM_KINDS
        .iter()
        .flat_map(|kind| {
            FIRM_NAMES
                .iter()
                .map(|name| Text::new(kind.ar.replace("{}", name.ar), kind.en.replace("{}", name.en)))
        })
        .collect()
}

/// Occupations of citizens.
pub(super) const CITIZEN_TITLES: &[StaticText] = &[
    StaticText::new("باحث إداري", "administrative researcher"),
    StaticText::new("محاسب", "accountant"),
    StaticText::new("مهندس", "engineer"),
    StaticText::new("معلّم", "teacher"),
    StaticText::new("ممرّض", "nurse"),
    StaticText::new("مبرمج", "programmer"),
    StaticText::new("أمين مكتبة", "librarian"),
];

/// Occupations of residents.
pub(super) const RESIDENT_TITLES: &[StaticText] = &[
    StaticText::new("محاسب", "accountant"),
    StaticText::new("فنّي كهرباء", "electrician"),
    StaticText::new("سائق", "driver"),
    StaticText::new("بائع", "salesperson"),
    StaticText::new("مهندس", "engineer"),
    StaticText::new("طاهٍ", "cook"),
    StaticText::new("ممرّض", "nurse"),
    StaticText::new("عامل", "worker"),
];

/// An address of the Kuwaiti kind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Address {
    /// The governorate, by the code of its body (`GOV_HAW`).
    pub governorate: String,
    /// The area.
    pub area: Text,
    /// The block.
    pub block: u32,
    /// The street's number.
    pub street: u32,
    /// The house's number.
    pub house: u32,
    /// The number of the address itself, eight digits.
    pub automated_number: String,
}

impl Address {
    pub(super) fn draw(rng: &mut Rng, areas: &[Area]) -> Self {
        let area = rng.pick(areas);
        Self {
            governorate: area.governorate.to_owned(),
            area: area.name.to_text(),
            block: rng.between(1, 12) as u32,
            street: rng.between(1, 60) as u32,
            house: rng.between(1, 90) as u32,
            automated_number: rng.between(10_000_000, 19_999_999).to_string(),
        }
    }

    /// The address in one line.
    #[must_use]
    pub fn in_words(&self) -> Text {
        let Self { area, block, street, house, .. } = self;
        Text::new(
            format!("{}، قطعة {block}، شارع {street}، منزل {house}", area.ar),
            format!("{}, block {block}, street {street}, house {house}", area.en),
        )
    }
}
