//! Closing waits for callbacks of events, but for those that it is in itself, and not for ever.

mod support;

use std::{
    sync::{
        Arc, Mutex, OnceLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::channel,
    },
    thread,
    time::Duration,
};

use support::{
    RINGING, code,
    drivers::Manual,
    offices::lamp,
    options, phones,
    recorder::{Gate, Recorder},
    refusal, until, within_reason,
};
use tspkit::{
    CloseError, Error, Event, Line, Office, OpenOptions, Phone, PhoneEvent, PhoneId, PhoneRequest,
    hal::LineId,
};

/// An office with one phone open, whose listener is inside its first call until the gate opens.
struct Inside {
    driver: Manual,
    office: Office,
    phone: Phone,
    told: Arc<Mutex<Vec<Event>>>,
    leave: Arc<Gate>,
}

impl Inside {
    fn new(options: OpenOptions, tell: impl FnOnce(&Manual)) -> Self {
        let (entered, leave) = (Gate::new(), Gate::new());
        let told = Arc::new(Mutex::new(Vec::new()));
        let (gates, list) = ((entered.clone(), leave.clone()), told.clone());
        let driver = Manual::new(phones(2));
        let office = options
            .on_event(move |event| {
                gates.0.open();
                gates.1.wait();
                list.lock().unwrap().push(event.clone());
            })
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        tell(&driver);
        entered.wait();
        Self {
            driver,
            office,
            phone,
            told,
            leave,
        }
    }

    /// `close` has not returned while the listener was inside, and returns when it is outside.
    #[track_caller]
    fn assert_waits(self, close: impl FnOnce(&Self) -> Result<(), CloseError> + Send + 'static) {
        let (phone, told, leave) = (self.phone.clone(), self.told.clone(), self.leave.clone());
        let (send, closed) = channel();
        let closing = thread::spawn(move || {
            let result = close(&self);
            let told = self.told.lock().unwrap().len();
            send.send((result, told)).unwrap();
            self
        });
        until("the phone is closed", || {
            matches!(
                phone.set_data(0, "x").start(),
                Err(Error::Closed { .. } | Error::OfficeClosed)
            )
        });
        assert!(closed.recv_timeout(Duration::from_millis(50)).is_err());
        assert!(told.lock().unwrap().is_empty());
        leave.open();
        let (result, told) = closed.recv().unwrap();
        assert_eq!((result, told > 0), (Ok(()), true));
        drop(closing.join().unwrap());
    }
}

#[test]
fn closing_a_phone_waits_for_an_event_of_it() {
    within_reason(|| {
        Inside::new(options(), |driver| driver.tell(0, lamp(0)))
            .assert_waits(|it| it.phone.close());
    });
}

#[test]
fn closing_an_office_waits_for_any_event() {
    within_reason(|| {
        let close = |it: &Inside| it.office.close();
        Inside::new(options(), |driver| driver.tell(0, lamp(0))).assert_waits(close);
        // Of a phone that is not open, and of a line.
        Inside::new(options(), |driver| driver.tell(1, lamp(0))).assert_waits(close);
        let line = |driver: &Manual| driver.events().line(LineId(1), RINGING);
        Inside::new(options(), line).assert_waits(close);
    });
}

#[test]
fn closing_a_phone_does_not_wait_for_another_s_event() {
    within_reason(|| {
        let it = Inside::new(options(), |driver| driver.tell(1, lamp(0)));
        assert_eq!(it.phone.close(), Ok(()));
        assert_eq!(*it.told.lock().unwrap(), []);
        it.leave.open();
    });
}

/// What the event may still find in a service provider: it is open before the callback is made.
#[test]
fn closing_waits_for_an_event_that_was_being_told_before_the_opening() {
    fn assert_waits<T: Send + 'static>(
        it: &Inside,
        opened: T,
        close: fn(&T) -> Result<(), CloseError>,
    ) {
        let (send, closed) = channel();
        let told = it.told.clone();
        let closing = thread::spawn(move || {
            let result = close(&opened);
            send.send((result, told.lock().unwrap().len())).unwrap();
        });
        assert!(closed.recv_timeout(Duration::from_millis(50)).is_err());
        it.leave.open();
        assert_eq!(closed.recv().unwrap(), (Ok(()), 1));
        closing.join().unwrap();
    }
    within_reason(|| {
        let it = Inside::new(options(), |driver| driver.tell(1, lamp(0)));
        assert_waits(&it, it.office.phone(1).unwrap(), Phone::close);
        let line = |driver: &Manual| driver.events().line(LineId(1), RINGING);
        let it = Inside::new(options(), line);
        assert_waits(&it, it.office.line(0).unwrap(), Line::close);
    });
}

