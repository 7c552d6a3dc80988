//! `LINEADDRESSCAPS` and `LINEADDRESSSTATUS`.

use tspkit_abi::layout::{LINEADDRESSCAPS, LINEADDRESSSTATUS};
use tspkit_abi::structure::{
    LineAddressCaps, LineAddressStatus, LineCallTreatment, LineCompletionCaps, LineForward,
    LineForwardCaps, StructReader,
};
use tspkit_abi::{
    CallTreatment, LineAddressCapFlags, LineAddressFeatures, LineAddressSharing, LineAddressStates,
    LineAddressTypes, LineBusyModes, LineCallComplConds, LineCallComplModes, LineCallFeatures,
    LineCallFeatures2, LineCallInfoStates, LineCallPartyIds, LineCallStates, LineConnectedModes,
    LineDialToneModes, LineDisconnectModes, LineForwardModes, LineMediaModes, LineOfferingModes,
    LineParkModes, LineSpecialInfo, LineTermModes, LineTransferModes, RemoveFromConf,
};

use crate::room::{VERSIONS, assert_members, assert_no_pair_is_empty, at_every_size, room};

const TREATMENTS: &[LineCallTreatment<'_>] = &[
    LineCallTreatment {
        id: CallTreatment::MUSIC,
        name: "Music",
    },
    LineCallTreatment {
        id: CallTreatment::SILENCE,
        name: "",
    },
    LineCallTreatment {
        id: CallTreatment::new(0x100),
        name: "Sea",
    },
];

pub(crate) fn caps() -> LineAddressCaps<'static> {
    LineAddressCaps {
        line_device_id: 0x101,
        address: "+49 30 101",
        dev_specific: b"\x01\x02\x03",
        sharing: LineAddressSharing::from_bits_retain(0x102),
        address_states: LineAddressStates::from_bits_retain(0x103),
        call_info_states: LineCallInfoStates::from_bits_retain(0x104),
        caller_id: LineCallPartyIds::from_bits_retain(0x105),
        called_id: LineCallPartyIds::from_bits_retain(0x106),
        connected_id: LineCallPartyIds::from_bits_retain(0x107),
        redirection_id: LineCallPartyIds::from_bits_retain(0x108),
        redirecting_id: LineCallPartyIds::from_bits_retain(0x109),
        call_states: LineCallStates::from_bits_retain(0x10A),
        dial_tone_modes: LineDialToneModes::from_bits_retain(0x10B),
        busy_modes: LineBusyModes::from_bits_retain(0x10C),
        special_info: LineSpecialInfo::from_bits_retain(0x10D),
        disconnect_modes: LineDisconnectModes::from_bits_retain(0x10E),
        max_active_calls: 0x10F,
        max_on_hold_calls: 0x110,
        max_on_hold_pending_calls: 0x111,
        max_conference: 0x112,
        max_transfer_conference: 0x113,
        flags: LineAddressCapFlags::from_bits_retain(0x114),
        call_features: LineCallFeatures::from_bits_retain(0x115),
        remove_from_conference: RemoveFromConf::new(0x116),
        remove_from_conference_state: LineCallStates::from_bits_retain(0x117),
        transfer_modes: LineTransferModes::from_bits_retain(0x118),
        park_modes: LineParkModes::from_bits_retain(0x119),
        forward: LineForwardCaps {
            modes: LineForwardModes::from_bits_retain(0x11A),
            max_entries: 0x11B,
            max_specific_entries: 0x11C,
            min_rings: 0x11D,
            max_rings: 0x11E,
        },
        completion: LineCompletionCaps {
            max: 0x11F,
            conditions: LineCallComplConds::from_bits_retain(0x120),
            modes: LineCallComplModes::from_bits_retain(0x121),
            messages: &["Call me back", "Later", ""],
        },
        address_features: LineAddressFeatures::from_bits_retain(0x122),
        predictive_auto_transfer_states: LineCallStates::from_bits_retain(0x123),
        call_treatments: TREATMENTS,
        device_classes: &["tapi/line"],
        max_call_data_size: 0x124,
        call_features2: LineCallFeatures2::from_bits_retain(0x125),
        max_no_answer_timeout: 0x126,
        connected_modes: LineConnectedModes::from_bits_retain(0x127),
        offering_modes: LineOfferingModes::from_bits_retain(0x128),
        available_media_modes: LineMediaModes::from_bits_retain(0x129),
    }
}

