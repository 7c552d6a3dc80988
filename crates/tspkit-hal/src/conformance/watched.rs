//! What somebody else changes, and somebody waits for.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use crate::completion::{Outcome, Reply};

/// How a request ended.
#[derive(Debug, Clone)]
pub(super) enum End<R: Reply> {
    Answer(Outcome<R>),
    /// The token was dropped.
    Dropped,
}

#[derive(Default)]
pub(super) struct Watched<T> {
    state: Mutex<T>,
    changed: Condvar,
}

impl<T> Watched<T> {
    pub(super) fn state(&self) -> MutexGuard<'_, T> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets those who wait look.
    pub(super) fn changed(&self) {
        self.changed.notify_all();
    }

    /// Gives the state up for at most that long, or until it has changed.
    pub(super) fn pause<'a>(&self, state: MutexGuard<'a, T>, most: Duration) -> MutexGuard<'a, T> {
        let waited = self.changed.wait_timeout(state, most);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// Waits until `found` finds something, at most that long.
    pub(super) fn wait<F>(
        &self,
        limit: Duration,
        mut found: impl FnMut(&T) -> Option<F>,
    ) -> Option<F> {
        let end = Instant::now() + limit;
        let mut state = self.state();
        loop {
            if let Some(found) = found(&state) {
                return Some(found);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.pause(state, left);
        }
    }
}
