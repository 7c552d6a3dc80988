//! Events on their way to the driver's user.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
};

use tspkit_hal::{Deadline, EventSink, PhoneEvent, PhoneId, ThreadMark};

use crate::lock;

/// Events are put in while the phone's lock is held, so that they leave in the order in which things happened,
/// and are told afterwards by one thread at a time with no lock held.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Debug, Default)]
struct State {
    sink: Option<EventSink>,
    waiting: VecDeque<(PhoneId, PhoneEvent)>,
    teller: Option<ThreadMark>,
}

/// Gives the telling up, also when the listener panics.
struct Teller<'a>(&'a Outbox);

impl Drop for Teller<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).teller = None;
        self.0.told.notify_all();
    }
}

impl Outbox {
    pub(crate) fn open(&self, sink: EventSink) {
        lock(&self.state).sink = Some(sink);
    }

    /// Puts events in; they go nowhere while nobody listens.
    pub(crate) fn put(&self, phone: PhoneId, events: impl IntoIterator<Item = PhoneEvent>) {
        let mut events = events.into_iter().peekable();
        if events.peek().is_none() {
            return;
        }
        let mut state = lock(&self.state);
        if state.sink.is_some() {
            state.waiting.extend(events.map(|event| (phone, event)));
        }
    }

    /// Tells what waits, unless another thread, or this one further up, is at it and will go on.
    pub(crate) fn tell(&self) {
        let teller = {
            let mut state = lock(&self.state);
            if state.teller.is_some() || state.waiting.is_empty() {
                return;
            }
            state.teller = Some(ThreadMark::current());
            Teller(self)
        };
        loop {
            let (sink, phone, event) = {
                let mut state = lock(&self.state);
                let next = state.sink.clone().zip(state.waiting.pop_front());
                let Some((sink, (phone, event))) = next else {
                    // Under the same lock, or an event put in now would be told by nobody.
                    state.teller = None;
                    std::mem::forget(teller);
                    break;
                };
                (sink, phone, event)
            };
            sink.phone(phone, event);
        }
        self.told.notify_all();
    }

    /// Tells nothing any more; waits until the event that is being told has been, unless by this thread.
    /// `false` when the deadline has passed.
    pub(crate) fn shut(&self, deadline: Deadline) -> bool {
        let mut state = lock(&self.state);
        state.sink = None;
        state.waiting.clear();
        let me = ThreadMark::current();
        while state.teller.is_some_and(|teller| teller != me) {
            if deadline.has_passed() {
                return false;
            }
            let waited = self.told.wait_timeout(state, deadline.remaining());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        true
    }
}
