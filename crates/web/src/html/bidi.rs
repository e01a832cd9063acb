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

fn write_mixed(f: &mut fmt::Formatter<'_>, text: &str, base: Way) -> fmt::Result {
    let other = if base == Way::Rtl { "<bdi dir=\"ltr\">" } else { "<bdi dir=\"rtl\">" };
    let mut inside = false;
    let mut gap = "";
    for word in text.split_inclusive(char::is_whitespace) {
        let body = word.trim_end();
        let against = way(body).map_or(inside && body.is_empty(), |way| way != base);
        if inside && !against {
            f.write_str("</bdi>")?;
            inside = false;
        }
        f.write_str(gap)?;
        if against && !inside {
            f.write_str(other)?;
            inside = true;
        }
        escape(f, body)?;
        gap = &word[body.len()..];
    }
    if inside {
        f.write_str("</bdi>")?;
    }
    Ok(())
}

fn base(text: &str) -> Option<Way> {
    text.chars().find_map(strong)
}

fn has_other(text: &str, base: Way) -> bool {
    text.chars().filter_map(strong).any(|way| way != base)
}

/// The way of a word: that of its first strong character.
fn way(word: &str) -> Option<Way> {
    word.chars().find_map(strong)
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
