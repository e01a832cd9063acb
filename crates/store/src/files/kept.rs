//! Where sealed bytes are kept: in a folder of this machine, or in an object store that all processes share.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tokio::fs::{self, File};
use tokio::io::AsyncReadExt;

use super::objects::{ObjectBytes, Objects};
use super::put::{fill, settle};
use super::{INCOMING_FOLDER, place};
use crate::store::make_private_folder;
use crate::{FilesPlace, StoreError};

/// The kept files of one store.
pub(crate) struct Files {
    /// The store's own folder: bytes arrive here, sealed, before they go to their place.
    folder: PathBuf,
    kept: Kept,
}

enum Kept {
    Folder,
    Objects(Box<Objects>),
}

/// Bytes that lie in the files' place.
#[derive(Debug)]
pub(crate) struct Lying {
    pub(crate) address: String,
    pub(crate) changed_at: SystemTime,
}

/// Sealed bytes that are being read.
pub(super) enum Source {
    File { file: File, path: PathBuf },
    Object(ObjectBytes),
}

impl Files {
    /// Nothing is read or written yet: whether the place answers, [`Files::look`] tells.
    pub(crate) fn open(folder: PathBuf, place: &FilesPlace) -> Result<Self, StoreError> {
        let kept = match place {
            FilesPlace::Folder => Kept::Folder,
            FilesPlace::S3(options) => Kept::Objects(Box::new(Objects::open(options)?)),
        };
        Ok(Self { folder, kept })
    }

    /// The folder in which files are kept, where they are kept in one.
    pub(crate) fn folder(&self) -> Option<&Path> {
        match self.kept {
            Kept::Folder => Some(&self.folder),
            Kept::Objects(_) => None,
        }
    }

    /// The object store, where files are kept in one.
    pub(crate) fn objects(&self) -> Option<&Objects> {
        match &self.kept {
            Kept::Folder => None,
            Kept::Objects(objects) => Some(objects),
        }
    }

    /// Where bytes arrive.
    pub(crate) fn incoming(&self) -> Result<PathBuf, StoreError> {
        let folder = self.folder.join(INCOMING_FOLDER);
        make_private_folder(&folder)?;
        Ok(folder)
    }

    /// Brings written bytes to their address, durably. What did not arrive whole is not there.
    pub(super) async fn settle(&self, from: &Path, address: &str) -> Result<(), StoreError> {
        match &self.kept {
            Kept::Folder => settle(&self.folder, from, &place(&self.folder, address)?).await,
            Kept::Objects(objects) => objects.put(address, from).await,
        }
    }

    pub(super) async fn read(&self, address: &str) -> Result<Source, StoreError> {
        match &self.kept {
            Kept::Folder => {
                let path = place(&self.folder, address)?;
                let file = File::open(&path).await.map_err(|cause| StoreError::file(&path, cause))?;
                Ok(Source::File { file, path })
            }
            Kept::Objects(objects) => Ok(Source::Object(objects.get(address).await?)),
        }
    }

    /// How many sealed bytes lie at an address; nothing if none do.
    pub(crate) async fn size(&self, address: &str) -> Result<Option<u64>, StoreError> {
        match &self.kept {
            Kept::Folder => {
                let path = place(&self.folder, address)?;
                match fs::metadata(&path).await {
                    Ok(about) => Ok(Some(about.len())),
                    Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
                    Err(cause) => Err(StoreError::file(&path, cause)),
                }
            }
            Kept::Objects(objects) => objects.size(address).await,
        }
    }

    /// Deletes bytes; what is gone already is as well as deleted.
    pub(crate) async fn delete(&self, address: &str) -> Result<(), StoreError> {
        match &self.kept {
            Kept::Folder => {
                let path = place(&self.folder, address)?;
                match fs::remove_file(&path).await {
                    Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                        Err(StoreError::file(&path, cause))
                    }
                    _ => Ok(()),
                }
            }
            Kept::Objects(objects) => objects.delete(address).await,
        }
    }

    /// Lists what lies under the addresses that begin with one byte, up to a limit.
    pub(crate) async fn list(&self, first: u8, limit: usize) -> Result<Vec<Lying>, StoreError> {
        match &self.kept {
            Kept::Folder => {
                let folder = self.folder.join(super::hex(&[first]));
                tokio::task::spawn_blocking(move || list_folder(&folder, limit))
                    .await
                    .map_err(|_| StoreError::Closed)?
            }
            Kept::Objects(objects) => objects.list(first, limit).await,
        }
    }
}

impl Source {
    /// The next sealed bytes: as many as wanted, or fewer at the end.
    pub(super) async fn fill(&mut self, wanted: usize) -> Result<Vec<u8>, StoreError> {
        match self {
            Self::File { file, path } => {
                fill(file, wanted).await.map_err(|cause| StoreError::file(path, cause))
            }
            Self::Object(bytes) => bytes.fill(wanted).await,
        }
    }

    /// Exactly so many bytes; nothing if there are fewer.
    pub(super) async fn exactly<const N: usize>(&mut self) -> Result<Option<[u8; N]>, StoreError> {
        match self {
            Self::File { file, path } => {
                let mut bytes = [0; N];
                match file.read_exact(&mut bytes).await {
                    Ok(_) => Ok(Some(bytes)),
                    Err(cause) if cause.kind() == std::io::ErrorKind::UnexpectedEof => Ok(None),
                    Err(cause) => Err(StoreError::file(path, cause)),
                }
            }
            Self::Object(bytes) => Ok(bytes.fill(N).await?.try_into().ok()),
        }
    }
}

fn list_folder(folder: &Path, limit: usize) -> Result<Vec<Lying>, StoreError> {
    let mut found = Vec::new();
    for inner in entries(folder)? {
        for path in entries(&inner)? {
            let (Some(name), Ok(about)) = (path.file_name().and_then(|name| name.to_str()), path.metadata())
            else {
                continue;
            };
            if found.len() >= limit {
                return Ok(found);
            }
            if let Ok(changed_at) = about.modified() {
                found.push(Lying { address: name.to_string(), changed_at });
            }
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    match std::fs::read_dir(folder) {
        Ok(entries) => Ok(entries.flatten().map(|entry| entry.path()).collect()),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(cause) => Err(StoreError::file(folder, cause)),
    }
}
