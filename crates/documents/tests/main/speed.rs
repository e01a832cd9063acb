//! What a document costs.

use std::time::Instant;

use crate::request::{good, patient, renderer};

/// Run by hand on a release build: `cargo test --release -p afaq-documents --test main -- --ignored --nocapture`.
#[test]
#[ignore = "a figure of a release build on a quiet machine"]
#[expect(clippy::disallowed_methods, reason = "a measurement")]
fn a_document_takes_at_most_150_ms() {
    let renderer = renderer(patient());
    let start = Instant::now();
    renderer.render(&good()).unwrap();
    println!("first document with the child's start: {} ms", start.elapsed().as_millis());
    let mut times: Vec<u128> = (0..40_u32)
        .map(|n| {
            let mut request = good();
            request.document_number = format!("7K4M-2H9T-{n:02}");
            request.data["name"]["en"] = format!("Noura {n}").into();
            request.data["name"]["ar"] = format!("نورة {n}").into();
            let start = Instant::now();
            renderer.render(&request).unwrap();
            start.elapsed().as_micros()
        })
        .collect();
    times.sort_unstable();
    println!("warm documents: median {} µs, slowest {} µs", times[20], times[39]);
    assert!(times[20] <= 150_000, "too slow");
}
