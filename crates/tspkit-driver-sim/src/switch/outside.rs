//! Parties outside, and what they do.

use std::{sync::Arc, time::Instant};

use bytes::Bytes;
use tspkit_abi::{LineCallReasons, LineDisconnectModes};
use tspkit_hal::{CallChange, CallId, CallStatus, Party, PartyRole};
use tspkit_q931::{AdviceOfCharge, ChargingInfo};

use super::{
    carrier::Carrier,
    exchange::Exchange,
    incoming::Incoming,
    legs::Key,
    output::Timer,
    route::{Target, Way},
};
use crate::config::OutsideConfig;

/// The number of each invocation that tells what a call costs: nobody answers it.
const INVOKE: i64 = 1;
/// How many messages an outside party remembers.
const REMEMBERED: usize = 64;

/// Somebody outside.
#[derive(Debug)]
pub(crate) struct Outside {
    pub(super) party: Party,
    pub(super) trunk: u32,
    /// The number that was called; `None` for somebody who has called.
    config: Option<Arc<OutsideConfig>>,
    /// What has arrived: user-user information, oldest first.
    heard: Vec<Bytes>,
    /// What the call has cost so far.
    units: u32,
}

impl Outside {
    pub(super) fn called(party: Party, trunk: u32, config: Arc<OutsideConfig>) -> Self {
        Self {
            config: Some(config),
            ..Self::caller(party, trunk)
        }
    }

    fn caller(party: Party, trunk: u32) -> Self {
        Self {
            party,
            trunk,
            config: None,
            heard: Vec::new(),
            units: 0,
        }
    }

    pub(super) fn hear(&mut self, data: &Bytes) {
        if self.heard.len() == REMEMBERED {
            self.heard.remove(0);
        }
        self.heard.push(data.clone());
    }
}

impl<T> Exchange<T> {
    /// Somebody outside calls a line. The call's number there; `None` when the line does not take it: it is busy, out
    /// of service or of another kind, or no trunk is free.
    pub(crate) fn call_in(&mut self, now: Instant, place: u32, call: Incoming) -> Option<CallId> {
        let trunk = *self.free_trunks.last().filter(|_| self.open)?;
        let number = self.next_number();
        let outside = Outside::caller(call.caller.clone(), trunk);
        let caller = self.add_outside(outside, CallStatus::Proceeding, number);
        if let Some(leg) = self.legs.get_mut(caller) {
            leg.call_data = call.call_data.clone();
            let params = call.params();
            leg.carrier = Carrier::of(&params, 0);
            leg.setup = Some(params);
        }
        let target = Target::Line(place);
        if self.check_way(caller, &target).is_err() {
            self.legs.remove(caller);
            return None;
        }
        self.free_trunks.pop();
        let way = Way {
            reason: LineCallReasons::DIRECT,
            related: 0,
            called: self.line_party(place),
            redirecting: None,
        };
        let there = self.offer(now, caller, &target, way);
        self.legs.get(there)?.line().map(|(_, call)| call)
    }

    /// The outside party of a line's call.
    pub(crate) fn far(&self, place: u32, call: CallId) -> Option<Key> {
        let peer = self.peer(*self.calls.get(&(place, call))?)?;
        self.legs.get(peer)?.outside().map(|_| peer)
    }

    /// The outside party of a line's latest call that has one.
    pub(crate) fn latest_far(&self, place: u32) -> Option<Key> {
        let far = self.legs.iter().filter_map(|(key, leg)| {
            leg.outside()?;
            let (at, _) = self.legs.get(leg.peer?)?.line()?;
            (at == place).then_some((leg.number, key))
        });
        far.max_by_key(|(number, _)| *number).map(|(_, key)| key)
    }

    fn outside_mut(&mut self, key: Key) -> Option<&mut Outside> {
        match &mut self.legs.get_mut(key)?.owner {
            super::legs::Owner::Outside(outside) => Some(outside),
            super::legs::Owner::Line(..) => None,
        }
    }

