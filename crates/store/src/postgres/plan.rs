//! What a group of commits finds, how each of its commits is judged, and what is written for those that stand.
//!
//! All commits are judged in their order against what was read at once and what the earlier ones of the group
//! will have written; the writes then travel together, the log's own as columns of values.

use std::collections::{BTreeSet, HashMap, HashSet};

use afaq_base::PartyId;

use super::connection::{Id, Param, Query};
use super::group::{Item, Outcome};
use super::values::row;
use crate::log::{Committed, PreparedCommit, PreparedSnapshot, StreamId};
use crate::position::Position;
use crate::sql::{Row, parse_json};
use crate::{AppendError, StoreError};

/// A recorded answer.
struct First {
    answer: String,
    position: Position,
    recorded_at: i64,
}

/// A stream: its number if it exists, and its version.
#[derive(Clone, Copy, Default)]
struct Stream {
    stream_no: Option<i64>,
    version: i64,
}

/// What was found before anything is written.
#[derive(Default)]
pub(super) struct Found {
    answers: HashMap<String, First>,
    held: HashSet<(i64, i64)>,
    alive: HashSet<PartyId>,
    streams: HashMap<StreamId, Stream>,
}

/// The reading statements of a group, in the order of [`Found::read`].
pub(super) fn questions(group: &[&Item]) -> Vec<Query<'static>> {
    let appends = || group.iter().filter_map(|item| item.append());
    let keys: Vec<String> = appends().filter_map(|commit| commit.key.clone()).collect();
    let jobs: Vec<i64> =
        appends().filter_map(|commit| commit.completes_job.as_ref().map(|lease| lease.job_no)).collect();
    let parties: BTreeSet<PartyId> = appends().flat_map(|commit| commit.parties.iter().copied()).collect();
    let streams: BTreeSet<&StreamId> = appends().flat_map(streams_of).collect();
    let mut questions = Vec::new();
    questions.push(Query::new(
        "select key, answer, timeline, xid, recorded_at from answers where key = any($1)",
        vec![Param::OwnedTexts(keys)],
    ));
    questions.push(Query::new(
        "select job_no, attempts from jobs where job_no = any($1) and worker is not null and ended_at is null",
        vec![Param::Ints(jobs)],
    ));
    questions.push(Query::new(
        "select party from party_keys where party = any($1) and wrapped is not null",
        vec![Param::Ids(parties.into_iter().map(|party| Some(Id(party.to_bytes()))).collect())],
    ));
    let (kinds, ids) = streams.iter().map(|stream| (stream.kind.clone(), stream.id.clone())).unzip();
    questions.push(Query::new(
        "select s.kind, s.id, s.stream_no, \
         coalesce((select max(e.version) from events e where e.stream_no = s.stream_no), 0) \
         from unnest(cast($1 as text[]), cast($2 as text[])) as u (kind, id) \
         join streams s on s.kind = u.kind and s.id = u.id",
        vec![Param::OwnedTexts(kinds), Param::OwnedTexts(ids)],
    ));
    questions
}

fn streams_of(commit: &PreparedCommit) -> impl Iterator<Item = &StreamId> {
    let appended = commit.streams.iter().map(|append| &append.stream);
    appended.chain(commit.snapshots.iter().map(|snapshot| &snapshot.stream))
}

impl Found {
    /// Reads the answers to [`questions`].
    pub(super) fn read(answers: Vec<Vec<tokio_postgres::Row>>) -> Result<Self, StoreError> {
        let mut found = Self::default();
        let mut answers = answers.into_iter();
        let mut next = || answers.next().unwrap_or_default();
        for one in next() {
            let mut one = row(&one)?;
            let (key, answer) = (one.text()?, one.text()?);
            let position = position(&mut one)?;
            found.answers.insert(key, First { answer, position, recorded_at: one.int()? });
        }
        for one in next() {
            let mut one = row(&one)?;
            found.held.insert((one.int()?, one.int()?));
        }
        for one in next() {
            found.alive.insert(row(&one)?.id()?);
        }
        for one in next() {
            let mut one = row(&one)?;
            let stream = StreamId { kind: one.text()?, id: one.text()? };
            found.streams.insert(stream, Stream { stream_no: Some(one.int()?), version: one.int()? });
        }
        Ok(found)
    }
}

fn position(one: &mut Row) -> Result<Position, StoreError> {
    let timeline = u32::try_from(one.int()?).unwrap_or_default();
    Ok(Position::after(timeline, one.count()?))
}

