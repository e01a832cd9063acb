//! How far apart two words are: slips of the finger within a bound.

use crate::limits;

/// What one slip costs; a letter that differs in its dots alone costs half of it.
const SLIP: usize = 2;

/// Letters that are told apart by their dots, or lie beside each other in sound.
const LOOK_ALIKE: [&str; 10] = ["بتثني", "جحخ", "دذ", "رز", "سش", "صض", "طظ", "عغ", "فق", "هح"];

/// Whether one word is likely the other, mistyped: letters left out, added, changed or swapped, the fewer the
/// shorter the word.
#[must_use]
pub fn is_near(one: &str, other: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    let budget = match short {
        0..=2 => return false,
        3 => SLIP / 2,
        4..=7 => SLIP,
        _ => 2 * SLIP,
    };
    if (long - short) * SLIP > budget || long > limits::SEARCH_WORD_CHARS_MAX {
        return false;
    }
    cost(&a, &b) <= budget
}

/// The share of neighboring letters that two words have in common, from 0 to 1 (Dice's coefficient).
#[must_use]
pub fn likeness(one: &str, other: &str) -> f64 {
    let pairs = |word: &str| -> Vec<(char, char)> {
        word.chars().zip(word.chars().skip(1)).take(limits::SEARCH_WORD_CHARS_MAX).collect()
    };
    let (a, mut b) = (pairs(one), pairs(other));
    let all = a.len() + b.len();
    if all == 0 {
        return 0.0;
    }
    let mut common: u8 = 0;
    for pair in a {
        if let Some(at) = b.iter().position(|other| *other == pair) {
            b.swap_remove(at);
            common = common.saturating_add(1);
        }
    }
    2.0 * f64::from(common) / f64::from(u8::try_from(all).unwrap_or(u8::MAX))
}

/// The cost of the cheapest way from one word to the other (optimal string alignment).
fn cost(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).map(|at| at * SLIP).collect();
    for (row, &x) in a.iter().enumerate() {
        let mut line = Vec::with_capacity(b.len() + 1);
        line.push((row + 1) * SLIP);
        for (column, &y) in b.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX / 2);
            let mut best = at(&last, column) + change(x, y);
            best = best.min(at(&last, column + 1) + SLIP).min(at(&line, column) + SLIP);
            let is_swapped =
                row > 0 && column > 0 && a.get(row - 1) == Some(&y) && b.get(column - 1) == Some(&x);
            if is_swapped {
                best = best.min(at(&before, column - 1) + SLIP);
            }
            line.push(best);
        }
        before = std::mem::replace(&mut last, line);
    }
    last.last().copied().unwrap_or_default()
}

fn change(x: char, y: char) -> usize {
    if x == y {
        0
    } else if LOOK_ALIKE.iter().any(|letters| letters.contains(x) && letters.contains(y)) {
        SLIP / 2
    } else {
        SLIP
    }
}
