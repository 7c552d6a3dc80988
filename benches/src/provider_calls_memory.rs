//! What calls of the provider allocate: `cargo bench -p tspkit-benches --bench provider_calls_memory`.
//!
//! Apart from the other figures, because counting allocations takes time.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[allow(dead_code, reason = "this bench looks at no contents")]
#[path = "provider_calls/block.rs"]
mod block;
#[path = "provider/counting.rs"]
mod counting;
#[allow(dead_code, reason = "this bench has no phones")]
#[path = "provider/exports.rs"]
mod exports;
mod line_driver;
#[path = "provider_calls/exports.rs"]
mod lines;

use block::Block;
use counting::measure;
use line_driver::PER_LINE;
use lines::{Contents, Lines};

const LINES: u32 = 10_000;
const CALLS: u32 = 100_000;

fn main() {
    per_line();
    per_call("of which nothing is known", Contents::Nothing);
    per_call("whose caller is known", Contents::Caller);
    per_function();
}

/// What an open line costs while nothing happens.
fn per_line() {
    let mut lines = None;
    let (_, started) = measure(|| {
        lines = Some(Lines::start(|| Box::new(line_driver::Lines::new(LINES))));
    });
    let mut lines = lines.expect("the provider has started");
    // Where the bench keeps the handles is not the provider's.
    lines.reserve(LINES, 0);
    let (_, opened) = measure(|| lines.open(LINES));
    print_bytes(
        "memory per line opened by TSPI_lineOpen, idle",
        started + opened,
        LINES,
    );
}

/// What a call takes that is up and has no buffers; what the driver keeps is nothing.
fn per_call(what: &str, contents: Contents) {
    let mut lines = Lines::start(|| Box::new(line_driver::Lines::new(CALLS / PER_LINE)));
    lines.open(CALLS / PER_LINE);
    lines.reserve(0, CALLS);
    let (_, bytes) = measure(|| {
        for call in 0..CALLS {
            lines.make((call / PER_LINE) as usize, contents);
        }
        lines.flush();
    });
    print_bytes(&format!("memory per live call, {what}"), bytes, CALLS);
}

fn print_bytes(what: &str, bytes: i64, of: u32) {
    println!("{what:<64} {:>10} B", bytes / i64::from(of));
}

/// Heap allocations of each function.
fn per_function() {
    const TIMES: u32 = 10_000;
    let mut lines = Lines::start(|| Box::new(line_driver::Lines::new(CALLS / PER_LINE)));
    lines.open(CALLS / PER_LINE);
    lines.reserve(0, CALLS);
    lines.make(0, Contents::Everything);
    let call = lines.calls()[0];
    let (mut info, mut status) = (Block::new(2048), Block::new(64));
    let print = |what: &str, allocations: u64| {
        let all = u32::try_from(allocations).expect("a few each");
        let each = f64::from(all) / f64::from(TIMES);
        println!("{:<64} {each:>12.3}", format!("allocations per {what}"));
    };
    let mut data = [0x5A; 64];
    let rows: [(&str, &mut dyn FnMut(u32)); 5] = [
        ("TSPI_lineGetCallInfo", &mut |_| {
            assert_eq!(lines.call_info(call, &mut info), 0);
        }),
        ("TSPI_lineGetCallStatus", &mut |_| {
            assert_eq!(lines.call_status(call, &mut status), 0);
        }),
        (
            "TSPI_lineSetAppSpecific with its LINE_CALLINFO",
            &mut |_| lines.flush(),
        ),
        ("TSPI_lineSendUserUserInfo of 64 bytes", &mut |_| {
            lines.send_user_user(call, &[1; 64]);
            lines.wait();
        }),
        ("TSPI_lineSetCallData of 64 bytes", &mut |time| {
            data[..4].copy_from_slice(&time.to_le_bytes());
            lines.set_call_data(call, &data);
            lines.wait();
            lines.flush();
        }),
    ];
    for (what, row) in rows {
        row(u32::MAX);
        let (allocations, _) = measure(|| (0..TIMES).for_each(&mut *row));
        print(what, allocations);
    }

    let (allocations, _) = measure(|| {
        for time in 0..TIMES {
            lines.make((time % (CALLS / PER_LINE)) as usize, Contents::Nothing);
        }
    });
    print("TSPI_lineMakeCall, to LINE_CALLSTATE", allocations);
    let (allocations, _) = measure(|| {
        for call in &lines.calls()[1..] {
            lines.drop_call(*call);
            lines.wait();
        }
    });
    print("TSPI_lineDrop", allocations);
    let (allocations, _) = measure(|| {
        for _ in 0..TIMES {
            lines.close_last();
        }
    });
    print("TSPI_lineCloseCall", allocations);
}
