//! Sentences that the body's officers use again: written once in both languages, kept with all they ever said.

use afaq_base::Text;
use afaq_domain::cases::Choice as Outcome;
use afaq_domain::team::{Action, Template};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::desk::cases::DeskAction;
use crate::desk::sections::{Cell, Section, SectionsPage, Table};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Foreign, Typed, Words};
use crate::parts::Value;
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::Place;
use crate::texts::t;

/// GET `/desk/templates`.
pub(crate) async fn list(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let team = web.app.team(&officer.body).await?;
    let may_write = officer.is_head() || officer.is_owner();
    let s = visit.titled("templates-title").at(Place::Team);
    let mut page = SectionsPage::new(s.back(visit.link("/desk/team", t(lang, "team-title"))));
    page.intro = Words::from(t(lang, "templates-intro"));
    if may_write {
        let link = visit.link("/desk/templates/new", t(lang, "template-new"));
        page.actions.push(DeskAction { link, is_post: false });
    }
    for choice in [Outcome::Approve, Outcome::Refuse] {
        let known = team.templates.iter().filter(|(_, one)| one.choice == choice && !one.is_retired);
        let mut section = Section::new(names::words(&choice.label(), lang));
        let rows: Vec<Vec<Cell>> =
            known.map(|(number, one)| row(&web, &visit, *number, one, may_write)).collect();
        if rows.is_empty() {
            section.words.push(Words::from(t(lang, "templates-none")));
        } else {
            let head = ["template-name", "template-text", "col-service", "template-since", ""];
            let head = head.map(|key| Words::from(if key.is_empty() { "" } else { t(lang, key) }));
            section.table = Some(Table { head: head.to_vec(), rows });
        }
        page.sections.push(section);
    }
    Ok(respond::page(&page))
}

fn row(web: &Web, visit: &Visit, number: u64, template: &Template, may_write: bool) -> Vec<Cell> {
    let lang = visit.lang;
    let name = Value::Words(names::words(&template.name, lang));
    let text = template.text().map(|text| Foreign::new(text.get(lang)));
    let service = template.service.as_deref().and_then(|id| web.app.service(id).ok());
    let service = match service {
        Some(published) => names::words(&published.service.name, lang),
        None => Words::from(t(lang, "template-all")),
    };
    let since = template.versions.last().map(|last| Value::Date(values::day(last.at, lang)));
    let retire = if may_write {
        let href = visit.href(&format!("/desk/templates/{number}/retire"));
        Cell::Act(href, Words::from(t(lang, "template-retire")), names::words(&template.name, lang))
    } else {
        Cell::Empty
    };
    vec![
        if may_write {
            Cell::Link(name, visit.href(&format!("/desk/templates/{number}")))
        } else {
            Cell::Value(name)
        },
        text.map_or(Cell::Empty, |text| Cell::Value(Value::Foreign(text))),
        Cell::words(service),
        since.map_or(Cell::Empty, Cell::Value),
        retire,
    ]
}

