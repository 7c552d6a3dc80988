//! Closing a phone or an office: everything open is answered before it returns, and nothing after.

mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::Duration,
};

use support::{
    HANG, code,
    drivers::{Manual, Memory, Slow},
    offices::recorded,
    open, options, phones,
    recorder::Gate,
    refusal, until, within_reason,
};
use tspkit::{CloseError, Error, Office, Phone, PhoneReply, PhoneRequest, hal::blocking::Worker};

const PENDING: u64 = 100;

fn download(phone: &Phone, number: u64) {
    let request = PhoneRequest::SetData {
        area: (number % 2) as u32,
        data: number.to_le_bytes().to_vec().into(),
    };
    phone.submit(number, request).unwrap();
}

#[test]
fn closing_a_phone_answers_everything_that_is_open_before_it_returns() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 2);
        let phone = office.phone(0).unwrap();
        let other = office.phone(1).unwrap();
        (0..PENDING).for_each(|number| download(&phone, number));
        download(&other, 1000);
        assert_eq!(recorder.count_by_now(), 0);
        phone.close().unwrap();
        assert_eq!(recorder.count_by_now() as u64, PENDING);
        recorder.assert_each_once_by_now(0..PENDING, Some(code::OPERATIONFAILED));

        // What the driver says now goes nowhere, the other phone's answer excepted.
        let taken = driver.take_all();
        assert_eq!(taken.len() as u64, PENDING + 1);
        for taken in taken {
            assert_eq!(taken.done.is_cancelled(), taken.phone == phone.id());
            taken.succeed();
        }
        until("all are answered", || {
            recorder.count_by_now() as u64 == PENDING + 1
        });
        assert_eq!(recorder.count_by_now() as u64, PENDING + 1);
        recorder.assert_each_once_by_now([1000], None);
        assert_eq!(
            refusal(phone.set_data(0, "x").start()),
            code::INVALPHONEHANDLE
        );
    });
}

#[test]
fn waiters_and_callbacks_are_answered_by_closing_too() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        let pending = phone.set_data(0, "x").start().unwrap();
        let ticket = phone
            .set_data(1, "x")
            .on_done(recorder.callback(1))
            .unwrap();
        phone.close().unwrap();
        recorder.assert_each_once_by_now([1], Some(code::OPERATIONFAILED));
        assert!(matches!(pending.wait(), Err(Error::ClosedMeanwhile { .. })));
        ticket.cancel();
        drop(driver.take_all());
        assert_eq!(recorder.count_by_now(), 1);
        assert_eq!(driver.submitted(), 2);
    });
}

#[test]
fn closing_an_office_answers_everything_and_stops_the_driver_once() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 10);
        let phones: Vec<_> = (0..10).map(|index| office.phone(index).unwrap()).collect();
        for (number, phone) in (0..PENDING).zip(phones.iter().cycle()) {
            download(phone, number);
        }
        let taken = driver.take_all();
        office.close().unwrap();
        assert_eq!(recorder.count_by_now() as u64, PENDING);
        recorder.assert_each_once_by_now(0..PENDING, Some(code::OPERATIONFAILED));
        taken.into_iter().for_each(support::drivers::Taken::succeed);
        assert_eq!(recorder.count_by_now() as u64, PENDING);
        office.close().unwrap();
        for phone in &phones {
            phone.close().unwrap();
        }
        assert_eq!((driver.starts(), driver.stops()), (1, 1));
        drop((office, phones));
        assert_eq!(driver.stops(), 1);
    });
}

#[test]
fn dropping_the_last_handle_closes() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        download(&phone, 7);
        drop(phone.clone());
        assert_eq!(recorder.count_by_now(), 0);
        drop(phone);
        recorder.assert_each_once_by_now([7], Some(code::OPERATIONFAILED));
        let phone = office.phone(0).unwrap();
        drop(office);
        assert_eq!(driver.stops(), 0);
        download(&phone, 8);
        drop(phone);
        recorder.assert_each_once_by_now([7, 8], Some(code::OPERATIONFAILED));
        assert_eq!(driver.stops(), 1);
    });
}

