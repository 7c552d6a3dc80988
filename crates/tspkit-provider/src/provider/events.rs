//! What happens to phones, on its way to TAPI as messages.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tspkit::{
    Event, PhoneEvent, PhoneId,
    abi::{Message, PhoneStates},
};
use tspkit_trace::Value;

use super::{OpenPhone, completions::Completions, devices::Devices};
use crate::{exports::Exports, handles::Entered, raw::PhoneEventProc};

/// Stands in `dwParam2` of `PHONESTATE_OTHER` for a change that is none of a data area.
const NO_AREA: u32 = u32::MAX;

/// What a provider's callbacks need; it outlives the hardware.
pub(crate) struct Link {
    pub(crate) exports: &'static Exports,
    pub(super) permanent_id: u32,
    /// TAPI's handle of the provider.
    pub(super) tapi_handle: usize,
    /// Where phones that come and go are told.
    pub(super) create: PhoneEventProc,
    pub(crate) devices: Devices,
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
            Event::Phone { phone, event } => self.tell_of(*phone, event),
            Event::Downloaded { phone, area } => self.state(*phone, PhoneStates::OTHER, *area),
            Event::Merged { phone, states, .. } => self.tell_merged(*phone, *states),
            _ => {}
        }
    }

    /// So much has happened that only what changed is left: also that a phone came, or went.
    fn tell_merged(&self, phone: PhoneId, states: PhoneStates) {
        if self.devices.added(phone) {
            self.announce(phone);
        }
        if states.contains(PhoneStates::REMOVED) {
            self.removed(phone);
        } else {
            self.state(phone, states, 0);
        }
    }

    fn tell_of(&self, phone: PhoneId, event: &PhoneEvent) {
        match event {
            PhoneEvent::Added(_) if self.devices.added(phone) => self.announce(phone),
            PhoneEvent::Removed => self.removed(phone),
            PhoneEvent::Button {
                button,
                mode,
                state,
            } => {
                if let Some(open) = self.open_phone(phone)
                    && open.wants_button(*mode, *state)
                {
                    let params = [*button, mode.bits(), state.bits()];
                    open.tell(Message::PhoneButton, params.map(|param| param as usize));
                }
            }
            PhoneEvent::DevSpecific(params) => {
                if let Some(open) = self.open_phone(phone) {
                    open.tell(Message::PhoneDevSpecific, *params);
                }
            }
            PhoneEvent::RingChanged(ring) => {
                self.state(phone, PhoneStates::RINGMODE, ring.mode);
                self.state(phone, PhoneStates::RINGVOLUME, ring.volume);
            }
            PhoneEvent::HookSwitchChanged { device, mode } => {
                for each in device.iter() {
                    self.state(phone, or_other(each.hookswitch_states()), mode.bits());
                }
            }
            PhoneEvent::VolumeChanged { device, volume } => {
                for each in device.iter() {
                    self.state(phone, or_other(each.volume_states()), *volume);
                }
            }
            PhoneEvent::GainChanged { device, gain } => {
                for each in device.iter() {
                    self.state(phone, or_other(each.gain_states()), *gain);
                }
            }
            PhoneEvent::DataChanged { area } => self.state(phone, PhoneStates::OTHER, *area),
            PhoneEvent::ButtonChanged { .. } => self.state(phone, PhoneStates::OTHER, NO_AREA),
            PhoneEvent::LampChanged { lamp, .. } => self.state(phone, PhoneStates::LAMP, *lamp),
            PhoneEvent::DisplayChanged { .. } => self.state(phone, PhoneStates::DISPLAY, 0),
            PhoneEvent::Connected => self.state(phone, PhoneStates::CONNECTED, 0),
            PhoneEvent::Disconnected => self.state(phone, PhoneStates::DISCONNECTED, 0),
            PhoneEvent::Suspended => self.state(phone, PhoneStates::SUSPEND, 0),
            PhoneEvent::Resumed => self.state(phone, PhoneStates::RESUME, 0),
            PhoneEvent::CapabilitiesChanged(_) => self.state(phone, PhoneStates::CAPSCHANGE, 0),
            _ => {}
        }
    }

    /// Sends `PHONE_STATE`, as far as TAPI wants to know.
    fn state(&self, phone: PhoneId, states: PhoneStates, detail: u32) {
        if let Some(open) = self.open_phone(phone) {
            let states = open.wanted(states);
            if !states.is_empty() {
                let params = [states.bits() as usize, detail as usize, 0];
                open.tell(Message::PhoneState, params);
            }
        }
    }

    fn open_phone(&self, phone: PhoneId) -> Option<Entered<OpenPhone>> {
        self.exports.handles().enter(self.devices.handle(phone)?)
    }

    /// The phone is gone: everything pending is answered, then its handle dies, then its device id.
    fn removed(&self, phone: PhoneId) {
        let (device, handle) = self.devices.removed(phone);
        if let Some(open) = handle.and_then(|handle| self.exports.handles().enter(handle))
            && open.close()
        {
            if let Err(error) = open.phone.close() {
                tracing::error!(%phone, %error, "a removed phone did not close in time");
            }
            open.tell(Message::PhoneClose, [0; 3]);
        }
        if let Some(device) = device {
            self.tell_provider(Message::PhoneRemove, [device as usize, 0, 0]);
        }
    }

    fn announce(&self, phone: PhoneId) {
        let params = [self.tapi_handle, self.temporary_id(phone), 0];
        self.tell_provider(Message::PhoneCreate, params);
    }

    /// What a phone is called until TAPI has given it a device id: told apart from those of other providers.
    fn temporary_id(&self, phone: PhoneId) -> usize {
        (self.permanent_id as usize) << 32 | phone.0 as usize
    }

    /// A phone of this provider has, or had, that device id.
    pub(crate) fn has_device(&self, device: u32) -> bool {
        self.devices.phone(device).is_some()
    }

    /// The phone of a temporary id, if it is one of this provider's.
    pub(crate) fn of_temporary_id(&self, id: usize) -> Option<PhoneId> {
        let phone = u32::try_from(id & 0xFFFF_FFFF).ok()?;
        (id >> 32 == self.permanent_id as usize).then_some(PhoneId(phone))
    }

    fn tell_provider(&self, message: Message, params: [usize; 3]) {
        if let Some(create) = self.create {
            call(self.exports, create, 0, message, params);
        } else {
            tracing::warn!(
                ?message,
                "TAPI gave no function for phones that come and go; it is not told"
            );
        }
    }
}

