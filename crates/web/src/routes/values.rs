//! From facts, values and moments to what a page shows of them.

use afaq_base::{Date, Lang, Text, Timestamp, time};
use afaq_feel::Value as Feel;
use afaq_pack::{Concept, Gender, Kind, Service};

use super::names;
use crate::html::{Code, DateView, Foreign, MomentView, MoneyView, Num, PhoneOrIban, Words};
use crate::parts::{Row, Value};
use crate::texts::t;

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

/// The time on the clock in Kuwait.
pub(crate) fn time_of_day(at: Timestamp, lang: Lang) -> Num {
    Num::new(time::time_in_words(time::local_datetime(at).time(), lang))
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> Vec<Words> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(|line| Words::new(line.to_string()))
        .collect()
}

/// A value as its concept shows it, in the gender of the person whom it is about.
pub(crate) fn value(concept: &Concept, value: &Feel, lang: Lang, gender: Gender) -> Value {
    let shown = || concept.show_of(value, lang, gender);
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
        (Kind::Boolean, Feel::Boolean(yes)) => {
            Value::Words(Words::from(t(lang, if *yes { "yes" } else { "no" })))
        }
        (Kind::OneOf(_) | Kind::ManyOf(_) | Kind::Boolean | Kind::Country | Kind::Number { .. }, _) => {
            Value::Words(Words::new(shown()))
        }
        _ => Value::Foreign(Foreign::new(shown())),
    }
}

/// A value that rules used, whose concept may be unknown.
pub(crate) fn any_value(service: &Service, path: &str, found: &Feel, lang: Lang, gender: Gender) -> Value {
    if found.is_unknown() {
        return Value::Missing(Words::from(t(lang, "fact-unavailable")));
    }
    match service.concepts.get(path) {
        Some(concept) => value(concept, found, lang, gender),
        None => Value::Foreign(Foreign::new(afaq_pack::plain(found, lang))),
    }
}

/// How a fact under a path is called where nobody is asked for it.
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
    let is_shared = service.concepts.iter().any(|other| {
        other.head() != concept.head() && other.called().get(lang) == concept.called().get(lang)
    });
    let title = service.concepts.find_group(concept.head()).and_then(|group| group.title.as_ref());
    match title.filter(|_| is_shared) {
        Some(title) => Words::new(format!("{} – {}", title.get(lang), concept.called().get(lang))),
        None => names::words(concept.called(), lang),
    }
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
        let gender = Gender::of(context.get("gender"));
        let values = service
            .concepts
            .of_group(id)
            .filter_map(|concept| Some(value(concept, context.get(concept.leaf())?, lang, gender)))
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
