//! Cancelling: the request is answered at once, its data area waits for the driver.

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use support::{
    code,
    drivers::{Inline, Manual},
    offices::one_phone,
    open, options, phones,
    recorder::Recorder,
    refusal, within_reason,
};
use tspkit::{Error, PhoneReply, Ticket};

#[test]
fn dropping_a_pending_request_cancels_it() {
    let (driver, _office, phone) = one_phone();
    let pending = phone.set_data(0, "x").start().unwrap();
    let taken = driver.take();
    assert!(!taken.done.is_cancelled());
    drop(pending);
    assert!(taken.done.is_cancelled());
    taken.succeed();
}

#[test]
fn a_cancelled_request_ends_with_cancelled_and_its_late_answer_goes_nowhere() {
    let (driver, _office, phone) = one_phone();
    let recorder = Recorder::new();
    let pending = phone.set_data(0, "x").start().unwrap();
    let ticket = phone
        .set_data(1, "x")
        .on_done(recorder.callback(1))
        .unwrap();
    pending.cancel();
    ticket.cancel();
    recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
    let error = pending.wait().unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }));
    assert_eq!(support::code_of(&error), code::OPERATIONFAILED);
    ticket.cancel();
    for taken in driver.take_all() {
        assert!(taken.done.is_cancelled());
        taken.succeed();
    }
    assert_eq!(recorder.count_by_now(), 1);
}

#[test]
fn somebody_else_can_cancel_what_is_waited_for() {
    let (driver, _office, phone) = one_phone();
    let pending = phone.set_data(0, "x").start().unwrap();
    let ticket = pending.ticket();
    let waiting = thread::spawn(move || pending.wait());
    let taken = driver.take();
    ticket.cancel();
    let error = waiting.join().unwrap().unwrap_err();
    assert!(matches!(error, Error::Cancelled { .. }));
    taken.succeed();
}

#[test]
fn the_area_waits_for_the_driver_while_others_go_on() {
    let (driver, _office, phone) = one_phone();
    drop(phone.set_data(0, "cancelled").start().unwrap());
    let held = phone.set_data(0, "second").start().unwrap();
    let third = phone.get_data(0).start().unwrap();
    let other = phone.set_data(1, "other").start().unwrap();
    // The area's next requests have not reached the driver, the other area's has.
    let cancelled = driver.take();
    assert_eq!(cancelled.data(), "cancelled");
    let taken = driver.take();
    assert_eq!(taken.data(), "other");
    taken.succeed();
    other.wait().unwrap();
    assert_eq!(driver.submitted(), 2);

    drop(cancelled);
    assert_eq!(driver.submitted(), 4);
    let taken = driver.take();
    assert_eq!(taken.data(), "second");
    taken.succeed();
    held.wait().unwrap();
    let taken = driver.take();
    assert_eq!(taken.request.name(), "GetData");
    taken.done.complete(Ok(PhoneReply::Data("second".into())));
    assert_eq!(third.wait().unwrap(), "second");

    // The area is clean again: nothing waits.
    let pending = phone.set_data(0, "x").start().unwrap();
    assert_eq!(driver.submitted(), 5);
    driver.take().succeed();
    pending.wait().unwrap();
}

#[test]
fn the_area_waits_for_every_cancelled_request() {
    let (driver, _office, phone) = one_phone();
    let first = phone.set_data(0, "1").start().unwrap();
    let second = phone.set_data(0, "2").start().unwrap();
    drop((first, second));
    let third = phone.set_data(0, "3").start().unwrap();
    assert_eq!(driver.submitted(), 2);
    // In the other order than they came.
    let (first, second) = (driver.take(), driver.take());
    second.succeed();
    assert_eq!(driver.submitted(), 2);
    first.succeed();
    assert_eq!(driver.submitted(), 3);
    driver.take().succeed();
    third.wait().unwrap();
}

#[test]
fn a_held_request_can_be_cancelled_and_is_never_begun() {
    let (driver, _office, phone) = one_phone();
    let recorder = Recorder::new();
    drop(phone.set_data(0, "cancelled").start().unwrap());
    let held = phone
        .set_data(0, "held")
        .on_done(recorder.callback(1))
        .unwrap();
    let last = phone.set_data(0, "last").start().unwrap();
    held.cancel();
    recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
    held.cancel();
    drop(driver.take());
    let taken = driver.take();
    assert_eq!(taken.data(), "last");
    taken.succeed();
    last.wait().unwrap();
    assert_eq!((driver.submitted(), recorder.count_by_now()), (2, 1));
}

