//! Stored bytes: sealed piece by piece, in a folder or an object store, under the hash of what lies there.
//!
//! Each file has a key of its own, wrapped by the person's key: forgetting the person, or one upload,
//! makes the bytes unreadable at once, also while they wait to be collected. Bytes are put first, durably,
//! then the row that names them; so a row never names bytes that are not there.

mod get;
mod kept;
mod objects;
mod options;
mod pieces;
mod put;
mod strays;

use std::path::{Path, PathBuf};

use afaq_base::{FileId, PartyId, Timestamp};

use crate::StoreError;
use crate::sql::Row;

pub use get::FileReader;
pub(crate) use kept::Files;
pub use objects::ObjectStoreLook;
pub use options::{FilesPlace, Patience, S3Options, Secret};
pub use put::NewFile;
pub(crate) use put::sync_folder;

/// Name of the folder in which bytes arrive.
pub(crate) const INCOMING_FOLDER: &str = "incoming";

/// What is known of stored bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// The file.
    pub file_id: FileId,
    /// The hash of the sealed bytes, in hexadecimal: where they lie.
    pub address: String,
    /// The person under whose key they are sealed.
    pub party: Option<PartyId>,
    /// The hash of the plain bytes.
    pub sha256: [u8; 32],
    /// How many plain bytes there are.
    pub bytes: u64,
    /// The type that the caller found them to be.
    pub media_type: String,
    /// When they were put.
    pub created_at: Timestamp,
}

impl StoredFile {
    /// Reads `file_id, address, party, sha256, bytes, media_type, created_at`.
    pub(crate) fn read(row: &mut Row) -> Result<Self, StoreError> {
        Ok(Self {
            file_id: row.id()?,
            address: row.text()?,
            party: row.id_or_null()?,
            sha256: row
                .bytes()?
                .try_into()
                .map_err(|_| StoreError::damaged("a hash has the wrong length"))?,
            bytes: row.count()?,
            media_type: row.text()?,
            created_at: row.at()?,
        })
    }
}

/// Where the bytes of an address lie.
pub(crate) fn place(folder: &Path, address: &str) -> Result<PathBuf, StoreError> {
    if address.len() != 64 || !address.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Err(StoreError::damaged("the address of a file is not a hash"));
    }
    Ok(folder.join(&address[..2]).join(&address[2..4]).join(address))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}
