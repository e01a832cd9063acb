//! The services of a body for their owners: versions with what changed and who approved, a new version by two, and
//! stopping, opening, giving up.

use afaq_app::cases::{FieldProblem, PageAnswers};
use afaq_app::publishing::{Made, OwnService};
use afaq_base::{Text, time};
use afaq_domain::catalogue::{Proposal, Standing};
use afaq_pack::edit::{Edit, Editable};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::team::{date_control, date_of};
use crate::desk::cases::DeskAction;
use crate::desk::sections::{Cell, Section, SectionsPage, Table};
use crate::form::{Block, Choice, Control, FormPage, Question};
use crate::html::{Foreign, Typed, Words};
use crate::parts::{Notice, Row, Tag, Tone, Value};
use crate::respond;
use crate::routes::fail::{Fail, refusal};
use crate::routes::fields::Posted;
use crate::routes::visit::Visit;
use crate::routes::{Web, names, values};
use crate::shell::{Place, Shell};
use crate::texts::{t, t_args};

fn frame(visit: &Visit, own: &OwnService) -> Shell {
    let name = own.versions.first().map(|one| names::words(&one.published.service.name, visit.lang));
    let back = visit.link("/desk/services", t(visit.lang, "services-own"));
    visit.shell(name.unwrap_or_default()).at(Place::Catalogue).back(back)
}

fn path(own: &OwnService) -> String {
    format!("/desk/services/{}", own.id.as_str())
}

fn standing(own: &OwnService, visit: &Visit) -> Tag {
    match own.listing.standing {
        Standing::Open => Tag::new(Tone::Good, t(visit.lang, "standing-open")),
        Standing::Suspended(_) => Tag::new(Tone::Warn, t(visit.lang, "standing-suspended")),
        Standing::Retired(..) => Tag::new(Tone::Quiet, t(visit.lang, "standing-retired")),
    }
}

fn proposal_tag(proposal: Option<&Proposal>, visit: &Visit) -> Option<Tag> {
    let proposal = proposal?;
    Some(match (&proposal.sent, &proposal.returned) {
        (Some(_), _) => Tag::new(Tone::Warn, t(visit.lang, "version-sent")),
        (None, Some(_)) => Tag::new(Tone::Bad, t(visit.lang, "version-returned")),
        (None, None) => Tag::new(Tone::Info, t(visit.lang, "version-draft")),
    })
}

/// GET `/desk/services`.
pub(crate) async fn list(State(web): State<Web>, visit: Visit) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let mut page = SectionsPage::new(visit.titled("services-own").at(Place::Catalogue));
    page.over = names::body(&officer.body, lang);
    page.intro = Words::from(t(lang, "services-own-intro"));
    let mut section = Section::new(t(lang, "services-own"));
    let mut rows = Vec::new();
    for own in web.app.own_services(officer).await? {
        let Some(newest) = own.versions.first() else { continue };
        let shown = own.current.as_ref().unwrap_or(&newest.published);
        rows.push(vec![
            Cell::Link(Value::Words(names::words(&shown.service.name, lang)), visit.href(&path(&own))),
            Cell::Value(Value::Code(crate::html::Code::new(&shown.service.label))),
            Cell::Value(Value::Date(values::day(shown.effective_from, lang))),
            Cell::Value(Value::Tag(standing(&own, &visit))),
            proposal_tag(own.listing.proposal.as_ref(), &visit)
                .map_or(Cell::Empty, |tag| Cell::Value(Value::Tag(tag))),
        ]);
    }
    let head = ["col-service", "version", "version-from", "standing", "version-new"];
    let head = head.map(|key| Words::from(t(lang, key))).to_vec();
    section.table = Some(Table { head, rows });
    page.sections.push(section);
    Ok(respond::page(&page))
}

