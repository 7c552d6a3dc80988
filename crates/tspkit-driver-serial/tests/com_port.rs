//! The driver passes the suite that every driver must pass, over a pseudo-terminal: on Unix as it is, on Windows as a
//! COM port of Wine's.

mod common;

use std::sync::{Arc, Mutex};

use common::{
    cable::Cable,
    driver_at, sample, until,
    user::{HANG, User},
};
use tspkit_driver_serial::SerialDriver;
use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, PhoneId, PhoneReply,
    PhoneRequest, Stopped, blocking::Worker, conformance::Suite,
};

const PROFILE: &str = include_str!("common/notepad.toml");

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
    until("it is connected", || driver.inventory().phones[0].connected);
}

/// The port of the driver made last, and that driver.
struct Latest {
    cable: Cable,
    driver: Arc<Worker<SerialDriver>>,
}

/// Notepads, one port for each driver that is made.
fn suite() -> Suite {
    let latest: Arc<Mutex<Option<Latest>>> = Arc::default();
    let plugged = latest.clone();
    Suite::new(move || -> Box<dyn Hardware> {
        let mut latest = latest.lock().unwrap();
        // There may be no more than one.
        *latest = None;
        let cable = Cable::new();
        let driver = Arc::new(driver_at(&cable.port(), PROFILE));
        *latest = Some(Latest {
            cable,
            driver: driver.clone(),
        });
        Box::new(Shared(driver))
    })
    .area(PhoneId(1), 0)
    .slow_area(PhoneId(1), 1)
    .most_bytes(20_000)
    .requests_at_once(24)
    .limit(HANG)
    .plug(move |_, connected| {
        let mut latest = plugged.lock().unwrap();
        let Latest { cable, driver } = latest.as_mut().expect("a driver was made");
        if connected {
            cable.plug();
            // The suite takes the event of the first time for that of the second.
            wait_until_connected(driver);
        } else {
            // What was never there cannot go: the port is opened only after the start.
            wait_until_connected(driver);
            cable.unplug();
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

#[test]
fn data_comes_back_as_it_went() {
    let cable = Cable::new();
    let user = User::connected(driver_at(&cable.port(), PROFILE));
    for length in [1, 1024, 20_000] {
        let data = sample(length);
        user.download(0, &data).expect("it is downloaded");
        for area in [0, 2] {
            let back = user.upload(area, 65_536).expect("it is uploaded");
            assert!(back == data, "{length} bytes by area {area}");
        }
    }
}
