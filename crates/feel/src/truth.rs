//! Three-valued logic, with undetermined beside it.

use std::collections::BTreeSet;

/// The outcome of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// It has no outcome, as a comparison of a number with a text.
    Null,
    /// It depends on the named facts, which are unavailable or disputed.
    Unknown(BTreeSet<String>),
}

impl Truth {
    /// Whether it holds.
    pub fn is_true(&self) -> bool {
        *self == Truth::True
    }

    /// Conjunction: false decides, then unknown, then null.
    #[must_use]
    pub fn and(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::False, _) | (_, Truth::False) => Truth::False,
            (left, right) => left.join(right, Truth::True),
        }
    }

    /// Disjunction: true decides, then unknown, then null.
    #[must_use]
    pub fn or(self, other: Truth) -> Truth {
        match (self, other) {
            (Truth::True, _) | (_, Truth::True) => Truth::True,
            (left, right) => left.join(right, Truth::False),
        }
    }

    /// Negation; null and unknown stay.
    #[must_use]
    pub fn negate(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            other => other,
        }
    }

    fn join(self, other: Truth, neutral: Truth) -> Truth {
        match (self, other) {
            (Truth::Unknown(mut left), Truth::Unknown(right)) => {
                left.extend(right);
                Truth::Unknown(left)
            }
            (unknown @ Truth::Unknown(_), _) | (_, unknown @ Truth::Unknown(_)) => unknown,
            (Truth::Null, _) | (_, Truth::Null) => Truth::Null,
            _ => neutral,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}
