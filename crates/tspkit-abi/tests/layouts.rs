//! Sizes and offsets against the numbers of TAPI's documentation, and against `windows-sys` at 2.2.

use tspkit_abi::TspiVersion;
use tspkit_abi::layout::{
    LINEADDRESSCAPS, LINEADDRESSSTATUS, LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS, LINEDEVCAPS,
    LINEDEVSTATUS, PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, Pair, Structure, VARSTRING,
};
use windows_sys::Win32::Devices::Tapi as api;

fn sizes<S: Structure>() -> [usize; 5] {
    TspiVersion::ALL
        .iter()
        .map(|version| S::fixed_size(*version))
        .collect::<Vec<_>>()
        .try_into()
        .unwrap()
}

fn members<S: Structure>(pair: Pair<S>) -> (usize, usize) {
    (pair.size_member(), pair.offset_member())
}

#[test]
fn sizes_at_every_version() {
    assert_eq!(sizes::<PHONECAPS>(), [180, 180, 196, 196, 196]);
    assert_eq!(sizes::<PHONESTATUS>(), [104; 5]);
    assert_eq!(sizes::<PHONEBUTTONINFO>(), [40; 5]);
    assert_eq!(sizes::<VARSTRING>(), [24; 5]);
    assert_eq!(sizes::<LINECALLINFO>(), [324, 324, 324, 344, 344]);
    assert_eq!(sizes::<LINECALLPARAMS>(), [176, 176, 176, 180, 180]);
    assert_eq!(sizes::<LINEDEVCAPS>(), [252, 252, 268, 292, 292]);
    assert_eq!(sizes::<LINEADDRESSCAPS>(), [228; 5]);
    assert_eq!(sizes::<LINECALLSTATUS>(), [56; 5]);
    assert_eq!(sizes::<LINEDEVSTATUS>(), [88; 5]);
    assert_eq!(sizes::<LINEADDRESSSTATUS>(), [64; 5]);
}

#[test]
fn windows_sys_is_the_layout_of_2_2() {
    assert_eq!(PHONECAPS::SIZES.v2_2, size_of::<api::PHONECAPS>());
    assert_eq!(PHONESTATUS::SIZES.v2_2, size_of::<api::PHONESTATUS>());
    assert_eq!(
        PHONEBUTTONINFO::SIZES.v2_2,
        size_of::<api::PHONEBUTTONINFO>()
    );
    assert_eq!(VARSTRING::SIZES.v2_2, size_of::<api::VARSTRING>());
    assert_eq!(LINECALLINFO::SIZES.v2_2, size_of::<api::LINECALLINFO>());
    assert_eq!(LINECALLPARAMS::SIZES.v2_2, size_of::<api::LINECALLPARAMS>());
    assert_eq!(LINEDEVCAPS::SIZES.v2_2, size_of::<api::LINEDEVCAPS>());
    assert_eq!(
        LINEADDRESSCAPS::SIZES.v2_2,
        size_of::<api::LINEADDRESSCAPS>()
    );
    assert_eq!(LINECALLSTATUS::SIZES.v2_2, size_of::<api::LINECALLSTATUS>());
    assert_eq!(LINEDEVSTATUS::SIZES.v2_2, size_of::<api::LINEDEVSTATUS>());
    assert_eq!(
        LINEADDRESSSTATUS::SIZES.v2_2,
        size_of::<api::LINEADDRESSSTATUS>()
    );
}

#[test]
fn offsets_of_phones() {
    assert_eq!(members(PHONECAPS::PROVIDER_INFO), (12, 16));
    assert_eq!(members(PHONECAPS::PHONE_INFO), (20, 24));
    assert_eq!(PHONECAPS::PERMANENT_PHONE_ID.offset(), 28);
    assert_eq!(members(PHONECAPS::PHONE_NAME), (32, 36));
    assert_eq!(PHONECAPS::STRING_FORMAT.offset(), 40);
    assert_eq!(PHONECAPS::PHONE_STATES.offset(), 44);
    assert_eq!(PHONECAPS::NUM_BUTTON_LAMPS.offset(), 84);
    assert_eq!(PHONECAPS::NUM_SET_DATA.offset(), 112);
    assert_eq!(members(PHONECAPS::SET_DATA), (116, 120));
    assert_eq!(PHONECAPS::NUM_GET_DATA.offset(), 124);
    assert_eq!(members(PHONECAPS::GET_DATA), (128, 132));
    assert_eq!(members(PHONECAPS::DEV_SPECIFIC), (136, 140));
    assert_eq!(members(PHONECAPS::DEVICE_CLASSES), (144, 148));
    assert_eq!(PHONECAPS::PHONE_FEATURES.offset(), 152);
    assert_eq!(PHONECAPS::PERMANENT_PHONE_GUID.offset(), 180);
    assert_eq!(PHONESTATUS::STATUS_FLAGS.offset(), 12);
    assert_eq!(PHONESTATUS::RING_MODE.offset(), 24);
    assert_eq!(members(PHONESTATUS::DISPLAY), (68, 72));
    assert_eq!(members(PHONESTATUS::LAMP_MODES), (76, 80));
    assert_eq!(members(Pair::from(PHONESTATUS::OWNER_NAME)), (84, 88));
    assert_eq!(members(PHONESTATUS::DEV_SPECIFIC), (92, 96));
    assert_eq!(PHONESTATUS::PHONE_FEATURES.offset(), 100);
    assert_eq!(VARSTRING::STRING_FORMAT.offset(), 12);
    assert_eq!(members(VARSTRING::STRING), (16, 20));
}

