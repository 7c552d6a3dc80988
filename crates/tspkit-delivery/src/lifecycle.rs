//! The life of one request.

use crate::sync::{AtomicU32, Ordering, yield_now};

/// Nobody uses the slot.
const FREE: u32 = 0;
/// A caller has the slot and is filling it in; nobody else may touch it.
const CLAIMED: u32 = 1;
/// The request is with the driver.
const PENDING: u32 = 2;
/// Somebody has won the right to answer the request.
const DELIVERING: u32 = 4;
/// The answer's callback has been entered. Only with `DELIVERING`.
const CALLED: u32 = 8;
/// The answer has been given. Only after a cancellation: the driver still has its token.
const DONE: u32 = 16;
/// The driver has given its token back. Only with `DELIVERING`.
const RETURNED: u32 = 32;

/// The state of one request: *free → claimed → pending → delivering → free*.
///
/// Whoever wants to answer a pending request, the driver by completing it or anybody else by cancelling it,
/// does so by one compare-and-swap; exactly one wins, and the winner delivers the answer. After a
/// cancellation the request's slot stays in use until the driver has given its token back as well, so that
/// a late completion always meets the request it belongs to, and goes nowhere.
///
/// Any thread may call any method. The methods that end with a slot being free say so in what they return.
#[derive(Debug)]
pub struct Lifecycle(AtomicU32);

/// What became of a driver's attempt to complete a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Completed {
    /// The outcome counts: the caller must deliver it, then call [`Lifecycle::finish`].
    Won,
    /// The request has been cancelled; its canceller is still answering it and will free the slot.
    Late,
    /// The request was cancelled and answered before. The slot is the caller's to free.
    LateAndLast,
}

/// What became of an attempt to cancel a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Cancelled {
    /// The caller must deliver the cancellation, then call [`Lifecycle::finish`].
    Won,
    /// There is nothing to cancel: no request, or one that is being answered already.
    TooLate,
}

impl Default for Lifecycle {
    fn default() -> Self {
        Self::new()
    }
}

impl Lifecycle {
    /// A slot that nobody uses.
    #[must_use]
    pub fn new() -> Self {
        Self(AtomicU32::new(FREE))
    }

    /// Takes a free slot; `false` when it is in use.
    pub fn claim(&self) -> bool {
        self.0.load(Ordering::Relaxed) == FREE
            && self
                .0
                .compare_exchange(FREE, CLAIMED, Ordering::SeqCst, Ordering::Relaxed)
                .is_ok()
    }

    /// Makes a claimed slot a pending request. What the claimer wrote before is seen by whoever answers.
    pub fn publish(&self) {
        self.0.store(PENDING, Ordering::Release);
    }

    /// Gives a claimed slot back unused.
    pub fn unclaim(&self) {
        self.0.store(FREE, Ordering::Release);
    }

    /// The driver answers, and gives its token back.
    pub fn complete(&self) -> Completed {
        let won = self.0.compare_exchange(
            PENDING,
            DELIVERING | RETURNED,
            Ordering::AcqRel,
            Ordering::Acquire,
        );
        if won.is_ok() {
            return Completed::Won;
        }
        if self.0.fetch_or(RETURNED, Ordering::AcqRel) & DONE != 0 {
            Completed::LateAndLast
        } else {
            Completed::Late
        }
    }

    /// Somebody other than the driver ends the request.
    pub fn cancel(&self) -> Cancelled {
        match self
            .0
            .compare_exchange(PENDING, DELIVERING, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => Cancelled::Won,
            Err(_) => Cancelled::TooLate,
        }
    }

    /// Notes that the callback is about to be entered. Only the winner may say so.
    pub fn calling(&self) {
        let state = self.0.load(Ordering::Relaxed);
        if state & RETURNED == 0 {
            self.0.fetch_or(CALLED, Ordering::AcqRel);
        } else {
            // The driver's token is back and the request is won: nobody else writes.
            self.0.store(state | CALLED, Ordering::Release);
        }
    }

    /// Notes that the answer has been given; `true` when the driver's token is back too, so that the slot
    /// is the caller's to [`release`](Self::release). Only the winner may say so.
    pub fn finish(&self) -> bool {
        self.0.load(Ordering::Acquire) & RETURNED != 0
            || self.0.fetch_or(DONE, Ordering::AcqRel) & RETURNED != 0
    }

    /// Frees the slot, by the one to whom it was said to be theirs to free.
    pub fn release(&self) {
        self.0.store(FREE, Ordering::Release);
    }

    /// The request is with the driver and nobody has answered it.
    pub fn is_pending(&self) -> bool {
        self.0.load(Ordering::Acquire) == PENDING
    }

    /// The request was answered by somebody other than the driver, which still has its token.
    pub fn is_cancelled(&self) -> bool {
        let state = self.0.load(Ordering::Acquire);
        state & DELIVERING != 0 && state & RETURNED == 0
    }

    /// Nothing will be called for this slot any more.
    ///
    /// With `nested`, what has been called counts as answered: it is for the thread that is inside a
    /// callback, which cannot wait for itself.
    pub fn is_answered(&self, nested: bool) -> bool {
        let state = self.settled();
        state == FREE || state & DONE != 0 || (nested && state & CALLED != 0)
    }

    /// The driver has a token for this slot.
    pub fn is_with_driver(&self) -> bool {
        let state = self.settled();
        state != FREE && state & RETURNED == 0
    }

    /// The state once its claimer, if there is one, has decided.
    fn settled(&self) -> u32 {
        loop {
            let state = self.0.load(Ordering::SeqCst);
            if state != CLAIMED {
                return state;
            }
            yield_now();
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn pending() -> Lifecycle {
        let life = Lifecycle::new();
        assert!(life.claim());
        assert!(!life.claim());
        life.publish();
        life
    }

    #[test]
    fn a_completed_request_frees_its_slot_at_once() {
        let life = pending();
        assert_eq!(life.complete(), Completed::Won);
        assert_eq!(life.cancel(), Cancelled::TooLate);
        assert!(!life.is_answered(true));
        life.calling();
        assert!(!life.is_answered(false));
        assert!(life.is_answered(true));
        assert!(life.finish());
        life.release();
        assert!(life.claim());
    }

    #[test]
    fn a_cancelled_request_keeps_its_slot_until_the_driver_lets_go() {
        let life = pending();
        assert_eq!(life.cancel(), Cancelled::Won);
        assert!(life.is_cancelled());
        life.calling();
        assert!(!life.finish());
        assert!(life.is_answered(false));
        assert!(life.is_with_driver());
        assert!(!life.claim());
        assert_eq!(life.complete(), Completed::LateAndLast);
        life.release();
        assert!(life.claim());
    }

    #[test]
    fn a_driver_that_lets_go_while_the_cancellation_is_delivered_leaves_the_freeing_to_it() {
        let life = pending();
        assert_eq!(life.cancel(), Cancelled::Won);
        assert_eq!(life.complete(), Completed::Late);
        life.calling();
        assert!(life.finish());
        life.release();
        assert!(life.is_answered(false));
    }
}
