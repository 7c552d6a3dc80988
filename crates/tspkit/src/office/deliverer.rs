//! What is delivered one at a time: answers, and events.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering, fence},
    },
};

use tspkit_abi::PhoneStates;
use tspkit_delivery::Deliver;
use tspkit_hal::{LineEvent, LineId, PhoneReply};

use super::{OfficeCore, lock};
use crate::{
    error::Error,
    event::{Event, Listener, Listeners},
    options::CompletionSink,
    phone::{Device, Session},
};

/// How many events can wait to be delivered before those of a phone are merged.
const EVENTS: u32 = 1024;

/// How a request ended; `None` for the usual end, [`PhoneReply::Done`], which is not worth moving about.
pub(crate) type Answer = Option<Box<Result<PhoneReply, Error>>>;

/// One delivery.
pub(crate) enum Job {
    /// The answer to a request.
    Answer {
        session: Arc<Session>,
        index: u32,
        /// Somebody other than the driver has ended it.
        cancelled: bool,
        answer: Answer,
    },
    /// An event, and the phone that it is about.
    Event {
        device: Option<Arc<Device>>,
        event: Box<Event>,
    },
    /// The phone is gone: after its last events, it closes.
    Gone(Arc<Device>),
    /// Events have been merged while the last that waited was delivered.
    Merged,
}

/// Delivers to callbacks, the completion sink and the listeners.
pub(crate) struct Deliverer {
    pub(crate) sink: Option<Arc<dyn CompletionSink>>,
    pub(crate) listeners: Arc<Listeners>,
    /// How many tellings of events have begun and not ended. Written by whoever delivers.
    telling: AtomicU32,
    /// How many events are queued.
    waiting: AtomicU32,
    /// Phones whose events are merged for want of room.
    merged: Mutex<Vec<Arc<Device>>>,
}

impl Deliverer {
    pub(super) fn new(
        sink: Option<Arc<dyn CompletionSink>>,
        listeners: Vec<Arc<Listener>>,
    ) -> Self {
        Self {
            sink,
            listeners: Arc::new(Listeners::new(listeners)),
            telling: AtomicU32::new(0),
            waiting: AtomicU32::new(0),
            merged: Mutex::default(),
        }
    }

    /// Tells the listeners of something that goes with what is being delivered.
    pub(crate) fn tell(&self, event: &Event) {
        if !self.listeners.is_empty() {
            self.listeners.tell(event);
        }
    }

    /// Tells the listeners of an event, and counts that for closing the phone or the office to wait for.
    ///
    /// A panic of theirs ends here: what is merged has still to be told.
    fn tell_counted(&self, device: Option<&Device>, event: &Event) {
        let telling = &self.telling;
        telling.store(telling.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
        // Whoever closes is seen below, or by the listeners, or sees the count.
        fence(Ordering::SeqCst);
        let tell = || match device.and_then(Device::session) {
            Some(session) => session.tell(|| self.listeners.tell(event)),
            None => self.listeners.tell(event),
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(tell)) {
            self.panicked(payload);
        }
        telling.store(telling.load(Ordering::Relaxed) - 1, Ordering::Release);
    }

    /// An event is being told.
    pub(super) fn is_telling(&self) -> bool {
        self.telling.load(Ordering::Acquire) != 0
    }

    fn event_delivered(&self) {
        if self.waiting.fetch_sub(1, Ordering::SeqCst) != 1 {
            return;
        }
        let merged = std::mem::take(&mut *lock(&self.merged));
        for device in merged {
            let (states, count) = device.take_merged();
            let event = Event::Merged {
                phone: device.id,
                states,
                count,
            };
            self.tell_counted(Some(&device), &event);
        }
    }
}

impl Deliver for Deliverer {
    type Job = Job;

    fn deliver(&self, job: Job) {
        match job {
            Job::Answer {
                session,
                index,
                cancelled,
                answer,
            } => session.deliver(self, index, cancelled, answer),
            Job::Event { device, event } => {
                self.tell_counted(device.as_deref(), &event);
                self.event_delivered();
            }
            Job::Gone(device) => {
                let done = OnDrop(|| self.event_delivered());
                device.close_removed();
                drop(done);
            }
            Job::Merged => self.event_delivered(),
        }
    }

    fn panicked(&self, payload: Box<dyn Any + Send>) {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("no message");
        tracing::error!(panic = text, "a callback panicked");
        // Dropping what was thrown may throw again.
        std::mem::forget(payload);
    }
}

/// Runs on the way out, also when that is a panic.
pub(crate) struct OnDrop<F: FnMut()>(pub(crate) F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

impl OfficeCore {
    pub(super) fn reserve_for_events(&self) -> Result<(), std::io::Error> {
        self.dispatcher
            .reserve(EVENTS as usize + 1)
            .map_err(|_| std::io::ErrorKind::OutOfMemory.into())
    }

    /// Has a phone's event delivered, or merges it when too many wait.
    ///
    /// By the courier, not here: a driver may report events with its locks held, and what is called may call
    /// the driver.
    pub(crate) fn queue_event(&self, device: &Arc<Device>, event: Event) {
        if self.listeners().is_empty() {
            return;
        }
        if self.take_place() {
            self.dispatcher.post(Job::Event {
                device: Some(device.clone()),
                event: Box::new(event),
            });
        } else if device.merge(event.states()) {
            let target = self.dispatcher.target();
            lock(&target.merged).push(device.clone());
            if target.waiting.load(Ordering::SeqCst) == 0 {
                target.waiting.fetch_add(1, Ordering::SeqCst);
                self.dispatcher.post(Job::Merged);
            }
        }
    }

    /// Closes a removed phone after its last events.
    pub(super) fn queue_gone(&self, device: Arc<Device>) {
        self.dispatcher
            .target()
            .waiting
            .fetch_add(1, Ordering::SeqCst);
        self.dispatcher.post(Job::Gone(device));
    }

    pub(super) fn queue_line_event(&self, line: LineId, event: LineEvent) {
        if self.listeners().is_empty() {
            return;
        }
        if self.take_place() {
            self.dispatcher.post(Job::Event {
                device: None,
                event: Box::new(Event::Line { line, event }),
            });
        } else {
            tracing::warn!(%line, ?event, "too many events wait; this one is lost");
        }
    }

    fn take_place(&self) -> bool {
        // Never beyond the limit, not even for a moment: whoever delivers the last looks for what is merged.
        let waiting = &self.dispatcher.target().waiting;
        let more = |count| (count < EVENTS).then(|| count + 1);
        waiting
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, more)
            .is_ok()
    }
}

/// What a phone's events were merged to.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    pub(crate) states: PhoneStates,
    pub(crate) count: u32,
}
