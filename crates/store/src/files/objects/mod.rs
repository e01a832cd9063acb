//! Files in an object store: one object under the hash of its sealed bytes, put in parts, read as a stream.
//!
//! An object is put whole or not at all, and the store proves each part by its SHA-256. Each request is
//! repeated for a while and then given up with an error; whoever put nothing has named nothing.

mod connect;
mod look;

use std::path::Path;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::aws::{AmazonS3, AmazonS3Builder, Checksum};
use object_store::path::Path as Name;
use object_store::{BackoffConfig, MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload, RetryConfig};
use tokio::fs::File;

use super::kept::Lying;
use super::put::fill;
use super::{S3Options, hex, place};
use crate::{StoreError, limits};

pub use look::ObjectStoreLook;

/// The object store of an installation.
pub(crate) struct Objects {
    store: AmazonS3,
    client: connect::Connector,
    options: S3Options,
}

/// The bytes of one object as they come.
pub(super) struct ObjectBytes {
    stream: BoxStream<'static, object_store::Result<Bytes>>,
    rest: BytesMut,
}

impl Objects {
    pub(super) fn open(options: &S3Options) -> Result<Self, StoreError> {
        let client = connect::Connector::new(options)?;
        let is_plain = options.endpoint.starts_with("http://");
        let store = AmazonS3Builder::new()
            .with_endpoint(options.endpoint.trim_end_matches('/'))
            .with_region(&options.region)
            .with_bucket_name(&options.bucket)
            .with_access_key_id(&options.access_key_id)
            .with_secret_access_key(options.secret.as_str())
            .with_virtual_hosted_style_request(false)
            .with_allow_http(is_plain)
            .with_checksum_algorithm(Checksum::SHA256)
            .with_retry(RetryConfig {
                backoff: BackoffConfig {
                    init_backoff: std::time::Duration::from_millis(limits::OBJECT_RETRY_FIRST_MS),
                    max_backoff: std::time::Duration::from_millis(limits::OBJECT_RETRY_LAST_MS),
                    base: 2.0,
                },
                max_retries: limits::OBJECT_RETRIES_MAX,
                retry_timeout: options.patience.request,
            })
            .with_http_connector(client.clone())
            .build()
            .map_err(failed)?;
        Ok(Self { store, client, options: options.clone() })
    }

    /// Where the bytes of an address lie: spread over names, so that they can be listed in pieces.
    fn name(&self, address: &str) -> Result<Name, StoreError> {
        // The same shape as in a folder, and the same check.
        let relative = place(Path::new(""), address)?;
        let relative = relative.to_string_lossy();
        Ok(Name::from(format!("{}{relative}", self.options.prefix)))
    }

    /// Puts the bytes of a file of this machine; one part of it is in memory at a time.
    pub(super) async fn put(&self, address: &str, from: &Path) -> Result<(), StoreError> {
        let name = self.name(address)?;
        let local = |cause| StoreError::file(from, cause);
        let mut file = File::open(from).await.map_err(local)?;
        let size = file.metadata().await.map_err(local)?.len();
        let first = fill(&mut file, limits::OBJECT_PART_BYTES).await.map_err(local)?;
        if size <= limits::OBJECT_PART_BYTES as u64 {
            self.store.put(&name, PutPayload::from(first)).await.map_err(failed)?;
        } else {
            let mut upload = self.store.put_multipart(&name).await.map_err(failed)?;
            if let Err(error) = put_parts(upload.as_mut(), first, &mut file, from).await {
                // What was begun goes; where this fails too, the bucket's own rule lets it go.
                let _ = upload.abort().await;
                return Err(error);
            }
        }
        // A store that took half of it and said yes is found out here, before anything names these bytes.
        match self.size(address).await? {
            Some(there) if there == size => Ok(()),
            there => Err(StoreError::Objects {
                problem: format!("it has {} of {size} bytes that were put", there.unwrap_or(0)),
                cause: None,
            }),
        }
    }

    pub(super) async fn get(&self, address: &str) -> Result<ObjectBytes, StoreError> {
        let found = self.store.get(&self.name(address)?).await.map_err(failed)?;
        Ok(ObjectBytes { stream: found.into_stream(), rest: BytesMut::new() })
    }

    pub(super) async fn size(&self, address: &str) -> Result<Option<u64>, StoreError> {
        match self.store.head(&self.name(address)?).await {
            Ok(about) => Ok(Some(about.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// In a bucket with versions the bytes stay behind a mark until their time is over.
    pub(super) async fn delete(&self, address: &str) -> Result<(), StoreError> {
        match self.store.delete(&self.name(address)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(error)),
        }
    }

    pub(super) async fn list(&self, first: u8, limit: usize) -> Result<Vec<Lying>, StoreError> {
        let prefix = Name::from(format!("{}{}", self.options.prefix, hex(&[first])));
        let mut listed = self.store.list(Some(&prefix)).take(limit);
        let mut found = Vec::new();
        while let Some(one) = listed.next().await {
            let one = one.map_err(failed)?;
            let Some(address) = one.location.filename() else { continue };
            found.push(Lying { address: address.to_string(), changed_at: one.last_modified.into() });
        }
        Ok(found)
    }
}

async fn put_parts(
    upload: &mut dyn MultipartUpload,
    first: Vec<u8>,
    file: &mut File,
    from: &Path,
) -> Result<(), StoreError> {
    let mut part = first;
    while !part.is_empty() {
        upload.put_part(PutPayload::from(part)).await.map_err(failed)?;
        part = fill(file, limits::OBJECT_PART_BYTES).await.map_err(|cause| StoreError::file(from, cause))?;
    }
    upload.complete().await.map(drop).map_err(failed)
}

impl ObjectBytes {
    pub(super) async fn fill(&mut self, wanted: usize) -> Result<Vec<u8>, StoreError> {
        while self.rest.len() < wanted {
            match self.stream.next().await {
                Some(bytes) => self.rest.extend_from_slice(&bytes.map_err(failed)?),
                None => break,
            }
        }
        let there = self.rest.len().min(wanted);
        Ok(self.rest.split_to(there).to_vec())
    }
}

fn failed(error: object_store::Error) -> StoreError {
    let problem = match &error {
        object_store::Error::NotFound { .. } => "the bytes are not there",
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            "it does not take these credentials"
        }
        _ => "it did not answer as it should",
    };
    StoreError::Objects { problem: problem.into(), cause: Some(Arc::new(error)) }
}
