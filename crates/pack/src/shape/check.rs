//! Checks a tree against the table: unknown and missing keys, wrong shapes, missing languages.

use afaq_base::{CivilNumber, Text};

use super::{Name, Shape, Ty};
use crate::problem::{Problems, suggest};
use crate::yaml::{Node, Style, Value};
use crate::{codes, limits, values};

/// Reports everything in which the tree differs from the table.
pub fn check(node: &Node, ty: &Ty, problems: &mut Problems) {
    match ty {
        Ty::Words => words(node, problems),
        Ty::WordLists => word_lists(node, problems),
        Ty::Line => {
            if let Some(text) = scalar(node, "نص", "a text", problems) {
                length(node, text, limits::TEXT_CHARS_MAX, problems);
                clean(node, text, problems);
            }
        }
        Ty::Feel => {
            if let Some(text) = scalar(node, "عبارة FEEL", "an expression in FEEL", problems) {
                length(node, text, limits::EXPRESSION_CHARS_MAX, problems);
            }
        }
        Ty::Id => name(node, Name::Id, problems),
        Ty::Path => name(node, Name::Path, problems),
        Ty::Bool => {
            if node.boolean().is_none() {
                wrong_shape(node, "`true` أو `false`", "`true` or `false`", problems);
            }
        }
        Ty::Int(min, max) => integer(node, *min, *max, problems),
        Ty::Decimal => {
            if let Some(text) = scalar(node, "رقم", "a number", problems)
                && text.parse::<afaq_feel::Decimal>().is_err()
            {
                wrong_shape(node, "رقم", "a number", problems);
            }
        }
        Ty::Span => {
            if values::span(node).is_none() {
                problems.add(
                    codes::BAD_SPAN,
                    &node.spot,
                    Text::new("مدة غير مفهومة", "this is no length of time"),
                );
            }
        }
        Ty::Date => {
            if let Some(text) = scalar(node, "تاريخ", "a date", problems)
                && text.parse::<afaq_base::Date>().is_err()
            {
                problems.add(
                    codes::BAD_DATE,
                    &node.spot,
                    Text::new(format!("«{text}» ليس تاريخاً"), format!("`{text}` is no date")),
                );
            }
        }
        Ty::CivilNumber => {
            if let Some(text) = scalar(node, "رقم مدني", "a civil number", problems)
                && text.parse::<CivilNumber>().is_err()
            {
                problems.add(
                    codes::BAD_CIVIL_NUMBER,
                    &node.spot,
                    Text::new(
                        format!("«{text}» ليس رقماً مدنياً صحيحاً"),
                        format!("`{text}` is no valid civil number"),
                    ),
                );
            }
        }
        Ty::Enum(allowed) => {
            if let Some(text) = scalar(node, "كلمة", "a word", problems)
                && !allowed.contains(&text)
            {
                problems.add_with_help(
                    codes::UNKNOWN_WORD,
                    &node.spot,
                    Text::new(
                        format!("القيمة `{text}` غير معروفة هنا"),
                        format!("`{text}` is not known here"),
                    ),
                    suggest(text, allowed.iter().copied()),
                );
            }
        }
        Ty::List(item, max) => {
            let Value::List(items) = &node.value else {
                return wrong_shape(node, "قائمة", "a list", problems);
            };
            if items.len() > *max {
                too_many(node, items.len(), *max, problems);
            }
            for one in items.iter().take(*max) {
                check(one, item, problems);
            }
        }
        Ty::Map(shape) => map(node, shape, problems),
        Ty::Named(kind, inner) => {
            let Value::Map(entries) = &node.value else {
                return wrong_shape(node, "خريطة من الأسماء", "a map of names", problems);
            };
            for (key, value) in entries {
                key_name(&key.text, &key.spot, *kind, problems);
                check(value, inner, problems);
            }
        }
        Ty::Either(options) => {
            let fits = options.iter().find(|option| fits(node, option));
            match fits {
                Some(option) => check(node, option, problems),
                None => wrong_shape(node, &describe(options, true), &describe(options, false), problems),
            }
        }
        Ty::Answer => answer(node, problems),
    }
}

/// Whether a node is of the same broad kind (scalar, list, map) as a type.
fn fits(node: &Node, ty: &Ty) -> bool {
    match ty {
        Ty::List(..) => node.is_list(),
        Ty::Map(_) | Ty::Named(..) | Ty::Words | Ty::WordLists => node.is_map(),
        Ty::Either(options) => options.iter().any(|option| fits(node, option)),
        Ty::Answer => !node.is_map(),
        Ty::Span => !node.is_list(),
        Ty::Line
        | Ty::Id
        | Ty::Path
        | Ty::Bool
        | Ty::Int(..)
        | Ty::Decimal
        | Ty::Date
        | Ty::CivilNumber
        | Ty::Feel
        | Ty::Enum(_) => node.text().is_some(),
    }
}

