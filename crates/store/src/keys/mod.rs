//! Keys: one master key in a file of its own, one data key for each person, wrapped by the master key.

mod master;
mod ring;
mod seal;
mod seed;

pub use master::MasterKey;
pub(crate) use ring::{KeyState, Keyring, is_marked};
pub(crate) use seal::{NONCE_BYTES, TAG_BYTES, bound_to, open, open_piece, random, seal, seal_piece};
pub use seed::Seed;

/// A secret of 32 bytes; overwritten when it is dropped, never shown.
pub(crate) struct DataKey {
    bytes: [u8; 32],
    /// Whether the same content in the same place is sealed to the same bytes: in a repeatable demonstration only.
    is_repeatable: bool,
}

impl DataKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self { bytes, is_repeatable: false }
    }

    pub(crate) fn draw() -> Result<Self, crate::StoreError> {
        random().map(Self::new)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    pub(crate) fn repeatable(mut self, is_repeatable: bool) -> Self {
        self.is_repeatable = is_repeatable;
        self
    }

    pub(crate) fn is_repeatable(&self) -> bool {
        self.is_repeatable
    }
}

impl TryFrom<Vec<u8>> for DataKey {
    type Error = crate::StoreError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self::new).map_err(|_| crate::StoreError::damaged("a key has the wrong length"))
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.bytes = [0; 32];
        // Keeps the compiler from leaving the overwriting out.
        std::hint::black_box(&self.bytes);
    }
}
