//! What the exported functions allocate: `cargo bench -p tspkit-benches --bench provider_allocations`.
//!
//! Apart from the other figures, because counting allocations takes time.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[path = "provider/counting.rs"]
mod counting;
#[allow(dead_code, reason = "this bench uses some of the drivers")]
mod driver;
#[path = "provider/exports.rs"]
mod exports;

use counting::measure;
use driver::{Inline, Slicing};
use exports::Session;
use tspkit_provider::hal::Hardware;

const PHONES: u32 = 10_000;

fn main() {
    per_request("completed inline", || Box::new(Inline(1)), false, "1");
    per_request("with its PHONE_STATE", || Box::new(Inline(1)), true, "1");
    per_request("the driver slices", || Box::new(Slicing), false, "2");
    per_phone();
}

extern "system" fn done(_request: u32, result: i32) {
    assert_eq!(result, 0);
}

/// Heap allocations per accepted request.
fn per_request(how: &str, hardware: fn() -> Box<dyn Hardware>, watched: bool, bar: &str) {
    const REQUESTS: u32 = 10_000;
    let mut session = Session::start(hardware, done);
    session.open(1);
    if watched {
        session.watch(0);
    }
    session.download(0, 1, &[1; 64]);
    let (total, _) = measure(|| {
        (1..=REQUESTS).for_each(|request| session.download(0, request, &[1; 64]));
    });
    let total = u32::try_from(total).expect("a few per request");
    println!(
        "{:<64} {:>12.3} {:>22}  <= {bar}",
        format!("allocations per TSPI_phoneSetData, {how}"),
        f64::from(total) / f64::from(REQUESTS),
        ""
    );
}

/// What an open phone costs while nothing happens.
fn per_phone() {
    let mut session = None;
    let (_, started) = measure(|| {
        session = Some(Session::start(|| Box::new(Inline(PHONES)), done));
    });
    let mut session = session.expect("the session has started");
    let (_, opened) = measure(|| session.open(PHONES));
    // Where the bench keeps the handles is not the provider's.
    let handles = i64::from(PHONES) * i64::try_from(size_of::<usize>()).expect("a few bytes");
    let own = started + opened - handles;
    println!(
        "{:<64} {:>10} B {:>22}  <= 512 B",
        "memory per phone opened by TSPI_phoneOpen, idle",
        own / i64::from(PHONES),
        ""
    );
}
