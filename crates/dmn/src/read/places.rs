//! From bytes of a source to lines and columns in characters, without walking the whole text each time.

use crate::model::Position;

/// How a literal section of XML begins.
pub(super) const CDATA: &str = "<![CDATA[";

/// A checkpoint stands at least every so many bytes.
const STRIDE_BYTES: usize = 512;

/// Lines and columns of a text.
pub(super) struct Places<'a> {
    text: &'a str,
    checkpoints: Vec<(usize, Position)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut place = Position { line: 1, column: 1 };
        let mut checkpoints = vec![(0, place)];
        let mut last = 0;
        for (at, character) in text.char_indices() {
            if at - last >= STRIDE_BYTES {
                checkpoints.push((at, place));
                last = at;
            }
            advance(&mut place, character);
        }
        Self { text, checkpoints }
    }

    /// The place of the byte at `offset`.
    pub(super) fn at(&self, offset: usize) -> Position {
        let index = self.checkpoints.partition_point(|(at, _)| *at <= offset).saturating_sub(1);
        let Some(&(start, mut place)) = self.checkpoints.get(index) else {
            return Position { line: 1, column: 1 };
        };
        for character in self.text.get(start..offset).unwrap_or("").chars() {
            advance(&mut place, character);
        }
        place
    }
}

fn advance(place: &mut Position, character: char) {
    if character == '\n' {
        place.line = place.line.saturating_add(1);
        place.column = 1;
    } else {
        place.column = place.column.saturating_add(1);
    }
}

/// The escapes in a raw text: offset of the character, and how many columns more than one it took.
pub(super) fn escapes(raw: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    let mut offset = 0_u32;
    let mut rest = raw.chars();
    while let Some(character) = rest.next() {
        if character == '&' {
            let length = rest.as_str().chars().take_while(|next| *next != ';').count();
            found.push((offset, u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1)));
            rest.nth(length);
        }
        offset = offset.saturating_add(1);
    }
    found
}
