//! `afaq decide tck`: runs a folder of the public conformance suite and writes its result files as vendors do.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use afaq_base::Lang;
use afaq_dmn::{Compiled, Model};
use afaq_feel::{Context, Date, DateTime, Decimal, Env, Value};
use afaq_gateways::SystemClock;
use afaq_ports::Clock;
use anyhow::Context as _;
use clap::Args;
use roxmltree::{Document, Node, ParsingOptions};

use super::{fault, input, limits};
use crate::cli::Language;

/// Where the suite is and where the results go.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder of the suite, or of a part of it
    folder: PathBuf,
    /// The folder for `tck_results.csv` and `tck_results.properties`
    #[arg(long, default_value = ".")]
    out: PathBuf,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

/// One line of the results.
struct Line {
    folder: String,
    file: String,
    case: String,
    error: Option<String>,
}

/// Runs the suite. The exit code is 1 where a case does not pass.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let lang: Lang = options.lang.into();
    let mut folders = Vec::new();
    find(&options.folder, 0, &mut folders)?;
    folders.sort();
    let mut lines = Vec::new();
    for folder in &folders {
        run_folder(&options.folder, folder, &mut lines, lang)?;
    }
    if lines.is_empty() {
        let name = options.folder.display();
        return Err(fault(
            lang,
            format!("ليس في `{name}` حالات من مجموعة المطابقة"),
            format!("`{name}` holds no cases of the conformance suite"),
        ));
    }
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace(['\n', '\r'], " "));
    let rows: String = lines
        .iter()
        .map(|line| {
            let (state, detail) = line.error.as_ref().map_or(("SUCCESS", ""), |detail| ("ERROR", detail));
            let cells = [&line.folder, &line.file, &line.case, state, detail].map(&quoted);
            format!("{}\n", cells.join(","))
        })
        .collect();
    std::fs::create_dir_all(&options.out)?;
    crate::commands::write_out(Some(&options.out.join("tck_results.csv")), &rows)?;
    let day = afaq_base::time::local_date(SystemClock.now()).to_string();
    let properties = [
        ("vendor.name", "Afaq"),
        ("product.name", "Afaq decisions"),
        ("product.version", env!("CARGO_PKG_VERSION")),
        ("product.comment", "FEEL and DMN engine in Rust"),
        ("last.update", &day),
    ];
    let properties: String = properties.iter().map(|(key, value)| format!("{key}={value}\n")).collect();
    crate::commands::write_out(Some(&options.out.join("tck_results.properties")), &properties)?;
    let failed = lines.iter().filter(|line| line.error.is_some()).count();
    let passed = lines.len() - failed;
    let said = match lang {
        Lang::Ar => format!("نجحت {passed} من {} حالة\n", lines.len()),
        Lang::En => format!("{passed} of {} cases pass\n", lines.len()),
    };
    crate::commands::write_out(None, &said)?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Folders that hold cases.
fn find(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("can't read `{}`", folder.display()))?;
    let mut has_cases = false;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() && depth < 8 {
            find(&path, depth + 1, found)?;
        }
        has_cases |= path.extension().is_some_and(|it| it == "xml");
    }
    if has_cases {
        found.push(folder.to_path_buf());
    }
    Ok(())
}

fn run_folder(root: &Path, folder: &Path, lines: &mut Vec<Line>, lang: Lang) -> anyhow::Result<()> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let of = |ending: &'static str| {
        files.iter().filter(move |file| file.extension().is_some_and(|it| it == ending))
    };
    let mut models: Vec<(String, Model)> = Vec::new();
    for file in of("dmn").take(limits::MODELS_MAX) {
        let text = input::read_text(file, limits::MODEL_BYTES_MAX, lang)?;
        if let (Some(model), Some(name)) = (afaq_dmn::read(&text).model, file.file_name()) {
            models.push((name.to_string_lossy().into_owned(), model));
        }
    }
    let shown = folder.strip_prefix(root).unwrap_or(folder).to_string_lossy().replace('\\', "/");
    for file in of("xml") {
        let text = input::read_text(file, limits::MODEL_BYTES_MAX, lang)?;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let options = ParsingOptions { nodes_limit: 2_000_000, ..ParsingOptions::default() };
        let document = Document::parse_with_options(&text, options).map_err(|error| {
            let name = file.display();
            fault(lang, format!("{name}: ليس XML سليماً: {error}"), format!("{name}: no XML: {error}"))
        })?;
        let root = document.root_element();
        let name = root.children().find(|node| node.tag_name().name() == "modelName");
        let name = name.and_then(|node| node.text()).unwrap_or_default().trim();
        let others: Vec<&Model> = models.iter().map(|(_, model)| model).collect();
        let compiled =
            models.iter().find(|(file, _)| file == name).map(|(_, model)| model.compile_lenient(&others).0);
        for case in root.children().filter(|node| node.tag_name().name() == "testCase") {
            let error = match &compiled {
                Some(compiled) => run_case(compiled, case).err(),
                None => Some(format!("there is no model `{name}`")),
            };
            let case = case.attribute("id").unwrap_or_default().to_owned();
            lines.push(Line { folder: shown.clone(), file: stem.clone(), case, error });
        }
    }
    Ok(())
}

