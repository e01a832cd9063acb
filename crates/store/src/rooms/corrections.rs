//! Corrections as rows: which facts people call wrong, who holds them, and how far each is.

use afaq_base::{BodyCode, CaseId, PartyId, ServiceId, TaskId, Timestamp};

use super::page::{self, Cursor, Page};
use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A correction as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrectionRow {
    /// Which one: the task of the holder.
    pub correction_id: TaskId,
    /// The case in which it came up, or will be one.
    pub case_id: CaseId,
    /// Whose case it is.
    pub party: PartyId,
    /// The service.
    pub service_id: ServiceId,
    /// The version of the pack whose words the fact is called by.
    pub pack_version: String,
    /// The body that holds the register.
    pub body: BodyCode,
    /// The register.
    pub register: String,
    /// The path of the fact.
    pub path: String,
    /// `open`, `accepted` or `refused`.
    pub state: String,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// Until when it should be answered.
    pub due_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

const COLUMNS: &str = "correction_id, case_id, party, service_id, pack_version, body, register, path, state, \
                       opened_at, due_at, answered_at";

pub(super) fn upsert(row: &CorrectionRow) -> Result<Statement, StoreError> {
    check_name("a register", &row.register)?;
    check_name("the path of a fact", &row.path)?;
    check_name("the state of a correction", &row.state)?;
    Ok(sql(
        format!(
            "insert into corrections ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
             on conflict (correction_id) do update set state = excluded.state, \
             answered_at = excluded.answered_at"
        ),
        vec![
            Value::id(&row.correction_id),
            Value::id(&row.case_id),
            Value::id(&row.party),
            Value::code(&row.service_id),
            Value::from(&row.pack_version),
            Value::code(&row.body),
            Value::from(&row.register),
            Value::from(&row.path),
            Value::from(&row.state),
            row.opened_at.into(),
            row.due_at.into(),
            row.answered_at.into(),
        ],
    ))
}

/// What people said in the corrections of a case goes with the rest of what they gave. Their streams are named
/// after the case: '/' is the sign behind '.'.
pub(super) fn delete_words(case: CaseId) -> Statement {
    sql(
        "update events set sealed = null where sealed is not null and stream_no in (select stream_no from streams \
         where kind = 'correction' and id >= $1 and id < $2)",
        vec![Value::from(format!("{case}.")), Value::from(format!("{case}/"))],
    )
}

fn read(mut row: Row) -> Result<CorrectionRow, StoreError> {
    Ok(CorrectionRow {
        correction_id: row.id()?,
        case_id: row.id()?,
        party: row.id()?,
        service_id: row.code()?,
        pack_version: row.text()?,
        body: row.code()?,
        register: row.text()?,
        path: row.text()?,
        state: row.text()?,
        opened_at: row.at()?,
        due_at: row.at()?,
        answered_at: row.at_or_null()?,
    })
}

impl Store {
    /// Lists what waits for a body as the holder of registers, the first due first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn open_corrections(
        &self,
        body: &BodyCode,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<CorrectionRow>, StoreError> {
        let (key, id) = page::before_all(after);
        let rows = self
            .read(sql(
                format!(
                    "select {COLUMNS} from corrections where body = $1 and answered_at is null \
                     and (due_at, correction_id) > ($2, $3) order by due_at, correction_id limit $4"
                ),
                vec![Value::code(body), Value::Int(key), id, Value::Int(page::asked(limit))],
            ))
            .await?;
        let rows = rows.into_iter().map(read).collect::<Result<_, _>>()?;
        Ok(page::page(rows, limit, |row: &CorrectionRow| Cursor {
            key: row.due_at.as_microsecond(),
            id: row.correction_id.to_bytes(),
        }))
    }

    /// Finds a correction.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_correction(&self, id: TaskId) -> Result<Option<CorrectionRow>, StoreError> {
        let rows = self
            .read(sql(
                format!("select {COLUMNS} from corrections where correction_id = $1"),
                vec![Value::id(&id)],
            ))
            .await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Lists the corrections of a case, as they came.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn corrections_of_case(&self, case: CaseId) -> Result<Vec<CorrectionRow>, StoreError> {
        self.corrections_by("case_id = $1", Value::id(&case), "opened_at, correction_id").await
    }

    /// Lists the corrections that a person asked for, the latest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn corrections_of_party(&self, party: PartyId) -> Result<Vec<CorrectionRow>, StoreError> {
        self.corrections_by("party = $1", Value::id(&party), "opened_at desc, correction_id desc").await
    }

    async fn corrections_by(
        &self,
        which: &str,
        value: Value,
        order: &str,
    ) -> Result<Vec<CorrectionRow>, StoreError> {
        let rows = self
            .read(sql(
                format!("select {COLUMNS} from corrections where {which} order by {order} limit $2"),
                vec![value, Value::count(limits::PAGE_ROWS_MAX as u64)],
            ))
            .await?;
        rows.into_iter().map(read).collect()
    }
}
