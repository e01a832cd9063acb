//! Writing the log back into the database file beside the writing thread, so that nobody waits for it.
//!
//! The longest part is done by a thread with a connection of its own while commits go on. What was
//! committed meanwhile is little, and the writing thread itself writes that back between two groups:
//! then the next commit begins the log anew.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::JoinHandle;

use rusqlite::Connection;

use super::connection;
use crate::{StoreError, limits};

/// The handle of the thread that writes back.
pub(super) struct Checkpoints {
    ask: Option<SyncSender<()>>,
    is_busy: Arc<AtomicBool>,
    is_begun: bool,
    thread: Option<JoinHandle<()>>,
}

impl Checkpoints {
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let connection = connection::open_plain(path)?;
        let (ask, asked) = sync_channel(1);
        let is_busy = Arc::new(AtomicBool::new(false));
        let busy = Arc::clone(&is_busy);
        let thread = std::thread::Builder::new()
            .name("store-checkpoint".into())
            .spawn(move || {
                while asked.recv().is_ok() {
                    write_back(&connection);
                    busy.store(false, Ordering::Release);
                }
            })
            .map_err(|cause| StoreError::file(Path::new("a thread"), cause))?;
        Ok(Self { ask: Some(ask), is_busy, is_begun: false, thread: Some(thread) })
    }

    /// Looks after the log between two groups, on the writer's own connection.
    pub(super) fn look_after(&mut self, writer: &Connection) {
        if self.is_busy.load(Ordering::Acquire) {
            return;
        }
        if self.is_begun {
            self.is_begun = false;
            write_back(writer);
        } else if pages(writer) >= limits::CHECKPOINT_PAGES
            && let Some(ask) = &self.ask
        {
            self.is_busy.store(true, Ordering::Release);
            self.is_begun = ask.try_send(()).is_ok();
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing more to say.
            let _ = thread.join();
        }
    }
}

/// Pages in the log.
fn pages(connection: &Connection) -> u32 {
    connection
        .prepare_cached("pragma wal_checkpoint(noop)")
        .and_then(|mut noop| noop.query_row([], |row| row.get(1)))
        .unwrap_or_default()
}

/// Writes back whatever no reader holds; what can't be written back now is written back next time.
fn write_back(connection: &Connection) {
    let _ = connection
        .prepare_cached("pragma wal_checkpoint(passive)")
        .and_then(|mut passive| passive.query_row([], |_| Ok(())));
}