    /// Somebody outside answers. `false` when there is nothing to answer.
    pub(crate) fn far_answer(&mut self, now: Instant, key: Key, user_user: &Bytes) -> bool {
        let offered = self.legs.get(key).is_some_and(super::legs::Leg::is_offered);
        let Some(caller) = self.peer(key).filter(|_| offered) else {
            return false;
        };
        self.deliver(caller, user_user);
        self.talk(key);
        let config = self
            .outside_mut(key)
            .and_then(|outside| outside.config.clone());
        if let Some(config) = config {
            if let Some(time) = config.talks {
                self.later(now + time, Timer::HangsUp(key));
            }
            if config.units.is_some() {
                self.charge(now, key);
            }
        }
        true
    }

    /// Somebody outside hangs up, or refuses a call.
    pub(crate) fn far_hang_up(&mut self, key: Key, user_user: &Bytes) -> bool {
        let Some(leg) = self.legs.get(key).filter(|leg| leg.outside().is_some()) else {
            return false;
        };
        let peer = leg.peer;
        let mode = if leg.is_offered() {
            LineDisconnectModes::REJECT
        } else {
            LineDisconnectModes::NORMAL
        };
        if let Some(peer) = peer {
            self.deliver(peer, user_user);
        }
        self.charge_in_all(key);
        self.end(key, LineDisconnectModes::NORMAL);
        if let Some(peer) = peer {
            self.end(peer, mode);
        }
        true
    }

    /// Somebody outside sends user-user information.
    pub(crate) fn far_send(&mut self, key: Key, data: &Bytes) -> bool {
        let Some(peer) = self.peer(key) else {
            return false;
        };
        self.deliver(peer, data);
        true
    }

    /// It becomes known who somebody outside is.
    pub(crate) fn far_party(&mut self, key: Key, party: Party) -> bool {
        let Some(outside) = self.outside_mut(key) else {
            return false;
        };
        outside.party = party.clone();
        let role = match outside.config {
            None => PartyRole::Caller,
            Some(_) => PartyRole::Connected,
        };
        if let Some(peer) = self.peer(key) {
            self.tell_party(peer, role, party);
        }
        true
    }

    /// The user-user information that has reached somebody outside, oldest first.
    pub(crate) fn far_heard(&self, key: Key) -> Option<Vec<Bytes>> {
        Some(self.legs.get(key)?.outside()?.heard.clone())
    }

    /// Charging information is told to whoever talks with somebody outside.
    pub(crate) fn far_charge(&mut self, key: Key, data: Bytes) -> bool {
        let Some(peer) = self.peer(key) else {
            return false;
        };
        let Some((place, _)) = self.legs.get(peer).and_then(super::legs::Leg::line) else {
            return false;
        };
        if self.lines[place as usize].model.charging {
            self.tell(peer, CallChange::ChargingInfo(data));
        }
        true
    }

    /// A call outside ends: what it has cost in all.
    pub(super) fn charge_in_all(&mut self, key: Key) {
        if let Some(outside) = self.outside_mut(key)
            && outside.units > 0
        {
            let data = charging(AdviceOfCharge::units_in_all(outside.units));
            self.far_charge(key, data);
        }
    }

    /// A call outside costs more.
    pub(super) fn charge(&mut self, now: Instant, key: Key) {
        let Some(outside) = self.outside_mut(key) else {
            return;
        };
        let Some(config) = outside.config.clone() else {
            return;
        };
        outside.units = outside
            .units
            .saturating_add(u32::from(config.units.unwrap_or_default()));
        let data = charging(AdviceOfCharge::units_so_far(outside.units));
        self.far_charge(key, data);
        self.later(now + config.units_every, Timer::Charge(key));
    }
}

/// Charging information about what a call has cost, as a network gives advice of charge.
fn charging(advice: AdviceOfCharge) -> Bytes {
    ChargingInfo::new(INVOKE, advice).encode().into()
}
