//! The reader's and the writer's promises, for every structure, version and total size.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tspkit_abi::layout::{
    FilledBy, LINEADDRESSCAPS, LINEADDRESSSTATUS, LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS,
    LINEDEVCAPS, LINEDEVSTATUS, PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, Pair, Structure,
    VARSTRING,
};
use tspkit_abi::structure::{StructReader, StructWriter, StructureError, Written};
use tspkit_abi::{LineError, TspiVersion};

/// What the caller's memory holds before.
const BEFORE: u8 = 0xA5;

/// One structure's writable pairs.
fn writable<S: Structure>() -> Vec<Pair<S>> {
    let of_writer = |pair: &&Pair<S>| {
        S::FIELDS
            .iter()
            .any(|field| field.name == pair.name() && field.filled_by == FilledBy::Writer)
    };
    S::PAIRS.iter().filter(of_writer).copied().collect()
}

/// Room of `total` bytes, and some more that does not belong to it.
fn room(total: usize) -> Vec<u8> {
    let mut bytes = vec![BEFORE; total.max(4) + 16];
    bytes[..4].copy_from_slice(&u32::try_from(total).unwrap().to_le_bytes());
    bytes
}

fn write<S: Structure>(
    bytes: &mut [u8],
    version: TspiVersion,
    plan: &[(usize, Vec<u8>)],
) -> Result<Written, StructureError> {
    let pairs = writable::<S>();
    let mut writer = StructWriter::<S>::new(bytes, version)?;
    for (index, data) in plan {
        writer.put_bytes(pairs[index % pairs.len()], data);
    }
    Ok(writer.finish())
}

/// The first data of each pair that the version has, in order.
fn expected<S: Structure>(fixed: usize, plan: &[(usize, Vec<u8>)]) -> Vec<(Pair<S>, &[u8])> {
    let pairs = writable::<S>();
    let mut seen = BTreeSet::new();
    let mut list = Vec::new();
    for (index, data) in plan {
        let pair = pairs[index % pairs.len()];
        let exists = pair.offset_member() + 4 <= fixed;
        if exists && !data.is_empty() && seen.insert(pair.name()) {
            list.push((pair, data.as_slice()));
        }
    }
    list
}

fn check_writer<S: Structure>(version: TspiVersion, plan: &[(usize, Vec<u8>)]) {
    let fixed = S::fixed_size(version);
    let expected = expected::<S>(fixed, plan);
    let needed = fixed + expected.iter().map(|(_, data)| data.len()).sum::<usize>();
    for total in 0..needed + 3 {
        let mut bytes = room(total);
        let before = bytes.clone();
        let outcome = write::<S>(&mut bytes, version, plan);
        if total < fixed {
            let structure = S::NAME;
            let small = StructureError::TooSmall {
                structure,
                total,
                fixed,
            };
            assert_eq!(outcome, Err(small));
            assert_eq!(bytes, before, "nothing is written");
            continue;
        }
        let written = outcome.unwrap();
        let used = usize::try_from(written.used).unwrap();
        assert_eq!(usize::try_from(written.needed).unwrap(), needed);
        assert!(used <= total);
        assert_eq!(written.is_complete(), total >= needed);
        assert_eq!(bytes[..4], before[..4], "dwTotalSize is the caller's");
        assert_eq!(bytes[used..], before[used..], "beyond the used size");
        for field in S::FIELDS
            .iter()
            .filter(|field| field.filled_by == FilledBy::Tapi)
        {
            let range = field.offset..field.offset + field.size;
            if range.end <= fixed {
                assert_eq!(
                    bytes[range.clone()],
                    before[range],
                    "{} is TAPI's",
                    field.name
                );
            }
        }
        check_contents::<S>(&bytes, version, written, &expected, total);
    }
}

/// What is read is what was put, whole or not at all, in order and contiguous.
fn check_contents<S: Structure>(
    bytes: &[u8],
    version: TspiVersion,
    written: Written,
    expected: &[(Pair<S>, &[u8])],
    total: usize,
) {
    let reader = StructReader::<S>::new(bytes, version).unwrap();
    if S::REPORTS_SIZES {
        assert_eq!(reader.needed(), Some(written.needed));
        assert_eq!(reader.used(), Some(written.used));
    } else {
        assert_eq!((reader.needed(), reader.used()), (None, None));
    }
    let mut end = reader.fixed();
    for (pair, data) in expected {
        let read = reader.bytes(*pair).unwrap();
        if end + data.len() <= total {
            assert_eq!(read, *data);
            assert_eq!(read.as_ptr(), bytes[end..].as_ptr(), "contiguous");
            end += data.len();
        } else {
            assert_eq!(read, b"", "left out, never cut");
        }
    }
    assert_eq!(u32::try_from(end).unwrap(), written.used);
}

