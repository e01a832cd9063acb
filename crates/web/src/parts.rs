//! Small parts that many pages share: links, tags, notices, deadlines, timelines, facts with their source.

use std::fmt;

use afaq_base::Lang;
use askama::filters::HtmlSafe;

use crate::html::{Code, DateView, Foreign, Href, MomentView, MoneyView, Num, PhoneOrIban, Words};
use crate::icons::Icon;
use crate::texts::{t, t_args};

/// A link with its words.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where it leads.
    pub href: Href,
    /// What it says.
    pub words: Words,
}

impl Link {
    /// Makes a link.
    pub fn new(href: impl Into<Href>, words: impl Into<Words>) -> Self {
        Self { href: href.into(), words: words.into() }
    }
}

/// How good or urgent something is: chooses a colour; the words beside it say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Done, in time, approved.
    Good,
    /// Going on.
    Info,
    /// Soon due, waiting for someone.
    Warn,
    /// Late, refused, wrong.
    Bad,
    /// Neither.
    Quiet,
}

impl Tone {
    /// The class of the style sheet.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Quiet => "quiet",
        }
    }

    /// The drawing that goes with it.
    #[must_use]
    pub fn icon(&self) -> Icon {
        match self {
            Self::Good => Icon::Tick,
            Self::Info | Self::Quiet => Icon::Info,
            Self::Warn | Self::Bad => Icon::Warning,
        }
    }
}

/// A short word in a coloured lozenge.
#[derive(Clone, Debug)]
pub struct Tag {
    /// Colour.
    pub tone: Tone,
    /// The word.
    pub words: Words,
}

impl Tag {
    /// Says that all is well with it.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.tone == Tone::Good
    }

    /// Makes a tag.
    pub fn new(tone: Tone, words: impl Into<Words>) -> Self {
        Self { tone, words: words.into() }
    }

    /// Where a deadline stands, from the working days that are left (negative: overdue, 0: today).
    #[must_use]
    pub fn deadline(lang: Lang, working_days_left: i64) -> Self {
        match working_days_left {
            ..0 => Self::new(Tone::Bad, t_args(lang, "deadline-over", &[("n", &-working_days_left)])),
            0 => Self::new(Tone::Warn, t(lang, "deadline-today")),
            1..=2 => Self::new(Tone::Warn, t_args(lang, "deadline-left", &[("n", &working_days_left)])),
            3.. => Self::new(Tone::Good, t_args(lang, "deadline-left", &[("n", &working_days_left)])),
        }
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<span class=\"tag {}\">", self.tone.class())?;
        crate::html::escape(f, self.words.as_str())?;
        f.write_str("</span>")
    }
}

impl HtmlSafe for Tag {}

/// Something to say above or inside a page.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Colour and drawing.
    pub tone: Tone,
    /// A short heading; may be empty.
    pub heading: Words,
    /// What there is to say.
    pub words: Words,
    /// What can be done about it.
    pub link: Option<Link>,
}

/// Any value that a row can show, typed.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text of ours or of the pack.
    Words(Words),
    /// What a person or a register wrote.
    Foreign(Foreign),
    /// A long text that a person wrote, with its line breaks.
    LongForeign(Foreign),
    /// A number.
    Num(Num),
    /// A code.
    Code(Code),
    /// An amount.
    Money(MoneyView),
    /// A day.
    Date(DateView),
    /// An instant.
    Moment(MomentView),
    /// A number in groups.
    Grouped(PhoneOrIban),
    /// A file: name and where to open it.
    File(Foreign, Href),
    /// A tag.
    Tag(Tag),
    /// Several values, one on each line.
    Many(Vec<Value>),
    /// Nothing was given.
    Missing(Words),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(v) => crate::html::escape(f, v.as_str()),
            Self::Foreign(v) => v.fmt(f),
            Self::LongForeign(v) => write!(f, "<span class=\"lines\">{v}</span>"),
            Self::Num(v) => v.fmt(f),
            Self::Code(v) => v.fmt(f),
            Self::Money(v) => v.fmt(f),
            Self::Date(v) => v.fmt(f),
            Self::Moment(v) => v.fmt(f),
            Self::Grouped(v) => v.fmt(f),
            Self::File(name, href) => {
                f.write_str("<a href=\"")?;
                crate::html::escape(f, href.as_str())?;
                write!(f, "\">{name}</a>")
            }
            Self::Tag(v) => v.fmt(f),
            Self::Many(all) => {
                f.write_str("<span class=\"many\">")?;
                all.iter().try_for_each(|one| write!(f, "<span>{one}</span>"))?;
                f.write_str("</span>")
            }
            Self::Missing(words) => {
                f.write_str("<span class=\"muted\">")?;
                crate::html::escape(f, words.as_str())?;
                f.write_str("</span>")
            }
        }
    }
}

impl HtmlSafe for Value {}

/// A label and its value.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: Words,
    /// The value.
    pub value: Value,
    /// Where it can be changed.
    pub change: Option<Href>,
}

impl Row {
    /// A row that cannot be changed.
    pub fn new(label: impl Into<Words>, value: Value) -> Self {
        Self { label: label.into(), value, change: None }
    }
}

/// What is known, from where, since when, and how sure it is.
#[derive(Clone, Debug)]
pub struct FactView {
    /// What it is.
    pub label: Words,
    /// The value.
    pub value: Value,
    /// Where it comes from, in words: "from the register of …", "you told us".
    pub source: Words,
    /// When it was read or told.
    pub at: Option<MomentView>,
    /// How sure it is.
    pub standing: Tag,
    /// Where "this is wrong" leads, on an officer's page "complete"; nothing where neither may be done.
    pub dispute: Option<Href>,
    /// What the applicant claimed or a paper says, where it differs.
    pub differs: Option<Value>,
}

/// One point of a timeline.
#[derive(Clone, Debug)]
pub struct TimelineItem {
    /// Past, present or still to come.
    pub stage: Stage,
    /// What happened or will happen.
    pub words: Words,
    /// Something to add; may be empty.
    pub more: Words,
    /// When.
    pub at: Option<MomentView>,
    /// Who, where that is shown.
    pub who: Option<Foreign>,
}

/// Past, present or still to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Behind us.
    Done,
    /// Where it stands.
    Now,
    /// Still to come.
    Next,
}

impl Stage {
    /// The class of the style sheet.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Next => "next",
        }
    }

    /// The key of the words for those who do not see the colour.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Done => "stage-done",
            Self::Now => "stage-now",
            Self::Next => "stage-next",
        }
    }
}

/// Which part of a long list this page shows.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// The part before.
    pub newer: Option<Href>,
    /// The part after.
    pub older: Option<Href>,
}
