//! How a request is answered.

use std::sync::{Arc, atomic::Ordering};

use tspkit_delivery::{Completed, Slot};
use tspkit_hal::{CompletionTarget, Outcome, PhoneReply, Token, contain};

use super::Session;
use crate::{
    error::Error,
    event::Event,
    office::{Answer, Deliverer, Job},
    phone::payload::Payload,
    request::index_of,
};

impl Session {
    /// The driver gives a token back, with an answer.
    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
    fn token_returned(self: Arc<Self>, token: Token, answer: Answer, unwinding: bool) {
        let index = index_of(token);
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        // Before the token is back, for then the slot may be somebody else's.
        let area = slot.payload.area();
        match slot.life.complete() {
            Completed::Won => {
                if area.is_none() {
                    self.write_through(slot, &answer);
                }
                self.answer(index, false, answer, unwinding);
            }
            Completed::Late => self.area_is_clean(area),
            Completed::LateAndLast => {
                self.requests.release(index);
                self.area_is_clean(area);
            }
        }
    }

    /// Has the phone's status take in what a request has done. Here and not where it is delivered, so that it
    /// is in one order with the events that the driver tells before and after.
    #[cold]
    fn write_through(&self, slot: &Slot<Payload>, answer: &Answer) {
        let reply = match answer.as_deref() {
            None => &PhoneReply::Done,
            Some(Ok(reply)) => reply,
            Some(Err(_)) => return,
        };
        if let Some(asked) = slot.payload.take_asked() {
            self.device.note_answer(asked, reply);
        }
    }

    /// Has an answer delivered, by the winner. Waiters are told here, also while a panic unwinds, for one who
    /// waits inside a callback keeps the queue from moving; everybody else is told one at a time.
    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
    pub(super) fn answer(
        self: &Arc<Self>,
        index: u32,
        cancelled: bool,
        answer: Answer,
        unwinding: bool,
    ) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let dispatcher = &self.office.dispatcher;
        let job = |answer| Job::Answer {
            session: self.clone(),
            index,
            cancelled,
            answer,
        };
        if slot.payload.has_waiter() {
            self.answer_waiter(index, slot, cancelled, answer);
        } else if unwinding {
            dispatcher.post(job(answer));
        } else {
            dispatcher.dispatch_parts(
                answer,
                |deliverer, answer| self.deliver(deliverer, index, cancelled, answer),
                job,
            );
        }
    }

    #[cold]
    fn answer_waiter(&self, index: u32, slot: &Slot<Payload>, cancelled: bool, answer: Answer) {
        let result = answer.map_or(Ok(PhoneReply::Done), |answer| *answer);
        let extra = slot.payload.take_extra();
        let downloaded = slot.payload.download().filter(|_| result.is_ok());
        self.free(index, slot, cancelled);
        if let Some(waiter) = extra.and_then(|extra| extra.waiter) {
            waiter.resolve(result);
        }
        self.office.dispatcher.announce();
        if let Some(event) = self.news_of(downloaded) {
            self.office.queue_event(&self.device, event);
        }
    }

    /// Gives the slot free, or leaves that to the driver's token.
    fn free(&self, index: u32, slot: &Slot<Payload>, cancelled: bool) {
        if !cancelled || slot.life.answered() {
            self.requests.release(index);
        }
    }

    /// Calls whoever the answer is for. The slot is free before that, so that the callback can use it.
    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
    pub(crate) fn deliver(
        &self,
        deliverer: &Deliverer,
        index: u32,
        cancelled: bool,
        answer: Answer,
    ) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        if let (None, false, Some(sink)) = (&answer, cancelled, &deliverer.sink)
            && let Some((number, downloaded)) = slot.payload.plain_number()
        {
            let called = self.calling.enter();
            self.requests.release(index);
            sink.completed(number, Ok(PhoneReply::Done));
            if let Some(event) = self.news_of(downloaded) {
                deliverer.tell(&event);
            }
            drop(called);
        } else {
            self.deliver_any(deliverer, index, slot, cancelled, answer);
        }
    }

    /// The event for the area that has been downloaded to, if it is to be told.
    fn news_of(&self, downloaded: Option<u32>) -> Option<Event> {
        let phone = self.id;
        downloaded
            .filter(|_| !self.downloads_untold.load(Ordering::SeqCst))
            .map(|area| Event::Downloaded { phone, area })
    }

    fn deliver_any(
        &self,
        deliverer: &Deliverer,
        index: u32,
        slot: &Slot<Payload>,
        cancelled: bool,
        answer: Answer,
    ) {
        let number = slot.payload.number();
        let extra = slot.payload.take_extra();
        let succeeded = answer.as_ref().is_none_or(|answer| answer.is_ok());
        let downloaded = slot.payload.download().filter(|_| succeeded);
        let called = self.calling.enter();
        self.free(index, slot, cancelled);
        match (number, &deliverer.sink) {
            (Some(number), Some(sink)) => match answer {
                None => sink.completed(number, Ok(PhoneReply::Done)),
                Some(answer) => sink.completed(number, *answer),
            },
            (Some(number), None) => {
                tracing::error!(
                    number,
                    "a numbered request in an office without a completion sink"
                );
            }
            (None, _) => {
                let result = answer.map_or(Ok(PhoneReply::Done), |answer| *answer);
                if let Some(callback) = extra.and_then(|extra| extra.callback) {
                    callback(result);
                }
            }
        }
        if let Some(event) = self.news_of(downloaded) {
            deliverer.tell(&event);
        }
        drop(called);
    }
}

impl CompletionTarget<PhoneReply> for Session {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<PhoneReply>) {
        let answer = match outcome {
            Ok(PhoneReply::Done) => None,
            Ok(reply) => Some(Box::new(Ok(reply))),
            Err(source) => Some(Box::new(Err(Error::Hardware {
                phone: self.id,
                source,
            }))),
        };
        self.token_returned(token, answer, false);
    }

    fn abandon(self: Arc<Self>, token: Token) {
        let answer = Some(Box::new(Err(Error::Abandoned { phone: self.id })));
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
        {
            self.call(hook);
        }
    }

    fn progress(&self, token: Token, done: u64, total: u64) {
        if let Some(slot) = self.requests.slot(index_of(token))
            && let Some(listener) = slot.payload.progress()
            && !slot.life.is_cancelled()
        {
            let listen = || listener(done, total);
            if let Err(panic) = contain(listen) {
                tracing::error!(phone = %self.id, panic, "a progress listener panicked");
            }
        }
    }
}
