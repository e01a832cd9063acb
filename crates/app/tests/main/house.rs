//! A house for one test: a store in a temporary folder, a clock that only the test moves, and a world
//! outside that answers as the test wants.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use afaq_app::cases::{DecisionForm, Next, PageAnswers};
use afaq_app::parties::Person;
use afaq_app::{App, AppError, Ports, Settings};
use afaq_base::{CaseId, CivilNumber, DraftId, Lang, Money, Text, Timestamp};
use afaq_pack::PackFiles;
use afaq_ports::*;
use afaq_store::{MasterKey, Options, Store};
use jiff::SignedDuration;

pub const SERVICE: &str = "kw.pada.trial";
pub const NOURA: &str = "288020122596";
pub const SALEM: &str = "227081660516";
pub const CHILD: &str = "292091998298";
pub const JPEG: &[u8] = &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3];

/// What the world outside does, as the test sets it.
#[derive(Default)]
pub struct Outside {
    pub silent: Mutex<Vec<String>>,
    pub broken_documents: Mutex<Option<Fault>>,
    pub rendered: AtomicU64,
    pub letters: Mutex<Vec<Letter>>,
    pub asked: Mutex<Vec<RegisterQuery>>,
    now: Mutex<Option<Timestamp>>,
    counter: AtomicU64,
    pub draws_one_number: std::sync::atomic::AtomicBool,
}

#[derive(Clone)]
struct World(Arc<Outside>);

impl Clock for World {
    fn now(&self) -> Timestamp {
        self.0.now.lock().unwrap().unwrap()
    }
}

impl Entropy for World {
    fn bytes(&self) -> [u8; 16] {
        let count = self.0.counter.fetch_add(1, Ordering::Relaxed) + 1;
        // Spread, so that identifiers made of neighbors are far apart.
        let first = count.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&first.to_be_bytes());
        bytes[8..].copy_from_slice(&count.to_be_bytes());
        bytes
    }

    /// The first number that is drawn for a case can be one and the same for all.
    fn bytes_for(&self, what: &str, _of: u128, number: u64) -> [u8; 16] {
        if what == "number" && number == 0 && self.0.draws_one_number.load(Ordering::Relaxed) {
            return [0; 16];
        }
        self.bytes()
    }
}

impl Registers for World {
    fn read(&self, query: &RegisterQuery, _deadline_ms: u64) -> RegisterAnswer {
        self.0.asked.lock().unwrap().push(query.clone());
        if self.0.silent.lock().unwrap().contains(&query.register) {
            return RegisterAnswer::Silent("down".into());
        }
        let mut record = serde_json::Map::new();
        let mut put = |name: &str, value: &str| drop(record.insert(name.into(), value.into()));
        match query.keys.first().map(String::as_str) {
            Some(NOURA) => {
                put("name_ar", "نورة العوضي");
                put("nationality", "KW");
            }
            Some(SALEM) => {
                put("name_ar", "سالم المطر");
                put("nationality", "EG");
            }
            Some(CHILD) => {
                put("name_ar", "بدر العوضي");
                put("nationality", "KW");
                put("guardian", NOURA);
            }
            _ => return RegisterAnswer::NoRecord,
        }
        RegisterAnswer::Record(record)
    }
}

impl Payment for World {
    fn start(&self, request: &PaymentRequest) -> Result<PaymentPage, Fault> {
        Ok(PaymentPage { address: format!("/gateway/{}", request.reference) })
    }

    fn is_genuine(&self, reference: &str, transaction: &str, amount: Money, signature: &str) -> bool {
        signature == format!("signed {reference} {transaction} {}", amount.fils())
    }
}

impl Letters for World {
    fn send(&self, letter: &Letter) -> Result<(), Fault> {
        self.0.letters.lock().unwrap().push(letter.clone());
        Ok(())
    }
}

impl Scanner for World {
    fn scan(&self, bytes: &[u8]) -> Result<Verdict, Fault> {
        let is_bad = bytes.windows(5).any(|window| window == b"VIRUS");
        Ok(if is_bad { Verdict::Infected("test".into()) } else { Verdict::Clean })
    }
}

impl Documents for World {
    fn render(&self, request: &DocumentRequest) -> Result<Vec<u8>, Fault> {
        if let Some(fault) = self.0.broken_documents.lock().unwrap().clone() {
            return Err(fault);
        }
        self.0.rendered.fetch_add(1, Ordering::Relaxed);
        Ok(format!("%PDF-1.7 {} {}", request.number, request.verification_url).into_bytes())
    }
}

/// Officers: account, body, unit, role.
const OFFICERS: [(&str, &str, &str, &str); 8] = [
    ("owner", "PADA", "intake", "process_owner"),
    ("mona", "PADA", "intake", "case_officer"),
    ("jasem", "PADA", "intake", "case_officer"),
    ("clerk", "PADA", "intake", "clerk"),
    ("dana", "PADA", "grievances", "grievance_officer"),
    ("huda", "MOH", "council", "physician"),
    ("aisha", "PADA", "services", SERVICE_OWNER),
    ("fahad", "PADA", "services", SERVICE_OWNER),
];

