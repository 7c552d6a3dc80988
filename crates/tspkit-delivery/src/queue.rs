//! What waits to be delivered.

use std::collections::{TryReserveError, VecDeque};

use crate::sync::{Mutex, lock};

/// A first-in first-out queue whose room is reserved ahead of its use.
#[derive(Debug)]
pub(crate) struct Queue<J>(Mutex<Inner<J>>);

#[derive(Debug)]
struct Inner<J> {
    jobs: VecDeque<J>,
    /// How many jobs there may be at once.
    reserved: usize,
}

impl<J> Queue<J> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Inner {
            jobs: VecDeque::new(),
            reserved: 0,
        }))
    }

    /// Makes room for `more` jobs at once, beyond what was reserved before.
    pub(crate) fn reserve(&self, more: usize) -> Result<(), TryReserveError> {
        let mut inner = lock(&self.0);
        let reserved = inner.reserved.saturating_add(more);
        let missing = reserved.saturating_sub(inner.jobs.len());
        if reserved > inner.jobs.capacity() {
            // By a sixteenth at a time and not by doubling, since it is kept for as long as the devices are open.
            let spare = inner.jobs.capacity() / 16;
            inner
                .jobs
                .try_reserve_exact(missing.saturating_add(spare))?;
        }
        inner.reserved = reserved;
        Ok(())
    }

    /// Gives such a reservation back. The memory is kept while most of it is in use.
    pub(crate) fn unreserve(&self, fewer: usize) {
        let mut inner = lock(&self.0);
        inner.reserved = inner.reserved.saturating_sub(fewer);
        if inner.jobs.capacity() / 4 > inner.reserved {
            let keep = inner.reserved;
            inner.jobs.shrink_to(keep);
        }
    }

    pub(crate) fn push(&self, job: J) {
        lock(&self.0).jobs.push_back(job);
    }

    pub(crate) fn pop(&self) -> Option<J> {
        lock(&self.0).jobs.pop_front()
    }

    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).jobs.is_empty()
    }
}
