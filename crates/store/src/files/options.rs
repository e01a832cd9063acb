//! Where files are kept, as an operator says it.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::limits;

/// Where evidence and issued documents lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FilesPlace {
    /// In the folder `files` beside the database: for one machine.
    #[default]
    Folder,
    /// In an object store that speaks S3: for several processes.
    S3(Box<S3Options>),
}

/// An object store that speaks S3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct S3Options {
    /// Its address, such as `https://s3.example`.
    pub endpoint: String,
    /// Its region; many stores take any name.
    pub region: String,
    /// The bucket; it has versioning, and best a lock.
    pub bucket: String,
    /// The names of all objects begin with it; empty, or it ends with `/`.
    pub prefix: String,
    /// The public half of the credentials.
    pub access_key_id: String,
    /// The secret half.
    pub secret: Secret,
    /// Authorities that are trusted for TLS, as PEM; without it those of the machine.
    pub authorities: Option<PathBuf>,
    /// How long is waited.
    pub patience: Patience,
}

/// A secret of an operator; never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret.
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Self {
        Self(secret.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// How long an object store is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the beginning of an answer.
    pub answer: Duration,
    /// For the next bytes of an answer.
    pub silence: Duration,
    /// For one request with all its repetitions; after it none is begun any more.
    pub request: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(limits::OBJECT_CONNECT_MS),
            answer: Duration::from_millis(limits::OBJECT_ANSWER_MS),
            silence: Duration::from_millis(limits::OBJECT_SILENCE_MS),
            request: Duration::from_millis(limits::OBJECT_REQUEST_MS),
        }
    }
}
