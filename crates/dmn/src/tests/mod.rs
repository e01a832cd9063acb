//! Examples of reading, compiling, evaluating, analyzing and altering models.

mod agreement;
mod analysis;
mod cases;
mod clauses;
mod comparison;
mod enumeration;
mod evaluation;
mod explanation;
mod imports;
mod reading;
mod versions;
mod writing;

use crate::{DecisionTable, Expression, HitPolicy, Input, Output, Rule};

/// A table out of rows of cells: the first row names the inputs, then `|`, then the outputs.
pub(super) fn table(policy: &str, rows: &[&str]) -> DecisionTable {
    let cells = |side: &str| -> Vec<String> { side.split(';').map(|cell| cell.trim().to_owned()).collect() };
    let split = |row: &str| {
        let (tests, outputs) = row.split_once("=>").unwrap();
        (cells(tests), cells(outputs))
    };
    let (inputs, outputs) = split(rows[0]);
    let is_single = outputs.len() == 1;
    DecisionTable {
        hit_policy: HitPolicy::from_letter(policy).unwrap(),
        inputs: inputs
            .into_iter()
            .map(|cell| Input { expression: cell.into(), ..Input::default() })
            .collect(),
        outputs: outputs
            .into_iter()
            .map(|name| {
                let (name, domain) =
                    name.split_once(" of ").map_or((name.as_str(), None), |(a, b)| (a, Some(b)));
                let domain = domain.map(|list| list.replace(',', ", ").into());
                Output { name: (!is_single).then(|| name.to_owned()), domain, ..Output::default() }
            })
            .collect(),
        rules: rows[1..]
            .iter()
            .enumerate()
            .map(|(index, row)| {
                let (tests, outputs) = split(row);
                Rule {
                    tests: tests.into_iter().map(Into::into).collect(),
                    outputs: outputs.into_iter().map(Into::into).collect(),
                    annotations: vec![format!("article {}", index + 1)],
                    ..Rule::default()
                }
            })
            .collect(),
        annotations: vec!["law".to_owned()],
        ..DecisionTable::default()
    }
}

/// The same as an expression.
pub(super) fn boxed(policy: &str, rows: &[&str]) -> Expression {
    Expression::table(table(policy, rows))
}
