//! A caller's memory, looked at by the names of `tapi.h`.

use std::collections::BTreeSet;

use tspkit_abi::layout::{FieldInfo, FilledBy, Structure};
use tspkit_abi::structure::{StructReader, StructureError, Written};
use tspkit_abi::{LineError, TspiVersion};

/// What the caller's memory holds before.
pub(crate) const BEFORE: u8 = 0xEE;

/// The versions whose layouts differ.
pub(crate) const VERSIONS: [TspiVersion; 3] =
    [TspiVersion::V2_0, TspiVersion::V2_2, TspiVersion::V3_1];

/// Room of `total` bytes, and some more that does not belong to it.
pub(crate) fn room(total: usize) -> Vec<u8> {
    let mut bytes = vec![BEFORE; total.max(4) + 16];
    bytes[..4].copy_from_slice(&u32::try_from(total).unwrap().to_le_bytes());
    bytes
}

/// The `DWORD` at an offset.
pub(crate) fn dword(bytes: &[u8], offset: usize) -> u32 {
    u32::from_le_bytes(bytes[offset..offset + 4].try_into().unwrap())
}

fn place(field: &FieldInfo) -> core::ops::Range<usize> {
    field.offset..field.offset + field.size
}

/// Every member that is a number has the value named for it, TAPI's are as before, and no member is left out.
///
/// Members of 16 bytes are named by their first four.
pub(crate) fn assert_members<S: Structure>(
    bytes: &[u8],
    version: TspiVersion,
    expected: &[(&str, u32)],
) {
    let fixed = S::fixed_size(version);
    let mut named: BTreeSet<&str> = expected.iter().map(|(name, _)| *name).collect();
    assert_eq!(named.len(), expected.len(), "a name comes twice");
    let paired: BTreeSet<usize> = S::PAIRS
        .iter()
        .flat_map(|pair| [pair.size_member(), pair.offset_member()])
        .collect();
    for field in S::FIELDS {
        let (name, exists) = (field.name, place(field).end <= fixed);
        if field.filled_by == FilledBy::Tapi {
            assert!(
                bytes[place(field)].iter().all(|byte| *byte == BEFORE),
                "{name}"
            );
        } else if !paired.contains(&field.offset) {
            let value = expected.iter().find(|(other, _)| *other == name);
            let (_, value) = value.unwrap_or_else(|| panic!("{name} is not named"));
            named.remove(name);
            if exists {
                assert_eq!(dword(bytes, field.offset), *value, "{name}");
            }
        }
    }
    assert!(named.is_empty(), "no such member: {named:?}");
}

/// Every pair that is the writer's holds something.
pub(crate) fn assert_no_pair_is_empty<S: Structure>(bytes: &[u8], version: TspiVersion) {
    let reader = StructReader::<S>::new(bytes, version).unwrap();
    for pair in S::PAIRS {
        if S::FIELDS
            .iter()
            .any(|field| field.name == pair.name() && field.filled_by == FilledBy::Writer)
        {
            assert!(!reader.bytes(*pair).unwrap().is_empty(), "{}", pair.name());
        }
    }
}

/// Writes at every total size up to some more than needed: nothing is cut, nothing beyond the used size is touched,
/// what is needed stays the same, and what is TAPI's or the caller's is as before.
pub(crate) fn at_every_size<S: Structure>(
    write: impl Fn(&mut [u8], TspiVersion) -> Result<Written, StructureError>,
) {
    for version in VERSIONS {
        let fixed = S::fixed_size(version);
        let mut large = room(8192);
        let everything = write(&mut large, version).unwrap();
        assert!(everything.is_complete());
        let needed = usize::try_from(everything.needed).unwrap();
        assert!(needed > fixed);
        for total in 0..needed + 3 {
            let mut small = room(total);
            let before = small.clone();
            let outcome = write(&mut small, version);
            if total < fixed {
                let error = outcome.unwrap_err();
                assert_eq!(LineError::from(error), LineError::StructureTooSmall);
                assert_eq!(small, before, "nothing is written");
                continue;
            }
            let written = outcome.unwrap();
            let used = usize::try_from(written.used).unwrap();
            assert_eq!(written.needed, everything.needed);
            assert_eq!(written.is_complete(), total >= needed);
            assert!(fixed <= used && used <= total);
            assert_eq!(dword(&small, 4), written.needed);
            assert_eq!(dword(&small, 8), written.used);
            assert_eq!(small[..4], before[..4], "dwTotalSize is the caller's");
            assert_eq!(small[used..], before[used..], "beyond the used size");
            compare::<S>(&small, &large, version, used);
        }
    }
}

/// What found little room is what found much, or nothing at all.
fn compare<S: Structure>(small: &[u8], large: &[u8], version: TspiVersion, used: usize) {
    let fixed = S::fixed_size(version);
    let mut paired = BTreeSet::new();
    let little = StructReader::<S>::new(small, version).unwrap();
    let much = StructReader::<S>::new(large, version).unwrap();
    for pair in S::PAIRS {
        paired.extend([pair.size_member(), pair.offset_member()]);
        let end = pair.size_member().max(pair.offset_member()) + 4;
        let ours = S::FIELDS
            .iter()
            .any(|field| field.name == pair.name() && field.filled_by == FilledBy::Writer);
        if !ours || end > fixed {
            continue;
        }
        let data = little.bytes(*pair).unwrap();
        if data.is_empty() {
            assert_eq!(dword(small, pair.offset_member()), 0, "{}", pair.name());
        } else {
            assert_eq!(data, much.bytes(*pair).unwrap(), "{}", pair.name());
            let start = usize::try_from(dword(small, pair.offset_member())).unwrap();
            assert!(start + data.len() <= used, "{}", pair.name());
        }
    }
    for field in S::FIELDS {
        if place(field).end <= fixed && !paired.contains(&field.offset) {
            assert_eq!(small[place(field)], large[place(field)], "{}", field.name);
        }
        if field.filled_by == FilledBy::Tapi {
            assert!(
                small[place(field)].iter().all(|byte| *byte == BEFORE),
                "{}",
                field.name
            );
        }
    }
}
