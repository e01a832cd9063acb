//! CSV row by row (RFC 4180): quotes, line ends in quotes, and a bounded row.

use std::io::BufRead;

use super::limits;

/// Why a row cannot be read.
#[derive(Debug)]
pub enum Broken {
    /// The file cannot be read.
    File(std::io::Error),
    /// A row is longer than allowed.
    Long,
    /// A row is no UTF-8 text.
    Text,
    /// A quote has no end, or something follows it.
    Quote,
}

/// Reads rows.
pub struct Rows<R> {
    source: R,
    /// The line at which the last row began, from 1.
    pub line: u64,
    next_line: u64,
}

impl<R: BufRead> Rows<R> {
    /// Begins.
    pub fn new(source: R) -> Self {
        Self { source, line: 0, next_line: 1 }
    }

    /// The next row; none at the end. Empty lines are passed over.
    pub fn next_row(&mut self) -> Result<Option<Vec<String>>, Broken> {
        loop {
            self.line = self.next_line;
            let Some(text) = self.logical_line()? else { return Ok(None) };
            let text = text.trim_start_matches('\u{feff}');
            if !text.trim_end_matches(['\r', '\n']).is_empty() {
                return cells(text.trim_end_matches(['\r', '\n'])).map(Some);
            }
        }
    }

    /// A line, with those that follow while a quote is open.
    fn logical_line(&mut self) -> Result<Option<String>, Broken> {
        let mut bytes = Vec::new();
        loop {
            let before = bytes.len();
            loop {
                let chunk = self.source.fill_buf().map_err(Broken::File)?;
                if chunk.is_empty() {
                    break;
                }
                let end = chunk.iter().position(|byte| *byte == b'\n');
                let taken = end.map_or(chunk.len(), |at| at + 1);
                if bytes.len() + taken > limits::ROW_BYTES_MAX {
                    return Err(Broken::Long);
                }
                bytes.extend_from_slice(&chunk[..taken]);
                self.source.consume(taken);
                if end.is_some() {
                    break;
                }
            }
            if bytes.len() == before {
                // The end of the file.
                return match (bytes.is_empty(), bytes.iter().filter(|byte| **byte == b'"').count() % 2) {
                    (true, _) => Ok(None),
                    (false, 0) => String::from_utf8(bytes).map(Some).map_err(|_| Broken::Text),
                    (false, _) => Err(Broken::Quote),
                };
            }
            self.next_line += 1;
            if bytes.iter().filter(|byte| **byte == b'"').count() % 2 == 0 {
                return String::from_utf8(bytes).map(Some).map_err(|_| Broken::Text);
            }
        }
    }
}

/// The cells of one row.
fn cells(line: &str) -> Result<Vec<String>, Broken> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            None => match rest.split_once(',') {
                Some((cell, after)) => (cell.to_owned(), Some(after)),
                None => (rest.to_owned(), None),
            },
            Some(mut inside) => {
                let mut cell = String::new();
                loop {
                    let (text, after) = inside.split_once('"').ok_or(Broken::Quote)?;
                    cell.push_str(text);
                    match after.strip_prefix('"') {
                        Some(more) => {
                            cell.push('"');
                            inside = more;
                        }
                        None if after.is_empty() => break (cell, None),
                        None => break (cell, Some(after.strip_prefix(',').ok_or(Broken::Quote)?)),
                    }
                }
            }
        };
        cells.push(cell);
        match after {
            Some(after) => rest = after,
            None => return Ok(cells),
        }
    }
}

/// A row as CSV, with its line end.
pub fn written<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let one = |cell: &str| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let cells: Vec<String> = cells.into_iter().map(one).collect();
    format!("{}\n", cells.join(","))
}
