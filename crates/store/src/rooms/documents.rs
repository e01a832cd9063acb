//! Issued documents: their register, and the public look-up by verification code.

use afaq_base::{CaseId, DocumentId, FileId, PartyId, Timestamp};
use serde_json::Value as Json;

use crate::sql::{Row, Statement, Value, check_name, json_text, sql};
use crate::{Store, StoreError, limits};

/// An issued document as it stands now.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    /// The document.
    pub document_id: DocumentId,
    /// The number printed on it.
    pub number: String,
    /// The case that it came from.
    pub case_id: CaseId,
    /// Whose it is.
    pub party: PartyId,
    /// Which output of the service it is.
    pub output: String,
    /// Its bytes; nothing until they were set.
    pub file_id: Option<FileId>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it is valid.
    pub valid_until: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// The hash of the code that verifies it; the code itself stands on the document alone.
    pub code_hash: [u8; 32],
    /// What whoever holds the document may see of it.
    pub summary: Json,
}

const COLUMNS: &str = "document_id, number, case_id, party, output, file_id, issued_at, valid_until, revoked_at, \
    code_hash, summary";

pub(super) fn upsert(document: &DocumentRow) -> Result<Statement, StoreError> {
    check_name("the number of a document", &document.number)?;
    check_name("the output of a document", &document.output)?;
    Ok(sql(
        "insert into documents (document_id, number, case_id, party, output, file_id, issued_at, valid_until, \
         revoked_at, code_hash, summary) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         on conflict (document_id) do update set number = excluded.number, case_id = excluded.case_id, \
         party = excluded.party, output = excluded.output, file_id = excluded.file_id, \
         issued_at = excluded.issued_at, valid_until = excluded.valid_until, revoked_at = excluded.revoked_at, \
         code_hash = excluded.code_hash, summary = excluded.summary",
        vec![
            Value::id(&document.document_id),
            Value::from(&document.number),
            Value::id(&document.case_id),
            Value::id(&document.party),
            Value::from(&document.output),
            Value::id_or_null(document.file_id.as_ref()),
            document.issued_at.into(),
            document.valid_until.into(),
            document.revoked_at.into(),
            document.code_hash.to_vec().into(),
            json_text("the summary of a document", &document.summary)?.into(),
        ],
    ))
}

pub(super) fn read(mut row: Row) -> Result<DocumentRow, StoreError> {
    Ok(DocumentRow {
        document_id: row.id()?,
        number: row.text()?,
        case_id: row.id()?,
        party: row.id()?,
        output: row.text()?,
        file_id: row.id_or_null()?,
        issued_at: row.at()?,
        valid_until: row.at_or_null()?,
        revoked_at: row.at_or_null()?,
        code_hash: row.bytes()?.try_into().map_err(|_| StoreError::damaged("a hash has the wrong length"))?,
        summary: row.json()?,
    })
}

impl Store {
    /// Finds a document.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_document(&self, document: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
        Ok(self.documents_by("document_id = $1", Value::id(&document)).await?.pop())
    }

    /// Finds a document by the hash of its verification code.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_document_by_code(
        &self,
        code_hash: &[u8; 32],
    ) -> Result<Option<DocumentRow>, StoreError> {
        Ok(self.documents_by("code_hash = $1", code_hash.to_vec().into()).await?.pop())
    }

    /// Finds a document by its number.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_document_by_number(&self, number: &str) -> Result<Option<DocumentRow>, StoreError> {
        Ok(self.documents_by("number = $1", number.into()).await?.pop())
    }

    /// Lists the documents of a person, the newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn documents_of_party(&self, party: PartyId) -> Result<Vec<DocumentRow>, StoreError> {
        self.documents_by("party = $1", Value::id(&party)).await
    }

    /// Lists the documents of a case, the newest first.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn documents_of_case(&self, case: CaseId) -> Result<Vec<DocumentRow>, StoreError> {
        let rows = self.read(of_case(case)).await?;
        rows.into_iter().map(read).collect()
    }

    async fn documents_by(&self, condition: &str, value: Value) -> Result<Vec<DocumentRow>, StoreError> {
        let rows = self.look_up(by(condition, value)).await?;
        rows.into_iter().map(read).collect()
    }
}

/// The documents of a case, the newest first.
pub(super) fn of_case(case: CaseId) -> Statement {
    by("case_id = $1", Value::id(&case))
}

fn by(condition: &str, value: Value) -> Statement {
    let text = format!(
        "select {COLUMNS} from documents where {condition} order by issued_at desc, document_id desc limit $2"
    );
    sql(text, vec![value, Value::count(limits::PAGE_ROWS_MAX as u64)])
}
