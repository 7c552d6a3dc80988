//! What a kind of simulated phone has.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes};

use super::{area::AreaConfig, names, time};

/// A kind of phone: `[models.NAME]` in an office file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ModelConfig {
    /// What it is, for people.
    pub description: String,
    /// How long every request takes at least; the office's when missing.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub latency: Option<Duration>,
    /// By how much more, at most, at random; the office's when missing.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub jitter: Option<Duration>,
    /// How many ring modes there are.
    pub ring_modes: u32,
    /// It takes device-specific requests, and answers each with the same bytes.
    pub dev_specific: bool,
    /// Its display.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display: Option<DisplayConfig>,
    /// Its buttons and lamps, numbered from 0.
    pub button_lamps: Vec<ButtonLampConfig>,
    /// Its handset, speaker and headset, as far as it has them.
    pub hookswitches: Vec<HookswitchConfig>,
    /// Its data areas.
    pub areas: Vec<AreaConfig>,
}

impl ModelConfig {
    /// A kind of phone that can do nothing yet.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            ..Self::default()
        }
    }

    /// The same with one data area more.
    #[must_use]
    pub fn area(mut self, area: AreaConfig) -> Self {
        self.areas.push(area);
        self
    }

    /// The same with a display.
    #[must_use]
    pub fn display(mut self, rows: u32, columns: u32) -> Self {
        self.display = Some(DisplayConfig { rows, columns });
        self
    }

    /// The same with that many ring modes.
    #[must_use]
    pub fn ring_modes(mut self, modes: u32) -> Self {
        self.ring_modes = modes;
        self
    }

    /// The same with one button or lamp more.
    #[must_use]
    pub fn button_lamp(mut self, button_lamp: ButtonLampConfig) -> Self {
        self.button_lamps.push(button_lamp);
        self
    }

    /// The same with one hookswitch device more.
    #[must_use]
    pub fn hookswitch(mut self, hookswitch: HookswitchConfig) -> Self {
        self.hookswitches.push(hookswitch);
        self
    }

    /// The same, taking device-specific requests.
    #[must_use]
    pub fn dev_specific(mut self) -> Self {
        self.dev_specific = true;
        self
    }
}

/// A display's size in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DisplayConfig {
    /// Rows.
    pub rows: u32,
    /// Columns.
    pub columns: u32,
}

/// A button, a lamp or both: `[[models.NAME.button_lamps]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct ButtonLampConfig {
    /// The kind of button, such as `call`; `dummy` for a lamp without one.
    #[serde(with = "names::button_mode")]
    pub mode: ButtonModes,
    /// Its function, such as `callapp`.
    #[serde(with = "names::button_function")]
    pub function: ButtonFunction,
    /// Its text.
    pub text: String,
    /// How its lamp can be lit, such as `["off", "steady"]`; none for a button without one.
    #[serde(with = "names::lamp_modes")]
    pub lamp: LampModes,
    /// Function and text can be set.
    pub settable: bool,
}

impl Default for ButtonLampConfig {
    fn default() -> Self {
        Self::new(ButtonModes::FEATURE, ButtonFunction::NONE)
    }
}

impl ButtonLampConfig {
    /// A button without a lamp, whose function is fixed.
    pub fn new(mode: ButtonModes, function: ButtonFunction) -> Self {
        Self {
            mode,
            function,
            text: String::new(),
            lamp: LampModes::empty(),
            settable: false,
        }
    }

    /// The same with a lamp that can be lit in those ways.
    #[must_use]
    pub fn with_lamp(mut self, modes: LampModes) -> Self {
        self.lamp = modes;
        self
    }

    /// The same, with function and text that can be set.
    #[must_use]
    pub fn settable(mut self) -> Self {
        self.settable = true;
        self
    }
}

/// A handset, speaker or headset: `[[models.NAME.hookswitches]]`. It begins on hook, its volume and gain at
/// half.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HookswitchConfig {
    /// `handset`, `speaker` or `headset`.
    #[serde(with = "names::hookswitch_device")]
    pub device: HookSwitchDevices,
    /// The modes that it can be in, such as `["onhook", "micspeaker"]`.
    #[serde(with = "names::hookswitch_modes", default = "usual_modes")]
    pub modes: HookSwitchModes,
    /// The modes that it can be put in.
    #[serde(with = "names::hookswitch_modes", default)]
    pub settable: HookSwitchModes,
    /// Its volume can be read and set.
    #[serde(default)]
    pub volume: bool,
    /// Its gain can be read and set.
    #[serde(default)]
    pub gain: bool,
}

fn usual_modes() -> HookSwitchModes {
    HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER
}

impl HookswitchConfig {
    /// A device that is on hook or wholly off, by hand only, without volume and gain.
    pub fn new(device: HookSwitchDevices) -> Self {
        Self {
            device,
            modes: usual_modes(),
            settable: HookSwitchModes::empty(),
            volume: false,
            gain: false,
        }
    }

    /// The same, able to be put in those modes.
    #[must_use]
    pub fn settable(mut self, modes: HookSwitchModes) -> Self {
        self.settable = modes;
        self
    }

    /// The same with a volume and a gain.
    #[must_use]
    pub fn with_levels(mut self) -> Self {
        self.volume = true;
        self.gain = true;
        self
    }
}
