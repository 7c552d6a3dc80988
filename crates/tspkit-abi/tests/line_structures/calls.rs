//! `LINECALLINFO` and `LINECALLSTATUS`.

use std::time::{Duration, UNIX_EPOCH};

use proptest::prelude::*;
use tspkit_abi::layout::{LINECALLINFO, LINECALLSTATUS};
use tspkit_abi::structure::{
    DialParams, LineCallInfo, LineCallParty, LineCallStatus, StructReader,
};
use tspkit_abi::{
    CallTreatment, LineAddressTypes, LineBearerModes, LineCallFeatures, LineCallFeatures2,
    LineCallOrigins, LineCallParamFlags, LineCallPartyIds, LineCallReasons, LineCallStates,
    LineMediaModes, LineTermModes, TspiVersion,
};

use crate::room::{VERSIONS, assert_members, assert_no_pair_is_empty, at_every_size, room};

fn party(flags: u32, number: &'static str, name: &'static str) -> LineCallParty<'static> {
    LineCallParty {
        flags: LineCallPartyIds::from_bits_retain(flags),
        number,
        name,
        address_type: LineAddressTypes::from_bits_retain(flags + 0x100),
    }
}

fn info() -> LineCallInfo<'static> {
    LineCallInfo {
        line_device_id: 0x101,
        address_id: 0x102,
        bearer_mode: LineBearerModes::from_bits_retain(0x103),
        rate: 0x104,
        media_mode: LineMediaModes::from_bits_retain(0x105),
        app_specific: 0x106,
        call_id: 0x107,
        related_call_id: 0x108,
        param_flags: LineCallParamFlags::from_bits_retain(0x109),
        call_states: LineCallStates::from_bits_retain(0x10A),
        dial_params: DialParams {
            pause: 0x10B,
            speed: 1,
            digit_duration: 2,
            wait_for_dialtone: 3,
        },
        origin: LineCallOrigins::from_bits_retain(0x10C),
        reason: LineCallReasons::from_bits_retain(0x10D),
        completion_id: 0x10E,
        country_code: 0x10F,
        trunk: Some(0x110),
        caller: party(0x111, "101", "Anna"),
        called: party(0x112, "102", "Zoë"),
        connected: party(0x113, "103", "Ed 😀"),
        redirection: party(0x114, "104", "F"),
        redirecting: party(0x115, "105", "Gil"),
        display: b"shown",
        user_user_info: b"\x04hello",
        high_level_comp: b"\x91\x81",
        low_level_comp: b"\x80\x90\xA3",
        charging_info: b"12 units",
        terminal_modes: &[LineTermModes::LAMPS, LineTermModes::RINGER],
        dev_specific: b"\0\xFF\0",
        call_treatment: CallTreatment::new(0x116),
        call_data: b"call data",
        sending_flowspec: &[1; 32],
        receiving_flowspec: &[2; 33],
    }
}

const INFO: &[(&str, u32)] = &[
    ("dwLineDeviceID", 0x101),
    ("dwAddressID", 0x102),
    ("dwBearerMode", 0x103),
    ("dwRate", 0x104),
    ("dwMediaMode", 0x105),
    ("dwAppSpecific", 0x106),
    ("dwCallID", 0x107),
    ("dwRelatedCallID", 0x108),
    ("dwCallParamFlags", 0x109),
    ("dwCallStates", 0x10A),
    ("DialParams", 0x10B),
    ("dwOrigin", 0x10C),
    ("dwReason", 0x10D),
    ("dwCompletionID", 0x10E),
    ("dwCountryCode", 0x10F),
    ("dwTrunk", 0x110),
    ("dwCallerIDFlags", 0x111),
    ("dwCalledIDFlags", 0x112),
    ("dwConnectedIDFlags", 0x113),
    ("dwRedirectionIDFlags", 0x114),
    ("dwRedirectingIDFlags", 0x115),
    ("dwCallTreatment", 0x116),
    ("dwCallerIDAddressType", 0x211),
    ("dwCalledIDAddressType", 0x212),
    ("dwConnectedIDAddressType", 0x213),
    ("dwRedirectionIDAddressType", 0x214),
    ("dwRedirectingIDAddressType", 0x215),
];

