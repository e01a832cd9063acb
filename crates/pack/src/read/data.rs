//! Reads `data.yaml`: concepts with their kind and source, groups, and the papers.

use std::collections::{BTreeMap, BTreeSet};

use afaq_base::Text;
use afaq_feel::Decimal;

use super::{Cx, Formulas, registers};
use crate::model::{
    About, Choice, Concept, Concepts, EvidenceType, Formula, From, Group, Kind, Many, Media, Register,
    RegisterField,
};
use crate::problem::{Spot, suggest};
use crate::values::{words, words_of};
use crate::yaml::Node;
use crate::{codes, limits, shape};

/// Everything that `data.yaml` says.
pub(crate) struct Data {
    pub concepts: Concepts,
    pub evidence: Vec<EvidenceType>,
    /// The registers that are read, by id.
    pub registers: BTreeSet<String>,
    /// Expressions that wait for the names of all decisions.
    pending: Vec<Pending>,
}

enum Pending {
    After(String, Node),
    Value(String, Node),
    EvidenceWhen(String, Node),
}

/// Names that stand for something else in expressions.
const RESERVED: [&str; 9] =
    ["evidence", "appeal", "silence", "case", "outcome", "message", "service", "label", "today"];

/// Reads the concepts and the papers; expressions are read by [`finish`].
pub(super) fn read(cx: &mut Cx<'_>, registers: &[Register]) -> Option<Data> {
    let library = cx.yaml("_shared/concepts.yaml", &shape::SHARED_CONCEPTS);
    let mut data = Data {
        concepts: Concepts::default(),
        evidence: Vec::new(),
        registers: BTreeSet::new(),
        pending: Vec::new(),
    };
    let root = cx.yaml("data.yaml", &shape::DATA)?;
    let (mut concepts, mut groups) = (Vec::new(), Vec::new());
    for (key, node) in root.entries() {
        if key.text == "evidence" {
            continue;
        }
        if RESERVED.contains(&key.text.as_str()) {
            cx.problems.add(
                codes::RESERVED_ID,
                &key.spot,
                Text::new(
                    format!("الاسم `{}` محجوز", key.text),
                    format!("the name `{}` is reserved", key.text),
                ),
            );
            continue;
        }
        let many = node.get("many").and_then(many);
        let group = Group { id: key.text.clone(), title: words_of(node, "title"), many };
        for (leaf, concept) in node.entries() {
            if matches!(leaf.text.as_str(), "title" | "many") {
                continue;
            }
            let path = format!("{}.{}", key.text, leaf.text);
            let reader = Reader { library: library.as_ref(), registers, group: &group };
            let read = reader.concept(cx, &path, concept, &leaf.spot, &mut data);
            concepts.push(read.unwrap_or_else(|| Concept::broken(path, leaf.spot.clone())));
        }
        groups.push(group);
    }
    if concepts.len() > limits::CONCEPTS_MAX {
        cx.problems.add(
            codes::LIMIT,
            &root.spot,
            Text::new(
                format!("عدد المعلومات {}، والحد {}", concepts.len(), limits::CONCEPTS_MAX),
                format!("there are {} concepts; the limit is {}", concepts.len(), limits::CONCEPTS_MAX),
            ),
        );
        concepts.truncate(limits::CONCEPTS_MAX);
    }
    data.concepts = Concepts::new(concepts, groups);
    for (key, node) in root.get("evidence").map(Node::entries).unwrap_or_default() {
        evidence(cx, &key.text, &key.spot, node, registers, &mut data);
    }
    keys(cx, &data);
    Some(data)
}

/// Reads the expressions of concepts and papers, now that all names are known.
pub(super) fn finish(cx: &mut Cx<'_>, mut data: Data, formulas: &mut Formulas) -> Data {
    let pending = std::mem::take(&mut data.pending);
    let mut after = BTreeMap::new();
    let mut value = BTreeMap::new();
    for one in pending {
        match one {
            Pending::After(path, node) => {
                if let Some(formula) = formulas.condition(cx, &node) {
                    after.insert(path, formula);
                }
            }
            Pending::Value(path, node) => {
                if let Some(formula) = formulas.expression(cx, &node) {
                    value.insert(path, formula);
                }
            }
            Pending::EvidenceWhen(id, node) => {
                let formula = formulas.condition(cx, &node);
                if let Some(evidence) = data.evidence.iter_mut().find(|one| one.id == id) {
                    evidence.when = formula;
                }
            }
        }
    }
    let mut all: Vec<Concept> = data
        .concepts
        .iter()
        .cloned()
        .map(|mut concept| {
            concept.after = after.remove(&concept.path);
            if let Some(formula) = value.remove(&concept.path) {
                concept.from = From::Computed(formula);
            }
            concept
        })
        .collect();
    guard(&mut all);
    let groups = data.concepts.groups().to_vec();
    data.concepts = Concepts::new(all, groups);
    data
}

