//! What a case's page shows beside the case itself, read at one moment and in one go.

use afaq_base::CaseId;

use super::{access_log, documents, messages};
use crate::{AccessLogEntry, AccessLogQuery, DocumentRow, Message, Store, StoreError};

/// What lies beside a case.
#[derive(Clone, Debug, PartialEq)]
pub struct BesideCase {
    /// Its documents, the newest first.
    pub documents: Vec<DocumentRow>,
    /// Who looked at it, the latest first.
    pub looks: Vec<AccessLogEntry>,
    /// The messages about it, as they were sent, opened; none unless they were asked for.
    pub messages: Vec<Message>,
}

impl Store {
    /// Reads what a case's page shows beside the case: its documents, looks at it, and messages if wanted.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if a message was altered.
    pub async fn beside_case(
        &self,
        case: CaseId,
        looks_max: usize,
        with_messages: bool,
    ) -> Result<BesideCase, StoreError> {
        let mut statements =
            vec![documents::of_case(case), access_log::listed(&AccessLogQuery::Case(case), None, looks_max)];
        if with_messages {
            statements.push(messages::of_case(case));
        }
        let mut answers = self.database().read(statements).await?.into_iter();
        let mut next = || answers.next().unwrap_or_default();
        Ok(BesideCase {
            documents: next().into_iter().map(documents::read).collect::<Result<_, _>>()?,
            looks: next().into_iter().map(access_log::read).collect::<Result<_, _>>()?,
            messages: self.open_messages(next()).await?,
        })
    }
}
