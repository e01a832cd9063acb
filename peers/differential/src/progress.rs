//! Which case is under way and which engine has it, written where another process sees it even after an abort.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::OnceLock;

static FILE: OnceLock<File> = OnceLock::new();

/// Whose evaluation is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    Ours = 0,
    Theirs = 1,
}

/// A case under way: its number and the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub case: u64,
    pub engine: Engine,
}

/// From now on progress is written to this file.
pub fn write_to(path: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    let _ = FILE.set(file);
    Ok(())
}

/// A case begins.
pub fn case(number: u64) {
    if let Some(file) = FILE.get() {
        // Without progress a case that does not end cannot be named, and nothing else happens.
        let _ = file.write_all_at(&number.to_le_bytes(), 0);
    }
}

/// An engine begins.
pub fn engine(engine: Engine) {
    if let Some(file) = FILE.get() {
        let _ = file.write_all_at(&[engine as u8], 8);
    }
}

/// What another process wrote last.
pub fn read(path: &Path) -> Option<Progress> {
    let bytes = std::fs::read(path).ok()?;
    let case = u64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
    let engine = if bytes.get(8) == Some(&1) { Engine::Theirs } else { Engine::Ours };
    Some(Progress { case, engine })
}
