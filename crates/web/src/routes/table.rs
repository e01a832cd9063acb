//! The table of routes: each names its address, the right it needs, how much it takes, and its handler.

use std::convert::Infallible;

use afaq_base::Lang;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{self, MethodRouter};
use tower_http::catch_panic::CatchPanicLayer;

use super::guard::{Doorway, guard};
use super::rate::Rate;
use super::{Web, demo, desk, portal, style};
use crate::limits;

/// The right that a route needs. Whose draft or case it is, the use case judges: what is not one's own is not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Anybody.
    Public,
    /// A person who signed in.
    Person,
    /// A person, and the draft is theirs.
    OwnDraft,
    /// A person, and the case is theirs or they act for its applicant.
    OwnCase,
    /// An officer.
    Officer,
    /// An officer, and the case is work of their units.
    DeskCase,
    /// An officer who owns the processes of the body.
    ProcessOwner,
    /// An officer who leads units.
    UnitHead,
    /// An officer who answers for the services of the body.
    Owner,
    /// Anybody, in an installation for trying.
    Demonstration,
}

impl Needs {
    /// Whether a person must be signed in.
    pub fn is_person(self) -> bool {
        matches!(self, Self::Person | Self::OwnDraft | Self::OwnCase)
    }

    /// Whether an officer must be signed in.
    pub fn is_officer(self) -> bool {
        matches!(self, Self::Officer | Self::DeskCase | Self::ProcessOwner | Self::Owner | Self::UnitHead)
    }
}

/// How a route is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    /// Shows.
    Get,
    /// Acts.
    Post,
}

/// One route.
pub(crate) struct Route {
    /// The address without the language.
    pub path: &'static str,
    pub verb: Verb,
    pub needs: Needs,
    /// The most bytes that a post may have.
    pub bytes_max: usize,
    /// How often one may call it.
    pub rate: Option<Rate>,
    /// Whether it can be reached where an officer fills in a form with a person at a counter.
    pub is_at_counter: bool,
    /// Whether, after a sign-in, its address can simply be visited instead of being posted to again.
    pub is_visitable: bool,
    handler: MethodRouter<Web>,
}

fn get<H: Handler<T, Web>, T: 'static>(path: &'static str, needs: Needs, handler: H) -> Route {
    let handler = routing::get(handler);
    Route {
        path,
        verb: Verb::Get,
        needs,
        bytes_max: limits::FORM_BYTES_MAX,
        rate: None,
        is_at_counter: needs == Needs::OwnDraft || needs == Needs::Public,
        is_visitable: true,
        handler,
    }
}

fn post<H: Handler<T, Web>, T: 'static>(path: &'static str, needs: Needs, handler: H) -> Route {
    let handler = routing::post(handler);
    Route {
        path,
        verb: Verb::Post,
        needs,
        bytes_max: limits::FORM_BYTES_MAX,
        rate: None,
        is_at_counter: needs == Needs::OwnDraft || needs == Needs::Public,
        is_visitable: false,
        handler,
    }
}

impl Route {
    /// Takes files.
    fn with_files(mut self) -> Self {
        self.bytes_max = limits::UPLOAD_BYTES_MAX;
        self.rate(Rate::Uploads)
    }

    fn at_counter(mut self) -> Self {
        self.is_at_counter = true;
        self
    }

    fn visitable(mut self) -> Self {
        self.is_visitable = true;
        self
    }

    fn rate(mut self, rate: Rate) -> Self {
        self.rate = Some(rate);
        self
    }

    /// The address in one language, as the router takes it.
    pub fn full_path(&self, lang: Lang) -> String {
        format!("/{}{}", lang.code(), self.path)
    }

