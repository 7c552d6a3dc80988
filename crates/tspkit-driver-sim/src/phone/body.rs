//! Display, buttons, lamps, ringer and hookswitches of one phone.

use tspkit_abi::{ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes, PhoneError};
use tspkit_hal::{ButtonInfo, HardwareError, Outcome, PhoneEvent, PhoneReply, PhoneRequest, Ring};

use super::plan::Plan;

/// Half of the highest volume or gain.
const HALF: u32 = 0x8000;

#[derive(Debug)]
pub(super) struct Body {
    /// What the display shows, always full rows.
    rows: Vec<Vec<char>>,
    lamps: Vec<LampModes>,
    buttons: Vec<ButtonInfo>,
    ring: Ring,
    hooks: Vec<Hook>,
}

#[derive(Debug)]
struct Hook {
    mode: HookSwitchModes,
    volume: u32,
    gain: u32,
}

fn refuse<T>(code: PhoneError, message: String) -> Result<T, HardwareError> {
    Err(HardwareError::with_message(code, message))
}

impl Body {
    pub(super) fn new(plan: &Plan) -> Self {
        let model = &plan.model;
        let display = model.display;
        let row = vec![' '; display.map_or(0, |size| size.columns as usize)];
        Self {
            rows: vec![row; display.map_or(0, |size| size.rows as usize)],
            lamps: model
                .button_lamps
                .iter()
                .map(|lamp| {
                    if lamp.has_lamp() {
                        LampModes::OFF
                    } else {
                        LampModes::DUMMY
                    }
                })
                .collect(),
            buttons: model
                .button_lamps
                .iter()
                .zip(&plan.texts)
                .map(|(button, text)| {
                    ButtonInfo::new(button.mode, button.function).with_text(text.as_str())
                })
                .collect(),
            ring: Ring::default(),
            hooks: model
                .hookswitches
                .iter()
                .map(|_| Hook {
                    mode: HookSwitchModes::ONHOOK,
                    volume: HALF,
                    gain: HALF,
                })
                .collect(),
        }
    }

    /// Carries out a request that is about no data area; what it changes is added to `events`.
    pub(super) fn carry_out(
        &mut self,
        plan: &Plan,
        request: PhoneRequest,
        events: &mut Vec<PhoneEvent>,
    ) -> Outcome<PhoneReply> {
        match request {
            PhoneRequest::SetDisplay { row, column, text } => {
                self.write(row, column, &text)?;
                events.push(self.display());
            }
            PhoneRequest::GetDisplay if self.rows.is_empty() => {
                return Err(HardwareError::unavailable());
            }
            PhoneRequest::GetDisplay => return Ok(PhoneReply::Display(self.text())),
            PhoneRequest::SetLamp { lamp, mode } => events.extend(self.set_lamp(plan, lamp, mode)?),
            PhoneRequest::GetLamp { lamp } => {
                return match self.lamps.get(lamp as usize) {
                    Some(mode) => Ok(PhoneReply::Lamp(*mode)),
                    None => no_button(lamp),
                };
            }
            PhoneRequest::SetButtonInfo { button, info } => {
                events.extend(self.set_button(plan, button, info)?);
            }
            PhoneRequest::GetButtonInfo { button } => {
                return match self.buttons.get(button as usize) {
                    Some(info) => Ok(PhoneReply::Button(info.clone())),
                    None => no_button(button),
                };
            }
            PhoneRequest::SetRing { mode, volume } => {
                events.extend(self.set_ring(plan, mode, volume)?);
            }
            PhoneRequest::GetRing if plan.model.ring_modes == 0 => {
                return Err(HardwareError::unavailable());
            }
            PhoneRequest::GetRing => return Ok(PhoneReply::Ring(self.ring)),
            PhoneRequest::SetHookSwitch { devices, mode } => {
                self.set_hooks(plan, devices, mode, events)?;
            }
            PhoneRequest::GetHookSwitch if self.hooks.is_empty() => {
                return Err(HardwareError::unavailable());
            }
            PhoneRequest::GetHookSwitch => return Ok(PhoneReply::HookSwitch(self.off_hook(plan))),
            PhoneRequest::SetVolume { device, volume } => {
                let hook = self.level(plan, device, |has| has.volume)?;
                let volume = level(volume)?;
                if std::mem::replace(&mut hook.volume, volume) != volume {
                    events.push(PhoneEvent::VolumeChanged { device, volume });
                }
            }
            PhoneRequest::GetVolume { device } => {
                return Ok(PhoneReply::Level(
                    self.level(plan, device, |has| has.volume)?.volume,
                ));
            }
            PhoneRequest::SetGain { device, gain } => {
                let hook = self.level(plan, device, |has| has.gain)?;
                let gain = level(gain)?;
                if std::mem::replace(&mut hook.gain, gain) != gain {
                    events.push(PhoneEvent::GainChanged { device, gain });
                }
            }
            PhoneRequest::GetGain { device } => {
                return Ok(PhoneReply::Level(
                    self.level(plan, device, |has| has.gain)?.gain,
                ));
            }
            PhoneRequest::DevSpecific { data } if plan.model.dev_specific => {
                return Ok(PhoneReply::Data(data));
            }
            _ => return Err(HardwareError::unavailable()),
        }
        Ok(PhoneReply::Done)
    }

