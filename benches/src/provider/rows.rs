//! The numbers to reach for the exported function.

use std::{
    hint::black_box,
    sync::{
        Condvar, Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
};

use rand::seq::SliceRandom;
use rand_pcg::Pcg64Mcg;
use tspkit_provider::hal::blocking::Worker;

use super::exports::Session;
use crate::{
    driver::{Inline, Queued},
    floor::Floor,
    measure::{pair, single},
    report::{rate, ratio},
};

static ANSWERS: AtomicU64 = AtomicU64::new(0);

/// The floor's completion is C's, TAPI's is the system's: one and the same on 64-bit machines.
extern "C" fn floor_done(request: u32, result: i32) {
    black_box((request, result));
    ANSWERS.store(ANSWERS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

extern "system" fn done(request: u32, result: i32) {
    black_box((request, result));
    ANSWERS.store(ANSWERS.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
}

/// A download that the driver completes inside `submit`.
pub(crate) fn inline_download(size: usize, bar: &str) {
    let data = vec![0x5A; size];
    let mut session = Session::start(|| Box::new(Inline(1)), done);
    session.open(1);
    let floor = Floor::new(1, 1 << 20);
    let measured = pair(
        |count| (1..=count).for_each(|request| session.download(0, request, black_box(&data))),
        |count| {
            for request in 1..=count {
                black_box(floor.download(0, request, black_box(&data), floor_done));
            }
        },
    );
    ratio(
        &format!("TSPI_phoneSetData of {size} bytes, completed inline"),
        &measured,
        bar,
    );
}

/// One request to each of 100,000 open phones, in random order.
pub(crate) fn many_phones() {
    const PHONES: u32 = 100_000;
    let mut session = Session::start(|| Box::new(Inline(PHONES)), done);
    session.open(PHONES);
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
                session.download(next(&mut ours) as usize, request, black_box(&data));
            }
        },
        |count| {
            for request in 1..=count {
                black_box(floor.download(next(&mut theirs), request, black_box(&data), floor_done));
            }
        },
    );
    ratio(
        "TSPI_phoneSetData to 100,000 phones in random order",
        &measured,
        "6",
    );
}

const DEPTH: u32 = 64;
static OPEN: AtomicU32 = AtomicU32::new(0);
static PARKED: Mutex<bool> = Mutex::new(false);
static ROOM: Condvar = Condvar::new();

/// The producer parks when the window is full, and is woken when half of it is free again.
extern "system" fn window_done(_request: u32, result: i32) {
    assert_eq!(result, 0);
    if OPEN.fetch_sub(1, Ordering::SeqCst) == DEPTH / 2 + 1 {
        let mut parked = PARKED.lock().expect("the window's lock");
        if std::mem::take(&mut *parked) {
            ROOM.notify_one();
        }
    }
}

fn park() {
    let mut parked = PARKED.lock().expect("the window's lock");
    *parked = true;
    while *parked && OPEN.load(Ordering::SeqCst) > DEPTH / 2 {
        parked = ROOM.wait(parked).expect("the window's lock");
    }
    *parked = false;
}

/// To a link's worker and back, 64 requests at a time.
pub(crate) fn queued() {
    let mut session = Session::start(|| Box::new(Worker::new(Queued)), window_done);
    session.open(1);
    let cost = single(|count| {
        for request in 1..=count {
            if OPEN.fetch_add(1, Ordering::SeqCst) >= DEPTH - 1 {
                park();
            }
            session.download(0, request, &[1; 64]);
        }
        while OPEN.load(Ordering::SeqCst) > 0 {
            std::thread::yield_now();
        }
    });
    rate(
        "TSPI_phoneSetData, queued to a link's worker, depth 64",
        cost,
        "2",
    );
}
