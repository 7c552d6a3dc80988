//! Typed contents of phones, byte for byte.

use tspkit_abi::layout::{PHONECAPS, PHONESTATUS, VARSTRING};
use tspkit_abi::structure::{
    HookSwitchCaps, HookSwitchStatus, PhoneButtonInfo, PhoneCaps, PhoneStatus, StructReader,
    VarString,
};
use tspkit_abi::{
    ButtonFunction, ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes,
    PhoneError, PhoneFeatures, PhoneStates, PhoneStatusFlags, TspiVersion,
};

fn room(total: u32) -> Vec<u8> {
    let mut bytes = vec![0xEE; usize::try_from(total).unwrap()];
    bytes[..4].copy_from_slice(&total.to_le_bytes());
    bytes
}

fn caps() -> PhoneCaps<'static> {
    PhoneCaps {
        provider_info: "tspkit",
        phone_info: "Desk phone with a display of two rows",
        permanent_phone_id: 0x1234,
        phone_name: "Zoë 12",
        phone_states: PhoneStates::OTHER | PhoneStates::LAMP,
        hook_switch_devices: HookSwitchDevices::HANDSET,
        handset: HookSwitchCaps {
            modes: HookSwitchModes::ONHOOK | HookSwitchModes::MICSPEAKER,
            settable: HookSwitchModes::ONHOOK,
            monitored: HookSwitchModes::MICSPEAKER,
        },
        volume: HookSwitchDevices::HANDSET,
        display_rows: 2,
        display_columns: 20,
        ring_modes: 3,
        button_modes: &[ButtonModes::KEYPAD, ButtonModes::FEATURE],
        button_functions: &[ButtonFunction::NONE, ButtonFunction::HOLD],
        lamp_modes: &[LampModes::DUMMY, LampModes::OFF],
        set_data: &[64, 4096, 0],
        get_data: &[64],
        dev_specific: b"\x01\x02\x03",
        device_classes: &["tapi/phone", "wave/in"],
        phone_features: PhoneFeatures::SETDATA | PhoneFeatures::GETDATA,
        permanent_phone_guid: [7; 16],
        ..PhoneCaps::default()
    }
}

#[test]
fn capabilities_with_room_for_everything() {
    let mut bytes = room(1000);
    let written = caps().write(&mut bytes, TspiVersion::V3_1).unwrap();
    let texts = 2 * (7 + 38 + 7 + 11 + 8 + 1);
    assert_eq!(written.needed, 196 + 12 + 4 + 3 * 8 + texts + 3);
    assert_eq!(written.used, written.needed);
    let reader = StructReader::<PHONECAPS>::new(&bytes, TspiVersion::V3_1).unwrap();
    assert_eq!(reader.u32(PHONECAPS::PERMANENT_PHONE_ID), Some(0x1234));
    assert_eq!(reader.u32(PHONECAPS::STRING_FORMAT), Some(3));
    assert_eq!(reader.u32(PHONECAPS::NUM_BUTTON_LAMPS), Some(2));
    assert_eq!(reader.u32(PHONECAPS::NUM_SET_DATA), Some(3));
    assert_eq!(reader.u32(PHONECAPS::NUM_GET_DATA), Some(1));
    assert_eq!(reader.u32(PHONECAPS::PHONE_FEATURES), Some(0x8002));
    assert_eq!(reader.u32(PHONECAPS::HANDSET_HOOK_SWITCH_MODES), Some(9));
    assert_eq!(reader.u32(PHONECAPS::SPEAKER_HOOK_SWITCH_MODES), Some(0));
    assert_eq!(
        reader.u32(PHONECAPS::SETTABLE_HANDSET_HOOK_SWITCH_MODES),
        Some(1)
    );
    assert_eq!(
        reader.u32(PHONECAPS::MONITORED_HANDSET_HOOK_SWITCH_MODES),
        Some(8)
    );
    assert_eq!(reader.block(PHONECAPS::PERMANENT_PHONE_GUID), Some([7; 16]));
    assert_eq!(reader.u32s(PHONECAPS::SET_DATA), Ok(vec![64, 4096, 0]));
    assert_eq!(reader.u32s(PHONECAPS::GET_DATA), Ok(vec![64]));
    assert_eq!(reader.u32s(PHONECAPS::BUTTON_MODES), Ok(vec![8, 4]));
    assert_eq!(reader.u32s(PHONECAPS::BUTTON_FUNCTIONS), Ok(vec![0x2E, 4]));
    assert_eq!(reader.u32s(PHONECAPS::LAMP_MODES), Ok(vec![1, 2]));
    assert_eq!(reader.text(PHONECAPS::PHONE_NAME).unwrap(), "Zoë 12");
    assert_eq!(
        reader.bytes(PHONECAPS::PHONE_NAME).unwrap(),
        b"Z\0o\0\xEB\0 \x001\x002\0\0\0"
    );
    assert_eq!(
        reader.texts(PHONECAPS::DEVICE_CLASSES).unwrap(),
        ["tapi/phone", "wave/in"]
    );
    assert_eq!(
        reader.bytes(PHONECAPS::DEV_SPECIFIC),
        Ok(&b"\x01\x02\x03"[..])
    );
}

