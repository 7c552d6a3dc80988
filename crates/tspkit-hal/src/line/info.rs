//! What a line is and can do.

use std::sync::Arc;

use tspkit_abi::{
    LineAddressCapFlags, LineBearerModes, LineCallFeatures, LineCallParamFlags, LineCallStates,
    LineDevCapFlags, LineDigitModes, LineMediaModes,
};

use super::{DialLimits, UserUserLimits};
use crate::ids::LineId;

/// The longest that a digit lasts where nothing is said, in milliseconds.
const LONGEST_DIGIT: u32 = 10_000;

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineInfo {
    /// The line's permanent number.
    pub id: LineId,
    /// Its name, for people.
    pub name: Arc<str>,
    /// The number by which others call it.
    pub address: Arc<str>,
    /// What it can do. Lines of one kind share it.
    pub model: Arc<LineModel>,
    /// It is in service now: calls can be made and come in.
    pub in_service: bool,
}

impl LineInfo {
    /// A line of that name, address and kind, in service.
    pub fn new(
        id: LineId,
        name: impl Into<Arc<str>>,
        address: impl Into<Arc<str>>,
        model: Arc<LineModel>,
    ) -> Self {
        Self {
            id,
            name: name.into(),
            address: address.into(),
            model,
            in_service: true,
        }
    }

    /// The same line, out of service for now.
    #[must_use]
    pub fn out_of_service(mut self) -> Self {
        self.in_service = false;
        self
    }
}

/// What a kind of line can do (`LINEDEVCAPS` and `LINEADDRESSCAPS`). A line has one address.
///
/// ```
/// use tspkit_abi::LineCallFeatures;
/// use tspkit_hal::{LineModel, UserUserLimits};
///
/// let model = LineModel::new("Acme basic rate")
///     .features(LineCallFeatures::ANSWER | LineCallFeatures::DROP | LineCallFeatures::SENDUSERUSER)
///     .user_user(UserUserLimits::all(131))
///     .call_data(64);
/// assert_eq!(model.user_user.send, 131);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineModel {
    /// What it is, for people: switch, kind of line.
    pub description: String,
    /// What it can ever do with calls; what can be done with one now follows from its state.
    pub features: LineCallFeatures,
    /// The states that its calls can be in.
    pub states: LineCallStates,
    /// How many calls can be up at a time, those on hold left out.
    pub active_calls: u32,
    /// How many calls can be on hold at a time.
    pub held_calls: u32,
    /// How many calls can wait for the end of a transfer.
    pub transfer_calls: u32,
    /// How much user-user information it takes.
    pub user_user: UserUserLimits,
    /// The largest call data, in bytes; 0: none (`dwMaxCallDataSize`).
    pub call_data: u32,
    /// The largest device-specific data with a call, in bytes; 0: none.
    pub dev_specific: u32,
    /// It tells charges.
    pub charging: bool,
    /// The media modes of its calls.
    pub media_modes: LineMediaModes,
    /// The bearer modes of its calls.
    pub bearer_modes: LineBearerModes,
    /// The highest data rate of its calls, in bits per second; 0: it does not say.
    pub max_rate: u32,
    /// The ways in which it sends digits; none: it does not.
    pub digit_modes: LineDigitModes,
    /// How fast it dials and sends digits.
    pub dial: DialLimits,
    /// The parameters' flags that it heeds.
    pub param_flags: LineCallParamFlags,
    /// How many ring modes there are: they are numbered from 1.
    pub ring_modes: u32,
    /// How many trunks there are, numbered from 0; 0: none are told.
    pub trunks: u32,
    /// The device's flags: which compatibilities it passes on, what dialling can wait for.
    pub device_flags: LineDevCapFlags,
    /// The address's flags: whether a number can be dialled in parts, how transfers are made.
    pub address_flags: LineAddressCapFlags,
    /// It takes device-specific requests.
    pub dev_specific_requests: bool,
}

