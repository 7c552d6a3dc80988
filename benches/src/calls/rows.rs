//! One function for each row about buffers of calls.

use std::hint::black_box;

use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;
use tspkit::{Bytes, Call, abi::CallInfoBuffer};

use crate::{
    floor::Floor,
    line_driver::PER_LINE,
    lines::{connected, created, open},
    measure::{Pair, pair},
    report::{ratio, ratio_of_part},
};

const BAR: &str = "3";
const SIZE: usize = 64;
const DATA: [u8; SIZE] = [0x5A; SIZE];

/// What can be put before a call is connected.
const STORED: [CallInfoBuffer; 5] = [
    CallInfoBuffer::UserUserInfo,
    CallInfoBuffer::DevSpecificBuffer,
    CallInfoBuffer::CallDataBuffer,
    CallInfoBuffer::HighLevelCompatibilityBuffer,
    CallInfoBuffer::LowLevelCompatibilityBuffer,
];

fn put(call: &Call, kind: CallInfoBuffer) {
    // The caller's memory stays the caller's: this is the copy.
    let data = Bytes::copy_from_slice(black_box(&DATA));
    call.put_buffer(kind, data).expect("put is allowed");
}

/// As a service provider does it: nobody waits for the answer.
fn numbered(call: &Call, kind: CallInfoBuffer, number: u32) {
    let data = Bytes::copy_from_slice(black_box(&DATA));
    let request = call.put(kind, data).numbered(u64::from(number));
    request.expect("put is allowed");
}

fn get(call: &Call, kind: CallInfoBuffer) {
    black_box(call.buffer(kind).expect("get is allowed"));
}

/// As `get`, of a buffer that stays where it is.
fn look_at(call: &Call, kind: CallInfoBuffer) {
    call.with_info(|info| {
        black_box(info.buffer(kind).as_ref());
    });
}

fn against_put(mut ours: impl FnMut(u32)) -> Pair {
    let floor = Floor::new(1, 64);
    pair(
        |count| (0..count).for_each(&mut ours),
        |count| {
            for _ in 0..count {
                black_box(floor.put(0, black_box(&DATA)));
            }
        },
    )
}

fn against_get(mut ours: impl FnMut(u32)) -> Pair {
    let floor = Floor::new(1, 64);
    pair(
        |count| (0..count).for_each(&mut ours),
        |count| {
            for _ in 0..count {
                black_box(floor.get(0));
            }
        },
    )
}

/// Put and get of each kind before the call is connected.
pub(crate) fn before() {
    let (_office, lines) = open(1);
    let call = created(&lines[0]);
    for kind in STORED {
        let measured = against_put(|_| put(&call, kind));
        ratio(
            &format!("put of 64 bytes, {kind:?}, stored"),
            &measured,
            BAR,
        );
        let measured = against_get(|_| get(&call, kind));
        ratio(
            &format!("get of 64 bytes, {kind:?}, stored"),
            &measured,
            BAR,
        );
    }
}

/// Put and get of each kind while the call is up.
pub(crate) fn connected_call() {
    let (_office, lines) = open(1);
    let call = created(&lines[0]);
    for kind in STORED {
        put(&call, kind);
    }
    call.connect().wait().expect("the call is made");
    for (kind, word) in [
        (CallInfoBuffer::UserUserInfo, "sent"),
        (CallInfoBuffer::CallDataBuffer, "set"),
    ] {
        let measured = against_put(|_| put(&call, kind));
        ratio(
            &format!("put of 64 bytes, {kind:?}, {word}"),
            &measured,
            BAR,
        );
        let measured = against_put(|number| numbered(&call, kind, number));
        ratio_of_part(
            &format!("  the same as a numbered request, {kind:?}"),
            &measured,
        );
    }
    for kind in STORED
        .into_iter()
        .chain([CallInfoBuffer::ChargingInfoBuffer])
    {
        let measured = against_get(|_| get(&call, kind));
        let size = call.buffer(kind).expect("get is allowed").len();
        ratio(
            &format!("get of {size} bytes, {kind:?}, connected"),
            &measured,
            BAR,
        );
        let measured = against_get(|_| look_at(&call, kind));
        ratio_of_part(&format!("  lent by with_info, {kind:?}"), &measured);
    }
}

/// Put and get over 100,000 calls that are up, in random order.
pub(crate) fn many() {
    const CALLS: u32 = 100_000;
    let (_office, lines) = open(CALLS / PER_LINE);
    let calls: Vec<_> = (0..CALLS)
        .map(|index| connected(&lines[(index / PER_LINE) as usize]))
        .collect();
    let floor = Floor::new(CALLS, 64);
    let mut order: Vec<u32> = (0..CALLS).collect();
    order.shuffle(&mut Pcg64Mcg::new(0x7a61_7069));
    let next = |position: &mut usize| {
        *position = (*position + 1) % order.len();
        order[*position]
    };
    let kind = CallInfoBuffer::CallDataBuffer;
    let (mut ours, mut theirs) = (0, 0);
    let measured = pair(
        |count| (0..count).for_each(|_| put(&calls[next(&mut ours) as usize], kind)),
        |count| {
            for _ in 0..count {
                black_box(floor.put(next(&mut theirs), black_box(&DATA)));
            }
        },
    );
    ratio_of_part(
        "put of 64 bytes on 100,000 calls in random order, set",
        &measured,
    );
    for call in &calls {
        put(call, kind);
    }
    let measured = pair(
        |count| (0..count).for_each(|_| get(&calls[next(&mut ours) as usize], kind)),
        |count| {
            for _ in 0..count {
                black_box(floor.get(next(&mut theirs)));
            }
        },
    );
    ratio_of_part(
        "get of 64 bytes on 100,000 calls in random order",
        &measured,
    );
}
