//! Values: names are looked up from the innermost scope outward.

use afaq_feel::{Context, Expression, Value};

use super::{Fault, Run};

impl Run<'_> {
    /// The variables as they are seen from a scope, where scopes have names of their own.
    fn seen_from(&self, scope: Option<u64>, more: &[(&str, Value)]) -> Option<Context> {
        let mut inward = Vec::new();
        let mut at = scope;
        while let Some(open) = at.and_then(|at| self.work.scopes.get(&at)) {
            if !open.variables.is_empty() {
                inward.push(&open.variables);
            }
            at = open.parent;
        }
        if inward.is_empty() && more.is_empty() {
            return None;
        }
        let mut seen = self.work.variables.clone();
        for own in inward.into_iter().rev() {
            for (name, value) in own.iter() {
                seen.set(name.clone(), value.clone());
            }
        }
        for (name, value) in more {
            seen.set(*name, value.clone());
        }
        Some(seen)
    }

    pub(super) fn evaluate(
        &mut self,
        expression: &Expression,
        scope: Option<u64>,
        more: &[(&str, Value)],
    ) -> Result<Value, Fault> {
        match self.seen_from(scope, more) {
            Some(seen) => self.env.evaluate(expression, &seen),
            None => self.env.evaluate(expression, &self.work.variables),
        }
        .map_err(Fault::new)
    }

    /// Whether a condition is true; what is unknown is not.
    pub(super) fn holds(
        &mut self,
        condition: &Expression,
        scope: Option<u64>,
        more: &[(&str, Value)],
    ) -> Result<bool, Fault> {
        Ok(matches!(self.evaluate(condition, scope, more)?, Value::Boolean(true)))
    }

    /// Does something with the variables as they are seen from a scope.
    pub(super) fn with_variables<T>(
        &mut self,
        scope: Option<u64>,
        ask: impl FnOnce(&mut dyn crate::Env, &Context) -> T,
    ) -> T {
        match self.seen_from(scope, &[]) {
            Some(seen) => ask(self.env, &seen),
            None => ask(self.env, &self.work.variables),
        }
    }
}
