//! Data areas, and what they do.

use std::{num::NonZeroU64, time::Duration};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tspkit_hal::Direction;

use super::{names, time};

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
    /// Something happens in the office: the data is the text of an `[[events]]` table ([`EventConfig`](super::EventConfig)),
    /// such as `phone = 1`, `action = "press"` and `button = 2` in three lines. Its clock begins when the download has been
    /// answered. A text that says nothing possible fails the download, and nothing happens.
    Act,
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
