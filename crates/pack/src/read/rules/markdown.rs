//! Finds the blocks and tables of `rules.md`; everything else is prose for lawyers.

use afaq_base::Text;

use crate::problem::{Problems, Spot};
use crate::source::Source;
use crate::{codes, limits};

/// A piece of the document that means something.
#[derive(Debug)]
pub(crate) enum Piece {
    /// A fenced block: its word, the line after the fence, its text.
    Block { word: String, spot: Spot, first_line: u32, text: String },
    /// A table.
    Table(Table),
}

/// A table with the place of each cell.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub spot: Spot,
    pub header: Vec<Cell>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub text: String,
    pub spot: Spot,
    /// Offsets of characters that were written as an escape, for the columns behind them.
    pub escapes: Vec<(u32, u32)>,
}

impl Cell {
    /// The place of a character of the cell.
    pub fn place(&self, offset: usize) -> Spot {
        let extra: u32 =
            self.escapes.iter().filter(|(at, _)| (*at as usize) < offset).map(|(_, more)| more).sum();
        let mut spot = self.spot.clone();
        spot.column =
            spot.column.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX)).saturating_add(extra);
        spot
    }
}

/// Finds all blocks and tables, in order.
pub(crate) fn pieces(source: &Source, problems: &mut Problems) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut line = 1;
    while line <= source.lines() {
        let text = source.line(line);
        let trimmed = text.trim();
        if let Some(word) = trimmed.strip_prefix("```") {
            line = block(source, line, word.trim(), &mut pieces, problems);
        } else if trimmed.starts_with('|') {
            line = table(source, line, &mut pieces, problems);
        } else {
            line += 1;
        }
    }
    pieces
}

fn block(source: &Source, start: u32, word: &str, pieces: &mut Vec<Piece>, problems: &mut Problems) -> u32 {
    let mut end = start + 1;
    let mut text = String::new();
    while end <= source.lines() {
        if source.line(end).trim() == "```" {
            pieces.push(Piece::Block {
                word: word.to_owned(),
                spot: source.spot(start, 1),
                first_line: start + 1,
                text,
            });
            return end + 1;
        }
        text.push_str(source.line(end));
        text.push('\n');
        end += 1;
    }
    problems.add(
        codes::RULES_SYNTAX,
        &source.spot(start, 1),
        Text::new("كتلة بلا نهاية (```)", "the block is not closed with ```"),
    );
    end
}

fn table(source: &Source, start: u32, pieces: &mut Vec<Piece>, problems: &mut Problems) -> u32 {
    let header = cells(source, start);
    let mut line = start + 1;
    if !is_rule_line(source.line(line)) {
        // A line with bars that is no table: prose.
        return line;
    }
    line += 1;
    let mut rows = Vec::new();
    while line <= source.lines() && source.line(line).trim().starts_with('|') {
        let row = cells(source, line);
        if row.len() != header.len() {
            problems.add(
                codes::TABLE_COLUMNS,
                &source.spot(line, 1),
                Text::new(
                    format!("في الصف {} خلية، وفي رأس الجدول {}", row.len(), header.len()),
                    format!("the row has {} cells, the header {}", row.len(), header.len()),
                ),
            );
        } else if rows.len() < limits::RULES_MAX {
            rows.push(row);
        } else {
            problems.add(
                codes::LIMIT,
                &source.spot(line, 1),
                Text::new(
                    format!("في الجدول أكثر من {} قاعدة", limits::RULES_MAX),
                    format!("the table has more than {} rules", limits::RULES_MAX),
                ),
            );
            while line <= source.lines() && source.line(line).trim().starts_with('|') {
                line += 1;
            }
            break;
        }
        line += 1;
    }
    if header.len() > limits::COLUMNS_MAX {
        problems.add(
            codes::LIMIT,
            &source.spot(start, 1),
            Text::new(
                format!("في الجدول أكثر من {} عموداً", limits::COLUMNS_MAX),
                format!("the table has more than {} columns", limits::COLUMNS_MAX),
            ),
        );
        return line;
    }
    pieces.push(Piece::Table(Table { spot: source.spot(start, 1), header, rows }));
    line
}

/// Whether it is the line of dashes under a table's header.
fn is_rule_line(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|')
        && line.contains('-')
        && line.chars().all(|one| matches!(one, '|' | '-' | ':' | ' '))
}

/// The cells of a line: bars divide, `\|` is a bar within a cell, bars in texts are part of them.
fn cells(source: &Source, line: u32) -> Vec<Cell> {
    let text = source.line(line);
    let mut cells = Vec::new();
    let mut current: Vec<(char, u32)> = Vec::new();
    let mut column = 0_u32;
    let mut is_first = true;
    let mut in_text = false;
    let mut characters = text.chars().peekable();
    while let Some(one) = characters.next() {
        column += 1;
        match one {
            '\\' if characters.peek() == Some(&'|') => {
                characters.next();
                column += 1;
                current.push(('|', column - 1));
            }
            '|' if !in_text => {
                if !is_first {
                    cells.push(cell(source, line, &current, column));
                }
                is_first = false;
                current.clear();
            }
            _ => {
                if one == '"' {
                    in_text = !in_text;
                }
                current.push((one, column));
            }
        }
    }
    if current.iter().any(|(one, _)| !one.is_whitespace()) {
        cells.push(cell(source, line, &current, column));
    }
    cells
}

fn cell(source: &Source, line: u32, characters: &[(char, u32)], end: u32) -> Cell {
    let is_blank = |one: &&(char, u32)| one.0.is_whitespace();
    let skip = characters.iter().take_while(is_blank).count();
    let tail = characters.iter().rev().take_while(is_blank).count();
    let inner = characters.get(skip..characters.len().saturating_sub(tail)).unwrap_or_default();
    let mut escapes = Vec::new();
    for (at, pair) in inner.windows(2).enumerate() {
        let gap = pair[1].1 - pair[0].1;
        if gap > 1 {
            escapes.push((u32::try_from(at).unwrap_or(u32::MAX), gap - 1));
        }
    }
    Cell {
        text: inner.iter().map(|(one, _)| *one).collect(),
        spot: source.spot(line, inner.first().map_or(end, |(_, column)| *column)),
        escapes,
    }
}
