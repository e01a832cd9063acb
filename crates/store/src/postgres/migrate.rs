//! Brings a database to the newest schema: numbered files, forward only, by one process at a time.
//!
//! A step says from which schema on a program can go on while it is there. Steps only widen (`expand`); what an
//! older program still needs is taken away by a later step, when none runs any more (`contract`).

use sha2::{Digest, Sha256};
use tokio_postgres::config::TargetSessionAttrs;

use super::address::PostgresAddress;
use super::connection::{Connection, KEEPER, Param, Query};
use super::fault::Fault;
use super::values::row;
use crate::StoreError;

/// One step, never changed once released.
struct Migration {
    version: i64,
    name: &'static str,
    /// The oldest schema whose program still works after this step.
    works_from: i64,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[Migration {
    version: 1,
    name: "first_house",
    works_from: 1,
    sql: include_str!("../../migrations/postgres/0001_first_house.sql"),
}];

/// All programs take this lock before they touch the schema: "Afaq".
const LOCK: i64 = 0x4166_6171;

/// The newest schema that this program knows.
pub(crate) fn known_version() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Runs the steps that are missing, each in a transaction of its own.
///
/// # Errors
/// [`StoreError::NewerSchema`] if a newer program has changed what this one needs, [`StoreError::ChangedMigration`]
/// if a step that ran is not the one known here, [`StoreError::NotAStore`] if the database holds something else.
pub(super) async fn bring_up(address: &PostgresAddress) -> Result<(), StoreError> {
    let mut connection = Connection::open(address, "schema", TargetSessionAttrs::ReadWrite, KEEPER)
        .await
        .map_err(Fault::into_error)?;
    prepare(&mut connection, address).await?;
    for migration in MIGRATIONS {
        run(&mut connection, migration).await?;
    }
    Ok(())
}

async fn number(connection: &mut Connection, text: &'static str) -> Result<i64, StoreError> {
    let found = connection.run(Query::new(text, vec![])).await.map_err(Fault::into_error)?;
    found.first().map_or(Ok(0), |found| row(found)?.int())
}

async fn plain(connection: &Connection, text: &str) -> Result<(), StoreError> {
    connection.plain(text).await.map_err(Fault::into_error)
}

async fn prepare(connection: &mut Connection, address: &PostgresAddress) -> Result<(), StoreError> {
    plain(connection, &format!("begin; select pg_advisory_xact_lock({LOCK})")).await?;
    let known = number(
        connection,
        "select count(*) from information_schema.tables where table_schema = current_schema() \
         and table_name = 'schema_versions'",
    )
    .await?;
    if known == 0 {
        let others = number(
            connection,
            "select count(*) from information_schema.tables where table_schema = current_schema()",
        )
        .await?;
        if others > 0 {
            return Err(StoreError::NotAStore { path: address.to_string() });
        }
        plain(
            connection,
            "create table schema_versions (version bigint primary key, name text not null, \
             sha256 bytea not null, works_from bigint not null default 0)",
        )
        .await?;
    }
    plain(connection, "commit").await?;
    let needs = number(connection, "select coalesce(max(works_from), 0) from schema_versions").await?;
    // A step of a newer program that only widened leaves this one working.
    if needs > known_version() {
        return Err(StoreError::NewerSchema { found: needs, known: known_version() });
    }
    Ok(())
}

async fn run(connection: &mut Connection, migration: &Migration) -> Result<(), StoreError> {
    let sha256 = Sha256::digest(migration.sql.as_bytes());
    plain(connection, &format!("begin; select pg_advisory_xact_lock({LOCK})")).await?;
    let done = connection
        .run(Query::new(
            "select sha256 from schema_versions where version = $1",
            vec![Param::Int(migration.version)],
        ))
        .await
        .map_err(Fault::into_error)?;
    if let Some(done) = done.first() {
        plain(connection, "rollback").await?;
        if row(done)?.bytes()? == sha256.as_slice() {
            return Ok(());
        }
        return Err(StoreError::ChangedMigration { version: migration.version });
    }
    plain(connection, migration.sql).await?;
    connection
        .run(Query::new(
            "insert into schema_versions (version, name, sha256, works_from) values ($1, $2, $3, $4)",
            vec![
                Param::Int(migration.version),
                Param::Text(migration.name),
                Param::One(&sha256.to_vec().into()),
                Param::Int(migration.works_from),
            ],
        ))
        .await
        .map_err(Fault::into_error)?;
    plain(connection, "commit").await
}
