//! The thread that delivers what others leave behind.

use std::{
    io,
    sync::{Condvar, Mutex, PoisonError},
    thread::{self, JoinHandle},
};

use tspkit_hal::{Deadline, ThreadMark};

use super::lock;

/// A thread whose end can be waited for with a limit, for a callback may keep it.
#[derive(Debug, Default)]
pub(super) struct Courier {
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Its own, while it runs.
    mark: Mutex<Option<ThreadMark>>,
    ended: Mutex<bool>,
    changed: Condvar,
}

impl Courier {
    /// Starts it. The first thing `run` does is to call [`began`](Self::began), the last [`ended`](Self::ended).
    pub(super) fn start(&self, run: impl FnOnce() + Send + 'static) -> io::Result<()> {
        let thread = thread::Builder::new().name("tspkit courier".into());
        *lock(&self.thread) = Some(thread.spawn(run)?);
        Ok(())
    }

    pub(super) fn began(&self) {
        *lock(&self.mark) = Some(ThreadMark::current());
    }

    pub(super) fn ended(&self) {
        *lock(&self.mark) = None;
        *lock(&self.ended) = true;
        self.changed.notify_all();
    }

    /// Nobody waits for its end.
    pub(super) fn detach(&self) {
        drop(lock(&self.thread).take());
    }

    pub(super) fn is_this_thread(&self) -> bool {
        *lock(&self.mark) == Some(ThreadMark::current())
    }

    /// Waits for its end; `false` when the limit came first, and nobody waits for it any more.
    pub(super) fn join(&self, limit: Deadline) -> bool {
        let Some(thread) = lock(&self.thread).take() else {
            return true;
        };
        let ended = lock(&self.ended);
        let (ended, _) = self
            .changed
            .wait_timeout_while(ended, limit.remaining(), |ended| !*ended)
            .unwrap_or_else(PoisonError::into_inner);
        if !*ended {
            return false;
        }
        drop(ended);
        if thread.join().is_err() {
            tracing::error!("the courier ended by a panic");
        }
        true
    }
}