/// A thread that is inside a callback of that phone until the gate opens.
fn stay_in_callback(
    driver: &Manual,
    phone: &Phone,
) -> (thread::JoinHandle<()>, Arc<Gate>, Arc<Gate>) {
    let (entered, leave) = (Gate::new(), Gate::new());
    let gates = (entered.clone(), leave.clone());
    let _ticket = phone
        .set_data(3, "x")
        .on_done(move |result| {
            result.unwrap();
            gates.0.open();
            gates.1.wait();
        })
        .unwrap();
    let taken = driver.take();
    let thread = thread::spawn(move || taken.succeed());
    entered.wait();
    (thread, entered, leave)
}

#[test]
fn closing_waits_for_a_callback_on_another_thread() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        let (inside, _, leave) = stay_in_callback(&driver, &phone);
        (0..10).for_each(|number| download(&phone, number));
        let (send, closed) = channel();
        let closing = thread::spawn({
            let (phone, recorder) = (phone.clone(), recorder.clone());
            move || {
                let result = phone.close();
                send.send((result, recorder.count_by_now())).unwrap();
            }
        });
        // It refuses new requests, and has not returned.
        until("the phone is closed", || {
            matches!(phone.set_data(0, "x").start(), Err(Error::Closed { .. }))
        });
        assert!(closed.recv_timeout(Duration::from_millis(50)).is_err());
        assert_eq!(recorder.count_by_now(), 0);
        leave.open();
        let (result, answered) = closed.recv().unwrap();
        assert_eq!((result, answered), (Ok(()), 10));
        recorder.assert_each_once_by_now(0..10, Some(code::OPERATIONFAILED));
        inside.join().unwrap();
        closing.join().unwrap();
    });
}

/// Closes with that many requests open while another thread is in a callback for longer than the limit.
fn close_in_vain(requests: u64, close: impl FnOnce(&Office, &Phone) -> Result<(), CloseError>) {
    let brief = options().close_limit(Duration::from_millis(20));
    let (driver, recorder, office) = recorded(brief, 1);
    let phone = office.phone(0).unwrap();
    let (inside, _, leave) = stay_in_callback(&driver, &phone);
    (0..requests).for_each(|number| download(&phone, number));
    assert_eq!(close(&office, &phone), Err(CloseError::CallbackRunning));
    assert_eq!(recorder.count_by_now(), 0);
    let refused = phone.set_data(0, "x").start().unwrap_err();
    assert!(matches!(
        refused,
        Error::Closed { .. } | Error::OfficeClosed
    ));
    leave.open();
    inside.join().unwrap();
    until("all are answered", || {
        recorder.count_by_now() as u64 == requests
    });
    drop(driver.take_all());
    recorder.assert_each_once_by_now(0..requests, Some(code::OPERATIONFAILED));
    assert_eq!(recorder.count_by_now() as u64, requests);
    assert_eq!(recorder.alone.overlaps(), 0);
}

#[test]
fn a_phone_that_cannot_wait_longer_says_so_and_still_answers_once() {
    within_reason(|| close_in_vain(1000, |_, phone| phone.close()));
}

#[test]
fn an_office_that_cannot_wait_longer_says_so_and_still_answers_once() {
    within_reason(|| close_in_vain(1000, |office, _| office.close()));
}

#[test]
fn an_office_that_could_not_wait_leaves_the_last_answers_to_the_callback_s_thread() {
    within_reason(|| close_in_vain(3, |office, _| office.close()));
}

#[test]
fn closing_races_with_answers_and_each_request_is_answered_once() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let mut next = 0;
        for _ in 0..200 {
            let phone = office.phone(0).unwrap();
            let numbers = next..next + 20;
            next = numbers.end;
            numbers.for_each(|number| download(&phone, number));
            let taken = driver.take_all();
            let answering = thread::spawn(move || {
                taken.into_iter().for_each(support::drivers::Taken::succeed);
            });
            phone.close().unwrap();
            assert_eq!(recorder.count_by_now() as u64, next);
            answering.join().unwrap();
        }
        let mut numbers: Vec<_> = recorder
            .answers_by_now()
            .into_iter()
            .map(|each| each.0)
            .collect();
        numbers.sort_unstable();
        assert!(numbers.into_iter().eq(0..next));
        for (_, answer) in recorder.answers_by_now() {
            assert!(matches!(
                answer,
                Ok(PhoneReply::Done) | Err(code::OPERATIONFAILED)
            ));
        }
    });
}

