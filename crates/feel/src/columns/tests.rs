//! Columns give what rows give, row by row.

use std::sync::Arc;

use super::{Column, ColumnData, Standing};
use crate::compile::tests::{Dice, env, grown, limits, scope};
use crate::{Env, Facts, Value, parse_expression};

const ROWS: usize = 40;

const WORDS: [&[&str]; 4] = [
    &["n", "m", "n", "m", "d", "e", "b", "c", "s", "t", "ym", "x"],
    &[
        "0",
        "1",
        "2.50",
        "100",
        "9e17",
        "\"a\"",
        "\"c\"",
        "true",
        "@\"2024-02-29\"",
        "@\"P1Y\"",
        "null",
        "1e3",
    ],
    &["abs(%)", "max(%, %)", "not(%)", "string(%)", "sum([%, %])"],
    &[
        "(% + %)",
        "(% - %)",
        "(% * %)",
        "(% / %)",
        "(% = %)",
        "(% != %)",
        "(% < %)",
        "(% >= %)",
        "(% and %)",
        "(% or %)",
        "(if % then % else %)",
        "(% between % and %)",
        "(% in [1..2.50])",
        "(% in (< 5, 7))",
        "(% in (@\"2020-01-01\"..@\"2024-02-29\"])",
        "(n < %)",
        "(s = \"a\" and %)",
        "(n + m > %)",
        "(d < e or %)",
        "(d > today())",
        "(d = null)",
        "(s != null and %)",
        "(n = null or %)",
        "(s = \"a\")",
        "(b != true)",
    ],
];

fn standings(dice: &mut Dice) -> Vec<Standing> {
    let of = |side| match side {
        0 => Standing::Null,
        1 => Standing::Unavailable,
        2 => Standing::Disputed,
        _ => Standing::Present,
    };
    (0..ROWS).map(|_| of(dice.roll(12))).collect()
}

fn column(dice: &mut Dice, name: &str) -> Column {
    let mut whole = |limit: usize| -> Vec<i64> {
        let mut one = || match dice.roll(20) {
            0 => i64::MAX - dice.roll(3) as i64,
            1 => i64::MIN + dice.roll(3) as i64,
            _ => dice.roll(limit) as i64 - limit as i64 / 3,
        };
        (0..ROWS).map(|_| one()).collect()
    };
    let small =
        |values: Vec<i64>| values.into_iter().map(|value| (value % 30_000) as i32).collect::<Vec<_>>();
    let data = match name {
        "n" => ColumnData::Numbers { scale: 0, values: whole(6) },
        "m" => ColumnData::Numbers { scale: 2, values: whole(400) },
        "d" | "e" => ColumnData::Dates(small(whole(25_000))),
        "ym" => ColumnData::Months(small(whole(30))),
        "b" | "c" => ColumnData::Booleans(whole(9).into_iter().map(|value| value % 2 == 0).collect()),
        "s" | "t" => {
            let values = ["a", "b", "ب"].map(Value::from).to_vec();
            let codes = whole(9).into_iter().map(|value| value.unsigned_abs() as u32 % 3).collect();
            ColumnData::Coded { values: Arc::new(values), codes }
        }
        _ => ColumnData::Values(
            whole(9).into_iter().map(|value| if value > 2 { "a".into() } else { value.into() }).collect(),
        ),
    };
    if dice.roll(2) == 0 { Column::new(data) } else { Column::with_standings(data, standings(dice)) }
}

#[test]
fn columns_give_what_rows_give() {
    let mut dice = Dice(0x1234_5678_9ABC_DEF1);
    let facts = Arc::new(Facts::of(["n", "m", "d", "e", "b", "c", "s", "t", "ym", "x"].map(|name| [name])));
    let (mut plain, mut failed) = (0, 0);
    for _ in 0..1_500 {
        let depth = 1 + dice.roll(3);
        let text = grown(&mut dice, depth, &WORDS);
        let Ok(parsed) = parse_expression(&text, &scope()) else { continue };
        let prepared = parsed.prepare(&facts);
        let columns: Vec<Column> =
            (0..facts.len()).map(|slot| column(&mut dice, &facts.name(slot))).collect();
        let columns: Vec<&Column> = columns.iter().collect();
        let env = Env { limits: limits(&mut dice), ..env() };
        let rows = dice.roll(5)..ROWS - dice.roll(5);
        let by_row = rows.clone().map(|at| {
            let row = columns.iter().enumerate().map(|(slot, column)| column.value(at, &facts.name(slot)));
            prepared.evaluate(&row.collect::<Vec<_>>(), &env)
        });
        let done = prepared.evaluate_columns(&columns, rows.clone(), &env);
        plain += usize::from(!matches!(done.column.data(), ColumnData::Values(_)));
        assert_eq!(done.column.len(), rows.len(), "`{text}`");
        let mut errors = done.errors.iter();
        for (at, wanted) in by_row.enumerate() {
            let found = done.column.value(at, "");
            match wanted {
                Ok(value) => {
                    assert_eq!(found, value, "row {at} of `{text}`");
                    assert_eq!(found.to_string(), value.to_string(), "row {at} of `{text}`");
                }
                Err(error) => {
                    failed += 1;
                    assert!(found.is_null(), "row {at} of `{text}` exceeds a limit");
                    assert_eq!(errors.next(), Some(&(at, error)), "`{text}`");
                }
            }
        }
        assert_eq!(errors.next(), None, "`{text}`");
    }
    assert!(plain > 200, "only {plain} were plain");
    assert!(failed > 200, "only {failed} rows exceeded a limit");
}

#[test]
fn a_column_of_values_gives_each_of_them_back_as_it_was() {
    let texts: [&[&str]; 7] = [
        &["1", "2", "null", "-3"],
        &["1.50", "2.25", "0.00"],
        &["1.5", "2.25"],
        &["date(\"2026-11-30\")", "null"],
        &["true", "false", "null"],
        &["\"آفاق\"", "\"\"", "\"آفاق\"", "null"],
        &["1", "\"1\"", "[1, 2]", "123456789012345678901234567890"],
    ];
    for texts in texts {
        let constant = |text: &&str| {
            let parsed = crate::parse_expression(text, &crate::Scope::new());
            parsed.ok().and_then(|parsed| parsed.as_constant()).unwrap_or_default()
        };
        let mut values: Vec<Value> = texts.iter().map(constant).collect();
        values.push(Value::unknown("x"));
        let column = Column::of(values.clone(), "x");
        for (row, value) in values.iter().enumerate() {
            let given = column.value(row, "x");
            assert_eq!((&given, given.to_string()), (value, value.to_string()), "{texts:?}");
        }
    }
    let foreign = vec![Value::from(1), Value::unknown("y")];
    assert_eq!(Column::of(foreign.clone(), "x").value(1, "x"), foreign[1]);
}