/// What must be true of the rows of a written statement.
#[derive(Clone, Copy)]
pub(super) enum Expected {
    Anything,
    /// A row, or this was not found.
    Hit(&'static str),
    /// So many rows, or another process was first.
    Rows(usize),
}

/// What is written for a group.
pub(super) struct Plan<'a> {
    pub(super) queries: Vec<Query<'a>>,
    pub(super) expected: Vec<Expected>,
    pub(super) verdicts: Vec<Verdict>,
}

/// What becomes of one item if the writes succeed.
pub(super) enum Verdict {
    Append(Result<Committed, AppendError>),
    /// It has the key of an earlier item of the group.
    SameAs(usize),
    /// The rows of these queries.
    Rows(std::ops::Range<usize>),
}

impl Plan<'_> {
    /// The outcomes, with the rows that the queries returned.
    pub(super) fn outcomes(
        verdicts: Vec<Verdict>,
        mut answers: Vec<Vec<tokio_postgres::Row>>,
    ) -> Result<Vec<Outcome>, StoreError> {
        let mut outcomes: Vec<Outcome> = Vec::with_capacity(verdicts.len());
        for verdict in verdicts {
            outcomes.push(match verdict {
                Verdict::Append(outcome) => Outcome::Append(outcome),
                Verdict::SameAs(earlier) => Outcome::Append(match outcomes.get(earlier) {
                    Some(Outcome::Append(Ok(first))) => Ok(Committed { is_repeated: true, ..first.clone() }),
                    Some(Outcome::Append(Err(error))) => Err(error.clone()),
                    _ => Err(StoreError::Closed.into()),
                }),
                Verdict::Rows(range) => {
                    let mut sets = Vec::with_capacity(range.len());
                    for at in range {
                        let rows = answers.get_mut(at).map(std::mem::take).unwrap_or_default();
                        sets.push(rows.iter().map(row).collect::<Result<Vec<_>, _>>()?);
                    }
                    Outcome::Write(Ok(sets))
                }
            });
        }
        Ok(outcomes)
    }
}

/// The columns of the log that a group writes.
#[derive(Default)]
struct Columns<'a> {
    new_streams: Vec<(&'a StreamId, i64)>,
    stream_nos: Vec<i64>,
    versions: Vec<i64>,
    kinds: Vec<&'a str>,
    opens: Vec<&'a str>,
    sealed: Vec<Option<&'a [u8]>>,
    parties: Vec<Option<Id>>,
    recorded: Vec<i64>,
    snapshots: HashMap<i64, &'a PreparedSnapshot>,
    keys: Vec<(&'a str, &'a str, i64)>,
}

/// Judges a group and lays out its writes. `fresh` gives numbers for new streams.
pub(super) fn plan<'a>(
    group: &[&'a Item],
    mut found: Found,
    timeline: u32,
    xid: u64,
    answers_kept: i64,
    fresh: &mut Vec<i64>,
) -> Result<Plan<'a>, StoreError> {
    let position = Position::after(timeline, xid);
    let mut columns = Columns::default();
    let mut own_keys: HashMap<&str, usize> = HashMap::new();
    let mut rows: Vec<(Query<'a>, Expected)> = Vec::new();
    let mut verdicts = Vec::with_capacity(group.len());
    for (at, item) in group.iter().enumerate() {
        let commit = match item {
            Item::Append(commit) => commit,
            Item::Write(statements) => {
                let begin = rows.len();
                for statement in statements {
                    let expected = statement.must_hit.map_or(Expected::Anything, Expected::Hit);
                    rows.push((Query::of(statement), expected));
                }
                verdicts.push(Verdict::Rows(begin..rows.len()));
                continue;
            }
        };
        if let Some(key) = &commit.key {
            if let Some(earlier) = own_keys.get(key.as_str()) {
                verdicts.push(Verdict::SameAs(*earlier));
                continue;
            }
            if let Some(first) = found.answers.get(key)
                && first.recorded_at >= commit.answers_since
            {
                let answer = parse_json(&first.answer)?;
                let committed = Committed { position: first.position, answer, is_repeated: true };
                verdicts.push(Verdict::Append(Ok(committed)));
                continue;
            }
        }
        if let Err(refusal) = judge(commit, &found) {
            verdicts.push(Verdict::Append(Err(refusal)));
            continue;
        }
        take_in(commit, &mut found, &mut columns, fresh)?;
        for statement in &commit.statements {
            rows.push((Query::of(statement), statement.must_hit.map_or(Expected::Anything, Expected::Hit)));
        }
        if let Some(lease) = &commit.completes_job {
            found.held.remove(&(lease.job_no, lease.attempt));
            rows.push((
                Query::new(
                    "update jobs set wake_at = null, worker = null, ended_at = $1, outcome = 'done' \
                     where job_no = $2 and attempts = $3 and worker is not null and ended_at is null \
                     returning job_no",
                    vec![Param::Int(commit.recorded_at), Param::Int(lease.job_no), Param::Int(lease.attempt)],
                ),
                Expected::Rows(1),
            ));
        }
        if let Some(key) = &commit.key {
            own_keys.insert(key, at);
            columns.keys.push((key, &commit.answer_text, commit.recorded_at));
        }
        verdicts.push(Verdict::Append(Ok(Committed {
            position,
            answer: commit.answer.clone(),
            is_repeated: false,
        })));
    }
    let mut plan = Plan { queries: Vec::new(), expected: Vec::new(), verdicts };
    columns.before_rows(&mut plan, timeline, xid);
    let shift = plan.queries.len();
    for (query, expected) in rows {
        plan.queries.push(query);
        plan.expected.push(expected);
    }
    for verdict in &mut plan.verdicts {
        if let Verdict::Rows(range) = verdict {
            *range = range.start + shift..range.end + shift;
        }
    }
    columns.answers(&mut plan, timeline, xid, answers_kept);
    Ok(plan)
}

