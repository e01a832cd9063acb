//! Rows of a file as columns: a part of the file at a time goes through the compiled decisions.

use afaq_dmn::{Answers, EvalError, Prepared};
use afaq_feel::{Column, Context, Env, Value};

use super::model::Loaded;

/// Decisions that are asked for many rows.
pub struct Batch {
    decisions: Vec<(String, Prepared)>,
}

/// What the decisions gave for the rows of a part.
pub struct Judged(Vec<Answers>);

impl Batch {
    /// Compiles the decisions.
    ///
    /// # Errors
    /// A decision that is not there.
    pub fn new(loaded: &Loaded, decisions: &[String]) -> Result<Self, EvalError> {
        let prepared = |name: &String| Ok((name.clone(), loaded.compiled.prepare(name)?));
        Ok(Self { decisions: decisions.iter().map(prepared).collect::<Result<_, _>>()? })
    }

    /// Asks the decisions for rows of facts.
    pub fn judge(&self, rows: &[Context], env: &Env) -> Judged {
        Judged(self.decisions.iter().map(|(_, prepared)| ask(prepared, rows, env)).collect())
    }
}

impl Judged {
    /// The results of a row, decision by decision.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Result<Value, &EvalError>> {
        self.0.iter().map(move |answers| answers.value(row))
    }
}

fn ask(prepared: &Prepared, rows: &[Context], env: &Env) -> Answers {
    let facts = prepared.facts();
    let mut slots: Vec<Vec<Value>> = (0..facts.len()).map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        for (slot, value) in slots.iter_mut().zip(facts.row(row)) {
            slot.push(value);
        }
    }
    let columns: Vec<Column> =
        slots.into_iter().enumerate().map(|(slot, values)| Column::of(values, &facts.name(slot))).collect();
    let columns: Vec<&Column> = columns.iter().collect();
    prepared.evaluate_columns(&columns, 0..rows.len(), env)
}
