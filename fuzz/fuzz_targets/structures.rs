//! TAPI's structures as a caller hands them over: the reader finds in each field what the plain way finds there.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_abi::{
    TspiVersion,
    layout::{
        LINEADDRESSCAPS, LINEADDRESSSTATUS, LINECALLINFO, LINECALLPARAMS, LINECALLSTATUS,
        LINEDEVCAPS, LINEDEVSTATUS, PHONEBUTTONINFO, PHONECAPS, PHONESTATUS, Structure, TOTAL_SIZE,
        VARSTRING,
    },
    structure::{PhoneButtonInfo, StructReader},
};
use tspkit_fuzz::{dword, field};

// The first byte chooses the structure, the second the version, and whether `dwTotalSize` is made to fit.
fuzz_target!(|data: &[u8]| {
    let [kind, how, bytes @ ..] = data else {
        return;
    };
    let mut bytes = bytes.to_vec();
    let version = [TspiVersion::V2_0, TspiVersion::V2_2, TspiVersion::V3_1][usize::from(*how % 3)];
    let total = u32::try_from(bytes.len())
        .expect("an input is small")
        .to_le_bytes();
    if let (true, Some(place)) = (*how < 192, bytes.first_chunk_mut()) {
        *place = total;
    }
    match kind % 11 {
        0 => check::<LINEADDRESSCAPS>(&bytes, version),
        1 => check::<LINEADDRESSSTATUS>(&bytes, version),
        2 => check::<LINECALLINFO>(&bytes, version),
        3 => check::<LINECALLPARAMS>(&bytes, version),
        4 => check::<LINECALLSTATUS>(&bytes, version),
        5 => check::<LINEDEVCAPS>(&bytes, version),
        6 => check::<LINEDEVSTATUS>(&bytes, version),
        7 => check::<PHONECAPS>(&bytes, version),
        8 => check::<PHONESTATUS>(&bytes, version),
        9 => check::<VARSTRING>(&bytes, version),
        _ => {
            check::<PHONEBUTTONINFO>(&bytes, version);
            button_round_trip(&bytes, version);
        }
    }
});

fn check<S: Structure>(bytes: &[u8], version: TspiVersion) {
    let fixed = S::fixed_size(version);
    let total = dword(bytes, TOTAL_SIZE) as usize;
    let reader = StructReader::<S>::new(bytes, version);
    assert_eq!(
        reader.is_ok(),
        bytes.len() >= 4 && fixed <= total && total <= bytes.len()
    );
    let Ok(reader) = reader else { return };

    let mut valid = true;
    for pair in S::PAIRS {
        let exists = pair.size_member().max(pair.offset_member()) + 4 <= fixed;
        let size = if exists {
            dword(bytes, pair.size_member())
        } else {
            0
        };
        let expected = field(
            &bytes[..total],
            fixed,
            dword(bytes, pair.offset_member()),
            size,
        );
        assert_eq!(reader.bytes(*pair).ok(), expected, "{}", pair.name());
        assert_eq!(
            reader.u32s(*pair).ok().map(|all| all.len()),
            expected.map(|bytes| bytes.len() / 4)
        );
        assert_eq!(reader.texts(*pair).is_ok(), expected.is_some());
        valid &= expected.is_some();
    }
    assert_eq!(reader.validate().is_ok(), valid);
}

/// What was read is the same once written and read again.
fn button_round_trip(bytes: &[u8], version: TspiVersion) {
    let Ok(button) = PhoneButtonInfo::read(bytes, version) else {
        return;
    };
    let mut room = vec![0; 256 + 4 * bytes.len()];
    let total = u32::try_from(room.len())
        .expect("an input is small")
        .to_le_bytes();
    room[..4].copy_from_slice(&total);
    let written = button.write(&mut room, version).expect("there is room");
    assert_eq!(written.used, written.needed);
    assert_eq!(PhoneButtonInfo::read(&room, version), Ok(button));
}
