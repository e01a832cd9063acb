//! A scenario from its file to the report, as an analyst runs it: the example of the documentation.

use std::path::{Path, PathBuf};

use afaq_base::Lang;

use super::{Simulate, play, words};
use crate::cli::Language;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn with(scenario: &str) -> anyhow::Result<super::Simulated> {
    told_in(Lang::En, scenario)
}

fn told_in(lang: Lang, scenario: &str) -> anyhow::Result<super::Simulated> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("scenario.yaml");
    std::fs::write(&path, scenario)?;
    let action = Simulate {
        path: root().join("packs/kw/moj.judgment-copy"),
        scenario: Some(path),
        seed: None,
        process: None,
        json: false,
        lang: Language::En,
    };
    play(&action, lang)
}

/// The last scenario of the documentation, and what it says comes of it.
fn documented() -> (String, String) {
    let text = std::fs::read_to_string(root().join("docs/pack/simulation.md")).unwrap();
    let example = text.split("## An example").nth(1).unwrap();
    let scenario = example.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let report = example.split("```text\n").nth(1).unwrap().split('…').next().unwrap();
    (scenario.to_string(), report.to_string())
}

#[test]
fn the_documented_scenario_gives_the_documented_report() {
    let (scenario, report) = documented();
    let simulated = with(&scenario).unwrap();
    assert_eq!(simulated.seed, 7);
    let told = words::of(&simulated, Lang::En);
    assert!(told.starts_with(&report), "{told}\n{report}");
    let again = words::of(&with(&scenario).unwrap(), Lang::En);
    assert_eq!(told, again, "the same seed, the same report");
    let arabic = words::of(&told_in(Lang::Ar, &scenario).unwrap(), Lang::Ar);
    assert!(arabic.contains("موظف صور الأحكام"), "{arabic}");
    let other = with(&scenario.replace("seed: 7", "seed: 8")).unwrap();
    assert_ne!(told, words::of(&other, Lang::En));
}

#[test]
fn a_scenario_that_names_what_is_not_there_is_refused() {
    let (scenario, _) = documented();
    for (find, make, word) in [
        ("  review:", "  revue:", "revue"),
        ("archive_found:", "archive_lost:", "archive_lost"),
        ("days: 30", "dayz: 30", "dayz"),
        ("exponential: PT40M", "exponential: soon", "soon"),
    ] {
        let error = with(&scenario.replacen(find, make, 1)).err().expect("it is refused");
        let error = format!("{error:#}");
        assert!(error.contains(word), "{error}");
    }
    assert!(with("days: [").is_err());
}
