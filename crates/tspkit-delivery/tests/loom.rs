//! Every interleaving of the protocol's threads, by loom.
//!
//! Run with `RUSTFLAGS="--cfg loom" cargo test -p tspkit-delivery --release --test loom`.
#![cfg(loom)]

use std::{any::Any, cell::RefCell};

use loom::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    thread::{self, JoinHandle},
};
use tspkit_delivery::{Cancelled, Completed, Deliver, Dispatcher, Refused, Requests};

/// A device with its requests, a dispatcher, and a record of what was called.
struct Device(Dispatcher<Record>);

struct Record {
    requests: Requests<()>,
    /// How many callbacks have been entered and not left.
    inside: AtomicUsize,
    closed: AtomicBool,
    answers: [AtomicUsize; 2],
    /// What the callback of request 0 does.
    on_first: Option<fn()>,
}

impl Deliver for Record {
    /// A request, and whether it was cancelled rather than completed.
    type Job = (u32, bool);

    fn deliver(&self, (request, cancelled): (u32, bool)) {
        let nested = self.inside.load(SeqCst);
        assert!(
            nested == 0 || self.on_first.is_some(),
            "two callbacks at once"
        );
        assert!(!self.closed.load(SeqCst), "a callback after close");
        self.inside.store(nested + 1, SeqCst);
        // As the SDK does: what is answered frees its slot before the callback is entered.
        let life = &self.requests.slot(request).unwrap().life;
        if !cancelled || life.answered() {
            self.requests.release(request);
        }
        self.answers[request as usize].fetch_add(1, SeqCst);
        if request == 0
            && let Some(callback) = self.on_first
        {
            callback();
        }
        self.inside.store(nested, SeqCst);
    }

    fn panicked(&self, payload: Box<dyn Any + Send>) {
        std::panic::resume_unwind(payload);
    }
}

impl Device {
    fn new(on_first: Option<fn()>) -> Arc<Self> {
        let record = Record {
            requests: Requests::new(2),
            inside: AtomicUsize::new(0),
            closed: AtomicBool::new(false),
            answers: [AtomicUsize::new(0), AtomicUsize::new(0)],
            on_first,
        };
        let dispatcher = Dispatcher::new(record);
        dispatcher.reserve(2).unwrap();
        Arc::new(Self(dispatcher))
    }

    fn requests(&self) -> &Requests<()> {
        &self.0.target().requests
    }

    fn start(&self) -> Result<u32, Refused> {
        let claim = self.requests().claim(|_| Ok(()))?;
        claim.slot.life.publish();
        Ok(claim.index)
    }

    /// The driver answers, by `deliver`.
    fn return_token(&self, request: u32, deliver: impl Fn((u32, bool))) {
        match self.requests().slot(request).unwrap().life.complete() {
            Completed::Won => deliver((request, false)),
            Completed::Late => {}
            Completed::LateAndLast => self.requests().release(request),
        }
    }

    fn complete(&self, request: u32) {
        self.return_token(request, |job| self.0.dispatch(job));
    }

    /// The driver drops its token: queued, and delivered by somebody else.
    fn abandon(&self, request: u32) {
        self.return_token(request, |job| self.0.post(job));
    }

    fn cancel(&self, request: u32) {
        let life = &self.requests().slot(request).unwrap().life;
        if let Some(turn) = life.pending()
            && life.cancel(turn) == Cancelled::Won
        {
            self.0.dispatch((request, true));
        }
    }

    fn close(&self) {
        assert!(self.requests().shut());
        for (request, _) in self.requests().iter() {
            self.cancel(request);
        }
        let answered = |nested: bool| {
            self.requests()
                .iter()
                .all(|(_, slot)| slot.life.is_answered())
                && (nested || self.0.target().inside.load(SeqCst) == 0)
        };
        assert!(self.0.settle(None, answered));
        if !self.0.is_delivering() {
            self.0.target().closed.store(true, SeqCst);
        }
    }

    fn answers(&self) -> (usize, usize) {
        let [first, second] = &self.0.target().answers;
        (first.load(SeqCst), second.load(SeqCst))
    }

    fn assert_all_free(&self) {
        for (index, slot) in self.requests().iter() {
            assert!(
                slot.life.claim().is_some(),
                "slot {index} is still in use: {:?}",
                slot.life
            );
        }
    }
}

fn spawn(device: &Arc<Device>, work: impl FnOnce(&Device) + 'static) -> JoinHandle<()> {
    let device = device.clone();
    thread::spawn(move || work(&device))
}

fn explore(preemptions: Option<usize>, scenario: impl Fn() + Sync + Send + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = preemptions;
    model.check(scenario);
}

