//! Inside a callback every function may be called, and nothing deadlocks.

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use support::{
    code,
    drivers::{Inline, Manual, Memory, Slow, memory},
    offices::recorded,
    open, options, phones,
    recorder::Gate,
    refusal, until, within_reason,
};
use tspkit::{
    CloseError, Error, Event, Hardware, HardwareError, Office, PhoneEvent, PhoneId, PhoneReply,
    PhoneRequest,
    hal::{
        Completion, Deadline, EventSink, Inventory, Outcome, Stopped,
        blocking::{BlockingHardware, Cancel, Worker},
    },
};

/// Runs `act` inside a callback of an office of that hardware, and waits for it.
fn inside_callback(hardware: impl Hardware + 'static, act: impl FnOnce(Office) + Send + 'static) {
    let office = open(hardware);
    let phone = office.phone(0).unwrap();
    let done = Gate::new();
    let opened = done.clone();
    let inside = office.clone();
    let passed = Arc::new(AtomicBool::new(false));
    let noted = passed.clone();
    let _ticket = phone
        .set_data(0, "x")
        .on_done(move |result| {
            result.unwrap();
            assert!(inside.is_in_callback());
            // Opened on the way out too, so that a failure shows as what it is.
            let _open = OpenOnDrop(opened);
            act(inside);
            noted.store(true, Ordering::SeqCst);
        })
        .unwrap();
    done.wait();
    // What it panics with is contained, and stands above.
    assert!(passed.load(Ordering::SeqCst), "the callback panicked");
    assert!(!office.is_in_callback());
}

struct OpenOnDrop(Arc<Gate>);

impl Drop for OpenOnDrop {
    fn drop(&mut self) {
        self.0.open();
    }
}

fn every_function(hardware: impl Hardware + 'static) {
    inside_callback(hardware, move |office| {
        // The office.
        assert_eq!(office.phones().len(), 3);
        assert!(format!("{office:?}").contains("Office"));
        let subscription = office.on_event(|_| {});
        let events = office.events();
        assert_eq!(events.next_within(Duration::ZERO), None);
        drop((subscription, events));
        assert_eq!(refusal(office.phone(0)), code::ALLOCATED);
        let phone = office.phone(1).unwrap();

        // The phone's knowledge.
        assert_eq!(phone.id(), PhoneId(101));
        assert_eq!(&*phone.info().name, "phone 1");
        assert_eq!(phone.capabilities().download_count(), 4);
        assert!(phone.status().connected);
        assert_eq!(phone.office().phones().len(), 3);
        drop(phone.on_event(|_| {}));

        // Requests, in every way they can be made.
        phone.set_data(0, "inside").wait().unwrap();
        assert_eq!(phone.get_data(0).wait().unwrap(), "inside");
        assert_eq!(phone.get_data_up_to(0, 2).wait().unwrap(), "in");
        let mut pending = phone.set_data(1, "x").start().unwrap();
        loop {
            match pending.wait_for(Duration::from_secs(1)) {
                Ok(result) => break result.unwrap(),
                Err(again) => pending = again,
            }
        }
        let cancelled = phone.set_data(0, "x").start().unwrap();
        cancelled.cancel();
        let _ = cancelled.wait();
        drop(phone.set_data(0, "x").start().unwrap());
        phone.set_data(0, "x").on_done(|_| {}).unwrap().cancel();
        let numbered = PhoneRequest::SetData {
            area: 0,
            data: "x".into(),
        };
        phone.submit(1, numbered).unwrap();
        assert_eq!(
            refusal(phone.set_display(0, 0, "x").wait()),
            code::OPERATIONUNAVAIL
        );

        // Closing and opening, and another office.
        phone.close().unwrap();
        let again = office.phone(1).unwrap();
        drop(again);
        let (other, _) = memory(phones(1));
        let other = open(other);
        other.phone(0).unwrap().set_data(0, "x").wait().unwrap();
        other.close().unwrap();
    });
}

#[test]
fn every_function_works_on_the_caller_s_own_thread() {
    within_reason(|| every_function(memory(phones(3)).0));
}

#[test]
fn every_function_works_on_a_driver_s_thread() {
    // One thread for each phone: a callback that waits for its own link would wait for itself.
    within_reason(|| every_function(ThreadPerRequest(Arc::default())));
}

