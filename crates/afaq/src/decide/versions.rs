//! A folder with versions of one model: files such as `fees@2026-01-01.dmn`, each in force from the day in its name.

use std::path::{Path, PathBuf};

use afaq_base::Lang;
use afaq_dmn::{Choice, Version, VersionError, Versions};
use afaq_feel::Date;

use super::model::{Loaded, Which, env, load_file};
use super::{fault, input, limits};

/// Reads the version that is asked for.
pub fn load(folder: &Path, which: &Which, lang: Lang) -> anyhow::Result<Loaded> {
    let mut versions = Versions::new();
    let mut models = Vec::new();
    for file in files(folder, lang)? {
        let loaded = load_file(&file, lang)?;
        let name = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let from = name.rsplit_once('@').map(|(_, day)| first_day(&file, day, lang)).transpose()?;
        let version = Version { name, from, compiled: loaded.compiled.clone() };
        versions.add(version).map_err(|error| told(folder, &error, lang))?;
        models.push(loaded);
    }
    one_model(folder, &models, lang)?;
    let choice = match which.model_version.as_deref() {
        Some("latest") => Choice::Latest,
        None | Some("in-force") => Choice::InForce(env(which.at.as_deref(), lang)?.now.date()),
        Some(name) => Choice::Deployed(name.trim_end_matches(".dmn").to_owned()),
    };
    let chosen = versions.get(&choice).map_err(|error| told(folder, &error, lang))?;
    let at = versions.all().iter().position(|version| version.name == chosen.name).unwrap_or(0);
    let mut loaded = models.swap_remove(at);
    let (name, since) = (&chosen.name, chosen.from.map(|day| day.to_string()));
    loaded.warnings.insert(
        0,
        match (lang, since) {
            (Lang::Ar, Some(day)) => format!("النسخة `{name}`، سارية من {day}"),
            (Lang::Ar, None) => format!("النسخة `{name}`"),
            (Lang::En, Some(day)) => format!("version `{name}`, in force from {day}"),
            (Lang::En, None) => format!("version `{name}`"),
        },
    );
    Ok(loaded)
}

/// The models of a folder, those that begin first before the others.
fn files(folder: &Path, lang: Lang) -> anyhow::Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(|error| input::unreadable(folder, &error, lang))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|it| it == "dmn"))
        .collect();
    let name = folder.display();
    if files.is_empty() {
        return Err(fault(
            lang,
            format!("`{name}` ليس حزمة (لا ملف service.yaml فيه) ولا يضم ملفات DMN"),
            format!("`{name}` is no pack (it has no service.yaml), and holds no DMN files"),
        ));
    }
    if files.len() > limits::MODELS_MAX {
        let most = limits::MODELS_MAX;
        return Err(fault(
            lang,
            format!("في `{name}` أكثر من {most} ملف DMN"),
            format!("`{name}` holds more than {most} DMN files"),
        ));
    }
    let day = |file: &PathBuf| {
        let stem = file.file_stem()?.to_str()?;
        stem.rsplit_once('@')?.1.parse::<Date>().ok()
    };
    files.sort_by_key(|file| (day(file), file.clone()));
    Ok(files)
}

fn first_day(file: &Path, day: &str, lang: Lang) -> anyhow::Result<Date> {
    day.parse().map_err(|_| {
        let name = file.display();
        fault(
            lang,
            format!("{name}: ما بعد `@` ليس تاريخاً؛ سمّ الملف مثل fees@2026-01-01.dmn"),
            format!("{name}: what follows `@` is no date; name the file such as fees@2026-01-01.dmn"),
        )
    })
}

/// Versions are of one model: the namespace tells.
fn one_model(folder: &Path, models: &[Loaded], lang: Lang) -> anyhow::Result<()> {
    let mut namespaces: Vec<&str> = models.iter().map(|loaded| loaded.model.namespace.as_str()).collect();
    namespaces.sort_unstable();
    namespaces.dedup();
    if namespaces.len() < 2 {
        return Ok(());
    }
    let (name, all) = (folder.display(), namespaces.join(", "));
    Err(fault(
        lang,
        format!("في `{name}` نماذج مختلفة وليست نسخاً من نموذج واحد ({all})؛ اذكر ملفاً واحداً"),
        format!("`{name}` holds different models, not versions of one ({all}); name one file"),
    ))
}

fn told(folder: &Path, error: &VersionError, lang: Lang) -> anyhow::Error {
    let name = folder.display();
    fault(lang, format!("{name}: {}", error.message_ar()), format!("{name}: {}", error.message_en()))
}
