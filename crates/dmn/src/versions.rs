//! Versions of one model, and which of them an invocation asks: the deployed, the latest, or the one in force at a
//! date.

use afaq_feel::{Context, Date, Env};

use crate::compile::Compiled;
use crate::evaluate::{EvalError, Evaluation};

/// One version of a model.
#[derive(Debug, Clone)]
pub struct Version {
    /// What it is called.
    pub name: String,
    /// The first day on which it is in force; none: since ever.
    pub from: Option<Date>,
    /// The model, ready to be evaluated.
    pub compiled: Compiled,
}

/// Which version is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// The one that the caller was deployed with, whatever has come since.
    Deployed(String),
    /// The one that was added last, in force or not.
    Latest,
    /// The one that is in force on a day: of all that have begun, the one that began last.
    InForce(Date),
}

/// The versions of one model, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    // INVARIANT: no two have the same name or begin on the same day.
    all: Vec<Version>,
}

/// Why there is no version.
#[derive(Debug, Clone, PartialEq)]
pub enum VersionError {
    /// A version of this name is there already.
    SameName {
        /// The name.
        name: String,
    },
    /// Another version begins on the same day.
    SameDay {
        /// The other one.
        other: String,
        /// The day; none: both are in force since ever.
        from: Option<Date>,
    },
    /// No version has this name.
    Unknown {
        /// The name.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// No version has begun by this day.
    NoneInForce {
        /// The day.
        day: Date,
        /// When the first one begins.
        first: Option<Date>,
    },
    /// There are no versions.
    Empty,
    /// The version cannot be evaluated.
    Failed(EvalError),
}

impl Versions {
    /// No version yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a version. One that begins earlier may come later: it corrects the past.
    ///
    /// # Errors
    /// When its name is taken, or another one begins on the same day.
    pub fn add(&mut self, version: Version) -> Result<(), VersionError> {
        if self.all.iter().any(|known| known.name == version.name) {
            return Err(VersionError::SameName { name: version.name });
        }
        if let Some(other) = self.all.iter().find(|known| known.from == version.from) {
            return Err(VersionError::SameDay { other: other.name.clone(), from: version.from });
        }
        self.all.push(version);
        Ok(())
    }

    /// All versions, in the order in which they came.
    #[must_use]
    pub fn all(&self) -> &[Version] {
        &self.all
    }

    /// The version that is asked.
    ///
    /// # Errors
    /// When there is none.
    pub fn get(&self, choice: &Choice) -> Result<&Version, VersionError> {
        let latest = self.all.last().ok_or(VersionError::Empty)?;
        match choice {
            Choice::Latest => Ok(latest),
            Choice::Deployed(name) => {
                self.all.iter().find(|version| version.name == *name).ok_or_else(|| VersionError::Unknown {
                    name: name.clone(),
                    known: self.all.iter().map(|version| version.name.clone()).collect(),
                })
            }
            Choice::InForce(day) => {
                let begun = self.all.iter().filter(|version| version.from.is_none_or(|from| from <= *day));
                begun.max_by_key(|version| version.from).ok_or_else(|| VersionError::NoneInForce {
                    day: *day,
                    first: self.all.iter().filter_map(|version| version.from).min(),
                })
            }
        }
    }

    /// Evaluates a decision of the version that is asked, and says which one that was.
    ///
    /// # Errors
    /// When there is no such version, or the decision cannot be evaluated.
    pub fn evaluate(
        &self,
        choice: &Choice,
        decision: &str,
        inputs: &Context,
        env: &Env,
    ) -> Result<(&Version, Evaluation), VersionError> {
        let version = self.get(choice)?;
        let done = version.compiled.evaluate(decision, inputs, env).map_err(VersionError::Failed)?;
        Ok((version, done))
    }
}

impl VersionError {
    /// What is wrong and what to do, in English.
    #[must_use]
    pub fn message_en(&self) -> String {
        match self {
            Self::SameName { name } => format!("there are two versions named `{name}`; rename one"),
            Self::SameDay { other, from: Some(from) } => {
                format!(
                    "the version `{other}` begins on {from} as well; let one of them begin on another day"
                )
            }
            Self::SameDay { other, from: None } => {
                format!("the version `{other}` has no first day either; give one of them a day")
            }
            Self::Unknown { name, known } => {
                format!("there is no version `{name}`; there are: {}", known.join(", "))
            }
            Self::NoneInForce { day, first: Some(first) } => {
                format!("no version is in force on {day}: the first one begins on {first}")
            }
            Self::NoneInForce { day, first: None } => format!("no version is in force on {day}"),
            Self::Empty => "there are no versions".to_owned(),
            Self::Failed(error) => error.message_en(),
        }
    }

    /// What is wrong and what to do, in Arabic.
    #[must_use]
    pub fn message_ar(&self) -> String {
        match self {
            Self::SameName { name } => format!("توجد نسختان باسم `{name}`؛ غيّر اسم إحداهما"),
            Self::SameDay { other, from: Some(from) } => {
                format!("النسخة `{other}` تبدأ أيضاً في {from}؛ اجعل إحداهما تبدأ في يوم آخر")
            }
            Self::SameDay { other, from: None } => {
                format!("النسخة `{other}` بلا تاريخ بدء أيضاً؛ حدّد لإحداهما تاريخاً")
            }
            Self::Unknown { name, known } => {
                format!("لا توجد نسخة باسم `{name}`؛ النسخ الموجودة: {}", known.join("، "))
            }
            Self::NoneInForce { day, first: Some(first) } => {
                format!("لا توجد نسخة سارية في {day}: تبدأ أولى النسخ في {first}")
            }
            Self::NoneInForce { day, first: None } => format!("لا توجد نسخة سارية في {day}"),
            Self::Empty => "لا توجد أي نسخة".to_owned(),
            Self::Failed(error) => error.message_ar(),
        }
    }
}

impl std::fmt::Display for VersionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message_en())
    }
}

impl std::error::Error for VersionError {}