const CAPS: &[(&str, u32)] = &[
    ("dwLineDeviceID", 0x101),
    ("dwAddressSharing", 0x102),
    ("dwAddressStates", 0x103),
    ("dwCallInfoStates", 0x104),
    ("dwCallerIDFlags", 0x105),
    ("dwCalledIDFlags", 0x106),
    ("dwConnectedIDFlags", 0x107),
    ("dwRedirectionIDFlags", 0x108),
    ("dwRedirectingIDFlags", 0x109),
    ("dwCallStates", 0x10A),
    ("dwDialToneModes", 0x10B),
    ("dwBusyModes", 0x10C),
    ("dwSpecialInfo", 0x10D),
    ("dwDisconnectModes", 0x10E),
    ("dwMaxNumActiveCalls", 0x10F),
    ("dwMaxNumOnHoldCalls", 0x110),
    ("dwMaxNumOnHoldPendingCalls", 0x111),
    ("dwMaxNumConference", 0x112),
    ("dwMaxNumTransConf", 0x113),
    ("dwAddrCapFlags", 0x114),
    ("dwCallFeatures", 0x115),
    ("dwRemoveFromConfCaps", 0x116),
    ("dwRemoveFromConfState", 0x117),
    ("dwTransferModes", 0x118),
    ("dwParkModes", 0x119),
    ("dwForwardModes", 0x11A),
    ("dwMaxForwardEntries", 0x11B),
    ("dwMaxSpecificEntries", 0x11C),
    ("dwMinFwdNumRings", 0x11D),
    ("dwMaxFwdNumRings", 0x11E),
    ("dwMaxCallCompletions", 0x11F),
    ("dwCallCompletionConds", 0x120),
    ("dwCallCompletionModes", 0x121),
    ("dwNumCompletionMessages", 3),
    ("dwCompletionMsgTextEntrySize", 26),
    ("dwAddressFeatures", 0x122),
    ("dwPredictiveAutoTransferStates", 0x123),
    ("dwNumCallTreatments", 3),
    ("dwMaxCallDataSize", 0x124),
    ("dwCallFeatures2", 0x125),
    ("dwMaxNoAnswerTimeout", 0x126),
    ("dwConnectedModes", 0x127),
    ("dwOfferingModes", 0x128),
    ("dwAvailableMediaModes", 0x129),
];

#[test]
fn capabilities_in_their_places() {
    for version in VERSIONS {
        let mut bytes = room(2000);
        let written = caps().write(&mut bytes, version).unwrap();
        assert!(written.is_complete());
        assert_members::<LINEADDRESSCAPS>(&bytes, version, CAPS);
        assert_no_pair_is_empty::<LINEADDRESSCAPS>(&bytes, version);
        let reader = StructReader::<LINEADDRESSCAPS>::new(&bytes, version).unwrap();
        assert_eq!(reader.text(LINEADDRESSCAPS::ADDRESS).unwrap(), "+49 30 101");
        assert_eq!(
            reader.texts(LINEADDRESSCAPS::DEVICE_CLASSES).unwrap(),
            ["tapi/line"]
        );
        assert_eq!(
            reader.bytes(LINEADDRESSCAPS::DEV_SPECIFIC).unwrap(),
            b"\x01\x02\x03"
        );
    }
}

#[test]
fn capabilities_at_every_size() {
    at_every_size::<LINEADDRESSCAPS>(|bytes, version| caps().write(bytes, version));
}

const FORWARDS: &[LineForward<'_>] = &[
    LineForward {
        mode: LineForwardModes::BUSYSPECIFIC,
        caller_address: "0800",
        destination_country_code: 49,
        destination_address: "102",
        caller_address_type: LineAddressTypes::PHONENUMBER,
        destination_address_type: LineAddressTypes::EMAILNAME,
    },
    LineForward {
        mode: LineForwardModes::UNCOND,
        destination_address: "1",
        caller_address: "",
        destination_country_code: 0,
        caller_address_type: LineAddressTypes::empty(),
        destination_address_type: LineAddressTypes::empty(),
    },
];

pub(crate) fn status() -> LineAddressStatus<'static> {
    LineAddressStatus {
        in_use: 0x201,
        active_calls: 0x202,
        on_hold_calls: 0x203,
        on_hold_pending_calls: 0x204,
        address_features: LineAddressFeatures::from_bits_retain(0x205),
        rings_no_answer: 0x206,
        forwards: FORWARDS,
        terminal_modes: &[LineTermModes::LAMPS],
        dev_specific: b"xyz",
    }
}

#[test]
fn status_in_its_places() {
    for version in VERSIONS {
        let mut bytes = room(500);
        let written = status().write(&mut bytes, version).unwrap();
        assert!(written.is_complete());
        let expected = [
            ("dwNumInUse", 0x201),
            ("dwNumActiveCalls", 0x202),
            ("dwNumOnHoldCalls", 0x203),
            ("dwNumOnHoldPendCalls", 0x204),
            ("dwAddressFeatures", 0x205),
            ("dwNumRingsNoAnswer", 0x206),
            ("dwForwardNumEntries", 2),
        ];
        assert_members::<LINEADDRESSSTATUS>(&bytes, version, &expected);
        assert_no_pair_is_empty::<LINEADDRESSSTATUS>(&bytes, version);
        let reader = StructReader::<LINEADDRESSSTATUS>::new(&bytes, version).unwrap();
        assert_eq!(reader.u32s(LINEADDRESSSTATUS::TERMINAL_MODES), Ok(vec![2]));
        assert_eq!(
            reader.bytes(LINEADDRESSSTATUS::DEV_SPECIFIC).unwrap(),
            b"xyz"
        );
    }
}

#[test]
fn status_at_every_size() {
    at_every_size::<LINEADDRESSSTATUS>(|bytes, version| status().write(bytes, version));
}
