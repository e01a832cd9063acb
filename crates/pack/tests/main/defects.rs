//! One defect at a time in a pack that passes: just that defect is found, at the right character.
//!
//! `tests/defects/*.defect` are patches: the file, what is replaced, what it becomes, and the problem.

use std::path::Path;

use afaq_base::Lang;
use afaq_pack::{Options, PackFiles, codes, read, report};

use crate::support::{load, shared};

/// What a repaired pack has.
const NOTHING: &str = "nothing";

struct Defect {
    name: String,
    edits: Vec<(String, String, String)>,
    code: String,
    file: String,
    line: u32,
    column: u32,
}

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/defects")
}

fn base() -> PackFiles {
    load(&folder().join("base"))
}

/// Reads `defects.txt`: blocks parted by a line of dashes; `file:`, `find:`, `make:` (repeatable), `expect:`.
fn defects() -> Vec<Defect> {
    let text = std::fs::read_to_string(folder().join("defects.txt")).expect("the list of defects");
    let mut all = Vec::new();
    for block in text.split("\n---\n") {
        let mut defect = Defect {
            name: String::new(),
            edits: Vec::new(),
            code: String::new(),
            file: String::new(),
            line: 0,
            column: 0,
        };
        let (mut file, mut find) = (String::new(), String::new());
        for line in block.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (key, value) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
            let value = value.replace("\\n", "\n");
            match key {
                "name" => defect.name = value,
                "file" => file = value,
                "find" => find = value,
                "make" => defect.edits.push((file.clone(), find.clone(), value)),
                "remove" => defect.edits.push((value, String::new(), String::new())),
                "expect" if value == NOTHING => defect.code = value,
                "expect" => {
                    let parts: Vec<&str> = value.split(' ').collect();
                    let place: Vec<&str> = parts[1].split(':').collect();
                    defect.code = parts[0].to_owned();
                    defect.file = place[0].to_owned();
                    defect.line = place[1].parse().expect("a line");
                    defect.column = place[2].parse().expect("a column");
                }
                other => panic!("unknown key {other} in {block}"),
            }
        }
        all.push(defect);
    }
    all
}

fn apply(defect: &Defect) -> PackFiles {
    let mut pack = base();
    for (file, find, make) in &defect.edits {
        if find.is_empty() && make.is_empty() {
            pack.remove(file);
            continue;
        }
        let text = String::from_utf8(pack.get(file).cloned().unwrap_or_default()).expect("text");
        assert!(find.is_empty() || text.contains(find), "{}: `{find}` is not in {file}", defect.name);
        let changed = if find.is_empty() { format!("{text}{make}") } else { text.replacen(find, make, 1) };
        pack.insert(file.clone(), changed.into_bytes());
    }
    pack
}

#[test]
fn the_base_passes() {
    let (pack, shared) = (base(), shared());
    let read = read(&pack, &shared, &Options { publish: true });
    assert!(read.problems.is_empty(), "{}", report::human(&read.problems, &pack, &shared, Lang::En));
    assert!(read.service.is_some());
}

#[test]
fn each_defect_is_found_alone_at_its_character() {
    let shared = shared();
    let mut wrong = String::new();
    for defect in defects().into_iter().filter(|one| one.code != NOTHING) {
        let pack = apply(&defect);
        let read = read(&pack, &shared, &Options { publish: true });
        let found: Vec<String> = read
            .problems
            .iter()
            .map(|one| format!("{} {}:{}:{}", one.code, one.file, one.line, one.column))
            .collect();
        let expected = format!("{} {}:{}:{}", defect.code, defect.file, defect.line, defect.column);
        if found != [expected.clone()] {
            wrong.push_str(&format!(
                "{}: expected {expected}\n{}\n",
                defect.name,
                report::human(&read.problems, &pack, &shared, Lang::En)
            ));
        }
        assert!(codes::explain(&defect.code).is_some(), "{}", defect.code);
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_repaired_passes() {
    let shared = shared();
    let repaired: Vec<Defect> = defects().into_iter().filter(|one| one.code == NOTHING).collect();
    assert!(!repaired.is_empty());
    for one in repaired {
        let pack = apply(&one);
        let read = read(&pack, &shared, &Options { publish: true });
        let shown = report::human(&read.problems, &pack, &shared, Lang::En);
        assert!(read.problems.is_empty() && read.service.is_some(), "{}:\n{shown}", one.name);
    }
}

/// Whatever is in the files, reading ends with problems, never with a panic.
#[test]
fn hostile_files_are_problems() {
    let shared = shared();
    let deep =
        |open: &str, close: &str, times: usize| format!("{}{}", open.repeat(times), close.repeat(times));
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><definitions>&b;</definitions>";
    let hostile: Vec<(&str, Vec<u8>)> = vec![
        ("service.yaml", Vec::new()),
        ("service.yaml", vec![0xFF, 0xFE, 0x00]),
        ("service.yaml", b"id: [".to_vec()),
        ("data.yaml", deep("{a: ", "}", 5_000).into_bytes()),
        (
            "data.yaml",
            format!(
                "a:\n  b: {{type: boolean, label: {{ar: x, en: x}}, value: '{}'}}",
                deep("(", ")", 5_000)
            )
            .into_bytes(),
        ),
        ("form.yaml", "pages: \u{202E}x".as_bytes().to_vec()),
        (
            "form.yaml",
            format!("pages: [{}]", "{id: a, title: {ar: a, en: a}, ask: []}, ".repeat(5_000)).into_bytes(),
        ),
        ("rules.md", deep("```decision\n", "", 1_000).into_bytes()),
        (
            "rules.md",
            format!(
                "```decision\nid: eligible\n```\n\n| a | → b |\n| - | - |\n{}",
                "| 1 | 2 |\n".repeat(5_000)
            )
            .into_bytes(),
        ),
        ("rules.md", "|".repeat(100_000).into_bytes()),
        (
            "rules.md",
            format!("```decision\nid: eligible\nvalue: {}1{}\n```", "(".repeat(10_000), ")".repeat(10_000))
                .into_bytes(),
        ),
        ("process.bpmn", bomb.as_bytes().to_vec()),
        ("process.bpmn", deep("<a>", "</a>", 100_000).into_bytes()),
        (
            "messages.yaml",
            "m: {on: submitted, subject: {ar: '{{{', en: '}{'}, body: {ar: '{', en: '}'}}"
                .as_bytes()
                .to_vec(),
        ),
        ("scenarios/a.yaml", "like: a\nexpect: {}".as_bytes().to_vec()),
        ("../../etc/passwd", b"x".to_vec()),
    ];
    for (file, bytes) in hostile {
        let mut pack = base();
        pack.insert(file.to_owned(), bytes);
        let read = read(&pack, &shared, &Options::default());
        assert!(!read.problems.is_empty(), "{file}");
    }
    let read = read(&PackFiles::new(), &PackFiles::new(), &Options::default());
    assert!(read.service.is_none() && !read.problems.is_empty());
}
