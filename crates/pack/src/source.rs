//! Source files with their lines, so that every problem can point at a character.

use std::sync::Arc;

use crate::problem::Spot;

/// One file that is read as text.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path within the pack.
    pub name: Arc<str>,
    /// The text.
    pub text: Arc<str>,
    /// The byte at which each line begins.
    starts: Vec<usize>,
}

impl Source {
    /// Takes a file in.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        Self { name: Arc::from(name), text: Arc::from(text), starts }
    }

    /// The text of a line, counted from 1, without its end.
    #[must_use]
    pub fn line(&self, line: u32) -> &str {
        let at = (line as usize).saturating_sub(1);
        let Some(start) = self.starts.get(at) else { return "" };
        let end = self.starts.get(at + 1).copied().unwrap_or(self.text.len());
        self.text.get(*start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }

    /// How many lines there are.
    #[must_use]
    pub fn lines(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// A place in this file.
    #[must_use]
    pub fn spot(&self, line: u32, column: u32) -> Spot {
        Spot::new(&self.name, line, column)
    }

    /// The byte at which a place lies.
    #[must_use]
    pub fn byte(&self, line: u32, column: u32) -> usize {
        let start = self.starts.get((line as usize).saturating_sub(1)).copied().unwrap_or(self.text.len());
        let rest = self.text.get(start..).unwrap_or("");
        let skip = (column as usize).saturating_sub(1);
        start + rest.char_indices().nth(skip).map_or(rest.len(), |(at, _)| at)
    }

    /// The place of a byte.
    #[must_use]
    pub fn spot_of_byte(&self, byte: usize) -> Spot {
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..byte.min(self.text.len())).map_or(0, |text| text.chars().count());
        self.spot(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column + 1).unwrap_or(u32::MAX))
    }

    /// The place in this file of a character of a value that was written from `from` on.
    ///
    /// Walks the value and the file together: white space stands for white space (folded lines),
    /// escapes for what they mean, everything else for itself. `skip_line` begins on the next line
    /// (block scalars).
    #[must_use]
    pub fn inside(&self, from: &Spot, value: &str, offset: usize, skip_line: bool) -> Spot {
        let start = self.byte(from.line, from.column);
        // The place of a block scalar may be that of its `|` or that of its first character.
        let is_header = self.text.get(start..).is_some_and(|rest| rest.starts_with(['|', '>']));
        let mut at = if skip_line && is_header {
            self.starts.get(from.line as usize).copied().unwrap_or(self.text.len())
        } else {
            start
        };
        let bytes_end = self.text.len();
        let peek = |at: usize| self.text.get(at..).and_then(|rest| rest.chars().next());
        if !skip_line && matches!(peek(at), Some('"' | '\'')) {
            at += 1;
        }
        let mut last = at;
        for (index, wanted) in value.chars().enumerate() {
            if index > offset {
                break;
            }
            if wanted.is_whitespace() {
                // Spaces are matched one by one as far as they are there; a fold is skipped later.
                last = at;
                if matches!(peek(at), Some(found) if found.is_whitespace()) {
                    at += peek(at).map_or(1, char::len_utf8);
                }
                continue;
            }
            while let Some(found) = peek(at) {
                if found == wanted {
                    break;
                }
                let skip = match (found, peek(at + 1)) {
                    ('\\', Some('u')) => 6,
                    ('\\', Some('U')) => 10,
                    ('\\', Some('x')) => 4,
                    ('\\', Some(_)) if peek(at + 1) != Some(wanted) => 2,
                    _ => found.len_utf8(),
                };
                let is_escape = found == '\\' && skip > 2;
                at += skip;
                if is_escape {
                    at -= 1;
                    break;
                }
            }
            last = at.min(bytes_end);
            at += peek(at).map_or(0, char::len_utf8);
            if wanted == '\'' && peek(at) == Some('\'') && peek(last) == Some('\'') {
                at += 1;
            }
        }
        if offset >= value.chars().count() {
            last = at;
        }
        self.spot_of_byte(last.min(bytes_end))
    }
}
