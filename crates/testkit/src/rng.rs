//! A small seeded source of chance: the same seed gives the same city on every machine.

/// `SplitMix64` (Steele, Lea, Flood 2014): 64 bits of state, good enough for test data, never for secrets.
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// A source that begins with a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub const fn bits(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to and without `end`; 0 if `end` is 0.
    pub const fn below(&mut self, end: u64) -> u64 {
        // The high half of the product: as even as test data need.
        ((self.bits() as u128 * end as u128) >> 64) as u64
    }

    /// A number from `from` up to and with `until`.
    pub const fn between(&mut self, from: i64, until: i64) -> i64 {
        if until <= from {
            return from;
        }
        from + self.below((until - from + 1) as u64) as i64
    }

    /// True in so many of a thousand cases.
    pub const fn permille(&mut self, share: u64) -> bool {
        self.below(1_000) < share
    }

    /// One of several things; the first if there is only one.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        let at = self.below(things.len() as u64) as usize;
        &things[at]
    }

    /// Sixteen bytes, for identifiers in tests.
    pub const fn bytes(&mut self) -> [u8; 16] {
        let number = ((self.bits() as u128) << 64) | self.bits() as u128;
        number.to_be_bytes()
    }
}
