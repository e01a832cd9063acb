//! Tests of what the crate promises as a whole: both languages, one direction-free style sheet, guarded pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use afaq_base::Lang;

use crate::texts::{SOURCE_AR, SOURCE_EN, t, t_args};

/// The keys of a source, with the arguments of each and the forms of its plurals.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        if !line.starts_with([' ', '}']) {
            let (name, _) = line.split_once(" =").unwrap_or_else(|| panic!("not a text: {line}"));
            assert!(found.insert(name.to_owned(), BTreeSet::new()).is_none(), "`{name}` stands twice");
            name.clone_into(&mut key);
        }
        for part in line.split("{ $").skip(1) {
            let argument = part.split([' ', '}']).next().unwrap_or_default();
            found.entry(key.clone()).or_default().insert(argument.to_owned());
        }
    }
    found
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path, ending));
        } else if path.extension().is_some_and(|found| found == ending) {
            all.push(path);
        }
    }
    all.sort();
    all
}

fn here(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// Keys that a text names by `t("…")`, `t1("…"`, `t2("…"`, with the arguments where those are named.
fn used(source: &str) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    for (call, arguments) in [(".t(\"", 0), ("t(lang, \"", 0), (".t1(\"", 1), (".t2(\"", 2)] {
        for part in source.split(call).skip(1) {
            let quoted: Vec<&str> = part.split('"').collect();
            let named =
                (1..=arguments).filter_map(|n| quoted.get(2 * n)).map(|&name| name.to_owned()).collect();
            all.push((quoted[0].to_owned(), named));
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_keys_with_the_same_arguments() {
    assert_eq!(keys(SOURCE_AR), keys(SOURCE_EN));
}

#[test]
fn every_text_reads_without_error() {
    for source in [SOURCE_AR, SOURCE_EN] {
        if let Err((_, errors)) = fluent_bundle::FluentResource::try_new(source.to_owned()) {
            panic!("{errors:?}");
        }
    }
}

#[test]
fn every_text_that_is_used_exists_with_its_arguments() {
    let known = keys(SOURCE_EN);
    for path in files(&here("templates"), "html").into_iter().chain(files(&here("src"), "rs")) {
        if path.ends_with("tests.rs") {
            continue;
        }
        for (key, arguments) in used(&fs::read_to_string(&path).unwrap()) {
            let wanted =
                known.get(&key).unwrap_or_else(|| panic!("`{key}` of {} is missing", path.display()));
            assert_eq!(wanted, &arguments.into_iter().collect(), "`{key}` of {}", path.display());
        }
    }
}

#[test]
fn plain_texts_are_found_without_formatting() {
    assert_eq!(t(Lang::Ar, "service-start"), "ابدأ الطلب");
    assert_eq!(t(Lang::En, "service-start"), "Start now");
}

#[test]
fn an_arabic_count_has_its_six_forms() {
    let count =
        |n: usize| t_args(Lang::Ar, "services-count", &[("n", &n)]).replace(['\u{2068}', '\u{2069}'], "");
    let shown: Vec<String> = [0, 1, 2, 3, 11, 100].into_iter().map(count).collect();
    assert_eq!(shown, ["لا خدمات", "خدمة واحدة", "خدمتان", "3 خدمات", "11 خدمة", "100 خدمة"]);
}

#[test]
fn style_sheets_know_no_sides() {
    for path in files(&here("assets/css"), "css") {
        for (at, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let bad = ["left", "right"]
                .into_iter()
                .find(|side| line.contains(side) && !line.contains("left-to-right"));
            assert_eq!(bad, None, "{}:{}", path.display(), at + 1);
        }
    }
}

#[test]
fn templates_trust_nothing_and_carry_no_script_or_style() {
    for path in files(&here("templates"), "html") {
        let text = fs::read_to_string(&path).unwrap();
        for bad in ["|safe", "| safe", "style=\"", " onclick", "javascript:", "<style", "escape \""] {
            assert!(!text.contains(bad), "{} holds {bad}", path.display());
        }
    }
}

#[test]
fn the_script_is_small_and_the_style_sheet_names_its_fonts() {
    assert!(fs::metadata(here("assets/afaq.js")).unwrap().len() <= 10 * 1024);
    assert!(crate::assets::css_href().starts_with("/assets/afaq."));
    assert!(crate::assets::font_href(Lang::Ar).ends_with(".woff2"));
}
