//! Reads a pack: every file, every problem, and the compiled service when there is no error.

mod data;
mod form;
pub(crate) mod formula;
mod hash;
mod languages;
mod messages;
mod process;
mod registers;
mod rules;
mod running;
mod scenarios;
mod service;

use std::collections::BTreeMap;

use afaq_base::Text;

use crate::problem::{Problem, Problems, Spot};
use crate::shape::{self, Ty};
use crate::source::Source;
use crate::yaml::{self, Node};
use crate::{Service, check, codes, limits};

pub(crate) use data::Data;
pub(crate) use formula::{Formulas, fact_types};
pub(crate) use messages::MessagesRead;
pub(crate) use process::{ProcessRead, spot as process_spot};
pub(crate) use rules::{Reasons, Rules, markdown};
pub(crate) use running::Running;
pub(crate) use scenarios::{SURVIVORS, survivors};
pub(crate) use service::Head;

/// Files by their path within the pack, with slashes.
pub type PackFiles = BTreeMap<String, Vec<u8>>;

/// How strict the reading is.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The pack is about to be published: each reason and each path needs a scenario.
    pub publish: bool,
}

/// What came of reading a pack.
#[derive(Debug)]
pub struct Read {
    /// The service, when no error was found.
    pub service: Option<Service>,
    /// All problems by file, line and column.
    pub problems: Vec<Problem>,
}

/// Reads a pack and everything that it takes from the shared library.
#[must_use]
pub fn read(pack: &PackFiles, shared: &PackFiles, options: &Options) -> Read {
    let mut problems = Problems::default();
    let sources = sources(pack, shared, &mut problems);
    let languages = languages::Languages::read(&sources, &mut problems);
    let mut cx = Cx { pack, sources: &sources, problems: &mut problems, options, languages };
    let service = cx.service();
    let has_errors = problems.has_errors();
    Read { service: service.filter(|_| !has_errors), problems: problems.finish() }
}

/// What every part of the reading needs.
pub(crate) struct Cx<'a> {
    pub pack: &'a PackFiles,
    pub sources: &'a BTreeMap<String, Source>,
    pub problems: &'a mut Problems,
    pub options: &'a Options,
    pub languages: languages::Languages,
}

impl Cx<'_> {
    /// Reads one YAML file and checks its shape.
    pub fn yaml(&mut self, name: &str, ty: &Ty) -> Option<Node> {
        let source = self.sources.get(name)?;
        let before = self.problems.count_errors();
        let Some(mut node) = yaml::read(source, &source.text, 1, self.problems) else {
            if self.problems.count_errors() == before {
                self.problems.add(
                    codes::YAML_SYNTAX,
                    &source.spot(1, 1),
                    Text::new("الملف فارغ", "the file is empty"),
                );
            }
            return None;
        };
        shape::check(&node, ty, self.problems);
        self.languages.translate_file(name, &mut node);
        Some(node)
    }

    /// Reports a file that must be there and is not.
    pub fn need(&mut self, name: &str) -> bool {
        let there = self.pack.contains_key(name);
        if !there {
            self.problems.add(
                codes::MISSING_FILE,
                &Spot::file(name),
                Text::new(format!("الملف {name} غير موجود"), format!("the file {name} is missing")),
            );
        }
        there
    }

    fn service(&mut self) -> Option<Service> {
        let mut all_there = true;
        for name in ["service.yaml", "data.yaml", "form.yaml", "process.bpmn", "messages.yaml"] {
            all_there &= self.need(name);
        }
        if !self.pack.contains_key("rules.dmn") {
            all_there &= self.need("rules.md");
        }
        let registers = registers::read(self);
        let head = service::read(self);
        let Some(data) = data::read(self, &registers) else {
            // Without the facts, everything that names one would be reported.
            return None;
        };
        let rules = rules::read(self, &data, head.as_ref());
        let mut formulas = Formulas::new(&data, &rules);
        let data = data::finish(self, data, &mut formulas);
        let form = form::read(self, &data, &mut formulas);
        let running = running::read(self, head.as_ref(), &data, &mut formulas);
        let mut process = process::read(self, head.as_ref(), &data, &rules, &mut formulas);
        if let Some(process) = &mut process {
            process.take_actions(&running);
        }
        for task in process.iter_mut().flat_map(|process| process.tasks.values_mut()) {
            self.languages.translate_text(&format!("process.{}", task.element), &mut task.name);
        }
        let reasons = rules::reasons(self, head.as_ref(), &rules, &data, &mut formulas);
        let messages = messages::read(self, &data, &mut formulas);
        let scenarios = scenarios::read(self, &data);
        let parts = check::Parts {
            head: head.as_ref(),
            data: &data,
            form: &form,
            rules: &rules,
            reasons: &reasons,
            process: process.as_ref(),
            running: &running,
            messages: &messages,
            scenarios: &scenarios,
            registers: &registers,
        };
        check::all(self, &parts, &formulas);
        self.languages.report(self.problems);
        if !all_there || self.problems.has_errors() {
            return None;
        }
        let (head, process) = (head?, process?);
        let decisions = rules.decisions?;
        let used: Vec<_> = registers.into_iter().filter(|one| data.registers.contains(&one.id)).collect();
        let (behavior_hash, content_hash) = hash::hashes(self.pack);
        Some(Service {
            id: head.id?,
            label: head.label,
            illustrative: head.illustrative,
            name: head.name,
            summary: head.summary,
            languages: self.languages.codes(),
            body: head.body?,
            sector: head.sector,
            audience: head.audience,
            life_events: head.life_events,
            keywords: head.keywords,
            law: head.law,
            legal_form: head.legal_form,
            channels: head.channels,
            cost: head.cost,
            promise: head.promise?,
            waits: head.waits,
            outputs: head.outputs,
            retention: head.retention?,
            roles: head.roles,
            representation: head.representation,
            appeal: head.appeal,
            while_disputed: head.while_disputed,
            clock: running.clock,
            actions: running.actions,
            transition: running.transition,
            concepts: data.concepts,
            evidence: data.evidence,
            registers: used,
            form,
            decisions,
            reasons: reasons.list,
            process: process.compiled,
            definitions: process.definitions,
            tasks: process.tasks,
            operations: process.operations,
            rule_tasks: process.rule_tasks,
            message_waits: process.message_waits,
            ends: process.ends,
            messages: messages.list,
            scenarios,
            behavior_hash,
            content_hash,
        })
    }
}

