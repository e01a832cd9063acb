//! Appending one commit inside the writer's transaction: first all checks, then all writes.

use afaq_base::PartyId;
use rusqlite::{Connection, OptionalExtension, params};

use super::connection;
use super::writer::{Afterwards, Work};
use crate::log::{Committed, PreparedCommit, PreparedSnapshot, PreparedStream};
use crate::position::Position;
use crate::sql::parse_json;
use crate::{AppendError, StoreError};

/// One commit on its way.
pub(super) struct AppendWork {
    commit: PreparedCommit,
}

/// A stream as found before writing.
struct Found {
    stream_no: Option<i64>,
    version: i64,
}

impl AppendWork {
    pub(super) fn new(commit: PreparedCommit) -> Self {
        Self { commit }
    }
}

impl Work for AppendWork {
    type Answer = Result<Committed, AppendError>;

    fn run(&mut self, connection: &Connection) -> Result<Self::Answer, StoreError> {
        let commit = &self.commit;
        let mut expired = None;
        if let Some(key) = &commit.key {
            match first_answer(connection, key)? {
                Some(first) if first.recorded_at >= commit.answers_since => {
                    let answer = parse_json(&first.answer)?;
                    return Ok(Ok(Committed {
                        position: Position::row(first.position),
                        answer,
                        is_repeated: true,
                    }));
                }
                Some(first) => expired = Some(first.answer_no),
                None => {}
            }
        }
        if let Some(lease) = &commit.completes_job
            && !is_held(connection, lease.job_no, lease.attempt)?
        {
            return Ok(Err(AppendError::LeaseLost { job_no: lease.job_no }));
        }
        for party in &commit.parties {
            if !is_key_alive(connection, *party)? {
                return Ok(Err(StoreError::PartyErased.into()));
            }
        }
        let mut found = Vec::with_capacity(commit.streams.len());
        for stream in &commit.streams {
            let now = find_stream(connection, stream)?;
            if now.version != stream.expected_version {
                return Ok(Err(AppendError::Conflict {
                    stream: stream.stream.clone(),
                    expected: stream.expected_version.unsigned_abs(),
                    actual: now.version.unsigned_abs(),
                }));
            }
            found.push(now);
        }

        // From here on an error means that a part may be written: the writer rolls it back.
        if let Some(answer_no) = expired {
            connection.prepare_cached("delete from answers where answer_no = ?1")?.execute([answer_no])?;
        }
        for (stream, found) in commit.streams.iter().zip(&found) {
            write_events(connection, stream, found, commit.recorded_at)?;
        }
        for snapshot in &commit.snapshots {
            write_snapshot(connection, snapshot)?;
        }
        if commit.deletes_content {
            connection::overwrite_deleted(connection, true)?;
        }
        let written = commit.statements.iter().try_for_each(|one| connection::run(connection, one).map(drop));
        if commit.deletes_content {
            connection::overwrite_deleted(connection, false)?;
        }
        written?;
        if let Some(lease) = &commit.completes_job {
            connection
                .prepare_cached(
                    "update jobs set wake_at = null, worker = null, ended_at = ?2, outcome = 'done' where job_no = ?1",
                )?
                .execute(params![lease.job_no, commit.recorded_at])?;
        }
        let position: i64 = connection
            .prepare_cached("select coalesce(max(seq), 0) from events")?
            .query_row([], |row| row.get(0))?;
        if let Some(key) = &commit.key {
            connection
                .prepare_cached(
                    "insert into answers (key, answer, position, recorded_at) values (?1, ?2, ?3, ?4)",
                )?
                .execute(params![key, commit.answer_text, position, commit.recorded_at])?;
        }
        Ok(Ok(Committed {
            position: Position::row(position.unsigned_abs()),
            answer: commit.answer.clone(),
            is_repeated: false,
        }))
    }

