//! The lines of an office.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use tspkit_abi::{LineBearerModes, LineCallFeatures, LineDigitModes, LineMediaModes};

use super::{names, phone::PhoneRef, time};

/// A line, or several of one kind: `[[lines]]`. Where nothing is said, it is a business line that can do all that the
/// simulated switch can.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a word of its own in an office file"
)]
pub struct LineConfig {
    /// Its name. With a `count`, each line's name ends in its number in the block, from 1.
    pub name: String,
    /// The number by which others call it: digits. With a `count`, the first one's; the others follow it.
    pub address: String,
    /// Its permanent number, with a `count` the first one's. One more than the last line's when missing, and 1 for
    /// the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
    /// How many there are; one when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// The phone that it belongs to; with a `count` the first one's, and those that follow it have the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<PhoneRef>,
    /// It is in service at first.
    #[serde(default = "yes")]
    pub in_service: bool,
    /// What it is, for people.
    #[serde(default = "description")]
    pub description: String,
    /// What it can do with calls: TAPI's words (`LINECALLFEATURE_`) in lower case. What is left out is refused as not
    /// available; without `setcallparams`, what carries a call stays what it was made with.
    #[serde(default = "all_features", with = "names::call_features")]
    pub features: LineCallFeatures,
    /// How many calls can be up at a time, those on hold left out.
    #[serde(default = "one")]
    pub active_calls: u32,
    /// How many calls can be on hold at a time.
    #[serde(default = "one")]
    pub held_calls: u32,
    /// How many calls can wait for the end of a transfer.
    #[serde(default = "one")]
    pub transfer_calls: u32,
    /// The most octets of user-user information with making, accepting, answering and dropping a call.
    #[serde(default = "message")]
    pub user_user: u32,
    /// The most octets of user-user information sent or received by itself, in chained messages.
    #[serde(default = "kilobyte")]
    pub user_user_chained: u32,
    /// The largest call data, in bytes; 0: none.
    #[serde(default = "four_kilobytes")]
    pub call_data: u32,
    /// The largest device-specific data with a call, in bytes; 0: none.
    #[serde(default = "kilobyte")]
    pub dev_specific: u32,
    /// It takes device-specific requests, and gives their bytes back.
    #[serde(default = "yes")]
    pub dev_specific_requests: bool,
    /// It passes high and low level compatibility on.
    #[serde(default = "yes")]
    pub compatibilities: bool,
    /// It tells what outside calls cost.
    #[serde(default = "yes")]
    pub charging: bool,
    /// The media modes of its calls.
    #[serde(default = "media", with = "names::media_modes")]
    pub media_modes: LineMediaModes,
    /// The bearer modes of its calls.
    #[serde(default = "bearer", with = "names::bearer_modes")]
    pub bearer_modes: LineBearerModes,
    /// The highest data rate of its calls, in bits per second; 0: it does not say.
    #[serde(default = "b_channel")]
    pub max_rate: u32,
    /// The ways in which it sends digits.
    #[serde(default = "digits", with = "names::digit_modes")]
    pub digit_modes: LineDigitModes,
    /// How many ring modes it has; it rings in the first.
    #[serde(default = "one")]
    pub ring_modes: u32,
    /// Numbers can be dialled in parts.
    #[serde(default = "yes")]
    pub partial_dial: bool,
    /// The caller can choose the number to show.
    #[serde(default = "yes")]
    pub calling_number: bool,
    /// An incoming call alerts only when it is accepted: until then nothing rings, and the caller hears nothing.
    #[serde(default)]
    pub accept_to_alert: bool,
    /// How long every request takes at least; as the office says when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub latency: Option<Duration>,
    /// By how much more, at most, at random; as the office says when missing.
    #[serde(
        with = "time::option",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub jitter: Option<Duration>,
}

