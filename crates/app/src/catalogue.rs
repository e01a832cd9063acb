//! The catalogue: published versions of services, which one counts now, and which take no requests.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use afaq_base::{ServiceId, Text, Timestamp};
use afaq_pack::{PackFiles, Service, Severity};
use afaq_store::{Commit, NewPublication, PublicationRow, RowWrite};
use serde::{Deserialize, Serialize};

use afaq_domain::catalogue::{self, CatalogueEvent};

use crate::publishing::appended;
use crate::{App, AppError};

/// Who stops or opens a service by the command line.
const OPERATOR: &str = "operator";

/// A service as the public sees it now.
#[derive(Debug, Clone)]
pub struct Published {
    /// The version in force.
    pub service: Arc<Service>,
    /// Since when it is in force.
    pub effective_from: Timestamp,
    /// Why it takes no new requests, if it does not.
    pub suspended: Option<Text>,
    /// Whether it is given up for good.
    pub is_retired: bool,
    /// The service that comes in the place of one that is given up.
    pub replaced_by: Option<ServiceId>,
    /// Who published this version, and when.
    pub published: (String, Timestamp),
    /// What is stored of why it takes no requests.
    pub(crate) stopped: Option<serde_json::Value>,
}

/// What publishing a pack did.
#[derive(Debug, Clone)]
pub struct PublishReport {
    /// The differences to the version before, in words.
    pub changes: Vec<Text>,
    /// Whether there was anything new.
    pub is_new: bool,
}

/// All published versions, in memory.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    /// What the store said of them.
    rows: Vec<PublicationRow>,
    /// The versions of each service in the order in which they take effect.
    versions: BTreeMap<ServiceId, Vec<Published>>,
    /// For each behavior the newest content with it: corrected texts reach running cases.
    by_behavior: BTreeMap<ServiceId, BTreeMap<String, Arc<Service>>>,
}

impl Catalogue {
    /// The version in force at a moment: a version published for later needs nobody to switch it on.
    fn in_force(&self, id: &ServiceId, now: Timestamp) -> Option<&Published> {
        self.versions.get(id)?.iter().rev().find(|one| one.effective_from <= now)
    }
}

impl App {
    /// Reads all publications from the store again.
    ///
    /// # Errors
    /// A fault of the store, or a pack that can't be read any more.
    pub async fn reload_catalogue(&self) -> Result<(), AppError> {
        let rows = self.store().publications(None).await?;
        let mut catalogue = Catalogue { rows, ..Catalogue::default() };
        for row in catalogue.rows.clone() {
            let Some(files) = self.store().publication_files(&row.service_id, &row.version).await? else {
                continue;
            };
            let files: Files = serde_json::from_slice(&files.0)?;
            let read =
                afaq_pack::read(&bytes(files.pack), &bytes(files.shared), &afaq_pack::Options::default());
            let Some(service) = read.service else {
                return Err(AppError::PackHasFaults(read.problems.len()));
            };
            let service = Arc::new(service);
            let behaviors = catalogue.by_behavior.entry(service.id.clone()).or_default();
            behaviors.insert(service.behavior_hash.clone(), service.clone());
            let published = Published {
                service,
                effective_from: row.effective_from,
                suspended: row.suspended.as_ref().map(stopped_text),
                is_retired: row.suspended.as_ref().is_some_and(|stopped| stopped["retired"] == true),
                replaced_by: row
                    .suspended
                    .as_ref()
                    .and_then(|stopped| stopped["replaced_by"].as_str())
                    .and_then(|id| ServiceId::parse(id).ok()),
                published: (row.published_by, row.published_at),
                stopped: row.suspended,
            };
            catalogue.versions.entry(row.service_id).or_default().push(published);
        }
        *self.inner.catalogue.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(catalogue);
        self.inner.catalogue_reads.fetch_add(1, Ordering::Release);
        Ok(())
    }

