//! `afaq decide diff A B`: where two versions differ, and what changes for a population.

use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::{Comparison, Population, Verdict};
use afaq_feel::{Decimal, Env};
use clap::Args;

use super::csv::Rows;
use super::evaluate::{broken_row, facts_of, head_of, in_file, tell_error};
use super::model::{self, Loaded};
use super::{Form, in_lang, input, json, limits};
use crate::cli::Language;

/// Two versions.
#[derive(Debug, Args)]
pub struct Options {
    /// The version before: a DMN file, or the folder of a pack
    before: PathBuf,
    /// The version after
    after: PathBuf,
    /// The decision; by default all that both versions have
    #[arg(long)]
    decision: Option<String>,
    /// People to count the changes for: rows with the facts' paths as their head
    #[arg(long, value_name = "CSV")]
    population: Option<PathBuf>,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    /// The moment for `now()` and `today()`, as 2026-11-22 or 2026-11-22T08:00:00+03:00
    #[arg(long)]
    at: Option<String>,
}

/// Compares. The exit code is 1 where the versions differ.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let lang: Lang = options.lang.into();
    let which = model::Which::default();
    let (before, after) =
        (model::load(&options.before, &which, lang)?, model::load(&options.after, &which, lang)?);
    let env = model::env(options.at.as_deref(), lang)?;
    let [both, gone, new] = before.model.decisions_beside(&after.model);
    let decisions: Vec<String> = match &options.decision {
        Some(name) => {
            before.decisions(Some(name), lang)?;
            after.decisions(Some(name), lang)?
        }
        None => both.into_iter().map(str::to_owned).collect(),
    };
    let mut reports = Vec::new();
    let mut is_same = gone.is_empty() && new.is_empty();
    for decision in &decisions {
        let found = before.compiled.compare(&after.compiled, decision, &env)?;
        is_same &= found.verdict != Verdict::Different;
        reports.push(match options.format {
            Form::Text => report(decision, &found, lang),
            Form::Json => as_json(decision, &found),
        });
    }
    for (names, ar, en) in [(gone, "حُذف القرار", "gone"), (new, "أُضيف القرار", "new")]
    {
        for name in names {
            reports.push(match options.format {
                Form::Text => format!("{}: {name}\n", in_lang(lang, ar, en)),
                Form::Json => format!("{{\"decision\": {}, \"verdict\": \"{en}\"}}", json::text(name)),
            });
        }
    }
    if let Some(file) = &options.population {
        for (decision, counted) in population(file, &before, &after, &decisions, &env, lang)? {
            reports.push(match options.format {
                Form::Text => counted_report(&decision, &counted, lang),
                Form::Json => counted_json(&decision, &counted),
            });
        }
    }
    let text = match options.format {
        Form::Text => reports.concat(),
        Form::Json => format!("[\n{}\n]\n", reports.join(",\n")),
    };
    crate::commands::write_out(None, &text)?;
    Ok(if is_same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn verdict(verdict: Verdict, lang: Lang) -> &'static str {
    match (verdict, lang) {
        (Verdict::Equal, Lang::Ar) => "متطابقان لكل المعلومات",
        (Verdict::Equal, Lang::En) => "equal for all facts",
        (Verdict::Different, Lang::Ar) => "مختلفان",
        (Verdict::Different, Lang::En) => "different",
        (Verdict::NoneFound, Lang::Ar) => "لم يُعثر على فرق، ولا يثبت التطابق لأن القرار يحسب بالمعلومات",
        (Verdict::NoneFound, Lang::En) => "no difference found; not proven, since facts are computed with",
        (Verdict::Budget, Lang::Ar) => "لم يُحسم ضمن الحد المقرر",
        (Verdict::Budget, Lang::En) => "not decided: budget",
    }
}

fn report(decision: &str, found: &Comparison, lang: Lang) -> String {
    let mut text = format!("{decision}: {}\n", verdict(found.verdict, lang));
    for example in &found.examples {
        let facts: Vec<String> =
            example.facts.iter().map(|(path, value)| format!("{path} = {}", json::write(value))).collect();
        let facts = if facts.is_empty() {
            in_lang(lang, "لكل المعلومات", "for all facts").to_owned()
        } else {
            facts.join(", ")
        };
        let (before, after) = (json::write(&example.before), json::write(&example.after));
        text += &format!("  {facts}: {before} -> {after}\n");
    }
    text
}

