//! The command line: what can be asked of the program, and how it answers.

use std::path::PathBuf;
use std::process::ExitCode;

use afaq_base::Lang;
use clap::{Parser, Subcommand, ValueEnum};

use crate::commands;

/// Afaq: one definition of a public service becomes the working service.
#[derive(Debug, Parser)]
#[command(name = "afaq", version, about, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// The language of what the program says.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Language {
    /// Arabic.
    Ar,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Ar => Self::Ar,
            Language::En => Self::En,
        }
    }
}

/// The form in which problems are reported.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For people, with the line and a mark under the place.
    Human,
    /// For programs.
    Json,
    /// For code hosting and editors (SARIF 2.1.0).
    Sarif,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the demonstration: nine services, 2,000 generated people, 300 past cases
    Demo(commands::demo::Options),
    /// Serve the portal and the desk by a settings file
    Serve(commands::serve::Options),
    /// Check service packs and report all problems at once
    Check {
        /// Folders of packs, or folders that hold packs
        #[arg(required = true)]
        packs: Vec<PathBuf>,
        /// The form of the report
        #[arg(long, value_enum, default_value = "human")]
        format: Format,
        /// The language of the report
        #[arg(long, value_enum, default_value = "en")]
        lang: Language,
    },
    /// Play the scenarios of service packs under virtual time
    Test {
        /// Folders of packs, or folders that hold packs
        #[arg(required = true)]
        packs: Vec<PathBuf>,
        /// Alter each rule, condition and flow in turn and report what no scenario notices
        #[arg(long)]
        mutate: bool,
        /// The language of the report
        #[arg(long, value_enum, default_value = "en")]
        lang: Language,
    },
    /// Check, play, draw and compare BPMN files of any origin
    Process {
        #[command(subcommand)]
        action: Box<commands::process::Action>,
    },
    /// Move a whole store from one backend to the other
    Store {
        #[command(subcommand)]
        action: commands::store::Action,
    },
    /// Explain the code of a problem
    Explain {
        /// The code, such as AFQ1001
        code: String,
        /// The language
        #[arg(long, value_enum, default_value = "en")]
        lang: Language,
    },
    /// Print the JSON Schemas of a pack's files, or write them to a folder
    Schema {
        /// The folder
        folder: Option<PathBuf>,
    },
    /// Make a small service pack that passes the check
    New {
        /// The id of the service, such as kw.moj.judgment_copy
        id: String,
        /// The folder to make; by default one with the name of the id
        folder: Option<PathBuf>,
    },
    /// Evaluate, explain, analyze, compare and test decisions
    Decide(crate::decide::Options),
    /// Write the whole service as a page for reviewers
    Docs {
        /// The folder of the pack
        pack: PathBuf,
        /// The file to write; by default standard output
        #[arg(long)]
        out: Option<PathBuf>,
        /// The language
        #[arg(long, value_enum, default_value = "ar")]
        lang: Language,
    },
    /// Check packs, show the difference to the running version and publish them
    Publish(commands::publish::Options),
    /// Stop new requests for a service, or open it again
    Suspend(commands::publish::SuspendOptions),
    /// Move the open cases of a service to another version, after a dry run
    Migrate(commands::running::MigrateOptions),
    /// Announce holidays and working days
    Calendar {
        #[command(subcommand)]
        action: Box<commands::running::CalendarAction>,
    },
    /// Generate people and their register records; with `--into`, years of cases in a store that can be served
    Seed(commands::seed::Options),
    /// Copy the whole store while it runs, and verify the copy
    Backup(commands::backup::Options),
    /// Make a store from a backup
    Restore(commands::backup::RestoreOptions),
    /// Look an installation over and say what to do
    Doctor(commands::doctor::Options),
    /// Set documents for the parent process
    #[command(hide = true)]
    SetDocuments,
}

/// Runs the command line.
#[expect(clippy::print_stderr, reason = "a command line tells its errors on the terminal")]
pub fn run() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Demo(options) => commands::demo::run(&options),
        Command::Serve(options) => commands::serve::run(&options),
        Command::Check { packs, format, lang } => commands::check::run(&packs, format, lang.into()),
        Command::Test { packs, mutate, lang } => commands::test::run(&packs, mutate, lang.into()),
        Command::Process { action } => commands::process::run(&action),
        Command::Store { action } => commands::store::run(&action),
        Command::Explain { code, lang } => commands::explain::run(&code, lang.into()),
        Command::Schema { folder } => commands::schema::run(folder.as_deref()),
        Command::New { id, folder } => commands::new::run(&id, folder),
        Command::Decide(options) => crate::decide::run(&options),
        Command::Docs { pack, out, lang } => commands::docs::run(&pack, out.as_deref(), lang.into()),
        Command::Publish(options) => commands::publish::run(&options),
        Command::Suspend(options) => commands::publish::suspend(&options),
        Command::Migrate(options) => commands::running::migrate(&options),
        Command::Calendar { action } => commands::running::calendar(&action),
        Command::Seed(options) => commands::seed::run(&options),
        Command::Backup(options) => commands::backup::run(&options),
        Command::Restore(options) => commands::backup::restore(&options),
        Command::Doctor(options) => commands::doctor::run(&options),
        Command::SetDocuments => {
            return ExitCode::from(u8::try_from(afaq_documents::child_main()).unwrap_or(1));
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            // The chain of causes on one line; a backtrace tells an operator nothing.
            let causes: Vec<String> = error.chain().map(ToString::to_string).collect();
            let code = error.chain().find_map(|cause| cause.downcast_ref::<afaq_store::StoreError>());
            let code = code.map(|fault| format!(" (`afaq explain {}`)", fault.code())).unwrap_or_default();
            eprintln!("afaq: {}{code}", causes.join(": "));
            ExitCode::from(2)
        }
    }
}
