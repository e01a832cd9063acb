//! numpy and OpenFisca, as programs of their own that print their figures.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use afaq_feel::{Column, ColumnData, Env, Facts, Scope, Type, parse_expression};

use crate::table::People;
use crate::{Failure, stretch, wanted};

/// Runs a script beside this crate; it prints one figure a line as `name value`.
fn run(python: &str, script: &str, arguments: &[&str]) -> Result<Vec<(String, f64)>, Failure> {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("python").join(script);
    let done = Command::new(python).arg(script).args(arguments).output()?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned().into());
    }
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    let figures = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    });
    Ok(figures.collect())
}

fn figure(figures: &[(String, f64)], name: &str) -> Result<f64, Failure> {
    let found = figures.iter().find(|(known, _)| known == name);
    Ok(found.ok_or_else(|| format!("no figure `{name}`"))?.1)
}

/// The same table written by hand for numpy, on the same people.
pub fn numpy(python: &str, people: &People, counts: &[u64], ours: f64) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("peers-decisions-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(folder.join(name), bytes);
    write("birth", people.birth.iter().flat_map(|value| value.to_le_bytes()).collect())?;
    write("stay", people.stay.iter().flat_map(|value| value.to_le_bytes()).collect())?;
    write("income", people.income.iter().flat_map(|value| value.to_le_bytes()).collect())?;
    write("kind", people.kind.iter().flat_map(|value| value.to_le_bytes()).collect())?;
    let figures = run(python, "table.py", &[&folder.to_string_lossy()]);
    std::fs::remove_dir_all(&folder)?;
    let figures = figures?;
    for (rule, count) in counts.iter().enumerate().skip(1) {
        let other = figure(&figures, &format!("rule{rule}"))?;
        if other != *count as f64 {
            return Err(format!("rule {rule} fires {count} times here and {other} times in numpy").into());
        }
    }
    for name in ["select", "take"] {
        println!("{:>9.1} ns  numpy, written by hand ({name}); rules agree", figure(&figures, name)?);
    }
    let best = figure(&figures, "select")?.min(figure(&figures, "take")?);
    wanted("  times as fast as numpy", best / ours, 1.0);
    Ok(())
}

/// Rules of OpenFisca's country template, and the same rules as FEEL over columns.
pub fn openfisca(python: &str, env: &Env) -> Result<(), Failure> {
    const PEOPLE: usize = 500_000;
    let figures = run(python, "openfisca.py", &[&PEOPLE.to_string()])?;
    let rules = [
        ("income_tax", "(salary + capital_returns + pension) * 0.15"),
        ("basic_income", "if age >= 18 then 600 else 0"),
        (
            "social_security_contribution",
            "if salary < 6000 then salary * 0.02 \
             else if salary < 12400 then 120.00000 + (salary - 6000) * 0.06 \
             else 504.00000 + (salary - 12400) * 0.12",
        ),
    ];
    let salary = |at: usize| if at % 5 == 0 { 0 } else { (at as i64 * 7_919) % 5_000_000 };
    let facts = Arc::new(Facts::of([["age"], ["capital_returns"], ["pension"], ["salary"]]));
    let scope = Scope::new().with("age", Type::Number).with("salary", Type::Number);
    let scope = scope.with("capital_returns", Type::Number).with("pension", Type::Number);
    let column = |scale, values: Vec<i64>| Column::new(ColumnData::Numbers { scale, values });
    let age = column(0, (0..PEOPLE).map(|at| (at as i64 * 31) % 90).collect());
    let salary = column(3, (0..PEOPLE).map(salary).collect());
    let nothing = column(3, vec![0; PEOPLE]);
    let columns = [&age, &nothing, &nothing, &salary];
    println!("\n{PEOPLE} people, rules of OpenFisca's country template; millions of values a second");
    for (name, rule) in rules {
        let parsed = parse_expression(rule, &scope).map_err(|problems| format!("{problems:?}"))?;
        let prepared = parsed.prepare(&facts);
        let result = prepared.evaluate_columns(&columns, 0..PEOPLE, env).column;
        let ColumnData::Numbers { scale, values } = result.data() else {
            return Err(format!("`{name}` has no plain result").into());
        };
        let sum = values.iter().sum::<i64>() as f64 / 10f64.powi(i32::from(*scale));
        let other = figure(&figures, &format!("sum_{name}"))?;
        // OpenFisca's numbers have 24 bits.
        if (sum - other).abs() > sum.abs() * 1e-5 {
            return Err(format!("`{name}`: {sum} in all here and {other} there").into());
        }
        let time = stretch(|| prepared.evaluate_columns(&columns, 0..PEOPLE, env).errors.is_empty(), 1)?;
        let (ours, theirs) = (1e3 * PEOPLE as f64 / time, figure(&figures, name)?);
        println!("{ours:>9.1}     {name}");
        println!("{theirs:>9.1}       OpenFisca");
        wanted("  times as fast as OpenFisca", ours / theirs, 1.0);
    }
    Ok(())
}
