//! What happens to phones, on its way to TAPI as messages.

use std::time::Instant;

use tspkit::{
    PhoneEvent, PhoneId,
    abi::{Message, PhoneStates},
};
use tspkit_trace::Value;

use super::OpenPhone;
use crate::{exports::Exports, handles::Entered, provider::Link};

/// Stands in `dwParam2` of `PHONESTATE_OTHER` for a change that is none of a data area.
const NO_AREA: u32 = u32::MAX;

impl Link {
    /// So much has happened that only what changed is left: also that a phone came, or went.
    pub(in crate::provider) fn tell_phone_merged(&self, phone: PhoneId, states: PhoneStates) {
        if self.phones.added(phone) {
            self.announce_phone(phone);
        }
        if states.contains(PhoneStates::REMOVED) {
            self.phone_removed(phone);
        } else {
            self.phone_state(phone, states, 0);
        }
    }

    pub(in crate::provider) fn tell_of_phone(&self, phone: PhoneId, event: &PhoneEvent) {
        match event {
            PhoneEvent::Added(_) if self.phones.added(phone) => self.announce_phone(phone),
            PhoneEvent::Removed => self.phone_removed(phone),
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
                self.phone_state(phone, PhoneStates::RINGMODE, ring.mode);
                self.phone_state(phone, PhoneStates::RINGVOLUME, ring.volume);
            }
            PhoneEvent::HookSwitchChanged { device, mode } => {
                for each in device.iter() {
                    self.phone_state(phone, or_other(each.hookswitch_states()), mode.bits());
                }
            }
            PhoneEvent::VolumeChanged { device, volume } => {
                for each in device.iter() {
                    self.phone_state(phone, or_other(each.volume_states()), *volume);
                }
            }
            PhoneEvent::GainChanged { device, gain } => {
                for each in device.iter() {
                    self.phone_state(phone, or_other(each.gain_states()), *gain);
                }
            }
            PhoneEvent::DataChanged { area } => self.phone_state(phone, PhoneStates::OTHER, *area),
            PhoneEvent::ButtonChanged { .. } => {
                self.phone_state(phone, PhoneStates::OTHER, NO_AREA);
            }
            PhoneEvent::LampChanged { lamp, .. } => {
                self.phone_state(phone, PhoneStates::LAMP, *lamp);
            }
            PhoneEvent::DisplayChanged { .. } => self.phone_state(phone, PhoneStates::DISPLAY, 0),
            PhoneEvent::Connected => self.phone_state(phone, PhoneStates::CONNECTED, 0),
            PhoneEvent::Disconnected => self.phone_state(phone, PhoneStates::DISCONNECTED, 0),
            PhoneEvent::Suspended => self.phone_state(phone, PhoneStates::SUSPEND, 0),
            PhoneEvent::Resumed => self.phone_state(phone, PhoneStates::RESUME, 0),
            PhoneEvent::CapabilitiesChanged(_) => {
                self.phone_state(phone, PhoneStates::CAPSCHANGE, 0);
            }
            _ => {}
        }
    }

    /// Sends `PHONE_STATE`, as far as TAPI wants to know.
    pub(in crate::provider) fn phone_state(
        &self,
        phone: PhoneId,
        states: PhoneStates,
        detail: u32,
    ) {
        if let Some(open) = self.open_phone(phone) {
            let states = open.wanted(states);
            if !states.is_empty() {
                let params = [states.bits() as usize, detail as usize, 0];
                open.tell(Message::PhoneState, params);
            }
        }
    }

    fn open_phone(&self, phone: PhoneId) -> Option<Entered<OpenPhone>> {
        self.exports
            .handles()
            .phones
            .enter(self.phones.handle(phone)?)
    }

    /// The phone is gone: everything pending is answered, then its handle dies, then its device id.
    fn phone_removed(&self, phone: PhoneId) {
        let (device, handle) = self.phones.removed(phone);
        if let Some(open) = handle.and_then(|handle| self.exports.handles().phones.enter(handle))
            && open.close()
        {
            if let Err(error) = open.phone.close() {
                tracing::error!(%phone, %error, "a removed phone did not close in time");
            }
            open.tell(Message::PhoneClose, [0; 3]);
        }
        if let Some(device) = device {
            self.tell_of_phones(Message::PhoneRemove, [device as usize, 0, 0]);
        }
    }

    fn announce_phone(&self, phone: PhoneId) {
        let params = [self.tapi_handle, self.temporary_id(phone.0), 0];
        self.tell_of_phones(Message::PhoneCreate, params);
    }

    fn tell_of_phones(&self, message: Message, params: [usize; 3]) {
        if let Some(create) = self.phone_create {
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
