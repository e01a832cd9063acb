//! Concepts: what must be known for a decision, of which kind it is, and where it comes from.

use std::collections::BTreeMap;

use afaq_base::{Lang, Text};
use afaq_feel::Value;
use serde::{Deserialize, Serialize};

use super::Formula;
use crate::problem::Spot;

/// One thing that must be known (CCCEV: information concept).
#[derive(Clone, Debug)]
pub struct Concept {
    /// The path within the facts, for instance `cared_for.degree`.
    pub path: String,
    /// What values it has.
    pub kind: Kind,
    /// The question or name that people read.
    pub label: Text,
    /// What officers and lists call it, where the label speaks to the applicant.
    pub name: Option<Text>,
    /// A line that helps to answer.
    pub hint: Option<Text>,
    /// A longer explanation.
    pub help: Option<Text>,
    /// What is said when the answer is missing or wrong.
    pub error: Option<Text>,
    /// The unit that is shown after the value, for instance kilograms.
    pub unit: Option<Text>,
    /// 1 (public) to 4 (health, origin, belief).
    pub sensitivity: u8,
    /// Where the value comes from.
    pub from: From,
    /// Whom it is about.
    pub about: About,
    /// What must be true before it may be read; what is found by another person's number has that
    /// number's condition.
    pub after: Option<Formula>,
    /// Whether it may be left empty.
    pub optional: bool,
    /// The repeating group that it belongs to (the first segment of the path).
    pub group: Option<String>,
    /// Where it is written.
    pub spot: Spot,
    /// Its definition could not be read: only its name counts, so that others do not fail for it.
    pub(crate) is_broken: bool,
}

impl Concept {
    /// The name of a concept whose definition could not be read.
    pub(crate) fn broken(path: String, spot: Spot) -> Self {
        Self {
            path,
            kind: Kind::Text { max: 1, lines: false },
            label: Text::default(),
            name: None,
            hint: None,
            help: None,
            error: None,
            unit: None,
            sensitivity: 1,
            from: From::SignIn,
            about: About::Applicant,
            after: None,
            optional: true,
            group: None,
            spot,
            is_broken: true,
        }
    }

    /// What it is called to whom it does not ask: officers, lists, letters about the applicant.
    #[must_use]
    pub fn called(&self) -> &Text {
        self.name.as_ref().unwrap_or(&self.label)
    }

    /// The last segment of the path.
    #[must_use]
    pub fn leaf(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or(&self.path)
    }

    /// The first segment of the path.
    #[must_use]
    pub fn head(&self) -> &str {
        self.path.split('.').next().unwrap_or(&self.path)
    }

    /// Whether the applicant is asked for it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        matches!(self.from, From::Applicant)
    }
}

/// The kind of a concept's values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Free text.
    Text {
        /// The most characters.
        max: u32,
        /// Whether it may have several lines.
        lines: bool,
    },
    /// A number.
    Number {
        /// The least value, as a decimal.
        min: Option<afaq_feel::Decimal>,
        /// The greatest value.
        max: Option<afaq_feel::Decimal>,
        /// How many digits after the point are allowed.
        decimals: u8,
    },
    /// An amount in KWD with three decimals; a number in FEEL.
    Money {
        /// The least amount.
        min: Option<afaq_feel::Decimal>,
        /// The greatest amount.
        max: Option<afaq_feel::Decimal>,
    },
    /// A date.
    Date,
    /// Yes or no.
    Boolean,
    /// A Kuwaiti civil number.
    CivilNumber,
    /// A country as a code of two letters (ISO 3166-1).
    Country,
    /// A bank account.
    Iban,
    /// A Kuwaiti telephone number.
    Phone,
    /// An address of electronic mail.
    Email,
    /// One of several values.
    OneOf(Vec<Choice>),
    /// Any number of several values; a list in FEEL.
    ManyOf(Vec<Choice>),
}

