//! Decisions as `rules.md` writes them: a block that names the decision, and a table behind it.

use afaq_base::Text;
use afaq_dmn::{Aggregation, HitPolicy};

use super::markdown::{Cell, Piece, Table, pieces};
use crate::problem::Spot;
use crate::read::Cx;
use crate::source::Source;
use crate::values::list_of;
use crate::yaml::Node;
use crate::{codes, limits, shape, yaml};

/// What `rules.md` holds.
#[derive(Default)]
pub(crate) struct Literate {
    pub decisions: Vec<Written>,
    pub reasons: Vec<Node>,
}

/// One decision as written.
pub(crate) struct Written {
    pub id: String,
    pub spot: Spot,
    pub type_word: Option<String>,
    pub label: Option<Text>,
    pub logic: Logic,
}

/// How it is decided.
pub(crate) enum Logic {
    /// By an expression.
    Value(Node),
    /// By a table.
    Table(Columns),
    /// It is not said.
    Nothing,
}

/// A table with its columns told apart.
pub(crate) struct Columns {
    pub hit: HitPolicy,
    pub inputs: Vec<Cell>,
    pub outputs: Vec<(String, Spot)>,
    pub notes: Vec<String>,
    pub rows: Vec<Row>,
    pub spot: Spot,
}

/// One rule.
pub(crate) struct Row {
    pub tests: Vec<Cell>,
    pub outputs: Vec<Cell>,
    pub notes: Vec<String>,
    pub spot: Spot,
}

/// Reads all blocks and tables.
pub(crate) fn read(cx: &mut Cx<'_>, source: &Source) -> Literate {
    let mut literate = Literate::default();
    let mut open: Option<(Written, Node)> = None;
    for piece in pieces(source, cx.problems) {
        match piece {
            Piece::Block { word, spot, first_line, text } => match word.as_str() {
                "decision" => {
                    close(cx, &mut literate, open.take());
                    open = decision(cx, source, &text, first_line, &spot);
                }
                "reasons" => {
                    if let Some(mut node) = yaml::read(source, &text, first_line, cx.problems) {
                        shape::check(&node, &shape::REASONS, cx.problems);
                        cx.languages.translate("rules.reasons", &mut node);
                        literate.reasons.push(node);
                    }
                }
                "" | "text" | "feel" | "yaml" => {}
                other => cx.problems.add_with_help(
                    codes::RULES_SYNTAX,
                    &spot,
                    Text::new(
                        format!("كتلة من نوع غير معروف `{other}`"),
                        format!("a block of the unknown kind `{other}`"),
                    ),
                    crate::problem::suggest(other, ["decision", "reasons", "text"]),
                ),
            },
            Piece::Table(table) => {
                // A table that follows no open decision is part of the prose.
                if let Some((mut written, node)) = open.take() {
                    if matches!(written.logic, Logic::Nothing)
                        && let Some(columns) = columns(cx, &node, table)
                    {
                        written.logic = Logic::Table(columns);
                        literate.decisions.push(written);
                    } else {
                        open = Some((written, node));
                    }
                }
            }
        }
    }
    close(cx, &mut literate, open);
    literate
}

fn close(cx: &mut Cx<'_>, literate: &mut Literate, open: Option<(Written, Node)>) {
    let Some((written, _)) = open else { return };
    if matches!(written.logic, Logic::Nothing) {
        cx.problems.add(
            codes::DECISION_EMPTY,
            &written.spot,
            Text::new(
                format!("القرار `{}` بلا قيمة ولا جدول", written.id),
                format!("the decision `{}` has neither a value nor a table", written.id),
            ),
        );
    }
    literate.decisions.push(written);
}

fn decision(
    cx: &mut Cx<'_>,
    source: &Source,
    text: &str,
    first_line: u32,
    fence: &Spot,
) -> Option<(Written, Node)> {
    let Some(node) = yaml::read(source, text, first_line, cx.problems) else {
        if text.trim().is_empty() {
            cx.problems.add(
                codes::RULES_SYNTAX,
                fence,
                Text::new("كتلة قرار فارغة", "an empty decision block"),
            );
        }
        return None;
    };
    shape::check(&node, &shape::DECISION, cx.problems);
    let id = node.get("id")?;
    let mut label = crate::values::words_of(&node, "label");
    if let (Some(label), Some(id)) = (&mut label, id.text()) {
        cx.languages.translate_text(&format!("rules.decisions.{id}.label"), label);
    }
    let written = Written {
        id: id.text()?.to_owned(),
        spot: id.spot.clone(),
        type_word: node.text_of("type").map(str::to_owned),
        label,
        logic: node.get("value").cloned().map_or(Logic::Nothing, Logic::Value),
    };
    Some((written, node))
}

/// The word of a header in either language.
fn word(header: &str) -> &str {
    match header.trim() {
        "إذا" => "if",
        "كان" | "كانت" => "is",
        "السبب" => "reason",
        "ملاحظة" => "note",
        other => other,
    }
}

