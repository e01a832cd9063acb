//! Which version of a model is asked.

use afaq_feel::{Context, Date, DateTime, Env, Type, Value};

use crate::{Choice, Expression, Model, Version, VersionError, Versions};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn version(name: &str, from: Option<&str>, fee: &str) -> Version {
    let model =
        Model::builder("fees").input("kind", &Type::String).decision("fee", None, Expression::literal(fee));
    Version { name: name.to_owned(), from: from.map(day), compiled: model.build().compile().unwrap() }
}

/// Three versions, of which the last corrects the past.
fn versions() -> Versions {
    let mut versions = Versions::new();
    versions.add(version("first", Some("2024-01-01"), "5")).unwrap();
    versions.add(version("reform", Some("2027-01-01"), "8")).unwrap();
    versions.add(version("corrected", Some("2025-07-01"), "6")).unwrap();
    versions
}

fn check(choice: &Choice, expected: Result<(&str, i64), &str>) {
    let env = Env::new(DateTime::midnight_utc(day("2026-01-01")));
    let versions = versions();
    let found = versions.evaluate(choice, "fee", &Context::new(), &env);
    let found = found.map(|(version, done)| (version.name.clone(), done.value));
    match (found, expected) {
        (Ok((name, value)), Ok((version, fee))) => {
            assert_eq!((name.as_str(), value), (version, Value::from(fee)))
        }
        (Err(error), Err(message)) => assert_eq!(error.message_en(), message),
        (found, expected) => panic!("{found:?} is not {expected:?}"),
    }
}

#[test]
fn the_deployed_one_stays_whatever_comes_later() {
    check(&Choice::Deployed("first".to_owned()), Ok(("first", 5)));
    let message = "there is no version `second`; there are: first, reform, corrected";
    check(&Choice::Deployed("second".to_owned()), Err(message));
}

#[test]
fn the_latest_is_the_one_that_came_last() {
    check(&Choice::Latest, Ok(("corrected", 6)));
}

#[test]
fn the_one_in_force_is_the_one_that_began_last() {
    check(&Choice::InForce(day("2024-01-01")), Ok(("first", 5)));
    check(&Choice::InForce(day("2025-06-30")), Ok(("first", 5)));
    check(&Choice::InForce(day("2025-07-01")), Ok(("corrected", 6)));
    check(&Choice::InForce(day("2026-12-31")), Ok(("corrected", 6)));
    check(&Choice::InForce(day("2027-01-01")), Ok(("reform", 8)));
    let message = "no version is in force on 2023-12-31: the first one begins on 2024-01-01";
    check(&Choice::InForce(day("2023-12-31")), Err(message));
}

#[test]
fn two_versions_never_begin_on_one_day_nor_share_a_name() {
    let mut versions = versions();
    let error = versions.add(version("other", Some("2024-01-01"), "1")).unwrap_err();
    assert!(matches!(error, VersionError::SameDay { ref other, .. } if other == "first"));
    assert!(matches!(versions.add(version("reform", None, "1")).unwrap_err(), VersionError::SameName { .. }));
    versions.add(version("before", None, "1")).unwrap();
    assert_eq!(versions.get(&Choice::InForce(day("1990-01-01"))).unwrap().name, "before");
    assert_eq!(Versions::new().get(&Choice::Latest).unwrap_err(), VersionError::Empty);
}
