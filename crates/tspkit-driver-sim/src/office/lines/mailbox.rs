//! Answers and events on their way to the user of one line.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
};

use tspkit_hal::{
    Completion, Deadline, EventSink, LineEvent, LineId, LineReply, Outcome, ThreadMark,
};

use crate::lock;

/// What is told.
#[derive(Debug)]
pub(super) enum Item {
    Answer(Completion<LineReply>, Outcome<LineReply>),
    Event(LineEvent),
}

/// Answers and events leave in the order in which they were put in, told by one thread at a time with no lock held.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    state: Mutex<State>,
    told: Condvar,
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Item>,
    /// How many have been put in.
    put: u64,
    teller: Option<ThreadMark>,
}

/// Gives the telling up, also when the listener panics.
struct Teller<'a>(&'a Mailbox);

impl Drop for Teller<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).teller = None;
        self.0.told.notify_all();
    }
}

fn tell(line: LineId, item: Item, sink: Option<&EventSink>) {
    match (item, sink) {
        (Item::Answer(done, outcome), _) => done.complete(outcome),
        (Item::Event(event), Some(sink)) => sink.line(line, event),
        // Nobody listens any more.
        (Item::Event(_), None) => {}
    }
}

impl Mailbox {
    /// Puts something in. Its number.
    pub(super) fn put(&self, item: Item) -> u64 {
        let mut state = lock(&self.state);
        state.waiting.push_back(item);
        state.put += 1;
        state.put
    }

    /// Tells what waits, unless another thread is at it and will go on. A thread that is at it further up goes on as
    /// far as `until`, so that whoever asks inside a callback gets the answer there; what follows is told further
    /// up, lest callbacks nest without end.
    pub(super) fn tell(
        &self,
        line: LineId,
        until: Option<u64>,
        sink: impl FnOnce() -> Option<EventSink>,
    ) {
        let me = ThreadMark::current();
        let teller = {
            let mut state = lock(&self.state);
            match state.teller {
                Some(teller) if teller == me => None,
                Some(_) => return,
                None if state.waiting.is_empty() => return,
                None => {
                    state.teller = Some(me);
                    Some(Teller(self))
                }
            }
        };
        let nested = teller.is_none();
        let sink = sink();
        loop {
            let item = {
                let mut state = lock(&self.state);
                let next = state.put + 1 - state.waiting.len() as u64;
                if nested && until.is_none_or(|until| next > until) {
                    return;
                }
                let Some(item) = state.waiting.pop_front() else {
                    // Under the same lock, or what is put in now would be told by nobody.
                    state.teller = None;
                    std::mem::forget(teller);
                    break;
                };
                item
            };
            tell(line, item, sink.as_ref());
        }
        self.told.notify_all();
    }

    /// Nothing waits, and nobody tells.
    pub(super) fn is_settled(&self) -> bool {
        let state = lock(&self.state);
        state.waiting.is_empty() && state.teller.is_none()
    }

    /// Tells the answers that wait and drops the events; waits until what is being told has been, unless by this
    /// thread. `false` when the deadline has passed.
    pub(super) fn shut(&self, line: LineId, deadline: Deadline) -> bool {
        let me = ThreadMark::current();
        let mut state = lock(&self.state);
        loop {
            let waiting = std::mem::take(&mut state.waiting);
            if !waiting.is_empty() {
                drop(state);
                for item in waiting {
                    tell(line, item, None);
                }
                state = lock(&self.state);
                continue;
            }
            if state.teller.is_none_or(|teller| teller == me) {
                return true;
            }
            if deadline.has_passed() {
                return false;
            }
            let waited = self.told.wait_timeout(state, deadline.remaining());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
