//! BPMN errors: from an end event or a job to the boundary event that catches them.

use super::{Fault, Run};
use crate::definitions::ElementId;
use crate::event::{Event, Outcome};
use crate::instance::{OpenJob, Phase};
use crate::process::{NodeKind, Trigger};

impl Run<'_> {
    /// The boundary event of a node that catches the code: its own code first, then any.
    fn catcher(&self, node: usize, code: Option<&str>) -> Option<usize> {
        let catches = |boundary: &usize, exactly: bool| match &self.process.node(*boundary).kind {
            NodeKind::Boundary { trigger: Trigger::Error(wanted), .. } => match wanted {
                Some(wanted) => exactly && Some(wanted.as_str()) == code,
                None => !exactly,
            },
            _ => false,
        };
        let boundaries = &self.process.node(node).boundaries;
        let exact = boundaries.iter().find(|boundary| catches(boundary, true));
        exact.or_else(|| boundaries.iter().find(|boundary| catches(boundary, false))).copied()
    }

    /// The token around a scope, and upwards, whose activity catches the code.
    fn handler(&self, scope: u64, code: Option<&str>) -> Option<(u64, usize)> {
        let mut at = self.work.scopes.get(&scope)?;
        loop {
            let host = at.token?;
            if let Some(boundary) = self.node_of(host).and_then(|node| self.catcher(node, code)) {
                return Some((host, boundary));
            }
            at = self.work.scopes.get(&at.parent?)?;
        }
    }

    fn caught(&mut self, element: &ElementId, code: Option<&str>, host: u64, boundary: usize) {
        let caught_by = Some(self.process.node(boundary).base.id.clone());
        let code = code.map(str::to_owned);
        self.emit(Event::ErrorThrown { element: element.clone(), code, caught_by });
        let Some(scope) = self.work.tokens.get(&host).map(|token| token.scope) else { return };
        self.cancel_token(host);
        self.enter(boundary, scope, Vec::new());
    }

    /// An end event threw an error; what nothing catches ends the instance.
    pub(super) fn throw_error(&mut self, element: &ElementId, scope: u64, code: Option<&str>) {
        if let Some((host, boundary)) = self.handler(scope, code) {
            return self.caught(element, code, host, boundary);
        }
        let thrown = code.map(str::to_owned);
        self.emit(Event::ErrorThrown { element: element.clone(), code: thrown.clone(), caught_by: None });
        self.cancel_all();
        self.end_instance(Outcome::Error { code: thrown });
    }

    /// A job found an error; what nothing catches is parked, so that nothing is lost.
    pub(super) fn error_from_job(&mut self, job: u64, open: &OpenJob, code: &str) {
        let element = open.element.clone();
        let reason = format!("error `{code}`");
        self.emit(Event::JobFailed { job, element: element.clone(), reason: reason.clone() });
        let Some(node) = self.node_of(open.token) else { return };
        if let Some(boundary) = self.catcher(node, Some(code)) {
            return self.caught(&element, Some(code), open.token, boundary);
        }
        let scope = self.work.tokens.get(&open.token).map_or(0, |token| token.scope);
        if let Some((host, boundary)) = self.handler(scope, Some(code)) {
            return self.caught(&element, Some(code), host, boundary);
        }
        let reason = format!("nothing catches the {reason}");
        self.raise(open.token, node, Phase::Job, Fault::new(reason));
    }
}
