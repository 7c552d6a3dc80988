//! The switch itself: what it knows, and who carries which request out.

use std::{collections::HashMap, sync::Arc, time::Instant};

use bytes::Bytes;
use tspkit_abi::LineError;
use tspkit_hal::{
    CallChange, CallId, CallStatus, HardwareError, LineEvent, LineReply, LineRequest,
};

use super::{
    legs::{Key, Leg, Legs, Owner},
    line::{Line, Plans},
    output::{Conditions, Output, Timer},
    outside::Outside,
};
use crate::config::{OfficeConfig, OutsideConfig, SwitchConfig};

pub(super) type Refusal = HardwareError<LineError>;
pub(super) type Checked<T = ()> = Result<T, Refusal>;

/// The bit that numbers of incoming calls have set.
pub(super) const INCOMING: u32 = 1 << 31;

/// A request that waits until its digits have been sent.
#[derive(Debug)]
pub(super) struct Sending<T> {
    pub(super) number: u64,
    pub(super) place: u32,
    pub(super) token: T,
}

/// The switch. `T` is what requests are answered by.
#[derive(Debug)]
pub(crate) struct Exchange<T> {
    pub(super) config: SwitchConfig,
    pub(super) lines: Vec<Line>,
    pub(super) addresses: HashMap<Arc<str>, u32>,
    pub(super) numbers: HashMap<String, Arc<OutsideConfig>>,
    pub(super) legs: Legs,
    pub(super) calls: HashMap<(u32, CallId), Key>,
    pub(super) free_trunks: Vec<u32>,
    pub(super) sending: HashMap<Key, Sending<T>>,
    /// Consultation calls, each with the call about which it asks.
    pub(super) consulting: HashMap<Key, Key>,
    pub(super) last_incoming: u32,
    pub(super) last_number: u32,
    pub(super) last_sending: u64,
    pub(super) out: Vec<Output<T>>,
    /// Requests and calls from outside are taken.
    pub(super) open: bool,
}

impl<T> Exchange<T> {
    /// The switch of an office that was checked.
    pub(crate) fn new(office: &OfficeConfig) -> Self {
        let lines = Plans::lines(office);
        let numbers = office
            .outside
            .iter()
            .map(|number| (number.number.clone(), Arc::new(number.clone())));
        Self {
            config: office.switch.clone(),
            addresses: Plans::addresses(&lines),
            lines,
            numbers: numbers.collect(),
            legs: Legs::default(),
            calls: HashMap::new(),
            free_trunks: (0..office.switch.trunks).rev().collect(),
            sending: HashMap::new(),
            consulting: HashMap::new(),
            last_incoming: 0,
            last_number: 0,
            last_sending: 0,
            out: Vec::new(),
            open: false,
        }
    }

    /// Takes requests from now on.
    pub(crate) fn open(&mut self) {
        self.open = true;
    }

    pub(crate) fn lines(&self) -> &[Line] {
        &self.lines
    }

    pub(crate) fn has_address(&self, address: &str) -> bool {
        self.addresses.contains_key(address)
    }

    /// The place of the line of that address.
    pub(crate) fn place(&self, address: &str) -> Option<u32> {
        self.addresses.get(address).copied()
    }

    /// What it has given since it was asked last, in the order in which it happened.
    pub(crate) fn take(&mut self) -> Vec<Output<T>> {
        std::mem::take(&mut self.out)
    }

    /// An empty list to use again.
    pub(crate) fn give_back(&mut self, list: Vec<Output<T>>) {
        self.out = list;
    }

    /// How many ends of calls it knows, those that are over and not closed included, and how many trunks are in use.
    pub(crate) fn kept(&self) -> (usize, usize) {
        (
            self.legs.len(),
            self.config.trunks as usize - self.free_trunks.len(),
        )
    }

    /// How many calls are up, at all ends on lines.
    pub(crate) fn calls_up(&self) -> usize {
        let lines = self.lines.iter().map(|line| line.counts);
        let up = lines.map(|counts| counts.active + counts.held + counts.transfer);
        up.map(|up| up as usize).sum()
    }

