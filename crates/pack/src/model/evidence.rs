//! Evidence types: the papers that prove what no register holds.

use afaq_base::Text;
use serde::{Deserialize, Serialize};

use super::Formula;
use crate::problem::Spot;

/// A paper that an applicant may have to show (CCCEV, CPSV-AP).
#[derive(Clone, Debug)]
pub struct EvidenceType {
    /// The id; forms name it as `evidence.ID`.
    pub id: String,
    /// What people call it.
    pub label: Text,
    /// A line that helps to find it.
    pub hint: Option<Text>,
    /// The kinds of files that are taken.
    pub accepts: Vec<Media>,
    /// The largest file, in bytes.
    pub max_bytes: u64,
    /// When it is needed; always where this is missing.
    pub when: Option<Formula>,
    /// The register whose record makes it unnecessary.
    pub unless: Option<String>,
    /// The facts that it proves, by path.
    pub proves: Vec<String>,
    /// Whether the applicant may leave it out.
    pub optional: bool,
    /// Where it is written.
    pub spot: Spot,
}

/// Kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// Portable Document Format.
    Pdf,
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
}

impl Media {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Jpeg, Self::Png];

    /// The word that packs use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
        }
    }

    /// The media type (RFC 6838).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}
