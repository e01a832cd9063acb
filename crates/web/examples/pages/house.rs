//! The house that is measured: the city's people, the nine services, and as many open cases in one unit as wanted.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use afaq_app::cases::{Draft, DraftView, Next, PageAnswers};
use afaq_app::parties::Person;
use afaq_app::{App, AppError, Ports, Settings};
use afaq_base::{CaseId, DraftId, Lang, time};
use afaq_domain::cases::Stage;
use afaq_gateways::{
    CityRegisters, DemoIdentity, DemoPayment, DemoRole, KeptLetters, SystemClock, SystemEntropy, TestScanner,
};
use afaq_pack::{Concept, Kind, Service, What};
use afaq_ports::{Clock, DocumentRequest, Documents, Entropy, Fault, Officer};
use afaq_store::{MasterKey, Options, SaveDraft, Store, StreamId};
use afaq_testkit::{City, Rng, files};

use crate::Failure;
use crate::relive::Life;

/// People of the city.
const PEOPLE: usize = 20_000;
/// People who have a case each, or several.
const APPLICANTS: usize = 2_000;
/// Requests that are handed in; whoever wants more open cases gets them in the same words under other numbers.
const SUBMITTED: usize = 4_000;
/// Seconds between two of those, back from now.
const APART_SECONDS: u64 = 20;
/// Requests that are handed in side by side.
const SIDE_BY_SIDE: usize = 64;
/// Pages that a form may have.
const PAGES_MAX: usize = 60;

/// A case with the person whose it is.
#[derive(Clone)]
pub struct Owned {
    pub person: Person,
    pub case: CaseId,
}

/// An open house.
pub struct House {
    pub app: App,
    pub service: String,
    pub owned: Vec<Owned>,
    pub officers: Vec<Officer>,
}

/// Documents are not measured here.
struct NoDocuments;

impl Documents for NoDocuments {
    fn render(&self, _: &DocumentRequest) -> Result<Vec<u8>, Fault> {
        Ok(b"%PDF-1.7".to_vec())
    }
}

/// A request as somebody has filled it in, to be handed in again and again.
struct Filled {
    person: Person,
    service: Arc<Service>,
    draft: Draft,
}

/// Opens a new store in a folder, publishes the services and hands in requests until so many wait for one unit.
pub async fn open(folder: &Path, cases: usize) -> Result<House, Failure> {
    let store = Store::open(folder, MasterKey::from_bytes([7; 32]), Options::default()).await?;
    let now = SystemClock.now();
    let city = Arc::new(City::generate_on(42, PEOPLE, time::local_date(now)));
    let identity = Arc::new(DemoIdentity::new(city.clone()));
    let ports = Ports {
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        registers: Arc::new(CityRegisters::new(city.clone())),
        payment: Arc::new(DemoPayment::new(SystemEntropy.bytes())),
        letters: Arc::new(KeptLetters),
        scanner: Arc::new(TestScanner),
        documents: Arc::new(NoDocuments),
        identity: identity.clone(),
    };
    let settings = Settings { has_lazy_documents: true, ..Settings::default() };
    let app = App::open(store, ports, settings).await?;
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw");
    let shared = files::inside(&packs.join("_shared"))?;
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&packs)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    folders.sort();
    for pack in folders.iter().filter(|folder| folder.join("service.yaml").is_file()) {
        app.publish(&files::inside(pack)?, &shared, now, "measurement", false).await?;
    }
    identity.set_roles(roles(&app));
    let service = busiest(&app, &city).await?;
    let filled = Arc::new(fill_all(&app, &city, &service, APPLICANTS).await?);
    let owned = Arc::new(submit(&app, &filled, cases.min(SUBMITTED)).await?);
    multiply(&app, &owned, cases - owned.len().min(cases)).await?;
    let owned = owned.to_vec();
    let officers = officers(&app, &owned).await?;
    Ok(House { app, service, owned, officers })
}

fn roles(app: &App) -> Vec<DemoRole> {
    let services = app.services();
    let roles = services.iter().flat_map(|published| &published.service.roles);
    roles
        .map(|role| DemoRole {
            body: role.body.as_str().to_string(),
            unit: role.unit.clone().unwrap_or_else(|| "main".into()),
            role: role.id.clone(),
            label: role.label.clone(),
        })
        .collect()
}

