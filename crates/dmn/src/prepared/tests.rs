//! Rows and columns give what the general evaluation gives, for generated tables with every hit policy.

use std::collections::BTreeMap;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Date, DateTime, Env, Limits, Standing, Type, Value, parse_expression};

use super::{Answer, Answers, Fired, Prepared};
use crate::compile::Compiled;
use crate::compile::program::{Kind, Logic};
use crate::{DecisionTable, Expression, HitPolicy, Input, Model, Output, Rule};

fn env() -> Env {
    Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 11, 23).unwrap()))
}

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, items: &[&'a str]) -> &'a str {
        items[self.roll(items.len())]
    }
}

/// Inputs: the expression, and literals of its kind in ascending order.
const INPUTS: &[(&str, &[&str])] = &[
    ("a", &["0", "1", "2.5", "2.505", "1e2", "99999999999999999999"]),
    ("p.salary", &["0", "100", "300.250", "800"]),
    ("d", &["@\"1990-01-01\"", "date(\"2000-02-29\")", "@\"2024-12-31\""]),
    ("m", &["@\"P1Y\"", "@\"P18M\"", "duration(\"P30Y\")"]),
    ("s", &["\"x\"", "\"y\"", "\"ب\""]),
    ("p.sex", &["\"female\"", "\"male\""]),
    ("b", &["true", "false"]),
    ("a + p.salary", &["0", "100.5", "801"]),
    ("p.salary >= 300 and b", &["true", "false"]),
    ("if b then d else null", &["@\"1990-01-01\""]),
    ("d.year", &["1990", "2000"]),
    ("any", &["1", "2"]),
];

fn cell(dice: &mut Dice, literals: &[&str]) -> String {
    let (x, y) = (dice.pick(literals), dice.pick(literals));
    let is_ordered = !x.starts_with('"') && x != "true" && x != "false";
    match dice.roll(if is_ordered { 16 } else { 7 }) {
        0 | 1 => "-".to_owned(),
        2 => x.to_owned(),
        3 => format!("{x}, {y}"),
        4 => format!("not({x})"),
        5 => ["null", "not(null)", "\"odd\"", "? = p.sex", "a", "today()", "true"][dice.roll(7)].to_owned(),
        6 => format!("not({x}, {y})"),
        7 | 8 => format!("< {x}"),
        9 => format!(">= {x}"),
        10 => format!("[{x}..{y})"),
        11 => format!("({x}..{y}]"),
        12 => format!("<= {x}, > {y}"),
        13 => format!("not([{x}..{y}])"),
        14 => format!("> {x}"),
        _ => format!("? > {x}"),
    }
}

fn table(dice: &mut Dice, extra: &[(&str, &[&str])]) -> DecisionTable {
    let count = 1 + dice.roll(4);
    let mut known: Vec<(&str, &[&str])> = INPUTS.to_vec();
    known.extend(extra.iter().cycle().take(extra.len() * 6));
    let columns: Vec<(&str, &[&str])> = (0..count).map(|_| known[dice.roll(known.len())]).collect();
    let inputs = columns.iter().map(|(expression, literals)| {
        let domain = if dice.roll(8) == 0 && !expression.contains(' ') {
            let ordered = !literals[0].starts_with('"') && literals[0] != "true";
            Some(if ordered { format!(">= {}", literals[0]) } else { literals.join(", ") }.as_str().into())
        } else {
            None
        };
        Input { expression: (*expression).into(), domain, ..Input::default() }
    });
    let inputs = inputs.collect();
    let policy =
        HitPolicy::from_letter(dice.pick(&["U", "A", "P", "F", "F", "C", "R", "O", "C+", "C<", "C>", "C#"]));
    let hit_policy = policy.unwrap();
    let wide = if matches!(hit_policy, HitPolicy::Collect(Some(_))) { 1 } else { 1 + dice.roll(3) };
    let with_default = dice.roll(3) == 0;
    let outputs = (0..wide).map(|at| Output {
        name: (wide > 1).then(|| format!("out {at}")),
        domain: Some("3, 2, 1, 0".into())
            .filter(|_| matches!(hit_policy, HitPolicy::Priority | HitPolicy::OutputOrder)),
        default: Some("7".into()).filter(|_| with_default),
        ..Output::default()
    });
    let outputs: Vec<Output> = outputs.collect();
    let is_computed = dice.roll(4) == 0;
    let rules = if dice.roll(10) == 0 { 66 + dice.roll(9) } else { 1 + dice.roll(8) };
    let rules = (0..rules).map(|_| Rule {
        tests: columns.iter().map(|(_, literals)| cell(dice, literals).as_str().into()).collect(),
        outputs: (0..wide)
            .map(|_| match dice.roll(if is_computed { 5 } else { 4 }) {
                4 => "a * 2".into(),
                number => number.to_string().as_str().into(),
            })
            .collect(),
        ..Rule::default()
    });
    let rules = rules.collect();
    DecisionTable { hit_policy, inputs, outputs, rules, ..DecisionTable::default() }
}

