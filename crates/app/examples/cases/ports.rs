//! The ports of the measurement: a generated city, a clock that runs fast, documents that are only bytes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;

use afaq_app::App;
use afaq_base::{CivilNumber, Money, Text, Timestamp};
use afaq_ports::{
    Clock, DocumentRequest, Documents, Entropy, Fault, Identity, Letter, Letters, Officer, Payment,
    PaymentPage, PaymentRequest, Person, RegisterAnswer, RegisterQuery, Registers, Scanner, Unit, Verdict,
};
use afaq_testkit::City;

/// How many seconds of the platform's time pass in one of the machine's: decisions take effect meanwhile.
pub const SPEED: i64 = 600;

/// A clock that runs fast and can be moved on.
pub struct FastClock {
    base: Timestamp,
    begin: Instant,
    speed: i64,
    moved_micros: AtomicI64,
}

impl FastClock {
    pub fn at(base: Timestamp, begin: Instant, speed: i64) -> Self {
        Self { base, begin, speed, moved_micros: AtomicI64::new(0) }
    }

    pub fn move_on(&self, minutes: i64) {
        self.moved_micros.fetch_add(minutes * 60_000_000, Ordering::Relaxed);
    }
}

impl Clock for FastClock {
    fn now(&self) -> Timestamp {
        let passed =
            i64::try_from(self.begin.elapsed().as_micros()).unwrap_or(i64::MAX).saturating_mul(self.speed);
        let moved = passed.saturating_add(self.moved_micros.load(Ordering::Relaxed));
        Timestamp::from_microsecond(self.base.as_microsecond().saturating_add(moved)).unwrap_or(self.base)
    }
}

/// Bytes from a counter, spread as random ones are.
pub struct SeededEntropy {
    count: AtomicU64,
}

impl SeededEntropy {
    pub fn new() -> Self {
        Self::from(1)
    }

    /// From another number on: a second program at the same store.
    pub fn from(count: u64) -> Self {
        Self { count: AtomicU64::new(count) }
    }
}

impl Entropy for SeededEntropy {
    fn bytes(&self) -> [u8; 16] {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0; 16];
        for (part, salt) in bytes.chunks_exact_mut(8).zip(1_u64..) {
            // SplitMix64.
            let mut z = count.wrapping_add(salt << 40).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            part.copy_from_slice(&(z ^ (z >> 31)).to_be_bytes());
        }
        bytes
    }
}

/// The city's registers, its people, and an officer for each unit that the packs name.
pub struct CityPorts {
    pub city: Arc<City>,
    pub desk: std::sync::RwLock<Vec<Officer>>,
}

impl CityPorts {
    /// One officer for each unit of the published services, with all of the unit's roles.
    pub fn staff(&self, app: &App) {
        let mut units: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for published in app.services() {
            for role in &published.service.roles {
                let unit = role.unit.clone().unwrap_or_else(|| "main".into());
                units.entry((role.body.as_str().to_string(), unit)).or_default().push(role.id.clone());
            }
        }
        let officers = units
            .into_iter()
            .map(|((body, unit), roles)| Officer {
                id: format!("{}.{unit}.1", body.to_ascii_lowercase()),
                name: Text::new("موظف", "Officer"),
                body,
                units: vec![unit],
                roles,
            })
            .collect();
        *self.desk.write().unwrap_or_else(std::sync::PoisonError::into_inner) = officers;
    }
}

impl Registers for CityPorts {
    fn read(&self, query: &RegisterQuery, _deadline_ms: u64) -> RegisterAnswer {
        let keys: Vec<&str> = query.keys.iter().map(String::as_str).collect();
        match self.city.answer(&query.register, &keys) {
            Some(serde_json::Value::Object(record)) => RegisterAnswer::Record(record),
            Some(_) => RegisterAnswer::Silent("not a record".into()),
            None => RegisterAnswer::NoRecord,
        }
    }
}

impl Identity for CityPorts {
    fn find_person(&self, civil_number: &CivilNumber) -> Option<Person> {
        let person = self.city.find(*civil_number)?;
        Some(Person { civil_number: *civil_number, name: person.name.clone() })
    }

    fn find_officer(&self, id: &str) -> Option<Officer> {
        self.officers().into_iter().find(|officer| officer.id == id)
    }

    fn officers(&self) -> Vec<Officer> {
        self.desk.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    fn units(&self) -> Vec<Unit> {
        Vec::new()
    }
}

/// What lies outside and is not measured: payment, letters, the scanner, the setting of documents.
pub struct Outside;

impl Payment for Outside {
    fn start(&self, request: &PaymentRequest) -> Result<PaymentPage, Fault> {
        Ok(PaymentPage { address: format!("/pay/{}", request.reference) })
    }

    fn is_genuine(&self, _reference: &str, _transaction: &str, _amount: Money, _signature: &str) -> bool {
        true
    }
}

impl Letters for Outside {
    fn send(&self, _letter: &Letter) -> Result<(), Fault> {
        Ok(())
    }
}

impl Scanner for Outside {
    fn scan(&self, _bytes: &[u8]) -> Result<Verdict, Fault> {
        Ok(Verdict::Clean)
    }
}

impl Documents for Outside {
    fn render(&self, _request: &DocumentRequest) -> Result<Vec<u8>, Fault> {
        Ok(vec![b'%'; 40_000])
    }
}
