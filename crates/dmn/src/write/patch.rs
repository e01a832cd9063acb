//! Changes the text that a model was read from where the model was changed, and nowhere else.

use std::ops::Range;

use super::out::{Out, escape};
use super::{decision, import, input_data, item_definition, knowledge_model, service};
use crate::model::{
    BusinessKnowledgeModel, Decision, DecisionService, Import, InputData, ItemDefinition, List, Model,
    Original, Part, Position, Text,
};

/// A piece of the text and what comes in its place.
type Edit = (Range<usize>, String);

/// The text with all changes; none when the root itself was changed, which is then written anew.
pub(super) fn patched(original: &Original, model: &Model) -> Option<String> {
    let was = &original.model;
    if (&was.name, &was.namespace, &was.id) != (&model.name, &model.namespace, &model.id) {
        return None;
    }
    let mut edits = Vec::new();
    list(original, List::Imports, &was.imports, &model.imports, &mut edits)?;
    list(original, List::Items, &was.item_definitions, &model.item_definitions, &mut edits)?;
    list(original, List::Inputs, &was.input_data, &model.input_data, &mut edits)?;
    list(original, List::Knowledge, &was.knowledge_models, &model.knowledge_models, &mut edits)?;
    list(original, List::Decisions, &was.decisions, &model.decisions, &mut edits)?;
    list(original, List::Services, &was.services, &model.services, &mut edits)?;
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(original.xml.len());
    let mut at = 0;
    for (range, new) in &edits {
        text.push_str(original.xml.get(at..range.start)?);
        text.push_str(new);
        at = range.end;
    }
    text.push_str(original.xml.get(at..)?);
    Some(text)
}

/// What the lists of a model hold.
trait Element: Clone + PartialEq {
    /// By what it is known again.
    fn key(&self) -> &str;
    /// Writes it anew.
    fn write(&self, out: &mut Out);
    /// Calls `visit` with its texts of FEEL, always in one order.
    fn texts(&mut self, _visit: &mut dyn FnMut(&mut Text)) {}
}

fn list<E: Element>(
    original: &Original,
    list: List,
    was: &[E],
    is: &[E],
    edits: &mut Vec<Edit>,
) -> Option<()> {
    let parts: Vec<&Part> = original.parts.iter().filter(|part| part.list == list).collect();
    for part in &parts {
        let before = was.get(part.at)?;
        match is.iter().find(|after| after.key() == before.key()) {
            None => edits.push((with_blanks_before(&original.xml, &part.range), String::new())),
            Some(after) if after == before => {}
            Some(after) => match changed_texts(original, before, after) {
                Some(changed) => edits.extend(changed),
                None => edits.push((part.range.clone(), anew(original, after, &part.foreign)?)),
            },
        }
    }
    let added = is.iter().filter(|after| was.iter().all(|before| before.key() != after.key()));
    let written: Option<Vec<String>> = added.map(|after| anew(original, after, &[])).collect();
    let written = written?;
    if !written.is_empty() {
        // After its own kind; before the end where there is none.
        let (at, text) = match parts.last() {
            Some(last) => {
                (last.range.end, written.iter().map(|one| format!("\n  {one}")).collect::<String>())
            }
            None => (original.end?, written.iter().map(|one| format!("  {one}\n")).collect()),
        };
        edits.push((at..at, text));
    }
    Some(())
}

/// The changes of single texts, if nothing but texts differs.
fn changed_texts<E: Element>(original: &Original, before: &E, after: &E) -> Option<Vec<Edit>> {
    let mut old = Vec::new();
    let mut new = Vec::new();
    before.clone().texts(&mut |text| old.push(text.clone()));
    after.clone().texts(&mut |text| new.push(text.clone()));
    if old.len() != new.len() {
        return None;
    }
    let mut rest = new.iter();
    let mut replaced = before.clone();
    replaced.texts(&mut |text| {
        if let Some(new) = rest.next() {
            text.value.clone_from(&new.value);
        }
    });
    if replaced != *after {
        return None;
    }
    let changed = old.iter().zip(&new).filter(|(old, new)| old != new);
    changed.map(|(old, new)| Some((place_of(original, old)?, escaped(&new.value)))).collect()
}

