//! From facts, values and moments to what a page shows of them.

use afaq_base::{Date, Fact, Lang, Source, Standing, Text, Timestamp, time};
use afaq_feel::Value as Feel;
use afaq_pack::{Concept, From, Kind, Service};

use super::names;
use super::visit::Visit;
use crate::html::{Code, DateView, Foreign, Href, MomentView, MoneyView, Num, PhoneOrIban, Words};
use crate::parts::{FactView, Row, Tag, Tone, Value};
use crate::texts::{t, t_args};

/// A day in Kuwait.
pub(crate) fn day(at: Timestamp, lang: Lang) -> DateView {
    DateView::new(time::local_date(at), lang)
}

/// A day with the Hijri day beside it.
pub(crate) fn full_day(date: Date, lang: Lang) -> DateView {
    DateView::with_hijri(date, lang)
}

/// A moment in Kuwait.
pub(crate) fn moment(at: Timestamp, lang: Lang) -> MomentView {
    MomentView::new(time::local_datetime(at), lang)
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> Vec<Words> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Words::new(line.to_string()))
        .collect()
}

/// A value as its concept shows it.
pub(crate) fn value(concept: &Concept, value: &Feel, lang: Lang) -> Value {
    let shown = || concept.show(value, lang);
    match (&concept.kind, value) {
        (_, Feel::Null) => Value::Missing(Words::from(t(lang, "value-none"))),
        (Kind::Money { .. }, Feel::Number(number)) => match afaq_base::Money::parse(&number.to_string()) {
            Ok(money) => Value::Money(MoneyView::new(money, lang)),
            Err(_) => Value::Num(Num::new(shown())),
        },
        (Kind::Number { .. }, Feel::Number(_)) if concept.unit.is_none() => Value::Num(Num::new(shown())),
        (Kind::CivilNumber, Feel::String(text)) => Value::Code(Code::new(text)),
        (Kind::Iban | Kind::Phone, Feel::String(text)) => Value::Grouped(PhoneOrIban::new(text)),
        (Kind::Email, Feel::String(text)) => Value::Code(Code::new(text)),
        (Kind::Date, Feel::Date(date)) => match date.to_string().parse::<Date>() {
            Ok(date) => Value::Date(full_day(date, lang)),
            Err(_) => Value::Num(Num::new(date)),
        },
        (Kind::Text { lines: true, .. }, Feel::String(text)) => Value::LongForeign(Foreign::new(text)),
        (Kind::Text { .. }, Feel::String(text)) => Value::Foreign(Foreign::new(text)),
        (Kind::OneOf(_) | Kind::ManyOf(_) | Kind::Boolean | Kind::Country | Kind::Number { .. }, _) => {
            Value::Words(Words::new(shown()))
        }
        _ => Value::Foreign(Foreign::new(shown())),
    }
}

/// A value that rules used, whose concept may be unknown.
pub(crate) fn any_value(service: &Service, path: &str, found: &Feel, lang: Lang) -> Value {
    if found.is_unknown() {
        return Value::Missing(Words::from(t(lang, "fact-unavailable")));
    }
    match service.concepts.get(path) {
        Some(concept) => value(concept, found, lang),
        None => Value::Foreign(Foreign::new(afaq_pack::plain(found, lang))),
    }
}

/// How a fact under a path is called.
pub(crate) fn label(service: &Service, path: &str, lang: Lang) -> Words {
    if let Some(concept) = service.concepts.get(path) {
        return concept_label(service, concept, lang);
    }
    if let Some(kind) = path.strip_prefix("evidence.").and_then(|id| service.find_evidence(id)) {
        return names::words(&kind.label, lang);
    }
    let title = service.concepts.find_group(path).and_then(|group| group.title.as_ref());
    title.map_or_else(|| Words::new(path.to_string()), |title| names::words(title, lang))
}

/// The label of a concept; where another group has one that reads the same, with the title of its group.
fn concept_label(service: &Service, concept: &Concept, lang: Lang) -> Words {
    let is_shared = service
        .concepts
        .iter()
        .any(|other| other.head() != concept.head() && other.label.get(lang) == concept.label.get(lang));
    let title = service.concepts.find_group(concept.head()).and_then(|group| group.title.as_ref());
    match title.filter(|_| is_shared) {
        Some(title) => Words::new(format!("{} – {}", title.get(lang), concept.label.get(lang))),
        None => names::words(&concept.label, lang),
    }
}

/// Where a fact comes from, in words; to the person and to officers it is told differently.
pub(crate) fn source(service: &Service, source: &Source, lang: Lang, is_officer: bool) -> Words {
    match source {
        Source::Register(register) => {
            let name = service.find_register(register.as_str()).map(|known| names::words(&known.name, lang));
            match name {
                Some(name) => name,
                None => Words::new(t_args(lang, "source-register", &[("name", &register.as_str())])),
            }
        }
        Source::Applicant if is_officer => Words::from(t(lang, "source-applicant")),
        Source::Applicant => Words::from(t(lang, "source-you")),
        Source::Officer => Words::from(t(lang, "source-officer")),
        Source::Computed => Words::from(t(lang, "source-computed")),
        Source::SignIn => Words::from(t(lang, "source-sign-in")),
        Source::Document => Words::from(t(lang, "source-document")),
    }
}

