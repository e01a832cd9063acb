//! JSON Schemas (2020-12) of the YAML files, made from the table.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Field, Name, Shape, Ty, table};

/// The schema of each file, by file name.
#[must_use]
pub fn schema() -> BTreeMap<&'static str, Value> {
    [
        ("service.yaml", &table::SERVICE),
        ("data.yaml", &table::DATA),
        ("form.yaml", &table::FORM),
        ("messages.yaml", &table::MESSAGES),
        ("scenario.yaml", &table::SCENARIO),
        ("survivors.yaml", &table::SURVIVORS),
        ("registers.yaml", &table::REGISTERS),
        ("concepts.yaml", &table::SHARED_CONCEPTS),
        ("decision.yaml", &table::DECISION),
        ("reasons.yaml", &table::REASONS),
    ]
    .into_iter()
    .map(|(name, ty)| {
        let mut shapes = BTreeMap::new();
        let mut value = of(ty, &mut shapes);
        if let Value::Object(map) = &mut value {
            map.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
            map.insert("$id".into(), json!(format!("urn:afaq:schema:{name}")));
            map.insert(
                "$defs".into(),
                shapes.into_iter().map(|(key, value)| (key.to_owned(), value)).collect(),
            );
        }
        (name, value)
    })
    .collect()
}

const ID: &str = "^[a-z][a-z0-9_]*$";
const PATH: &str = r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$";

fn of(ty: &Ty, shapes: &mut BTreeMap<&'static str, Value>) -> Value {
    match ty {
        Ty::Words => json!({
            "type": "object",
            "properties": {"ar": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
            "required": ["ar", "en"],
            "additionalProperties": {"type": "string"},
            "maxProperties": 50
        }),
        Ty::WordLists => json!({
            "type": "object",
            "properties": {
                "ar": {"type": "array", "items": {"type": "string"}, "maxItems": 50},
                "en": {"type": "array", "items": {"type": "string"}, "maxItems": 50}
            },
            "required": ["ar", "en"]
        }),
        Ty::Line => json!({"type": ["string", "number"]}),
        Ty::Feel => json!({"type": ["string", "number", "boolean"], "description": "An expression in FEEL."}),
        Ty::Id => json!({"type": "string", "pattern": ID}),
        Ty::Path => json!({"type": "string", "pattern": PATH}),
        Ty::Bool => json!({"type": "boolean"}),
        Ty::Int(min, max) => json!({"type": "integer", "minimum": min, "maximum": max}),
        Ty::Decimal => json!({"type": ["number", "string"]}),
        Ty::Span => json!({"oneOf": [
            {"type": "string", "pattern": "^P"},
            {"type": "object", "properties": {"working_days": {"type": "integer", "minimum": 0}}, "required": ["working_days"], "additionalProperties": false},
            {"type": "object", "properties": {"working_hours": {"type": "integer", "minimum": 0}}, "required": ["working_hours"], "additionalProperties": false}
        ]}),
        Ty::Date => json!({"type": "string", "format": "date"}),
        Ty::CivilNumber => json!({"type": ["string", "integer"], "pattern": "^[23][0-9]{11}$"}),
        Ty::Enum(words) => json!({"enum": words.iter().map(|word| match *word {
            "true" => json!(true),
            "false" => json!(false),
            other => json!(other),
        }).collect::<Vec<_>>()}),
        Ty::List(item, max) => json!({"type": "array", "items": of(item, shapes), "maxItems": max}),
        Ty::Map(shape) => {
            if !shapes.contains_key(shape.name) {
                shapes.insert(shape.name, Value::Null);
                let made = object(shape, shapes);
                shapes.insert(shape.name, made);
            }
            json!({"$ref": format!("#/$defs/{}", shape.name)})
        }
        Ty::Named(name, inner) => {
            json!({"type": "object", "propertyNames": names(*name), "additionalProperties": of(inner, shapes)})
        }
        Ty::Either(options) => {
            json!({"anyOf": options.iter().map(|one| of(one, shapes)).collect::<Vec<_>>()})
        }
        Ty::Answer => json!({"type": ["string", "number", "boolean", "array", "null"]}),
    }
}

fn names(name: Name) -> Value {
    match name {
        Name::Id => json!({"pattern": ID}),
        Name::Path => json!({"pattern": PATH}),
        Name::Any => json!({}),
    }
}

fn object(shape: &Shape, shapes: &mut BTreeMap<&'static str, Value>) -> Value {
    let properties: serde_json::Map<String, Value> =
        shape.fields.iter().map(|field| (field.key.to_owned(), property(field, shapes))).collect();
    let required: Vec<&str> =
        shape.fields.iter().filter(|field| field.is_required).map(|field| field.key).collect();
    let mut made =
        json!({"type": "object", "description": shape.about, "properties": properties, "required": required});
    if let Value::Object(map) = &mut made {
        match &shape.rest {
            Some((_, inner)) => map.insert("additionalProperties".into(), of(inner, shapes)),
            None => map.insert("additionalProperties".into(), json!(false)),
        };
    }
    made
}

fn property(field: &Field, shapes: &mut BTreeMap<&'static str, Value>) -> Value {
    let mut made = of(&field.ty, shapes);
    if let Value::Object(map) = &mut made {
        map.insert("description".into(), json!(field.about));
    }
    made
}
