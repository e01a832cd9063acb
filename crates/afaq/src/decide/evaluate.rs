//! `afaq decide MODEL`: one set of facts, or a file of many.

use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::{Evaluation, Explanation};
use afaq_feel::{Context, Env, Type, Value};
use clap::Args;

use super::batch::Batch;
use super::csv::{Broken, Rows, written};
use super::model::{self, Loaded};
use super::{Form, fault, in_lang, input, json, limits, said};
use crate::cli::Language;

/// What is evaluated, and how it is told.
#[derive(Debug, Args)]
pub struct Options {
    /// A DMN file, the folder of a pack, or a folder with versions of one model
    #[arg(required = true)]
    model: Option<PathBuf>,
    /// The decision; by default all of them
    #[arg(long)]
    decision: Option<String>,
    /// Facts: a JSON object (.json), or rows with the facts' paths as their head (.csv)
    #[arg(long, short)]
    input: Option<PathBuf>,
    /// One fact, as applicant.age=30; empty is null, `?` is not known
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Say why, which rules nearly applied, and what would have had to differ
    #[arg(long)]
    explain: bool,
    /// The result that was hoped for, as a FEEL literal: differences are told that lead to it
    #[arg(long, value_name = "VALUE")]
    wanted: Option<String>,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    #[command(flatten)]
    which: model::Which,
    /// The file to write; by default standard output
    #[arg(long)]
    out: Option<PathBuf>,
}

/// Evaluates.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let lang: Lang = options.lang.into();
    let Some(path) = &options.model else { anyhow::bail!("a model is missing") };
    let loaded = model::load(path, &options.which, lang)?;
    tell_warnings(&loaded);
    let decisions = loaded.decisions(options.decision.as_deref(), lang)?;
    let env = model::env(options.which.at.as_deref(), lang)?;
    let is_csv = options.input.as_ref().and_then(|file| file.extension()).is_some_and(|it| it == "csv");
    if is_csv {
        return rows(options, &loaded, &decisions, &env, lang);
    }
    let inputs = input::read(&loaded.compiled, options.input.as_deref(), &options.set, lang)?;
    let text = single(options, &loaded, &decisions, &inputs, &env, lang)?;
    crate::commands::write_out(options.out.as_deref(), &text)?;
    Ok(ExitCode::SUCCESS)
}

/// Says what is odd about the model, and which version of it is asked, beside the results.
#[expect(clippy::print_stderr, reason = "remarks are told on the terminal, beside the results")]
fn tell_warnings(loaded: &Loaded) {
    loaded.warnings.iter().for_each(|warning| eprintln!("{}", warning.trim_start()));
}

/// The report about one set of facts.
pub fn single(
    options: &Options,
    loaded: &Loaded,
    decisions: &[String],
    inputs: &Context,
    env: &Env,
    lang: Lang,
) -> anyhow::Result<String> {
    let wanted = options.wanted.as_deref().map(|text| literal(text, lang)).transpose()?;
    let mut reports = Vec::new();
    for decision in decisions {
        let failed = |error: afaq_dmn::EvalError| failed(decision, &error, lang);
        if options.explain {
            let explained =
                loaded.compiled.explain(decision, inputs, env, wanted.as_ref()).map_err(failed)?;
            let words = loaded.words(inputs);
            let sentences = explained.sentences(&*words);
            reports.push(match options.format {
                Form::Text => {
                    let lines = sentences.iter().map(|one| said(&one.said, lang).to_owned());
                    format!("{}\n", lines.collect::<Vec<_>>().join("\n  "))
                }
                Form::Json => explained_json(&explained, &sentences),
            });
        } else {
            let done = loaded.compiled.evaluate(decision, inputs, env).map_err(failed)?;
            reports.push(match options.format {
                Form::Text => {
                    let notes = done.trace.iter().flat_map(|trace| {
                        trace.notes.iter().map(|note| format!("  ({}) {note}\n", trace.name))
                    });
                    format!("{decision}: {}\n{}", shown(&done.value, lang), notes.collect::<String>())
                }
                Form::Json => evaluated_json(decision, &done),
            });
        }
    }
    Ok(match options.format {
        Form::Text => reports.concat(),
        Form::Json => format!("[\n{}\n]\n", reports.join(",\n")),
    })
}

fn failed(decision: &str, error: &afaq_dmn::EvalError, lang: Lang) -> anyhow::Error {
    fault(
        lang,
        format!("القرار `{decision}`: {} ({})", error.message_ar(), error.code()),
        format!("decision `{decision}`: {} ({})", error.message_en(), error.code()),
    )
}