    fn afterwards(&self) -> Afterwards {
        if self.commit.deletes_content { Afterwards::EmptyTheLog } else { Afterwards::Nothing }
    }
}

struct FirstAnswer {
    answer_no: i64,
    answer: String,
    position: u64,
    recorded_at: i64,
}

fn first_answer(connection: &Connection, key: &str) -> Result<Option<FirstAnswer>, StoreError> {
    let first = connection
        .prepare_cached("select answer_no, answer, position, recorded_at from answers where key = ?1")?
        .query_row([key], |row| {
            Ok(FirstAnswer {
                answer_no: row.get(0)?,
                answer: row.get(1)?,
                position: row.get::<_, i64>(2)?.unsigned_abs(),
                recorded_at: row.get(3)?,
            })
        })
        .optional()?;
    Ok(first)
}

fn is_held(connection: &Connection, job_no: i64, attempt: i64) -> Result<bool, StoreError> {
    let held = connection
        .prepare_cached(
            "select 1 from jobs where job_no = ?1 and attempts = ?2 and worker is not null and ended_at is null",
        )?
        .exists(params![job_no, attempt])?;
    Ok(held)
}

fn is_key_alive(connection: &Connection, party: PartyId) -> Result<bool, StoreError> {
    let alive = connection
        .prepare_cached("select 1 from party_keys where party = ?1 and wrapped is not null")?
        .exists([party.to_bytes()])?;
    Ok(alive)
}

fn find_stream(connection: &Connection, stream: &PreparedStream) -> Result<Found, StoreError> {
    let found = connection
        .prepare_cached(
            "select s.stream_no, coalesce((select max(e.version) from events e where e.stream_no = s.stream_no), 0) \
             from streams s where s.kind = ?1 and s.id = ?2",
        )?
        .query_row([&stream.stream.kind, &stream.stream.id], |row| {
            Ok(Found { stream_no: Some(row.get(0)?), version: row.get(1)? })
        })
        .optional()?;
    Ok(found.unwrap_or(Found { stream_no: None, version: 0 }))
}

fn write_events(
    connection: &Connection,
    stream: &PreparedStream,
    found: &Found,
    recorded_at: i64,
) -> Result<(), StoreError> {
    if stream.events.is_empty() {
        return Ok(());
    }
    let stream_no = match found.stream_no {
        Some(stream_no) => stream_no,
        None => {
            connection
                .prepare_cached("insert into streams (kind, id) values (?1, ?2)")?
                .execute(params![stream.stream.kind, stream.stream.id])?;
            connection.last_insert_rowid()
        }
    };
    let mut insert = connection.prepare_cached(
        "insert into events (stream_no, version, kind, open, sealed, party, recorded_at) \
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (event, version) in stream.events.iter().zip(found.version + 1..) {
        insert.execute(params![
            stream_no,
            version,
            event.kind,
            event.open,
            event.sealed,
            event.party.map(PartyId::to_bytes),
            recorded_at
        ])?;
    }
    Ok(())
}

fn write_snapshot(connection: &Connection, snapshot: &PreparedSnapshot) -> Result<(), StoreError> {
    let written = connection
        .prepare_cached(
            "insert into snapshots (stream_no, version, format, party, sealed) \
             select s.stream_no, ?3, ?4, ?5, ?6 from streams s where s.kind = ?1 and s.id = ?2 \
             and exists (select 1 from events e where e.stream_no = s.stream_no and e.version >= ?3) \
             on conflict (stream_no) do update set version = excluded.version, format = excluded.format, \
             party = excluded.party, sealed = excluded.sealed",
        )?
        .execute(params![
            snapshot.stream.kind,
            snapshot.stream.id,
            snapshot.version,
            snapshot.format,
            snapshot.party.map(PartyId::to_bytes),
            snapshot.sealed
        ])?;
    if written == 0 {
        return Err(StoreError::NotFound { what: "the stream of a snapshot, at its version," });
    }
    Ok(())
}
