//! Reads YAML events into the tree: depth, nodes and repetition are limited, keys are unique.

use std::collections::BTreeMap;

use afaq_base::Text;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

use super::{Key, Node, Style, Value};
use crate::problem::{Problems, Spot};
use crate::source::Source;
use crate::{codes, limits};

/// Reads lines `first_line..` of a file (`text` is that part); nothing if it is no YAML at all.
pub fn read(source: &Source, text: &str, first_line: u32, problems: &mut Problems) -> Option<Node> {
    let mut builder = Builder {
        source,
        first_line,
        stack: Vec::new(),
        root: None,
        anchors: BTreeMap::new(),
        nodes: 0,
        documents: 0,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        match event {
            Ok((event, span)) => {
                if !builder.take(event, span, problems) {
                    return None;
                }
            }
            Err(error) => {
                let marker = error.marker();
                let spot = builder.spot_at(marker.line(), marker.col());
                problems.add(
                    codes::YAML_SYNTAX,
                    &spot,
                    Text::new(
                        format!("لا يمكن قراءة الملف بصيغة YAML: {}", error.info()),
                        format!("the file cannot be read as YAML: {}", error.info()),
                    ),
                );
                return None;
            }
        }
    }
    builder.root
}

/// A collection that is still open.
enum Open {
    List {
        items: Vec<Node>,
        spot: Spot,
        anchor: usize,
        from: usize,
    },
    Map {
        entries: Vec<(Key, Node)>,
        seen: BTreeMap<String, u32>,
        key: Option<Key>,
        spot: Spot,
        anchor: usize,
        from: usize,
        skip: bool,
    },
}

struct Builder<'a> {
    source: &'a Source,
    first_line: u32,
    stack: Vec<Open>,
    root: Option<Node>,
    /// Finished nodes by anchor, with their size; an anchor that is still open is `None`.
    anchors: BTreeMap<usize, Option<(Node, usize)>>,
    nodes: usize,
    documents: usize,
}

impl Builder<'_> {
    fn spot_at(&self, line: usize, column: usize) -> Spot {
        let line = u32::try_from(line.max(1)).unwrap_or(u32::MAX).saturating_add(self.first_line - 1);
        self.source.spot(line, u32::try_from(column + 1).unwrap_or(u32::MAX))
    }

    /// Takes one event in; false ends the reading.
    fn take(&mut self, event: Event<'_>, span: Span, problems: &mut Problems) -> bool {
        let spot = self.spot_at(span.start.line(), span.start.col());
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => true,
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    problems.add(
                        codes::YAML_SYNTAX,
                        &spot,
                        Text::new(
                            "في الملف أكثر من مستند YAML",
                            "the file holds more than one YAML document",
                        ),
                    );
                    return false;
                }
                true
            }
            Event::Alias(anchor) => self.repeat(anchor, &spot, problems),
            Event::Scalar(text, style, anchor, _) => {
                let style = match style {
                    ScalarStyle::Plain => Style::Plain,
                    ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => Style::Quoted,
                    ScalarStyle::Literal | ScalarStyle::Folded => Style::Block,
                };
                self.count(1, &spot, problems)
                    && self.put(
                        Node { value: Value::Scalar { text: text.into_owned(), style }, spot },
                        anchor,
                        1,
                        problems,
                    )
            }
            Event::SequenceStart(anchor, _) => {
                let from = self.nodes;
                self.open(
                    Open::List { items: Vec::new(), spot: spot.clone(), anchor, from },
                    anchor,
                    &spot,
                    problems,
                )
            }
            Event::MappingStart(anchor, _) => {
                let from = self.nodes;
                let open = Open::Map {
                    entries: Vec::new(),
                    seen: BTreeMap::new(),
                    key: None,
                    spot: spot.clone(),
                    anchor,
                    from,
                    skip: false,
                };
                self.open(open, anchor, &spot, problems)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.stack.pop() {
                Some(Open::List { items, spot, anchor, from }) => {
                    let size = self.nodes - from;
                    self.put(Node { value: Value::List(items), spot }, anchor, size, problems)
                }
                Some(Open::Map { entries, spot, anchor, from, .. }) => {
                    let size = self.nodes - from;
                    self.put(Node { value: Value::Map(entries), spot }, anchor, size, problems)
                }
                None => false,
            },
        }
    }

    fn open(&mut self, open: Open, anchor: usize, spot: &Spot, problems: &mut Problems) -> bool {
        if self.stack.len() >= limits::YAML_DEPTH_MAX {
            problems.add(
                codes::YAML_DEPTH,
                spot,
                Text::new(
                    format!("تتداخل العناصر أكثر من {} مستوى", limits::YAML_DEPTH_MAX),
                    format!("elements are nested more than {} deep", limits::YAML_DEPTH_MAX),
                ),
            );
            return false;
        }
        if anchor > 0 {
            self.anchors.insert(anchor, None);
        }
        self.stack.push(open);
        self.count(1, spot, problems)
    }

    fn count(&mut self, more: usize, spot: &Spot, problems: &mut Problems) -> bool {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes > limits::YAML_NODES_MAX {
            problems.add(
                codes::YAML_NODES,
                spot,
                Text::new(
                    format!("في الملف أكثر من {} عنصر (بعد فك التكرار)", limits::YAML_NODES_MAX),
                    format!(
                        "the file has more than {} elements (repeated ones counted)",
                        limits::YAML_NODES_MAX
                    ),
                ),
            );
            return false;
        }
        true
    }

    fn repeat(&mut self, anchor: usize, spot: &Spot, problems: &mut Problems) -> bool {
        match self.anchors.get(&anchor) {
            Some(Some((node, size))) => {
                let (node, size) = (node.clone(), *size);
                self.count(size, spot, problems) && self.put(node, 0, size, problems)
            }
            Some(None) | None => {
                problems.add(
                    codes::YAML_ALIAS,
                    spot,
                    Text::new("إحالة تحتوي نفسها", "an alias that contains itself"),
                );
                false
            }
        }
    }

    fn put(&mut self, node: Node, anchor: usize, size: usize, problems: &mut Problems) -> bool {
        if anchor > 0 {
            self.anchors.insert(anchor, Some((node.clone(), size)));
        }
        match self.stack.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { entries, seen, key, skip, .. }) => match key.take() {
                None => match node.value {
                    Value::Scalar { text, .. } => {
                        if let Some(first) = seen.get(&text) {
                            problems.add(
                                codes::DUPLICATE_KEY,
                                &node.spot,
                                Text::new(
                                    format!("المفتاح `{text}` مكرر (ورد أولاً في السطر {})", first),
                                    format!("the key `{text}` stands here twice (first in line {})", first),
                                ),
                            );
                            *skip = true;
                        } else {
                            seen.insert(text.clone(), node.spot.line);
                        }
                        *key = Some(Key { text, spot: node.spot });
                    }
                    Value::List(_) | Value::Map(_) => {
                        problems.add(
                            codes::YAML_SYNTAX,
                            &node.spot,
                            Text::new("لا يكون المفتاح إلا نصاً", "a key must be a plain text"),
                        );
                        return false;
                    }
                },
                Some(key) => {
                    if !std::mem::take(skip) {
                        entries.push((key, node));
                    }
                }
            },
        }
        true
    }
}
