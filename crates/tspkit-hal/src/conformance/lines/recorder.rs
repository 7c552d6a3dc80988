//! The user of a driver's lines: it keeps all that it is told, and sees at once what must not be.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, MutexGuard},
    time::Duration,
};

use tspkit_abi::LineBearerModes;

use super::super::{
    gate::Gate,
    watched::{End, Watched},
};
use crate::{
    completion::{Completion, CompletionTarget, Outcome, Token},
    event::{EventTarget, PhoneEvent},
    ids::{CallId, LineId, PhoneId},
    line::{CallChange, CallStatus, LineEvent, LineInfo, LineReply, LineRequest},
};

/// The bit that calls that come in have set.
pub(super) const INCOMING: u32 = 1 << 31;

#[derive(Default)]
pub(super) struct Recorder {
    watched: Watched<State>,
    gate: Gate,
}

#[derive(Default)]
struct State {
    lines: HashSet<LineId>,
    /// Those that were added, and those that are gone.
    added: Vec<LineId>,
    removed: HashSet<LineId>,
    /// What was told last of whether they are in service.
    service: HashMap<LineId, bool>,
    /// What was told last of calls' bearer modes.
    bearers: HashMap<(LineId, CallId), LineBearerModes>,
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
    cancelled: bool,
    /// What the driver does on cancellation.
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
        self.watched.state()
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
            cancelled: false,
            hook: None,
        };
        state.requests.insert(token, request);
        (token, Completion::new(self.clone(), Token(token)))
    }

    pub(super) fn wait_end(&self, token: u64, limit: Duration) -> Option<End<LineReply>> {
        self.watched
            .wait(limit, |state| state.requests.get(&token)?.end.clone())
    }

    /// How a request has ended, if it has.
    pub(super) fn end(&self, token: u64) -> Option<End<LineReply>> {
        self.state().requests.get(&token)?.end.clone()
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

    /// Makes the answers of other threads wait until [`open_gate`](Self::open_gate), at most that long.
    pub(super) fn close_gate(&self, limit: Duration) {
        self.gate.close(limit);
    }

    pub(super) fn open_gate(&self) {
        if !self.gate.open() {
            let fault = "submit_line waited until a request was answered".to_owned();
            self.state().faults.push(fault);
        }
    }

    /// Waits until a call is over.
    pub(super) fn wait_idle(&self, line: LineId, call: CallId, limit: Duration) -> bool {
        self.wait_status(line, call, limit, |status| status == CallStatus::Idle)
    }

    /// Waits until a call is in a state that fits.
    pub(super) fn wait_status(
        &self,
        line: LineId,
        call: CallId,
        limit: Duration,
        fits: impl Fn(CallStatus) -> bool,
    ) -> bool {
        let found = |state: &State| match state.calls.get(&(line, call)) {
            Some(Call::Is(Some(status))) if fits(*status) => Some(()),
            _ => None,
        };
        self.watched.wait(limit, found).is_some()
    }

    /// Waits until a call is carried in that way.
    pub(super) fn wait_bearer(
        &self,
        line: LineId,
        call: CallId,
        mode: LineBearerModes,
        limit: Duration,
    ) -> bool {
        let found = |state: &State| (state.bearers.get(&(line, call)) == Some(&mode)).then_some(());
        self.watched.wait(limit, found).is_some()
    }

    /// Waits until a line was told to be in service, or not.
    pub(super) fn wait_service(&self, line: LineId, is: bool, limit: Duration) -> bool {
        let found = |state: &State| (state.service.get(&line) == Some(&is)).then_some(());
        self.watched.wait(limit, found).is_some()
    }

    /// Waits until a line was added.
    pub(super) fn wait_added(&self, limit: Duration) -> Option<LineId> {
        self.watched
            .wait(limit, |state| state.added.first().copied())
    }

    /// Waits until a call has come in on a line, other than those.
    pub(super) fn wait_incoming(
        &self,
        line: LineId,
        known: &[CallId],
        limit: Duration,
    ) -> Option<CallId> {
        self.watched.wait(limit, |state| {
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
        self.gate.pass();
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
        self.watched.changed();
    }
}

impl State {
    fn added(&mut self, line: LineId, info: &LineInfo) {
        if info.id != line {
            let fault = format!("the event that adds {line} describes {}", info.id);
            self.faults.push(fault);
        }
        if !self.lines.insert(line) {
            let fault = format!("a line was added as {line}, which is another's number already");
            self.faults.push(fault);
        }
        self.added.push(line);
    }

    fn event(&mut self, line: LineId, event: &LineEvent) {
        self.events += 1;
        if let LineEvent::Added(info) = event {
            self.added(line, info);
        } else if self.removed.contains(&line) {
            self.faults
                .push(format!("{line}, which was removed, sent {event:?}"));
        } else if !self.lines.contains(&line) {
            self.faults.push(format!(
                "{line}, which the inventory does not have, sent {event:?}"
            ));
        }
        match event {
            LineEvent::Removed => {
                self.removed.insert(line);
            }
            LineEvent::InService => {
                self.service.insert(line, true);
            }
            LineEvent::OutOfService => {
                self.service.insert(line, false);
            }
            _ => {}
        }
        let Some(call) = event.call() else {
            return;
        };
        if let Some(mode) = bearer_mode(event) {
            self.bearers.insert((line, call), mode);
        }
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

/// What an event says of what carries its call.
fn bearer_mode(event: &LineEvent) -> Option<LineBearerModes> {
    match event {
        LineEvent::NewCall { info, .. } => Some(info.bearer_mode),
        LineEvent::CallChanged {
            change: CallChange::BearerMode(mode),
            ..
        } => Some(*mode),
        _ => None,
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
        let state = self.state();
        let request = state.requests.get(&token.0);
        request.is_none_or(|request| request.cancelled)
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        let (now, unused) = {
            let mut state = self.state();
            match state.requests.get_mut(&token.0) {
                Some(request) if request.end.is_none() && !request.cancelled => {
                    (None, request.hook.replace(hook))
                }
                Some(request) if request.end.is_none() => (Some(hook), None),
                _ => (None, Some(hook)),
            }
        };
        drop(unused);
        if let Some(hook) = now {
            hook();
        }
    }

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

impl EventTarget for Recorder {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        self.state().event(line, &event);
        self.watched.changed();
    }
}