/// All files that are text, under the limits.
fn sources(pack: &PackFiles, shared: &PackFiles, problems: &mut Problems) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    let bytes: usize = pack.values().map(Vec::len).sum();
    if bytes > limits::PACK_BYTES_MAX || pack.len() > limits::FILES_MAX {
        problems.add(
            codes::TOO_LARGE,
            &Spot::file("service.yaml"),
            Text::new(
                format!(
                    "في الحزمة {} ملفاً بحجم {bytes} بايت، والحد {} ملف و{} بايت",
                    pack.len(),
                    limits::FILES_MAX,
                    limits::PACK_BYTES_MAX
                ),
                format!(
                    "the pack has {} files of {bytes} bytes; the limits are {} files and {} bytes",
                    pack.len(),
                    limits::FILES_MAX,
                    limits::PACK_BYTES_MAX
                ),
            ),
        );
        return sources;
    }
    let files = pack.iter().map(|(name, bytes)| (name.clone(), bytes)).chain(
        shared
            .iter()
            .map(|(name, bytes)| (format!("_shared/{}", name.trim_start_matches("_shared/")), bytes)),
    );
    for (name, bytes) in files {
        let known = is_known(&name);
        if !known {
            problems.add(
                codes::UNKNOWN_FILE,
                &Spot::file(&name),
                Text::new(format!("لا يقرأ أحد الملف {name}"), format!("nobody reads the file {name}")),
            );
            continue;
        }
        if bytes.len() > limits::FILE_BYTES_MAX {
            problems.add(
                codes::TOO_LARGE,
                &Spot::file(&name),
                Text::new(
                    format!("حجم الملف {} بايت، والحد {}", bytes.len(), limits::FILE_BYTES_MAX),
                    format!("the file has {} bytes; the limit is {}", bytes.len(), limits::FILE_BYTES_MAX),
                ),
            );
            continue;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => {
                // A byte order mark is no part of the text; editors on some systems write one.
                sources
                    .insert(name.clone(), Source::new(&name, text.strip_prefix('\u{FEFF}').unwrap_or(text)));
            }
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let source = Source::new(&name, std::str::from_utf8(before).unwrap_or(""));
                problems.add(
                    codes::NOT_UTF8,
                    &source.spot_of_byte(error.valid_up_to()),
                    Text::new("بايت لا يصلح بترميز UTF-8", "a byte that is no UTF-8"),
                );
            }
        }
    }
    sources
}

/// Whether somebody reads a file of this path.
fn is_known(name: &str) -> bool {
    let is_plain = !name.contains("..")
        && !name.contains('\\')
        && !name.starts_with('/')
        && name.chars().count() <= limits::PATH_CHARS_MAX;
    let ending = |dir: &str, end: &str| {
        name.strip_prefix(dir)
            .and_then(|rest| rest.strip_suffix(end))
            .is_some_and(|stem| !stem.is_empty() && !stem.contains('/'))
    };
    is_plain
        && (matches!(
            name,
            "service.yaml"
                | "data.yaml"
                | "form.yaml"
                | "rules.md"
                | "rules.dmn"
                | "process.bpmn"
                | "messages.yaml"
                | "README.md"
        ) || ending("scenarios/", ".yaml")
            || ending("outputs/", ".typ")
            || ending("_shared/", ".yaml")
            || ending("_shared/", ".md")
            || ending("_shared/", ".csv")
            || languages::language_of(name).is_some())
}
