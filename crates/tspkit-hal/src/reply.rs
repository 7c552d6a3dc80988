//! What a phone answers.

use bytes::Bytes;
use tspkit_abi::{ButtonFunction, ButtonModes, ButtonStates, HookSwitchDevices, LampModes};

/// The answer to a [`PhoneRequest`](crate::PhoneRequest), where it succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneReply {
    /// It is done.
    Done,
    /// The bytes that were asked for.
    Data(Bytes),
    /// What the display shows, row by row from the top.
    Display(Vec<String>),
    /// How the lamp is lit: one mode.
    Lamp(LampModes),
    /// The button's mode, function, text and state.
    Button(ButtonInfo),
    /// How the phone rings.
    Ring(Ring),
    /// The devices that are off hook.
    HookSwitch(HookSwitchDevices),
    /// A volume or gain, 0 to 0xFFFF.
    Level(u32),
}

/// How a phone rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ring {
    /// The ring mode; 0 is silence.
    pub mode: u32,
    /// The volume, 0 to 0xFFFF.
    pub volume: u32,
}

/// What a button is and does (`PHONEBUTTONINFO`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ButtonInfo {
    /// The kind of button: one mode.
    pub mode: ButtonModes,
    /// Its function.
    pub function: ButtonFunction,
    /// Its text; may be empty.
    pub text: String,
    /// Whether it is up or down.
    pub state: ButtonStates,
}

impl ButtonInfo {
    /// A button of that mode and function, without text, and up.
    pub fn new(mode: ButtonModes, function: ButtonFunction) -> Self {
        Self {
            mode,
            function,
            text: String::new(),
            state: ButtonStates::UP,
        }
    }

    /// The same button with a text.
    #[must_use]
    pub fn with_text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }
}
