//! Wiring: which adapter stands behind which port.

use std::sync::Arc;

use afaq_app::{App, Ports};
use afaq_documents::{Limits, Renderer};
use afaq_gateways::{
    CityRegisters, Clamd, DemoIdentity, DemoPayment, KeptLetters, RepeatableEntropy, SystemClock,
    SystemEntropy, TestScanner,
};
use afaq_ports::{Clock, Entropy, Scanner};
use afaq_store::{MasterKey, Options, Store};
use afaq_testkit::City;
use anyhow::{Context, bail};

use crate::settings::{Demonstration, Settings};

/// An open installation.
pub struct House {
    /// The use cases.
    pub app: App,
    /// The generated people.
    pub city: Arc<City>,
    /// The demonstration's registers, which can be told to fall silent.
    pub registers: Arc<CityRegisters>,
    /// The demonstration's payment gateway, whose page signs its calls.
    pub payment: Arc<DemoPayment>,
    /// Who one can be; its officers follow from the published services.
    pub identity: Arc<DemoIdentity>,
    /// The renderer, which keeps warm child processes.
    pub renderer: Arc<Renderer>,
}

/// How an installation for trying is opened.
pub struct Opening {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The people.
    pub city: Arc<City>,
    /// Whether documents are set when they are first opened.
    pub has_lazy_documents: bool,
    /// The seed of a past that is to be the same each time; the store is new then, and keeps nothing safe.
    pub repeatable: Option<u64>,
}

/// The city of an installation for trying: as its past has left it, or as it is today.
pub fn city_of(demonstration: &Demonstration) -> anyhow::Result<City> {
    match &demonstration.city {
        Some(path) => crate::city::Kept::read(path)?.city(),
        None => {
            let today = afaq_base::time::local_date(SystemClock.now());
            Ok(City::generate_on(demonstration.seed, demonstration.people, today))
        }
    }
}

/// Opens the store of an installation.
pub async fn open_store(settings: &Settings) -> anyhow::Result<Store> {
    open_store_with(settings, Options::default()).await
}

async fn open_store_with(settings: &Settings, options: Options) -> anyhow::Result<Store> {
    let (data, master_key) = (&settings.data, &settings.master_key);
    let options = Options { files: settings.files.place()?, ..options };
    let postgres = settings.postgres()?;
    // A new key would not open an old store, and would lie where the right one belongs. A database that many share
    // has the key of the region: nobody makes one in passing.
    let has_store =
        postgres.is_some() || std::fs::read_dir(data).is_ok_and(|mut inside| inside.next().is_some());
    if has_store && !master_key.exists() {
        bail!(
            "there is a store at `{}`, but no master key at `{}`: bring the key back from its safe place",
            postgres.as_ref().map_or_else(|| data.display().to_string(), ToString::to_string),
            master_key.display()
        );
    }
    let master = MasterKey::load_or_create(master_key)
        .with_context(|| format!("the master key `{}`", master_key.display()))?;
    match postgres {
        None => Store::open(data, master, options)
            .await
            .with_context(|| format!("the store `{}`", data.display())),
        Some(address) => Store::open_postgres(&address, data, master, options)
            .await
            .with_context(|| format!("the store `{address}`")),
    }
}

/// Opens an installation for trying: generated people stand behind the ports.
pub async fn open_demonstration(settings: &Settings, opening: Opening) -> anyhow::Result<House> {
    let Opening { clock, city, has_lazy_documents, repeatable } = opening;
    // Who fills a new demonstration and is interrupted begins anew: nothing must survive a crash.
    let options = Options {
        seed: repeatable.map(afaq_store::Seed::new),
        is_durable: repeatable.is_none(),
        ..Options::default()
    };
    let store = open_store_with(settings, options).await?;
    let entropy: Arc<dyn Entropy> = match repeatable {
        Some(seed) => Arc::new(RepeatableEntropy::new(seed)),
        None => Arc::new(SystemEntropy),
    };
    let registers = Arc::new(CityRegisters::new(city.clone()));
    let payment = Arc::new(DemoPayment::new(SystemEntropy.bytes()));
    let program = std::env::current_exe().context("the path of this program")?;
    let renderer = Arc::new(Renderer::new(program, ["set-documents"], Limits::default()));
    let scanner: Arc<dyn Scanner> = match settings.clamd {
        Some(address) => Arc::new(Clamd::new(address, std::time::Duration::from_secs(20))),
        None => Arc::new(TestScanner),
    };
    let identity = Arc::new(DemoIdentity::new(city.clone()));
    let ports = Ports {
        clock,
        entropy,
        registers: registers.clone(),
        payment: payment.clone(),
        letters: Arc::new(KeptLetters),
        scanner,
        documents: renderer.clone(),
        identity: identity.clone(),
    };
    let app = App::open(
        store,
        ports,
        afaq_app::Settings {
            base_url: settings.base_url.trim_end_matches('/').to_string(),
            has_lazy_documents,
            register_deadline_ms: settings.register_deadline_ms,
            undo_seconds: settings.undo_seconds,
            limits: settings.limits,
            senders: settings.senders.clone(),
        },
    )
    .await
    .context("the published services")?;
    identity.set_roles(roles(&app));
    Ok(House { app, city, registers, payment, identity, renderer })
}

/// The roles of all published services: each unit of the demonstration gets officers who hold them.
pub fn roles(app: &App) -> Vec<afaq_gateways::DemoRole> {
    let mut roles = Vec::new();
    for published in app.services() {
        for role in &published.service.roles {
            roles.push(afaq_gateways::DemoRole {
                body: role.body.as_str().to_string(),
                unit: role.unit.clone().unwrap_or_else(|| "main".into()),
                role: role.id.clone(),
                label: role.label.clone(),
            });
        }
        // Whoever holds a register answers for it.
        for register in &published.service.registers {
            let registrar = afaq_gateways::DemoRole {
                body: register.body.as_str().to_string(),
                unit: "registers".into(),
                role: afaq_app::REGISTRAR.into(),
                label: afaq_base::Text::new("إدارة السجلات", "Registers Unit"),
            };
            if !roles.contains(&registrar) {
                roles.push(registrar);
            }
        }
    }
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_store_without_its_master_key_is_not_touched() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, key) = (folder.path().join("data"), folder.path().join("keys/master.key"));
        let settings = Settings { data: data.clone(), master_key: key.clone(), ..Settings::default() };
        open_store(&settings).await.expect("a new store").close().await;
        let names = |path: &std::path::Path| -> Vec<String> {
            let inside = std::fs::read_dir(path).expect("a folder");
            let mut names: Vec<String> = inside
                .map(|one| one.expect("an entry"))
                .map(|one| format!("{:?} {}", one.file_name(), one.metadata().expect("about it").len()))
                .collect();
            names.sort();
            names
        };
        std::fs::remove_file(&key).expect("the key is moved away");
        let (before, empty) = (names(&data), names(&folder.path().join("keys")));
        let refused = open_store(&settings).await.err().expect("a refusal");
        let told = format!("{refused:#}");
        assert!(told.contains("no master key") && told.contains(&key.display().to_string()), "{told}");
        assert_eq!(names(&data), before, "nothing is written");
        assert_eq!(names(&folder.path().join("keys")), empty, "no new key lies where the right one belongs");
    }
}
