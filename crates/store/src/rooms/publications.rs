//! Published versions of services, with their files as one piece.

use afaq_base::{BodyCode, ServiceId, Timestamp};
use serde_json::Value as Json;

use crate::sql::{Row, Statement, Value, check_name, json_text, sql};
use crate::{Store, StoreError, limits};

/// A version to be published.
#[derive(Clone, Debug)]
pub struct NewPublication {
    /// What is shown of it.
    pub row: PublicationRow,
    /// The files of the pack, packed as the caller likes.
    pub files: Vec<u8>,
}

/// A published version. It never changes, but for being suspended.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicationRow {
    /// The service.
    pub service_id: ServiceId,
    /// The label of the version.
    pub version: String,
    /// The body whose service it is.
    pub body: BodyCode,
    /// The hash of data, rules and process.
    pub behavior_hash: String,
    /// The hash of everything.
    pub content_hash: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// From when on it takes new cases.
    pub effective_from: Timestamp,
    /// Why no new cases are taken, in both languages.
    pub suspended: Option<Json>,
    /// Who published it.
    pub published_by: String,
}

/// The files of a published version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicationFiles(pub Vec<u8>);

const COLUMNS: &str = "service_id, version, body, behavior_hash, content_hash, published_at, effective_from, \
    suspended, published_by";

/// A version that is there keeps its files and hashes; another content under its label is refused.
pub(super) fn upsert(publication: &NewPublication) -> Result<Statement, StoreError> {
    let row = &publication.row;
    check_name("the version of a publication", &row.version)?;
    check_name("the behavior hash of a publication", &row.behavior_hash)?;
    check_name("the content hash of a publication", &row.content_hash)?;
    check_name("the publisher", &row.published_by)?;
    if publication.files.len() > limits::PUBLICATION_BYTES_MAX {
        return Err(StoreError::TooLarge {
            what: "the files of a publication (bytes)",
            limit: limits::PUBLICATION_BYTES_MAX,
        });
    }
    Ok(sql(
        "insert into publications (service_id, version, body, behavior_hash, content_hash, files, published_at, \
         effective_from, suspended, published_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
         on conflict (service_id, version) do update set suspended = excluded.suspended, \
         effective_from = excluded.effective_from where publications.content_hash = excluded.content_hash \
         returning version",
        vec![
            Value::code(&row.service_id),
            Value::from(&row.version),
            Value::code(&row.body),
            Value::from(&row.behavior_hash),
            Value::from(&row.content_hash),
            publication.files.clone().into(),
            row.published_at.into(),
            row.effective_from.into(),
            suspension(row.suspended.as_ref())?,
            Value::from(&row.published_by),
        ],
    )
    .must_hit("a published version with this content (its label stands for other content)"))
}

/// All versions of a service are stopped together.
pub(super) fn suspend(service: &ServiceId, text: Option<&Json>) -> Result<Statement, StoreError> {
    Ok(sql(
        "update publications set suspended = $1 where service_id = $2 returning version",
        vec![suspension(text)?, Value::code(service)],
    )
    .must_hit("the service"))
}

fn suspension(text: Option<&Json>) -> Result<Value, StoreError> {
    Ok(text.map(|text| json_text("the text of a suspension", text)).transpose()?.into())
}

fn read(mut row: Row) -> Result<PublicationRow, StoreError> {
    Ok(PublicationRow {
        service_id: row.code()?,
        version: row.text()?,
        body: row.code()?,
        behavior_hash: row.text()?,
        content_hash: row.text()?,
        published_at: row.at()?,
        effective_from: row.at()?,
        suspended: row.json_or_null()?,
        published_by: row.text()?,
    })
}

impl Store {
    /// Lists the versions of all services, or of one, in the order in which they take effect.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn publications(&self, service: Option<&ServiceId>) -> Result<Vec<PublicationRow>, StoreError> {
        let rows = self
            .read(sql(
                format!(
                    "select {COLUMNS} from publications where cast($1 as text) is null or service_id = $1 \
                     order by service_id, effective_from, published_at, version"
                ),
                vec![Value::code_or_null(service)],
            ))
            .await?;
        rows.into_iter().map(read).collect()
    }

    /// Reads the files of a version.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn publication_files(
        &self,
        service: &ServiceId,
        version: &str,
    ) -> Result<Option<PublicationFiles>, StoreError> {
        let rows = self
            .read(sql(
                "select files from publications where service_id = $1 and version = $2",
                vec![Value::code(service), version.into()],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| row.bytes().map(PublicationFiles)).transpose()
    }

    /// Publishes a version outside of any commit. The same content again changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the label stands for other content: a published version never changes.
    pub async fn publish(&self, publication: &NewPublication) -> Result<(), StoreError> {
        self.write(upsert(publication)?).await.map(drop)
    }

    /// Takes no new cases for a service any more, with a text for the public; or takes them again.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if the service was never published.
    pub async fn suspend_service(&self, service: &ServiceId, text: Option<&Json>) -> Result<(), StoreError> {
        self.write(suspend(service, text)?).await.map(drop)
    }
}
