//! Dice that belong to one thing alone, so that nobody's luck depends on anybody else's.

use afaq_testkit::Rng;
use jiff::SignedDuration;

/// The dice of one thing: the same for the same seed, purpose and number.
pub fn of(seed: u64, purpose: &str, number: u64) -> Rng {
    // FNV-1a: small, and the same on every machine.
    let bytes = purpose.bytes().chain(number.to_be_bytes());
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    Rng::new(hash ^ seed.rotate_left(17))
}

/// A time between two numbers of minutes.
pub fn minutes(rng: &mut Rng, from: i64, until: i64) -> SignedDuration {
    SignedDuration::from_secs(rng.between(from * 60, until * 60))
}

/// A moment of a day at which people do such things: mostly in the morning and in the evening.
pub fn time_of_day(rng: &mut Rng) -> SignedDuration {
    let hour = match rng.below(100) {
        0..45 => rng.between(8, 13),
        45..60 => rng.between(14, 17),
        60..95 => rng.between(18, 23),
        _ => rng.between(0, 7),
    };
    SignedDuration::from_secs(hour * 3_600 + rng.between(0, 3_599))
}
