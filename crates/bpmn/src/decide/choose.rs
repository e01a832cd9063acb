//! Chooses the ways out of an element. What is unknown never passes silently.

use std::collections::BTreeSet;

use afaq_feel::Value;

use super::{Fault, Run};
use crate::process::NodeKind;

/// What a condition says.
enum Answer {
    Holds,
    Fails,
    Unknown,
}

impl Run<'_> {
    /// The flows to take out of a node.
    pub(super) fn choose(
        &mut self,
        token: u64,
        node: usize,
        more: &[(&str, Value)],
    ) -> Result<Vec<usize>, Fault> {
        let process = self.process;
        let from = process.node(node);
        let scope = self.scope_of(token);
        if matches!(from.kind, NodeKind::Parallel | NodeKind::Start | NodeKind::EventBased { .. }) {
            return Ok(from.outgoing.clone());
        }
        let only_one = matches!(from.kind, NodeKind::Exclusive);
        let mut taken = Vec::new();
        let mut unknown = BTreeSet::new();
        let mut asked = false;
        for &flow in &from.outgoing {
            if Some(flow) == from.default || Some(flow) == from.undetermined {
                continue;
            }
            asked = true;
            match self.answer(flow, scope, more, &mut unknown)? {
                Answer::Holds => taken.push(flow),
                Answer::Fails | Answer::Unknown => {}
            }
            if only_one && !taken.is_empty() {
                return Ok(taken);
            }
        }
        if !unknown.is_empty() {
            let Some(flow) = from.undetermined else {
                let facts: Vec<String> = unknown.into_iter().collect();
                let reason = format!("a condition is undetermined; missing: {}", facts.join(", "));
                return Err(Fault { reason, facts });
            };
            taken.push(flow);
        }
        match from.default {
            Some(flow) if taken.is_empty() => Ok(vec![flow]),
            None if taken.is_empty() && asked => {
                Err(Fault::new("no condition holds and there is no default flow"))
            }
            _ => Ok(taken),
        }
    }

    fn answer(
        &mut self,
        flow: usize,
        scope: Option<u64>,
        more: &[(&str, Value)],
        unknown: &mut BTreeSet<String>,
    ) -> Result<Answer, Fault> {
        let process = self.process;
        let flow = process.flow(flow);
        let Some(condition) = &flow.condition else { return Ok(Answer::Holds) };
        let value = self.evaluate(condition, scope, more).map_err(|fault| Fault {
            reason: format!("condition of `{}`: {}", flow.base.id, fault.reason),
            ..fault
        })?;
        match value {
            Value::Boolean(true) => Ok(Answer::Holds),
            Value::Boolean(false) | Value::Null => Ok(Answer::Fails),
            Value::Unknown(found) => {
                unknown.extend(found.names.iter().cloned());
                if found.names.is_empty() {
                    unknown.insert(flow.base.id.to_string());
                }
                Ok(Answer::Unknown)
            }
            _ => Err(Fault::new(format!("condition of `{}` is neither true nor false", flow.base.id))),
        }
    }
}