fn describe(options: &[Ty], arabic: bool) -> String {
    let names: Vec<&str> = options
        .iter()
        .map(|option| match (option, arabic) {
            (Ty::List(..), true) => "قائمة",
            (Ty::List(..), false) => "a list",
            (Ty::Map(_) | Ty::Named(..) | Ty::Words | Ty::WordLists, true) => "خريطة",
            (Ty::Map(_) | Ty::Named(..) | Ty::Words | Ty::WordLists, false) => "a map",
            (_, true) => "كلمة",
            (_, false) => "a word",
        })
        .collect();
    names.join(if arabic { " أو " } else { " or " })
}

fn wrong_shape(node: &Node, ar: &str, en: &str, problems: &mut Problems) {
    let (found_ar, found_en) = match &node.value {
        Value::Scalar { .. } if node.is_null() => ("لا شيء", "nothing"),
        Value::Scalar { .. } => ("نص", "a text"),
        Value::List(_) => ("قائمة", "a list"),
        Value::Map(_) => ("خريطة", "a map"),
    };
    problems.add(
        codes::WRONG_SHAPE,
        &node.spot,
        Text::new(
            format!("المتوقع هنا {ar}، والموجود {found_ar}"),
            format!("expected {en} here, found {found_en}"),
        ),
    );
}

fn too_many(node: &Node, found: usize, max: usize, problems: &mut Problems) {
    problems.add(
        codes::LIMIT,
        &node.spot,
        Text::new(
            format!("العدد {found}، والحد الأعلى {max}"),
            format!("there are {found}; the limit is {max}"),
        ),
    );
}

fn scalar<'n>(node: &'n Node, ar: &str, en: &str, problems: &mut Problems) -> Option<&'n str> {
    let text = node.text();
    if text.is_none() {
        wrong_shape(node, ar, en, problems);
    }
    text
}

fn length(node: &Node, text: &str, max: usize, problems: &mut Problems) {
    let found = text.chars().count();
    if found > max {
        problems.add(
            codes::TEXT_TOO_LONG,
            &node.spot,
            Text::new(
                format!("طول النص {found} حرفاً، والحد الأعلى {max}"),
                format!("the text has {found} characters; the limit is {max}"),
            ),
        );
    }
}

/// Characters that nobody sees and that turn the reading direction: refused in texts of packs.
fn clean(node: &Node, text: &str, problems: &mut Problems) {
    if let Some(found) = text.chars().find(|one| {
        matches!(*one, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{0}'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{7F}')
    }) {
        problems.add(
            codes::HIDDEN_CHARACTER,
            &node.spot,
            Text::new(
                format!("في النص حرف تحكم خفي (U+{:04X})", found as u32),
                format!("the text holds a hidden control character (U+{:04X})", found as u32),
            ),
        );
    }
}

/// Whether a text is one id: small Latin letters, digits and `_`, a letter first.
pub(crate) fn is_id(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        && text.len() <= limits::ID_CHARS_MAX
}

fn name(node: &Node, kind: Name, problems: &mut Problems) {
    if let Some(text) = scalar(node, "معرّف", "an id", problems) {
        key_name(text, &node.spot, kind, problems);
    }
}

fn key_name(text: &str, spot: &crate::problem::Spot, kind: Name, problems: &mut Problems) {
    let good = match kind {
        Name::Id => is_id(text),
        Name::Path => text.len() <= limits::ID_CHARS_MAX && text.split('.').all(is_id),
        Name::Any => text.chars().count() <= limits::PATH_CHARS_MAX,
    };
    if !good {
        problems.add(
            codes::BAD_ID,
            spot,
            Text::new(format!("«{text}» لا يصلح معرّفاً"), format!("`{text}` is no valid id")),
        );
    }
}

fn integer(node: &Node, min: i64, max: i64, problems: &mut Problems) {
    match node.integer() {
        None => wrong_shape(node, "عدد صحيح", "a whole number", problems),
        Some(value) if value < min || value > max => problems.add(
            codes::OUT_OF_RANGE,
            &node.spot,
            Text::new(
                format!("{value} خارج المدى من {min} إلى {max}"),
                format!("{value} is not between {min} and {max}"),
            ),
        ),
        Some(_) => {}
    }
}

