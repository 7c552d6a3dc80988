//! `LINECALLPARAMS` as nobody should write it: exact codes, and no reading outside.

use proptest::{
    prelude::{Just, Strategy, any},
    prop_oneof, proptest,
    test_runner::Config,
};

use crate::{
    office::{LINES, Office, office},
    support::{code::line as code, tapi::V3_0},
    world::{Line, next_handle, next_request, outcome, params},
};

/// The fixed part of 3.0.
const FIXED: usize = 180;

/// The size's offset of each variable field.
const FIELDS: [usize; 14] = [
    48, 56, 64, 72, 80, 88, 96, 104, 116, 124, 132, 140, 148, 156,
];

/// A size or an offset: near the structure's own numbers, or any.
fn number() -> impl Strategy<Value = u32> {
    prop_oneof![Just(0), 0..260_u32, Just(u32::MAX), any::<u32>(),]
}

/// What the structure's own rules say of it.
fn expected(bytes: &[u8]) -> Option<i32> {
    let at = |offset: usize| u64::from(crate::world::dword(bytes, offset));
    let total = at(0);
    if total < FIXED as u64 {
        return Some(code::STRUCTURETOOSMALL);
    }
    let outside = |offset: &usize| {
        let (size, start) = (at(*offset), at(*offset + 4));
        size > 0 && (start < FIXED as u64 || start + size > total)
    };
    let texts_and_data = FIELDS.iter().chain(&[168]);
    let any = texts_and_data.clone().any(outside);
    any.then_some(code::INVALCALLPARAMS)
}

static OFFICE: std::sync::OnceLock<(Office, usize)> = std::sync::OnceLock::new();

proptest! {
    #![proptest_config(Config { cases: 2_000, ..Config::default() })]

    #[test]
    fn whatever_the_sizes_and_offsets_are(
        field in 0..FIELDS.len(),
        size in number(),
        offset in number(),
        cut in prop_oneof![3 => Just(0_usize), 1 => 0..FIXED + 20],
        start in 0..4_usize,
        data in proptest::collection::vec(any::<u8>(), 0..64),
    ) {
        let (office, line) = OFFICE.get_or_init(|| {
            let office = office!();
            let line = Line::open_deaf(office.lines, LINES, V3_0);
            (office, line.handle)
        });
        let mut bytes = params(&[(80, &data)]);
        let place = FIELDS[field];
        bytes[place..place + 4].copy_from_slice(&size.to_le_bytes());
        bytes[place + 4..place + 8].copy_from_slice(&offset.to_le_bytes());
        let total = u32::try_from(bytes.len().saturating_sub(cut)).expect("it is small");
        bytes[..4].copy_from_slice(&total.to_le_bytes());
        // As long as it says and no longer, for tools that see who reads beyond; and not aligned.
        let length = (total as usize).max(4);
        let mut moved = vec![0; start];
        moved.extend_from_slice(&bytes[..length]);
        let memory = moved.into_boxed_slice();
        let request = next_request();
        let number = Some("1?");
        // The number cannot be dialled, so that what is in order ends there.
        let (result, _) =
            office.lines.make_call(request, *line, next_handle(), number, Some(&memory[start..]));
        let right = expected(&whole(&bytes)).unwrap_or(code::DIALPROMPT);
        proptest::prop_assert_eq!(result, right);
    }
}

/// The bytes with zeros behind them, for looking at members of a structure that is too short.
fn whole(bytes: &[u8]) -> Vec<u8> {
    let mut whole = bytes.to_vec();
    whole.resize(whole.len().max(FIXED + 8), 0);
    whole
}

#[test]
fn a_structure_without_anything_makes_a_voice_call() {
    let office = office!();
    let line = Line::open(office.lines, LINES);
    let call = line.make(Some("0444"), Some(&params(&[])));
    line.reach(call, crate::world::RINGBACK);
    let (request, tapi) = (next_request(), next_handle());
    let (result, _) = office
        .lines
        .make_call(request, line.handle, tapi, Some("0444"), None);
    // No room for a second one: the hardware says so, here or later.
    let end = if result == request.cast_signed() {
        outcome(request)
    } else {
        result
    };
    assert!(end < 0);
    office.shut_down();
}
