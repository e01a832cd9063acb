//! What the same machine gives without the platform: bare flushes, and bare SQLite with commits of the same shape.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::Failure;

/// What one command writes on average.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Events.
    pub events: f64,
    /// Bytes of the open part of an event.
    pub open_bytes: usize,
    /// Bytes of the sealed part of an event.
    pub sealed_bytes: usize,
    /// Other rows.
    pub rows: f64,
    /// Bytes of another row.
    pub row_bytes: usize,
}

/// Counts what a store holds after so many commands.
pub fn shape(database: &Path, commands: f64) -> Result<Shape, Failure> {
    let connection = rusqlite::Connection::open(database)?;
    let one = |query: &str| connection.query_row(query, [], |row| row.get::<_, f64>(0));
    let events = one("select count(*) from events")?;
    let open = one("select coalesce(sum(length(cast(open as blob))), 0) from events")?;
    let sealed = one("select coalesce(sum(length(sealed)), 0) from events")?;
    let cases = one("select coalesce(sum(1.0), 0) from streams where kind = 'case'")?;
    // Each command with events writes its case's row again; a task, a payment, a job are written twice in their lives.
    let job_rows = one("select count(*) + sum(ended_at is not null) from jobs")?;
    let others = one(
        "select (select count(*) from messages) + (select count(*) from documents) + (select count(*) from outbox) \
         + (select count(*) from answers) + 2 * (select count(*) from tasks) + 2 * (select count(*) from payments)",
    )?;
    let bytes = one(
        "select (select coalesce(sum(length(content)), 0) from messages) + (select coalesce(sum(length(content)), 0) \
         from outbox) + (select coalesce(sum(length(payload)), 0) from jobs)",
    )?;
    // A draft that became a case was written and deleted.
    let rows = commands + 2.0 * cases + job_rows + others;
    // Names, times and codes of a row take about 150 bytes beside its content.
    let row_bytes = 150.0 + bytes / rows.max(1.0);
    Ok(Shape {
        events: events / commands,
        open_bytes: (open / events.max(1.0)) as usize,
        sealed_bytes: (sealed / events.max(1.0)) as usize,
        rows: rows / commands,
        row_bytes: row_bytes as usize,
    })
}

/// Commits a second of one thread, so many in one transaction, into two tables without any index.
pub fn grouped(path: &Path, time: Duration, shape: Shape, group: u64) -> Result<f64, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 8192; \
         create table if not exists events (seq integer primary key, open text, sealed blob); \
         create table if not exists others (no integer primary key, content text);",
    )?;
    let open = "o".repeat(shape.open_bytes);
    let sealed = vec![7_u8; shape.sealed_bytes];
    let content = "r".repeat(shape.row_bytes);
    let (mut commits, mut events, mut rows) = (0_u64, 0.0_f64, 0.0_f64);
    let begin = Instant::now();
    while begin.elapsed() < time {
        connection.execute_batch("begin immediate")?;
        for _ in 0..group {
            events += shape.events;
            while events >= 1.0 {
                events -= 1.0;
                connection
                    .prepare_cached("insert into events (open, sealed) values (?1, ?2)")?
                    .execute(rusqlite::params![open, sealed])?;
            }
            rows += shape.rows;
            while rows >= 1.0 {
                rows -= 1.0;
                connection.prepare_cached("insert into others (content) values (?1)")?.execute([&content])?;
            }
        }
        connection.execute_batch("commit")?;
        commits += group;
    }
    Ok(commits as f64 / begin.elapsed().as_secs_f64())
}

/// Tables that a command writes, and the order in which their rows came.
const TABLES: &[(&str, &str)] = &[
    ("streams", "stream_no"),
    ("events", "seq"),
    ("answers", "answer_no"),
    ("cases", "submitted_at, case_id"),
    ("tasks", "opened_at, case_id, task_id"),
    ("messages", "sent_at, party, message_id"),
    ("documents", "rowid"),
    ("payments", "at, reference"),
    ("jobs", "job_no"),
    ("outbox", "letter_no"),
];

/// Commits a second of one thread that writes the rows of a store anew, so many commits in one transaction: into
/// the same tables with the same indexes, each row once, as it stood at the end. Nothing is looked up, judged,
/// sealed or changed, and drafts are left out.
pub fn same_rows(store: &Path, path: &Path, commands: f64, group: f64) -> Result<f64, Failure> {
    let connection = rusqlite::Connection::open(path)?;
    connection.execute_batch(
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 16384; \
         pragma foreign_keys = off; pragma cache_size = -65536; pragma temp_store = memory;",
    )?;
    connection.execute("attach ?1 as old", [store.to_string_lossy()])?;
    let schema: Vec<String> = connection
        .prepare("select sql from old.sqlite_schema where sql is not null and name not like 'sqlite_%'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for statement in schema {
        connection.execute_batch(&statement)?;
    }
    let mut inserts = Vec::new();
    for (table, order) in TABLES {
        // The rows in their order, in memory, so that what is measured is only the writing.
        connection.execute_batch(&format!(
            "create temp table t_{table} as select * from old.{table} order by {order}"
        ))?;
        let count: f64 =
            connection.query_row(&format!("select count(*) from t_{table}"), [], |row| row.get(0))?;
        inserts.push((
            count / commands,
            format!("insert into main.{table} select * from t_{table} where rowid > ?1 and rowid <= ?2"),
        ));
    }
    let begin = Instant::now();
    let mut done = 0.0;
    while done < commands {
        connection.execute_batch("begin immediate")?;
        for (each, insert) in &inserts {
            let rows = |commits: f64| (commits * each).round() as i64;
            connection.prepare_cached(insert)?.execute([rows(done), rows(done + group)])?;
        }
        connection.execute_batch("commit")?;
        done += group;
    }
    Ok(done / begin.elapsed().as_secs_f64())
}

/// Appends 4 KiB and flushes, again and again.
pub fn flushes(path: &Path, time: Duration) -> Result<Vec<Duration>, Failure> {
    let mut file = File::create(path)?;
    let mut took = Vec::new();
    let begin = Instant::now();
    while begin.elapsed() < time {
        let one = Instant::now();
        file.write_all(&[7; 4096])?;
        file.sync_data()?;
        took.push(one.elapsed());
    }
    Ok(took)
}

/// Why jobs failed, as the store keeps it.
pub fn failures(database: &Path) -> Result<String, Failure> {
    let connection = rusqlite::Connection::open(database)?;
    let mut query = connection.prepare(
        "select distinct kind || ': ' || last_error from jobs where last_error is not null limit 5",
    )?;
    let found = query.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(found.join("; "))
}