    /// Carries a request of a line out.
    pub(crate) fn request(
        &mut self,
        now: Instant,
        place: u32,
        request: LineRequest,
        conditions: &Conditions,
        token: T,
    ) {
        if !self.open {
            let refusal = HardwareError::failed(format!("{}: the office stops", request.name()));
            return self.out.push(Output::Answer(place, token, Err(refusal)));
        }
        let first = self.out.len();
        let done = match request {
            LineRequest::GenerateDigits {
                call,
                digits,
                mode,
                duration,
            } => {
                let time = match self.digits_time(place, call, &digits, mode, duration) {
                    Ok(time) => time,
                    Err(refusal) => {
                        return self.out.push(Output::Answer(place, token, Err(refusal)));
                    }
                };
                return self.send_digits(now, place, call, time, token);
            }
            LineRequest::MakeCall {
                call,
                destination,
                params,
            } => self.make_call(now, place, call, &destination, params, conditions),
            LineRequest::Dial { call, digits } => self.dial(now, place, call, &digits, conditions),
            LineRequest::Accept { call, user_user } => {
                self.accept(now, place, call, user_user, conditions)
            }
            LineRequest::Answer { call, user_user } => {
                self.answer(now, place, call, user_user, conditions)
            }
            LineRequest::Drop { call, user_user } => {
                self.drop_call(now, place, call, user_user, conditions)
            }
            LineRequest::Hold { call } => self.hold(place, call),
            LineRequest::Unhold { call } => self.unhold(place, call),
            LineRequest::SwapHold { active, held } => self.swap_hold(place, active, held),
            LineRequest::SetupTransfer {
                call,
                consultation,
                params,
            } => self.setup_transfer(place, call, consultation, params),
            LineRequest::CompleteTransfer { call, consultation } => {
                self.complete_transfer(place, call, consultation)
            }
            LineRequest::BlindTransfer { call, destination } => {
                self.blind_transfer(now, place, call, &destination)
            }
            LineRequest::Redirect { call, destination } => {
                self.redirect(now, place, call, &destination)
            }
            LineRequest::SendUserUserInfo { call, data } => {
                self.send_user_user(now, place, call, data, conditions)
            }
            LineRequest::ReleaseUserUserInfo { call } => self.find(place, call).map(|_| ()),
            LineRequest::SetCallData { call, data } => self.set_call_data(place, call, &data),
            // How fast digits are sent is said with them.
            LineRequest::SetCallParams {
                call,
                bearer_mode,
                rates,
                dial: _,
            } => self.set_call_params(place, call, bearer_mode, rates),
            LineRequest::CloseCall { call } => self.close_call(place, call),
            LineRequest::DevSpecific { call, data } => {
                let outcome = self.dev_specific(place, call, data);
                return self.out.push(Output::Answer(place, token, outcome));
            }
            _ => Err(HardwareError::unavailable()),
        };
        // The answer goes before the events that are its result.
        let outcome = done.map(|()| LineReply::Done);
        self.out
            .insert(first, Output::Answer(place, token, outcome));
    }

    /// The leg of a line's call.
    pub(super) fn find(&self, place: u32, call: CallId) -> Checked<Key> {
        self.calls.get(&(place, call)).copied().ok_or_else(|| {
            HardwareError::with_message(
                LineError::InvalCallHandle,
                format!("{} has no {call}", self.lines[place as usize].id),
            )
        })
    }

    /// The leg of a line's call in one of the states that `fits` names.
    pub(super) fn find_in(
        &self,
        place: u32,
        call: CallId,
        what: &str,
        fits: impl FnOnce(CallStatus) -> bool,
    ) -> Checked<Key> {
        let key = self.find(place, call)?;
        match self.legs.get(key) {
            Some(leg) if fits(leg.status) => Ok(key),
            leg => Err(HardwareError::with_message(
                LineError::InvalCallState,
                format!(
                    "{what}: {call} of {} is {:?}",
                    self.lines[place as usize].id,
                    leg.map_or(CallStatus::Idle, |leg| leg.status)
                ),
            )),
        }
    }

