//! Models, input data and versions from files: what comes out, and what is said of bad input.

use std::io::BufReader;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use super::csv::Rows;
use super::{Options, json, run};

/// The arguments of the command, as the program reads them.
#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    options: Options,
}

const MODEL: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="allowance" namespace="urn:allowance" id="m">
  <inputData id="i1" name="income"><variable name="income" typeRef="number"/></inputData>
  <inputData id="i2" name="born"><variable name="born" typeRef="date"/></inputData>
  <decision id="d1" name="eligible">
    <variable name="eligible" typeRef="boolean"/>
    <informationRequirement id="r1"><requiredInput href="#i1"/></informationRequirement>
    <informationRequirement id="r2"><requiredInput href="#i2"/></informationRequirement>
    <decisionTable id="t1" hitPolicy="UNIQUE">
      <input id="c1"><inputExpression typeRef="number"><text>income</text></inputExpression></input>
      <input id="c2"><inputExpression typeRef="date"><text>born</text></inputExpression></input>
      <output id="o1" typeRef="boolean"/>
      <annotation name="law"/>
      <rule id="u1">
        <inputEntry id="e1"><text>&lt;= LIMIT</text></inputEntry>
        <inputEntry id="e2"><text>&lt; date("2008-11-22")</text></inputEntry>
        <outputEntry id="e3"><text>true</text></outputEntry>
        <annotationEntry><text>article 5</text></annotationEntry>
      </rule>
    </decisionTable>
  </decision>
</definitions>"##;

/// A folder with the model in two versions and these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.dmn"), MODEL.replace("LIMIT", "800")).unwrap();
    std::fs::write(folder.path().join("b.dmn"), MODEL.replace("LIMIT", "900")).unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Runs a line within a folder; names of files stand for those in it, and what is written goes to `out`.
fn decide(folder: &tempfile::TempDir, line: &str) -> Result<(ExitCode, String), String> {
    let place = |word: &str| {
        let is_file = word == "out" || [".dmn", ".json", ".csv"].iter().any(|ending| word.ends_with(ending));
        if is_file { folder.path().join(word).display().to_string() } else { word.to_owned() }
    };
    let words = std::iter::once("decide".to_owned()).chain(line.split('|').map(|word| place(word.trim())));
    let parsed = Line::try_parse_from(words).map_err(|error| error.to_string())?;
    let code = run(&parsed.options).map_err(|error| format!("{error:#}"))?;
    let text = std::fs::read_to_string(folder.path().join("out")).unwrap_or_default();
    Ok((code, text))
}

fn out(folder: &tempfile::TempDir, line: &str) -> String {
    decide(folder, line).unwrap().1
}

fn error(folder: &tempfile::TempDir, line: &str) -> String {
    decide(folder, line).unwrap_err()
}

#[test]
fn one_person_is_decided_with_json_or_by_hand() {
    let folder = folder(&[("p.json", r#"{"income": 800.000, "born": "1990-01-01"}"#)]);
    assert_eq!(out(&folder, "a.dmn|--input|p.json|--out|out"), "eligible: yes\n");
    assert_eq!(
        out(&folder, "a.dmn|--set|income=٨٠٠٫٥|--set|born=1990-01-01|--out|out"),
        "eligible: no result (null)\n"
    );
    assert_eq!(
        out(&folder, "a.dmn|--set|income=?|--set|born=1990-01-01|--out|out"),
        "eligible: undetermined, not known: income\n"
    );
}

#[test]
fn a_refusal_is_explained_in_both_languages() {
    let folder = folder(&[]);
    let line = "a.dmn|--set|income=912.5|--set|born=1990-01-01|--explain|--wanted|true|--out|out";
    let english = out(&folder, line);
    assert!(english.contains("Income is 912.5; the limit is 800, article 5."), "{english}");
    let arabic = out(&folder, &format!("{line}|--lang|ar"));
    assert!(arabic.contains("income: 912.5، والحد الأعلى 800، article 5."), "{arabic}");
    let json = out(&folder, &format!("{line}|--format|json"));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value[0]["value"], serde_json::Value::Null);
}

#[test]
fn rows_are_decided_one_by_one_and_bad_rows_are_told() {
    let rows = "income,born\n800,1990-01-01\n\"1,000\",1990-01-01\n?,1990-01-01\n,\n700\n801,1990-01-01\n";
    let folder = folder(&[("p.csv", rows)]);
    let (code, text) = decide(&folder, "a.dmn|--input|p.csv|--explain|--out|out").unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::FAILURE));
    assert_eq!(
        text,
        "income,born,eligible,rules\n800,1990-01-01,true,eligible:1\n?,1990-01-01,? income,\n,,,\n801,1990-01-01,,\n"
    );
}

