//! The threads that read, each with a connection of its own; and look-ups of single things on the caller's.
//!
//! A look-up by key takes some microseconds, less than handing it to another thread and waking up again.
//! What may walk through many rows goes to the reading threads, so that it holds up nobody.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::connection;
use crate::{Options, StoreError, limits};

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// The handle of the reading threads.
pub(super) struct Readers {
    /// Connections for look-ups; none after closing.
    here: Vec<Mutex<Option<Connection>>>,
    queue: Mutex<Option<mpsc::Sender<Read>>>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Readers {
    pub(super) fn start(path: &Path, options: &Options) -> Result<Self, StoreError> {
        let (queue, requests) = mpsc::channel(limits::QUEUED_READS_MAX);
        let requests = Arc::new(Mutex::new(requests));
        let mut threads = Vec::new();
        for number in 0..options.readers.clamp(1, limits::READERS_MAX) {
            let connection = connection::open_reader(path)?;
            let requests = Arc::clone(&requests);
            let thread = std::thread::Builder::new()
                .name(format!("store-reader-{number}"))
                .spawn(move || serve(&connection, &requests))
                .map_err(|cause| StoreError::file(Path::new("a thread"), cause))?;
            threads.push(thread);
        }
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let here = (0..cores.min(limits::LOOK_UPS_MAX))
            .map(|_| connection::open_reader(path).map(|connection| Mutex::new(Some(connection))))
            .collect::<Result<_, _>>()?;
        Ok(Self { here, queue: Mutex::new(Some(queue)), threads: Mutex::new(threads) })
    }

    /// Looks something up at once, on this thread; on one of the reading threads if all are busy here.
    pub(super) async fn look_up<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        {
            let mut free = self.here.iter().filter_map(|place| place.try_lock().ok());
            if let Some(place) = free.next() {
                return read(place.as_ref().ok_or(StoreError::Closed)?);
            }
        }
        self.run(read).await
    }

    /// Runs a read on one of the threads.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let queue = self.queue.lock().map_err(|_| StoreError::Closed)?.clone().ok_or(StoreError::Closed)?;
        let (reply, answer) = oneshot::channel();
        let request: Read = Box::new(move |connection| {
            // A caller that went away needs no answer, and the read can be spared.
            if !reply.is_closed() {
                let _ = reply.send(read(connection));
            }
        });
        queue.send(request).await.map_err(|_| StoreError::Closed)?;
        drop(queue);
        answer.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn close(&self) {
        for place in &self.here {
            if let Ok(mut place) = place.lock() {
                *place = None;
            }
        }
        let queue = self.queue.lock().ok().and_then(|mut queue| queue.take());
        drop(queue);
        let threads =
            self.threads.lock().map(|mut threads| std::mem::take(&mut *threads)).unwrap_or_default();
        let _ = tokio::task::spawn_blocking(move || {
            for thread in threads {
                let _ = thread.join();
            }
        })
        .await;
    }
}

fn serve(connection: &Connection, requests: &Mutex<mpsc::Receiver<Read>>) {
    loop {
        // Whoever waits holds the lock; the others wait for the lock.
        let request = match requests.lock() {
            Ok(mut requests) => requests.blocking_recv(),
            Err(_) => return,
        };
        match request {
            Some(read) => read(connection),
            None => return,
        }
    }
}
