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
    /// Earlier rules (or such with a better output) match whenever this one does.
    Unreachable,
    /// The rule adds nothing: another one matches whenever it does and gives the same.
    Subsumed {
        /// The other rule, counted from 1.
        by: usize,
    },
    /// No rule looks at the input column.
    IdleInput {
        /// Label or expression of the input.
        input: String,
    },
    /// A literal result is not among the allowed values.
    OutputNotAllowed {
        /// The result.
        value: String,
    },
    /// A condition in an expression holds whatever the facts are.
    ConditionAlways {
        /// Its text.
        condition: String,
    },
    /// A condition in an expression never holds.
    ConditionNever {
        /// Its text.
        condition: String,
    },
    /// A requirement that no expression names.
    Unused {
        /// The element that is required.
        name: String,
    },
    /// A fact that is named, but never changes the result.
    NoEffect {
        /// Its path.
        fact: String,
    },
    /// Functions that call themselves or each other.
    Recursion {
        /// The circle, by names.
        names: Vec<String>,
    },
    /// A loop whose length facts decide.
    OpenLoop {
        /// Its text.
        text: String,
    },
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
            FindingKind::Subsumed { .. } => "DMN109",
            FindingKind::IdleInput { .. } => "DMN110",
            FindingKind::OutputNotAllowed { .. } => "DMN111",
            FindingKind::ConditionAlways { .. } => "DMN112",
            FindingKind::ConditionNever { .. } => "DMN113",
            FindingKind::Unused { .. } => "DMN114",
            FindingKind::NoEffect { .. } => "DMN115",
            FindingKind::Recursion { .. } => "DMN116",
            FindingKind::OpenLoop { .. } => "DMN117",
        }
    }

    /// Whether the table is wrong; the other findings are remarks.
    #[must_use]
    pub fn is_defect(&self) -> bool {
        matches!(
            self.kind,
            FindingKind::Gap { .. }
                | FindingKind::Overlap { .. }
                | FindingKind::Conflict { .. }
                | FindingKind::Unreachable
                | FindingKind::CellNever { .. }
                | FindingKind::OutputNotAllowed { .. }
        )
    }

    /// What was found, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        let rules = listed_en(&self.rules);
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
            FindingKind::NotDecided { reason: NotDecided::Budget } if self.rules.is_empty() => {
                "not decided: the table is too large for the budget of the analysis".to_owned()
            }
            FindingKind::NotDecided { reason: NotDecided::Budget } => {
                let of = if self.rules.len() == 1 { "rule" } else { "rules" };
                let what = format!("whether {of} {rules} can be reached");
                format!("not decided: budget; {what} takes more steps than the analysis may make")
            }
            FindingKind::NotDecided { reason: NotDecided::ComputedCells } => {
                let of = if self.rules.len() == 1 { "rule" } else { "rules" };
                format!("not decided: the cells of {of} {rules} are computed or compare with other facts")
            }
            FindingKind::More => "there are more findings of this kind".to_owned(),
            FindingKind::Subsumed { by } => {
                format!("rule {rules} adds nothing: rule {by} matches whenever it does and gives the same")
            }
            FindingKind::IdleInput { input } => format!("no rule looks at the input `{input}`"),
            FindingKind::OutputNotAllowed { value } => {
                format!("the result `{value}` is not among the allowed values")
            }
            FindingKind::ConditionAlways { condition } => format!("the condition `{condition}` always holds"),
            FindingKind::ConditionNever { condition } => format!("the condition `{condition}` never holds"),
            FindingKind::Unused { name } => format!("`{name}` is required, but no expression names it"),
            FindingKind::NoEffect { fact } => format!("`{fact}` is named, but never changes the result"),
            FindingKind::Recursion { names } => {
                let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                format!("functions call themselves or each other: {names}; a limit ends them")
            }
            FindingKind::OpenLoop { text } => {
                format!("facts decide how long this loop runs; a limit ends it: `{text}`")
            }
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
            FindingKind::NotDecided { reason: NotDecided::Budget } if self.rules.is_empty() => {
                "لم يُحسم: الجدول أكبر من طاقة التحليل المحددة".to_owned()
            }
            FindingKind::NotDecided { reason: NotDecided::Budget } => {
                let of = if self.rules.len() == 1 { "القاعدة" } else { "القواعد" };
                format!("لم يُحسم: معرفة إمكان بلوغ {of} {rules} تحتاج إلى خطوات أكثر من المسموح به للتحليل")
            }
            FindingKind::NotDecided { reason: NotDecided::ComputedCells } => {
                let of = if self.rules.len() == 1 { "القاعدة" } else { "القواعد" };
                format!("لم يُحسم: خلايا {of} {rules} محسوبة أو تقارن بمعلومات أخرى")
            }
            FindingKind::More => "توجد ملاحظات أخرى من النوع نفسه".to_owned(),
            FindingKind::Subsumed { by } => {
                format!("القاعدة {rules} لا تضيف شيئاً: تنطبق القاعدة {by} كلما انطبقت وتعطي النتيجة نفسها")
            }
            FindingKind::IdleInput { input } => format!("لا تنظر أي قاعدة في المدخل `{input}`"),
            FindingKind::OutputNotAllowed { value } => {
                format!("النتيجة `{value}` ليست من القيم المسموح بها")
            }
            FindingKind::ConditionAlways { condition } => format!("الشرط `{condition}` متحقق دائماً"),
            FindingKind::ConditionNever { condition } => format!("الشرط `{condition}` لا يتحقق أبداً"),
            FindingKind::Unused { name } => format!("`{name}` مطلوب ولا يرد في أي تعبير"),
            FindingKind::NoEffect { fact } => format!("`{fact}` مذكور ولا يغيّر النتيجة أبداً"),
            FindingKind::Recursion { names } => {
                let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("، ");
                format!("دوال تستدعي نفسها أو بعضها بعضاً: {names}؛ يوقفها حد مقرر")
            }
            FindingKind::OpenLoop { text } => {
                format!("طول هذا التكرار تحدده المعلومات ويوقفه حد مقرر: `{text}`")
            }
        }
    }
}

/// Numbers as a sentence lists them.
fn listed_en(numbers: &[usize]) -> String {
    match numbers {
        [] => String::new(),
        [only] => only.to_string(),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(usize::to_string).collect();
            format!("{} and {last}", first.join(", "))
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
