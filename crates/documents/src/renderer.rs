//! The parent's side: a small pool of warm children.

use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::error::RenderError;
use crate::limits::Limits;
use crate::request::{RenderRequest, Rendered};
use crate::worker::Worker;

/// Sets documents in child processes. Cheap to create: a child starts with the first document.
///
/// Calls block for as long as a document takes; asynchronous callers use a blocking thread.
#[derive(Debug)]
pub struct Renderer {
    program: PathBuf,
    args: Vec<String>,
    limits: Limits,
    pool: Mutex<Pool>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Pool {
    idle: Vec<Worker>,
    busy: usize,
}

impl Renderer {
    /// A renderer that starts `program` with `args`, which must call [`crate::child_main`].
    pub fn new(
        program: impl Into<PathBuf>,
        args: impl IntoIterator<Item = impl Into<String>>,
        limits: Limits,
    ) -> Self {
        Self {
            program: program.into(),
            args: args.into_iter().map(Into::into).collect(),
            limits,
            pool: Mutex::default(),
            freed: Condvar::new(),
        }
    }

    /// Sets one document.
    ///
    /// # Errors
    /// [`RenderError`]: the request's or the template's own faults, a limit that was passed, or a child that failed.
    pub fn render(&self, request: &RenderRequest) -> Result<Rendered, RenderError> {
        request.validate()?;
        let mut lease = self.lease()?;
        lease.worker()?.render(request, &self.limits)
    }

    /// Starts one child ahead of the first document, if there is none.
    ///
    /// # Errors
    /// [`RenderError::Start`] or [`RenderError::Busy`].
    pub fn warm_up(&self) -> Result<(), RenderError> {
        self.lease()?.worker().map(drop)
    }

    /// Ends the children that have nothing to do, to give their memory back.
    pub fn rest(&self) {
        let idle = std::mem::take(&mut self.pool().idle);
        drop(idle);
    }

    /// The limits in force.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    fn pool(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lease(&self) -> Result<Lease<'_>, RenderError> {
        let workers_max = self.limits.workers_max.max(1);
        let (mut pool, waited) = self
            .freed
            .wait_timeout_while(self.pool(), self.limits.queue(), |pool| pool.busy >= workers_max)
            .unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && pool.busy >= workers_max {
            return Err(RenderError::Busy { queue_ms: self.limits.queue_ms });
        }
        pool.busy += 1;
        Ok(Lease { renderer: self, worker: pool.idle.pop() })
    }
}

/// The right to use one child; giving it back frees a place whatever happened in between.
struct Lease<'a> {
    renderer: &'a Renderer,
    worker: Option<Worker>,
}

impl Lease<'_> {
    /// The leased child, replaced if it has died or served long enough.
    fn worker(&mut self) -> Result<&mut Worker, RenderError> {
        let renderer = self.renderer;
        self.worker = fit(self.worker.take(), &renderer.limits);
        match &mut self.worker {
            Some(worker) => Ok(worker),
            none => Ok(none.insert(Worker::start(&renderer.program, &renderer.args, &renderer.limits)?)),
        }
    }
}

/// The child, unless it has died or served long enough.
fn fit(worker: Option<Worker>, limits: &Limits) -> Option<Worker> {
    worker.and_then(|mut worker| worker.is_fit(limits).then_some(worker))
}

impl Drop for Lease<'_> {
    fn drop(&mut self) {
        let kept = fit(self.worker.take(), &self.renderer.limits);
        let mut pool = self.renderer.pool();
        pool.busy = pool.busy.saturating_sub(1);
        pool.idle.extend(kept);
        drop(pool);
        self.renderer.freed.notify_one();
    }
}
