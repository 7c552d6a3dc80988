//! Making, accepting, answering and dropping calls.

use std::time::Instant;

use bytes::Bytes;
use tspkit_abi::{
    LineCallReasons, LineConnectedModes, LineDialToneModes, LineDisconnectModes, LineError,
};
use tspkit_hal::{CallChange, CallId, CallParams, CallStatus, HardwareError, Party, PartyRole};

use super::{
    exchange::{Checked, Conditions, Exchange, INCOMING, Timer},
    legs::{Key, Mask},
    numbers::{self, MOST_DIGITS},
    route::{Failure, Way},
};

impl<T> Exchange<T> {
    /// A line can begin a call of that number.
    pub(super) fn check_new(&self, place: u32, call: CallId) -> Checked {
        let line = &self.lines[place as usize];
        let refuse = |code, why: &str| {
            let message = format!("{call} cannot be made on {}: {why}", line.id);
            Err(HardwareError::with_message(code, message))
        };
        if !line.in_service {
            return refuse(LineError::InvalLineState, "the line is out of service");
        }
        if call.0 & INCOMING != 0 {
            return refuse(
                LineError::InvalCallHandle,
                "its topmost bit is for calls that come in",
            );
        }
        if self.calls.contains_key(&(place, call)) {
            return refuse(LineError::InvalCallHandle, "there is such a call");
        }
        Ok(())
    }

    pub(super) fn make_call(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        destination: &str,
        params: Box<CallParams>,
        conditions: &Conditions,
    ) -> Checked {
        self.check_new(place, call)?;
        self.check_params(place, &params)?;
        let dialled = numbers::read(destination)?;
        let line = &self.lines[place as usize];
        if !line.has_room() {
            let message = format!(
                "{} has {} calls up, and room for {}; drop or hold one first",
                line.id, line.counts.active, line.model.active_calls
            );
            return Err(HardwareError::with_message(LineError::CallUnavail, message));
        }
        let key = self.begin(place, call, params, 0);
        if dialled.digits.is_empty() {
            self.set(key, CallStatus::DialTone(LineDialToneModes::NORMAL));
        } else {
            self.dial_on(now, key, &dialled, conditions);
        }
        Ok(())
    }

    /// A new leg of a line's own making, in no state yet.
    pub(super) fn begin(
        &mut self,
        place: u32,
        call: CallId,
        params: Box<CallParams>,
        related: u32,
    ) -> Key {
        let number = self.next_number();
        let key = self.add_leg(place, call, CallStatus::Unknown, number);
        let dev_specific = params.dev_specific.clone();
        if let Some(leg) = self.legs.get_mut(key) {
            leg.mask = Mask::of(&params);
            leg.call_data = params.call_data.clone();
            leg.setup = Some(params);
        }
        self.tell(key, CallChange::CallId(number));
        if related != 0 {
            self.tell(key, CallChange::RelatedCallId(related));
        }
        let own = self.line_party(place);
        self.tell_party(key, PartyRole::Caller, own);
        if !dev_specific.is_empty() {
            self.tell(key, CallChange::DevSpecific(dev_specific));
        }
        key
    }

    pub(super) fn dial(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        digits: &str,
        conditions: &Conditions,
    ) -> Checked {
        let key = self.find_in(place, call, "Dial", |status| {
            matches!(status, CallStatus::DialTone(_) | CallStatus::Dialing)
        })?;
        let dialled = numbers::read(digits)?;
        let before = self.legs.get(key).map_or(0, |leg| leg.dialled.len());
        if before + dialled.digits.len() > MOST_DIGITS {
            let message = format!("{call} would have more than {MOST_DIGITS} digits");
            return Err(HardwareError::with_message(
                LineError::InvalAddress,
                message,
            ));
        }
        self.dial_on(now, key, &dialled, conditions);
        Ok(())
    }