/// Where a text stands, if it stands there in one piece.
fn place_of(original: &Original, text: &Text) -> Option<Range<usize>> {
    let start = offset(&original.xml, text.position?)?;
    let rest = original.xml.get(start..)?;
    if original.xml.get(..start)?.ends_with("<![CDATA[") {
        let end = rest.find("]]>")?;
        let after = rest.get(end + 3..)?;
        let is_whole = rest.get(..end)? == text.value && after.starts_with("</");
        return is_whole.then(|| start - "<![CDATA[".len()..start + end + 3);
    }
    let end = rest.find('<')?;
    let is_whole = unescaped(rest.get(..end)?)? == text.value && rest.get(end..)?.starts_with("</");
    is_whole.then_some(start..start + end)
}

/// The byte at a line and column.
fn offset(xml: &str, position: Position) -> Option<usize> {
    let line = usize::try_from(position.line).ok()?.checked_sub(1)?;
    let start = if line == 0 { 0 } else { xml.match_indices('\n').nth(line - 1)?.0 + 1 };
    let column = usize::try_from(position.column).ok()?.checked_sub(1)?;
    let (at, _) = xml.get(start..)?.char_indices().chain([(xml.len() - start, ' ')]).nth(column)?;
    Some(start + at)
}

fn unescaped(raw: &str) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        let end = at + rest[at..].find(';')?;
        let name = &rest[at + 1..end];
        text.push(match name {
            "lt" => '<',
            "gt" => '>',
            "amp" => '&',
            "quot" => '"',
            "apos" => '\'',
            name => {
                let number = name.strip_prefix('#')?;
                let code = match number.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                char::from_u32(code.ok()?)?
            }
        });
        rest = &rest[end + 1..];
    }
    text.push_str(rest);
    // A line's end is read as one sign, however it is written.
    Some(text.replace("\r\n", "\n"))
}

fn escaped(value: &str) -> String {
    let mut text = String::new();
    escape(&mut text, value, false);
    text
}

/// An element written anew, in the namespace of its neighbors, with what it held beside the model.
fn anew<E: Element>(original: &Original, element: &E, foreign: &[Range<usize>]) -> Option<String> {
    let mut out = Out::part();
    element.write(&mut out);
    let text = out.finish();
    let text = text.trim();
    let name_end = text.find([' ', '>', '/'])?;
    let (name, rest) = text.split_at(name_end);
    let mut whole = format!("{name} xmlns=\"{}\"{rest}", escaped(&original.namespace).replace('"', "&quot;"));
    if !foreign.is_empty()
        && let Some(open) = whole.find(">\n")
    {
        let kept = foreign.iter().filter_map(|range| original.xml.get(range.clone()));
        whole.insert_str(open + 2, &kept.map(|one| format!("    {one}\n")).collect::<String>());
    }
    Some(whole)
}

fn with_blanks_before(xml: &str, range: &Range<usize>) -> Range<usize> {
    let before = xml.get(..range.start).unwrap_or("");
    before.trim_end_matches([' ', '\t', '\r', '\n']).len()..range.end
}

impl Element for Import {
    fn key(&self) -> &str {
        &self.namespace
    }

    fn write(&self, out: &mut Out) {
        import(out, self);
    }
}

impl Element for ItemDefinition {
    fn key(&self) -> &str {
        &self.name
    }

    fn write(&self, out: &mut Out) {
        item_definition(out, "itemDefinition", self);
    }

    fn texts(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        self.allowed_values.iter_mut().chain(&mut self.type_constraint).for_each(&mut *visit);
        self.components.iter_mut().for_each(|component| component.texts(visit));
    }
}

impl Element for InputData {
    fn key(&self) -> &str {
        &self.id
    }

    fn write(&self, out: &mut Out) {
        input_data(out, self);
    }
}

impl Element for Decision {
    fn key(&self) -> &str {
        &self.id
    }

    fn write(&self, out: &mut Out) {
        decision(out, self);
    }

    fn texts(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        self.expression.iter_mut().for_each(|expression| expression.each_text_mut(visit));
    }
}

impl Element for BusinessKnowledgeModel {
    fn key(&self) -> &str {
        &self.id
    }

    fn write(&self, out: &mut Out) {
        knowledge_model(out, self);
    }

    fn texts(&mut self, visit: &mut dyn FnMut(&mut Text)) {
        let body = self.function.as_mut().and_then(|function| function.body.as_mut());
        body.into_iter().for_each(|body| body.each_text_mut(visit));
    }
}

impl Element for DecisionService {
    fn key(&self) -> &str {
        &self.id
    }

    fn write(&self, out: &mut Out) {
        service(out, self);
    }
}
