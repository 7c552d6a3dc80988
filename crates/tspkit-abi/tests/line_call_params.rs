//! `LINECALLPARAMS` from outside: exact errors, no reads outside, and what an application wrote.

use core::ops::Range;

use proptest::prelude::*;
use tspkit_abi::layout::{FieldInfo, LINECALLPARAMS, Pair, Structure};
use tspkit_abi::structure::{
    DialParams, LineCallParams, StructReader, StructWriter, StructureError, Utf16Text,
};
use tspkit_abi::{
    LineAddressModes, LineAddressTypes, LineBearerModes, LineCallParamFlags, LineCallStates,
    LineError, LineMediaModes, TspiVersion,
};

fn set(bytes: &mut [u8], offset: usize, value: u32) {
    bytes[offset..offset + 4].copy_from_slice(&value.to_le_bytes());
}

/// A structure of `total` bytes in which nothing is set.
fn room(total: usize) -> Vec<u8> {
    let mut bytes = vec![0; total];
    set(&mut bytes, 0, u32::try_from(total).unwrap());
    bytes
}

fn member(name: &str) -> &'static FieldInfo {
    let found = LINECALLPARAMS::FIELDS
        .iter()
        .find(|field| field.name == name);
    found.unwrap_or_else(|| panic!("no member {name}"))
}

/// The bytes of each pair, by the name of its size.
fn payloads<'a>(params: &LineCallParams<'a>) -> [(&'static str, &'a [u8]); 15] {
    [
        ("dwOrigAddressSize", params.orig_address.as_bytes()),
        (
            "dwDisplayableAddressSize",
            params.displayable_address.as_bytes(),
        ),
        ("dwCalledPartySize", params.called_party.as_bytes()),
        ("dwCommentSize", params.comment.as_bytes()),
        ("dwUserUserInfoSize", params.user_user_info),
        ("dwHighLevelCompSize", params.high_level_comp),
        ("dwLowLevelCompSize", params.low_level_comp),
        ("dwDevSpecificSize", params.dev_specific),
        ("dwTargetAddressSize", params.target_address.as_bytes()),
        ("dwSendingFlowspecSize", params.sending_flowspec),
        ("dwReceivingFlowspecSize", params.receiving_flowspec),
        ("dwDeviceClassSize", params.device_class.as_bytes()),
        ("dwDeviceConfigSize", params.device_config),
        ("dwCallDataSize", params.call_data),
        ("dwCallingPartyIDSize", params.calling_party_id.as_bytes()),
    ]
}

fn pair(name: &str) -> Pair<LINECALLPARAMS> {
    let found = LINECALLPARAMS::PAIRS
        .iter()
        .find(|pair| pair.name() == name);
    *found.unwrap_or_else(|| panic!("no pair {name}"))
}

#[test]
fn every_pair_is_read() {
    let names = payloads(&LineCallParams::default()).map(|(name, _)| name);
    assert_eq!(names, *pairs_by_name());
}

fn pairs_by_name() -> Vec<&'static str> {
    LINECALLPARAMS::PAIRS
        .iter()
        .map(|pair| pair.name())
        .collect()
}

#[test]
fn no_structure_is_a_voice_call() {
    let params = LineCallParams::default();
    assert_eq!(params.bearer_mode, LineBearerModes::VOICE);
    assert_eq!(params.media_mode, LineMediaModes::INTERACTIVEVOICE);
    for version in TspiVersion::ALL {
        let bytes = room(LINECALLPARAMS::fixed_size(*version));
        assert_eq!(LineCallParams::read(&bytes, *version), Ok(params));
    }
}

