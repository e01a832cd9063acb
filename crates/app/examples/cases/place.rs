//! The place of the measurement: a new store with the country's packs, and people with their forms filled in.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use afaq_app::{App, Ports, Settings};
use afaq_base::Timestamp;
use afaq_store::{MasterKey, Options, Store};
use afaq_testkit::{City, files};

use crate::Failure;
use crate::lives::{self, World};
use crate::ports::{CityPorts, FastClock, Outside, SPEED, SeededEntropy};

/// People of the city.
const PEOPLE: usize = 2_000;
/// People who apply, for each service.
const APPLICANTS: usize = 40;

/// Opens a store and publishes the packs; then people of the city fill their forms.
pub async fn open(folder: &Path) -> Result<(World, Arc<FastClock>), Failure> {
    open_at(folder, SPEED).await
}

/// As [`open`], with a clock of another speed.
pub async fn open_at(folder: &Path, speed: i64) -> Result<(World, Arc<FastClock>), Failure> {
    let store = Store::open(folder, MasterKey::from_bytes([7; 32]), Options::default()).await?;
    let city = Arc::new(City::generate(42, PEOPLE));
    let clock = Arc::new(FastClock::at("2026-11-22T06:00:00Z".parse::<Timestamp>()?, Instant::now(), speed));
    let people = Arc::new(CityPorts { city: city.clone(), desk: std::sync::RwLock::default() });
    let ports = Ports {
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new()),
        registers: people.clone(),
        payment: Arc::new(Outside),
        letters: Arc::new(Outside),
        scanner: Arc::new(Outside),
        documents: Arc::new(Outside),
        identity: people.clone(),
    };
    // Documents are neither set nor stored here: typesetting has a measurement of its own.
    let settings = Settings { has_lazy_documents: true, ..Settings::default() };
    let app = App::open(store, ports, settings).await?;
    let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw");
    let shared = files::inside(&packs.join("_shared"))?;
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&packs)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    folders.sort();
    let since = app.now();
    for pack in folders.iter().filter(|folder| folder.join("service.yaml").is_file()) {
        app.publish(&files::inside(pack)?, &shared, since, "measurement", false)
            .await
            .map_err(|error| format!("{}: {error}", pack.display()))?;
    }
    people.staff(&app);
    let templates = lives::templates(&app, &city, APPLICANTS).await?;
    let officers = app.ports().identity.officers();
    println!("{} services, {} requests filled in", app.services().len(), templates.len());
    Ok((World { app, officers, templates }, clock))
}
