//! From one version of a process to the next: which elements correspond, and what stands against it.

use std::collections::{BTreeMap, BTreeSet};

use crate::definitions::{ElementId, Lang};
use crate::instance::{Compensable, Instance, Place, Role};
use crate::process::{FlowDefinition, Node, NodeKind, ProcessDefinition, Repeat};

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
    /// What corresponds to it is repeated in another way.
    OtherRepeat,
    /// It is done, and what would undo it is gone.
    NoUndo,
    /// A token waits on this flow, and the new version has none that corresponds to it.
    FlowGone,
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

    fn of_flow(process: &ProcessDefinition, flow: &FlowDefinition) -> Self {
        let between = |lang: Lang, arrow: &str| {
            let (from, to) = (process.node(flow.source), process.node(flow.target));
            format!("{} {arrow} {}", from.base.label(lang), to.base.label(lang))
        };
        let (name_en, name_ar) = (between(Lang::En, "→"), between(Lang::Ar, "←"));
        Self { element: flow.base.id.clone(), kind: ConflictKind::FlowGone, name_en, name_ar }
    }

    /// A word for the kind that does not change.
    pub fn code(&self) -> &'static str {
        match self.kind {
            ConflictKind::Gone => "gone",
            ConflictKind::OtherKind => "other_kind",
            ConflictKind::OtherScope => "other_scope",
            ConflictKind::Unknown { .. } => "unknown",
            ConflictKind::OtherWait => "other_wait",
            ConflictKind::OtherRepeat => "other_repeat",
            ConflictKind::NoUndo => "no_undo",
            ConflictKind::FlowGone => "flow_gone",
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
            ConflictKind::OtherRepeat => format!("`{name}` is repeated in another way in the new version"),
            ConflictKind::NoUndo => {
                format!("`{name}` is done, and the new version has nothing that would undo it")
            }
            ConflictKind::FlowGone => {
                format!("the new version has no flow `{name}`, on which cases may wait")
            }
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
            ConflictKind::OtherRepeat => format!("يتكرر «{name}» بطريقة أخرى في الإصدار الجديد"),
            ConflictKind::NoUndo => format!("أُنجز «{name}»، ولا شيء في الإصدار الجديد يعكس أثره"),
            ConflictKind::FlowGone => {
                format!("لا يوجد في الإصدار الجديد تدفق «{name}»، وقد تنتظر عليه معاملات")
            }
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
        } else if let Some(same) = same_flow(old, new, flow, &mapping) {
            mapping.insert(id.clone(), same);
        } else if waits_on(old, flow) {
            conflicts.push(Conflict::of_flow(old, flow));
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
        } else if waits_for(old, &node.base.id) != waits_for(new, &target.base.id) {
            conflicts.push(Conflict::of(node, ConflictKind::OtherWait));
        } else if !repeats_alike(node.repeat.as_ref(), target.repeat.as_ref()) {
            conflicts.push(Conflict::of(node, ConflictKind::OtherRepeat));
        }
        if node.undone_by.is_some() && target.undone_by.is_none() {
            conflicts.push(Conflict::of(node, ConflictKind::NoUndo));
        }
    }
    conflicts.sort_by(|a, b| a.element.cmp(&b.element));
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
        at.extend(instance.scopes.values().flat_map(|scope| &scope.pending).map(|id| &**id));
        at.extend(instance.resetting.iter().map(|waiting| &*waiting.element));
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut records: Vec<&Compensable> = instance.compensable.values().collect();
        for scope in instance.scopes.values() {
            if let Role::Undo { todo, .. } = &scope.role {
                records.extend(todo);
            }
        }
        while let Some(record) = records.pop() {
            done.insert(&record.element);
            records.extend(&record.inside);
        }
        let concerns = |conflict: &&Conflict| match conflict.kind {
            ConflictKind::NoUndo => done.contains(&*conflict.element),
            ConflictKind::FlowGone => on_flows.contains(&*conflict.element),
            // What is done must still be there to be undone.
            ConflictKind::Gone | ConflictKind::Unknown { .. } => {
                at.contains(&*conflict.element) || done.contains(&*conflict.element)
            }
            ConflictKind::OtherKind
            | ConflictKind::OtherScope
            | ConflictKind::OtherWait
            | ConflictKind::OtherRepeat => at.contains(&*conflict.element),
        };
        let mut found: Vec<&Conflict> = self.conflicts.iter().filter(concerns).collect();
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

/// The flow of the new version between what the ends of an old one have become, if there is just one.
fn same_flow(
    old: &ProcessDefinition,
    new: &ProcessDefinition,
    flow: &FlowDefinition,
    mapping: &BTreeMap<ElementId, ElementId>,
) -> Option<ElementId> {
    let end = |node: usize| new.find_index(mapping.get(&old.node(node).base.id)?);
    let (from, to) = (end(flow.source)?, end(flow.target)?);
    let mut between = new.node(from).outgoing.iter().filter(|flow| new.flow(**flow).target == to);
    let found = between.next()?;
    between.next().is_none().then(|| new.flow(*found).base.id.clone())
}

/// Whether tokens may wait on a flow: before a gateway that joins, or an activity that takes several.
fn waits_on(process: &ProcessDefinition, flow: &FlowDefinition) -> bool {
    let target = process.node(flow.target);
    let joins = matches!(target.kind, NodeKind::Parallel | NodeKind::Inclusive | NodeKind::Complex { .. });
    (joins && target.incoming.len() > 1) || target.start_quantity > 1
}

/// Whether what runs of a repeated activity can go on by another marker.
fn repeats_alike(old: Option<&Repeat>, new: Option<&Repeat>) -> bool {
    match (old, new) {
        (None, None) | (Some(Repeat::Loop { .. }), Some(Repeat::Loop { .. })) => true,
        (Some(Repeat::Multi(old)), Some(Repeat::Multi(new))) => old.sequential == new.sequential,
        _ => false,
    }
}

/// What an event waits for, in words that can be compared.
fn waits_for(process: &ProcessDefinition, id: &str) -> Vec<String> {
    use crate::process::Trigger;
    let Some(node) = process.find_index(id) else { return Vec::new() };
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
    match &process.node(node).kind {
        NodeKind::Message { name, .. } => vec![format!("message {name}")],
        _ => words(process.triggers_of(node).0),
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
