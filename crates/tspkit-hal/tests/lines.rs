//! The vocabulary of lines and calls agrees with TAPI's.

use bytes::Bytes;
use tspkit_abi::{
    CallState, LineBusyModes, LineCallInfoStates, LineCallPartyIds, LineCallStates,
    LineConnectedModes, LineDevCapFlags, LineDialToneModes, LineDisconnectModes, LineOfferingModes,
    LineSpecialInfo,
};
use tspkit_hal::{
    CallChange, CallId, CallInfo, CallStatus, LineEvent, LineModel, LineRequest, Parties, Party,
    PartyRole, UserUserLimits,
};

const STATUSES: [(CallStatus, LineCallStates, u32, Option<CallState>); 16] = [
    (
        CallStatus::Idle,
        LineCallStates::IDLE,
        0,
        Some(CallState::Disconnected),
    ),
    (
        CallStatus::Offering(LineOfferingModes::ACTIVE),
        LineCallStates::OFFERING,
        1,
        Some(CallState::Offering),
    ),
    (
        CallStatus::Accepted,
        LineCallStates::ACCEPTED,
        0,
        Some(CallState::Offering),
    ),
    (
        CallStatus::DialTone(LineDialToneModes::SPECIAL),
        LineCallStates::DIALTONE,
        2,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::Dialing,
        LineCallStates::DIALING,
        0,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::Proceeding,
        LineCallStates::PROCEEDING,
        0,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::Ringback,
        LineCallStates::RINGBACK,
        0,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::Busy(LineBusyModes::TRUNK),
        LineCallStates::BUSY,
        2,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::SpecialInfo(LineSpecialInfo::REORDER),
        LineCallStates::SPECIALINFO,
        4,
        Some(CallState::InProgress),
    ),
    (
        CallStatus::Connected(LineConnectedModes::ACTIVE),
        LineCallStates::CONNECTED,
        1,
        Some(CallState::Connected),
    ),
    (
        CallStatus::Conferenced,
        LineCallStates::CONFERENCED,
        0,
        Some(CallState::Connected),
    ),
    (
        CallStatus::OnHold,
        LineCallStates::ONHOLD,
        0,
        Some(CallState::Hold),
    ),
    (
        CallStatus::OnHoldPendingTransfer,
        LineCallStates::ONHOLDPENDTRANSFER,
        0,
        Some(CallState::Hold),
    ),
    (
        CallStatus::OnHoldPendingConference,
        LineCallStates::ONHOLDPENDCONF,
        0,
        Some(CallState::Hold),
    ),
    (
        CallStatus::Disconnected(LineDisconnectModes::NOANSWER),
        LineCallStates::DISCONNECTED,
        0x40,
        Some(CallState::Disconnected),
    ),
    (CallStatus::Unknown, LineCallStates::UNKNOWN, 0, None),
];

#[test]
fn each_state_is_tapi_s_and_none_is_left_out() {
    let mut all = LineCallStates::empty();
    for (status, state, detail, tapi3) in STATUSES {
        assert_eq!(
            (status.state(), status.detail(), status.call_state()),
            (state, detail, tapi3),
            "{status:?}"
        );
        assert!(!all.contains(state));
        all |= state;
    }
    assert_eq!(all, LineCallStates::all());
}

#[test]
fn parties_are_found_by_their_roles_and_say_what_changes() {
    let mut parties = Parties::default();
    let mut changes = LineCallInfoStates::empty();
    for (number, role) in (100..).zip(PartyRole::ALL) {
        assert_eq!(parties[role].flags, LineCallPartyIds::UNAVAIL);
        parties[role] = Party::known(number.to_string(), "");
        changes |= role.change();
    }
    assert_eq!(
        [
            &parties.caller,
            &parties.called,
            &parties.connected,
            &parties.redirection,
            &parties.redirecting
        ]
        .map(|party| party.number.as_str()),
        ["100", "101", "102", "103", "104"]
    );
    assert_eq!(
        changes,
        LineCallInfoStates::CALLERID
            | LineCallInfoStates::CALLEDID
            | LineCallInfoStates::CONNECTEDID
            | LineCallInfoStates::REDIRECTIONID
            | LineCallInfoStates::REDIRECTINGID
    );
}

#[test]
fn what_of_a_party_is_known_follows_from_what_there_is() {
    use LineCallPartyIds as P;
    let flags = |party: Party| party.flags;
    assert_eq!(flags(Party::known("101", "Anna")), P::ADDRESS | P::NAME);
    assert_eq!(flags(Party::known("", "Anna")), P::NAME);
    assert_eq!(flags(Party::partial("10")), P::PARTIAL);
    assert_eq!(flags(Party::out_of_area()), P::OUTOFAREA);
    assert_eq!(flags(Party::unknown()), P::UNKNOWN);
    assert_eq!(Party::default(), Party::unavailable());
}

#[test]
fn requests_and_events_say_which_call_they_are_about() {
    let (first, second) = (CallId(1), CallId(2));
    let swap = LineRequest::SwapHold {
        active: first,
        held: second,
    };
    assert_eq!((swap.call(), swap.name()), (Some(first), "SwapHold"));
    let none = LineRequest::DevSpecific {
        call: None,
        data: Bytes::new(),
    };
    assert_eq!((none.call(), none.name()), (None, "DevSpecific"));
    let event = LineEvent::CallState {
        call: second,
        status: CallStatus::Idle,
    };
    assert_eq!(event.call(), Some(second));
    assert_eq!(LineEvent::InService.call(), None);
    let chained = CallChange::UserUserInfo {
        data: Bytes::from_static(b"\x04hello"),
        more: true,
    };
    assert_eq!(chained.states(), LineCallInfoStates::USERUSERINFO);
}

#[test]
fn a_model_says_what_a_line_takes() {
    let plain = LineModel::new("a plain line");
    assert_eq!(plain.user_user, UserUserLimits::default());
    assert_eq!((plain.call_data, plain.dev_specific), (0, 0));
    let rich = LineModel::new("a rich one")
        .user_user(UserUserLimits::all(131).chained(1024))
        .compatibilities()
        .partial_dial();
    assert_eq!((rich.user_user.make_call, rich.user_user.send), (131, 1024));
    let both = LineDevCapFlags::HIGHLEVCOMP | LineDevCapFlags::LOWLEVCOMP;
    assert!(rich.device_flags.contains(both));
}

/// A hundred thousand calls are kept, each with one of these.
#[test]
fn what_is_known_of_a_call_stays_small() {
    assert!(size_of::<CallInfo>() <= 560, "{}", size_of::<CallInfo>());
    assert!(
        size_of::<LineRequest>() <= 64,
        "{}",
        size_of::<LineRequest>()
    );
    assert!(size_of::<LineEvent>() <= 96, "{}", size_of::<LineEvent>());
}
