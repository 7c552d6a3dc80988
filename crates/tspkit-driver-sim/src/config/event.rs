//! What happens in an office by itself.

use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::{names, phone::PhoneRef, time};

/// What happens by itself: `[[events]]`. The clock begins each time the office is started. Downloads into an area
/// whose command is [`Act`](super::Command::Act) say the same, and the clock begins with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct EventConfig {
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
    /// To which phone; for `add`, the new phone's name.
    pub phone: PhoneRef,
    /// What happens.
    pub action: Action,
    /// The button of `press`; 0 when missing.
    #[serde(default)]
    pub button: u32,
    /// The area of `change`; 0 when missing.
    #[serde(default)]
    pub area: u32,
    /// What `change` puts there.
    #[serde(
        with = "names::content",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub content: Option<Bytes>,
    /// The model of `add`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
}

impl EventConfig {
    /// An event.
    pub fn new(at: Duration, phone: impl Into<PhoneRef>, action: Action) -> Self {
        Self {
            at,
            every: None,
            phone: phone.into(),
            action,
            button: 0,
            area: 0,
            content: None,
            model: None,
        }
    }

    /// The same, again and again after that time.
    #[must_use]
    pub fn every(mut self, period: Duration) -> Self {
        self.every = Some(period);
        self
    }

    /// The same, about that button.
    #[must_use]
    pub fn button(mut self, button: u32) -> Self {
        self.button = button;
        self
    }

    /// The same, about that area and its new content.
    #[must_use]
    pub fn content(mut self, area: u32, content: impl Into<Bytes>) -> Self {
        self.area = area;
        self.content = Some(content.into());
        self
    }

    /// The same, about a phone of that model.
    #[must_use]
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.model = Some(model.into());
        self
    }
}

/// What can happen to a phone by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// It goes out of reach.
    Unplug,
    /// It comes back.
    Replug,
    /// A button is pressed and let go.
    Press,
    /// The first of its hookswitch devices goes off hook.
    Lift,
    /// The first of its hookswitch devices goes on hook.
    HangUp,
    /// A data area gets another content.
    Change,
    /// Its use is suspended.
    Suspend,
    /// Its use is resumed.
    Resume,
    /// A new phone appears.
    Add,
    /// It disappears for good.
    Remove,
}
