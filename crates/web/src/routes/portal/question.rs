//! From the questions of a pack to the controls of a page, with what was answered or typed so far.

use afaq_app::cases::{DraftView, FieldProblem, PageAnswers};
use afaq_base::{Fact, Lang};
use afaq_domain::cases::intake::ShownPage;
use afaq_feel::Value as Feel;
use afaq_pack::{Concept, EvidenceType, Kind, Media, Question as Asked, Service, What, countries};

use super::pages::known;
use crate::form::{Block, Choice, Control, Group, GroupItem, Question, UploadedFile};
use crate::html::{Foreign, Typed, Words};
use crate::parts::{Tag, Tone};
use crate::routes::names;
use crate::routes::values::{self, numbered};
use crate::routes::visit::Visit;
use crate::texts::t;

/// As many choices stand below each other; more are a list to open.
const RADIOS_MAX: usize = 8;

/// What the fields of a page hold.
pub(crate) struct Filled<'a> {
    pub fields: PageAnswers,
    pub problems: &'a [FieldProblem],
    pub visit: &'a Visit,
}

impl Filled<'_> {
    fn one(&self, name: &str) -> &str {
        self.fields.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    fn typed(&self, name: &str) -> Typed {
        Typed::new(self.one(name))
    }

    fn has(&self, name: &str, value: &str) -> bool {
        self.fields.get(name).is_some_and(|values| values.iter().any(|one| one == value))
    }

    /// What is wrong with a field.
    pub fn problem(&self, field: &str) -> Option<Words> {
        let found = self.problems.iter().find(|problem| problem.field == field)?;
        Some(names::words(&found.message, self.visit.lang))
    }

    fn lang(&self) -> Lang {
        self.visit.lang
    }
}

/// The fields of a draft as they are known: answers, and what was typed and is none yet.
pub(crate) fn known_fields(view: &DraftView) -> PageAnswers {
    let mut fields = PageAnswers::new();
    for concept in view.service.concepts.iter().filter(|concept| concept.is_asked()) {
        if let Some(found) = view.draft.facts.get(&concept.path).and_then(Fact::value) {
            put(&mut fields, &concept.path, concept, found);
        }
    }
    for group in view.service.concepts.groups().iter().filter(|group| group.many.is_some()) {
        let entries = view.draft.facts.get(&group.id).and_then(Fact::value).and_then(Feel::as_list);
        for (index, entry) in entries.unwrap_or_default().iter().enumerate() {
            let Some(context) = entry.as_context() else { continue };
            for concept in view.service.concepts.of_group(&group.id) {
                if let Some(found) = context.get(concept.leaf()) {
                    put(&mut fields, &format!("{}.{index}.{}", group.id, concept.leaf()), concept, found);
                }
            }
        }
    }
    for (name, typed) in &view.draft.typed {
        fields.insert(name.clone(), vec![typed.clone()]);
    }
    fields
}

/// A value as it would be typed.
pub(crate) fn put(fields: &mut PageAnswers, name: &str, concept: &Concept, value: &Feel) {
    let typed = match value {
        Feel::Null => return,
        Feel::Boolean(yes) => yes.to_string(),
        Feel::Number(number) => number.to_string(),
        Feel::String(text) => text.to_string(),
        Feel::Date(date) => {
            let date = date.to_string();
            let parts: Vec<&str> = date.splitn(3, '-').collect();
            for (part, digits) in ["year", "month", "day"].into_iter().zip(parts) {
                fields.insert(format!("{name}.{part}"), vec![digits.to_string()]);
            }
            return;
        }
        Feel::List(items) => {
            let chosen = items.iter().filter_map(Feel::as_str).map(str::to_string).collect();
            fields.insert(name.to_string(), chosen);
            return;
        }
        other => concept.show(other, Lang::En),
    };
    fields.insert(name.to_string(), vec![typed]);
}

/// The blocks of a page.
pub(crate) fn blocks(view: &DraftView, shown: &ShownPage<'_>, filled: &Filled<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (section, questions) in &shown.sections {
        if let Some(title) = &section.title {
            blocks.push(Block::Heading(names::words(title, filled.lang())));
        }
        blocks.extend(questions.iter().filter_map(|asked| block(view, asked, filled)));
    }
    blocks
}

