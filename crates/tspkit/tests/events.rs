//! Events: after the completion they belong to, one at a time, merged rather than lost, and never blocking.

mod support;

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};

use support::{
    HANG, RINGING,
    drivers::Manual,
    offices::{PHONE, lamp, of_phone, one_phone},
    open, options, phones,
    recorder::{Alone, Gate, Recorder},
    until, within_reason,
};
use tspkit::{
    Event, PhoneEvent, PhoneId,
    abi::{LineDevStates, PhoneStates},
    hal::{LineId, Ring},
};

#[derive(Debug, PartialEq)]
enum Call {
    Answer(u32),
    Event(Event),
}

#[test]
fn a_download_is_told_right_after_its_completion() {
    let (driver, office, phone) = one_phone();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let listener = calls.clone();
    let _subscription =
        office.on_event(move |event| listener.lock().unwrap().push(Call::Event(event.clone())));
    for number in 0..3 {
        let calls = calls.clone();
        let _ticket = phone
            .set_data(number % 2, "x")
            .on_done(move |result| {
                assert_eq!(result.is_ok(), number != 1);
                calls.lock().unwrap().push(Call::Answer(number));
            })
            .unwrap();
    }
    let _upload = phone.get_data(0).on_done(|_| {}).unwrap();
    // Answered inside one callback, so that everything is queued at once.
    let (first, second, third) = (driver.take(), driver.take(), driver.take());
    let all = phone
        .set_data(3, "x")
        .on_done({
            let calls = calls.clone();
            move |_| {
                first.succeed();
                second.done.fail(tspkit::PhoneError::NoMem);
                third.succeed();
                calls.lock().unwrap().push(Call::Answer(99));
            }
        })
        .unwrap();
    let upload = driver.take();
    driver.take().succeed();
    upload
        .done
        .complete(Ok(tspkit::PhoneReply::Data("x".into())));
    drop(all);
    until("all are called", || calls.lock().unwrap().len() >= 7);
    phone.close().unwrap();
    let downloaded = |area| Call::Event(Event::Downloaded { phone: PHONE, area });
    assert_eq!(
        *calls.lock().unwrap(),
        [
            Call::Answer(99),
            downloaded(3),
            Call::Answer(0),
            downloaded(0),
            Call::Answer(1),
            Call::Answer(2),
            downloaded(0),
        ]
    );
}

#[test]
fn a_download_that_is_waited_for_is_told_too() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let mut events = office.events();
        let pending = phone.set_data(1, "x").start().unwrap();
        driver.take().succeed();
        pending.wait().unwrap();
        let expected = Event::Downloaded {
            phone: PHONE,
            area: 1,
        };
        assert_eq!(expected.states(), PhoneStates::OTHER);
        assert_eq!(events.next(), Some(expected));
    });
}

#[test]
fn downloads_are_not_told_where_nobody_asks() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let mut events = office.events();
        let download = |area| {
            let waited = phone.set_data(area, "x").start().unwrap();
            driver.take().succeed();
            waited.wait().unwrap();
            let (sender, answered) = mpsc::channel();
            let called = phone.set_data(area, "x").on_done(move |result| {
                sender.send(result.is_ok()).unwrap();
            });
            driver.take().succeed();
            assert_eq!(answered.recv(), Ok(true));
            drop(called);
        };
        phone.tell_downloads(false);
        download(0);
        phone.tell_downloads(true);
        download(1);
        let phone = PHONE;
        let told = Event::Downloaded { phone, area: 1 };
        assert_eq!(events.next(), Some(told.clone()));
        assert_eq!(events.next(), Some(told));
        // The driver's own events are told in any case.
        driver.tell(0, lamp(1));
        let event = lamp(1);
        assert_eq!(events.next(), Some(Event::Phone { phone, event }));
    });
}

