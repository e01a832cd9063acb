//! The keys of persons: read from the database, kept in memory up to a limit, destroyed on demand.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use afaq_base::{PartyId, Timestamp};
use sha2::{Digest, Sha256};

use super::{DataKey, MasterKey, Seed, bound_to, open, seal};
use crate::database::Database;
use crate::sql::{Row, Value, sql};
use crate::{StoreError, limits};

/// What is known of a person's key.
#[derive(Clone)]
pub(crate) enum KeyState {
    /// The key lives.
    Live(Arc<DataKey>),
    /// The key was destroyed on demand.
    Erased,
    /// Nothing was ever sealed for this person.
    Missing,
}

/// All keys that this process has seen lately.
pub(crate) struct Keyring {
    master: MasterKey,
    /// From which keys follow; a demonstration only.
    seed: Option<Seed>,
    /// Seals what belongs to no person.
    system: Arc<DataKey>,
    cache: Mutex<Cache>,
    /// Persons whose key was destroyed: whoever of them comes back is a new party.
    erased: RwLock<BTreeSet<PartyId>>,
}

/// Two generations: when the young one is full, the old one is dropped. Whoever is used stays.
#[derive(Default)]
struct Cache {
    young: HashMap<PartyId, Arc<DataKey>>,
    old: HashMap<PartyId, Arc<DataKey>>,
    /// Counts destroyed keys: what was read before the last destruction is not kept.
    epoch: u64,
}

impl Cache {
    fn get(&mut self, party: PartyId) -> Option<Arc<DataKey>> {
        if let Some(key) = self.young.get(&party) {
            return Some(Arc::clone(key));
        }
        let key = self.old.remove(&party)?;
        self.put(party, Arc::clone(&key));
        Some(key)
    }

    fn put(&mut self, party: PartyId, key: Arc<DataKey>) {
        if self.young.len() >= limits::CACHED_KEYS_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(party, key);
    }

    fn forget(&mut self, party: PartyId) {
        self.young.remove(&party);
        self.old.remove(&party);
        self.epoch += 1;
    }
}

impl Keyring {
    /// Checks that the master key belongs to the store; gives a new store its own key.
    ///
    /// # Errors
    /// [`StoreError::BadValue`] for a seed where the store was made without it.
    pub(crate) async fn open(
        master: MasterKey,
        database: &Database,
        seed: Option<Seed>,
    ) -> Result<Self, StoreError> {
        if let Some(seed) = &seed {
            mark(database, seed).await?;
        }
        let bound = bound_to(&["system-key"]);
        let drawn = match &seed {
            Some(seed) => seed.key(&["system-key"]),
            None => DataKey::draw()?,
        };
        let wrapped = seal(master.data_key(), &bound, drawn.bytes())?;
        database
            .write(vec![sql(
                "insert into meta (name, value) values ('system_key', $1) on conflict (name) do nothing",
                vec![wrapped.into()],
            )])
            .await?;
        let mut rows =
            one(database.read(vec![sql("select value from meta where name = 'system_key'", vec![])]).await?);
        let wrapped = match rows.pop() {
            Some(mut row) => row.bytes()?,
            None => return Err(StoreError::damaged("the store's own key is missing")),
        };
        let system = open(master.data_key(), &bound, &wrapped).ok_or(StoreError::WrongMasterKey)?;
        let ring = Self {
            master,
            system: Arc::new(DataKey::try_from(system)?.repeatable(seed.is_some())),
            seed,
            cache: Mutex::default(),
            erased: RwLock::default(),
        };
        ring.refresh_erased(database).await?;
        Ok(ring)
    }

    /// Takes in whose keys other processes destroyed meanwhile.
    pub(crate) async fn refresh_erased(&self, database: &Database) -> Result<(), StoreError> {
        let rows = database
            .read(vec![sql("select party from party_keys where erased_at is not null", vec![])])
            .await?;
        let found = one(rows).into_iter().map(|mut row| row.id()).collect::<Result<BTreeSet<_>, _>>()?;
        let mut erased = self.erased.write().map_err(|_| StoreError::Closed)?;
        if found.len() > erased.len() {
            let mut cache = self.cache.lock().map_err(|_| StoreError::Closed)?;
            found.difference(&erased).for_each(|party| cache.forget(*party));
            *erased = found;
        }
        Ok(())
    }

    /// The key that seals what belongs to no person.
    pub(crate) fn system(&self) -> Arc<DataKey> {
        Arc::clone(&self.system)
    }

    /// The party of somebody whom the world knows by `name`: the same until it is erased, and not to be
    /// worked out without the store's key. Whoever comes back after that is a new party.
    pub(crate) fn party_of(&self, name: &str) -> PartyId {
        let erased = self.erased.read().unwrap_or_else(PoisonError::into_inner);
        let mut party = self.derived(&bound_to(&["party", name]));
        let mut lives = 1_u64;
        while erased.contains(&party) {
            lives += 1;
            party = self.derived(&bound_to(&["party", name, &lives.to_string()]));
        }
        party
    }

    fn derived(&self, bound: &[u8]) -> PartyId {
        let keyed =
            |bytes: &[u8]| Sha256::new().chain_update(self.system.bytes()).chain_update(bytes).finalize();
        // Twice, so that nobody can lengthen a name behind its hash.
        let digest = keyed(&keyed(bound));
        let mut id = [0; 16];
        id.copy_from_slice(&digest[..16]);
        PartyId::from_bytes(id)
    }

