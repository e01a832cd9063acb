//! `afaq decide docs`: a page about the decisions of each pack, in both languages: rules, analysis, cases with reasons.

use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::{DecisionTable, ExpressionKind, Goal, Words};
use afaq_feel::{Env, Value};
use clap::Args;

use super::model::{self, Loaded};
use super::{analyze, cases, fault, in_lang, json, said};
use crate::packs;

/// Packs, and where the pages go.
#[derive(Debug, Args)]
pub struct Options {
    /// Folders of packs, or folders that hold packs
    #[arg(required = true)]
    packs: Vec<PathBuf>,
    /// The folder for the pages, one for each pack
    #[arg(long)]
    out: PathBuf,
    /// Write nothing; the exit code is 1 where a page is not up to date
    #[arg(long)]
    check: bool,
}

/// The moment for which the pages show results, so that they are the same every day.
const MOMENT: &str = "2026-11-22T12:00:00+03:00";
/// Most cases of one decision that a page shows.
const CASES_MAX: usize = 12;

/// Writes the pages.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let env = model::env(Some(MOMENT), Lang::En)?;
    let mut stale = Vec::new();
    for pack in packs::find(&options.packs)? {
        let loaded = model::load(&pack.path, &model::Which::default(), Lang::En)?;
        let name = pack.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let file = options.out.join(format!("{name}.md"));
        let text = page(&loaded, &name, &env);
        if !options.check {
            std::fs::create_dir_all(&options.out)?;
            crate::commands::write_out(Some(&file), &text)?;
        } else if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
            stale.push(file.display().to_string());
        }
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let stale = stale.join(", ");
    Err(fault(
        Lang::En,
        String::new(),
        format!("not up to date: {stale}; run `afaq decide docs` without `--check`"),
    ))
}

/// The page of one pack.
pub fn page(loaded: &Loaded, name: &str, env: &Env) -> String {
    let mut out = String::new();
    let (ar, en) = match &loaded.service {
        Some(service) => (service.name.get(Lang::Ar).to_owned(), service.name.get(Lang::En).to_owned()),
        None => (name.to_owned(), name.to_owned()),
    };
    let _ = writeln!(out, "# {ar} · {en}\n");
    let _ = writeln!(
        out,
        "`{name}` · صفحة مولَّدة من قواعد الحزمة بالأمر `afaq decide docs` · generated from the rules of the pack by `afaq decide docs`\n"
    );
    let nothing = afaq_feel::Context::new();
    let words = loaded.words(&nothing);
    let findings = analyze::findings(loaded, None);
    for decision in &loaded.model.decisions {
        let title = words.name(&decision.name);
        let title = title.map(|title| format!("{} · {} ", title.ar, title.en)).unwrap_or_default();
        let _ = writeln!(out, "## {title}(`{}`)\n", decision.name);
        match decision.expression.as_ref().map(|one| &one.kind) {
            Some(ExpressionKind::Literal(text)) => {
                let _ = writeln!(out, "```feel\n{}\n```\n", text.value.trim());
            }
            Some(ExpressionKind::DecisionTable(inner)) => table(&mut out, inner, &*words),
            _ => {}
        }
        let own: Vec<_> = findings.iter().filter(|(owner, _)| *owner == decision.name).collect();
        let _ = writeln!(out, "### التحليل · Analysis\n");
        if own.is_empty() {
            let _ = writeln!(
                out,
                "- لا فجوات ولا تعارض ولا قواعد بلا أثر. · No gaps, no contradictions, no rule without effect.\n"
            );
        }
        for (_, finding) in &own {
            let lines = [Lang::Ar, Lang::En].map(|lang| analyze::line(finding, lang));
            let _ = writeln!(out, "- {} · {}", lines[0], lines[1]);
        }
        if !own.is_empty() {
            out.push('\n');
        }
        examples(&mut out, loaded, &decision.name, env);
    }
    out
}

fn cell(text: &str) -> String {
    let text = text.trim().replace('|', "\\|").replace('\n', " ");
    if text.is_empty() { String::new() } else { format!("`{text}`") }
}

fn table(out: &mut String, table: &DecisionTable, words: &dyn Words) {
    let head = |text: &str| match words.name(text.trim()) {
        Some(name) => format!("{} · {}", name.ar, name.en),
        None => cell(text),
    };
    let inputs = table.inputs.iter().map(|input| head(&input.expression.value));
    let outputs = table.outputs.iter().map(|output| format!("→ {}", output.name.as_deref().unwrap_or("")));
    let notes = table.annotations.iter().cloned();
    let names: Vec<String> = std::iter::once(table.hit_policy.letter().to_owned())
        .chain(inputs)
        .chain(outputs)
        .chain(notes)
        .collect();
    let _ = writeln!(out, "| {} |", names.join(" | "));
    let _ = writeln!(out, "|{}", " --- |".repeat(names.len()));
    for (number, rule) in table.rules.iter().enumerate() {
        let cells = rule.tests.iter().chain(&rule.outputs).map(|text| cell(&text.value));
        let notes = rule.annotations.iter().map(|note| note.replace('|', "\\|"));
        let row: Vec<String> = std::iter::once((number + 1).to_string()).chain(cells).chain(notes).collect();
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push('\n');
}

/// Cases that try every rule and condition of the decision itself, each with its reasons in both languages.
fn examples(out: &mut String, loaded: &Loaded, decision: &str, env: &Env) {
    let Ok(found) = loaded.compiled.cases(decision, env) else { return };
    let is_own = |goal: &Goal| goal.element() == decision;
    // What decisions below it ask is tried where they stand.
    let own: Vec<_> =
        found.cases.iter().filter(|case| case.covers.is_empty() || case.covers.iter().any(is_own)).collect();
    if !own.is_empty() {
        let _ = writeln!(out, "### حالات تجرّب كل قاعدة وكل شرط · Cases for every rule and condition\n");
    }
    for (number, case) in own.iter().take(CASES_MAX).enumerate() {
        // What would have to differ is told where something is refused: a "no", or reasons against.
        let hoped = match &case.result {
            Value::Boolean(_) => Value::Boolean(true),
            Value::List(_) => Value::list(Vec::new()),
            other => other.clone(),
        };
        let explained = loaded.compiled.explain(decision, &case.inputs, env, Some(&hoped));
        let Ok(explained) = explained else { continue };
        let words = loaded.words(&case.inputs);
        let result = json::write(&case.result).replace('`', "'");
        let _ = writeln!(out, "**{}.** `{result}`\n\n| العربية | English |\n| ---: | :--- |", number + 1);
        for sentence in explained.sentences(&*words) {
            let told = [Lang::Ar, Lang::En].map(|lang| said(&sentence.said, lang).replace('|', "\\|"));
            let _ = writeln!(out, "| {} | {} |", told[0], told[1]);
        }
        out.push('\n');
    }
    if own.len() > CASES_MAX {
        let rest = own.len() - CASES_MAX;
        let _ = writeln!(out, "(+{rest})\n");
    }
    let missed: Vec<_> = found.missed.iter().filter(|(goal, _)| is_own(goal)).collect();
    for (goal, why) in &missed {
        let told = [Lang::Ar, Lang::En].map(|lang| {
            format!("{}{}{}", cases::goal(goal, lang), in_lang(lang, ": ", ": "), cases::missed(*why, lang))
        });
        let _ = writeln!(out, "- {} · {}", told[0], told[1]);
    }
    if !missed.is_empty() {
        out.push('\n');
    }
}
