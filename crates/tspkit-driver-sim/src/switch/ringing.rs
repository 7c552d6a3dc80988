//! Alerting: a line rings until its call is answered or gone, or nobody has answered for too long.

use std::time::Instant;

use tspkit_abi::{LineAddressCapFlags, LineDisconnectModes};
use tspkit_hal::{CallStatus, LineEvent};

use super::{
    exchange::Exchange,
    legs::{Key, Owner},
    output::Timer,
};

/// The ring mode of all calls.
const MODE: u32 = 1;

impl<T> Exchange<T> {
    /// A leg alerts as soon as a call is offered to it.
    pub(super) fn alerts_at_once(&self, key: Key) -> bool {
        match self.legs.get(key).map(|leg| &leg.owner) {
            Some(Owner::Line(place, _)) => !self.lines[*place as usize]
                .model
                .address_flags
                .contains(LineAddressCapFlags::ACCEPTTOALERT),
            _ => true,
        }
    }

    /// A leg alerts, and its caller hears it.
    pub(super) fn alert(&mut self, now: Instant, key: Key) {
        if let Some(leg) = self.legs.get_mut(key)
            && let Some((place, _)) = leg.line()
        {
            leg.rings = 1;
            let line = &mut self.lines[place as usize];
            line.counts.ringing += 1;
            if line.model.ring_modes > 0 {
                self.event(
                    place,
                    LineEvent::Ringing {
                        mode: MODE,
                        count: 1,
                    },
                );
                self.later(now + self.config.ring_every, Timer::Ring(key));
            }
        }
        if let Some(caller) = self.peer(key)
            && let Some(leg) = self.legs.get(caller)
            && matches!(leg.status, CallStatus::Dialing | CallStatus::Proceeding)
        {
            self.set(caller, CallStatus::Ringback);
        }
    }

    pub(super) fn ring_again(&mut self, now: Instant, key: Key) {
        let Some(leg) = self.legs.get_mut(key).filter(|leg| leg.rings > 0) else {
            return;
        };
        let Some((place, _)) = leg.line() else {
            return;
        };
        leg.rings = leg.rings.saturating_add(1);
        let count = leg.rings;
        self.event(place, LineEvent::Ringing { mode: MODE, count });
        self.later(now + self.config.ring_every, Timer::Ring(key));
    }

    /// A leg rings no more, if it did.
    pub(super) fn stop_ringing(&mut self, key: Key) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        let count = std::mem::take(&mut leg.rings);
        let Some((place, _)) = leg.line().filter(|_| count > 0) else {
            return;
        };
        let line = &mut self.lines[place as usize];
        line.counts.ringing -= 1;
        if line.counts.ringing == 0 && line.model.ring_modes > 0 {
            self.event(place, LineEvent::Ringing { mode: 0, count });
        }
    }

    /// Nobody has answered for too long.
    pub(super) fn give_up(&mut self, key: Key) {
        let Some(leg) = self.legs.get(key).filter(|leg| leg.is_offered()) else {
            return;
        };
        let caller = leg.peer;
        self.end(key, LineDisconnectModes::NORMAL);
        if let Some(caller) = caller {
            self.end(caller, LineDisconnectModes::NOANSWER);
        }
    }

    /// A tone ends.
    pub(super) fn end_tone(&mut self, key: Key) {
        match self.legs.get(key).map(|leg| leg.status) {
            Some(CallStatus::Busy(_)) => self.end(key, LineDisconnectModes::BUSY),
            Some(CallStatus::SpecialInfo(_)) => self.end(key, LineDisconnectModes::BADADDRESS),
            _ => {}
        }
    }
}
