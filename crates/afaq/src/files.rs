//! Where files lie, as the settings say it: a folder, or an object store that speaks S3.

use std::fmt;
use std::path::PathBuf;

use afaq_store::{FilesPlace, Patience, S3Options, Secret};
use anyhow::{Context, bail};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

/// The setting `files`.
#[derive(Debug, Clone, Default)]
pub enum Files {
    /// `files = "folder"`.
    #[default]
    Folder,
    /// `[files]` with `s3 = "https://…"`.
    S3(Box<S3>),
}

/// An object store that speaks S3.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Its address.
    pub s3: String,
    /// The bucket.
    pub bucket: String,
    /// Its region; many stores take any name.
    #[serde(default = "region")]
    pub region: String,
    /// The names of all objects begin with it.
    #[serde(default)]
    pub prefix: String,
    /// The public half of the credentials.
    pub access_key_id: String,
    /// The file of the secret half: one line.
    pub secret_file: Option<PathBuf>,
    /// The secret half itself; meant for the environment, `AFAQ_FILES__SECRET`.
    pub secret: Option<String>,
    /// A PEM file of the authorities that are trusted for TLS; without it those of the machine.
    pub authorities: Option<PathBuf>,
}

impl fmt::Debug for S3 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("S3").field("s3", &self.s3).field("bucket", &self.bucket).finish_non_exhaustive()
    }
}

fn region() -> String {
    "us-east-1".into()
}

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Files;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "`\"folder\"`, or `[files]` with `s3`, `bucket`, `access_key_id` and `secret_file`",
                )
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Files, E> {
                match name {
                    "folder" => Ok(Files::Folder),
                    other => Err(E::invalid_value(de::Unexpected::Str(other), &self)),
                }
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Files, A::Error> {
                let s3 = S3::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Files::S3(Box::new(s3)))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl Files {
    /// Refuses what can't be meant.
    ///
    /// # Errors
    /// Names the setting and what is wrong with it.
    pub fn check(&self) -> anyhow::Result<()> {
        let Self::S3(s3) = self else { return Ok(()) };
        let host = s3.s3.strip_prefix("https://").or_else(|| s3.s3.strip_prefix("http://"));
        let Some(host) = host.filter(|host| !host.is_empty()) else {
            bail!("the setting `files.s3` is no address such as `https://s3.example`");
        };
        if s3.s3.starts_with("http://") && !is_private(host) {
            bail!("the setting `files.s3` needs https, unless its address is a private one");
        }
        let is_name =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
        if s3.bucket.is_empty() || !is_name(&s3.bucket) {
            bail!("the setting `files.bucket` is no name of a bucket");
        }
        if !s3.prefix.split('/').all(is_name) || (!s3.prefix.is_empty() && !s3.prefix.ends_with('/')) {
            bail!("the setting `files.prefix` is no beginning of names such as `files/`");
        }
        if s3.secret.is_some() == s3.secret_file.is_some() {
            bail!("the settings need one of `files.secret_file` and `files.secret` (in the environment)");
        }
        Ok(())
    }

    /// The place as the store takes it; reads the secret.
    ///
    /// # Errors
    /// A file of the secret that can't be read.
    pub fn place(&self) -> anyhow::Result<FilesPlace> {
        let Self::S3(s3) = self else { return Ok(FilesPlace::Folder) };
        let secret = match (&s3.secret, &s3.secret_file) {
            (Some(secret), _) => secret.clone(),
            (None, Some(path)) => std::fs::read_to_string(path)
                .with_context(|| format!("can't read the secret `{}`", path.display()))?,
            (None, None) => bail!("the settings name no secret for `files.s3`"),
        };
        Ok(FilesPlace::S3(Box::new(S3Options {
            endpoint: s3.s3.clone(),
            region: s3.region.clone(),
            bucket: s3.bucket.clone(),
            prefix: s3.prefix.clone(),
            access_key_id: s3.access_key_id.clone(),
            secret: Secret::new(secret.trim()),
            authorities: s3.authorities.clone(),
            patience: Patience::default(),
        })))
    }
}

/// Whether an address is of this machine or of a private network.
fn is_private(host: &str) -> bool {
    let host = host.trim_end_matches('/');
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    match name.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => address.is_loopback() || address.is_private(),
        Ok(std::net::IpAddr::V6(address)) => address.is_loopback() || address.is_unique_local(),
        Err(_) => name == "localhost",
    }
}