/// All that the switch can do with calls.
pub(crate) const FEATURES: LineCallFeatures = LineCallFeatures::ACCEPT
    .union(LineCallFeatures::ANSWER)
    .union(LineCallFeatures::BLINDTRANSFER)
    .union(LineCallFeatures::COMPLETETRANSF)
    .union(LineCallFeatures::DIAL)
    .union(LineCallFeatures::DROP)
    .union(LineCallFeatures::GENERATEDIGITS)
    .union(LineCallFeatures::HOLD)
    .union(LineCallFeatures::REDIRECT)
    .union(LineCallFeatures::RELEASEUSERUSERINFO)
    .union(LineCallFeatures::SENDUSERUSER)
    .union(LineCallFeatures::SETCALLDATA)
    .union(LineCallFeatures::SETCALLPARAMS)
    .union(LineCallFeatures::SETUPTRANSFER)
    .union(LineCallFeatures::SWAPHOLD)
    .union(LineCallFeatures::UNHOLD);

fn yes() -> bool {
    true
}

fn one() -> u32 {
    1
}

fn message() -> u32 {
    131
}

fn kilobyte() -> u32 {
    1024
}

fn four_kilobytes() -> u32 {
    4096
}

fn description() -> String {
    "Business line, simulated".to_owned()
}

fn all_features() -> LineCallFeatures {
    FEATURES
}

fn media() -> LineMediaModes {
    LineMediaModes::INTERACTIVEVOICE | LineMediaModes::AUTOMATEDVOICE | LineMediaModes::DATAMODEM
}

fn bearer() -> LineBearerModes {
    LineBearerModes::VOICE | LineBearerModes::SPEECH | LineBearerModes::DATA
}

fn b_channel() -> u32 {
    64_000
}

fn digits() -> LineDigitModes {
    LineDigitModes::PULSE | LineDigitModes::DTMF
}

impl LineConfig {
    /// A business line of that name and address.
    pub fn new(name: impl Into<String>, address: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            address: address.into(),
            id: None,
            count: None,
            phone: None,
            in_service: true,
            description: description(),
            features: FEATURES,
            active_calls: 1,
            held_calls: 1,
            transfer_calls: 1,
            user_user: message(),
            user_user_chained: kilobyte(),
            call_data: four_kilobytes(),
            dev_specific: kilobyte(),
            dev_specific_requests: true,
            compatibilities: true,
            charging: true,
            media_modes: media(),
            bearer_modes: bearer(),
            max_rate: b_channel(),
            digit_modes: digits(),
            ring_modes: 1,
            partial_dial: true,
            calling_number: true,
            accept_to_alert: false,
            latency: None,
            jitter: None,
        }
    }

    /// The same with that permanent number.
    #[must_use]
    pub fn id(mut self, id: u32) -> Self {
        self.id = Some(id);
        self
    }

    /// That many of it, with the addresses that follow.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// The same, belonging to that phone.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<PhoneRef>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// The same with room for that many calls: up, on hold, and waiting for the end of a transfer.
    #[must_use]
    pub fn calls(mut self, active: u32, held: u32, transfer: u32) -> Self {
        (self.active_calls, self.held_calls, self.transfer_calls) = (active, held, transfer);
        self
    }

    /// The same with those limits of user-user information: with an operation, and by itself.
    #[must_use]
    pub fn user_user(mut self, with: u32, by_itself: u32) -> Self {
        (self.user_user, self.user_user_chained) = (with, by_itself);
        self
    }

    /// The same with those features.
    #[must_use]
    pub fn features(mut self, features: LineCallFeatures) -> Self {
        self.features = features;
        self
    }

    /// The same, alerting only when a call is accepted.
    #[must_use]
    pub fn accept_to_alert(mut self) -> Self {
        self.accept_to_alert = true;
        self
    }

    /// The same, out of service at first.
    #[must_use]
    pub fn out_of_service(mut self) -> Self {
        self.in_service = false;
        self
    }

    /// The same, with requests that take that long.
    #[must_use]
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = Some(latency);
        self
    }
}
