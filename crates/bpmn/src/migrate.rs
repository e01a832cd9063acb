//! From one version of a process to the next: which elements correspond, and what stands against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::definitions::{ElementId, Lang};
use crate::instance::{Instance, Place};
use crate::process::{Node, NodeKind, ProcessDefinition};

/// How running instances of one version go on by another.
#[derive(Debug, Clone, PartialEq)]
pub struct MigrationPlan {
    /// From elements and flows of the old version to those of the new one; all of them, those whose
    /// id stays too.
    pub mapping: BTreeMap<ElementId, ElementId>,
    /// What stands against it for instances that are at these elements.
    pub conflicts: Vec<Conflict>,
    /// Elements that only the new version has.
    pub added: Vec<ElementId>,
}

/// Why an instance at an element cannot go on by the new version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The element of the old version.
    pub element: ElementId,
    /// Why.
    pub kind: ConflictKind,
    name_en: String,
    name_ar: String,
}

/// The kinds of conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConflictKind {
    /// The new version does not have it, and nothing says what corresponds to it.
    Gone,
    /// What corresponds to it does other work.
    OtherKind,
    /// What corresponds to it lies in another sub-process.
    OtherScope,
    /// The mapping names an element that the new version does not have.
    Unknown {
        /// The name.
        target: String,
    },
    /// An event that runs waits for something else now; it goes on waiting for the old.
    OtherWait,
}

impl Conflict {
    fn of(node: &Node, kind: ConflictKind) -> Self {
        Self {
            element: node.base.id.clone(),
            kind,
            name_en: node.base.label(Lang::En).to_owned(),
            name_ar: node.base.label(Lang::Ar).to_owned(),
        }
    }

    /// Why, in English.
    pub fn message_en(&self) -> String {
        let name = &self.name_en;
        match &self.kind {
            ConflictKind::Gone => format!("the new version has no `{name}`"),
            ConflictKind::OtherKind => format!("`{name}` does other work in the new version"),
            ConflictKind::OtherScope => format!("`{name}` lies in another sub-process in the new version"),
            ConflictKind::Unknown { target } => {
                format!("`{name}` is to become `{target}`, which the new version does not have")
            }
            ConflictKind::OtherWait => format!("`{name}` waits for something else in the new version"),
        }
    }

    /// Why, in Arabic.
    pub fn message_ar(&self) -> String {
        let name = &self.name_ar;
        match &self.kind {
            ConflictKind::Gone => format!("لا يوجد «{name}» في الإصدار الجديد"),
            ConflictKind::OtherKind => format!("عمل «{name}» مختلف في الإصدار الجديد"),
            ConflictKind::OtherScope => format!("«{name}» داخل إجراء فرعي آخر في الإصدار الجديد"),
            ConflictKind::Unknown { target } => {
                format!("يُراد نقل «{name}» إلى `{target}` وهو غير موجود في الإصدار الجديد")
            }
            ConflictKind::OtherWait => format!("ينتظر «{name}» شيئاً آخر في الإصدار الجديد"),
        }
    }
}

/// Plans how instances of the old version go on by the new one: by equal ids, and by what `given`
/// says for the others.
pub fn plan_migration(
    old: &ProcessDefinition,
    new: &ProcessDefinition,
    given: &BTreeMap<ElementId, ElementId>,
) -> MigrationPlan {
    let mut mapping = BTreeMap::new();
    let mut conflicts = Vec::new();
    for node in &old.nodes {
        let id = &node.base.id;
        let target = given.get(id).unwrap_or(id);
        match new.find_index(target) {
            Some(_) => {
                mapping.insert(id.clone(), target.clone());
            }
            None if given.contains_key(id) => {
                let target = target.to_string();
                conflicts.push(Conflict::of(node, ConflictKind::Unknown { target }));
            }
            None => conflicts.push(Conflict::of(node, ConflictKind::Gone)),
        }
    }
    for flow in &old.flows {
        let id = &flow.base.id;
        let target = given.get(id).unwrap_or(id);
        if new.find_flow_index(target).is_some() {
            mapping.insert(id.clone(), target.clone());
        }
    }
    for node in &old.nodes {
        let Some(target) = mapping.get(&node.base.id).and_then(|id| new.find_node(id)) else { continue };
        let around = |process: &ProcessDefinition, scope: Option<usize>| {
            scope.map(|scope| process.node(scope).base.id.clone())
        };
        let old_scope = around(old, node.scope);
        let expected = old_scope.as_ref().map(|id| mapping.get(id).unwrap_or(id).clone());
        if !is_same_work(&node.kind, &target.kind) {
            conflicts.push(Conflict::of(node, ConflictKind::OtherKind));
        } else if expected != around(new, target.scope) {
            conflicts.push(Conflict::of(node, ConflictKind::OtherScope));
        } else if waits_for(&node.kind) != waits_for(&target.kind) {
            conflicts.push(Conflict::of(node, ConflictKind::OtherWait));
        }
    }
    let reached: BTreeSet<&ElementId> = mapping.values().collect();
    let added = new.nodes.iter().map(|node| &node.base.id).filter(|id| !reached.contains(id)).cloned();
    let added = added.collect();
    MigrationPlan { mapping, conflicts, added }
}