#[test]
fn numbers_and_flags_are_kept() {
    let mut bytes = room(180);
    let values = [
        ("dwBearerMode", 0x8000_0001),
        ("dwMinRate", 0x102),
        ("dwMaxRate", 0x103),
        ("dwMediaMode", 0x8000_0004),
        ("dwCallParamFlags", 0x8000_0105),
        ("dwAddressMode", 0x106),
        ("dwAddressID", 0x107),
        ("DialParams", 0x108),
        ("dwPredictiveAutoTransferStates", 0x109),
        ("dwNoAnswerTimeout", 0x10A),
        ("dwAddressType", 0x10B),
    ];
    for (name, value) in values {
        set(&mut bytes, member(name).offset, value);
    }
    let expected = LineCallParams {
        bearer_mode: LineBearerModes::from_bits_retain(0x8000_0001),
        min_rate: 0x102,
        max_rate: 0x103,
        media_mode: LineMediaModes::from_bits_retain(0x8000_0004),
        flags: LineCallParamFlags::from_bits_retain(0x8000_0105),
        address_mode: LineAddressModes::from_bits_retain(0x106),
        address_id: 0x107,
        dial_params: DialParams {
            pause: 0x108,
            ..DialParams::default()
        },
        predictive_auto_transfer_states: LineCallStates::from_bits_retain(0x109),
        no_answer_timeout: 0x10A,
        address_type: LineAddressTypes::from_bits_retain(0x10B),
        ..LineCallParams::default()
    };
    assert_eq!(
        LineCallParams::read(&bytes, TspiVersion::V3_0),
        Ok(expected)
    );
    let older = LineCallParams {
        address_type: LineAddressTypes::empty(),
        ..expected
    };
    assert_eq!(LineCallParams::read(&bytes, TspiVersion::V2_2), Ok(older));
}

#[test]
fn sizes_below_the_fixed_part() {
    for version in TspiVersion::ALL {
        let fixed = LINECALLPARAMS::fixed_size(*version);
        for total in 0..fixed {
            let mut bytes = room(fixed);
            set(&mut bytes, 0, u32::try_from(total).unwrap());
            let error = LineCallParams::read(&bytes, *version).unwrap_err();
            let structure = "LINECALLPARAMS";
            assert_eq!(
                error,
                StructureError::TooSmall {
                    structure,
                    total,
                    fixed
                }
            );
            assert_eq!(LineError::from(error), LineError::StructureTooSmall);
        }
        for length in 0..fixed {
            let error = LineCallParams::read(&room(fixed)[..length], *version).unwrap_err();
            assert_eq!(LineError::from(error), LineError::StructureTooSmall);
        }
    }
}

/// The first wrong field is named with what it holds, whichever it is.
#[test]
fn each_field_that_points_outside() {
    for version in TspiVersion::ALL {
        let fixed = LINECALLPARAMS::fixed_size(*version);
        let (start, end) = (
            u32::try_from(fixed).unwrap(),
            u32::try_from(fixed + 9).unwrap(),
        );
        for name in pairs_by_name() {
            let pair = pair(name);
            let wrong = [
                (1, start - 1),
                (1, 0),
                (10, start),
                (1, end),
                (9, start + 1),
                (u32::MAX, start),
                (u32::MAX, u32::MAX),
                (1, u32::MAX),
                (u32::MAX - start + 2, start),
            ];
            for (size, offset) in wrong {
                let mut bytes = room(fixed + 9);
                set(&mut bytes, pair.size_member(), size);
                set(&mut bytes, pair.offset_member(), offset);
                let error = LineCallParams::read(&bytes, *version).unwrap_err();
                let outside = StructureError::FieldOutside {
                    structure: "LINECALLPARAMS",
                    field: name,
                    size,
                    offset,
                    fixed,
                    total: fixed + 9,
                };
                assert_eq!(error, outside);
                assert_eq!(LineError::from(error), LineError::InvalCallParams);
            }
            // Bytes behind the total size do not count, and a field without size points nowhere.
            for (size, offset) in [(9, start), (1, end - 1), (0, 0), (0, u32::MAX)] {
                let mut bytes = room(fixed + 9);
                bytes.extend([7; 40]);
                set(&mut bytes, pair.size_member(), size);
                set(&mut bytes, pair.offset_member(), offset);
                let params = LineCallParams::read(&bytes, *version).unwrap();
                for (other, data) in payloads(&params) {
                    let expected = if other == name { size as usize } else { 0 };
                    assert_eq!(data.len(), expected, "{other}");
                }
            }
        }
    }
}