/// A result for people.
fn shown(value: &Value, lang: Lang) -> String {
    match value {
        Value::Unknown(unknown) => {
            let names = unknown.names.iter().cloned().collect::<Vec<_>>().join(", ");
            format!("{}: {names}", in_lang(lang, "تعذّر البتّ، والمعلومة الناقصة", "undetermined, not known"))
        }
        Value::Null => in_lang(lang, "لا نتيجة (null)", "no result (null)").to_owned(),
        Value::Boolean(true) => in_lang(lang, "نعم", "yes").to_owned(),
        Value::Boolean(false) => in_lang(lang, "لا", "no").to_owned(),
        other => other.to_string(),
    }
}

/// A value written in FEEL.
fn literal(text: &str, lang: Lang) -> anyhow::Result<Value> {
    let parsed = afaq_feel::parse_expression(text, &afaq_feel::Scope::new()).ok();
    parsed.and_then(|parsed| parsed.as_constant()).ok_or_else(|| {
        fault(lang, format!("`{text}` ليست قيمة من FEEL"), format!("`{text}` is no literal of FEEL"))
    })
}

fn evaluated_json(decision: &str, done: &Evaluation) -> String {
    let rules = done.trace.iter().map(|trace| {
        let fired: Vec<String> = trace.rules.iter().map(|rule| rule.rule.to_string()).collect();
        let used: Vec<String> = trace
            .inputs
            .iter()
            .map(|used| format!("{}: {}", json::text(&used.path), json::write(&used.value)))
            .collect();
        format!(
            "{{\"decision\": {}, \"result\": {}, \"inputs\": {{{}}}, \"rules\": [{}]}}",
            json::text(&trace.name),
            json::write(&trace.result),
            used.join(", "),
            fired.join(", ")
        )
    });
    format!(
        "{{\"decision\": {}, \"value\": {}, \"trace\": [{}]}}",
        json::text(decision),
        json::write(&done.value),
        rules.collect::<Vec<_>>().join(", ")
    )
}

fn explained_json(explained: &Explanation, sentences: &[afaq_dmn::Sentence]) -> String {
    let told: Vec<String> = sentences
        .iter()
        .map(|one| {
            format!(
                "{{\"kind\": {}, \"decision\": {}, \"rule\": {}, \"ar\": {}, \"en\": {}}}",
                json::text(&format!("{:?}", one.kind).to_lowercase()),
                json::text(&one.decision),
                one.rule.map_or("null".to_owned(), |rule| rule.to_string()),
                json::text(&one.said.ar),
                json::text(&one.said.en)
            )
        })
        .collect();
    let changes: Vec<String> = explained
        .changes
        .iter()
        .map(|change| {
            let facts: Vec<String> = change
                .facts
                .iter()
                .map(|fact| format!("{}: {}", json::text(&fact.path), json::write(&fact.value)))
                .collect();
            format!("{{\"facts\": {{{}}}, \"result\": {}}}", facts.join(", "), json::write(&change.result))
        })
        .collect();
    format!(
        "{{\"decision\": {}, \"value\": {}, \"sentences\": [{}], \"changes\": [{}]}}",
        json::text(&explained.decision),
        json::write(&explained.value),
        told.join(", "),
        changes.join(", ")
    )
}

/// The facts of one row, or what is wrong with it.
pub fn facts_of(row: &[String], head: &[(String, Type)], lang: Lang) -> anyhow::Result<Context> {
    if row.len() != head.len() {
        return Err(fault(
            lang,
            format!("عدد خلايا الصف {}، والمنتظر {} كما في سطر العناوين", row.len(), head.len()),
            format!("the row has {} cells, but the head has {}", row.len(), head.len()),
        ));
    }
    let mut facts = Context::new();
    for (cell, (path, ty)) in row.iter().zip(head) {
        let value = input::value_of(cell, ty, path).ok_or_else(|| input::misfit(cell, ty, path, lang))?;
        facts.set_path(path, value);
    }
    Ok(facts)
}