    /// The handler behind its guard.
    pub fn guarded(self, web: &Web, lang: Lang) -> MethodRouter<Web> {
        // An installation may have lowered what the program takes.
        let lowered = &web.app.settings().limits;
        let lowered = match self.bytes_max {
            limits::UPLOAD_BYTES_MAX => lowered.upload_bytes.saturating_add(limits::AROUND_FILES_BYTES),
            _ => lowered.form_bytes,
        };
        let bytes_max = self.bytes_max.min(usize::try_from(lowered).unwrap_or(usize::MAX));
        let door = Doorway {
            web: web.clone(),
            lang,
            needs: self.needs,
            is_visitable: self.is_visitable,
            is_at_counter: self.is_at_counter,
            verb: self.verb,
            rate: self.rate,
        };
        self.handler
            .layer::<_, Infallible>(CatchPanicLayer::new())
            .layer::<_, Infallible>(from_fn_with_state(door, guard))
            .layer(DefaultBodyLimit::max(bytes_max))
    }
}

/// All routes; those of the demonstration only where it is one.
pub(crate) fn routes(is_demonstration: bool) -> Vec<Route> {
    let mut all = public();
    all.extend(drafts());
    all.extend(cases());
    all.extend(desk());
    if is_demonstration {
        all.extend(demonstration());
    }
    all
}

fn public() -> Vec<Route> {
    use Needs::Public;
    vec![
        get("/", Public, portal::home::home),
        get("/search", Public, portal::home::search),
        get("/sectors/{id}", Public, portal::home::sector),
        get("/life-events/{id}", Public, portal::home::life_event),
        get("/services/{id}", Public, portal::service::show),
        get("/entitled", Public, portal::entitled::all),
        post("/entitled", Needs::Person, portal::entitled::ask_all).visitable().rate(Rate::Verify),
        get("/services/{id}/entitled", Public, portal::entitled::show),
        post("/services/{id}/entitled", Public, portal::entitled::answer).rate(Rate::Verify),
        get("/verify", Public, portal::documents::verify_form).rate(Rate::Verify),
        get("/verify/{code}", Public, portal::documents::verify).rate(Rate::Verify),
        get("/bodies", Public, portal::bodies::list),
        get("/bodies/{code}", Public, portal::bodies::show),
        get("/help", Public, portal::prose::help),
        get("/accessibility", Public, portal::prose::accessibility),
        get("/privacy", Public, portal::prose::privacy),
        get("/style", Public, style::show),
        get("/session", Public, portal::acting::session),
        get("/sign-in", Public, demo::sign_in::show),
        post("/sign-out", Public, demo::sign_in::sign_out),
    ]
}

fn drafts() -> Vec<Route> {
    use Needs::{OwnDraft, Person};
    vec![
        post("/services/{id}/start", Person, portal::start::start).visitable().at_counter(),
        get("/services/{id}/start", Person, portal::start::again).at_counter(),
        post("/counter/end", Person, desk::counter::end).at_counter(),
        get("/services/{id}/start-for", Person, portal::start::for_another),
        post("/services/{id}/start-for", Person, portal::start::start_for_another),
        get("/drafts/{id}", OwnDraft, portal::drafts::tasks),
        post("/drafts/{id}/delete", OwnDraft, portal::drafts::delete),
        get("/drafts/{id}/page/{page}", OwnDraft, portal::pages::show),
        post("/drafts/{id}/page/{page}", OwnDraft, portal::pages::answer).with_files(),
        get("/drafts/{id}/files/{file}", OwnDraft, portal::drafts::file),
        get("/drafts/{id}/wrong/{path}", OwnDraft, portal::drafts::wrong),
        post("/drafts/{id}/wrong/{path}", OwnDraft, portal::drafts::dispute),
        get("/drafts/{id}/check", OwnDraft, portal::submit::check),
        post("/drafts/{id}/check", OwnDraft, portal::submit::submit),
    ]
}

