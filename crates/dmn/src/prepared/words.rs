//! Sets of rules, one for each class, in machine words.

/// A set of rules for each class.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    /// Machine words of one set.
    pub(crate) width: usize,
    words: Vec<u64>,
}

impl Words {
    pub(crate) fn new(classes: usize, rules: usize) -> Words {
        let width = rules.div_ceil(64).max(1);
        Words { width, words: vec![0; classes * width] }
    }

    pub(crate) fn set(&mut self, class: usize, rule: usize) {
        if let Some(word) = self.words.get_mut(class * self.width + rule / 64) {
            *word |= 1 << (rule % 64);
        }
    }

    /// Adds members to the set of a class.
    pub(crate) fn join(&mut self, class: usize, more: &[u64]) {
        let words = self.words.iter_mut().skip(class * self.width).take(self.width);
        words.zip(more).for_each(|(word, more)| *word |= more);
    }

    /// Keeps in each row the members of one word that its class has.
    pub(crate) fn keep(&self, at: usize, classes: &[u32], lane: &mut [u64]) {
        for (word, class) in lane.iter_mut().zip(classes) {
            *word &= self.words.get(*class as usize * self.width + at).copied().unwrap_or(0);
        }
    }

    /// The set of a class.
    pub(crate) fn of(&self, class: usize) -> &[u64] {
        self.words.get(class * self.width..(class + 1) * self.width).unwrap_or_default()
    }
}

/// The members of a set, ascending.
pub(crate) fn members(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(at, word)| {
        let mut left = *word;
        std::iter::from_fn(move || {
            if left == 0 {
                return None;
            }
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            Some(at * 64 + bit)
        })
    })
}

/// The set of all rules.
pub(crate) fn all(rules: usize) -> Vec<u64> {
    let mut words = vec![u64::MAX; rules.div_ceil(64).max(1)];
    let used = rules % 64;
    if let Some(last) = words.last_mut() {
        *last = match (rules, used) {
            (0, _) => 0,
            (_, 0) => u64::MAX,
            (_, used) => (1 << used) - 1,
        };
    }
    words
}

/// Takes the members from a place on away.
pub(crate) fn cut(words: &mut [u64], from: usize) {
    for (at, word) in words.iter_mut().enumerate() {
        match (at * 64, (at + 1) * 64) {
            (start, _) if start >= from => *word = 0,
            (start, end) if end > from => *word &= (1 << (from - start)) - 1,
            _ => {}
        }
    }
}

/// Whether a set has a member.
pub(crate) fn has(words: &[u64], rule: usize) -> bool {
    words.get(rule / 64).is_some_and(|word| word >> (rule % 64) & 1 == 1)
}

/// A set of rules that needs no memory of its own as long as they are few.
#[derive(Debug, Clone)]
pub(crate) enum Few {
    One(u64),
    Many(Vec<u64>),
}

impl Few {
    /// All rules.
    pub(crate) fn all(rules: usize) -> Few {
        match rules {
            0..64 => Few::One((1 << rules) - 1),
            64 => Few::One(u64::MAX),
            _ => Few::Many(all(rules)),
        }
    }

    /// The set with these words.
    pub(crate) fn of(rules: usize, words: &[u64]) -> Few {
        let mut set = Few::all(rules);
        set.keep(words);
        set
    }

    /// The members of both sets.
    pub(crate) fn or(&self, other: &Few) -> Few {
        let mut both = self.clone();
        both.words_mut().iter_mut().zip(other.words()).for_each(|(word, other)| *word |= other);
        both
    }

    fn words(&self) -> &[u64] {
        match self {
            Few::One(word) => std::slice::from_ref(word),
            Few::Many(words) => words,
        }
    }

    fn words_mut(&mut self) -> &mut [u64] {
        match self {
            Few::One(word) => std::slice::from_mut(word),
            Few::Many(words) => words,
        }
    }

    /// Keeps the members that are in the other set too.
    pub(crate) fn keep(&mut self, other: &[u64]) {
        self.words_mut().iter_mut().zip(other).for_each(|(word, other)| *word &= other);
    }

    /// Keeps the members that are in one of two other sets.
    pub(crate) fn keep_either(&mut self, one: &[u64], other: &[u64]) {
        let either = one.iter().zip(other).map(|(one, other)| one | other);
        self.words_mut().iter_mut().zip(either).for_each(|(word, either)| *word &= either);
    }

    pub(crate) fn remove(&mut self, rule: usize) {
        if let Some(word) = self.words_mut().get_mut(rule / 64) {
            *word &= !(1 << (rule % 64));
        }
    }

    pub(crate) fn has(&self, rule: usize) -> bool {
        has(self.words(), rule)
    }

    pub(crate) fn members(&self) -> impl Iterator<Item = usize> {
        members(self.words())
    }
}
