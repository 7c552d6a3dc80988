//! mingw's headers agree with every number, size and offset of this crate.

// The compiler is one that runs on Linux; under Wine there is none.
#![cfg(unix)]

mod support;

use std::collections::BTreeSet;

use support::{Assertions, macro_names};
use tspkit_abi::layout::{
    LINEADDRESSCAPS, LINEADDRESSSTATUS, LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS, LINEDEVCAPS,
    LINEDEVSTATUS, PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, Structure, VARSTRING,
};
use tspkit_abi::{
    CallInfoBuffer, CallInfoLong, CallInfoString, CallState, LineError, Message, PhoneError,
    TapiError, TspiVersion, flags, ids,
};

/// Names that `windows-sys` has and mingw's header does not.
const NOT_IN_MINGW: [&str; 2] = [
    "LINEDISCONNECTMODE_DESTINATIONBARRED",
    "LINEDISCONNECTMODE_FDNRESTRICT",
];

fn families() -> impl Iterator<Item = &'static [(&'static str, u32)]> {
    flags::FAMILIES.iter().chain(ids::FAMILIES).copied()
}

fn assert_layout<S: Structure>(program: &mut Assertions) {
    let fixed = u32::try_from(S::fixed_size(TspiVersion::V3_1)).unwrap();
    program.value(&format!("sizeof({})", S::NAME), fixed);
    for field in S::FIELDS {
        let (name, member) = (S::NAME, field.name);
        program.value(
            &format!("offsetof({name}, {member})"),
            field.offset.try_into().unwrap(),
        );
        program.value(
            &format!("sizeof((({name}*)0)->{member})"),
            field.size.try_into().unwrap(),
        );
    }
    program.value(&format!("offsetof({}, dwTotalSize)", S::NAME), 0);
    if S::REPORTS_SIZES {
        program.value(&format!("offsetof({}, dwNeededSize)", S::NAME), 4);
        program.value(&format!("offsetof({}, dwUsedSize)", S::NAME), 8);
    }
}

#[test]
fn layouts_at_3_1() {
    let mut program = Assertions::new();
    assert_layout::<PHONECAPS>(&mut program);
    assert_layout::<PHONESTATUS>(&mut program);
    assert_layout::<PHONEBUTTONINFO>(&mut program);
    assert_layout::<VARSTRING>(&mut program);
    assert_layout::<LINEDEVCAPS>(&mut program);
    assert_layout::<LINEDEVSTATUS>(&mut program);
    assert_layout::<LINEADDRESSCAPS>(&mut program);
    assert_layout::<LINEADDRESSSTATUS>(&mut program);
    assert_layout::<LINECALLINFO>(&mut program);
    assert_layout::<LINECALLPARAMS>(&mut program);
    assert_layout::<LINECALLSTATUS>(&mut program);
    assert!(program.check() > 600);
}

/// Small structures inside the variable parts, which the contents write member by member.
#[test]
fn small_structures() {
    let mut program = Assertions::new();
    let structures: [(&str, &[&str]); 4] = [
        (
            "LINEDIALPARAMS",
            &[
                "dwDialPause",
                "dwDialSpeed",
                "dwDigitDuration",
                "dwWaitForDialtone",
            ],
        ),
        (
            "LINETERMCAPS",
            &["dwTermDev", "dwTermModes", "dwTermSharing"],
        ),
        (
            "LINECALLTREATMENTENTRY",
            &[
                "dwCallTreatmentID",
                "dwCallTreatmentNameSize",
                "dwCallTreatmentNameOffset",
            ],
        ),
        (
            "LINEFORWARD",
            &[
                "dwForwardMode",
                "dwCallerAddressSize",
                "dwCallerAddressOffset",
                "dwDestCountryCode",
                "dwDestAddressSize",
                "dwDestAddressOffset",
                "dwCallerAddressType",
                "dwDestAddressType",
            ],
        ),
    ];
    for (name, members) in structures {
        for (offset, member) in (0..).step_by(4).zip(members) {
            program.value(&format!("offsetof({name}, {member})"), offset);
        }
        let size = u32::try_from(4 * members.len()).unwrap();
        program.value(&format!("sizeof({name})"), size);
    }
    let words = [
        "wYear",
        "wMonth",
        "wDayOfWeek",
        "wDay",
        "wHour",
        "wMinute",
        "wSecond",
        "wMilliseconds",
    ];
    for (offset, member) in (0..).step_by(2).zip(words) {
        program.value(&format!("offsetof(SYSTEMTIME, {member})"), offset);
    }
    program.value("sizeof(SYSTEMTIME)", 16);
    assert_eq!(program.check(), 4 + 3 + 3 + 8 + 4 + 8 + 1);
}

