//! Rating a service after the end of a request: points with one press, words if one likes.

use afaq_app::RatingView;
use afaq_app::cases::CaseView;
use afaq_base::CaseId;
use afaq_domain::Refusal;
use afaq_domain::limits::COMMENT_CHARS_MAX;
use afaq_domain::ratings::Points;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Num, Typed, Words};
use crate::portal::cases::RatingCard;
use crate::respond;
use crate::routes::fail::{Fail, id};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::{t, t_args};

/// Marks a rating that was given by one press on the page of the case, before any words.
const QUICK: &str = "quick";

fn points_word(points: Points) -> &'static str {
    match points.number() {
        1 => "rating-1",
        2 => "rating-2",
        3 => "rating-3",
        4 => "rating-4",
        _ => "rating-5",
    }
}

/// What the page of a case shows of its rating; nothing while it goes on, or when the time is over unused.
pub(crate) fn card(view: &CaseView, rating: Option<&RatingView>, visit: &Visit) -> Option<RatingCard> {
    let rating = rating?;
    let is_open = view.now <= rating.until;
    if !is_open && rating.rating.is_none() {
        return None;
    }
    let lang = visit.lang;
    Some(RatingCard {
        action: visit.href(&format!("/cases/{}/rating", view.id)),
        is_open,
        until: values::day(rating.until, lang),
        given: rating.rating.as_ref().map(|given| {
            let number = Num::new(given.points.number().to_string());
            (number, Words::from(t(lang, points_word(given.points))))
        }),
        choices: Points::ALL
            .map(|points| (Num::new(points.number().to_string()), Words::from(t(lang, points_word(points)))))
            .to_vec(),
    })
}

/// What was chosen and written so far.
struct So {
    points: String,
    comment: String,
    errors: [Option<Words>; 2],
}

async fn form(web: &Web, visit: &Visit, case: CaseId, so: Option<So>) -> Result<FormPage, Fail> {
    let person = visit.person()?;
    let rating = web.app.my_rating(person, case).await?.ok_or(Refusal::WrongStage { stage: "open" });
    let rating = rating.map_err(|refusal| Fail::App(refusal.into()))?;
    let (of, service) = web.app.my_case_now(person, case).await?;
    let lang = visit.lang;
    let given = rating.rating.as_ref();
    let so = so.unwrap_or_else(|| So {
        points: given.map(|given| given.points.number().to_string()).unwrap_or_default(),
        comment: given.map(|given| given.comment.clone()).unwrap_or_default(),
        errors: [None, None],
    });
    let options = Points::ALL
        .iter()
        .rev()
        .map(|points| {
            let number = points.number().to_string();
            let words = format!("{number} – {}", t(lang, points_word(*points)));
            Choice::new(number.clone(), Words::new(words), so.points == number)
        })
        .collect();
    let mut points = Question::new("points", t(lang, "rating-question"), Control::Radios { options });
    let words = Control::LongText { value: Typed::new(so.comment), chars_max: COMMENT_CHARS_MAX };
    let mut words = Question::new("comment", t(lang, "rating-comment"), words).optional();
    words.hint = Words::from(t(lang, "rating-comment-hint"));
    let [wrong_points, wrong_words] = so.errors;
    (points.error, words.error) = (wrong_points, wrong_words);
    let back = format!("/cases/{case}");
    let s = visit.titled("rating-title").at(Place::Cases).back(visit.link(&back, t(lang, "nav-back")));
    let s = visit.about(web, of.applicant_number, s);
    let blocks = vec![Block::Question(points), Block::Question(words)];
    let mut page = FormPage::new(s, visit.href(&format!("{back}/rating")), blocks);
    page.over = names::words(&service.name, lang);
    let until = values::day(rating.until, lang);
    page.intro = match given {
        Some(_) => Words::new(t_args(lang, "rating-saved", &[("day", &until)])),
        None => Words::from(t(lang, "rating-help")),
    };
    page.button = Words::from(t(lang, "rating-send"));
    page.cancel = Some(visit.link(&back, t(lang, "cancel")));
    Ok(page.with_errors_collected())
}

/// GET `/cases/{id}/rating`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
) -> Result<Response, Fail> {
    Ok(respond::page(&form(&web, &visit, id(&case)?, None).await?))
}

/// POST `/cases/{id}/rating`.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path(case): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let (case, person): (CaseId, _) = (id(&case)?, visit.person()?);
    let is_quick = !posted.one(QUICK).is_empty();
    let points = posted.one("points");
    // One press changes the points alone and keeps the words that were written before.
    let kept = match web.app.my_rating(person, case).await? {
        Some(view) if is_quick => view.rating.map(|rating| rating.comment).unwrap_or_default(),
        _ => posted.one("comment").to_string(),
    };
    let to = if is_quick { format!("/cases/{case}/rating") } else { format!("/cases/{case}") };
    let error = match web.app.rate_case(person, case, points, &kept).await {
        Ok(()) => return Ok(respond::see_other(&visit.href(&to))),
        Err(error) => error,
    };
    let errors = match &error {
        afaq_app::AppError::Refused(Refusal::WrongValue { .. }) => {
            [Some(Words::from(t(visit.lang, "rating-missing"))), None]
        }
        afaq_app::AppError::Refused(refusal @ Refusal::TextLength { .. }) => {
            [None, Some(names::words(&refusal.text(), visit.lang))]
        }
        _ => return Err(error.into()),
    };
    let so = So { points: points.to_string(), comment: kept, errors };
    let page = form(&web, &visit, case, Some(so)).await?;
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}
