//! What is wrong with a model: a stable code, the place, and words in both languages.

use crate::model::Position;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The model works, but its author probably meant something else.
    Warning,
    /// The model is refused.
    Error,
}

/// One thing that is wrong with a model.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// How much it weighs.
    pub severity: Severity,
    /// Identifier or name of the element in which it was found.
    pub element: Option<String>,
    /// Rule of a decision table, counted from 1.
    pub rule: Option<usize>,
    /// Line in the source, from 1.
    pub line: Option<u32>,
    /// Column in the source in characters, from 1.
    pub column: Option<u32>,
}

/// The kinds of problems.
#[derive(Debug, Clone, PartialEq)]
pub enum ProblemKind {
    /// The text is not well-formed XML.
    XmlBroken {
        /// What the parser says.
        detail: String,
    },
    /// A limit is exceeded.
    TooMuch {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// The text declares a document type or entities.
    DocumentType,
    /// The root is not a DMN model.
    NotDmn {
        /// Name of the root element.
        found: String,
    },
    /// An element lacks something it must have.
    Missing {
        /// The element.
        element: String,
        /// What it lacks.
        what: &'static str,
    },
    /// Two elements have the same name or identifier.
    Duplicate {
        /// The name or identifier.
        name: String,
    },
    /// A link leads nowhere.
    UnknownReference {
        /// The link.
        reference: String,
    },
    /// Elements require each other in a circle.
    Cycle {
        /// The circle, by names.
        names: Vec<String>,
    },
    /// Something that this engine does not execute.
    Unsupported {
        /// Its name.
        what: String,
    },
    /// A type that nobody defines.
    UnknownType {
        /// Its name.
        name: String,
    },
    /// A type that contains itself without a list in between.
    CyclicType {
        /// Its name.
        name: String,
    },
    /// A rule has another number of cells than the table has columns.
    CellCount {
        /// `input` or `output`.
        side: &'static str,
        /// Columns of the table.
        columns: usize,
        /// Cells of the rule.
        cells: usize,
    },
    /// An attribute or cell has a value that the standard does not know.
    BadValue {
        /// The attribute.
        attribute: &'static str,
        /// Its value.
        value: String,
    },
    /// The hit policies P and O need a list of output values.
    NoPriorities,
    /// An aggregation needs exactly one output column.
    AggregationOfSeveral,
    /// A table without output columns.
    NoOutputs,
    /// Several output columns need names.
    UnnamedOutput,
    /// A model that is imported was not given.
    UnknownImport {
        /// Its namespace.
        namespace: String,
    },
    /// The value of an output cell can never be one of the allowed ones.
    OutputNotAllowed {
        /// The cell.
        value: String,
    },
    /// Two names that a reader cannot tell apart.
    LooksAlike {
        /// The later name.
        name: String,
        /// The earlier one.
        other: String,
    },
    /// A name with a sign that nobody sees, such as a control of direction.
    HiddenSign {
        /// The name.
        name: String,
        /// The sign.
        sign: char,
    },
    /// A problem in a FEEL text.
    Feel(afaq_feel::Problem),
}

impl Problem {
    /// An error without a place.
    #[must_use]
    pub fn error(kind: ProblemKind) -> Self {
        Self { kind, severity: Severity::Error, element: None, rule: None, line: None, column: None }
    }

    /// A warning without a place.
    #[must_use]
    pub fn warning(kind: ProblemKind) -> Self {
        Self { severity: Severity::Warning, ..Self::error(kind) }
    }

    /// The same problem, found in `element`.
    #[must_use]
    pub fn of(mut self, element: &str) -> Self {
        self.element = Some(element.to_owned());
        self
    }

    /// The same problem, found at `position`.
    #[must_use]
    pub fn at(mut self, position: Option<Position>) -> Self {
        self.line = position.map(|place| place.line);
        self.column = position.map(|place| place.column);
        self
    }

    /// The same problem, found in the rule with this number (from 1).
    #[must_use]
    pub fn in_rule(mut self, rule: usize) -> Self {
        self.rule = Some(rule);
        self
    }