#[test]
fn rows_go_through_columns_and_give_what_each_gives_by_itself() {
    let mut rows = "income,born\n".to_owned();
    for number in 0..9_000 {
        rows += &match number % 7 {
            0 => format!("?,19{}-02-03\n", 50 + number % 50),
            1 => format!("٨٠{},1990-01-01\n", number % 10),
            2 => format!("{}.50,\n", number % 1_600),
            3 => format!(",{}-05-06\n", 1940 + number % 80),
            4 => format!("\"1,{number}\",1990-01-01\n"),
            _ => format!("{},1990-01-01\n", number % 1_600),
        };
    }
    let folder = folder(&[("p.csv", &rows)]);
    let (_, columns) = decide(&folder, "a.dmn|--input|p.csv|--out|out").unwrap();
    let (_, single) = decide(&folder, "a.dmn|--input|p.csv|--explain|--out|out").unwrap();
    let single: Vec<&str> = single.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    assert_eq!(columns.lines().count(), 9_001 - 9_000 / 7 - 1, "all but the rows that cannot be read");
    assert_eq!(columns.lines().collect::<Vec<_>>(), single);
}

#[test]
fn bad_input_says_where_and_what() {
    let folder = folder(&[
        ("broken.json", "{\"income\": 1,\n \"born\": }"),
        ("list.json", "[1]"),
        ("deep.json", &"[".repeat(100_000)),
        ("twice.csv", "income,income\n1,2\n"),
        ("foreign.csv", "salary\n1\n"),
        ("empty.csv", ""),
        ("quote.csv", "income,born\n\"1,2\n"),
        ("wrong.json", r#"{"income": [1], "born": "soon"}"#),
        ("semicolons.csv", "income;born\n1;2\n"),
        ("half.dmn", &MODEL.split_inclusive('\n').take(5).collect::<String>()),
    ]);
    let check = |line: &str, expected: &str| {
        let said = error(&folder, line);
        assert!(said.contains(expected), "{line}: {said}");
    };
    check("a.dmn|--input|broken.json", ":2:10: this is no JSON: a value is missing");
    check("a.dmn|--input|list.json", "a JSON object with the inputs by their names is expected");
    check("a.dmn|--input|deep.json", "nested too deeply");
    check("a.dmn|--input|deep.json|--lang|ar", "ليس JSON سليماً");
    check(
        "a.dmn|--set|income=much",
        "the value `much` does not fit `income`: a number such as 12.5 is expected",
    );
    check("a.dmn|--set|income=much|--lang|ar", "لا تناسب `income`: المنتظر عدد مثل 12.5");
    check("a.dmn|--set|salary=1", "the model has no input named `salary`; its inputs are `income`, `born`");
    check("a.dmn|--input|wrong.json", "wrong.json: the value `\"soon\"` does not fit `born`: a date such as");
    check("a.dmn|--input|wrong.json", "wrong.json: the value `[1]` does not fit `income`");
    check("a.dmn|--input|semicolons.csv", "write a comma between columns");
    check("a.dmn|--input|none.json|--lang|ar", "لا يوجد ملف بهذا الاسم");
    check("half.dmn", "half.dmn: this is no decision model:\n  DMN001 6:1:");
    check("a.dmn|--set|income", "`income` is not written as name=value");
    check("a.dmn|--decision|other", "the model has no decision named `other`; it has: eligible");
    check("a.dmn|--decision|other|--lang|ar", "ليس في النموذج قرار باسم `other`");
    check("a.dmn|--at|tomorrow", "`tomorrow` is no date such as 2026-11-22");
    check("a.dmn|--input|twice.csv", "the column `income` is there twice");
    check("a.dmn|--input|foreign.csv", "the model has no input named `salary`");
    check("a.dmn|--input|empty.csv", "the file has no head");
    check("a.dmn|--input|quote.csv", "a quote has no end");
    check("nothing.dmn", "can't read");
    check("broken.json", "this is no decision model");
    check("analyze|broken.json|--lang|ar", "هذا ليس نموذج قرارات");
}

#[test]
fn two_versions_are_compared_and_a_population_is_counted() {
    let folder = folder(&[("p.csv", "income,born\n700,1990-01-01\n850,1990-01-01\n950,1990-01-01\n")]);
    let (code, _) = decide(&folder, "diff|a.dmn|b.dmn|--population|p.csv").unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::FAILURE));
    let (code, _) = decide(&folder, "diff|a.dmn|a.dmn").unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::SUCCESS));
}