    fn dial_on(
        &mut self,
        now: Instant,
        key: Key,
        dialled: &numbers::Dialled,
        conditions: &Conditions,
    ) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        leg.dialled.push_str(&dialled.digits);
        if leg.status != CallStatus::Dialing {
            self.set(key, CallStatus::Dialing);
        }
        if !dialled.more {
            self.go(now, key, conditions);
        }
    }

    /// All digits are there: the call goes its way.
    fn go(&mut self, now: Instant, key: Key, conditions: &Conditions) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        let digits = std::mem::take(&mut leg.dialled);
        let mut late = Bytes::new();
        if let Some(setup) = leg.setup.as_mut()
            && (conditions.lose || !conditions.late.is_zero())
        {
            late = std::mem::take(&mut setup.user_user);
        }
        let target = self.target(&digits);
        let called = match &target {
            Some(target) => self.target_party(target),
            None => Party::known(digits.as_str(), ""),
        };
        self.tell_party(key, PartyRole::Called, called.clone());
        self.set(key, CallStatus::Proceeding);
        let way = match (&target, conditions.congested) {
            (_, true) => Err(Failure::Gone(LineDisconnectModes::CONGESTION)),
            (None, _) => Err(Failure::Gone(LineDisconnectModes::BADADDRESS)),
            (Some(target), _) => self.check_way(key, target).map(|()| target),
        };
        match way {
            Ok(target) => {
                let related = 0;
                let way = Way {
                    reason: LineCallReasons::DIRECT,
                    related,
                    called,
                    redirecting: None,
                };
                let there = self.offer(now, key, target, way);
                if !conditions.lose && !late.is_empty() {
                    self.later(now + conditions.late, Timer::UserUser(there, late));
                }
            }
            Err(Failure::Busy(mode)) => {
                self.set(key, CallStatus::Busy(mode));
                self.later(now + self.config.busy_tone, Timer::ToneEnds(key));
            }
            Err(Failure::Vacant(tone)) => {
                self.set(key, CallStatus::SpecialInfo(tone));
                self.later(now + self.config.busy_tone, Timer::ToneEnds(key));
            }
            Err(Failure::Gone(mode)) => self.end(key, mode),
        }
    }

    pub(super) fn accept(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        user_user: Bytes,
        conditions: &Conditions,
    ) -> Checked {
        let key = self.find_in(place, call, "Accept", |status| {
            matches!(status, CallStatus::Offering(_))
        })?;
        let limit = self.lines[place as usize].model.user_user.accept;
        Self::check_user_user(&user_user, limit, "Accept")?;
        self.set(key, CallStatus::Accepted);
        if !self.alerts_at_once(key) {
            self.alert(now, key);
        }
        if let Some(caller) = self.peer(key) {
            self.send(now, caller, user_user, conditions);
        }
        Ok(())
    }

    pub(super) fn answer(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        user_user: Bytes,
        conditions: &Conditions,
    ) -> Checked {
        let key = self.find_in(place, call, "Answer", |status| {
            matches!(status, CallStatus::Offering(_) | CallStatus::Accepted)
        })?;
        let line = &self.lines[place as usize];
        if !line.in_service {
            let message = format!("Answer: {} is out of service", line.id);
            return Err(HardwareError::with_message(
                LineError::InvalLineState,
                message,
            ));
        }
        Self::check_user_user(&user_user, line.model.user_user.answer, "Answer")?;
        if let Some(caller) = self.peer(key) {
            self.send(now, caller, user_user, conditions);
        }
        self.talk(key);
        Ok(())
    }

    /// The leg that a call was offered to is connected with its caller.
    pub(super) fn talk(&mut self, there: Key) {
        let Some(caller) = self.peer(there) else {
            return;
        };
        self.stop_ringing(there);
        for (key, other) in [(there, caller), (caller, there)] {
            let party = self.party(other);
            self.tell_party(key, PartyRole::Connected, party);
            let held = self.legs.get(key).is_some_and(super::legs::Leg::is_held);
            if !held {
                self.connected(key);
            }
            if let Some(leg) = self.legs.get_mut(key) {
                leg.setup = None;
            }
        }
    }

    /// A leg is connected, however its other end is; nothing is told when it was already.
    pub(super) fn connected(&mut self, key: Key) {
        let Some(leg) = self.legs.get(key) else {
            return;
        };
        let peer = leg.peer.and_then(|peer| self.legs.get(peer));
        let held = peer.is_some_and(super::legs::Leg::is_held);
        let status = CallStatus::Connected(if held {
            LineConnectedModes::ACTIVEHELD
        } else {
            LineConnectedModes::ACTIVE
        });
        if leg.status != status {
            self.set(key, status);
        }
    }

    pub(super) fn drop_call(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        user_user: Bytes,
        conditions: &Conditions,
    ) -> Checked {
        let key = self.find_in(place, call, "Drop", |status| status != CallStatus::Idle)?;
        let limit = self.lines[place as usize].model.user_user.drop;
        Self::check_user_user(&user_user, limit, "Drop")?;
        let peer = self.peer(key);
        if let Some(peer) = peer {
            self.send(now, peer, user_user, conditions);
        }
        self.leave(key);
        Ok(())
    }

    /// A line's leg goes; the other end learns of it.
    pub(super) fn leave(&mut self, key: Key) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        let mode = if leg.is_offered() {
            LineDisconnectModes::REJECT
        } else {
            LineDisconnectModes::NORMAL
        };
        let peer = leg.peer;
        leg.setup = None;
        self.quiet(key);
        if let Some(peer) = peer {
            self.charge_in_all(peer);
        }
        if let Some(leg) = self.legs.get_mut(key) {
            leg.peer = None;
        }
        self.set(key, CallStatus::Idle);
        if let Some(peer) = peer {
            self.end(peer, mode);
        }
    }

    /// The other side of a leg has gone.
    pub(super) fn end(&mut self, key: Key, mode: LineDisconnectModes) {
        self.quiet(key);
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        leg.peer = None;
        leg.setup = None;
        if leg.line().is_some() {
            if !leg.is_over() {
                self.set(key, CallStatus::Disconnected(mode));
            }
        } else if let Some(leg) = self.legs.remove(key)
            && let Some(outside) = leg.outside()
        {
            self.free_trunks.push(outside.trunk);
        }
    }

    /// Nothing goes on on a leg any more.
    pub(super) fn quiet(&mut self, key: Key) {
        self.stop_ringing(key);
        self.stop_digits(key);
    }

    /// A call is forgotten; one that is still up is dropped.
    pub(super) fn close_call(&mut self, place: u32, call: CallId) -> Checked {
        let key = self.find(place, call)?;
        if self
            .legs
            .get(key)
            .is_some_and(|leg| leg.status != CallStatus::Idle)
        {
            self.leave(key);
        }
        self.legs.remove(key);
        self.calls.remove(&(place, call));
        Ok(())
    }
}
