//! Where a call goes, and what becomes of it there.

use std::{sync::Arc, time::Instant};

use tspkit_abi::{
    LineBusyModes, LineCallOrigins, LineCallReasons, LineDisconnectModes, LineOfferingModes,
    LineSpecialInfo,
};
use tspkit_hal::{CallChange, CallInfo, CallStatus, LineEvent, Party};

use super::{exchange::Exchange, legs::Key, output::Timer, outside::Outside};
use crate::config::{Behaviour, OutsideConfig};

/// Who is called.
#[derive(Debug, Clone)]
pub(super) enum Target {
    Line(u32),
    Outside(Arc<OutsideConfig>),
}

/// Why nobody can be called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    Busy(LineBusyModes),
    Vacant(LineSpecialInfo),
    Gone(LineDisconnectModes),
}

/// How a call comes to where it is offered.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) reason: LineCallReasons,
    pub(super) related: u32,
    pub(super) called: Party,
    pub(super) redirecting: Option<Party>,
}

impl<T> Exchange<T> {
    /// Whose number that is.
    pub(super) fn target(&self, digits: &str) -> Option<Target> {
        if let Some(place) = self.addresses.get(digits) {
            return Some(Target::Line(*place));
        }
        self.numbers.get(digits).cloned().map(Target::Outside)
    }

    pub(super) fn target_party(&self, target: &Target) -> Party {
        match target {
            Target::Line(place) => self.line_party(*place),
            Target::Outside(number) => Party::known(number.number.as_str(), number.name.as_str()),
        }
    }

    /// Whether a call of that leg can be offered there.
    pub(super) fn check_way(&self, caller: Key, target: &Target) -> Result<(), Failure> {
        let leg = self.legs.get(caller);
        match target {
            Target::Line(place) => {
                let line = &self.lines[*place as usize];
                let own = leg
                    .and_then(super::legs::Leg::line)
                    .is_some_and(|(at, _)| at == *place);
                if !line.in_service {
                    return Err(Failure::Gone(LineDisconnectModes::OUTOFORDER));
                }
                if own || !line.has_room() {
                    return Err(Failure::Busy(LineBusyModes::STATION));
                }
                if leg.is_some() && self.carrier_at(*place, caller).is_none() {
                    return Err(Failure::Gone(LineDisconnectModes::INCOMPATIBLE));
                }
                Ok(())
            }
            Target::Outside(number) => match number.behaviour {
                _ if self.free_trunks.is_empty() => Err(Failure::Busy(LineBusyModes::TRUNK)),
                Behaviour::Busy => Err(Failure::Busy(LineBusyModes::STATION)),
                Behaviour::Congested => Err(Failure::Gone(LineDisconnectModes::CONGESTION)),
                Behaviour::Vacant => Err(Failure::Vacant(LineSpecialInfo::CUSTIRREG)),
                Behaviour::Answers | Behaviour::Silent => Ok(()),
            },
        }
    }

    /// Offers a leg's call where it was checked that it can be. The leg that it is offered to.
    pub(super) fn offer(&mut self, now: Instant, caller: Key, target: &Target, way: Way) -> Key {
        let there = match target {
            Target::Line(place) => self.offer_to_line(caller, *place, way),
            Target::Outside(number) => self.offer_outside(now, caller, number),
        };
        let own = self
            .legs
            .get(caller)
            .and_then(|leg| leg.setup.as_ref()?.no_answer);
        let limit = own.map_or(self.config.no_answer, |own| own.min(self.config.no_answer));
        self.later(now + limit, Timer::NoAnswer(there));
        if self.alerts_at_once(there) {
            self.alert(now, there);
        }
        there
    }

    fn offer_to_line(&mut self, caller: Key, place: u32, way: Way) -> Key {
        let mut info = CallInfo::new(LineCallOrigins::INTERNAL, way.reason);
        let carrier = self.carrier_at(place, caller).unwrap_or_default();
        info.media_mode = carrier.media_mode;
        info.bearer_mode = carrier.bearer_mode;
        info.rate = carrier.rate;
        self.carry(caller, carrier);
        let mut number = 0;
        let mut call_data = bytes::Bytes::new();
        if let Some(leg) = self.legs.get(caller) {
            number = leg.number;
            call_data = leg.call_data.clone();
            if let Some(outside) = leg.outside() {
                info.origin = LineCallOrigins::EXTERNAL;
                info.trunk = Some(outside.trunk);
            }
            if let Some(setup) = leg.setup.as_deref() {
                info.user_user = setup.user_user.clone();
                info.high_layer = setup.high_layer.clone();
                info.low_layer = setup.low_layer.clone();
                info.dev_specific = setup.dev_specific.clone();
            }
        }
        let line = &self.lines[place as usize];
        // What the line cannot take, the network leaves out.
        if info.user_user.len() > line.model.user_user.receive as usize {
            info.user_user.clear();
        }
        let alerts_at_once = !line
            .model
            .address_flags
            .contains(tspkit_abi::LineAddressCapFlags::ACCEPTTOALERT);
        let status = CallStatus::Offering(if alerts_at_once {
            LineOfferingModes::ACTIVE
        } else {
            LineOfferingModes::INACTIVE
        });
        info.call_id = number;
        info.related_call_id = way.related;
        info.call_data = call_data.clone();
        info.parties.caller = self.party(caller);
        info.parties.called = way.called;
        if let Some(redirecting) = way.redirecting {
            info.parties.redirection = self.line_party(place);
            info.parties.redirecting = redirecting;
        }
        let call = self.next_incoming();
        let there = self.add_leg(place, call, status, number);
        self.join(caller, there);
        if let Some(leg) = self.legs.get_mut(there) {
            leg.call_data = call_data;
            leg.carrier = carrier;
        }
        let info = Box::new(info);
        self.event(place, LineEvent::NewCall { call, status, info });
        there
    }

    fn offer_outside(&mut self, now: Instant, caller: Key, config: &Arc<OutsideConfig>) -> Key {
        let trunk = self.free_trunks.pop().unwrap_or_default();
        let party = Party::known(config.number.as_str(), config.name.as_str());
        let leg = self.legs.get(caller);
        let number = leg.map_or(0, |leg| leg.number);
        let call_data = leg.map(|leg| leg.call_data.clone()).unwrap_or_default();
        let carrier = leg.map(|leg| leg.carrier).unwrap_or_default();
        let outside = Outside::called(party, trunk, config.clone());
        let status = CallStatus::Offering(LineOfferingModes::ACTIVE);
        let there = self.add_outside(outside, status, number);
        if let Some(leg) = self.legs.get_mut(there) {
            leg.call_data = call_data;
            leg.carrier = carrier;
        }
        self.join(caller, there);
        self.tell(caller, CallChange::Trunk(Some(trunk)));
        if config.behaviour == Behaviour::Answers {
            self.later(now + config.after, Timer::Answers(there));
        }
        there
    }

    /// Makes two legs the ends of one call.
    pub(super) fn join(&mut self, one: Key, other: Key) {
        for (key, peer) in [(one, other), (other, one)] {
            if let Some(leg) = self.legs.get_mut(key) {
                leg.peer = Some(peer);
            }
        }
    }
}
