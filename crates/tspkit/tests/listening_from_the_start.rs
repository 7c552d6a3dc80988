//! Listeners that are there before the driver is started miss nothing.

mod support;

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use support::{
    RINGING,
    drivers::Manual,
    offices::{PHONE, lamp, of_phone},
    options, phones,
    recorder::Gate,
    until, within_reason,
};
use tspkit::{
    Event, Hardware, HardwareError, OpenError, OpenOptions, PhoneEvent, PhoneId, PhoneReply,
    PhoneRequest,
    hal::{Completion, Deadline, EventSink, Inventory, LineId, Stopped},
};

/// Tells of that many lamps while it is started.
struct Chatty {
    count: u32,
    start: fn() -> Result<(), HardwareError>,
}

impl Hardware for Chatty {
    fn inventory(&self) -> Inventory {
        phones(1)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        for number in 0..self.count {
            events.phone(PHONE, lamp(number));
        }
        let added = support::phone_info(1, &Arc::new(support::model()));
        events.phone(added.id, PhoneEvent::Added(added));
        events.line(LineId(1), RINGING);
        (self.start)()
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

/// Options with a listener that keeps what it is told.
fn keeping() -> (OpenOptions, Arc<Mutex<Vec<Event>>>) {
    let told = Arc::new(Mutex::new(Vec::new()));
    let list = told.clone();
    let options = options().on_event(move |event| list.lock().unwrap().push(event.clone()));
    (options, told)
}

#[track_caller]
fn assert_all_told(told: &[Event], lamps: u32) {
    assert_eq!(told.len(), lamps as usize + 2);
    for (number, event) in (0..lamps).zip(told) {
        assert_eq!(*event, of_phone(lamp(number)));
    }
    let rest = &told[lamps as usize..];
    assert!(matches!(
        rest[0],
        Event::Phone {
            phone: PhoneId(101),
            event: PhoneEvent::Added(_)
        }
    ));
    let line = Event::Line {
        line: LineId(1),
        event: RINGING,
    };
    assert_eq!(rest[1], line);
}

#[test]
fn what_a_driver_tells_in_its_start_is_told() {
    within_reason(|| {
        let (options, told) = keeping();
        let driver = Chatty {
            count: 500,
            start: || Ok(()),
        };
        let office = options.open_hardware(Box::new(driver)).unwrap();
        until("all are told", || told.lock().unwrap().len() >= 502);
        assert_all_told(&told.lock().unwrap(), 500);
        assert_eq!(office.phones().len(), 2);
    });
}

#[test]
fn a_driver_that_cannot_start_has_told_what_it_did_and_nothing_follows() {
    within_reason(|| {
        for start in [|| Err(HardwareError::failed("no")), || panic!("on purpose")] {
            let (options, told) = keeping();
            let driver = Chatty { count: 3, start };
            let refused = options.open_hardware(Box::new(driver)).unwrap_err();
            assert!(matches!(refused, OpenError::Start(_)));
            // The courier has ended: nothing more can come.
            assert_all_told(&told.lock().unwrap(), 3);
            drop(options);
            assert_eq!(Arc::strong_count(&told), 1);
        }
    });
}

#[test]
fn each_office_of_the_same_options_and_each_listener_is_told() {
    within_reason(|| {
        let counts = Arc::new([const { AtomicUsize::new(0) }; 2]);
        let (first, second) = (counts.clone(), counts.clone());
        let both = options()
            .on_event(move |_| {
                first[0].fetch_add(1, Ordering::SeqCst);
            })
            .on_event(move |_| {
                second[1].fetch_add(1, Ordering::SeqCst);
            });
        let seen = || counts.each_ref().map(|count| count.load(Ordering::SeqCst));
        let drivers = [Manual::new(phones(1)), Manual::new(phones(1))];
        let offices = drivers
            .clone()
            .map(|driver| both.open_hardware(Box::new(driver)).unwrap());
        drivers[0].tell(0, lamp(0));
        until("it is told", || seen() == [1, 1]);
        drivers[1].tell(0, lamp(0));
        until("it is told", || seen() == [2, 2]);
        // Another subscription's end changes nothing for these.
        drop(offices[0].on_event(|_| {}));
        drivers[0].tell(0, lamp(0));
        until("it is told", || seen() == [3, 3]);
        offices[0].close().unwrap();
        drivers[0].tell(0, lamp(0));
        drivers[1].tell(0, lamp(0));
        until("it is told", || seen() == [4, 4]);
        drop((offices, both));
        assert_eq!(Arc::strong_count(&counts), 1);
    });
}

#[test]
fn a_closed_office_lets_go_of_its_listeners() {
    within_reason(|| {
        let held = Gate::new();
        let inside = held.clone();
        let office = options()
            .on_event(move |_| inside.open())
            .open_hardware(Box::new(Manual::new(phones(1))))
            .unwrap();
        let phone = office.phone(0).unwrap();
        assert_eq!(Arc::strong_count(&held), 2);
        office.close().unwrap();
        assert_eq!(Arc::strong_count(&held), 1);
        drop((office, phone));
    });
}