impl MigrationPlan {
    /// What stands against the migration of one instance; nothing means that
    /// [`crate::Input::Migrate`] is accepted.
    pub fn conflicts_of(&self, instance: &Instance) -> Vec<&Conflict> {
        let mut at: BTreeSet<&str> = BTreeSet::new();
        let mut on_flows: BTreeSet<&str> = BTreeSet::new();
        for token in instance.tokens.values() {
            match &token.place {
                Place::Element(id) => at.insert(id),
                Place::Flow(id) => on_flows.insert(id),
            };
        }
        at.extend(instance.timers.values().map(|open| &*open.element));
        at.extend(instance.subscriptions.values().map(|open| &*open.element));
        let mut found: Vec<&Conflict> =
            self.conflicts.iter().filter(|conflict| at.contains(&*conflict.element)).collect();
        found.sort_by_key(|conflict| conflict.element.clone());
        found
    }

    /// The flows on which tokens of an instance wait and that the new version does not have.
    pub fn flows_gone(&self, instance: &Instance) -> Vec<ElementId> {
        let flows = instance.tokens.values().filter_map(|token| match &token.place {
            Place::Flow(id) if !self.mapping.contains_key(id) => Some(id.clone()),
            _ => None,
        });
        flows.collect()
    }

    /// Only what changes its name, as [`crate::Input::Migrate`] wants it.
    pub fn renamed(&self) -> BTreeMap<ElementId, ElementId> {
        let renamed = self.mapping.iter().filter(|(old, new)| old != new);
        renamed.map(|(old, new)| (old.clone(), new.clone())).collect()
    }
}

fn is_same_work(old: &NodeKind, new: &NodeKind) -> bool {
    use crate::process::SubKind;
    match (old, new) {
        (NodeKind::SubProcess { kind: old, .. }, NodeKind::SubProcess { kind: new, .. }) => matches!(
            (old, new),
            (SubKind::Embedded, SubKind::Embedded)
                | (SubKind::Event { .. }, SubKind::Event { .. })
                | (SubKind::Transaction, SubKind::Transaction)
                | (SubKind::AdHoc { .. }, SubKind::AdHoc { .. })
        ),
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

/// What an event waits for, in words that can be compared.
fn waits_for(kind: &NodeKind) -> Vec<String> {
    use crate::process::Trigger;
    let words = |triggers: &[Trigger]| {
        let word = |trigger: &Trigger| match trigger {
            Trigger::Timer(_) => "timer".to_owned(),
            Trigger::Message { name, .. } => format!("message {name}"),
            Trigger::Signal(name) => format!("signal {name}"),
            Trigger::Condition(_) => "condition".to_owned(),
            Trigger::Error(code) => format!("error {code:?}"),
            Trigger::Escalation(code) => format!("escalation {code:?}"),
            Trigger::Cancel => "cancel".to_owned(),
            Trigger::Compensate => "compensate".to_owned(),
        };
        triggers.iter().map(word).collect()
    };
    match kind {
        NodeKind::Catch { triggers, .. } | NodeKind::Boundary { triggers, .. } => words(triggers),
        NodeKind::Message { name, .. } => vec![format!("message {name}")],
        _ => Vec::new(),
    }
}

/// The elements at which tokens of an instance cannot be in this process: other work waits there.
pub(crate) fn misfits(process: &ProcessDefinition, instance: &Instance) -> Vec<ElementId> {
    let mut found = Vec::new();
    for open in instance.tasks.values() {
        if !matches!(process.find_node(&open.element).map(|node| &node.kind), Some(NodeKind::User)) {
            found.push(open.element.clone());
        }
    }
    for open in instance.jobs.values() {
        let kind = process.find_node(&open.element).map(|node| &node.kind);
        if !matches!(kind, Some(NodeKind::Job(_) | NodeKind::End(_) | NodeKind::Throw(_))) {
            found.push(open.element.clone());
        }
    }
    for open in instance.scopes.values() {
        let Some(host) = open.token.and_then(|host| instance.tokens.get(&host)) else { continue };
        let Place::Element(id) = &host.place else { continue };
        let is_body = matches!(open.role, crate::instance::Role::Body);
        let has_inside = matches!(
            process.find_node(id).map(|node| &node.kind),
            Some(NodeKind::SubProcess { .. } | NodeKind::Call { .. })
        );
        if is_body && !has_inside {
            found.push(id.clone());
        }
    }
    found
}
