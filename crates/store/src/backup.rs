//! Backups while the store runs, checked after they are made; and the way back.
//!
//! A backup is a folder: the database as it was at one moment, the sealed files that it names, and a
//! manifest that is written last. The master key is not in it: keep a copy elsewhere, or it cannot be read.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use afaq_base::Timestamp;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::database::Database;
use crate::files::{hex, place, sync_folder};
use crate::health::{self, Integrity};
use crate::sqlite::open_plain;
use crate::store::{DATABASE_FILE, FILES_FOLDER, make_private_folder};
use crate::{Store, StoreError};

/// Name of the manifest in a backup.
const MANIFEST_FILE: &str = "manifest.json";

/// The format of backups that this program writes and reads.
const FORMAT: u32 = 1;

/// Bytes of a manifest at most.
const MANIFEST_BYTES_MAX: u64 = 1024 * 1024;

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupManifest {
    /// The format of the backup.
    pub format: u32,
    /// When it was begun.
    pub taken_at: Timestamp,
    /// The hash of the database file, in hexadecimal.
    pub database_sha256: String,
    /// What was found in the database.
    pub integrity: Integrity,
    /// How many stored files there are.
    pub files: u64,
    /// How many bytes they have together, sealed.
    pub files_bytes: u64,
    /// Whether the stored files lie in an object store and are not in this copy: that store's own versions and
    /// replicas keep them.
    #[serde(default)]
    pub are_files_elsewhere: bool,
}

impl Store {
    /// Makes a backup in a new folder while the store runs, and checks it. The master key is not in it.
    ///
    /// # Errors
    /// [`StoreError::NotEmpty`] if the folder holds something, [`StoreError::Damaged`] if the copy is not
    /// sound, [`StoreError::DiskFull`], or a fault.
    pub async fn backup(&self, to: &Path, taken_at: Timestamp) -> Result<BackupManifest, StoreError> {
        let (to, files) = (to.to_owned(), self.files().folder().map(Path::to_owned));
        match self.database() {
            Database::Sqlite(sqlite) => {
                sqlite.look(move |connection| make(connection, files.as_deref(), &to, taken_at)).await
            }
            Database::Postgres(_) => Err(StoreError::Elsewhere { what: "a backup of a store in PostgreSQL" }),
        }
    }
}

/// Checks a backup: its hashes, its database from inside, and every stored file.
///
/// # Errors
/// [`StoreError::Damaged`] says what is wrong.
pub async fn verify_backup(backup: &Path) -> Result<BackupManifest, StoreError> {
    let backup = backup.to_owned();
    blocking(move || verify(&backup)).await
}

/// Brings a backup back into a new folder, after checking it; the copy is checked again.
///
/// # Errors
/// [`StoreError::NotEmpty`] if the folder holds something, [`StoreError::Damaged`] if the backup or the
/// copy is not sound, [`StoreError::DiskFull`], or a fault.
pub async fn restore_backup(backup: &Path, to: &Path) -> Result<BackupManifest, StoreError> {
    let (backup, to) = (backup.to_owned(), to.to_owned());
    blocking(move || restore(&backup, &to)).await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| StoreError::Closed)?
}

fn make(
    connection: &Connection,
    files: Option<&Path>,
    to: &Path,
    taken_at: Timestamp,
) -> Result<BackupManifest, StoreError> {
    new_folder(to)?;
    let database = to.join(DATABASE_FILE);
    let name =
        database.to_str().ok_or(StoreError::BadValue { what: "a path", problem: "it is not UTF-8" })?;
    // One moment of the database, without its deleted content; writers go on meanwhile.
    connection.execute("vacuum into ?1", [name])?;
    sync_file(&database)?;

    let copy = open_plain(&database)?;
    let integrity = sound(health::look(&copy)?)?;
    let mut manifest = BackupManifest {
        format: FORMAT,
        taken_at,
        database_sha256: String::new(),
        integrity,
        files: 0,
        files_bytes: 0,
        are_files_elsewhere: files.is_none(),
    };
    if let Some(files) = files {
        copy_files(&copy, files, &to.join(FILES_FOLDER), &mut manifest)?;
    }
    drop(copy);
    manifest.database_sha256 = file_hash(&database)?;
    write_manifest(to, &manifest)?;
    Ok(manifest)
}

fn verify(backup: &Path) -> Result<BackupManifest, StoreError> {
    let manifest = read_manifest(backup)?;
    let database = backup.join(DATABASE_FILE);
    if file_hash(&database)? != manifest.database_sha256 {
        return Err(StoreError::damaged("the database of the backup was altered"));
    }
    let copy = open_plain(&database)?;
    if sound(health::look(&copy)?)? != manifest.integrity {
        return Err(StoreError::damaged("the backup does not hold what its manifest says"));
    }
    if manifest.are_files_elsewhere {
        return Ok(manifest);
    }
    let mut count = 0;
    for address in addresses(&copy)? {
        let path = place(&backup.join(FILES_FOLDER), &address)?;
        if file_hash(&path)? != address {
            return Err(StoreError::damaged(format!("stored file {address} was altered")));
        }
        count += 1;
    }
    if count != manifest.files {
        return Err(StoreError::damaged("the number of stored files is not what the manifest says"));
    }
    Ok(manifest)
}