/// The head of a CSV file: the paths of facts with their types.
pub fn head_of<R: std::io::BufRead>(
    rows: &mut Rows<R>,
    compiled: &afaq_dmn::Compiled,
    lang: Lang,
) -> anyhow::Result<Vec<(String, Type)>> {
    let first = rows.next_row().map_err(|broken| broken_row(&broken, rows.line, lang))?;
    let names = first.unwrap_or_default();
    if names.is_empty() || names.len() > limits::COLUMNS_MAX {
        return Err(fault(
            lang,
            format!("ينقص الملف سطر عناوين بأسماء المعلومات، أو تزيد أعمدته على {}", limits::COLUMNS_MAX),
            format!(
                "the file has no head with the names of facts, or more than {} columns",
                limits::COLUMNS_MAX
            ),
        ));
    }
    let mut head: Vec<(String, Type)> = Vec::new();
    for name in names {
        let name = name.trim().to_owned();
        let ty = input::type_of(compiled, &name).ok_or_else(|| input::no_fact(&name, compiled, lang))?;
        if head.iter().any(|(known, _)| *known == name) {
            return Err(fault(
                lang,
                format!("العمود `{name}` مكرر"),
                format!("the column `{name}` is there twice"),
            ));
        }
        head.push((name, ty));
    }
    Ok(head)
}

/// A problem with the file that it is about.
pub fn in_file(file: &std::path::Path, error: &anyhow::Error) -> anyhow::Error {
    anyhow::Error::msg(format!("{}: {error}", file.display()))
}

/// What is wrong with the text of a row.
pub fn broken_row(broken: &Broken, line: u64, lang: Lang) -> anyhow::Error {
    let (ar, en) = match broken {
        Broken::File(error) if error.kind() == std::io::ErrorKind::IsADirectory => {
            ("هذا مجلد وليس ملفاً".to_owned(), "this is a folder, not a file".to_owned())
        }
        Broken::File(error) => (format!("تعذّرت القراءة: {error}"), format!("can't be read: {error}")),
        Broken::Long => (
            format!("الصف أطول من {} بايت", limits::ROW_BYTES_MAX),
            format!("the row is longer than {} bytes", limits::ROW_BYTES_MAX),
        ),
        Broken::Text => ("الصف ليس نص UTF-8".to_owned(), "the row is no UTF-8 text".to_owned()),
        Broken::Quote => (
            "علامة اقتباس بلا نهاية، أو بعدها شيء".to_owned(),
            "a quote has no end, or something follows it".to_owned(),
        ),
    };
    fault(lang, format!("السطر {line}: {ar}"), format!("line {line}: {en}"))
}

/// Many rows of CSV, part by part through columns: memory does not grow with them.
fn rows(
    options: &Options,
    loaded: &Loaded,
    decisions: &[String],
    env: &Env,
    lang: Lang,
) -> anyhow::Result<ExitCode> {
    let Some(file) = &options.input else { return Ok(ExitCode::SUCCESS) };
    let opened = std::fs::File::open(file).map_err(|error| input::unreadable(file, &error, lang))?;
    let mut rows = Rows::new(BufReader::new(opened));
    let head = head_of(&mut rows, &loaded.compiled, lang).map_err(|error| in_file(file, &error))?;
    let common = input::read(&loaded.compiled, None, &options.set, lang)?;
    let mut out: Box<dyn Write> = match &options.out {
        Some(path) => Box::new(std::io::BufWriter::new(std::fs::File::create(path)?)),
        None => Box::new(std::io::BufWriter::new(std::io::stdout())),
    };
    if options.format == Form::Text {
        let names = head.iter().map(|(name, _)| name.as_str()).chain(decisions.iter().map(String::as_str));
        let more = options.explain.then_some("rules").into_iter();
        out.write_all(written(names.chain(more)).as_bytes())?;
    }
    tell_missing(loaded, decisions, &head, &common, lang);
    let mut errors = 0_u64;
    let report = Report { options, loaded, decisions, env, lang };
    let batch = Batch::new(loaded, decisions).map_err(|error| failed(&decisions.join(", "), &error, lang))?;
    loop {
        let (mut lines, mut facts, mut bad) = (Vec::new(), Vec::new(), None);
        while facts.len() < limits::BATCH_ROWS {
            let row = match rows.next_row() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(broken) => {
                    bad = Some(broken_row(&broken, rows.line, lang));
                    break;
                }
            };
            let read = facts_of(&row, &head, lang).map(|mut read| {
                common.iter().for_each(|(name, value)| read.set(name.clone(), value.clone()));
                facts.push(read);
                facts.len() - 1
            });
            lines.push((rows.line, row, read));
        }
        let is_last = facts.len() < limits::BATCH_ROWS;
        // Which rules fired is told by the general evaluation.
        let judged = (!options.explain).then(|| batch.judge(&facts, env));
        for (line, row, read) in lines {
            let done = read.and_then(|at| match &judged {
                Some(judged) => report.of_values(&row, judged.row(at)),
                None => report.of_row(&row, &facts[at]),
            });
            match done {
                Ok(report) => match out.write_all(report.as_bytes()) {
                    // A reader that has seen enough (a pager, `head`) is no fault.
                    Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => {
                        return Ok(ExitCode::SUCCESS);
                    }
                    other => other?,
                },
                Err(error) => {
                    errors += 1;
                    tell_error(errors, line, &error, lang);
                }
            }
        }
        match bad {
            Some(bad) => {
                out.flush()?;
                return Err(in_file(file, &bad));
            }
            None if is_last => break,
            None => {}
        }
    }
    match out.flush() {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error)?,
        _ => {}
    }
    Ok(if errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Says which facts of the decisions have no column: they count as null.
#[expect(clippy::print_stderr, reason = "remarks are told on the terminal, beside the results")]
fn tell_missing(
    loaded: &Loaded,
    decisions: &[String],
    head: &[(String, Type)],
    common: &Context,
    lang: Lang,
) {
    let is_given = |fact: &String| {
        let covers =
            |name: &str| fact == name || fact.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
        head.iter().any(|(name, _)| {
            covers(name) || name.strip_prefix(fact.as_str()).is_some_and(|rest| rest.starts_with('.'))
        }) || fact.split('.').next().is_some_and(|first| common.get(first).is_some())
    };
    let asked = decisions.iter().flat_map(|decision| loaded.compiled.facts_of(decision));
    let missing: std::collections::BTreeSet<String> = asked.filter(|fact| !is_given(fact)).collect();
    if !missing.is_empty() {
        let names =
            missing.iter().take(limits::NAMES_SHOWN_MAX).map(|name| format!("`{name}`")).collect::<Vec<_>>();
        let more = if missing.len() > limits::NAMES_SHOWN_MAX { " …" } else { "" };
        eprintln!(
            "{} {}{more}",
            in_lang(
                lang,
                "لا عمود لهذه المعلومات، فتُعدّ قيمتها null:",
                "there is no column for these facts, which count as null:"
            ),
            names.join(in_lang(lang, "، ", ", "))
        );
    }
}

#[expect(
    clippy::print_stderr,
    reason = "rows that cannot be read are told on the terminal, beside the results"
)]
pub fn tell_error(count: u64, line: u64, error: &anyhow::Error, lang: Lang) {
    if count <= limits::ROW_ERRORS_MAX {
        eprintln!("{} {line}: {error}", in_lang(lang, "السطر", "line"));
    } else if count == limits::ROW_ERRORS_MAX + 1 {
        eprintln!("{}", in_lang(lang, "توجد أخطاء أخرى.", "there are more errors."));
    }
}

