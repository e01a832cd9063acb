//! Use cases: what people, officers, designers and clocks may do, and with which right.
//!
//! Each use case loads what it needs, lets `domain` judge, and stores the outcome in one
//! transaction. Nothing here knows SQL or HTML.

mod bulk;
mod calendars;
pub mod cases;
mod catalogue;
mod corrections;
pub mod desk;
mod error;
mod figures;
pub mod inbound;
mod jobs;
mod lately;
mod letters;
pub mod limits;
mod my_data;
pub mod parties;
mod passages;
pub mod publishing;
mod ratings;
mod registers;
pub mod scenario;
mod search;
pub mod team;

/// What lists and pages read, as the store keeps it.
pub mod rows {
    pub use afaq_store::{
        BulkRun, CaseRow, Cursor, DocumentRow, DraftSummary, JobCounts, Letter, NoticeRow, Sealed,
        StoreError, TaskRow,
    };
}

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use afaq_base::calendar::WorkingCalendar;
use afaq_base::{BodyCode, Timestamp};
use afaq_ports::{Clock, Documents, Entropy, Identity, Letters, Payment, Registers, Scanner};
use afaq_store::Store;
use jiff::SignedDuration;

pub use bulk::{BulkConflict, BulkReport};
pub use catalogue::{PublishReport, Published};
pub use corrections::{Claim, CorrectionView, REGISTRAR};
pub use error::AppError;
pub use figures::Figures;
pub use jobs::JobsDone;
pub use my_data::MyData;
pub use passages::MigrationPlan;
pub use ratings::RatingView;
pub use search::Found;

/// Everything outside, as the binary wires it.
#[derive(Clone)]
pub struct Ports {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives bytes for new identifiers.
    pub entropy: Arc<dyn Entropy>,
    /// Other bodies' registers.
    pub registers: Arc<dyn Registers>,
    /// The payment gateway.
    pub payment: Arc<dyn Payment>,
    /// Mail and short messages.
    pub letters: Arc<dyn Letters>,
    /// The virus scanner.
    pub scanner: Arc<dyn Scanner>,
    /// Sets documents.
    pub documents: Arc<dyn Documents>,
    /// Says who somebody is.
    pub identity: Arc<dyn Identity>,
}

/// How this installation behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address under which people reach the portal, without a slash at its end.
    pub base_url: String,
    /// Whether documents are set when they are first opened, not when they are issued (the demonstration's past).
    pub has_lazy_documents: bool,
    /// Milliseconds for one look-up in a register.
    pub register_deadline_ms: u64,
    /// Seconds in which a prepared decision can be undone before it is taken.
    pub undo_seconds: u32,
    /// Limits that this installation has lowered.
    pub limits: limits::Limits,
    /// Systems that may send messages, by name.
    pub senders: BTreeMap<String, inbound::Sender>,
}

impl Settings {
    /// How long a draft is kept, and with it what was uploaded for it.
    pub(crate) fn draft_days(&self) -> i64 {
        i64::try_from(self.limits.draft_days).unwrap_or(limits::DRAFT_DAYS)
    }

    /// How long a session lasts without any action.
    pub(crate) fn session_idle(&self) -> SignedDuration {
        SignedDuration::from_hours(
            i64::try_from(self.limits.session_idle_hours).unwrap_or(limits::SESSION_IDLE_HOURS),
        )
    }

    /// How long a session lasts in any case.
    pub(crate) fn session(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::try_from(self.limits.session_hours).unwrap_or(limits::SESSION_HOURS))
    }

    /// How long a prepared decision can be undone.
    #[must_use]
    pub fn undo(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.undo_seconds))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:8080".into(),
            has_lazy_documents: false,
            register_deadline_ms: limits::REGISTER_DEADLINE_MS,
            undo_seconds: afaq_domain::limits::UNDO_SECONDS,
            limits: limits::Limits::default(),
            senders: BTreeMap::new(),
        }
    }
}

/// The use cases, over one store and the ports. Cheap to clone.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

/// The calendar of all bodies, and those of single bodies that were asked for.
#[derive(Default)]
pub(crate) struct Calendars {
    all: Option<Arc<WorkingCalendar>>,
    announcements: u64,
    bodies: BTreeMap<BodyCode, &'static WorkingCalendar>,
}

struct Inner {
    store: Store,
    ports: Ports,
    settings: Settings,
    catalogue: RwLock<Arc<catalogue::Catalogue>>,
    calendars: RwLock<Calendars>,
    cases: cases::CaseCache,
    counts: cases::Counts,
    search: search::Kept,
    memory: lately::Memory,
    /// Counts how often the published services were read anew.
    catalogue_reads: std::sync::atomic::AtomicU64,
    teams: team::Teams,
    figures: figures::Kept,
}

impl App {
    /// Opens the use cases over a store and loads the published services.
    ///
    /// # Errors
    /// A fault of the store, a published pack that can't be read any more, or limits above the hard ones.
    pub async fn open(store: Store, ports: Ports, settings: Settings) -> Result<Self, AppError> {
        settings.limits.check().map_err(|bad| AppError::Data(bad.to_string()))?;
        let app = Self {
            inner: Arc::new(Inner {
                store,
                ports,
                settings,
                catalogue: RwLock::default(),
                calendars: RwLock::default(),
                cases: cases::CaseCache::default(),
                counts: cases::Counts::default(),
                search: search::Kept::default(),
                memory: lately::Memory::default(),
                catalogue_reads: std::sync::atomic::AtomicU64::default(),
                teams: team::Teams::default(),
                figures: figures::Kept::default(),
            }),
        };
        app.reload_catalogue().await?;
        app.refresh_calendars().await?;
        Ok(app)
    }

    /// Whether nothing was ever stored as a case here.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn is_new(&self) -> Result<bool, AppError> {
        Ok(self.store().feed_end().await? == afaq_store::Position::START)
    }

    /// The store, for operators' commands.
    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    /// The ports.
    pub fn ports(&self) -> &Ports {
        &self.inner.ports
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.inner.ports.clock.now()
    }

    pub(crate) fn fresh(&self) -> [u8; 16] {
        self.inner.ports.entropy.bytes()
    }

    /// Bytes for one purpose; chance, unless the installation's past is to be the same each time.
    pub(crate) fn fresh_for(&self, what: &str, of: u128, number: u64) -> [u8; 16] {
        self.inner.ports.entropy.bytes_for(what, of, number)
    }

    /// Bytes for an identifier whose order is the order of time, to the millisecond; 80 bits are chance.
    ///
    /// Rows that are written together then lie together, which spares the disk most of its pages.
    pub fn fresh_in_order(&self) -> [u8; 16] {
        self.in_order(self.fresh())
    }

    /// As [`App::fresh_in_order`], of bytes that were drawn for a purpose.
    pub(crate) fn in_order(&self, mut bytes: [u8; 16]) -> [u8; 16] {
        let [_, _, time @ ..] = self.now().as_millisecond().to_be_bytes();
        bytes[..6].copy_from_slice(&time);
        bytes
    }
}
