//! Reading of YAML: places, limits and hostile files.

use super::{Node, read};
use crate::problem::{Problem, Problems};
use crate::source::Source;

fn parse(text: &str) -> (Option<Node>, Vec<Problem>) {
    let source = Source::new("data.yaml", text);
    let mut problems = Problems::default();
    let node = read(&source, text, 1, &mut problems);
    (node, problems.finish())
}

fn check(text: &str, code: &str, line: u32, column: u32) {
    let (_, problems) = parse(text);
    let found: Vec<(&str, u32, u32)> = problems.iter().map(|one| (one.code, one.line, one.column)).collect();
    assert_eq!(found, [(code, line, column)], "{text:.80}");
}

fn place(text: &str, key: &str, offset: usize) -> (u32, u32) {
    let source = Source::new("data.yaml", text);
    let (node, _) = parse(text);
    let spot = node.unwrap().get(key).unwrap().inside(&source, offset);
    (spot.line, spot.column)
}

#[test]
fn places_inside_of_scalars_count_characters() {
    assert_eq!(place("مفتاح: x\na: b + c", "a", 4), (2, 8));
    assert_eq!(place("a: 'b + c'", "a", 4), (1, 9));
    assert_eq!(place("a: \"ب + ج\"", "a", 4), (1, 9));
    assert_eq!(place("a: \"x\\\"y z\"", "a", 4), (1, 10));
    assert_eq!(place("a: 'it''s x'", "a", 5), (1, 11));
    assert_eq!(place("a: |\n  b +\n  c", "a", 4), (3, 3));
    assert_eq!(place("a: >\n  b +\n  c", "a", 4), (3, 3));
}

#[test]
fn a_key_that_stands_twice_is_found() {
    check("a: 1\nb: 2\na: 3", "AFQ1009", 3, 1);
}

#[test]
fn nesting_is_limited() {
    check(&format!("{}{}", "[".repeat(40), "]".repeat(40)), "AFQ1006", 1, 33);
    for text in ["[".repeat(100_000), "- ".repeat(100_000), "? ".repeat(10_000), "{a: ".repeat(10_000)] {
        let (node, problems) = parse(&text);
        assert!(node.is_none() && !problems.is_empty(), "{text:.20}");
    }
}

#[test]
fn a_bomb_of_aliases_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let before = format!("*a{}, ", level - 1).repeat(10);
        text.push_str(&format!("a{level}: &a{level} [{}]\n", before.trim_end_matches(", ")));
    }
    let (node, problems) = parse(&text);
    assert!(node.is_none());
    assert_eq!(problems.first().map(|one| one.code), Some("AFQ1007"));
}

#[test]
fn an_alias_of_itself_is_refused() {
    let (_, problems) = parse("a: &a [*a]");
    assert_eq!(problems.first().map(|one| one.code), Some("AFQ1008"));
}

#[test]
fn broken_yaml_says_where() {
    let (_, problems) = parse("a: [1, 2\nb: 3");
    assert_eq!(problems.first().map(|one| one.code), Some("AFQ1005"));
}
