//! A request that has been made.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use tspkit_delivery::Turn;

use super::{Read, Ticket, interpret, waiter::Waiter};
use crate::{error::Error, phone::Phone};

/// A request that has been made, to be waited for or awaited, on any runtime or none.
///
/// Dropping it cancels the request; the data area's next request waits until the driver has stopped.
#[must_use = "dropping it cancels the request"]
pub struct Pending<T> {
    phone: Phone,
    index: u32,
    turn: Turn,
    waiter: Arc<Waiter>,
    /// `None` once the answer was taken.
    read: Option<Read<T>>,
}

impl<T> Pending<T> {
    pub(super) fn new(
        phone: Phone,
        index: u32,
        turn: Turn,
        waiter: Arc<Waiter>,
        read: Read<T>,
    ) -> Self {
        Self {
            phone,
            index,
            turn,
            waiter,
            read: Some(read),
        }
    }

    /// Waits for the answer.
    ///
    /// # Errors
    ///
    /// Why the request failed.
    ///
    /// # Panics
    ///
    /// When it has been polled to its end before.
    pub fn wait(mut self) -> Result<T, Error> {
        let result = self.waiter.wait(None);
        self.interpret(result)
    }

    /// Waits for the answer, at most that long; gives itself back when it has not come.
    ///
    /// # Errors
    ///
    /// Why the request failed, or itself.
    pub fn wait_for(mut self, limit: Duration) -> Result<Result<T, Error>, Self> {
        match self.waiter.wait(Some(limit)) {
            None => Err(self),
            result => Ok(self.interpret(result)),
        }
    }

    /// By this somebody else can cancel the request while this waits.
    pub fn ticket(&self) -> Ticket {
        Ticket {
            phone: self.phone.clone(),
            index: self.index,
            turn: self.turn,
        }
    }

    /// Cancels the request if it is still open: it ends with [`Error::Cancelled`], and the driver is told to
    /// stop.
    pub fn cancel(&self) {
        let why = Error::Cancelled {
            phone: self.phone.id(),
        };
        self.phone.session().cancel(self.index, self.turn, why);
    }

    fn interpret(
        &mut self,
        result: Option<Result<tspkit_hal::PhoneReply, Error>>,
    ) -> Result<T, Error> {
        let (Some(result), Some(read)) = (result, self.read.take()) else {
            panic!("a request's answer was taken twice");
        };
        interpret(self.phone.id(), result, read)
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.waiter.poll(context.waker()) {
            None => Poll::Pending,
            result => Poll::Ready(self.interpret(result)),
        }
    }
}

impl<T> Drop for Pending<T> {
    fn drop(&mut self) {
        if self.read.is_some() {
            self.cancel();
        }
    }
}

impl<T> fmt::Debug for Pending<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("phone", &self.phone.id().0)
            .finish_non_exhaustive()
    }
}
