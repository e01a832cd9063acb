//! Classes of characters: spans, Unicode's categories and blocks, and what XPath's letters stand for.

use unicode_blocks::{UnicodeBlock, find_unicode_block};
use unicode_general_category::get_general_category;

/// A class as `[…]` writes it.
#[derive(Clone, Debug, Default)]
pub(super) struct Class {
    pub(super) negated: bool,
    pub(super) ranges: Vec<(char, char)>,
    /// Kinds of characters, each with whether its opposite is meant.
    pub(super) kinds: Vec<(CharKind, bool)>,
    pub(super) without: Option<Box<Class>>,
}

/// A kind of characters that a pattern can name.
#[derive(Clone, Copy, Debug)]
pub(super) enum CharKind {
    /// `\s`: space, tab, newline, carriage return.
    Space,
    /// `\w`: all but punctuation, separators and others.
    Word,
    /// `\i`: the first character of an XML name.
    NameStart,
    /// `\c`: a character of an XML name.
    Name,
    /// `\p{Lu}`, `\p{L}`: Unicode's general category, or a group of them by its letter.
    Category(&'static str),
    /// `\p{IsArabic}`: a block of Unicode.
    Block(u32, u32),
}

/// The categories that a pattern may name (XML Schema 1.1 part 2, table F.1.1).
const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps",
    "Pe", "Pi", "Pf", "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
];

/// Names of blocks in older versions of Unicode, and what the block is called since.
const RENAMED: [(&str, &str); 3] = [
    ("Greek", "Greek and Coptic"),
    ("CombiningMarksforSymbols", "Combining Diacritical Marks for Symbols"),
    ("PrivateUse", "Private Use Area"),
];

impl Class {
    /// Whether a character belongs to it, in the other case too where case does not count.
    pub(super) fn contains(&self, sign: char, ignore_case: bool) -> bool {
        let is_listed = self.lists(sign)
            || (ignore_case && sign.to_lowercase().chain(sign.to_uppercase()).any(|sign| self.lists(sign)));
        // Subtractions are nested no deeper than `PATTERN_DEPTH`.
        is_listed != self.negated
            && !self.without.as_ref().is_some_and(|without| without.contains(sign, ignore_case))
    }

    /// Whether it is one of the signs that are written here, negated or not.
    fn lists(&self, sign: char) -> bool {
        self.ranges.iter().any(|(low, high)| (*low..=*high).contains(&sign))
            || self.kinds.iter().any(|(kind, negated)| kind.has(sign) != *negated)
    }
}

impl CharKind {
    /// What `\d`, `\s`, `\w`, `\i` and `\c` stand for.
    pub(super) fn by_letter(letter: char) -> Option<CharKind> {
        Some(match letter {
            'd' => CharKind::Category("Nd"),
            's' => CharKind::Space,
            'w' => CharKind::Word,
            'i' => CharKind::NameStart,
            'c' => CharKind::Name,
            _ => return None,
        })
    }

    /// What a name in `\p{…}` stands for: a category, or `Is` and a block's name without spaces.
    pub(super) fn by_name(name: &str) -> Option<CharKind> {
        let Some(block) = name.strip_prefix("Is") else {
            return CATEGORIES.iter().find(|known| **known == name).map(|known| CharKind::Category(known));
        };
        let written = RENAMED.iter().find(|(old, _)| *old == block).map_or(block, |(_, new)| new);
        let is_named = |known: &UnicodeBlock| {
            known.name().chars().filter(|sign| *sign != ' ').eq(written.chars().filter(|sign| *sign != ' '))
        };
        let found = blocks().find(is_named)?;
        Some(CharKind::Block(found.start(), found.end()))
    }

    fn has(self, sign: char) -> bool {
        match self {
            CharKind::Space => matches!(sign, ' ' | '\t' | '\n' | '\r'),
            CharKind::Word => !matches!(
                get_general_category(sign).abbreviation().as_bytes().first(),
                Some(b'P' | b'Z' | b'C')
            ),
            CharKind::NameStart => is_name_start(sign),
            CharKind::Name => {
                is_name_start(sign)
                    || matches!(sign, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
            }
            CharKind::Category(wanted) => get_general_category(sign).abbreviation().starts_with(wanted),
            CharKind::Block(low, high) => (low..=high).contains(&u32::from(sign)),
        }
    }
}

/// All blocks in order. The planes without blocks are passed over.
fn blocks() -> impl Iterator<Item = UnicodeBlock> {
    let mut next = 0_u32;
    std::iter::from_fn(move || {
        while next <= u32::from(char::MAX) {
            let here = char::from_u32(next).and_then(find_unicode_block);
            next = match here {
                Some(block) => block.end() + 1,
                // Blocks begin at multiples of sixteen; surrogates are no characters.
                None if (0xD800..0xE000).contains(&next) => 0xE000,
                None if (0x4_0000..0xE_0000).contains(&next) => 0xE_0000,
                None => next + 16,
            };
            if here.is_some() {
                return here;
            }
        }
        None
    })
}

/// Whether two characters are one but for their case.
pub(super) fn is_same(left: char, right: char) -> bool {
    left.to_lowercase().eq(right.to_lowercase()) || left.to_uppercase().eq(right.to_uppercase())
}

/// XML's NameStartChar (XML 1.0, production 4).
fn is_name_start(sign: char) -> bool {
    matches!(sign, ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}'
        | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}
