//! What waits to be committed, and what becomes of it.

use tokio::sync::oneshot;
use tokio::time::Instant;

use crate::log::{Committed, PreparedCommit};
use crate::sql::{Row, Statement};
use crate::{AppendError, StoreError};

/// One write.
pub(super) enum Item {
    Append(Box<PreparedCommit>),
    Write(Vec<Statement>),
}

/// What its caller gets.
#[derive(Debug)]
pub(super) enum Outcome {
    Append(Result<Committed, AppendError>),
    Write(Result<Vec<Vec<Row>>, StoreError>),
}

impl Item {
    pub(super) fn append(&self) -> Option<&PreparedCommit> {
        match self {
            Self::Append(commit) => Some(commit),
            Self::Write(_) => None,
        }
    }

    /// Whether it must be alone in its transaction: what it deletes could hit what its neighbors append.
    pub(super) fn is_alone(&self) -> bool {
        self.append().is_some_and(|commit| commit.deletes_content)
    }

    pub(super) fn failed(&self, error: StoreError) -> Outcome {
        match self {
            Self::Append(_) => Outcome::Append(Err(error.into())),
            Self::Write(_) => Outcome::Write(Err(error)),
        }
    }
}

/// A write with the place for its answer.
pub(super) struct Waiting {
    pub(super) item: Item,
    pub(super) weight: usize,
    pub(super) since: Instant,
    pub(super) reply: oneshot::Sender<Outcome>,
}

impl Waiting {
    pub(super) fn answer(self, outcome: Outcome) {
        // A caller that went away no longer wants to know.
        let _ = self.reply.send(outcome);
    }

    pub(super) fn fail(self, error: StoreError) {
        let outcome = self.item.failed(error);
        self.answer(outcome);
    }
}