#[test]
fn texts_end_at_a_nul_or_with_their_bytes() {
    let cases: [(&[u8], &str); 8] = [
        (b"", ""),
        (b"\0\0", ""),
        (b"1\x002\x00", "12"),
        (b"1\x002\x00\0\0", "12"),
        (b"1\x00\0\x003\x00", "1"),
        (b"1\x002\x00x", "12"),
        (b"x", ""),
        (b"\x3D\xD8\x00\xDE\x3D\xD8", "😀\u{FFFD}"),
    ];
    for (bytes, expected) in cases {
        let text = Utf16Text::new(bytes);
        assert_eq!(text, expected);
        assert_eq!(text.to_string(), expected);
        assert_eq!(format!("{text:?}"), format!("{expected:?}"));
        assert_eq!(text.is_empty(), expected.is_empty());
        assert_eq!(text.as_bytes(), bytes);
    }
    assert_eq!(Utf16Text::new(b"1\0"), Utf16Text::new(b"1\0\0\0x"));
    assert_ne!(Utf16Text::new(b"1\0"), Utf16Text::new(b"2\0"));
}

fn versions() -> impl Strategy<Value = TspiVersion> {
    prop::sample::select(TspiVersion::ALL)
}

/// One field's place: near the ends of the variable part, far outside, or anywhere.
fn word(total: usize) -> impl Strategy<Value = u32> {
    let total = u32::try_from(total).unwrap();
    prop_oneof![
        4 => Just(0),
        4 => 0_u32..12,
        8 => 170_u32..total + 4,
        2 => total - 4..total + 4,
        1 => (0_u32..200).prop_map(|n| u32::MAX - n),
        1 => any::<u32>(),
    ]
}

/// A structure most of whose fields are nearly right: they overlap, overflow, and lie at odd places.
fn nearly_right() -> impl Strategy<Value = Vec<u8>> {
    (176_usize..260)
        .prop_flat_map(|total| {
            let places = prop::collection::vec((0_usize..15, word(total), word(total)), 0..6);
            (prop::collection::vec(any::<u8>(), total), places)
        })
        .prop_map(|(content, places)| {
            let mut bytes = room(content.len());
            bytes[180.min(content.len())..].copy_from_slice(&content[180.min(content.len())..]);
            for (index, size, offset) in places {
                let pair = LINECALLPARAMS::PAIRS[index];
                set(&mut bytes, pair.size_member(), size);
                set(&mut bytes, pair.offset_member(), offset);
            }
            bytes
        })
}

/// Where a pair's bytes are, in numbers so wide that nothing overflows; `None` when it is wrong.
fn plainly(
    bytes: &[u8],
    fixed: usize,
    total: usize,
    pair: Pair<LINECALLPARAMS>,
) -> Option<Range<usize>> {
    let number = |at: usize| u64::from(u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()));
    let (size, start) = (number(pair.size_member()), number(pair.offset_member()));
    if size == 0 {
        return Some(0..0);
    }
    let inside = start >= fixed as u64 && start + size <= total as u64;
    inside.then(|| usize::try_from(start).unwrap()..usize::try_from(start + size).unwrap())
}

fn check(bytes: &[u8], version: TspiVersion) {
    let fixed = LINECALLPARAMS::fixed_size(version);
    let outcome = LineCallParams::read(bytes, version);
    let total = bytes
        .first_chunk()
        .map(|four| u32::from_le_bytes(*four) as usize);
    let Some(total) = total.filter(|total| (fixed..=bytes.len()).contains(total)) else {
        let error = outcome.unwrap_err();
        assert_eq!(LineError::from(error), LineError::StructureTooSmall);
        return;
    };
    let places: Vec<_> = LINECALLPARAMS::PAIRS
        .iter()
        .map(|pair| plainly(bytes, fixed, total, *pair))
        .collect();
    let wrong = places.iter().position(Option::is_none);
    match (outcome, wrong) {
        (Ok(params), None) => {
            for ((name, data), place) in payloads(&params).iter().zip(places) {
                let expected = &bytes[place.unwrap()];
                assert_eq!(*data, expected, "{name}");
                // The very bytes, not a copy.
                assert!(data.is_empty() || data.as_ptr() == expected.as_ptr());
            }
        }
        (Err(error), Some(index)) => {
            let StructureError::FieldOutside { field, .. } = error else {
                panic!("{error}");
            };
            assert_eq!(field, LINECALLPARAMS::PAIRS[index].name());
            assert_eq!(LineError::from(error), LineError::InvalCallParams);
        }
        (outcome, wrong) => panic!("{outcome:?}, but the wrong pair is {wrong:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn anything(
        version in versions(),
        bytes in prop_oneof![nearly_right(), prop::collection::vec(any::<u8>(), 0..300)],
    ) {
        check(&bytes, version);
        if let Some(unaligned) = bytes.get(1..) {
            check(unaligned, version);
        }
        // The same at an odd address.
        let mut moved = vec![0];
        moved.extend(&bytes);
        check(&moved[1..], version);
    }
}

/// What an application may want to say, in the order of the pairs.
fn contents() -> impl Strategy<Value = Vec<Vec<u8>>> {
    prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 15)
}

