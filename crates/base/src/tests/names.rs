//! Tests of case numbers, ids, names, texts, facts and codes.

use std::collections::BTreeMap;

use crate::case_number::{CAPACITY, CaseNumberError};
use crate::civil_number::CivilNumberError;
use crate::code::{Coded, ErrorCode, Registry};
use crate::names::NameError;
use crate::*;

// ----------------------------------------------------------------------------------- case number

#[test]
fn the_first_hundred_thousand_case_numbers_differ_and_are_read_back() {
    let mut seen = std::collections::BTreeSet::new();
    for count in 0..100_000 {
        let number = CaseNumber::new(count);
        assert!(seen.insert(number));
        assert_eq!(CaseNumber::parse(&number.to_string()), Ok(number));
    }
    assert_eq!(CaseNumber::new(0), CaseNumber::new(CAPACITY));
    let _ = CaseNumber::new(u64::MAX);
}

#[test]
fn one_slip_or_one_swap_in_a_case_number_is_found() {
    const ALPHABET: &str = "0123456789CDFHJKMNRTWXY";
    for count in [0, 1, 77, 123_456_789, CAPACITY - 1] {
        let right: Vec<char> = CaseNumber::new(count).to_string().replace('-', "").chars().collect();
        for at in 0..right.len() {
            for c in ALPHABET.chars().filter(|&c| c != right[at]) {
                let mut wrong = right.clone();
                wrong[at] = c;
                assert_eq!(CaseNumber::parse(&wrong.iter().collect::<String>()), Err(CaseNumberError::Check));
            }
            if at > 0 && right[at] != right[at - 1] {
                let mut wrong = right.clone();
                wrong.swap(at, at - 1);
                assert_eq!(CaseNumber::parse(&wrong.iter().collect::<String>()), Err(CaseNumberError::Check));
            }
        }
    }
}

#[test]
fn a_case_number_is_read_forgivingly() {
    let number = CaseNumber::new(5);
    let text = number.to_string();
    assert_eq!(CaseNumber::parse(&text.to_lowercase().replace('-', " ")), Ok(number));
    assert_eq!(CaseNumber::parse(&digits::arabic_indic(&text)), Ok(number));
    assert_eq!(CaseNumber::parse(&text.replace('0', "O").replace('1', "l").replace('5', "s")), Ok(number));
    assert_eq!(CaseNumber::parse("7K4M"), Err(CaseNumberError::Length(4)));
    assert_eq!(CaseNumber::parse("7K4M-2P9T"), Err(CaseNumberError::Character('P')));
}

// ------------------------------------------------------------------------------------ ids, names

#[test]
fn ids_are_written_and_read_back_in_order() {
    let mut before = String::new();
    for number in [0, 1, 31, 32, 1 << 64, u128::MAX] {
        let id = CaseId::from_u128(number);
        let text = id.to_string();
        assert_eq!((text.len(), CaseId::parse(&text)), (26, Ok(id)));
        assert_eq!(CaseId::parse(&text.to_uppercase()), Ok(id));
        assert_eq!(serde_json::from_str::<CaseId>(&serde_json::to_string(&id).unwrap()).unwrap(), id);
        assert_eq!(CaseId::from_bytes(id.to_bytes()), id);
        assert!(before < text);
        before = text;
    }
    assert!(CaseId::parse("8zzzzzzzzzzzzzzzzzzzzzzzzz").is_err(), "more than 128 bits");
    assert!(CaseId::parse("0000000000000000000000000u").is_err());
}

#[test]
fn names_have_one_shape() {
    assert_eq!(BodyCode::parse("pada").unwrap(), "PADA");
    assert_eq!(BodyCode::parse("GOV_CAP").unwrap(), "GOV_CAP");
    assert_eq!(ServiceId::parse("kw.pada.carer_allowance").unwrap(), "kw.pada.carer_allowance");
    for (text, at) in [("Kw.pada", 1), ("kw..pada", 4), ("kw.", 3), (".kw", 1), ("kw-pada", 3), ("kw.1", 4)] {
        assert!(
            matches!(ServiceId::parse(text), Err(NameError::Character { at: found, .. }) if found == at),
            "{text}"
        );
    }
    assert_eq!(ServiceId::parse(""), Err(NameError::Empty));
    assert_eq!(ServiceId::parse(&"a".repeat(121)), Err(NameError::TooLong));
    assert!(BodyCode::parse("PADA.X").is_err());
}

