//! The format of a stored file: a header, then sealed pieces that cannot be swapped, cut or continued.
//!
//! Each piece's nonce is a random prefix, the number of the piece, and whether it is the last (the STREAM
//! construction): a file that was cut at a piece, or to which one was added, does not open.

use afaq_base::FileId;

use crate::keys::{DataKey, NONCE_BYTES, TAG_BYTES, bound_to, open_piece, random, seal_piece};
use crate::{StoreError, limits};

const SCHEME: u8 = 1;
const PREFIX_BYTES: usize = NONCE_BYTES - 5;

/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 1 + PREFIX_BYTES;

/// Bytes of a sealed piece that is full.
pub(super) const SEALED_PIECE_BYTES: usize = limits::FILE_PIECE_BYTES + TAG_BYTES;

/// How many bytes a file of so many plain bytes has when it is sealed.
pub(super) fn sealed_bytes(plain: u64) -> u64 {
    let pieces = plain.div_ceil(limits::FILE_PIECE_BYTES as u64).max(1);
    HEADER_BYTES as u64 + plain + pieces * TAG_BYTES as u64
}

/// Whether more pieces follow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Inner,
    Last,
}

/// Seals or opens the pieces of one file, one after the other.
pub(super) struct Pieces {
    key: DataKey,
    bound: Vec<u8>,
    prefix: [u8; PREFIX_BYTES],
    number: u32,
}

impl Pieces {
    /// Begins a new file.
    pub(super) fn new(key: DataKey, file: FileId) -> Result<Self, StoreError> {
        Ok(Self { key, bound: bound(file), prefix: random()?, number: 0 })
    }

    /// Begins to open a stored file.
    pub(super) fn of(key: DataKey, file: FileId, header: &[u8; HEADER_BYTES]) -> Option<Self> {
        let (&scheme, prefix) = header.split_first()?;
        let prefix = prefix.try_into().ok()?;
        (scheme == SCHEME).then(|| Self { key, bound: bound(file), prefix, number: 0 })
    }

    pub(super) fn header(&self) -> [u8; HEADER_BYTES] {
        let mut header = [SCHEME; HEADER_BYTES];
        header[1..].copy_from_slice(&self.prefix);
        header
    }

    pub(super) fn key_bytes(&self) -> &[u8; 32] {
        self.key.bytes()
    }

    pub(super) fn seal(&mut self, plain: &[u8], place: Place) -> Result<Vec<u8>, StoreError> {
        let nonce = self.nonce(place).ok_or(StoreError::TooLarge {
            what: "a file (pieces)",
            limit: usize::try_from(u32::MAX).unwrap_or(usize::MAX),
        })?;
        seal_piece(&self.key, &nonce, &self.bound, plain)
    }

    pub(super) fn open(&mut self, sealed: &[u8], place: Place) -> Option<Vec<u8>> {
        let nonce = self.nonce(place)?;
        open_piece(&self.key, &nonce, &self.bound, sealed)
    }

    fn nonce(&mut self, place: Place) -> Option<[u8; NONCE_BYTES]> {
        let mut nonce = [0; NONCE_BYTES];
        nonce[..PREFIX_BYTES].copy_from_slice(&self.prefix);
        nonce[PREFIX_BYTES..PREFIX_BYTES + 4].copy_from_slice(&self.number.to_be_bytes());
        nonce[NONCE_BYTES - 1] = u8::from(place == Place::Last);
        self.number = self.number.checked_add(1)?;
        Some(nonce)
    }
}

fn bound(file: FileId) -> Vec<u8> {
    bound_to(&["file", &file.to_string()])
}
