//! Connections to the SQLite file: their settings, and running one statement.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql};

use crate::sql::{Row, Statement, Value};
use crate::{Options, StoreError, limits};

/// Written into the file's header, so that another program's database is recognized: "Afaq".
pub(super) const APPLICATION_ID: i64 = 0x4166_6171;

/// The connection of the one thread that writes.
pub(super) fn open_writer(path: &Path, options: &Options) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settings(&connection)?;
    let found: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let tables: i64 = connection.query_row("select count(*) from sqlite_schema", [], |row| row.get(0))?;
    if found != APPLICATION_ID && (found != 0 || tables != 0) {
        return Err(StoreError::NotAStore { path: path.display().to_string() });
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", if options.is_durable { "full" } else { "off" })?;
    // Another thread writes the log back.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    overwrite_deleted(&connection, false)?;
    connection.pragma_update(None, "cache_size", -64 * 1024)?;
    if let Some(bytes) = options.database_bytes_max {
        let page: u64 =
            connection.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0))?.unsigned_abs();
        let pages = i64::try_from(bytes / page.max(1)).unwrap_or(i64::MAX).min(i64::from(u32::MAX - 1));
        connection.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))?;
    }
    Ok(connection)
}

/// Whether deleted content is overwritten everywhere, or only where that costs no further page.
pub(super) fn overwrite_deleted(connection: &Connection, everywhere: bool) -> Result<(), StoreError> {
    let how = if everywhere { "on" } else { "fast" };
    connection.pragma_update_and_check(None, "secure_delete", how, |_| Ok(()))?;
    Ok(())
}

/// A connection that can only read.
pub(super) fn open_reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settings(&connection)?;
    connection.pragma_update(None, "query_only", "on")?;
    connection.pragma_update(None, "cache_size", -8 * 1024)?;
    connection.pragma_update_and_check(None, "mmap_size", 256 * 1024 * 1024, |_| Ok(()))?;
    Ok(connection)
}

/// A connection for looking at the whole database, and for copying it.
pub(crate) fn open_plain(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settings(&connection)?;
    Ok(connection)
}

fn settings(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    connection.pragma_update(None, "trusted_schema", "off")?;
    connection.pragma_update(None, "temp_store", "memory")?;
    // Plans never look at bound values: otherwise some statements are planned anew each time they run.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(limits::PREPARED_STATEMENTS_MAX);
    Ok(())
}

/// Runs one statement and answers the rows that it returns.
pub(super) fn run(connection: &Connection, statement: &Statement) -> Result<Vec<Row>, StoreError> {
    let mut prepared = connection.prepare_cached(&statement.text)?;
    for (index, value) in statement.values.iter().enumerate() {
        // SQLite numbers `$1`, `$2` by their first appearance; a room that mixes them up must not get by.
        debug_assert_eq!(
            prepared.parameter_name(index + 1),
            Some(format!("${}", index + 1).as_str()),
            "placeholders out of order in: {}",
            statement.text
        );
        prepared.raw_bind_parameter(index + 1, value)?;
    }
    let columns = prepared.column_count();
    let mut found = Vec::new();
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next()? {
        let mut values = Vec::with_capacity(columns);
        for column in 0..columns {
            values.push(match row.get_ref(column)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(n) => Value::Int(n),
                ValueRef::Text(text) => Value::Text(
                    String::from_utf8(text.to_vec())
                        .map_err(|_| StoreError::damaged("a text is not UTF-8"))?,
                ),
                ValueRef::Blob(bytes) => {
                    <[u8; 16]>::try_from(bytes).map_or_else(|_| Value::Bytes(bytes.to_vec()), Value::Id)
                }
                ValueRef::Real(_) => return Err(StoreError::damaged("a column holds a floating number")),
            });
        }
        found.push(Row::new(values));
    }
    match statement.must_hit {
        Some(what) if found.is_empty() => Err(StoreError::NotFound { what }),
        Some(_) | None => Ok(found),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(n) => ValueRef::Integer(*n),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Id(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
