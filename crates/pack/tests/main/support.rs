//! Loads packs from the repository's folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use afaq_pack::PackFiles;

pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

pub fn load(folder: &Path) -> PackFiles {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_path_buf()];
    while let Some(current) = waiting.pop() {
        for entry in std::fs::read_dir(&current).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).expect("inside").to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    files
}

pub fn shared() -> PackFiles {
    load(&repository().join("packs/kw/_shared"))
}
