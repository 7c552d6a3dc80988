//! Negotiation of TSPI and extension versions.

use proptest::prelude::*;
use tspkit_abi::{ExtVersions, IncompatibleApiVersion, LineError, PhoneError, TspiVersion};

#[test]
fn the_highest_in_the_overlap() {
    let cases = [
        (0x0001_0003, 0x0003_0001, Some(TspiVersion::V3_1)),
        (0x0001_0003, 0x7FFF_FFFF, Some(TspiVersion::V3_1)),
        (0x0001_0003, 0x0002_0000, Some(TspiVersion::V2_0)),
        (0x0002_0001, 0x0002_0001, Some(TspiVersion::V2_1)),
        (0x0002_0000, 0x0002_FFFF, Some(TspiVersion::V2_2)),
        (0x0001_0003, 0x0001_0004, None),
        (0x0003_0002, 0x0004_0000, None),
        (0x0002_0003, 0x0002_FFFF, None),
        (0x0003_0001, 0x0002_0000, None),
    ];
    for (low, high, expected) in cases {
        assert_eq!(
            TspiVersion::negotiate(low, high).ok(),
            expected,
            "{low:X} to {high:X}"
        );
    }
    let error = TspiVersion::negotiate(0x0001_0003, 0x0001_0004).unwrap_err();
    assert_eq!(
        error,
        IncompatibleApiVersion {
            low: 0x0001_0003,
            high: 0x0001_0004
        }
    );
    assert_eq!(PhoneError::from(error), PhoneError::IncompatibleApiVersion);
    assert_eq!(LineError::from(error), LineError::IncompatibleApiVersion);
}

#[test]
fn versions_are_exact_numbers() {
    assert_eq!(TspiVersion::try_from(0x0002_0002), Ok(TspiVersion::V2_2));
    assert!(TspiVersion::try_from(0x0001_0004).is_err());
    assert_eq!(TspiVersion::V3_1.to_string(), "3.1");
    assert!(TspiVersion::ALL.is_sorted());
}

#[test]
fn extension_versions() {
    let mut none = ExtVersions::none();
    let error = none.negotiate(0, u32::MAX).unwrap_err();
    assert_eq!(PhoneError::from(error), PhoneError::IncompatibleExtVersion);
    assert!(none.select(1).is_err());
    assert_eq!(none.select(0), Ok(()));
    let mut some = ExtVersions::supporting(0..=5);
    assert!(some.negotiate(0, 0).is_err(), "0 is no version");
    assert_eq!(some.negotiate(0, 3), Ok(3));
    assert!(some.select(6).is_err());
    assert_eq!(some.selected(), 0);
    assert_eq!(some.select(2), Ok(()));
    assert_eq!(some.select(2), Ok(()));
    assert!(some.select(3).is_err(), "another one is selected");
    assert_eq!(some.selected(), 2);
    assert_eq!(some.negotiate(1, 9), Ok(2));
    assert!(some.negotiate(3, 9).is_err());
    assert_eq!(some.select(0), Ok(()));
    assert_eq!(some.negotiate(3, 9), Ok(5));
}

proptest! {
    #[test]
    fn what_is_negotiated_lies_in_the_range(low: u32, high: u32) {
        if let Ok(version) = TspiVersion::negotiate(low, high) {
            prop_assert!((low..=high).contains(&version.value()));
            let better = |other: &&TspiVersion| **other > version && other.value() <= high;
            prop_assert_eq!(TspiVersion::ALL.iter().find(better), None);
        }
    }
}
