//! Chance that can be repeated: the same seed draws the same numbers.

use serde::{Deserialize, Serialize};

/// A source of numbers; each case has its own, so that one case more or less changes no other.
#[derive(Debug, Clone)]
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut dice = Self { state: seed ^ stream.wrapping_mul(0xd134_2543_de82_ef95) };
        dice.next();
        dice
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.state;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// A number from 0 up to, but not, 1.
    pub(super) fn share(&mut self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what a number of this kind holds")]
        let bits = (self.next() >> 11) as f64;
        bits / 9_007_199_254_740_992.0
    }

    pub(super) fn happens(&mut self, share: f64) -> bool {
        self.share() < share
    }

    /// One of several by their weights; none where no weight is positive.
    pub(super) fn choose(&mut self, weights: impl Iterator<Item = f64> + Clone) -> Option<usize> {
        let total: f64 = weights.clone().filter(|weight| *weight > 0.0).sum();
        let mut left = self.share() * total;
        let mut last = None;
        for (index, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            last = Some(index);
            if left < weight {
                break;
            }
            left -= weight;
        }
        last
    }

    /// A number of the normal distribution with mean 0 and deviation 1.
    fn normal(&mut self) -> f64 {
        let (first, second) = (1.0 - self.share(), self.share());
        (-2.0 * first.ln()).sqrt() * (std::f64::consts::TAU * second).cos()
    }
}

/// A length of time by chance, in milliseconds. What is drawn below zero is zero.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields say what the variant's sentence names")]
pub enum Duration {
    /// Always the same.
    Fixed { ms: i64 },
    /// Anything between, equally likely.
    Uniform { min_ms: i64, max_ms: i64 },
    /// Short ones often, long ones seldom: the time between things that do not know of each other.
    Exponential { mean_ms: i64 },
    /// Around a mean.
    Normal { mean_ms: i64, deviation_ms: i64 },
    /// From, most often, to.
    Triangular { min_ms: i64, mode_ms: i64, max_ms: i64 },
    /// Half are below the median, one in ten above the other: the time of work that can get stuck.
    LogNormal { median_ms: i64, p90_ms: i64 },
}

/// The 90th percentile of the normal distribution with mean 0 and deviation 1.
const NORMAL_P90: f64 = 1.281_551_565_544_6;

#[expect(clippy::cast_precision_loss, reason = "times of this millennium are exact")]
fn number(ms: i64) -> f64 {
    ms as f64
}

impl Duration {
    /// Draws one, in milliseconds.
    pub(super) fn draw(&self, dice: &mut Dice) -> i64 {
        let drawn = match *self {
            Self::Fixed { ms } => return ms.max(0),
            Self::Uniform { min_ms, max_ms } => {
                let (min, max) = (number(min_ms.min(max_ms)), number(max_ms.max(min_ms)));
                min + dice.share() * (max - min)
            }
            Self::Exponential { mean_ms } => -number(mean_ms) * (1.0 - dice.share()).ln(),
            Self::Normal { mean_ms, deviation_ms } => number(mean_ms) + dice.normal() * number(deviation_ms),
            Self::Triangular { min_ms, mode_ms, max_ms } => {
                let (min, mode, max) = (number(min_ms), number(mode_ms), number(max_ms));
                let (width, share) = ((max - min).max(1.0), dice.share());
                if share < (mode - min) / width {
                    min + (share * width * (mode - min)).max(0.0).sqrt()
                } else {
                    max - ((1.0 - share) * width * (max - mode)).max(0.0).sqrt()
                }
            }
            Self::LogNormal { median_ms, p90_ms } => {
                let median = number(median_ms.max(1));
                let deviation = (number(p90_ms.max(1)) / median).ln().max(0.0) / NORMAL_P90;
                median * (dice.normal() * deviation).exp()
            }
        };
        whole(drawn)
    }

    /// What is drawn on average, in milliseconds; for a log-normal time, its median.
    pub fn middle_ms(&self) -> i64 {
        match *self {
            Self::Fixed { ms } => ms,
            Self::Uniform { min_ms, max_ms } => i64::midpoint(min_ms, max_ms),
            Self::Exponential { mean_ms } | Self::Normal { mean_ms, .. } => mean_ms,
            Self::Triangular { min_ms, mode_ms, max_ms } => {
                min_ms.saturating_add(mode_ms).saturating_add(max_ms) / 3
            }
            Self::LogNormal { median_ms, .. } => median_ms,
        }
    }
}

/// Whole milliseconds between nothing and a thousand years.
fn whole(ms: f64) -> i64 {
    const MOST: f64 = 31_556_952_000_000.0;
    #[expect(clippy::cast_possible_truncation, reason = "it is clamped to what fits")]
    let whole = if ms.is_finite() { ms.clamp(0.0, MOST) as i64 } else { 0 };
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(duration: Duration) -> Vec<i64> {
        let mut dice = Dice::new(7, 1);
        let mut all: Vec<i64> = (0..20_000).map(|_| duration.draw(&mut dice)).collect();
        all.sort_unstable();
        all
    }

    fn near(found: i64, wanted: i64) {
        assert!((found - wanted).abs() * 25 < wanted, "{found} is not near {wanted}");
    }

    #[test]
    fn durations_have_the_middle_and_the_spread_that_they_name() {
        let mean = |all: &[i64]| all.iter().sum::<i64>() / 20_000;
        near(mean(&drawn(Duration::Exponential { mean_ms: 1_000_000 })), 1_000_000);
        near(mean(&drawn(Duration::Uniform { min_ms: 0, max_ms: 2_000_000 })), 1_000_000);
        near(mean(&drawn(Duration::Normal { mean_ms: 1_000_000, deviation_ms: 100_000 })), 1_000_000);
        let triangle = Duration::Triangular { min_ms: 0, mode_ms: 1_000_000, max_ms: 5_000_000 };
        near(mean(&drawn(triangle)), triangle.middle_ms());
        let skewed = drawn(Duration::LogNormal { median_ms: 1_000_000, p90_ms: 4_000_000 });
        near(skewed[10_000], 1_000_000);
        near(skewed[18_000], 4_000_000);
    }

    #[test]
    fn senseless_durations_draw_no_senseless_time() {
        for ms in [i64::MIN, -1, 0, i64::MAX] {
            for duration in [
                Duration::Fixed { ms },
                Duration::Uniform { min_ms: ms, max_ms: i64::MIN },
                Duration::Exponential { mean_ms: ms },
                Duration::Normal { mean_ms: ms, deviation_ms: ms },
                Duration::Triangular { min_ms: ms, mode_ms: 0, max_ms: -5 },
                Duration::LogNormal { median_ms: ms, p90_ms: ms },
            ] {
                assert!(duration.draw(&mut Dice::new(1, 1)) >= 0);
                let _ = duration.middle_ms();
            }
        }
    }

    #[test]
    fn choices_follow_their_weights() {
        let mut dice = Dice::new(3, 9);
        let mut counts = [0; 3];
        for _ in 0..10_000 {
            counts[dice.choose([1.0, 0.0, 3.0].into_iter()).expect("one of them")] += 1;
        }
        assert_eq!(counts[1], 0);
        near(counts[2], 7_500);
        assert_eq!(dice.choose([0.0, -1.0].into_iter()), None);
    }
}