fn words(node: &Node, problems: &mut Problems) {
    let Value::Map(entries) = &node.value else {
        return wrong_shape(
            node,
            "نص باللغتين `{ar: …، en: …}`",
            "a text in both languages, `{ar: …, en: …}`",
            problems,
        );
    };
    for (lang, ar, en) in [("ar", "العربي", "Arabic"), ("en", "الإنجليزي", "English")] {
        let text = node.text_of(lang).unwrap_or("");
        if text.trim().is_empty() {
            problems.add(
                codes::MISSING_LANGUAGE,
                &node.spot,
                Text::new(format!("النص {ar} غير موجود"), format!("the {en} text is missing")),
            );
        }
    }
    for (key, value) in entries {
        if !is_language(&key.text) && key.text != FEMININE {
            problems.add_with_help(
                codes::UNKNOWN_KEY,
                &key.spot,
                Text::new(
                    format!("المفتاح `{}` غير معروف في نص", key.text),
                    format!("the key `{}` is not known in a text", key.text),
                ),
                Text::new(
                    "مفاتيح النص رموز لغات، مثل ar و en و ur",
                    "the keys of a text are codes of languages such as ar, en, ur",
                ),
            );
            continue;
        }
        match value.text() {
            Some(text) => {
                length(value, text, limits::TEXT_CHARS_MAX, problems);
                clean(value, text, problems);
            }
            None if value.is_null() => {}
            None => wrong_shape(value, "نص", "a text", problems),
        }
    }
}

/// The key of a text's Arabic form about a woman: `married: {ar: متزوج, ar_f: متزوجة, en: Married}`.
pub(crate) const FEMININE: &str = "ar_f";

/// Whether a key is the code of a language.
pub(crate) fn is_language(key: &str) -> bool {
    (2..=3).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn word_lists(node: &Node, problems: &mut Problems) {
    if !node.is_map() {
        return wrong_shape(node, "قوائم كلمات باللغتين", "lists of words in both languages", problems);
    }
    for (lang, ar, en) in [("ar", "العربية", "Arabic"), ("en", "الإنجليزية", "English")] {
        match node.get(lang) {
            None => problems.add(
                codes::MISSING_LANGUAGE,
                &node.spot,
                Text::new(format!("الكلمات {ar} غير موجودة"), format!("the {en} words are missing")),
            ),
            Some(list) => check(list, &Ty::List(&Ty::Line, 50), problems),
        }
    }
}

fn map(node: &Node, shape: &Shape, problems: &mut Problems) {
    let Value::Map(entries) = &node.value else {
        return wrong_shape(node, "خريطة", "a map", problems);
    };
    for field in shape.fields.iter().filter(|field| field.is_required) {
        if node.get(field.key).is_none() {
            problems.add(
                codes::MISSING_KEY,
                &node.spot,
                Text::new(
                    format!("المفتاح `{}` غير موجود", field.key),
                    format!("the key `{}` is missing", field.key),
                ),
            );
        }
    }
    for (key, value) in entries {
        match (shape.fields.iter().find(|field| field.key == key.text), &shape.rest) {
            (Some(_), _) if value.is_null() => {}
            (Some(field), _) => check(value, &field.ty, problems),
            (None, Some((kind, inner))) => {
                key_name(&key.text, &key.spot, *kind, problems);
                check(value, inner, problems);
            }
            (None, None) => problems.add_with_help(
                codes::UNKNOWN_KEY,
                &key.spot,
                Text::new(
                    format!("المفتاح `{}` غير معروف هنا", key.text),
                    format!("the key `{}` is not known here", key.text),
                ),
                suggest(&key.text, shape.fields.iter().map(|field| field.key)),
            ),
        }
    }
}

fn answer(node: &Node, problems: &mut Problems) {
    match &node.value {
        Value::Scalar { text, .. } => length(node, text, limits::ANSWER_CHARS_MAX, problems),
        Value::List(items) => {
            for item in items {
                match &item.value {
                    Value::Scalar { text, style: Style::Plain | Style::Quoted | Style::Block } => {
                        length(item, text, limits::ANSWER_CHARS_MAX, problems);
                    }
                    Value::Map(entries) => {
                        for (key, value) in entries {
                            key_name(&key.text, &key.spot, Name::Path, problems);
                            if value.is_map() {
                                wrong_shape(value, "قيمة", "a value", problems);
                            }
                        }
                    }
                    Value::List(_) => wrong_shape(item, "قيمة", "a value", problems),
                }
            }
        }
        Value::Map(_) => wrong_shape(node, "قيمة", "a value", problems),
    }
}
