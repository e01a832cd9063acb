//! Sealing bytes: XChaCha20-Poly1305 with a random nonce, bound to the place where they belong.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

use super::DataKey;
use crate::StoreError;

/// First byte of everything sealed, so that another scheme can follow.
const SCHEME: u8 = 1;

/// Bytes of a nonce: long enough to be drawn at random without ever meeting the same one again.
pub(crate) const NONCE_BYTES: usize = 24;

/// Bytes that sealing adds at the end, which prove that nothing was altered.
pub(crate) const TAG_BYTES: usize = 16;

/// Bytes from the machine's source of randomness.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], StoreError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::NoRandomness)?;
    Ok(bytes)
}

/// What sealed bytes are bound to. Each part goes in with its length, so that no two places look alike.
pub(crate) fn bound_to(parts: &[&str]) -> Vec<u8> {
    let mut bound = Vec::with_capacity(parts.iter().map(|part| part.len() + 8).sum());
    for part in parts {
        bound.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bound.extend_from_slice(part.as_bytes());
    }
    bound
}

/// Seals bytes for one place.
pub(crate) fn seal(key: &DataKey, bound: &[u8], plain: &[u8]) -> Result<Vec<u8>, StoreError> {
    let nonce: [u8; NONCE_BYTES] = if key.is_repeatable() { settled(key, bound, plain) } else { random()? };
    let body = seal_piece(key, &nonce, bound, plain)?;
    let mut sealed = Vec::with_capacity(1 + NONCE_BYTES + body.len());
    sealed.push(SCHEME);
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(&body);
    Ok(sealed)
}

/// A nonce that follows from key, place and content: two contents never share one.
fn settled(key: &DataKey, bound: &[u8], plain: &[u8]) -> [u8; NONCE_BYTES] {
    let inner = Sha256::new().chain_update(key.bytes()).chain_update(bound_to(&["nonce"]));
    let inner = inner.chain_update((bound.len() as u64).to_be_bytes()).chain_update(bound);
    let inner = inner.chain_update(plain).finalize();
    let outer = Sha256::new().chain_update(key.bytes()).chain_update(inner).finalize();
    let mut nonce = [0; NONCE_BYTES];
    nonce.copy_from_slice(&outer[..NONCE_BYTES]);
    nonce
}

/// Opens what [`seal`] made for the same place; nothing if it was altered, moved or is another key's.
pub(crate) fn open(key: &DataKey, bound: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (&scheme, rest) = sealed.split_first()?;
    if scheme != SCHEME {
        return None;
    }
    let (nonce, body) = rest.split_first_chunk::<NONCE_BYTES>()?;
    open_piece(key, nonce, bound, body)
}

/// Seals with a nonce that the caller keeps.
pub(crate) fn seal_piece(
    key: &DataKey,
    nonce: &[u8; NONCE_BYTES],
    bound: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, StoreError> {
    XChaCha20Poly1305::new(key.bytes().into())
        .encrypt(&XNonce::from(*nonce), Payload { msg: plain, aad: bound })
        .map_err(|_| StoreError::TooLarge {
            what: "a sealed value (bytes)",
            limit: crate::limits::SEALED_BYTES_MAX,
        })
}

/// Opens what [`seal_piece`] made.
pub(crate) fn open_piece(
    key: &DataKey,
    nonce: &[u8; NONCE_BYTES],
    bound: &[u8],
    body: &[u8],
) -> Option<Vec<u8>> {
    XChaCha20Poly1305::new(key.bytes().into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad: bound })
        .ok()
}
