//! TAPI's names in a profile: without their prefix, in lower case.

use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, LampModes};

fn number(names: &[(&str, u32)], prefix: &str, text: &str) -> Result<u32, String> {
    let short = |name: &str| {
        name.strip_prefix(prefix)
            .unwrap_or(name)
            .to_ascii_lowercase()
    };
    names
        .iter()
        .find(|(name, _)| short(name) == text)
        .map(|(_, number)| *number)
        .ok_or_else(|| {
            let known: Vec<_> = names.iter().map(|(name, _)| short(name)).collect();
            format!("there is no `{text}`; write one of {}", known.join(", "))
        })
}

pub(super) fn lamp_mode(text: &str) -> Result<LampModes, String> {
    number(LampModes::NAMES, "PHONELAMPMODE_", text).map(LampModes::from_bits_retain)
}

pub(super) fn button_mode(text: &str) -> Result<ButtonModes, String> {
    number(ButtonModes::NAMES, "PHONEBUTTONMODE_", text).map(ButtonModes::from_bits_retain)
}

pub(super) fn button_function(text: &str) -> Result<ButtonFunction, String> {
    number(ButtonFunction::NAMES, "PHONEBUTTONFUNCTION_", text).map(ButtonFunction::new)
}

pub(super) fn device(text: &str) -> Result<HookSwitchDevices, String> {
    number(HookSwitchDevices::NAMES, "PHONEHOOKSWITCHDEV_", text)
        .map(HookSwitchDevices::from_bits_retain)
}