/// Who leads her unit.
const HEAD: &str = "mona";

impl Identity for World {
    fn find_person(&self, civil_number: &CivilNumber) -> Option<afaq_ports::Person> {
        let name = match civil_number.as_str() {
            NOURA => "نورة العوضي",
            SALEM => "سالم المطر",
            CHILD => "بدر العوضي",
            _ => return None,
        };
        Some(afaq_ports::Person { civil_number: *civil_number, name: Text::same(name) })
    }

    fn find_officer(&self, id: &str) -> Option<Officer> {
        self.officers().into_iter().find(|officer| officer.id == id)
    }

    fn officers(&self) -> Vec<Officer> {
        let officer = |(id, body, unit, role): (&str, &str, &str, &str)| Officer {
            id: id.into(),
            name: Text::same(id),
            body: body.into(),
            units: vec![unit.into()],
            roles: std::iter::once(role)
                .chain((id == HEAD).then_some(UNIT_HEAD))
                .map(str::to_string)
                .collect(),
        };
        OFFICERS.into_iter().map(officer).collect()
    }

    fn units(&self) -> Vec<Unit> {
        let unit =
            |body: &str, unit: &str| Unit { body: body.into(), unit: unit.into(), name: Text::same(unit) };
        vec![unit("PADA", "intake"), unit("PADA", "grievances"), unit("MOH", "council")]
    }
}

/// The house with all that the test may set outside.
pub struct House {
    pub app: App,
    pub outside: Arc<Outside>,
    folder: tempfile::TempDir,
}

/// The files of the small service of the tests, and of its registers.
pub fn trial() -> (PackFiles, PackFiles) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/pack");
    let mut pack = crate::files::read_folder(&folder);
    let mut shared = PackFiles::new();
    shared.insert("registers.yaml".into(), pack.remove("registers.yaml").unwrap());
    let card = pack.remove("card.typ").unwrap();
    pack.insert("outputs/card.typ".into(), card);
    (pack, shared)
}

pub fn person_number(text: &str) -> CivilNumber {
    CivilNumber::parse(text).unwrap()
}

impl House {
    /// A house with the small service published.
    pub async fn open() -> Self {
        let house = Self::empty().await;
        let (pack, shared) = trial();
        crate::files::service_to_publish(&pack, &shared);
        house.app.publish(&pack, &shared, house.app.now(), "designer", false).await.unwrap();
        house
    }

