//! Every pack of the repository passes, strictly, and so does a new one.

use afaq_base::Lang;
use afaq_pack::{Options, PackFiles, Read, read, report};

use crate::support::{load, repository, shared};

fn passes(name: &str, pack: &PackFiles) -> Read {
    let shared = shared();
    let read = read(pack, &shared, &Options { publish: true });
    let text = report::human(&read.problems, pack, &shared, Lang::En);
    assert!(read.problems.is_empty(), "{name}:\n{text}");
    assert!(read.service.is_some());
    read
}

#[test]
fn the_packs_of_kuwait_pass() {
    let folder = repository().join("packs/kw");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("packs") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with('_') || !path.join("service.yaml").exists() {
            continue;
        }
        passes(&name, &load(&path));
        seen += 1;
    }
    assert!(seen > 0);
}
