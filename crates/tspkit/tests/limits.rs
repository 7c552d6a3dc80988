//! As many requests as allowed, and not one more.

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use support::{
    code,
    drivers::{Inline, Manual, Taken},
    offices::recorded,
    options, phones,
    recorder::Recorder,
    refusal, within_reason,
};
use tspkit::{Error, PhoneReply, PhoneRequest};

fn nothing() -> PhoneRequest {
    PhoneRequest::SetData {
        area: 0,
        data: tspkit::Bytes::new(),
    }
}

#[test]
fn request_1025_is_refused_and_1024_are_answered() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        for number in 1..=1024 {
            phone.submit(number, nothing()).unwrap();
        }
        let error = phone.submit(1025, nothing()).unwrap_err();
        assert_eq!(support::code_of(&error), code::RESOURCEUNAVAIL);
        assert!(matches!(error, Error::QueueFull { limit: 1024, .. }));
        assert_eq!(
            refusal(phone.set_data(0, "").start()),
            code::RESOURCEUNAVAIL
        );
        assert_eq!(driver.submitted(), 1024);

        // One answer makes room for one request, once it has been delivered.
        driver.take().succeed();
        recorder.wait_for(1);
        phone.submit(1026, nothing()).unwrap();
        assert_eq!(
            refusal(phone.submit(1027, nothing())),
            code::RESOURCEUNAVAIL
        );
        driver.take_all().into_iter().for_each(Taken::succeed);
        recorder.wait_for_each_once((1..=1024).chain([1026]), None);
        phone.close().unwrap();
        assert_eq!((recorder.count_by_now(), driver.submitted()), (1025, 1025));
    });
}

#[test]
fn each_phone_has_a_limit_of_its_own() {
    let driver = Manual::new(phones(2));
    let office = options()
        .request_limit(1)
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    let (first, second) = (office.phone(0).unwrap(), office.phone(1).unwrap());
    let one = first.set_data(0, "x").start().unwrap();
    let other = second.set_data(0, "x").start().unwrap();
    assert_eq!(
        refusal(first.set_data(1, "x").start()),
        code::RESOURCEUNAVAIL
    );
    driver.take_all().into_iter().for_each(Taken::succeed);
    one.wait().unwrap();
    other.wait().unwrap();
}

#[test]
fn a_limit_of_none_counts_as_one() {
    let driver = Manual::new(phones(1));
    let office = options()
        .request_limit(0)
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    let phone = office.phone(0).unwrap();
    let pending = phone.set_data(0, "x").start().unwrap();
    assert_eq!(
        refusal(phone.set_data(0, "x").start()),
        code::RESOURCEUNAVAIL
    );
    driver.take().succeed();
    pending.wait().unwrap();
}

#[test]
fn a_cancelled_request_takes_its_place_until_the_driver_gives_its_token_back() {
    let driver = Manual::new(phones(1));
    let office = options()
        .request_limit(3)
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    let phone = office.phone(0).unwrap();
    for _ in 0..3 {
        drop(phone.set_data(0, "x").start().unwrap());
    }
    // The first is with the driver, the others only waited for it and were never there.
    assert_eq!(driver.submitted(), 1);
    for area in [1, 3] {
        drop(phone.set_data(area, "x").start().unwrap());
    }
    assert_eq!(driver.submitted(), 3);
    assert_eq!(
        refusal(phone.set_data(1, "x").start()),
        code::RESOURCEUNAVAIL
    );
    drop(driver.take());
    let pending = phone.set_data(0, "x").start().unwrap();
    drop(driver.take_all().drain(..2));
    driver.take_all().into_iter().for_each(Taken::succeed);
    drop(pending);
}

#[test]
fn the_limit_holds_while_threads_contend_for_it() {
    within_reason(|| {
        const LIMIT: u32 = 67;
        let open = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        let (now, peak) = (open.clone(), most.clone());
        let driver = Inline::new(phones(1), move |_, _, done| {
            let count = now.fetch_add(1, Ordering::SeqCst) + 1;
            peak.fetch_max(count, Ordering::SeqCst);
            thread::yield_now();
            now.fetch_sub(1, Ordering::SeqCst);
            done.complete(Ok(PhoneReply::Done));
        });
        let recorder = Recorder::new();
        let office = options()
            .request_limit(LIMIT)
            .completion_sink(recorder.clone())
            .open_hardware(Box::new(driver))
            .unwrap();
        let phone = office.phone(0).unwrap();
        let accepted = AtomicUsize::new(0);
        thread::scope(|scope| {
            for thread in 0..4 {
                let (phone, accepted) = (&phone, &accepted);
                scope.spawn(move || {
                    for number in 0..1000 {
                        match phone.submit(thread * 1000 + number, nothing()) {
                            Ok(()) => {
                                accepted.fetch_add(1, Ordering::SeqCst);
                            }
                            Err(error) => assert!(matches!(error, Error::QueueFull { .. })),
                        }
                    }
                });
            }
        });
        phone.close().unwrap();
        assert_eq!(recorder.count_by_now(), accepted.load(Ordering::SeqCst));
        assert!(most.load(Ordering::SeqCst) <= LIMIT as usize);
        assert_eq!(recorder.alone.overlaps(), 0);
    });
}
