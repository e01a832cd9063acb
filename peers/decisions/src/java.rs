//! jDMN, Drools DMN and Camunda's DMN-Scala, as programs of their own that print one line each.

use std::path::{Path, PathBuf};
use std::process::Command;

use afaq_feel::Date;

use crate::table::{self, KINDS, People};
use crate::{Failure, print, wanted};

/// What is measured: module of `java/`, mode, and what it is called.
const ENGINES: [(&str, &str, &str); 5] = [
    ("jdmn", "generated", "jDMN 9.0.0, translated to Java"),
    ("jdmn", "interpreted", "jDMN 9.0.0, interpreted"),
    ("drools", "generated", "Drools DMN 10.1.0, FEEL compiled to Java"),
    ("drools", "interpreted", "Drools DMN 10.1.0, interpreted"),
    ("camunda", "interpreted", "Camunda DMN-Scala 1.10.1, interpreted"),
];

/// The options of the virtual machine: one core, and a collector that needs no second one.
const OPTIONS: [&str; 2] = ["-XX:+UseSerialGC", "-XX:ActiveProcessorCount=1"];

/// Measures the engines on the first people; `ours` is what one table takes us by rows, `results` what came out.
pub fn rows(people: &People, count: usize, ours: f64, results: &[String]) -> Result<(), Failure> {
    if !is_there("java") || !is_there("mvn") {
        println!("             jDMN, Drools and Camunda: not measured, since Java or Maven was not found");
        return Ok(());
    }
    let folder = folder()?;
    let (model, input) = (folder.join("support.dmn"), folder.join("people.tsv"));
    std::fs::write(&model, table::typed_model())?;
    std::fs::write(&input, lines(people, count)?)?;
    if let Err(error) = build(&folder) {
        println!("             jDMN, Drools and Camunda: not measured, since they cannot be built: {error}");
        return Ok(());
    }
    let mut fastest = f64::MAX;
    for (module, mode, name) in ENGINES {
        let output = folder.join(format!("{module}-{mode}.tsv"));
        let classes = folder.join(module);
        let path = format!("{0}/classes:{0}/lib/*", classes.display());
        let done = Command::new("java")
            .args(OPTIONS)
            .args(["-cp", &path, "afaq.Main"])
            .args([&model, &input, &output])
            .arg(mode)
            .output()?;
        if !done.status.success() {
            return Err(format!("{name}: {}", String::from_utf8_lossy(&done.stderr)).into());
        }
        let theirs = std::fs::read_to_string(&output)?;
        let differs = theirs.lines().zip(results).position(|(theirs, ours)| theirs != ours);
        if theirs.lines().count() != results.len() || differs.is_some() {
            return Err(format!("{name}: other results, first in row {differs:?}").into());
        }
        let nanos = nanos(&String::from_utf8_lossy(&done.stdout)).ok_or("no figure")? / count as f64;
        print(&format!("  {name}"), nanos);
        fastest = fastest.min(nanos);
    }
    wanted("  times as fast as the fastest of them", fastest / ours, 1.0);
    Ok(())
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("-version").output().is_ok_and(|done| done.status.success())
}

/// A folder beside the programs that Cargo builds.
fn folder() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(Path::parent).ok_or("a target folder")?;
    let folder = target.join("peers-java");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn build(folder: &Path) -> Result<(), Failure> {
    let done = Command::new("mvn")
        .args(["-q", "-B", "-f"])
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("java/pom.xml"))
        .arg(format!("-Dpeers.folder={}", folder.display()))
        .arg("package")
        .output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&done.stdout).lines().take(3).collect::<Vec<_>>().join(" ").into())
}

/// People as the programs read them.
fn lines(people: &People, count: usize) -> Result<String, Failure> {
    let mut lines = String::new();
    for at in 0..count {
        let birth = Date::from_days_since_epoch(people.birth[at].into()).ok_or("a day")?;
        let income = format!("{}.{:03}", people.income[at] / 1000, people.income[at] % 1000);
        let kind = KINDS[people.kind[at] as usize];
        lines += &format!("{birth}\t{}\t{income}\t{kind}\n", people.stay[at]);
    }
    Ok(lines)
}

/// `{"mode": "…", "nanos": 123, "rows": 2000}`: the nanoseconds for all rows.
fn nanos(line: &str) -> Option<f64> {
    let rest = line.split("\"nanos\":").nth(1)?;
    rest.trim_start().split(|sign: char| !sign.is_ascii_digit()).next()?.parse().ok()
}
