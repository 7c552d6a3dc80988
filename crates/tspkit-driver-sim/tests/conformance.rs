//! The simulated office passes the suite that every driver must pass.

mod common;

use std::sync::{Arc, Mutex};

use tspkit_driver_sim::{Incoming, OfficeConfig, PhoneConfig, SimControl, SimOffice};
use tspkit_hal::{Hardware, LineId, Party, PhoneId, conformance::Suite};

/// A suite with hands in whichever office was made last.
fn suite(config: OfficeConfig) -> Suite {
    let latest: Arc<Mutex<Option<SimControl>>> = Arc::default();
    let [made, plugged, added, called, served] = [0; 5].map(|_| latest.clone());
    let model = config.models.keys().next().unwrap().clone();
    Suite::new(move || -> Box<dyn Hardware> {
        let office = SimOffice::new(config.clone()).unwrap();
        *made.lock().unwrap() = Some(office.control());
        Box::new(office)
    })
    .plug(move |phone, connected| {
        let control = plugged.lock().unwrap().clone().unwrap();
        assert!(if connected {
            control.replug(phone)
        } else {
            control.unplug(phone)
        });
    })
    .add_phone(move || {
        let control = added.lock().unwrap().clone().unwrap();
        control
            .add_phone(&PhoneConfig::new("New", model.as_str()))
            .unwrap();
    })
    .call(LineId(2), "0444")
    .call_in(LineId(2), move |line| {
        let control = called.lock().unwrap().clone().unwrap();
        let call = Incoming::new(Party::known("0301234", "Anna"));
        assert!(control.call_in(line, call).is_some());
    })
    .serve(LineId(2), move |line, is| {
        let control = served.lock().unwrap().clone().unwrap();
        assert!(if is {
            control.line_in_service(line)
        } else {
            control.line_out_of_service(line)
        });
    })
}

const THREADS: &str = "no thread runs before start and after stop";
/// An office has the lines that it has.
const ADDED: &str = "a line that is added is a new one";

#[test]
fn the_default_office_conforms() {
    let report = suite(OfficeConfig::default_office().unwrap())
        .slow_area(PhoneId(1), 3)
        .run();
    report.assert_passed();
    assert_eq!(report.not_applicable(), [THREADS, ADDED]);
}

#[test]
fn an_office_that_answers_at_once_conforms() {
    let mut config = OfficeConfig::default_office().unwrap();
    for area in config
        .models
        .values_mut()
        .flat_map(|model| &mut model.areas)
    {
        area.bytes_per_second = None;
    }
    let report = suite(config).run();
    report.assert_passed();
    let too_quick = [
        THREADS,
        "a cancelled request is let go, and the next one works",
        "a request that is cancelled before its turn is let go",
        ADDED,
    ];
    assert_eq!(report.not_applicable(), too_quick);
}

#[test]
fn an_office_that_works_on_its_thread_conforms() {
    suite(OfficeConfig::default_office().unwrap().worker())
        .slow_area(PhoneId(1), 3)
        .run()
        .assert_passed();
}

#[test]
fn an_office_with_latency_and_unready_phones_conforms() {
    let millis = std::time::Duration::from_millis;
    let config = OfficeConfig::default_office().unwrap();
    let config = config
        .latency(millis(2))
        .jitter(millis(3))
        .cancel_delay(millis(20));
    let report = suite(config).slow_area(PhoneId(1), 3).run();
    report.assert_passed();
    assert_eq!(report.not_applicable(), [THREADS, ADDED]);
}
