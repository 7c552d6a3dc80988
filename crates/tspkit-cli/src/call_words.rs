//! What the states, parties and buffers of calls are called.

use tspkit::{
    CallInfo, CallStatus, Party,
    abi::{CallInfoBuffer, LineCallInfoStates},
    hal::PartyRole,
};
use tspkit_q931::{
    AdviceOfCharge, AtEnd, ChargingInfo, DuringCall, EndCharge, HighLayerCompatibility, Kind,
    LowLayerCompatibility, RecordedUnits, UserUserInfo,
};

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

/// A buffer in one line: `user-user information: "hello"`, `high layer compatibility, 2 bytes: 91 81 (telephony)`.
pub(crate) fn buffer(kind: CallInfoBuffer, bytes: &[u8]) -> String {
    let name = buffer_name(kind);
    if kind == CallInfoBuffer::UserUserInfo
        && let Some(text) = UserUserInfo::decode(bytes).value.text()
    {
        return format!("{name}: {text:?}");
    }
    let count = bytes.len();
    let plural = if count == 1 { "" } else { "s" };
    let shown = hex::written(&bytes[..count.min(SHOWN)]);
    let more = if count > SHOWN { " …" } else { "" };
    let meaning = meaning(kind, bytes).map(|meaning| format!(" ({meaning})"));
    let meaning = meaning.unwrap_or_default();
    format!("{name}, {count} byte{plural}: {shown}{more}{meaning}")
}

/// The most important thing that a buffer says, where it says one.
fn meaning(kind: CallInfoBuffer, bytes: &[u8]) -> Option<String> {
    let meaning = match kind {
        CallInfoBuffer::HighLevelCompatibilityBuffer => {
            let value = HighLayerCompatibility::decode(bytes).value;
            value.characteristics()?.meaning()?.into()
        }
        CallInfoBuffer::LowLevelCompatibilityBuffer => {
            let value = LowLayerCompatibility::decode(bytes).value;
            value.transfer_capability()?.meaning()?.into()
        }
        CallInfoBuffer::ChargingInfoBuffer => {
            charge(ChargingInfo::decode(bytes).value.advice().last()?)?
        }
        _ => return None,
    };
    Some(meaning)
}

fn charge(advice: &AdviceOfCharge) -> Option<String> {
    match advice {
        AdviceOfCharge::DuringInCurrency(during) => during_call(during, ToString::to_string),
        AdviceOfCharge::DuringInUnits(during) => during_call(during, |units| self::units(units)),
        AdviceOfCharge::AtEndInCurrency(end) => at_end(end, ToString::to_string),
        AdviceOfCharge::AtEndInUnits(end) => at_end(end, |units| self::units(units)),
        _ => None,
    }
}

fn during_call<T>(during: &DuringCall<T>, amount: impl Fn(&T) -> String) -> Option<String> {
    match during {
        DuringCall::NotAvailable => None,
        DuringCall::Free => Some("free of charge".into()),
        DuringCall::Charged { recorded, .. } => Some(format!("{} so far", amount(recorded))),
    }
}

fn at_end<T>(end: &AtEnd<T>, amount: impl Fn(&T) -> String) -> Option<String> {
    match end {
        AtEnd::NotAvailable => None,
        AtEnd::Known { charge, .. } => Some(match charge {
            EndCharge::Free => "free of charge".into(),
            EndCharge::Charged { recorded, .. } => format!("{} in all", amount(recorded)),
        }),
    }
}

fn units(units: &[RecordedUnits]) -> String {
    let known = units.iter().filter_map(|units| units.number);
    match known.map(u64::from).sum() {
        1_u64 => "1 unit".into(),
        count => format!("{count} units"),
    }
}

#[cfg(test)]
mod tests {
    use tspkit_q931::{Multiplier, RecordedCurrency};

    use super::*;

    #[test]
    fn buffers_in_one_line() {
        for (kind, bytes, line) in [
            (
                CallInfoBuffer::UserUserInfo,
                &b"\x04a\"b"[..],
                r#"user-user information: "a\"b""#,
            ),
            (
                CallInfoBuffer::UserUserInfo,
                &[0, 1],
                "user-user information, 2 bytes: 00 01",
            ),
            (
                CallInfoBuffer::CallDataBuffer,
                &[7],
                "call data, 1 byte: 07",
            ),
            (
                CallInfoBuffer::HighLevelCompatibilityBuffer,
                &[0x91, 0x81],
                "high layer compatibility, 2 bytes: 91 81 (telephony)",
            ),
            (
                CallInfoBuffer::LowLevelCompatibilityBuffer,
                &[0x80, 0x90],
                "low layer compatibility, 2 bytes: 80 90 (speech)",
            ),
            (
                CallInfoBuffer::ChargingInfoBuffer,
                &[0],
                "charging information, 1 byte: 00",
            ),
        ] {
            assert_eq!(buffer(kind, bytes), line);
        }
        let long = buffer(CallInfoBuffer::DevSpecificBuffer, &[0xAB; 25]);
        let expected = format!("device-specific data, 25 bytes: {}…", "AB ".repeat(24));
        assert_eq!(long, expected);
    }

    #[test]
    fn charges_in_words() {
        let euros = RecordedCurrency::new("EUR", 1234, Multiplier::HUNDREDTH);
        for (advice, words) in [
            (AdviceOfCharge::units_so_far(1), Some("1 unit so far")),
            (AdviceOfCharge::units_in_all(20), Some("20 units in all")),
            (
                AdviceOfCharge::amount_so_far(euros.clone()),
                Some("12.34 EUR so far"),
            ),
            (
                AdviceOfCharge::amount_in_all(euros),
                Some("12.34 EUR in all"),
            ),
            (
                AdviceOfCharge::DuringInUnits(DuringCall::Free),
                Some("free of charge"),
            ),
            (AdviceOfCharge::AtEndInUnits(AtEnd::NotAvailable), None),
            (AdviceOfCharge::AtSetup(None), None),
        ] {
            assert_eq!(charge(&advice).as_deref(), words);
        }
    }
}
