//! Places in the source text, and the guards that run before any tree is built.

use std::sync::Arc;

use crate::definitions::{Position, Text};
use crate::limits;
use crate::problem::{Problem, ProblemKind};

const BLOCK_BYTES: usize = 256;

/// Finds line and column of a byte without walking the text from its beginning.
pub(crate) struct Lines<'a> {
    text: &'a str,
    line_starts: Vec<usize>,
    /// Characters before each block of the text.
    characters: Vec<usize>,
}

fn begins_character(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let mut line_starts = vec![0];
        let mut characters = Vec::with_capacity(text.len() / BLOCK_BYTES + 1);
        let mut count = 0;
        for (index, byte) in text.bytes().enumerate() {
            if index % BLOCK_BYTES == 0 {
                characters.push(count);
            }
            if begins_character(byte) {
                count += 1;
            }
            if byte == b'\n' {
                line_starts.push(index + 1);
            }
        }
        Self { text, line_starts, characters }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK_BYTES;
        let Some(&before) = self.characters.get(block) else {
            return self.text.chars().count();
        };
        let rest = self.text.as_bytes().get(block * BLOCK_BYTES..byte).unwrap_or_default();
        before + rest.iter().filter(|&&byte| begins_character(byte)).count()
    }

    pub(crate) fn position(&self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self.characters_before(byte) - self.characters_before(start) + 1;
        Position {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(column).unwrap_or(u32::MAX),
        }
    }
}

/// The place of one character inside of a text, escapes of XML counted as they stand in the file.
pub(crate) fn locate(source: &Arc<str>, text: &Text, character: usize) -> Position {
    let raw = source.get(text.source_byte..).unwrap_or_default();
    let mut position = text.position;
    let mut rest = raw;
    for passed in 0..=character {
        for mark in ["<![CDATA[", "]]>"] {
            if let Some(inside) = rest.strip_prefix(mark) {
                rest = inside;
                position.column += u32::try_from(mark.len()).unwrap_or(0);
            }
        }
        if passed == character {
            break;
        }
        let Some(first) = rest.chars().next() else { break };
        let width = if first == '&' { rest.find(';').map_or(1, |end| end + 1) } else { first.len_utf8() };
        let (passed, after) = rest.split_at(width);
        if first == '\n' {
            position = Position { line: position.line + 1, column: 1 };
        } else {
            position.column += u32::try_from(passed.chars().count()).unwrap_or(0);
        }
        rest = after;
    }
    position
}

/// Refuses what would cost too much to parse: size, document types, depth, elements, attributes.
/// Everything else that is not XML is left for the parser to say.
pub(crate) fn guard(xml: &str) -> Result<(), Problem> {
    if xml.len() > limits::XML_BYTES_MAX {
        return Err(Problem::in_file(start(), ProblemKind::TooLarge { limit: limits::XML_BYTES_MAX }));
    }
    let fail = |byte: usize, kind| Err(Problem::in_file(Lines::new(xml).position(byte), kind));
    let bytes = xml.as_bytes();
    let (mut at, mut depth, mut elements) = (0, 0_usize, 0_usize);
    while let Some(found) = xml[at..].find('<') {
        let open = at + found;
        let rest = &xml[open..];
        let skip = |end: &str| rest.find(end).map_or(rest.len(), |index| index + end.len());
        if rest.starts_with("<!--") {
            at = open + skip("-->");
        } else if rest.starts_with("<![CDATA[") {
            at = open + skip("]]>");
        } else if rest.starts_with("<?") {
            at = open + skip("?>");
        } else if rest.starts_with("<!") {
            return fail(open, ProblemKind::Doctype);
        } else if rest.starts_with("</") {
            depth = depth.saturating_sub(1);
            at = open + skip(">");
        } else {
            let (end, attributes) = tag_end(bytes, open);
            if attributes > limits::XML_ATTRIBUTES_MAX {
                let kind = ProblemKind::TooMany { what: "attributes", limit: limits::XML_ATTRIBUTES_MAX };
                return fail(open, kind);
            }
            elements += 1;
            if elements > limits::XML_ELEMENTS_MAX {
                let kind = ProblemKind::TooMany { what: "XML elements", limit: limits::XML_ELEMENTS_MAX };
                return fail(open, kind);
            }
            if bytes.get(end.wrapping_sub(2)) != Some(&b'/') {
                depth += 1;
            }
            if depth > limits::XML_DEPTH_MAX {
                return fail(open, ProblemKind::TooDeep { limit: limits::XML_DEPTH_MAX });
            }
            at = end;
        }
    }
    Ok(())
}

pub(crate) fn start() -> Position {
    Position { line: 1, column: 1 }
}

/// The byte after a start tag's `>` and the number of its attributes.
fn tag_end(bytes: &[u8], open: usize) -> (usize, usize) {
    let (mut quote, mut attributes) = (None, 0);
    for (index, &byte) in bytes.iter().enumerate().skip(open) {
        match (quote, byte) {
            (None, b'>') => return (index + 1, attributes),
            (None, b'"' | b'\'') => {
                quote = Some(byte);
                attributes += 1;
            }
            (Some(mark), _) if mark == byte => quote = None,
            _ => {}
        }
    }
    (bytes.len(), attributes)
}
