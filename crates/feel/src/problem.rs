//! What can be wrong with a text of FEEL, said in both languages, with the place.

use std::fmt;

/// A problem in a text, with its place in characters (not bytes).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// The first character, from 0.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Something else was expected here.
    Unexpected {
        /// What stands here; empty at the end of the text.
        found: String,
        /// What could stand here.
        expected: &'static str,
    },
    /// A text in quotes has no end.
    UnterminatedText,
    /// A backslash is followed by something unknown.
    BadEscape,
    /// A number is too large or malformed.
    BadNumber,
    /// The text after `@` is no date, time or duration.
    BadTemporal(String),
    /// The expression is nested too deeply.
    TooDeep {
        /// The levels allowed.
        limit: u32,
    },
    /// The text is too long.
    TooLong {
        /// The characters allowed.
        limit: usize,
    },
    /// An invisible control character stands here.
    ControlCharacter(char),
    /// A name that is not known.
    UnknownName {
        /// The name.
        name: String,
        /// A known name that looks alike.
        similar: Option<String>,
    },
    /// A member that the context does not have.
    UnknownMember {
        /// The member.
        name: String,
        /// A known member that looks alike.
        similar: Option<String>,
    },
    /// A call with too few or too many arguments, or with a name that is no parameter.
    WrongArguments {
        /// The function.
        function: String,
    },
    /// Something that is not a function is called.
    NotAFunction,
    /// A value of the wrong type.
    WrongType {
        /// The types that fit.
        expected: String,
        /// The type that stands here.
        found: String,
    },
    /// Two values that can never be compared.
    NeverComparable {
        /// The left type.
        left: String,
        /// The right type.
        right: String,
    },
    /// A text that the value can never be.
    NotOneOf {
        /// The text.
        text: String,
        /// What the value can be.
        allowed: Vec<String>,
    },
    /// Two entries of a context, or two parameters, have one name.
    DuplicateName(String),
    /// A type that is not known.
    UnknownType(String),
    /// A function that is implemented outside of FEEL.
    ExternalFunction,
}

