//! Sending calls on: transfers and redirection.

use std::time::Instant;

use tspkit_abi::{LineCallReasons, LineDialToneModes, LineError};
use tspkit_hal::{CallChange, CallId, CallParams, CallStatus, HardwareError, Party, PartyRole};

use super::{
    exchange::{Checked, Exchange},
    legs::Key,
    numbers,
    route::{Failure, Target, Way},
};

impl<T> Exchange<T> {
    pub(super) fn setup_transfer(
        &mut self,
        place: u32,
        call: CallId,
        consultation: CallId,
        params: Box<CallParams>,
    ) -> Checked {
        let key = self.find_in(place, call, "SetupTransfer", |status| {
            matches!(status, CallStatus::Connected(_) | CallStatus::OnHold)
        })?;
        self.check_new(place, consultation)?;
        self.check_params(place, &params)?;
        let line = &self.lines[place as usize];
        let was_held = self.legs.get(key).is_some_and(super::legs::Leg::is_held);
        if line.counts.transfer >= line.model.transfer_calls || (was_held && !line.has_room()) {
            let message = format!("SetupTransfer: {} has no room for a consultation", line.id);
            return Err(HardwareError::with_message(LineError::CallUnavail, message));
        }
        self.stop_digits(key);
        self.set(key, CallStatus::OnHoldPendingTransfer);
        self.hold_changed(key);
        let related = self.legs.get(key).map_or(0, |leg| leg.number);
        let consultation = self.begin(place, consultation, params, related);
        self.consulting.insert(consultation, key);
        self.set(
            consultation,
            CallStatus::DialTone(LineDialToneModes::NORMAL),
        );
        Ok(())
    }

    pub(super) fn complete_transfer(
        &mut self,
        place: u32,
        call: CallId,
        consultation: CallId,
    ) -> Checked {
        let held = self.find_in(place, call, "CompleteTransfer", |status| {
            matches!(
                status,
                CallStatus::OnHold | CallStatus::OnHoldPendingTransfer
            )
        })?;
        let up = self.find_in(place, consultation, "CompleteTransfer", |status| {
            matches!(
                status,
                CallStatus::Proceeding | CallStatus::Ringback | CallStatus::Connected(_)
            )
        });
        let up = up.map_err(|error| match error.code() {
            LineError::InvalCallHandle => HardwareError::with_message(
                LineError::InvalConsultCallHandle,
                error.message().unwrap_or_default(),
            ),
            _ => error,
        })?;
        let (Some(one), Some(other)) = (self.peer(held), self.peer(up)) else {
            return Err(HardwareError::with_message(
                LineError::InvalCallState,
                format!("CompleteTransfer: {call} or {consultation} has nobody at its other end"),
            ));
        };
        // Of two who have not answered, nobody would be there to hear the other.
        if self.legs.get(one).is_some_and(super::legs::Leg::is_offered) {
            return Err(HardwareError::with_message(
                LineError::InvalCallState,
                format!("CompleteTransfer: the other end of {call} has not answered"),
            ));
        }
        let kept = self.legs.get(one).map(|leg| leg.carrier);
        let Some(carrier) = kept.and_then(|carrier| self.carried_by(other, carrier)) else {
            return Err(HardwareError::with_message(
                LineError::OperationFailed,
                format!(
                    "CompleteTransfer: the other end of {consultation} has no calls like {call}"
                ),
            ));
        };
        for key in [held, up] {
            if let Some(leg) = self.legs.get_mut(key) {
                leg.peer = None;
            }
            self.leave(key);
        }
        let by = self.line_party(place);
        self.bring_together(one, other, &by);
        for key in [one, other] {
            self.carry(key, carrier);
        }
        Ok(())
    }

    /// The two parties of a completed transfer: `one` was there first, and keeps number and call data.
    fn bring_together(&mut self, one: Key, other: Key, by: &Party) {
        self.join(one, other);
        let numbers = |key| self.legs.get(key).map_or(0, |leg| leg.number);
        let (number, related) = (numbers(one), numbers(other));
        let data = |key| {
            self.legs
                .get(key)
                .map(|leg| leg.call_data.clone())
                .unwrap_or_default()
        };
        let (kept, asked) = (data(one), data(other));
        if kept.is_empty() && !asked.is_empty() {
            self.put_call_data(one, asked);
        } else if kept != asked {
            self.put_call_data(other, kept);
        }
        if let Some(leg) = self.legs.get_mut(other) {
            leg.number = number;
        }
        self.tell(one, CallChange::RelatedCallId(related));
        self.tell(other, CallChange::CallId(number));
        self.tell(other, CallChange::RelatedCallId(related));
        for (key, far) in [(one, other), (other, one)] {
            let party = self.party(far);
            self.tell_party(key, PartyRole::Redirecting, by.clone());
            let offered = self.legs.get(key).is_some_and(super::legs::Leg::is_offered);
            let waits = self.legs.get(far).is_some_and(super::legs::Leg::is_offered);
            if offered {
                self.tell_party(key, PartyRole::Caller, party);
            } else if !waits {
                self.tell_party(key, PartyRole::Connected, party);
            } else {
                self.tell_party(key, PartyRole::Redirection, party);
            }
        }
        self.hold_changed(one);
        self.hold_changed(other);
        self.pass_on(one);
    }

