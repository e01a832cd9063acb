//! Small files that generated people upload, and files of a folder for tests that need a pack.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The smallest file that is a PDF.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// A PNG picture of one white dot.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\xdac\xf8\x0f\0\x01\x01\x01\0\x1c\xb0\x8c\x99\0\0\0\0IEND\xaeB`\x82";

/// A file with its name that is taken where these media types are.
#[must_use]
pub fn fitting(media_types: &[&str]) -> (&'static str, &'static [u8]) {
    if media_types.is_empty() || media_types.contains(&"application/pdf") {
        ("scan.pdf", PDF)
    } else {
        ("photo.png", PNG)
    }
}

/// All files inside a folder, by their path from there with `/` between its parts.
///
/// # Errors
/// A file or folder that can't be read.
pub fn inside(folder: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(one) = folders.pop() {
        for entry in std::fs::read_dir(&one)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(name) = path.strip_prefix(folder) {
                found.insert(name.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
