//! What a kind of simulated phone has and does.

use std::{num::NonZeroU64, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tspkit_abi::{ButtonFunction, ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes};
use tspkit_hal::Direction;

use super::{names, time};

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

/// A data area: `[[models.NAME.areas]]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct AreaConfig {
    /// Its number.
    pub id: u32,
    /// Its size in bytes.
    pub size: u32,
    /// `download`, `upload` or `both`.
    #[serde(with = "names::direction", default = "both_ways")]
    pub direction: Direction,
    /// Its name, for people.
    #[serde(default)]
    pub name: String,
    /// What it holds at first: text, or a list of bytes.
    #[serde(
        with = "names::content",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub content: Option<Bytes>,
    /// How long a request takes at least; the model's when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub latency: Option<Duration>,
    /// By how much more, at most, at random; the model's when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub jitter: Option<Duration>,
    /// How fast bytes go to and fro, after the latency; at once when missing. With it, transfers report
    /// progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes_per_second: Option<NonZeroU64>,
    /// What a download into it does besides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Command>,
    /// Where the result of [`Command::Echo`] goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<u32>,
    /// How long the phone is away after [`Command::Restart`]; one second when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub restart_takes: Option<Duration>,
    /// Its content changes by itself this often, while the office runs.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub changes_every: Option<Duration>,
    /// What it changes to.
    #[serde(default)]
    pub changes: Change,
}

fn both_ways() -> Direction {
    Direction::Both
}

impl AreaConfig {
    /// An empty area of that number and size in bytes, for both directions, without a name.
    pub fn new(id: u32, size: u32) -> Self {
        Self {
            id,
            size,
            direction: Direction::Both,
            name: String::new(),
            content: None,
            latency: None,
            jitter: None,
            bytes_per_second: None,
            command: None,
            result: None,
            restart_takes: None,
            changes_every: None,
            changes: Change::default(),
        }
    }

    /// The same with a name.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same, for that direction.
    #[must_use]
    pub fn direction(mut self, direction: Direction) -> Self {
        self.direction = direction;
        self
    }

    /// The same, holding that at first.
    #[must_use]
    pub fn content(mut self, content: impl Into<Bytes>) -> Self {
        self.content = Some(content.into());
        self
    }

    /// The same, with requests that take that long.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = Some(latency);
        self
    }

    /// The same, with requests that take up to that much longer, at random.
    #[must_use]
    pub fn jitter(mut self, jitter: Duration) -> Self {
        self.jitter = Some(jitter);
        self
    }

    /// The same, moving that many bytes a second. Zero stands for one.
    #[must_use]
    pub fn bytes_per_second(mut self, rate: u64) -> Self {
        self.bytes_per_second = Some(NonZeroU64::new(rate).unwrap_or(NonZeroU64::MIN));
        self
    }

    /// The same, acting as that command.
    #[must_use]
    pub fn command(mut self, command: Command) -> Self {
        self.command = Some(command);
        self
    }

    /// The same, echoing what is downloaded into the area of that number.
    #[must_use]
    pub fn echo_to(mut self, area: u32) -> Self {
        self.command = Some(Command::Echo);
        self.result = Some(area);
        self
    }

    /// The same, changing by itself that often.
    #[must_use]
    pub fn changes_every(mut self, period: Duration, to: Change) -> Self {
        self.changes_every = Some(period);
        self.changes = to;
        self
    }
}

/// What a download into a command area does. The area keeps the data as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Command {
    /// Shows the data as text on the display, from the top left, its lines one below the other; what does
    /// not fit is cut off. No data clears the display.
    Display,
    /// Rings: the data is the ring mode in digits, then, if wanted, a space and the volume (0 to 65535). No
    /// data, or mode 0, is silence.
    Ring,
    /// Empties every other area.
    Clear,
    /// Puts the same bytes into the area named by `result`, as far as they fit.
    Echo,
    /// The phone is away for `restart_takes`, as if it started anew; its areas keep their content.
    Restart,
}

/// What an area that changes by itself changes to. A content longer than the area is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Change {
    /// How often it has changed since the office was started, in digits.
    #[default]
    Counter,
    /// The time since the office was started, as `hh:mm:ss`.
    Clock,
}