fn run_case(compiled: &Compiled, case: Node<'_, '_>) -> Result<(), String> {
    let mut inputs = Context::new();
    for node in case.children().filter(|node| node.tag_name().name() == "inputNode") {
        inputs.set(name_of(node), value(node)?);
    }
    let day = Date::from_ymd(2026, 1, 1).ok_or("the day does not exist")?;
    let env = Env::new(DateTime::midnight_utc(day));
    let invocable = case.attribute("invocableName").unwrap_or_default();
    let results: Vec<_> = case.children().filter(|node| node.tag_name().name() == "resultNode").collect();
    for result in &results {
        let name = name_of(*result);
        let expected = result.children().find(|node| node.tag_name().name() == "expected");
        let expected = expected.map_or(Ok(Value::Null), value)?;
        let outcome = match case.attribute("type") {
            Some("decisionService") => compiled.evaluate_service(invocable, &inputs, &env),
            Some("bkm") => compiled.invoke(invocable, &inputs, &env),
            _ => compiled.evaluate(&name, &inputs, &env),
        };
        let mut actual = outcome.as_ref().map_or(Value::Null, |done| done.value.clone());
        if let (Some("decisionService"), Value::Context(all)) = (case.attribute("type"), &actual)
            && let (true, Some(own)) = (all.len() > 1 || results.len() > 1, all.get(&name))
        {
            actual = own.clone();
        }
        if !is_same(&expected, &actual) {
            let error = outcome.err().map(|error| format!(" ({error})")).unwrap_or_default();
            return Err(format!("`{name}`: expected {expected}, got {actual}{error}"));
        }
    }
    Ok(())
}

fn name_of(node: Node<'_, '_>) -> String {
    node.attribute("name").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The value inside a node: `value`, `list` or components. The depth is that of the document, which its reader limits.
fn value(node: Node<'_, '_>) -> Result<Value, String> {
    let mut context = Context::new();
    for child in node.children().filter(Node::is_element) {
        match child.tag_name().name() {
            "value" => return simple(child),
            "list" => {
                let items = child.children().filter(|item| item.tag_name().name() == "item");
                return Ok(Value::List(Arc::new(items.map(value).collect::<Result<_, _>>()?)));
            }
            "component" => context.set(name_of(child), value(child)?),
            _ => {}
        }
    }
    Ok(if context.is_empty() { Value::Null } else { Value::context(context) })
}

fn simple(node: Node<'_, '_>) -> Result<Value, String> {
    const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
    if node.attribute((INSTANCE, "nil")) == Some("true") {
        return Ok(Value::Null);
    }
    let (text, kind) = (node.text().unwrap_or_default(), node.attribute((INSTANCE, "type")));
    let kind = kind.and_then(|kind| kind.rsplit(':').next()).unwrap_or("string");
    let trimmed = text.trim();
    let read = match kind {
        "string" => Some(Value::String(text.into())),
        "boolean" => Some(Value::Boolean(matches!(trimmed, "true" | "1"))),
        "decimal" | "double" | "integer" | "int" | "long" | "float" => {
            trimmed.parse().map(Value::Number).ok()
        }
        "date" => trimmed.parse().map(Value::Date).ok(),
        "time" => trimmed.parse().map(Value::Time).ok(),
        "dateTime" => trimmed.parse().map(Value::DateTime).ok(),
        "duration" => {
            trimmed.parse().map(Value::DaysTime).or_else(|_| trimmed.parse().map(Value::YearsMonths)).ok()
        }
        _ => None,
    };
    read.ok_or_else(|| format!("the suite's value `{text}` of type {kind} cannot be read"))
}

/// The suite compares numbers to eight digits after the point, since it writes long fractions rounded.
fn is_same(expected: &Value, actual: &Value) -> bool {
    match (expected, actual) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| is_same(a, b))
        }
        (Value::Context(a), Value::Context(b)) => {
            a.len() == b.len()
                && a.iter().all(|(name, value)| b.get(name).is_some_and(|other| is_same(value, other)))
        }
        (Value::Number(a), Value::Number(b)) => {
            let tolerance = Decimal::new(1, 8);
            a == b
                || a.checked_sub(*b).zip(tolerance).is_some_and(|(rest, tolerance)| rest.abs() <= tolerance)
        }
        _ => expected == actual,
    }
}
