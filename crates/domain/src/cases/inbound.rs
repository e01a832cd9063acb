//! Messages of other systems: taken where a case waits for them, and never twice.

use afaq_bpmn::{Awaited, Input, Subscription};
use afaq_feel::{Context, Value};
use afaq_pack::{Service, WaitFor};

use super::event::Event;
use super::state::Case;
use super::work::Work;
use crate::Refusal;

/// The variable under which the process sees what a message says.
pub const MESSAGE: &str = "message";

/// A message of another system.
#[derive(Debug, Clone, PartialEq)]
pub struct Inbound {
    /// Its name.
    pub name: String,
    /// The key that it belongs to; of a wait that asks for none, the number of the case.
    pub key: String,
    /// The system that sent it.
    pub sender: String,
    /// The sender's own number of it.
    pub id: String,
    /// What it says.
    pub payload: Value,
}

/// Whether a wait is for a message of another system.
fn is_of_others(service: &Service, open: &Subscription) -> bool {
    open.what == Awaited::Message
        && service.message_waits.get(&*open.element).is_none_or(|wait| wait.from == WaitFor::Other)
}

impl Case {
    /// The messages of other systems that the case waits for: each name with its key.
    pub fn awaited<'a>(&'a self, service: &'a Service) -> impl Iterator<Item = (&'a str, String)> {
        let open = self.process.subscriptions.values().filter(|open| is_of_others(service, open));
        open.map(|open| {
            let key = open.key.clone().unwrap_or_else(|| self.number.to_string());
            (open.name.as_str(), key)
        })
    }
}

/// Another system sent a message.
pub(super) fn take(work: &mut Work<'_>, inbound: &Inbound) -> Result<(), Refusal> {
    let service = work.env.service;
    let number = work.case.number.to_string();
    let found = work.case.process.subscriptions.values().find(|open| {
        is_of_others(service, open)
            && open.name == inbound.name
            && open.key.as_deref().unwrap_or(&number) == inbound.key
    });
    let Some(has_key) = found.map(|open| open.key.is_some()) else { return Err(work.wrong_stage()) };
    work.emit(Event::MessageCame {
        message: inbound.name.clone(),
        sender: inbound.sender.clone(),
        id: inbound.id.clone(),
        payload: inbound.payload.clone(),
    });
    let mut payload = Context::new();
    payload.set(MESSAGE, inbound.payload.clone());
    let message = inbound.name.clone();
    work.drive(if has_key {
        Input::Correlate { message, key: inbound.key.clone(), payload }
    } else {
        Input::Deliver { message, payload }
    })
}