impl LineModel {
    /// A line for one voice call at a time, with which nothing can be done yet but to make and drop calls.
    pub fn new(description: impl Into<String>) -> Self {
        Self {
            description: description.into(),
            features: LineCallFeatures::DROP,
            states: LineCallStates::IDLE
                | LineCallStates::PROCEEDING
                | LineCallStates::CONNECTED
                | LineCallStates::DISCONNECTED
                | LineCallStates::UNKNOWN,
            active_calls: 1,
            held_calls: 0,
            transfer_calls: 0,
            user_user: UserUserLimits::default(),
            call_data: 0,
            dev_specific: 0,
            charging: false,
            media_modes: LineMediaModes::INTERACTIVEVOICE,
            bearer_modes: LineBearerModes::VOICE,
            max_rate: 0,
            digit_modes: LineDigitModes::empty(),
            dial: DialLimits::default(),
            param_flags: LineCallParamFlags::empty(),
            ring_modes: 1,
            trunks: 0,
            device_flags: LineDevCapFlags::empty(),
            address_flags: LineAddressCapFlags::DIALED,
            dev_specific_requests: false,
        }
    }

    /// The same with those call features.
    #[must_use]
    pub fn features(mut self, features: LineCallFeatures) -> Self {
        self.features = features;
        self
    }

    /// The same with calls in those states.
    #[must_use]
    pub fn states(mut self, states: LineCallStates) -> Self {
        self.states = states;
        self
    }

    /// The same with room for that many calls: up, on hold, and waiting for the end of a transfer.
    #[must_use]
    pub fn calls(mut self, active: u32, held: u32, transfer: u32) -> Self {
        (self.active_calls, self.held_calls, self.transfer_calls) = (active, held, transfer);
        self
    }

    /// The same with those limits of user-user information.
    #[must_use]
    pub fn user_user(mut self, limits: UserUserLimits) -> Self {
        self.user_user = limits;
        self
    }

    /// The same with call data of at most that many bytes.
    #[must_use]
    pub fn call_data(mut self, bytes: u32) -> Self {
        self.call_data = bytes;
        self
    }

    /// The same, passing both compatibilities on.
    #[must_use]
    pub fn compatibilities(mut self) -> Self {
        self.device_flags |= LineDevCapFlags::HIGHLEVCOMP | LineDevCapFlags::LOWLEVCOMP;
        self
    }

    /// The same with device-specific data of at most that many bytes.
    #[must_use]
    pub fn dev_specific(mut self, bytes: u32) -> Self {
        self.dev_specific = bytes;
        self
    }

    /// The same, telling charges.
    #[must_use]
    pub fn charging(mut self) -> Self {
        self.charging = true;
        self
    }

    /// The same for calls of those media and bearer modes.
    #[must_use]
    pub fn modes(mut self, media: LineMediaModes, bearer: LineBearerModes) -> Self {
        (self.media_modes, self.bearer_modes) = (media, bearer);
        self
    }

    /// The same with calls of at most that data rate, in bits per second.
    #[must_use]
    pub fn max_rate(mut self, rate: u32) -> Self {
        self.max_rate = rate;
        self
    }

    /// The same, sending digits in those ways; each lasts as long as is asked for, at most ten seconds unless
    /// [`dial`](Self::dial) says otherwise.
    #[must_use]
    pub fn digits(mut self, modes: LineDigitModes) -> Self {
        self.digit_modes = modes;
        let longest = &mut self.dial.longest.digit_duration;
        if *longest == 0 && !modes.is_empty() {
            *longest = LONGEST_DIGIT;
        }
        self
    }

    /// The same, dialling and sending digits within those limits.
    #[must_use]
    pub fn dial(mut self, limits: DialLimits) -> Self {
        self.dial = limits;
        self
    }

    /// The same, heeding those flags of the parameters.
    #[must_use]
    pub fn param_flags(mut self, flags: LineCallParamFlags) -> Self {
        self.param_flags = flags;
        self
    }

    /// The same with that many ring modes.
    #[must_use]
    pub fn ring_modes(mut self, modes: u32) -> Self {
        self.ring_modes = modes;
        self
    }

    /// The same with that many trunks.
    #[must_use]
    pub fn trunks(mut self, trunks: u32) -> Self {
        self.trunks = trunks;
        self
    }

    /// The same, dialling in parts.
    #[must_use]
    pub fn partial_dial(mut self) -> Self {
        self.address_flags |= LineAddressCapFlags::PARTIALDIAL;
        self
    }

    /// The same with those flags of the address as well.
    #[must_use]
    pub fn address_flags(mut self, flags: LineAddressCapFlags) -> Self {
        self.address_flags |= flags;
        self
    }

    /// The same, taking device-specific requests.
    #[must_use]
    pub fn dev_specific_requests(mut self) -> Self {
        self.dev_specific_requests = true;
        self
    }
}
