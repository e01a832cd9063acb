//! Lines of XML with indentation and escaping.

use crate::model::Text;

/// XML as it grows.
pub(super) struct Out {
    xml: String,
    depth: usize,
}

type Attributes<'a> = [(&'a str, Option<&'a str>)];

impl Out {
    pub(super) fn new() -> Self {
        Self { xml: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 }
    }

    /// A part of a text: without the declaration of XML, one level deep.
    pub(super) fn part() -> Self {
        Self { xml: String::new(), depth: 1 }
    }

    pub(super) fn finish(self) -> String {
        self.xml
    }

    pub(super) fn open(&mut self, tag: &str, attributes: &Attributes<'_>) {
        self.start(tag, attributes);
        self.xml.push_str(">\n");
        self.depth += 1;
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.xml.push_str("</");
        self.xml.push_str(tag);
        self.xml.push_str(">\n");
    }

    pub(super) fn empty(&mut self, tag: &str, attributes: &Attributes<'_>) {
        self.start(tag, attributes);
        self.xml.push_str("/>\n");
    }

    pub(super) fn leaf(&mut self, tag: &str, text: &str) {
        self.start(tag, &[]);
        self.xml.push('>');
        escape(&mut self.xml, text, false);
        self.xml.push_str("</");
        self.xml.push_str(tag);
        self.xml.push_str(">\n");
    }

    /// An element that holds a `text` element, as DMN writes expressions and tests.
    pub(super) fn text_in(&mut self, tag: &str, text: &Text) {
        self.open(tag, &[]);
        self.leaf("text", &text.value);
        self.close(tag);
    }

    fn start(&mut self, tag: &str, attributes: &Attributes<'_>) {
        self.indent();
        self.xml.push('<');
        self.xml.push_str(tag);
        for (name, value) in attributes {
            if let Some(value) = value {
                self.xml.push(' ');
                self.xml.push_str(name);
                self.xml.push_str("=\"");
                escape(&mut self.xml, value, true);
                self.xml.push('"');
            }
        }
    }

    fn indent(&mut self) {
        for _ in 0..self.depth {
            self.xml.push_str("  ");
        }
    }
}

/// Escapes what XML reserves; characters that XML forbids become the replacement character.
pub(super) fn escape(xml: &mut String, text: &str, in_attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' if in_attribute => xml.push_str("&quot;"),
            '\r' => xml.push_str("&#13;"),
            '\n' | '\t' if in_attribute => xml.push_str(if character == '\n' { "&#10;" } else { "&#9;" }),
            '\u{FFFE}' | '\u{FFFF}' => xml.push('\u{FFFD}'),
            control if u32::from(control) < 0x20 && control != '\n' && control != '\t' => {
                xml.push('\u{FFFD}')
            }
            other => xml.push(other),
        }
    }
}
