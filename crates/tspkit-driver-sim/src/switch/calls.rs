//! Accepting, answering, dropping and closing calls.

use std::time::Instant;

use bytes::Bytes;
use tspkit_abi::{LineConnectedModes, LineDisconnectModes, LineError};
use tspkit_hal::{CallId, CallStatus, HardwareError, PartyRole};

use super::{
    exchange::{Checked, Exchange},
    legs::Key,
    output::Conditions,
};

impl<T> Exchange<T> {
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
        self.hang_up(place, key);
        Ok(())
    }

    /// A line has done with a leg. If that was to ask about another call, that one goes on, as far as there is room.
    /// Page: `nf-tspi-tspi_linesetuptransfer`.
    fn hang_up(&mut self, place: u32, key: Key) {
        self.leave(key);
        let Some(original) = self.consulting.remove(&key) else {
            return;
        };
        let original_s = self.legs.get(original).map(|leg| leg.status);
        if original_s == Some(CallStatus::OnHoldPendingTransfer)
            && self.lines[place as usize].has_room()
        {
            self.connected(original);
            self.hold_changed(original);
        }
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
            self.hang_up(place, key);
        }
        self.consulting.remove(&key);
        self.legs.remove(key);
        self.calls.remove(&(place, call));
        Ok(())
    }
}
