//! `LINEDEVCAPS` and `LINEDEVSTATUS`.

use tspkit_abi::layout::{LINEDEVCAPS, LINEDEVSTATUS};
use tspkit_abi::structure::{
    DialParams, LineDevCaps, LineDevStatus, LineTerminal, StructReader, UserUserSizes,
};
use tspkit_abi::{
    LineAddressModes, LineAddressTypes, LineAnswerModes, LineBearerModes, LineCallHubTracking,
    LineDevCapFlags, LineDevStates, LineDevStatusFlags, LineDigitModes, LineFeatures,
    LineMediaModes, LineRoamModes, LineTermDevs, LineTermModes, LineTermSharing, LineToneModes,
    TspiVersion,
};

use crate::room::{VERSIONS, assert_members, assert_no_pair_is_empty, at_every_size, room};

const fn times(pause: u32) -> DialParams {
    DialParams {
        pause,
        speed: pause + 1,
        digit_duration: pause + 2,
        wait_for_dialtone: pause + 3,
    }
}

pub(crate) fn caps() -> LineDevCaps<'static> {
    LineDevCaps {
        provider_info: "tspkit",
        switch_info: "A switch of four words",
        permanent_line_id: 0x101,
        line_name: "Zoë 12",
        address_modes: LineAddressModes::from_bits_retain(0x102),
        num_addresses: 0x103,
        bearer_modes: LineBearerModes::from_bits_retain(0x104),
        max_rate: 0x105,
        media_modes: LineMediaModes::from_bits_retain(0x106),
        generate_tone_modes: LineToneModes::from_bits_retain(0x107),
        generate_tone_max_frequencies: 0x108,
        generate_digit_modes: LineDigitModes::from_bits_retain(0x109),
        monitor_tone_max_frequencies: 0x10A,
        monitor_tone_max_entries: 0x10B,
        monitor_digit_modes: LineDigitModes::from_bits_retain(0x10C),
        gather_digits_timeouts: (0x10D, 0x10E),
        media_control_list_sizes: [0x10F, 0x110, 0x111, 0x112],
        flags: LineDevCapFlags::from_bits_retain(0x113),
        max_active_calls: 0x114,
        answer_mode: LineAnswerModes::from_bits_retain(0x115),
        ring_modes: 0x116,
        line_states: LineDevStates::from_bits_retain(0x117),
        user_user: UserUserSizes {
            accept: 0x118,
            answer: 0x119,
            make_call: 0x11A,
            drop: 0x11B,
            send: 0x11C,
            call_info: 0x11D,
        },
        min_dial_params: times(0x120),
        max_dial_params: times(0x130),
        default_dial_params: times(0x140),
        terminals: &[
            LineTerminal {
                device: LineTermDevs::PHONE,
                modes: LineTermModes::DISPLAY,
                sharing: LineTermSharing::PRIVATE,
                text: "The phone",
            },
            LineTerminal {
                device: LineTermDevs::HEADSET,
                modes: LineTermModes::MEDIABIDIRECT,
                sharing: LineTermSharing::SHAREDCONF,
                text: "",
            },
        ],
        dev_specific: b"\x01\x02\x03",
        line_features: LineFeatures::from_bits_retain(0x150),
        settable_dev_status: LineDevStatusFlags::from_bits_retain(0x151),
        device_classes: &["tapi/line", "tapi/phone"],
        permanent_line_guid: [0x52; 16],
        address_types: LineAddressTypes::from_bits_retain(0x153),
        protocol_guid: [0x54; 16],
        available_tracking: LineCallHubTracking::from_bits_retain(0x155),
    }
}

const CAPS: &[(&str, u32)] = &[
    ("dwPermanentLineID", 0x101),
    ("dwStringFormat", 3),
    ("dwAddressModes", 0x102),
    ("dwNumAddresses", 0x103),
    ("dwBearerModes", 0x104),
    ("dwMaxRate", 0x105),
    ("dwMediaModes", 0x106),
    ("dwGenerateToneModes", 0x107),
    ("dwGenerateToneMaxNumFreq", 0x108),
    ("dwGenerateDigitModes", 0x109),
    ("dwMonitorToneMaxNumFreq", 0x10A),
    ("dwMonitorToneMaxNumEntries", 0x10B),
    ("dwMonitorDigitModes", 0x10C),
    ("dwGatherDigitsMinTimeout", 0x10D),
    ("dwGatherDigitsMaxTimeout", 0x10E),
    ("dwMedCtlDigitMaxListSize", 0x10F),
    ("dwMedCtlMediaMaxListSize", 0x110),
    ("dwMedCtlToneMaxListSize", 0x111),
    ("dwMedCtlCallStateMaxListSize", 0x112),
    ("dwDevCapFlags", 0x113),
    ("dwMaxNumActiveCalls", 0x114),
    ("dwAnswerMode", 0x115),
    ("dwRingModes", 0x116),
    ("dwLineStates", 0x117),
    ("dwUUIAcceptSize", 0x118),
    ("dwUUIAnswerSize", 0x119),
    ("dwUUIMakeCallSize", 0x11A),
    ("dwUUIDropSize", 0x11B),
    ("dwUUISendUserUserInfoSize", 0x11C),
    ("dwUUICallInfoSize", 0x11D),
    ("MinDialParams", 0x120),
    ("MaxDialParams", 0x130),
    ("DefaultDialParams", 0x140),
    ("dwNumTerminals", 2),
    ("dwTerminalTextEntrySize", 20),
    ("dwLineFeatures", 0x150),
    ("dwSettableDevStatus", 0x151),
    ("PermanentLineGuid", 0x5252_5252),
    ("dwAddressTypes", 0x153),
    ("ProtocolGuid", 0x5454_5454),
    ("dwAvailableTracking", 0x155),
];

