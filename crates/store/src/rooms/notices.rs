//! Notices to officers: time runs out in a case, and somebody should know.

use afaq_base::{BodyCode, CaseId, Timestamp, UnitId};

use crate::sql::{Statement, Value, sql};
use crate::{Store, StoreError, limits};

/// A notice: to one officer, to those with a role, or to a unit. Nothing personal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// The case.
    pub case_id: CaseId,
    /// The number of the event in it.
    pub version: u64,
    /// The body whose officers are told.
    pub body: BodyCode,
    /// Only this unit.
    pub unit: Option<UnitId>,
    /// Only those with this role.
    pub role: Option<String>,
    /// Only this officer.
    pub officer: Option<String>,
    /// The task that is late or soon will be; the whole case where this is missing.
    pub element: Option<String>,
    /// When.
    pub at: Timestamp,
}

pub(super) fn insert(row: &NoticeRow) -> Statement {
    sql(
        "insert into desk_notices (case_id, version, body, unit, role, officer, element, at) \
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (case_id, version) do nothing",
        vec![
            Value::id(&row.case_id),
            Value::count(row.version),
            Value::code(&row.body),
            Value::code_or_null(row.unit.as_ref()),
            row.role.as_deref().into(),
            row.officer.as_deref().into(),
            row.element.as_deref().into(),
            row.at.into(),
        ],
    )
}

impl Store {
    /// Lists the notices of a body that nobody has seen yet, the newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn notices(&self, body: &BodyCode, limit: usize) -> Result<Vec<NoticeRow>, StoreError> {
        let rows = self
            .read(sql(
                "select case_id, version, body, unit, role, officer, element, at from desk_notices \
                 where body = $1 and seen_at is null order by at desc, notice_no desc limit $2",
                vec![Value::code(body), Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64)],
            ))
            .await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(NoticeRow {
                    case_id: row.id()?,
                    version: row.count()?,
                    body: row.code()?,
                    unit: row.code_or_null()?,
                    role: row.text_or_null()?,
                    officer: row.text_or_null()?,
                    element: row.text_or_null()?,
                    at: row.at()?,
                })
            })
            .collect()
    }

    /// An officer has seen the notice.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn mark_notice_seen(
        &self,
        case: CaseId,
        version: u64,
        officer: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(sql(
            "update desk_notices set seen_at = $1, seen_by = $2 \
             where case_id = $3 and version = $4 and seen_at is null",
            vec![at.into(), officer.into(), Value::id(&case), Value::count(version)],
        ))
        .await
        .map(drop)
    }
}
