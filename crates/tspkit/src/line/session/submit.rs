//! How a request is accepted.

use std::{sync::Arc, time::Duration};

use tspkit_delivery::{Refused, Slot, Turn};
use tspkit_hal::{Completion, LineReply, LineRequest, Outcome, Token};

use super::LineSession;
use crate::{
    call::{Ask, CallCell, CallError, Plan},
    line::payload::{After, Payload, Route},
};

impl LineSession {
    /// Accepts a request, or says why not. An accepted one is answered by its route exactly once.
    pub(crate) fn submit(
        self: &Arc<Self>,
        ask: Ask,
        route: Route,
        limit: Option<Duration>,
    ) -> Result<(u32, Turn), CallError> {
        ask.check_read_only()?;
        self.check_open()?;
        let ask = ask.for_closed(matches!(route, Route::Numbered(_)))?;
        let call = ask.call.clone();
        let plan = ask.check(&self.device)?;
        let besides = plan.consultation();
        if let Some(cell) = &call {
            self.open_request(cell)?;
        }
        let accepted = match besides.as_ref().map(|cell| self.open_request(cell)) {
            Some(Err(closed)) => Err((closed, None)),
            _ => self
                .accept(plan, call.as_ref(), route, limit)
                .map_err(|error| (error, besides)),
        };
        accepted.map_err(|(error, besides)| {
            for cell in call.iter().chain(&besides) {
                cell.closes_request();
                // Whoever closes it may wait for this.
                self.office.dispatcher.announce();
            }
            error
        })
    }

    fn open_request(&self, cell: &CallCell) -> Result<(), CallError> {
        // It was counted for a moment, and whoever closes it may have seen that.
        let refused = |_: &CallError| self.office.dispatcher.announce();
        cell.opens_request().inspect_err(refused)
    }

    fn accept(
        self: &Arc<Self>,
        plan: Plan,
        call: Option<&Arc<CallCell>>,
        route: Route,
        limit: Option<Duration>,
    ) -> Result<(u32, Turn), CallError> {
        let claim = self
            .requests
            .claim(|slots| self.office.dispatcher.reserve(slots))
            .map_err(|refused| self.refusal(refused))?;
        let (request, after) = match self.begin(plan, call) {
            Ok(begun) => begun,
            Err(error) => {
                self.requests.unclaim(&claim);
                return Err(error);
            }
        };
        let (index, turn, slot) = (claim.index, claim.turn, claim.slot);
        slot.payload.fill(turn, route, call.cloned(), after, limit);
        slot.life.publish();
        let done = Completion::new(self.clone(), Token(u64::from(index)));
        match request {
            Some(request) => self.office.hand_over_line(self.device.id, request, done),
            // Nobody else need be asked.
            None => done.complete(Outcome::Ok(LineReply::Done)),
        }
        let limit = limit.or(self.office.options.deadline);
        if let Some(limit) = limit
            && slot.life.is_pending(turn)
        {
            self.watch(slot, turn, limit);
        }
        Ok((index, turn))
    }

    /// Does what an accepted request does at once, when its slot is claimed; says what the driver is asked, and what
    /// its answer does.
    fn begin(
        &self,
        plan: Plan,
        call: Option<&Arc<CallCell>>,
    ) -> Result<(Option<LineRequest>, After), CallError> {
        // The slot is claimed: whoever closes the call looks at the slots afterwards.
        let besides = plan.consultation();
        for cell in call.into_iter().chain(&besides) {
            if cell.is_closed() {
                return Err(CallError::Closed {
                    place: cell.place(),
                });
            }
        }
        plan.begin(&self.office, &self.device)
    }

    #[cold]
    fn refusal(&self, refused: Refused) -> CallError {
        let line = self.device.id;
        match refused {
            Refused::Shut => self.closed(),
            Refused::Full => CallError::QueueFull {
                line,
                limit: self.requests.limit(),
            },
            Refused::NoMemory => CallError::NoMemory { line },
        }
    }

    fn watch(&self, slot: &Slot<Payload>, turn: Turn, limit: Duration) {
        let keeper = &self.office.timekeeper;
        let deadline = slot.payload.deadline.set(turn, keeper.after(limit));
        if deadline.is_some_and(|deadline| keeper.watch(deadline)) {
            self.office.dispatcher.nudge();
        }
    }
}