/// GET `/desk/services/{id}`.
pub(crate) async fn show(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let own = web.app.own_service(officer, &service).await?;
    let at = path(&own);
    let mut page = SectionsPage::new(frame(&visit, &own));
    page.over = names::body(&officer.body, lang);
    let mut act = |to: String, key, is_post| {
        page.actions.push(DeskAction { link: visit.link(&to, t(lang, key)), is_post });
    };
    match &own.listing.proposal {
        Some(proposal) if proposal.sent.is_some() || proposal.by != officer.id => {
            act(format!("{at}/version"), "version-look", false);
        }
        Some(_) => {
            act(format!("{at}/version"), "version-look", false);
            act(format!("{at}/edit"), "version-go-on", false);
        }
        None if !matches!(own.listing.standing, Standing::Retired(..)) => {
            act(format!("{at}/edit"), "version-begin", false);
        }
        None => {}
    }
    match own.listing.standing {
        Standing::Open => {
            act(format!("{at}/suspend"), "service-suspend", false);
            act(format!("{at}/retire"), "service-retire", false);
        }
        Standing::Suspended(_) => {
            act(format!("{at}/open"), "service-reopen", true);
            act(format!("{at}/retire"), "service-retire", false);
        }
        Standing::Retired(..) => act(format!("{at}/open"), "service-reopen", true),
    }
    act(format!("/services/{}", own.id.as_str()), "service-public", false);
    page.notices.extend(standing_notice(&web, &own, &visit));
    page.notices.extend(returned(&web, &own, &visit));
    for version in &own.versions {
        page.sections.push(version_section(&web, &own, version, &visit));
    }
    Ok(respond::page(&page))
}

fn standing_notice(web: &Web, own: &OwnService, visit: &Visit) -> Option<Notice> {
    let (text, heading, other) = match &own.listing.standing {
        Standing::Open => return None,
        Standing::Suspended(text) => (text, "standing-suspended", None),
        Standing::Retired(text, other) => (text, "standing-retired", other.as_ref()),
    };
    let link = other.and_then(|id| web.app.service(id.as_str()).ok()).map(|other| {
        let path = format!("/services/{}", other.service.id.as_str());
        visit.link(&path, names::words(&other.service.name, visit.lang))
    });
    let heading = Words::from(t(visit.lang, heading));
    Some(Notice { tone: Tone::Warn, heading, words: names::words(text, visit.lang), link })
}

fn returned(web: &Web, own: &OwnService, visit: &Visit) -> Option<Notice> {
    let (who, why) = own.listing.proposal.as_ref()?.returned.as_ref()?;
    let name = names::officer(&web.app, who, visit.lang);
    Some(Notice {
        tone: Tone::Bad,
        heading: Words::new(t_args(visit.lang, "version-returned-by", &[("name", &name)])),
        words: Words::new(why.clone()),
        link: None,
    })
}

fn version_section(
    web: &Web,
    own: &OwnService,
    version: &afaq_app::publishing::Version,
    visit: &Visit,
) -> Section {
    let (lang, now) = (visit.lang, web.app.now());
    let published = &version.published;
    let is_current =
        own.current.as_ref().is_some_and(|one| one.service.content_hash == published.service.content_hash);
    let (tone, key) = match (is_current, version.is_coming(now)) {
        (true, _) => (Tone::Good, "version-current"),
        (false, true) => (Tone::Info, "version-coming"),
        (false, false) => (Tone::Quiet, "version-past"),
    };
    let mut section =
        Section::new(t_args(lang, "version-named", &[("label", &Typed::new(&*published.service.label))]));
    let mut add = |key, value| section.rows.push(Row::new(t(lang, key), value));
    add("version-state", Value::Tag(Tag::new(tone, t(lang, key))));
    add("version-from", Value::Date(values::day(published.effective_from, lang)));
    if let Some(made_by) = &version.made_by {
        add("version-made-by", Value::Foreign(names::officer(&web.app, made_by, lang)));
    }
    let (by, at) = &published.published;
    let approved = if version.made_by.is_some() { "version-approved-by" } else { "version-published-by" };
    add(approved, Value::Foreign(names::officer(&web.app, by, lang)));
    add("version-at", Value::Moment(values::moment(*at, lang)));
    section.list = version.changes.iter().map(|change| names::words(change, lang)).collect();
    section
}

