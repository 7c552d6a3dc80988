//! What goes wrong on lines.

use std::{num::NonZeroU32, time::Duration};

use serde::{Deserialize, Serialize};
use tspkit_abi::LineError;

use super::{names, names::LineRequestKind, time};

/// What goes wrong, and with which requests of lines: `[[line_rules]]`.
///
/// A rule counts and chooses as a [`RuleConfig`](super::RuleConfig) does, for each line by itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of its own in an office file"
)]
pub struct LineRuleConfig {
    /// Only the line of this address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// Only these kinds of requests, such as `["MakeCall"]`; every kind when empty.
    pub requests: Vec<LineRequestKind>,
    /// Each request whose number is a multiple of this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<NonZeroU32>,
    /// The request of this number, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nth: Option<NonZeroU32>,
    /// With this probability, 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// It takes that much longer.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub delay: Option<Duration>,
    /// The line goes out of service for that long before the request is carried out.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub out_of_service: Option<Duration>,
    /// The user-user information that goes with it is lost in the network.
    pub lose_user_user: bool,
    /// The user-user information that goes with it arrives that much later.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub delay_user_user: Option<Duration>,
    /// The network has no way for the call that it makes.
    pub congested: bool,
    /// It is answered with this error, such as `LINEERR_USERUSERINFOTOOBIG`.
    #[serde(with = "names::line_error", skip_serializing_if = "Option::is_none")]
    pub error: Option<LineError>,
    /// What the error says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// It is never answered, and does nothing: only cancelling it or stopping ends it. Later requests overtake it.
    pub silence: bool,
    /// The driver drops the request's token without an answer.
    pub discard: bool,
    /// The driver panics as it is handed the request.
    pub panic: bool,
}

impl LineRuleConfig {
    /// A rule for every request, that does nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, for the line of that address only.
    #[must_use]
    pub fn line(mut self, address: impl Into<String>) -> Self {
        self.line = Some(address.into());
        self
    }

    /// The same, for requests of that kind and of those named before.
    #[must_use]
    pub fn request(mut self, kind: LineRequestKind) -> Self {
        self.requests.push(kind);
        self
    }

    /// The same, for every so many requests. Zero stands for one.
    #[must_use]
    pub fn every(mut self, number: u32) -> Self {
        self.every = Some(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// The same, for the request of that number, counted from 1, for which zero stands too.
    #[must_use]
    pub fn nth(mut self, number: u32) -> Self {
        self.nth = Some(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN));
        self
    }

    /// The same, with that probability.
    #[must_use]
    pub fn probability(mut self, probability: f64) -> Self {
        self.probability = Some(probability);
        self
    }

    /// The same, making requests take longer.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// The same, taking the line out of service for a time.
    #[must_use]
    pub fn out_of_service(mut self, time: Duration) -> Self {
        self.out_of_service = Some(time);
        self
    }

    /// The same, losing user-user information.
    #[must_use]
    pub fn lose_user_user(mut self) -> Self {
        self.lose_user_user = true;
        self
    }

    /// The same, with user-user information that arrives later.
    #[must_use]
    pub fn delay_user_user(mut self, time: Duration) -> Self {
        self.delay_user_user = Some(time);
        self
    }

    /// The same, with no way for calls.
    #[must_use]
    pub fn congested(mut self) -> Self {
        self.congested = true;
        self
    }

    /// The same, answering with an error.
    #[must_use]
    pub fn error(mut self, error: LineError) -> Self {
        self.error = Some(error);
        self
    }

    /// The same, with what the error says.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// The same, never answering.
    #[must_use]
    pub fn silence(mut self) -> Self {
        self.silence = true;
        self
    }

    /// The same, dropping tokens.
    #[must_use]
    pub fn discard(mut self) -> Self {
        self.discard = true;
        self
    }

    /// The same, panicking.
    #[must_use]
    pub fn panic(mut self) -> Self {
        self.panic = true;
        self
    }
}
