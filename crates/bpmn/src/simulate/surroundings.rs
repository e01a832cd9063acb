//! What the engine asks while it is simulated: conditions by their shares or by what was drawn.

use std::collections::{BTreeMap, BTreeSet};

use afaq_feel::{Context, Expression, Value};

use super::draw::Dice;
use super::scenario::{Choice, Scenario, World};
use crate::env::Env;
use crate::feel_env::{FeelEnv, timer_text};
use crate::process::{NodeKind, ProcessDefinition, TimerDefinition};

/// Which condition belongs to which flow: an expression is told by where it lies.
pub(super) struct Conditions {
    by_place: BTreeMap<usize, usize>,
}

fn place(expression: &Expression) -> usize {
    std::ptr::from_ref(expression).addr()
}

impl Conditions {
    pub(super) fn of(process: &ProcessDefinition) -> Self {
        let conditions = process.flows.iter().enumerate();
        let conditions =
            conditions.filter_map(|(flow, found)| Some((place(found.condition.as_ref()?), flow)));
        Self { by_place: conditions.collect() }
    }
}

/// The surroundings of one case at one instant.
pub(super) struct Surroundings<'a> {
    pub(super) process: &'a ProcessDefinition,
    pub(super) scenario: &'a Scenario,
    pub(super) conditions: &'a Conditions,
    pub(super) world: &'a dyn World,
    pub(super) now_ms: i64,
    pub(super) dice: &'a mut Dice,
    /// Flows about which nothing was said and nothing drawn.
    pub(super) assumed: &'a mut BTreeSet<String>,
    /// What was drawn at an exclusive gateway: the gateway, and the flow that is taken.
    pub(super) drawn: Option<(usize, usize)>,
}

impl Surroundings<'_> {
    /// Draws the way out of a gateway with shares; the flow without one takes what is left.
    fn draw_way(&mut self, gateway: usize) -> usize {
        let node = self.process.node(gateway);
        let share = |flow: usize| self.scenario.flows.get(&*self.process.flow(flow).base.id).copied();
        let said: f64 = node.outgoing.iter().filter_map(|flow| share(*flow)).sum();
        let unsaid = node.outgoing.iter().filter(|flow| share(**flow).is_none()).count();
        #[expect(clippy::cast_precision_loss, reason = "flows are few")]
        let left = (1.0 - said).max(0.0) / unsaid.max(1) as f64;
        let weights: Vec<f64> = node.outgoing.iter().map(|flow| share(*flow).unwrap_or(left)).collect();
        let chosen = self.dice.choose(weights.iter().copied()).unwrap_or(0);
        node.outgoing.get(chosen).copied().unwrap_or_default()
    }

    /// What a share says about a condition; none where the scenario gives no share.
    fn by_share(&mut self, flow: usize) -> Option<bool> {
        let source = self.process.flow(flow).source;
        let node = self.process.node(source);
        let is_said = |flow: &usize| self.scenario.flows.contains_key(&*self.process.flow(*flow).base.id);
        if !node.outgoing.iter().any(is_said) {
            return None;
        }
        if !matches!(node.kind, NodeKind::Exclusive) {
            let share = self.scenario.flows.get(&*self.process.flow(flow).base.id).copied()?;
            return Some(self.dice.happens(share));
        }
        let first = node.outgoing.iter().find(|flow| {
            Some(**flow) != node.default
                && Some(**flow) != node.undetermined
                && self.process.flow(**flow).condition.is_some()
        });
        // The first condition that is asked begins the choice anew.
        let way = match self.drawn {
            Some((gateway, way)) if gateway == source && first != Some(&flow) => way,
            _ => self.draw_way(source),
        };
        self.drawn = Some((source, way));
        Some(way == flow)
    }

    /// A condition that cannot be told by what was drawn: each way that is left is as likely.
    fn by_chance(&mut self, flow: usize) -> bool {
        let source = self.process.flow(flow).source;
        self.assumed.insert(self.process.flow(flow).base.id.to_string());
        let outgoing = &self.process.node(source).outgoing;
        let at = outgoing.iter().position(|one| *one == flow).unwrap_or(0);
        let left = outgoing.len().saturating_sub(at).max(2);
        #[expect(clippy::cast_precision_loss, reason = "flows are few")]
        let share = 1.0 / left as f64;
        self.dice.happens(share)
    }
}

/// One value by weight; none of none.
pub(super) fn pick(dice: &mut Dice, among: &[Choice]) -> Option<Value> {
    let chosen = dice.choose(among.iter().map(|choice| choice.weight))?;
    among.get(chosen).map(|choice| choice.value.clone())
}

impl Env for Surroundings<'_> {
    fn now_ms(&self) -> i64 {
        self.now_ms
    }

    fn evaluate(&mut self, expression: &Expression, variables: &Context) -> Result<Value, String> {
        let flow = self.conditions.by_place.get(&place(expression)).copied();
        if let Some(holds) = flow.and_then(|flow| self.by_share(flow)) {
            return Ok(Value::Boolean(holds));
        }
        let value = FeelEnv::new(self.now_ms).evaluate(expression, variables);
        match (flow, value) {
            (Some(_), Ok(Value::Boolean(holds))) => Ok(Value::Boolean(holds)),
            (Some(flow), _) => Ok(Value::Boolean(self.by_chance(flow))),
            (None, value) => value,
        }
    }

    fn decide(&mut self, decision: &str, _variables: &Context) -> Result<Value, String> {
        // What nobody says about a decision is unknown; the flows that ask for it are told.
        let value = self.scenario.decisions.get(decision).and_then(|among| pick(self.dice, among));
        Ok(value.unwrap_or_else(|| Value::unknown(decision)))
    }

    fn due_ms(&mut self, timer: &TimerDefinition, from_ms: i64, variables: &Context) -> Result<i64, String> {
        let text = timer_text(self, timer, variables)?;
        self.world.due_ms(timer, &text, from_ms)
    }
}