impl OpenPhone {
    /// Sends a message about this phone.
    fn tell(&self, message: Message, params: [usize; 3]) {
        if let Some(event) = self.event {
            call(self.link.exports, event, self.tapi_handle, message, params);
        }
    }
}

fn call(
    exports: &Exports,
    proc: unsafe extern "system" fn(usize, u32, usize, usize, usize),
    phone: usize,
    message: Message,
    params: [usize; 3],
) {
    let log = exports.log();
    let began = log.is_on().then(Instant::now);
    let [first, second, third] = params;
    // SAFETY: TAPI gave this function for as long as the phone is open, or the provider initialised, and it is
    // called only then.
    unsafe { proc(phone, message.code(), first, second, third) };
    if let Some(began) = began {
        let arguments = [
            ("htPhone", Value::Hex(phone as u64)),
            ("dwMsg", Value::Number(message.code().into())),
            ("dwParam1", Value::Hex(first as u64)),
            ("dwParam2", Value::Hex(second as u64)),
            ("dwParam3", Value::Hex(third as u64)),
        ];
        log.callback("PHONEEVENT", &arguments, began.elapsed());
    }
}

/// A device that TAPI does not know changes something that has no flag of its own.
fn or_other(states: PhoneStates) -> PhoneStates {
    if states.is_empty() {
        PhoneStates::OTHER
    } else {
        states
    }
}