#[test]
fn two_threads_may_close_the_same_phone_and_both_find_it_closed() {
    within_reason(|| {
        let (_driver, recorder, office) = recorded(options(), 1);
        for round in 0..50 {
            let phone = office.phone(0).unwrap();
            (0..10).for_each(|number| download(&phone, round * 10 + number));
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(|| {
                        phone.close().unwrap();
                        assert_eq!(recorder.count_by_now() as u64, (round + 1) * 10);
                    });
                }
            });
        }
        recorder.assert_each_once_by_now(0..500, Some(code::OPERATIONFAILED));
    });
}

/// The second may not return while the first is still answering.
#[test]
fn two_threads_may_close_the_same_office_and_both_find_it_closed() {
    within_reason(|| {
        let (driver, recorder, office) = recorded(options(), 1);
        let phone = office.phone(0).unwrap();
        let (inside, _, leave) = stay_in_callback(&driver, &phone);
        (0..10).for_each(|number| download(&phone, number));
        let (send, closed) = channel();
        thread::scope(|scope| {
            for _ in 0..2 {
                let (office, recorder, send) = (&office, &recorder, send.clone());
                scope.spawn(move || {
                    let result = office.close();
                    send.send((result, recorder.count_by_now())).unwrap();
                });
            }
            let early = closed.recv_timeout(Duration::from_millis(100));
            leave.open();
            assert_eq!(early, Err(RecvTimeoutError::Timeout));
            for _ in 0..2 {
                assert_eq!(closed.recv(), Ok((Ok(()), 10)));
            }
        });
        inside.join().unwrap();
        assert_eq!((office.close(), driver.stops()), (Ok(()), 1));
        recorder.assert_each_once_by_now(0..10, Some(code::OPERATIONFAILED));
    });
}

/// The thread that it waits for goes on with another phone's callback, which does not return.
#[test]
fn closing_does_not_wait_for_what_is_delivered_next() {
    within_reason(|| {
        let (driver, _, office) = recorded(options(), 2);
        let [phone, other] = [0, 1].map(|index| office.phone(index).unwrap());
        let (inside, _, leave) = stay_in_callback(&driver, &phone);
        let (gate, inside_other) = (Gate::new(), Gate::new());
        let gates = (inside_other.clone(), gate.clone());
        let _ticket = other
            .set_data(3, "y")
            .on_done(move |_| {
                gates.0.open();
                gates.1.wait();
            })
            .unwrap();
        // It waits to be delivered.
        driver.take().succeed();
        let (send, closed) = channel();
        let closing = thread::spawn({
            let phone = phone.clone();
            move || send.send(phone.close()).unwrap()
        });
        assert!(closed.recv_timeout(Duration::from_millis(50)).is_err());
        leave.open();
        inside_other.wait();
        assert_eq!(closed.recv_timeout(HANG / 2), Ok(Ok(())));
        gate.open();
        closing.join().unwrap();
        inside.join().unwrap();
    });
}

#[test]
fn closing_ends_what_a_blocking_driver_is_in_the_middle_of() {
    within_reason(|| {
        let memory = Arc::new(Memory::default());
        let slow = Slow {
            inventory: phones(1),
            memory: memory.clone(),
            linger: Duration::from_secs(3600),
        };
        let office = open(Worker::new(slow));
        let phone = office.phone(0).unwrap();
        let answered = Arc::new(AtomicUsize::new(0));
        for _ in 0..10 {
            let answered = answered.clone();
            let _ticket = phone
                .set_data(0, "x")
                .on_done(move |result| {
                    assert_eq!(refusal(result), code::OPERATIONFAILED);
                    answered.fetch_add(1, Ordering::SeqCst);
                })
                .unwrap();
        }
        phone.close().unwrap();
        assert_eq!(answered.load(Ordering::SeqCst), 10);
        office.close().unwrap();
        assert_eq!(answered.load(Ordering::SeqCst), 10);
        assert_eq!(memory.seen(), 0);
    });
}
