//! What happens to calls, on its way to TAPI as messages.

use std::sync::atomic::Ordering;

use tspkit::{
    CallEvent, CallId, CallStatus, LineId,
    abi::{CallState, LineCallInfoStates, Message},
};

use super::OpenCall;
use crate::{
    handles::Entered,
    provider::{
        Link,
        line::{Known, OpenLine},
    },
};

impl Link {
    /// Tells TAPI what has happened to a call.
    pub(in crate::provider) fn tell_of_call(&self, line: LineId, call: CallId, event: CallEvent) {
        let Some(line) = self.open_line(line) else {
            return;
        };
        match event {
            CallEvent::State(status) => {
                if let Some(open) = line.call_to_tell(call, status) {
                    open.tell_status(status);
                }
                if status == CallStatus::Idle {
                    line.forget_call(call, Known::Dismissed);
                    line.call_settled(call);
                }
                line.tell_counts();
            }
            CallEvent::Info(states) => match line.known_call(call) {
                Some(_) => {
                    if let Some(open) = line.announced_call(call) {
                        open.tell_info(states);
                    }
                }
                None => line.try_again(call),
            },
            CallEvent::DevSpecific(params) => {
                if let Some(open) = line.announced_call(call) {
                    open.tell(Message::LineCallDevSpecific, params);
                }
            }
            // Its state comes next, and TAPI is told of both together.
            _ => {}
        }
    }
}

impl Entered<OpenLine> {
    /// The call that TAPI is to be told a state of: one that it knows, or one that it can be told of now.
    fn call_to_tell(&self, call: CallId, status: CallStatus) -> Option<Entered<OpenCall>> {
        match self.known_call(call) {
            Some(_) => self.announced_call(call),
            None if status == CallStatus::Idle => None,
            None => self.announce_call(call),
        }
    }

    /// A call that TAPI knows.
    fn announced_call(&self, call: CallId) -> Option<Entered<OpenCall>> {
        match self.known_call(call)? {
            Known::Handle(handle) => self.link.exports.handles().calls.enter(handle),
            Known::Dismissed => None,
        }
    }

    /// A call that TAPI does not know has changed: there may be somebody for it now, or room. What is told of it then
    /// keeps its order with what waits to be told.
    fn try_again(&self, id: CallId) {
        if let Some(call) = self.line.watch_call(id)
            && self.wants_media(call.media_mode())
        {
            call.tell_anew();
        }
    }

    /// Sends `LINE_NEWCALL` for a call that TAPI does not know, if there is anybody to own it. TAPI may have no
    /// room for it yet: then it is tried again after a while, or when something else happens to the call, and nothing
    /// is told of it until then.
    fn announce_call(&self, id: CallId) -> Option<Entered<OpenCall>> {
        let call = self.line.watch_call(id)?;
        if !self.wants_media(call.media_mode()) {
            return None;
        }
        let calls = &self.link.exports.handles().calls;
        let handle = calls.insert(OpenCall::new(self, call, 0));
        let Some(handle) = handle else {
            tracing::error!(call = %id, "there are more calls than handles; TAPI is not told of one");
            return None;
        };
        let open = calls.enter(handle)?;
        let known = Known::Handle(handle);
        self.know_call(id, known);
        let mut tapi_handle = 0_usize;
        let params = [handle, (&raw mut tapi_handle).expose_provenance(), 0];
        self.tell(Message::LineNewCall, params);
        if tapi_handle == 0 {
            tracing::warn!(call = %id, "TAPI has no room for another call now");
            open.close();
            self.forget_call(id, known);
            open.call.tell_anew_after(self.call_refused(id));
            return None;
        }
        self.call_settled(id);
        open.tapi_handle.store(tapi_handle, Ordering::SeqCst);
        Some(open)
    }
}

impl Entered<OpenCall> {
    fn tell_status(&self, status: CallStatus) {
        if !self.note_told(status) {
            return;
        }
        let media_mode = self.media_mode(self.call.media_mode());
        let params = [status.state().bits(), status.detail(), media_mode.bits()];
        self.tell(Message::LineCallState, params.map(|param| param as usize));
    }

    fn tell_info(&self, states: LineCallInfoStates) {
        // One that could not be made is none of TAPI's, though its handle waits to be closed.
        if self.call.status().is_none() && self.call.state() == CallState::Disconnected {
            return;
        }
        self.tell(Message::LineCallInfo, [states.bits() as usize, 0, 0]);
    }

    /// Sends a message about this call, unless it was closed inside the one before.
    fn tell(&self, message: Message, params: [usize; 3]) {
        if self.is_open() {
            let tapi_handle = self.tapi_handle.load(Ordering::SeqCst);
            self.caller.tell(tapi_handle, message, params);
        }
    }
}
