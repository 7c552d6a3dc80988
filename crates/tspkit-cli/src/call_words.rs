//! What the states, parties and buffers of calls are called.

use tspkit::{
    CallInfo, CallStatus, Party,
    abi::{CallInfoBuffer, LineCallInfoStates},
    hal::PartyRole,
};
use tspkit_q931::{Kind, UserUserInfo};

use crate::{event_words::words, hex};

/// A state, with its detail where it has one.
pub(crate) fn status(status: CallStatus) -> String {
    match status {
        CallStatus::Idle => "idle".into(),
        CallStatus::Offering(mode) => format!("offering ({})", words(mode)),
        CallStatus::Accepted => "accepted".into(),
        CallStatus::DialTone(mode) => format!("dial tone ({})", words(mode)),
        CallStatus::Dialing => "dialing".into(),
        CallStatus::Proceeding => "proceeding".into(),
        CallStatus::Ringback => "ringback".into(),
        CallStatus::Busy(mode) => format!("busy ({})", words(mode)),
        CallStatus::SpecialInfo(mode) => format!("special information ({})", words(mode)),
        CallStatus::Connected(mode) => format!("connected ({})", words(mode)),
        CallStatus::OnHold => "on hold".into(),
        CallStatus::OnHoldPendingTransfer => "on hold, to be transferred".into(),
        CallStatus::OnHoldPendingConference => "on hold, for a conference".into(),
        CallStatus::Conferenced => "in a conference".into(),
        CallStatus::Disconnected(mode) => format!("disconnected ({})", words(mode)),
        other => format!("{other:?}").to_lowercase(),
    }
}

/// A line that rings, or has stopped ringing: mode 0.
pub(crate) fn ringing(mode: u32, count: u32) -> String {
    match (mode, count) {
        (0, _) => "stops ringing".into(),
        (_, 1) => "rings".into(),
        (_, count) => format!("rings, {count} times by now"),
    }
}

/// `caller 101 (Reception)`.
pub(crate) fn party(role: PartyRole, party: &Party) -> String {
    let role = match role {
        PartyRole::Caller => "caller",
        PartyRole::Called => "called",
        PartyRole::Connected => "connected with",
        PartyRole::Redirection => "redirected to",
        PartyRole::Redirecting => "redirected by",
    };
    let who = match (party.number.as_str(), party.name.as_str()) {
        ("", "") => words(party.flags),
        (number, "") => number.into(),
        ("", name) => name.into(),
        (number, name) => format!("{number} ({name})"),
    };
    format!("{role} {who}")
}

/// Whether there is something to say of a party.
pub(crate) fn is_told(party: &Party) -> bool {
    *party != Party::unavailable()
}

/// The buffers that a change of information is about.
pub(crate) fn buffers(states: LineCallInfoStates) -> impl Iterator<Item = CallInfoBuffer> {
    [
        (
            LineCallInfoStates::USERUSERINFO,
            CallInfoBuffer::UserUserInfo,
        ),
        (
            LineCallInfoStates::DEVSPECIFIC,
            CallInfoBuffer::DevSpecificBuffer,
        ),
        (LineCallInfoStates::CALLDATA, CallInfoBuffer::CallDataBuffer),
        (
            LineCallInfoStates::CHARGINGINFO,
            CallInfoBuffer::ChargingInfoBuffer,
        ),
        (
            LineCallInfoStates::HIGHLEVELCOMP,
            CallInfoBuffer::HighLevelCompatibilityBuffer,
        ),
        (
            LineCallInfoStates::LOWLEVELCOMP,
            CallInfoBuffer::LowLevelCompatibilityBuffer,
        ),
    ]
    .into_iter()
    .filter(move |(state, _)| states.contains(*state))
    .map(|(_, buffer)| buffer)
}

/// A buffer of a call.
pub(crate) fn buffer_of(info: &CallInfo, kind: CallInfoBuffer) -> &[u8] {
    match kind {
        CallInfoBuffer::UserUserInfo => &info.user_user,
        CallInfoBuffer::DevSpecificBuffer => &info.dev_specific,
        CallInfoBuffer::CallDataBuffer => &info.call_data,
        CallInfoBuffer::ChargingInfoBuffer => &info.charging,
        CallInfoBuffer::HighLevelCompatibilityBuffer => &info.high_layer,
        CallInfoBuffer::LowLevelCompatibilityBuffer => &info.low_layer,
    }
}

/// What a buffer is called.
pub(crate) const fn buffer_name(kind: CallInfoBuffer) -> &'static str {
    match kind {
        CallInfoBuffer::UserUserInfo => "user-user information",
        CallInfoBuffer::DevSpecificBuffer => "device-specific data",
        CallInfoBuffer::CallDataBuffer => "call data",
        CallInfoBuffer::ChargingInfoBuffer => "charging information",
        CallInfoBuffer::HighLevelCompatibilityBuffer => "high layer compatibility",
        CallInfoBuffer::LowLevelCompatibilityBuffer => "low layer compatibility",
    }
}

/// How a buffer is coded, where that is known.
pub(crate) const fn buffer_kind(kind: CallInfoBuffer) -> Option<Kind> {
    match kind {
        CallInfoBuffer::UserUserInfo => Some(Kind::UserUser),
        CallInfoBuffer::ChargingInfoBuffer => Some(Kind::Charging),
        CallInfoBuffer::HighLevelCompatibilityBuffer => Some(Kind::HighLayer),
        CallInfoBuffer::LowLevelCompatibilityBuffer => Some(Kind::LowLayer),
        CallInfoBuffer::DevSpecificBuffer | CallInfoBuffer::CallDataBuffer => None,
    }
}

/// Bytes that a line shows at most.
const SHOWN: usize = 24;

/// A buffer in one line: `user-user information: "hello"`, `call data, 3 bytes: 01 02 03`.
pub(crate) fn buffer(kind: CallInfoBuffer, bytes: &[u8]) -> String {
    let name = buffer_name(kind);
    if kind == CallInfoBuffer::UserUserInfo
        && let Some(text) = UserUserInfo::decode(bytes).value.text()
    {
        return format!("{name}: {text:?}");
    }
    let count = bytes.len();
    let (plural, more) = match bytes.get(..SHOWN) {
        Some(_) if count > SHOWN => ("s", " …"),
        _ if count == 1 => ("", ""),
        _ => ("s", ""),
    };
    let shown = hex::written(&bytes[..count.min(SHOWN)]);
    format!("{name}, {count} byte{plural}: {shown}{more}")
}
