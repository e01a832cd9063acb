//! Gaps, overlaps, hidden rules and idle cells.

use afaq_feel::Type;

use super::table;
use crate::{Finding, analyze};

/// Each finding as its code, its rules and its example.
fn check(policy: &str, types: &[Type], rows: &[&str], expected: &[&str]) {
    let findings = analyze(&table(policy, rows), types);
    let told: Vec<String> =
        findings.iter().map(|finding| format!("{} {}", finding.code(), finding.message_en())).collect();
    assert_eq!(told, expected);
    assert!(findings.iter().map(Finding::message_ar).all(|message| !message.is_empty()));
}

fn degrees() -> Type {
    Type::OneOf(["simple", "moderate", "severe"].map(str::to_owned).to_vec())
}

#[test]
fn a_whole_table_has_no_findings() {
    check("U", &[Type::Number], &["age => x", "< 18 => 1", "[18..65) => 2", ">= 65 => 3"], &[]);
}

#[test]
fn a_gap_at_a_point_is_found() {
    check(
        "U",
        &[Type::Number],
        &["age => x", "< 18 => 1", "> 18 => 2"],
        &["DMN101 no rule matches when `age = 18`"],
    );
}

#[test]
fn a_gap_in_a_choice_is_found() {
    check(
        "U",
        &[degrees(), Type::Boolean],
        &["degree; works => x", "\"simple\", \"severe\"; - => 1", "\"moderate\"; true => 2"],
        &["DMN101 no rule matches when `degree = \"moderate\"` and `works = false`"],
    );
}

#[test]
fn no_day_lies_between_two_days() {
    check("U", &[Type::Date], &["day => x", "<= @\"2026-01-31\" => 1", ">= @\"2026-02-01\" => 2"], &[]);
}

#[test]
fn an_overlap_is_found() {
    check(
        "U",
        &[Type::Number],
        &["age => x", "<= 18 => 1", ">= 18 => 2"],
        &["DMN102 rules 1 and 2 both match when `age = 18`"],
    );
}

#[test]
fn any_allows_overlaps_that_say_the_same() {
    check("A", &[Type::Number], &["age => x", "<= 18 => 1", ">= 18 => 1"], &[]);
    check(
        "A",
        &[Type::Number],
        &["age => x", "<= 18 => 1", ">= 18 => 2"],
        &["DMN103 rules 1 and 2 both match and give different results when `age = 18`"],
    );
}

#[test]
fn a_hidden_rule_is_found() {
    check(
        "F",
        &[Type::Number],
        &["age => x", "< 18 => 1", ">= 18 => 2", "> 60 => 3"],
        &["DMN104 rule 3 is never reached: earlier rules match whenever it does"],
    );
}

#[test]
fn idle_cells_are_found() {
    check(
        "C",
        &[Type::Number, degrees()],
        &["age; degree => x", "[9..2]; - => 1", "-; \"simple\", \"moderate\", \"severe\" => 2"],
        &[
            "DMN105 rule 1 can never match: no possible value passes `[9..2]`",
            "DMN106 in rule 2 every possible value passes `\"simple\", \"moderate\", \"severe\"`; write `-` if this is meant",
        ],
    );
}

#[test]
fn computed_cells_are_not_guessed() {
    check(
        "U",
        &[Type::Number],
        &["age => x", "< limit => 1", ">= 18 => 2"],
        &["DMN107 not decided: the cells of rule 1 are computed or compare with other facts"],
    );
}

#[test]
fn a_thousand_rules_with_ten_inputs_are_decided() {
    let rows: Vec<String> = (0..1_000)
        .map(|rule| format!("[{}..{}){} => {rule}", rule * 10, rule * 10 + 10, "; -".repeat(9)))
        .collect();
    let head = format!("a{} => x", "; b".repeat(9));
    let mut all: Vec<&str> =
        vec![&head, "< 0; -; -; -; -; -; -; -; -; - => 1", ">= 10000; -; -; -; -; -; -; -; -; - => 1"];
    all.extend(rows.iter().map(String::as_str));
    check("U", &[Type::Number], &all, &["DMN110 no rule looks at the input `b`"]);
}

#[test]
fn null_is_looked_at_where_a_cell_names_it() {
    check("F", &[Type::Number], &["age => x", "null => 0", "< 18 => 1", ">= 18 => 2"], &[]);
    check(
        "U",
        &[degrees()],
        &["degree => x", "\"simple\", null => 1", "not(\"simple\") => 2"],
        &["DMN102 rules 1 and 2 both match when `degree = null`"],
    );
}

#[test]
fn conditions_on_the_input_itself_are_read() {
    check("U", &[Type::Number], &["age => x", "? < 18 or ? > 65 => 1", "not(< 18, > 65) => 2"], &[]);
    check(
        "U",
        &[Type::Number],
        &["age => x", "? between 1 and 5 => 1", "(> 5) => 2"],
        &["DMN101 no rule matches when `age = 0`"],
    );
}

#[test]
fn columns_that_say_the_same_are_one() {
    check(
        "U",
        &[Type::Number, Type::Number],
        &["age; age => x", "> 18; < 65 => 1", "<= 18; - => 2", "-; >= 65 => 3"],
        &[],
    );
}

#[test]
fn columns_over_the_same_fact_hang_together() {
    check(
        "U",
        &[Type::Number, Type::Boolean],
        &["age; age >= 18 => x", "< 18; - => 1", ">= 18; true => 2"],
        &[],
    );
    check(
        "U",
        &[Type::Number, Type::Boolean],
        &["age; age > 18 => x", "<= 18; - => 1", "> 20; true => 2"],
        &["DMN101 no rule matches when `age = 19`"],
    );
}

#[test]
fn a_rule_that_adds_nothing_is_found() {
    check(
        "A",
        &[Type::Number],
        &["age => x", "- => 1", "> 60 => 1.0"],
        &["DMN109 rule 2 adds nothing: rule 1 matches whenever it does and gives the same"],
    );
}

#[test]
fn a_rule_behind_better_ones_is_found() {
    let found = "DMN104 rule 1 is never reached: earlier rules match whenever it does";
    check(
        "P",
        &[Type::Number],
        &["age => x of \"high\",\"low\"", "> 60 => \"low\"", "> 18 => \"high\"", "<= 18 => \"low\""],
        &[found],
    );
}

#[test]
fn a_column_that_no_rule_looks_at_is_found() {
    check(
        "U",
        &[Type::Number, Type::Number],
        &["age; income => x", "< 18; - => 1", ">= 18; - => 2"],
        &["DMN110 no rule looks at the input `income`"],
    );
}

#[test]
fn times_are_equal_by_whole_seconds() {
    check(
        "U",
        &[Type::Time],
        &["at => x", "time(\"10:00:00\") => 1", "< time(\"10:00:00\") => 2", ">= time(\"10:00:01\") => 3"],
        &[],
    );
}
