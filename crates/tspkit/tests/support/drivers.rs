//! Drivers under the test's control.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use tspkit::{
    Hardware, HardwareError, PhoneEvent, PhoneId, PhoneReply, PhoneRequest,
    hal::{
        Completion, Deadline, EventSink, Inventory, Outcome, Stopped,
        blocking::{BlockingHardware, Cancel},
    },
};

use super::HANG;

/// Answers inside `submit`, as its function does.
pub struct Inline<F> {
    inventory: Inventory,
    answer: F,
}

impl<F> Inline<F>
where
    F: Fn(PhoneId, PhoneRequest, Completion<PhoneReply>) + Send + Sync,
{
    pub fn new(inventory: Inventory, answer: F) -> Self {
        Self { inventory, answer }
    }
}

impl<F> Hardware for Inline<F>
where
    F: Fn(PhoneId, PhoneRequest, Completion<PhoneReply>) + Send + Sync,
{
    fn inventory(&self) -> Inventory {
        self.inventory.clone()
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        Ok(())
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        (self.answer)(phone, request, done);
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

/// What phones hold in their areas.
#[derive(Default)]
pub struct Memory {
    areas: Mutex<HashMap<(PhoneId, u32), Bytes>>,
    /// How many requests have come.
    pub seen: AtomicUsize,
}

impl Memory {
    /// Carries out downloads and uploads; what else there is, it cannot do.
    pub fn carry_out(&self, phone: PhoneId, request: PhoneRequest) -> Outcome<PhoneReply> {
        self.seen.fetch_add(1, Ordering::SeqCst);
        let mut areas = self.areas.lock().unwrap();
        match request {
            PhoneRequest::SetData { area, data } => {
                areas.insert((phone, area), data);
                Ok(PhoneReply::Done)
            }
            PhoneRequest::GetData { area, size } => {
                let held = areas.get(&(phone, area)).cloned().unwrap_or_default();
                let size = held.len().min(size as usize);
                Ok(PhoneReply::Data(held.slice(..size)))
            }
            _ => Err(HardwareError::unavailable()),
        }
    }

    pub fn seen(&self) -> usize {
        self.seen.load(Ordering::SeqCst)
    }

    pub fn held(&self, phone: PhoneId, area: u32) -> Option<Bytes> {
        self.areas.lock().unwrap().get(&(phone, area)).cloned()
    }
}

/// A driver that keeps data in memory and answers inside `submit`; and its memory.
pub fn memory(inventory: Inventory) -> (impl Hardware + 'static, Arc<Memory>) {
    let memory = Arc::new(Memory::default());
    let inner = memory.clone();
    let driver = Inline::new(inventory, move |phone, request, done: Completion<_>| {
        let outcome = inner.carry_out(phone, request);
        done.complete(outcome);
    });
    (driver, memory)
}

/// A blocking driver that keeps data in memory; `linger` is how long each request takes.
pub struct Slow {
    pub inventory: Inventory,
    pub memory: Arc<Memory>,
    pub linger: Duration,
}

impl BlockingHardware for Slow {
    fn inventory(&self) -> Inventory {
        self.inventory.clone()
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(
        &self,
        phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply> {
        if !self.linger.is_zero() && cancel.wait(self.linger) {
            return Err(HardwareError::failed("it was cancelled"));
        }
        self.memory.carry_out(phone, request)
    }
}

/// A request that a [`Manual`] driver has, and answers when the test says so.
#[derive(Debug)]
pub struct Taken {
    pub phone: PhoneId,
    pub request: PhoneRequest,
    pub done: Completion<PhoneReply>,
}

impl Taken {
    pub fn succeed(self) {
        self.done.complete(Ok(PhoneReply::Done));
    }

    /// The bytes of a download.
    pub fn data(&self) -> &Bytes {
        match &self.request {
            PhoneRequest::SetData { data, .. } => data,
            other => panic!("a {} is no download", other.name()),
        }
    }
}

/// Keeps every request until the test takes and answers it. Clones are the same driver.
#[derive(Clone)]
pub struct Manual(Arc<Inner>);

struct Inner {
    inventory: Inventory,
    taken: Mutex<VecDeque<Taken>>,
    came: Condvar,
    submitted: AtomicUsize,
    events: Mutex<Option<EventSink>>,
    /// How many values of the driver there have been less those that were dropped.
    started: AtomicUsize,
    stopped: AtomicUsize,
}

impl Manual {
    pub fn new(inventory: Inventory) -> Self {
        Self(Arc::new(Inner {
            inventory,
            taken: Mutex::default(),
            came: Condvar::new(),
            submitted: AtomicUsize::new(0),
            events: Mutex::default(),
            started: AtomicUsize::new(0),
            stopped: AtomicUsize::new(0),
        }))
    }

    /// The oldest request that has come, waiting for it.
    #[track_caller]
    pub fn take(&self) -> Taken {
        let taken = self.0.taken.lock().unwrap();
        let (mut taken, waited) = self
            .0
            .came
            .wait_timeout_while(taken, HANG, |taken| taken.is_empty())
            .unwrap();
        assert!(!waited.timed_out(), "no request has come");
        taken.pop_front().expect("one has come")
    }

    /// The oldest request that has come, if there is one.
    pub fn try_take(&self) -> Option<Taken> {
        self.0.taken.lock().unwrap().pop_front()
    }

    /// Every request that has come and was not taken.
    pub fn take_all(&self) -> Vec<Taken> {
        self.0.taken.lock().unwrap().drain(..).collect()
    }

    /// How many requests have come so far.
    pub fn submitted(&self) -> usize {
        self.0.submitted.load(Ordering::SeqCst)
    }

    pub fn starts(&self) -> usize {
        self.0.started.load(Ordering::SeqCst)
    }

    pub fn stops(&self) -> usize {
        self.0.stopped.load(Ordering::SeqCst)
    }

    /// Where its events go. Works only while it is started.
    pub fn events(&self) -> EventSink {
        let events = self.0.events.lock().unwrap();
        events.clone().expect("the driver was started")
    }

    /// Tells that something has happened to the phone of that index.
    pub fn tell(&self, index: u32, event: PhoneEvent) {
        self.events().phone(PhoneId(100 + index), event);
    }
}

impl Hardware for Manual {
    fn inventory(&self) -> Inventory {
        self.0.inventory.clone()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *self.0.events.lock().unwrap() = Some(events);
        self.0.started.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }

    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        self.0.submitted.fetch_add(1, Ordering::SeqCst);
        let taken = Taken {
            phone,
            request,
            done,
        };
        self.0.taken.lock().unwrap().push_back(taken);
        self.0.came.notify_all();
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        self.0.stopped.fetch_add(1, Ordering::SeqCst);
        drop(self.take_all());
        Stopped::Clean
    }
}

/// Fails in ways of its own: always in `submit`, by a panic. Says when it is dropped.
pub struct Faulty {
    inventory: Inventory,
    pub start: fn() -> Result<(), HardwareError>,
    pub stop: fn() -> Stopped,
    pub dropped: Arc<AtomicBool>,
}

impl Faulty {
    pub fn new(inventory: Inventory) -> Self {
        Self {
            inventory,
            start: || Ok(()),
            stop: || Stopped::Clean,
            dropped: Arc::default(),
        }
    }
}

impl Drop for Faulty {
    fn drop(&mut self) {
        self.dropped.store(true, Ordering::SeqCst);
    }
}

impl Hardware for Faulty {
    fn inventory(&self) -> Inventory {
        self.inventory.clone()
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        (self.start)()
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, _done: Completion<PhoneReply>) {
        panic!("on purpose");
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        (self.stop)()
    }
}
