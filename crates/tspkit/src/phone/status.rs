//! What is known of a phone without asking it.

use std::collections::BTreeMap;

use tspkit_abi::{HookSwitchDevices, HookSwitchModes, LampModes};
use tspkit_hal::{ButtonInfo, PhoneEvent, Ring};

/// How a phone is, as far as is known without asking it (`PHONESTATUS`): from its events, from requests that
/// changed it and succeeded, and from what it answered.
///
/// What nobody has told yet is `None`, or missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct PhoneStatus {
    /// It is within reach.
    pub connected: bool,
    /// Its use is suspended.
    pub suspended: bool,
    /// The mode of each hookswitch device.
    pub hookswitches: BTreeMap<u32, HookSwitchModes>,
    /// How it rings.
    pub ring: Option<Ring>,
    /// What the display shows, row by row.
    pub display: Option<Vec<String>>,
    /// The buttons, by number. One that was set while nobody knew whether it is pressed is in the state
    /// [`UNKNOWN`](tspkit_abi::ButtonStates::UNKNOWN) until it is pressed or let go.
    pub buttons: BTreeMap<u32, ButtonInfo>,
    /// How the lamps are lit, by number.
    pub lamps: BTreeMap<u32, LampModes>,
    /// The volume of each device, by its bit.
    pub volumes: BTreeMap<u32, u32>,
    /// The gain of each device, by its bit.
    pub gains: BTreeMap<u32, u32>,
}

impl PhoneStatus {
    /// The devices that are known to be off hook.
    pub fn off_hook(&self) -> HookSwitchDevices {
        let off = self
            .hookswitches
            .iter()
            .filter(|(_, mode)| **mode != HookSwitchModes::ONHOOK);
        off.fold(HookSwitchDevices::empty(), |all, (device, _)| {
            all | HookSwitchDevices::from_bits_retain(*device)
        })
    }

    /// Takes in what an event says.
    pub(super) fn note(&mut self, event: &PhoneEvent) {
        match event {
            PhoneEvent::Connected => self.connected = true,
            PhoneEvent::Disconnected | PhoneEvent::Removed => self.connected = false,
            PhoneEvent::Suspended => self.suspended = true,
            PhoneEvent::Resumed => self.suspended = false,
            PhoneEvent::ButtonChanged { button, info } => {
                self.buttons.insert(*button, info.clone());
            }
            PhoneEvent::Button { button, state, .. } => {
                if let Some(info) = self.buttons.get_mut(button) {
                    info.state = *state;
                }
            }
            PhoneEvent::LampChanged { lamp, mode } => {
                self.lamps.insert(*lamp, *mode);
            }
            PhoneEvent::DisplayChanged { rows } => self.display = Some(rows.clone()),
            PhoneEvent::RingChanged(ring) => self.ring = Some(*ring),
            PhoneEvent::HookSwitchChanged { device, mode } => {
                self.hookswitches.insert(device.bits(), *mode);
            }
            PhoneEvent::VolumeChanged { device, volume } => {
                self.volumes.insert(device.bits(), *volume);
            }
            PhoneEvent::GainChanged { device, gain } => {
                self.gains.insert(device.bits(), *gain);
            }
            _ => {}
        }
    }
}
