//! The master key and its file, which only its owner can read and no backup of the store contains.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use super::{DataKey, random};
use crate::StoreError;

/// First word in the file; another one means another format.
const FORMAT: &str = "afaq-master-key-1";

/// Bytes that a key file has at most.
const FILE_BYTES_MAX: u64 = 1_024;

/// Wraps the keys of all persons. Without it nothing sealed can be read: keep a copy apart from the backups.
#[derive(Clone)]
pub struct MasterKey(Arc<DataKey>);

impl MasterKey {
    /// A key of given bytes, such as one from a key service.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Arc::new(DataKey::new(bytes)))
    }

    /// Reads the key file; if there is none, draws a key and makes the file, readable by its owner alone.
    ///
    /// # Errors
    /// [`StoreError::MasterKey`] if the file is broken or other accounts can read it.
    pub fn load_or_create(path: &Path) -> Result<Self, StoreError> {
        match Self::load(path)? {
            Some(key) => Ok(key),
            None => {
                create(path)?;
                // Read back, so that two programs that start together hold the same key.
                Self::load(path)?.ok_or_else(|| problem(path, "it vanished while it was made"))
            }
        }
    }

    /// Reads the key file, if there is one.
    ///
    /// # Errors
    /// [`StoreError::MasterKey`] if the file is broken or other accounts can read it.
    pub fn load(path: &Path) -> Result<Option<Self>, StoreError> {
        let about = match fs::metadata(path) {
            Ok(about) => about,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file(path, error)),
        };
        if !about.is_file() || about.len() > FILE_BYTES_MAX {
            return Err(problem(path, "it is not a key file"));
        }
        check_permissions(path, &about)?;
        let text = fs::read_to_string(path).map_err(|_| problem(path, "it cannot be read as text"))?;
        let hex = text
            .trim_end()
            .strip_prefix(FORMAT)
            .and_then(|rest| rest.strip_prefix(' '))
            .ok_or_else(|| problem(path, "it does not begin as a key file does"))?;
        let bytes = from_hex(hex).ok_or_else(|| problem(path, "it does not hold 64 hexadecimal digits"))?;
        Ok(Some(Self::from_bytes(bytes)))
    }

    pub(crate) fn data_key(&self) -> &DataKey {
        &self.0
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

fn problem(path: &Path, problem: &str) -> StoreError {
    StoreError::MasterKey { path: path.display().to_string(), problem: problem.to_owned() }
}

fn create(path: &Path) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(|cause| StoreError::file(folder, cause))?;
    let key = DataKey::draw()?;
    let mut line = String::from(FORMAT);
    line.push(' ');
    for byte in key.bytes() {
        line.push_str(&format!("{byte:02x}"));
    }
    line.push('\n');
    // Written whole beside its place and then linked to it: never half a key, never over another one.
    let draft = path.with_extension(format!("new-{:016x}", u64::from_be_bytes(random()?)));
    let written = write_private(&draft, line.as_bytes())
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
            Ok(()) | Err(_) => Ok(()),
        })
        .and_then(|()| File::open(folder)?.sync_all())
        .map_err(|cause| StoreError::file(path, cause));
    let _ = fs::remove_file(&draft);
    written
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn check_permissions(path: &Path, about: &fs::Metadata) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt;
    if about.permissions().mode() & 0o077 != 0 {
        return Err(problem(path, "other accounts can read it; set its mode to 600"));
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_permissions(_: &Path, _: &fs::Metadata) -> Result<(), StoreError> {
    Ok(())
}

fn from_hex(hex: &str) -> Option<[u8; 32]> {
    let digits = hex.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    let mut bytes = [0; 32];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
        *byte = (value(pair[0])? << 4) | value(pair[1])?;
    }
    Some(bytes)
}