proptest! {
    #[test]
    fn what_was_written_is_read(
        version in versions(),
        contents in contents(),
        gaps in prop::collection::vec(0_usize..5, 15),
        numbers in prop::array::uniform32(1_u32..),
    ) {
        // By hand, with gaps that make places odd: StructWriter leaves none.
        let mut bytes = room(LINECALLPARAMS::fixed_size(version));
        for (field, value) in [
            (LINECALLPARAMS::MIN_RATE, numbers[0]),
            (LINECALLPARAMS::CALL_PARAM_FLAGS, numbers[1]),
            (LINECALLPARAMS::ADDRESS_ID, numbers[2]),
            (LINECALLPARAMS::NO_ANSWER_TIMEOUT, numbers[3]),
            (LINECALLPARAMS::BEARER_MODE, numbers[4]),
            (LINECALLPARAMS::MEDIA_MODE, numbers[5]),
        ] {
            set(&mut bytes, field.offset(), value);
        }
        for ((pair, data), gap) in LINECALLPARAMS::PAIRS.iter().zip(&contents).zip(gaps) {
            bytes.extend(core::iter::repeat_n(0xCC, gap));
            let offset = u32::try_from(bytes.len()).unwrap();
            set(&mut bytes, pair.size_member(), u32::try_from(data.len()).unwrap());
            set(&mut bytes, pair.offset_member(), offset);
            bytes.extend(data);
        }
        let total = u32::try_from(bytes.len()).unwrap();
        set(&mut bytes, 0, total);
        let params = LineCallParams::read(&bytes, version).unwrap();
        for ((name, read), data) in payloads(&params).iter().zip(&contents) {
            prop_assert_eq!(read, data, "{}", name);
        }
        prop_assert_eq!(params.min_rate, numbers[0]);
        prop_assert_eq!(params.flags.bits(), numbers[1]);
        prop_assert_eq!(params.address_id, numbers[2]);
        prop_assert_eq!(params.no_answer_timeout, numbers[3]);
        prop_assert_eq!(params.bearer_mode.bits(), numbers[4]);
        prop_assert_eq!(params.media_mode.bits(), numbers[5]);
    }

    #[test]
    fn texts_that_were_written_are_read(version in versions(), text in any::<String>()) {
        let mut bytes = room(1000);
        let mut writer = StructWriter::<LINECALLPARAMS>::new(&mut bytes, version).unwrap();
        writer.put_bytes(LINECALLPARAMS::USER_USER_INFO, b"odd");
        writer.put_utf16_nul(LINECALLPARAMS::CALLING_PARTY_ID, &text);
        prop_assert!(writer.finish().is_complete());
        let params = LineCallParams::read(&bytes, version).unwrap();
        prop_assert_eq!(params.user_user_info, b"odd");
        let text = text.split('\0').next().unwrap();
        prop_assert!(params.calling_party_id == text);
        let reader = StructReader::<LINECALLPARAMS>::new(&bytes, version).unwrap();
        let same = reader.text(LINECALLPARAMS::CALLING_PARTY_ID).unwrap();
        prop_assert_eq!(params.calling_party_id.to_string(), same);
    }
}
