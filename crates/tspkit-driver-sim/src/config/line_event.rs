//! What happens on an office's lines by itself, and what people outside do.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{names, time};

/// What happens by itself on a line: `[[line_events]]`. The clock begins each time the office is started. Downloads
/// into an area whose command is [`Act`](super::Command::Act) say the same, and the clock begins with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct LineEventConfig {
    /// When; at once when missing.
    #[serde(with = "time", default)]
    pub at: Duration,
    /// And again and again after that time.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub every: Option<Duration>,
    /// On which line: its address.
    pub line: String,
    /// What happens.
    pub action: LineAction,
    /// Whose number `call_in` and `identify` show; none when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Whose name `call_in` and `identify` show; none when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The user-user information that goes with it; none when missing.
    #[serde(
        with = "names::content",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub user_user: Option<Bytes>,
    /// The call data of `call_in`; none when missing.
    #[serde(
        with = "names::content",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub call_data: Option<Bytes>,
}

impl LineEventConfig {
    /// An event.
    pub fn new(at: Duration, line: impl Into<String>, action: LineAction) -> Self {
        Self {
            at,
            every: None,
            line: line.into(),
            action,
            number: None,
            name: None,
            user_user: None,
            call_data: None,
        }
    }

    /// The same, again and again after that time.
    #[must_use]
    pub fn every(mut self, period: Duration) -> Self {
        self.every = Some(period);
        self
    }

    /// The same, with somebody who shows number and name.
    #[must_use]
    pub fn party(mut self, number: impl Into<String>, name: impl Into<String>) -> Self {
        (self.number, self.name) = (Some(number.into()), Some(name.into()));
        self
    }

    /// The same, with user-user information.
    #[must_use]
    pub fn user_user(mut self, data: impl Into<Bytes>) -> Self {
        self.user_user = Some(data.into());
        self
    }

    /// The same, with call data.
    #[must_use]
    pub fn call_data(mut self, data: impl Into<Bytes>) -> Self {
        self.call_data = Some(data.into());
        self
    }
}

/// What can happen on a line by itself. What somebody outside does concerns the line's latest call with somebody
/// outside at its other end; nothing happens when there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LineAction {
    /// Somebody outside calls, and hides without `number` and `name`.
    CallIn,
    /// Somebody outside answers.
    Answer,
    /// Somebody outside hangs up, or refuses the call.
    HangUp,
    /// Somebody outside sends user-user information.
    Send,
    /// It becomes known who is outside.
    Identify,
    /// The line goes out of service.
    OutOfService,
    /// The line is in service again.
    InService,
}