#[test]
fn flags_and_ids() {
    let mut program = Assertions::new();
    for (name, value) in families().flatten() {
        if !NOT_IN_MINGW.contains(name) {
            program.value(name, *value);
        }
    }
    assert!(program.check() > 400);
}

/// A family of which one name is here is here as a whole.
#[test]
fn no_flag_or_id_is_missing() {
    for family in families() {
        let prefix = &family[0].0[..=family[0].0.find('_').unwrap()];
        let ours: BTreeSet<&str> = family.iter().map(|(name, _)| *name).collect();
        let theirs = macro_names(prefix);
        let missing: Vec<_> = theirs
            .iter()
            .filter(|name| !ours.contains(**name))
            .collect();
        assert!(!theirs.is_empty(), "mingw has no {prefix} at all");
        assert!(missing.is_empty(), "missing: {missing:?}");
    }
}

#[test]
fn error_codes() {
    let mut program = Assertions::new();
    for error in PhoneError::ALL {
        program.value(error.name(), error.code().cast_unsigned());
    }
    for error in LineError::ALL {
        program.value(error.name(), error.code().cast_unsigned());
    }
    for error in TapiError::ALL {
        program.value(error.name(), error.code().cast_unsigned());
    }
    assert_eq!(program.check(), 36 + 95 + 90 + 5);
}

#[test]
fn no_error_code_is_missing() {
    let phone: BTreeSet<_> = PhoneError::ALL.iter().map(|error| error.name()).collect();
    let line: BTreeSet<_> = LineError::ALL.iter().map(|error| error.name()).collect();
    let tapi: BTreeSet<_> = TapiError::ALL.iter().map(|error| error.name()).collect();
    for (prefix, ours) in [("PHONEERR_", phone), ("LINEERR_", line), ("TAPI_E_", tapi)] {
        let theirs = macro_names(prefix);
        let missing: Vec<_> = theirs
            .iter()
            .filter(|name| !ours.contains(**name))
            .collect();
        assert!(missing.is_empty(), "missing: {missing:?}");
        let named = ours.iter().filter(|name| name.starts_with(prefix)).count();
        assert_eq!(theirs.len(), named, "{prefix}");
    }
}

#[test]
fn messages_and_call_information() {
    let mut program = Assertions::new();
    for message in Message::ALL {
        program.value(message.name(), message.code());
    }
    let numbers = (CallInfoBuffer::ALL.iter().map(|v| (v.name(), v.code())))
        .chain(CallInfoLong::ALL.iter().map(|v| (v.name(), v.code())))
        .chain(CallInfoString::ALL.iter().map(|v| (v.name(), v.code())))
        .chain(CallState::ALL.iter().map(|v| (v.name(), v.code())));
    for (name, number) in numbers {
        program.value(name, number.cast_unsigned());
    }
    assert_eq!(program.check(), 42 + 6 + 25 + 14 + 7);
}

/// The check can fail: a wrong number is refused.
#[test]
#[should_panic(expected = "refuses the generated program")]
fn a_wrong_number_is_refused() {
    let mut program = Assertions::new();
    program.value("PHONEERR_INVALDATAID", 0x9000_000D);
    program.check();
}

/// The macro list is mingw's own, not an empty one.
#[test]
fn the_headers_are_read() {
    assert!(support::MACROS.contains("#define PHONEERR_INVALDATAID "));
}
