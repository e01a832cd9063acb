//! Small changes of a process, one at a time: a test that notices none of them tests nothing.

use afaq_feel::Expression;

use crate::definitions::{ElementId, Lang};
use crate::process::{NodeKind, ProcessDefinition, SubKind, Trigger};

/// One changed process, described; [`Mutant::apply`] makes it.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// The element or flow that is changed.
    pub element: ElementId,
    /// What is changed.
    pub change: Change,
    description_en: String,
    description_ar: String,
}

/// The kinds of changes.
#[derive(Debug, Clone)]
pub enum Change {
    /// The condition of a flow becomes another.
    Condition(Expression),
    /// The condition of a flow is removed, so that it is taken whenever it is asked.
    ConditionRemoved,
    /// A flow with a condition, or for the undetermined, is never taken.
    FlowRemoved,
    /// Another flow of the gateway becomes the default; it loses its condition.
    Default {
        /// The new default flow.
        flow: ElementId,
    },
    /// A boundary event never happens.
    BoundaryRemoved,
    /// An interrupting boundary event does not interrupt, or the other way round.
    InterruptingFlipped,
    /// The element does nothing and is passed.
    Skipped,
}

impl Mutant {
    /// What is changed, in English.
    pub fn description_en(&self) -> &str {
        &self.description_en
    }

    /// What is changed, in Arabic.
    pub fn description_ar(&self) -> &str {
        &self.description_ar
    }

    /// The changed process.
    pub fn apply(&self, process: &ProcessDefinition) -> ProcessDefinition {
        let mut changed = process.clone();
        let flow = process.find_flow_index(&self.element);
        let node = process.find_index(&self.element);
        match (&self.change, flow, node) {
            (Change::Condition(condition), Some(flow), _) => {
                changed.flows[flow].condition = Some(condition.clone());
            }
            (Change::ConditionRemoved, Some(flow), _) => changed.flows[flow].condition = None,
            (Change::FlowRemoved, Some(flow), _) => {
                let (source, target) = (changed.flows[flow].source, changed.flows[flow].target);
                changed.nodes[source].outgoing.retain(|other| *other != flow);
                if changed.nodes[source].undetermined == Some(flow) {
                    changed.nodes[source].undetermined = None;
                }
                // A join must not wait for a flow that is gone.
                changed.nodes[target].incoming.retain(|other| *other != flow);
            }
            (Change::Default { flow }, _, Some(node)) => {
                if let Some(flow) = process.find_flow_index(flow) {
                    changed.nodes[node].default = Some(flow);
                    changed.flows[flow].condition = None;
                }
            }
            (Change::BoundaryRemoved, _, Some(node)) => {
                if let NodeKind::Boundary { host, .. } = changed.nodes[node].kind {
                    changed.nodes[host].boundaries.retain(|other| *other != node);
                }
            }
            (Change::InterruptingFlipped, _, Some(node)) => {
                if let NodeKind::Boundary { interrupting, .. } = &mut changed.nodes[node].kind {
                    *interrupting = !*interrupting;
                }
            }
            (Change::Skipped, _, Some(node)) => {
                changed.nodes[node].kind = NodeKind::Pass;
                changed.nodes[node].boundaries.clear();
                changed.nodes[node].repeat = None;
            }
            _ => {}
        }
        changed
    }
}

/// Every small change of the process: each condition altered and removed, each conditional flow and
/// boundary event removed, each activity skipped, each default moved.
pub fn mutants(process: &ProcessDefinition) -> Vec<Mutant> {
    let mut found = Vec::new();
    for node in &process.nodes {
        let (en, ar) = (node.base.label(Lang::En), node.base.label(Lang::Ar));
        let mut add = |change, description_en, description_ar| {
            found.push(Mutant { element: node.base.id.clone(), change, description_en, description_ar });
        };
        match &node.kind {
            NodeKind::User
            | NodeKind::Job(_)
            | NodeKind::Message { .. }
            | NodeKind::Catch { .. }
            | NodeKind::Call { .. }
            | NodeKind::Throw(_)
            | NodeKind::Rule { .. }
            | NodeKind::Script { .. }
            | NodeKind::SubProcess {
                kind: SubKind::Embedded | SubKind::Transaction | SubKind::AdHoc { .. },
                ..
            } => {
                // Behind an event-based gateway the event is the choice itself.
                let is_choice = node.incoming.iter().any(|flow| {
                    matches!(process.node(process.flow(*flow).source).kind, NodeKind::EventBased { .. })
                });
                if !is_choice {
                    add(Change::Skipped, format!("`{en}` is skipped"), format!("تخطّي «{ar}»"));
                }
            }
            NodeKind::Boundary { triggers, .. } => {
                let removed = format!("the boundary event `{en}` never happens");
                add(Change::BoundaryRemoved, removed, format!("حذف حدث الحافة «{ar}»"));
                let is_flipped = |trigger: &Trigger| {
                    !matches!(trigger, Trigger::Error(_) | Trigger::Cancel | Trigger::Compensate)
                };
                if triggers.iter().all(is_flipped) {
                    let flipped =
                        format!("the boundary event `{en}` interrupts when it should not, or the reverse");
                    add(Change::InterruptingFlipped, flipped, format!("عكس مقاطعة حدث الحافة «{ar}»"));
                }
            }
            NodeKind::Exclusive | NodeKind::Inclusive if node.outgoing.len() > 1 => {
                let others = node.outgoing.iter().filter(|flow| Some(**flow) != node.default);
                if node.default.is_some() {
                    for &flow in others.filter(|flow| Some(**flow) != node.undetermined) {
                        let base = &process.flow(flow).base;
                        let to_en = format!("the default of `{en}` becomes `{}`", base.label(Lang::En));
                        let to_ar = format!("جعل «{}» المخرج الافتراضي لـ «{ar}»", base.label(Lang::Ar));
                        add(Change::Default { flow: base.id.clone() }, to_en, to_ar);
                    }
                }
            }
            NodeKind::SubProcess { kind: SubKind::Event { .. }, .. }
            | NodeKind::Start
            | NodeKind::End(_)
            | NodeKind::Pass
            | NodeKind::Exclusive
            | NodeKind::Parallel
            | NodeKind::Inclusive
            | NodeKind::Called(_)
            | NodeKind::Complex { .. }
            | NodeKind::EventBased { .. } => {}
        }
    }
    for index in 0..process.flows.len() {
        flow_mutants(process, index, &mut found);
    }
    found
}

fn flow_mutants(process: &ProcessDefinition, index: usize, found: &mut Vec<Mutant>) {
    let flow = process.flow(index);
    let (en, ar) = (flow.base.label(Lang::En), flow.base.label(Lang::Ar));
    let mut add = |change, description_en, description_ar| {
        found.push(Mutant { element: flow.base.id.clone(), change, description_en, description_ar });
    };
    if let Some(condition) = &flow.condition {
        for (words, mutant) in condition.mutants() {
            let text_en = format!("the condition of `{en}` becomes `{mutant}` ({words})");
            let text_ar = format!("يصير شرط «{ar}»: `{mutant}`");
            add(Change::Condition(mutant), text_en, text_ar);
        }
        let removed = format!("`{en}` is taken without its condition");
        add(Change::ConditionRemoved, removed, format!("حذف شرط «{ar}»"));
    }
    if flow.condition.is_some() || process.node(flow.source).undetermined == Some(index) {
        add(Change::FlowRemoved, format!("`{en}` is never taken"), format!("لا يُسلك «{ar}» أبداً"));
    }
}
