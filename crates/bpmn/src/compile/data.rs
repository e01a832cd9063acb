//! Compiles what goes into activities and comes out of them.

use afaq_feel::Expression;

use super::Compiler;
use super::expressions::Wanted;
use crate::definitions::{BaseElement, DataAssociation, Element, Text};
use crate::process::{DataAssignment, DataFlow};

impl Compiler<'_> {
    /// The variable that a data object, reference, property, input or output stands for.
    pub(super) fn data_name(&self, element: &Element, id: &str) -> String {
        if let Some((_, name, _)) = element.data.iter().find(|(item, ..)| item == id) {
            return name.clone();
        }
        let named = self.included.iter().find_map(|(process, _)| process.data_names.get(id));
        named.cloned().unwrap_or_else(|| id.to_owned())
    }

    /// An expression that stands in an attribute.
    pub(super) fn own_expression(&mut self, base: &BaseElement, text: &str) -> Option<Expression> {
        let text = Text { value: text.to_owned(), position: base.position, source_byte: usize::MAX };
        self.expression(base, &text, Wanted::Any)
    }

    pub(super) fn data(&mut self, element: &Element) -> DataFlow {
        let mut flow = DataFlow::default();
        if element.data_associations.is_empty() || !self.is_activity(element) {
            return flow;
        }
        flow.locals = element.data.iter().filter(|item| !item.2).map(|item| item.1.clone()).collect();
        for association in &element.data_associations {
            let made = self.assignments(element, association);
            if association.is_input {
                flow.inputs.extend(made);
            } else {
                flow.outputs.extend(made);
            }
        }
        flow
    }

    fn is_activity(&self, element: &Element) -> bool {
        use crate::definitions::ElementKind::{CallActivity, SubProcess, Task};
        matches!(element.kind, Task(_) | SubProcess(_) | CallActivity(_))
    }

    fn assignments(&mut self, element: &Element, association: &DataAssociation) -> Vec<DataAssignment> {
        let mut found = Vec::new();
        let base = &element.base;
        for (from, to) in &association.assignments {
            let target = self.data_name(element, to.value.trim());
            if let Some(value) = self.expression(base, from, Wanted::Any) {
                found.push(DataAssignment { value, target });
            }
        }
        let Some(target) = association.target.as_deref().filter(|target| !target.is_empty()) else {
            return found;
        };
        let target = self.data_name(element, target);
        let value = match (&association.transformation, association.sources.first()) {
            (Some(text), _) => self.expression(base, text, Wanted::Any),
            (None, Some(source)) => {
                let source = self.data_name(element, source);
                self.names_add(&source);
                self.own_expression(base, &source)
            }
            (None, None) => None,
        };
        found.extend(value.map(|value| DataAssignment { value, target }));
        found
    }

    fn names_add(&mut self, name: &str) {
        self.know(name, afaq_feel::Type::Any);
        if self.names.get(name).is_none() {
            self.names.add(name, afaq_feel::Type::Any);
        }
    }
}
