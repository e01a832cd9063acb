//! Home, search, lists of services, and the page of one service.

use askama::Template;

use crate::html::{DateView, Foreign, Href, MoneyView, Num, Typed, Words};
use crate::icons::Icon;
use crate::parts::{Link, Notice};
use crate::shell::Shell;

/// The first page.
#[derive(Template)]
#[template(path = "portal/home.html")]
pub struct HomePage {
    /// The frame.
    pub s: Shell,
    /// Drafts and cases that wait for the person; empty for the public.
    pub yours: Vec<YourThing>,
    /// Sectors, in order.
    pub sectors: Vec<SectorCard>,
    /// Life events, in order.
    pub life_events: Vec<LifeEventCard>,
    /// Some services, to begin with.
    pub popular: Vec<ServiceCard>,
    /// How many services there are.
    pub services: Num,
    /// How many bodies there are.
    pub bodies: Num,
}

/// A draft or a case that waits for the person.
#[derive(Clone, Debug)]
pub struct YourThing {
    /// Where it leads.
    pub href: Href,
    /// What it is.
    pub name: Words,
    /// What the person can do now.
    pub what: Words,
}

/// A sector of government.
#[derive(Clone, Debug)]
pub struct SectorCard {
    /// Where it leads.
    pub href: Href,
    /// Its name.
    pub name: Words,
    /// What is in it, in a few words.
    pub what: Words,
    /// How many services it has.
    pub services: usize,
    /// Its drawing.
    pub icon: Icon,
}

/// Something that happens in a life.
#[derive(Clone, Debug)]
pub struct LifeEventCard {
    /// Where it leads.
    pub href: Href,
    /// Its name.
    pub name: Words,
    /// Its drawing.
    pub icon: Icon,
}

/// A service in a list.
#[derive(Clone, Debug)]
pub struct ServiceCard {
    /// Where it leads.
    pub href: Href,
    /// Its name.
    pub name: Words,
    /// One sentence.
    pub summary: Words,
    /// The body that offers it.
    pub body: Words,
    /// What it costs.
    pub fee: FeeView,
    /// Promised time, such as "10 working days".
    pub promise: Words,
    /// Says that new requests are not taken now.
    pub is_suspended: bool,
}

/// What a service costs.
#[derive(Clone, Debug)]
pub enum FeeView {
    /// One amount; zero is free.
    Exact(MoneyView),
    /// It depends on the answers: from this amount.
    From(MoneyView),
    /// It depends on the answers.
    Depends,
}

/// What a search found, or what a sector or life event holds.
#[derive(Template)]
#[template(path = "portal/services.html")]
pub struct ServicesPage {
    /// The frame.
    pub s: Shell,
    /// What was searched for; nothing on the page of a sector.
    pub query: Option<Typed>,
    /// Some words under the title; may be empty.
    pub intro: Words,
    /// The services found, best first.
    pub services: Vec<ServiceCard>,
    /// Other words to try, when little was found.
    pub suggestions: Vec<Link>,
}

/// One service: facts first.
#[derive(Template)]
#[template(path = "portal/service.html")]
pub struct ServicePage {
    /// The frame.
    pub s: Shell,
    /// One or two sentences.
    pub summary: Words,
    /// The body that offers it.
    pub body: Words,
    /// The page of the body, with how to ask it.
    pub body_href: Option<Href>,
    /// Says that the definition is only an example.
    pub is_illustrative: bool,
    /// What it costs.
    pub fee: FeeView,
    /// How a fee comes about, a row for each kind; may be empty.
    pub fee_table: Vec<(Words, MoneyView)>,
    /// Promised time.
    pub promise: Words,
    /// What silence means by law; may be empty.
    pub silence: Words,
    /// About how many minutes the form takes.
    pub minutes: Option<usize>,
    /// Who may apply.
    pub who: Vec<Words>,
    /// Papers that a person must bring.
    pub papers_needed: Vec<Paper>,
    /// Papers that we fetch ourselves.
    pub papers_fetched: Vec<Paper>,
    /// What one gets.
    pub outputs: Vec<Words>,
    /// The law behind it.
    pub law: Vec<LawView>,
    /// How one can also apply.
    pub channels: Vec<Words>,
    /// Figures so far; empty until there are some.
    pub figures: Vec<(Words, Words)>,
    /// Version and since when it holds.
    pub version: Option<(Typed, DateView)>,
    /// What one can do now.
    pub start: StartState,
    /// Where one asks what one is entitled to, where rules decide on a right.
    pub check_right: Option<Href>,
    /// Where one starts a request for somebody else; nothing where that is not possible.
    pub start_for: Option<Href>,
    /// What is known about the person's right to it.
    pub entitled: Option<Notice>,
    /// Related services.
    pub related: Vec<Link>,
    /// Names of units to call, and their numbers.
    pub contact: Vec<(Words, Foreign)>,
}

/// A paper, and where it comes from.
#[derive(Clone, Debug)]
pub struct Paper {
    /// Its name.
    pub name: Words,
    /// When it is needed, or which register it is fetched from; may be empty.
    pub remark: Words,
}

/// A law behind a service.
#[derive(Clone, Debug)]
pub struct LawView {
    /// Its name.
    pub name: Words,
    /// Article and text, where known; may be empty.
    pub article: Words,
    /// Says that nobody confirmed it yet.
    pub is_unverified: bool,
}

/// What one can do on the page of a service.
#[derive(Clone, Debug)]
pub enum StartState {
    /// Start a request (a post).
    Start(Href),
    /// Go on with a draft.
    GoOn(Href),
    /// A request of the same kind is open.
    Open(Href),
    /// New requests are not taken now; the body's words say why.
    Suspended(Words),
    /// The one for whom the person acts can't be represented here by this right; the words say what to do.
    NotForOthers(Words),
    /// It can only be done on paper or at the counter; the words say why and where.
    CounterOnly(Words),
}