fn block(view: &DraftView, asked: &Asked, filled: &Filled<'_>) -> Option<Block> {
    let service = &view.service;
    match &asked.what {
        What::Concept(path) => {
            let concept = service.concepts.get(path)?;
            if concept.is_asked() {
                return Some(Block::Question(question(concept, path, Some(asked), filled)));
            }
            // What a register knows is shown with its source, and not asked.
            let dispute = filled.visit.href(&format!("/drafts/{}/wrong/{path}", view.id));
            known(view, filled.visit).fact(path, Some(dispute)).map(Block::Known)
        }
        What::Evidence(id) => {
            service.find_evidence(id).map(|kind| Block::Question(upload(view, kind, asked, filled)))
        }
        What::Group(id) => group(service, id, asked, filled).map(Block::Group),
    }
}

/// The question of a concept; `name` is its field.
pub(crate) fn question(
    concept: &Concept,
    name: &str,
    asked: Option<&Asked>,
    filled: &Filled<'_>,
) -> Question {
    let lang = filled.lang();
    let label = asked.and_then(|asked| asked.label.as_ref()).unwrap_or(&concept.label);
    let hint =
        asked.and_then(|asked| asked.hint.as_ref()).or(concept.hint.as_ref()).or(concept.help.as_ref());
    let hint = match (hint, &concept.kind) {
        (Some(hint), _) => names::words(hint, lang),
        (None, Kind::CivilNumber) => Words::from(t(lang, "civil-number-hint")),
        (None, Kind::Iban) => Words::from(t(lang, "iban-hint")),
        (None, Kind::Phone) => Words::from(t(lang, "phone-hint")),
        (None, Kind::Date) => Words::from(t(lang, "date-hint")),
        (None, _) => Words::default(),
    };
    let mut question =
        Question::new(name, names::words(label, lang), control(concept, name, filled)).hint(hint);
    question.is_optional = concept.optional;
    question.error = filled.problem(name);
    question
}

fn control(concept: &Concept, name: &str, filled: &Filled<'_>) -> Control {
    let lang = filled.lang();
    let value = filled.typed(name);
    let choices = |choices: &[afaq_pack::Choice]| -> Vec<Choice> {
        choices
            .iter()
            .map(|choice| {
                Choice::new(
                    choice.id.clone(),
                    names::words(&choice.label, lang),
                    filled.has(name, &choice.id),
                )
            })
            .collect()
    };
    match &concept.kind {
        Kind::Text { lines: true, max } => Control::LongText { value, chars_max: *max as usize },
        Kind::Text { lines: false, .. } => Control::Text { value, autocomplete: "" },
        Kind::Email => Control::Text { value, autocomplete: "email" },
        Kind::Number { .. } => {
            let unit = concept.unit.as_ref().map(|unit| names::words(unit, lang)).unwrap_or_default();
            Control::Number { value, unit }
        }
        Kind::Money { .. } => Control::Money { value },
        Kind::CivilNumber => Control::CivilNumber { value },
        Kind::Iban => Control::Iban { value },
        Kind::Phone => Control::Phone { value },
        Kind::Date => Control::Date {
            day: filled.typed(&format!("{name}.day")),
            month: filled.typed(&format!("{name}.month")),
            year: filled.typed(&format!("{name}.year")),
        },
        Kind::Boolean => Control::YesNo {
            value: match filled.one(name) {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
        },
        Kind::Country => Control::Select {
            options: countries::all()
                .iter()
                .map(|one| Choice::new(one.code, names::words(&one.name, lang), filled.has(name, one.code)))
                .collect(),
        },
        Kind::OneOf(list) if list.len() <= RADIOS_MAX => Control::Radios { options: choices(list) },
        Kind::OneOf(list) => Control::Select { options: choices(list) },
        Kind::ManyOf(list) => Control::Many { options: choices(list) },
    }
}

fn upload(view: &DraftView, kind: &EvidenceType, asked: &Asked, filled: &Filled<'_>) -> Question {
    let lang = filled.lang();
    let name = afaq_domain::cases::evidence_path(&kind.id);
    let file = view.draft.evidence.get(&kind.id).and_then(|files| files.last()).map(|file| UploadedFile {
        name: Foreign::new(&file.name),
        size: values::size(file.size_bytes),
        href: filled.visit.href(&format!("/drafts/{}/files/{}", view.id, file.file)),
        state: Tag::new(Tone::Good, t(lang, "upload-fine")),
    });
    let label = asked.label.as_ref().unwrap_or(&kind.label);
    let hint = asked.hint.as_ref().or(kind.hint.as_ref());
    upload_question(
        &name,
        kind,
        names::words(label, lang),
        hint.map(|hint| names::words(hint, lang)),
        file,
        filled,
    )
}

/// The question for a paper.
pub(crate) fn upload_question(
    name: &str,
    kind: &EvidenceType,
    label: Words,
    hint: Option<Words>,
    file: Option<UploadedFile>,
    filled: &Filled<'_>,
) -> Question {
    let lang = filled.lang();
    let limit = crate::texts::t_args(
        lang,
        "upload-limit",
        &[("kinds", &kinds(&kind.accepts)), ("mb", &(kind.max_bytes / 1_000_000))],
    );
    let hint = match hint {
        Some(hint) => Words::new(format!("{hint} {limit}")),
        None => Words::new(limit),
    };
    let camera = kind.accepts.iter().any(|media| matches!(media, Media::Jpeg | Media::Png));
    let control = Control::Upload { file, accept: accept(&kind.accepts), camera };
    let mut question = Question::new(name, label, control).hint(hint);
    question.is_optional = kind.optional;
    question.error = filled.problem(name);
    question
}

fn kinds(accepts: &[Media]) -> String {
    let names: Vec<&str> = accepts
        .iter()
        .map(|media| match media {
            Media::Pdf => "PDF",
            Media::Jpeg => "JPEG",
            Media::Png => "PNG",
        })
        .collect();
    names.join(" / ")
}

fn accept(accepts: &[Media]) -> &'static str {
    let has = |media| accepts.contains(&media);
    match (has(Media::Pdf), has(Media::Jpeg), has(Media::Png)) {
        (true, true, true) => ".pdf,.jpg,.jpeg,.png",
        (true, true, false) => ".pdf,.jpg,.jpeg",
        (true, false, true) => ".pdf,.png",
        (false, true, true) => ".jpg,.jpeg,.png",
        (false, true, false) => ".jpg,.jpeg",
        (false, false, true) => ".png",
        (true, false, false) | (false, false, false) => ".pdf",
    }
}