/// The fields of the form as they are now, or as the draft has them.
fn filled(own: &OwnService, editable: &Editable, edits: &[Edit]) -> PageAnswers {
    let mut fields = PageAnswers::new();
    let mut put = |name: String, value: String| drop(fields.insert(name, vec![value]));
    put("label".into(), next_label(own));
    put("name.ar".into(), editable.name.ar.clone());
    put("name.en".into(), editable.name.en.clone());
    put("summary.ar".into(), editable.summary.ar.clone());
    put("summary.en".into(), editable.summary.en.clone());
    if let Some(days) = editable.promise {
        put("promise".into(), days.to_string());
    }
    for amount in &editable.amounts {
        let shown = afaq_base::Money::parse(&amount.value).map(|money| money.to_string());
        put(
            format!("amount.{}.{}", amount.decision, amount.index),
            shown.unwrap_or_else(|_| amount.value.clone()),
        );
    }
    for (task, _, days) in &editable.targets {
        put(format!("target.{task}"), days.to_string());
    }
    for edit in edits {
        match edit {
            Edit::Label { to } => put("label".into(), to.clone()),
            Edit::Name { to } => {
                put("name.ar".into(), to.ar.clone());
                put("name.en".into(), to.en.clone());
            }
            Edit::Summary { to } => {
                put("summary.ar".into(), to.ar.clone());
                put("summary.en".into(), to.en.clone());
            }
            Edit::Amount { decision, index, to } => put(format!("amount.{decision}.{index}"), to.clone()),
            Edit::Promise { working_days } => put("promise".into(), working_days.to_string()),
            Edit::Target { task, working_days } => put(format!("target.{task}"), working_days.to_string()),
            Edit::ExpectedFee { .. } => {}
        }
    }
    if let Some(proposal) = &own.listing.proposal {
        put("note".into(), proposal.what.note.clone());
    }
    fields
}

/// The label after the newest one: the number behind its last dot goes up.
fn next_label(own: &OwnService) -> String {
    let newest = own.versions.first().map(|one| one.published.service.label.clone()).unwrap_or_default();
    match newest.rsplit_once('.').and_then(|(before, last)| Some((before, last.parse::<u32>().ok()?))) {
        Some((before, last)) => format!("{before}.{}", last.saturating_add(1)),
        None => format!("{newest}.1"),
    }
}

fn form(
    own: &OwnService,
    editable: &Editable,
    posted: &Posted,
    problems: &[FieldProblem],
    visit: &Visit,
) -> FormPage {
    let lang = visit.lang;
    let mut blocks = Vec::new();
    let mut add = |name: String, label: Words, hint: Words, control: Control| {
        let mut question = Question::new(name.clone(), label, control).hint(hint);
        question.error =
            problems.iter().find(|one| one.field == name).map(|one| names::words(&one.message, lang));
        blocks.push(Block::Question(question));
    };
    let value = |name: &str| Typed::new(posted.one(name));
    let text = |name: &str, of| Control::TextIn { value: value(name), lang: of };
    for amount in &editable.amounts {
        let name = format!("amount.{}.{}", amount.decision, amount.index);
        let control = Control::Money { value: value(&name) };
        add(name, Words::from(t(lang, "edit-fee")), names::words(&amount.what, lang), control);
    }
    let days = || Words::from(t(lang, "edit-days"));
    if editable.promise.is_some() {
        let control = Control::Number { value: value("promise"), unit: days() };
        add("promise".into(), Words::from(t(lang, "edit-promise")), Words::default(), control);
    }
    for (task, title, _) in &editable.targets {
        let name = format!("target.{task}");
        let control = Control::Number { value: value(&name), unit: days() };
        add(name, Words::from(t(lang, "edit-target")), names::words(title, lang), control);
    }
    for (name, key, of) in [
        ("name.ar", "edit-name-ar", afaq_base::Lang::Ar),
        ("name.en", "edit-name-en", afaq_base::Lang::En),
        ("summary.ar", "edit-summary-ar", afaq_base::Lang::Ar),
        ("summary.en", "edit-summary-en", afaq_base::Lang::En),
    ] {
        add(name.into(), Words::from(t(lang, key)), Words::default(), text(name, of));
    }
    let label = Control::TextIn { value: value("label"), lang: afaq_base::Lang::En };
    add("label".into(), Words::from(t(lang, "version")), Words::from(t(lang, "edit-label-hint")), label);
    let note = Control::LongText { value: value("note"), chars_max: afaq_domain::limits::TEXT_CHARS_MAX };
    add("note".into(), Words::from(t(lang, "edit-note")), Words::from(t(lang, "edit-note-hint")), note);
    let at = path(own);
    let s = visit.titled("version-begin").at(Place::Catalogue);
    let s = s.back(visit.link(&at, frame(visit, own).title));
    let mut form = FormPage::new(s, visit.href(&format!("{at}/edit")), blocks);
    form.over = frame(visit, own).title;
    form.intro = Words::from(t(lang, "edit-intro"));
    form.button = Words::from(t(lang, "edit-preview"));
    form.cancel = Some(visit.link(&at, t(lang, "cancel")));
    form.with_errors_collected()
}

