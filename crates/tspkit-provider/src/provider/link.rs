//! What lies between a provider's office and TAPI.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use tspkit::{
    Event, PhoneId,
    abi::{PhoneError, PhoneStates},
};

use super::{completions::Completions, devices::Devices};
use crate::{exports::Exports, raw::PhoneEventProc};

/// What a provider's callbacks need; it outlives the hardware.
pub(crate) struct Link {
    pub(crate) exports: &'static Exports,
    pub(super) permanent_id: u32,
    /// TAPI's handle of the provider.
    pub(super) tapi_handle: usize,
    /// Where phones that come and go are told.
    pub(super) phone_create: PhoneEventProc,
    pub(crate) phones: Devices<PhoneId>,
    pub(crate) completions: Arc<Completions>,
    /// The provider is being shut down, or was.
    pub(super) closed: AtomicBool,
    /// How long a synchronous function may wait for the phone.
    pub(crate) sync_limit: Duration,
}

impl Link {
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Tells TAPI what the office tells. One call at a time.
    pub(super) fn tell(&self, event: &Event) {
        match event {
            Event::Phone { phone, event } => self.tell_of_phone(*phone, event),
            Event::Downloaded { phone, area } => {
                self.phone_state(*phone, PhoneStates::OTHER, *area);
            }
            Event::Merged { phone, states, .. } => self.tell_phone_merged(*phone, *states),
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
}
