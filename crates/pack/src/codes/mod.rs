//! The codes of a pack's problems, and what `afaq explain CODE` says about each.

mod table;

use afaq_base::StaticText;
use serde::Serialize;

use crate::problem::Severity;

pub use table::*;

/// What is said about one code.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Explanation {
    /// The code, for instance `AFQ1010`.
    pub code: &'static str,
    /// How bad it usually is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: StaticText,
    /// Why it matters.
    pub why: StaticText,
    /// What to do.
    pub mend: StaticText,
    /// How it looks when it is right.
    pub example: &'static str,
}

/// What is said about a code.
#[must_use]
pub fn explain(code: &str) -> Option<&'static Explanation> {
    ALL.binary_search_by(|one| one.code.cmp(code)).ok().and_then(|at| ALL.get(at))
}

/// All codes, sorted.
#[must_use]
pub fn all() -> &'static [Explanation] {
    ALL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_complete() {
        for pair in ALL.windows(2) {
            assert!(pair[0].code < pair[1].code, "{} before {}", pair[0].code, pair[1].code);
        }
        for one in ALL {
            for text in [one.title, one.why, one.mend] {
                assert!(!text.ar.is_empty() && !text.en.is_empty(), "{}", one.code);
            }
            assert!(explain(one.code).is_some());
        }
    }
}
