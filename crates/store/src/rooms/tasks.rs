//! Tasks as rows: what officers have to do in open cases.

use afaq_base::{BodyCode, CaseId, TaskId, Timestamp, UnitId};

use super::cases::{self, CaseRow, Filter, NEVER, Worklist, WorklistOrder, WorklistShow};
use super::page::{self, Cursor, Page};
use crate::sql::{self, Columns, Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError};

/// A task as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskRow {
    /// The task.
    pub task_id: TaskId,
    /// Its case, which must be there.
    pub case_id: CaseId,
    /// The element of the process that it stands for.
    pub element: String,
    /// The role that may do it.
    pub role: String,
    /// The body that has it: for an opinion, another one than the case's.
    pub body: BodyCode,
    /// The unit that has it.
    pub unit: Option<UnitId>,
    /// The officer who has it.
    pub assignee: Option<String>,
    /// When it came up.
    pub opened_at: Timestamp,
    /// When it must be done.
    pub due_at: Option<Timestamp>,
    /// When it was done, or was no longer needed.
    pub done_at: Option<Timestamp>,
}

const COLUMNS: &str = "t.task_id, t.case_id, t.element, t.role, t.body, t.unit, t.assignee, t.opened_at, t.due_at, \
    t.done_at";

fn check(task: &TaskRow) -> Result<(), StoreError> {
    check_name("the element of a task", &task.element)?;
    check_name("the role of a task", &task.role)
}

fn key(task: &TaskRow) -> Columns {
    vec![("case_id", Value::id(&task.case_id)), ("task_id", Value::id(&task.task_id))]
}

/// The columns that indexes hold.
fn placing(task: &TaskRow) -> Columns {
    vec![
        ("body", Value::code(&task.body)),
        ("unit", Value::code_or_null(task.unit.as_ref())),
        ("assignee", task.assignee.as_deref().into()),
        ("due_at", task.due_at.into()),
        ("done_at", task.done_at.into()),
    ]
}

/// The other columns.
fn showing(task: &TaskRow) -> Columns {
    vec![
        ("element", Value::from(&task.element)),
        ("role", Value::from(&task.role)),
        ("opened_at", task.opened_at.into()),
    ]
}

pub(super) fn upsert(task: &TaskRow) -> Result<Statement, StoreError> {
    check(task)?;
    let others = placing(task).into_iter().chain(showing(task)).collect();
    Ok(sql::upsert("tasks", key(task), others))
}

pub(super) fn change(before: &TaskRow, now: &TaskRow) -> Result<Statement, StoreError> {
    check(now)?;
    Ok(sql::change("tasks", key(now), &placing(before), placing(now), showing(now), "the row of a task"))
}

fn read(row: &mut Row) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        task_id: row.id()?,
        case_id: row.id()?,
        element: row.text()?,
        role: row.text()?,
        body: row.code()?,
        unit: row.code_or_null()?,
        assignee: row.text_or_null()?,
        opened_at: row.at()?,
        due_at: row.at_or_null()?,
        done_at: row.at_or_null()?,
    })
}

impl Store {
    /// Finds a task of a case.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_task(&self, case: CaseId, task: TaskId) -> Result<Option<TaskRow>, StoreError> {
        let rows = self
            .look_up(sql(
                format!("select {COLUMNS} from tasks t where t.case_id = $1 and t.task_id = $2"),
                vec![Value::id(&case), Value::id(&task)],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| read(&mut row)).transpose()
    }

    /// Lists the tasks of a case, done ones too, as they came up.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn tasks_of_case(&self, case: CaseId) -> Result<Vec<TaskRow>, StoreError> {
        let rows = self
            .look_up(sql(
                format!(
                    "select {COLUMNS} from tasks t where t.case_id = $1 order by t.opened_at, t.task_id limit $2"
                ),
                vec![Value::id(&case), Value::Int(page::asked(usize::MAX))],
            ))
            .await?;
        rows.into_iter().map(|mut row| read(&mut row)).collect()
    }

    /// Lists the tasks of a worklist with their cases: open ones by due time, done ones the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn task_worklist(
        &self,
        worklist: &Worklist,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<(TaskRow, CaseRow)>, StoreError> {
        let lists = worklist.in_order();
        let statements = lists.iter().map(|list| listing(list, after, limit)).collect();
        let mut rows = Vec::new();
        for mut row in self.database().read(statements).await?.into_iter().flatten() {
            rows.push((read(&mut row)?, cases::read(&mut row)?));
        }
        let (show, order) = (worklist.show, worklist.order);
        let place = |(task, _): &(TaskRow, CaseRow)| {
            let at = match (show, order) {
                (WorklistShow::Done, _) => task.done_at,
                (_, WorklistOrder::Age) => Some(task.opened_at),
                (_, WorklistOrder::Due) => task.due_at,
            };
            Cursor { key: at.map_or(NEVER, |at| at.as_microsecond()), id: task.task_id.to_bytes() }
        };
        if lists.len() > 1 {
            rows.sort_by_cached_key(|row| {
                let place = place(row);
                (place.key, place.id)
            });
        }
        Ok(page::page(rows, limit, place))
    }

    /// Counts the tasks of some worklists at one moment, each up to [`crate::limits::COUNTED_ROWS_MAX`].
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn count_tasks(&self, worklists: &[Worklist]) -> Result<Vec<u64>, StoreError> {
        let statements = worklists
            .iter()
            .map(|worklist| filter(worklist).count("tasks t join cases c on c.case_id = t.case_id"))
            .collect();
        cases::counts(self.database().read(statements).await?)
    }
}

fn listing(worklist: &Worklist, after: Option<&Cursor>, limit: usize) -> Statement {
    let mut filter = filter(worklist);
    let order = if worklist.show == WorklistShow::Done {
        let (key, id) = page::after_all(after);
        let place = filter.place("(t.done_at, t.task_id) <", key, id);
        filter.conditions.push(place);
        "t.done_at desc, t.task_id desc"
    } else if worklist.order == WorklistOrder::Age {
        let (key, id) = page::before_all(after);
        let place = filter.place("(t.opened_at, t.task_id) >", key, id);
        filter.conditions.push(place);
        "t.opened_at, t.task_id"
    } else {
        filter.after_due("t.due_at", "t.task_id", after);
        "coalesce(t.due_at, 9223372036854775807), t.task_id"
    };
    let limit_at = filter.value(Value::Int(page::asked(limit)));
    let text = format!(
        "select {COLUMNS}, {} from tasks t join cases c on c.case_id = t.case_id where {} \
         order by {order} limit {limit_at}",
        cases::COLUMNS,
        filter.conditions.join(" and ")
    );
    sql(text, filter.values)
}

fn filter(worklist: &Worklist) -> Filter {
    let mut filter = Filter::new();
    filter.is("t.body", Value::code(&worklist.body));
    filter.one_of("t.unit", worklist.units.iter().map(Value::code));
    filter.assignee("t.assignee", &worklist.assignee);
    filter.one_of("t.role", worklist.stages.iter().map(Value::from));
    filter.one_of("c.service_id", worklist.services.iter().map(Value::code));
    filter.conditions.push(
        match worklist.show {
            WorklistShow::Open => "t.done_at is null",
            WorklistShow::Running => "t.done_at is null and c.waiting_since is null",
            WorklistShow::Waiting => "t.done_at is null and c.waiting_since is not null",
            WorklistShow::Done => "t.done_at is not null",
        }
        .to_owned(),
    );
    if let Some(before) = worklist.due_before {
        let at = filter.value(before.into());
        filter.conditions.push(format!("t.due_at < {at}"));
    }
    filter
}