    /// A leg whose caller has become another: what it costs from here on is the other's.
    fn pass_on(&mut self, key: Key) {
        let Some(peer) = self.peer(key) else {
            return;
        };
        for (key, far) in [(key, peer), (peer, key)] {
            let trunk = self
                .legs
                .get(far)
                .and_then(|leg| leg.outside())
                .map(|outside| outside.trunk);
            if trunk.is_some() {
                self.tell(key, CallChange::Trunk(trunk));
            }
        }
    }

    /// Where a number leads for a leg that is sent there, unless it leads nowhere.
    fn onward(&self, what: &str, leg: Key, destination: &str) -> Checked<Target> {
        let dialled = numbers::read(destination)?;
        let refuse = |code, why: String| {
            let message = format!("{what}: {why}; the call stays as it is");
            Err(HardwareError::with_message(code, message))
        };
        let Some(target) = self.target(&dialled.digits).filter(|_| !dialled.more) else {
            return refuse(
                LineError::InvalAddress,
                format!("`{destination}` is nobody's number"),
            );
        };
        match self.check_way(leg, &target) {
            Ok(()) => Ok(target),
            Err(Failure::Busy(mode)) => {
                let why = format!("`{destination}` is busy ({mode:?})");
                refuse(LineError::OperationFailed, why)
            }
            Err(Failure::Vacant(tone)) => {
                let why = format!("nobody has `{destination}` any more ({tone:?})");
                refuse(LineError::InvalAddress, why)
            }
            Err(Failure::Gone(mode)) => {
                let why = format!("`{destination}` cannot be reached ({mode:?})");
                refuse(LineError::OperationFailed, why)
            }
        }
    }

    pub(super) fn blind_transfer(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        destination: &str,
    ) -> Checked {
        let key = self.find_in(place, call, "BlindTransfer", |status| {
            matches!(
                status,
                CallStatus::Connected(_) | CallStatus::OnHold | CallStatus::OnHoldPendingTransfer
            )
        })?;
        self.send_on(
            now,
            place,
            key,
            "BlindTransfer",
            destination,
            LineCallReasons::TRANSFER,
        )
    }

    pub(super) fn redirect(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        destination: &str,
    ) -> Checked {
        let key = self.find_in(place, call, "Redirect", |status| {
            matches!(status, CallStatus::Offering(_))
        })?;
        self.send_on(
            now,
            place,
            key,
            "Redirect",
            destination,
            LineCallReasons::REDIRECT,
        )
    }

    /// A leg leaves its call, and the other end goes on to that number.
    fn send_on(
        &mut self,
        now: Instant,
        place: u32,
        key: Key,
        what: &str,
        destination: &str,
        reason: LineCallReasons,
    ) -> Checked {
        let Some(peer) = self.peer(key) else {
            return Err(HardwareError::with_message(
                LineError::InvalCallState,
                format!("{what}: nobody is at the other end"),
            ));
        };
        // Somebody who is still being called cannot be sent anywhere.
        if self
            .legs
            .get(peer)
            .is_some_and(super::legs::Leg::is_offered)
        {
            return Err(HardwareError::with_message(
                LineError::InvalCallState,
                format!("{what}: the other end has not answered"),
            ));
        }
        let target = self.onward(what, peer, destination)?;
        let by = self.line_party(place);
        let to = self.target_party(&target);
        if let Some(leg) = self.legs.get_mut(key) {
            leg.peer = None;
        }
        self.leave(key);
        if let Some(leg) = self.legs.get_mut(peer) {
            leg.peer = None;
        }
        self.tell_party(peer, PartyRole::Redirecting, by.clone());
        self.tell_party(peer, PartyRole::Redirection, to.clone());
        let called = if reason == LineCallReasons::REDIRECT {
            by.clone()
        } else {
            to
        };
        let way = Way {
            reason,
            related: 0,
            called,
            redirecting: Some(by),
        };
        self.offer(now, peer, &target, way);
        // Who was on hold is not any more.
        let status = self.legs.get(peer).map(|leg| leg.status);
        if matches!(status, Some(CallStatus::Connected(_))) {
            self.connected(peer);
        }
        Ok(())
    }
}
