//! By which ways a person is told, and when not.

use afaq_base::time::{Time, time_in_words};
use afaq_domain::letters::{Preferences, QuietHours};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::Words;
use crate::parts::{Notice, Tone};
use crate::respond;
use crate::routes::Web;
use crate::routes::fail::Fail;
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::shell::Place;
use crate::texts::t;

const PATH: &str = "/preferences";
/// The address after saving; its page says that it was saved.
const SAVED: &str = "/preferences?saved=1";

/// What a form says: the ways, whether there are quiet hours, and their two ends.
struct Filled {
    mail: bool,
    sms: bool,
    is_quiet: Option<bool>,
    from: Option<i8>,
    until: Option<i8>,
}

impl From<Preferences> for Filled {
    fn from(known: Preferences) -> Self {
        let quiet = known.quiet;
        Self {
            mail: known.mail,
            sms: known.sms,
            is_quiet: Some(quiet.is_some()),
            from: quiet.map(|quiet| quiet.from),
            until: quiet.map(|quiet| quiet.until),
        }
    }
}

impl Filled {
    fn of(posted: &Posted) -> Self {
        let ways = posted.all("ways");
        let hour = |name: &str| posted.one(name).parse().ok();
        Self {
            mail: ways.iter().any(|way| way == "mail"),
            sms: ways.iter().any(|way| way == "sms"),
            is_quiet: match posted.one("quiet") {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            from: hour("from"),
            until: hour("until"),
        }
    }

    /// What it comes to; `None` where the hours are none.
    fn read(&self) -> Option<Preferences> {
        let quiet = match self.is_quiet? {
            true => Some(QuietHours::new(self.from?, self.until?)?),
            false => None,
        };
        Some(Preferences { mail: self.mail, sms: self.sms, quiet })
    }
}

fn form(visit: &Visit, filled: &Filled, is_wrong: bool) -> FormPage {
    let lang = visit.lang;
    let s = visit.titled("preferences-title").at(Place::Messages);
    let s = s.back(visit.link("/messages", t(lang, "messages-title")));
    let ways = Control::Many {
        options: vec![
            Choice::new("mail", t(lang, "preferences-mail"), filled.mail),
            Choice::new("sms", t(lang, "preferences-sms"), filled.sms).hint(t(lang, "preferences-sms-hint")),
        ],
    };
    let ways = Question::new("ways", t(lang, "preferences-ways"), ways).hint(t(lang, "preferences-always"));
    let quiet =
        Question::new("quiet", t(lang, "preferences-quiet"), Control::YesNo { value: filled.is_quiet })
            .hint(t(lang, "preferences-quiet-hint"));
    let hours = |chosen: Option<i8>| Control::Select {
        options: (0..24_i8)
            .map(|hour| {
                let words = time_in_words(Time::constant(hour, 0, 0, 0), lang);
                Choice::new(hour.to_string(), Words::new(words), chosen == Some(hour))
            })
            .collect(),
    };
    let mut from = Question::new("from", t(lang, "preferences-from"), hours(filled.from));
    let until = Question::new("until", t(lang, "preferences-until"), hours(filled.until));
    if is_wrong {
        from = from.error(t(lang, "preferences-hours-wrong"));
    }
    let blocks = [ways, quiet, from, until].map(Block::Question).to_vec();
    let mut page = FormPage::new(s, visit.href(PATH), blocks);
    page.intro = Words::from(t(lang, "preferences-lead"));
    page.button = Words::from(t(lang, "preferences-save"));
    page.cancel = Some(visit.link("/messages", t(lang, "cancel")));
    page.with_errors_collected()
}

/// GET `/preferences`.
pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let known = web.app.letter_preferences(visit.person()?).await?;
    let mut page = form(&visit, &known.into(), false);
    if visit.path == SAVED {
        page.s.notice = Some(Notice {
            tone: Tone::Good,
            heading: Words::from(page.s.t("preferences-saved")),
            words: Words::from(page.s.t("preferences-saved-help")),
            link: None,
        });
    }
    Ok(respond::page(&page))
}

/// POST `/preferences`.
pub(crate) async fn save(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    let filled = Filled::of(&posted);
    let Some(preferences) = filled.read() else {
        return Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&visit, &filled, true)));
    };
    web.app.save_letter_preferences(visit.person()?, preferences).await?;
    Ok(respond::see_other(&visit.href(SAVED)))
}
