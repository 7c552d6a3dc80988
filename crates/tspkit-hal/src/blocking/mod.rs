//! For drivers that would rather block: one worker thread per link.
//!
//! Much hardware takes one request at a time over one wire: write a command, read the answer. Implement
//! [`BlockingHardware`] for it, which may take its time, and hand it to [`Worker`], which is a
//! [`Hardware`](crate::Hardware): it queues requests, carries them out one after another on one thread per
//! link, and contains panics.

mod cancel;
mod queue;
mod worker;

use std::time::Duration;

pub use cancel::Cancel;
pub use worker::Worker;

use crate::{
    completion::Outcome, error::HardwareError, event::EventSink, ids::PhoneId,
    inventory::Inventory, reply::PhoneReply, request::PhoneRequest,
};

/// A wire, or whatever takes one request at a time. Numbered from 0 to [`BlockingHardware::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link(pub usize);

/// Phone hardware whose functions block.
pub trait BlockingHardware: Send + Sync + 'static {
    /// As [`Hardware::inventory`](crate::Hardware::inventory): opens nothing and does not block.
    fn inventory(&self) -> Inventory;

    /// How many links there are; each gets a thread between start and stop.
    fn links(&self) -> usize {
        1
    }

    /// The link that a phone is on. A phone on no link is answered `OPERATIONFAILED`.
    fn link_of(&self, phone: PhoneId) -> Option<Link> {
        let _ = phone;
        Some(Link(0))
    }

    /// How long any function here takes at most to return once its [`Cancel`] says so: the driver's promise,
    /// which stopping relies on.
    fn cancel_bound(&self) -> Duration;

    /// Prepares to work, before the links' threads start. Opens no wire: that is for
    /// [`tend`](Self::tend), on the link's thread.
    ///
    /// # Errors
    ///
    /// For what will not come right by itself.
    fn start(&self, events: &EventSink) -> Result<(), HardwareError> {
        let _ = events;
        Ok(())
    }

    /// Carries out one request, on its link's thread, and may take its time.
    ///
    /// # Errors
    ///
    /// What went wrong. What the hardware cannot do is [`HardwareError::unavailable`].
    fn carry_out(
        &self,
        phone: PhoneId,
        request: PhoneRequest,
        cancel: &Cancel<'_>,
    ) -> Outcome<PhoneReply>;

    /// Looks after a link when there is nothing else to do, on its thread: opens it, tries again with
    /// back-off, reads what the phones say of themselves. Returns when it next wants to be called; `None`
    /// for not before another request has been carried out.
    fn tend(&self, link: Link, events: &EventSink, cancel: &Cancel<'_>) -> Option<Duration> {
        let _ = (link, events, cancel);
        None
    }

    /// Lets go of a link, on its thread, as the last thing that happens there: closes the wire.
    fn release(&self, link: Link) {
        let _ = link;
    }
}
