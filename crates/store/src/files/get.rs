//! Getting bytes back: streamed, opened and checked piece by piece, never in memory whole unless asked.

use afaq_base::FileId;
use sha2::{Digest, Sha256};

use super::kept::Source;
use super::pieces::{HEADER_BYTES, Pieces, Place, SEALED_PIECE_BYTES};
use super::put::bound_to_key;
use super::{StoredFile, hex};
use crate::sql::{Value, sql};
use crate::{Store, StoreError};

/// Reads the plain bytes of one file.
pub struct FileReader {
    about: StoredFile,
    source: Source,
    pieces: Pieces,
    /// Of all sealed bytes so far; at the end it is the file's address.
    hash: Sha256,
    /// The sealed piece that comes next; nothing after the last one.
    next: Option<Vec<u8>>,
}

impl Store {
    /// Finds what is known of a file.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn find_file(&self, file: FileId) -> Result<Option<StoredFile>, StoreError> {
        let rows = self
            .look_up(sql(
                "select file_id, address, party, sha256, bytes, media_type, created_at from files where file_id = $1",
                vec![Value::id(&file)],
            ))
            .await?;
        rows.into_iter().next().map(|mut row| StoredFile::read(&mut row)).transpose()
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] if it is not there, [`StoreError::PartyErased`] if its key was destroyed,
    /// [`StoreError::Tampered`] if it was altered.
    pub async fn open_file(&self, file: FileId) -> Result<FileReader, StoreError> {
        let mut rows = self
            .look_up(sql(
                "select file_id, address, party, sha256, bytes, media_type, created_at, key from files \
                 where file_id = $1",
                vec![Value::id(&file)],
            ))
            .await?;
        let mut row = rows.pop().ok_or(StoreError::NotFound { what: "the file" })?;
        let about = StoredFile::read(&mut row)?;
        let wrapped = row.bytes_or_null()?.ok_or(StoreError::PartyErased)?;
        let key = self
            .open_sealed(about.party, &bound_to_key(file), &wrapped, || format!("the key of file {file}"))
            .await?
            .ok_or(StoreError::PartyErased)?;
        let mut source = self.files().read(&about.address).await?;
        let header: [u8; HEADER_BYTES] = source.exactly().await?.ok_or_else(|| tampered(file))?;
        let pieces = Pieces::of(key.try_into()?, file, &header).ok_or_else(|| tampered(file))?;
        let next = source.fill(SEALED_PIECE_BYTES).await?;
        Ok(FileReader { about, source, pieces, hash: Sha256::new().chain_update(header), next: Some(next) })
    }

    /// Reads a whole file into memory, if it is not larger than allowed.
    ///
    /// # Errors
    /// As [`Store::open_file`]; [`StoreError::TooLarge`] if it is larger.
    pub async fn read_file(&self, file: FileId, bytes_max: u64) -> Result<Vec<u8>, StoreError> {
        let mut reader = self.open_file(file).await?;
        if reader.about.bytes > bytes_max {
            return Err(StoreError::TooLarge {
                what: "a file (bytes)",
                limit: usize::try_from(bytes_max).unwrap_or(usize::MAX),
            });
        }
        let mut bytes = Vec::with_capacity(usize::try_from(reader.about.bytes).unwrap_or(0));
        while let Some(piece) = reader.next_piece().await? {
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes)
    }
}

impl FileReader {
    /// What is known of the file.
    pub fn about(&self) -> &StoredFile {
        &self.about
    }

    /// Reads the next piece; nothing after the last one.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] if the stored bytes were altered, cut or continued.
    pub async fn next_piece(&mut self) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(sealed) = self.next.take() else { return Ok(None) };
        let file = self.about.file_id;
        if sealed.len() == SEALED_PIECE_BYTES {
            let next = self.source.fill(SEALED_PIECE_BYTES).await?;
            if !next.is_empty() {
                self.next = Some(next);
            }
        }
        self.hash.update(&sealed);
        let place = if self.next.is_some() { Place::Inner } else { Place::Last };
        if place == Place::Last && hex(&self.hash.clone().finalize()) != self.about.address {
            return Err(tampered(file));
        }
        let plain = self.pieces.open(&sealed, place).ok_or_else(|| tampered(file))?;
        // An empty file has one empty piece.
        Ok(if plain.is_empty() { None } else { Some(plain) })
    }
}

fn tampered(file: FileId) -> StoreError {
    StoreError::Tampered { what: format!("file {file}") }
}