#[test]
fn closing_answers_held_requests_and_the_area_still_waits_after_reopening() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let recorder = Recorder::new();
        drop(phone.set_data(0, "cancelled").start().unwrap());
        for number in 1..=5 {
            let _ticket = phone
                .set_data(0, "held")
                .on_done(recorder.callback(number))
                .unwrap();
        }
        phone.close().unwrap();
        recorder.assert_each_once_by_now(1..=5, Some(code::OPERATIONFAILED));
        let phone = office.phone(0).unwrap();
        let pending = phone.set_data(0, "new").start().unwrap();
        let other = phone.set_data(1, "other").start().unwrap();
        assert_eq!(driver.submitted(), 2);
        driver.take().succeed();
        assert_eq!(driver.submitted(), 3);
        let (other_taken, taken) = (driver.take(), driver.take());
        assert_eq!(taken.data(), "new");
        assert_eq!(other_taken.data(), "other");
        taken.succeed();
        other_taken.succeed();
        pending.wait().unwrap();
        other.wait().unwrap();
        assert_eq!(recorder.count_by_now(), 5);
    });
}

#[test]
fn a_request_cancelled_as_it_is_begun_keeps_the_next_one_waiting() {
    within_reason(|| {
        let tokens = Arc::new(Mutex::new(Vec::new()));
        let ticket: Arc<Mutex<Option<Ticket>>> = Arc::default();
        let (kept, cancel) = (tokens.clone(), ticket.clone());
        let driver = Inline::new(phones(1), move |_, request, done| {
            kept.lock().unwrap().push((request, done));
            if let Some(ticket) = cancel.lock().unwrap().take() {
                ticket.cancel();
            }
        });
        let office = open(driver);
        let phone = office.phone(0).unwrap();
        drop(phone.set_data(0, "first").start().unwrap());
        let second = phone.set_data(0, "second").on_done(|_| {}).unwrap();
        let third = phone.set_data(0, "third").start().unwrap();
        *ticket.lock().unwrap() = Some(second);
        let take = || tokens.lock().unwrap().pop();
        let first = take().expect("the first is there");
        // Now the second is begun, and cancelled at once: the third waits for it.
        drop(first);
        let second = take().expect("the second is there");
        assert!(second.1.is_cancelled());
        assert!(take().is_none(), "the third overtook");
        drop(second);
        take()
            .expect("the third is there")
            .1
            .complete(Ok(PhoneReply::Done));
        third.wait().unwrap();
    });
}

#[test]
fn a_ticket_does_nothing_to_the_requests_after_its_own() {
    let (driver, _office, phone) = one_phone();
    let recorder = Recorder::new();
    let ticket = phone
        .set_data(0, "first")
        .on_done(recorder.callback(1))
        .unwrap();
    driver.take().succeed();
    recorder.wait_for_each_once([1], None);
    for number in 2..=20 {
        let _ticket = phone
            .set_data(0, "later")
            .on_done(recorder.callback(number))
            .unwrap();
        ticket.cancel();
        let taken = driver.take();
        assert!(!taken.done.is_cancelled());
        taken.succeed();
    }
    recorder.wait_for_each_once(1..=20, None);
}

#[test]
fn the_driver_s_hook_is_called_once_and_only_for_a_cancellation() {
    let (driver, _office, phone) = one_phone();
    let calls = Arc::new(AtomicUsize::new(0));
    let hook = |calls: &Arc<AtomicUsize>| {
        let calls = calls.clone();
        move || {
            calls.fetch_add(1, Ordering::SeqCst);
        }
    };
    // Cancelled afterwards; a later hook replaces the earlier one.
    let replaced = Arc::new(AtomicUsize::new(0));
    let pending = phone.set_data(0, "x").start().unwrap();
    let taken = driver.take();
    taken.done.on_cancel(hook(&replaced));
    taken.done.on_cancel(hook(&calls));
    assert_eq!(calls.load(Ordering::SeqCst), 0);
    pending.cancel();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
    pending.cancel();
    drop(pending);
    // Cancelled before: called at once.
    taken.done.on_cancel(hook(&calls));
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    taken.succeed();
    // Completed: never.
    let pending = phone.set_data(0, "x").start().unwrap();
    let taken = driver.take();
    taken.done.on_cancel(hook(&calls));
    taken.succeed();
    pending.cancel();
    pending.wait().unwrap();
    assert_eq!(
        (
            calls.load(Ordering::SeqCst),
            replaced.load(Ordering::SeqCst)
        ),
        (2, 0)
    );
}

#[test]
fn the_hook_of_a_numbered_request_is_called_by_closing() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        let recorder = Recorder::new();
        let office = options()
            .completion_sink(recorder.clone())
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        let request = tspkit::PhoneRequest::GetData { area: 0, size: 1 };
        phone.submit(1, request).unwrap();
        let calls = Arc::new(AtomicUsize::new(0));
        let taken = driver.take();
        let hook = calls.clone();
        taken.done.on_cancel(move || {
            hook.fetch_add(1, Ordering::SeqCst);
        });
        phone.close().unwrap();
        assert_eq!(calls.load(Ordering::SeqCst), 1);
        recorder.assert_each_once_by_now([1], Some(code::OPERATIONFAILED));
        drop(taken);
    });
}

