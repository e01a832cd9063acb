//! Turns hostile XML away before a tree is built of it: size, depth, document types.

use crate::limits;
use crate::problem::{Problem, ProblemKind};

/// Looks over the text once, without recursion.
pub(super) fn check(xml: &str) -> Result<(), Box<Problem>> {
    if xml.len() > limits::MODEL_BYTES_MAX {
        return refuse(ProblemKind::TooMuch { what: "bytes of the model", limit: limits::MODEL_BYTES_MAX });
    }
    let mut rest = xml;
    let mut depth = 0_usize;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let skipped = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<![CDATA[") {
            rest.find("]]>").map(|end| end + 3)
        } else if rest.starts_with("<?") {
            rest.find("?>").map(|end| end + 2)
        } else if rest.starts_with("<!DOCTYPE") {
            return refuse(ProblemKind::DocumentType);
        } else {
            let end = tag_end(rest);
            if rest.starts_with("</") {
                depth = depth.saturating_sub(1);
            } else if !end.is_some_and(|end| rest[..end].ends_with("/>")) {
                depth += 1;
            }
            end
        };
        if depth > limits::XML_DEPTH_MAX {
            return refuse(ProblemKind::TooMuch { what: "depth of elements", limit: limits::XML_DEPTH_MAX });
        }
        match skipped {
            Some(end) => rest = &rest[end..],
            None => break,
        }
    }
    Ok(())
}

fn refuse(kind: ProblemKind) -> Result<(), Box<Problem>> {
    Err(Box::new(Problem::error(kind)))
}

/// The byte after the `>` that ends the tag; a `>` inside quotes does not.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    None
}