    /// A number that changes with each publication, suspension and opening: what was made of the published
    /// services before is out of date then.
    pub fn catalogue_stamp(&self) -> u64 {
        self.inner.catalogue_reads.load(Ordering::Acquire)
    }

    /// Takes in what another process published or suspended meanwhile, and whom it erased. Gives whether there was anything.
    ///
    /// # Errors
    /// A fault of the store, or a pack that can't be read any more.
    pub async fn refresh_catalogue(&self) -> Result<bool, AppError> {
        self.store().refresh_erased().await?;
        self.refresh_calendars().await?;
        let is_new = self.store().publications(None).await? != self.catalogue().rows;
        if is_new {
            self.reload_catalogue().await?;
        }
        Ok(is_new)
    }

    fn catalogue(&self) -> Arc<Catalogue> {
        self.inner.catalogue.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The services that the public sees, by their ids. One that is given up is found by its address alone.
    pub fn services(&self) -> Vec<Published> {
        let (catalogue, now) = (self.catalogue(), self.now());
        let in_force = catalogue.versions.keys().filter_map(|id| catalogue.in_force(id, now));
        in_force.filter(|one| !one.is_retired).cloned().collect()
    }

    /// The versions of the services of a body, each service's in the order in which they take effect.
    pub(crate) fn versions_of_body(&self, body: &str) -> Vec<(ServiceId, Vec<Published>)> {
        let catalogue = self.catalogue();
        let own = catalogue
            .versions
            .iter()
            .filter(|(_, versions)| versions.last().is_some_and(|one| one.service.body.as_str() == body));
        own.map(|(id, versions)| (id.clone(), versions.clone())).collect()
    }

    /// The files of a published version.
    pub(crate) async fn files_of(&self, version: &Published) -> Result<(PackFiles, PackFiles), AppError> {
        let service = &version.service;
        let files = self.store().publication_files(&service.id, &service.label).await?;
        let files: Files = serde_json::from_slice(&files.ok_or(AppError::NotFound)?.0)?;
        Ok((bytes(files.pack), bytes(files.shared)))
    }

    /// One service that the public sees.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is none.
    pub fn service(&self, id: &str) -> Result<Published, AppError> {
        let id = ServiceId::parse(id).map_err(|_| AppError::NotFound)?;
        self.catalogue().in_force(&id, self.now()).cloned().ok_or(AppError::NotFound)
    }

    /// All versions of a service, in the order in which they take effect.
    pub(crate) fn versions(&self, id: &ServiceId) -> Vec<Published> {
        self.catalogue().versions.get(id).cloned().unwrap_or_default()
    }

    /// The version that was in force on a day; the first one for days before it.
    pub(crate) fn version_on(&self, id: &ServiceId, day: afaq_base::Date) -> Option<Published> {
        let versions = self.versions(id);
        let until = afaq_base::time::start_of_day(day) + jiff::SignedDuration::from_hours(24);
        let found = versions.iter().rev().find(|one| one.effective_from < until).or(versions.first());
        found.cloned()
    }

    /// The version that a case is pinned to.
    pub(crate) fn service_of(&self, id: &ServiceId, behavior: &str) -> Result<Arc<Service>, AppError> {
        let catalogue = self.catalogue();
        let found = catalogue.by_behavior.get(id).and_then(|behaviors| behaviors.get(behavior));
        found.cloned().ok_or_else(|| {
            AppError::Data(format!("the version of `{}` that a case is pinned to is gone", id.as_str()))
        })
    }

    pub(crate) fn is_suspended(&self, id: &ServiceId) -> bool {
        self.catalogue().in_force(id, self.now()).is_some_and(|published| published.suspended.is_some())
    }

    /// Checks a pack and publishes it, in force from a date on. A version that is published never changes.
    ///
    /// # Errors
    /// [`AppError::PackHasFaults`] if the checker finds faults; a fault of the store.
    pub async fn publish(
        &self,
        pack: &PackFiles,
        shared: &PackFiles,
        effective_from: Timestamp,
        by: &str,
        is_dry_run: bool,
    ) -> Result<PublishReport, AppError> {
        let read = afaq_pack::read(pack, shared, &afaq_pack::Options { publish: true });
        let faults = read.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        let Some(service) = read.service.filter(|_| faults == 0) else {
            return Err(AppError::PackHasFaults(faults.max(1)));
        };
        // What is published for later counts as the version before, too.
        let before = self.catalogue().versions.get(&service.id).and_then(|all| all.last()).cloned();
        let changes = before
            .as_ref()
            .map(|before| {
                afaq_pack::diff(&before.service, &service).into_iter().map(|change| change.text).collect()
            })
            .unwrap_or_default();
        let suspended = before.as_ref().and_then(|before| before.stopped.clone());
        let is_new = before.is_none_or(|before| before.service.content_hash != service.content_hash);
        if is_new && !is_dry_run {
            let mut commit = Commit::new(self.now());
            // A service that is stopped stays so until somebody opens it again.
            let row = PublicationRow {
                service_id: service.id.clone(),
                version: service.label.clone(),
                body: service.body.clone(),
                behavior_hash: service.behavior_hash.clone(),
                content_hash: service.content_hash.clone(),
                published_at: self.now(),
                effective_from,
                suspended,
                published_by: by.to_string(),
            };
            let files = packed(pack, shared)?;
            let listing = self.listing(&service.id).await?;
            let what = catalogue::Event::Published {
                label: service.label.clone(),
                content: service.content_hash.clone(),
                effective_from,
                made_by: None,
            };
            let event = CatalogueEvent { at: self.now(), by: by.to_string(), what };
            commit.streams.push(appended(&service.id, listing.version, &[event])?);
            commit.rows.push(RowWrite::Publication(Box::new(NewPublication { row, files })));
            self.store().append(commit).await?;
            self.reload_catalogue().await?;
        }
        Ok(PublishReport { changes, is_new })
    }

    /// Stops new requests for a service, with a text for the public; `None` opens it again.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an unknown service; a fault of the store.
    pub async fn suspend(&self, id: &str, text: Option<&Text>) -> Result<(), AppError> {
        let service = self.service(id)?.service.id.clone();
        let what = match text {
            Some(text) => catalogue::Event::Suspended { text: text.clone() },
            None => catalogue::Event::Opened {},
        };
        let listing = self.listing(&service).await?;
        let event = CatalogueEvent { at: self.now(), by: OPERATOR.to_string(), what };
        let mut commit = Commit::new(self.now());
        commit.streams.push(appended(&service, listing.version, &[event])?);
        let text = text.map(serde_json::to_value).transpose()?;
        commit.rows.push(RowWrite::Suspension { service, text });
        self.store().append(commit).await?;
        self.reload_catalogue().await
    }
}

/// A pack as it is stored: its files are texts.
#[derive(Serialize, Deserialize)]
struct Files {
    pack: BTreeMap<String, String>,
    shared: BTreeMap<String, String>,
}

/// A pack and its library as they are stored.
pub(crate) fn packed(pack: &PackFiles, shared: &PackFiles) -> Result<Vec<u8>, AppError> {
    Ok(serde_json::to_vec(&Files { pack: texts(pack)?, shared: texts(shared)? })?)
}

/// What the public reads of a service that takes no requests.
fn stopped_text(stopped: &serde_json::Value) -> Text {
    let part = |lang: &str| stopped[lang].as_str().unwrap_or_default().to_string();
    Text::new(part("ar"), part("en"))
}

fn texts(files: &PackFiles) -> Result<BTreeMap<String, String>, AppError> {
    files
        .iter()
        .map(|(path, bytes)| {
            let text = String::from_utf8(bytes.clone())
                .map_err(|_| AppError::Data(format!("the pack's file `{path}` is not a text")))?;
            Ok((path.clone(), text))
        })
        .collect()
}

fn bytes(files: BTreeMap<String, String>) -> PackFiles {
    files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
}
