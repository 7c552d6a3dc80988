//! What happens to lines, on its way to TAPI as messages.

use std::{sync::atomic::Ordering, time::Instant};

use tspkit::{
    LineEvent, LineId,
    abi::{LineAddressStates, LineDevStates, Message},
};
use tspkit_trace::Value;

use super::{OpenLine, caps::THE_ADDRESS};
use crate::{exports::Exports, handles::Entered, provider::Link, raw::LineEventProc};

/// No call.
const NO_CALL: usize = 0;

impl Link {
    pub(in crate::provider) fn tell_of_line(&self, line: LineId, event: &LineEvent) {
        match event {
            LineEvent::Added(_) if self.lines.added(line) => self.announce_line(line),
            LineEvent::Removed => self.line_removed(line),
            LineEvent::InService => {
                self.line_state(line, LineDevStates::INSERVICE, [0; 2]);
                self.line_state(line, LineDevStates::CONNECTED, [0; 2]);
                self.address_state(line, LineAddressStates::OTHER);
            }
            LineEvent::OutOfService => {
                self.line_state(line, LineDevStates::OUTOFSERVICE, [0; 2]);
                self.line_state(line, LineDevStates::DISCONNECTED, [0; 2]);
                // What can be done with the address is another thing now.
                self.address_state(line, LineAddressStates::OTHER);
            }
            LineEvent::CapabilitiesChanged(_) => {
                self.line_state(line, LineDevStates::CAPSCHANGE, [0; 2]);
                self.address_state(line, LineAddressStates::CAPSCHANGE);
            }
            LineEvent::Ringing { mode, count } => {
                if let Some(open) = self.open_line(line) {
                    open.ring_mode.store(*mode, Ordering::Relaxed);
                }
                // TAPI counts from zero, and has no message for a line that has stopped ringing.
                if *mode != 0 {
                    let before = count.saturating_sub(1);
                    self.line_state(line, LineDevStates::RINGING, [*mode, before]);
                }
            }
            LineEvent::DevSpecific { parameters, .. } => {
                if let Some(open) = self.open_line(line) {
                    open.tell(Message::LineDevSpecific, *parameters);
                }
            }
            _ => {}
        }
    }

    /// So much has happened that only what changed is left: also that a line came, or went.
    pub(in crate::provider) fn tell_line_merged(&self, line: LineId, states: LineDevStates) {
        if self.lines.added(line) {
            self.announce_line(line);
        }
        if states.contains(LineDevStates::REMOVED) {
            self.line_removed(line);
        } else {
            self.line_state(line, states, [0; 2]);
        }
    }

    /// Sends `LINE_LINEDEVSTATE`, as far as TAPI wants to know.
    fn line_state(&self, line: LineId, states: LineDevStates, details: [u32; 2]) {
        if let Some(open) = self.open_line(line) {
            open.tell_state(states, details);
        }
    }

    /// Sends `LINE_ADDRESSSTATE`, likewise.
    fn address_state(&self, line: LineId, states: LineAddressStates) {
        if let Some(open) = self.open_line(line) {
            open.tell_address_state(states);
        }
    }

    pub(crate) fn open_line(&self, line: LineId) -> Option<Entered<OpenLine>> {
        let handle = self.lines.handle(line)?;
        self.exports.handles().lines.enter(handle)
    }

    /// The line is gone: everything pending is answered, then its handle and those of its calls die, then its device
    /// id.
    fn line_removed(&self, line: LineId) {
        let (device, handle) = self.lines.removed(line);
        if let Some(open) = handle.and_then(|handle| self.exports.handles().lines.enter(handle))
            && let Some(closed) = open.close_all()
        {
            if let Err(error) = closed {
                tracing::error!(%line, %error, "a removed line did not close in time");
            }
            open.caller().tell(NO_CALL, Message::LineClose, [0; 3]);
        }
        if let Some(device) = device {
            self.tell_of_lines(Message::LineRemove, [device as usize, 0, 0]);
        }
    }