#[test]
fn all_bodies_are_there() {
    assert_eq!(bodies::all().len(), 117);
    let pada = bodies::find("pada").unwrap();
    assert_eq!(pada.name.ar, "الهيئة العامة لشؤون ذوي الإعاقة");
    assert!(pada.is_verified);
    assert!(!bodies::find("CPD").unwrap().is_verified);
    assert_eq!(bodies::find("MEW").unwrap().name.en, "Ministry of Electricity, Water and Renewable Energy");
    assert!(bodies::find("NOBODY").is_none());
    assert!(bodies::all().iter().all(|body| body.name.is_complete()));
}

// ----------------------------------------------------------------------------- texts, facts, codes

#[test]
fn further_languages_are_data_only() {
    let text: Text = serde_json::from_str(r#"{"ar":"خدمة","en":"service","ur":"سروس"}"#).unwrap();
    assert_eq!((text.get(Lang::Ar), text.find("ur"), text.find("fr")), ("خدمة", Some("سروس"), None));
    assert_eq!(serde_json::to_string(&text).unwrap(), r#"{"ar":"خدمة","en":"service","ur":"سروس"}"#);
    assert!(serde_json::from_str::<Text>(r#"{"en":"service"}"#).is_err());
    assert_eq!(Lang::find("EN-gb"), Some(Lang::En));
    assert_eq!(serde_json::to_string(&Lang::Ar).unwrap(), r#""ar""#);
}

#[test]
fn an_unavailable_fact_has_no_value_and_a_null_is_a_value() {
    let at: Timestamp = "2026-11-22T06:00:00Z".parse().unwrap();
    let source = Source::Register(RegisterId::parse("pifss.contributions").unwrap());
    let none = Fact::verified(serde_json::Value::Null, source.clone(), at);
    let silent = Fact::<serde_json::Value>::unavailable(source.clone(), at);
    for fact in [&none, &silent] {
        let json = serde_json::to_string(fact).unwrap();
        assert_eq!(&serde_json::from_str::<Fact<serde_json::Value>>(&json).unwrap(), fact, "{json}");
    }
    assert_eq!((none.usable(), silent.usable()), (Some(&serde_json::Value::Null), None));
    let disputed = Fact::verified(true, source, at).disputed(at);
    assert_eq!((disputed.value(), disputed.usable()), (Some(&true), None));
    let contradiction = r#"{"source":"applicant","at":"2026-11-22T06:00:00Z","standing":"verified"}"#;
    assert!(serde_json::from_str::<Fact<bool>>(contradiction).is_err());
}

#[test]
fn every_code_is_explained_once_in_both_languages() {
    let registry = Registry::new(&[code::ENTRIES]).unwrap();
    let numbers: Vec<u16> = registry.all().iter().map(|entry| entry.code.number()).collect();
    assert_eq!(numbers, (1..=11).collect::<Vec<u16>>());
    for entry in registry.all() {
        for text in [entry.title, entry.help] {
            assert!(text.to_text().is_complete());
        }
    }
    assert_eq!(ErrorCode::parse("afq0001"), Some(code::CIVIL_NUMBER));
    assert!(registry.find(CivilNumberError::Empty.code()).is_some());
    assert_eq!(Registry::new(&[code::ENTRIES, code::ENTRIES]).unwrap_err(), code::CIVIL_NUMBER);
    let json = serde_json::to_value(BTreeMap::from([("code", code::MONEY)])).unwrap();
    assert_eq!(json, serde_json::json!({"code": "AFQ0002"}));
}
