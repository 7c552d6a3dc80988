//! When requests are to be looked at again for their time being up, and calls for being told of again.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// No request has a deadline.
const NEVER: u64 = u64::MAX;

/// Points in time are milliseconds since the office was opened, rounded up, so that they fit an atomic.
///
/// Only the earliest deadline is kept here; a request's own stands in its slot. When the earliest has come,
/// all open requests are looked at, which costs a request nothing that completes in time.
#[derive(Debug)]
pub(crate) struct Timekeeper {
    opened: Instant,
    next: AtomicU64,
}

impl Timekeeper {
    pub(super) fn new() -> Self {
        Self {
            opened: Instant::now(),
            next: AtomicU64::new(NEVER),
        }
    }

    /// The point in time that lies `limit` from now.
    pub(crate) fn after(&self, limit: Duration) -> u64 {
        let since = self.opened.elapsed().saturating_add(limit);
        u64::try_from(since.as_millis())
            .unwrap_or(NEVER - 1)
            .saturating_add(1)
            .min(NEVER - 1)
    }

    /// Takes a deadline into account that has been written to its slot; `true` when it is the earliest.
    pub(crate) fn watch(&self, deadline: u64) -> bool {
        self.next.fetch_min(deadline, Ordering::SeqCst) > deadline
    }

    /// Calls `look` with the time and a place for the earliest deadline that is left, if the earliest has come.
    pub(super) fn check(&self, look: impl FnOnce(u64, &mut u64)) -> Option<Instant> {
        let next = self.next.load(Ordering::SeqCst);
        if next != NEVER {
            let now = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(NEVER);
            if next <= now {
                // Before looking: whoever writes a deadline later finds this and sets it again.
                self.next.store(NEVER, Ordering::SeqCst);
                let mut left = NEVER;
                look(now, &mut left);
                self.next.fetch_min(left, Ordering::SeqCst);
            }
        }
        match self.next.load(Ordering::SeqCst) {
            NEVER => None,
            next => self.opened.checked_add(Duration::from_millis(next)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_deadline_is_the_next() {
        let keeper = Timekeeper::new();
        assert_eq!(keeper.check(|_, _| panic!("nothing to look at")), None);
        assert!(keeper.watch(50_000));
        assert!(!keeper.watch(60_000));
        assert!(keeper.watch(40_000));
        let next = keeper.check(|_, _| panic!("not yet")).unwrap();
        assert_eq!(next, keeper.opened + Duration::from_secs(40));
    }

    #[test]
    fn what_is_left_after_a_look_is_the_next() {
        let keeper = Timekeeper::new();
        keeper.watch(0);
        let next = keeper.check(|_, left| *left = 90_000);
        assert_eq!(next, Some(keeper.opened + Duration::from_secs(90)));
    }
}
