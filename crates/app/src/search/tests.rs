//! Queries as people type them, and the service that each should find among the first three.
//!
//! `queries.tsv` was written before anything was tuned: lines that begin with `held` were never looked at while
//! tuning, `hard` ones are what people type in a hurry. The floors may only rise.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use afaq_pack::Options;

use super::index::Index;
use super::*;

/// The right service among the first three, in per cent, for each kind of query. It may only rise.
const FLOORS: [(&str, usize); 4] = [("held", 98), ("tuned", 98), ("hard", 96), ("short", 96)];

static SERVICES: LazyLock<Vec<Arc<Service>>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw");
    let read = |name: &str| afaq_testkit::files::inside(&folder.join(name)).unwrap();
    let shared = read("_shared");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('_'))
        .collect();
    names.sort();
    let service = |name: &String| afaq_pack::read(&read(name), &shared, &Options::default()).service;
    names.iter().map(|name| Arc::new(service(name).expect("the packs are whole"))).collect()
});

#[test]
fn people_find_the_right_service_among_the_first_three() {
    let index = Index::new(SERVICES.clone());
    let mut rates: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    let mut lost = String::new();
    for line in include_str!("queries.tsv").lines() {
        let mut parts = line.split('\t');
        let (Some(kind), Some(wanted), Some(query)) = (parts.next(), parts.next(), parts.next()) else {
            panic!("a line of queries.tsv has three parts: {line}")
        };
        let found = index.find(query);
        let place = found.iter().position(|one| one.service.id.as_str() == wanted);
        let rate = rates.entry(kind).or_default();
        rate.0 += 1;
        rate.1 += usize::from(place == Some(0));
        rate.2 += usize::from(place.is_some_and(|place| place < 3));
        if place.is_none_or(|place| place >= 3)
            && (kind != "held" || std::env::var_os("AFAQ_SHOW_HELD").is_some())
        {
            let first: Vec<&str> = found.iter().take(3).map(|one| one.service.id.as_str()).collect();
            lost += &format!("{kind}: {query} -> {wanted}, found {first:?}\n");
        }
    }
    println!("kind: queries, right first, right among three: {rates:?}\n{lost}");
    for (kind, floor) in FLOORS {
        let (all, _, right) = rates[kind];
        assert!(right * 100 >= floor * all, "{kind}: {right} of {all} are below {floor} %\n{lost}");
    }
}

#[test]
fn hostile_texts_find_nothing_and_harm_nothing() {
    let index = Index::new(SERVICES.clone());
    for text in ["", " ", "<script>", "' or 1=1 --", "ة", "\u{202E}\u{0}", "zzzzqqqq", "؟؟؟", "🪪"] {
        assert!(index.find(text).len() <= limits::SEARCH_RESULTS_MAX, "{text}");
    }
    assert!(index.find("").is_empty() && index.find("؟؟؟").is_empty());
    index.find(&"رخصة ".repeat(10_000));
    assert!(Index::new(Vec::new()).find("رخصة").is_empty());
}

#[test]
fn a_name_is_found_first() {
    let index = Index::new(SERVICES.clone());
    for service in SERVICES.iter() {
        for name in [&service.name.ar, &service.name.en] {
            let found = index.find(name);
            assert_eq!(found.first().map(|one| &one.service.id), Some(&service.id), "{name}");
        }
    }
}
