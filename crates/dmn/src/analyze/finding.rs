//! What the analysis of a table finds, in words of both languages.

use afaq_feel::Value;

/// One finding about a decision table.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was found.
    pub kind: FindingKind,
    /// The rules concerned, counted from 1.
    pub rules: Vec<usize>,
    /// The input column concerned, counted from 1.
    pub input: Option<usize>,
    /// Line in the source, from 1.
    pub line: Option<u32>,
    /// Column in the source in characters, from 1.
    pub column: Option<u32>,
}

/// The kinds of findings.
#[derive(Debug, Clone, PartialEq)]
pub enum FindingKind {
    /// No rule matches the example.
    Gap {
        /// One value for each input.
        example: Vec<Witness>,
    },
    /// Two rules match the example, though only one may.
    Overlap {
        /// One value for each input.
        example: Vec<Witness>,
    },
    /// Two rules match the example and give different results.
    Conflict {
        /// One value for each input.
        example: Vec<Witness>,
    },
    /// Earlier rules match whenever this one does.
    Unreachable,
    /// The rule can never match, since one of its cells cannot.
    CellNever {
        /// The text of the cell.
        cell: String,
    },
    /// The cell looks like a condition, but every possible value passes it.
    CellAlways {
        /// The text of the cell.
        cell: String,
    },
    /// The analysis could not decide about gaps, overlaps or unreachable rules.
    NotDecided {
        /// Why.
        reason: NotDecided,
    },
    /// More findings of this kind exist than are listed.
    More,
}

/// Why something was not decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDecided {
    /// The budget of steps ended.
    Budget,
    /// Cells compare with other facts or compute something.
    ComputedCells,
}

/// A value of one input in an example.
#[derive(Debug, Clone, PartialEq)]
pub struct Witness {
    /// Label or expression of the input.
    pub input: String,
    /// The value; none: any value that the table does not name.
    pub value: Option<Value>,
}

impl Finding {
    /// The stable code of its kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.kind {
            FindingKind::Gap { .. } => "DMN101",
            FindingKind::Overlap { .. } => "DMN102",
            FindingKind::Conflict { .. } => "DMN103",
            FindingKind::Unreachable => "DMN104",
            FindingKind::CellNever { .. } => "DMN105",
            FindingKind::CellAlways { .. } => "DMN106",
            FindingKind::NotDecided { .. } => "DMN107",
            FindingKind::More => "DMN108",
        }
    }

    /// Whether the table is wrong; the other findings are remarks.
    #[must_use]
    pub fn is_defect(&self) -> bool {
        !matches!(
            self.kind,
            FindingKind::NotDecided { .. } | FindingKind::CellAlways { .. } | FindingKind::More
        )
    }

    /// What was found, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        let rules = self.rules.iter().map(usize::to_string).collect::<Vec<_>>().join(" and ");
        match &self.kind {
            FindingKind::Gap { example } => {
                format!("no rule matches when {}", said(example, " and ", "any other value"))
            }
            FindingKind::Overlap { example } => {
                format!("rules {rules} both match when {}", said(example, " and ", "any other value"))
            }
            FindingKind::Conflict { example } => {
                let when = said(example, " and ", "any other value");
                format!("rules {rules} both match and give different results when {when}")
            }
            FindingKind::Unreachable => {
                format!("rule {rules} is never reached: earlier rules match whenever it does")
            }
            FindingKind::CellNever { cell } => {
                format!("rule {rules} can never match: no possible value passes `{cell}`")
            }
            FindingKind::CellAlways { cell } => {
                format!("in rule {rules} every possible value passes `{cell}`; write `-` if this is meant")
            }
            FindingKind::NotDecided { reason: NotDecided::Budget } => {
                "not decided: the table is too large for the budget of the analysis".to_owned()
            }
            FindingKind::NotDecided { reason: NotDecided::ComputedCells } => {
                format!("not decided: the cells of rules {rules} are computed or compare with other facts")
            }
            FindingKind::More => "there are more findings of this kind".to_owned(),
        }
    }

    /// What was found, in Arabic.
    #[must_use]
    pub fn message_ar(&self) -> String {
        let rules = self.rules.iter().map(usize::to_string).collect::<Vec<_>>().join(" و");
        match &self.kind {
            FindingKind::Gap { example } => {
                format!("لا تنطبق أي قاعدة عندما يكون {}", said(example, " و", "أي قيمة أخرى"))
            }
            FindingKind::Overlap { example } => {
                format!("تنطبق القاعدتان {rules} معاً عندما يكون {}", said(example, " و", "أي قيمة أخرى"))
            }
            FindingKind::Conflict { example } => {
                let when = said(example, " و", "أي قيمة أخرى");
                format!("تنطبق القاعدتان {rules} معاً بنتيجتين مختلفتين عندما يكون {when}")
            }
            FindingKind::Unreachable => {
                format!("لا يصل التقييم إلى القاعدة {rules}: تسبقها قواعد تنطبق كلما انطبقت")
            }
            FindingKind::CellNever { cell } => {
                format!("لا يمكن أن تنطبق القاعدة {rules}: لا توجد قيمة تحقق `{cell}`")
            }
            FindingKind::CellAlways { cell } => {
                format!("في القاعدة {rules} تحقق كل القيم الممكنة `{cell}`؛ اكتب `-` إن كان هذا هو المقصود")
            }
            FindingKind::NotDecided { reason: NotDecided::Budget } => {
                "لم يُحسم: الجدول أكبر من طاقة التحليل المحددة".to_owned()
            }
            FindingKind::NotDecided { reason: NotDecided::ComputedCells } => {
                format!("لم يُحسم: خلايا القواعد {rules} محسوبة أو تقارن بمعلومات أخرى")
            }
            FindingKind::More => "توجد ملاحظات أخرى من النوع نفسه".to_owned(),
        }
    }
}

fn said(example: &[Witness], and: &str, other: &str) -> String {
    let one = |witness: &Witness| match &witness.value {
        Some(value) => format!("`{} = {value}`", witness.input),
        None => format!("`{}` = {other}", witness.input),
    };
    example.iter().map(one).collect::<Vec<_>>().join(and)
}
