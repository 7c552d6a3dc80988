//! How a request is accepted.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tspkit_delivery::{Refused, Slot, Turn};
use tspkit_hal::{Completion, PhoneReply, PhoneRequest, Token};

use super::{BUSY, CLOSED, DISCONNECTED, REMOVED, SUSPENDED, Session};
use crate::{
    error::Error,
    office::lock,
    phone::{
        answered,
        area_order::Waiting,
        check,
        payload::{Payload, Route},
    },
};

impl Session {
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

    /// Whether a request would be accepted, but for the room it takes.
    pub(crate) fn check_now(&self, request: &PhoneRequest) -> Result<(), Error> {
        self.check(request, self.flags.load(Ordering::SeqCst))
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

    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
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
        if area.is_none() && answered::is_telling(&request) {
            slot.payload.keep_asked(request.clone());
        }
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
    pub(super) fn number(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn watch(&self, slot: &Slot<Payload>, turn: Turn, limit: Duration) {
        let keeper = &self.office.timekeeper;
        let deadline = slot.payload.deadline().set(turn, keeper.after(limit));
        if deadline.is_some_and(|deadline| keeper.watch(deadline)) {
            self.office.dispatcher.nudge();
        }
    }
}
