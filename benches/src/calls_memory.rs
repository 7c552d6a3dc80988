//! What calls allocate: `cargo bench -p tspkit-benches --bench calls_memory`.
//!
//! Apart from the other figures, because counting allocations takes time.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod line_driver;
#[path = "calls/lines.rs"]
mod lines;

use std::hint::black_box;

use tspkit::{Bytes, Call, abi::CallInfoBuffer};

use line_driver::PER_LINE;
use lines::{connected, created, open};

const CALLS: u32 = 100_000;

fn main() {
    memory("memory per call that is up", connected);
    memory("memory per call not yet connected", created);
    allocations();
}

/// What a call takes that is there and has no buffers; what the driver keeps is nothing.
fn memory(what: &str, make: fn(&tspkit::Line) -> Call) {
    let (_office, lines) = open(CALLS / PER_LINE);
    let mut calls = Vec::with_capacity(CALLS as usize);
    let counted = allocation_counter::measure(|| {
        calls.extend((0..CALLS).map(|index| make(&lines[(index / PER_LINE) as usize])));
    });
    println!(
        "{what:<64} {:>10} B {:>12.1} allocations",
        counted.bytes_current / i64::from(CALLS),
        per(counted.count_current, CALLS),
    );
    drop(calls);
}

/// Heap allocations of a put and of a get.
fn allocations() {
    const TIMES: u32 = 10_000;
    let (_office, lines) = open(1);
    let (before, up) = (created(&lines[0]), connected(&lines[0]));
    let put = |call: &Call, kind| {
        let data = Bytes::copy_from_slice(&[1; 64]);
        call.put_buffer(kind, data).expect("put is allowed");
    };
    let rows: [(&str, &dyn Fn()); 4] = [
        ("allocations per put, stored", &|| {
            put(&before, CallInfoBuffer::HighLevelCompatibilityBuffer);
        }),
        ("allocations per put, sent", &|| {
            put(&up, CallInfoBuffer::UserUserInfo);
        }),
        ("allocations per put, set", &|| {
            put(&up, CallInfoBuffer::CallDataBuffer);
        }),
        ("allocations per get", &|| {
            drop(black_box(up.buffer(CallInfoBuffer::CallDataBuffer)));
        }),
    ];
    for (what, row) in rows {
        row();
        let counted = allocation_counter::measure(|| (0..TIMES).for_each(|_| row()));
        println!("{what:<64} {:>12.3}", per_u64(counted.count_total, TIMES));
    }
}

fn per(count: i64, of: u32) -> f64 {
    per_u64(
        u64::try_from(count).expect("more is allocated than freed"),
        of,
    )
}

fn per_u64(count: u64, of: u32) -> f64 {
    f64::from(u32::try_from(count).expect("a few each")) / f64::from(of)
}
