//! Incidents as rows: where cases stand that cannot go on by themselves.

use afaq_base::{BodyCode, CaseId, ServiceId, Timestamp};

use crate::sql::{Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A token that cannot go on. Why stands in the case, where it is sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentRow {
    /// The case.
    pub case_id: CaseId,
    /// Its number in the case.
    pub incident: u64,
    /// The service.
    pub service_id: ServiceId,
    /// The body that answers for the case.
    pub body: BodyCode,
    /// The element of the process.
    pub element: String,
    /// Since when.
    pub raised_at: Timestamp,
}

pub(super) fn raise(row: &IncidentRow) -> Result<Statement, StoreError> {
    check_name("the element of an incident", &row.element)?;
    Ok(sql(
        "insert into incidents (case_id, incident, service_id, body, element, raised_at) \
         values ($1, $2, $3, $4, $5, $6) on conflict (case_id, incident) do nothing",
        vec![
            Value::id(&row.case_id),
            Value::count(row.incident),
            Value::code(&row.service_id),
            Value::code(&row.body),
            Value::from(&row.element),
            row.raised_at.into(),
        ],
    ))
}

pub(super) fn resolve(case: CaseId, incident: u64) -> Statement {
    sql(
        "delete from incidents where case_id = $1 and incident = $2",
        vec![Value::id(&case), Value::count(incident)],
    )
}

impl Store {
    /// Lists the open incidents of a body, the oldest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn incidents(&self, body: &BodyCode, limit: usize) -> Result<Vec<IncidentRow>, StoreError> {
        let rows = self
            .read(sql(
                "select case_id, incident, service_id, body, element, raised_at from incidents \
                 where body = $1 order by raised_at, case_id, incident limit $2",
                vec![Value::code(body), Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64)],
            ))
            .await?;
        rows.into_iter()
            .map(|mut row| {
                Ok(IncidentRow {
                    case_id: row.id()?,
                    incident: row.count()?,
                    service_id: row.code()?,
                    body: row.code()?,
                    element: row.text()?,
                    raised_at: row.at()?,
                })
            })
            .collect()
    }
}