#[test]
fn events_and_answers_come_one_at_a_time() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let alone = Arc::new(Alone::default());
        let listener = alone.clone();
        let _subscription = office.on_event(move |_| {
            let _inside = listener.enter();
            thread::yield_now();
        });
        let answered = Arc::new(AtomicUsize::new(0));
        thread::scope(|scope| {
            scope.spawn(|| {
                for _ in 0..1000 {
                    driver.take().succeed();
                }
            });
            scope.spawn(|| (0..1000).for_each(|number| driver.tell(0, lamp(number))));
            for _ in 0..1000 {
                let (alone, answered) = (alone.clone(), answered.clone());
                let ticket = loop {
                    let (alone, answered) = (alone.clone(), answered.clone());
                    let started = phone.set_data(0, "x").on_done(move |_| {
                        let _inside = alone.enter();
                        thread::yield_now();
                        answered.fetch_add(1, Ordering::SeqCst);
                    });
                    match started {
                        Ok(ticket) => break ticket,
                        Err(_) => thread::yield_now(),
                    }
                };
                drop((ticket, alone, answered));
            }
        });
        until("all are answered", || {
            answered.load(Ordering::SeqCst) == 1000
        });
        phone.close().unwrap();
        assert_eq!(alone.overlaps(), 0);
        assert!(alone.entered() >= 2000);
    });
}

#[test]
fn events_that_nobody_takes_are_merged_and_none_blocks() {
    within_reason(|| {
        let driver = Manual::new(phones(2));
        let office = open(driver.clone());
        let (entered, leave) = (Gate::new(), Gate::new());
        let told = Arc::new(Mutex::new(Vec::new()));
        let (gates, events) = ((entered.clone(), leave.clone()), told.clone());
        let _subscription = office.on_event(move |event| {
            gates.0.open();
            gates.1.wait();
            events.lock().unwrap().push(event.clone());
        });
        // The listener is in the first; it counts as waiting until it has been told.
        driver.tell(0, lamp(0));
        entered.wait();
        for number in 1..1024 {
            driver.tell(0, lamp(number));
        }
        for _ in 0..300 {
            driver.tell(0, PhoneEvent::RingChanged(Ring::default()));
        }
        driver.tell(1, lamp(0));
        driver.tell(1, PhoneEvent::Disconnected);
        // Nothing blocked, and what is known is up to date.
        assert!(!office.phones()[1].info.connected);
        leave.open();
        until("all are told", || told.lock().unwrap().len() >= 1026);
        let told = told.lock().unwrap();
        assert_eq!(told.len(), 1026);
        for (number, event) in (0..1024).zip(&*told) {
            assert_eq!(*event, of_phone(lamp(number)));
        }
        assert_eq!(
            told[1024],
            Event::Merged {
                phone: PHONE,
                states: PhoneStates::RINGMODE | PhoneStates::RINGVOLUME,
                count: 300,
            }
        );
        assert_eq!(
            told[1025],
            Event::Merged {
                phone: PhoneId(101),
                states: PhoneStates::LAMP | PhoneStates::DISCONNECTED,
                count: 2,
            }
        );
    });
}

const EACH: usize = 20_000;

#[test]
fn events_go_on_after_they_were_merged() {
    within_reason(|| {
        let (driver, office, _phone) = one_phone();
        let counted = Arc::new(AtomicUsize::new(0));
        let merged = Arc::new(AtomicUsize::new(0));
        let (all, some) = (counted.clone(), merged.clone());
        let _subscription = office.on_event(move |event| {
            let count = match event {
                Event::Merged { count, .. } => {
                    some.fetch_add(1, Ordering::SeqCst);
                    *count as usize
                }
                _ => 1,
            };
            assert!(count > 0);
            all.fetch_add(count, Ordering::SeqCst);
        });
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| (0..EACH).for_each(|_| driver.tell(0, lamp(0))));
            }
        });
        // Every event is told, by itself or by number.
        until("all are told", || {
            counted.load(Ordering::SeqCst) >= 3 * EACH
        });
        assert_eq!(counted.load(Ordering::SeqCst), 3 * EACH);
    });
}

