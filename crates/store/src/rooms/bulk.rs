//! What is done to many cases at once, with how far it has come; and what was announced for calendars.

use afaq_base::{BodyCode, CaseId, ServiceId, Timestamp};
use serde_json::Value as Json;

use crate::sql::{Row, Statement, Value, check_name, json_text, sql};
use crate::{Store, StoreError, limits};

/// One run over many cases, as far as it has come.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkRun {
    /// The run.
    pub run_id: String,
    /// What is done: a word of the application.
    pub kind: String,
    /// The service, where it is about one.
    pub service_id: Option<ServiceId>,
    /// What the worker needs to know. Nothing personal.
    pub content: Json,
    /// The case after which it goes on.
    pub cursor: String,
    /// How many cases there were at the beginning.
    pub total: u64,
    /// How many it has looked at.
    pub done: u64,
    /// How many of these it changed.
    pub changed: u64,
    /// How many stay as they are by a rule.
    pub stayed: u64,
    /// How many could not be changed.
    pub failed: u64,
    /// Examples and reasons. Nothing personal.
    pub report: Json,
    /// When it began.
    pub started_at: Timestamp,
    /// Who asked for it.
    pub started_by: String,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

const COLUMNS: &str = "run_id, kind, service_id, content, cursor, total, done, changed, stayed, failed, report, \
    started_at, started_by, ended_at";

pub(super) fn upsert(run: &BulkRun) -> Result<Statement, StoreError> {
    check_name("the id of a run", &run.run_id)?;
    Ok(sql(
        "insert into bulk_runs (run_id, kind, service_id, content, cursor, total, done, changed, stayed, failed, \
         report, started_at, started_by, ended_at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         on conflict (run_id) do update set cursor = excluded.cursor, done = excluded.done, \
         changed = excluded.changed, stayed = excluded.stayed, failed = excluded.failed, \
         report = excluded.report, ended_at = excluded.ended_at",
        vec![
            Value::from(&run.run_id),
            Value::from(&run.kind),
            Value::code_or_null(run.service_id.as_ref()),
            json_text("the content of a run", &run.content)?.into(),
            Value::from(&run.cursor),
            Value::count(run.total),
            Value::count(run.done),
            Value::count(run.changed),
            Value::count(run.stayed),
            Value::count(run.failed),
            json_text("the report of a run", &run.report)?.into(),
            run.started_at.into(),
            Value::from(&run.started_by),
            run.ended_at.into(),
        ],
    ))
}

fn read(mut row: Row) -> Result<BulkRun, StoreError> {
    Ok(BulkRun {
        run_id: row.text()?,
        kind: row.text()?,
        service_id: row.code_or_null()?,
        content: row.json()?,
        cursor: row.text()?,
        total: row.count()?,
        done: row.count()?,
        changed: row.count()?,
        stayed: row.count()?,
        failed: row.count()?,
        report: row.json()?,
        started_at: row.at()?,
        started_by: row.text()?,
        ended_at: row.at_or_null()?,
    })
}

/// Which open cases a run goes over.
#[derive(Clone, Debug)]
pub enum BulkScope {
    /// Those of one body, or of all.
    Body(Option<BodyCode>),
    /// Those of a service that are not pinned to this behavior.
    OtherVersions {
        /// The service.
        service: ServiceId,
        /// The hash of the behavior.
        behavior: String,
    },
}

impl BulkScope {
    fn conditions(&self, values: &mut Vec<Value>) -> String {
        match self {
            Self::Body(None) => "c.closed_at is null".to_owned(),
            Self::Body(Some(body)) => {
                values.push(Value::code(body));
                format!("c.closed_at is null and c.body = ${}", values.len())
            }
            Self::OtherVersions { service, behavior } => {
                values.push(Value::code(service));
                values.push(Value::from(behavior));
                let at = values.len();
                format!("c.closed_at is null and c.service_id = ${} and c.pack_version <> ${at}", at - 1)
            }
        }
    }
}

/// How many open cases stand at an element, and for how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementLoad {
    /// The element.
    pub element: String,
    /// Open tasks there.
    pub open: u64,
    /// Of these, those whose target is over.
    pub late: u64,
    /// When the oldest of them was opened.
    pub oldest_at: Timestamp,
    /// The sum of their ages in seconds.
    pub age_seconds: u64,
}

/// An announcement for working calendars.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnouncementRow {
    /// Its number; later ones have larger ones.
    pub announcement_no: u64,
    /// The body that it is for; all where this is missing.
    pub body: Option<BodyCode>,
    /// What was announced.
    pub content: Json,
    /// When.
    pub announced_at: Timestamp,
    /// By whom.
    pub announced_by: String,
}

