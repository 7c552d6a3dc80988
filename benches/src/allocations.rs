//! What requests and phones allocate: `cargo bench -p tspkit-benches`.
//!
//! Apart from the other figures, because counting allocations takes time.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

#[allow(dead_code, reason = "this bench uses some of the drivers")]
mod driver;

use std::{hint::black_box, sync::Arc};

use bytes::Bytes;
use driver::{Inline, Slicing};
use tspkit::{Error, Hardware, Office, OpenOptions, Phone, PhoneReply, PhoneRequest};

fn main() {
    per_request();
    per_phone();
}

fn open(hardware: impl Hardware + 'static) -> Office {
    let done = |_: u64, result: Result<PhoneReply, Error>| assert!(result.is_ok());
    let options = OpenOptions::new().completion_sink(Arc::new(done));
    options
        .open_hardware(Box::new(hardware))
        .expect("the bench's hardware opens")
}

fn download(phone: &Phone, request: u64) {
    let data = Bytes::copy_from_slice(&[1; 64]);
    phone
        .submit(request, PhoneRequest::SetData { area: 0, data })
        .expect("the request is accepted");
}

/// Heap allocations per accepted request.
fn per_request() {
    const REQUESTS: u32 = 10_000;
    let count = |office: Office| {
        let phone = office.phone(0).expect("phone 0 opens");
        download(&phone, 1);
        let counted = allocation_counter::measure(|| {
            (1..=REQUESTS).for_each(|request| download(&phone, u64::from(request)));
        });
        let total = u32::try_from(counted.count_total).expect("a few per request");
        f64::from(total) / f64::from(REQUESTS)
    };
    println!(
        "{:<64} {:>12.3} {:>22}  <= 1",
        "allocations per request, completed inline",
        count(open(Inline(1))),
        ""
    );
    println!(
        "{:<64} {:>12.3} {:>22}  <= 2",
        "allocations per request, the driver slices",
        count(open(Slicing)),
        ""
    );
}

/// What an open phone costs while nothing happens.
fn per_phone() {
    const PHONES: u32 = 10_000;
    let mut office = None;
    let closed = allocation_counter::measure(|| office = Some(open(Inline(PHONES))));
    let office = office.expect("the office is open");
    let mut phones = Vec::with_capacity(PHONES as usize);
    let opened = allocation_counter::measure(|| {
        phones.extend((0..PHONES).map(|index| office.phone(index).expect("the phone opens")));
    });
    // What the driver's own inventory takes is not the SDK's.
    let inventory = allocation_counter::measure(|| drop(black_box(Inline(PHONES).inventory())));
    let own = closed.bytes_current + opened.bytes_current - inventory.bytes_current;
    println!(
        "{:<64} {:>10} B {:>22}  <= 512 B",
        "memory per open, idle phone",
        own / i64::from(PHONES),
        ""
    );
    drop(phones);
}