#[test]
fn offsets_of_lines_and_calls() {
    assert_eq!(LINECALLINFO::CALL_STATES.offset(), 52);
    assert_eq!(LINECALLINFO::DIAL_PARAMS.offset(), 64);
    assert_eq!(LINECALLINFO::ORIGIN.offset(), 80);
    assert_eq!(LINECALLINFO::TRUNK.offset(), 104);
    assert_eq!(members(Pair::from(LINECALLINFO::APP_NAME)), (208, 212));
    assert_eq!(members(Pair::from(LINECALLINFO::COMMENT)), (232, 236));
    assert_eq!(members(LINECALLINFO::USER_USER_INFO), (248, 252));
    assert_eq!(members(LINECALLINFO::HIGH_LEVEL_COMP), (256, 260));
    assert_eq!(members(LINECALLINFO::LOW_LEVEL_COMP), (264, 268));
    assert_eq!(members(LINECALLINFO::CHARGING_INFO), (272, 276));
    assert_eq!(members(LINECALLINFO::TERMINAL_MODES), (280, 284));
    assert_eq!(members(LINECALLINFO::DEV_SPECIFIC), (288, 292));
    assert_eq!(LINECALLINFO::CALL_TREATMENT.offset(), 296);
    assert_eq!(members(LINECALLINFO::CALL_DATA), (300, 304));
    assert_eq!(LINECALLPARAMS::CALL_PARAM_FLAGS.offset(), 20);
    assert_eq!(LINECALLPARAMS::DIAL_PARAMS.offset(), 32);
    assert_eq!(members(LINECALLPARAMS::USER_USER_INFO), (80, 84));
    assert_eq!(members(LINECALLPARAMS::HIGH_LEVEL_COMP), (88, 92));
    assert_eq!(members(LINECALLPARAMS::LOW_LEVEL_COMP), (96, 100));
    assert_eq!(members(LINECALLPARAMS::DEV_SPECIFIC), (104, 108));
    assert_eq!(members(LINECALLPARAMS::CALL_DATA), (156, 160));
    assert_eq!(LINEDEVCAPS::UUI_ACCEPT_SIZE.offset(), 132);
    assert_eq!(LINEDEVCAPS::UUI_ANSWER_SIZE.offset(), 136);
    assert_eq!(LINEDEVCAPS::UUI_MAKE_CALL_SIZE.offset(), 140);
    assert_eq!(LINEDEVCAPS::UUI_DROP_SIZE.offset(), 144);
    assert_eq!(LINEDEVCAPS::UUI_SEND_USER_USER_INFO_SIZE.offset(), 148);
    assert_eq!(LINEDEVCAPS::UUI_CALL_INFO_SIZE.offset(), 152);
    assert_eq!(LINEADDRESSCAPS::CALL_INFO_STATES.offset(), 40);
    assert_eq!(LINEADDRESSCAPS::CALL_FEATURES.offset(), 108);
    assert_eq!(LINEADDRESSCAPS::MAX_CALL_DATA_SIZE.offset(), 204);
    assert_eq!(LINECALLSTATUS::CALL_FEATURES.offset(), 24);
}

/// Size members and the listed members make up the whole fixed part, without gaps or overlaps.
fn covers_the_fixed_part<S: Structure>() {
    let mut ranges: Vec<(usize, usize)> = S::FIELDS
        .iter()
        .map(|field| (field.offset, field.offset + field.size))
        .collect();
    ranges.sort_unstable();
    let mut end = if S::REPORTS_SIZES { 12 } else { 4 };
    for (start, next) in ranges {
        assert_eq!(start, end, "{}", S::NAME);
        end = next;
    }
    assert_eq!(end, S::SIZES.v3_0, "{}", S::NAME);
}

#[test]
fn every_member_is_listed_once() {
    covers_the_fixed_part::<PHONECAPS>();
    covers_the_fixed_part::<PHONESTATUS>();
    covers_the_fixed_part::<PHONEBUTTONINFO>();
    covers_the_fixed_part::<VARSTRING>();
    covers_the_fixed_part::<LINEDEVCAPS>();
    covers_the_fixed_part::<LINEDEVSTATUS>();
    covers_the_fixed_part::<LINEADDRESSCAPS>();
    covers_the_fixed_part::<LINEADDRESSSTATUS>();
    covers_the_fixed_part::<LINECALLINFO>();
    covers_the_fixed_part::<LINECALLPARAMS>();
    covers_the_fixed_part::<LINECALLSTATUS>();
}
