//! What is delivered one at a time: answers, and events.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex, Weak,
        atomic::{AtomicU32, Ordering, fence},
    },
};

use tspkit_abi::PhoneStates;
use tspkit_delivery::Deliver;
use tspkit_hal::{PhoneReply, panic_text};

use super::{Callbacks, OfficeCore, Tellings, lock};
use crate::{
    call::{CallCell, CallEvent, MergedCall},
    error::Error,
    event::{Event, Listener, Listeners},
    line::{LineAnswer, LineDevice, LineSession},
    options::{CompletionSink, LineCompletionSink, OpenOptions},
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
    /// The answer to a request to a line or a call.
    LineAnswer {
        session: Arc<LineSession>,
        index: u32,
        cancelled: bool,
        answer: Box<LineAnswer>,
    },
    /// An event, and what it is about.
    Event(Box<(Source, Event)>),
    /// The phone or line is gone: after its last events, it closes.
    Gone(Box<Source>),
    /// A call is over, and nobody has it.
    Unwanted(Arc<CallCell>),
    /// Events have been merged while the last that waited was delivered.
    Merged,
}

/// What an event is about.
#[derive(Clone)]
pub(crate) enum Source {
    Phone(Arc<Device>),
    Line(Arc<LineDevice>),
    Call(Arc<CallCell>),
}

/// Delivers to callbacks, the completion sinks and the listeners.
pub(crate) struct Deliverer {
    /// Whose it is.
    office: Weak<OfficeCore>,
    pub(crate) sink: Option<Arc<dyn CompletionSink>>,
    pub(crate) line_sink: Option<Arc<dyn LineCompletionSink>>,
    pub(crate) listeners: Arc<Listeners>,
    /// The tellings of events.
    telling: Callbacks,
    /// How many events are queued.
    waiting: AtomicU32,
    /// Whose events are merged for want of room.
    merged: Mutex<Vec<Source>>,
}

