//! A million requests: open at once, and each started by the one before; the stack stays flat.

mod support;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use support::{
    code,
    drivers::{Manual, Taken, memory},
    on_small_stack, open, options, phones,
    recorder::Gate,
    refusal, until,
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
        // The courier may have a share of them left.
        until("all are answered", || counter.get().0 >= MILLION);
        phone.close().unwrap();
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
