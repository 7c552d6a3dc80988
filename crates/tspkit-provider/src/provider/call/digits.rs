//! Digits that are sent within a call, and the message that says when they have been.

use std::{
    sync::{PoisonError, atomic::Ordering},
    time::Duration,
};

use tspkit::{
    OnLine, Ticket,
    abi::{LineDigitModes, LineError, LineGenerateTerms, Message},
};

use super::{OpenCall, open::call_code};
use crate::{handles::Entered, provider::line::line_refused, ticks::tick_count};

/// By this digits that are being sent can be stopped.
pub(super) type Generating = Ticket<OnLine>;

impl Entered<OpenCall> {
    /// Sends digits, in place of those that are being sent; none of them: stops those. What cannot be sent is left
    /// out; what is shorter or longer than the line has, and 0, becomes what it has. `LINE_GENERATE` follows under that id.
    pub(crate) fn generate_digits(
        &self,
        id: u32,
        mode: LineDigitModes,
        digits: Option<&str>,
        milliseconds: u32,
    ) -> Result<(), LineError> {
        let Some(digits) = digits else {
            self.stop_digits();
            return Ok(());
        };
        let pulses = mode == LineDigitModes::PULSE;
        let digits: String = digits
            .chars()
            .filter(|each| is_sent(*each, pulses))
            .collect();
        let duration = (milliseconds > 0).then(|| Duration::from_millis(milliseconds.into()));
        let modes = self.call.line().capabilities().digit_modes;
        // With a mode that is none it is refused below, and what is being sent goes on.
        if modes.contains(mode) && mode.bits().is_power_of_two() {
            self.stop_digits();
        }
        let (caller, tapi_handle) = (self.caller, self.tapi_handle.load(Ordering::SeqCst));
        let ended = move |result: Result<(), tspkit::CallError>| {
            let term = match result {
                Ok(()) => LineGenerateTerms::DONE,
                Err(error) => {
                    tracing::info!(%error, "digits were not sent to their end");
                    LineGenerateTerms::CANCEL
                }
            };
            let params = [term.bits(), id, tick_count()].map(|param| param as usize);
            caller.tell(tapi_handle, Message::LineGenerate, params);
        };
        let request = self.call.generate_digits(digits, mode, duration);
        self.check_open()?;
        let ticket = request
            .on_done(ended)
            .map_err(|error| call_code(line_refused(&error)))?;
        *self.generating() = Some(ticket);
        Ok(())
    }
}

impl OpenCall {
    fn stop_digits(&self) {
        let generating = self.generating().take();
        if let Some(ticket) = generating {
            ticket.cancel();
        }
    }

    fn generating(&self) -> std::sync::MutexGuard<'_, Option<Generating>> {
        self.generating
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// A digit that can be sent in that way.
const fn is_sent(digit: char, pulses: bool) -> bool {
    match digit {
        '0'..='9' | ',' => true,
        'A'..='D' | 'a'..='d' | '*' | '#' => !pulses,
        _ => false,
    }
}