#[test]
fn an_iterator_keeps_1024_events_and_merges_the_rest() {
    within_reason(|| {
        let (driver, office, _phone) = one_phone();
        let told = Arc::new(AtomicUsize::new(0));
        let mut events = office.events();
        let counter = told.clone();
        let _subscription = office.on_event(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        for number in 0..1500 {
            driver.tell(0, lamp(u32::try_from(number).unwrap()));
            // One after another, so that they are merged by the iterator and nobody before it.
            until("it is told", || told.load(Ordering::SeqCst) > number);
        }
        for number in 0..1024 {
            assert_eq!(events.next(), Some(of_phone(lamp(number))));
        }
        assert_eq!(
            events.next(),
            Some(Event::Merged {
                phone: PHONE,
                states: PhoneStates::LAMP,
                count: 476,
            })
        );
        assert_eq!(events.next_within(Duration::from_millis(1)), None);
        driver.tell(0, lamp(7));
        assert_eq!(events.next(), Some(of_phone(lamp(7))));
        office.close().unwrap();
        assert_eq!(events.next(), None);
    });
}

#[test]
fn an_iterator_that_nobody_reads_is_bounded_for_lines_too() {
    within_reason(|| {
        let (driver, office, _phone) = one_phone();
        let told = Arc::new(AtomicUsize::new(0));
        let events = office.events();
        let counter = told.clone();
        let _subscription = office.on_event(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
        });
        for number in 0..1100 {
            driver.events().line(LineId(1), RINGING);
            until("it is told", || told.load(Ordering::SeqCst) > number);
        }
        office.close().unwrap();
        let mut events: Vec<_> = events.collect();
        let merged = Event::LineMerged {
            line: LineId(1),
            states: LineDevStates::RINGING,
            count: 76,
        };
        assert_eq!(events.pop(), Some(merged));
        assert_eq!(events.len(), 1024);
    });
}

#[test]
fn an_iterator_ends_when_the_office_is_closed_also_one_that_is_begun_after() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let mut events = office.events();
        let waiting = thread::spawn(move || (events.next(), events.next()));
        driver.tell(0, lamp(1));
        drop(phone);
        // The first is taken before the office closes.
        let other = office.events();
        driver.tell(0, lamp(2));
        assert!(other.next_within(HANG).is_some());
        office.close().unwrap();
        let (first, _) = waiting.join().unwrap();
        assert_eq!(first, Some(of_phone(lamp(1))));
        assert_eq!(office.events().next(), None);
    });
}

#[test]
fn a_subscription_ends_when_it_is_dropped_also_inside_its_own_call() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let own = Arc::new(Mutex::new(None));
        let (counter, inside) = (counts.clone(), own.clone());
        let once = office.on_event(move |_| {
            counter.0.fetch_add(1, Ordering::SeqCst);
            drop(inside.lock().unwrap().take());
        });
        *own.lock().unwrap() = Some(once);
        let counter = counts.clone();
        let all = phone.on_event(move |_| {
            counter.1.fetch_add(1, Ordering::SeqCst);
        });
        (0..3).for_each(|number| driver.tell(0, lamp(number)));
        until("all are told", || counts.1.load(Ordering::SeqCst) == 3);
        assert_eq!(counts.0.load(Ordering::SeqCst), 1);
        drop(all);
        let mut events = office.events();
        driver.tell(0, lamp(4));
        assert!(events.next().is_some());
        assert_eq!(counts.1.load(Ordering::SeqCst), 3);
    });
}

#[test]
fn a_listener_that_panics_misses_nothing_that_was_merged() {
    within_reason(|| {
        let driver = Manual::new(phones(3));
        let leave = Gate::new();
        let counted = Arc::new(AtomicUsize::new(0));
        let (gate, all) = (leave.clone(), counted.clone());
        let office = options()
            .on_event(move |event| {
                gate.wait();
                let count = match event {
                    Event::Merged { count, .. } => *count as usize,
                    _ => 1,
                };
                all.fetch_add(count, Ordering::SeqCst);
                panic!("on purpose");
            })
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        for number in 0..1100 {
            (0..3).for_each(|index| driver.tell(index, lamp(number)));
        }
        leave.open();
        until("all are told", || counted.load(Ordering::SeqCst) == 3300);
        office.close().unwrap();
    });
}

#[test]
fn a_listener_that_panics_harms_no_other_event_or_answer() {
    within_reason(|| {
        let (driver, office, phone) = one_phone();
        let recorder = Recorder::new();
        let told = Arc::new(AtomicUsize::new(0));
        let counter = told.clone();
        let _subscription = office.on_event(move |_| {
            counter.fetch_add(1, Ordering::SeqCst);
            panic!("on purpose");
        });
        for number in 0..3 {
            driver.tell(0, lamp(number));
        }
        let _ticket = phone
            .set_data(0, "x")
            .on_done(recorder.callback(1))
            .unwrap();
        driver.take().succeed();
        until("all are told", || told.load(Ordering::SeqCst) == 4);
        phone.close().unwrap();
        recorder.assert_each_once_by_now([1], None);
    });
}