fn person() -> Type {
    let sexes = Type::OneOf(vec!["female".to_owned(), "male".to_owned()]);
    Type::Context(BTreeMap::from([("salary".to_owned(), Type::Number), ("sex".to_owned(), sexes)]))
}

fn model(dice: &mut Dice) -> Model {
    let mut builder = Model::builder("m");
    for (name, kind) in [
        ("a", Type::Number),
        ("d", Type::Date),
        ("m", Type::YearsMonths),
        ("s", Type::String),
        ("b", Type::Boolean),
        ("any", Type::Any),
        ("p", person()),
    ] {
        builder = builder.input(name, &kind);
    }
    let first = table(dice, &[]);
    let literal =
        ["a + p.salary", "if d < @\"2000-01-01\" then a else first", "first", "p.salary * 2 > a", "p"];
    builder = builder.decision("first", None, Expression::table(first));
    builder = builder.decision("middle", None, Expression::literal(dice.pick(&literal)));
    let numbers: &[&str] = &["0", "1", "2", "7"];
    let last = table(dice, &[("first", numbers), ("middle", numbers)]);
    builder.decision("last", None, Expression::table(last)).build()
}

/// The same program without what finds rules faster.
fn by_cells(mut compiled: Compiled) -> Compiled {
    let program = Arc::get_mut(&mut compiled.program).unwrap();
    for node in &mut program.nodes {
        if let Kind::Decision { logic: Logic::Table(table), .. } = &mut node.kind {
            table.index = None;
        }
    }
    compiled
}

const ROWS: usize = 40;

fn constant(text: &str) -> Value {
    let parsed = parse_expression(text, &afaq_feel::Scope::new()).unwrap();
    parsed.evaluate(&afaq_feel::Context::new(), &env()).unwrap().value
}

fn column(dice: &mut Dice, name: &str, count: usize) -> Column {
    let mut whole =
        |values: &[i64]| (0..count).map(|_| values[dice.roll(values.len())]).collect::<Vec<i64>>();
    let narrow = |values: Vec<i64>| values.into_iter().map(|value| value as i32).collect::<Vec<i32>>();
    let data = match name {
        "a" => ColumnData::Numbers { scale: 2, values: whole(&[-5, 0, 50, 100, 250, 251, 10_000, i64::MAX]) },
        "p.salary" => {
            ColumnData::Numbers { scale: 3, values: whole(&[-1, 0, 100_000, 300_250, 300_251, 900_000]) }
        }
        "d" => ColumnData::Dates(narrow(whole(&[-1, 7_304, 7_305, 7_306, 11_016, 11_017, 20_088, 20_089]))),
        "m" => ColumnData::Months(narrow(whole(&[-2, 11, 12, 13, 18, 19, 360, 361]))),
        "b" => ColumnData::Booleans(whole(&[0, 1]).into_iter().map(|value| value == 1).collect()),
        "any" => {
            let values = ["1", "2", "\"x\"", "null", "[1]", "{x: 1}"].map(constant);
            ColumnData::Values(
                whole(&[0, 1, 2, 3, 4, 5]).into_iter().map(|at| values[at as usize].clone()).collect(),
            )
        }
        name => {
            let texts =
                if name == "s" { ["x", "y", "ب", "z"] } else { ["female", "male", "female", "other"] };
            let codes = whole(&[0, 1, 2, 0, 1, 2, 3]).into_iter().map(|code| code as u32).collect();
            ColumnData::Coded { values: Arc::new(texts.map(Value::from).to_vec()), codes }
        }
    };
    let standings = (0..count).map(|_| match dice.roll(20) {
        0 => Standing::Null,
        1 => Standing::Unavailable,
        2 => Standing::Disputed,
        _ => Standing::Present,
    });
    let standings: Vec<Standing> = standings.collect();
    if dice.roll(2) == 0 { Column::new(data) } else { Column::with_standings(data, standings) }
}

