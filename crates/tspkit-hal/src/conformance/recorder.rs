//! The driver's user: it keeps all that it is told.

use std::{
    collections::HashMap,
    sync::{Arc, MutexGuard},
    time::Duration,
};

use super::{
    gate::Gate,
    watched::{End, Watched},
};
use crate::{
    completion::{Completion, CompletionTarget, Outcome, Token},
    event::{EventTarget, PhoneEvent},
    ids::{LineId, PhoneId},
    line::LineEvent,
    reply::PhoneReply,
};

#[derive(Default)]
pub(super) struct Recorder {
    watched: Watched<State>,
    gate: Gate,
}

#[derive(Default)]
struct State {
    requests: HashMap<u64, Request>,
    last: u64,
    /// What must not happen and did.
    faults: Vec<String>,
    events: Vec<(PhoneId, PhoneEvent)>,
}

struct Request {
    what: String,
    end: Option<End<PhoneReply>>,
    cancelled: bool,
    hook: Option<Box<dyn FnOnce() + Send>>,
    progress: u64,
}

impl Recorder {
    fn state(&self) -> MutexGuard<'_, State> {
        self.watched.state()
    }

    /// A new request's token.
    pub(super) fn request(self: &Arc<Self>, what: String) -> (u64, Completion<PhoneReply>) {
        let mut state = self.state();
        state.last += 1;
        let token = state.last;
        let request = Request {
            what,
            end: None,
            cancelled: false,
            hook: None,
            progress: 0,
        };
        state.requests.insert(token, request);
        (token, Completion::new(self.clone(), Token(token)))
    }

    /// How a request has ended, if it has.
    pub(super) fn end(&self, token: u64) -> Option<End<PhoneReply>> {
        self.state().requests.get(&token)?.end.clone()
    }

    /// Waits for the end of a request.
    pub(super) fn wait_end(&self, token: u64, limit: Duration) -> Option<End<PhoneReply>> {
        self.watched
            .wait(limit, |state| state.requests.get(&token)?.end.clone())
    }

    /// Waits for an event that fits.
    pub(super) fn wait_event(
        &self,
        limit: Duration,
        fits: impl Fn(PhoneId, &PhoneEvent) -> bool,
    ) -> Option<(PhoneId, PhoneEvent)> {
        let fits = |(phone, event): &&(PhoneId, PhoneEvent)| fits(*phone, event);
        self.watched
            .wait(limit, |state| state.events.iter().find(fits).cloned())
    }

    /// What was asked with a token, for messages.
    pub(super) fn what(&self, token: u64) -> String {
        let state = self.state();
        state
            .requests
            .get(&token)
            .map_or_else(String::new, |request| request.what.clone())
    }

    /// The requests that have not ended.
    pub(super) fn pending(&self) -> Vec<String> {
        let state = self.state();
        let pending = state
            .requests
            .values()
            .filter(|request| request.end.is_none());
        pending.map(|request| request.what.clone()).collect()
    }

    /// Cancels a request, as the SDK would.
    pub(super) fn cancel(&self, token: u64) {
        let hook = self.state().requests.get_mut(&token).and_then(|request| {
            request.cancelled = true;
            request.hook.take()
        });
        if let Some(hook) = hook {
            hook();
        }
    }

    pub(super) fn events(&self) -> Vec<(PhoneId, PhoneEvent)> {
        self.state().events.clone()
    }

    pub(super) fn faults(&self) -> Vec<String> {
        self.state().faults.clone()
    }

    /// Makes the answers of other threads wait until [`open_gate`](Self::open_gate), at most that long.
    pub(super) fn close_gate(&self, limit: Duration) {
        self.gate.close(limit);
    }

    pub(super) fn open_gate(&self) {
        if !self.gate.open() {
            let fault = "submit waited until a request was answered".to_owned();
            self.state().faults.push(fault);
        }
    }

    fn ended(&self, token: Token, end: End<PhoneReply>) {
        self.gate.pass();
        let hook = {
            let mut state = self.state();
            let hook = match state.requests.get_mut(&token.0) {
                Some(request) if request.end.is_none() => {
                    request.end = Some(end);
                    request.hook.take()
                }
                Some(request) => {
                    let fault = format!("{} was answered twice", request.what);
                    state.faults.push(fault);
                    None
                }
                None => {
                    state.faults.push(format!(
                        "a token that was never given out was answered: {}",
                        token.0
                    ));
                    None
                }
            };
            drop(state);
            hook
        };
        // Dropped without the lock: it is the driver's.
        drop(hook);
        self.watched.changed();
    }
}

impl CompletionTarget<PhoneReply> for Recorder {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<PhoneReply>) {
        self.ended(token, End::Answer(outcome));
    }

    fn abandon(self: Arc<Self>, token: Token) {
        self.ended(token, End::Dropped);
    }

    fn is_cancelled(&self, token: Token) -> bool {
        self.state()
            .requests
            .get(&token.0)
            .is_none_or(|request| request.cancelled)
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        let mut state = self.state();
        let (now, old) = match state.requests.get_mut(&token.0) {
            Some(request) if request.end.is_none() && !request.cancelled => {
                (None, request.hook.replace(hook))
            }
            Some(request) if request.end.is_none() => (Some(hook), None),
            _ => (None, Some(hook)),
        };
        drop(state);
        drop(old);
        if let Some(hook) = now {
            hook();
        }
    }

    fn progress(&self, token: Token, done: u64, total: u64) {
        let mut state = self.state();
        let Some(request) = state.requests.get_mut(&token.0) else {
            return;
        };
        let before = std::mem::replace(&mut request.progress, done);
        let what = if done > total {
            format!("{} reported {done} of {total} bytes", request.what)
        } else if done < before {
            format!("{} reported {done} bytes after {before}", request.what)
        } else {
            return;
        };
        state.faults.push(what);
    }
}

impl EventTarget for Recorder {
    fn phone_event(&self, phone: PhoneId, event: PhoneEvent) {
        self.state().events.push((phone, event));
        self.watched.changed();
    }

    fn line_event(&self, _line: LineId, _event: LineEvent) {}
}