    /// Finds the keys of some persons.
    pub(crate) async fn find(
        &self,
        database: &Database,
        parties: &BTreeSet<PartyId>,
    ) -> Result<HashMap<PartyId, KeyState>, StoreError> {
        let mut found = HashMap::new();
        let mut missing = Vec::new();
        let epoch = {
            let mut cache = self.cache.lock().map_err(|_| StoreError::Closed)?;
            for &party in parties {
                match cache.get(party) {
                    Some(key) => {
                        found.insert(party, KeyState::Live(key));
                    }
                    None => missing.push(party),
                }
            }
            cache.epoch
        };
        if missing.is_empty() {
            return Ok(found);
        }
        let statements = missing
            .iter()
            .map(|party| sql("select wrapped from party_keys where party = $1", vec![Value::id(party)]))
            .collect();
        let rows = database.look_up(statements).await?;
        for (party, mut rows) in missing.into_iter().zip(rows) {
            let state = match rows.pop() {
                None => KeyState::Missing,
                Some(row) => self.unwrap(party, row)?,
            };
            if let KeyState::Live(key) = &state {
                let mut cache = self.cache.lock().map_err(|_| StoreError::Closed)?;
                if cache.epoch == epoch {
                    cache.put(party, Arc::clone(key));
                }
            }
            found.insert(party, state);
        }
        Ok(found)
    }

    /// The living keys of some persons; whoever has none yet gets one, durably.
    ///
    /// # Errors
    /// [`StoreError::PartyErased`] if one of the keys was destroyed.
    pub(crate) async fn ensure(
        &self,
        database: &Database,
        parties: &BTreeSet<PartyId>,
        at: Timestamp,
    ) -> Result<HashMap<PartyId, Arc<DataKey>>, StoreError> {
        let mut states = self.find(database, parties).await?;
        let missing: BTreeSet<PartyId> = parties
            .iter()
            .filter(|party| !matches!(states.get(party), Some(KeyState::Live(_) | KeyState::Erased)))
            .copied()
            .collect();
        if !missing.is_empty() {
            let mut statements = Vec::with_capacity(missing.len());
            for party in &missing {
                let drawn = match &self.seed {
                    Some(seed) => seed.key(&["party-key", &party.to_string()]),
                    None => DataKey::draw()?,
                };
                let wrapped = seal(self.master.data_key(), &bound_to_party(*party), drawn.bytes())?;
                statements.push(sql(
                    "insert into party_keys (party, wrapped, created_at) values ($1, $2, $3) \
                     on conflict (party) do nothing",
                    vec![Value::id(party), wrapped.into(), at.into()],
                ));
            }
            database.write(statements).await?;
            // Read back: another writer may have been first, and its key is the one that counts.
            states.extend(self.find(database, &missing).await?);
        }
        let mut keys = HashMap::new();
        for (party, state) in states {
            match state {
                KeyState::Live(key) => keys.insert(party, key),
                KeyState::Erased => return Err(StoreError::PartyErased),
                KeyState::Missing => return Err(StoreError::damaged("a new key is not there")),
            };
        }
        Ok(keys)
    }

    /// Destroys the key of a person, also for persons who never had one.
    pub(crate) async fn erase(
        &self,
        database: &Database,
        party: PartyId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let erased = database
            .write_and_scrub(vec![sql(
                "insert into party_keys (party, wrapped, created_at, erased_at) values ($1, null, $2, $3) \
                 on conflict (party) do update set wrapped = null, \
                 erased_at = coalesce(party_keys.erased_at, excluded.erased_at)",
                vec![Value::id(&party), at.into(), at.into()],
            )])
            .await;
        self.cache.lock().map_err(|_| StoreError::Closed)?.forget(party);
        if erased.is_ok() {
            self.erased.write().map_err(|_| StoreError::Closed)?.insert(party);
        }
        erased.map(drop)
    }

    fn unwrap(&self, party: PartyId, mut row: Row) -> Result<KeyState, StoreError> {
        let Some(wrapped) = row.bytes_or_null()? else {
            return Ok(KeyState::Erased);
        };
        let key = open(self.master.data_key(), &bound_to_party(party), &wrapped)
            .ok_or_else(|| StoreError::Tampered { what: "a person's key".into() })?;
        Ok(KeyState::Live(Arc::new(DataKey::try_from(key)?.repeatable(self.seed.is_some()))))
    }
}

/// Whether a store's keys follow from a seed.
pub(crate) async fn is_marked(database: &Database) -> Result<bool, StoreError> {
    let found =
        database.read(vec![sql("select value from meta where name = 'demonstration'", vec![])]).await?;
    Ok(!one(found).is_empty())
}

/// Marks a new store as a demonstration of a seed; a store without the mark stays what it is.
async fn mark(database: &Database, seed: &Seed) -> Result<(), StoreError> {
    database
        .write(vec![sql(
            "insert into meta (name, value) select 'demonstration', $1 \
             where not exists (select 1 from meta where name = 'system_key') on conflict (name) do nothing",
            vec![seed.mark().to_vec().into()],
        )])
        .await?;
    let found =
        database.read(vec![sql("select value from meta where name = 'demonstration'", vec![])]).await?;
    let found = one(found).pop().map(|mut row| row.bytes()).transpose()?;
    if found.as_deref() == Some(&seed.mark()[..]) {
        return Ok(());
    }
    Err(StoreError::BadValue {
        what: "anything under keys of a seed",
        problem: "this store was made without that seed; only a new folder can become a repeatable demonstration",
    })
}

fn bound_to_party(party: PartyId) -> Vec<u8> {
    bound_to(&["party-key", &party.to_string()])
}

fn one(mut answers: Vec<Vec<Row>>) -> Vec<Row> {
    answers.pop().unwrap_or_default()
}
