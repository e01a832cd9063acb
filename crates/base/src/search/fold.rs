//! Letters made alike, and texts cut into words.

use unicode_normalization::UnicodeNormalization;

use super::Script;
use crate::{digits, limits, text};

/// Marks that are no letters: vowel signs, the superscript alif, the stretching line.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{0640}' | '\u{06D6}'..='\u{06ED}' | '\u{0300}'..='\u{036F}')
        || text::is_invisible_mark(c)
}

/// One letter for all its spellings; Persian and Kuwaiti letters become the Arabic ones beside them.
fn alike(c: char) -> Option<char> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ئ' | 'ی' | 'ې' => 'ي',
        'ؤ' => 'و',
        'ک' => 'ك',
        'گ' => 'ق',
        'چ' => 'ج',
        'پ' => 'ب',
        'ڤ' => 'ف',
        'ہ' | 'ە' => 'ه',
        'ء' => return None,
        other => other,
    })
}

fn script(c: char) -> Option<Script> {
    if c.is_ascii_digit() {
        Some(Script::Number)
    } else if ('\u{0600}'..='\u{06FF}').contains(&c) && c.is_alphabetic() {
        Some(Script::Arabic)
    } else if c.is_alphabetic() {
        Some(Script::Latin)
    } else {
        None
    }
}

/// The words of a text in lower case, with their letters made alike and their script.
///
/// A word ends where the script changes, after a `ة` (it stands only at the end of a word, so `شهادةالميلاد` is
/// two), and nowhere inside `i.d.` or `driver's`. Digits inside a Latin word are letters: `ru5sa`.
pub(super) fn split(raw: &str) -> Vec<(String, Script)> {
    let short: String = raw.chars().take(limits::SEARCH_TEXT_CHARS_MAX).collect();
    let composed: String = digits::normalize(&short).nfkc().flat_map(char::to_lowercase).collect();
    let plain: String = composed.nfd().filter(|c| is_kept(*c)).nfc().filter(|c| !is_mark(*c)).collect();
    let mut found = Vec::new();
    let mut open: Option<(String, Script)> = None;
    let mut letters = plain.chars().peekable();
    let mut before: Option<char> = None;
    while let Some(c) = letters.next() {
        let next = letters.peek().copied();
        match script(c) {
            Some(kind) => {
                let joins = open.as_ref().is_some_and(|(word, script)| {
                    *script == kind
                        || (*script == Script::Latin && kind == Script::Number)
                        || (*script == Script::Number && kind == Script::Latin && word.len() == 1)
                });
                if !joins {
                    found.extend(open.take());
                }
                let (word, script) = open.get_or_insert_with(|| (String::new(), kind));
                if *script == Script::Number && kind == Script::Latin {
                    *script = Script::Latin;
                }
                word.extend(alike(c).map(|one| if one == 'ة' { 'ه' } else { one }));
                if c == 'ة' {
                    found.extend(open.take());
                }
            }
            None => {
                let is_latin = matches!(&open, Some((_, Script::Latin)));
                let is_possessive = matches!(c, '\'' | '’' | '`') && is_latin;
                let is_initial = c == '.'
                    && is_latin
                    && open.as_ref().is_some_and(|(word, _)| word.len() == 1 || before == Some('.'));
                let stays = is_possessive || (is_initial && next.is_some_and(char::is_alphabetic));
                if !stays {
                    found.extend(open.take());
                }
            }
        }
        before = Some(c);
    }
    found.extend(open);
    found.retain(|(word, _)| !word.is_empty() && word.chars().count() <= limits::SEARCH_WORD_CHARS_MAX);
    found
}

/// Accents of Latin letters go; marks that are part of an Arabic letter stay until letters are composed again.
fn is_kept(c: char) -> bool {
    !matches!(c, '\u{0300}'..='\u{036F}')
}
