//! Keeps requests of a data area from overtaking one that was cancelled.
//!
//! A cancelled transfer may still be on the wire, and the line is not clean until the driver has given the
//! request's token back. Until then the area's further requests wait here.

use std::collections::VecDeque;

use tspkit_hal::{Completion, PhoneReply, PhoneRequest};

/// Which areas are not clean, and what waits for them. Mostly none: each phone has one of these, so that it is small.
#[derive(Debug, Default)]
pub(super) struct AreaOrder(Box<[Unclean]>);

/// An area with cancelled requests that the driver still has, or with waiting ones that are being handed over.
#[derive(Debug)]
struct Unclean {
    area: u32,
    /// How many tokens are to come back before the next request can go on.
    tokens: usize,
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
        self.0.is_empty()
    }

    /// Holds a request of an area that is not clean; gives it back when its area is.
    pub(super) fn hold(&mut self, waiting: Waiting) -> Option<Waiting> {
        match self.find(waiting.area) {
            Some(unclean) => {
                unclean.waiting.push_back(waiting);
                None
            }
            None => Some(waiting),
        }
    }

    /// Notes that a request of the area was cancelled. One that was only waiting is given back, and counts for
    /// nothing.
    pub(super) fn cancelled(&mut self, area: u32, index: u32, session: usize) -> Option<Waiting> {
        let Some(unclean) = self.find(area) else {
            let unclean = Unclean {
                area,
                tokens: 1,
                waiting: VecDeque::new(),
            };
            self.change(|list| list.push(unclean));
            return None;
        };
        let held = unclean
            .waiting
            .iter()
            .position(|each| each.index == index && each.session == session);
        let held = held.and_then(|position| unclean.waiting.remove(position));
        if held.is_none() {
            unclean.tokens += 1;
        }
        held
    }

    /// The driver has given back the token of a cancelled request of the area; `true` when it was the last, and
    /// the area's requests are to be taken by [`next`](Self::next).
    pub(super) fn returned(&mut self, area: u32) -> bool {
        let Some(unclean) = self.find(area) else {
            return false;
        };
        let last = unclean.tokens == 1;
        if !last {
            unclean.tokens -= 1;
        }
        last
    }

    /// The area's next request, to be given to the driver. Without one, the area is clean. Until then it is
    /// unclean, so that nothing overtakes what waits; and when one that was given to the driver meanwhile has
    /// been cancelled as well, the rest goes on waiting for that.
    pub(super) fn next(&mut self, area: u32) -> Option<Waiting> {
        let unclean = self.find(area)?;
        if unclean.tokens > 1 {
            unclean.tokens -= 1;
            return None;
        }
        let next = unclean.waiting.pop_front();
        if next.is_none() {
            self.change(|list| list.retain(|unclean| unclean.area != area));
        }
        next
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<Unclean>)) {
        let mut list = std::mem::take(&mut self.0).into_vec();
        change(&mut list);
        self.0 = list.into_boxed_slice();
    }

    fn find(&mut self, area: u32) -> Option<&mut Unclean> {
        self.0.iter_mut().find(|unclean| unclean.area == area)
    }
}
