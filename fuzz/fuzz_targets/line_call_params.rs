//! Call parameters as an application hands them over: each field is what the plain way finds there, or the first wrong
//! one is named.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tspkit_abi::{
    LineError, TspiVersion,
    layout::{LINECALLPARAMS, Structure, TOTAL_SIZE},
    structure::{LineCallParams, StructureError},
};
use tspkit_fuzz::{dword, field};

// The first byte chooses the version, and whether `dwTotalSize` is made to fit.
fuzz_target!(|data: &[u8]| {
    let [how, bytes @ ..] = data else { return };
    let version = TspiVersion::ALL[usize::from(*how) % TspiVersion::ALL.len()];
    // A copy of its own, so that AddressSanitizer sees a read beyond its end.
    let mut bytes = bytes.to_vec();
    let total = u32::try_from(bytes.len()).expect("an input is small");
    if let (true, Some(place)) = (*how < 192, bytes.first_chunk_mut()) {
        *place = total.to_le_bytes();
    }
    check(&bytes, version);
});

fn check(bytes: &[u8], version: TspiVersion) {
    let fixed = LINECALLPARAMS::fixed_size(version);
    let total = dword(bytes, TOTAL_SIZE) as usize;
    let outcome = LineCallParams::read(bytes, version);
    if bytes.len() < 4 || total < fixed || total > bytes.len() {
        let error = outcome.expect_err("there is no whole structure");
        assert_eq!(LineError::from(error), LineError::StructureTooSmall);
        return;
    }
    let mut expected = Vec::new();
    for pair in LINECALLPARAMS::PAIRS {
        let size = dword(bytes, pair.size_member());
        let offset = dword(bytes, pair.offset_member());
        let Some(data) = field(&bytes[..total], fixed, offset, size) else {
            let outside = StructureError::FieldOutside {
                structure: LINECALLPARAMS::NAME,
                field: pair.name(),
                size,
                offset,
                fixed,
                total,
            };
            assert_eq!(outcome, Err(outside));
            assert_eq!(LineError::from(outside), LineError::InvalCallParams);
            return;
        };
        expected.push(data);
    }
    let params = outcome.expect("every field is inside");
    assert_eq!(payloads(&params)[..], expected[..]);
    numbers(&params, bytes);
    for text in [
        params.orig_address,
        params.called_party,
        params.calling_party_id,
    ] {
        let units: Vec<u16> = text
            .as_bytes()
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .take_while(|unit| *unit != 0)
            .collect();
        assert_eq!(text.to_string(), String::from_utf16_lossy(&units));
        assert_eq!(text.is_empty(), units.is_empty());
    }
}

/// In the order of the structure's pairs.
fn payloads<'a>(params: &LineCallParams<'a>) -> [&'a [u8]; 15] {
    [
        params.orig_address.as_bytes(),
        params.displayable_address.as_bytes(),
        params.called_party.as_bytes(),
        params.comment.as_bytes(),
        params.user_user_info,
        params.high_level_comp,
        params.low_level_comp,
        params.dev_specific,
        params.target_address.as_bytes(),
        params.sending_flowspec,
        params.receiving_flowspec,
        params.device_class.as_bytes(),
        params.device_config,
        params.call_data,
        params.calling_party_id.as_bytes(),
    ]
}

/// Numbers and flags are as they lie there; of a mode that was left open there is one.
fn numbers(params: &LineCallParams<'_>, bytes: &[u8]) {
    let number = |field: tspkit_abi::layout::Dword<LINECALLPARAMS>| dword(bytes, field.offset());
    assert_eq!(params.min_rate, number(LINECALLPARAMS::MIN_RATE));
    assert_eq!(params.max_rate, number(LINECALLPARAMS::MAX_RATE));
    assert_eq!(
        params.flags.bits(),
        number(LINECALLPARAMS::CALL_PARAM_FLAGS)
    );
    assert_eq!(
        params.address_mode.bits(),
        number(LINECALLPARAMS::ADDRESS_MODE)
    );
    assert_eq!(params.address_id, number(LINECALLPARAMS::ADDRESS_ID));
    assert_eq!(
        params.no_answer_timeout,
        number(LINECALLPARAMS::NO_ANSWER_TIMEOUT)
    );
    let bearer = number(LINECALLPARAMS::BEARER_MODE);
    assert_eq!(
        params.bearer_mode.bits(),
        if bearer == 0 { 1 } else { bearer }
    );
    let media = number(LINECALLPARAMS::MEDIA_MODE);
    assert_eq!(params.media_mode.bits(), if media == 0 { 4 } else { media });
}