/// What must hold before a person's number is used, must hold before anything is read by it.
fn guard(all: &mut [Concept]) {
    let keys: BTreeMap<String, Formula> = all
        .iter()
        .filter(|concept| concept.about == About::AnotherPerson)
        .filter_map(|concept| Some((concept.path.clone(), concept.after.clone()?)))
        .collect();
    for concept in all {
        // A register that is found by two numbers is read to verify the relation itself.
        let From::Register { key, .. } = &concept.from else { continue };
        let ([key], None) = (key.as_slice(), &concept.after) else { continue };
        if let Some(after) = keys.get(key) {
            concept.after = Some(after.clone());
            concept.about = About::AnotherPerson;
        }
    }
}

fn many(node: &Node) -> Option<Many> {
    let number = |key| node.get(key).and_then(Node::integer).and_then(|value| u32::try_from(value).ok());
    Some(Many {
        min: number("min").unwrap_or(0),
        max: number("max")?.min(limits::ENTRIES_MAX),
        item: words_of(node, "item")?,
        add: words_of(node, "add"),
    })
}

/// The level of sensitivity that a node gives.
pub(super) fn sensitivity(node: &Node) -> Option<u8> {
    node.get("sensitivity").and_then(Node::integer).and_then(|level| u8::try_from(level).ok())
}

fn decimal(node: &Node, key: &str) -> Option<Decimal> {
    node.text_of(key).and_then(|text| text.parse().ok())
}

/// The kind that a node describes; `known` gives the labels of choices that the node only lists.
pub(super) fn kind(cx: &mut Cx<'_>, node: &Node, known: Option<&Kind>) -> Option<Kind> {
    if let Some(list) = node.get("one_of") {
        return Some(Kind::OneOf(choices(cx, list, known)));
    }
    if let Some(list) = node.get("many_of") {
        return Some(Kind::ManyOf(choices(cx, list, known)));
    }
    let Some(word) = node.text_of("type") else { return known.cloned() };
    let (min, max) = (decimal(node, "min"), decimal(node, "max"));
    Some(match word {
        "text" => Kind::Text {
            max: max
                .and_then(Decimal::to_i64)
                .and_then(|value| u32::try_from(value).ok())
                .filter(|value| (1..=limits::TEXT_CHARS_MAX).contains(&(*value as usize)))
                .unwrap_or(200),
            lines: node.get("lines").and_then(Node::boolean).unwrap_or(false),
        },
        "number" => Kind::Number {
            min,
            max,
            decimals: node
                .get("decimals")
                .and_then(Node::integer)
                .and_then(|one| u8::try_from(one).ok())
                .unwrap_or(0),
        },
        "money" => Kind::Money { min, max },
        "date" => Kind::Date,
        "boolean" => Kind::Boolean,
        "civil_number" => Kind::CivilNumber,
        "country" => Kind::Country,
        "iban" => Kind::Iban,
        "phone" => Kind::Phone,
        "email" => Kind::Email,
        _ => return None,
    })
}

fn choices(cx: &mut Cx<'_>, list: &Node, known: Option<&Kind>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for (key, node) in list.entries() {
        let feminine = node.text_of(crate::shape::FEMININE).map(str::to_owned);
        choices.push(Choice { id: key.text.clone(), label: words(node), feminine });
    }
    for item in list.items() {
        let Some(id) = item.text() else { continue };
        if choices.iter().any(|one| one.id == id) {
            cx.problems.add(
                codes::DUPLICATE_ID,
                &item.spot,
                Text::new(format!("القيمة `{id}` مكررة"), format!("the value `{id}` stands twice")),
            );
            continue;
        }
        match known.and_then(|kind| kind.choices().iter().find(|one| one.id == id)) {
            Some(choice) => choices.push(choice.clone()),
            None => {
                let names: Vec<&str> = known
                    .map(|kind| kind.choices().iter().map(|one| one.id.as_str()).collect())
                    .unwrap_or_default();
                let help = if names.is_empty() {
                    Text::new(
                        "اكتب القيم بأسمائها: {female: {ar: أنثى, en: Female}}",
                        "write the values with their labels: {female: {ar: أنثى, en: Female}}",
                    )
                } else {
                    suggest(id, names)
                };
                cx.problems.add_with_help(
                    codes::UNKNOWN_WORD,
                    &item.spot,
                    Text::new(
                        format!("لا اسم للقيمة `{id}` باللغتين"),
                        format!("the value `{id}` has no label in both languages"),
                    ),
                    help,
                );
            }
        }
    }
    choices
}