#[test]
fn closing_waits_for_one_event_and_not_for_those_that_begin_after_it() {
    within_reason(|| {
        let it = Inside::new(options(), |driver| driver.tell(0, lamp(0)));
        let stop = Arc::new(AtomicBool::new(false));
        let telling = thread::spawn({
            let (driver, stop) = (it.driver.clone(), stop.clone());
            move || {
                while !stop.load(Ordering::SeqCst) {
                    driver.tell(0, lamp(1));
                }
            }
        });
        until("many events wait", || {
            it.driver.tell(0, lamp(2));
            it.phone.status().lamps.contains_key(&2)
        });
        let (office, told) = (it.office.clone(), it.told.clone());
        it.assert_waits(|it| it.phone.close());
        // Listeners go on hearing of the phone.
        let before = told.lock().unwrap().len();
        until("more is told", || told.lock().unwrap().len() > before);
        stop.store(true, Ordering::SeqCst);
        telling.join().unwrap();
        office.close().unwrap();
    });
}

#[test]
fn a_listener_that_sees_nothing_closed_is_waited_for() {
    within_reason(|| {
        for _ in 0..300 {
            let driver = Manual::new(phones(1));
            let (closing, closed) = (
                Arc::new(AtomicBool::new(false)),
                Arc::new(AtomicBool::new(false)),
            );
            let late = Arc::new(AtomicUsize::new(0));
            let (flags, counter) = ((closing.clone(), closed.clone()), late.clone());
            let office = options()
                .on_event(move |_| {
                    if !flags.0.load(Ordering::SeqCst) {
                        thread::yield_now();
                        // Has somebody been told that the phone is closed while this believes it open?
                        counter.fetch_add(
                            usize::from(flags.1.load(Ordering::SeqCst)),
                            Ordering::SeqCst,
                        );
                    }
                })
                .open_hardware(Box::new(driver.clone()))
                .unwrap();
            let phone = office.phone(0).unwrap();
            thread::scope(|scope| {
                scope.spawn(|| (0..50).for_each(|number| driver.tell(0, lamp(number))));
                scope.spawn(|| {
                    closing.store(true, Ordering::SeqCst);
                    phone.close().unwrap();
                    closed.store(true, Ordering::SeqCst);
                });
            });
            office.close().unwrap();
            assert_eq!(late.load(Ordering::SeqCst), 0);
        }
    });
}

/// A listener that closes inside its call, and what it got.
fn closed_inside(
    event: PhoneEvent,
    close: fn(&Office, &Phone) -> Result<(), CloseError>,
) -> (Manual, Office, Phone) {
    type Handles = (Office, Phone);
    let driver = Manual::new(phones(2));
    let handles: Arc<OnceLock<Handles>> = Arc::default();
    let recorder = Recorder::new();
    let results = Arc::new(Mutex::new(Vec::new()));
    let (inside, seen, list) = (handles.clone(), recorder.clone(), results.clone());
    let office = options()
        .completion_sink(recorder.clone())
        .on_event(move |_| {
            let (office, phone) = inside.get().unwrap();
            let result = close(office, phone);
            list.lock().unwrap().push((result, seen.count_by_now()));
        })
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    let phone = office.phone(0).unwrap();
    handles.set((office.clone(), phone.clone())).unwrap();
    for number in 0..5 {
        let request = PhoneRequest::GetData { area: 0, size: 1 };
        phone.submit(number, request).unwrap();
    }
    driver.tell(0, event);
    until("it is closed", || !results.lock().unwrap().is_empty());
    assert_eq!(*results.lock().unwrap(), [(Ok(()), 5)]);
    recorder.assert_each_once_by_now(0..5, Some(code::OPERATIONFAILED));
    (driver, office, phone)
}