/// GET `/desk/services/{id}/edit`.
pub(crate) async fn edit(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    let (own, editable, edits) = web.app.editable(visit.officer()?, &service).await?;
    let posted = Posted { fields: filled(&own, &editable, &edits), files: Vec::new() };
    Ok(respond::page(&form(&own, &editable, &posted, &[], &visit)))
}

/// POST `/desk/services/{id}/edit`.
pub(crate) async fn save(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let problems = web.app.draft_version(officer, &service, &posted.fields).await?;
    if problems.is_empty() {
        return Ok(respond::see_other(&visit.href(&format!("/desk/services/{service}/version"))));
    }
    let (own, editable, _) = web.app.editable(officer, &service).await?;
    let page = form(&own, &editable, &posted, &problems, &visit);
    Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
}

/// GET `/desk/services/{id}/version`: the new version, its tests, and what can be done with it.
pub(crate) async fn version(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    let (officer, lang) = (visit.officer()?, visit.lang);
    let (own, made) = web.app.made_version(officer, &service).await?;
    let proposal = own.listing.proposal.as_ref().ok_or(Fail::NotFound)?;
    let at = path(&own);
    let mut page = SectionsPage::new(visit.titled("version-title").at(Place::Catalogue));
    page.s = page.s.back(visit.link(&at, frame(&visit, &own).title));
    page.over = frame(&visit, &own).title;
    let mut act = |to: String, key, is_post| {
        page.actions.push(DeskAction { link: visit.link(&to, t(lang, key)), is_post });
    };
    let is_maker = proposal.by == officer.id;
    match (is_maker, proposal.sent.is_some()) {
        (false, true) => {
            act(format!("{at}/approve"), "version-approve", false);
            act(format!("{at}/return"), "version-return", false);
        }
        (true, false) if made.faults() == 0 && !proposal.what.edits.is_empty() => {
            act(format!("{at}/send"), "version-send", true);
            act(format!("{at}/edit"), "version-go-on", false);
        }
        (true, false) => act(format!("{at}/edit"), "version-go-on", false),
        (true, true) | (false, false) => {}
    }
    if made.service.is_some() {
        act(format!("{at}/page"), "version-page", false);
    }
    if is_maker {
        act(format!("{at}/drop"), "version-drop", true);
    }
    page.notices = version_notices(&made, proposal, is_maker, &visit);
    page.notices.extend(returned(&web, &own, &visit));
    page.sections = version_sections(&web, &made, proposal, &visit);
    Ok(respond::page(&page))
}

fn version_notices(made: &Made, proposal: &Proposal, is_maker: bool, visit: &Visit) -> Vec<Notice> {
    let lang = visit.lang;
    let notice = |tone, heading: Words, words| Notice { tone, heading, words, link: None };
    let mut notices = Vec::new();
    if made.is_outdated {
        notices.push(notice(Tone::Bad, Words::from(t(lang, "version-outdated")), Words::default()));
    }
    if proposal.what.edits.is_empty() {
        notices.push(notice(Tone::Info, Words::from(t(lang, "version-empty")), Words::default()));
    } else if proposal.sent.is_some() {
        let key = if is_maker { "version-waits" } else { "version-waits-for-you" };
        notices.push(notice(Tone::Warn, Words::from(t(lang, "version-sent")), Words::from(t(lang, key))));
    } else if made.faults() > 0 && !made.is_outdated {
        let words = t_args(lang, "version-faults", &[("n", &made.faults())]);
        notices.push(notice(Tone::Bad, Words::new(words), Words::default()));
    }
    if !made.mentions.is_empty() {
        let words = Words::from(t(lang, "version-mentions-help"));
        notices.push(notice(Tone::Warn, Words::from(t(lang, "version-mentions")), words));
    }
    notices
}

