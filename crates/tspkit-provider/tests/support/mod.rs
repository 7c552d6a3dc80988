//! What the tests of a provider share: TAPI's side of its functions, a phone with a bit of everything, and TAPI's
//! codes as the header has them.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its own part of this"
)]

pub mod code;
pub mod desk;
pub mod ledger;
pub mod tapi;

use std::{
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::Duration,
};

/// How long a test may hang before it is given up. Nothing is measured by it.
pub const HANG: Duration = Duration::from_secs(300);

/// Runs a test on a thread of its own, and fails if it hangs.
#[track_caller]
pub fn within_reason(test: impl FnOnce() + Send + 'static) {
    let (send, receive) = channel();
    let thread = thread::spawn(move || {
        test();
        let _ = send.send(());
    });
    match receive.recv_timeout(HANG) {
        Ok(()) => thread.join().expect("it has ended"),
        Err(RecvTimeoutError::Disconnected) => {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
        Err(RecvTimeoutError::Timeout) => panic!("it hangs"),
    }
}

/// Waits until `done`, looking again and again.
#[track_caller]
pub fn until(what: &str, mut done: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !done() {
        assert!(start.elapsed() < HANG, "never: {what}");
        thread::sleep(Duration::from_millis(1));
    }
}
