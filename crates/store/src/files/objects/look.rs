//! A look at the object store for `doctor`: does it answer, keep versions, hold a lock, and is all there.

use object_store::aws::{AwsAuthorizer, AwsCredential};
use object_store::client::{HttpRequest, HttpRequestBody};

use super::Objects;
use crate::sql::Value;
use crate::sql::sql;
use crate::{Store, StoreError, limits};

/// What a look at the object store found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObjectStoreLook {
    /// Its address and bucket.
    pub place: String,
    /// Whether deleted and overwritten objects are kept as versions; nothing where it does not say.
    pub keeps_versions: Option<bool>,
    /// Whether the bucket has a lock; nothing where it does not say.
    pub has_lock: Option<bool>,
    /// How many of the newest files were looked for.
    pub looked_for: u64,
    /// The addresses of those that are not there, or not whole.
    pub missing: Vec<String>,
}

impl Store {
    /// Looks at the object store: nothing where files lie in a folder.
    ///
    /// # Errors
    /// [`StoreError::Objects`] if it does not answer or does not take the credentials, or a fault.
    pub async fn look_at_objects(&self) -> Result<Option<ObjectStoreLook>, StoreError> {
        let Some(objects) = self.files().objects() else { return Ok(None) };
        // The first request tells whether the credentials are taken at all.
        objects.list(0, 1).await?;
        let mut look = ObjectStoreLook {
            place: format!("{}/{}", objects.options.endpoint, objects.options.bucket),
            keeps_versions: objects.says("versioning", "<Status>Enabled</Status>").await?,
            has_lock: objects.says("object-lock", "<ObjectLockEnabled>Enabled</ObjectLockEnabled>").await?,
            ..ObjectStoreLook::default()
        };
        let rows = self
            .read(sql(
                "select address, bytes from files order by created_at desc, file_id desc limit $1",
                vec![Value::count(limits::OBJECT_LOOK_FILES)],
            ))
            .await?;
        for mut row in rows {
            let (address, plain) = (row.text()?, row.count()?);
            look.looked_for += 1;
            if self.files().size(&address).await? != Some(super::super::pieces::sealed_bytes(plain)) {
                look.missing.push(address);
            }
        }
        Ok(Some(look))
    }
}

impl Objects {
    /// Whether the bucket's answer to `?what` holds some words; nothing if it does not know the question.
    async fn says(&self, what: &str, words: &str) -> Result<Option<bool>, StoreError> {
        let failed = |error: &dyn std::fmt::Display| StoreError::Objects {
            problem: format!("it did not say what it knows of `{what}`: {error}"),
            cause: None,
        };
        let options = &self.options;
        let uri = format!("{}/{}?{what}=", options.endpoint.trim_end_matches('/'), options.bucket);
        let mut request = HttpRequest::new(HttpRequestBody::empty());
        *request.uri_mut() = uri.parse().map_err(|error: hyper::http::uri::InvalidUri| failed(&error))?;
        let credential = AwsCredential {
            key_id: options.access_key_id.clone(),
            secret_key: options.secret.as_str().to_string(),
            token: None,
        };
        AwsAuthorizer::new(&credential, "s3", &options.region)
            .try_authorize(&mut request, None)
            .map_err(|error| failed(&error))?;
        let (status, body) = self.client.ask(request).await.map_err(|error| failed(&error))?;
        // No configuration of this kind answers 404, and a store without this part of S3 501.
        Ok(match status {
            200 => Some(String::from_utf8_lossy(&body).contains(words)),
            404 => Some(false),
            _ => None,
        })
    }
}
