//! Puts one value of a YAML file or one attribute of a process in the place of another, and looks that nothing
//! else has changed.

use super::{EditError, replace, source};
use crate::PackFiles;
use crate::problem::Problems;
use crate::source::Source;
use crate::yaml::{self, Node, Style, Value};

/// Replaces the scalar under a path of keys.
pub(super) fn yaml(pack: &mut PackFiles, name: &str, path: &[&str], to: &str) -> Result<(), EditError> {
    let source = source(pack, name)?;
    let root = read(&source)?;
    let node = path.iter().try_fold(&root, |node, key| node.get(key)).ok_or(EditError::NotHere)?;
    let Value::Scalar { text, style } = &node.value else { return Err(EditError::NotHere) };
    if text == to {
        return Ok(());
    }
    if to.chars().any(|sign| sign.is_control()) {
        return Err(EditError::BadValue);
    }
    let from = source.byte(node.spot.line, node.spot.column);
    let behind = node.inside(&source, text.chars().count());
    let mut end = source.byte(behind.line, behind.column);
    let written = match style {
        // Its lines have an indentation and an end of their own.
        Style::Block => return Err(EditError::NotHere),
        Style::Quoted => {
            let mark = source.text.get(from..).and_then(|rest| rest.chars().next());
            if mark.is_none() || source.text.get(end..).and_then(|rest| rest.chars().next()) != mark {
                return Err(EditError::NotHere);
            }
            end += 1;
            quoted(to)
        }
        Style::Plain if is_plain_number(text) && is_plain_number(to) => to.to_owned(),
        Style::Plain => quoted(to),
    };
    let bytes = replace(&source, from, end, &written)?;
    let text = String::from_utf8(bytes).map_err(|_| EditError::NotHere)?;
    let after = read(&Source::new(name, &text))?;
    if !is_same_but(&root, &after, path, to) {
        return Err(EditError::NotHere);
    }
    pack.insert(name.to_owned(), text.into_bytes());
    Ok(())
}

fn read(source: &Source) -> Result<Node, EditError> {
    let mut problems = Problems::default();
    let root = yaml::read(source, &source.text, 1, &mut problems);
    root.filter(|_| !problems.has_errors()).ok_or(EditError::NotHere)
}

fn is_plain_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A text between quotation marks.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether two trees are equal, but for the scalar under a path, which says this now.
fn is_same_but(before: &Node, after: &Node, path: &[&str], to: &str) -> bool {
    match (&before.value, &after.value) {
        (Value::Scalar { text: before, .. }, Value::Scalar { text: after, .. }) => {
            if path.is_empty() {
                after == to
            } else {
                before == after
            }
        }
        (Value::List(before), Value::List(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|(before, after)| is_same_but(before, after, &["\0"], to))
        }
        (Value::Map(before), Value::Map(after)) => {
            before.len() == after.len()
                && before.iter().zip(after).all(|((key, before), (other, after))| {
                    let rest: &[&str] = match path.split_first() {
                        Some((first, rest)) if *first == key.text => rest,
                        _ => &["\0"],
                    };
                    key.text == other.text && is_same_but(before, after, rest, to)
                })
        }
        _ => false,
    }
}

/// Replaces an attribute of our namespace in the element of this id.
pub(super) fn attribute(pack: &mut PackFiles, element: &str, name: &str, to: &str) -> Result<(), EditError> {
    let file = "process.bpmn";
    let source = source(pack, file)?;
    let text = &*source.text;
    let marks = [format!(" id=\"{element}\""), format!("\tid=\"{element}\""), format!("\nid=\"{element}\"")];
    let at = marks.iter().find_map(|mark| text.find(mark.as_str())).ok_or(EditError::NotHere)?;
    let start = text.get(..at).and_then(|before| before.rfind('<')).ok_or(EditError::NotHere)?;
    let end = tag_end(text, start).ok_or(EditError::NotHere)?;
    let tag = text.get(start..end).ok_or(EditError::NotHere)?;
    let mark = format!(":{name}=\"");
    let from = start + tag.find(&mark).ok_or(EditError::NotHere)? + mark.len();
    let length = text.get(from..end).and_then(|rest| rest.find('"')).ok_or(EditError::NotHere)?;
    if to.chars().any(|sign| sign.is_control() || matches!(sign, '"' | '<' | '&')) {
        return Err(EditError::BadValue);
    }
    let bytes = replace(&source, from, from + length, to)?;
    pack.insert(file.to_owned(), bytes);
    Ok(())
}

/// The end of a tag: its `>` outside of quotation marks.
fn tag_end(text: &str, start: usize) -> Option<usize> {
    let mut open: Option<char> = None;
    for (at, sign) in text.get(start..)?.char_indices() {
        match (open, sign) {
            (None, '"' | '\'') => open = Some(sign),
            (Some(mark), _) if mark == sign => open = None,
            (None, '>') => return Some(start + at),
            _ => {}
        }
    }
    None
}
