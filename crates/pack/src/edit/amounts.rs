//! Amounts of money in the rules of a fee: where each stands, what it is for, and how it is changed.

use std::collections::BTreeMap;

use afaq_base::{Money, Text};

use super::{EditError, replace, source};
use crate::model::Cost;
use crate::problem::Problems;
use crate::read::markdown::{Cell, Piece, pieces};
use crate::source::Source;
use crate::yaml::{self, Node};
use crate::{PackFiles, Service};

/// One amount in the rules of the fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The decision in which it stands.
    pub decision: String,
    /// Which of the decision's amounts, from 0.
    pub index: usize,
    /// The amount as it is written, in KWD.
    pub value: String,
    /// What it is for: the note of its row, or the expression around it.
    pub what: Text,
}

const FILE: &str = "rules.md";

/// An amount with the bytes where it stands.
struct Placed {
    amount: Amount,
    from: usize,
    to: usize,
}

/// All amounts in the decision of the fee and in the decisions that it names.
pub(super) fn amounts(pack: &PackFiles, service: &Service) -> Vec<Amount> {
    let Ok(source) = source(pack, FILE) else { return Vec::new() };
    placed(&source, service).into_iter().map(|one| one.amount).collect()
}

/// Writes another amount in the place of one.
pub(super) fn change(
    pack: &mut PackFiles,
    service: &Service,
    decision: &str,
    index: usize,
    to: &str,
) -> Result<(), EditError> {
    let money = Money::parse(to).ok().filter(|money| money.fils() >= 0).ok_or(EditError::BadValue)?;
    let source = source(pack, FILE)?;
    let all = placed(&source, service);
    let found = all.iter().find(|one| one.amount.decision == decision && one.amount.index == index);
    let found = found.ok_or(EditError::NotHere)?;
    let bytes = replace(&source, found.from, found.to, &plain(money))?;
    pack.insert(FILE.to_owned(), bytes);
    Ok(())
}

/// An amount as FEEL writes it: dinars, without noughts at the end.
fn plain(money: Money) -> String {
    let (dinars, fils) = (money.fils() / 1_000, money.fils() % 1_000);
    if fils == 0 {
        return dinars.to_string();
    }
    format!("{dinars}.{fils:03}").trim_end_matches('0').to_owned()
}

/// A decision as written: its block with the expression, or the table behind it.
struct Written {
    id: String,
    value: Option<Node>,
    table: Option<(Vec<Cell>, Vec<Vec<Cell>>)>,
}

fn placed(source: &Source, service: &Service) -> Vec<Placed> {
    let Cost::Decision(fee) = &service.cost else { return Vec::new() };
    let written = written(source);
    let mut waiting = vec![fee.clone()];
    let mut wanted: BTreeMap<String, ()> = BTreeMap::new();
    while let Some(id) = waiting.pop() {
        let Some(one) = written.iter().find(|one| one.id == id) else { continue };
        // A decision counts as named where its id stands as a word.
        let text = one.value.as_ref().and_then(Node::text).unwrap_or_default();
        let names = text.split(|sign: char| !(sign.is_alphanumeric() || sign == '_' || sign == '.'));
        waiting.extend(
            names
                .filter(|name| service.decisions.has(name) && !wanted.contains_key(*name) && *name != id)
                .map(str::to_owned),
        );
        wanted.insert(id, ());
    }
    let wanted = written.iter().filter(|one| wanted.contains_key(&one.id));
    wanted.flat_map(|one| of_decision(source, one, *fee == one.id)).collect()
}

fn written(source: &Source) -> Vec<Written> {
    let mut problems = Problems::default();
    let mut written: Vec<Written> = Vec::new();
    let mut is_open = false;
    for piece in pieces(source, &mut problems) {
        match piece {
            Piece::Block { word, first_line, text, .. } if word == "decision" => {
                let Some(node) = yaml::read(source, &text, first_line, &mut problems) else { continue };
                let Some(id) = node.text_of("id") else { continue };
                let value = node.get("value").cloned();
                is_open = value.is_none();
                written.push(Written { id: id.to_owned(), value, table: None });
            }
            Piece::Block { .. } => {}
            Piece::Table(table) => {
                if let Some(last) = written.last_mut().filter(|_| is_open) {
                    last.table = Some((table.header, table.rows));
                }
                is_open = false;
            }
        }
    }
    written
}

/// The amounts of one decision. Numbers in an expression count only in the decision of the fee itself: elsewhere
/// they may be anything.
fn of_decision(source: &Source, decision: &Written, is_fee: bool) -> Vec<Placed> {
    let mut found = Vec::new();
    let mut add = |from: usize, value: &str, what: Text| {
        let index = found.len();
        let amount = Amount { decision: decision.id.clone(), index, value: value.to_owned(), what };
        found.push(Placed { amount, from, to: from + value.len() });
    };
    if let Some(node) = decision.value.as_ref().filter(|_| is_fee) {
        let text = node.text().unwrap_or_default();
        for (offset, number) in results(text) {
            let spot = node.inside(source, text.get(..offset).map_or(0, |before| before.chars().count()));
            add(source.byte(spot.line, spot.column), number, Text::same(text));
        }
    }
    if let Some((header, rows)) = &decision.table {
        let is_output = |cell: &Cell| cell.text.starts_with(['→', '←']) || cell.text == decision.id;
        let is_note = |cell: &Cell| matches!(cell.text.trim(), "note" | "ملاحظة");
        for row in rows {
            let of = |wanted: &dyn Fn(&Cell) -> bool| {
                header.iter().zip(row).find(|(head, _)| wanted(head)).map(|(_, cell)| cell)
            };
            let Some(cell) = of(&is_output).filter(|cell| is_number(&cell.text)) else { continue };
            let what = of(&is_note).map_or_else(|| Text::same(row_words(row, cell)), |note| two(&note.text));
            add(source.byte(cell.spot.line, cell.spot.column), &cell.text, what);
        }
    }
    // What is found must be what stands there.
    found.retain(|one: &Placed| source.text.get(one.from..one.to) == Some(one.amount.value.as_str()));
    found
}

fn row_words(row: &[Cell], output: &Cell) -> String {
    let tests: Vec<&str> =
        row.iter().filter(|cell| cell.spot != output.spot).map(|cell| cell.text.as_str()).collect();
    tests.join(" · ")
}

/// "عربي · English" as a text in two languages.
fn two(note: &str) -> Text {
    match note.split_once('·') {
        Some((ar, en)) => Text::new(ar.trim(), en.trim()),
        None => Text::same(note.trim()),
    }
}

fn is_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(part) && part.len() <= 3
}

/// The numbers of an expression that are its result: the whole of it, or what follows `then` and `else`.
fn results(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut before = "";
    let mut at = 0;
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let is_result = matches!(before, "" | "then" | "else") && is_number(word);
        // A number that goes on (`5 * years`) is a part of a sum, not the amount.
        let next = text.get(at + piece.len()..).unwrap_or_default().split_whitespace().next();
        if is_result && matches!(next, None | Some("else")) {
            found.push((at, word));
        }
        before = word;
        at += piece.len();
    }
    found
}