struct Reader<'a> {
    library: Option<&'a Node>,
    registers: &'a [Register],
    group: &'a Group,
}

impl Reader<'_> {
    fn concept(
        &self,
        cx: &mut Cx<'_>,
        path: &str,
        node: &Node,
        spot: &Spot,
        data: &mut Data,
    ) -> Option<Concept> {
        let leaf = path.rsplit('.').next().unwrap_or(path);
        let (from, field) = self.source(cx, node, leaf, spot, data)?;
        let shared = self.shared(cx, node, path);
        let shared_kind = shared.and_then(|one| kind(cx, one, None));
        let known = shared_kind.or_else(|| field.map(|field| field.kind.clone()));
        let Some(kind) = kind(cx, node, known.as_ref()) else {
            cx.problems.add(
                codes::BAD_CONCEPT,
                spot,
                Text::new(format!("لا نوع للمعلومة `{path}`"), format!("`{path}` has no type")),
            );
            return None;
        };
        let words = |key: &str| words_of(node, key).or_else(|| shared.and_then(|one| words_of(one, key)));
        let label = words("label").or_else(|| field.map(|field| field.label.clone()));
        let Some(label) = label else {
            registers::missing_label(cx, path, spot);
            return None;
        };
        if let Some(after) = node.get("after") {
            data.pending.push(Pending::After(path.to_owned(), after.clone()));
        }
        Some(Concept {
            path: path.to_owned(),
            kind,
            label,
            name: words("name"),
            hint: words("hint").or_else(|| field.and_then(|field| field.hint.clone())),
            help: words("help"),
            error: words("error"),
            unit: words("unit"),
            sensitivity: sensitivity(node)
                .or_else(|| shared.and_then(sensitivity))
                .or_else(|| field.map(|field| field.sensitivity))
                .unwrap_or(2),
            from,
            about: match node.text_of("about") {
                Some("another_person") => About::AnotherPerson,
                _ => About::Applicant,
            },
            after: None,
            optional: node.get("optional").and_then(Node::boolean).unwrap_or(false),
            group: self.group.many.as_ref().map(|_| self.group.id.clone()),
            spot: spot.clone(),
            is_broken: false,
        })
    }

    /// The concept of the shared library from which what is missing is taken.
    fn shared(&self, cx: &mut Cx<'_>, node: &Node, path: &str) -> Option<&Node> {
        let library = self.library?;
        let Some(like) = node.get("like") else { return library.get(path) };
        let name = like.text()?;
        let found = library.get(name);
        if found.is_none() {
            cx.problems.add_with_help(
                codes::UNKNOWN_CONCEPT,
                &like.spot,
                Text::new(
                    format!("لا توجد المعلومة `{name}` في المكتبة المشتركة"),
                    format!("the shared library has no concept `{name}`"),
                ),
                suggest(name, library.entries().iter().map(|(key, _)| key.text.as_str())),
            );
        }
        found
    }

    fn source(
        &self,
        cx: &mut Cx<'_>,
        node: &Node,
        leaf: &str,
        spot: &Spot,
        data: &mut Data,
    ) -> Option<(From, Option<&RegisterField>)> {
        if let Some(value) = node.get("value") {
            // The expression itself is read when all names are known.
            data.pending.push(Pending::Value(format!("{}.{leaf}", self.group.id), value.clone()));
            return Some((From::Applicant, None));
        }
        let Some(from) = node.get("from") else {
            cx.problems.add_with_help(
                codes::MISSING_KEY,
                spot,
                Text::new(
                    format!("لا يُعرف مصدر المعلومة `{}.{leaf}`", self.group.id),
                    format!("`{}.{leaf}` does not say where it comes from", self.group.id),
                ),
                Text::new(
                    "أضف from: applicant أو sign_in أو officer أو {register: …}، أو value لعبارة تحسبها",
                    "add from: applicant, sign_in, officer or {register: …}, or a value that computes it",
                ),
            );
            return None;
        };
        if let Some(word) = from.text() {
            return match word {
                "sign_in" => Some((From::SignIn, None)),
                "applicant" => Some((From::Applicant, None)),
                "officer" => Some((From::Officer, None)),
                _ => None,
            };
        }
        let name = from.get("register")?;
        let register = find_register(cx, self.registers, name)?;
        data.registers.insert(register.id.clone());
        let field_name = from.text_of("field").unwrap_or(leaf);
        let Some(field) = register.find_field(field_name) else {
            let at = from.get("field").map_or_else(|| spot.clone(), |one| one.spot.clone());
            cx.problems.add_with_help(
                codes::UNKNOWN_FIELD,
                &at,
                Text::new(
                    format!("لا يحتوي السجل `{}` الحقل `{field_name}`", register.id),
                    format!("the register `{}` has no field `{field_name}`", register.id),
                ),
                suggest(field_name, register.fields.iter().map(|one| one.name.as_str())),
            );
            return None;
        };
        let key = match from.get("key") {
            None => vec!["applicant.civil_number".to_owned()],
            Some(one) if one.is_list() => {
                one.items().iter().filter_map(Node::text).map(str::to_owned).collect()
            }
            Some(one) => one.text().map(|text| vec![text.to_owned()]).unwrap_or_default(),
        };
        if key.len() != register.key.parts() {
            let at = from.get("key").unwrap_or(from);
            cx.problems.add(
                codes::BAD_KEY,
                &at.spot,
                Text::new(
                    format!("يحتاج السجل `{}` مفتاحاً من {} ", register.id, register.key.parts())
                        .trim()
                        .to_owned(),
                    format!(
                        "the register `{}` needs {} civil numbers as its key, found {}",
                        register.id,
                        register.key.parts(),
                        key.len()
                    ),
                ),
            );
            return None;
        }
        let from = From::Register { register: register.id.clone(), field: field.name.clone(), key };
        Some((from, Some(field)))
    }
}

