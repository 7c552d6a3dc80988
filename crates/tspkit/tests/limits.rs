//! As many requests as allowed, and not one more; a million of them on a flat stack.

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
};

use support::{
    code,
    drivers::{Inline, Manual, Taken, memory},
    on_small_stack, open, options, phones,
    recorder::{Gate, Recorder},
    refusal, until, within_reason,
};
use tspkit::{CompletionSink, Error, Phone, PhoneReply, PhoneRequest};

const MILLION: u64 = 1_000_000;
/// The stack of a million requests, in KiB. One frame of a callback for each would take hundreds of times more.
const STACK: usize = 256;

fn nothing() -> PhoneRequest {
    PhoneRequest::SetData {
        area: 0,
        data: tspkit::Bytes::new(),
    }
}

#[test]
fn request_1025_is_refused_and_1024_are_answered() {
    within_reason(|| {
        let recorder = Recorder::new();
        let driver = Manual::new(phones(1));
        let office = options()
            .completion_sink(recorder.clone())
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
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

        // One answer makes room for one request.
        driver.take().succeed();
        phone.submit(1026, nothing()).unwrap();
        assert_eq!(
            refusal(phone.submit(1027, nothing())),
            code::RESOURCEUNAVAIL
        );
        driver.take_all().into_iter().for_each(Taken::succeed);
        recorder.assert_each_once((1..=1024).chain([1026]), None);
        assert_eq!((recorder.count(), driver.submitted()), (1025, 1025));
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

/// Counts answers, all of them successes.
#[derive(Default)]
struct Counter {
    answers: AtomicU64,
    failures: AtomicU64,
}

impl CompletionSink for Counter {
    fn completed(&self, _request: u64, result: Result<PhoneReply, Error>) {
        self.answers.fetch_add(1, Ordering::Relaxed);
        if result.is_err() {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
    }
}

impl Counter {
    fn get(&self) -> (u64, u64) {
        (
            self.answers.load(Ordering::SeqCst),
            self.failures.load(Ordering::SeqCst),
        )
    }
}

#[test]
fn a_million_open_requests_all_complete_and_one_more_is_refused() {
    on_small_stack(STACK, || {
        let counter = Arc::new(Counter::default());
        let driver = Manual::new(phones(1));
        let office = options()
            .request_limit(1_000_000)
            .completion_sink(counter.clone())
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        for number in 0..MILLION {
            phone.submit(number, nothing()).unwrap();
        }
        assert_eq!(
            refusal(phone.submit(MILLION, nothing())),
            code::RESOURCEUNAVAIL
        );
        driver.take_all().into_iter().for_each(Taken::succeed);
        assert_eq!(counter.get(), (MILLION, 0));
    });
}

#[test]
fn a_million_open_requests_are_all_answered_by_closing() {
    on_small_stack(STACK, || {
        let counter = Arc::new(Counter::default());
        let driver = Manual::new(phones(1));
        let office = options()
            .request_limit(1_000_000)
            .completion_sink(counter.clone())
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        for number in 0..MILLION {
            phone
                .submit(number, PhoneRequest::GetData { area: 0, size: 1 })
                .unwrap();
        }
        phone.close().unwrap();
        assert_eq!(counter.get(), (MILLION, MILLION));
        drop(driver.take_all());
        assert_eq!(counter.get(), (MILLION, MILLION));
    });
}

/// Each callback starts the next download.
fn next(phone: &Phone, left: u64, end: &Arc<Gate>) {
    if left == 0 {
        return end.open();
    }
    let (again, end) = (phone.clone(), end.clone());
    let _ticket = phone
        .set_data(0, tspkit::Bytes::new())
        .on_done(move |result| {
            result.unwrap();
            next(&again, left - 1, &end);
        })
        .unwrap();
}

#[test]
fn a_million_downloads_each_started_by_the_one_before_keep_the_stack_flat() {
    on_small_stack(STACK, || {
        let (driver, memory) = memory(phones(1));
        let office = open(driver);
        let phone = office.phone(0).unwrap();
        let end = Gate::new();
        next(&phone, MILLION, &end);
        end.wait();
        assert_eq!(memory.seen() as u64, MILLION);
    });
}

/// A sink that submits the next numbered request.
struct Chain {
    phone: Mutex<Option<Phone>>,
    answered: AtomicU64,
    length: u64,
}

impl CompletionSink for Chain {
    fn completed(&self, request: u64, result: Result<PhoneReply, Error>) {
        assert_eq!(result.unwrap(), PhoneReply::Done);
        self.answered.fetch_add(1, Ordering::SeqCst);
        if request < self.length {
            let phone = self.phone.lock().unwrap().clone().expect("it is open");
            phone.submit(request + 1, nothing()).unwrap();
        }
    }
}

#[test]
fn a_million_numbered_downloads_each_started_by_the_one_before_keep_the_stack_flat() {
    on_small_stack(STACK, || {
        let chain = Arc::new(Chain {
            phone: Mutex::default(),
            answered: AtomicU64::new(0),
            length: MILLION,
        });
        let (driver, memory) = memory(phones(1));
        let office = options()
            .completion_sink(chain.clone())
            .open_hardware(Box::new(driver))
            .unwrap();
        let phone = office.phone(0).unwrap();
        *chain.phone.lock().unwrap() = Some(phone.clone());
        phone.submit(1, nothing()).unwrap();
        // The thread that began may have handed over to the courier.
        until("the chain ends", || {
            chain.answered.load(Ordering::SeqCst) == MILLION
        });
        assert_eq!(memory.seen() as u64, MILLION);
        drop(chain.phone.lock().unwrap().take());
        phone.close().unwrap();
        assert_eq!(chain.answered.load(Ordering::SeqCst), MILLION);
    });
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
        assert_eq!(recorder.count(), accepted.load(Ordering::SeqCst));
        assert!(most.load(Ordering::SeqCst) <= LIMIT as usize);
        assert_eq!(recorder.alone.overlaps(), 0);
    });
}
