//! Why a result came out, as data: what each decision used, which rules fired, which nearly did, and what would have
//! had to differ. [`Explanation::sentences`] says it in words that the caller brings along.

mod changes;
mod collect;
mod sentences;
mod wanted;
mod words;

use afaq_feel::{Interval, Value};

use crate::evaluate::InputUsed;
pub use sentences::{Sentence, SentenceKind};
pub use words::{PlainWords, Said, Words};

/// Why a result came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What was asked for.
    pub decision: String,
    /// The result.
    pub value: Value,
    /// The decisions that were evaluated, in the order in which they were finished; the one asked for is last.
    pub decisions: Vec<DecisionExplained>,
    /// For an undetermined result: the facts that decide it.
    pub open: Vec<OpenFact>,
    /// What would have had to differ for another result.
    pub changes: Vec<Change>,
    /// Whether the search for differences ended before everything was tried.
    pub is_cut_short: bool,
}

/// How one decision came to its result.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionExplained {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// Its result.
    pub result: Value,
    /// The facts and results that it used.
    pub inputs: Vec<InputUsed>,
    /// The rules that fired.
    pub fired: Vec<RuleExplained>,
    /// The rules that may fire, depending on facts that are not known.
    pub undecided: Vec<RuleExplained>,
    /// The rules that did not fire but for the fewest conditions, where they would have given something else.
    pub near: Vec<RuleExplained>,
    /// The conditions of its expression, where it is no table.
    pub conditions: Vec<Condition>,
    /// Why something became null, in English.
    pub notes: Vec<String>,
}

/// A rule with its conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleExplained {
    /// Decision or knowledge model in which the table stands.
    pub element: String,
    /// Its number in the table, from 1.
    pub rule: usize,
    /// Annotations: name of the column and text.
    pub annotations: Vec<(String, String)>,
    /// What it gives, where that is a literal or was computed.
    pub output: Option<Value>,
    /// Its conditions; those that every value passes are left out.
    pub conditions: Vec<Condition>,
}

/// One condition and how it came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    /// What is looked at: a path such as `applicant.income`, or an expression.
    pub subject: String,
    /// Whether the subject is a path.
    pub is_path: bool,
    /// Its value.
    pub value: Value,
    /// The condition as written.
    pub text: String,
    /// The values that pass.
    pub passes: Wanted,
    /// The values that do not pass.
    pub fails: Wanted,
    /// Whether it held.
    pub outcome: Outcome,
}

/// How a condition came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It held.
    Met,
    /// It did not hold.
    Missed,
    /// It depends on facts that are not known.
    Open,
}

/// A set of values in the reader's words.
#[derive(Debug, Clone, PartialEq)]
pub enum Wanted {
    /// These values, or with `negated` all others.
    Values {
        /// The values.
        values: Vec<Value>,
        /// Whether the listed values are those that are not in the set.
        negated: bool,
    },
    /// Every value in one of the intervals.
    Intervals(Vec<Interval>),
    /// Something that only the text of the condition says.
    Written(String),
}

/// One way in which facts would have had to differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The facts; all of them together.
    pub facts: Vec<ChangedFact>,
    /// What would have come out.
    pub result: Value,
    /// Annotations of the rules that fired because of the facts as they are, or would have fired with the others.
    pub annotations: Vec<(String, String)>,
}

/// A fact as it is, and as it would have had to be.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangedFact {
    /// Its path.
    pub path: String,
    /// Its value.
    pub value: Value,
    /// What it would have had to be.
    pub wanted: Wanted,
}

/// A fact that is not known and decides.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenFact {
    /// Its path.
    pub path: String,
    /// Where it alone decides: what would come out for which of its values.
    pub outcomes: Vec<(Wanted, Value)>,
}
