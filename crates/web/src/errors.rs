//! Pages for what went wrong: they say what happened, what was kept, and what to do next.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::form::Hidden;
use crate::html::{Code, Href, Words};
use crate::limits;
use crate::parts::{Link, Row};
use crate::respond;
use crate::shell::Shell;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such page, or it is not this person's: the same page, so that nobody learns which.
    NotFound,
    /// The post did not come from a page of ours, or could not be read.
    BadRequest,
    /// Somebody was faster: the thing changed since the page was made.
    Stale,
    /// The file or the form is larger than the limit.
    TooLarge,
    /// Too many requests in a short time.
    TooMany,
    /// A fault of ours.
    Fault,
    /// Something that is needed does not answer just now.
    Unavailable,
    /// The session ended.
    SessionEnded,
    /// The rules say no; the words say why.
    Refused,
    /// The post came from another site.
    CrossSite,
}

impl Wrong {
    /// The status of the answer.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Stale => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::SessionEnded => StatusCode::UNAUTHORIZED,
            Self::Refused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::CrossSite => StatusCode::FORBIDDEN,
        }
    }

    /// Key of the title.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::NotFound => "error-404",
            Self::BadRequest => "error-400",
            Self::Stale => "error-409",
            Self::TooLarge => "error-413",
            Self::TooMany => "error-429",
            Self::Fault => "error-500",
            Self::Unavailable => "error-503",
            Self::SessionEnded => "error-session",
            Self::Refused => "error-422",
            Self::CrossSite => "error-403",
        }
    }

    /// Key of the explanation.
    #[must_use]
    pub fn help(self) -> &'static str {
        match self {
            Self::NotFound => "error-404-help",
            Self::BadRequest => "error-400-help",
            Self::Stale => "error-409-help",
            Self::TooLarge => "error-413-help",
            Self::TooMany => "error-429-help",
            Self::Fault => "error-500-help",
            Self::Unavailable => "error-503-help",
            Self::SessionEnded => "error-session-help",
            Self::Refused => "error-422-help",
            Self::CrossSite => "error-403-help",
        }
    }
}

/// A page for what went wrong.
#[derive(Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The frame.
    pub s: Shell,
    /// What it was.
    pub wrong: Wrong,
    /// More words, such as the limit that was passed; may be empty.
    pub words: Words,
    /// What was typed, shown to the person.
    pub kept: Vec<Row>,
    /// What was typed, sent again by the button.
    pub hidden: Vec<Hidden>,
    /// Where the button posts what was kept: the form again, or the sign-in.
    pub again: Option<Link>,
    /// Other ways on.
    pub links: Vec<Link>,
    /// A number to name when asking for help.
    pub reference: Option<Code>,
}

impl ErrorPage {
    /// A page with the usual title and the way home.
    #[must_use]
    pub fn new(mut s: Shell, wrong: Wrong) -> Self {
        s.title = Words::from(s.t(wrong.title()));
        let links = vec![Link::new(s.href("/").as_str().to_owned(), s.t("nav-home"))];
        Self {
            s,
            wrong,
            words: Words::default(),
            kept: Vec::new(),
            hidden: Vec::new(),
            again: None,
            links,
            reference: None,
        }
    }

    /// Keeps what was typed: shown, and sent again by the button.
    #[must_use]
    pub fn keep(mut self, kept: Vec<Row>, hidden: Vec<Hidden>, again: Link) -> Self {
        self.kept = kept;
        self.hidden = hidden;
        self.hidden.truncate(limits::KEPT_VALUES_MAX);
        self.again = Some(again);
        self
    }

    /// Answers with the right status.
    #[must_use]
    pub fn answer(&self) -> Response {
        respond::page_with(self.wrong.status(), self)
    }
}

impl ErrorPage {
    /// Address of the search, offered where a page was not found.
    #[must_use]
    pub fn search(&self) -> Href {
        self.s.href("/search")
    }
}
