//! Wiring: which adapter stands behind which port.

use std::path::Path;
use std::sync::Arc;

use afaq_app::{App, Ports};
use afaq_documents::{Limits, Renderer};
use afaq_gateways::{
    CityRegisters, Clamd, DemoIdentity, DemoPayment, KeptLetters, SystemClock, SystemEntropy, TestScanner,
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
    /// The demonstration's payment gateway, whose page signs its calls.
    pub payment: Arc<DemoPayment>,
    /// Who one can be; its officers follow from the published services.
    pub identity: Arc<DemoIdentity>,
    /// The renderer, which keeps warm child processes.
    pub renderer: Arc<Renderer>,
}

/// Opens the store of an installation.
pub async fn open_store(data: &Path, master_key: &Path) -> anyhow::Result<Store> {
    // A new key would not open an old store, and would lie where the right one belongs.
    let has_store = std::fs::read_dir(data).is_ok_and(|mut inside| inside.next().is_some());
    if has_store && !master_key.exists() {
        bail!(
            "there is a store at `{}`, but no master key at `{}`: bring the key back from its safe place",
            data.display(),
            master_key.display()
        );
    }
    let master = MasterKey::load_or_create(master_key)
        .with_context(|| format!("the master key `{}`", master_key.display()))?;
    Store::open(data, master, Options::default())
        .await
        .with_context(|| format!("the store `{}`", data.display()))
}

/// Opens an installation for trying: generated people stand behind the ports.
pub async fn open_demonstration(
    settings: &Settings,
    demonstration: Demonstration,
    clock: Arc<dyn Clock>,
    has_lazy_documents: bool,
) -> anyhow::Result<House> {
    let store = open_store(&settings.data, &settings.master_key).await?;
    let city = Arc::new(City::generate_on(
        demonstration.seed,
        demonstration.people,
        afaq_base::time::local_date(SystemClock.now()),
    ));
    let entropy = Arc::new(SystemEntropy);
    let payment = Arc::new(DemoPayment::new(entropy.bytes()));
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
        registers: Arc::new(CityRegisters::new(city.clone())),
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
        },
    )
    .await
    .context("the published services")?;
    identity.set_roles(roles(&app));
    Ok(House { app, city, payment, identity, renderer })
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
        open_store(&data, &key).await.expect("a new store").close().await;
        let names = |path: &Path| -> Vec<String> {
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
        let refused = open_store(&data, &key).await.err().expect("a refusal");
        let told = format!("{refused:#}");
        assert!(told.contains("no master key") && told.contains(&key.display().to_string()), "{told}");
        assert_eq!(names(&data), before, "nothing is written");
        assert_eq!(names(&folder.path().join("keys")), empty, "no new key lies where the right one belongs");
    }
}
