//! No thread of the office runs before start and after stop. This file has one test, so that threads can be
//! counted.

use tspkit_driver_sim::SimOffice;
use tspkit_hal::{PhoneId, conformance::Suite};

#[test]
fn no_thread_is_left() {
    let suite = Suite::new(|| Box::new(SimOffice::default_office()));
    let report = suite.slow_area(PhoneId(1), 3).alone().run();
    report.assert_passed();
    let counted = !report
        .not_applicable()
        .contains(&"no thread runs before start and after stop");
    assert_eq!(counted, cfg!(target_os = "linux"), "{report}");
}
