//! What is known of a phone's display, lamps and ringer: what was last set or reported.

use tspkit_abi::{HookSwitchDevices, HookSwitchModes, LampModes};
use tspkit_hal::{PhoneEvent, Ring};

use crate::profile::Features;

/// The last known state of one phone.
#[derive(Debug, Clone)]
pub(crate) struct Shadow {
    rows: Vec<Vec<char>>,
    pub(crate) lamps: Vec<LampModes>,
    pub(crate) ring: Ring,
    pub(crate) off_hook: HookSwitchDevices,
}

impl Shadow {
    /// A phone of which nothing is known: dark, silent, on hook.
    pub(crate) fn new(features: &Features) -> Self {
        let (rows, columns) = features.display.unwrap_or((0, 0));
        Self {
            rows: vec![vec![' '; columns as usize]; rows as usize],
            lamps: features
                .buttons
                .iter()
                .map(|button| match button.lamp.as_slice() {
                    [] => LampModes::DUMMY,
                    lamp if lamp.iter().any(|(mode, _)| *mode == LampModes::OFF) => LampModes::OFF,
                    _ => LampModes::UNKNOWN,
                })
                .collect(),
            ring: Ring::default(),
            off_hook: HookSwitchDevices::empty(),
        }
    }

    /// What the display shows.
    pub(crate) fn display(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.iter().collect()).collect()
    }

    /// Writes to the display, as far as the row reaches.
    pub(crate) fn write(&mut self, row: u32, column: u32, text: &str) {
        let Some(row) = self.rows.get_mut(row as usize) else {
            return;
        };
        for (cell, c) in row.iter_mut().skip(column as usize).zip(text.chars()) {
            *cell = if c.is_control() { ' ' } else { c };
        }
    }

    /// Puts a whole row on the display.
    pub(crate) fn write_row(&mut self, row: u32, text: &str) {
        if let Some(cells) = self.rows.get_mut(row as usize) {
            cells.fill(' ');
        }
        self.write(row, 0, text);
    }

    /// Keeps what an event says.
    pub(crate) fn learn(&mut self, event: &PhoneEvent) {
        match event {
            PhoneEvent::LampChanged { lamp, mode } => {
                if let Some(known) = self.lamps.get_mut(*lamp as usize) {
                    *known = *mode;
                }
            }
            PhoneEvent::RingChanged(ring) => self.ring = *ring,
            PhoneEvent::HookSwitchChanged { device, mode } => {
                self.off_hook.set(*device, *mode != HookSwitchModes::ONHOOK);
            }
            _ => {}
        }
    }
}