fn version_sections(web: &Web, made: &Made, proposal: &Proposal, visit: &Visit) -> Vec<Section> {
    let lang = visit.lang;
    let mut about = Section::new(t(lang, "version-about"));
    let maker = names::officer(&web.app, &proposal.by, lang);
    about.rows.push(Row::new(t(lang, "version-made-by"), Value::Foreign(maker)));
    if let Some(service) = &made.service {
        let label = Value::Code(crate::html::Code::new(&service.label));
        about.rows.push(Row::new(t(lang, "version"), label));
    }
    if !proposal.what.note.is_empty() {
        let note = Value::LongForeign(Foreign::new(&*proposal.what.note));
        about.rows.push(Row::new(t(lang, "edit-note"), note));
    }
    let mut changes = Section::new(t(lang, "version-changes"));
    changes.list = made.changes.iter().map(|change| names::words(change, lang)).collect();
    changes.list.extend(made.expectations.iter().map(|(scenario, before, after)| {
        let (scenario, before, after) = (Typed::new(scenario), Typed::new(before), Typed::new(after));
        Words::new(t_args(
            lang,
            "version-expects",
            &[("scenario", &scenario), ("before", &before), ("after", &after)],
        ))
    }));
    changes.quotes = made.mentions.iter().map(Foreign::new).collect();
    let mut sections = vec![about, changes];
    if !made.problems.is_empty() {
        let mut problems = Section::new(t(lang, "version-problems"));
        problems.list = made.problems.iter().map(|one| names::words(one, lang)).collect();
        sections.push(problems);
    }
    if !made.scenarios.is_empty() {
        let passed = made.scenarios.iter().filter(|(_, failures)| failures.is_empty()).count();
        let mut tests = Section::new(t(lang, "version-tests"));
        tests.words.push(Words::new(t_args(
            lang,
            "version-passed",
            &[("n", &passed), ("of", &made.scenarios.len())],
        )));
        let rows = made.scenarios.iter().map(|(story, failures)| {
            let tag = if failures.is_empty() {
                Tag::new(Tone::Good, t(lang, "version-test-passed"))
            } else {
                Tag::new(Tone::Bad, t(lang, "version-test-failed"))
            };
            let more = failures.iter().map(|one| Value::Words(names::words(&one.text(), lang)));
            vec![
                Cell::words(names::words(story, lang)),
                Cell::Value(Value::Many(std::iter::once(Value::Tag(tag)).chain(more).collect())),
            ]
        });
        let head = ["version-story", "bulk-outcome"].map(|key| Words::from(t(lang, key))).to_vec();
        tests.table = Some(Table { head, rows: rows.collect() });
        sections.push(tests);
    }
    sections
}

/// GET `/desk/services/{id}/page`: the public page as it will be.
pub(crate) async fn preview(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    let (own, made) = web.app.made_version(visit.officer()?, &service).await?;
    let (Some(service), Some(newest)) = (made.service, own.versions.first()) else {
        return Err(Fail::NotFound);
    };
    let mut published = newest.published.clone();
    published.service = service;
    published.effective_from = web.app.now();
    let lang = visit.lang;
    let start = crate::portal::catalogue::StartState::CounterOnly(Words::from(t(lang, "preview-start")));
    let mut page = crate::routes::portal::service::view(&published, &visit, start, Vec::new());
    page.s = page.s.at(Place::Catalogue).crumbs(Vec::new());
    page.s = page.s.back(visit.link(&format!("{}/version", path(&own)), t(lang, "version-title")));
    page.s.notice = Some(Notice {
        tone: Tone::Info,
        heading: Words::from(t(lang, "preview-head")),
        words: Words::from(t(lang, "preview-words")),
        link: None,
    });
    page.check_right = None;
    page.start_for = None;
    Ok(respond::page(&page))
}

/// POST `/desk/services/{id}/send`.
pub(crate) async fn send(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    web.app.send_version(visit.officer()?, &service).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/services/{service}/version"))))
}

/// POST `/desk/services/{id}/drop`.
pub(crate) async fn drop_draft(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    web.app.drop_version(visit.officer()?, &service).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/services/{service}"))))
}

/// POST `/desk/services/{id}/open`.
pub(crate) async fn open(
    State(web): State<Web>,
    visit: Visit,
    Path(service): Path<String>,
) -> Result<Response, Fail> {
    web.app.open_service(visit.officer()?, &service).await?;
    Ok(respond::see_other(&visit.href(&format!("/desk/services/{service}"))))
}

/// A form for one act of an owner: its questions, and where an error belongs.
fn act_form(own: &OwnService, act: &str, title: &'static str, blocks: Vec<Block>, visit: &Visit) -> FormPage {
    let at = path(own);
    let s = visit.titled(title).at(Place::Catalogue).back(visit.link(&at, frame(visit, own).title));
    let mut form = FormPage::new(s, visit.href(&format!("{at}/{act}")), blocks);
    form.over = frame(visit, own).title;
    form.button = Words::from(t(visit.lang, title));
    form.cancel = Some(visit.link(&at, t(visit.lang, "cancel")));
    form.with_errors_collected()
}

