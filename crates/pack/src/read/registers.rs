//! Reads `_shared/registers.yaml`: the registers of the country.

use afaq_base::{BodyCode, Text};

use super::{Cx, data};
use crate::codes;
use crate::model::{Register, RegisterField, RegisterKey};
use crate::problem::Spot;
use crate::shape;
use crate::values::words_of;
use crate::yaml::Node;

/// All registers of the shared library.
pub(super) fn read(cx: &mut Cx<'_>) -> Vec<Register> {
    let Some(root) = cx.yaml("_shared/registers.yaml", &shape::REGISTERS) else { return Vec::new() };
    let mut registers = Vec::new();
    for (key, node) in root.entries() {
        if let Some(register) = one(cx, &key.text, node) {
            registers.push(register);
        }
    }
    registers
}

fn one(cx: &mut Cx<'_>, id: &str, node: &Node) -> Option<Register> {
    let body = body(cx, node.get("body"))?;
    let mut fields = Vec::new();
    for (key, field) in node.get("fields").map(Node::entries).unwrap_or_default() {
        let Some(kind) = data::kind(cx, field, None) else { continue };
        let Some(label) = words_of(field, "label") else {
            missing_label(cx, &key.text, &field.spot);
            continue;
        };
        fields.push(RegisterField {
            name: key.text.clone(),
            kind,
            label,
            hint: words_of(field, "hint"),
            sensitivity: data::sensitivity(field).unwrap_or(2),
        });
    }
    Some(Register {
        id: id.to_owned(),
        body,
        name: words_of(node, "name")?,
        key: match node.text_of("key")? {
            "two_civil_numbers" => RegisterKey::TwoCivilNumbers,
            _ => RegisterKey::CivilNumber,
        },
        law: words_of(node, "law"),
        law_unverified: node.get("unverified").and_then(Node::boolean).unwrap_or(false),
        fields,
    })
}

/// A body that the list of public organizations knows.
pub(super) fn body(cx: &mut Cx<'_>, node: Option<&Node>) -> Option<BodyCode> {
    let node = node?;
    let text = node.text()?;
    if let Some(found) = afaq_base::bodies::find(text) {
        return Some(found.code.clone());
    }
    unknown_body(cx, text, &node.spot);
    None
}

/// Reports a code that the list of public organizations does not know.
pub(super) fn unknown_body(cx: &mut Cx<'_>, text: &str, spot: &Spot) {
    let known: Vec<&str> = afaq_base::bodies::all().iter().map(|body| body.code.as_str()).collect();
    cx.problems.add_with_help(
        codes::UNKNOWN_BODY,
        spot,
        Text::new(format!("الجهة `{text}` غير معروفة"), format!("the body `{text}` is not known")),
        crate::problem::suggest(text, known),
    );
}

pub(super) fn missing_label(cx: &mut Cx<'_>, name: &str, spot: &Spot) {
    cx.problems.add_with_help(
        codes::MISSING_KEY,
        spot,
        Text::new(
            format!("لا اسم للمعلومة `{name}` يقرؤه الناس"),
            format!("`{name}` has no label for people"),
        ),
        Text::new(
            "أضف label بالعربية والإنجليزية، أو خذه من المكتبة المشتركة بـ like",
            "add a label in Arabic and English, or take it from the shared library with `like`",
        ),
    );
}