#[test]
fn capabilities_from_the_fixed_size_upward() {
    for version in [TspiVersion::V2_0, TspiVersion::V2_2, TspiVersion::V3_1] {
        let everything = caps().write(&mut room(1000), version).unwrap();
        let fixed = if version == TspiVersion::V2_0 {
            180
        } else {
            196
        };
        for total in fixed..=everything.needed {
            let mut bytes = room(total);
            let written = caps().write(&mut bytes, version).unwrap();
            assert_eq!(written.needed, everything.needed);
            assert!(written.used <= total);
            assert_eq!(bytes[..4], total.to_le_bytes());
            let used = usize::try_from(written.used).unwrap();
            assert!(bytes[used..].iter().all(|byte| *byte == 0xEE));
            let reader = StructReader::<PHONECAPS>::new(&bytes, version).unwrap();
            let areas = reader.u32s(PHONECAPS::SET_DATA).unwrap();
            assert!(areas == [64, 4096, 0] || (areas.is_empty() && total < fixed + 12));
            let name = reader.text(PHONECAPS::PHONE_NAME).unwrap();
            assert!(name == "Zoë 12" || name.is_empty());
        }
        let error = caps().write(&mut room(fixed - 1), version).unwrap_err();
        assert_eq!(PhoneError::from(error), PhoneError::StructureTooSmall);
    }
}

/// At 2.0 the GUID's place is the variable part's.
#[test]
fn what_a_version_lacks_is_not_written() {
    let mut bytes = room(1000);
    caps().write(&mut bytes, TspiVersion::V2_0).unwrap();
    let reader = StructReader::<PHONECAPS>::new(&bytes, TspiVersion::V2_0).unwrap();
    assert_eq!(reader.block(PHONECAPS::PERMANENT_PHONE_GUID), None);
    assert_eq!(bytes[180..184], 64_u32.to_le_bytes());
}

#[test]
fn status_leaves_what_is_tapis() {
    let status = PhoneStatus {
        flags: PhoneStatusFlags::CONNECTED,
        ring_mode: 2,
        ring_volume: 0x8000,
        headset: HookSwitchStatus {
            mode: HookSwitchModes::MIC,
            volume: 0xFFFF,
            gain: 1,
        },
        display: "Hello",
        lamp_modes: &[LampModes::FLASH],
        dev_specific: b"x",
        phone_features: PhoneFeatures::SETDATA,
        ..PhoneStatus::default()
    };
    let mut bytes = room(200);
    let written = status.write(&mut bytes, TspiVersion::V2_1).unwrap();
    assert_eq!((written.needed, written.used), (121, 121));
    let reader = StructReader::<PHONESTATUS>::new(&bytes, TspiVersion::V2_1).unwrap();
    assert_eq!(reader.u32(PHONESTATUS::NUM_OWNERS), Some(0xEEEE_EEEE));
    assert_eq!(reader.u32(PHONESTATUS::NUM_MONITORS), Some(0xEEEE_EEEE));
    assert_eq!(bytes[84..92], [0xEE; 8]);
    assert_eq!(reader.u32(PHONESTATUS::STATUS_FLAGS), Some(1));
    assert_eq!(reader.u32(PHONESTATUS::HEADSET_HOOK_SWITCH_MODE), Some(2));
    assert_eq!(reader.u32(PHONESTATUS::HEADSET_VOLUME), Some(0xFFFF));
    assert_eq!(reader.text(PHONESTATUS::DISPLAY).unwrap(), "Hello");
    assert_eq!(reader.u32s(PHONESTATUS::LAMP_MODES), Ok(vec![16]));
    assert_eq!(reader.u32(PHONESTATUS::PHONE_FEATURES), Some(0x8000));
}

#[test]
fn button_info_both_ways() {
    let info = PhoneButtonInfo {
        mode: ButtonModes::FEATURE,
        function: ButtonFunction::new(0x8000_0001),
        text: "Hold".into(),
        dev_specific: vec![1, 2, 3],
        state: ButtonStates::UP,
    };
    let mut bytes = room(64);
    let written = info.write(&mut bytes, TspiVersion::V2_0).unwrap();
    assert_eq!((written.needed, written.used), (53, 53));
    assert_eq!(PhoneButtonInfo::read(&bytes, TspiVersion::V2_0), Ok(info));
}

#[test]
fn the_three_ways_to_say_no_string() {
    let mut bytes = room(25);
    VarString::Binary(b"")
        .write(&mut bytes, TspiVersion::V3_1)
        .unwrap();
    assert_eq!(VarString::read(&bytes, TspiVersion::V3_1), Ok(&b""[..]));
    bytes[20] = 24;
    assert_eq!(VarString::read(&bytes, TspiVersion::V3_1), Ok(&b""[..]));
    bytes[16] = 1;
    bytes[24] = 0;
    assert_eq!(VarString::read(&bytes, TspiVersion::V3_1), Ok(&b""[..]));
    bytes[24] = 9;
    assert_eq!(VarString::read(&bytes, TspiVersion::V3_1), Ok(&b"\x09"[..]));
}

#[test]
fn a_text_that_does_not_fit_is_left_out() {
    let mut bytes = room(24 + 7);
    let written = VarString::Text("abc")
        .write(&mut bytes, TspiVersion::V3_1)
        .unwrap();
    assert_eq!((written.needed, written.used), (32, 24));
    let reader = StructReader::<VARSTRING>::new(&bytes, TspiVersion::V3_1).unwrap();
    assert_eq!(reader.bytes(VARSTRING::STRING), Ok(&b""[..]));
    let mut bytes = room(24 + 8);
    let written = VarString::Text("abc")
        .write(&mut bytes, TspiVersion::V3_1)
        .unwrap();
    assert_eq!((written.needed, written.used), (32, 32));
    assert_eq!(bytes[24..], *b"a\0b\0c\0\0\0");
}