    /// What the display shows, for people: without the blanks at the ends of rows.
    pub(super) fn text(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.iter().collect()).collect()
    }

    fn display(&self) -> PhoneEvent {
        PhoneEvent::DisplayChanged { rows: self.text() }
    }

    fn write(&mut self, row: u32, column: u32, text: &str) -> Result<(), HardwareError> {
        if self.rows.is_empty() {
            return Err(HardwareError::unavailable());
        }
        let rows = self.rows.len();
        let Some(cells) = self.rows.get_mut(row as usize) else {
            return refuse(
                PhoneError::InvalParam,
                format!("the display has no row {row}; it has {rows}, counted from 0"),
            );
        };
        let columns = cells.len();
        let length = text.chars().count();
        let Some(place) = (column as usize)
            .checked_add(length)
            .and_then(|end| cells.get_mut(column as usize..end))
        else {
            return refuse(
                PhoneError::InvalParam,
                format!(
                    "{length} characters from column {column} reach beyond the display's {columns} columns"
                ),
            );
        };
        for (cell, character) in place.iter_mut().zip(text.chars()) {
            *cell = character;
        }
        Ok(())
    }

    /// Shows a text on the whole display, cut where it does not fit.
    pub(super) fn show(&mut self, text: &str) -> PhoneEvent {
        let mut lines = text.lines();
        for row in &mut self.rows {
            let mut characters = lines.next().unwrap_or_default().chars();
            row.fill_with(|| characters.next().unwrap_or(' '));
        }
        self.display()
    }

    fn set_lamp(
        &mut self,
        plan: &Plan,
        lamp: u32,
        mode: LampModes,
    ) -> Result<Option<PhoneEvent>, HardwareError> {
        let known = plan.model.button_lamps.get(lamp as usize);
        let (Some(known), Some(now)) = (known, self.lamps.get_mut(lamp as usize)) else {
            return no_button(lamp);
        };
        if !known.has_lamp() {
            return refuse(
                PhoneError::InvalButtonLampId,
                format!("button {lamp} has no lamp"),
            );
        }
        if mode.bits().count_ones() != 1 || !known.lamp_modes.contains(mode) {
            return refuse(
                PhoneError::InvalLampMode,
                format!("lamp {lamp} cannot be lit as {mode:?}"),
            );
        }
        let changed = std::mem::replace(now, mode) != mode;
        Ok(changed.then_some(PhoneEvent::LampChanged { lamp, mode }))
    }

    fn set_button(
        &mut self,
        plan: &Plan,
        button: u32,
        info: ButtonInfo,
    ) -> Result<Option<PhoneEvent>, HardwareError> {
        let known = plan.model.button_lamps.get(button as usize);
        let (Some(known), Some(now)) = (known, self.buttons.get_mut(button as usize)) else {
            return no_button(button);
        };
        if !known.settable {
            return refuse(
                PhoneError::OperationUnavail,
                format!("what button {button} does is fixed"),
            );
        }
        // Whether it is pressed is the user's affair.
        let mut info = info;
        info.state = now.state;
        let changed = std::mem::replace(now, info.clone()) != info;
        Ok(changed.then_some(PhoneEvent::ButtonChanged { button, info }))
    }

    pub(super) fn set_ring(
        &mut self,
        plan: &Plan,
        mode: u32,
        volume: u32,
    ) -> Result<Option<PhoneEvent>, HardwareError> {
        let modes = plan.model.ring_modes;
        if modes == 0 {
            return Err(HardwareError::unavailable());
        }
        if mode > modes {
            return refuse(
                PhoneError::InvalRingMode,
                format!("there is no ring mode {mode}; there are {modes}, counted from 1"),
            );
        }
        let ring = Ring {
            mode,
            volume: level(volume)?,
        };
        let changed = std::mem::replace(&mut self.ring, ring) != ring;
        Ok(changed.then_some(PhoneEvent::RingChanged(ring)))
    }

    fn set_hooks(
        &mut self,
        plan: &Plan,
        devices: HookSwitchDevices,
        mode: HookSwitchModes,
        events: &mut Vec<PhoneEvent>,
    ) -> Result<(), HardwareError> {
        let known = &plan.model.hookswitches;
        let mut left = devices;
        for hookswitch in known
            .iter()
            .filter(|hookswitch| devices.contains(hookswitch.device))
        {
            left -= hookswitch.device;
            if mode.bits().count_ones() != 1 || !hookswitch.settable.contains(mode) {
                return refuse(
                    PhoneError::InvalHookSwitchMode,
                    format!("{:?} cannot be put in the mode {mode:?}", hookswitch.device),
                );
            }
        }
        if devices.is_empty() || !left.is_empty() {
            return refuse(
                PhoneError::InvalHookSwitchDev,
                format!("the phone has no device {left:?}"),
            );
        }
        for hookswitch in known
            .iter()
            .filter(|hookswitch| devices.contains(hookswitch.device))
        {
            events.extend(self.hook(plan, hookswitch.device, mode));
        }
        Ok(())
    }

    /// Puts a device in a mode, by whatever hand. Nothing happens when the phone has no such device.
    pub(super) fn hook(
        &mut self,
        plan: &Plan,
        device: HookSwitchDevices,
        mode: HookSwitchModes,
    ) -> Option<PhoneEvent> {
        let index = plan
            .model
            .hookswitches
            .iter()
            .position(|hookswitch| hookswitch.device == device)?;
        let changed = std::mem::replace(&mut self.hooks[index].mode, mode) != mode;
        changed.then_some(PhoneEvent::HookSwitchChanged { device, mode })
    }

    fn off_hook(&self, plan: &Plan) -> HookSwitchDevices {
        let hooks = plan.model.hookswitches.iter().zip(&self.hooks);
        hooks
            .filter(|(_, hook)| hook.mode != HookSwitchModes::ONHOOK)
            .fold(HookSwitchDevices::empty(), |all, (hookswitch, _)| {
                all | hookswitch.device
            })
    }

    fn level(
        &mut self,
        plan: &Plan,
        device: HookSwitchDevices,
        has: fn(&tspkit_hal::Hookswitch) -> bool,
    ) -> Result<&mut Hook, HardwareError> {
        let index = plan
            .model
            .hookswitches
            .iter()
            .position(|hookswitch| hookswitch.device == device);
        match index {
            None => refuse(
                PhoneError::InvalHookSwitchDev,
                format!("the phone has no device {device:?}"),
            ),
            Some(index) if !has(&plan.model.hookswitches[index]) => {
                Err(HardwareError::unavailable())
            }
            Some(index) => Ok(&mut self.hooks[index]),
        }
    }

    /// Presses a button or lets it go. `None` when there is no such button.
    pub(super) fn press(&mut self, button: u32, state: ButtonStates) -> Option<PhoneEvent> {
        let info = self.buttons.get_mut(button as usize)?;
        info.state = state;
        Some(PhoneEvent::Button {
            button,
            mode: info.mode,
            state,
        })
    }
}

/// Checks a volume or gain.
fn level(level: u32) -> Result<u32, HardwareError> {
    if level > 0xFFFF {
        return refuse(
            PhoneError::InvalParam,
            format!("the level {level} is above 65535"),
        );
    }
    Ok(level)
}

fn no_button<T>(number: u32) -> Result<T, HardwareError> {
    refuse(
        PhoneError::InvalButtonLampId,
        format!("the phone has no button or lamp {number}"),
    )
}
