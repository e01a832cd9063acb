//! Digits in both scripts: people type ٢٨٨ or 288, the house keeps 288.

use std::borrow::Cow;

/// The value of a Western, Arabic-Indic or Persian digit.
#[must_use]
pub const fn value(c: char) -> Option<u8> {
    let offset = match c {
        '0'..='9' => c as u32 - '0' as u32,
        '\u{0660}'..='\u{0669}' => c as u32 - 0x0660,
        '\u{06F0}'..='\u{06F9}' => c as u32 - 0x06F0,
        _ => return None,
    };
    Some(offset as u8)
}

/// Turns Arabic-Indic (٠–٩) and Persian (۰–۹) digits into Western ones; every other character stays.
#[must_use]
pub fn normalize(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(|c| !c.is_ascii() && value(c).is_some()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| value(c).map_or(c, |digit| char::from(b'0' + digit))).collect())
}

/// Writes Western digits as Arabic-Indic ones; every other character stays.
#[must_use]
pub fn arabic_indic(text: &str) -> String {
    let to_arabic = |c: char| match c {
        '0'..='9' => char::from_u32(0x0660 + (c as u32 - '0' as u32)).unwrap_or(c),
        _ => c,
    };
    text.chars().map(to_arabic).collect()
}

/// A whole number with thousands separators, in Western digits as Kuwait's public pages use them.
#[must_use]
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The digits of a number that people typed, without the spaces, dashes and invisible marks between them.
///
/// Nothing if any other character stands in it or if there are more than `max` digits.
#[must_use]
pub fn only(text: &str, max: usize) -> Option<String> {
    let mut out = String::new();
    for c in text.chars() {
        if let Some(digit) = value(c) {
            if out.len() == max {
                return None;
            }
            out.push(char::from(b'0' + digit));
        } else if !is_separator(c) {
            return None;
        }
    }
    Some(out)
}

/// Spaces, dashes and invisible direction marks, as they come along when a number is copied.
pub(crate) fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || crate::text::is_invisible_mark(c)
        || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{0640}')
}
