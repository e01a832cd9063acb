//! Reads the packs of the repository, as the command line does.

use std::path::{Path, PathBuf};

use afaq_pack::{Options, PackFiles, Service};

/// The folder of the country's packs.
pub fn country() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw")
}

/// All files below a folder, by their paths with slashes.
pub fn read_folder(folder: &Path) -> PackFiles {
    let mut files = PackFiles::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(dir) = open.pop() {
        for entry in std::fs::read_dir(&dir).unwrap_or_else(|_| panic!("no folder {}", dir.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files
}

/// The files of one pack and of the shared library.
pub fn pack(name: &str) -> (PackFiles, PackFiles) {
    (read_folder(&country().join(name)), read_folder(&country().join("_shared")))
}

/// A service out of its files; every fault is shown.
pub fn service(pack: &PackFiles, shared: &PackFiles) -> Service {
    whole(pack, shared, &Options::default())
}

/// The same, with what is asked of a pack that is to be published.
pub fn service_to_publish(pack: &PackFiles, shared: &PackFiles) -> Service {
    whole(pack, shared, &Options { publish: true })
}

fn whole(pack: &PackFiles, shared: &PackFiles, options: &Options) -> Service {
    let read = afaq_pack::read(pack, shared, options);
    let faults: Vec<_> = read
        .problems
        .iter()
        .filter(|problem| problem.severity == afaq_pack::Severity::Error)
        .map(|problem| {
            format!(
                "{} {}:{}:{} {}",
                problem.code, problem.file, problem.line, problem.column, problem.message.en
            )
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    read.service.expect("a pack without faults gives a service")
}
