//! What lies between a provider's office and TAPI.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tspkit::{
    Event, LineId, PhoneEvent, PhoneId,
    abi::{LineError, PhoneError, PhoneStates},
};

use super::{completions::Completions, devices::Devices, pairs::Pairs};
use crate::{
    exports::Exports,
    raw::{LineEventProc, PhoneEventProc},
};

/// What a provider's callbacks need; it outlives the hardware.
pub(crate) struct Link {
    pub(crate) exports: &'static Exports,
    pub(super) permanent_id: u32,
    /// TAPI's handle of the provider.
    pub(super) tapi_handle: usize,
    /// Where phones that come and go are told.
    pub(super) phone_create: PhoneEventProc,
    /// Where lines are.
    pub(super) line_create: LineEventProc,
    pub(crate) phones: Devices<PhoneId>,
    pub(crate) lines: Devices<LineId>,
    pub(crate) pairs: Pairs,
    pub(crate) completions: Arc<Completions>,
    /// The provider is being shut down, or was.
    pub(super) closed: AtomicBool,
    /// How long a synchronous function may wait for a phone.
    pub(crate) sync_limit: Duration,
}

impl Link {
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Tells TAPI what the office tells. One call at a time.
    pub(super) fn tell(&self, event: &Event) {
        match event {
            Event::Phone { phone, event } => {
                match event {
                    PhoneEvent::Added(info) | PhoneEvent::CapabilitiesChanged(info) => {
                        self.pairs.note(info);
                    }
                    PhoneEvent::Removed => self.pairs.removed(*phone),
                    _ => {}
                }
                self.tell_of_phone(*phone, event);
            }
            Event::Downloaded { phone, area } => {
                self.phone_state(*phone, PhoneStates::OTHER, *area);
            }
            Event::Merged { phone, states, .. } => self.tell_phone_merged(*phone, *states),
            Event::Line { line, event } => self.tell_of_line(*line, event),
            Event::LineMerged { line, states, .. } => self.tell_line_merged(*line, *states),
            Event::Call { line, call, event } => self.tell_of_call(*line, *call, *event),
            _ => {}
        }
    }

    /// What a phone or line is called until TAPI has given it a device id: told apart from those of other providers.
    pub(super) fn temporary_id(&self, number: u32) -> usize {
        (self.permanent_id as usize) << 32 | number as usize
    }

    /// The driver's number in a temporary id, if it is one of this provider's.
    fn of_temporary_id(&self, id: usize) -> Option<u32> {
        let number = u32::try_from(id & 0xFFFF_FFFF).ok()?;
        (id >> 32 == self.permanent_id as usize).then_some(number)
    }

    /// Gives the phone of a temporary id its device id; `None` when it is none of this provider's.
    pub(crate) fn number_phone(&self, id: usize, device: u32) -> Option<Result<(), PhoneError>> {
        let phone = PhoneId(self.of_temporary_id(id)?);
        Some(self.phones.number(phone, device).map_err(PhoneError::from))
    }

    /// Likewise for a line.
    pub(crate) fn number_line(&self, id: usize, device: u32) -> Option<Result<(), LineError>> {
        let line = LineId(self.of_temporary_id(id)?);
        Some(self.lines.number(line, device).map_err(LineError::from))
    }
}