/// Answers each request on a thread of its own.
struct ThreadPerRequest(Arc<Memory>);

impl Hardware for ThreadPerRequest {
    fn inventory(&self) -> Inventory {
        phones(3)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        Ok(())
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        let outcome = self.0.carry_out(phone, request);
        thread::spawn(move || done.complete(outcome));
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

#[test]
fn a_driver_that_drops_its_token_does_not_keep_a_waiter_inside_a_callback() {
    within_reason(|| {
        // Area 1 is where this driver loses requests.
        let driver = Inline::new(phones(2), |_, request, done| {
            if request.area() != Some(1) {
                done.complete(Ok(PhoneReply::Done));
            }
        });
        inside_callback(driver, |office| {
            let phone = office.phone(1).unwrap();
            let result = phone.set_data(1, "x").wait();
            assert!(matches!(result, Err(Error::Abandoned { .. })));
        });
    });
}

#[test]
fn a_driver_that_panics_does_not_keep_a_waiter_inside_a_callback() {
    within_reason(|| {
        let driver = Inline::new(phones(2), |_, request, done| {
            assert!(request.area() != Some(1), "on purpose");
            done.complete(Ok(PhoneReply::Done));
        });
        inside_callback(driver, |office| {
            let phone = office.phone(1).unwrap();
            let result = phone.set_data(1, "x").wait();
            assert!(matches!(result, Err(Error::Abandoned { .. })));
        });
    });
}

#[test]
fn closing_the_phone_answers_nested_before_it_returns() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        let (inside, seen) = (phone.clone(), recorder.clone());
        let _ticket = phone
            .set_data(0, "x")
            .on_done(move |result| {
                result.unwrap();
                assert_eq!(seen.count_by_now(), 0);
                inside.close().unwrap();
                seen.assert_each_once_by_now(1..=10, Some(code::OPERATIONFAILED));
                seen.note(0, Ok(PhoneReply::Done));
            })
            .unwrap();
        for number in 1..=10 {
            let request = PhoneRequest::SetData {
                area: 1,
                data: "x".into(),
            };
            phone.submit(number, request).unwrap();
        }
        driver.take().succeed();
        recorder.wait_for(11);
        // Had the callback panicked, its note would be missing.
        recorder.assert_each_once_by_now([0], None);
        drop(driver.take_all());
        assert_eq!(recorder.count_by_now(), 11);
        assert_eq!(
            refusal(phone.set_data(0, "x").start()),
            code::INVALPHONEHANDLE
        );
        office.phone(0).unwrap();
    });
}

#[test]
fn closing_the_office_answers_nested_before_it_returns() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 2);
        let phone = office.phone(0).unwrap();
        let other = office.phone(1).unwrap();
        let (inside, seen) = (office.clone(), recorder.clone());
        let _ticket = phone
            .set_data(0, "x")
            .on_done(move |result| {
                result.unwrap();
                inside.close().unwrap();
                seen.assert_each_once_by_now(1..=20, Some(code::OPERATIONFAILED));
                seen.note(0, Ok(PhoneReply::Done));
            })
            .unwrap();
        for number in 1..=20 {
            let request = PhoneRequest::SetData {
                area: 1,
                data: "x".into(),
            };
            let phone = if number % 2 == 0 { &phone } else { &other };
            phone.submit(number, request).unwrap();
        }
        driver.take().succeed();
        recorder.wait_for_each_once([0], None);
        assert_eq!(recorder.count_by_now(), 21);
        until("the driver is stopped", || driver.stops() == 1);
        assert_eq!(refusal(other.set_data(0, "x").start()), code::UNINITIALIZED);
        office.close().unwrap();
        drop((office, phone, other));
        assert_eq!(driver.stops(), 1);
    });
}

