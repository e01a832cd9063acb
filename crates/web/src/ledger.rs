//! The ledger of a case's time, and the stages on its way: the same view for officers and for people.

use crate::html::{DateView, Num, Words};
use crate::parts::{Stage, Tag};

/// One target as a bar.
#[derive(Clone, Debug)]
pub struct BudgetView {
    /// What it is a target of.
    pub name: Words,
    /// The used share, 0 to 100.
    pub percent: Num,
    /// How much of how much is used up.
    pub used: Words,
    /// Runs, stands still, is overdrawn.
    pub state: Tag,
}

/// A time for which the clock stood still.
#[derive(Clone, Debug)]
pub struct StopView {
    /// For whom, and in which matter.
    pub words: Words,
    /// From which day.
    pub since: DateView,
    /// Until which day; nothing while it stands still.
    pub until: Option<DateView>,
    /// How much working time that was.
    pub length: Words,
}

/// A promised date that has moved.
#[derive(Clone, Debug)]
pub struct MovedView {
    /// Why.
    pub words: Words,
    /// The date before.
    pub from: DateView,
    /// The date since.
    pub to: DateView,
}

/// The ledger.
#[derive(Clone, Debug, Default)]
pub struct LedgerView {
    /// The promise first, then open tasks.
    pub budgets: Vec<BudgetView>,
    /// Why the clock stood still.
    pub stops: Vec<StopView>,
    /// How the promised date has moved.
    pub moved: Vec<MovedView>,
}

/// A stage on the way of a request.
#[derive(Clone, Debug)]
pub struct PathItem {
    /// Done, now, next.
    pub stage: Stage,
    /// What happens there.
    pub words: Words,
}
