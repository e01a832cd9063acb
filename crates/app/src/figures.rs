//! The public figures of a service: how many cases were decided, how long they took, how many on time.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use afaq_base::{ServiceId, Timestamp};
use afaq_domain::ratings::RatingCounts;

use crate::parties::days_later;
use crate::{App, AppError, limits};

/// What the public learns of a service's work in the last year. Too few cases tell of single people: then nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// Cases that were decided.
    pub cases: u64,
    /// Working minutes that half of them took at most.
    pub median_minutes: i64,
    /// Working minutes that nine of ten took at most.
    pub p90_minutes: i64,
    /// The share that was decided on the promised day or before, in percent.
    pub on_time_percent: u64,
    /// What people said afterwards; nothing where too few did.
    pub satisfaction: Option<Satisfaction>,
    /// The moment at which this was so.
    pub at: Timestamp,
}

/// What people said after the end of their requests, in points from 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Satisfaction {
    /// How many people said something.
    pub count: u64,
    /// The mean of their points.
    pub mean: f64,
    /// The ends of the interval in which the mean of all people lies with 95 % confidence (normal approximation).
    pub interval: (f64, f64),
}

impl Satisfaction {
    /// From how many people gave one, two, … five points.
    fn of(counts: &RatingCounts) -> Option<Self> {
        let count = counts.count();
        if count < limits::FIGURES_CASES_MIN {
            return None;
        }
        let sum = |of: fn(f64) -> f64| -> f64 {
            [1.0, 2.0, 3.0, 4.0, 5.0].iter().zip(counts.0).map(|(points, n)| of(*points) * n as f64).sum()
        };
        let n = count as f64;
        let mean = sum(|points| points) / n;
        let variance = (sum(|points| points * points) - n * mean * mean).max(0.0) / (n - 1.0);
        let half = 1.96 * (variance / n).sqrt();
        Some(Self { count, mean, interval: ((mean - half).max(1.0), (mean + half).min(5.0)) })
    }
}

/// Figures that were asked for lately.
#[derive(Default)]
pub(crate) struct Kept(Mutex<HashMap<ServiceId, (Timestamp, Option<Figures>)>>);

impl App {
    /// The figures of a service; nothing where fewer cases than [`limits::FIGURES_CASES_MIN`] were decided.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn figures(&self, service: &ServiceId) -> Result<Option<Figures>, AppError> {
        let now = self.now();
        let known = self.inner.figures.0.lock().unwrap_or_else(PoisonError::into_inner).get(service).cloned();
        if let Some((at, figures)) = known
            && now.duration_since(at).as_mins() < limits::FIGURES_MINUTES
        {
            return Ok(figures);
        }
        let since = days_later(now, -limits::FIGURES_DAYS);
        let times = self.store().service_times(service, since).await?;
        let satisfaction = Satisfaction::of(&self.rating_counts(service.as_str()).await?);
        let figures = times.filter(|times| times.cases >= limits::FIGURES_CASES_MIN).map(|times| Figures {
            cases: times.cases,
            median_minutes: times.median_minutes,
            p90_minutes: times.p90_minutes,
            on_time_percent: (times.on_time * 100 + times.cases / 2) / times.cases,
            satisfaction,
            at: now,
        });
        let mut kept = self.inner.figures.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(service.clone(), (now, figures.clone()));
        Ok(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(counts: [u64; 5], then: Option<(&str, &str, &str)>) {
        let seen = Satisfaction::of(&RatingCounts(counts))
            .map(|seen| [seen.mean, seen.interval.0, seen.interval.1].map(|points| format!("{points:.2}")));
        assert_eq!(seen, then.map(|(mean, low, high)| [mean, low, high].map(str::to_string)));
    }

    #[test]
    fn too_few_ratings_are_not_shown_and_the_interval_stays_within_the_points() {
        check([0, 0, 0, 0, 9], None);
        check([0, 0, 0, 0, 10], Some(("5.00", "5.00", "5.00")));
        check([5, 0, 0, 0, 5], Some(("3.00", "1.69", "4.31")));
        check([0, 0, 10, 0, 90], Some(("4.80", "4.68", "4.92")));
    }
}
