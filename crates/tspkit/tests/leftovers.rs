//! Opening and closing leaves nothing behind: no thread, no open file, no memory.
//!
//! One test in a process of its own, for it counts what the whole process has.
#![cfg(target_os = "linux")]

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use support::{
    code,
    drivers::{Faulty, Memory, Slow},
    open, options, phones,
    process::{open_files, resident_bytes, threads},
    until, within_reason,
};
use tspkit::{HardwareError, OpenError, hal::blocking::Worker};

#[test]
fn nothing_is_left_behind() {
    within_reason(|| {
        let alone = threads();
        failed_starts_leave_no_thread(alone);
        a_hundred_offices_leave_nothing(alone);
    });
}

fn failed_starts_leave_no_thread(alone: usize) {
    let starts: [fn() -> Result<(), HardwareError>; 2] = [
        || Err(HardwareError::failed("the cable is cut")),
        || panic!("on purpose"),
    ];
    for start in starts {
        let mut driver = Faulty::new(phones(1));
        driver.start = start;
        let dropped = driver.dropped.clone();
        match options().open_hardware(Box::new(driver)).unwrap_err() {
            OpenError::Start(error) => {
                assert_eq!(error.code().code().cast_unsigned(), code::OPERATIONFAILED);
            }
            other => panic!("{other}"),
        }
        assert!(dropped.load(Ordering::SeqCst));
        until("no thread is left", || threads() == alone);
    }
}

fn a_hundred_offices_leave_nothing(alone: usize) {
    let served = Arc::new(Memory::default());
    let told = Arc::new(AtomicUsize::new(0));
    let round = || {
        let slow = Slow {
            inventory: phones(4),
            memory: served.clone(),
            linger: Duration::ZERO,
        };
        let office = open(Worker::new(slow));
        let listener = told.clone();
        let subscription = office.on_event(move |_| {
            listener.fetch_add(1, Ordering::SeqCst);
        });
        for index in 0..4 {
            let phone = office.phone(index).unwrap();
            phone.set_data(0, vec![0; 256]).wait().unwrap();
            drop(phone.set_data(1, vec![0; 256]).start());
        }
        office.close().unwrap();
        drop(subscription);
    };
    (0..20).for_each(|_| round());
    let files = open_files();
    let memory = resident_bytes();
    for _ in 0..100 {
        round();
        // Joined threads stay on the system's books for a moment.
        until("the office's threads are gone", || threads() == alone);
    }
    assert_eq!((threads(), open_files()), (alone, files));
    assert!(served.seen() >= 120 * 4);
    // An office that stays behind keeps more than 100 KiB.
    let grown = resident_bytes().saturating_sub(memory);
    assert!(grown < 4 << 20, "{grown} bytes more after 100 rounds");
}