#[test]
fn of_several_versions_the_one_in_force_the_latest_or_the_deployed_is_asked() {
    let versions = tempfile::tempdir().unwrap();
    for (name, limit) in [("rules", "500"), ("rules@2025-01-01", "800"), ("rules@2027-01-01", "900")] {
        let file = versions.path().join(format!("{name}.dmn"));
        std::fs::write(file, MODEL.replace("LIMIT", limit)).unwrap();
    }
    let place = versions.path().display().to_string();
    let folder = folder(&[]);
    let asked = |income: &str, more: &str| {
        let line = format!("{place}|--set|income={income}|--set|born=1990-01-01|--out|out|{more}");
        decide(&folder, &line).map(|(_, text)| text.trim_end().to_owned())
    };
    let (yes, no) = (Ok("eligible: yes".to_owned()), Ok("eligible: no result (null)".to_owned()));
    assert_eq!(asked("700", "--at|2024-12-31"), no);
    assert_eq!(asked("700", "--at|2025-01-01"), yes);
    assert_eq!(asked("850", "--at|2026-12-31"), no);
    assert_eq!(asked("850", "--at|2027-01-01"), yes);
    assert_eq!(asked("850", "--at|2024-01-01|--model-version|latest"), yes);
    assert_eq!(asked("700", "--at|2030-01-01|--model-version|rules"), no);
    let unknown = asked("700", "--model-version|rules@2026-01-01|--lang|ar").unwrap_err();
    assert!(unknown.contains("لا توجد نسخة باسم `rules@2026-01-01`"), "{unknown}");
    std::fs::write(versions.path().join("rules@soon.dmn"), MODEL.replace("LIMIT", "1")).unwrap();
    assert!(asked("700", "--at|2025-01-01").unwrap_err().contains("what follows `@` is no date"));
}

#[test]
fn a_model_is_analyzed_and_cases_are_made() {
    let folder = folder(&[]);
    let (code, _) = decide(&folder, "analyze|a.dmn").unwrap();
    assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::FAILURE));
    assert!(decide(&folder, "cases|a.dmn|--format|json").is_ok());
}

#[test]
fn the_conformance_suite_gets_its_result_files() {
    let case = r#"<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
      <modelName>a.dmn</modelName>
      <testCase id="001"><inputNode name="income"><value xsi:type="xsd:decimal">1</value></inputNode>
        <inputNode name="born"><value xsi:type="xsd:date">1990-01-01</value></inputNode>
        <resultNode name="eligible" type="decision"><expected><value xsi:type="xsd:boolean">true</value></expected></resultNode></testCase>
      <testCase id="002"><resultNode name="eligible" type="decision"><expected><value xsi:type="xsd:boolean">true</value></expected></resultNode></testCase>
    </testCases>"#;
    let suite = folder(&[("a-test-01.xml", case)]);
    let results = tempfile::tempdir().unwrap();
    let options = Line::try_parse_from([
        "decide",
        "tck",
        &suite.path().display().to_string(),
        "--out",
        &results.path().display().to_string(),
    ]);
    run(&options.unwrap().options).unwrap();
    let rows = std::fs::read_to_string(results.path().join("tck_results.csv")).unwrap();
    assert!(rows.starts_with("\"\",\"a-test-01\",\"001\",\"SUCCESS\",\"\"\n"), "{rows}");
    assert!(rows.contains("\"002\",\"ERROR\",\"`eligible`: expected true, got null\""), "{rows}");
    let properties = std::fs::read_to_string(results.path().join("tck_results.properties")).unwrap();
    assert!(properties.contains("product.version="), "{properties}");
}

#[test]
fn numbers_in_json_keep_every_digit() {
    let text = r#"{"a": 1234567890.123456789012345678901234, "b": [true, null, "س"]}"#;
    let value = json::read(text).unwrap();
    assert_eq!(json::write(&value), text.replace(": ", ":").replace(", ", ","));
}

#[test]
fn rows_of_csv_are_read_as_written() {
    let text = "\u{feff}a,\"b \"\"c\"\"\"\r\n\n\"line 1\nline 2\",\n";
    let mut rows = Rows::new(BufReader::new(text.as_bytes()));
    assert_eq!(rows.next_row().unwrap().unwrap(), ["a", "b \"c\""]);
    assert_eq!(rows.next_row().unwrap().unwrap(), ["line 1\nline 2", ""]);
    assert!(rows.next_row().unwrap().is_none());
    let long = format!("{}\n", "x".repeat(2_000_000));
    assert!(Rows::new(BufReader::new(long.as_bytes())).next_row().is_err());
}

#[test]
fn the_pages_about_the_packs_are_up_to_date() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (packs, pages) = (root.join("packs/kw"), root.join("docs/decisions"));
    let options = Line::try_parse_from([
        "decide",
        "docs",
        &packs.display().to_string(),
        "--out",
        &pages.display().to_string(),
        "--check",
    ]);
    run(&options.unwrap().options).unwrap();
}