/// The service of whose first requests most wait for an officer.
async fn busiest(app: &App, city: &City) -> Result<String, Failure> {
    let mut best = (0, String::new());
    for published in app.services() {
        let id = published.service.id.as_str().to_string();
        let mut waiting = 0;
        for filled in fill_all(app, city, &id, 12).await? {
            waiting += usize::from(hand_in(app, &filled).await?.is_some());
        }
        if waiting > best.0 {
            best = (waiting, id);
        }
    }
    if best.0 == 0 { Err("no service has work for officers".into()) } else { Ok(best.1) }
}

/// Forms of a service, filled page by page by so many people.
async fn fill_all(app: &App, city: &City, service: &str, count: usize) -> Result<Vec<Filled>, Failure> {
    let mut rng = Rng::new(17);
    let mut found = Vec::new();
    let fits = |person: &&afaq_testkit::Person| {
        city.could_want(service, person) && city.asks_as_guardian_of(service, person).is_none()
    };
    for person in city.people().iter().filter(fits) {
        if found.len() == count {
            break;
        }
        found.extend(fill(app, city, &mut rng, &app.person(person.civil_number)?, service).await?);
    }
    Ok(found)
}

async fn fill(
    app: &App,
    city: &City,
    rng: &mut Rng,
    person: &Person,
    service: &str,
) -> Result<Option<Filled>, Failure> {
    let id = match app.start_draft(person, service, None, Lang::Ar).await {
        Ok(id) => id,
        Err(AppError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut view = app.draft(person, id).await?;
    let mut next = view.next(None);
    for _ in 0..PAGES_MAX {
        let Next::Page(page) = next else { break };
        for kind in evidence_of(&view, &page) {
            let accepts =
                view.service.find_evidence(&kind).map(|one| one.accepts.as_slice()).unwrap_or_default();
            let types: Vec<&str> = accepts.iter().map(|media| media.media_type()).collect();
            let (name, bytes) = afaq_testkit::files::fitting(&types);
            view = app.add_evidence(person, id, &kind, name, bytes).await?;
        }
        let answers = answers(city, rng, person, &view, &page);
        (view, next) = app.answer_page(person, id, view.version, &page, &answers).await?;
    }
    app.delete_draft(person, id).await?;
    // Papers belong to the draft that is gone: who needs them is left out here.
    let is_whole = next == Next::Check && view.missing().is_empty() && view.draft.evidence.is_empty();
    Ok(is_whole.then(|| Filled { person: person.clone(), service: view.service, draft: view.draft }))
}

fn evidence_of(view: &DraftView, page: &str) -> Vec<String> {
    let pages = view.pages();
    let shown = pages.iter().filter(|shown| shown.page.id == page);
    shown
        .flat_map(|shown| shown.sections.iter().flat_map(|(_, questions)| questions.iter()))
        .filter_map(|question| match &question.what {
            What::Evidence(id) if !view.draft.evidence.contains_key(id) => Some(id.clone()),
            What::Evidence(_) | What::Concept(_) | What::Group(_) => None,
        })
        .collect()
}

fn answers(city: &City, rng: &mut Rng, person: &Person, view: &DraftView, page: &str) -> PageAnswers {
    let mut answers = PageAnswers::new();
    for shown in view.pages().iter().filter(|shown| shown.page.id == page) {
        for question in shown.sections.iter().flat_map(|(_, questions)| questions) {
            if let What::Concept(path) = &question.what
                && let Some(concept) = view.service.concepts.get(path)
            {
                answers.insert(path.clone(), vec![answer(city, rng, person, concept)]);
            }
        }
    }
    answers
}

fn answer(city: &City, rng: &mut Rng, person: &Person, concept: &Concept) -> String {
    if let Some(likely) = city.likely_answer(person.number, &concept.path) {
        return likely;
    }
    match &concept.kind {
        Kind::CivilNumber => {
            let relatives = city.relatives(person.number);
            let near = relatives.iter().find(|(_, other)| other.disability.is_some()).or(relatives.first());
            near.map_or(person.number, |(_, other)| other.civil_number).to_string()
        }
        Kind::Iban => {
            let account = city.find(person.number).and_then(|person| person.iban.as_ref());
            account.map_or_else(|| "KW81CBKU0000000000001234560101".to_string(), ToString::to_string)
        }
        Kind::Boolean => "true".to_string(),
        Kind::OneOf(choices) => rng.pick(choices).id.clone(),
        Kind::ManyOf(choices) => choices.first().map(|choice| choice.id.clone()).unwrap_or_default(),
        Kind::Date => city.today().to_string(),
        Kind::Money { .. } => "250.000".to_string(),
        Kind::Number { min, .. } => min.as_ref().map_or_else(|| "1".to_string(), ToString::to_string),
        Kind::Phone => format!("5{:07}", rng.below(10_000_000)),
        Kind::Email => "person@example.com".to_string(),
        Kind::Country => "KW".to_string(),
        Kind::Text { .. } => "كما هو موضح في المستند المرفق".to_string(),
    }
}

/// Hands a filled form in as a new request; gives the case if it waits for an officer.
async fn hand_in(app: &App, filled: &Filled) -> Result<Option<Owned>, Failure> {
    let (id, now) = (DraftId::from_bytes(app.fresh_in_order()), app.now());
    let draft = SaveDraft {
        draft_id: id,
        party: filled.person.party,
        service_id: filled.service.id.clone(),
        pack_version: filled.service.behavior_hash.clone(),
        page: "check".into(),
        answers: serde_json::to_vec(&filled.draft)?,
        expected_version: 0,
        now,
        expires_at: now + jiff::SignedDuration::from_hours(24),
    };
    app.store().save_draft(&draft).await?;
    let case = match app.submit_draft(&filled.person, id).await {
        Ok(case) => case,
        Err(AppError::Refused(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let (found, _) = app.my_case_now(&filled.person, case).await?;
    let is_waiting = found.stage() == Stage::WithOfficer;
    Ok(is_waiting.then(|| Owned { person: filled.person.clone(), case }))
}

/// Hands requests in, side by side, until so many wait for an officer.
async fn submit(app: &App, filled: &Arc<Vec<Filled>>, cases: usize) -> Result<Vec<Owned>, Failure> {
    let mut tasks = Vec::new();
    for lane in 0..SIDE_BY_SIDE {
        let (app, filled) = (app.clone(), filled.clone());
        let share = cases / SIDE_BY_SIDE + usize::from(lane < cases % SIDE_BY_SIDE);
        tasks.push(tokio::spawn(async move {
            let mut owned = Vec::with_capacity(share);
            let mut tried = 0;
            let mut turn = lane;
            while owned.len() < share {
                let one = filled.get(turn % filled.len().max(1)).ok_or("nobody applies")?;
                turn += SIDE_BY_SIDE;
                tried += 1;
                owned.extend(hand_in(&app, one).await?);
                if tried > 50 + 4 * share {
                    return Err::<_, Failure>("too few requests wait for an officer".into());
                }
            }
            Ok(owned)
        }));
    }
    let mut owned = Vec::with_capacity(cases);
    for task in tasks {
        owned.extend(task.await??);
    }
    Ok(owned)
}

/// Takes in as many further open cases of the same people.
async fn multiply(app: &App, owned: &Arc<Vec<Owned>>, more: usize) -> Result<(), Failure> {
    let mut lives = Vec::new();
    for one in owned.iter().take(APPLICANTS) {
        lives.push(Life::of(app, &StreamId::new("case", one.case.to_string())).await?);
    }
    let (lives, now) = (Arc::new(lives), app.now());
    let mut tasks = Vec::new();
    for lane in 0..SIDE_BY_SIDE {
        let (app, owned, lives) = (app.clone(), owned.clone(), lives.clone());
        tasks.push(tokio::spawn(async move {
            for n in (lane..more).step_by(SIDE_BY_SIDE) {
                let (life, one) = (&lives[n % lives.len()], &owned[n % lives.len()]);
                let at = now - Duration::from_secs(APART_SECONDS * n as u64);
                life.again(&app, &one.person, n as u64, at).await?;
            }
            Ok::<_, Failure>(())
        }));
    }
    for task in tasks {
        task.await??;
    }
    Ok(())
}

/// The officers of the unit in which the cases lie.
async fn officers(app: &App, owned: &[Owned]) -> Result<Vec<Officer>, Failure> {
    let first = owned.first().ok_or("there is no case")?;
    let (case, _) = app.my_case_now(&first.person, first.case).await?;
    let mut officers = app.ports().identity.officers();
    officers.retain(|officer| officer.body == case.body && officer.units.contains(&case.unit));
    Ok(officers)
}
