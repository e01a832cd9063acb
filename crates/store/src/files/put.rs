//! Putting bytes: streamed, sealed, hashed, made durable, then named.

use std::path::{Path, PathBuf};

use afaq_base::{FileId, PartyId, Timestamp};
use sha2::{Digest, Sha256};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};

use super::pieces::{Pieces, Place};
use super::{Files, StoredFile, hex};
use crate::keys::{DataKey, bound_to, random, seal};
use crate::log::SealingKeys;
use crate::sql::{Value, check_name, sql};
use crate::store::make_private_folder;
use crate::{Store, StoreError, limits};

/// Bytes to be put.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// The file.
    pub file_id: FileId,
    /// The person under whose key they are sealed (without one: under the store's own key).
    pub party: Option<PartyId>,
    /// The type that the caller found them to be.
    pub media_type: String,
    /// How many plain bytes are taken at most.
    pub bytes_max: u64,
    /// When.
    pub now: Timestamp,
}

/// What was written.
struct Written {
    address: String,
    sha256: [u8; 32],
    bytes: u64,
}

impl Store {
    /// Puts bytes. They are durable and named when this returns; if nothing refers to them, they are
    /// collected after [`crate::Options::orphans_kept`].
    ///
    /// # Errors
    /// [`StoreError::TooLarge`] if there are more than allowed, [`StoreError::PartyErased`],
    /// [`StoreError::DiskFull`], or a fault; then nothing of them stays.
    pub async fn put_file(
        &self,
        new: &NewFile,
        bytes: &mut (impl AsyncRead + Unpin),
    ) -> Result<StoredFile, StoreError> {
        check_name("the media type of a file", &new.media_type)?;
        let parties = new.party.into_iter().collect();
        let keys = SealingKeys::fetch(self.keyring(), self.database(), &parties, new.now).await?;
        let pieces = Pieces::new(DataKey::draw()?, new.file_id)?;
        let wrapped = seal(keys.of(new.party)?, &bound_to_key(new.file_id), pieces.key_bytes())?;

        let incoming = Incoming::at(self.files())?;
        let written = write(&incoming.path, pieces, bytes, new.bytes_max.min(limits::FILE_BYTES_MAX)).await?;
        self.files().settle(&incoming.path, &written.address).await?;

        let row = self
            .write(sql(
                "insert into files (file_id, address, party, key, sha256, bytes, media_type, created_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8)",
                vec![
                    Value::id(&new.file_id),
                    Value::from(&written.address),
                    Value::id_or_null(new.party.as_ref()),
                    wrapped.into(),
                    written.sha256.to_vec().into(),
                    Value::count(written.bytes),
                    Value::from(&new.media_type),
                    new.now.into(),
                ],
            ))
            .await;
        if let Err(error) = row {
            // Nothing names these bytes: no other put can have the same address. What is left of them is
            // collected with the strays.
            if !matches!(error, StoreError::UnknownOutcome) {
                let _ = self.files().delete(&written.address).await;
            }
            return Err(error);
        }
        Ok(StoredFile {
            file_id: new.file_id,
            address: written.address,
            party: new.party,
            sha256: written.sha256,
            bytes: written.bytes,
            media_type: new.media_type.clone(),
            created_at: new.now,
        })
    }
}

/// What the wrapped key of a file is bound to.
pub(super) fn bound_to_key(file: FileId) -> Vec<u8> {
    bound_to(&["file-key", &file.to_string()])
}

/// A file that is being written; it goes when it was not moved to its place.
struct Incoming {
    path: PathBuf,
}

impl Incoming {
    fn at(files: &Files) -> Result<Self, StoreError> {
        Ok(Self { path: files.incoming()?.join(hex(&random::<16>()?)) })
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

async fn write(
    path: &Path,
    mut pieces: Pieces,
    bytes: &mut (impl AsyncRead + Unpin),
    bytes_max: u64,
) -> Result<Written, StoreError> {
    let fault = |cause| StoreError::file(path, cause);
    let mut file = File::create_new(path).await.map_err(fault)?;
    let (mut plain_hash, mut stored_hash) = (Sha256::new(), Sha256::new());
    let mut total = 0_u64;

    let header = pieces.header();
    stored_hash.update(header);
    file.write_all(&header).await.map_err(fault)?;
    let mut piece = fill(bytes, limits::FILE_PIECE_BYTES).await.map_err(fault)?;
    loop {
        total += piece.len() as u64;
        if total > bytes_max {
            return Err(StoreError::TooLarge {
                what: "a file (bytes)",
                limit: usize::try_from(bytes_max).unwrap_or(usize::MAX),
            });
        }
        let next = if piece.len() < limits::FILE_PIECE_BYTES {
            Vec::new()
        } else {
            fill(bytes, limits::FILE_PIECE_BYTES).await.map_err(fault)?
        };
        plain_hash.update(&piece);
        let place = if next.is_empty() { Place::Last } else { Place::Inner };
        let sealed = pieces.seal(&piece, place)?;
        stored_hash.update(&sealed);
        file.write_all(&sealed).await.map_err(fault)?;
        if place == Place::Last {
            break;
        }
        piece = next;
    }
    file.flush().await.map_err(fault)?;
    file.sync_all().await.map_err(fault)?;
    Ok(Written { address: hex(&stored_hash.finalize()), sha256: plain_hash.finalize().into(), bytes: total })
}

/// Moves written bytes to their place, durably.
pub(super) async fn settle(folder: &Path, from: &Path, target: &Path) -> Result<(), StoreError> {
    let (folder, from, target) = (folder.to_owned(), from.to_owned(), target.to_owned());
    tokio::task::spawn_blocking(move || {
        let inner = target.parent().unwrap_or(&folder);
        make_private_folder(inner)?;
        std::fs::rename(&from, &target).map_err(|cause| StoreError::file(&target, cause))?;
        for made in [Some(inner), inner.parent(), Some(folder.as_path())].into_iter().flatten() {
            sync_folder(made)?;
        }
        Ok(())
    })
    .await
    .map_err(|_| StoreError::Closed)?
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    std::fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|cause| StoreError::file(folder, cause))
}

/// Reads until so many bytes are there or the end has come.
pub(super) async fn fill(bytes: &mut (impl AsyncRead + Unpin), wanted: usize) -> std::io::Result<Vec<u8>> {
    let mut piece = Vec::with_capacity(wanted);
    bytes.take(wanted as u64).read_to_end(&mut piece).await?;
    Ok(piece)
}
