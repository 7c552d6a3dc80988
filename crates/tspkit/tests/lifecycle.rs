//! Opening and closing: who is refused, and that nothing is left behind.

mod support;

use std::sync::{Arc, atomic::Ordering};

use support::{
    code,
    drivers::{Faulty, Manual, memory},
    open, options, phones, refusal, until, within_reason,
};
use tspkit::{
    CloseError, DataArea, Direction, Drivers, Error, Hardware, HardwareError, OpenError,
    PhoneEvent, PhoneId, PhoneModel, PhoneReply, PhoneRequest,
    hal::{Completion, Deadline, EventSink, Inventory, Stopped},
};

#[test]
fn a_phone_that_is_open_cannot_be_opened_again_until_it_is_closed() {
    let (driver, memory) = memory(phones(1));
    let office = open(driver);
    let first = office.phone(0).unwrap();
    let error = office.phone(0).unwrap_err();
    assert_eq!(support::code_of(&error), code::ALLOCATED);
    assert!(matches!(error, Error::AlreadyOpen { .. }));
    assert!(office.phones()[0].open);
    first.close().unwrap();
    first.close().unwrap();
    assert!(!office.phones()[0].open);
    let second = office.phone(0).unwrap();
    // The old handle stays closed, and closing it again does nothing to the new one.
    assert_eq!(
        refusal(first.set_data(0, "x").start()),
        code::INVALPHONEHANDLE
    );
    first.close().unwrap();
    drop(first);
    second.set_data(0, "x").wait().unwrap();
    assert_eq!(refusal(office.phone(0)), code::ALLOCATED);
    assert_eq!(memory.seen(), 1);
}

#[test]
fn a_number_without_a_phone_is_a_bad_device_id() {
    let (driver, _) = memory(phones(3));
    let office = open(driver);
    for index in [3, 100, u32::MAX] {
        let error = office.phone(index).unwrap_err();
        assert_eq!(support::code_of(&error), code::BADDEVICEID);
        assert!(matches!(error, Error::NoSuchPhone { count: 3, .. }));
    }
    let office = open(Manual::new(Inventory::new()));
    assert_eq!(refusal(office.phone(0)), code::BADDEVICEID);
    assert!(office.phones().is_empty());
}

#[test]
fn a_closed_office_refuses_everything() {
    within_reason(|| {
        let driver = Manual::new(phones(2));
        let office = open(driver.clone());
        let phone = office.phone(0).unwrap();
        office.close().unwrap();
        office.close().unwrap();
        assert_eq!(refusal(office.phone(0)), code::UNINITIALIZED);
        assert_eq!(refusal(office.phone(1)), code::UNINITIALIZED);
        assert_eq!(refusal(phone.set_data(0, "x").start()), code::UNINITIALIZED);
        assert_eq!(refusal(phone.get_data(4).start()), code::UNINITIALIZED);
        let request = PhoneRequest::GetData { area: 0, size: 1 };
        assert_eq!(refusal(phone.submit(1, request)), code::UNINITIALIZED);
        phone.close().unwrap();
        // What the driver still says is not heard.
        driver.tell(0, PhoneEvent::Disconnected);
        assert!(phone.status().connected);
        assert_eq!(office.events().next(), None);
        assert!(office.phones().iter().all(|phone| !phone.open));
        assert_eq!((driver.submitted(), driver.stops()), (0, 1));
    });
}

#[test]
fn an_inventory_that_makes_no_sense_is_refused_before_the_start() {
    let area = |id| DataArea::new(id, 1, Direction::Both, "");
    let wrong = [
        phones(1).phone(support::phone_info(0, &Arc::new(PhoneModel::new("")))),
        support::one(PhoneModel::new("").area(area(1)).area(area(1))),
        support::one(PhoneModel::new("").area(area(4096))),
    ];
    for inventory in wrong {
        let mut driver = Faulty::new(inventory);
        driver.start = || panic!("it is not started");
        let dropped = driver.dropped.clone();
        let error = options().open_hardware(Box::new(driver)).unwrap_err();
        assert!(matches!(error, OpenError::Inventory(_)), "{error}");
        assert!(dropped.load(Ordering::SeqCst));
    }
}

#[test]
fn a_driver_that_panics_in_submit_has_lost_the_request() {
    within_reason(|| {
        let office = open(Faulty::new(phones(1)));
        let phone = office.phone(0).unwrap();
        let error = phone.set_data(0, "x").wait().unwrap_err();
        assert!(matches!(error, Error::Abandoned { .. }));
        assert_eq!(support::code_of(&error), code::OPERATIONFAILED);
        let recorder = support::recorder::Recorder::new();
        let _ticket = phone
            .set_data(0, "x")
            .on_done(recorder.callback(1))
            .unwrap();
        recorder.wait_for_each_once([1], Some(code::OPERATIONFAILED));
    });
}

