//! Looks at the whole database: is everything there and does it fit together, and what does the log hold.

use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use tokio_postgres::config::TargetSessionAttrs;

use super::connection::{Connection, KEEPER, Query};
use super::fault::Fault;
use super::values::row;
use super::{Postgres, migrate};
use crate::fingerprint::Hashing;
use crate::sql::Value;
use crate::{Fingerprint, Integrity, StoreError};

/// What must give no row, and what a row means.
const PROBLEMS: &[(&str, &str)] = &[
    (
        "a stream has gaps",
        "select s.kind || '/' || s.id from streams s left join ( \
             select stream_no, count(*) as events, max(version) as newest, min(version) as oldest \
             from events group by stream_no) e on e.stream_no = s.stream_no \
         where e.stream_no is null or e.events <> e.newest or e.oldest <> 1 limit 50",
    ),
    (
        "events of no stream",
        "select 'stream ' || e.stream_no from events e \
         where not exists (select 1 from streams s where s.stream_no = e.stream_no) limit 50",
    ),
    (
        "a snapshot is ahead of its stream",
        "select s.kind || '/' || s.id from snapshots n join streams s on s.stream_no = n.stream_no \
         where n.version > (select coalesce(max(e.version), 0) from events e where e.stream_no = n.stream_no) \
         limit 50",
    ),
];

impl Postgres {
    async fn keeper(&self) -> Result<Connection, StoreError> {
        let connection = Connection::open(&self.address, "look", TargetSessionAttrs::ReadWrite, KEEPER)
            .await
            .map_err(Fault::into_error)?;
        connection
            .plain("begin isolation level repeatable read read only")
            .await
            .map_err(Fault::into_error)?;
        Ok(connection)
    }

    /// Looks through one state of the database.
    pub(crate) async fn integrity(&self) -> Result<Integrity, StoreError> {
        let mut keeper = self.keeper().await?;
        let mut found = Integrity::default();
        for (what, text) in PROBLEMS {
            for one in keeper.run(Query::new(*text, vec![])).await.map_err(Fault::into_error)? {
                found.problems.push(format!("{what}: {}", row(&one)?.text()?));
            }
        }
        let mut counts = Vec::new();
        for text in [
            "select coalesce(max(version), 0) from schema_versions",
            "select count(*) from events",
            "select count(*) from streams",
            "select coalesce(max(seq), 0) from events",
            "select count(*) from files",
            "select count(*) from party_keys where wrapped is not null",
            "select pg_database_size(current_database())",
        ] {
            let rows = keeper.run(Query::new(text, vec![])).await.map_err(Fault::into_error)?;
            counts.push(rows.first().map_or(Ok(0), |one| row(one)?.count())?);
        }
        let mut counts = counts.into_iter();
        let mut next = || counts.next().unwrap_or_default();
        found.schema_version = i64::try_from(next()).unwrap_or(i64::MAX);
        if found.schema_version < migrate::known_version() {
            found.problems.push(format!("the schema is version {}", found.schema_version));
        }
        found.events = next();
        found.streams = next();
        found.position = next();
        found.files = next();
        found.living_keys = next();
        found.database_bytes = next();
        found.log_sha256 = log_hash(&keeper).await?;
        Ok(found)
    }

    /// Reads the whole log, stream by stream.
    pub(crate) async fn fingerprint(&self) -> Result<Fingerprint, StoreError> {
        let keeper = self.keeper().await?;
        let mut hashing = Hashing::default();
        each(
            &keeper,
            "select s.kind, s.id, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at \
             from streams s join events e on e.stream_no = s.stream_no order by s.kind, s.id, e.version",
            |values| {
                hashing.event(&values);
                Ok(())
            },
        )
        .await?;
        Ok(hashing.finish())
    }
}

/// Reads a long answer row by row.
async fn each(
    keeper: &Connection,
    text: &str,
    mut take: impl FnMut(Vec<Value>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let fault = |error: tokio_postgres::Error| Fault::of(&error).into_error();
    let rows = keeper.client().query_raw(text, Vec::<String>::new()).await.map_err(fault)?;
    let mut rows = std::pin::pin!(rows);
    while let Some(found) = rows.try_next().await.map_err(fault)? {
        let mut values = Vec::with_capacity(found.len());
        for column in 0..found.len() {
            let value = found.try_get(column);
            values.push(value.map_err(|_| StoreError::damaged("an event holds what it should not hold"))?);
        }
        take(values)?;
    }
    Ok(())
}

/// The hash of all events in the order of the feed; each value goes in with its length.
async fn log_hash(keeper: &Connection) -> Result<String, StoreError> {
    let mut hash = Sha256::new();
    each(
        keeper,
        "select e.seq, s.kind, s.id, e.version, e.kind, e.open, e.sealed, e.party, e.recorded_at \
         from events e join streams s on s.stream_no = e.stream_no order by e.timeline, e.xid, e.seq",
        |values| {
            for value in values {
                let bytes = match value {
                    Value::Null => Vec::new(),
                    Value::Int(n) => n.to_be_bytes().to_vec(),
                    Value::Text(text) => text.into_bytes(),
                    Value::Bytes(bytes) => bytes,
                    Value::Id(bytes) => bytes.to_vec(),
                };
                hash.update((bytes.len() as u64).to_be_bytes());
                hash.update(bytes);
            }
            Ok(())
        },
    )
    .await?;
    Ok(crate::files::hex(&hash.finalize()))
}
