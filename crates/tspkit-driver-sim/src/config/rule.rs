//! What goes wrong in an office.

use std::{num::NonZeroU32, time::Duration};

use serde::{Deserialize, Serialize};
use tspkit_abi::PhoneError;

use super::{names, names::RequestKind, phone::PhoneRef, time};

/// What goes wrong, and with which requests: `[[rules]]`.
///
/// A rule counts, for each phone by itself, the requests that fit `phone`, `area` and `requests`, and acts on
/// those that `every`, `nth` and `probability` choose: on each where none of the three is given, on those that
/// all given ones choose otherwise.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct RuleConfig {
    /// Only this phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneRef>,
    /// Only requests for this data area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<u32>,
    /// Only these kinds of requests, such as `["SetData"]`; every kind when empty.
    pub requests: Vec<RequestKind>,
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
    /// The phone is unplugged for that long as the request comes, which fails the request.
    #[serde(with = "time::option", skip_serializing_if = "Option::is_none")]
    pub unplug: Option<Duration>,
    /// It is answered with this error, such as `PHONEERR_RESOURCEUNAVAIL`.
    #[serde(with = "names::phone_error", skip_serializing_if = "Option::is_none")]
    pub error: Option<PhoneError>,
    /// What the error says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// It is never answered: only cancelling it, unplugging the phone or stopping ends it. Later requests
    /// overtake it.
    pub silence: bool,
    /// The driver drops the request's token without an answer.
    pub discard: bool,
    /// The driver panics as it is handed the request.
    pub panic: bool,
}

impl RuleConfig {
    /// A rule for every request, that does nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same, for that phone only.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<PhoneRef>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// The same, for that data area only.
    #[must_use]
    pub fn area(mut self, area: u32) -> Self {
        self.area = Some(area);
        self
    }

    /// The same, for requests of that kind and of those named before.
    #[must_use]
    pub fn request(mut self, kind: RequestKind) -> Self {
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

    /// The same, unplugging the phone for a time.
    #[must_use]
    pub fn unplug(mut self, time: Duration) -> Self {
        self.unplug = Some(time);
        self
    }

    /// The same, answering with an error.
    #[must_use]
    pub fn error(mut self, error: PhoneError) -> Self {
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