#[test]
fn the_last_handles_can_be_dropped_in_a_callback() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        let office = open(driver.clone());
        let phone = office.phone(0).unwrap();
        let handles = Arc::new(Mutex::new(None));
        let answered = Arc::new(AtomicUsize::new(0));
        let (taken, count) = (handles.clone(), answered.clone());
        let first = phone
            .set_data(0, "x")
            .on_done(move |result| {
                result.unwrap();
                drop(taken.lock().unwrap().take());
                assert_eq!(count.load(Ordering::SeqCst), 1);
                count.fetch_add(1, Ordering::SeqCst);
            })
            .unwrap();
        let count = answered.clone();
        let second = phone
            .set_data(1, "x")
            .on_done(move |result| {
                assert_eq!(refusal(result), code::OPERATIONFAILED);
                count.fetch_add(1, Ordering::SeqCst);
            })
            .unwrap();
        *handles.lock().unwrap() = Some((office, phone, first, second));
        let taken = driver.take();
        // On a thread of the driver's.
        thread::spawn(move || taken.succeed()).join().unwrap();
        until("both are answered", || answered.load(Ordering::SeqCst) == 2);
        until("the driver is stopped", || driver.stops() == 1);
        assert!(handles.lock().unwrap().is_none());
    });
}

#[test]
fn an_office_can_be_closed_in_an_event() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        let office = open(driver.clone());
        let phone = office.phone(0).unwrap();
        let pending = phone.set_data(0, "x").start().unwrap();
        let closed = Gate::new();
        let (inside, opened) = (office.clone(), closed.clone());
        let subscription = office.on_event(move |event| {
            assert!(matches!(
                event,
                Event::Phone {
                    event: PhoneEvent::Suspended,
                    ..
                }
            ));
            inside.close().unwrap();
            opened.open();
        });
        driver.tell(0, PhoneEvent::Suspended);
        closed.wait();
        assert!(matches!(pending.wait(), Err(Error::ClosedMeanwhile { .. })));
        until("the driver is stopped", || driver.stops() == 1);
        drop(subscription);
    });
}

#[test]
fn an_office_can_be_closed_in_a_callback_on_a_worker_s_thread() {
    within_reason(|| {
        let slow = Slow {
            inventory: phones(1),
            memory: Arc::default(),
            linger: Duration::ZERO,
        };
        let office = open(Worker::new(slow));
        let phone = office.phone(0).unwrap();
        let closed = Gate::new();
        let (inside, opened) = (office.clone(), closed.clone());
        let _ticket = phone
            .set_data(0, "x")
            .on_done(move |result| {
                result.unwrap();
                let _open = OpenOnDrop(opened);
                inside.close().unwrap();
            })
            .unwrap();
        closed.wait();
        until("the worker's thread ends", || {
            support::process::threads_named("tspkit link") == 0
        });
        assert_eq!(refusal(phone.set_data(0, "x").start()), code::UNINITIALIZED);
    });
}

#[test]
fn what_completes_inside_a_callback_is_called_after_it() {
    within_reason(|| {
        let (driver, _) = memory(phones(1));
        let office = open(driver);
        let phone = office.phone(0).unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let (inside, notes) = (phone.clone(), order.clone());
        let _ticket = phone
            .set_data(0, "x")
            .on_done(move |_| {
                for number in 1..=3 {
                    let notes = notes.clone();
                    let _ticket = inside
                        .set_data(0, "x")
                        .on_done(move |_| notes.lock().unwrap().push(number))
                        .unwrap();
                }
                notes.lock().unwrap().push(0);
            })
            .unwrap();
        until("all are called", || order.lock().unwrap().len() >= 4);
        phone.close().unwrap();
        assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3]);
    });
}

#[test]
fn an_office_can_be_closed_where_progress_is_told_but_the_driver_is_in_the_way() {
    within_reason(|| {
        let office = open(Worker::new(Teller));
        let phone = office.phone(0).unwrap();
        let result = Arc::new(Mutex::new(None));
        let (inside, closed) = (office.clone(), result.clone());
        let ended = phone
            .set_data(0, "x")
            .on_progress(move |_, _| *closed.lock().unwrap() = Some(inside.close()))
            .wait();
        assert!(matches!(ended, Err(Error::ClosedMeanwhile { .. })));
        // That thread cannot wait for its own end, and does not.
        until("it is closed", || result.lock().unwrap().is_some());
        assert_eq!(
            *result.lock().unwrap(),
            Some(Err(CloseError::DriverRunning))
        );
    });
}

/// Tells its progress, on a worker's thread.
struct Teller;

impl BlockingHardware for Teller {
    fn inventory(&self) -> Inventory {
        phones(1)
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(
        &self,
        _phone: PhoneId,
        _request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply> {
        cancel.progress(1, 2);
        Ok(PhoneReply::Done)
    }
}