#[test]
fn information_in_its_places() {
    for version in VERSIONS {
        let mut bytes = room(2000);
        let written = info().write(&mut bytes, version).unwrap();
        assert!(written.is_complete());
        assert_members::<LINECALLINFO>(&bytes, version, INFO);
        assert_no_pair_is_empty::<LINECALLINFO>(&bytes, version);
        let reader = StructReader::<LINECALLINFO>::new(&bytes, version).unwrap();
        let text = |pair| reader.text(pair).unwrap();
        assert_eq!(text(LINECALLINFO::CALLER_ID), "101");
        assert_eq!(text(LINECALLINFO::CALLER_ID_NAME), "Anna");
        assert_eq!(text(LINECALLINFO::CALLED_ID), "102");
        assert_eq!(text(LINECALLINFO::CALLED_ID_NAME), "Zoë");
        assert_eq!(text(LINECALLINFO::CONNECTED_ID), "103");
        assert_eq!(text(LINECALLINFO::CONNECTED_ID_NAME), "Ed 😀");
        assert_eq!(text(LINECALLINFO::REDIRECTION_ID), "104");
        assert_eq!(text(LINECALLINFO::REDIRECTION_ID_NAME), "F");
        assert_eq!(text(LINECALLINFO::REDIRECTING_ID), "105");
        assert_eq!(text(LINECALLINFO::REDIRECTING_ID_NAME), "Gil");
        let data = |pair| reader.bytes(pair).unwrap();
        assert_eq!(data(LINECALLINFO::DISPLAY), b"shown");
        assert_eq!(data(LINECALLINFO::USER_USER_INFO), b"\x04hello");
        assert_eq!(data(LINECALLINFO::HIGH_LEVEL_COMP), b"\x91\x81");
        assert_eq!(data(LINECALLINFO::LOW_LEVEL_COMP), b"\x80\x90\xA3");
        assert_eq!(data(LINECALLINFO::CHARGING_INFO), b"12 units");
        assert_eq!(data(LINECALLINFO::TERMINAL_MODES), b"\x02\0\0\0\x08\0\0\0");
        assert_eq!(data(LINECALLINFO::DEV_SPECIFIC), b"\0\xFF\0");
        assert_eq!(data(LINECALLINFO::CALL_DATA), b"call data");
        assert_eq!(data(LINECALLINFO::SENDING_FLOWSPEC), [1; 32]);
        assert_eq!(data(LINECALLINFO::RECEIVING_FLOWSPEC), [2; 33]);
    }
}

#[test]
fn information_at_every_size() {
    at_every_size::<LINECALLINFO>(|bytes, version| info().write(bytes, version));
}

#[test]
fn an_unknown_trunk_is_all_ones() {
    let mut bytes = room(324);
    let written = LineCallInfo::default()
        .write(&mut bytes, TspiVersion::V2_0)
        .unwrap();
    assert_eq!((written.needed, written.used), (324, 324));
    let reader = StructReader::<LINECALLINFO>::new(&bytes, TspiVersion::V2_0).unwrap();
    assert_eq!(reader.u32(LINECALLINFO::TRUNK), Some(u32::MAX));
}

#[test]
fn information_takes_no_memory() {
    let mut bytes = room(2000);
    let info = info();
    let used = allocation_counter::measure(|| {
        info.write(&mut bytes, TspiVersion::V3_1).unwrap();
    });
    assert_eq!(used.count_total, 0);
}

