//! Offices with a driver under the test's control, and what it tells of their phones.

use std::sync::Arc;

use tspkit::{Event, Office, OpenOptions, Phone, PhoneEvent, PhoneId, abi::LampModes};

use super::{drivers::Manual, open, phones, recorder::Recorder};

/// The first phone.
pub const PHONE: PhoneId = PhoneId(100);

/// An office with one phone, and that opened.
pub fn one_phone() -> (Manual, Office, Phone) {
    let driver = Manual::new(phones(1));
    let office = open(driver.clone());
    let phone = office.phone(0).unwrap();
    (driver, office, phone)
}

/// An office with that many phones and a recorder as its completion sink.
pub fn recorded(options: OpenOptions, count: u32) -> (Manual, Arc<Recorder>, Office) {
    let driver = Manual::new(phones(count));
    let recorder = Recorder::new();
    let office = options
        .completion_sink(recorder.clone())
        .open_hardware(Box::new(driver.clone()))
        .unwrap();
    (driver, recorder, office)
}

/// That lamp is lit.
pub fn lamp(lamp: u32) -> PhoneEvent {
    PhoneEvent::LampChanged {
        lamp,
        mode: LampModes::STEADY,
    }
}

/// An event of the first phone, as a listener gets it.
pub fn of_phone(event: PhoneEvent) -> Event {
    Event::Phone {
        phone: PHONE,
        event,
    }
}