fn by_model(prepared: &Prepared, reference: &Compiled, row: &[Value]) -> Answer {
    Prepared { compiled: reference.clone(), ..prepared.clone() }.evaluate_by_model(row, &env()).unwrap()
}

#[test]
fn rows_and_columns_give_what_the_model_gives() {
    let mut dice = Dice(2_026);
    let (mut compiled_all, mut by_columns) = (0, 0);
    for round in 0..60 {
        let model = model(&mut dice);
        let (compiled, _) = model.compile_lenient(&[]);
        let reference = by_cells(model.compile_lenient(&[]).0);
        let prepared = compiled.prepare("last").unwrap();
        compiled_all += usize::from(prepared.is_compiled());
        let facts = prepared.facts().clone();
        let columns: Vec<Column> =
            (0..facts.len()).map(|slot| column(&mut dice, &facts.name(slot), ROWS)).collect();
        let columns: Vec<&Column> = columns.iter().collect();
        let rows = dice.roll(5)..ROWS - dice.roll(5);
        let answers = prepared.evaluate_columns(&columns, rows.clone(), &env());
        assert_eq!(answers.len(), rows.len());
        for (at, row) in rows.enumerate() {
            let row: Vec<Value> = columns
                .iter()
                .enumerate()
                .map(|(slot, column)| column.value(row, &facts.name(slot)))
                .collect();
            let wanted = by_model(&prepared, &reference, &row);
            let told = || format!("round {round}, row {row:?} of {:?}\n{}", facts, crate::write(&model));
            assert_eq!(prepared.evaluate(&row, &env()).unwrap(), wanted, "{}", told());
            assert_eq!(answers.value(at).unwrap(), wanted.value, "by columns: {}", told());
            let both = (wanted.fired, wanted.undecided);
            assert_eq!(hits(&answers, at), both, "by columns: {}", told());
            by_columns += 1;
        }
    }
    assert!(compiled_all > 50, "only {compiled_all} were compiled");
    assert!(by_columns > 1_500);
}

fn columns_of(dice: &mut Dice, prepared: &Prepared, count: usize) -> Vec<Column> {
    let facts = prepared.facts();
    (0..facts.len()).map(|slot| column(dice, &facts.name(slot), count)).collect()
}

fn row_of(prepared: &Prepared, columns: &[&Column], at: usize) -> Vec<Value> {
    let facts = prepared.facts();
    columns.iter().enumerate().map(|(slot, column)| column.value(at, &facts.name(slot))).collect()
}

/// The rules that fired and those that may, in all decisions.
fn hits(answers: &Answers, at: usize) -> (Vec<Fired>, Vec<Fired>) {
    let (mut fired, mut undecided) = (Vec::new(), Vec::new());
    for decision in 0..answers.parts.len() {
        let outcome = answers.outcome(decision, answers.codes(decision)[at]).unwrap();
        fired.extend(outcome.rules.iter().map(|rule| Fired { decision, rule: *rule as usize }));
        undecided.extend(outcome.undecided.iter().map(|rule| Fired { decision, rule: *rule as usize }));
    }
    (fired, undecided)
}