    fn announce_line(&self, line: LineId) {
        let params = [self.tapi_handle, self.temporary_id(line.0), 0];
        self.tell_of_lines(Message::LineCreate, params);
    }

    fn tell_of_lines(&self, message: Message, params: [usize; 3]) {
        if let Some(create) = self.line_create {
            call(self.exports, create, [0, NO_CALL], message, params);
        } else {
            tracing::warn!(
                ?message,
                "TAPI gave no function for lines that come and go; it is not told"
            );
        }
    }
}

impl OpenLine {
    /// What it takes to send messages about this line.
    pub(in crate::provider) fn caller(&self) -> Caller {
        Caller {
            exports: self.link.exports,
            event: self.event,
            tapi_line: self.tapi_handle,
        }
    }
}

impl Entered<OpenLine> {
    /// Sends a message about this line, unless it was closed inside the one before.
    pub(in crate::provider) fn tell(&self, message: Message, params: [usize; 3]) {
        if self.is_open() {
            self.caller().tell(NO_CALL, message, params);
        }
    }

    fn tell_state(&self, states: LineDevStates, details: [u32; 2]) {
        let states = self.wanted(states);
        if !states.is_empty() {
            let [first, second] = details.map(|detail| detail as usize);
            let params = [states.bits() as usize, first, second];
            self.tell(Message::LineLineDevState, params);
        }
    }

    fn tell_address_state(&self, states: LineAddressStates) {
        let states = self.wanted_of_address(states);
        if !states.is_empty() {
            let params = [THE_ADDRESS as usize, states.bits() as usize, 0];
            self.tell(Message::LineAddressState, params);
        }
    }

    /// Tells how many calls there are, if that is news.
    pub(in crate::provider) fn tell_counts(&self) {
        let (active, held, transfer) = self.line.call_counts();
        let few = |count: u32| count.min(0x3FF);
        let counts = few(active) | few(held) << 10 | few(transfer) << 20;
        let before = self.counted.swap(counts, Ordering::Relaxed);
        if before == counts {
            return;
        }
        self.tell_state(LineDevStates::NUMCALLS, [0; 2]);
        let mut states = LineAddressStates::NUMCALLS;
        states.set(LineAddressStates::INUSEZERO, counts == 0);
        states.set(LineAddressStates::INUSEONE, before == 0);
        self.tell_address_state(states);
    }
}

/// Sends messages about a line and its calls.
#[derive(Clone, Copy)]
pub(in crate::provider) struct Caller {
    exports: &'static Exports,
    event: LineEventProc,
    tapi_line: usize,
}

impl Caller {
    pub(in crate::provider) fn tell(self, tapi_call: usize, message: Message, params: [usize; 3]) {
        if let Some(event) = self.event {
            let about = [self.tapi_line, tapi_call];
            call(self.exports, event, about, message, params);
        }
    }
}

fn call(
    exports: &Exports,
    proc: unsafe extern "system" fn(usize, usize, u32, usize, usize, usize),
    about: [usize; 2],
    message: Message,
    params: [usize; 3],
) {
    let log = exports.log();
    let began = log.is_on().then(Instant::now);
    let ([line, call], [first, second, third]) = (about, params);
    // SAFETY: TAPI gave this function for as long as the line is open, or the provider initialised, and it is
    // called only then. What a parameter points to is alive.
    unsafe { proc(line, call, message.code(), first, second, third) };
    if let Some(began) = began {
        let arguments = [
            ("htLine", Value::Hex(line as u64)),
            ("htCall", Value::Hex(call as u64)),
            ("dwMsg", Value::Number(message.code().into())),
            ("dwParam1", Value::Hex(first as u64)),
            ("dwParam2", Value::Hex(second as u64)),
            ("dwParam3", Value::Hex(third as u64)),
        ];
        log.callback("LINEEVENT", &arguments, began.elapsed());
    }
}