#[test]
fn closing_inside_the_event_does_not_wait_for_itself() {
    within_reason(|| {
        let (_, office, phone) = closed_inside(lamp(0), |_, phone| phone.close());
        assert_eq!(
            refusal(phone.set_data(0, "x").start()),
            code::INVALPHONEHANDLE
        );
        office.close().unwrap();
        let (driver, ..) = closed_inside(lamp(0), |office, _| office.close());
        until("the driver is stopped", || driver.stops() == 1);
    });
}

#[test]
fn a_removed_phone_can_be_closed_in_the_event_that_says_so() {
    within_reason(|| {
        let (_, office, phone) = closed_inside(PhoneEvent::Removed, |_, phone| phone.close());
        assert_eq!(refusal(office.phone(0)), code::NODEVICE);
        phone.close().unwrap();
        office.close().unwrap();
    });
}

#[test]
fn closing_a_phone_that_is_being_removed_waits_for_that_event() {
    within_reason(|| {
        Inside::new(options(), |driver| driver.tell(0, PhoneEvent::Removed))
            .assert_waits(|it| it.phone.close());
    });
}

#[test]
fn closing_waits_for_merged_events_too() {
    within_reason(|| {
        let (entered, leave) = (Gate::new(), Gate::new());
        let (first, gates) = (Gate::new(), (entered.clone(), leave.clone()));
        let (merged, held) = (Arc::new(AtomicUsize::new(0)), first.clone());
        let count = merged.clone();
        let driver = Manual::new(phones(1));
        let office = options()
            .on_event(move |event| match event {
                Event::Merged { phone, .. } => {
                    assert_eq!(*phone, PhoneId(100));
                    gates.0.open();
                    gates.1.wait();
                    count.fetch_add(1, Ordering::SeqCst);
                }
                _ => held.wait(),
            })
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        (0..1100).for_each(|number| driver.tell(0, lamp(number)));
        first.open();
        entered.wait();
        let (send, closed) = channel();
        let closing = thread::spawn(move || {
            send.send((phone.close(), merged.load(Ordering::SeqCst)))
                .unwrap();
        });
        assert!(closed.recv_timeout(Duration::from_millis(50)).is_err());
        leave.open();
        assert_eq!(closed.recv().unwrap(), (Ok(()), 1));
        closing.join().unwrap();
    });
}

fn in_vain(tell: fn(&Manual), close: fn(&Inside) -> Result<(), CloseError>) {
    let brief = options().close_limit(Duration::from_millis(20));
    let it = Inside::new(brief, tell);
    assert_eq!(close(&it), Err(CloseError::CallbackRunning));
    assert!(matches!(
        it.phone.set_data(0, "x").start(),
        Err(Error::Closed { .. } | Error::OfficeClosed)
    ));
    assert_eq!(it.told.lock().unwrap().len(), 0);
    it.leave.open();
    until("it is told", || it.told.lock().unwrap().len() == 1);
}

#[test]
fn an_event_that_does_not_return_keeps_nobody_for_ever() {
    within_reason(|| {
        in_vain(|driver| driver.tell(0, lamp(0)), |it| it.phone.close());
        in_vain(|driver| driver.tell(0, lamp(0)), |it| it.office.close());
        in_vain(|driver| driver.tell(1, lamp(0)), |it| it.office.close());
    });
}

#[test]
fn an_event_that_panics_is_over() {
    within_reason(|| {
        let told = Arc::new(AtomicUsize::new(0));
        let counter = told.clone();
        let driver = Manual::new(phones(1));
        let office = options()
            .on_event(move |_| {
                counter.fetch_add(1, Ordering::SeqCst);
                panic!("on purpose");
            })
            .open_hardware(Box::new(driver.clone()))
            .unwrap();
        let phone = office.phone(0).unwrap();
        driver.tell(0, lamp(0));
        until("it is told", || told.load(Ordering::SeqCst) == 1);
        phone.close().unwrap();
        office.close().unwrap();
    });
}
