//! Errors and escalations: from where they are thrown to the nearest event that catches them.

use super::{Fault, Run};
use crate::definitions::ElementId;
use crate::event::{Event, Outcome};
use crate::instance::{OpenJob, Phase, Role};
use crate::process::{NodeKind, SubKind, Trigger};

/// What is sought: an event that catches this.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sought<'a> {
    Error(Option<&'a str>),
    Escalation(Option<&'a str>),
}

/// An event that catches.
#[derive(Debug, Clone, Copy)]
pub(super) enum Catcher {
    /// On the border of the activity of a token.
    Boundary { host: u64, event: usize },
    /// The start of an event sub-process in a scope.
    EventSub { scope: u64, sub: usize },
}

impl Catcher {
    pub(super) fn event(&self) -> usize {
        match self {
            Self::Boundary { event, .. } => *event,
            Self::EventSub { sub, .. } => *sub,
        }
    }
}

impl Sought<'_> {
    /// Whether a trigger catches it: by its own code, or any.
    fn fits(self, trigger: &Trigger, exactly: bool) -> bool {
        let (wanted, code) = match (self, trigger) {
            (Self::Error(code), Trigger::Error(wanted))
            | (Self::Escalation(code), Trigger::Escalation(wanted)) => (wanted, code),
            _ => return false,
        };
        match wanted {
            Some(wanted) => exactly && Some(wanted.as_str()) == code,
            None => !exactly,
        }
    }
}

impl Run<'_> {
    /// The boundary event of a node that catches: by its own code first, then any.
    fn boundary_for(&self, node: usize, sought: Sought<'_>) -> Option<usize> {
        let boundaries = &self.process.node(node).boundaries;
        let fits = |exactly: bool| {
            boundaries.iter().copied().find(|boundary| {
                self.process.triggers_of(*boundary).0.iter().any(|trigger| sought.fits(trigger, exactly))
            })
        };
        fits(true).or_else(|| fits(false))
    }

    fn event_sub_for(&self, node: Option<usize>, sought: Sought<'_>) -> Option<usize> {
        let subs = &self.process.content(node).events;
        let fits = |exactly: bool| {
            subs.iter().copied().find(|sub| match &self.process.node(*sub).kind {
                NodeKind::SubProcess { kind: SubKind::Event { triggers, .. }, .. } => {
                    triggers.iter().any(|trigger| sought.fits(trigger, exactly))
                }
                _ => false,
            })
        };
        fits(true).or_else(|| fits(false))
    }

    /// The token that stands for an activity as a whole, where this one is only one time of it.
    pub(super) fn outer(&self, token: u64) -> u64 {
        self.instance_of(token).map_or(token, |(host, ..)| host)
    }

    /// The nearest catcher: on the activity's own border, then scope by scope outward.
    pub(super) fn find_catcher(&self, token: u64, sought: Sought<'_>) -> Option<Catcher> {
        if let Some(event) = self.node_of(token).and_then(|node| self.boundary_for(node, sought)) {
            return Some(Catcher::Boundary { host: self.outer(token), event });
        }
        self.catcher_around(self.scope_of(token)?, sought)
    }

    fn catcher_around(&self, scope: u64, sought: Sought<'_>) -> Option<Catcher> {
        let (mut at, mut from_sub) = (scope, false);
        loop {
            let open = self.work.scopes.get(&at)?;
            let host = open.token.and_then(|host| Some((host, self.node_of(host)?)));
            // What an event sub-process throws is not caught beside it.
            if matches!(open.role, Role::Body)
                && !from_sub
                && let Some(sub) = self.event_sub_for(host.map(|(_, node)| node), sought)
            {
                return Some(Catcher::EventSub { scope: at, sub });
            }
            let (host, node) = host?;
            if let Some(event) = self.boundary_for(node, sought) {
                return Some(Catcher::Boundary { host: self.outer(host), event });
            }
            from_sub = matches!(
                self.process.node(node).kind,
                NodeKind::SubProcess { kind: SubKind::Event { .. }, .. }
            );
            at = open.parent?;
        }
    }

    pub(super) fn caught(&mut self, catcher: &Catcher) {
        match *catcher {
            Catcher::Boundary { host, event } => {
                let Some(scope) = self.scope_of(host) else { return };
                if matches!(self.process.node(event).kind, NodeKind::Boundary { interrupting: true, .. }) {
                    self.cancel_token(host);
                }
                self.enter(event, scope, Vec::new());
            }
            Catcher::EventSub { scope, sub } => self.start_event_sub(sub, scope, 0, None),
        }
    }

    pub(super) fn tell_error(&mut self, element: &ElementId, code: Option<&str>, catcher: Option<&Catcher>) {
        let caught_by = catcher.map(|catcher| self.id(catcher.event()));
        let code = code.map(str::to_owned);
        self.emit(Event::ErrorThrown { element: element.clone(), code, caught_by });
    }

    /// An end event threw an error; what nothing catches ends the instance.
    pub(super) fn throw_error(&mut self, element: &ElementId, scope: u64, code: Option<&str>) {
        let found = self.catcher_around(scope, Sought::Error(code));
        self.tell_error(element, code, found.as_ref());
        if let Some(catcher) = found {
            return self.caught(&catcher);
        }
        self.cancel_all();
        self.end_instance(Outcome::Error { code: code.map(str::to_owned) });
    }

    /// A job found an error; what nothing catches is parked, so that nothing is lost.
    pub(super) fn error_from_job(&mut self, job: u64, open: &OpenJob, code: &str) {
        let element = open.element.clone();
        let reason = format!("error `{code}`");
        self.emit(Event::JobFailed { job, element: element.clone(), reason: reason.clone() });
        let Some(node) = self.node_of(open.token) else { return };
        if let Some(catcher) = self.find_catcher(open.token, Sought::Error(Some(code))) {
            self.tell_error(&element, Some(code), Some(&catcher));
            return self.caught(&catcher);
        }
        self.raise(open.token, node, Phase::Job, Fault::new(format!("nothing catches the {reason}")));
    }
}
