//! `afaq decide`: decisions by themselves, from a DMN file or the rules of a pack.

mod analyze;
mod batch;
mod cases;
mod csv;
mod diff;
mod docs;
mod evaluate;
mod input;
mod json;
mod limits;
mod model;
mod tck;
#[cfg(test)]
mod tests;
mod versions;

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use afaq_dmn::Said;
use clap::{Args, Subcommand, ValueEnum};

use crate::cli::Language;

/// What can be asked of decisions; without a word, a model is evaluated.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[group(skip)]
pub struct Options {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    evaluate: evaluate::Options,
}

/// The form of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// A model, and how to speak of it.
#[derive(Debug, Args)]
struct Of {
    /// A DMN file, the folder of a pack, or a folder with versions of one model
    model: PathBuf,
    /// The decision; by default all of them
    #[arg(long)]
    decision: Option<String>,
    /// The language of the report
    #[arg(long, value_enum, default_value = "en")]
    lang: Language,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
    #[command(flatten)]
    which: model::Which,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Find gaps, overlaps, rules that never apply and other faults before a model is published
    Analyze(Of),
    /// Compare two versions: where they differ, and what changes for a population
    Diff(diff::Options),
    /// Make cases that try every rule and every condition
    Cases(Of),
    /// Run a conformance suite and write its result files in the form of the vendors
    Tck(tck::Options),
    /// Write a page about the decisions of each pack: rules, analysis, cases
    Docs(docs::Options),
}

/// Runs the command. The exit code is 1 where something is wrong with the model or the versions differ.
pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    match &options.what {
        None => evaluate::run(&options.evaluate),
        Some(What::Analyze(of)) => analyze::run(of),
        Some(What::Diff(options)) => diff::run(options),
        Some(What::Cases(of)) => cases::run(of),
        Some(What::Tck(options)) => tck::run(options),
        Some(What::Docs(options)) => docs::run(options),
    }
}

/// One of two texts.
fn said(said: &Said, lang: Lang) -> &str {
    match lang {
        Lang::Ar => &said.ar,
        Lang::En => &said.en,
    }
}

/// The text of a language.
fn in_lang<'t>(lang: Lang, ar: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Ar => ar,
        Lang::En => en,
    }
}

/// An error in the language of the command.
fn fault(lang: Lang, ar: String, en: String) -> anyhow::Error {
    anyhow::Error::msg(match lang {
        Lang::Ar => ar,
        Lang::En => en,
    })
}
