//! Where threads sleep until the dispatcher's state has changed.

use std::{sync::PoisonError, time::Instant};

use crate::sync::{AtomicU32, Condvar, Mutex, Ordering, keep_in_order, lock};

/// Waking costs a look at a counter when nobody sleeps.
#[derive(Debug)]
pub(crate) struct Lobby {
    sleepers: AtomicU32,
    door: Mutex<()>,
    changed: Condvar,
}

impl Lobby {
    pub(crate) fn new() -> Self {
        Self {
            sleepers: AtomicU32::new(0),
            door: Mutex::new(()),
            changed: Condvar::new(),
        }
    }

    pub(crate) fn has_sleepers(&self) -> bool {
        self.sleepers.load(Ordering::SeqCst) > 0
    }

    /// Lets the sleepers look again, after the dispatcher's `state` was written.
    #[inline]
    pub(crate) fn wake(&self) {
        keep_in_order();
        if self.has_sleepers() {
            self.wake_sleepers();
        }
    }

    #[cold]
    fn wake_sleepers(&self) {
        drop(lock(&self.door));
        self.changed.notify_all();
    }

    /// Sleeps until `ready`; `false` when the deadline came first.
    pub(crate) fn sleep(
        &self,
        state: &AtomicU32,
        deadline: Option<Instant>,
        ready: impl Fn() -> bool,
    ) -> bool {
        self.sleepers.fetch_add(1, Ordering::SeqCst);
        keep_in_order();
        let mut guard = lock(&self.door);
        let in_time = loop {
            // Whoever wakes has written `state` after what it changed: reading it makes the change visible.
            state.load(Ordering::SeqCst);
            if ready() {
                break true;
            }
            guard = match deadline {
                None => self
                    .changed
                    .wait(guard)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(deadline) => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        break false;
                    }
                    let waited = self.changed.wait_timeout(guard, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
        };
        drop(guard);
        self.sleepers.fetch_sub(1, Ordering::SeqCst);
        in_time
    }
}
