//! Reads item definitions and the names of types.

use roxmltree::Node;

use super::{FEEL_NAMESPACES, MODEL_NAMESPACES, Reader, normalized};
use crate::limits;
use crate::model::{FunctionItem, ItemDefinition, Parameter};
use crate::problem::ProblemKind;

impl<'a> Reader<'a> {
    pub(super) fn item_definition(&mut self, node: Node<'_, 'a>, depth: usize) -> ItemDefinition {
        let mut item = ItemDefinition {
            name: self.required(node, "name"),
            is_collection: node.attribute("isCollection") == Some("true"),
            position: self.position(node),
            ..ItemDefinition::default()
        };
        if depth > limits::TYPE_DEPTH_MAX {
            self.report(
                node,
                ProblemKind::TooMuch { what: "depth of a type", limit: limits::TYPE_DEPTH_MAX },
            );
            return item;
        }
        for child in self.children(node) {
            match child.tag_name().name() {
                "typeRef" => item.type_ref = self.type_name(child, child.text().unwrap_or("")),
                "allowedValues" => item.allowed_values = self.text_of(child),
                "typeConstraint" => item.type_constraint = self.text_of(child),
                "itemComponent" => item.components.push(self.item_definition(child, depth + 1)),
                "functionItem" => item.function = Some(self.function_item(child)),
                _ => {}
            }
        }
        if item.type_ref.is_none() {
            item.type_ref = self.type_ref(node);
        }
        item
    }

    fn function_item(&mut self, node: Node<'_, 'a>) -> FunctionItem {
        let parameters = self.children(node).filter(|child| child.tag_name().name() == "parameters");
        let parameters = parameters
            .map(|child| Parameter {
                name: normalized(child.attribute("name").unwrap_or("")),
                type_ref: self.type_ref(child),
            })
            .collect();
        let output = node.attribute("outputTypeRef").and_then(|name| self.type_name(node, name));
        FunctionItem { parameters, output_type_ref: output }
    }

    /// The attribute `typeRef`.
    pub(super) fn type_ref(&self, node: Node<'_, 'a>) -> Option<String> {
        node.attribute("typeRef").and_then(|name| self.type_name(node, name))
    }

    /// The name of a type as FEEL writes it: DMN 1.1's prefixes become names of imports, or fall away.
    pub(super) fn type_name(&self, node: Node<'_, 'a>, written: &str) -> Option<String> {
        let name = normalized(written);
        if name.is_empty() {
            return None;
        }
        let Some((prefix, local)) = name.split_once(':') else { return Some(name) };
        let namespace = node.lookup_namespace_uri(Some(prefix)).unwrap_or("");
        if FEEL_NAMESPACES.contains(&namespace) || MODEL_NAMESPACES.contains(&namespace) || prefix == "feel" {
            return Some(local.to_owned());
        }
        let root = node.document().root_element();
        if root.attribute("namespace") == Some(namespace) {
            return Some(local.to_owned());
        }
        let import = self.children(root).find(|child| {
            child.tag_name().name() == "import" && child.attribute("namespace") == Some(namespace)
        });
        match import.and_then(|import| import.attribute("name")) {
            Some(import) if !import.is_empty() => Some(format!("{}.{local}", normalized(import))),
            Some(_) => Some(local.to_owned()),
            None if namespace.is_empty() => Some(name),
            None => Some(local.to_owned()),
        }
    }
}
