//! The team: who has how much, who is away and who stands in, how work is given out.

use std::collections::BTreeSet;

use afaq_app::AppError;
use afaq_base::{Date, time};
use afaq_domain::team::{Action, Policy};
use afaq_ports::Officer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::desk::cases::DeskAction;
use crate::desk::sections::{Cell, Section, SectionsPage, Table};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{DateView, Foreign, Num, Typed, Words};
use crate::parts::{Row, Tag, Tone, Value};
use crate::respond;
use crate::routes::fail::{Fail, id, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names};
use crate::shell::Place;
use crate::texts::{t, t_args};

fn policy_key(policy: Policy) -> &'static str {
    match policy {
        Policy::Deadline => "policy-deadline",
        Policy::Age => "policy-age",
        Policy::Skill => "policy-skill",
    }
}

fn action(visit: &Visit, path: &str, key: &'static str) -> DeskAction {
    DeskAction { link: visit.link(path, t(visit.lang, key)), is_post: false }
}

fn words(visit: &Visit, keys: &[&'static str]) -> Vec<Words> {
    keys.iter().map(|key| Words::from(if key.is_empty() { "" } else { t(visit.lang, key) })).collect()
}

/// GET `/desk/team`.
pub(crate) async fn show(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let team = web.app.team(&officer.body).await?;
    let mut page = SectionsPage::new(visit.titled("team-title").at(Place::Team));
    page.over = names::unit_of(&web.app, officer, visit.lang);
    page.sections.push(workload(&web, &visit, officer).await?);
    page.sections.push(absences(&web, &visit, officer, &team));
    page.sections.push(rules(&web, &visit, officer, &team));
    Ok(respond::page(&page))
}

async fn workload(web: &Web, visit: &Visit, officer: &Officer) -> Result<Section, Fail> {
    let lang = visit.lang;
    let loads = web.app.workload(officer).await?;
    let mut section = Section::new(t(lang, "team-workload"));
    let count = |number: u64| Cell::Value(Value::Num(Num::new(number)));
    let rows = loads.iter().map(|load| {
        let name = match &load.officer {
            Some(officer) => Value::Foreign(Foreign::new(officer.name.get(lang))),
            None => Value::Words(Words::from(t(lang, "worklist-nobody"))),
        };
        let late = match load.late {
            0 => count(0),
            late => Cell::Value(Value::Tag(Tag::new(Tone::Bad, late.to_string()))),
        };
        let presence = load.substitute.as_deref().map_or(Cell::Empty, |id| {
            let who = names::officer(&web.app, id, lang);
            let words = t_args(lang, "team-away", &[("name", &who)]);
            Cell::Value(Value::Tag(Tag::new(Tone::Warn, words)))
        });
        vec![Cell::Value(name), count(load.open), late, count(load.done), presence]
    });
    let head = ["col-assignee", "team-open", "team-late", "team-done", "team-presence"];
    section.table = Some(Table { rows: rows.collect(), head: words(visit, &head) });
    Ok(section)
}

fn absences(web: &Web, visit: &Visit, officer: &Officer, team: &afaq_domain::team::Team) -> Section {
    let lang = visit.lang;
    let today = time::local_date(web.app.now());
    let units: BTreeSet<String> = web.app.colleagues(officer).into_iter().map(|one| one.id).collect();
    let mut section = Section::new(t(lang, "team-absences"));
    section.words.push(Words::from(t(lang, "team-absences-help")));
    let known = team
        .absences
        .iter()
        .filter(|(_, one)| !one.is_ended && one.until >= today && units.contains(&one.officer));
    let rows: Vec<Vec<Cell>> = known
        .map(|(number, one)| {
            let who = names::officer(&web.app, &one.officer, lang);
            let may_end = officer.is_head() || one.officer == officer.id;
            let end = if may_end {
                let about = Words::new(who.as_str().to_string());
                let href = visit.href(&format!("/desk/team/absences/{number}/end"));
                Cell::Act(href, Words::from(t(lang, "absence-end")), about)
            } else {
                Cell::Empty
            };
            vec![
                Cell::Value(Value::Foreign(who)),
                Cell::Value(Value::Foreign(names::officer(&web.app, &one.substitute, lang))),
                Cell::Value(Value::Date(DateView::new(one.from, lang))),
                Cell::Value(Value::Date(DateView::new(one.until, lang))),
                end,
            ]
        })
        .collect();
    if !rows.is_empty() {
        let head = ["absence-who", "absence-substitute", "absence-from", "absence-until", ""];
        section.table = Some(Table { rows, head: words(visit, &head) });
    }
    section.actions.push(action(visit, "/desk/team/absence", "absence-plan"));
    section
}

fn rules(web: &Web, visit: &Visit, officer: &Officer, team: &afaq_domain::team::Team) -> Section {
    let lang = visit.lang;
    let mut section = Section::new(t(lang, "team-rules"));
    for unit in &officer.units {
        let name = names::unit(&web.app, &officer.body, unit, lang);
        let policy = Value::Words(Words::from(t(lang, policy_key(team.policy(unit)))));
        section.rows.push(Row::new(Words::new(format!("{} – {name}", t(lang, "team-policy"))), policy));
        let percent = team.sample(unit, web.app.now());
        let share = Value::Num(Num::new(format!("{percent} %")));
        section.rows.push(Row::new(Words::new(format!("{} – {name}", t(lang, "team-sample"))), share));
    }
    if officer.is_head() {
        section.actions.push(action(visit, "/desk/team/rules", "team-rules-change"));
    }
    section.actions.push(action(visit, "/desk/quality", "quality-title"));
    section.actions.push(action(visit, "/desk/templates", "templates-title"));
    section
}

fn form(visit: &Visit, path: &str, title: &'static str, blocks: Vec<Block>) -> FormPage {
    let lang = visit.lang;
    let back = visit.link("/desk/team", t(lang, "team-title"));
    let mut form = FormPage::new(visit.titled(title).at(Place::Team).back(back), visit.href(path), blocks);
    form.button = Words::from(t(lang, "desk-save"));
    form.cancel = Some(visit.link("/desk/team", t(lang, "cancel")));
    form.with_errors_collected()
}

fn wrong(form: &FormPage) -> Response {
    respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, form)
}

