//! What an office's handles share.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use tspkit_delivery::Dispatcher;
use tspkit_hal::{
    Completion, Deadline, EventSink, Hardware, HardwareError, PhoneId, PhoneReply, PhoneRequest,
    Stopped, ThreadMark,
};

use super::{
    CloseError, deliverer::Deliverer, intake::Intake, lock, table::Table, timekeeper::Timekeeper,
};
use crate::{drivers::OpenError, event::Listeners, options::OpenOptions, phone::Session};

pub(crate) struct OfficeCore {
    pub(crate) hardware: Arc<dyn Hardware>,
    pub(crate) dispatcher: Dispatcher<Deliverer>,
    pub(crate) table: Table,
    pub(crate) options: OpenOptions,
    pub(crate) timekeeper: Timekeeper,
    closed: AtomicBool,
    /// The courier is to stop the driver, as the last thing it does.
    stop_later: AtomicBool,
    courier: Mutex<Option<JoinHandle<()>>>,
    /// The courier's, while it runs.
    courier_mark: Mutex<Option<ThreadMark>>,
}

impl OfficeCore {
    pub(super) fn open(
        options: OpenOptions,
        hardware: Box<dyn Hardware>,
    ) -> Result<Arc<Self>, OpenError> {
        let inventory = hardware.inventory();
        inventory.check()?;
        let core = Arc::new(Self {
            hardware: Arc::from(hardware),
            dispatcher: Dispatcher::new(Deliverer::new(options.sink.clone())),
            table: Table::new(inventory.phones),
            options,
            timekeeper: Timekeeper::new(),
            closed: AtomicBool::new(false),
            stop_later: AtomicBool::new(false),
            courier: Mutex::new(None),
            courier_mark: Mutex::new(None),
        });
        core.reserve_for_events().map_err(OpenError::Thread)?;
        let courier = thread::Builder::new().name("tspkit courier".into()).spawn({
            let core = core.clone();
            move || {
                *lock(&core.courier_mark) = Some(ThreadMark::current());
                core.dispatcher.run_courier(|| core.expire_requests());
                if core.stop_later.load(Ordering::SeqCst) {
                    let limit = Deadline::after(core.options.close_limit);
                    if let Err(error) = core.stop_hardware(limit) {
                        tracing::error!(%error, "an office was closed in a callback");
                    }
                }
                *lock(&core.courier_mark) = None;
            }
        });
        *lock(&core.courier) = Some(courier.map_err(OpenError::Thread)?);
        let events = EventSink::new(Arc::new(Intake(Arc::downgrade(&core))));
        let start = || core.hardware.start(events);
        let started = catch_unwind(AssertUnwindSafe(start))
            .unwrap_or_else(|_| Err(HardwareError::failed("the driver panicked in start")));
        if let Err(error) = started {
            core.closed.store(true, Ordering::SeqCst);
            core.end_courier();
            return Err(OpenError::Start(error));
        }
        Ok(core)
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
        if catch_unwind(AssertUnwindSafe(submit)).is_err() {
            tracing::error!(%phone, "the driver panicked in submit; the request is answered OPERATIONFAILED");
        }
    }

    pub(super) fn close(&self) -> Result<(), CloseError> {
        if self.closed.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let limit = Deadline::after(self.options.close_limit);
        let sessions = self.table.take_sessions();
        for session in &sessions {
            session.shut();
        }
        let looked_at = vec![Cell::new(0); sessions.len()];
        let answered = |nested| {
            let mut each = sessions.iter().zip(&looked_at);
            each.all(|(session, from)| session.is_answered(nested, from))
        };
        let mut result = Ok(());
        if !self.dispatcher.settle(Some(limit.instant()), answered) {
            tracing::error!(limit = ?self.options.close_limit, "a callback did not return while an office closed");
            result = Err(CloseError::CallbackRunning);
        }
        self.listeners().close();
        if self.dispatcher.is_delivering() {
            // The thread may be one of the driver's, which cannot wait for its own end.
            self.stop_later.store(true, Ordering::SeqCst);
        } else {
            // What is left of the limit, and not less than a tenth of it: the driver is not to blame.
            let least = Deadline::after(self.options.close_limit / 10);
            result = result.and(self.stop_hardware(limit.max(least)));
        }
        self.end_courier();
        result
    }

    fn stop_hardware(&self, limit: Deadline) -> Result<(), CloseError> {
        let stop = || self.hardware.stop(limit);
        let stopped = catch_unwind(AssertUnwindSafe(stop)).unwrap_or_else(|_| {
            tracing::error!("the driver panicked in stop");
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

    fn end_courier(&self) {
        self.dispatcher.stop_courier();
        let courier = lock(&self.courier).take();
        let is_courier = *lock(&self.courier_mark) == Some(ThreadMark::current());
        if let Some(courier) = courier
            // Closing may happen in a callback that the courier itself delivers: it ends after that.
            && !is_courier
            && !self.dispatcher.is_delivering()
            && courier.join().is_err()
        {
            tracing::error!("the courier ended by a panic");
        }
    }

    /// Ends requests whose time is up; says when the next one's is.
    fn expire_requests(&self) -> Option<Instant> {
        self.timekeeper.check(|now, next| {
            self.table
                .for_each_session(|session: &Arc<Session>| session.expire(now, next));
        })
    }
}
