//! Small sets of atoms of one axis.

/// A set of numbers below a fixed bound.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    pub(crate) fn empty(bound: usize) -> Self {
        Self { words: vec![0; bound.div_ceil(64)] }
    }

    pub(crate) fn full(bound: usize) -> Self {
        let mut bits = Self::empty(bound);
        bits.add_range(0, bound);
        bits
    }

    pub(crate) fn add(&mut self, at: usize) {
        if let Some(word) = self.words.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    pub(crate) fn remove(&mut self, at: usize) {
        if let Some(word) = self.words.get_mut(at / 64) {
            *word &= !(1 << (at % 64));
        }
    }

    /// Adds all from `start` up to and without `end`.
    pub(crate) fn add_range(&mut self, start: usize, end: usize) {
        let mut at = start;
        while at < end {
            let (word, offset) = (at / 64, at % 64);
            let count = (64 - offset).min(end - at);
            let mask = if count == 64 { u64::MAX } else { ((1 << count) - 1) << offset };
            if let Some(word) = self.words.get_mut(word) {
                *word |= mask;
            }
            at += count;
        }
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.words.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    pub(crate) fn and(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect() }
    }

    /// Takes away what is in the other set.
    pub(crate) fn subtract(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(a, b)| *a &= !b);
    }

    /// Whether every member of `other` is in this set.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| b & !a == 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    pub(crate) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The least and the greatest number that are in both sets.
    pub(crate) fn ends_within(&self, other: &Self) -> Option<(usize, usize)> {
        let mut words = self.words.iter().zip(&other.words).map(|(a, b)| a & b).enumerate();
        let mut found = words.find(|(_, word)| *word != 0)?;
        let low = found.0 * 64 + found.1.trailing_zeros() as usize;
        found = words.rfind(|(_, word)| *word != 0).unwrap_or(found);
        Some((low, found.0 * 64 + 63 - found.1.leading_zeros() as usize))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| index * 64 + bit)
        })
    }
}
