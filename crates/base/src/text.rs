//! Cleaning of text that people typed or pasted: what is invisible and can deceive does not come in.

use unicode_normalization::UnicodeNormalization;

/// Whether a character is a bidirectional control: it can make a text look like another one.
#[must_use]
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is a direction mark, a zero-width space or a byte-order mark: there, but never seen.
///
/// The joiners U+200C and U+200D are not among them: Persian and Urdu names need them.
#[must_use]
pub const fn is_invisible_mark(c: char) -> bool {
    is_bidi_control(c) || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

fn is_dropped(c: char) -> bool {
    is_invisible_mark(c) || (c.is_control() && !matches!(c, '\n' | '\t' | '\r' | '\u{0085}'))
}

fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// Cleans a text of one line (a name, an address, a search).
///
/// Invisible and control characters go, each run of white space becomes one space, the ends are trimmed,
/// and composed letters are used (NFC). What the reader sees stays as it was.
#[must_use]
pub fn clean_line(text: &str) -> String {
    let kept: String = text.chars().filter(|&c| !is_dropped(c)).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    composed(&words.join(" "))
}

/// Cleans a text of several lines (a remark, a reason).
///
/// As [`clean_line`], but line ends stay, all written `\n`; white space at the end of lines goes, and at most
/// one empty line stands between two paragraphs.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{0085}', '\u{2028}', '\u{2029}'], "\n");
    let kept: String = unified.chars().filter(|&c| !is_dropped(c)).collect();
    let mut out = String::with_capacity(kept.len());
    let mut empty_lines = 0;
    for line in kept.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        out.push_str(line);
    }
    composed(&out)
}