/// The day of three fields.
pub(crate) fn date_of(posted: &Posted, name: &str) -> Option<Date> {
    let part = |part: &str| afaq_base::digits::normalize(posted.one(&format!("{name}.{part}")).trim());
    Date::new(part("year").parse().ok()?, part("month").parse().ok()?, part("day").parse().ok()?).ok()
}

/// Three fields for a day.
pub(crate) fn date_control(posted: &Posted, name: &str) -> Control {
    let part = |part: &str| Typed::new(posted.one(&format!("{name}.{part}")));
    Control::Date { day: part("day"), month: part("month"), year: part("year") }
}

fn absence_form(
    web: &Web,
    visit: &Visit,
    officer: &Officer,
    posted: &Posted,
    error: Option<(&str, Words)>,
) -> FormPage {
    let lang = visit.lang;
    let colleagues = web.app.colleagues(officer);
    let options = |name: &str, with_self: bool| -> Vec<Choice> {
        colleagues
            .iter()
            .filter(|one| with_self || one.id != officer.id || officer.is_head())
            .map(|one| {
                let is_chosen = posted.one(name) == one.id;
                Choice::new(one.id.clone(), Words::new(one.name.get(lang).to_string()), is_chosen)
            })
            .collect()
    };
    let problem =
        |field: &str| error.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, words)| words.clone());
    let mut blocks = Vec::new();
    let mut add = |name: &'static str, key, control| {
        let mut question = Question::new(name, t(lang, key), control);
        question.error = problem(name);
        blocks.push(Block::Question(question));
    };
    if officer.is_head() {
        add("officer", "absence-who", Control::Select { options: options("officer", true) });
    }
    add("substitute", "absence-substitute", Control::Select { options: options("substitute", false) });
    add("from", "absence-from", date_control(posted, "from"));
    add("until", "absence-until", date_control(posted, "until"));
    form(visit, "/desk/team/absence", "absence-plan", blocks)
}

/// GET `/desk/team/absence`.
pub(crate) async fn absence(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    Ok(respond::page(&absence_form(&web, &visit, officer, &Posted::default(), None)))
}

/// POST `/desk/team/absence`.
pub(crate) async fn plan_absence(
    State(web): State<Web>,
    visit: Visit,
    posted: Posted,
) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let who = if officer.is_head() { posted.one("officer") } else { &officer.id };
    let show = |field, words| Ok(wrong(&absence_form(&web, &visit, officer, &posted, Some((field, words)))));
    if who.is_empty() {
        return show("officer", Words::from(t(lang, "absence-missing")));
    }
    if posted.one("substitute").is_empty() {
        return show("substitute", Words::from(t(lang, "absence-missing")));
    }
    let Some(from) = date_of(&posted, "from") else {
        return show("from", Words::from(t(lang, "absence-date")));
    };
    let Some(until) = date_of(&posted, "until") else {
        return show("until", Words::from(t(lang, "absence-date")));
    };
    let today = time::local_date(web.app.now());
    let substitute = posted.one("substitute").to_string();
    let plan = Action::PlanAbsence { officer: who.to_string(), substitute, from, until, today };
    match web.app.change_team(officer, plan).await {
        Ok(()) => Ok(respond::see_other(&visit.href("/desk/team"))),
        Err(error) => show("until", names::words(&refusal(error)?, lang)),
    }
}

