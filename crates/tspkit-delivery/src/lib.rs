//! Exactly one completion for each request, one callback at a time, and no lock held.
//!
//! TAPI asks three things of whoever answers asynchronous requests ([asynchronous operations],
//! `ASYNC_COMPLETION`): an accepted request is answered exactly once; a callback into TAPI has returned
//! before the next one begins; and closing a device answers everything that is still open on it before the
//! close returns. This crate is that protocol and nothing else: it knows no phones and no wires, so that it
//! can be checked on its own, with every interleaving of its threads tried out (`cargo xtask check --stage
//! loom`).
//!
//! - [`Lifecycle`] is the life of one request. Completing, cancelling, closing and dropping race by one
//!   compare-and-swap; the winner delivers.
//! - [`Requests`] is a device's bounded table of requests, in which a request costs no allocation.
//! - [`Dispatcher`] is the baton: a thread with something to deliver delivers it if nobody else is
//!   delivering, and queues it otherwise.
//!
//! [asynchronous operations]: https://learn.microsoft.com/windows/win32/tapi/synchronous-asynchronous-model

#![forbid(unsafe_code)]

mod dispatcher;
mod lifecycle;
mod queue;
mod requests;
mod sync;

pub use dispatcher::{Deliver, Dispatcher};
pub use lifecycle::{Cancelled, Completed, Lifecycle, Turn};
pub use requests::{Claim, Refused, Requests, Slot};
