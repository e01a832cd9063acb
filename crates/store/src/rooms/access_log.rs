//! Who looked at whose data, why and when: only ever added to.

use afaq_base::{BodyCode, CaseId, PartyId, Timestamp};

use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A look to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct NewAccess {
    /// The officer.
    pub officer: String,
    /// The officer's body.
    pub body: BodyCode,
    /// The case looked at.
    pub case_id: Option<CaseId>,
    /// The person whose data it was.
    pub party: Option<PartyId>,
    /// What was done: a code.
    pub action: String,
    /// Why, in a code or the officer's words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A recorded look.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessLogEntry {
    /// Its number; later looks have larger ones.
    pub access_no: u64,
    /// What was recorded.
    pub access: NewAccess,
}

/// Which looks to list.
#[derive(Clone, Debug, PartialEq)]
pub enum AccessLogQuery {
    /// At a case.
    Case(CaseId),
    /// At the data of a person.
    Party(PartyId),
    /// By an officer.
    Officer(String),
}

pub(super) fn insert(access: &NewAccess) -> Result<Statement, StoreError> {
    check_name("an officer", &access.officer)?;
    check_name("the action of a look", &access.action)?;
    if access.reason.len() > limits::TEXT_BYTES_MAX {
        return Err(StoreError::TooLarge {
            what: "the reason of a look (bytes)",
            limit: limits::TEXT_BYTES_MAX,
        });
    }
    Ok(sql(
        "insert into access_log (officer, body, case_id, party, action, reason, at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        vec![
            Value::from(&access.officer),
            Value::code(&access.body),
            Value::id_or_null(access.case_id.as_ref()),
            Value::id_or_null(access.party.as_ref()),
            Value::from(&access.action),
            Value::from(&access.reason),
            access.at.into(),
        ],
    ))
}

impl Store {
    /// Records a look that changes nothing else. It is durable before the data is shown.
    ///
    /// # Errors
    /// A fault of the store; then nothing must be shown.
    pub async fn record_access(&self, access: &NewAccess) -> Result<(), StoreError> {
        self.write(insert(access)?).await.map(drop)
    }

    /// Lists looks, the newest first, before a number (nothing: from the newest).
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn access_log(
        &self,
        query: &AccessLogQuery,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AccessLogEntry>, StoreError> {
        let rows = self.read(listed(query, before, limit)).await?;
        rows.into_iter().map(read).collect()
    }
}

/// Looks, the newest first, before a number.
pub(super) fn listed(query: &AccessLogQuery, before: Option<u64>, limit: usize) -> Statement {
    let (column, value) = match query {
        AccessLogQuery::Case(case) => ("case_id", Value::id(case)),
        AccessLogQuery::Party(party) => ("party", Value::id(party)),
        AccessLogQuery::Officer(officer) => ("officer", Value::from(officer)),
    };
    sql(
        format!(
            "select access_no, officer, body, case_id, party, action, reason, at from access_log \
             where {column} = $1 and access_no < $2 order by access_no desc limit $3"
        ),
        vec![
            value,
            Value::count(before.unwrap_or(u64::MAX)),
            Value::count(limit.min(limits::PAGE_ROWS_MAX) as u64),
        ],
    )
}

pub(super) fn read(mut row: Row) -> Result<AccessLogEntry, StoreError> {
    Ok(AccessLogEntry {
        access_no: row.count()?,
        access: NewAccess {
            officer: row.text()?,
            body: row.code()?,
            case_id: row.id_or_null()?,
            party: row.id_or_null()?,
            action: row.text()?,
            reason: row.text()?,
            at: row.at()?,
        },
    })
}