fn cases() -> Vec<Route> {
    use Needs::{OwnCase, Person};
    vec![
        get("/cases", Person, portal::cases::list),
        get("/cases/{id}", OwnCase, portal::cases::show),
        get("/cases/{id}/confirmation", OwnCase, portal::submit::confirmation).at_counter(),
        get("/cases/{id}/pay", OwnCase, portal::pay::show),
        post("/cases/{id}/pay", OwnCase, portal::pay::start),
        get("/cases/{id}/answer", OwnCase, portal::answer::show),
        post("/cases/{id}/answer", OwnCase, portal::answer::send).with_files(),
        get("/cases/{id}/correct/{path}", OwnCase, portal::acts::correct),
        post("/cases/{id}/correct/{path}", OwnCase, portal::acts::send_correction),
        get("/cases/{id}/withdraw", OwnCase, portal::acts::withdraw),
        post("/cases/{id}/withdraw", OwnCase, portal::acts::send_withdrawal),
        get("/cases/{id}/appeal", OwnCase, portal::acts::appeal),
        post("/cases/{id}/appeal", OwnCase, portal::acts::send_appeal),
        get("/cases/{id}/rating", OwnCase, portal::rating::show),
        post("/cases/{id}/rating", OwnCase, portal::rating::send),
        get("/cases/{id}/evidence/{file}", OwnCase, portal::cases::evidence),
        get("/cases/{id}/messages/{message}", OwnCase, portal::messages::of_case),
        get("/messages", Person, portal::messages::list),
        get("/messages/{message}", Person, portal::messages::show),
        get("/acting", Person, portal::acting::show),
        post("/acting", Person, portal::acting::begin),
        post("/acting/end", Person, portal::acting::end),
        get("/preferences", Person, portal::preferences::show),
        post("/preferences", Person, portal::preferences::save),
        get("/my-data", Person, portal::my_data::show),
        get("/my-data/file.json", Person, portal::my_data::file),
        get("/documents", Person, portal::documents::list),
        get("/documents/{file}", OwnCase, portal::documents::file),
    ]
}