fn form(
    web: &Web,
    visit: &Visit,
    path: &str,
    posted: &Posted,
    error: Option<Words>,
) -> Result<FormPage, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let options = [Outcome::Approve, Outcome::Refuse]
        .into_iter()
        .map(|one| {
            Choice::new(one.word(), names::words(&one.label(), lang), posted.one("choice") == one.word())
        })
        .collect();
    let mut blocks = vec![Block::Question(Question::new(
        "choice",
        t(lang, "template-choice"),
        Control::Radios { options },
    ))];
    let own = web.app.services().into_iter().filter(|one| one.service.body.as_str() == officer.body);
    let options = own
        .map(|one| {
            let id = one.service.id.as_str().to_string();
            let is_chosen = posted.one("service") == id;
            Choice::new(id, names::words(&one.service.name, lang), is_chosen)
        })
        .collect();
    let service = Question::new("service", t(lang, "template-service"), Control::Select { options });
    blocks.push(Block::Question(service.hint(t(lang, "template-service-hint")).optional()));
    for (name, key, of) in [
        ("name_ar", "template-name-ar", afaq_base::Lang::Ar),
        ("name_en", "template-name-en", afaq_base::Lang::En),
    ] {
        let control = Control::TextIn { value: Typed::new(posted.one(name)), lang: of };
        blocks.push(Block::Question(Question::new(name, t(lang, key), control)));
    }
    for (name, key) in [("text_ar", "template-text-ar"), ("text_en", "template-text-en")] {
        let control = Control::LongText {
            value: Typed::new(posted.one(name)),
            chars_max: afaq_domain::limits::TEXT_CHARS_MAX,
        };
        let mut question = Question::new(name, t(lang, key), control);
        if name == "text_ar" {
            question.error.clone_from(&error);
        }
        blocks.push(Block::Question(question));
    }
    let s = visit.titled("template-new").at(Place::Team);
    let s = s.back(visit.link("/desk/templates", t(lang, "templates-title")));
    let mut form = FormPage::new(s, visit.href(path), blocks);
    form.button = Words::from(t(lang, "desk-save"));
    form.cancel = Some(visit.link("/desk/templates", t(lang, "cancel")));
    Ok(form.with_errors_collected())
}

/// GET `/desk/templates/new`.
pub(crate) async fn new(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    Ok(respond::page(&form(&web, &visit, "/desk/templates/new", &Posted::default(), None)?))
}

/// GET `/desk/templates/{number}`.
pub(crate) async fn edit(
    State(web): State<Web>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    let team = web.app.team(&visit.officer()?.body).await?;
    let template = team.templates.get(&id::<u64>(&number)?).filter(|one| !one.is_retired);
    let template = template.ok_or(Fail::NotFound)?;
    let text = template.text().cloned().unwrap_or_default();
    let mut posted = Posted::default();
    for (name, value) in [
        ("choice", template.choice.word()),
        ("service", template.service.as_deref().unwrap_or_default()),
        ("name_ar", &template.name.ar),
        ("name_en", &template.name.en),
        ("text_ar", &text.ar),
        ("text_en", &text.en),
    ] {
        posted.fields.insert(name.to_string(), vec![value.to_string()]);
    }
    Ok(respond::page(&form(&web, &visit, &format!("/desk/templates/{number}"), &posted, None)?))
}

async fn write(web: &Web, visit: &Visit, number: Option<u64>, posted: &Posted) -> Result<Response, Fail> {
    let path = number.map_or_else(|| "new".to_string(), |number| number.to_string());
    let path = format!("/desk/templates/{path}");
    let show = |words: Words| {
        let page = form(web, visit, &path, posted, Some(words))?;
        Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
    };
    let Some(choice) = Outcome::find(posted.one("choice")) else {
        return show(Words::from(t(visit.lang, "bulk-outcome-missing")));
    };
    let clean = |name: &str| afaq_base::text::clean_text(posted.one(name));
    let action = Action::WriteTemplate {
        number,
        choice,
        service: Some(posted.one("service").to_string()).filter(|id| !id.is_empty()),
        name: Text::new(clean("name_ar"), clean("name_en")),
        text: Text::new(clean("text_ar"), clean("text_en")),
    };
    match web.app.change_team(visit.officer()?, action).await {
        Ok(()) => Ok(respond::see_other(&visit.href("/desk/templates"))),
        Err(error) => show(names::words(&refusal(error)?, visit.lang)),
    }
}

/// POST `/desk/templates/new`.
pub(crate) async fn add(State(web): State<Web>, visit: Visit, posted: Posted) -> Result<Response, Fail> {
    write(&web, &visit, None, &posted).await
}

/// POST `/desk/templates/{number}`.
pub(crate) async fn rewrite(
    State(web): State<Web>,
    visit: Visit,
    Path(number): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    write(&web, &visit, Some(id(&number)?), &posted).await
}

/// POST `/desk/templates/{number}/retire`.
pub(crate) async fn retire(
    State(web): State<Web>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    web.app.change_team(visit.officer()?, Action::RetireTemplate { number: id(&number)? }).await?;
    Ok(respond::see_other(&visit.href("/desk/templates")))
}
