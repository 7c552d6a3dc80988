//! Threads are counted where the suite runs alone: this file has one test, so that it does.
#![cfg(target_os = "linux")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, Inventory, PhoneId, PhoneReply,
    PhoneRequest, Stopped,
    blocking::{BlockingHardware, Cancel, Worker},
    conformance::Suite,
};

const CHECK: &str = "no thread runs before start and after stop";

struct Nothing;

impl BlockingHardware for Nothing {
    fn inventory(&self) -> Inventory {
        Inventory::new()
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(
        &self,
        _phone: PhoneId,
        _request: PhoneRequest,
        _cancel: &Cancel<'_>,
    ) -> Result<PhoneReply, HardwareError> {
        Err(HardwareError::unavailable())
    }
}

/// Starts a thread that outlives it, at its making or at its start.
struct Leaky {
    inner: Worker<Nothing>,
    early: bool,
    over: Arc<AtomicBool>,
}

impl Leaky {
    fn leak(&self) {
        let over = self.over.clone();
        thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                thread::sleep(Duration::from_millis(1));
            }
        });
    }
}

impl Hardware for Leaky {
    fn inventory(&self) -> Inventory {
        if self.early {
            self.leak();
        }
        self.inner.inventory()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        if !self.early {
            self.leak();
        }
        self.inner.start(events)
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        self.inner.submit(phone, request, done);
    }

    fn stop(&self, deadline: Deadline) -> Stopped {
        self.inner.stop(deadline)
    }
}

#[test]
fn a_thread_that_is_left_is_found() {
    let good = Suite::new(|| Box::new(Worker::new(Nothing))).alone().run();
    good.assert_passed();
    assert!(!good.not_applicable().contains(&CHECK), "{good}");

    for early in [false, true] {
        let over = Arc::new(AtomicBool::new(false));
        let leaked = over.clone();
        let make = move || -> Box<dyn Hardware> {
            Box::new(Leaky {
                inner: Worker::new(Nothing),
                early,
                over: leaked.clone(),
            })
        };
        let bad = Suite::new(make)
            .alone()
            .limit(Duration::from_millis(500))
            .run();
        // On a busy machine the short limit may be too short for others as well.
        assert!(bad.failed().contains(&CHECK), "{bad}");
        over.store(true, Ordering::Relaxed);
    }
}