fn as_json(decision: &str, found: &Comparison) -> String {
    let examples: Vec<String> = found
        .examples
        .iter()
        .map(|example| {
            let facts: Vec<String> = example
                .facts
                .iter()
                .map(|(path, value)| format!("{}: {}", json::text(path), json::write(value)))
                .collect();
            let (before, after) = (json::write(&example.before), json::write(&example.after));
            format!("{{\"facts\": {{{}}}, \"before\": {before}, \"after\": {after}}}", facts.join(", "))
        })
        .collect();
    let verdict = match found.verdict {
        Verdict::Equal => "equal",
        Verdict::Different => "different",
        Verdict::NoneFound => "none_found",
        Verdict::Budget => "budget",
    };
    format!(
        "{{\"decision\": {}, \"verdict\": \"{verdict}\", \"examples\": [{}]}}",
        json::text(decision),
        examples.join(", ")
    )
}

/// Counts row by row.
fn population(
    file: &Path,
    before: &Loaded,
    after: &Loaded,
    decisions: &[String],
    env: &Env,
    lang: Lang,
) -> anyhow::Result<Vec<(String, Population)>> {
    let opened = std::fs::File::open(file).map_err(|error| input::unreadable(file, &error, lang))?;
    let mut rows = Rows::new(BufReader::new(opened));
    // A fact of either version may stand there; the other one passes it over.
    let head = head_of(&mut rows, &before.compiled, lang).or_else(|error| {
        let mut again = Rows::new(BufReader::new(std::fs::File::open(file)?));
        let head = head_of(&mut again, &after.compiled, lang).map_err(|_| in_file(file, &error))?;
        rows = again;
        Ok::<_, anyhow::Error>(head)
    })?;
    let mut counted: Vec<(String, Population)> =
        decisions.iter().map(|name| (name.clone(), Population::new())).collect();
    let mut errors = 0;
    while let Some(row) =
        rows.next_row().map_err(|broken| in_file(file, &broken_row(&broken, rows.line, lang)))?
    {
        let facts = match facts_of(&row, &head, lang) {
            Ok(facts) => facts,
            Err(error) => {
                errors += 1;
                tell_error(errors, rows.line, &error, lang);
                continue;
            }
        };
        for (decision, population) in &mut counted {
            let value = |loaded: &Loaded| {
                loaded.compiled.evaluate(decision, &facts, env).map(|done| done.value).unwrap_or_default()
            };
            population.add(&value(before), &value(after));
        }
    }
    Ok(counted)
}

fn counted_report(decision: &str, counted: &Population, lang: Lang) -> String {
    let mut text = match lang {
        Lang::Ar => format!(
            "{decision}: عدد الصفوف {}، تغيّر منها {}، وتعذّر البتّ في {}\n",
            counted.rows,
            counted.changed(),
            counted.undetermined
        ),
        Lang::En => format!(
            "{decision}: {} rows, {} change, {} undetermined\n",
            counted.rows,
            counted.changed(),
            counted.undetermined
        ),
    };
    for one in counted.transitions().into_iter().take(limits::TRANSITIONS_SHOWN_MAX) {
        let (before, after) = (json::write(&one.before), json::write(&one.after));
        let sum = one.difference.map(|sum| format!(" ({})", signed(sum))).unwrap_or_default();
        text += &format!("  {before} -> {after}: {}{sum}\n", one.count);
    }
    if let (Some(before), Some(after)) = (counted.sum_before, counted.sum_after)
        && (before, after) != (Decimal::from(0_i64), Decimal::from(0_i64))
    {
        let difference = after.checked_sub(before).map(signed).unwrap_or_default();
        text += &format!("  {}: {before} -> {after} ({difference})\n", in_lang(lang, "المجموع", "sum"));
    }
    text
}

fn signed(number: Decimal) -> String {
    if number > Decimal::from(0_i64) { format!("+{number}") } else { number.to_string() }
}

fn counted_json(decision: &str, counted: &Population) -> String {
    let transitions: Vec<String> = counted
        .transitions()
        .into_iter()
        .map(|one| {
            format!(
                "{{\"before\": {}, \"after\": {}, \"count\": {}, \"difference\": {}}}",
                json::write(&one.before),
                json::write(&one.after),
                one.count,
                one.difference.map_or("null".to_owned(), |sum| sum.to_string())
            )
        })
        .collect();
    let sum = |sum: Option<Decimal>| sum.map_or("null".to_owned(), |sum| sum.to_string());
    format!(
        "{{\"decision\": {}, \"rows\": {}, \"changed\": {}, \"undetermined\": {}, \"sum_before\": {}, \"sum_after\": {}, \"transitions\": [{}]}}",
        json::text(decision),
        counted.rows,
        counted.changed(),
        counted.undetermined,
        sum(counted.sum_before),
        sum(counted.sum_after),
        transitions.join(", ")
    )
}