impl Store {
    /// Finds a run.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_bulk_run(&self, run: &str) -> Result<Option<BulkRun>, StoreError> {
        let text = format!("select {COLUMNS} from bulk_runs where run_id = $1");
        let rows = self.read(sql(text, vec![run.into()])).await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// The latest runs.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn bulk_runs(&self, limit: usize) -> Result<Vec<BulkRun>, StoreError> {
        let text = format!("select {COLUMNS} from bulk_runs order by started_at desc, run_id limit $1");
        let limit = Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64);
        self.read(sql(text, vec![limit])).await?.into_iter().map(read).collect()
    }

    /// Counts the open cases of a scope.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_open_cases(&self, scope: &BulkScope) -> Result<u64, StoreError> {
        let mut values = Vec::new();
        let conditions = scope.conditions(&mut values);
        let rows = self.read(sql(format!("select count(*) from cases c where {conditions}"), values)).await?;
        rows.into_iter().next().map_or(Ok(0), |mut row| row.count())
    }

    /// The open cases of a scope after one, in the order of their ids.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn open_cases_after(
        &self,
        scope: &BulkScope,
        after: Option<CaseId>,
        limit: usize,
    ) -> Result<Vec<CaseId>, StoreError> {
        let mut values = Vec::new();
        let mut conditions = scope.conditions(&mut values);
        if let Some(after) = after {
            values.push(Value::id(&after));
            conditions += &format!(" and c.case_id > ${}", values.len());
        }
        values.push(Value::count(limit as u64));
        let text = format!(
            "select c.case_id from cases c where {conditions} order by c.case_id limit ${}",
            values.len()
        );
        self.read(sql(text, values)).await?.into_iter().map(|mut row| row.id()).collect()
    }

    /// Where the open cases of a service stand: its open tasks by element.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn element_loads(
        &self,
        service: &ServiceId,
        now: Timestamp,
    ) -> Result<Vec<ElementLoad>, StoreError> {
        let rows = self
            .read(sql(
                "select t.element, count(*), sum(case when t.due_at < $1 then 1 else 0 end), min(t.opened_at), \
                 sum(($2 - t.opened_at) / 1000000) \
                 from tasks t join cases c on c.case_id = t.case_id \
                 where c.service_id = $3 and t.done_at is null group by t.element order by count(*) desc, t.element",
                vec![now.into(), now.into(), Value::code(service)],
            ))
            .await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(ElementLoad {
                    element: row.text()?,
                    open: row.count()?,
                    late: row.count()?,
                    oldest_at: row.at()?,
                    age_seconds: u64::try_from(row.int()?).unwrap_or_default(),
                })
            })
            .collect()
    }

    /// How many open cases of a service there are in each stage and version.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn stage_counts(&self, service: &ServiceId) -> Result<Vec<(String, String, u64)>, StoreError> {
        let rows = self
            .read(sql(
                "select stage, pack_version, count(*) from cases where service_id = $1 and closed_at is null \
                 group by stage, pack_version order by stage, pack_version",
                vec![Value::code(service)],
            ))
            .await?;
        rows.into_iter().map(|mut row| Ok((row.text()?, row.text()?, row.count()?))).collect()
    }

    /// All announcements, in their order.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn announcements(&self) -> Result<Vec<AnnouncementRow>, StoreError> {
        let rows = self
            .read(sql(
                "select announcement_no, body, content, announced_at, announced_by from announcements \
                 order by announcement_no",
                vec![],
            ))
            .await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(AnnouncementRow {
                    announcement_no: row.count()?,
                    body: row.code_or_null()?,
                    content: row.json()?,
                    announced_at: row.at()?,
                    announced_by: row.text()?,
                })
            })
            .collect()
    }

    /// How many announcements there are: whether somebody else announced something meanwhile.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_announcements(&self) -> Result<u64, StoreError> {
        let rows = self.read(sql("select count(*) from announcements", vec![])).await?;
        rows.into_iter().next().map_or(Ok(0), |mut row| row.count())
    }
}

pub(super) fn announce(
    body: Option<&BodyCode>,
    content: &Json,
    at: Timestamp,
    by: &str,
) -> Result<Statement, StoreError> {
    Ok(sql(
        "insert into announcements (body, content, announced_at, announced_by) values ($1, $2, $3, $4)",
        vec![Value::code_or_null(body), json_text("an announcement", content)?.into(), at.into(), by.into()],
    ))
}
