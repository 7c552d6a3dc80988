//! How requests, calls and lines end otherwise than by an answer: cancelled, out of time, closed.

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

use super::{CLOSED, LineSession};
use crate::{
    call::{CallCell, CallError},
    office::CloseError,
};

impl LineSession {
    /// Cancels the requests whose time is up, and tells of calls of which it was to be told now; keeps the earliest
    /// point in time of the others in `next`.
    pub(crate) fn expire(self: &Arc<Self>, now: u64, next: &mut u64) {
        self.tell_reminded(now, next);
        for (index, slot) in self.requests.iter() {
            let Some(turn) = slot.life.pending() else {
                continue;
            };
            let Some(deadline) = slot.payload.deadline.get(turn) else {
                continue;
            };
            if deadline > now {
                *next = deadline.min(*next);
                continue;
            }
            let limit = slot.payload.limit().or(self.office.options.deadline);
            let place = slot
                .payload
                .call()
                .map_or(self.place(), |cell| cell.place());
            let why = CallError::TimedOut {
                place,
                limit: limit.unwrap_or_default(),
            };
            self.cancel(index, turn, why);
        }
    }

    /// Ends a request, if it is still open: it is answered with `why`, and the driver told.
    pub(crate) fn cancel(self: &Arc<Self>, index: u32, turn: Turn, why: CallError) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        if slot.life.cancel(turn) == Cancelled::TooLate {
            return;
        }
        if let Some(hook) = slot.payload.take_hook()
            && let Err(panic) = contain(hook)
        {
            tracing::error!(line = %self.device.id, panic, "the driver panicked in what it does on cancellation");
        }
        self.answer(index, true, Err(why), false);
    }

    /// Cancels what is open; only what is about that call, if one is given.
    fn cancel_all(self: &Arc<Self>, call: Option<&Arc<CallCell>>) {
        for (index, slot) in self.requests.iter() {
            let Some(turn) = slot.life.pending() else {
                continue;
            };
            if call.is_none_or(|call| slot.payload.is_about(call)) {
                let place = slot
                    .payload
                    .call()
                    .map_or(self.place(), |cell| cell.place());
                self.cancel(index, turn, CallError::ClosedMeanwhile { place });
            }
        }
    }

    /// Closes a call: answers what is open on it, and has the hardware end it and forget it.
    pub(crate) fn close_call(self: &Arc<Self>, cell: &Arc<CallCell>) -> Result<(), CloseError> {
        // Somebody else may be closing it, or its line: what they answer is waited for as well.
        if cell.shut() {
            if cell.has_open_requests() {
                self.cancel_all(Some(cell));
            }
            self.abandon(cell);
        }
        self.settle(cell, |nested| cell.is_answered(nested))
    }

    /// Waits for callbacks about a call.
    pub(crate) fn settle_call(&self, cell: &CallCell) -> Result<(), CloseError> {
        // Between whatever the caller has set before, and the look at who is inside.
        fence(Ordering::SeqCst);
        self.settle(cell, |nested| cell.is_untold(nested))
    }

    fn settle(&self, cell: &CallCell, done: impl Fn(bool) -> bool) -> Result<(), CloseError> {
        let limit = Instant::now().checked_add(self.office.options.close_limit);
        if self.office.dispatcher.settle(limit, done) {
            return Ok(());
        }
        tracing::error!(place = %cell.place(), "a callback did not return while the call was closed");
        Err(CloseError::CallbackRunning)
    }

    /// Takes a call off the line, and tells the hardware, which is asked to end it.
    fn abandon(&self, cell: &Arc<CallCell>) {
        if self.device.remove_call(cell) && !self.device.is_removed() {
            self.office.abandon_call(cell);
        }
    }

    /// Accepts nothing more, cancels what is open, and closes the calls that somebody has made or taken; the
    /// others stay as they are.
    pub(crate) fn shut(self: &Arc<Self>) {
        self.flags.fetch_or(CLOSED, Ordering::SeqCst);
        // Between this flag, and whatever the caller has set before, and the looks at who is inside.
        fence(Ordering::SeqCst);
        self.requests.shut();
        self.device.end_waiting();
        self.cancel_all(None);
        for cell in self.device.calls(Arc::clone) {
            if !cell.is_taken() {
                cell.touch();
            } else if cell.shut() {
                self.abandon(&cell);
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
        tracing::error!(line = %self.device.id, "a callback did not return while the line was closed");
        Err(CloseError::CallbackRunning)
    }

    /// The line has been removed: what is open on it is answered.
    pub(crate) fn close_removed(self: &Arc<Self>) {
        if let Err(error) = self.close() {
            tracing::error!(line = %self.device.id, %error, "a removed line did not close in time");
        }
    }
}
