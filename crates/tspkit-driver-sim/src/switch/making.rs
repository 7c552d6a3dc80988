//! Making calls: from the first digit to where they are offered.

use std::time::Instant;

use bytes::Bytes;
use tspkit_abi::{LineCallReasons, LineDialToneModes, LineDisconnectModes, LineError};
use tspkit_hal::{CallChange, CallId, CallParams, CallStatus, HardwareError, Party, PartyRole};

use super::{
    carrier::Carrier,
    exchange::{Checked, Exchange, INCOMING},
    legs::{Key, Mask},
    numbers::{self, MOST_DIGITS},
    output::{Conditions, Timer},
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
        let carrier = Carrier::of(&params, self.lines[place as usize].model.max_rate);
        if let Some(leg) = self.legs.get_mut(key) {
            leg.mask = Mask::of(&params);
            leg.call_data = params.call_data.clone();
            leg.setup = Some(params);
            // Its caller has said so himself, but for the rate.
            leg.carrier = Carrier { rate: 0, ..carrier };
        }
        self.tell(key, CallChange::CallId(number));
        if related != 0 {
            self.tell(key, CallChange::RelatedCallId(related));
        }
        let own = self.line_party(place);
        self.tell_party(key, PartyRole::Caller, own);
        self.carry(key, carrier);
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
}