fn hit(node: &Node) -> HitPolicy {
    if node.get("collect").is_some() {
        return HitPolicy::Collect(None);
    }
    match node.text_of("hit") {
        Some("any") => HitPolicy::Any,
        Some("first") => HitPolicy::First,
        Some("collect") => HitPolicy::Collect(None),
        Some("sum") => HitPolicy::Collect(Some(Aggregation::Sum)),
        Some("min") => HitPolicy::Collect(Some(Aggregation::Min)),
        Some("max") => HitPolicy::Collect(Some(Aggregation::Max)),
        Some("count") => HitPolicy::Collect(Some(Aggregation::Count)),
        _ => HitPolicy::Unique,
    }
}

fn columns(cx: &mut Cx<'_>, node: &Node, table: Table) -> Option<Columns> {
    let mut named: Vec<String> = list_of(node, "outputs");
    named.extend(node.text_of("collect").map(str::to_owned));
    let is_pairs = table.header.first().is_some_and(|cell| word(&cell.text) == "if")
        && table.header.get(1).is_some_and(|cell| word(&cell.text) == "is");
    let mut outputs = Vec::new();
    let mut kinds = Vec::new();
    for (at, cell) in table.header.iter().enumerate() {
        let name = word(&cell.text);
        let marked = name.strip_prefix('→').or_else(|| name.strip_prefix('←')).map(str::trim);
        let kind = if is_pairs && at < 2 {
            Column::Test
        } else if name == "note" || name == "#" {
            Column::Note
        } else if is_pairs || marked.is_some() || named.iter().any(|one| one == name) {
            outputs.push((marked.unwrap_or(name).to_owned(), cell.spot.clone()));
            Column::Output
        } else {
            Column::Test
        };
        kinds.push(kind);
    }
    if outputs.is_empty() {
        cx.problems.add_with_help(
            codes::RULES_SYNTAX,
            &table.spot,
            Text::new("لا عمود للنتيجة في الجدول", "the table has no output column"),
            Text::new("ضع → قبل اسم عمود النتيجة", "write → before the name of the output column"),
        );
        return None;
    }
    for (name, spot) in &outputs {
        if !shape::is_id(name) {
            cx.problems.add(
                codes::BAD_ID,
                spot,
                Text::new(
                    format!("«{name}» لا يصلح اسماً لعمود نتيجة"),
                    format!("`{name}` is no valid name of an output column"),
                ),
            );
            return None;
        }
    }
    let of = |row: &[Cell], wanted: Column| -> Vec<Cell> {
        row.iter().zip(&kinds).filter(|(_, kind)| **kind == wanted).map(|(cell, _)| cell.clone()).collect()
    };
    let notes: Vec<String> = of(&table.header, Column::Note).into_iter().map(|cell| cell.text).collect();
    let row = |cells: &[Cell], tests: Vec<Cell>| Row {
        tests,
        outputs: of(cells, Column::Output),
        notes: of(cells, Column::Note).into_iter().map(|cell| cell.text).collect(),
        spot: cells.first().map_or_else(|| table.spot.clone(), |cell| cell.spot.clone()),
    };
    let (inputs, rows) = if is_pairs {
        pairs(&table, &row)
    } else {
        (
            of(&table.header, Column::Test),
            table.rows.iter().map(|cells| row(cells, of(cells, Column::Test))).collect(),
        )
    };
    if inputs.len() > limits::COLUMNS_MAX {
        cx.problems.add(
            codes::LIMIT,
            &table.spot,
            Text::new(
                format!("في الجدول أكثر من {} مدخلاً مختلفاً", limits::COLUMNS_MAX),
                format!("the table tests more than {} different inputs", limits::COLUMNS_MAX),
            ),
        );
        return None;
    }
    Some(Columns { hit: hit(node), inputs, outputs, notes, rows, spot: table.spot.clone() })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Test,
    Output,
    Note,
}

/// A table of `if` and `is`: each row tests one input; the different inputs become columns.
fn pairs(table: &Table, row: &dyn Fn(&[Cell], Vec<Cell>) -> Row) -> (Vec<Cell>, Vec<Row>) {
    let mut inputs: Vec<Cell> = Vec::new();
    for cells in &table.rows {
        let Some(input) = cells.first() else { continue };
        if !inputs.iter().any(|one| one.text == input.text) {
            inputs.push(input.clone());
        }
    }
    let nothing = |spot: &Spot| Cell { text: "-".to_owned(), spot: spot.clone(), escapes: Vec::new() };
    let rows = table
        .rows
        .iter()
        .map(|cells| {
            let (input, test) = (cells.first(), cells.get(1));
            let tests = inputs
                .iter()
                .map(|one| match (input, test) {
                    (Some(input), Some(test)) if input.text == one.text => test.clone(),
                    _ => {
                        nothing(&test.or(input).map_or_else(|| table.spot.clone(), |cell| cell.spot.clone()))
                    }
                })
                .collect();
            row(cells, tests)
        })
        .collect();
    (inputs, rows)
}

/// The place of a cell for the decision model.
pub(crate) fn text_at(cell: &Cell) -> afaq_dmn::Text {
    let mut text = afaq_dmn::Text::at(cell.text.clone(), cell.spot.line, cell.spot.column);
    text.escapes.clone_from(&cell.escapes);
    text
}
