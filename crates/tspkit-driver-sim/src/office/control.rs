//! The hands in the office.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use tspkit_abi::HookSwitchModes;
use tspkit_hal::PhoneId;

use super::Office;
use crate::{
    config::{OfficeError, PhoneConfig},
    phone::{Phone, Presence},
};

/// Does to phones what people do, and looks at what has arrived. Cheap to clone; any thread may use it.
///
/// What changes is told as events while the office is started. The functions that act on a phone answer
/// `false` when there is no such phone (any more).
#[derive(Debug, Clone)]
pub struct SimControl(pub(super) Arc<Office>);

/// How many requests there have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counters {
    /// Requests that phones have taken up: those carried out, and those that failed in the phone or by a
    /// rule's `error` or `unplug`.
    pub requests: u64,
    /// Ends of calls that the switch knows: those on lines until they are closed, and those outside.
    pub calls: u64,
    /// Trunks in use.
    pub trunks: u64,
}

impl SimControl {
    pub(super) fn new(office: Arc<Office>) -> Self {
        Self(office)
    }

    fn on(&self, phone: PhoneId, work: impl FnOnce(&Arc<Office>, &Phone) -> bool) -> bool {
        self.0
            .phones
            .find(phone)
            .is_some_and(|phone| work(&self.0, &phone))
    }

    /// Unplugs a phone. Its pending requests fail.
    pub fn unplug(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| office.unplug(phone))
    }

    /// Unplugs a phone, and plugs it in again after that time.
    pub fn unplug_for(&self, phone: PhoneId, time: Duration) -> bool {
        self.on(phone, |office, phone| {
            let there = phone.state().presence != Presence::Removed;
            if there {
                office.away(phone, time.min(crate::config::LONGEST));
            }
            there
        })
    }

    /// Plugs a phone in.
    pub fn replug(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| office.replug(phone))
    }

    /// Suspends a phone's use: its requests answer `INVALPHONESTATE`.
    pub fn suspend(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| office.suspend(phone, true))
    }

    /// Resumes a phone's use.
    pub fn resume(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| office.suspend(phone, false))
    }

    /// Presses a button and lets it go. A number without a button does nothing.
    pub fn press(&self, phone: PhoneId, button: u32) -> bool {
        self.on(phone, |office, phone| office.press(phone, button))
    }

    /// Takes the phone's first hookswitch device off hook: both microphone and speaker on.
    pub fn lift(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| {
            office.hook(phone, HookSwitchModes::MICSPEAKER)
        })
    }

    /// Puts the phone's first hookswitch device on hook.
    pub fn hang_up(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| {
            office.hook(phone, HookSwitchModes::ONHOOK)
        })
    }

    /// Puts another content into a data area, whatever its direction; what does not fit is cut off. An area that
    /// the phone does not have stays away.
    pub fn change_area(&self, phone: PhoneId, area: u32, content: impl Into<Bytes>) -> bool {
        let content = content.into();
        self.on(phone, |office, phone| office.change(phone, area, &content))
    }

    /// What a data area holds, whatever its direction; `None` without such a phone or area.
    pub fn read_area(&self, phone: PhoneId, area: u32) -> Option<Bytes> {
        let phone = self.0.phones.find(phone)?;
        let state = phone.state();
        match state.presence {
            Presence::Removed => None,
            _ => state.read(&phone.plan, area),
        }
    }

    /// What a phone's display shows, row by row, each as long as the display is wide; `None` without such a phone.
    pub fn display(&self, phone: PhoneId) -> Option<Vec<String>> {
        let phone = self.0.phones.find(phone)?;
        let mut state = phone.state();
        match state.presence {
            Presence::Removed => None,
            _ => Some(state.display(&phone.plan)),
        }
    }

    /// Adds a phone of one of the office's models. The rules that name no phone, or name this one by its name,
    /// apply to it too.
    ///
    /// # Errors
    ///
    /// The office has no such model, the number is or was another phone's, or the office is full.
    pub fn add_phone(&self, phone: &PhoneConfig) -> Result<PhoneId, OfficeError> {
        self.0.add(phone)
    }

    /// Removes a phone for good. Its pending requests fail, and its number does not come back.
    pub fn remove_phone(&self, phone: PhoneId) -> bool {
        self.on(phone, |office, phone| office.remove(phone))
    }

    /// Counts: requests over all phones that there have ever been, and calls as they are now.
    pub fn counters(&self) -> Counters {
        let mut counters = Counters::default();
        self.0
            .phones
            .each(|phone| counters.requests += phone.state().requests);
        (counters.calls, counters.trunks) = self.0.calls_kept();
        counters
    }
}
