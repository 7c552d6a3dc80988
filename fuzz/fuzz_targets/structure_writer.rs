//! The reader on any bytes, and the writer with any fields and total sizes.
//!
//! Input: one byte chooses the structure, one the version. The reader gets the rest as it is. The writer
//! takes two bytes as the total size, and then fields: pair, length, data.

#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_abi::TspiVersion;
use tspkit_abi::layout::{
    LINEADDRESSCAPS, LINEADDRESSSTATUS, LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS, LINEDEVCAPS,
    LINEDEVSTATUS, PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, Structure, VARSTRING,
};
use tspkit_abi::structure::{PhoneButtonInfo, StructReader, StructWriter, VarString, Written};

/// What the caller's memory holds before the writer comes.
const BEFORE: u8 = 0xA5;

fuzz_target!(|input: &[u8]| {
    let [structure, version, rest @ ..] = input else {
        return;
    };
    let version = TspiVersion::ALL[usize::from(*version) % TspiVersion::ALL.len()];
    match structure % 11 {
        0 => both::<PHONECAPS>(rest, version),
        1 => both::<PHONESTATUS>(rest, version),
        2 => {
            both::<PHONEBUTTONINFO>(rest, version);
            button_info(rest, version);
        }
        3 => {
            both::<VARSTRING>(rest, version);
            let _ = VarString::read(rest, version);
        }
        4 => both::<LINEDEVCAPS>(rest, version),
        5 => both::<LINEDEVSTATUS>(rest, version),
        6 => both::<LINEADDRESSCAPS>(rest, version),
        7 => both::<LINEADDRESSSTATUS>(rest, version),
        8 => both::<LINECALLINFO>(rest, version),
        9 => both::<LINECALLPARAMS>(rest, version),
        _ => both::<LINECALLSTATUS>(rest, version),
    }
});

fn both<S: Structure>(input: &[u8], version: TspiVersion) {
    read::<S>(input, version);
    write::<S>(input, version);
}

/// Nothing outside the variable part is ever handed out, and `validate` says what reading says.
fn read<S: Structure>(bytes: &[u8], version: TspiVersion) {
    let Ok(reader) = StructReader::<S>::new(bytes, version) else {
        return;
    };
    assert!(reader.fixed() <= reader.total() && reader.total() <= bytes.len());
    let allowed = bytes[reader.fixed()..reader.total()].as_ptr_range();
    let mut sound = true;
    for pair in S::PAIRS {
        match reader.bytes(*pair) {
            Ok(data) if !data.is_empty() => {
                let range = data.as_ptr_range();
                assert!(allowed.start <= range.start && range.end <= allowed.end);
            }
            Ok(_) => {}
            Err(_) => sound = false,
        }
        assert_eq!(reader.text(*pair).is_ok(), reader.bytes(*pair).is_ok());
        assert_eq!(reader.u32s(*pair).is_ok(), reader.bytes(*pair).is_ok());
    }
    assert_eq!(reader.validate().is_ok(), sound);
}

/// Needed does not depend on the room, used stays inside it, and nothing else is touched.
fn write<S: Structure>(input: &[u8], version: TspiVersion) {
    let [low, high, fields @ ..] = input else {
        return;
    };
    let total = usize::from(u16::from_le_bytes([*low, *high]) % 4096);
    let mut small = room(total);
    let before = small.clone();
    let Some(written) = fill::<S>(&mut small, version, fields) else {
        assert!(total < S::fixed_size(version));
        assert_eq!(small, before);
        return;
    };
    let mut large = room(S::fixed_size(version) + input.len());
    let everything = fill::<S>(&mut large, version, fields).expect("the fixed part fits");
    assert!(everything.is_complete());
    assert_eq!(written.needed, everything.needed);
    let used = usize::try_from(written.used).expect("a small number");
    assert!(used <= total);
    assert_eq!(small[..4], before[..4]);
    assert_eq!(small[used..], before[used..]);
    compare::<S>(&small, &large, version);
}

/// A field that found little room is the one that found much, or empty.
fn compare<S: Structure>(small: &[u8], large: &[u8], version: TspiVersion) {
    let small = StructReader::<S>::new(small, version).expect("it was written");
    let large = StructReader::<S>::new(large, version).expect("it was written");
    for pair in S::PAIRS {
        let (Ok(little), Ok(much)) = (small.bytes(*pair), large.bytes(*pair)) else {
            // What TAPI fills holds whatever was there before.
            continue;
        };
        assert!(little.is_empty() || little == much);
    }
}

fn room(total: usize) -> Vec<u8> {
    let mut bytes = vec![BEFORE; total.max(4) + 8];
    let total = u32::try_from(total).expect("a small number");
    bytes[..4].copy_from_slice(&total.to_le_bytes());
    bytes
}

fn fill<S: Structure>(bytes: &mut [u8], version: TspiVersion, fields: &[u8]) -> Option<Written> {
    let mut writer = StructWriter::<S>::new(bytes, version).ok()?;
    let mut fields = fields;
    while let [pair, length, rest @ ..] = fields {
        let (data, rest) = rest.split_at(rest.len().min(usize::from(*length)));
        writer.put_bytes(S::PAIRS[usize::from(*pair) % S::PAIRS.len()], data);
        fields = rest;
    }
    Some(writer.finish())
}

/// What was read and written again reads the same.
fn button_info(bytes: &[u8], version: TspiVersion) {
    let Ok(info) = PhoneButtonInfo::read(bytes, version) else {
        return;
    };
    let mut room = room(64 + 3 * bytes.len());
    let written = info.write(&mut room, version).expect("the fixed part fits");
    assert!(written.is_complete());
    assert_eq!(PhoneButtonInfo::read(&room, version), Ok(info));
}
