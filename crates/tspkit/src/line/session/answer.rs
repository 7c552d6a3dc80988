//! How a request is answered.

use std::sync::Arc;

use tspkit_delivery::{Completed, Slot};
use tspkit_hal::{CompletionTarget, LineReply, Outcome, Token, contain};

use super::LineSession;
use crate::{
    call::{CallCell, CallError, Place},
    line::payload::{After, Payload, Route},
    office::{Deliverer, Job},
    request::index_of,
};

/// How a request ended.
pub(crate) type LineAnswer = Result<LineReply, CallError>;

impl LineSession {
    /// The driver gives a token back, with an answer.
    fn token_returned(self: Arc<Self>, token: Token, answer: LineAnswer, unwinding: bool) {
        let index = index_of(token);
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        // Before the token is back, for then the slot may be somebody else's.
        let unwanted = slot.payload.made().filter(|_| answer.is_ok());
        match slot.life.complete() {
            Completed::Won => return self.answer(index, false, answer, unwinding),
            Completed::Late => {}
            Completed::LateAndLast => {
                slot.payload.clear();
                self.requests.release(index);
            }
        }
        // The driver has made a call after its request had ended.
        if let Some(cell) = unwanted
            && !self.office.is_closed()
        {
            self.office.abandon_call_at(self.device.id, cell.id, true);
        }
    }

    /// Has an answer delivered, by the winner. Waiters are told here, also while a panic unwinds, for one who
    /// waits inside a callback keeps the queue from moving; everybody else is told one at a time.
    pub(super) fn answer(
        self: &Arc<Self>,
        index: u32,
        cancelled: bool,
        answer: LineAnswer,
        unwinding: bool,
    ) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let (calls, after) = slot.payload.ending();
        let (answer, news) = after.settle(&self.office, calls[0].as_ref(), answer);
        let dispatcher = &self.office.dispatcher;
        let job = |answer| Job::LineAnswer {
            session: self.clone(),
            index,
            cancelled,
            answer: Box::new(answer),
        };
        if let Some(extra) = slot.payload.take_waiting() {
            self.free(index, slot, cancelled, &calls);
            if let Some(waiter) = extra.waiter {
                waiter.resolve(answer);
            }
            dispatcher.announce();
        } else if unwinding {
            dispatcher.post(job(answer));
        } else {
            dispatcher.dispatch_parts(
                answer,
                |deliverer, answer| self.deliver(deliverer, index, cancelled, answer),
                job,
            );
        }
        // Only now, so that it is told after the answer.
        if let After::Made(made) = &after {
            made.flush(&self.office);
            if made.is_closed() {
                // By somebody who did not yet know that it would be made.
                self.office.abandon_call(made);
            }
            self.office.forget_unwanted(made);
        }
        if let ([Some(cell), _], Some(states)) = (calls, news) {
            cell.announce_info(&self.office, states);
        }
    }

    /// Gives the slot free, or leaves that to the driver's token.
    fn free(
        &self,
        index: u32,
        slot: &Slot<Payload>,
        cancelled: bool,
        calls: &[Option<Arc<CallCell>>],
    ) {
        if !cancelled || slot.life.answered() {
            slot.payload.clear();
            self.requests.release(index);
        }
        for cell in calls.iter().flatten() {
            cell.closes_request();
        }
    }

    /// Calls whoever the answer is for. The slot is free before that, so that the callback can use it.
    pub(crate) fn deliver(
        &self,
        deliverer: &Deliverer,
        index: u32,
        cancelled: bool,
        answer: LineAnswer,
    ) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let made = slot.payload.made();
        let (route, calls) = slot.payload.take_route();
        let _called = self.calling.enter();
        let _called_too = calls
            .each_ref()
            .map(|call| call.as_deref().map(CallCell::enter_callback));
        self.free(index, slot, cancelled, &calls);
        if let Some(made) = made {
            // The callback may wait for what comes of it.
            made.flush(&self.office);
        }
        match (route, &deliverer.line_sink) {
            (Route::Numbered(number), Some(sink)) => sink.completed(number, answer),
            (Route::Numbered(number), None) => {
                tracing::error!(
                    number,
                    "a numbered request in an office without a completion sink for lines"
                );
            }
            (Route::Extra(extra), _) => {
                if let Some(callback) = extra.callback {
                    callback(answer);
                }
            }
            (Route::Nowhere, _) => {}
        }
    }

    fn place_of(&self, token: Token) -> Place {
        let slot = self.requests.slot(index_of(token));
        let call = slot.and_then(|slot| slot.payload.call());
        call.map_or(self.place(), |cell| cell.place())
    }
}

impl CompletionTarget<LineReply> for LineSession {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<LineReply>) {
        let answer = outcome.map_err(|source| CallError::Hardware {
            place: self.place_of(token),
            source,
        });
        self.token_returned(token, answer, false);
    }

    fn abandon(self: Arc<Self>, token: Token) {
        let answer = Err(CallError::Abandoned {
            place: self.place_of(token),
        });
        self.token_returned(token, answer, true);
    }

    fn is_cancelled(&self, token: Token) -> bool {
        self.requests
            .slot(index_of(token))
            .is_none_or(|slot| slot.life.is_cancelled())
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        if let Some(slot) = self.requests.slot(index_of(token))
            && let Some(hook) = slot.payload.set_hook(hook, || slot.life.is_cancelled())
            && let Err(panic) = contain(hook)
        {
            tracing::error!(line = %self.device.id, panic, "the driver panicked in what it does on cancellation");
        }
    }

    /// Nothing that is asked of a line is worth following.
    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}
