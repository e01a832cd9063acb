//! Direction of runs inside one text, so that a mixed name reads the same in both directions of the page.

use std::fmt;

use super::escape;

/// Which way a word runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Ltr,
    Rtl,
}

/// Drops controls of direction and cuts what is over the limit.
pub(super) fn clean(text: &str, chars_max: usize) -> String {
    let kept = |c: &char| {
        !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
            && (!c.is_control() || matches!(c, '\n' | '\t'))
    };
    let mut chars = text.chars().filter(kept);
    let mut clean: String = chars.by_ref().take(chars_max).collect();
    if chars.next().is_some() {
        clean.push('…');
    }
    clean
}

/// Writes the text in `<bdi>`; words that run against the first word are isolated together.
pub(super) fn write(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    f.write_str("<bdi>")?;
    match base(text) {
        Some(base) if has_other(text, base) => write_mixed(f, text, base)?,
        _ => escape(f, text)?,
    }
    f.write_str("</bdi>")
}

/// Isolates each run of words that go against the text. Words without direction ("&", "2") belong to a run only
/// between two of its words; a word that is mixed in itself ("تقرير.jpg") is left to the browser.
fn write_mixed(f: &mut fmt::Formatter<'_>, text: &str, base: Way) -> fmt::Result {
    let open = if base == Way::Rtl { "<bdi dir=\"ltr\">" } else { "<bdi dir=\"rtl\">" };
    let words: Vec<(&str, Option<bool>)> =
        text.split_inclusive(char::is_whitespace).map(|word| (word, goes_against(word, base))).collect();
    let mut at = 0;
    while let Some(&(word, against)) = words.get(at) {
        if against != Some(true) {
            escape(f, word)?;
            at += 1;
            continue;
        }
        let ahead = words[at..].iter().take_while(|(_, against)| *against != Some(false));
        let length = ahead
            .enumerate()
            .filter(|(_, (_, against))| *against == Some(true))
            .last()
            .map_or(1, |(n, _)| n + 1);
        let run = words[at..at + length].iter().map(|(word, _)| *word).collect::<String>();
        let body = run.trim_end();
        f.write_str(open)?;
        escape(f, body)?;
        f.write_str("</bdi>")?;
        escape(f, &run[body.len()..])?;
        at += length;
    }
    Ok(())
}

/// Whether a word goes against the text; nothing for a word without direction.
fn goes_against(word: &str, base: Way) -> Option<bool> {
    let mut ways = word.chars().filter_map(strong);
    let first = ways.next()?;
    Some(first != base && ways.all(|way| way == first))
}

fn base(text: &str) -> Option<Way> {
    text.chars().find_map(strong)
}

fn has_other(text: &str, base: Way) -> bool {
    text.chars().filter_map(strong).any(|way| way != base)
}

fn strong(c: char) -> Option<Way> {
    match c {
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' if !c.is_numeric() => {
            Some(Way::Rtl)
        }
        _ if c.is_alphabetic() => Some(Way::Ltr),
        _ => None,
    }
}