/// POST `/desk/team/absences/{number}/end`.
pub(crate) async fn end_absence(
    State(web): State<Web>,
    visit: Visit,
    Path(number): Path<String>,
) -> Result<Response, Fail> {
    web.app.change_team(visit.officer()?, Action::EndAbsence { number: id(&number)? }).await?;
    Ok(respond::see_other(&visit.href("/desk/team")))
}

fn head(visit: &Visit) -> Result<&Officer, Fail> {
    let officer = visit.officer()?;
    if officer.is_head() { Ok(officer) } else { Err(Fail::NotFound) }
}

fn rules_form(
    web: &Web,
    visit: &Visit,
    officer: &Officer,
    team: &afaq_domain::team::Team,
    error: Option<(String, Words)>,
) -> FormPage {
    let lang = visit.lang;
    let mut blocks = Vec::new();
    for unit in &officer.units {
        blocks.push(Block::Heading(names::unit(&web.app, &officer.body, unit, lang)));
        let options = Policy::ALL
            .into_iter()
            .map(|one| Choice::new(one.word(), t(lang, policy_key(one)), team.policy(unit) == one))
            .collect();
        let policy = Control::Radios { options };
        blocks.push(Block::Question(Question::new(format!("policy.{unit}"), t(lang, "team-policy"), policy)));
        let value = Typed::new(team.sample(unit, web.app.now()).to_string());
        let control = Control::Number { value, unit: Words::from("%") };
        let name = format!("sample.{unit}");
        let mut sample = Question::new(name.clone(), t(lang, "team-sample"), control);
        sample.error = error.as_ref().filter(|(field, _)| *field == name).map(|(_, words)| words.clone());
        blocks.push(Block::Question(sample.hint(t(lang, "team-sample-hint"))));
    }
    let own = own_services(web, officer);
    for colleague in web.app.colleagues(officer) {
        if own.len() < 2 {
            break;
        }
        let known = team.skills.get(&colleague.id);
        let options = own
            .iter()
            .map(|(id, name)| {
                let is_known = known.is_some_and(|known| known.contains(id));
                Choice::new(id.clone(), names::words(name, lang), is_known)
            })
            .collect();
        let label = t_args(lang, "team-skills", &[("name", &Foreign::new(colleague.name.get(lang)))]);
        let name = format!("skills.{}", colleague.id);
        blocks.push(Block::Question(Question::new(name, label, Control::Many { options }).optional()));
    }
    form(visit, "/desk/team/rules", "team-rules-change", blocks)
}

/// The services in which officers of these units work.
fn own_services(web: &Web, officer: &Officer) -> Vec<(String, afaq_base::Text)> {
    let services = web.app.services().into_iter().map(|published| published.service);
    services
        .filter(|service| {
            service.roles.iter().any(|role| {
                role.body.as_str() == officer.body
                    && role.unit.as_ref().is_some_and(|unit| officer.units.contains(unit))
            })
        })
        .map(|service| (service.id.as_str().to_string(), service.name.clone()))
        .collect()
}

/// GET `/desk/team/rules`.
pub(crate) async fn rules_page(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let officer = head(&visit)?;
    let team = web.app.team(&officer.body).await?;
    Ok(respond::page(&rules_form(&web, &visit, officer, &team, None)))
}

/// POST `/desk/team/rules`.
pub(crate) async fn send_rules(
    State(web): State<Web>,
    visit: Visit,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = head(&visit)?;
    let team = web.app.team(&officer.body).await?;
    let mut actions = Vec::new();
    for unit in &officer.units {
        if let Some(policy) = Policy::find(posted.one(&format!("policy.{unit}"))) {
            actions.push(Action::SetPolicy { unit: unit.clone(), policy });
        }
        let field = format!("sample.{unit}");
        let typed = afaq_base::digits::normalize(posted.one(&field).trim());
        match typed.parse::<u8>().ok().filter(|percent| *percent <= 100) {
            Some(percent) => actions.push(Action::SetSample { unit: unit.clone(), percent }),
            None => {
                let words = Words::from(t(visit.lang, "team-sample-wrong"));
                return Ok(wrong(&rules_form(&web, &visit, officer, &team, Some((field, words)))));
            }
        }
    }
    if own_services(&web, officer).len() > 1 {
        for colleague in web.app.colleagues(officer) {
            let services = posted.all(&format!("skills.{}", colleague.id)).into_iter().collect();
            actions.push(Action::SetSkills { officer: colleague.id, services });
        }
    }
    for action in actions {
        match web.app.change_team(officer, action).await {
            Ok(()) | Err(AppError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(respond::see_other(&visit.href("/desk/team")))
}
