//! Finds the shared suites for tests.

use std::path::{Path, PathBuf};

/// A file of the shared folder, or nothing (with a line that says so) where it is missing.
pub(crate) fn read(path: &str) -> Option<String> {
    let beside = || {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().map(|folder| folder.join("shared")).find(|folder| folder.is_dir())
    };
    let shared = std::env::var_os("AFAQ_SHARED").map(PathBuf::from).or_else(beside);
    let text = shared.and_then(|folder| std::fs::read_to_string(folder.join(path)).ok());
    if text.is_none() {
        assert!(
            std::env::var_os("AFAQ_REQUIRE_SHARED").is_none_or(|value| value != "1"),
            "{path} is missing"
        );
        println!("skipped: the shared file {path} is not there");
    }
    text
}