/// Judges one commit by what is there and what the group has taken in before it.
fn judge(commit: &PreparedCommit, found: &Found) -> Result<(), AppendError> {
    if let Some(lease) = &commit.completes_job
        && !found.held.contains(&(lease.job_no, lease.attempt))
    {
        return Err(AppendError::LeaseLost { job_no: lease.job_no });
    }
    if commit.parties.iter().any(|party| !found.alive.contains(party)) {
        return Err(StoreError::PartyErased.into());
    }
    let mut reached: HashMap<&StreamId, i64> = HashMap::new();
    for append in &commit.streams {
        let now = found.streams.get(&append.stream).copied().unwrap_or_default();
        if now.version != append.expected_version {
            return Err(AppendError::Conflict {
                stream: append.stream.clone(),
                expected: append.expected_version.unsigned_abs(),
                actual: now.version.unsigned_abs(),
            });
        }
        let events = i64::try_from(append.events.len()).unwrap_or(i64::MAX);
        reached.insert(&append.stream, now.version.saturating_add(events));
    }
    for snapshot in &commit.snapshots {
        let before = found.streams.get(&snapshot.stream).copied().unwrap_or_default().version;
        let version = reached.get(&snapshot.stream).copied().unwrap_or(before);
        if version == 0 || snapshot.version > version {
            return Err(StoreError::NotFound { what: "the stream of a snapshot, at its version," }.into());
        }
    }
    Ok(())
}

/// Lays out the log of one commit that stands.
fn take_in<'a>(
    commit: &'a PreparedCommit,
    found: &mut Found,
    columns: &mut Columns<'a>,
    fresh: &mut Vec<i64>,
) -> Result<(), StoreError> {
    for append in &commit.streams {
        if append.events.is_empty() {
            continue;
        }
        let stream = found.streams.entry(append.stream.clone()).or_default();
        let stream_no = match stream.stream_no {
            Some(stream_no) => stream_no,
            None => {
                let stream_no =
                    fresh.pop().ok_or_else(|| StoreError::damaged("no number is left for a new stream"))?;
                columns.new_streams.push((&append.stream, stream_no));
                stream.stream_no = Some(stream_no);
                stream_no
            }
        };
        for event in &append.events {
            stream.version += 1;
            columns.stream_nos.push(stream_no);
            columns.versions.push(stream.version);
            columns.kinds.push(&event.kind);
            columns.opens.push(&event.open);
            columns.sealed.push(event.sealed.as_deref());
            columns.parties.push(event.party.map(|party| Id(party.to_bytes())));
            columns.recorded.push(commit.recorded_at);
        }
    }
    for snapshot in &commit.snapshots {
        if let Some(stream_no) = found.streams.get(&snapshot.stream).and_then(|stream| stream.stream_no) {
            columns.snapshots.insert(stream_no, snapshot);
        }
    }
    Ok(())
}