    /// Adds a line's leg.
    pub(super) fn add_leg(
        &mut self,
        place: u32,
        call: CallId,
        status: CallStatus,
        number: u32,
    ) -> Key {
        let key = self
            .legs
            .insert(Leg::new(Owner::Line(place, call), status, number));
        self.calls.insert((place, call), key);
        if let Some(count) = self.lines[place as usize].counts.of(status) {
            *count += 1;
        }
        key
    }

    /// Adds a leg of somebody outside.
    pub(super) fn add_outside(&mut self, outside: Outside, status: CallStatus, number: u32) -> Key {
        let owner = Owner::Outside(Box::new(outside));
        self.legs.insert(Leg::new(owner, status, number))
    }

    pub(super) fn next_number(&mut self) -> u32 {
        self.last_number = self.last_number.checked_add(1).unwrap_or(1);
        self.last_number
    }

    /// The number of the next incoming call.
    pub(super) fn next_incoming(&mut self) -> CallId {
        self.last_incoming = (self.last_incoming + 1) % INCOMING;
        CallId(INCOMING | self.last_incoming)
    }

    /// Puts a leg in a state, and tells its line.
    pub(super) fn set(&mut self, key: Key, status: CallStatus) {
        let Some(leg) = self.legs.get_mut(key) else {
            return;
        };
        let before = std::mem::replace(&mut leg.status, status);
        let Some((place, call)) = leg.line() else {
            return;
        };
        let counts = &mut self.lines[place as usize].counts;
        if let Some(count) = counts.of(before) {
            *count -= 1;
        }
        if let Some(count) = counts.of(status) {
            *count += 1;
        }
        self.event(place, LineEvent::CallState { call, status });
    }

    pub(super) fn event(&mut self, place: u32, event: LineEvent) {
        self.out.push(Output::Event(place, event));
    }

    /// Tells a leg's line what has changed of the call, unless it is over for it.
    pub(super) fn tell(&mut self, key: Key, change: CallChange) {
        let Some(leg) = self.legs.get(key) else {
            return;
        };
        if let Some((place, call)) = leg.line()
            && leg.status != CallStatus::Idle
        {
            self.event(place, LineEvent::CallChanged { call, change });
        }
    }

    pub(super) fn later(&mut self, at: Instant, timer: Timer) {
        self.out.push(Output::Later(at, timer));
    }

    pub(super) fn peer(&self, key: Key) -> Option<Key> {
        self.legs.get(key)?.peer
    }

    /// The time of something has come.
    pub(crate) fn timer(&mut self, now: Instant, timer: Timer) {
        match timer {
            Timer::Ring(key) => self.ring_again(now, key),
            Timer::NoAnswer(key) => self.give_up(key),
            Timer::ToneEnds(key) => self.end_tone(key),
            Timer::Answers(key) => {
                self.far_answer(now, key, &Bytes::new());
            }
            Timer::HangsUp(key) => {
                self.far_hang_up(key, &Bytes::new());
            }
            Timer::Charge(key) => self.charge(now, key),
            Timer::DigitsSent(key, number) => self.digits_sent(key, number),
            Timer::UserUser(key, data) => self.deliver(key, &data),
            Timer::InService(place) => self.serve(place, true),
        }
    }

    /// All calls vanish: the office stops. What is pending is answered.
    pub(crate) fn close(&mut self) {
        self.open = false;
        for (_, Sending { place, token, .. }) in self.sending.drain() {
            let refusal = HardwareError::failed("the office stopped before all digits were sent");
            self.out.push(Output::Answer(place, token, Err(refusal)));
        }
        self.legs.clear();
        self.calls.clear();
        self.free_trunks = (0..self.config.trunks).rev().collect();
        for line in &mut self.lines {
            line.counts = super::line::Counts::default();
        }
    }
}
