//! Keeps requests of a data area from overtaking one that was cancelled.
//!
//! A cancelled transfer may still be on the wire, and the line is not clean until the driver has given the
//! request's token back. Until then the area's further requests wait here.

use std::collections::VecDeque;

use tspkit_hal::{Completion, PhoneReply, PhoneRequest};

/// Which areas are not clean, and what waits for them.
#[derive(Debug, Default)]
pub(super) struct AreaOrder {
    /// The area of each cancelled request that the driver still has.
    cancelled: Vec<u32>,
    waiting: VecDeque<Waiting>,
}

/// A request that the driver has not seen yet.
#[derive(Debug)]
pub(super) struct Waiting {
    pub(super) area: u32,
    /// The slot it has in its session, told apart from other sessions' by `session`.
    pub(super) index: u32,
    pub(super) session: usize,
    pub(super) request: PhoneRequest,
    pub(super) done: Completion<PhoneReply>,
}

impl AreaOrder {
    /// Nothing waits, and nothing has to.
    pub(super) fn is_clear(&self) -> bool {
        self.cancelled.is_empty()
    }

    /// A request of that area must wait.
    pub(super) fn is_busy(&self, area: u32) -> bool {
        self.cancelled.contains(&area)
    }

    pub(super) fn hold(&mut self, waiting: Waiting) {
        self.waiting.push_back(waiting);
    }

    /// Notes that a request of the area was cancelled. One that was only waiting is given back, and counts for
    /// nothing.
    pub(super) fn cancelled(&mut self, area: u32, index: u32, session: usize) -> Option<Waiting> {
        let held = self
            .waiting
            .iter()
            .position(|each| each.index == index && each.session == session);
        let held = held.and_then(|position| self.waiting.remove(position));
        if held.is_none() {
            self.cancelled.push(area);
        }
        held
    }

    /// The driver has given back the token of a cancelled request of the area; then the area's requests are
    /// taken by [`next`](Self::next).
    pub(super) fn returned(&mut self, area: u32) -> bool {
        let others = self.cancelled.iter().filter(|each| **each == area).count();
        if others > 1 {
            self.forget(area);
        }
        others == 1
    }

    /// The area's next request, to be given to the driver. Without one, the area is clean. Until then it is
    /// busy, so that nothing overtakes what waits.
    pub(super) fn next(&mut self, area: u32) -> Option<Waiting> {
        let position = self.waiting.iter().position(|each| each.area == area);
        let next = position.and_then(|position| self.waiting.remove(position));
        if next.is_none() {
            self.forget(area);
        }
        next
    }

    fn forget(&mut self, area: u32) {
        if let Some(position) = self.cancelled.iter().position(|each| *each == area) {
            self.cancelled.swap_remove(position);
        }
    }
}
