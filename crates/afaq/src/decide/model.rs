//! The model that a command is about: a DMN file with what it imports, or the rules of a pack.

use std::path::Path;

use afaq_base::Lang;
use afaq_dmn::{Compiled, Model, PlainWords, Words};
use afaq_feel::{Context, Date, DateTime, Env};
use afaq_gateways::SystemClock;
use afaq_pack::{PackWords, Service};
use afaq_ports::Clock;

use clap::Args;

use super::{fault, input, limits, versions};
use crate::packs;

/// A model that is ready to be asked.
pub struct Loaded {
    /// The model.
    pub model: Model,
    /// Models that it may import.
    pub others: Vec<Model>,
    /// The same, ready to be evaluated.
    pub compiled: Compiled,
    /// The pack that it is out of.
    pub service: Option<Service>,
    /// Problems that do not stop it, and faults of the analysis that stop a pack.
    pub warnings: Vec<String>,
}

impl Loaded {
    /// The words of the pack, or those of nobody.
    pub fn words<'a>(&'a self, known: &'a Context) -> Box<dyn Words + 'a> {
        match &self.service {
            Some(service) => Box::new(PackWords::new(service, known)),
            None => Box::new(PlainWords),
        }
    }

    /// The decision that was asked for, or all of them in their order.
    pub fn decisions(&self, asked: Option<&str>, lang: Lang) -> anyhow::Result<Vec<String>> {
        match asked {
            None => Ok(self.model.decisions.iter().map(|one| one.name.clone()).collect()),
            Some(name) => {
                let is_known = self.model.find_decision(name).is_some()
                    || self.model.services.iter().any(|one| one.name == name || one.id == name);
                let names: Vec<&str> = self.model.decisions.iter().map(|one| one.name.as_str()).collect();
                let names = names.join(", ");
                if is_known {
                    Ok(vec![name.to_owned()])
                } else {
                    Err(fault(
                        lang,
                        format!("ليس في النموذج قرار باسم `{name}`؛ قراراته: {names}"),
                        format!("the model has no decision named `{name}`; it has: {names}"),
                    ))
                }
            }
        }
    }
}

/// Which version of a model is asked, where a folder holds several.
#[derive(Debug, Default, Args)]
pub struct Which {
    /// Of a folder with versions of one model (files such as fees@2026-01-01.dmn): `in-force` on the day of `--at`,
    /// `latest`, or the name of the one that was deployed, such as fees@2026-01-01
    #[arg(long, value_name = "WHICH")]
    pub model_version: Option<String>,
    /// The moment for `now()` and `today()`, as 2026-11-22 or 2026-11-22T08:00:00+03:00
    #[arg(long)]
    pub at: Option<String>,
}

/// Reads a model.
pub fn load(path: &Path, which: &Which, lang: Lang) -> anyhow::Result<Loaded> {
    if path.is_dir() {
        if path.join("service.yaml").is_file() {
            return of_pack(path, lang);
        }
        return versions::load(path, which, lang);
    }
    load_file(path, lang)
}

/// Reads a model out of a file.
pub fn load_file(path: &Path, lang: Lang) -> anyhow::Result<Loaded> {
    let model = read(path, lang)?;
    let others = beside(path, &model);
    let references: Vec<&Model> = others.iter().collect();
    let compiled = model.compile_with(&references).map_err(|problems| {
        let all: Vec<String> = problems.iter().map(|problem| told(problem, lang)).collect();
        fault(
            lang,
            format!("{}: في النموذج أخطاء:\n{}", path.display(), all.join("\n")),
            format!("{}: the model has faults:\n{}", path.display(), all.join("\n")),
        )
    })?;
    let warnings = compiled.warnings.iter().map(|problem| told(problem, lang)).collect();
    Ok(Loaded { model, others, compiled, service: None, warnings })
}

/// A problem with its place.
pub fn told(problem: &afaq_dmn::Problem, lang: Lang) -> String {
    let place = match (problem.line, problem.column) {
        (Some(line), Some(column)) => format!("{line}:{column}: "),
        _ => String::new(),
    };
    let message = match lang {
        Lang::Ar => problem.message_ar(),
        Lang::En => problem.message_en(),
    };
    let element = problem.element.as_ref().map(|name| format!(" (`{name}`)")).unwrap_or_default();
    format!("  {} {place}{message}{element}", problem.code())
}

fn read(path: &Path, lang: Lang) -> anyhow::Result<Model> {
    let text = input::read_text(path, limits::MODEL_BYTES_MAX, lang)?;
    let read = afaq_dmn::read(&text);
    read.model.ok_or_else(|| {
        let all: Vec<String> = read.problems.iter().map(|problem| told(problem, lang)).collect();
        fault(
            lang,
            format!("{}: هذا ليس نموذج قرارات:\n{}", path.display(), all.join("\n")),
            format!("{}: this is no decision model:\n{}", path.display(), all.join("\n")),
        )
    })
}

/// The models of the same folder, where this one imports any.
fn beside(path: &Path, model: &Model) -> Vec<Model> {
    if model.imports.is_empty() {
        return Vec::new();
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|it| it == "dmn") && file != path)
        .collect();
    files.sort();
    files.truncate(limits::MODELS_MAX);
    files.iter().filter_map(|file| read(file, Lang::En).ok()).collect()
}

fn of_pack(path: &Path, lang: Lang) -> anyhow::Result<Loaded> {
    let pack = packs::read(path)?;
    let read = afaq_pack::read(&pack.files, &pack.shared, &afaq_pack::Options::default());
    let Some(service) = read.service else {
        return Err(fault(
            lang,
            format!("في الحزمة أخطاء؛ شغّل afaq check {}", path.display()),
            format!("the pack has faults; run `afaq check {}`", path.display()),
        ));
    };
    let (model, compiled) = (service.decisions.model.clone(), service.decisions.compiled.clone());
    Ok(Loaded { model, others: Vec::new(), compiled, service: Some(service), warnings: Vec::new() })
}

/// The moment of an evaluation: as written, or today.
pub fn env(at: Option<&str>, lang: Lang) -> anyhow::Result<Env> {
    let Some(text) = at else {
        return Ok(afaq_domain::cases::feel_env(SystemClock.now()));
    };
    let moment = text.parse().ok().or_else(|| text.parse::<Date>().ok().map(DateTime::midnight_utc));
    moment.map(Env::new).ok_or_else(|| {
        fault(
            lang,
            format!("`{text}` ليس تاريخاً مثل 2026-11-22"),
            format!("`{text}` is no date such as 2026-11-22"),
        )
    })
}
