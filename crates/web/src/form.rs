//! Forms: every kind of question, known facts in place of questions, errors linked to fields.

use afaq_base::Lang;

use crate::html::{Foreign, Href, Num, Typed, Words};
use crate::parts::{FactView, Link};
use crate::shell::Shell;
use askama::Template;

/// The page of a form: one thing, its questions, one way on.
#[derive(Template)]
#[template(path = "form.html")]
pub struct FormPage {
    /// The frame.
    pub s: Shell,
    /// Name of the service, above the title.
    pub over: Words,
    /// Which page of how many; nothing for a single page.
    pub progress: Option<Progress>,
    /// Some words before the questions; may be empty.
    pub intro: Words,
    /// Where the form is posted.
    pub action: Href,
    /// Hidden values, such as the version of the draft.
    pub hidden: Vec<Hidden>,
    /// What went wrong, in the order of the page.
    pub errors: Vec<FieldError>,
    /// The questions and what stands between them.
    pub blocks: Vec<Block>,
    /// What the button says.
    pub button: Words,
    /// Says that the button does something that cannot be undone.
    pub is_grave: bool,
    /// "Save and come back": the name of the second button; nothing where it is not possible.
    pub save_later: bool,
    /// Where one goes without doing anything.
    pub cancel: Option<Link>,
}

impl FormPage {
    /// A form with the given blocks and the usual button.
    pub fn new(s: Shell, action: impl Into<Href>, blocks: Vec<Block>) -> Self {
        let button = Words::from(s.t("form-continue"));
        Self {
            s,
            over: Words::default(),
            progress: None,
            intro: Words::default(),
            action: action.into(),
            hidden: Vec::new(),
            errors: Vec::new(),
            blocks,
            button,
            is_grave: false,
            save_later: false,
            cancel: None,
        }
    }

    /// Collects the errors of the questions into the summary and marks the title.
    #[must_use]
    pub fn with_errors_collected(mut self) -> Self {
        self.errors.extend(self.blocks.iter().flat_map(Block::errors).collect::<Vec<_>>());
        self.s.has_errors = !self.errors.is_empty();
        self
    }

    /// Says whether a file can be sent with the form.
    #[must_use]
    pub fn has_upload(&self) -> bool {
        self.questions().any(|q| matches!(q.control, Control::Upload { .. }))
    }

    /// Says whether the only question of the page repeats its title, so that the title is its label.
    fn questions(&self) -> impl Iterator<Item = &Question> {
        self.blocks.iter().flat_map(|block| match block {
            Block::Question(question) => std::slice::from_ref(question),
            Block::Group(_) | Block::Known(_) | Block::Words(_) | Block::Heading(_) => &[],
        })
    }
}

/// Which page of how many.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// This page, from 1.
    pub page: usize,
    /// How many there are.
    pub pages: usize,
}

/// A value that goes along unseen.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// Name of the field.
    pub name: Typed,
    /// The value.
    pub value: Typed,
}

/// An error, with the field to which it leads.
#[derive(Clone, Debug)]
pub struct FieldError {
    /// Id of the field.
    pub field: Typed,
    /// What is wrong and how to mend it.
    pub words: Words,
}

/// One part of a form.
#[derive(Clone, Debug)]
pub enum Block {
    /// A question.
    Question(Question),
    /// What is known and therefore not asked.
    Known(FactView),
    /// A group of questions that repeats.
    Group(Group),
    /// Words between the questions.
    Words(Words),
    /// A heading between the questions.
    Heading(Words),
}

impl Block {
    pub(crate) fn errors(&self) -> Vec<FieldError> {
        match self {
            Self::Question(question) => question.field_error().into_iter().collect(),
            Self::Group(group) => group
                .items
                .iter()
                .flat_map(|item| item.questions.iter().filter_map(Question::field_error))
                .collect(),
            Self::Known(_) | Self::Words(_) | Self::Heading(_) => Vec::new(),
        }
    }
}

/// One question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Name and id of the field: letters, digits, dots, underscores.
    pub id: Typed,
    /// What is asked.
    pub label: Words,
    /// What helps to answer; may be empty.
    pub hint: Words,
    /// What is wrong with the answer.
    pub error: Option<Words>,
    /// Says that no answer is needed.
    pub is_optional: bool,
    /// How it is answered, with what was answered so far.
    pub control: Control,
}

impl Question {
    /// A question without hint and error.
    pub fn new(id: impl Into<String>, label: impl Into<Words>, control: Control) -> Self {
        Self {
            id: Typed::new(id),
            label: label.into(),
            hint: Words::default(),
            error: None,
            is_optional: false,
            control,
        }
    }