/// How sure a fact is.
pub(crate) fn standing(standing: Standing, lang: Lang) -> Tag {
    let (tone, key) = match standing {
        Standing::Verified => (Tone::Good, "fact-verified"),
        Standing::Asserted => (Tone::Quiet, "fact-asserted"),
        Standing::Disputed => (Tone::Warn, "fact-disputed"),
        Standing::Unavailable => (Tone::Bad, "fact-unavailable"),
    };
    Tag::new(tone, t(lang, key))
}

/// A fact with its source, time and standing.
pub(crate) fn fact(
    service: &Service,
    path: &str,
    fact: &Fact<Feel>,
    visit: &Visit,
    dispute: Option<Href>,
    is_officer: bool,
) -> FactView {
    let lang = visit.lang;
    let shown = match (service.concepts.get(path), fact.value()) {
        (_, None) => Value::Missing(Words::from(t(lang, "fact-silent"))),
        // A register that answered and holds nothing says more than that nothing was given.
        (_, Some(Feel::Null)) if matches!(fact.source(), Source::Register(_)) => {
            Value::Missing(Words::from(t(lang, "value-no-record")))
        }
        (Some(concept), Some(found)) => value(concept, found, lang),
        (None, Some(found)) => any_value(service, path, found, lang),
    };
    let may_dispute = matches!(fact.standing(), Standing::Verified | Standing::Asserted);
    FactView {
        label: label(service, path, lang),
        value: shown,
        source: source(service, fact.source(), lang, is_officer),
        at: Some(moment(fact.at(), lang)),
        standing: standing(fact.standing(), lang),
        dispute: dispute.filter(|_| may_dispute),
        differs: None,
    }
}

/// The facts that registers hold, in the order of the pack; `dispute` says where each may be called wrong.
pub(crate) fn register_facts(
    service: &Service,
    facts: &afaq_domain::cases::Facts,
    visit: &Visit,
    is_officer: bool,
    dispute: impl Fn(&str) -> Option<Href>,
) -> Vec<FactView> {
    let of_concepts = service
        .concepts
        .iter()
        .filter(|concept| matches!(concept.from, From::Register { .. }))
        .filter_map(|concept| Some((&concept.path, facts.get(&concept.path)?)))
        .map(|(path, known)| fact(service, path, known, visit, dispute(path), is_officer));
    let of_evidence = service.evidence.iter().filter_map(|kind| {
        let path = afaq_domain::cases::evidence_path(&kind.id);
        facts.get(&path).map(|known| fact(service, &path, known, visit, None, is_officer))
    });
    of_concepts.chain(of_evidence).collect()
}

/// What the applicant said, in the order of the form; a repeating group as one row for each entry's answers.
pub(crate) fn answers(service: &Service, facts: &afaq_domain::cases::Facts, visit: &Visit) -> Vec<Row> {
    let lang = visit.lang;
    let mut rows = Vec::new();
    for concept in
        service.concepts.iter().filter(|concept| concept.is_asked() && !is_repeated(service, concept))
    {
        if let Some(found) = facts.get(&concept.path).and_then(Fact::value) {
            rows.push(Row::new(names::words(&concept.label, lang), value(concept, found, lang)));
        }
    }
    for group in service.concepts.groups().iter().filter(|group| group.many.is_some()) {
        let entries = facts.get(&group.id).and_then(Fact::value).and_then(Feel::as_list).unwrap_or_default();
        rows.extend(group_rows(service, &group.id, entries, lang));
    }
    rows
}

/// Whether a concept stands inside a repeating group.
pub(crate) fn is_repeated(service: &Service, concept: &Concept) -> bool {
    service.concepts.find_group(concept.head()).is_some_and(|group| group.many.is_some())
}

/// A row for each entry of a repeating group.
pub(crate) fn group_rows(service: &Service, id: &str, entries: &[Feel], lang: Lang) -> Vec<Row> {
    let item = service.concepts.find_group(id).and_then(|group| group.many.as_ref()).map(|many| &many.item);
    let mut rows = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        let Some(context) = entry.as_context() else { continue };
        let values = service
            .concepts
            .of_group(id)
            .filter_map(|concept| Some(value(concept, context.get(concept.leaf())?, lang)))
            .collect();
        rows.push(Row::new(numbered(item, index, lang), Value::Many(values)));
    }
    rows
}

/// "Child 2".
pub(crate) fn numbered(item: Option<&Text>, index: usize, lang: Lang) -> Words {
    let name = item.map(|item| item.get(lang)).unwrap_or_default();
    Words::new(format!("{name} {}", index + 1))
}

/// A size of a file in words.
pub(crate) fn size(bytes: u64) -> Num {
    match bytes {
        0..1_000 => Num::new(format!("{bytes} B")),
        1_000..1_000_000 => Num::new(format!("{} kB", bytes / 1_000)),
        _ => Num::new(format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10)),
    }
}
