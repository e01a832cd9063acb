//! Generated tables: what the analysis says is what evaluation finds at every point of a fine grid.

use afaq_feel::{Context, Date, DateTime, Decimal, Env, Type, Value};

use super::table;
use crate::{Expression, FindingKind, Model, analyze};

/// Numbers that look random and are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn cell(&mut self) -> String {
        let (low, wide) = (self.below(6), 1 + self.below(3));
        match self.below(8) {
            0 => "-".to_owned(),
            1 => format!("< {low}"),
            2 => format!(">= {low}"),
            3 => format!("[{low}..{})", low + wide),
            4 => format!("({low}..{}]", low + wide),
            5 => format!("{low}, {}", low + wide),
            6 => format!("not([{low}..{}])", low + wide),
            _ => format!("<= {low}, > {}", low + wide),
        }
    }
}

/// How many rules match at a point: the table collects and counts.
fn counts(rows: &[&str]) -> Vec<i64> {
    let model = Model::builder("m").input("a", &Type::Number).input("b", &Type::Number);
    let compiled = model.decision("d", None, Expression::table(table("C#", rows))).build().compile().unwrap();
    let env = Env::new(DateTime::midnight_utc(Date::from_ymd(2026, 1, 1).unwrap()));
    let points = || (-2..=20).map(|half| Value::Number(Decimal::new(half * 5, 1).unwrap()));
    let mut counts = Vec::new();
    for a in points() {
        for b in points() {
            let inputs = Context::new().with("a", a.clone()).with("b", b);
            let done = compiled.evaluate("d", &inputs, &env).unwrap();
            counts.push(done.value.as_number().and_then(Decimal::to_i64).unwrap());
        }
    }
    counts
}

#[test]
fn findings_agree_with_evaluation() {
    let mut dice = Dice(2026);
    for _ in 0..60 {
        let rules = 1 + dice.below(6);
        let mut rows = vec!["a; b => x".to_owned()];
        rows.extend((0..rules).map(|rule| format!("{}; {} => {rule}", dice.cell(), dice.cell())));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let counts = counts(&rows);
        let types = [Type::Number, Type::Number];
        let findings = analyze(&table("U", &rows), &types);
        let has = |wanted: fn(&FindingKind) -> bool| findings.iter().any(|finding| wanted(&finding.kind));
        assert_eq!(has(|kind| matches!(kind, FindingKind::Gap { .. })), counts.contains(&0), "{rows:#?}");
        let is_overlap = counts.iter().any(|count| *count > 1);
        assert_eq!(has(|kind| matches!(kind, FindingKind::Overlap { .. })), is_overlap, "{rows:#?}");
    }
}
