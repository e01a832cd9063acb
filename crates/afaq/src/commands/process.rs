//! `afaq process`: checks, plays, draws and compares BPMN files of any origin.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_bpmn::{Definitions, Finding, Problem, ProcessDefinition, Severity};
use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::{Value as Json, json};

use super::simulate::{self, Simulate};
use super::write_out;
use crate::cli::Language;

/// The rules by which a file is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// What keeps a process from running, and what goes wrong in it.
    Run,
    /// Besides, every rule of the standard.
    Strict,
}

/// What is done with a BPMN file.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Report what is wrong: structure, soundness, and with a strict profile every rule of BPMN 2.0
    Check {
        #[command(flatten)]
        file: File,
        /// The rules
        #[arg(long, value_enum, default_value = "run")]
        profile: Profile,
    },
    /// Play one instance under virtual time: tasks and jobs are done, timers fall due
    Run {
        #[command(flatten)]
        file: File,
        /// A first variable, as NAME=JSON
        #[arg(long = "set", value_name = "NAME=JSON")]
        variables: Vec<String>,
        /// What a task or job gives, as ELEMENT={"name": value}
        #[arg(long = "output", value_name = "ELEMENT=JSON")]
        outputs: Vec<String>,
        /// A message or signal that comes when somebody waits for it
        #[arg(long = "message", value_name = "NAME")]
        messages: Vec<String>,
        /// The most inputs
        #[arg(long, default_value_t = 10_000)]
        inputs_max: usize,
    },
    /// Draw the file as SVG, or as an outline in words
    Picture {
        #[command(flatten)]
        file: File,
        /// The file to write; by default standard output
        #[arg(long)]
        out: Option<PathBuf>,
        /// Words instead of a drawing
        #[arg(long, conflicts_with = "narrow")]
        outline: bool,
        /// One element below the other, for a phone
        #[arg(long)]
        narrow: bool,
    },
    /// Play many cases under virtual time: throughput, waits, use of staff, bottleneck
    Simulate(Simulate),
    /// Say how running instances of one version go on by another, and what stands against it
    Migrate {
        /// The version that runs
        old: PathBuf,
        /// The version that is to be
        new: PathBuf,
        /// An element whose id is another in the new version, as OLD=NEW
        #[arg(long = "map", value_name = "OLD=NEW")]
        map: Vec<String>,
        /// Write JSON
        #[arg(long)]
        json: bool,
        /// The language
        #[arg(long, value_enum, default_value = "en")]
        lang: Language,
    },
}

/// A BPMN file and how it is spoken of.
#[derive(Debug, Args)]
pub struct File {
    /// The BPMN file
    path: PathBuf,
    /// The process, where the file holds several
    #[arg(long)]
    process: Option<String>,
    /// Write JSON
    #[arg(long)]
    json: bool,
    /// The language
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
}

/// Does it.
///
/// # Errors
///
/// The file can't be read or is no BPMN, or an option makes no sense.
pub fn run(action: &Action) -> anyhow::Result<ExitCode> {
    match action {
        Action::Check { file, profile } => check(file, *profile),
        Action::Run { file, variables, outputs, messages, inputs_max } => {
            play(file, variables, outputs, messages, *inputs_max)
        }
        Action::Picture { file, out, outline, narrow } => picture(file, out.as_deref(), *outline, *narrow),
        Action::Simulate(action) => simulate::run(action),
        Action::Migrate { old, new, map, json, lang } => migrate(old, new, map, *json, (*lang).into()),
    }
}

/// What is said of a file that can't be read.
pub(super) fn not_read(path: &Path, lang: Lang) -> String {
    match lang {
        Lang::Ar => format!("تعذّرت قراءة `{}`", path.display()),
        Lang::En => format!("can't read `{}`", path.display()),
    }
}

