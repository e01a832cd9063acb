//! Reading packs from folders, within limits.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afaq_pack::PackFiles;
use anyhow::{Context, bail};
use include_dir::{Dir, include_dir};

/// The most bytes of one pack.
const PACK_BYTES_MAX: u64 = 5_000_000;
/// The most files of one pack.
const PACK_FILES_MAX: usize = 500;

/// The packs that the demonstration shows, inside the program.
static DEMO_PACKS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../packs/kw");

/// A pack's files with those of its country's shared library.
pub struct PackFolder {
    /// The folder, as it is named to people.
    pub path: PathBuf,
    /// Its files by their paths inside it.
    pub files: PackFiles,
    /// The files of `_shared` beside it.
    pub shared: PackFiles,
}

/// All packs in these folders: a folder with a `service.yaml` is one, any other is looked into.
pub fn find(folders: &[PathBuf]) -> anyhow::Result<Vec<PackFolder>> {
    let mut found = Vec::new();
    for folder in folders {
        if folder.join("service.yaml").is_file() {
            found.push(read(folder)?);
            continue;
        }
        let mut inside = Vec::new();
        let entries = std::fs::read_dir(folder)
            .with_context(|| format!("can't read the folder `{}`", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.join("service.yaml").is_file() {
                inside.push(path);
            }
        }
        if inside.is_empty() {
            bail!("`{}` is no pack and holds none: a pack is a folder with a service.yaml", folder.display());
        }
        inside.sort();
        for path in inside {
            found.push(read(&path)?);
        }
    }
    Ok(found)
}

/// One pack with its shared library.
pub fn read(folder: &Path) -> anyhow::Result<PackFolder> {
    let shared =
        folder.canonicalize().ok().and_then(|full| full.parent().map(|parent| parent.join("_shared")));
    let shared = match shared {
        Some(shared) if shared.is_dir() => files(&shared)?,
        Some(_) | None => embedded("_shared"),
    };
    Ok(PackFolder { path: folder.to_path_buf(), files: files(folder)?, shared })
}

/// Publishes the packs inside the program, in force from a moment on.
pub async fn publish_demo(app: &afaq_app::App, from: afaq_base::Timestamp) -> anyhow::Result<()> {
    for pack in demo() {
        app.publish(&pack.files, &pack.shared, from, "demonstration", false)
            .await
            .with_context(|| format!("the service `{}`", pack.path.display()))?;
    }
    Ok(())
}

/// The packs inside the program.
pub fn demo() -> Vec<PackFolder> {
    let mut packs = Vec::new();
    for folder in DEMO_PACKS.dirs() {
        let Some(name) = folder.path().to_str().filter(|name| !name.starts_with('_')) else { continue };
        packs.push(PackFolder {
            path: PathBuf::from(name),
            files: embedded(name),
            shared: embedded("_shared"),
        });
    }
    packs
}

fn embedded(name: &str) -> PackFiles {
    let mut found = BTreeMap::new();
    let mut folders: Vec<&Dir<'_>> = DEMO_PACKS.get_dir(name).into_iter().collect();
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            if let Some(path) = file.path().strip_prefix(name).ok().and_then(Path::to_str) {
                found.insert(path.replace('\\', "/"), file.contents().to_vec());
            }
        }
    }
    found
}

fn files(folder: &Path) -> anyhow::Result<PackFiles> {
    let mut found = BTreeMap::new();
    let mut bytes = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(inside) = folders.pop() {
        let entries = std::fs::read_dir(&inside)
            .with_context(|| format!("can't read the folder `{}`", inside.display()))?;
        for entry in entries {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            let name = entry.file_name();
            if name.to_string_lossy().starts_with('.') || kind.is_symlink() {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
                continue;
            }
            bytes += entry.metadata()?.len();
            if bytes > PACK_BYTES_MAX || found.len() >= PACK_FILES_MAX {
                bail!(
                    "the pack `{}` is larger than {} MB or has more than {PACK_FILES_MAX} files",
                    folder.display(),
                    PACK_BYTES_MAX / 1_000_000
                );
            }
            let inner = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let content = std::fs::read(&path).with_context(|| format!("can't read `{}`", path.display()))?;
            found.insert(inner, content);
        }
    }
    Ok(found)
}
