//! The driver passes the suite that every driver must pass, over a pseudo-terminal.

#![cfg(unix)]

mod common;

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use common::{
    driver,
    notepad::{Areas, PROFILE, notepad},
    pty::Pty,
};
use tspkit_driver_serial::SerialDriver;
use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, PhoneId, PhoneReply,
    PhoneRequest, Stopped, blocking::Worker, conformance::Suite,
};

/// A driver that the test can look at while the suite uses it.
struct Shared(Arc<Worker<SerialDriver>>);

impl Hardware for Shared {
    fn inventory(&self) -> Inventory {
        self.0.inventory()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.0.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        self.0.submit(phone, request, done);
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.0.stop(deadline)
    }
}

fn wait_until_connected(driver: &Worker<SerialDriver>) {
    while !driver.inventory().phones[0].connected {
        thread::sleep(Duration::from_millis(1));
    }
}

/// The port of the driver made last, and that driver.
struct Latest {
    pty: Pty,
    driver: Arc<Worker<SerialDriver>>,
}

/// Notepads, one port for each driver that is made.
fn suite() -> Suite {
    let latest: Arc<Mutex<Option<Latest>>> = Arc::default();
    let plugged = latest.clone();
    Suite::new(move || -> Box<dyn Hardware> {
        let areas = Areas::default();
        let pty = Pty::with(move |wire| notepad(wire, &areas));
        let driver = Arc::new(driver(&pty, PROFILE));
        *latest.lock().unwrap() = Some(Latest {
            pty,
            driver: driver.clone(),
        });
        Box::new(Shared(driver))
    })
    .area(PhoneId(1), 0)
    .slow_area(PhoneId(1), 1)
    .most_bytes(20_000)
    .requests_at_once(24)
    .limit(Duration::from_secs(60))
    .plug(move |_, connected| {
        let mut latest = plugged.lock().unwrap();
        let Latest { pty, driver } = latest.as_mut().expect("a driver was made");
        if connected {
            let areas = Areas::default();
            pty.plug(move |wire| notepad(wire, &areas));
            // The suite takes the event of the first time for that of the second.
            wait_until_connected(driver);
        } else {
            // What was never there cannot go: the port is opened only after the start.
            wait_until_connected(driver);
            pty.unplug();
        }
    })
}

#[test]
fn it_conforms() {
    let report = suite().run();
    report.assert_passed();
    assert_eq!(
        report.not_applicable(),
        ["no thread runs before start and after stop"]
    );
}