fn source(path: &Path, lang: Lang) -> anyhow::Result<String> {
    let length = std::fs::metadata(path).with_context(|| not_read(path, lang))?.len();
    let most = afaq_bpmn::limits::XML_BYTES_MAX;
    if length > most as u64 {
        match lang {
            Lang::Ar => bail!("`{}` أكبر من {most} بايت", path.display()),
            Lang::En => bail!("`{}` is larger than {most} bytes", path.display()),
        }
    }
    let bytes = std::fs::read(path).with_context(|| not_read(path, lang))?;
    // Some editors still write other encodings; what they need for ids and structure is ASCII.
    Ok(String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
}

fn say(text: &str) -> anyhow::Result<()> {
    write_out(None, &format!("{text}\n"))
}

fn of_problem(problem: &Problem, lang: Lang) -> Json {
    json!({
        "code": problem.code(),
        "severity": if problem.severity() == Severity::Error { "error" } else { "warning" },
        "element": &*problem.element,
        "name": problem.name,
        "line": problem.line(),
        "column": problem.column(),
        "message": if lang == Lang::Ar { problem.message_ar() } else { problem.message_en() },
        "help": if lang == Lang::Ar { problem.help_ar() } else { problem.help_en() },
    })
}

fn of_finding(finding: &Finding, lang: Lang) -> Json {
    json!({
        "code": finding.code(),
        "severity": if finding.severity() == Severity::Error { "error" } else { "warning" },
        "element": &*finding.element,
        "name": finding.name,
        "line": finding.line(),
        "column": finding.column(),
        "message": if lang == Lang::Ar { finding.message_ar() } else { finding.message_en() },
        "help": if lang == Lang::Ar { finding.help_ar() } else { finding.help_en() },
        "path": finding.path.iter().map(|id| &**id).collect::<Vec<_>>(),
    })
}

fn check(file: &File, profile: Profile) -> anyhow::Result<ExitCode> {
    let lang: Lang = file.lang.into();
    let xml = source(&file.path, lang)?;
    let read = afaq_bpmn::read(&xml);
    let mut found: Vec<Json> = read.problems.iter().map(|problem| of_problem(problem, lang)).collect();
    if let Some(definitions) = &read.definitions {
        for process in wanted(definitions, file) {
            match afaq_bpmn::compile(definitions, Some(&process)) {
                Ok(compiled) => {
                    found.extend(compiled.warnings.iter().map(|problem| of_problem(problem, lang)));
                    found.extend(afaq_bpmn::soundness(&compiled).iter().map(|one| of_finding(one, lang)));
                }
                Err(problems) => found.extend(problems.iter().map(|problem| of_problem(problem, lang))),
            }
        }
        if profile == Profile::Strict {
            found.extend(afaq_bpmn::check_strict(&xml).iter().map(|problem| of_problem(problem, lang)));
        }
    }
    found.sort_by_key(|one| (one["line"].as_u64(), one["column"].as_u64()));
    found.dedup();
    let errors = found.iter().filter(|one| one["severity"] == "error").count();
    if file.json {
        let report = json!({ "file": file.path.display().to_string(), "errors": errors, "problems": found });
        say(&serde_json::to_string_pretty(&report)?)?;
    } else {
        for one in &found {
            let text = |name: &str| one[name].as_str().unwrap_or_default().to_owned();
            let place = format!("{}:{}:{}", file.path.display(), one["line"], one["column"]);
            say(&format!("{place}: {} {}\n    {}", text("code"), text("message"), text("help")))?;
        }
        say(&match (lang, errors, found.len()) {
            (Lang::Ar, 0, 0) => "لا أخطاء".to_owned(),
            (Lang::Ar, ..) => format!("الأخطاء: {errors}، التنبيهات: {}", found.len() - errors),
            (Lang::En, 0, 0) => "nothing is wrong".to_owned(),
            (Lang::En, ..) => format!("{errors} errors, {} warnings", found.len() - errors),
        })?;
    }
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The processes to look at: the named one, else all that hold something.
fn wanted(definitions: &Definitions, file: &File) -> Vec<String> {
    match &file.process {
        Some(process) => vec![process.clone()],
        None => {
            let full = definitions.processes.iter().filter(|process| !process.elements.is_empty());
            full.map(|process| process.base.id.to_string()).collect()
        }
    }
}

pub(super) fn definitions(path: &Path, lang: Lang) -> anyhow::Result<Definitions> {
    let read = afaq_bpmn::read(&source(path, lang)?);
    match read.definitions {
        Some(definitions) => Ok(definitions),
        None => {
            let first = read.problems.first();
            let why = first.map(|problem| match lang {
                Lang::Ar => problem.message_ar(),
                Lang::En => problem.message_en(),
            });
            bail!("{}: {}", path.display(), why.unwrap_or_default())
        }
    }
}

pub(super) fn compiled(
    definitions: &Definitions,
    process: Option<&str>,
    lang: Lang,
) -> anyhow::Result<ProcessDefinition> {
    afaq_bpmn::compile(definitions, process).map_err(|problems| {
        let errors = problems.iter().filter(|problem| problem.severity() == Severity::Error);
        let lines: Vec<String> = errors
            .take(20)
            .map(|problem| {
                let text = if lang == Lang::Ar { problem.message_ar() } else { problem.message_en() };
                format!("{} {}:{} {text}", problem.code(), problem.line(), problem.column())
            })
            .collect();
        anyhow::anyhow!("the process can't run:\n{}", lines.join("\n"))
    })
}

fn pair(text: &str) -> anyhow::Result<(String, String)> {
    let (name, value) = text.split_once('=').with_context(|| format!("`{text}` is not NAME=VALUE"))?;
    Ok((name.trim().to_owned(), value.to_owned()))
}

fn play(
    file: &File,
    variables: &[String],
    outputs: &[String],
    messages: &[String],
    inputs_max: usize,
) -> anyhow::Result<ExitCode> {
    let lang: Lang = file.lang.into();
    let mut definitions = definitions(&file.path, lang)?;
    let mapped = afaq_bpmn::map_for_run(&mut definitions);
    let process = compiled(&definitions, file.process.as_deref(), lang)?;
    let mut script =
        afaq_bpmn::Script { messages: messages.to_vec(), inputs_max, ..afaq_bpmn::Script::default() };
    // The present would make two runs differ; a play begins at the epoch unless a variable says more.
    let mut first = serde_json::Map::new();
    for text in variables {
        let (name, value) = pair(text)?;
        let value = serde_json::from_str(&value).unwrap_or(Json::String(value));
        first.insert(name, value);
    }
    script.variables = serde_json::from_value(Json::Object(first)).context("a variable has no such value")?;
    for text in outputs {
        let (element, value) = pair(text)?;
        let value = serde_json::from_str(&value).with_context(|| format!("`{text}` is not ELEMENT=JSON"))?;
        script.outputs.insert(element, value);
    }
    let played = afaq_bpmn::play(&process, &script).map_err(|refusal| {
        anyhow::anyhow!("{}", if lang == Lang::Ar { refusal.message_ar() } else { refusal.message_en() })
    })?;
    let maps: Vec<Json> = mapped
        .iter()
        .map(|one| {
            let text = if lang == Lang::Ar { one.message_ar() } else { one.message_en() };
            json!({ "element": &*one.element, "line": one.line, "message": text })
        })
        .collect();
    let is_over = played.instance.is_over();
    if file.json {
        let events: Vec<Json> = played
            .events
            .iter()
            .map(|(at_ms, event)| Ok(json!({ "at_ms": at_ms, "event": serde_json::to_value(event)? })))
            .collect::<anyhow::Result<_>>()?;
        let report = json!({
            "file": file.path.display().to_string(),
            "process": &*process.base.id,
            "mappings": maps,
            "events": events,
            "instance": serde_json::to_value(&played.instance)?,
            "is_over": is_over,
            "is_cut": played.is_cut,
            "now_ms": played.now_ms,
        });
        say(&serde_json::to_string_pretty(&report)?)?;
    } else {
        for one in &maps {
            say(&format!(
                "{}: {}",
                one["element"].as_str().unwrap_or_default(),
                one["message"].as_str().unwrap_or_default()
            ))?;
        }
        let element = |event: &Json| event.get("element").or_else(|| event.get("flow")).cloned();
        for (at_ms, event) in &played.events {
            let event = serde_json::to_value(event)?;
            let at = element(&event).and_then(|id| id.as_str().map(str::to_owned)).unwrap_or_default();
            say(&format!("{at_ms:>12} {:<20} {at}", event["kind"].as_str().unwrap_or_default()))?;
        }
        say(&waits(&played, lang))?;
    }
    Ok(if is_over { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Where a play stands, in words.
fn waits(played: &afaq_bpmn::Played, lang: Lang) -> String {
    let instance = &played.instance;
    let mut lines = Vec::new();
    for open in instance.subscriptions.values() {
        lines.push(format!("{} ← {}", open.element, if open.name.is_empty() { "?" } else { &open.name }));
    }
    for open in instance.incidents.values() {
        lines.push(format!("{} ! {}", open.element, open.reason));
    }
    let status = match (&instance.status, lang) {
        (afaq_bpmn::Status::Ended { element, .. }, Lang::En) => format!("ended at `{element}`"),
        (afaq_bpmn::Status::Ended { element, .. }, Lang::Ar) => format!("انتهى عند `{element}`"),
        (_, Lang::En) if played.is_cut => "stopped: too many inputs".to_owned(),
        (_, Lang::Ar) if played.is_cut => "أُوقف: مدخلات كثيرة جداً".to_owned(),
        (_, Lang::En) => "waits".to_owned(),
        (_, Lang::Ar) => "ينتظر".to_owned(),
    };
    lines.insert(0, status);
    lines.join("\n")
}

fn picture(file: &File, out: Option<&Path>, outline: bool, narrow: bool) -> anyhow::Result<ExitCode> {
    let lang: Lang = file.lang.into();
    let definitions = definitions(&file.path, lang)?;
    let drawn_in = match lang {
        Lang::Ar => afaq_bpmn::Lang::Ar,
        Lang::En => afaq_bpmn::Lang::En,
    };
    let text = if outline {
        afaq_bpmn::picture::outline(&definitions, drawn_in, None)
    } else if narrow {
        afaq_bpmn::picture::narrow(&definitions, drawn_in, &afaq_bpmn::picture::View::default())
    } else {
        afaq_bpmn::picture::svg(&definitions, drawn_in, None)
    };
    let answer = if file.json {
        serde_json::to_string_pretty(&json!({ "file": file.path.display().to_string(), "picture": text }))?
    } else {
        text
    };
    match out {
        Some(path) => {
            std::fs::write(path, answer).with_context(|| format!("can't write `{}`", path.display()))?;
        }
        None => say(&answer)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn migrate(old: &Path, new: &Path, map: &[String], as_json: bool, lang: Lang) -> anyhow::Result<ExitCode> {
    let old_process = compiled(&definitions(old, lang)?, None, lang)?;
    let new_process = compiled(&definitions(new, lang)?, None, lang)?;
    let mut given: BTreeMap<afaq_bpmn::ElementId, afaq_bpmn::ElementId> = BTreeMap::new();
    for text in map {
        let (from, to) = pair(text)?;
        given.insert(from.into(), to.trim().into());
    }
    let plan = afaq_bpmn::plan_migration(&old_process, &new_process, &given);
    let words = |conflict: &afaq_bpmn::Conflict| match lang {
        Lang::Ar => conflict.message_ar(),
        Lang::En => conflict.message_en(),
    };
    if as_json {
        let conflicts: Vec<Json> = plan
            .conflicts
            .iter()
            .map(|conflict| json!({ "element": &*conflict.element, "kind": conflict.code(), "message": words(conflict) }))
            .collect();
        let mapping: BTreeMap<&str, &str> = plan.mapping.iter().map(|(a, b)| (&**a, &**b)).collect();
        let added: Vec<&str> = plan.added.iter().map(|id| &**id).collect();
        let report = json!({ "mapping": mapping, "conflicts": conflicts, "added": added });
        say(&serde_json::to_string_pretty(&report)?)?;
    } else {
        for (from, to) in plan.renamed() {
            say(&format!("{from} → {to}"))?;
        }
        for id in &plan.added {
            say(&format!("+ {id}"))?;
        }
        for conflict in &plan.conflicts {
            say(&format!("! {}", words(conflict)))?;
        }
    }
    Ok(if plan.conflicts.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
