//! Digits sent within a call.

use std::time::{Duration, Instant};

use tspkit_abi::{LineDigitModes, LineError};
use tspkit_hal::{CallId, CallStatus, HardwareError, LineReply};

use super::{
    exchange::{Checked, Exchange, Sending},
    legs::Key,
    output::{Output, Timer},
};
use crate::config::LONGEST;

impl<T> Exchange<T> {
    /// How long it takes to send digits.
    pub(super) fn digits_time(
        &self,
        place: u32,
        call: CallId,
        digits: &str,
        mode: LineDigitModes,
        duration: Option<Duration>,
    ) -> Checked<Duration> {
        self.find_in(place, call, "GenerateDigits", |status| {
            matches!(status, CallStatus::Connected(_))
        })?;
        let modes = self.lines[place as usize].model.digit_modes;
        if mode.bits().count_ones() != 1 || !modes.contains(mode) {
            return Err(HardwareError::with_message(
                LineError::InvalDigitMode,
                format!("GenerateDigits: {mode:?} is not one of {modes:?}"),
            ));
        }
        let sends = |digit: char| match mode {
            LineDigitModes::PULSE => digit.is_ascii_digit() || digit == ',',
            _ => matches!(digit, '0'..='9' | 'A'..='D' | '*' | '#' | ','),
        };
        if let Some(digit) = digits.chars().find(|digit| !sends(*digit)) {
            return Err(HardwareError::with_message(
                LineError::InvalDigits,
                format!("GenerateDigits: `{digit}` cannot be sent as {mode:?}"),
            ));
        }
        let each = duration.unwrap_or(self.config.digit).min(LONGEST);
        let count = u32::try_from(digits.len()).unwrap_or(u32::MAX);
        Ok(each.saturating_mul(count).min(LONGEST))
    }

    /// Begins to send digits that take that long. Those being sent are broken off.
    pub(super) fn send_digits(
        &mut self,
        now: Instant,
        place: u32,
        call: CallId,
        time: Duration,
        token: T,
    ) {
        let key = match self.find(place, call) {
            Ok(key) => key,
            Err(refusal) => return self.out.push(Output::Answer(place, token, Err(refusal))),
        };
        self.stop_digits(key);
        if time.is_zero() {
            let done = Ok(LineReply::Done);
            return self.out.push(Output::Answer(place, token, done));
        }
        self.last_sending += 1;
        let number = self.last_sending;
        let sending = Sending {
            number,
            place,
            token,
        };
        self.sending.insert(key, sending);
        self.later(now + time, Timer::DigitsSent(key, number));
    }

    pub(super) fn digits_sent(&mut self, key: Key, number: u64) {
        if self
            .sending
            .get(&key)
            .is_some_and(|sending| sending.number == number)
            && let Some(Sending { place, token, .. }) = self.sending.remove(&key)
        {
            let done = Ok(LineReply::Done);
            self.out.push(Output::Answer(place, token, done));
        }
    }

    /// Digits that are being sent are broken off.
    pub(super) fn stop_digits(&mut self, key: Key) {
        if let Some(Sending { place, token, .. }) = self.sending.remove(&key) {
            let refusal = HardwareError::failed("GenerateDigits: the digits were broken off");
            self.out.push(Output::Answer(place, token, Err(refusal)));
        }
    }

    /// The digits of a call may be wanted no more: what they were to be answered by, if `cancelled` says so of it.
    pub(crate) fn cancel_digits(
        &mut self,
        place: u32,
        call: CallId,
        cancelled: impl FnOnce(&T) -> bool,
    ) -> Option<T> {
        let key = *self.calls.get(&(place, call))?;
        self.sending
            .get(&key)
            .filter(|sending| cancelled(&sending.token))?;
        self.sending.remove(&key).map(|sending| sending.token)
    }
}