    pub async fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let outside = Arc::new(Outside::default());
        // A Sunday at nine o'clock in Kuwait.
        *outside.now.lock().unwrap() = Some("2026-11-22T06:00:00Z".parse().unwrap());
        let app = Self::start(folder.path(), &outside).await;
        Self { app, outside, folder }
    }

    /// An empty house that takes messages of other systems.
    pub async fn with_senders(senders: BTreeMap<String, afaq_app::inbound::Sender>) -> Self {
        let mut house = Self::empty().await;
        let settings = Settings { senders, ..Settings::default() };
        house.app = App::open(house.app.store().clone(), house.app.ports().clone(), settings).await.unwrap();
        house
    }

    async fn start(folder: &Path, outside: &Arc<Outside>) -> App {
        let store = Store::open(folder, MasterKey::from_bytes([7; 32]), Options::default()).await.unwrap();
        let world = World(outside.clone());
        let ports = Ports {
            clock: Arc::new(world.clone()),
            entropy: Arc::new(world.clone()),
            registers: Arc::new(world.clone()),
            payment: Arc::new(world.clone()),
            letters: Arc::new(world.clone()),
            scanner: Arc::new(world.clone()),
            documents: Arc::new(world.clone()),
            identity: Arc::new(world),
        };
        App::open(store, ports, Settings::default()).await.unwrap()
    }

    /// The same house after its program was started again: nothing in memory, all from the store.
    pub async fn again(mut self) -> Self {
        self.app.store().close().await;
        self.app = Self::start(self.folder.path(), &self.outside).await;
        self
    }

    pub fn pass(&self, time: SignedDuration) {
        let mut now = self.outside.now.lock().unwrap();
        *now = now.map(|at| at + time);
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.pass(SignedDuration::from_mins(minutes));
    }

    pub fn pass_days(&self, days: i64) {
        self.pass(SignedDuration::from_hours(24 * days));
    }

    pub fn person(&self, number: &str) -> Person {
        self.app.person(person_number(number)).unwrap()
    }

    pub fn officer(&self, id: &str) -> Officer {
        self.app.ports().identity.find_officer(id).unwrap()
    }

    /// Begins a draft for oneself.
    pub async fn draft(&self, who: &str) -> DraftId {
        self.app.start_draft(&self.person(who), SERVICE, None, Lang::Ar).await.unwrap()
    }

    /// Answers the first page.
    pub async fn answer(&self, who: &str, draft: DraftId, wage: &str) -> Result<Next, AppError> {
        let version = self.app.draft(&self.person(who), draft).await?.version;
        let answers = home(wage);
        Ok(self.app.answer_page(&self.person(who), draft, version, "home", &answers).await?.1)
    }

    /// A whole draft, ready to be handed in.
    pub async fn filled(&self, who: &str) -> DraftId {
        let draft = self.draft(who).await;
        self.answer(who, draft, "900").await.unwrap();
        self.app.add_evidence(&self.person(who), draft, "photo", "photo.jpg", JPEG).await.unwrap();
        draft
    }

    /// A case that was handed in.
    pub async fn case(&self, who: &str) -> CaseId {
        let draft = self.filled(who).await;
        self.app.submit_draft(&self.person(who), draft).await.unwrap()
    }

    /// The stage in which the person sees the case.
    pub async fn stage(&self, who: &str, case: CaseId) -> &'static str {
        self.app.my_case(&self.person(who), case).await.unwrap().case.stage().code()
    }

    /// The first open task of a case.
    pub async fn task(&self, who: &str, case: CaseId) -> u64 {
        let view = self.app.my_case(&self.person(who), case).await.unwrap();
        view.case.process.tasks.keys().next().copied().unwrap_or(999)
    }

    /// Approves, lets the time to undo pass, and does the background work.
    pub async fn approve(&self, who: &str, case: CaseId) {
        let task = self.task(who, case).await;
        let problems =
            self.app.end_task(&self.officer("mona"), case, task, &choice("approve")).await.unwrap();
        assert!(problems.is_empty(), "{problems:?}");
        self.pass_minutes(10);
        self.work().await;
    }

    /// Does background work until nothing is due.
    pub async fn work(&self) {
        for _ in 0..20 {
            if self.app.run_jobs("worker").await.unwrap() == afaq_app::JobsDone::default() {
                return;
            }
        }
        panic!("background work does not end");
    }

    /// Does background work of which some fails for good.
    pub async fn work_with_failures(&self) {
        while self.app.run_jobs("worker").await.unwrap() != afaq_app::JobsDone::default() {}
    }

    /// The gateway reports what is due as paid.
    pub async fn pay(&self, who: &str, case: CaseId) -> Result<CaseId, AppError> {
        self.pay_as(who, case, "first").await
    }

    /// The gateway reports a payment of what was due, with a number of its own.
    pub async fn pay_as(&self, who: &str, case: CaseId, number: &str) -> Result<CaseId, AppError> {
        let fee = self.app.my_case(&self.person(who), case).await?.case.fee.clone().unwrap();
        let signature = format!("signed {} {number} {}", fee.reference, fee.amount.fils());
        self.app.payment_called(&fee.reference, number, fee.amount, &signature).await
    }

    /// A case whose document is issued.
    pub async fn issued(&self, who: &str) -> CaseId {
        let case = self.case(who).await;
        self.approve(who, case).await;
        self.pay(who, case).await.unwrap();
        self.work().await;
        assert_eq!(self.stage(who, case).await, "approved");
        case
    }
}

/// The answers to the first page.
pub fn home(wage: &str) -> PageAnswers {
    let fields = [("request.is_resident", "true"), ("request.wage", wage), ("request.has_children", "false")];
    fields.into_iter().map(|(name, value)| (name.to_string(), vec![value.to_string()])).collect()
}

pub fn choice(word: &str) -> DecisionForm {
    DecisionForm { choice: word.into(), ..DecisionForm::default() }
}

/// A form with a choice and words in Arabic.
pub fn words(word: &str, text: &str) -> DecisionForm {
    DecisionForm { text_ar: text.into(), ..choice(word) }
}

/// Letters that were carried, by their subject.
pub fn subjects(outside: &Outside) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for letter in outside.letters.lock().unwrap().iter() {
        *counts.entry(letter.subject.clone()).or_default() += 1;
    }
    counts
}

/// The code of a refusal; other outcomes in a word.
pub fn code<T>(result: Result<T, AppError>) -> &'static str {
    match result {
        Ok(_) => "done",
        Err(AppError::Refused(refusal)) => refusal.code(),
        Err(AppError::NotFound) => "not_found",
        Err(AppError::Stale) => "stale",
        Err(AppError::File(problem)) => match problem {
            afaq_app::cases::FileProblem::Empty => "empty",
            afaq_app::cases::FileProblem::TooLarge { .. } => "too_large",
            afaq_app::cases::FileProblem::WrongType => "wrong_type",
            afaq_app::cases::FileProblem::Infected => "infected",
            afaq_app::cases::FileProblem::TooMany => "too_many",
        },
        Err(AppError::PackHasFaults(_)) => "pack_has_faults",
        Err(error) => panic!("{error:?}"),
    }
}
