//! Threads exist between start and stop alone. In a process of its own, where they can be counted.

#![cfg(target_os = "linux")]

mod common;

use common::{driver, notepad::PROFILE, pty::Pty};
use tspkit_hal::{PhoneId, conformance::Suite};

#[test]
fn no_thread_is_left() {
    let pty = Pty::unplugged();
    let report = Suite::new(move || Box::new(driver(&pty, PROFILE)))
        .area(PhoneId(1), 0)
        .alone()
        .run();
    let check = "no thread runs before start and after stop";
    let threads = report.checks().iter().find(|result| result.name == check);
    assert_eq!(
        format!("{:?}", threads.expect("it is one of the checks").verdict),
        "Passed"
    );
}