proptest! {
    /// Any buffers: what fits is whole, in the order that needed counts them.
    #[test]
    fn any_buffers_at_any_size(
        version in prop::sample::select(TspiVersion::ALL),
        total in 324_usize..800,
        user_user_info in prop::collection::vec(any::<u8>(), 0..140),
        call_data in prop::collection::vec(any::<u8>(), 0..140),
        number in "[0-9]{0,20}",
        name in any::<String>(),
    ) {
        let info = LineCallInfo {
            caller: LineCallParty { number: &number, name: &name, ..LineCallParty::default() },
            user_user_info: &user_user_info,
            call_data: &call_data,
            ..LineCallInfo::default()
        };
        let mut bytes = room(total);
        let Ok(written) = info.write(&mut bytes, version) else {
            prop_assert!(total < 344 && version >= TspiVersion::V3_0);
            return Ok(());
        };
        let name = name.split('\0').next().unwrap();
        let size = |text: &str| match text.encode_utf16().count() {
            0 => 0,
            units => 2 * units + 2,
        };
        let reader = StructReader::<LINECALLINFO>::new(&bytes, version).unwrap();
        let mut end = reader.fixed();
        let mut needed = end;
        let parts = [
            (LINECALLINFO::CALLER_ID, size(&number)),
            (LINECALLINFO::CALLER_ID_NAME, size(name)),
            (LINECALLINFO::USER_USER_INFO, user_user_info.len()),
            (LINECALLINFO::CALL_DATA, call_data.len()),
        ];
        for (pair, size) in parts {
            needed += size;
            let fits = end + size <= total;
            let found = reader.bytes(pair).unwrap();
            prop_assert_eq!(found.len(), if fits { size } else { 0 });
            if fits {
                end += size;
            }
        }
        prop_assert_eq!(usize::try_from(written.needed).unwrap(), needed);
        prop_assert_eq!(usize::try_from(written.used).unwrap(), end);
        let found = reader.bytes(LINECALLINFO::USER_USER_INFO).unwrap();
        prop_assert!(found.is_empty() || found == user_user_info);
        let found = reader.text(LINECALLINFO::CALLER_ID_NAME).unwrap();
        prop_assert!(found.is_empty() || found == name);
    }
}

fn status() -> LineCallStatus<'static> {
    LineCallStatus {
        state: LineCallStates::from_bits_retain(0x201),
        state_mode: 0x202,
        features: LineCallFeatures::from_bits_retain(0x203),
        features2: LineCallFeatures2::from_bits_retain(0x204),
        dev_specific: b"xyz",
        state_entry_time: Some(UNIX_EPOCH + Duration::from_secs(1_234_567_890)),
    }
}

#[test]
fn status_in_its_places() {
    for version in VERSIONS {
        let mut bytes = room(100);
        let written = status().write(&mut bytes, version).unwrap();
        assert_eq!((written.needed, written.used), (59, 59));
        let expected = [
            ("dwCallState", 0x201),
            ("dwCallStateMode", 0x202),
            ("dwCallFeatures", 0x203),
            ("dwCallFeatures2", 0x204),
            ("tStateEntryTime", (2 << 16) + 2009),
        ];
        assert_members::<LINECALLSTATUS>(&bytes, version, &expected);
        assert_no_pair_is_empty::<LINECALLSTATUS>(&bytes, version);
        let reader = StructReader::<LINECALLSTATUS>::new(&bytes, version).unwrap();
        assert_eq!(reader.bytes(LINECALLSTATUS::DEV_SPECIFIC).unwrap(), b"xyz");
        let unknown = LineCallStatus {
            state_entry_time: None,
            ..status()
        };
        unknown.write(&mut bytes, version).unwrap();
        let reader = StructReader::<LINECALLSTATUS>::new(&bytes, version).unwrap();
        assert_eq!(
            reader.block(LINECALLSTATUS::STATE_ENTRY_TIME),
            Some([0; 16])
        );
    }
}

#[test]
fn status_at_every_size() {
    at_every_size::<LINECALLSTATUS>(|bytes, version| status().write(bytes, version));
}
