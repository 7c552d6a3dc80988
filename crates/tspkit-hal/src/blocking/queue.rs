//! A link's queue, which its worker empties in one go, and the signal that ends a wait.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Locks, whatever a panicking thread has left behind: no lock here is held while a driver's code runs.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits until notified, or until `end`; for ever without one.
fn wait<'a, T>(
    changed: &Condvar,
    guard: MutexGuard<'a, T>,
    end: Option<Instant>,
) -> MutexGuard<'a, T> {
    match end {
        None => changed.wait(guard).unwrap_or_else(PoisonError::into_inner),
        Some(end) => {
            let left = end.saturating_duration_since(Instant::now());
            changed
                .wait_timeout(guard, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0
        }
    }
}

/// Jobs for one link.
#[derive(Debug)]
pub(super) struct Queue<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
}

#[derive(Debug)]
struct State<J> {
    jobs: Vec<J>,
    open: bool,
    sleeping: bool,
}

/// What a worker finds when it looks for work.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The jobs have been put into the worker's own list.
    Jobs,
    /// None came in time.
    Nothing,
    /// The queue is shut and empty.
    Shut,
}

impl<J> Queue<J> {
    pub(super) fn new() -> Self {
        let state = State {
            jobs: Vec::new(),
            open: true,
            sleeping: false,
        };
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Adds a job; gives it back when the queue is shut.
    pub(super) fn push(&self, job: J) -> Result<(), J> {
        let mut state = lock(&self.state);
        if !state.open {
            return Err(job);
        }
        state.jobs.push(job);
        if std::mem::take(&mut state.sleeping) {
            drop(state);
            self.changed.notify_one();
        }
        Ok(())
    }

    /// Exchanges the waiting jobs for `taken`, which is empty; waits for some, at most `limit`.
    pub(super) fn take(&self, taken: &mut Vec<J>, limit: Option<Duration>) -> Found {
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut state = lock(&self.state);
        loop {
            if !state.jobs.is_empty() {
                std::mem::swap(&mut state.jobs, taken);
                return Found::Jobs;
            }
            if !state.open {
                return Found::Shut;
            }
            if end.is_some_and(|end| end <= Instant::now()) {
                return Found::Nothing;
            }
            state.sleeping = true;
            state = wait(&self.changed, state, end);
            state.sleeping = false;
        }
    }

    /// Refuses further jobs.
    pub(super) fn shut(&self) {
        lock(&self.state).open = false;
        self.changed.notify_all();
    }
}

/// Set once; whoever waits for it is woken.
#[derive(Debug, Default)]
pub(super) struct Signal {
    set: AtomicBool,
    /// A signal that is to be set along with this one.
    with: Mutex<Weak<Signal>>,
    changed: Condvar,
}

impl Signal {
    pub(super) fn is_set(&self) -> bool {
        self.set.load(Ordering::Acquire)
    }

    pub(super) fn set(&self) {
        let with = {
            let with = lock(&self.with);
            self.set.store(true, Ordering::Release);
            with.upgrade()
        };
        self.changed.notify_all();
        if let Some(with) = with {
            with.set();
        }
    }

    /// Sets `other` too when this one is set; at once when it is. Only the latest such signal counts.
    pub(super) fn also_set(&self, other: &Arc<Signal>) {
        let mut with = lock(&self.with);
        *with = Arc::downgrade(other);
        if self.is_set() {
            drop(with);
            other.set();
        }
    }

    /// Waits until it is set, or until `end`.
    pub(super) fn wait_until(&self, end: Option<Instant>) {
        let mut guard = lock(&self.with);
        while !self.is_set() && end.is_none_or(|end| end > Instant::now()) {
            guard = wait(&self.changed, guard, end);
        }
    }
}
