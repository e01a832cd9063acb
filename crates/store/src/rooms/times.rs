//! How long decided cases took, and how many tasks each officer has: figures, nothing personal.

use afaq_base::{BodyCode, CaseId, ServiceId, Timestamp, UnitId};

use super::cases::Filter;
use crate::sql::{Row, Statement, Value, sql};
use crate::{Store, StoreError, limits};

/// How long one decided case took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTime {
    /// The service.
    pub service_id: ServiceId,
    /// The case.
    pub case_id: CaseId,
    /// When it ended.
    pub closed_at: Timestamp,
    /// Working minutes from submission to the end, the applicant's own time not counted.
    pub worked_minutes: i64,
    /// Whether it ended on the promised day or before.
    pub is_on_time: bool,
}

/// The figures of the decided cases of one service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceTimes {
    /// How many cases were decided.
    pub cases: u64,
    /// How many of them on time.
    pub on_time: u64,
    /// Working minutes that half of them took at most.
    pub median_minutes: i64,
    /// Working minutes that nine of ten took at most.
    pub p90_minutes: i64,
}

/// The open and done tasks of one officer, or of nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// The officer; nothing for work that nobody has taken.
    pub officer: Option<String>,
    /// Open tasks, those that wait for applicants among them.
    pub open: u64,
    /// Open tasks that are overdue.
    pub late: u64,
    /// Tasks done since the asked moment.
    pub done: u64,
}

pub(super) fn upsert(time: &CaseTime) -> Statement {
    sql(
        "insert into case_times (service_id, closed_at, case_id, worked_minutes, is_on_time) \
         values ($1, $2, $3, $4, $5) on conflict (service_id, closed_at, case_id) do update set \
         worked_minutes = excluded.worked_minutes, is_on_time = excluded.is_on_time",
        vec![
            Value::code(&time.service_id),
            time.closed_at.into(),
            Value::id(&time.case_id),
            Value::Int(time.worked_minutes),
            Value::Int(i64::from(time.is_on_time)),
        ],
    )
}

impl Store {
    /// The figures of the cases of a service that were decided since a moment; nothing where there are none.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn service_times(
        &self,
        service: &ServiceId,
        since: Timestamp,
    ) -> Result<Option<ServiceTimes>, StoreError> {
        // Figures of the public may be a moment old: the nearest copy answers.
        // The nearest rank: the smallest time that at least so many of ten reach.
        let rows = self
            .read_nearest(sql(
                "with decided as (select worked_minutes, is_on_time, \
                   row_number() over (order by worked_minutes) as rank, count(*) over () as cases \
                   from case_times where service_id = $1 and closed_at >= $2) \
                 select count(*), coalesce(sum(is_on_time), 0), \
                   coalesce(min(case when rank * 2 >= cases then worked_minutes end), 0), \
                   coalesce(min(case when rank * 10 >= cases * 9 then worked_minutes end), 0) from decided",
                vec![Value::code(service), since.into()],
            ))
            .await?;
        let Some(mut row) = rows.into_iter().next() else { return Ok(None) };
        let times = ServiceTimes {
            cases: row.count()?,
            on_time: row.count()?,
            median_minutes: row.int()?,
            p90_minutes: row.int()?,
        };
        Ok((times.cases > 0).then_some(times))
    }

    /// The tasks of some units by the officer who has them: open, overdue now, and done since a moment.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn loads(
        &self,
        body: &BodyCode,
        units: &[UnitId],
        now: Timestamp,
        since: Timestamp,
    ) -> Result<Vec<Load>, StoreError> {
        let mut open = Filter::new();
        let now_at = open.value(now.into());
        open.is("t.body", Value::code(body));
        open.one_of("t.unit", units.iter().map(Value::code));
        let limit = open.value(Value::count(limits::PAGE_ROWS_MAX as u64));
        let text = format!(
            "select t.assignee, count(*), coalesce(sum(case when t.due_at < {now_at} then 1 else 0 end), 0) \
             from tasks t where {} and t.done_at is null group by t.assignee order by t.assignee nulls first limit {limit}",
            open.conditions.join(" and ")
        );
        let open = sql(text, open.values);
        let mut done = Filter::new();
        done.is("t.body", Value::code(body));
        done.one_of("t.unit", units.iter().map(Value::code));
        let since = done.value(since.into());
        let limit = done.value(Value::count(limits::PAGE_ROWS_MAX as u64));
        let text = format!(
            "select t.assignee, count(*) from tasks t where {} and t.done_at >= {since} \
             group by t.assignee order by t.assignee nulls first limit {limit}",
            done.conditions.join(" and ")
        );
        let answers = self.database().read(vec![open, sql(text, done.values)]).await?;
        loads(answers)
    }
}

fn loads(answers: Vec<Vec<Row>>) -> Result<Vec<Load>, StoreError> {
    let mut answers = answers.into_iter();
    let mut loads = Vec::new();
    for mut row in answers.next().unwrap_or_default() {
        let officer = row.text_or_null()?;
        loads.push(Load { officer, open: row.count()?, late: row.count()?, done: 0 });
    }
    for mut row in answers.next().unwrap_or_default() {
        let officer = row.text_or_null()?;
        let done = row.count()?;
        match loads.iter_mut().find(|load| load.officer == officer) {
            Some(load) => load.done = done,
            None => loads.push(Load { officer, done, ..Load::default() }),
        }
    }
    Ok(loads)
}
