//! Brings a database to the newest schema: numbered files, forward only.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// One step, never changed once released.
struct Migration {
    version: i64,
    name: &'static str,
    sql: &'static str,
}

const MIGRATIONS: &[Migration] = &[
    Migration {
        version: 1,
        name: "first_house",
        sql: include_str!("../../migrations/sqlite/0001_first_house.sql"),
    },
    Migration {
        version: 2,
        name: "retention",
        sql: include_str!("../../migrations/sqlite/0002_retention.sql"),
    },
    Migration { version: 3, name: "people", sql: include_str!("../../migrations/sqlite/0003_people.sql") },
    Migration {
        version: 4,
        name: "running_cases",
        sql: include_str!("../../migrations/sqlite/0004_running_cases.sql"),
    },
    Migration { version: 5, name: "desk", sql: include_str!("../../migrations/sqlite/0005_desk.sql") },
];

/// The newest schema that this program knows.
pub(crate) fn known_version() -> i64 {
    MIGRATIONS.last().map_or(0, |migration| migration.version)
}

/// Runs the steps that are missing, each in a transaction of its own.
///
/// # Errors
/// [`StoreError::NewerSchema`] if a newer program wrote the store, [`StoreError::ChangedMigration`]
/// if a step that ran is not the one known here.
pub(super) fn bring_up(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    connection.execute_batch(
        "create table if not exists schema_versions (
             version integer primary key, name text not null, sha256 blob not null
         )",
    )?;
    let found: i64 =
        connection
            .query_row("select coalesce(max(version), 0) from schema_versions", [], |row| row.get(0))?;
    if found > known_version() {
        return Err(StoreError::NewerSchema { found, known: known_version() });
    }
    for migration in MIGRATIONS {
        run(connection, migration)?;
    }
    // A store that two programs open for the first time together is made once: the second one waits.
    debug_assert!(path.exists(), "the database file is there");
    Ok(())
}

fn run(connection: &mut Connection, migration: &Migration) -> Result<(), StoreError> {
    let sha256 = Sha256::digest(migration.sql.as_bytes());
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done: Option<Vec<u8>> = transaction
        .query_row("select sha256 from schema_versions where version = ?1", [migration.version], |row| {
            row.get(0)
        })
        .optional()?;
    match done {
        Some(known) if known == sha256.as_slice() => return Ok(()),
        Some(_) => return Err(StoreError::ChangedMigration { version: migration.version }),
        None => {}
    }
    transaction.execute_batch(migration.sql)?;
    transaction.execute(
        "insert into schema_versions (version, name, sha256) values (?1, ?2, ?3)",
        params![migration.version, migration.name, sha256.as_slice()],
    )?;
    transaction.commit()?;
    Ok(())
}
