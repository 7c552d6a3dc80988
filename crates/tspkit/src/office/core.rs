//! What an office's handles share.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use tspkit_delivery::Dispatcher;
use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, LineEvent, LineId, LineReply,
    LineRequest, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Stopped, contain, panic_text,
};

use super::{
    CloseError,
    closing::Closing,
    courier::Courier,
    deliverer::{Deliverer, OnDrop},
    intake::Intake,
    last::Last,
    table::Table,
    timekeeper::Timekeeper,
};
use crate::{
    drivers::OpenError,
    event::{Event, Listeners},
    line::LineTable,
    options::OpenOptions,
    phone::Session,
};

pub(crate) struct OfficeCore {
    pub(crate) hardware: Arc<dyn Hardware>,
    pub(crate) dispatcher: Dispatcher<Deliverer>,
    pub(crate) table: Table,
    pub(crate) lines: LineTable,
    pub(crate) options: OpenOptions,
    pub(crate) timekeeper: Timekeeper,
    pub(super) closed: AtomicBool,
    pub(super) closing: Closing,
    /// The courier is to stop the driver, as the last thing it does.
    pub(super) stop_later: AtomicBool,
    courier: Courier,
    /// Dropped after everything else.
    #[expect(dead_code, reason = "it is there to be dropped")]
    last: Last,
}

impl OfficeCore {
    pub(super) fn open(
        mut options: OpenOptions,
        hardware: Box<dyn Hardware>,
    ) -> Result<Arc<Self>, OpenError> {
        let last: Last;
        let hardware: Arc<dyn Hardware> = Arc::from(hardware);
        last = Last::new(&hardware);
        let inventory = contain(|| hardware.inventory()).map_err(|panic| {
            tracing::error!(panic, "the driver panicked in inventory");
            OpenError::Start(HardwareError::failed("the driver panicked in inventory"))
        })?;
        inventory.check()?;
        let listeners = std::mem::take(&mut options.listeners);
        let core = Arc::new_cyclic(|core| Self {
            hardware,
            dispatcher: Dispatcher::new(Deliverer::new(core.clone(), &options, listeners)),
            table: Table::new(inventory.phones),
            lines: LineTable::new(inventory.lines, core.clone()),
            options,
            timekeeper: Timekeeper::new(),
            closed: AtomicBool::new(false),
            closing: Closing::default(),
            stop_later: AtomicBool::new(false),
            courier: Courier::default(),
            last,
        });
        core.reserve_for_events().map_err(OpenError::Thread)?;
        let run = core.clone();
        core.courier
            .start(move || run.run_courier())
            .map_err(OpenError::Thread)?;
        core.announce_unknown();
        let events = EventSink::new(Arc::new(Intake(Arc::downgrade(&core))));
        let start = || core.hardware.start(events);
        let started = contain(start).unwrap_or_else(|panic| {
            tracing::error!(panic, "the driver panicked in start");
            Err(HardwareError::failed("the driver panicked in start"))
        });
        if let Err(error) = started {
            core.closed.store(true, Ordering::SeqCst);
            let _ = core.end_courier(Deadline::after(core.options.close_limit));
            core.listeners().close();
            return Err(OpenError::Start(error));
        }
        Ok(core)
    }

    fn announce_unknown(&self) {
        for entry in self.table.entries() {
            if entry.index >= self.options.known_phones
                && let Ok(device) = self.table.by_index(entry.index)
            {
                let event = Event::Phone {
                    phone: entry.info.id,
                    event: PhoneEvent::Added(entry.info),
                };
                self.queue_event(&device, event);
            }
        }
        for entry in self.lines.entries() {
            if entry.index >= self.options.known_lines
                && let Ok(device) = self.lines.by_index(entry.index)
            {
                let event = Event::Line {
                    line: entry.info.id,
                    event: LineEvent::Added(entry.info),
                };
                self.queue_line_event(&device, event);
            }
        }
    }

    fn run_courier(&self) {
        self.courier.began();
        let _ended = OnDrop(|| self.courier.ended());
        self.dispatcher.run_courier(|| self.expire_requests());
        if self.stop_later.load(Ordering::SeqCst) {
            let limit = Deadline::after(self.options.close_limit);
            if let Err(error) = self.stop_hardware(limit) {
                tracing::error!(%error, "an office was closed in a callback");
            }
        }
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    pub(crate) fn listeners(&self) -> &Arc<Listeners> {
        &self.dispatcher.target().listeners
    }

    /// Gives the driver a request. A panic there is contained: it drops the completion, which answers.
    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
    pub(crate) fn hand_over(
        &self,
        phone: PhoneId,
        request: PhoneRequest,
        done: Completion<PhoneReply>,
    ) {
        // Captured by reference: a request is large enough for each move to be felt.
        let mut call = Some((request, done));
        let submit = || {
            if let Some((request, done)) = call.take() {
                self.hardware.submit(phone, request, done);
            }
        };
        if let Err(thrown) = catch_unwind(AssertUnwindSafe(submit)) {
            let panic = panic_text(thrown);
            tracing::error!(%phone, panic, "the driver panicked in submit; the request is answered OPERATIONFAILED");
        }
    }

    /// Gives the driver a request to a line, likewise.
    pub(crate) fn hand_over_line(
        &self,
        line: LineId,
        request: LineRequest,
        done: Completion<LineReply>,
    ) {
        if let Err(panic) = contain(|| self.hardware.submit_line(line, request, done)) {
            tracing::error!(%line, panic, "the driver panicked in submit_line; the request is answered OPERATIONFAILED");
        }
    }

    pub(super) fn stop_hardware(&self, limit: Deadline) -> Result<(), CloseError> {
        let stop = || self.hardware.stop(limit);
        let stopped = contain(stop).unwrap_or_else(|panic| {
            tracing::error!(panic, "the driver panicked in stop");
            Stopped::StillRunning
        });
        match stopped {
            Stopped::Clean => Ok(()),
            Stopped::StillRunning => {
                // Something of it still runs and may use it.
                std::mem::forget(self.hardware.clone());
                Err(CloseError::DriverRunning)
            }
        }
    }

    pub(super) fn end_courier(&self, limit: Deadline) -> Result<(), CloseError> {
        self.dispatcher.stop_courier();
        // Closing may happen in a callback that the courier itself delivers: it ends after that.
        if self.dispatcher.is_delivering() || self.courier.is_this_thread() {
            self.courier.detach();
        } else if !self.courier.join(limit) {
            tracing::error!(
                "the courier is in a callback that did not return while an office closed"
            );
            return Err(CloseError::CallbackRunning);
        }
        Ok(())
    }

    /// Ends requests whose time is up; says when the next one's is.
    fn expire_requests(&self) -> Option<Instant> {
        self.timekeeper.check(|now, next| {
            self.table
                .for_each_session(|session: &Arc<Session>| session.expire(now, next));
            self.lines
                .for_each_session(|session| session.expire(now, next));
        })
    }
}
