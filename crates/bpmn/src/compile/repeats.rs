//! Compiles the markers that repeat activities.

use super::Compiler;
use super::expressions::Wanted;
use crate::definitions::{BaseElement, Element, RepeatMarker};
use crate::problem::ProblemKind;
use crate::process::{Behavior, Multi, Repeat, Throw};

/// What editors of other vendors call the parts of a multi-instance marker.
struct Vendor {
    collection: Option<String>,
    item: Option<String>,
    output: Option<String>,
    output_item: Option<String>,
}

fn vendor(marker: &RepeatMarker) -> Vendor {
    let base = &marker.base;
    let find = |own: &str, foreign: &[&str]| {
        let own = base.extensions.get(own).cloned();
        own.or_else(|| {
            let found = base.foreign.iter().find(|one| foreign.contains(&one.name.as_str()));
            found.map(|one| one.value.trim().trim_start_matches('=').trim().to_owned())
        })
        .filter(|text| !text.is_empty())
    };
    Vendor {
        collection: find("collection", &["collection", "loopCharacteristics@inputCollection"]),
        item: find("item", &["elementVariable", "loopCharacteristics@inputElement"]),
        output: find("outputCollection", &["loopCharacteristics@outputCollection"]),
        output_item: find("outputItem", &["loopCharacteristics@outputElement"]),
    }
}

/// The names that a vendor's marker makes known.
pub(super) fn vendor_names(marker: &RepeatMarker) -> Vec<String> {
    let found = vendor(marker);
    [found.item, found.output].into_iter().flatten().collect()
}

impl Compiler<'_> {
    pub(super) fn repeat(&mut self, element: &Element) -> Option<Repeat> {
        let marker = element.repeat.as_ref()?;
        let base = &element.base;
        if !marker.is_multi {
            let maximum = marker.maximum.as_ref().map(|text| (text, text.trim().parse::<u64>().ok()));
            if let Some((text, None | Some(0))) = maximum {
                let (name, value) = ("loopMaximum".to_owned(), text.clone());
                self.report(base, ProblemKind::Quantity { name, value });
            }
            let maximum = maximum.and_then(|(_, number)| number);
            let condition = marker.condition.as_ref().filter(|text| !text.value.trim().is_empty());
            let condition = condition.and_then(|text| self.expression(base, text, Wanted::Condition));
            if marker.condition.is_none() && maximum.is_none() {
                self.report(base, ProblemKind::RepeatWithoutEnd);
            }
            return Some(Repeat::Loop { test_before: marker.test_before, condition, maximum });
        }
        let vendor = vendor(marker);
        let named = |id: &Option<String>| id.as_ref().map(|id| self.data_name(element, id));
        let [input, item, output, output_item] = &marker.data;
        let (input, output) = (named(input), named(output));
        let collection = vendor.collection.or(input);
        let collection = collection.and_then(|text| self.own_expression(base, &text));
        let cardinality = marker.cardinality.as_ref().filter(|text| !text.value.trim().is_empty());
        let cardinality = cardinality.and_then(|text| self.expression(base, text, Wanted::Any));
        if collection.is_none() && cardinality.is_none() {
            self.report(base, ProblemKind::RepeatWithoutEnd);
        }
        let completion = marker.completion.as_ref().filter(|text| !text.value.trim().is_empty());
        let completion = completion.and_then(|text| self.expression(base, text, Wanted::Condition));
        let output_item = vendor.output_item.or_else(|| output_item.clone());
        Some(Repeat::Multi(Box::new(Multi {
            sequential: marker.is_sequential,
            cardinality,
            collection,
            item: vendor.item.or_else(|| item.clone()),
            completion,
            output: vendor.output.or(output),
            output_item: output_item.and_then(|text| self.own_expression(base, &text)),
            behavior: self.behavior(element, marker),
        })))
    }

    fn behavior(&mut self, element: &Element, marker: &RepeatMarker) -> Behavior {
        let base = &element.base;
        match marker.behavior.as_deref().map_or("All", str::trim) {
            "All" => Behavior::All,
            "None" => Behavior::None(self.behavior_event(element, marker)),
            "One" => Behavior::One(self.behavior_event(element, marker)),
            "Complex" => {
                let mut rules = Vec::new();
                for (condition, events) in &marker.complex {
                    let asked = condition.as_ref();
                    let asked = asked.and_then(|text| self.expression(base, text, Wanted::Condition));
                    for event in events {
                        rules.extend(self.throw(element, event).map(|thrown| (asked.clone(), thrown)));
                    }
                }
                Behavior::Complex(rules)
            }
            other => {
                let (name, value) = ("behavior".to_owned(), other.to_owned());
                self.report(base, ProblemKind::Quantity { name, value });
                Behavior::All
            }
        }
    }

    fn behavior_event(&mut self, element: &Element, marker: &RepeatMarker) -> Option<Throw> {
        let reference = marker.event.as_deref()?;
        let found = self.definitions.event_definitions.iter().find(|event| &*event.base.id == reference);
        let Some(found) = found else {
            let (what, reference) = ("event definition", reference.to_owned());
            self.report(&element.base, ProblemKind::ReferenceUnknown { what, reference });
            return None;
        };
        self.throw(element, found)
    }

    /// `startQuantity` or `completionQuantity`.
    pub(super) fn quantity(&mut self, base: &BaseElement, name: &str, value: &str) -> u32 {
        match value.trim().parse::<u32>() {
            Ok(number) if (1..=crate::limits::QUANTITY_MAX).contains(&number) => number,
            _ => {
                let (name, value) = (name.to_owned(), value.to_owned());
                self.report(base, ProblemKind::Quantity { name, value });
                1
            }
        }
    }
}
