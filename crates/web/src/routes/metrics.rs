//! The machine's own figures in the text form that Prometheus reads.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::Method;

/// Upper bounds of the histogram, in milliseconds.
const BOUNDS_MS: [u64; 11] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000];

#[derive(Default)]
struct Times {
    counts: [u64; BOUNDS_MS.len() + 1],
    sum_seconds: f64,
}

#[derive(Default)]
struct Figures {
    /// By route, method and class of the status.
    requests: BTreeMap<(String, &'static str, u16), u64>,
    times: BTreeMap<String, Times>,
}

/// Counts requests by route, never by address: an address may hold an id.
#[derive(Default)]
pub(crate) struct Metrics {
    figures: Mutex<Figures>,
}

/// Figures of the store at one moment.
pub(crate) struct StoreFigures {
    pub position: u64,
    pub jobs: afaq_app::rows::JobCounts,
}

impl Metrics {
    /// Counts one request.
    pub fn count(&self, route: &str, method: &Method, status: u16, took: Duration) {
        let method = match *method {
            Method::GET => "GET",
            Method::POST => "POST",
            Method::HEAD => "HEAD",
            _ => "other",
        };
        let mut figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        *figures.requests.entry((route.to_string(), method, status / 100)).or_default() += 1;
        let times = figures.times.entry(route.to_string()).or_default();
        let at = BOUNDS_MS
            .iter()
            .position(|bound| took <= Duration::from_millis(*bound))
            .unwrap_or(BOUNDS_MS.len());
        times.counts[at] += 1;
        times.sum_seconds += took.as_secs_f64();
    }

    /// Everything as text.
    pub fn text(&self, store: &StoreFigures) -> String {
        let figures = self.figures.lock().unwrap_or_else(PoisonError::into_inner);
        let mut out = String::from("# TYPE afaq_requests_total counter\n");
        for ((route, method, class), count) in &figures.requests {
            let _ = writeln!(
                out,
                "afaq_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{class}xx\"}} {count}"
            );
        }
        out.push_str("# TYPE afaq_request_seconds histogram\n");
        for (route, times) in &figures.times {
            let mut total = 0;
            for (count, bound) in times.counts.iter().zip(BOUNDS_MS) {
                total += count;
                let le = bound as f64 / 1_000.0;
                let _ = writeln!(out, "afaq_request_seconds_bucket{{route=\"{route}\",le=\"{le}\"}} {total}");
            }
            total += times.counts[BOUNDS_MS.len()];
            let _ = writeln!(out, "afaq_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {total}");
            let _ = writeln!(out, "afaq_request_seconds_sum{{route=\"{route}\"}} {}", times.sum_seconds);
            let _ = writeln!(out, "afaq_request_seconds_count{{route=\"{route}\"}} {total}");
        }
        out.push_str("# TYPE afaq_jobs gauge\n");
        let jobs = &store.jobs;
        for (state, count) in
            [("due", jobs.due), ("later", jobs.later), ("claimed", jobs.claimed), ("dead", jobs.dead)]
        {
            let _ = writeln!(out, "afaq_jobs{{state=\"{state}\"}} {count}");
        }
        let _ = writeln!(out, "# TYPE afaq_feed_position counter\nafaq_feed_position {}", store.position);
        out
    }
}