/// A register of the shared library; reports an unknown one.
pub(super) fn find_register<'r>(
    cx: &mut Cx<'_>,
    registers: &'r [Register],
    node: &Node,
) -> Option<&'r Register> {
    let name = node.text()?;
    let found = registers.iter().find(|one| one.id == name);
    if found.is_none() {
        cx.problems.add_with_help(
            codes::UNKNOWN_REGISTER,
            &node.spot,
            Text::new(format!("السجل `{name}` غير معروف"), format!("the register `{name}` is not known")),
            suggest(name, registers.iter().map(|one| one.id.as_str())),
        );
    }
    found
}

/// The keys of registers must be civil numbers that are defined.
fn keys(cx: &mut Cx<'_>, data: &Data) {
    for concept in &data.concepts {
        let From::Register { key, .. } = &concept.from else { continue };
        for path in key {
            match data.concepts.get(path) {
                Some(found) if found.kind == Kind::CivilNumber || found.is_broken => {}
                Some(_) => cx.problems.add(
                    codes::BAD_KEY,
                    &concept.spot,
                    Text::new(
                        format!("المفتاح `{path}` ليس رقماً مدنياً"),
                        format!("the key `{path}` is no civil number"),
                    ),
                ),
                None => cx.problems.add_with_help(
                    codes::UNKNOWN_CONCEPT,
                    &concept.spot,
                    Text::new(
                        format!("المعلومة `{path}` غير معرّفة"),
                        format!("the concept `{path}` is not defined"),
                    ),
                    suggest(path, data.concepts.iter().map(|one| one.path.as_str())),
                ),
            }
        }
    }
}

fn evidence(cx: &mut Cx<'_>, id: &str, spot: &Spot, node: &Node, registers: &[Register], data: &mut Data) {
    let unless = match node.get("unless").and_then(|one| one.get("register")) {
        None => None,
        Some(name) => match find_register(cx, registers, name) {
            None => return,
            Some(register) => {
                data.registers.insert(register.id.clone());
                Some(register.id.clone())
            }
        },
    };
    let (Some(label), Some(accepts)) = (words_of(node, "label"), node.get("accepts")) else { return };
    if let Some(when) = node.get("when") {
        data.pending.push(Pending::EvidenceWhen(id.to_owned(), when.clone()));
    }
    let megabytes =
        node.get("max_mb").and_then(Node::integer).and_then(|value| u64::try_from(value).ok()).unwrap_or(5);
    data.evidence.push(EvidenceType {
        id: id.to_owned(),
        label,
        hint: words_of(node, "hint"),
        accepts: Media::ALL
            .into_iter()
            .filter(|media| accepts.items().iter().filter_map(Node::text).any(|word| word == media.word()))
            .collect(),
        max_bytes: (megabytes * 1024 * 1024).min(limits::EVIDENCE_BYTES_MAX),
        when: None,
        proves: crate::values::list_of(node, "proves"),
        unless,
        optional: node.get("optional").and_then(Node::boolean).unwrap_or(false),
        spot: spot.clone(),
    });
}