fn long(name: &'static str, key: &'static str, posted: &Posted, visit: &Visit) -> Question {
    let chars_max = afaq_domain::limits::TEXT_CHARS_MAX;
    let control = Control::LongText { value: Typed::new(posted.one(name)), chars_max };
    Question::new(name, t(visit.lang, key), control)
}

fn act_blocks(
    web: &Web,
    own: &OwnService,
    act: &str,
    posted: &Posted,
    error: Option<Words>,
    visit: &Visit,
) -> Result<(&'static str, Vec<Block>), Fail> {
    let lang = visit.lang;
    Ok(match act {
        "approve" => {
            let mut from = Question::new("from", t(lang, "version-from"), date_control(posted, "from"));
            from.error = error;
            ("version-approve", vec![Block::Question(from.hint(t(lang, "approve-hint")))])
        }
        "return" => {
            let mut reason = long("reason", "return-why", posted, visit);
            reason.error = error;
            ("version-return", vec![Block::Question(reason)])
        }
        "suspend" | "retire" => {
            let mut ar = long("ar", "stop-ar", posted, visit).hint(t(lang, "stop-hint"));
            ar.error = error;
            let mut blocks = vec![Block::Question(ar), Block::Question(long("en", "stop-en", posted, visit))];
            if act == "suspend" {
                return Ok(("service-suspend", blocks));
            }
            let others = web.app.services().into_iter().filter(|one| one.service.id != own.id);
            let options = others
                .map(|one| {
                    let id = one.service.id.as_str().to_string();
                    let is_chosen = posted.one("other") == id;
                    Choice::new(id, names::words(&one.service.name, lang), is_chosen)
                })
                .collect();
            let other = Question::new("other", t(lang, "retire-other"), Control::Select { options });
            blocks.push(Block::Question(other.optional()));
            ("service-retire", blocks)
        }
        _ => return Err(Fail::NotFound),
    })
}

/// GET `/desk/services/{id}/{act}`: approve, return, suspend or retire.
pub(crate) async fn ask(
    State(web): State<Web>,
    visit: Visit,
    Path((service, act)): Path<(String, String)>,
) -> Result<Response, Fail> {
    let own = web.app.own_service(visit.officer()?, &service).await?;
    let mut posted = Posted::default();
    let today = time::local_date(web.app.now());
    for (part, value) in [
        ("day", i32::from(today.day())),
        ("month", i32::from(today.month())),
        ("year", i32::from(today.year())),
    ] {
        posted.fields.insert(format!("from.{part}"), vec![value.to_string()]);
    }
    let (title, blocks) = act_blocks(&web, &own, &act, &posted, None, &visit)?;
    Ok(respond::page(&act_form(&own, &act, title, blocks, &visit)))
}

/// POST `/desk/services/{id}/{act}`.
pub(crate) async fn act(
    State(web): State<Web>,
    visit: Visit,
    Path((service, act)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fail> {
    let officer = visit.officer()?;
    let text = Text::new(posted.one("ar"), posted.one("en"));
    let done = match act.as_str() {
        "approve" => match date_of(&posted, "from") {
            Some(from) => web.app.approve_version(officer, &service, from).await,
            None => Err(afaq_domain::Refusal::WrongEffectiveDay.into()),
        },
        "return" => web.app.return_version(officer, &service, posted.one("reason")).await,
        "suspend" => web.app.stop_service(officer, &service, &text, None).await,
        "retire" => {
            let other = Some(posted.one("other")).filter(|other| !other.is_empty());
            web.app.stop_service(officer, &service, &text, Some(other)).await
        }
        _ => return Err(Fail::NotFound),
    };
    match done {
        Ok(()) => Ok(respond::see_other(&visit.href(&format!("/desk/services/{service}")))),
        Err(error) => {
            let words = names::words(&refusal(error)?, visit.lang);
            let own = web.app.own_service(officer, &service).await?;
            let (title, blocks) = act_blocks(&web, &own, &act, &posted, Some(words), &visit)?;
            let page = act_form(&own, &act, title, blocks, &visit);
            Ok(respond::page_with(StatusCode::UNPROCESSABLE_ENTITY, &page))
        }
    }
}