    /// Sets what helps to answer.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = hint.into();
        self
    }

    /// Sets what is wrong.
    #[must_use]
    pub fn error(mut self, error: impl Into<Words>) -> Self {
        self.error = Some(error.into());
        self
    }

    /// Says that no answer is needed.
    #[must_use]
    pub fn optional(mut self) -> Self {
        self.is_optional = true;
        self
    }

    /// Says whether the control is made of several inputs and needs a fieldset.
    #[must_use]
    pub fn is_set(&self) -> bool {
        matches!(
            self.control,
            Control::Date { .. } | Control::Radios { .. } | Control::Many { .. } | Control::YesNo { .. }
        )
    }

    /// Says whether the hint is shown.
    #[must_use]
    pub fn has_hint(&self) -> bool {
        !self.hint.is_empty()
    }

    /// The ids of hint and error, for `aria-describedby`.
    #[must_use]
    pub fn described_by(&self) -> Typed {
        let mut ids = Vec::with_capacity(2);
        if self.has_hint() {
            ids.push(format!("{}-hint", self.id));
        }
        if self.error.is_some() {
            ids.push(format!("{}-error", self.id));
        }
        Typed::new(ids.join(" "))
    }

    /// The id of the input to which an error leads.
    #[must_use]
    pub fn first_input(&self) -> Typed {
        match &self.control {
            Control::Date { .. } => Typed::new(format!("{}.day", self.id)),
            Control::Radios { .. } | Control::Many { .. } | Control::YesNo { .. } => {
                Typed::new(format!("{}-0", self.id))
            }
            _ => self.id.clone(),
        }
    }

    fn field_error(&self) -> Option<FieldError> {
        self.error.clone().map(|words| FieldError { field: self.first_input(), words })
    }
}

/// How a question is answered, with the answer so far exactly as it was typed.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line of text.
    Text {
        /// The answer.
        value: Typed,
        /// Token of `autocomplete`, such as `name`; empty for `off`.
        autocomplete: &'static str,
    },
    /// A name or a text in one fixed language.
    TextIn {
        /// The answer.
        value: Typed,
        /// The language of the answer.
        lang: Lang,
    },
    /// A number.
    Number {
        /// The answer.
        value: Typed,
        /// The unit behind the field; may be empty.
        unit: Words,
    },
    /// An amount in Kuwaiti dinars.
    Money {
        /// The answer.
        value: Typed,
    },
    /// A civil number.
    CivilNumber {
        /// The answer.
        value: Typed,
    },
    /// A day, as three fields `ID.day`, `ID.month`, `ID.year`.
    Date {
        /// The day.
        day: Typed,
        /// The month.
        month: Typed,
        /// The year.
        year: Typed,
    },
    /// One of a few.
    Radios {
        /// The choices.
        options: Vec<Choice>,
    },
    /// One of many.
    Select {
        /// The choices.
        options: Vec<Choice>,
    },
    /// Yes or no: values `true` and `false`.
    YesNo {
        /// The answer.
        value: Option<bool>,
    },
    /// Any of a few: the name repeats.
    Many {
        /// The choices.
        options: Vec<Choice>,
    },
    /// An IBAN.
    Iban {
        /// The answer.
        value: Typed,
    },
    /// A mobile number.
    Phone {
        /// The answer.
        value: Typed,
    },
    /// Several lines.
    LongText {
        /// The answer.
        value: Typed,
        /// Characters that are taken.
        chars_max: usize,
    },
    /// A file.
    Upload {
        /// What was sent already.
        file: Option<UploadedFile>,
        /// Types for the `accept` attribute, such as `.pdf,.jpg`.
        accept: &'static str,
        /// Says that a phone may take a picture.
        camera: bool,
    },
}

/// One choice.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: Typed,
    /// What is read.
    pub words: Words,
    /// What helps to choose; may be empty.
    pub hint: Words,
    /// Says that it is chosen.
    pub is_chosen: bool,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, words: impl Into<Words>, is_chosen: bool) -> Self {
        Self { value: Typed::new(value), words: words.into(), hint: Words::default(), is_chosen }
    }

    /// Sets what helps to choose.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<Words>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// A file that was sent.
#[derive(Clone, Debug)]
pub struct UploadedFile {
    /// Its name on the person's device.
    pub name: Foreign,
    /// Its size, in words.
    pub size: Num,
    /// Where to look at it.
    pub href: Href,
    /// What the check says: being checked, fine, refused.
    pub state: crate::parts::Tag,
}

/// A group of questions that repeats: children, partners, vehicles.
#[derive(Clone, Debug)]
pub struct Group {
    /// Name of the group; the buttons are `add=ID` and `remove=ID.N`.
    pub id: Typed,
    /// What it is.
    pub label: Words,
    /// What the group holds so far.
    pub items: Vec<GroupItem>,
    /// What the button to add one says.
    pub add: Words,
    /// Says that one more may be added.
    pub may_add: bool,
}

/// One of a group.
#[derive(Clone, Debug)]
pub struct GroupItem {
    /// Its name, such as "Child 2".
    pub label: Words,
    /// `ID.N`, the value of the button that takes it away.
    pub key: Typed,
    /// Its questions, with full ids such as `children.1.name`.
    pub questions: Vec<Question>,
}
