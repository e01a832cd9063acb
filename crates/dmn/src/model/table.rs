//! Decision tables as data (DMN 1.5, clause 8).

use super::{Position, Text};

/// A decision table: each rule has one test for each input and one entry for each output.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DecisionTable {
    /// How the rules that match become one result.
    pub hit_policy: HitPolicy,
    /// Input columns.
    pub inputs: Vec<Input>,
    /// Output columns.
    pub outputs: Vec<Output>,
    /// Names of the annotation columns.
    pub annotations: Vec<String>,
    /// The rules, top to bottom (counted from 1 in messages and traces).
    pub rules: Vec<Rule>,
    /// Label of the result as written in the box.
    pub output_label: Option<String>,
    /// Orientation as written in the file (`Rule-as-Row`, ...): layout only.
    pub orientation: Option<String>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// An input column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// The FEEL expression that is tested.
    pub expression: Text,
    /// Its type.
    pub type_ref: Option<String>,
    /// Unary tests that name all values it may have.
    pub domain: Option<Text>,
    /// Label of the column.
    pub label: Option<String>,
}

/// An output column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Output {
    /// Name of the entry in the result, needed when there are several columns.
    pub name: Option<String>,
    /// Its type.
    pub type_ref: Option<String>,
    /// Unary tests that name all values it may have; for the policies P and O in falling priority.
    pub domain: Option<Text>,
    /// FEEL expression for the case that no rule matches.
    pub default: Option<Text>,
    /// Label of the column.
    pub label: Option<String>,
}

/// A row: what must hold, and what then follows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rule {
    /// Identifier, if it has one.
    pub id: Option<String>,
    /// What it is about, in words.
    pub description: Option<String>,
    /// One cell of unary tests for each input column.
    pub tests: Vec<Text>,
    /// One FEEL expression for each output column.
    pub outputs: Vec<Text>,
    /// One note for each annotation column.
    pub annotations: Vec<String>,
    /// Where it stands.
    pub position: Option<Position>,
}

/// How the rules that match become one result.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum HitPolicy {
    /// U: at most one rule matches.
    #[default]
    Unique,
    /// A: several may match if they give the same.
    Any,
    /// P: the one whose output stands first in the list of output values.
    Priority,
    /// F: the first in the order of the table.
    First,
    /// C: all, as a list in no particular order (the table's), or aggregated.
    Collect(Option<Aggregation>),
    /// R: all, in the order of the table.
    RuleOrder,
    /// O: all, in the order of the output values.
    OutputOrder,
}

/// How collected results become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregation {
    /// `+`: their sum.
    Sum,
    /// `<`: the least.
    Min,
    /// `>`: the greatest.
    Max,
    /// `#`: how many.
    Count,
}

impl HitPolicy {
    /// The letter of the standard, with the sign of the aggregation.
    #[must_use]
    pub fn letter(self) -> &'static str {
        match self {
            Self::Unique => "U",
            Self::Any => "A",
            Self::Priority => "P",
            Self::First => "F",
            Self::Collect(None) => "C",
            Self::Collect(Some(Aggregation::Sum)) => "C+",
            Self::Collect(Some(Aggregation::Min)) => "C<",
            Self::Collect(Some(Aggregation::Max)) => "C>",
            Self::Collect(Some(Aggregation::Count)) => "C#",
            Self::RuleOrder => "R",
            Self::OutputOrder => "O",
        }
    }

    /// The policy for a letter of the standard (`U`, `C+`, ...).
    #[must_use]
    pub fn from_letter(letter: &str) -> Option<Self> {
        Some(match letter.trim() {
            "U" => Self::Unique,
            "A" => Self::Any,
            "P" => Self::Priority,
            "F" => Self::First,
            "C" => Self::Collect(None),
            "C+" => Self::Collect(Some(Aggregation::Sum)),
            "C<" => Self::Collect(Some(Aggregation::Min)),
            "C>" => Self::Collect(Some(Aggregation::Max)),
            "C#" => Self::Collect(Some(Aggregation::Count)),
            "R" => Self::RuleOrder,
            "O" => Self::OutputOrder,
            _ => return None,
        })
    }

    /// Whether the result is a list of what all matching rules give.
    #[must_use]
    pub fn gives_list(self) -> bool {
        matches!(self, Self::Collect(None) | Self::RuleOrder | Self::OutputOrder)
    }
}