/// Random bytes with a total size that is near the truth more often than not.
fn check_reader<S: Structure>(version: TspiVersion, bytes: &[u8]) {
    let Ok(reader) = StructReader::<S>::new(bytes, version) else {
        return;
    };
    assert!(reader.fixed() <= reader.total() && reader.total() <= bytes.len());
    let allowed = bytes[reader.fixed()..reader.total()].as_ptr_range();
    let mut sound = true;
    for pair in S::PAIRS {
        match reader.bytes(*pair) {
            Ok([]) => {}
            Ok(data) => {
                let range = data.as_ptr_range();
                assert!(allowed.start <= range.start && range.end <= allowed.end);
                reader.texts(*pair).unwrap();
                assert_eq!(reader.u32s(*pair).unwrap().len(), data.len() / 4);
            }
            Err(error) => {
                sound = false;
                assert!(matches!(error, StructureError::FieldOutside { .. }));
                assert!(reader.text(*pair).is_err());
            }
        }
    }
    assert_eq!(reader.validate().is_ok(), sound);
}

/// Calls a generic check for every structure.
macro_rules! every_structure {
    ($check:ident($($argument:expr),*)) => {
        $check::<PHONECAPS>($($argument),*);
        $check::<PHONESTATUS>($($argument),*);
        $check::<PHONEBUTTONINFO>($($argument),*);
        $check::<VARSTRING>($($argument),*);
        $check::<LINEDEVCAPS>($($argument),*);
        $check::<LINEDEVSTATUS>($($argument),*);
        $check::<LINEADDRESSCAPS>($($argument),*);
        $check::<LINEADDRESSSTATUS>($($argument),*);
        $check::<LINECALLINFO>($($argument),*);
        $check::<LINECALLPARAMS>($($argument),*);
        $check::<LINECALLSTATUS>($($argument),*);
    };
}

fn versions() -> impl Strategy<Value = TspiVersion> {
    prop::sample::select(TspiVersion::ALL)
}

/// Pairs that point near the ends of the variable part, where mistakes would be.
fn near_misses() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just(0),
        0_u32..8,
        150_u32..420,
        any::<u32>(),
        (0_u32..8).prop_map(|n| u32::MAX - n),
    ];
    (prop::collection::vec(word, 1..110), 0_usize..4).prop_map(|(words, cut)| {
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.truncate(bytes.len() - cut.min(bytes.len()));
        let total = u32::try_from(bytes.len()).unwrap();
        if bytes.len() >= 4 && words[0] % 4 != 0 {
            bytes[..4].copy_from_slice(&total.to_le_bytes());
        }
        bytes
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn writing_then_reading_at_every_total_size(
        version in versions(),
        plan in prop::collection::vec(
            (any::<usize>(), prop::collection::vec(any::<u8>(), 0..12)),
            0..6,
        ),
    ) {
        every_structure!(check_writer(version, &plan));
    }
}

proptest! {
    #[test]
    fn reading_anything(
        version in versions(),
        bytes in prop_oneof![near_misses(), prop::collection::vec(any::<u8>(), 0..500)],
    ) {
        every_structure!(check_reader(version, &bytes));
        if let Some(unaligned) = bytes.get(1..) {
            every_structure!(check_reader(version, unaligned));
        }
    }
}

#[test]
fn a_field_in_the_fixed_part_is_refused_and_shared_bytes_are_not() {
    let mut bytes = vec![0_u8; 190];
    bytes[0] = 190;
    let pair = |bytes: &mut Vec<u8>, at: usize, size: u32, offset: u32| {
        bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
        bytes[at + 4..at + 8].copy_from_slice(&offset.to_le_bytes());
    };
    pair(&mut bytes, 80, 10, 180);
    pair(&mut bytes, 156, 6, 184);
    let reader = StructReader::<LINECALLPARAMS>::new(&bytes, TspiVersion::V3_1).unwrap();
    assert_eq!(reader.validate(), Ok(()));
    assert_eq!(reader.bytes(LINECALLPARAMS::CALL_DATA).unwrap().len(), 6);
    for (size, offset) in [
        (1, 179),
        (11, 180),
        (7, 184),
        (1, 190),
        (u32::MAX, 180),
        (8, u32::MAX),
    ] {
        pair(&mut bytes, 156, size, offset);
        let reader = StructReader::<LINECALLPARAMS>::new(&bytes, TspiVersion::V3_1).unwrap();
        let error = reader.validate().unwrap_err();
        assert_eq!(LineError::from(error), LineError::InvalCallParams);
        assert_eq!(
            error.to_string(),
            format!(
                "LINECALLPARAMS.dwCallDataSize is {size} at offset {offset}, \
                 outside the variable part from 180 to 190"
            )
        );
    }
    // The same place belongs to the variable part where the fixed part ends at 176.
    pair(&mut bytes, 156, 1, 179);
    let reader = StructReader::<LINECALLPARAMS>::new(&bytes, TspiVersion::V2_2).unwrap();
    assert_eq!(reader.validate(), Ok(()));
}

#[test]
fn a_structure_longer_than_its_bytes_is_refused() {
    let mut bytes = room(196);
    bytes.truncate(195);
    let truncated = StructureError::Truncated {
        structure: "PHONECAPS",
        total: 196,
        length: 195,
    };
    let reader = StructReader::<PHONECAPS>::new(&bytes, TspiVersion::V2_2);
    assert_eq!(reader.err(), Some(truncated));
    let writer = StructWriter::<PHONECAPS>::new(&mut bytes, TspiVersion::V2_2);
    assert_eq!(writer.err(), Some(truncated));
}