#[test]
fn budgets_hold_in_every_row_of_columns_as_they_hold_in_rows() {
    let mut dice = Dice(7);
    let (mut failed, mut passed) = (0, 0);
    for round in 0..150 {
        let model = model(&mut dice);
        let prepared = model.compile_lenient(&[]).0.prepare("last").unwrap();
        let columns = columns_of(&mut dice, &prepared, ROWS);
        let columns: Vec<&Column> = columns.iter().collect();
        let usual = Limits::default();
        let limits = match dice.roll(4) {
            0 => Limits { list_length: dice.roll(3), ..usual },
            1 => Limits { depth: dice.roll(6) as u32, ..usual },
            _ => Limits { steps: dice.roll(60) as u64, ..usual },
        };
        let env = Env { limits, ..env() };
        let answers = prepared.evaluate_columns(&columns, 0..ROWS, &env);
        for at in 0..ROWS {
            let by_row = prepared.evaluate(&row_of(&prepared, &columns, at), &env);
            let told = || format!("round {round}, row {at}, {limits:?}\n{}", crate::write(&model));
            match by_row {
                Ok(answer) => {
                    passed += 1;
                    assert_eq!(answers.value(at), Ok(answer.value), "{}", told());
                    assert_eq!(hits(&answers, at), (answer.fired, answer.undecided), "{}", told());
                }
                Err(error) => {
                    failed += 1;
                    assert_eq!(answers.value(at), Err(&error), "{}", told());
                }
            }
        }
    }
    assert!(failed > 1_000 && passed > 1_000, "{failed} rows failed, {passed} passed");
}

#[test]
fn a_sweep_gives_part_by_part_what_rows_give() {
    const MANY: usize = 5_000;
    let mut dice = Dice(11);
    for round in 0..12 {
        let model = model(&mut dice);
        let prepared = model.compile_lenient(&[]).0.prepare("last").unwrap();
        let columns = columns_of(&mut dice, &prepared, MANY);
        let columns: Vec<&Column> = columns.iter().collect();
        let env = env();
        let mut sweep = prepared.sweep(&columns, &env);
        let mut start = 0;
        while start < MANY {
            let rows = start..MANY.min(start + 1 + dice.roll(2_500));
            let answers = sweep.run(rows.clone());
            assert_eq!(answers.len(), rows.len());
            for at in rows.clone().filter(|at| at % 17 == round) {
                let answer = prepared.evaluate(&row_of(&prepared, &columns, at), &env).unwrap();
                let told = || format!("round {round}, row {at}\n{}", crate::write(&model));
                assert_eq!(answers.value(at - start), Ok(answer.value), "{}", told());
                assert_eq!(hits(answers, at - start), (answer.fired, answer.undecided), "{}", told());
            }
            start = rows.end;
        }
    }
}

#[test]
fn rows_that_columns_lack_are_unknown_and_nothing_panics() {
    let mut dice = Dice(9);
    let prepared = model(&mut dice).compile_lenient(&[]).0.prepare("last").unwrap();
    let columns = columns_of(&mut dice, &prepared, ROWS);
    let columns: Vec<&Column> = columns.iter().collect();
    let answers = prepared.evaluate_columns(&columns, ROWS - 3..ROWS + 3, &env());
    assert_eq!(answers.len(), 6);
    for at in 0..6 {
        let answer = prepared.evaluate(&row_of(&prepared, &columns, ROWS - 3 + at), &env()).unwrap();
        assert_eq!(answers.value(at), Ok(answer.value));
    }
    assert_eq!(prepared.evaluate_columns(&[], 0..2, &env()).len(), 2);
    assert!(prepared.evaluate(&[], &env()).is_ok());
    assert_eq!(prepared.evaluate_columns(&columns, 5..5, &env()).len(), 0);
}