impl Problem {
    /// A stable code.
    pub fn code(&self) -> &'static str {
        match self.kind {
            ProblemKind::Unexpected { .. } => "FEEL001",
            ProblemKind::UnterminatedText => "FEEL002",
            ProblemKind::BadEscape => "FEEL003",
            ProblemKind::BadNumber => "FEEL004",
            ProblemKind::BadTemporal(_) => "FEEL005",
            ProblemKind::TooDeep { .. } => "FEEL006",
            ProblemKind::TooLong { .. } => "FEEL007",
            ProblemKind::ControlCharacter(_) => "FEEL008",
            ProblemKind::UnknownName { .. } => "FEEL009",
            ProblemKind::UnknownMember { .. } => "FEEL010",
            ProblemKind::WrongArguments { .. } => "FEEL011",
            ProblemKind::NotAFunction => "FEEL012",
            ProblemKind::WrongType { .. } => "FEEL013",
            ProblemKind::NeverComparable { .. } => "FEEL014",
            ProblemKind::NotOneOf { .. } => "FEEL015",
            ProblemKind::DuplicateName(_) => "FEEL016",
            ProblemKind::UnknownType(_) => "FEEL017",
            ProblemKind::ExternalFunction => "FEEL018",
        }
    }

    /// What is wrong, in English.
    pub fn message_en(&self) -> String {
        match &self.kind {
            ProblemKind::Unexpected { found, expected } if found.is_empty() => {
                format!("the expression ends where {expected} should follow")
            }
            ProblemKind::Unexpected { found, expected } => {
                format!("`{found}` stands where {expected} should")
            }
            ProblemKind::UnterminatedText => "a text has no closing quotation mark".to_owned(),
            ProblemKind::BadEscape => "an unknown escape follows the backslash".to_owned(),
            ProblemKind::BadNumber => "the number is malformed or too large".to_owned(),
            ProblemKind::BadTemporal(text) => format!("`{text}` is no date, time or duration"),
            ProblemKind::TooDeep { limit } => format!("the expression has more than {limit} levels"),
            ProblemKind::TooLong { limit } => format!("the expression has more than {limit} characters"),
            ProblemKind::ControlCharacter(sign) => {
                format!("an invisible character U+{:04X} stands here", u32::from(*sign))
            }
            ProblemKind::UnknownName { name, .. } => format!("the name `{name}` is not known"),
            ProblemKind::UnknownMember { name, .. } => format!("there is no member `{name}` here"),
            ProblemKind::WrongArguments { function } => format!("`{function}` does not take these arguments"),
            ProblemKind::NotAFunction => "this is not a function, but it is called".to_owned(),
            ProblemKind::WrongType { expected, found } => format!("{expected} is needed, this is {found}"),
            ProblemKind::NeverComparable { left, right } => {
                format!("{left} and {right} can never be compared")
            }
            ProblemKind::NotOneOf { text, .. } => format!("the value can never be `{text}`"),
            ProblemKind::DuplicateName(name) => format!("the name `{name}` is used twice"),
            ProblemKind::UnknownType(name) => format!("the type `{name}` is not known"),
            ProblemKind::ExternalFunction => "external functions are not executed".to_owned(),
        }
    }

    /// What is wrong, in Arabic.
    pub fn message_ar(&self) -> String {
        match &self.kind {
            ProblemKind::Unexpected { found, .. } if found.is_empty() => {
                "ينتهي التعبير قبل أن يكتمل".to_owned()
            }
            ProblemKind::Unexpected { found, .. } => format!("الرمز `{found}` في غير موضعه"),
            ProblemKind::UnterminatedText => "نص بلا علامة اقتباس في آخره".to_owned(),
            ProblemKind::BadEscape => "تعبير غير معروف بعد الشرطة المائلة العكسية".to_owned(),
            ProblemKind::BadNumber => "العدد غير صحيح أو أكبر من المسموح".to_owned(),
            ProblemKind::BadTemporal(text) => format!("`{text}` ليس تاريخاً ولا وقتاً ولا مدة"),
            ProblemKind::TooDeep { limit } => format!("في التعبير أكثر من {limit} مستوى متداخل"),
            ProblemKind::TooLong { limit } => format!("في التعبير أكثر من {limit} حرف"),
            ProblemKind::ControlCharacter(sign) => format!("رمز غير مرئي هنا U+{:04X}", u32::from(*sign)),
            ProblemKind::UnknownName { name, .. } => format!("الاسم `{name}` غير معروف"),
            ProblemKind::UnknownMember { name, .. } => format!("لا يوجد هنا عنصر باسم `{name}`"),
            ProblemKind::WrongArguments { function } => format!("الدالة `{function}` لا تقبل هذه المعطيات"),
            ProblemKind::NotAFunction => "ما يُستدعى هنا ليس دالة".to_owned(),
            ProblemKind::WrongType { expected, found } => {
                format!("المطلوب هنا {expected} والموجود {found}")
            }
            ProblemKind::NeverComparable { left, right } => format!("لا يمكن مقارنة {left} مع {right} أبداً"),
            ProblemKind::NotOneOf { text, .. } => format!("لا يمكن أن تكون القيمة `{text}` أبداً"),
            ProblemKind::DuplicateName(name) => format!("الاسم `{name}` مستعمل مرتين"),
            ProblemKind::UnknownType(name) => format!("النوع `{name}` غير معروف"),
            ProblemKind::ExternalFunction => "الدوال الخارجية لا تُنفَّذ".to_owned(),
        }
    }

    /// How to mend it, in English.
    pub fn help_en(&self) -> String {
        match &self.kind {
            ProblemKind::UnknownName { similar: Some(similar), .. }
            | ProblemKind::UnknownMember { similar: Some(similar), .. } => {
                format!("did you mean `{similar}`?")
            }
            ProblemKind::NotOneOf { allowed, .. } => format!("it can be: {}", allowed.join(", ")),
            ProblemKind::UnknownName { .. } => "declare it, or correct its spelling".to_owned(),
            ProblemKind::UnterminatedText => "close the text with \"".to_owned(),
            ProblemKind::BadEscape => "use \\\", \\\\, \\n, \\r, \\t, \\uXXXX or \\UXXXXXX".to_owned(),
            ProblemKind::BadTemporal(_) => {
                "write it like @\"2026-01-31\", @\"10:30:00\", @\"P1DT2H\" or @\"P1Y6M\"".to_owned()
            }
            ProblemKind::TooDeep { .. } | ProblemKind::TooLong { .. } => {
                "divide it into several decisions".to_owned()
            }
            ProblemKind::ControlCharacter(_) => "delete it".to_owned(),
            ProblemKind::NeverComparable { .. } => "compare values of one type".to_owned(),
            ProblemKind::ExternalFunction => "write the function in FEEL".to_owned(),
            _ => "correct the expression at this place".to_owned(),
        }
    }

    /// How to mend it, in Arabic.
    pub fn help_ar(&self) -> String {
        match &self.kind {
            ProblemKind::UnknownName { similar: Some(similar), .. }
            | ProblemKind::UnknownMember { similar: Some(similar), .. } => format!("هل تقصد `{similar}`؟"),
            ProblemKind::NotOneOf { allowed, .. } => format!("القيم الممكنة: {}", allowed.join("، ")),
            ProblemKind::UnknownName { .. } => "عرّف الاسم أو صحّح كتابته".to_owned(),
            ProblemKind::UnterminatedText => "أغلق النص بعلامة \"".to_owned(),
            ProblemKind::BadEscape => "استعمل \\\" أو \\\\ أو \\n أو \\r أو \\t أو \\uXXXX".to_owned(),
            ProblemKind::BadTemporal(_) => {
                "اكتبه هكذا: @\"2026-01-31\" أو @\"10:30:00\" أو @\"P1DT2H\" أو @\"P1Y6M\"".to_owned()
            }
            ProblemKind::TooDeep { .. } | ProblemKind::TooLong { .. } => "قسّمه إلى عدة قرارات".to_owned(),
            ProblemKind::ControlCharacter(_) => "احذفه".to_owned(),
            ProblemKind::NeverComparable { .. } => "قارن قيماً من نوع واحد".to_owned(),
            ProblemKind::ExternalFunction => "اكتب الدالة بلغة FEEL".to_owned(),
            _ => "صحّح التعبير في هذا الموضع".to_owned(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} at {}: {}", self.code(), self.start, self.message_en())
    }
}

impl std::error::Error for Problem {}
