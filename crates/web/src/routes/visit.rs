//! A visit: who looks at which page in which language; every handler gets one from the guard.

use afaq_app::parties::Person;
use afaq_base::{CivilNumber, Lang, Timestamp};
use afaq_ports::Officer;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use super::fail::Fail;
use super::{Web, names};
use crate::html::{Foreign, Href, Words};
use crate::parts::Link;
use crate::shell::{Shell, Side};

/// Who is behind a request.
#[derive(Clone, Debug)]
pub(crate) enum Who {
    Nobody,
    Person(Person),
    Officer(Officer),
}

/// One request, as handlers see it.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub lang: Lang,
    /// Path and query without the language.
    pub path: String,
    pub who: Who,
    /// The session's token; only to end or to change it.
    pub token: Option<String>,
    /// When the session ends if nothing more is done.
    pub session_ends: Option<Timestamp>,
    unread: usize,
    unit: Words,
    is_demonstration: bool,
}

impl Visit {
    /// A visit of somebody who has not signed in.
    pub fn of_nobody(lang: Lang, path: String, web: &Web) -> Self {
        Self {
            lang,
            path,
            who: Who::Nobody,
            token: None,
            session_ends: None,
            unread: 0,
            unit: Words::default(),
            is_demonstration: web.settings.demonstration.is_some(),
        }
    }

    /// Finds what the frame of a page shows of the one who looks.
    pub async fn count_unread(&mut self, web: &Web) -> Result<(), Fail> {
        match &self.who {
            Who::Person(person) => {
                self.unread = usize::try_from(web.app.unread(person).await?).unwrap_or(usize::MAX);
            }
            Who::Officer(officer) => self.unit = names::unit_of(&web.app, officer, self.lang),
            Who::Nobody => {}
        }
        Ok(())
    }

    /// The person who signed in.
    pub fn person(&self) -> Result<&Person, Fail> {
        match &self.who {
            Who::Person(person) => Ok(person),
            Who::Officer(_) | Who::Nobody => Err(Fail::SignIn),
        }
    }

    /// The officer who signed in.
    pub fn officer(&self) -> Result<&Officer, Fail> {
        match &self.who {
            Who::Officer(officer) => Ok(officer),
            Who::Person(_) | Who::Nobody => Err(Fail::SignIn),
        }
    }

    /// The frame of a page.
    pub fn shell(&self, title: impl Into<Words>) -> Shell {
        let side = match &self.who {
            Who::Nobody => Side::Public,
            Who::Person(person) => Side::Person {
                name: Foreign::new(person.name.get(self.lang)),
                unread: self.unread,
                acting_for: person.acts_for.as_ref().map(|other| Foreign::new(other.name.get(self.lang))),
                is_acting: person.acts_for.is_some(),
            },
            Who::Officer(officer) => Side::Officer {
                name: Foreign::new(officer.name.get(self.lang)),
                unit: self.unit.clone(),
                is_owner: officer.is_owner(),
            },
        };
        let mut shell = Shell::new(self.lang, self.path.clone(), title).side(side);
        shell.session_ends = self.session_ends.map(|at| super::values::time_of_day(at, self.lang));
        shell.is_demonstration = self.is_demonstration;
        shell.has_corrections = matches!(&self.who, Who::Officer(officer) if officer.roles.iter().any(|role| role == afaq_app::REGISTRAR));
        if let Who::Person(person) = &self.who {
            shell.is_counter = person.helped_by.is_some();
        }
        shell
    }

    /// The frame of a page with a title of ours.
    pub fn titled(&self, key: &'static str) -> Shell {
        self.shell(crate::texts::t(self.lang, key))
    }

    /// The frame of a page about a request of this person's or of somebody for whom they act: then it says so.
    pub fn about(&self, web: &Web, applicant: CivilNumber, mut s: Shell) -> Shell {
        if let (Who::Person(person), Side::Person { acting_for, .. }) = (&self.who, &mut s.side) {
            if person.number == applicant {
                // In the midst of acting for another, a request of one's own is one's own.
                *acting_for = None;
                return s;
            }
            let name = web.app.person(applicant).map(|known| known.name.get(s.lang).to_string());
            *acting_for = Some(Foreign::new(name.unwrap_or_else(|_| applicant.to_string())));
        }
        s
    }

    /// An address in the language of the page.
    pub fn href(&self, path: &str) -> Href {
        Href::new(format!("/{}{path}", self.lang.code()))
    }

    /// A link in the language of the page.
    pub fn link(&self, path: &str, words: impl Into<Words>) -> Link {
        Link::new(self.href(path), words)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Fail;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fail> {
        // Every route stands behind the guard, which puts the visit there.
        parts.extensions.get::<Self>().cloned().ok_or(Fail::NotFound)
    }
}