impl Kind {
    /// The word that packs use for it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Number { .. } => "number",
            Self::Money { .. } => "money",
            Self::Date => "date",
            Self::Boolean => "boolean",
            Self::CivilNumber => "civil_number",
            Self::Country => "country",
            Self::Iban => "iban",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::OneOf(_) => "one_of",
            Self::ManyOf(_) => "many_of",
        }
    }

    /// The choices, where there are some.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneOf(choices) | Self::ManyOf(choices) => choices,
            Self::Text { .. }
            | Self::Number { .. }
            | Self::Money { .. }
            | Self::Date
            | Self::Boolean
            | Self::CivilNumber
            | Self::Country
            | Self::Iban
            | Self::Phone
            | Self::Email => &[],
        }
    }
}

/// One value of a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The id that rules compare with.
    pub id: String,
    /// What people read.
    pub label: Text,
    /// The Arabic word about a woman, where it differs: متزوجة beside متزوج.
    pub feminine: Option<String>,
}

impl Choice {
    /// What people read of it about somebody of this gender.
    #[must_use]
    pub fn words(&self, lang: Lang, gender: Gender) -> &str {
        match (lang, gender, &self.feminine) {
            (Lang::Ar, Gender::Feminine, Some(feminine)) => feminine,
            _ => self.label.get(lang),
        }
    }
}

/// The gender in which Arabic speaks of a person; the masculine is the general form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gender {
    /// Of a man, or of anybody.
    #[default]
    Masculine,
    /// Of a woman.
    Feminine,
}

impl Gender {
    /// The gender that a fact `gender` says.
    #[must_use]
    pub fn of(value: Option<&Value>) -> Self {
        match value.and_then(Value::as_str) {
            Some("female") => Self::Feminine,
            _ => Self::Masculine,
        }
    }
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// The identity provider.
    SignIn,
    /// The applicant is asked.
    Applicant,
    /// A register holds it.
    Register {
        /// The register's id.
        register: String,
        /// The field of its record.
        field: String,
        /// The paths of the facts by which the record is found.
        key: Vec<String>,
    },
    /// It follows from other facts.
    Computed(Formula),
    /// An officer finds it out.
    Officer,
}

/// Whom a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The applicant (or the case).
    Applicant,
    /// Another person: not read before the relation is verified.
    AnotherPerson,
}

/// A group of concepts: a context in FEEL, or a list of contexts when it repeats.
#[derive(Clone, Debug)]
pub struct Group {
    /// The first segment of its concepts' paths.
    pub id: String,
    /// The title that people read, where one is given.
    pub title: Option<Text>,
    /// How it repeats, where it does.
    pub many: Option<Many>,
}

/// How a group repeats.
#[derive(Clone, Debug)]
pub struct Many {
    /// The fewest entries.
    pub min: u32,
    /// The most entries.
    pub max: u32,
    /// What one entry is called ("child").
    pub item: Text,
    /// The button that adds one ("Add a child").
    pub add: Option<Text>,
}

/// All concepts in the order of writing, found by path.
#[derive(Clone, Debug, Default)]
pub struct Concepts {
    all: Vec<Concept>,
    index: BTreeMap<String, usize>,
    groups: Vec<Group>,
}

impl Concepts {
    /// Builds the collection; of two concepts with one path the first is found.
    #[must_use]
    pub fn new(all: Vec<Concept>, groups: Vec<Group>) -> Self {
        let mut index = BTreeMap::new();
        for (at, concept) in all.iter().enumerate() {
            index.entry(concept.path.clone()).or_insert(at);
        }
        Self { all, index, groups }
    }

    /// Finds a concept by its path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Concept> {
        self.index.get(path).and_then(|at| self.all.get(*at))
    }

    /// All concepts, in the order of writing.
    pub fn iter(&self) -> std::slice::Iter<'_, Concept> {
        self.all.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The groups, in the order of writing.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// Finds a group by its id.
    #[must_use]
    pub fn find_group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The concepts of one group.
    pub fn of_group<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Concept> {
        self.all.iter().filter(move |concept| concept.head() == id)
    }
}

impl<'a> IntoIterator for &'a Concepts {
    type Item = &'a Concept;
    type IntoIter = std::slice::Iter<'a, Concept>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.iter()
    }
}
