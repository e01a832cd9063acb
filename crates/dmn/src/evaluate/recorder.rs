//! What one evaluation writes down on its way, shared with the functions that FEEL calls back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::EvalError;
use super::detail::TableSeen;
use super::trace::{DecisionTrace, FiredRule};
use crate::limits;

/// The notes of one evaluation.
#[derive(Debug)]
pub(super) struct Recorder {
    inner: Mutex<Notes>,
    has_detail: bool,
    counts_null: bool,
}

#[derive(Debug, Default)]
struct Notes {
    trace: Vec<DecisionTrace>,
    open: Vec<Fired>,
    /// Notes about input data; the decision that begins next takes them.
    pending: Vec<String>,
    depth: u32,
    /// Tables in full detail, where that is wanted.
    seen: Vec<TableSeen>,
}

/// What has fired since a decision was begun.
#[derive(Debug, Default)]
pub(super) struct Fired {
    pub(super) rules: Vec<FiredRule>,
    pub(super) undecided: Vec<FiredRule>,
    pub(super) notes: Vec<String>,
}

impl Recorder {
    pub(super) fn new() -> Self {
        Self { inner: Mutex::new(Notes::default()), has_detail: false, counts_null: false }
    }

    /// Notes also what every table saw.
    pub(super) fn with_detail() -> Self {
        Self { inner: Mutex::new(Notes::default()), has_detail: true, counts_null: false }
    }

    /// Facts that are unknown may also be null, for which no rule of a whole table need match.
    pub(super) fn counting_null() -> Self {
        Self { inner: Mutex::new(Notes::default()), has_detail: false, counts_null: true }
    }

    pub(super) fn counts_null(&self) -> bool {
        self.counts_null
    }

    pub(super) fn wants_detail(&self) -> bool {
        self.has_detail && self.notes().seen.len() < limits::TABLES_SEEN_MAX
    }

    pub(super) fn see(&self, table: TableSeen) {
        self.notes().seen.push(table);
    }

    pub(super) fn take_seen(&self) -> Vec<TableSeen> {
        std::mem::take(&mut self.notes().seen)
    }

    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A decision begins.
    pub(super) fn begin(&self) {
        let mut notes = self.notes();
        let pending = std::mem::take(&mut notes.pending);
        notes.open.push(Fired { notes: pending, ..Fired::default() });
    }

    /// The decision that began last ends.
    pub(super) fn end(&self) -> Fired {
        self.notes().open.pop().unwrap_or_default()
    }

    pub(super) fn keep(&self, trace: DecisionTrace) {
        self.notes().trace.push(trace);
    }

    pub(super) fn fired(&self, rules: Vec<FiredRule>, undecided: Vec<FiredRule>) {
        if let Some(open) = self.notes().open.last_mut() {
            open.rules.extend(rules);
            open.undecided.extend(undecided);
        }
    }

    pub(super) fn note(&self, note: String) {
        let mut notes = self.notes();
        let notes = &mut *notes;
        let kept = notes.open.last_mut().map_or(&mut notes.pending, |open| &mut open.notes);
        if kept.len() < limits::NOTES_MAX {
            kept.push(note);
        }
    }

    /// A function is entered; each [`Recorder::enter`] that succeeds is followed by a [`Recorder::leave`].
    pub(super) fn enter(&self) -> Result<(), EvalError> {
        let mut notes = self.notes();
        if notes.depth >= limits::INVOCATION_DEPTH_MAX {
            return Err(EvalError::TooDeep { limit: limits::INVOCATION_DEPTH_MAX });
        }
        notes.depth += 1;
        Ok(())
    }

    pub(super) fn leave(&self) {
        let mut notes = self.notes();
        notes.depth = notes.depth.saturating_sub(1);
    }

    pub(super) fn take(&self) -> Vec<DecisionTrace> {
        std::mem::take(&mut self.notes().trace)
    }
}