#[test]
fn completing_and_cancelling_answer_once() {
    explore(None, || {
        let device = Device::new(None);
        device.start().unwrap();
        let driver = spawn(&device, |device| device.complete(0));
        device.cancel(0);
        driver.join().unwrap();
        assert_eq!(device.answers(), (1, 0));
        device.assert_all_free();
    });
}

#[test]
fn completing_cancelling_and_closing_answer_once_and_nothing_follows_the_close() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        let driver = spawn(&device, |device| device.complete(0));
        let user = spawn(&device, |device| device.cancel(0));
        device.close();
        assert_eq!(device.answers(), (1, 0));
        driver.join().unwrap();
        user.join().unwrap();
        assert_eq!(device.answers(), (1, 0));
        device.assert_all_free();
    });
}

#[test]
fn a_request_started_during_close_is_refused_or_answered_by_it() {
    explore(Some(2), || {
        let device = Device::new(None);
        let user = spawn(&device, |device| match device.start() {
            Ok(request) => device.complete(request),
            Err(refused) => assert_eq!(refused, Refused::Shut),
        });
        device.close();
        let answers = device.answers();
        user.join().unwrap();
        assert_eq!(device.answers(), answers);
        assert!(answers.0 <= 1 && answers.1 == 0);
        device.assert_all_free();
    });
}

#[test]
fn two_drivers_never_call_at_once_and_nothing_stays_behind() {
    explore(None, || {
        let device = Device::new(None);
        device.start().unwrap();
        device.start().unwrap();
        let other = spawn(&device, |device| device.complete(1));
        device.complete(0);
        other.join().unwrap();
        assert_eq!(device.answers(), (1, 1));
        device.assert_all_free();
    });
}

#[test]
fn close_waits_for_what_another_thread_is_delivering() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        device.start().unwrap();
        let driver = spawn(&device, |device| {
            device.complete(0);
            device.complete(1);
        });
        device.close();
        assert_eq!(device.answers(), (1, 1));
        driver.join().unwrap();
        device.assert_all_free();
    });
}

#[test]
fn a_dropped_token_is_answered_by_the_courier_or_by_close() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        let courier = spawn(&device, |device| device.0.run_courier(|| None));
        device.abandon(0);
        device.close();
        assert_eq!(device.answers(), (1, 0));
        device.0.stop_courier();
        courier.join().unwrap();
        device.assert_all_free();
    });
}

#[test]
fn the_courier_delivers_a_dropped_token_without_a_close() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        let courier = spawn(&device, |device| device.0.run_courier(|| None));
        device.abandon(0);
        device.0.stop_courier();
        courier.join().unwrap();
        assert_eq!(device.answers(), (1, 0));
        device.assert_all_free();
    });
}

#[test]
fn the_courier_stops_while_others_deliver() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        let courier = spawn(&device, |device| device.0.run_courier(|| None));
        let driver = spawn(&device, |device| device.complete(0));
        device.0.stop_courier();
        courier.join().unwrap();
        driver.join().unwrap();
        assert_eq!(device.answers(), (1, 0));
        device.assert_all_free();
    });
}

#[test]
fn nothing_is_left_to_a_courier_that_has_stopped() {
    explore(Some(3), || {
        let device = Device::new(None);
        device.start().unwrap();
        device.start().unwrap();
        // Either thread may find its share done, of one job, with the other's still queued.
        let courier = spawn(&device, |device| device.0.run_courier(|| None));
        let driver = spawn(&device, |device| device.complete(1));
        device.complete(0);
        device.0.stop_courier();
        courier.join().unwrap();
        driver.join().unwrap();
        assert_eq!(device.answers(), (1, 1));
        device.assert_all_free();
    });
}

loom::thread_local! {
    /// The device that this thread's first callback closes.
    static CLOSES: RefCell<Option<Arc<Device>>> = RefCell::new(None);
}

#[test]
fn close_inside_a_callback_answers_the_rest_before_it_returns() {
    explore(Some(3), || {
        let device = Device::new(Some(|| {
            if let Some(device) = CLOSES.with(|closes| closes.borrow_mut().take()) {
                device.close();
                assert_eq!(device.answers(), (1, 1));
                device.0.target().closed.store(true, SeqCst);
            }
        }));
        device.start().unwrap();
        device.start().unwrap();
        let other = spawn(&device, |device| device.complete(1));
        CLOSES.with(|closes| *closes.borrow_mut() = Some(device.clone()));
        device.complete(0);
        other.join().unwrap();
        CLOSES.with(|closes| closes.borrow_mut().take());
        assert_eq!(device.answers(), (1, 1));
        device.assert_all_free();
    });
}
