//! The pool of children.

use afaq_documents::{Limits, RenderError, Renderer};
use afaq_ports::{DocumentRequest, Documents};

use crate::request::{good, letter, patient, renderer};

#[test]
fn one_child_sets_many_documents_and_the_bytes_stay_the_same() {
    let renderer = renderer(patient());
    let first = renderer.render(&good()).unwrap();
    let other = renderer.render(&letter("Other")).unwrap();
    let again = renderer.render(&good()).unwrap();
    assert_ne!(first.pdf, other.pdf);
    assert_eq!(first, again);
}

#[test]
fn the_bytes_do_not_depend_on_the_child() {
    let limits = Limits { documents_per_child_max: 1, ..patient() };
    let renderer = renderer(limits);
    assert_eq!(renderer.render(&good()), renderer.render(&good()));
}

#[test]
fn a_program_that_does_not_exist_is_a_clear_error() {
    let error = Renderer::new("/does/not/exist", [] as [&str; 0], patient()).render(&good()).unwrap_err();
    assert!(matches!(error, RenderError::Start { .. }) && error.is_passing(), "{error:?}");
}

#[test]
fn a_program_that_is_no_child_is_not_believed() {
    for program in ["/bin/true", "/bin/cat"] {
        let error = Renderer::new(program, [] as [&str; 0], patient()).render(&good()).unwrap_err();
        assert!(matches!(error, RenderError::Crashed { .. }), "{error:?}");
    }
}

#[test]
fn who_waits_too_long_hears_that_all_are_busy() {
    let limits = Limits { queue_ms: 1, timeout_ms: 8_000, ..patient() };
    let renderer = renderer(limits);
    let slow = letter("#let i = 0\n#while i < 9999 { i += 1; let j = 0; while j < 9999 { j += 1 } }");
    std::thread::scope(|scope| {
        let outcomes: Vec<_> = (0..3).map(|_| scope.spawn(|| renderer.render(&slow))).collect();
        let outcomes: Vec<_> = outcomes.into_iter().map(|outcome| outcome.join().unwrap()).collect();
        assert!(outcomes.iter().any(|outcome| matches!(outcome, Err(RenderError::Busy { queue_ms: 1 }))));
    });
}

#[test]
fn the_port_gives_the_same_file() {
    let renderer = renderer(patient());
    renderer.warm_up().unwrap();
    let request = good();
    let port = DocumentRequest {
        template: request.template.clone(),
        title: request.title.clone(),
        body: request.body.clone(),
        data: request.data.clone(),
        number: request.document_number.clone(),
        verification_url: request.verification_url.clone(),
        issued_at: request.issued_at,
        is_illustrative: request.is_illustrative,
    };
    assert_eq!(Documents::render(&renderer, &port).unwrap(), renderer.render(&request).unwrap().pdf);
    renderer.rest();
    let fault =
        Documents::render(&renderer, &DocumentRequest { template: "#nope".to_owned(), ..port }).unwrap_err();
    assert!(
        !fault.is_passing && fault.what.contains("AFQ7002") && fault.what.contains("template.typ:1:2"),
        "{fault:?}"
    );
}
