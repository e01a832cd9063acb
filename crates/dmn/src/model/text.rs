//! A piece of text out of a source file that knows where each of its characters stands there.

/// A place in a source file; line and column count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

impl Position {
    /// The place `line`:`column`.
    #[must_use]
    pub fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}

/// Text of an expression or of a cell, with the place where it begins.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The text itself.
    pub value: String,
    /// Where it begins in the source.
    pub position: Option<Position>,
    /// For each character written as an escape (`&lt;`): its offset, and how many columns more it took.
    pub escapes: Vec<(u32, u32)>,
}

/// Two texts are equal when they say the same, wherever they stand.
impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Text {}

impl From<&str> for Text {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), position: None, escapes: Vec::new() }
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self { value, position: None, escapes: Vec::new() }
    }
}

impl Text {
    /// A text that begins at a known place.
    #[must_use]
    pub fn at(value: impl Into<String>, line: u32, column: u32) -> Self {
        Self { value: value.into(), position: Some(Position { line, column }), escapes: Vec::new() }
    }

    /// Whether nothing but blanks stands here.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }

    /// Where the character at `offset` (counted in characters) stands in the source.
    #[must_use]
    pub fn place(&self, offset: usize) -> Option<Position> {
        let start = self.position?;
        let (mut line, mut column, mut line_start) = (start.line, start.column, 0_usize);
        let mut seen = 0_usize;
        for (index, character) in self.value.chars().take(offset).enumerate() {
            seen = index + 1;
            if character == '\n' {
                line = line.saturating_add(1);
                column = 1;
                line_start = seen;
            }
        }
        let extra: u32 = self
            .escapes
            .iter()
            .filter(|(at, _)| (*at as usize) >= line_start && (*at as usize) < seen)
            .map(|(_, more)| *more)
            .sum();
        let walked = u32::try_from(seen - line_start).unwrap_or(u32::MAX);
        Some(Position { line, column: column.saturating_add(walked).saturating_add(extra) })
    }
}