fn restore(backup: &Path, to: &Path) -> Result<BackupManifest, StoreError> {
    let manifest = verify(backup)?;
    new_folder(to)?;
    let database = to.join(DATABASE_FILE);
    copy_file(&backup.join(DATABASE_FILE), &database)?;
    if file_hash(&database)? != manifest.database_sha256 {
        return Err(StoreError::damaged("the copy of the database is not the same"));
    }
    let copy = open_plain(&database)?;
    let mut copied = BackupManifest { files: 0, files_bytes: 0, ..manifest.clone() };
    if !manifest.are_files_elsewhere {
        copy_files(&copy, &backup.join(FILES_FOLDER), &to.join(FILES_FOLDER), &mut copied)?;
    }
    if copied != manifest {
        return Err(StoreError::damaged("the copy of the stored files is not the same"));
    }
    sync_folder(to)?;
    Ok(manifest)
}

fn copy_files(
    database: &Connection,
    from: &Path,
    to: &Path,
    manifest: &mut BackupManifest,
) -> Result<(), StoreError> {
    make_private_folder(to)?;
    for address in addresses(database)? {
        let (source, target) = (place(from, &address)?, place(to, &address)?);
        if let Some(folder) = target.parent() {
            make_private_folder(folder)?;
        }
        manifest.files_bytes += copy_file(&source, &target)?;
        manifest.files += 1;
        if file_hash(&target)? != address {
            return Err(StoreError::damaged(format!("stored file {address} was altered")));
        }
    }
    Ok(())
}

fn addresses(database: &Connection) -> Result<Vec<String>, StoreError> {
    let mut prepared = database.prepare("select address from files order by address")?;
    let found = prepared.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    Ok(found)
}

fn sound(integrity: Integrity) -> Result<Integrity, StoreError> {
    match integrity.problems.first() {
        None => Ok(integrity),
        Some(problem) => Err(StoreError::damaged(problem.clone())),
    }
}

fn new_folder(path: &Path) -> Result<(), StoreError> {
    make_private_folder(path)?;
    let mut entries = std::fs::read_dir(path).map_err(|cause| StoreError::file(path, cause))?;
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(StoreError::NotEmpty { path: path.display().to_string() }),
    }
}

fn copy_file(from: &Path, to: &Path) -> Result<u64, StoreError> {
    let bytes = std::fs::copy(from, to).map_err(|cause| StoreError::file(from, cause))?;
    sync_file(to)?;
    Ok(bytes)
}

fn sync_file(path: &Path) -> Result<(), StoreError> {
    let sync = || std::fs::File::open(path)?.sync_all();
    sync().map_err(|cause| StoreError::file(path, cause))?;
    path.parent().map_or(Ok(()), sync_folder)
}

fn file_hash(path: &Path) -> Result<String, StoreError> {
    let fault = |cause| StoreError::file(path, cause);
    let mut file = std::fs::File::open(path).map_err(fault)?;
    let mut hash = Sha256::new();
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = file.read(&mut piece).map_err(fault)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&piece[..read]);
    }
}

fn manifest_path(folder: &Path) -> PathBuf {
    folder.join(MANIFEST_FILE)
}

/// Written last, under another name first: a backup without a manifest was never finished.
fn write_manifest(folder: &Path, manifest: &BackupManifest) -> Result<(), StoreError> {
    let text = serde_json::to_string_pretty(manifest)
        .map_err(|_| StoreError::damaged("the manifest cannot be written as JSON"))?;
    let path = manifest_path(folder);
    let unfinished = path.with_extension("unfinished");
    std::fs::write(&unfinished, text).map_err(|cause| StoreError::file(&unfinished, cause))?;
    sync_file(&unfinished)?;
    std::fs::rename(&unfinished, &path).map_err(|cause| StoreError::file(&path, cause))?;
    sync_folder(folder)
}

fn read_manifest(folder: &Path) -> Result<BackupManifest, StoreError> {
    let path = manifest_path(folder);
    let fault = |cause| StoreError::file(&path, cause);
    let file = std::fs::File::open(&path).map_err(fault)?;
    let mut text = String::new();
    file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).map_err(fault)?;
    let manifest: BackupManifest = serde_json::from_str(&text)
        .map_err(|_| StoreError::damaged("the manifest of the backup does not parse"))?;
    if manifest.format != FORMAT {
        return Err(StoreError::damaged(format!(
            "the backup has format {}, this program reads {FORMAT}",
            manifest.format
        )));
    }
    Ok(manifest)
}