#[test]
fn a_driver_that_panics_in_stop_or_does_not_stop_is_reported_and_kept() {
    within_reason(|| {
        let stops: [fn() -> Stopped; 2] = [|| Stopped::StillRunning, || panic!("on purpose")];
        for stop in stops {
            let mut driver = Faulty::new(phones(1));
            driver.stop = stop;
            let dropped = driver.dropped.clone();
            let office = open(driver);
            assert_eq!(office.close(), Err(CloseError::DriverRunning));
            assert_eq!(office.close(), Ok(()));
            drop(office);
            // Something of it may still run: it stays.
            assert!(!dropped.load(Ordering::SeqCst));
        }
    });
}

#[test]
fn a_callback_that_panics_harms_no_other() {
    within_reason(|| {
        let (driver, memory) = memory(phones(1));
        let office = open(driver);
        let phone = office.phone(0).unwrap();
        let recorder = support::recorder::Recorder::new();
        for number in 0..10 {
            let _ticket = phone
                .set_data(0, "x")
                .on_done(|_| panic!("on purpose"))
                .unwrap();
            let _ticket = phone
                .set_data(0, "x")
                .on_done(recorder.callback(number))
                .unwrap();
        }
        recorder.wait_for_each_once(0..10, None);
        assert!(!office.is_in_callback());
        phone.close().unwrap();
        assert_eq!(memory.seen(), 20);
    });
}

#[test]
fn a_url_that_names_no_driver_says_which_there_are() {
    Drivers::register("Mine", |address| {
        if address == "wrong" {
            return Err("there is nothing there".into());
        }
        Ok(Box::new(Manual::new(phones(1))))
    });
    assert!(Drivers::names().contains(&"mine".to_owned()));
    for url in ["", "mine", "nobody:", ":"] {
        let error = tspkit::open(url).unwrap_err();
        assert!(matches!(error, OpenError::Url { .. }));
        assert!(error.to_string().contains("`mine:`"), "{error}");
    }
    let error = tspkit::open("mine:wrong").unwrap_err();
    assert!(matches!(error, OpenError::Driver { .. }));
    assert_eq!(
        error.to_string(),
        "cannot open `mine:wrong`: there is nothing there"
    );
    assert_eq!(tspkit::open("MINE:right").unwrap().phones().len(), 1);
}

#[test]
fn a_driver_and_what_callbacks_hold_are_dropped_with_the_office() {
    within_reason(|| {
        let driver = Faulty::new(phones(1));
        let dropped = driver.dropped.clone();
        let office = open(driver);
        drop(office.phone(0).unwrap());
        drop(office);
        until("the driver is dropped", || dropped.load(Ordering::SeqCst));

        let held = Arc::new(());
        let driver = Manual::new(phones(1));
        let office = open(driver.clone());
        let phone = office.phone(0).unwrap();
        let listened = held.clone();
        let subscription = office.on_event(move |_| {
            let _ = &listened;
        });
        let (called, followed, hooked) = (held.clone(), held.clone(), held.clone());
        let _ticket = phone
            .set_data(0, "x")
            .on_progress(move |_, _| {
                let _ = &followed;
            })
            .on_done(move |_| drop(called))
            .unwrap();
        let taken = driver.take();
        taken.done.on_cancel(move || drop(hooked));
        assert_eq!(Arc::strong_count(&held), 5);
        office.close().unwrap();
        assert_eq!(Arc::strong_count(&held), 1);
        drop((taken, subscription));
    });
}

#[test]
fn a_driver_can_be_opened_again_after_it_was_closed() {
    within_reason(|| {
        let driver = Manual::new(phones(1));
        for round in 1..=5 {
            let office = open(driver.clone());
            let phone = office.phone(0).unwrap();
            let pending = phone.set_data(0, "x").start().unwrap();
            driver.take().succeed();
            pending.wait().unwrap();
            office.close().unwrap();
            assert_eq!((driver.starts(), driver.stops()), (round, round));
        }
    });
}

/// Panics in those functions, and when it is dropped.
struct Explosive {
    inventory: bool,
    start: bool,
}

impl Hardware for Explosive {
    fn inventory(&self) -> Inventory {
        assert!(!self.inventory, "on purpose");
        phones(1)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        assert!(!self.start, "on purpose");
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, _done: Completion<PhoneReply>) {
        panic!("on purpose");
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

impl Drop for Explosive {
    fn drop(&mut self) {
        panic!("on purpose");
    }
}

#[test]
fn a_driver_that_also_panics_when_it_is_dropped_ends_nothing() {
    within_reason(|| {
        for (inventory, start) in [(true, false), (false, true)] {
            let driver = Explosive { inventory, start };
            let refused = options().open_hardware(Box::new(driver)).unwrap_err();
            assert!(matches!(refused, OpenError::Start(_)), "{refused}");
        }
        let office = open(Explosive {
            inventory: false,
            start: false,
        });
        let phone = office.phone(0).unwrap();
        let result = phone.set_data(0, "x").wait();
        assert!(matches!(result, Err(Error::Abandoned { .. })));
        office.close().unwrap();
        drop((office, phone));
    });
}
