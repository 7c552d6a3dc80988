//! Error codes both ways, carriers, names, sentences, and the way to TAPI 3.

use proptest::prelude::*;
use tspkit_abi::error::{UnknownLineCode, UnknownPhoneCode, UnknownTapiCode};
use tspkit_abi::{LineError, PhoneError, TapiError, VendorCode};

fn code(value: u32) -> i32 {
    value.cast_signed()
}

#[test]
fn every_named_code_comes_back() {
    for error in PhoneError::ALL {
        assert_eq!(PhoneError::from_code(error.code()), Some(*error));
    }
    for error in LineError::ALL {
        assert_eq!(LineError::from_code(error.code()), Some(*error));
    }
    for error in TapiError::ALL {
        assert_eq!(TapiError::from_code(error.code()), Some(*error));
    }
}

#[test]
fn exact_numbers() {
    assert_eq!(PhoneError::InvalDataId.code(), code(0x9000_000C));
    assert_eq!(PhoneError::InvalPhoneHandle.code(), code(0x9000_0013));
    assert_eq!(PhoneError::ResourceUnavail.code(), code(0x9000_001F));
    assert_eq!(PhoneError::ServiceNotRunning.code(), code(0x9000_0025));
    assert_eq!(LineError::InvalCallHandle.code(), code(0x8000_0018));
    assert_eq!(LineError::OperationFailed.code(), code(0x8000_0048));
    assert_eq!(LineError::UserUserInfoTooBig.code(), code(0x8000_0051));
    assert_eq!(TapiError::InvalCallState.code(), code(0x8004_0010));
    assert_eq!(TapiError::UserUserInfoTooBig.code(), code(0x8004_0028));
    assert_eq!(TapiError::Pointer.code(), code(0x8000_4003));
    assert_eq!(TapiError::InvalidArg.code(), code(0x8007_0057));
    assert_eq!(TapiError::OutOfMemory.code(), code(0x8007_000E));
    assert_eq!(TapiError::Unexpected.code(), code(0x8000_FFFF));
    assert_eq!(TapiError::NotImpl.code(), code(0x8000_4001));
}

/// 0x9000001E is the hole in the PHONEERR numbers.
#[test]
fn carriers_hold_only_what_has_no_name() {
    let hole = code(0x9000_001E);
    let unknown = UnknownPhoneCode::new(hole).unwrap();
    assert_eq!(
        PhoneError::from_code(hole),
        Some(PhoneError::Unknown(unknown))
    );
    assert_eq!(PhoneError::Unknown(unknown).code(), hole);
    for refused in [
        0,
        1,
        i32::MAX,
        PhoneError::NoMem.code(),
        code(0xC000_0000),
        -1,
    ] {
        assert_eq!(UnknownPhoneCode::new(refused), None);
    }
    assert_eq!(UnknownLineCode::new(LineError::NoMem.code()), None);
    assert_eq!(UnknownTapiCode::new(TapiError::Timeout.code()), None);
    assert_eq!(VendorCode::new(code(0xBFFF_FFFF)), None);
    let vendor = VendorCode::new(code(0xC000_0000)).unwrap();
    assert_eq!(
        PhoneError::from_code(code(0xC000_0000)),
        Some(PhoneError::Vendor(vendor))
    );
}

#[test]
fn names_and_sentences() {
    assert_eq!(
        PhoneError::ServiceNotRunning.name(),
        "PHONEERR_SERVICE_NOT_RUNNING"
    );
    assert_eq!(
        PhoneError::InvalDataId.to_string(),
        "the phone has no data area with this id (PHONEERR_INVALDATAID)"
    );
    let vendor = PhoneError::from_code(code(0xC000_0007)).unwrap();
    assert_eq!(vendor.name(), "PHONEERR (vendor)");
    assert_eq!(
        vendor.to_string(),
        "an error of the provider's own, code 0xC0000007"
    );
    let unknown = LineError::from_code(code(0x8123_4567)).unwrap();
    assert_eq!(unknown.name(), "LINEERR (unknown)");
    assert_eq!(
        unknown.to_string(),
        "an error code that TAPI does not define, 0x81234567"
    );
}

#[test]
fn the_way_to_tapi_3() {
    let pairs = [
        (PhoneError::InvalDataId, TapiError::InvalDataId),
        (PhoneError::NoMem, TapiError::OutOfMemory),
        (PhoneError::InvalPointer, TapiError::Pointer),
        (PhoneError::OperationFailed, TapiError::OperationFailed),
        (PhoneError::ResourceUnavail, TapiError::ResourceUnavail),
    ];
    for (phone, tapi) in pairs {
        assert_eq!(TapiError::from(phone), tapi);
    }
    let pairs = [
        (LineError::UserUserInfoTooBig, TapiError::UserUserInfoTooBig),
        (LineError::InvalCallState, TapiError::InvalCallState),
        (LineError::NotOwner, TapiError::NotOwner),
        (LineError::InvalParam, TapiError::InvalidArg),
    ];
    for (line, tapi) in pairs {
        assert_eq!(TapiError::from(line), tapi);
    }
}

proptest! {
    #[test]
    fn every_number_is_kept(number: i32) {
        if number >= 0 {
            prop_assert_eq!(PhoneError::from_code(number), None);
            prop_assert_eq!(LineError::from_code(number), None);
            prop_assert_eq!(TapiError::from_code(number), None);
        } else {
            prop_assert_eq!(PhoneError::from_code(number).unwrap().code(), number);
            prop_assert_eq!(LineError::from_code(number).unwrap().code(), number);
            prop_assert_eq!(TapiError::from_code(number).unwrap().code(), number);
        }
    }

    #[test]
    fn vendor_codes_stay_the_same_in_tapi_3(number in 0xC000_0000_u32..) {
        let number = code(number);
        prop_assert_eq!(TapiError::from(PhoneError::from_code(number).unwrap()).code(), number);
        prop_assert_eq!(TapiError::from(LineError::from_code(number).unwrap()).code(), number);
    }
}
