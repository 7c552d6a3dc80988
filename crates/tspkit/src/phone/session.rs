//! A phone between open and close: where requests are accepted and answered.

use std::{
    cell::Cell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tspkit_delivery::{Cancelled, Completed, Refused, Requests, Slot, Turn};
use tspkit_hal::{
    Completion, CompletionTarget, Outcome, PhoneInfo, PhoneModel, PhoneReply, PhoneRequest, Token,
};

use super::{
    area_order::Waiting,
    check,
    device::Device,
    payload::{Payload, Route},
};
use crate::{
    error::Error,
    event::Event,
    office::{CloseError, Deliverer, Job, OfficeCore, OnDrop, lock},
};

/// The phone is out of reach.
const DISCONNECTED: u32 = 1;
/// Its use is suspended.
const SUSPENDED: u32 = 2;
/// It was removed.
const REMOVED: u32 = 4;
/// It was closed.
const CLOSED: u32 = 8;
/// A cancelled request is still with the driver, so that others may have to wait.
const BUSY: u32 = 16;
/// Its capabilities have changed since it was opened.
const REMODELLED: u32 = 32;

/// The order of the fields is that of their use: a request touches little memory of a phone.
#[repr(C)]
pub(crate) struct Session {
    /// Nothing set: requests need nothing but a look at the model.
    flags: AtomicU32,
    /// How many of its callbacks have been entered and not left. Written by whoever delivers.
    calling: AtomicU32,
    office: Arc<OfficeCore>,
    model: Arc<PhoneModel>,
    id: tspkit_hal::PhoneId,
    requests: Requests<Payload>,
    pub(crate) device: Arc<Device>,
    /// In place of `model`, once it has changed.
    remodelled: Mutex<Option<Arc<PhoneModel>>>,
}

impl Session {
    pub(super) fn open(office: &Arc<OfficeCore>, index: u32) -> Result<Arc<Self>, Error> {
        if office.is_closed() {
            return Err(Error::OfficeClosed);
        }
        let device = office.table.by_index(index)?;
        let session = device.open(|info, suspended| {
            let requests = Requests::new(office.options.request_limit);
            let slots = requests.initial_slots() as usize;
            office
                .dispatcher
                .reserve(slots)
                .map_err(|_| Error::NoMemory { phone: device.id })?;
            let session = Arc::new(Self {
                flags: AtomicU32::new(0),
                calling: AtomicU32::new(0),
                office: office.clone(),
                model: info.model.clone(),
                id: device.id,
                requests,
                device: device.clone(),
                remodelled: Mutex::default(),
            });
            session.note(info, suspended, false);
            Ok(session)
        })?;
        {
            let order = lock(&device.order);
            if !order.is_clear() {
                session.flags.fetch_or(BUSY, Ordering::SeqCst);
            }
        }
        // The office may have been closed meanwhile, without seeing this phone.
        if office.is_closed() {
            let _ = session.close();
            return Err(Error::OfficeClosed);
        }
        Ok(session)
    }

    /// Takes in how the phone is.
    pub(super) fn note(&self, info: &PhoneInfo, suspended: bool, removed: bool) {
        let states = [
            (DISCONNECTED, !info.connected),
            (SUSPENDED, suspended),
            (REMOVED, removed),
        ];
        for (flag, set) in states {
            if set {
                self.flags.fetch_or(flag, Ordering::SeqCst);
            } else {
                self.flags.fetch_and(!flag, Ordering::SeqCst);
            }
        }
        if !Arc::ptr_eq(&info.model, &self.model) {
            *lock(&self.remodelled) = Some(info.model.clone());
            self.flags.fetch_or(REMODELLED, Ordering::SeqCst);
        }
    }

    pub(super) fn model(&self) -> Arc<PhoneModel> {
        lock(&self.remodelled)
            .clone()
            .unwrap_or_else(|| self.model.clone())
    }

    /// Accepts a request, or says why not. An accepted one is answered by its route exactly once.
    pub(crate) fn submit(
        self: &Arc<Self>,
        request: PhoneRequest,
        route: Route,
        limit: Option<Duration>,
    ) -> Result<(u32, Turn), Error> {
        let flags = self.flags.load(Ordering::SeqCst);
        if flags & !BUSY != 0 || !check::is_plain_transfer(&self.model, &request) {
            self.check(&request, flags)?;
        }
        self.accept(request, route, limit, flags)
    }

    /// All the checks, in the order of the specification.
    #[cold]
    fn check(&self, request: &PhoneRequest, flags: u32) -> Result<(), Error> {
        let phone = self.id;
        if flags & (CLOSED | REMOVED) != 0 {
            return Err(self.closed());
        }
        let model = self.model();
        check::capability(phone, &model, request)?;
        if flags & DISCONNECTED != 0 {
            return Err(Error::NotConnected { phone });
        }
        if flags & SUSPENDED != 0 {
            return Err(Error::Suspended { phone });
        }
        check::parameters(phone, &model, request)
    }

    #[cold]
    fn closed(&self) -> Error {
        if self.office.is_closed() {
            Error::OfficeClosed
        } else {
            Error::Closed { phone: self.id }
        }
    }

    fn accept(
        self: &Arc<Self>,
        request: PhoneRequest,
        route: Route,
        limit: Option<Duration>,
        flags: u32,
    ) -> Result<(u32, Turn), Error> {
        let claimed = self
            .requests
            .claim(|slots| self.office.dispatcher.reserve(slots));
        let claim = match claimed {
            Ok(claim) => claim,
            Err(refused) => return Err(self.refusal(refused)),
        };
        let (index, turn, slot) = (claim.index, claim.turn, claim.slot);
        let area = request.area();
        let is_download = matches!(request, PhoneRequest::SetData { .. });
        slot.payload.fill(turn, route, area, is_download);
        slot.life.publish();
        let done = Completion::new(self.clone(), Token(u64::from(index)));
        match area {
            Some(area) if flags & BUSY != 0 => self.hand_over_in_order(area, index, request, done),
            _ => self.office.hand_over(self.id, request, done),
        }
        if let Some(limit) = limit
            && slot.life.is_pending(turn)
        {
            self.watch(slot, turn, limit);
        }
        Ok((index, turn))
    }

    #[cold]
    fn refusal(&self, refused: Refused) -> Error {
        let phone = self.id;
        match refused {
            Refused::Shut => self.closed(),
            Refused::Full => Error::QueueFull {
                phone,
                limit: self.requests.limit(),
            },
            Refused::NoMemory => Error::NoMemory { phone },
        }
    }

    #[cold]
    fn hand_over_in_order(
        &self,
        area: u32,
        index: u32,
        request: PhoneRequest,
        done: Completion<PhoneReply>,
    ) {
        let waiting = Waiting {
            area,
            index,
            session: self.number(),
            request,
            done,
        };
        let waiting = {
            let mut order = lock(&self.device.order);
            if waiting.done.is_cancelled() {
                Some(waiting)
            } else {
                order.hold(waiting)
            }
        };
        // One that was cancelled meanwhile needs no driver to drop it.
        if let Some(waiting) = waiting.filter(|waiting| !waiting.done.is_cancelled()) {
            self.office
                .hand_over(self.id, waiting.request, waiting.done);
        }
    }

    /// Tells this session from the phone's others.
    fn number(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn watch(&self, slot: &Slot<Payload>, turn: Turn, limit: Duration) {
        let keeper = &self.office.timekeeper;
        let deadline = slot.payload.set_deadline(turn, keeper.after(limit));
        if deadline.is_some_and(|deadline| keeper.watch(deadline)) {
            self.office.dispatcher.nudge();
        }
    }

    /// Cancels the requests whose time is up; keeps the earliest deadline of the others in `next`.
    pub(crate) fn expire(self: &Arc<Self>, now: u64, next: &mut u64) {
        for (index, slot) in self.requests.iter() {
            let Some(turn) = slot.life.pending() else {
                continue;
            };
            let Some(deadline) = slot.payload.deadline(turn) else {
                continue;
            };
            if deadline > now {
                *next = deadline.min(*next);
            } else {
                let limit = slot
                    .payload
                    .limit()
                    .or(self.office.options.deadline)
                    .unwrap_or_default();
                self.cancel(
                    index,
                    turn,
                    Error::TimedOut {
                        phone: self.id,
                        limit,
                    },
                );
            }
        }
    }

    /// Ends a request, if it is still open: it is answered with `why`, and the driver told.
    pub(crate) fn cancel(self: &Arc<Self>, index: u32, turn: Turn, why: Error) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let mut held = None;
        {
            // With the lock held, so that the token's return is seen after this.
            let mut order = lock(&self.device.order);
            if slot.life.cancel(turn) == Cancelled::TooLate {
                return;
            }
            if let Some(area) = slot.payload.area() {
                held = order.cancelled(area, index, self.number());
                if held.is_some() {
                    slot.payload.clear_area();
                }
                if !order.is_clear() {
                    self.flags.fetch_or(BUSY, Ordering::SeqCst);
                }
            }
        }
        // A request that was only waiting: its token is back now.
        drop(held);
        if let Some(hook) = slot.payload.take_hook() {
            self.call(hook);
        }
        self.answer(index, slot, true, Err(why), false);
    }

    /// Calls a driver's hook, whose panic is not the canceller's.
    fn call(&self, hook: Box<dyn FnOnce() + Send>) {
        if catch_unwind(AssertUnwindSafe(hook)).is_err() {
            tracing::error!(phone = %self.id, "the driver panicked in what it does on cancellation");
        }
    }

    /// The driver gives a token back, with an answer.
    fn token_returned(
        self: Arc<Self>,
        token: Token,
        result: Result<PhoneReply, Error>,
        unwinding: bool,
    ) {
        let index = token.0 as u32;
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        // Before the token is back, for then the slot may be somebody else's.
        let area = slot.payload.area();
        match slot.life.complete() {
            Completed::Won => self.answer(index, slot, false, result, unwinding),
            Completed::Late => self.area_is_clean(area),
            Completed::LateAndLast => {
                self.requests.release(index);
                self.area_is_clean(area);
            }
        }
    }

    /// Has an answer delivered, by the winner. Waiters are told here, also while a panic unwinds, for one who
    /// waits inside a callback keeps the queue from moving; everybody else is told one at a time.
    fn answer(
        self: &Arc<Self>,
        index: u32,
        slot: &Slot<Payload>,
        cancelled: bool,
        result: Result<PhoneReply, Error>,
        unwinding: bool,
    ) {
        if slot.payload.has_waiter() {
            let extra = slot.payload.take_extra();
            let downloaded = slot.payload.download().filter(|_| result.is_ok());
            self.free(index, slot, cancelled);
            if let Some(waiter) = extra.and_then(|extra| extra.waiter) {
                waiter.resolve(result);
            }
            self.office.dispatcher.announce();
            if let Some(area) = downloaded {
                let event = Event::Downloaded {
                    phone: self.id,
                    area,
                };
                self.office.queue_event(&self.device, event);
            }
            return;
        }
        let job = Job::Answer {
            session: self.clone(),
            index,
            cancelled,
            result,
        };
        if unwinding {
            self.office.dispatcher.post(job);
        } else {
            self.office.dispatcher.dispatch(job);
        }
    }

    /// Gives the slot free, or leaves that to the driver's token.
    fn free(&self, index: u32, slot: &Slot<Payload>, cancelled: bool) {
        if !cancelled || slot.life.answered() {
            self.requests.release(index);
        }
    }

    /// Calls whoever the answer is for. The slot is free before that, so that the callback can use it.
    pub(crate) fn deliver(
        &self,
        deliverer: &Deliverer,
        index: u32,
        cancelled: bool,
        result: Result<PhoneReply, Error>,
    ) {
        let Some(slot) = self.requests.slot(index) else {
            return;
        };
        let number = slot.payload.number();
        let extra = slot.payload.take_extra();
        let downloaded = slot.payload.download().filter(|_| result.is_ok());
        // Only whoever delivers writes this, so it takes no locked instruction.
        self.calling
            .store(self.calling.load(Ordering::Relaxed) + 1, Ordering::Release);
        self.free(index, slot, cancelled);
        let left = OnDrop(|| {
            self.calling
                .store(self.calling.load(Ordering::Relaxed) - 1, Ordering::Release)
        });
        match number {
            Some(number) => match &deliverer.sink {
                Some(sink) => sink.completed(number, result),
                None => tracing::error!(
                    number,
                    "a numbered request in an office without a completion sink"
                ),
            },
            None => {
                let extra = extra.map(|extra| *extra).unwrap_or_default();
                if let Some(callback) = extra.callback {
                    callback(result);
                } else if let Some(waiter) = extra.waiter {
                    waiter.resolve(result);
                }
            }
        }
        if let Some(area) = downloaded {
            deliverer.tell(&Event::Downloaded {
                phone: self.id,
                area,
            });
        }
        drop(left);
    }

    /// A cancelled request's token is back: what waited for the area can go on.
    #[cold]
    fn area_is_clean(&self, area: Option<u32>) {
        let Some(area) = area else { return };
        if !lock(&self.device.order).returned(area) {
            return;
        }
        loop {
            let next = {
                let mut order = lock(&self.device.order);
                let next = order.next(area);
                if order.is_clear() {
                    self.device.with_session(|session| {
                        session.flags.fetch_and(!BUSY, Ordering::SeqCst);
                    });
                }
                next
            };
            match next {
                Some(waiting) => self
                    .office
                    .hand_over(self.id, waiting.request, waiting.done),
                None => return,
            }
        }
    }

    /// Accepts nothing more, and cancels what is open.
    pub(crate) fn shut(self: &Arc<Self>) {
        self.flags.fetch_or(CLOSED, Ordering::SeqCst);
        self.requests.shut();
        for (index, slot) in self.requests.iter() {
            if let Some(turn) = slot.life.pending() {
                self.cancel(index, turn, Error::ClosedMeanwhile { phone: self.id });
            }
        }
    }

    /// No answer is owed, and no callback runs but, with `nested`, those that this thread is in.
    ///
    /// For a session that is shut: what was answered stays so, and `from` keeps how many slots need no second
    /// look.
    pub(crate) fn is_answered(&self, nested: bool, from: &Cell<u32>) -> bool {
        while let Some(slot) = self.requests.slot(from.get()) {
            if !slot.life.is_answered() {
                return false;
            }
            from.set(from.get() + 1);
        }
        nested || self.calling.load(Ordering::Acquire) == 0
    }

    pub(super) fn close(self: &Arc<Self>) -> Result<(), CloseError> {
        self.shut();
        let limit = Instant::now().checked_add(self.office.options.close_limit);
        let from = Cell::new(0);
        let settled = self
            .office
            .dispatcher
            .settle(limit, |nested| self.is_answered(nested, &from));
        self.device.end_session(self);
        if settled {
            return Ok(());
        }
        tracing::error!(phone = %self.id, "a callback did not return while the phone was closed");
        Err(CloseError::CallbackRunning)
    }
}

impl CompletionTarget<PhoneReply> for Session {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<PhoneReply>) {
        let phone = self.id;
        self.token_returned(
            token,
            outcome.map_err(|source| Error::Hardware { phone, source }),
            false,
        );
    }

    fn abandon(self: Arc<Self>, token: Token) {
        let phone = self.id;
        self.token_returned(token, Err(Error::Abandoned { phone }), true);
    }

    fn is_cancelled(&self, token: Token) -> bool {
        self.requests
            .slot(token.0 as u32)
            .is_none_or(|slot| slot.life.is_cancelled())
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        if let Some(slot) = self.requests.slot(token.0 as u32)
            && let Some(hook) = slot.payload.set_hook(hook, || slot.life.is_cancelled())
        {
            self.call(hook);
        }
    }

    fn progress(&self, token: Token, done: u64, total: u64) {
        if let Some(slot) = self.requests.slot(token.0 as u32)
            && let Some(listener) = slot.payload.progress()
            && !slot.life.is_cancelled()
        {
            let listen = || listener(done, total);
            if catch_unwind(AssertUnwindSafe(listen)).is_err() {
                tracing::error!(phone = %self.id, "a progress listener panicked");
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.office.dispatcher.unreserve(self.requests.slots());
    }
}
