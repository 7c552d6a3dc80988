//! The user of a driver's lines: it keeps all that it is told, and sees at once what must not be.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, MutexGuard},
    time::Duration,
};

use super::super::watched::{End, Watched};
use crate::{
    completion::{Completion, CompletionTarget, Outcome, Token},
    event::{EventTarget, PhoneEvent},
    ids::{CallId, LineId, PhoneId},
    line::{CallStatus, LineEvent, LineReply, LineRequest},
};

/// The bit that calls that come in have set.
pub(super) const INCOMING: u32 = 1 << 31;

#[derive(Default)]
pub(super) struct Recorder(Watched<State>);

#[derive(Default)]
struct State {
    lines: HashSet<LineId>,
    requests: HashMap<u64, Request>,
    last: u64,
    calls: HashMap<(LineId, CallId), Call>,
    events: usize,
    /// What must not happen and did.
    faults: Vec<String>,
}

struct Request {
    what: String,
    /// The call that it begins.
    begins: Option<(LineId, CallId)>,
    end: Option<End<LineReply>>,
    /// What the driver would do on cancellation; nothing is cancelled here.
    hook: Option<Box<dyn FnOnce() + Send>>,
}

/// What is known of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    /// It was asked for.
    Asked,
    /// It could not be made.
    Failed,
    /// There is one, in a state or not yet.
    Is(Option<CallStatus>),
}

impl Recorder {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state()
    }

    /// These lines are known.
    pub(super) fn knows(&self, lines: impl IntoIterator<Item = LineId>) {
        self.state().lines.extend(lines);
    }

    /// The token for a request to a line.
    pub(super) fn request(
        self: &Arc<Self>,
        line: LineId,
        request: &LineRequest,
    ) -> (u64, Completion<LineReply>) {
        let begins = match request {
            LineRequest::MakeCall { call, .. } => Some((line, *call)),
            LineRequest::SetupTransfer { consultation, .. } => Some((line, *consultation)),
            _ => None,
        };
        let mut state = self.state();
        state.last += 1;
        let token = state.last;
        if let Some(call) = begins {
            state.calls.entry(call).or_insert(Call::Asked);
        }
        let request = Request {
            what: format!("{} for {line}", request.name()),
            begins,
            end: None,
            hook: None,
        };
        state.requests.insert(token, request);
        (token, Completion::new(self.clone(), Token(token)))
    }

    pub(super) fn wait_end(&self, token: u64, limit: Duration) -> Option<End<LineReply>> {
        self.0
            .wait(limit, |state| state.requests.get(&token)?.end.clone())
    }

    /// Waits until a call is over.
    pub(super) fn wait_idle(&self, line: LineId, call: CallId, limit: Duration) -> bool {
        let idle = Call::Is(Some(CallStatus::Idle));
        let over = |state: &State| (state.calls.get(&(line, call)) == Some(&idle)).then_some(());
        self.0.wait(limit, over).is_some()
    }

    /// Waits until a call has come in on a line, other than those.
    pub(super) fn wait_incoming(
        &self,
        line: LineId,
        known: &[CallId],
        limit: Duration,
    ) -> Option<CallId> {
        self.0.wait(limit, |state| {
            let mut calls = state.calls.iter();
            let new = calls.find(|((at, call), is)| {
                *at == line && matches!(is, Call::Is(Some(_))) && !known.contains(call)
            });
            new.map(|((_, call), _)| *call)
        })
    }

    pub(super) fn what(&self, token: u64) -> String {
        let state = self.state();
        let request = state.requests.get(&token);
        request.map_or_else(String::new, |request| request.what.clone())
    }

    /// The requests that have not ended.
    pub(super) fn pending(&self) -> Vec<String> {
        let state = self.state();
        let requests = state.requests.values();
        let pending = requests.filter(|request| request.end.is_none());
        pending.map(|request| request.what.clone()).collect()
    }

    /// How many events there have been.
    pub(super) fn events(&self) -> usize {
        self.state().events
    }

    pub(super) fn first_fault(&self) -> Option<String> {
        self.state().faults.first().cloned()
    }

    /// Whatever was known of calls is forgotten: the driver has stopped, and they are gone with it.
    pub(super) fn forget_calls(&self) {
        self.state().calls.clear();
    }

    fn ended(&self, token: Token, end: End<LineReply>) {
        let hook = {
            let mut state = self.state();
            let state = &mut *state;
            let Some(request) = state.requests.get_mut(&token.0) else {
                return;
            };
            if request.end.is_some() {
                state
                    .faults
                    .push(format!("{} was answered twice", request.what));
            }
            if let Some(call) = request.begins {
                let made = matches!(end, End::Answer(Ok(_)));
                if let Some(known @ Call::Asked) = state.calls.get_mut(&call) {
                    *known = if made { Call::Is(None) } else { Call::Failed };
                }
            }
            request.end = Some(end);
            request.hook.take()
        };
        // Dropped without the lock: it is the driver's.
        drop(hook);
        self.0.changed();
    }
}

impl State {
    fn event(&mut self, line: LineId, event: &LineEvent) {
        self.events += 1;
        if let LineEvent::Added(_) = event {
            self.lines.insert(line);
        } else if !self.lines.contains(&line) {
            self.faults.push(format!(
                "{line}, which the inventory does not have, sent {event:?}"
            ));
        }
        let Some(call) = event.call() else {
            return;
        };
        let known = self.calls.get(&(line, call)).copied();
        if let LineEvent::NewCall { status, .. } = event {
            if call.0 & INCOMING == 0 {
                self.faults.push(format!(
                    "{call} came in on {line} without the topmost bit in its number"
                ));
            }
            if known.is_some() {
                self.faults.push(format!(
                    "{call} came in on {line}, which has or had such a call"
                ));
            }
            self.calls.insert((line, call), Call::Is(Some(*status)));
            return;
        }
        let wrong = match known {
            None => "a call that nobody knows",
            Some(Call::Asked) => "a call before the answer that it was made",
            Some(Call::Failed) => "a call that could not be made",
            Some(Call::Is(Some(CallStatus::Idle))) => "a call that is over",
            Some(Call::Is(_)) => {
                if let LineEvent::CallState { status, .. } = event {
                    self.calls.insert((line, call), Call::Is(Some(*status)));
                }
                return;
            }
        };
        self.faults
            .push(format!("{line} sent {event:?} about {wrong}"));
    }
}

impl CompletionTarget<LineReply> for Recorder {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<LineReply>) {
        self.ended(token, End::Answer(outcome));
    }

    fn abandon(self: Arc<Self>, token: Token) {
        self.ended(token, End::Dropped);
    }

    fn is_cancelled(&self, token: Token) -> bool {
        !self.state().requests.contains_key(&token.0)
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        let unused = {
            let mut state = self.state();
            match state.requests.get_mut(&token.0) {
                Some(request) if request.end.is_none() => request.hook.replace(hook),
                _ => Some(hook),
            }
        };
        drop(unused);
    }

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

impl EventTarget for Recorder {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        self.state().event(line, &event);
        self.0.changed();
    }
}
