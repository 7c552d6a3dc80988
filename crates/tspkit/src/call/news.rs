//! How what the hardware tells of a call is taken in.

use std::sync::Arc;

use bytes::Bytes;
use tspkit_abi::LineCallInfoStates;
use tspkit_hal::{CallChange, CallStatus, LineEvent};

use super::{
    Place,
    cell::{CallCell, Phase, State},
    event::CallEvent,
    received::{Arrival, Received},
    transitions,
};
use crate::office::OfficeCore;

/// How many events can wait for the answer that says that their call was made.
const EARLY: usize = 256;

impl CallCell {
    /// Takes in an event of this call; `true` when nobody needs the call any more.
    pub(crate) fn note(self: &Arc<Self>, office: &OfficeCore, event: LineEvent) -> bool {
        if self.is_closed() {
            return false;
        }
        let place = self.place();
        let limit = self.device.model().user_user.receive;
        self.update(office, |state, tell| {
            if state.phase == Phase::Making || state.holding {
                if state.early.len() < EARLY {
                    state.early.push(event);
                } else {
                    tracing::error!(%place, ?event, "too many events of a call that is not yet made; this one is lost");
                }
            } else {
                state.note(place, event, limit, tell);
            }
            state.is_idle() && !self.has_handles()
        })
    }

    /// A call that was found is announced, with its first state.
    pub(crate) fn announce(self: &Arc<Self>, office: &OfficeCore) {
        self.update(office, |state, tell| {
            tell(CallEvent::New);
            if let Some(status) = state.status {
                tell(CallEvent::State(status));
            }
        });
    }

    /// The answer that the call was made is out: what has come of it since can be told.
    pub(crate) fn flush(self: &Arc<Self>, office: &OfficeCore) {
        let place = self.place();
        let limit = self.device.model().user_user.receive;
        self.update(office, |state, tell| {
            if std::mem::take(&mut state.holding) {
                for event in std::mem::take(&mut state.early) {
                    state.note(place, event, limit, tell);
                }
            }
        });
    }

    /// The line is gone, and the call with it.
    pub(crate) fn end(self: &Arc<Self>, office: &OfficeCore) {
        self.update(office, |state, tell| {
            if state.phase == Phase::Up && !state.is_idle() {
                state.enter(CallStatus::Idle);
                tell(CallEvent::State(CallStatus::Idle));
            }
        });
    }
}

impl State {
    fn note(
        &mut self,
        place: Place,
        event: LineEvent,
        limit: u32,
        tell: &mut dyn FnMut(CallEvent),
    ) {
        if self.phase != Phase::Up || self.is_idle() {
            tracing::debug!(%place, ?event, "an event of a call that is over; it is ignored");
            return;
        }
        match event {
            LineEvent::CallState { status, .. } if self.status == Some(status) => {}
            LineEvent::CallState { status, .. } => {
                self.check_transition(place, status);
                self.enter(status);
                tell(CallEvent::State(status));
            }
            LineEvent::CallChanged { change, .. } => {
                let states = match change {
                    CallChange::UserUserInfo { data, more } => {
                        self.receive(place, data, more, limit)
                    }
                    other => self.known.note(other),
                };
                self.tell_info(states, tell);
            }
            LineEvent::DevSpecific { parameters, .. } => tell(CallEvent::DevSpecific(parameters)),
            _ => {}
        }
    }

    /// The hardware knows what it does: what TAPI has no transition for is taken as it is, and logged.
    fn check_transition(&self, place: Place, status: CallStatus) {
        if let Some(next) = status.call_state()
            && !transitions::is_legal(self.seen, next)
        {
            tracing::warn!(%place, from = ?self.seen, to = ?status, "the driver reports a change of state that TAPI does not have");
        }
    }

    pub(super) fn enter(&mut self, status: CallStatus) {
        self.status = Some(status);
        if let Some(seen) = status.call_state() {
            self.seen = seen;
        }
    }

    /// Takes in a message, or a part of one; says what there is new to read.
    pub(super) fn receive(
        &mut self,
        place: Place,
        data: Bytes,
        more: bool,
        limit: u32,
    ) -> LineCallInfoStates {
        if data.is_empty() && self.received.is_none() {
            return LineCallInfoStates::empty();
        }
        let received: &mut Received = self.received.get_or_insert_default();
        match received.arrive(data, more, limit) {
            Arrival::Shown => return LineCallInfoStates::USERUSERINFO,
            Arrival::Waiting | Arrival::Empty => {}
            Arrival::TooLong { size } => {
                tracing::warn!(%place, size, limit, "user-user information is longer than the line says it receives; it is lost");
            }
            Arrival::Full => {
                tracing::warn!(%place, "too many messages of user-user information wait to be released; this one is lost");
            }
        }
        LineCallInfoStates::empty()
    }
}
