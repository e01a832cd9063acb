//! Conditional events: tested when they are armed, then after every change of a variable.

use super::Run;
use crate::event::Event;
use crate::instance::Awaited;
use crate::process::Trigger;

impl Run<'_> {
    /// Tests every condition that is waited for; one that becomes true fires once.
    pub(super) fn test_conditions(&mut self) {
        let asked: Vec<u64> = self
            .work
            .subscriptions
            .iter()
            .filter(|(_, open)| matches!(open.what, Awaited::Condition { .. }))
            .map(|(number, _)| *number)
            .collect();
        for subscription in asked {
            let Some(open) = self.work.subscriptions.get(&subscription).cloned() else { continue };
            let Awaited::Condition { holds: held } = open.what else { continue };
            let Some(event) = self.process.find_index(&open.element) else { continue };
            let process = self.process;
            let (triggers, parallel) = process.triggers_of(event);
            let Some(Trigger::Condition(condition)) = triggers.get(open.index) else { continue };
            let scope = open.scope.or_else(|| self.scope_of(open.token));
            let holds = self.holds(condition, scope, &[]).unwrap_or(false);
            if holds == held {
                continue;
            }
            let element = open.element.clone();
            self.emit(Event::ConditionChanged { subscription, element, holds });
            if holds {
                if parallel {
                    let element = open.element.clone();
                    self.emit(Event::MessageUnawaited { subscription, element });
                }
                self.triggered(&open.element, (open.token, open.scope), open.index, None);
            }
        }
    }
}
