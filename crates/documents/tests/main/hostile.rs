//! Templates that try to hang, grow, overflow or look around.

use afaq_documents::{Limits, RenderError};

use crate::request::{good, letter, patient, renderer};

/// The template must fail as `expected` says, and the next good document must be set by the same renderer.
fn check(template: &str, limits: Limits, expected: impl Fn(&RenderError) -> bool) {
    let renderer = renderer(limits);
    let error = renderer.render(&letter(template)).err();
    assert!(error.as_ref().is_some_and(expected), "unexpected: {error:?}");
    let recovered = renderer.render(&good()).map(|rendered| rendered.pages);
    assert!(
        matches!(recovered, Ok(1) | Err(RenderError::TimedOut { .. } | RenderError::TooLarge { .. })),
        "no recovery: {recovered:?}"
    );
}

fn short() -> Limits {
    Limits { timeout_ms: 5_000, ..patient() }
}

const NESTED: &str = "#let i = 0\n#while i < 9999 { i += 1; let j = 0; while j < 9999 { j += 1; let k = 0; while k < 9999 { k += 1 } } }";

#[test]
fn an_endless_loop_is_ended_in_time() {
    check(NESTED, short(), |error| matches!(error, RenderError::TimedOut { timeout_ms: 5_000 }));
}

#[test]
fn a_memory_bomb_meets_its_limit() {
    check("#let a = \"x\" * 2000000000\n#a.len()", patient(), |error| {
        matches!(error, RenderError::OutOfMemory { memory_mb: 768 })
    });
}

#[test]
fn endless_recursion_is_a_problem_of_the_template() {
    check(
        "#let f(n) = f(n + 1)\n#f(1)",
        patient(),
        |error| matches!(error, RenderError::Template { problems } if problems[0].message.contains("depth exceeded")),
    );
}

#[test]
fn a_template_of_nested_brackets_does_not_overflow_the_stack() {
    let nested = format!("#{}1{}", "(".repeat(100_000), ")".repeat(100_000));
    check(&nested, patient(), |error| {
        matches!(
            error,
            RenderError::Template { .. } | RenderError::Crashed { .. } | RenderError::TimedOut { .. }
        )
    });
}

#[test]
fn a_document_of_too_many_pages_is_refused() {
    check("#for i in range(80) { pagebreak() }", patient(), |error| {
        matches!(error, RenderError::TooManyPages { pages: 81, pages_max: 60 })
    });
}

#[test]
fn a_page_of_a_thousand_kilometers_is_survived() {
    let renderer = renderer(patient());
    let outcome = renderer.render(&letter("#set page(width: 1000000000mm, height: 1000000000mm)\nx"));
    assert!(!matches!(outcome, Err(RenderError::Crashed { .. })), "{outcome:?}");
}

#[test]
fn a_huge_document_meets_the_limit_of_bytes() {
    check("x", Limits { output_bytes_max: 1_000, ..patient() }, |error| {
        matches!(error, RenderError::TooLarge { bytes_max: 1_000 })
    });
}

fn check_refused(template: &str, words: &str) {
    check(template, patient(), |error| match error {
        RenderError::Template { problems } => problems.iter().any(|problem| {
            problem.message.contains(words)
                && problem.file == "template.typ"
                && problem.line == 3
                && problem.column > 1
        }),
        _ => false,
    });
}

#[test]
fn files_of_the_machine_cannot_be_read() {
    check_refused(r#"#read("/etc/passwd")"#, "does not exist here");
}

#[test]
fn paths_cannot_leave_the_closed_world() {
    check_refused(r#"#read("../../etc/passwd")"#, "");
}

#[test]
fn packages_cannot_be_fetched() {
    check_refused(r#"#import "@preview/cetz:0.3.0""#, "packages cannot be used");
}

#[test]
fn the_clock_cannot_be_read() {
    check_refused("#datetime.today().display()", "");
}

#[test]
fn what_a_template_panics_with_stays_inside() {
    check("#panic(data.name)", patient(), |error| !format!("{error:?}").contains("Noura"));
}
