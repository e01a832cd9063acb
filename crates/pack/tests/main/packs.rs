//! Every pack of the repository passes, strictly, and so does a new one.

use afaq_base::Lang;
use afaq_pack::{Options, PackFiles, read, report, scaffold};

use crate::support::{load, repository, shared};

/// What is wrong with a pack, as its author would read it; empty if nothing is.
fn wrong(name: &str, pack: &PackFiles) -> String {
    let shared = shared();
    let read = read(pack, &shared, &Options { publish: true });
    if read.problems.is_empty() && read.service.is_some() {
        return String::new();
    }
    format!("{name}:\n{}", report::human(&read.problems, pack, &shared, Lang::En))
}

#[test]
fn the_packs_of_kuwait_pass() {
    let folder = repository().join("packs/kw");
    let mut all = String::new();
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).expect("packs") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name.starts_with('_') || !path.join("service.yaml").exists() {
            continue;
        }
        all.push_str(&wrong(&name, &load(&path)));
        seen += 1;
    }
    assert!(all.is_empty(), "{all}");
    assert!(seen > 0);
}

#[test]
fn a_new_pack_passes() {
    let pack = scaffold("kw.pada.new_service").expect("a good id");
    let wrong = wrong("new", &pack);
    assert!(wrong.is_empty(), "{wrong}");
    assert!(scaffold("Not an id").is_none());
}
