//! Payments as rows: where each reference stands.

use afaq_base::{CaseId, Timestamp};

use crate::sql::{Row, Statement, Value, check_name, sql};
use crate::{Store, StoreError, limits};

/// A payment as it stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRow {
    /// The reference that the payment gateway knows it by.
    pub reference: String,
    /// The case.
    pub case_id: CaseId,
    /// The amount in fils.
    pub amount_fils: i64,
    /// Where it stands: a code of the domain.
    pub state: String,
    /// Since when.
    pub at: Timestamp,
}

const COLUMNS: &str = "reference, case_id, amount_fils, state, at";

pub(super) fn upsert(payment: &PaymentRow) -> Result<Statement, StoreError> {
    check_name("the reference of a payment", &payment.reference)?;
    check_name("the state of a payment", &payment.state)?;
    Ok(sql(
        "insert into payments (reference, case_id, amount_fils, state, at) values ($1, $2, $3, $4, $5) \
         on conflict (reference) do update set case_id = excluded.case_id, amount_fils = excluded.amount_fils, \
         state = excluded.state, at = excluded.at",
        vec![
            Value::from(&payment.reference),
            Value::id(&payment.case_id),
            Value::Int(payment.amount_fils),
            Value::from(&payment.state),
            payment.at.into(),
        ],
    ))
}

fn read(mut row: Row) -> Result<PaymentRow, StoreError> {
    Ok(PaymentRow {
        reference: row.text()?,
        case_id: row.id()?,
        amount_fils: row.int()?,
        state: row.text()?,
        at: row.at()?,
    })
}

impl Store {
    /// Finds a payment.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_payment(&self, reference: &str) -> Result<Option<PaymentRow>, StoreError> {
        let rows = self
            .look_up(sql(
                format!("select {COLUMNS} from payments where reference = $1"),
                vec![reference.into()],
            ))
            .await?;
        rows.into_iter().next().map(read).transpose()
    }

    /// Lists the payments of a case, as they came.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn payments_of_case(&self, case: CaseId) -> Result<Vec<PaymentRow>, StoreError> {
        let rows = self
            .read(sql(
                format!("select {COLUMNS} from payments where case_id = $1 order by at, reference limit $2"),
                vec![Value::id(&case), Value::count(limits::PAGE_ROWS_MAX as u64)],
            ))
            .await?;
        rows.into_iter().map(read).collect()
    }
}