#[test]
fn capabilities_in_their_places() {
    for version in VERSIONS {
        let mut bytes = room(2000);
        let written = caps().write(&mut bytes, version).unwrap();
        assert!(written.is_complete());
        assert_members::<LINEDEVCAPS>(&bytes, version, CAPS);
        assert_no_pair_is_empty::<LINEDEVCAPS>(&bytes, version);
        let reader = StructReader::<LINEDEVCAPS>::new(&bytes, version).unwrap();
        let text = |pair| reader.text(pair).unwrap();
        assert_eq!(text(LINEDEVCAPS::PROVIDER_INFO), "tspkit");
        assert_eq!(text(LINEDEVCAPS::SWITCH_INFO), "A switch of four words");
        assert_eq!(text(LINEDEVCAPS::LINE_NAME), "Zoë 12");
        assert_eq!(
            reader.texts(LINEDEVCAPS::DEVICE_CLASSES).unwrap(),
            ["tapi/line", "tapi/phone"]
        );
        assert_eq!(
            reader.bytes(LINEDEVCAPS::DEV_SPECIFIC).unwrap(),
            b"\x01\x02\x03"
        );
        let dial = reader.block(LINEDEVCAPS::MAX_DIAL_PARAMS).unwrap();
        assert_eq!(DialParams::from_bytes(dial), times(0x130));
    }
}

#[test]
fn capabilities_at_every_size() {
    at_every_size::<LINEDEVCAPS>(|bytes, version| caps().write(bytes, version));
}

/// What came with 2.2 and 3.0 would lie where the variable part is.
#[test]
fn what_a_version_lacks_is_not_written() {
    let lowest = |version| {
        let mut bytes = room(2000);
        caps().write(&mut bytes, version).unwrap();
        let reader = StructReader::<LINEDEVCAPS>::new(&bytes, version).unwrap();
        assert_eq!(
            reader.block(LINEDEVCAPS::PERMANENT_LINE_GUID).is_some(),
            version >= TspiVersion::V2_2
        );
        assert_eq!(
            reader.u32(LINEDEVCAPS::ADDRESS_TYPES).is_some(),
            version >= TspiVersion::V3_0
        );
        let start = reader.fixed();
        bytes[start..start + 4].to_vec()
    };
    for version in TspiVersion::ALL {
        assert_eq!(lowest(*version), 1_u32.to_le_bytes(), "the first terminal");
    }
}

fn status() -> LineDevStatus<'static> {
    LineDevStatus {
        active_calls: 0x201,
        on_hold_calls: 0x202,
        on_hold_pending_calls: 0x203,
        line_features: LineFeatures::from_bits_retain(0x204),
        call_completions: 0x205,
        ring_mode: 0x206,
        signal_level: 0x207,
        battery_level: 0x208,
        roam_mode: LineRoamModes::from_bits_retain(0x209),
        flags: LineDevStatusFlags::from_bits_retain(0x20A),
        terminal_modes: &[LineTermModes::LAMPS, LineTermModes::RINGER],
        dev_specific: b"xyz",
        available_media_modes: LineMediaModes::from_bits_retain(0x20B),
    }
}

#[test]
fn status_in_its_places() {
    for version in VERSIONS {
        let mut bytes = room(500);
        let written = status().write(&mut bytes, version).unwrap();
        assert_eq!((written.needed, written.used), (88 + 8 + 3, 88 + 8 + 3));
        let expected = [
            ("dwNumActiveCalls", 0x201),
            ("dwNumOnHoldCalls", 0x202),
            ("dwNumOnHoldPendCalls", 0x203),
            ("dwLineFeatures", 0x204),
            ("dwNumCallCompletions", 0x205),
            ("dwRingMode", 0x206),
            ("dwSignalLevel", 0x207),
            ("dwBatteryLevel", 0x208),
            ("dwRoamMode", 0x209),
            ("dwDevStatusFlags", 0x20A),
            ("dwAvailableMediaModes", 0x20B),
        ];
        assert_members::<LINEDEVSTATUS>(&bytes, version, &expected);
        assert_no_pair_is_empty::<LINEDEVSTATUS>(&bytes, version);
        let reader = StructReader::<LINEDEVSTATUS>::new(&bytes, version).unwrap();
        assert_eq!(reader.u32s(LINEDEVSTATUS::TERMINAL_MODES), Ok(vec![2, 8]));
        assert_eq!(reader.bytes(LINEDEVSTATUS::DEV_SPECIFIC).unwrap(), b"xyz");
    }
}

#[test]
fn status_at_every_size() {
    at_every_size::<LINEDEVSTATUS>(|bytes, version| status().write(bytes, version));
}
