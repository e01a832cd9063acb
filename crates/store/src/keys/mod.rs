//! Keys: one master key in a file of its own, one data key for each person, wrapped by the master key.

mod master;
mod ring;
mod seal;

pub use master::MasterKey;
pub(crate) use ring::{KeyState, Keyring};
pub(crate) use seal::{NONCE_BYTES, TAG_BYTES, bound_to, open, open_piece, random, seal, seal_piece};

/// A secret of 32 bytes; overwritten when it is dropped, never shown.
pub(crate) struct DataKey([u8; 32]);

impl DataKey {
    pub(crate) fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    pub(crate) fn draw() -> Result<Self, crate::StoreError> {
        random().map(Self)
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl TryFrom<Vec<u8>> for DataKey {
    type Error = crate::StoreError;

    fn try_from(bytes: Vec<u8>) -> Result<Self, Self::Error> {
        bytes.try_into().map(Self).map_err(|_| crate::StoreError::damaged("a key has the wrong length"))
    }
}

impl Drop for DataKey {
    fn drop(&mut self) {
        self.0 = [0; 32];
        // Keeps the compiler from leaving the overwriting out.
        std::hint::black_box(&self.0);
    }
}