impl<'a> Columns<'a> {
    fn before_rows(&mut self, plan: &mut Plan<'a>, timeline: u32, xid: u64) {
        if !self.new_streams.is_empty() {
            // In one order for all, so that two processes never wait for each other.
            self.new_streams.sort_unstable();
            let count = self.new_streams.len();
            plan.queries.push(Query::new(
                "insert into streams (stream_no, kind, id) \
                 select * from unnest(cast($1 as bigint[]), cast($2 as text[]), cast($3 as text[])) \
                 on conflict (kind, id) do nothing returning stream_no",
                vec![
                    Param::Ints(self.new_streams.iter().map(|one| one.1).collect()),
                    Param::Texts(self.new_streams.iter().map(|one| one.0.kind.as_str()).collect()),
                    Param::Texts(self.new_streams.iter().map(|one| one.0.id.as_str()).collect()),
                ],
            ));
            plan.expected.push(Expected::Rows(count));
        }
        if !self.versions.is_empty() {
            plan.queries.push(Query::new(
                "insert into events (timeline, xid, stream_no, version, kind, open, sealed, party, recorded_at) \
                 select $1, $2, u.* from unnest(cast($3 as bigint[]), cast($4 as bigint[]), cast($5 as text[]), \
                 cast($6 as text[]), cast($7 as bytea[]), cast($8 as uuid[]), cast($9 as bigint[])) as u",
                vec![
                    Param::Int(timeline.into()),
                    Param::Int(i64::try_from(xid).unwrap_or(i64::MAX)),
                    Param::Ints(std::mem::take(&mut self.stream_nos)),
                    Param::Ints(std::mem::take(&mut self.versions)),
                    Param::Texts(std::mem::take(&mut self.kinds)),
                    Param::Texts(std::mem::take(&mut self.opens)),
                    Param::Blobs(std::mem::take(&mut self.sealed)),
                    Param::Ids(std::mem::take(&mut self.parties)),
                    Param::Ints(std::mem::take(&mut self.recorded)),
                ],
            ));
            plan.expected.push(Expected::Anything);
        }
        if !self.snapshots.is_empty() {
            let mut all: Vec<_> = std::mem::take(&mut self.snapshots).into_iter().collect();
            all.sort_unstable_by_key(|one| one.0);
            plan.queries.push(Query::new(
                "insert into snapshots (stream_no, version, format, party, sealed) \
                 select * from unnest(cast($1 as bigint[]), cast($2 as bigint[]), cast($3 as text[]), \
                 cast($4 as uuid[]), cast($5 as bytea[])) \
                 on conflict (stream_no) do update set version = excluded.version, format = excluded.format, \
                 party = excluded.party, sealed = excluded.sealed",
                vec![
                    Param::Ints(all.iter().map(|one| one.0).collect()),
                    Param::Ints(all.iter().map(|one| one.1.version).collect()),
                    Param::Texts(all.iter().map(|one| one.1.format.as_str()).collect()),
                    Param::Ids(all.iter().map(|one| one.1.party.map(|party| Id(party.to_bytes()))).collect()),
                    Param::Blobs(all.iter().map(|one| Some(one.1.sealed.as_slice())).collect()),
                ],
            ));
            plan.expected.push(Expected::Anything);
        }
    }

    /// First answers; one whose time is over is written over, one of another process is not.
    fn answers(&mut self, plan: &mut Plan<'a>, timeline: u32, xid: u64, answers_kept: i64) {
        if self.keys.is_empty() {
            return;
        }
        self.keys.sort_unstable();
        plan.expected.push(Expected::Rows(self.keys.len()));
        plan.queries.push(Query::new(
            "insert into answers (key, answer, timeline, xid, recorded_at) \
             select u.key, u.answer, $1, $2, u.recorded_at \
             from unnest(cast($3 as text[]), cast($4 as text[]), cast($5 as bigint[])) as u (key, answer, recorded_at) \
             on conflict (key) do update set answer = excluded.answer, timeline = excluded.timeline, \
             xid = excluded.xid, recorded_at = excluded.recorded_at \
             where answers.recorded_at < excluded.recorded_at - $6 returning key",
            vec![
                Param::Int(timeline.into()),
                Param::Int(i64::try_from(xid).unwrap_or(i64::MAX)),
                Param::Texts(self.keys.iter().map(|one| one.0).collect()),
                Param::Texts(self.keys.iter().map(|one| one.1).collect()),
                Param::Ints(self.keys.iter().map(|one| one.2).collect()),
                Param::Int(answers_kept),
            ],
        ));
    }
}
