//! Simple changes on the packs of the repository, and on values that do not fit.

use std::path::{Path, PathBuf};

use afaq_base::Text;

use super::*;
use crate::{Options, read};

fn load(name: &str) -> PackFiles {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packs/kw").join(name);
    let mut files = PackFiles::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let inner = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.insert(inner, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn service(pack: &PackFiles) -> Service {
    let read = read(pack, &load("_shared"), &Options::default());
    read.service.unwrap_or_else(|| panic!("{:#?}", read.problems))
}

fn check(pack: &str, edits: &[Edit]) -> (Service, Service) {
    let files = load(pack);
    let before = service(&files);
    let after = apply(&files, &before, edits).unwrap();
    (before, service(&after))
}

#[test]
fn every_pack_offers_its_amounts_and_days() {
    for (pack, amounts) in [
        ("moi.driving-licence-renewal", vec!["10"]),
        ("moi.residency-renewal", vec!["20", "20", "50", "300", "500"]),
        ("moh.birth-certificate-resident", vec!["5"]),
        ("moj.judgment-copy", vec!["0.5"]),
        ("paci.newborn-civil-id", vec!["20", "0"]),
        ("pada.carer-allowance", vec![]),
    ] {
        let files = load(pack);
        let found = editable(&files, &service(&files));
        let values: Vec<&str> = found.amounts.iter().map(|one| one.value.as_str()).collect();
        assert_eq!(values, amounts, "{pack}");
        assert!(found.promise.is_some() && !found.targets.is_empty(), "{pack}");
    }
}

#[test]
fn an_amount_is_changed_and_nothing_else() {
    let to = "12.5".to_owned();
    let edit = Edit::Amount { decision: "fee".into(), index: 0, to };
    let (before, after) = check("moi.driving-licence-renewal", &[edit]);
    assert_ne!(before.behavior_hash, after.behavior_hash);
    let changes = crate::diff(&before, &after);
    assert_eq!(changes.len(), 1, "{changes:?}");
    assert!(changes[0].is_behavior);
    let row = Edit::Amount { decision: "fee_per_year".into(), index: 2, to: "55".into() };
    let (before, after) = check("moi.residency-renewal", &[row]);
    assert_eq!(crate::diff(&before, &after).len(), 1);
}

#[test]
fn texts_keep_their_signs() {
    for (ar, en) in [
        ("تجديد «سريع»", "Renew: \"fast\" \\ #1, {x}"),
        ("اسم: جديد", "- a list?"),
        ("'", "yes"),
        ("1", "0x10"),
    ] {
        let to = Text::new(ar, en);
        let edits = [Edit::Name { to: to.clone() }, Edit::Summary { to: to.clone() }];
        let (before, after) = check("moi.driving-licence-renewal", &edits);
        assert_eq!((&after.name, &after.summary), (&to, &to));
        assert_eq!(before.behavior_hash, after.behavior_hash, "a text changes nothing that happens");
    }
}

#[test]
fn days_and_the_label_are_changed() {
    let files = load("moi.driving-licence-renewal");
    let task = service(&files).tasks.keys().next().unwrap().clone();
    let edits = [
        Edit::Promise { working_days: 4 },
        Edit::Target { task: task.clone(), working_days: 3 },
        Edit::Label { to: "2027.1".into() },
    ];
    let (_, after) = check("moi.driving-licence-renewal", &edits);
    assert_eq!(after.label, "2027.1");
    let found = editable(&apply(&files, &service(&files), &edits).unwrap(), &after);
    assert_eq!(found.promise, Some(4));
    assert_eq!(found.targets.iter().find(|(id, ..)| *id == task).unwrap().2, 3);
}

#[test]
fn what_a_scenario_expects_is_changed_where_it_says_so() {
    let edit = |scenario: &str| Edit::ExpectedFee { scenario: scenario.into(), to: "12.500".into() };
    let (_, after) = check("moi.driving-licence-renewal", &[edit("renewed")]);
    let renewed = after.scenarios.iter().find(|one| one.id == "renewed").unwrap();
    assert_eq!(renewed.expect.fee.as_deref(), Some("12.500"));
    let files = load("moi.driving-licence-renewal");
    assert_eq!(apply(&files, &service(&files), &[edit("nobody")]).unwrap_err(), (0, EditError::NotHere));
}

#[test]
fn what_does_not_fit_is_refused() {
    let files = load("moi.driving-licence-renewal");
    let service = service(&files);
    let amount = |to: &str| Edit::Amount { decision: "fee".into(), index: 0, to: to.into() };
    let refused = |edit: Edit| apply(&files, &service, &[edit]).map(drop).map_err(|(_, error)| error);
    for bad in ["", "-1", "1.2345", "ten", "5; drop", "1e9", "if true then 1 else 2", "٥"] {
        let outcome = refused(amount(bad));
        assert!(outcome == Err(EditError::BadValue) || bad == "٥", "{bad}: {outcome:?}");
    }
    let far = Edit::Amount { decision: "fee".into(), index: 9, to: "1".into() };
    assert_eq!(refused(far), Err(EditError::NotHere));
    let lines = Edit::Name { to: Text::new("أول\nثان", "x") };
    assert_eq!(refused(lines), Err(EditError::BadValue));
    let task = Edit::Target { task: "nobody".into(), working_days: 3 };
    assert_eq!(refused(task), Err(EditError::NotHere));
}
