//! When a slot's request is out of time.

use std::sync::atomic::{AtomicU64, Ordering};

use tspkit_delivery::Turn;

/// A deadline's bits, which suffice for 34 years. Above them stands whose it is, so that one that is written
/// late, when its request has been answered already, does not count for the slot's next request.
const DEADLINE: u64 = (1 << 40) - 1;

/// As the office's timekeeper counts, and whose; 0 for none.
#[derive(Debug, Default)]
pub(crate) struct SlotDeadline(AtomicU64);

/// What marks a deadline as that request's.
fn owner(turn: Turn) -> u64 {
    turn.number().wrapping_mul(DEADLINE + 1)
}

impl SlotDeadline {
    /// The slot is that request's, which has no deadline yet.
    pub(crate) fn begin(&self, turn: Turn) {
        self.0.store(owner(turn), Ordering::Relaxed);
    }

    /// Gives that request a deadline, and says which it has got; `None` when the slot is another's already.
    pub(crate) fn set(&self, turn: Turn, deadline: u64) -> Option<u64> {
        let deadline = deadline.min(DEADLINE);
        let none = owner(turn);
        self.0
            .compare_exchange(none, none | deadline, Ordering::SeqCst, Ordering::Relaxed)
            .ok()
            .map(|_| deadline)
    }

    /// That request's deadline.
    pub(crate) fn get(&self, turn: Turn) -> Option<u64> {
        let deadline = self.0.load(Ordering::SeqCst);
        let is_set = deadline & !DEADLINE == owner(turn) && deadline & DEADLINE != 0;
        is_set.then_some(deadline & DEADLINE)
    }
}