/// How rows are told.
struct Report<'a> {
    options: &'a Options,
    loaded: &'a Loaded,
    decisions: &'a [String],
    env: &'a Env,
    lang: Lang,
}

impl Report<'_> {
    /// A row by its results.
    fn of_values<'e>(
        &self,
        row: &[String],
        values: impl Iterator<Item = Result<Value, &'e afaq_dmn::EvalError>>,
    ) -> anyhow::Result<String> {
        let values = self
            .decisions
            .iter()
            .zip(values)
            .map(|(decision, value)| value.map_err(|error| failed(decision, error, self.lang)));
        Ok(self.told(row, &values.collect::<anyhow::Result<Vec<_>>>()?, None))
    }

    /// A row with the rules that fired.
    fn of_row(&self, row: &[String], facts: &Context) -> anyhow::Result<String> {
        let mut values = Vec::new();
        let mut rules = Vec::new();
        for decision in self.decisions {
            let done = self.loaded.compiled.evaluate(decision, facts, self.env);
            let done = done.map_err(|error| failed(decision, &error, self.lang))?;
            for trace in &done.trace {
                for rule in &trace.rules {
                    let one = format!("{}:{}", rule.element, rule.rule);
                    if !rules.contains(&one) {
                        rules.push(one);
                    }
                }
            }
            values.push(done.value);
        }
        Ok(self.told(row, &values, Some(&rules.join(" "))))
    }

    fn told(&self, row: &[String], values: &[Value], rules: Option<&str>) -> String {
        match self.options.format {
            Form::Text => {
                let mut cells: Vec<String> = row.to_vec();
                cells.extend(values.iter().map(json::plain));
                cells.extend(rules.map(str::to_owned));
                written(cells.iter().map(String::as_str))
            }
            Form::Json => {
                let named = self.decisions.iter().zip(values);
                let mut named: Vec<String> = named
                    .map(|(name, value)| format!("{}: {}", json::text(name), json::write(value)))
                    .collect();
                named.extend(rules.map(|rules| format!("\"rules\": {}", json::text(rules))));
                format!("{{{}}}\n", named.join(", "))
            }
        }
    }
}