    /// Whether the model is refused because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The stable code of its kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &self.kind {
            ProblemKind::XmlBroken { .. } => "DMN001",
            ProblemKind::TooMuch { .. } => "DMN002",
            ProblemKind::DocumentType => "DMN003",
            ProblemKind::NotDmn { .. } => "DMN004",
            ProblemKind::Missing { .. } => "DMN005",
            ProblemKind::Duplicate { .. } => "DMN006",
            ProblemKind::UnknownReference { .. } => "DMN007",
            ProblemKind::Cycle { .. } => "DMN008",
            ProblemKind::Unsupported { .. } => "DMN009",
            ProblemKind::UnknownType { .. } => "DMN010",
            ProblemKind::CyclicType { .. } => "DMN011",
            ProblemKind::CellCount { .. } => "DMN012",
            ProblemKind::BadValue { .. } => "DMN013",
            ProblemKind::NoPriorities => "DMN014",
            ProblemKind::AggregationOfSeveral => "DMN015",
            ProblemKind::NoOutputs => "DMN016",
            ProblemKind::UnnamedOutput => "DMN017",
            ProblemKind::UnknownImport { .. } => "DMN018",
            ProblemKind::OutputNotAllowed { .. } => "DMN019",
            ProblemKind::LooksAlike { .. } => "DMN020",
            ProblemKind::HiddenSign { .. } => "DMN021",
            ProblemKind::Feel(problem) => problem.code(),
        }
    }

    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        match &self.kind {
            ProblemKind::XmlBroken { detail } => format!("the model is not well-formed XML: {detail}"),
            ProblemKind::TooMuch { what, limit } => {
                format!("too many or too large: {what}; the limit is {limit}")
            }
            ProblemKind::DocumentType => {
                "a document type or entities are not accepted; remove the `<!DOCTYPE …>`".to_owned()
            }
            ProblemKind::NotDmn { found } => {
                format!("this is not a DMN model: the root is `{found}`, not `definitions` of DMN 1.1 to 1.5")
            }
            ProblemKind::Missing { element, what } => format!("`{element}` has no {what}; add it"),
            ProblemKind::Duplicate { name } => format!("`{name}` is defined twice; rename one of the two"),
            ProblemKind::UnknownReference { reference } => {
                format!("`{reference}` leads to no element; correct the reference")
            }
            ProblemKind::Cycle { names } => {
                format!(
                    "these require each other in a circle: {}; remove one of the requirements",
                    quoted(names, ", ")
                )
            }
            ProblemKind::Unsupported { what } => {
                format!("{what} is read but cannot be executed; write it in FEEL")
            }
            ProblemKind::UnknownType { name } => {
                format!("no type is named `{name}`; define it or use a type of FEEL")
            }
            ProblemKind::CyclicType { name } => format!("the type `{name}` is based on itself"),
            ProblemKind::CellCount { side, columns, cells } => {
                format!("the rule has {cells} {side} cells, but the table has {columns} {side} columns")
            }
            ProblemKind::BadValue { attribute, value } => format!("`{value}` is no value for {attribute}"),
            ProblemKind::NoPriorities => {
                "the hit policies P and O need the list of output values, in falling priority".to_owned()
            }
            ProblemKind::AggregationOfSeveral => "an aggregation needs exactly one output column".to_owned(),
            ProblemKind::NoOutputs => "the table has no output column; add one".to_owned(),
            ProblemKind::UnnamedOutput => {
                "a table with several output columns needs a name for each of them".to_owned()
            }
            ProblemKind::UnknownImport { namespace } => {
                format!("the imported model `{namespace}` was not given")
            }
            ProblemKind::OutputNotAllowed { value } => {
                format!("`{value}` is not among the allowed output values")
            }
            ProblemKind::LooksAlike { name, other } => {
                format!(
                    "the name `{name}` looks like `{other}`, but is written with other characters; rename one"
                )
            }
            ProblemKind::HiddenSign { name, sign } => {
                format!(
                    "the name `{name}` holds the invisible character U+{:04X}; delete it",
                    u32::from(*sign)
                )
            }
            ProblemKind::Feel(problem) => problem.message_en(),
        }
    }

    /// What is wrong and what to do, in Arabic.
    #[must_use]
    pub fn message_ar(&self) -> String {
        match &self.kind {
            ProblemKind::XmlBroken { detail } => format!("النموذج ليس XML سليماً: {detail}"),
            ProblemKind::TooMuch { what, limit } => {
                format!("تجاوز للحد المسموح: {}؛ والحد هو {limit}", measured_ar(what))
            }
            ProblemKind::DocumentType => {
                "لا يُقبل تعريف نوع الوثيقة ولا الكيانات؛ احذف ‎`<!DOCTYPE …>`".to_owned()
            }
            ProblemKind::NotDmn { found } => {
                format!("هذا ليس نموذج DMN: الجذر هو `{found}` وليس `definitions` من DMN 1.1 إلى 1.5")
            }
            ProblemKind::Missing { element, what } => format!("ينقص `{element}` ما يلي: {what}؛ أضفه"),
            ProblemKind::Duplicate { name } => format!("`{name}` معرّف مرتين؛ غيّر أحد الاسمين"),
            ProblemKind::UnknownReference { reference } => {
                format!("`{reference}` لا يشير إلى أي عنصر؛ صحّح الإشارة")
            }
            ProblemKind::Cycle { names } => {
                format!("هذه العناصر يتطلب بعضها بعضاً في حلقة: {}؛ احذف أحد المتطلبات", quoted(names, "، "))
            }
            ProblemKind::Unsupported { what } => format!("يُقرأ {what} لكنه لا يُنفّذ؛ اكتبه بلغة FEEL"),
            ProblemKind::UnknownType { name } => {
                format!("لا يوجد نوع باسم `{name}`؛ عرّفه أو استخدم أحد أنواع FEEL")
            }
            ProblemKind::CyclicType { name } => format!("النوع `{name}` مبني على نفسه"),
            ProblemKind::CellCount { side, columns, cells } => {
                let side = if *side == "input" { "الشروط" } else { "النتائج" };
                format!("عدد خلايا {side} في القاعدة {cells}، وعدد أعمدتها في الجدول {columns}")
            }
            ProblemKind::BadValue { attribute, value } => format!("`{value}` ليست قيمة صالحة لـ {attribute}"),
            ProblemKind::NoPriorities => {
                "تحتاج سياستا P وO إلى قائمة قيم النتائج مرتبة تنازلياً حسب الأولوية".to_owned()
            }
            ProblemKind::AggregationOfSeveral => "يحتاج التجميع إلى عمود نتيجة واحد فقط".to_owned(),
            ProblemKind::NoOutputs => "ليس في الجدول عمود نتيجة؛ أضف عموداً".to_owned(),
            ProblemKind::UnnamedOutput => "الجدول متعدد أعمدة النتائج يحتاج إلى اسم لكل عمود".to_owned(),
            ProblemKind::UnknownImport { namespace } => format!("النموذج المستورد `{namespace}` غير متوفر"),
            ProblemKind::OutputNotAllowed { value } => format!("`{value}` ليست من قيم النتائج المسموح بها"),
            ProblemKind::LooksAlike { name, other } => {
                format!("الاسم `{name}` يشبه `{other}` في الشكل لكنه مكتوب بحروف أخرى؛ غيّر أحد الاسمين")
            }
            ProblemKind::HiddenSign { name, sign } => {
                format!("في الاسم `{name}` رمز غير مرئي U+{:04X}؛ احذفه", u32::from(*sign))
            }
            ProblemKind::Feel(problem) => problem.message_ar(),
        }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.code())?;
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, " {line}:{column}")?;
        }
        if let Some(element) = &self.element {
            write!(f, " in `{element}`")?;
        }
        if let Some(rule) = self.rule {
            write!(f, ", rule {rule}")?;
        }
        write!(f, ": {}", self.message_en())
    }
}

/// What has a limit, in Arabic.
fn measured_ar(what: &str) -> &str {
    match what {
        "bytes of the model" => "حجم النموذج بالبايت",
        "depth of elements" => "عمق تداخل عناصر XML",
        "XML nodes" => "عدد عقد XML",
        "depth of an expression" => "عمق تداخل التعبير",
        "depth of a type" => "عمق تداخل النوع",
        "rules" => "عدد القواعد",
        "columns" => "عدد الأعمدة",
        "elements" => "عدد العناصر",
        "imports" => "عدد النماذج المستوردة",
        other => other,
    }
}

fn quoted(names: &[String], separator: &str) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(separator)
}
