//! The life of one request.

use crate::sync::{AtomicU64, Ordering, yield_now};

/// Nobody uses the slot.
const FREE: u64 = 0;
/// A caller has the slot and is filling it in; nobody else may touch it.
const CLAIMED: u64 = 1;
/// The request is with the driver.
const PENDING: u64 = 2;
/// Somebody has won the right to answer the request.
const ANSWERING: u64 = 4;
/// The answer is out. Only after a cancellation: the driver still has its token.
const ANSWERED: u64 = 8;
/// The driver has given its token back. Only with `ANSWERING`.
const RETURNED: u64 = 16;
/// All of these.
const STATE: u64 = 31;
/// The rest counts how often the slot has been claimed.
const TURN: u64 = STATE + 1;

/// The state of one request: *free → claimed → pending → answering → free*.
///
/// Whoever wants to answer a pending request, the driver by completing it or anybody else by cancelling it,
/// does so by one compare-and-swap; exactly one wins, and the winner answers. After a cancellation the slot
/// stays in use until the driver has given its token back as well, so that a late completion always meets the
/// request it belongs to, and goes nowhere.
///
/// Any thread may call any method. Whoever is told that the slot is theirs to free frees it, by
/// [`Requests::release`](crate::Requests::release).
#[derive(Debug)]
pub struct Lifecycle(AtomicU64);

/// Which of the requests that have used a slot is meant: so that nobody cancels its successor by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Turn(u64);

impl Turn {
    /// How often the slot had been claimed, this time included. Wraps around.
    #[must_use]
    pub fn number(self) -> u64 {
        self.0 / TURN
    }
}

/// What became of a driver's attempt to complete a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Completed {
    /// The outcome counts: it is the caller's to deliver, and the slot to free.
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
    /// The cancellation is the caller's to deliver; [`Lifecycle::answered`] comes with it.
    Won,
    /// There is nothing to cancel: no such request, or one that is being answered already.
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
        Self(AtomicU64::new(FREE))
    }

    /// Takes a free slot; `None` when it is in use.
    pub fn claim(&self) -> Option<Turn> {
        let free = self.0.load(Ordering::Relaxed);
        if free & STATE != FREE {
            return None;
        }
        let turn = free.wrapping_add(TURN);
        let taken =
            self.0
                .compare_exchange(free, turn | CLAIMED, Ordering::SeqCst, Ordering::Relaxed);
        taken.ok().map(|_| Turn(turn))
    }

    /// Makes a claimed slot a pending request. What the claimer wrote before is seen by whoever answers.
    pub fn publish(&self) {
        self.store(PENDING);
    }

    /// Frees the slot, by the one whose it is to free.
    pub(crate) fn release(&self) {
        self.store(FREE);
    }

    /// The driver answers, and gives its token back.
    pub fn complete(&self) -> Completed {
        let pending = self.0.load(Ordering::Relaxed) & !STATE | PENDING;
        if self.swap(pending, ANSWERING | RETURNED) {
            return Completed::Won;
        }
        if self.0.fetch_or(RETURNED, Ordering::AcqRel) & ANSWERED != 0 {
            Completed::LateAndLast
        } else {
            Completed::Late
        }
    }

    /// Somebody other than the driver ends that request.
    pub fn cancel(&self, turn: Turn) -> Cancelled {
        if self.swap(turn.0 | PENDING, ANSWERING) {
            Cancelled::Won
        } else {
            Cancelled::TooLate
        }
    }

    /// Notes that a cancellation has been answered; `true` when the driver's token is back too, so that the
    /// slot is the caller's to free. Only the winner of [`cancel`](Self::cancel) may say so.
    pub fn answered(&self) -> bool {
        self.0.fetch_or(ANSWERED, Ordering::AcqRel) & RETURNED != 0
    }

    /// The request that uses the slot now, if it is pending.
    pub fn pending(&self) -> Option<Turn> {
        let state = self.settled();
        (state & STATE == PENDING).then_some(Turn(state & !STATE))
    }

    /// That request is with the driver and nobody has answered it.
    pub fn is_pending(&self, turn: Turn) -> bool {
        self.0.load(Ordering::Acquire) == turn.0 | PENDING
    }

    /// The request was ended by somebody other than the driver, which still has its token.
    pub fn is_cancelled(&self) -> bool {
        let state = self.0.load(Ordering::SeqCst);
        state & ANSWERING != 0 && state & RETURNED == 0
    }

    /// No answer is owed for this slot.
    pub fn is_answered(&self) -> bool {
        let state = self.settled() & STATE;
        state == FREE || state & ANSWERED != 0
    }

    /// The driver has a token for this slot.
    pub fn is_with_driver(&self) -> bool {
        let state = self.settled() & STATE;
        state != FREE && state & RETURNED == 0
    }

    fn swap(&self, pending: u64, state: u64) -> bool {
        let next = pending & !STATE | state;
        self.0
            .compare_exchange(pending, next, Ordering::SeqCst, Ordering::Acquire)
            .is_ok()
    }

    /// By whoever has the slot to itself.
    fn store(&self, state: u64) {
        let turn = self.0.load(Ordering::Relaxed) & !STATE;
        self.0.store(turn | state, Ordering::Release);
    }

    /// The state once its claimer, if there is one, has decided.
    fn settled(&self) -> u64 {
        loop {
            let state = self.0.load(Ordering::SeqCst);
            if state & STATE != CLAIMED {
                return state;
            }
            yield_now();
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    fn pending() -> (Lifecycle, Turn) {
        let life = Lifecycle::new();
        let turn = life.claim().unwrap();
        assert_eq!(life.claim(), None);
        life.publish();
        (life, turn)
    }

    #[test]
    fn a_completed_request_is_its_completer_s_to_free() {
        let (life, turn) = pending();
        assert_eq!(life.complete(), Completed::Won);
        assert_eq!(life.cancel(turn), Cancelled::TooLate);
        assert!(!life.is_answered());
        life.release();
        assert!(life.is_answered());
        assert!(life.claim().is_some());
    }

    #[test]
    fn a_cancelled_request_keeps_its_slot_until_the_driver_lets_go() {
        let (life, turn) = pending();
        assert_eq!(life.cancel(turn), Cancelled::Won);
        assert!(life.is_cancelled());
        assert!(!life.answered());
        assert!(life.is_answered());
        assert!(life.is_with_driver());
        assert_eq!(life.claim(), None);
        assert_eq!(life.complete(), Completed::LateAndLast);
        life.release();
        assert!(life.claim().is_some());
    }

    #[test]
    fn a_driver_that_lets_go_while_the_cancellation_is_answered_leaves_the_freeing_to_it() {
        let (life, turn) = pending();
        assert_eq!(life.cancel(turn), Cancelled::Won);
        assert_eq!(life.complete(), Completed::Late);
        assert!(life.answered());
        life.release();
        assert!(life.is_answered());
    }

    #[test]
    fn nobody_cancels_the_successor_of_the_request_it_means() {
        let (life, first) = pending();
        assert_eq!(life.complete(), Completed::Won);
        life.release();
        let second = life.claim().unwrap();
        life.publish();
        assert_eq!(life.cancel(first), Cancelled::TooLate);
        assert!(life.is_pending(second) && !life.is_pending(first));
        assert_eq!(life.cancel(second), Cancelled::Won);
    }
}