impl Deliverer {
    pub(super) fn new(
        office: Weak<OfficeCore>,
        options: &OpenOptions,
        listeners: Vec<Arc<Listener>>,
    ) -> Self {
        Self {
            office,
            sink: options.sink.clone(),
            line_sink: options.line_sink.clone(),
            listeners: Arc::new(Listeners::new(listeners)),
            telling: Callbacks::default(),
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

    /// Tells the listeners of an event, and counts that for closing what it is about or the office to wait for.
    ///
    /// A panic of theirs ends here: what is merged has still to be told.
    fn tell_counted(&self, source: &Source, event: &Event) {
        let told = self.telling.enter();
        // Whoever closes is seen below, or by the listeners, or sees the count.
        fence(Ordering::SeqCst);
        let tell = || source.tell(|| self.listeners.tell(event));
        if let Err(payload) = catch_unwind(AssertUnwindSafe(tell)) {
            self.panicked(payload);
        }
        drop(told);
        // There may be more to deliver, which whoever closes need not wait for.
        if let Some(office) = self.office.upgrade() {
            office.dispatcher.announce();
        }
    }

    /// An event is being told.
    pub(super) fn is_telling(&self) -> bool {
        self.telling.are_running()
    }

    fn event_delivered(&self) {
        if self.waiting.fetch_sub(1, Ordering::SeqCst) != 1 {
            return;
        }
        let merged = std::mem::take(&mut *lock(&self.merged));
        for source in merged {
            for event in source.take_merged() {
                self.tell_counted(&source, &event);
            }
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
            Job::LineAnswer {
                session,
                index,
                cancelled,
                answer,
            } => session.deliver(self, index, cancelled, *answer),
            Job::Event(told) => {
                self.tell_counted(&told.0, &told.1);
                self.event_delivered();
            }
            Job::Gone(source) => {
                let done = OnDrop(|| self.event_delivered());
                source.close_removed();
                drop(done);
            }
            Job::Unwanted(call) => {
                let done = OnDrop(|| self.event_delivered());
                if let Some(office) = call.device.office.upgrade() {
                    office.forget_unwanted(&call);
                }
                drop(done);
            }
            Job::Merged => self.event_delivered(),
        }
    }

    fn panicked(&self, payload: Box<dyn Any + Send>) {
        let panic = panic_text(payload);
        tracing::error!(panic, "a callback panicked");
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
        let source = || Source::Phone(device.clone());
        if self.take_place() {
            self.post_event(source(), event);
        } else if device.merge(event.states()) {
            self.queue_merged(source());
        }
    }

    /// Likewise for a line's.
    pub(crate) fn queue_line_event(&self, device: &Arc<LineDevice>, event: Event) {
        if self.listeners().is_empty() {
            return;
        }
        let source = || Source::Line(device.clone());
        if self.take_place() {
            self.post_event(source(), event);
        } else if device.merge(event.line_states()) {
            self.queue_merged(source());
        }
    }

    /// Likewise for a call's. While some are merged the others are too, so that the last state is told last.
    pub(crate) fn queue_call_event(
        &self,
        cell: &Arc<CallCell>,
        merged: &mut MergedCall,
        event: CallEvent,
    ) {
        if self.listeners().is_empty() {
            return;
        }
        let source = || Source::Call(cell.clone());
        if merged.is_empty() && self.take_place() {
            let event = Event::Call {
                line: cell.device.id,
                call: cell.id,
                event,
            };
            self.post_event(source(), event);
        } else if merged.add(event) {
            self.queue_merged(source());
        }
    }

    fn post_event(&self, source: Source, event: Event) {
        let told = Box::new((source, event));
        self.dispatcher.post(Job::Event(told));
    }

    /// What was merged is told when nothing waits any more.
    fn queue_merged(&self, source: Source) {
        let target = self.dispatcher.target();
        lock(&target.merged).push(source);
        if target.waiting.load(Ordering::SeqCst) == 0 {
            target.waiting.fetch_add(1, Ordering::SeqCst);
            self.dispatcher.post(Job::Merged);
        }
    }

    /// Closes a removed phone or line after its last events.
    pub(crate) fn queue_gone(&self, source: Source) {
        self.queue_beyond(Job::Gone(Box::new(source)));
    }

    /// Has a call forgotten that is over and that nobody has: not here, where the driver may hold its locks.
    pub(crate) fn queue_unwanted(&self, cell: Arc<CallCell>) {
        self.queue_beyond(Job::Unwanted(cell));
    }

    fn queue_beyond(&self, job: Job) {
        let waiting = &self.dispatcher.target().waiting;
        waiting.fetch_add(1, Ordering::SeqCst);
        self.dispatcher.post(job);
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

impl Source {
    /// Has an event told, as a callback that closing waits for.
    fn tell(&self, tell: impl FnOnce()) {
        match self {
            Self::Phone(device) => tell_of(&device.tellings, tell),
            Self::Line(device) => tell_of(&device.tellings, tell),
            Self::Call(cell) => cell.tell(|| tell_of(&cell.device.tellings, tell)),
        }
    }

    /// The events that are left of what was merged.
    fn take_merged(&self) -> Vec<Event> {
        match self {
            Self::Phone(device) => {
                let (states, count) = device.take_merged();
                vec![Event::Merged {
                    phone: device.id,
                    states,
                    count,
                }]
            }
            Self::Line(device) => {
                let merged = device.take_merged();
                vec![Event::LineMerged {
                    line: device.id,
                    states: merged.states,
                    count: merged.count,
                }]
            }
            Self::Call(cell) => {
                let event = |event| Event::Call {
                    line: cell.device.id,
                    call: cell.id,
                    event,
                };
                cell.take_merged().events().map(event).collect()
            }
        }
    }

    fn close_removed(&self) {
        match self {
            Self::Phone(device) => device.close_removed(),
            Self::Line(device) => device.close_removed(),
            Self::Call(_) => {}
        }
    }
}

/// Has an event of a device told, as a callback that closing it waits for.
fn tell_of(tellings: &Tellings, tell: impl FnOnce()) {
    let _told = tellings.enter();
    // Against the one in `shut`: either what is told finds what the closer set before, or the closer sees this.
    fence(Ordering::SeqCst);
    tell();
}

/// What a phone's events were merged to.
#[derive(Debug, Default)]
pub(crate) struct Merged {
    pub(crate) states: PhoneStates,
    pub(crate) count: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// It is moved about with each answer that has to wait.
    #[test]
    fn a_delivery_is_small() {
        assert_eq!(size_of::<Job>(), 3 * size_of::<usize>());
    }
}
