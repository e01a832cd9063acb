//! The bodies of Kuwait's government, as facts with a note on where each was seen.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::lang::{StaticText, Text};
use crate::names::BodyCode;

/// The kind of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A diwan, or the secretariat of the Council of Ministers.
    Presidency,
    /// The parliament's administration.
    Parliament,
    /// A ministry or the office of a minister of state.
    Ministry,
    /// A public authority.
    Authority,
    /// A body that regulates a market.
    Regulator,
    /// Another agency of the state.
    Agency,
    /// A body that audits others.
    Oversight,
    /// Courts, prosecution and their services.
    Justice,
    /// A council.
    Council,
    /// The municipality.
    Municipality,
    /// A governorate.
    Governorate,
    /// A public institution.
    Institution,
    /// A university.
    University,
    /// A bank of the state.
    Bank,
    /// A fund of the state.
    Fund,
    /// A company of the state.
    Company,
}

impl Kind {
    /// All kinds, in the order of the list.
    pub const ALL: [Self; 16] = [
        Self::Presidency,
        Self::Parliament,
        Self::Ministry,
        Self::Authority,
        Self::Regulator,
        Self::Agency,
        Self::Oversight,
        Self::Justice,
        Self::Council,
        Self::Municipality,
        Self::Governorate,
        Self::Institution,
        Self::University,
        Self::Bank,
        Self::Fund,
        Self::Company,
    ];

    /// The code in data.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Presidency => "presidency",
            Self::Parliament => "parliament",
            Self::Ministry => "ministry",
            Self::Authority => "authority",
            Self::Regulator => "regulator",
            Self::Agency => "agency",
            Self::Oversight => "oversight",
            Self::Justice => "justice",
            Self::Council => "council",
            Self::Municipality => "municipality",
            Self::Governorate => "governorate",
            Self::Institution => "institution",
            Self::University => "university",
            Self::Bank => "bank",
            Self::Fund => "fund",
            Self::Company => "company",
        }
    }

    /// The kind in words.
    #[must_use]
    pub const fn name(self) -> StaticText {
        match self {
            Self::Presidency => StaticText::new("رئاسة", "presidency"),
            Self::Parliament => StaticText::new("برلمان", "parliament"),
            Self::Ministry => StaticText::new("وزارة", "ministry"),
            Self::Authority => StaticText::new("هيئة عامة", "public authority"),
            Self::Regulator => StaticText::new("جهة تنظيمية", "regulator"),
            Self::Agency => StaticText::new("جهاز حكومي", "agency"),
            Self::Oversight => StaticText::new("جهة رقابية", "oversight"),
            Self::Justice => StaticText::new("جهة قضائية", "justice"),
            Self::Council => StaticText::new("مجلس", "council"),
            Self::Municipality => StaticText::new("بلدية", "municipality"),
            Self::Governorate => StaticText::new("محافظة", "governorate"),
            Self::Institution => StaticText::new("مؤسسة عامة", "public institution"),
            Self::University => StaticText::new("جامعة", "university"),
            Self::Bank => StaticText::new("بنك", "bank"),
            Self::Fund => StaticText::new("صندوق", "fund"),
            Self::Company => StaticText::new("شركة", "company"),
        }
    }

    fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A body of government (CPSV-AP: public organization).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Body {
    /// Its code.
    pub code: BodyCode,
    /// Its name.
    pub name: Text,
    /// What kind of body it is.
    pub kind: Kind,
    /// Whether a public list names it. If not, it is there from memory and has to be confirmed.
    pub is_verified: bool,
}

/// Facts: names and kinds of bodies. The column `source` says `S1` to `S3` where public lists named the
/// body, and `M` where it was written down from memory and nobody has confirmed it.
const TABLE: &str = include_str!("../data/kuwait_bodies.csv");

struct Bodies {
    list: Vec<Body>,
    by_code: BTreeMap<String, usize>,
}

static BODIES: LazyLock<Bodies> = LazyLock::new(|| {
    let list: Vec<Body> = crate::csv::rows(TABLE).filter_map(|row| read(&row)).collect();
    let by_code = list.iter().enumerate().map(|(at, body)| (body.code.as_str().to_owned(), at)).collect();
    Bodies { list, by_code }
});

fn read(row: &[String]) -> Option<Body> {
    let [code, name_ar, name_en, kind, source] = row else {
        return None;
    };
    Some(Body {
        code: BodyCode::parse(code).ok()?,
        name: Text::new(name_ar.as_str(), name_en.as_str()),
        kind: Kind::find(kind)?,
        is_verified: source != "M",
    })
}

/// All bodies, in the order of the list.
#[must_use]
pub fn all() -> &'static [Body] {
    &BODIES.list
}

/// The body with a code; small letters are taken too.
#[must_use]
pub fn find(code: &str) -> Option<&'static Body> {
    let code = BodyCode::parse(code).ok()?;
    BODIES.by_code.get(code.as_str()).and_then(|&at| BODIES.list.get(at))
}
