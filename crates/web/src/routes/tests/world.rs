//! A small installation: a generated city, a clock that stands still, a store in a temporary folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use afaq_app::{App, Ports};
use afaq_base::{CivilNumber, Timestamp};
use afaq_gateways::{
    CityRegisters, DemoIdentity, DemoPayment, DemoRole, KeptLetters, SeededEntropy, TestScanner, VirtualClock,
};
use afaq_pack::PackFiles;
use afaq_ports::{Clock, DocumentRequest, Documents, Fault};
use afaq_store::{MasterKey, Options, Store};
use afaq_testkit::City;
use axum::Router;
use jiff::SignedDuration;

use super::browser::Browser;
use crate::routes::{Demonstration, Settings, router};

/// The service that most tests use.
pub const CARER: &str = "kw.pada.carer_allowance";

pub struct World {
    pub app: App,
    pub city: Arc<City>,
    pub clock: Arc<VirtualClock>,
    pub router: Router,
    _folder: tempfile::TempDir,
}

/// Sets no document, but gives a file that looks like one.
struct Paper;

impl Documents for Paper {
    fn render(&self, request: &DocumentRequest) -> Result<Vec<u8>, Fault> {
        Ok(format!("%PDF-1.7 {}", request.number).into_bytes())
    }
}

fn packs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw")
}

fn files(folder: &Path) -> PackFiles {
    afaq_testkit::files::inside(folder).unwrap()
}

impl World {
    /// With one pack published; Sunday morning, 22 November 2026.
    pub async fn with(pack: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let master = MasterKey::load_or_create(&folder.path().join("master.key")).unwrap();
        let store = Store::open(&folder.path().join("data"), master, Options::default()).await.unwrap();
        let city = Arc::new(City::generate(7, 400));
        let now: Timestamp = "2026-11-22T06:30:00Z".parse().unwrap();
        let clock = Arc::new(VirtualClock::at(now));
        let payment = Arc::new(DemoPayment::new([7; 16]));
        let identity = Arc::new(DemoIdentity::new(city.clone()));
        let ports = Ports {
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(7)),
            registers: Arc::new(CityRegisters::new(city.clone())),
            payment: payment.clone(),
            letters: Arc::new(KeptLetters),
            scanner: Arc::new(TestScanner),
            documents: Arc::new(Paper),
            identity: identity.clone(),
        };
        let app = App::open(store, ports, afaq_app::Settings::default()).await.unwrap();
        let pack = files(&packs().join(pack));
        let from = now - SignedDuration::from_hours(24);
        app.publish(&pack, &files(&packs().join("_shared")), from, "test", false).await.unwrap();
        identity.set_roles(
            app.services()
                .iter()
                .flat_map(|one| one.service.roles.clone())
                .map(|role| DemoRole {
                    body: role.body.as_str().to_string(),
                    unit: role.unit.unwrap_or_else(|| "main".into()),
                    role: role.id,
                    label: role.label,
                })
                .chain(["PACI", "PIFSS", "MOJ"].map(|body| DemoRole {
                    body: body.into(),
                    unit: "registers".into(),
                    role: afaq_app::REGISTRAR.into(),
                    label: afaq_base::Text::same("registers"),
                }))
                .collect(),
        );
        let settings = Settings {
            demonstration: Some(Demonstration {
                people: Vec::new(),
                sign_payment: Arc::new(move |reference, transaction, amount| {
                    payment.sign(reference, transaction, amount)
                }),
            }),
            is_https: false,
            metrics_token: Some("a token of the test".into()),
        };
        let router = router(app.clone(), settings);
        Self { app, city, clock, router, _folder: folder }
    }

    /// With the carer's allowance.
    pub async fn new() -> Self {
        Self::with("pada.carer-allowance").await
    }

    /// A browser without a session.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// A browser of somebody who signed in.
    pub async fn signed_in(&self, who: &str) -> Browser {
        let mut browser = self.browser();
        let answer = browser.post("/ar/sign-in", &[("who", who)]).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        browser
    }

    pub async fn person(&self, number: CivilNumber) -> Browser {
        self.signed_in(&number.to_string()).await
    }

    /// The person who has a right to the allowance, and her child.
    pub fn carer(&self) -> (CivilNumber, CivilNumber) {
        let show = self.city.showcase();
        (show.carer.unwrap(), show.severely_disabled_child.unwrap())
    }

    /// Somebody who has nothing to do with it.
    pub fn stranger(&self) -> CivilNumber {
        self.city.showcase().driver.unwrap()
    }

    /// The account of an officer with this role.
    pub fn officer(&self, role: &str) -> String {
        let officers = self.app.ports().identity.officers();
        officers.into_iter().find(|officer| officer.roles.iter().any(|own| own == role)).unwrap().id
    }

    /// Time passes, and what falls due meanwhile is done.
    pub async fn pass(&self, time: SignedDuration) {
        self.clock.set(self.clock.now() + time);
        while self.app.run_jobs("test").await.unwrap().done > 0 {}
    }
}
