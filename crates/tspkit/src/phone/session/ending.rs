//! How requests end otherwise than by the driver: cancelled, out of time, closed.

use std::{
    cell::Cell,
    sync::{
        Arc,
        atomic::{Ordering, fence},
    },
    time::Instant,
};

use tspkit_delivery::{Cancelled, Turn};
use tspkit_hal::contain;

use super::{BUSY, CLOSED, Session};
use crate::{
    error::Error,
    office::{CloseError, lock},
};

impl Session {
    /// Cancels the requests whose time is up; keeps the earliest deadline of the others in `next`.
    pub(crate) fn expire(self: &Arc<Self>, now: u64, next: &mut u64) {
        for (index, slot) in self.requests.iter() {
            let Some(turn) = slot.life.pending() else {
                continue;
            };
            let Some(deadline) = slot.payload.deadline().get(turn) else {
                continue;
            };
            if deadline > now {
                *next = deadline.min(*next);
            } else {
                let limit = slot
                    .payload
                    .limit()
                    .or(self.office.options.deadline)
                    .unwrap_or_default();
                self.cancel(
                    index,
                    turn,
                    Error::TimedOut {
                        phone: self.id,
                        limit,
                    },
                );
            }
        }
    }

    /// Ends a request, if it is still open: it is answered with `why`, and the driver told.
    pub(crate) fn cancel(self: &Arc<Self>, index: u32, turn: Turn, why: Error) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let mut held = None;
        {
            // With the lock held, so that the token's return is seen after this.
            let mut order = lock(&self.device.order);
            if slot.life.cancel(turn) == Cancelled::TooLate {
                return;
            }
            if let Some(area) = slot.payload.area() {
                held = order.cancelled(area, index, self.number());
                if held.is_some() {
                    slot.payload.clear_area();
                }
                if !order.is_clear() {
                    self.flags.fetch_or(BUSY, Ordering::SeqCst);
                }
            }
        }
        // A request that was only waiting: its token is back now.
        drop(held);
        if let Some(hook) = slot.payload.take_hook() {
            self.call(hook);
        }
        self.clone()
            .answer(index, true, Some(Box::new(Err(why))), false);
    }

    /// Calls a driver's hook, whose panic is not the canceller's.
    pub(super) fn call(&self, hook: Box<dyn FnOnce() + Send>) {
        if let Err(panic) = contain(hook) {
            tracing::error!(phone = %self.id, panic, "the driver panicked in what it does on cancellation");
        }
    }

    /// A cancelled request's token is back: what waited for the area can go on.
    #[cold]
    pub(super) fn area_is_clean(&self, area: Option<u32>) {
        let Some(area) = area else { return };
        if !lock(&self.device.order).returned(area) {
            return;
        }
        loop {
            let next = {
                let mut order = lock(&self.device.order);
                let next = order.next(area);
                if order.is_clear() {
                    self.device.with_session(|session| {
                        session.flags.fetch_and(!BUSY, Ordering::SeqCst);
                    });
                }
                next
            };
            match next {
                Some(waiting) => self
                    .office
                    .hand_over(self.id, waiting.request, waiting.done),
                None => return,
            }
        }
    }

    /// Accepts nothing more, and cancels what is open.
    pub(crate) fn shut(self: &Arc<Self>) {
        self.flags.fetch_or(CLOSED, Ordering::SeqCst);
        // Between this flag, and whatever the caller has set before, and the looks at who is inside.
        fence(Ordering::SeqCst);
        self.requests.shut();
        for (index, slot) in self.requests.iter() {
            if let Some(turn) = slot.life.pending() {
                self.cancel(index, turn, Error::ClosedMeanwhile { phone: self.id });
            }
        }
    }

    /// No answer is owed, and none is being given but, with `nested`, those that this thread is in.
    ///
    /// For a session that is shut: what was answered stays so, and `from` keeps how many slots need no second
    /// look.
    pub(crate) fn is_answered(&self, nested: bool, from: &Cell<u32>) -> bool {
        self.requests.all_answered(from) && (nested || !self.calling.are_running())
    }

    pub(crate) fn close(self: &Arc<Self>) -> Result<(), CloseError> {
        self.shut();
        let limit = Instant::now().checked_add(self.office.options.close_limit);
        let from = Cell::new(0);
        // One that begins later finds what the caller has set before, and is not waited for.
        let tellings = &self.device.tellings;
        let telling = tellings.current();
        let settled = self.office.dispatcher.settle(limit, |nested| {
            self.is_answered(nested, &from) && (nested || tellings.is_over(telling))
        });
        self.device.end_session(self);
        if settled {
            return Ok(());
        }
        tracing::error!(phone = %self.id, "a callback did not return while the phone was closed");
        Err(CloseError::CallbackRunning)
    }
}