/// How many entries of a group the fields hold, empty ones included.
pub(crate) fn entries(fields: &PageAnswers, group: &str) -> usize {
    let prefix = format!("{group}.");
    fields
        .keys()
        .filter_map(|name| name.strip_prefix(&prefix)?.split('.').next()?.parse::<usize>().ok())
        .filter(|index| *index < afaq_domain::limits::GROUP_ENTRIES_MAX)
        .map(|index| index + 1)
        .max()
        .unwrap_or(0)
}

fn group(service: &Service, id: &str, asked: &Asked, filled: &Filled<'_>) -> Option<Group> {
    let lang = filled.lang();
    let group = service.concepts.find_group(id)?;
    let many = group.many.as_ref()?;
    let max = many.max as usize;
    let count = entries(&filled.fields, id).max(many.min as usize).min(max);
    let items = (0..count)
        .map(|index| GroupItem {
            label: numbered(Some(&many.item), index, lang),
            key: Typed::new(format!("{id}.{index}")),
            questions: service
                .concepts
                .of_group(id)
                .map(|concept| question(concept, &format!("{id}.{index}.{}", concept.leaf()), None, filled))
                .collect(),
        })
        .collect();
    let label = asked.label.as_ref().or(group.title.as_ref()).unwrap_or(&many.item);
    Some(Group {
        id: Typed::new(id),
        label: names::words(label, lang),
        items,
        add: many
            .add
            .as_ref()
            .map_or_else(|| Words::from(t(lang, "group-add")), |add| names::words(add, lang)),
        may_add: count < max,
    })
}

/// The fields with one more, empty entry of a group.
pub(crate) fn add_entry(service: &Service, fields: &mut PageAnswers, group: &str) {
    let index = entries(fields, group);
    if let Some(concept) = service.concepts.of_group(group).next() {
        fields.insert(format!("{group}.{index}.{}", concept.leaf()), vec![String::new()]);
    }
}

/// The fields without one entry of a group; those after it move up.
pub(crate) fn remove_entry(fields: &mut PageAnswers, group: &str, index: usize) {
    let prefix = format!("{group}.");
    let old = std::mem::take(fields);
    for (name, values) in old {
        let place = name.strip_prefix(&prefix).and_then(|rest| {
            let (number, leaf) = rest.split_once('.')?;
            Some((number.parse::<usize>().ok()?, leaf.to_string()))
        });
        match place {
            Some((at, _)) if at == index => {}
            Some((at, leaf)) if at > index => {
                fields.insert(format!("{prefix}{}.{leaf}", at - 1), values);
            }
            Some(_) | None => {
                fields.insert(name, values);
            }
        }
    }
}