fn desk() -> Vec<Route> {
    use Needs::{DeskCase, Officer, Owner, ProcessOwner, UnitHead};
    vec![
        get("/desk", Officer, desk::worklist::show),
        post("/desk", Officer, desk::worklist::take),
        post("/desk/next", Officer, desk::worklist::take_next),
        get("/desk/corrections", Officer, desk::corrections::list),
        get("/desk/corrections/{id}", Officer, desk::corrections::show),
        post("/desk/corrections/{id}", Officer, desk::corrections::answer),
        get("/desk/notices", Officer, desk::owner::notices),
        post("/desk/notices/{case}/{version}", Officer, desk::owner::see_notice),
        get("/desk/incidents", ProcessOwner, desk::owner::incidents),
        post("/desk/incidents/retry", ProcessOwner, desk::owner::retry),
        get("/desk/incidents/{case}/{incident}", ProcessOwner, desk::owner::incident),
        post("/desk/incidents/{case}/{incident}", ProcessOwner, desk::owner::mend),
        post("/desk/dead/{job}", ProcessOwner, desk::owner::revive),
        get("/desk/processes", ProcessOwner, desk::owner::processes),
        get("/desk/processes/{service}", ProcessOwner, desk::owner::process),
        post("/desk/processes/{service}/migrate", ProcessOwner, desk::owner::migrate),
        post("/desk/cases/{id}/actions/{action}", DeskCase, desk::owner::begin_action),
        get("/desk/cases/{id}/stop/{reason}", DeskCase, desk::owner::stop),
        post("/desk/cases/{id}/stop/{reason}", DeskCase, desk::owner::send_stop),
        post("/desk/cases/{id}/start", DeskCase, desk::owner::start),
        get("/desk/counter", Officer, desk::counter::ask),
        post("/desk/counter", Officer, desk::counter::begin).rate(Rate::Verify),
        post("/desk/views", Officer, desk::worklist::views),
        post("/desk/bulk", Officer, desk::bulk::begin),
        post("/desk/bulk/assign", Officer, desk::bulk::assign),
        post("/desk/bulk/decide", Officer, desk::bulk::decide),
        get("/desk/team", Officer, desk::team::show),
        get("/desk/team/absence", Officer, desk::team::absence),
        post("/desk/team/absence", Officer, desk::team::plan_absence),
        post("/desk/team/absences/{number}/end", Officer, desk::team::end_absence),
        get("/desk/team/rules", UnitHead, desk::team::rules_page),
        post("/desk/team/rules", UnitHead, desk::team::send_rules),
        get("/desk/quality", Officer, desk::quality::list),
        get("/desk/templates", Officer, desk::templates::list),
        get("/desk/templates/new", Officer, desk::templates::new),
        post("/desk/templates/new", Officer, desk::templates::add),
        get("/desk/templates/{number}", Officer, desk::templates::edit),
        post("/desk/templates/{number}", Officer, desk::templates::rewrite),
        post("/desk/templates/{number}/retire", Officer, desk::templates::retire),
        get("/desk/services", Owner, desk::services::list),
        get("/desk/services/{id}", Owner, desk::services::show),
        get("/desk/services/{id}/edit", Owner, desk::services::edit),
        post("/desk/services/{id}/edit", Owner, desk::services::save),
        get("/desk/services/{id}/version", Owner, desk::services::version),
        get("/desk/services/{id}/page", Owner, desk::services::preview),
        post("/desk/services/{id}/send", Owner, desk::services::send),
        post("/desk/services/{id}/drop", Owner, desk::services::drop_draft),
        post("/desk/services/{id}/open", Owner, desk::services::open),
        get("/desk/services/{id}/{act}", Owner, desk::services::ask),
        post("/desk/services/{id}/{act}", Owner, desk::services::act),
        get("/desk/cases/{id}/note", DeskCase, desk::quality::note),
        post("/desk/cases/{id}/note", DeskCase, desk::quality::send_note),
        post("/desk/cases/{id}/sign", DeskCase, desk::quality::sign),
        get("/desk/cases/{id}/review", DeskCase, desk::quality::review),
        post("/desk/cases/{id}/review", DeskCase, desk::quality::send_review),
        get("/desk/cases/{id}", DeskCase, desk::case::show),
        get("/desk/cases/{id}/complete/{path}", DeskCase, desk::complete::show),
        post("/desk/cases/{id}/complete/{path}", DeskCase, desk::complete::send),
        post("/desk/cases/{id}/take", DeskCase, desk::pass::take),
        get("/desk/cases/{id}/assign", DeskCase, desk::pass::assign),
        post("/desk/cases/{id}/assign", DeskCase, desk::pass::send_assignment),
        get("/desk/cases/{id}/transfer", DeskCase, desk::pass::transfer),
        post("/desk/cases/{id}/transfer", DeskCase, desk::pass::send_transfer),
        get("/desk/cases/{id}/tasks/{task}/decide", DeskCase, desk::decide::show),
        post("/desk/cases/{id}/tasks/{task}/decide", DeskCase, desk::decide::send),
        get("/desk/cases/{id}/tasks/{task}/{choice}", DeskCase, desk::task::show),
        post("/desk/cases/{id}/tasks/{task}/{choice}", DeskCase, desk::task::send),
        post("/desk/cases/{id}/undo", DeskCase, desk::decide::undo),
        post("/desk/cases/{id}/retry/{incident}", DeskCase, desk::pass::retry),
        get("/desk/cases/{id}/revoke/{document}", DeskCase, desk::pass::revoke),
        post("/desk/cases/{id}/revoke/{document}", DeskCase, desk::pass::send_revocation),
        get("/desk/cases/{id}/evidence/{file}", DeskCase, desk::case::evidence),
        get("/desk/documents/{file}", DeskCase, desk::case::document),
    ]
}

fn demonstration() -> Vec<Route> {
    use Needs::{Demonstration, OwnCase};
    vec![
        post("/sign-in", Demonstration, demo::sign_in::sign_in).rate(Rate::SignIn),
        post("/sign-in/go-on", Demonstration, demo::sign_in::go_on).rate(Rate::SignIn),
        get("/outbox", Demonstration, demo::outbox::show),
        get("/demo/outbox", Demonstration, demo::outbox::show),
        get("/demo/pay/{reference}", OwnCase, demo::pay::show),
        post("/demo/pay/{reference}", OwnCase, demo::pay::choose),
    ]
}
