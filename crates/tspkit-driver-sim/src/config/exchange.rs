//! The switch of an office, and the world outside.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::time;

/// How the switch behaves: `[switch]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct SwitchConfig {
    /// How many octets of user-user information one message of the network carries: what is longer is chained.
    pub network_message: u32,
    /// How many calls can go outside or come from there at a time.
    pub trunks: u32,
    /// After how long without an answer a call is given up, unless its caller says how long.
    #[serde(with = "time")]
    pub no_answer: Duration,
    /// How often a line rings.
    #[serde(with = "time")]
    pub ring_every: Duration,
    /// How long a busy or special information tone lasts until the call is disconnected.
    #[serde(with = "time")]
    pub busy_tone: Duration,
    /// How long a digit lasts that is sent within a call, where nothing is said.
    #[serde(with = "time")]
    pub digit: Duration,
}

impl Default for SwitchConfig {
    fn default() -> Self {
        Self {
            network_message: 131,
            trunks: 2,
            no_answer: Duration::from_secs(60),
            ring_every: Duration::from_secs(6),
            busy_tone: Duration::from_secs(30),
            digit: Duration::from_millis(100),
        }
    }
}

impl SwitchConfig {
    /// The usual switch.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a network that carries that many octets of user-user information in one message.
    #[must_use]
    pub fn network_message(mut self, octets: u32) -> Self {
        self.network_message = octets;
        self
    }

    /// The same with that many trunks.
    #[must_use]
    pub fn trunks(mut self, trunks: u32) -> Self {
        self.trunks = trunks;
        self
    }

    /// The same, giving calls up after that time.
    #[must_use]
    pub fn no_answer(mut self, time: Duration) -> Self {
        self.no_answer = time;
        self
    }

    /// The same, ringing that often.
    #[must_use]
    pub fn ring_every(mut self, period: Duration) -> Self {
        self.ring_every = period;
        self
    }

    /// The same with a busy tone of that length.
    #[must_use]
    pub fn busy_tone(mut self, time: Duration) -> Self {
        self.busy_tone = time;
        self
    }
}

/// A number in the world outside: `[[outside]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct OutsideConfig {
    /// The number: digits, those included that lead outside.
    pub number: String,
    /// Whose it is.
    #[serde(default)]
    pub name: String,
    /// What happens when it is called.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// After how long it answers, where it does.
    #[serde(with = "time", default = "shortly")]
    pub after: Duration,
    /// After how long of talking it hangs up; it never does when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub talks: Option<Duration>,
    /// How many units a call to it costs as it begins and again and again; none when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub units: Option<u16>,
    /// How often the units are charged.
    #[serde(with = "time", default = "minute")]
    pub units_every: Duration,
}

/// What happens when an outside number is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Behaviour {
    /// It rings, and is answered.
    #[default]
    Answers,
    /// It is busy.
    Busy,
    /// It rings and rings.
    Silent,
    /// The network has no way there.
    Congested,
    /// Nobody has the number any more: the network says so by a special information tone.
    Vacant,
}

fn shortly() -> Duration {
    Duration::from_millis(20)
}

fn minute() -> Duration {
    Duration::from_secs(60)
}

impl OutsideConfig {
    /// A number that behaves so.
    pub fn new(number: impl Into<String>, behaviour: Behaviour) -> Self {
        Self {
            number: number.into(),
            name: String::new(),
            behaviour,
            after: shortly(),
            talks: None,
            units: None,
            units_every: minute(),
        }
    }

    /// The same with the name of whose it is.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// The same, answering after that time.
    #[must_use]
    pub fn after(mut self, time: Duration) -> Self {
        self.after = time;
        self
    }

    /// The same, hanging up after that time.
    #[must_use]
    pub fn talks(mut self, time: Duration) -> Self {
        self.talks = Some(time);
        self
    }

    /// The same, at that many units each such time.
    #[must_use]
    pub fn units(mut self, units: u16, every: Duration) -> Self {
        (self.units, self.units_every) = (Some(units), every);
        self
    }
}
