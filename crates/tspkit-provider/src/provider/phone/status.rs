//! How a phone is, as TAPI has it: `PHONESTATUS`.

use std::sync::atomic::Ordering;

use tspkit::{
    Error, Pending, Phone, PhoneModel, PhoneStatus, Request,
    abi::{
        HookSwitchDevices, HookSwitchModes, LampModes, PhoneError, PhoneFeatures, PhoneStatusFlags,
        structure::{self, HookSwitchStatus, Written},
    },
    hal::ButtonLamp,
};

use super::{OpenPhone, caps::features};
use crate::functions::Functions;

impl OpenPhone {
    /// Fills a caller's `PHONESTATUS`.
    pub(crate) fn write_status(
        &self,
        exported: Functions,
        bytes: &mut [u8],
    ) -> Result<Written, PhoneError> {
        let model = self.phone.capabilities();
        let status = self.known_status(&model);
        let is_usable = status.connected && !status.suspended;
        let mut flags = PhoneStatusFlags::empty();
        flags.set(PhoneStatusFlags::CONNECTED, status.connected);
        flags.set(PhoneStatusFlags::SUSPENDED, status.suspended);
        let possible = if is_usable {
            features(&model) & exported.phone_features()
        } else {
            PhoneFeatures::empty()
        };
        let display = status.display.as_deref().unwrap_or_default();
        let lamps: Vec<_> = (0..)
            .zip(&model.button_lamps)
            .map(|(number, lamp)| {
                if lamp.has_lamp() {
                    *status.lamps.get(&number).unwrap_or(&LampModes::UNKNOWN)
                } else {
                    LampModes::DUMMY
                }
            })
            .collect();
        let ring = status.ring.unwrap_or_default();
        let filled = structure::PhoneStatus {
            flags,
            ring_mode: ring.mode,
            ring_volume: ring.volume,
            handset: device(&model, &status, HookSwitchDevices::HANDSET),
            speaker: device(&model, &status, HookSwitchDevices::SPEAKER),
            headset: device(&model, &status, HookSwitchDevices::HEADSET),
            display: &display_text(&model, display),
            lamp_modes: &lamps,
            dev_specific: &[],
            phone_features: possible,
        };
        filled.write(bytes, self.version).map_err(PhoneError::from)
    }

    /// What is known. The first time, the phone is asked for what its events have not told, everything at once.
    fn known_status(&self, model: &PhoneModel) -> PhoneStatus {
        let status = self.phone.status();
        let is_usable = status.connected && !status.suspended;
        if !is_usable || self.asked.swap(true, Ordering::SeqCst) {
            return status;
        }
        let questions = questions(&self.phone, model, &status);
        if questions.is_empty() {
            return status;
        }
        for question in questions {
            if let Err(error) = question.wait() {
                tracing::warn!(%error, "what a phone's events have not told cannot be asked for");
            }
        }
        self.phone.status()
    }
}

/// An answer that is waited for; what it is, the phone's status knows then.
struct Question(Box<dyn FnOnce() -> Result<(), Error>>);

impl Question {
    fn wait(self) -> Result<(), Error> {
        (self.0)()
    }
}

/// Asks for everything that is not known.
fn questions(phone: &Phone, model: &PhoneModel, status: &PhoneStatus) -> Vec<Question> {
    fn ask<T: 'static>(questions: &mut Vec<Question>, request: Request<T>) {
        let pending: Result<Pending<T>, Error> = request.start();
        questions.push(Question(Box::new(|| pending?.wait().map(drop))));
    }
    let mut questions = Vec::new();
    let all = &mut questions;
    if model.display.is_some() && status.display.is_none() {
        ask(all, phone.display());
    }
    if model.ring_modes > 0 && status.ring.is_none() {
        ask(all, phone.ring());
    }
    for (number, lamp) in (0..).zip(&model.button_lamps) {
        if ButtonLamp::has_lamp(lamp) && !status.lamps.contains_key(&number) {
            ask(all, phone.lamp(number));
        }
    }
    let bits = |each: &tspkit::hal::Hookswitch| each.device.bits();
    let mut switches = model.hookswitches.iter();
    if switches.any(|each| !status.hookswitches.contains_key(&bits(each))) {
        ask(all, phone.hookswitch());
    }
    for each in &model.hookswitches {
        if each.volume && !status.volumes.contains_key(&bits(each)) {
            ask(all, phone.volume(each.device));
        }
        if each.gain && !status.gains.contains_key(&bits(each)) {
            ask(all, phone.gain(each.device));
        }
    }
    questions
}

fn device(model: &PhoneModel, status: &PhoneStatus, device: HookSwitchDevices) -> HookSwitchStatus {
    if model.find_hookswitch(device).is_none() {
        return HookSwitchStatus::default();
    }
    let bits = device.bits();
    let mode = status.hookswitches.get(&bits).copied();
    HookSwitchStatus {
        mode: mode.unwrap_or(HookSwitchModes::UNKNOWN),
        volume: status.volumes.get(&bits).copied().unwrap_or_default(),
        gain: status.gains.get(&bits).copied().unwrap_or_default(),
    }
}

/// A display's rows as TAPI has them: one after another, each as long as the display is wide.
pub(crate) fn display_text(model: &PhoneModel, rows: &[String]) -> String {
    let Some(size) = model.display else {
        return String::new();
    };
    let columns = size.columns as usize;
    let mut text = String::new();
    for row in rows.iter().take(size.rows as usize) {
        let shown = row.chars().take(columns);
        let length = shown.clone().count();
        text.extend(shown);
        text.extend(std::iter::repeat_n(' ', columns - length));
    }
    text
}
