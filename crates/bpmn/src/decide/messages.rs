//! Messages: the one who waits longest gets one, what comes too early is kept, what comes twice counts once.

use afaq_feel::{Context, Value};

use super::{Refusal, Run};
use crate::event::Event;
use crate::instance::Awaited;
use crate::limits;
use crate::process::{NodeKind, ProcessDefinition, Trigger};

/// A message from outside with what its delivery needs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// Its name.
    pub name: String,
    /// The key of the one whom it is for; none: whoever waits longest for the name.
    pub key: Option<String>,
    /// What it carries: merged into the variables of the one who gets it.
    pub payload: Context,
    /// What tells it from every other one, so that the same message counts once.
    pub id: Option<String>,
    /// How long it is kept where nobody waits yet, and how long its id is remembered, in milliseconds.
    pub keep_ms: i64,
}

impl ProcessDefinition {
    /// Whether anything in the process can wait for a message of this name.
    pub fn can_await(&self, name: &str) -> bool {
        let is_it = |trigger: &Trigger| matches!(trigger, Trigger::Message { name: own, .. } if own == name);
        (0..self.nodes.len()).any(|node| match &self.node(node).kind {
            NodeKind::Message { name: own, .. } => own == name,
            _ => self.triggers_of(node).0.iter().any(is_it),
        })
    }
}

impl Run<'_> {
    /// Gives a message to the one who has waited longest.
    pub(super) fn receive(
        &mut self,
        message: &str,
        key: Option<&String>,
        payload: &Context,
    ) -> Result<(), Refusal> {
        if self.hand_over(message, key, payload, None) {
            return Ok(());
        }
        Err(Refusal::NobodyAwaits { message: message.to_owned() })
    }

    /// Gives a message to the one who has waited longest; false if nobody does.
    fn hand_over(&mut self, name: &str, key: Option<&String>, payload: &Context, kept: Option<u64>) -> bool {
        let waiting = self.work.subscriptions.iter().find(|(_, open)| {
            open.what == Awaited::Message && open.name == name && (key.is_none() || open.key.as_ref() == key)
        });
        let Some((&subscription, open)) = waiting else { return false };
        let open = open.clone();
        let (element, name, payload) = (open.element.clone(), open.name, payload.clone());
        self.emit(Event::MessageReceived { subscription, element, name, payload, kept });
        self.triggered(&open.element, (open.token, open.scope), open.index, None);
        true
    }

    /// A message with all that its delivery needs.
    pub(super) fn message(&mut self, message: &Message) -> Result<(), Refusal> {
        let Message { name, key, payload, id, keep_ms } = message;
        let is_long = |text: &Option<String>| {
            text.as_ref().is_some_and(|text| text.len() > limits::MESSAGE_ID_BYTES_MAX)
        };
        if is_long(id) || is_long(key) {
            return Err(Refusal::MessageIdTooLong { limit: limits::MESSAGE_ID_BYTES_MAX });
        }
        let told = match key {
            Some(_) => None,
            None => self.told_key(name, payload)?,
        };
        let key = key.as_ref().or(told.as_ref());
        let now_ms = self.env.now_ms();
        if let Some(id) = id
            && self.work.noted.get(id).is_some_and(|until_ms| *until_ms >= now_ms)
        {
            return Err(Refusal::CameBefore { id: id.clone() });
        }
        let until_ms = now_ms.saturating_add((*keep_ms).max(0)).min(limits::DUE_MS_MAX);
        let is_awaited = self.work.subscriptions.values().any(|open| {
            open.what == Awaited::Message && open.name == *name && (key.is_none() || open.key.as_ref() == key)
        });
        if !is_awaited {
            if *keep_ms <= 0 || !self.process.can_await(name) {
                return Err(Refusal::NobodyAwaits { message: name.clone() });
            }
            self.expire_kept(now_ms);
            if self.work.kept.len() >= limits::MESSAGES_KEPT_MAX {
                return Err(Refusal::TooManyKept { limit: limits::MESSAGES_KEPT_MAX });
            }
        }
        if let Some(id) = id {
            self.emit(Event::MessageNoted { id: id.clone(), until_ms, at_ms: now_ms });
        }
        if is_awaited {
            self.hand_over(name, key, payload, None);
        } else {
            let (message, name, key, payload) = (self.number(), name.clone(), key.cloned(), payload.clone());
            self.emit(Event::MessageKept { message, name, key, payload, until_ms });
        }
        Ok(())
    }

    /// The key that a message tells in what it carries; none where its kind tells none.
    fn told_key(&mut self, name: &str, payload: &Context) -> Result<Option<String>, Refusal> {
        let process = self.process;
        let Some(expression) = process.message_keys.get(name) else { return Ok(None) };
        match self.env.evaluate(expression, payload) {
            Ok(Value::String(text)) => Ok(Some(text.to_string())),
            Ok(Value::Null | Value::Unknown(_)) | Err(_) => {
                Err(Refusal::KeyUnknown { message: name.to_owned() })
            }
            Ok(other) => Ok(Some(other.to_string())),
        }
    }

    fn expire_kept(&mut self, now_ms: i64) {
        let over: Vec<(u64, String)> = self
            .work
            .kept
            .iter()
            .filter(|(_, kept)| kept.until_ms < now_ms)
            .map(|(number, kept)| (*number, kept.name.clone()))
            .collect();
        for (message, name) in over {
            self.emit(Event::MessageExpired { message, name });
        }
    }

    /// Hands one kept message over to one who waits for it now; false if there is none.
    pub(super) fn take_kept(&mut self) -> bool {
        if self.work.kept.is_empty() || self.work.subscriptions.is_empty() {
            return false;
        }
        self.expire_kept(self.env.now_ms());
        let numbers: Vec<u64> = self.work.kept.keys().copied().collect();
        for number in numbers {
            let Some(kept) = self.work.kept.get(&number).cloned() else { continue };
            if self.hand_over(&kept.name, kept.key.as_ref(), &kept.payload, Some(number)) {
                return true;
            }
        }
        false
    }
}
