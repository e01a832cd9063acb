//! Small drawings of our own that stand beside words, never instead of them.

use std::fmt;

use askama::filters::HtmlSafe;

/// A drawing of 24 by 24, in the colour of the text around it, hidden from screen readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A family: social protection, life events of a family.
    Family,
    /// Two crossed roads and a car: traffic and licences.
    Car,
    /// A shop: firms and trade.
    Shop,
    /// A house: housing.
    House,
    /// A heart with a line: health.
    Health,
    /// A book: education.
    Book,
    /// Scales: justice.
    Scales,
    /// A passport: residency and identity.
    Passport,
    /// A briefcase: work.
    Work,
    /// A child in arms: birth.
    Baby,
    /// A sheet with lines: a paper, a document.
    Paper,
    /// A tick.
    Tick,
    /// A cross.
    Cross,
    /// A clock.
    Clock,
    /// An exclamation mark in a triangle.
    Warning,
    /// A letter i in a circle.
    Info,
    /// A magnifying glass.
    Search,
    /// An arrow in the direction of reading.
    Forward,
    /// An arrow against the direction of reading.
    Back,
    /// A banknote: fees.
    Money,
    /// A register: a stack of discs.
    Register,
    /// A person.
    Person,
    /// A letter.
    Letter,
    /// A telephone.
    Phone,
    /// A padlock.
    Lock,
    /// An arrow into a tray: download.
    Download,
}

impl Icon {
    /// All drawings, in the order of their names' table.
    pub const ALL: [Self; 26] = [
        Self::Family,
        Self::Car,
        Self::Shop,
        Self::House,
        Self::Health,
        Self::Book,
        Self::Scales,
        Self::Passport,
        Self::Work,
        Self::Baby,
        Self::Paper,
        Self::Tick,
        Self::Cross,
        Self::Clock,
        Self::Warning,
        Self::Info,
        Self::Search,
        Self::Forward,
        Self::Back,
        Self::Money,
        Self::Register,
        Self::Person,
        Self::Letter,
        Self::Phone,
        Self::Lock,
        Self::Download,
    ];
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Family => {
                "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm8.5 0a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.5 19v-1.5A4.5 4.5 0 0 1 7 13h2a4.5 4.5 0 0 1 4.5 4.5V19M16 13h.5a5 5 0 0 1 5 5v1"
            }
            Self::Car => {
                "M4 16v-3.200l2-5.300A2 2 0 0 1 7.9 6h8.200A2 2 0 0 1 18 7.500l2 5.300V16M4 12.500h16M3.5 16h17v3h-3v-3M6.5 16v3h-3v-3M7.5 14.200h.01M16.5 14.200h.01"
            }
            Self::Shop => {
                "M4 10v10h16V10M3 9.5 5 4h14l2 5.500a2.5 2.5 0 0 1-5 .3 2.5 2.5 0 0 1-4 0 2.5 2.5 0 0 1-4 0 2.5 2.5 0 0 1-5-.3ZM10 20v-5h4v5"
            }
            Self::House => "m3 11 9-7 9 7M5.5 9.500V20h13V9.500M10 20v-6h4v6",
            Self::Health => {
                "M12 20s-8-4.7-8-10.500A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8 2.500C20 15.3 12 20 12 20ZM7.5 12h2.500l1.5-2.5 2 4 1-1.500h2"
            }
            Self::Book => {
                "M12 6.500C10 5 7 4.5 4 4.800V18c3-.3 6 .2 8 1.7 2-1.5 5-2 8-1.700V4.800c-3-.3-6 .2-8 1.700Zm0 0V19.7"
            }
            Self::Scales => {
                "M12 4v16M7.5 20h9M5 7l7-1.500L19 7M5 7l-2.5 6.500a2.6 2.6 0 0 0 5 0L5 7Zm14 0-2.5 6.500a2.6 2.6 0 0 0 5 0L19 7Z"
            }
            Self::Passport => {
                "M6 3.500h12v17H6v-17ZM12 12.500a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM9.5 16.500h5M9 9.500h6"
            }
            Self::Work => "M4 8h16v11H4V8Zm5 0V5h6v3M4 13h16M11 13v2h2v-2",
            Self::Baby => {
                "M12 8.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM5 12c2 1.5 4.5 2 7 2s5-.5 7-2M8.5 13.500V17l-2 3.500M15.5 13.500V17l2 3.500M8.5 17h7"
            }
            Self::Paper => "M6 3.500h8l4 4v13H6v-17ZM14 3.500v4h4M9 12h6M9 15.500h6",
            Self::Tick => "m5 12.5 4.5 4.500L19 7.5",
            Self::Cross => "M6 6l12 12M18 6 6 18",
            Self::Clock => "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.500V12l3 2",
            Self::Warning => "M12 4 2.8 20h18.400L12 4Zm0 6v4.500M12 17.300h.01",
            Self::Info => "M12 20.500a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5M12 8h.01",
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20.5 20.5",
            Self::Forward => "m9 5 7 7-7 7",
            Self::Back => "m15 5-7 7 7 7",
            Self::Money => {
                "M3 6.500h18v11H3v-11ZM12 14.500a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM6 9.500v5M18 9.500v5"
            }
            Self::Register => {
                "M12 9c4 0 7-1.1 7-2.500S16 4 12 4 5 5.1 5 6.5 8 9 12 9ZM5 6.500V17.500C5 18.9 8 20 12 20s7-1.1 7-2.500V6.500M5 12c0 1.4 3 2.5 7 2.500s7-1.1 7-2.5"
            }
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.500a7.5 7.5 0 0 1 15 0",
            Self::Letter => "M3.5 6h17v12.500h-17V6Zm0 .5 8.5 7 8.5-7",
            Self::Phone => "M8 3h8v18H8V3Zm3 15h2",
            Self::Lock => "M6 11h12v9.500H6V11Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3M12 15v2",
            Self::Download => "M12 4v11m-4.5-4.500L12 15l4.5-4.500M4.5 16v4h15v-4",
        }
    }
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let class = if matches!(self, Self::Forward | Self::Back) { "icon turns" } else { "icon" };
        write!(
            f,
            "<svg class=\"{class}\" viewBox=\"0 0 24 24\" width=\"24\" height=\"24\" fill=\"none\" \
             stroke=\"currentColor\" stroke-width=\"1.75\" stroke-linecap=\"round\" stroke-linejoin=\"round\" \
             aria-hidden=\"true\" focusable=\"false\"><path d=\"{}\"/></svg>",
            self.path()
        )
    }
}

impl HtmlSafe for Icon {}
