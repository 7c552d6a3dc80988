//! Display, lamps, ring and hookswitches of a profile's phones, checked.

use toml::Spanned;
use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes};
use tspkit_hal::{ButtonLamp, Hookswitch, PhoneModel};

use super::{
    check::{self, Checked, PHONE},
    error::Wrong,
    names,
    tables::{ButtonTable, StepTable, Tables},
};

/// The most rows, columns, ring modes and buttons: TAPI counts them in 32 bits, and nobody has so many.
const MOST: u32 = 1024;

/// What phones have besides data areas.
#[derive(Debug, Default)]
pub(crate) struct Features {
    pub(crate) display: Option<(u32, u32)>,
    pub(crate) ring_modes: u32,
    pub(crate) buttons: Vec<Button>,
    pub(crate) hookswitches: Vec<HookSwitchDevices>,
}

/// A button or lamp.
#[derive(Debug)]
pub(crate) struct Button {
    pub(crate) mode: ButtonModes,
    pub(crate) function: ButtonFunction,
    /// The lamp's modes, and what the phone calls them.
    pub(crate) lamp: Vec<(LampModes, String)>,
}

impl Button {
    fn lamp_modes(&self) -> LampModes {
        self.lamp
            .iter()
            .fold(LampModes::empty(), |all, (mode, _)| all | *mode)
    }

    /// What the phone calls that mode of the lamp.
    pub(crate) fn lamp_text(&self, mode: LampModes) -> Option<&str> {
        let (_, text) = self.lamp.iter().find(|(known, _)| *known == mode)?;
        Some(text)
    }

    /// The mode of the lamp that the phone calls so.
    pub(crate) fn lamp_mode(&self, text: &str) -> Option<LampModes> {
        let (mode, _) = self.lamp.iter().find(|(_, known)| known == text)?;
        Some(*mode)
    }
}

impl Features {
    pub(super) fn of(tables: &Tables) -> Checked<Self> {
        let mut features = Self::default();
        if let Some(display) = &tables.display {
            let rows = some(&display.rows, "rows")?;
            let columns = some(&display.columns, "columns")?;
            features.display = Some((rows, columns));
            command(
                display.set.as_ref(),
                &["phone", "address", "row", "column", "text"],
            )?;
        }
        if let Some(ring) = &tables.ring {
            features.ring_modes = some(&ring.modes, "ring modes")?;
            command(ring.set.as_ref(), &["phone", "address", "mode", "volume"])?;
        }
        for table in &tables.buttons {
            features.buttons.push(button(table)?);
        }
        for name in &tables.hookswitches {
            let device =
                names::device(name.get_ref()).map_err(|problem| Wrong::at(name.span(), problem))?;
            if features.hookswitches.contains(&device) {
                return Err(Wrong::at(name.span(), "this device is there already"));
            }
            features.hookswitches.push(device);
        }
        Ok(features)
    }

    /// Adds them to what a phone can do.
    pub(super) fn describe(&self, mut model: PhoneModel) -> PhoneModel {
        if let Some((rows, columns)) = self.display {
            model = model.display(rows, columns);
        }
        model = model.ring_modes(self.ring_modes);
        for button in &self.buttons {
            let mut info = ButtonLamp::new(button.mode, button.function);
            if !button.lamp.is_empty() {
                info = info.with_lamp(button.lamp_modes());
            }
            model = model.button_lamp(info);
        }
        for device in &self.hookswitches {
            let positions = HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER;
            model = model.hookswitch(Hookswitch::new(*device, positions));
        }
        model
    }
}

fn some(number: &Spanned<u32>, what: &str) -> Checked<u32> {
    let value = *number.get_ref();
    if (1..=MOST).contains(&value) {
        Ok(value)
    } else {
        Err(Wrong::at(
            number.span(),
            format!("there are 1 to {MOST} {what}"),
        ))
    }
}

fn command(step: Option<&Spanned<StepTable>>, places: &[&str]) -> Checked {
    let Some(step) = step else { return Ok(()) };
    check::step(step, places)?;
    if step.get_ref().send.is_none() {
        return Err(Wrong::at(step.span(), "the command is missing; add `send`"));
    }
    debug_assert!(PHONE.iter().all(|place| places.contains(place)));
    Ok(())
}

fn button(table: &ButtonTable) -> Checked<Button> {
    let named = |text: &Spanned<String>, problem| Wrong::at(text.span(), problem);
    let mode = match &table.mode {
        Some(text) => names::button_mode(text.get_ref()).map_err(|problem| named(text, problem))?,
        None => ButtonModes::DUMMY,
    };
    let function = match &table.function {
        Some(text) => {
            names::button_function(text.get_ref()).map_err(|problem| named(text, problem))?
        }
        None if table.mode.is_some() => ButtonFunction::UNKNOWN,
        None => ButtonFunction::NONE,
    };
    let mut lamp: Vec<(LampModes, String)> = Vec::new();
    for (name, text) in &table.lamp {
        let mode = names::lamp_mode(name.get_ref()).map_err(|problem| named(name, problem))?;
        if lamp.iter().any(|(_, known)| known == text) {
            return Err(Wrong::at(
                name.span(),
                format!("two modes of the lamp are called `{text}`"),
            ));
        }
        lamp.push((mode, text.clone()));
    }
    if let Some(set) = table.set.as_ref().filter(|_| lamp.is_empty()) {
        return Err(Wrong::at(
            set.span(),
            "there is no lamp to light; add `lamp = { off = \"0\", steady = \"1\" }` or the like",
        ));
    }
    command(table.set.as_ref(), &["phone", "address", "lamp", "value"])?;
    Ok(Button {
        mode,
        function,
        lamp,
    })
}