#[test]
fn a_hook_that_panics_leaves_no_request_unanswered() {
    within_reason(|| {
        let (driver, _office, phone) = one_phone();
        let recorder = Recorder::new();
        let ticket = phone
            .set_data(0, "x")
            .on_done(recorder.callback(1))
            .unwrap();
        let taken = driver.take();
        taken.done.on_cancel(|| panic!("on purpose"));
        ticket.cancel();
        recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
        phone.close().unwrap();
        drop(taken);
    });
}

#[test]
fn a_deadline_ends_a_request_and_tells_the_driver() {
    within_reason(|| {
        let (driver, _office, phone) = one_phone();
        let limit = Duration::from_millis(5);
        let error = phone.set_data(0, "x").deadline(limit).wait().unwrap_err();
        assert!(matches!(error, Error::TimedOut { limit: found, .. } if found == limit));
        assert!(error.is_timeout());
        assert_eq!(support::code_of(&error), code::OPERATIONFAILED);
        let taken = driver.take();
        assert!(taken.done.is_cancelled());
        // The area waits for this one too.
        let recorder = Recorder::new();
        let _ticket = phone
            .set_data(0, "y")
            .deadline(limit)
            .on_done(recorder.callback(1))
            .unwrap();
        recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
        taken.succeed();
        assert_eq!(driver.submitted(), 1);
    });
}

#[test]
fn the_office_s_deadline_counts_for_requests_without_one_of_their_own() {
    within_reason(|| {
        let limit = Duration::from_millis(5);
        let driver = Manual::new(phones(1));
        let recorder = Recorder::new();
        let office = options()
            .deadline(limit)
            .completion_sink(recorder.clone())
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        let long = phone
            .set_data(1, "x")
            .deadline(support::HANG * 10)
            .start()
            .unwrap();
        let request = tspkit::PhoneRequest::GetData { area: 0, size: 1 };
        phone.submit(1, request).unwrap();
        let error = phone.set_data(3, "x").wait().unwrap_err();
        assert!(matches!(error, Error::TimedOut { limit: found, .. } if found == limit));
        recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
        driver.take().succeed();
        long.wait().unwrap();
        drop(driver.take_all());
    });
}

#[test]
fn the_longest_deadline_there_is_ends_nothing() {
    let (driver, _office, phone) = one_phone();
    let pending = phone
        .set_data(0, "x")
        .deadline(Duration::MAX)
        .start()
        .unwrap();
    let brief = phone
        .set_data(1, "x")
        .deadline(Duration::from_millis(1))
        .wait();
    assert_eq!(refusal(brief), code::OPERATIONFAILED);
    let pending = pending.wait_for(Duration::from_millis(20)).unwrap_err();
    driver.take().succeed();
    pending.wait().unwrap();
}

#[test]
fn a_deadline_ends_its_own_request_and_none_after_it() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        let office = options()
            .deadline(None)
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        let answering = thread::spawn({
            let driver = driver.clone();
            move || (0..2000).for_each(|_| driver.take().succeed())
        });
        for round in 0..1000 {
            // Its deadline is set while the driver answers it, and its slot goes to the next request.
            let brief = phone
                .set_data(0, "brief")
                .deadline(Duration::from_millis(1 + round % 3))
                .wait();
            assert!(matches!(brief, Ok(()) | Err(Error::TimedOut { .. })));
            phone.set_data(1, "patient").wait().unwrap();
        }
        answering.join().unwrap();
    });
}

#[test]
fn cancelling_races_with_answers_and_each_request_is_answered_once() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let recorder = Recorder::new();
        for round in 0..500 {
            let tickets: Vec<_> = (0..4)
                .map(|number| {
                    phone
                        .set_data(number % 2, "x")
                        .on_done(recorder.callback(u64::from(round * 4 + number)))
                        .unwrap()
                })
                .collect();
            let taken = driver.take_all();
            let answering = thread::spawn(move || {
                taken.into_iter().for_each(support::drivers::Taken::succeed);
            });
            tickets.iter().for_each(Ticket::cancel);
            answering.join().unwrap();
            // What was held until the tokens came back was cancelled as well.
            driver.take_all().into_iter().for_each(|taken| {
                assert!(taken.done.is_cancelled());
            });
            // Those that are not delivered yet take their places.
            recorder.wait_for((round as usize + 1) * 4);
        }
        phone.close().unwrap();
        office.close().unwrap();
        let mut numbers: Vec<_> = recorder
            .answers_by_now()
            .into_iter()
            .map(|each| each.0)
            .collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..2000));
    });
}
