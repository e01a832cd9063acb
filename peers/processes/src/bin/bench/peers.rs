//! SpiffWorkflow and bpmn-engine, as programs of their own that print one figure a line as `name value`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{Failure, models};

/// Figures of SpiffWorkflow, instances a second.
#[derive(Clone, Copy)]
pub struct Spiff {
    pub memory: [f64; 2],
    pub durable: [f64; 2],
}

pub fn spiff(python: Option<&String>, stretch: Duration) -> Result<Option<Spiff>, Failure> {
    let Some(python) = python else {
        println!("           -  SpiffWorkflow: left out, no Python was named");
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let xml = write(folder.path(), &models::script("python", "y = x + 1", "y > 5"))?;
    let mut command = Command::new(python);
    command.arg(beside("python/bench.py")).arg(&xml).arg(stretch.as_secs().to_string());
    let figures = figures(&mut command)?;
    for (name, value) in &figures {
        println!("  {value:>10.0}  SpiffWorkflow: {name}");
    }
    let of = |name: &str| both(&figures, name);
    Ok(Some(Spiff { memory: of("memory")?, durable: of("durable")? }))
}

pub fn node(node: Option<&String>, stretch: Duration) -> Result<Option<[f64; 2]>, Failure> {
    let Some(node) = node else {
        println!("           -  bpmn-engine: left out, no Node.js was named");
        return Ok(None);
    };
    let folder = tempfile::tempdir()?;
    let script = "environment.output.y = environment.variables.x + 1; next();";
    let is_high = "next(null, environment.output.y > 5);";
    let xml = models::script("javascript", script, is_high)
        .replace(r#"xsi:type="tFormalExpression""#, r#"xsi:type="tFormalExpression" language="javascript""#);
    let xml = write(folder.path(), &xml)?;
    let mut command = Command::new(node);
    command.arg(beside("node/bench.js")).arg(&xml).arg(stretch.as_secs().to_string());
    let figures = figures(&mut command)?;
    for (name, value) in &figures {
        println!("  {value:>10.0}  bpmn-engine: {name}");
    }
    both(&figures, "memory").map(Some)
}

/// A file beside this crate.
pub fn beside(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Both models in a folder; the folder.
pub fn write(folder: &Path, script: &str) -> Result<PathBuf, Failure> {
    std::fs::write(folder.join("script.bpmn"), script)?;
    std::fs::write(folder.join("task.bpmn"), models::task())?;
    Ok(folder.to_owned())
}

pub fn figures(command: &mut Command) -> Result<BTreeMap<String, f64>, Failure> {
    let done = command.output()?;
    let text = String::from_utf8_lossy(&done.stdout).into_owned();
    if !done.status.success() {
        let fault = String::from_utf8_lossy(&done.stderr).into_owned();
        return Err(format!("{command:?} failed: {text}{fault}").into());
    }
    let figure = |line: &str| {
        let (name, value) = line.split_once(' ')?;
        Some((name.to_owned(), value.parse().ok()?))
    };
    Ok(text.lines().filter_map(figure).collect())
}

/// The figures `NAME_script` and `NAME_task`.
pub fn both(figures: &BTreeMap<String, f64>, name: &str) -> Result<[f64; 2], Failure> {
    let of = |model: &str| {
        let wanted = format!("{name}_{model}");
        figures.get(&wanted).copied().ok_or_else(|| Failure::from(format!("no figure `{wanted}`")))
    };
    Ok([of("script")?, of("task")?])
}
