//! What people think of a service after the end of their request: five points and a few words.

use afaq_base::Timestamp;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::{Refusal, limits};

/// Points from 1 (very bad) to 5 (very good).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Points(u8);

impl Points {
    /// All points, the worst first.
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    /// Reads points as a form sends them; `None` for anything but 1 to 5.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number: u8 = afaq_base::digits::normalize(text.trim()).parse().ok()?;
        Self::ALL.into_iter().find(|points| points.0 == number)
    }

    /// The number.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

/// What one person said about the service after one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The points.
    pub points: Points,
    /// The person's own words; may be empty.
    pub comment: String,
    /// When it was given first.
    pub given_at: Timestamp,
    /// When it was last changed.
    pub changed_at: Timestamp,
}

/// Until when a request that ended can be rated, or its rating changed.
#[must_use]
pub fn open_until(closed_at: Timestamp, before: Option<&Rating>) -> Timestamp {
    let days = |from: Timestamp, days: i64| from + SignedDuration::from_hours(24 * days);
    match before {
        None => days(closed_at, limits::RATING_DAYS),
        // An appeal ends a request for a second time: the word said before can be changed then.
        Some(rating) => days(rating.given_at.max(closed_at), limits::RATING_CHANGE_DAYS),
    }
}

/// Judges a rating of a request that ended at a moment (`None`: it goes on).
///
/// # Errors
/// A [`Refusal`] while the request goes on, when the time is over, or where the words are too long.
pub fn rate(
    closed_at: Option<Timestamp>,
    before: Option<&Rating>,
    points: &str,
    comment: &str,
    now: Timestamp,
) -> Result<Rating, Refusal> {
    let closed_at = closed_at.ok_or(Refusal::WrongStage { stage: "open" })?;
    if now > open_until(closed_at, before) {
        return Err(Refusal::TooLate);
    }
    let points = Points::parse(points).ok_or_else(|| Refusal::WrongValue { path: "points".into() })?;
    let comment = afaq_base::text::clean_text(comment);
    if comment.chars().count() > limits::COMMENT_CHARS_MAX {
        return Err(Refusal::TextLength { max: limits::COMMENT_CHARS_MAX });
    }
    let given_at = before.map_or(now, |rating| rating.given_at);
    Ok(Rating { points, comment, given_at, changed_at: now })
}

/// The points of many people together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RatingCounts(pub [u64; 5]);

impl RatingCounts {
    /// How many people gave points.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().sum()
    }

    /// The mean in hundredths of a point; `None` where nobody gave any.
    #[must_use]
    pub fn mean_hundredths(&self) -> Option<u64> {
        let sum: u64 = (1..).zip(self.0).map(|(points, count)| points * count).sum();
        let count = self.count();
        (count > 0).then(|| (sum * 100 + count / 2) / count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(days: i64) -> Timestamp {
        "2026-11-22T06:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * days)
    }

    /// Rates on a day what ended on day 0, after what was said before.
    fn check(day: i64, before: Option<i64>, points: &str, comment: &str, then: Result<u8, &str>) {
        let before = before.map(|day| Rating {
            points: Points(3),
            comment: String::new(),
            given_at: at(day),
            changed_at: at(day),
        });
        let rated = rate(Some(at(0)), before.as_ref(), points, comment, at(day));
        assert_eq!(rated.as_ref().map(|one| one.points.number()).map_err(Refusal::code), then);
        if let (Ok(rated), Some(before)) = (rated, before) {
            assert_eq!((rated.given_at, rated.changed_at), (before.given_at, at(day)));
        }
    }

    #[test]
    fn a_request_that_ended_is_rated_within_its_time() {
        check(0, None, "5", "شكراً", Ok(5));
        check(60, None, "1", "", Ok(1));
        check(61, None, "1", "", Err("too_late"));
        assert_eq!(rate(None, None, "5", "", at(0)), Err(Refusal::WrongStage { stage: "open" }));
    }

    #[test]
    fn a_rating_is_changed_for_some_days() {
        check(14, Some(1), "2", "", Ok(2));
        check(16, Some(1), "2", "", Err("too_late"));
        // The request ended anew after the rating: the time runs from the later end.
        check(13, Some(-30), "4", "", Ok(4));
    }

    #[test]
    fn points_are_one_to_five_in_any_digits() {
        check(0, None, "٤", "", Ok(4));
        for wrong in ["", "0", "6", "five", "-1", "3.5", "99999999999999999999"] {
            check(0, None, wrong, "", Err("wrong_value"));
        }
    }

    #[test]
    fn words_have_a_length_and_no_hidden_signs() {
        check(0, None, "5", &"ن".repeat(limits::COMMENT_CHARS_MAX), Ok(5));
        check(0, None, "5", &"ن".repeat(limits::COMMENT_CHARS_MAX + 1), Err("text_length"));
        let rated = rate(Some(at(0)), None, "5", "a\u{202e}b\0<script>", at(0)).unwrap();
        assert!(!rated.comment.contains(['\u{202e}', '\0']), "{:?}", rated.comment);
    }

    #[test]
    fn the_mean_is_rounded_to_hundredths() {
        assert_eq!(RatingCounts::default().mean_hundredths(), None);
        assert_eq!(RatingCounts([0, 0, 0, 0, 7]).mean_hundredths(), Some(500));
        assert_eq!(RatingCounts([1, 0, 0, 1, 1]).mean_hundredths(), Some(333));
    }
}
