//! One function for each row of the numbers to reach.

use std::{
    hint::black_box,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use bytes::Bytes;
use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;
use tspkit::{
    Error, Hardware, Office, OpenOptions, Phone, PhoneReply, PhoneRequest, hal::blocking::Worker,
};

use crate::{
    driver::{Inline, Queued},
    floor::Floor,
    measure::{pair, single},
    report::{rate, ratio, ratio_of_part},
};

static ANSWERS: AtomicU64 = AtomicU64::new(0);

extern "C" fn floor_done(request: u32, result: i32) {
    black_box((request, result));
    ANSWERS.store(ANSWERS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

#[allow(
    clippy::needless_pass_by_value,
    reason = "the shape of a completion sink"
)]
fn done(request: u64, result: Result<PhoneReply, Error>) {
    assert!(result.is_ok());
    black_box(request);
    ANSWERS.store(ANSWERS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

pub(crate) fn open(hardware: impl Hardware + 'static) -> Office {
    let options = OpenOptions::new().completion_sink(Arc::new(done));
    options
        .open_hardware(Box::new(hardware))
        .expect("the bench's hardware opens")
}

pub(crate) fn download(phone: &Phone, request: u64, data: &[u8]) {
    let data = Bytes::copy_from_slice(data);
    phone
        .submit(request, PhoneRequest::SetData { area: 0, data })
        .expect("the request is accepted");
}

/// A download that the driver completes inside `submit`.
pub(crate) fn inline_download(size: usize, bar: &str) {
    let data = vec![0x5A; size];
    let office = open(Inline(1));
    let phone = office.phone(0).expect("phone 0 opens");
    let floor = Floor::new(1, 1 << 20);
    let measured = pair(
        |count| {
            (1..=count).for_each(|request| download(&phone, u64::from(request), black_box(&data)));
        },
        |count| {
            for request in 1..=count {
                black_box(floor.download(0, request, black_box(&data), floor_done));
            }
        },
    );
    ratio(
        &format!("download of {size} bytes, completed inline"),
        &measured,
        bar,
    );
}

/// What of that is the one copy.
pub(crate) fn copying_alone(size: usize) {
    let data = vec![0x5A; size];
    let floor = Floor::new(1, 1 << 20);
    let measured = pair(
        |count| (0..count).for_each(|_| drop(black_box(Bytes::copy_from_slice(black_box(&data))))),
        |count| {
            for request in 1..=count {
                black_box(floor.download(0, request, black_box(&data), floor_done));
            }
        },
    );
    ratio_of_part(
        &format!("  of it, {size} bytes into `Bytes` alone"),
        &measured,
    );
}

/// To a link's worker and back, 64 requests at a time.
pub(crate) fn queued() {
    const DEPTH: u32 = 64;
    struct Window {
        open: AtomicU32,
        parked: Mutex<bool>,
        room: Condvar,
    }
    let window = Arc::new(Window {
        open: AtomicU32::new(0),
        parked: Mutex::new(false),
        room: Condvar::new(),
    });
    let sink = window.clone();
    let options = OpenOptions::new().completion_sink(Arc::new(
        move |_: u64, result: Result<PhoneReply, Error>| {
            assert!(result.is_ok());
            // The producer parks when the window is full, and is woken when half of it is free again.
            if sink.open.fetch_sub(1, Ordering::SeqCst) == DEPTH / 2 + 1 {
                let mut parked = sink.parked.lock().expect("the window's lock");
                if std::mem::take(&mut *parked) {
                    sink.room.notify_one();
                }
            }
        },
    ));
    let office = options
        .open_hardware(Box::new(Worker::new(Queued)))
        .expect("the bench's hardware opens");
    let phone = office.phone(0).expect("phone 0 opens");
    let park = |until: u32| {
        let mut parked = window.parked.lock().expect("the window's lock");
        *parked = true;
        while *parked && window.open.load(Ordering::SeqCst) > until {
            parked = window.room.wait(parked).expect("the window's lock");
        }
        *parked = false;
    };
    let cost = single(|count| {
        for request in 1..=count {
            if window.open.fetch_add(1, Ordering::SeqCst) >= DEPTH - 1 {
                park(DEPTH / 2);
            }
            download(&phone, u64::from(request), &[1; 64]);
        }
        while window.open.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
    });
    rate("queued to a link's worker and back, depth 64", cost, "2");
}

/// One request to each of 100,000 open phones, in random order.
pub(crate) fn many_phones() {
    const PHONES: u32 = 100_000;
    let office = open(Inline(PHONES));
    let phones: Vec<_> = (0..PHONES)
        .map(|index| office.phone(index).expect("the phone opens"))
        .collect();
    let floor = Floor::new(PHONES, 64);
    let mut order: Vec<u32> = (0..PHONES).collect();
    order.shuffle(&mut Pcg64Mcg::new(0x7a61_7069));
    let data = [0x5A; 64];
    let next = |position: &mut usize| {
        *position = (*position + 1) % order.len();
        order[*position]
    };
    let (mut ours, mut theirs) = (0, 0);
    let measured = pair(
        |count| {
            for request in 1..=count {
                download(
                    &phones[next(&mut ours) as usize],
                    u64::from(request),
                    black_box(&data),
                );
            }
        },
        |count| {
            for request in 1..=count {
                black_box(floor.download(next(&mut theirs), request, black_box(&data), floor_done));
            }
        },
    );
    ratio(
        "download of 64 bytes to 100,000 phones in random order",
        &measured,
        "6",
    );
}
