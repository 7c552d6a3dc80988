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

use super::{Read, Target, Ticket, interpret, waiter::Waiter};
use crate::phone::Phone;

/// A request that has been made, to be waited for or awaited, on any runtime or none.
///
/// Dropping it cancels the request; the data area's next request waits until the driver has stopped.
#[must_use = "dropping it cancels the request"]
pub struct Pending<T, D: Target = Phone> {
    target: D,
    index: u32,
    turn: Turn,
    waiter: Arc<Waiter<Result<D::Reply, D::Error>>>,
    /// `None` once the answer was taken.
    read: Option<Read<T, D::Reply>>,
}

impl<T, D: Target> Pending<T, D> {
    pub(super) fn new(
        target: D,
        index: u32,
        turn: Turn,
        waiter: Arc<Waiter<Result<D::Reply, D::Error>>>,
        read: Read<T, D::Reply>,
    ) -> Self {
        Self {
            target,
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
    pub fn wait(mut self) -> Result<T, D::Error> {
        let result = self.waiter.wait(None);
        self.interpret(result)
    }

    /// Waits for the answer, at most that long; gives itself back when it has not come.
    ///
    /// # Errors
    ///
    /// Why the request failed, or itself.
    pub fn wait_for(mut self, limit: Duration) -> Result<Result<T, D::Error>, Self> {
        match self.waiter.wait(Some(limit)) {
            None => Err(self),
            result => Ok(self.interpret(result)),
        }
    }

    /// By this somebody else can cancel the request while this waits.
    pub fn ticket(&self) -> Ticket<D> {
        Ticket {
            target: self.target.clone(),
            index: self.index,
            turn: self.turn,
        }
    }

    /// Cancels the request if it is still open: it ends with `Cancelled`, and the driver is told to
    /// stop.
    pub fn cancel(&self) {
        self.target.cancel(self.index, self.turn);
    }

    fn interpret(&mut self, result: Option<Result<D::Reply, D::Error>>) -> Result<T, D::Error> {
        let (Some(result), Some(read)) = (result, self.read.take()) else {
            panic!("a request's answer was taken twice");
        };
        interpret::<T, D>(self.target.name(), result, read)
    }
}

impl<T, D: Target + Unpin> Future for Pending<T, D> {
    type Output = Result<T, D::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.waiter.poll(context.waker()) {
            None => Poll::Pending,
            result => Poll::Ready(self.interpret(result)),
        }
    }
}

impl<T, D: Target> Drop for Pending<T, D> {
    fn drop(&mut self) {
        if self.read.is_some() {
            self.cancel();
        }
    }
}

impl<T, D: Target + fmt::Debug> fmt::Debug for Pending<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pending").field(&self.target).finish()
    }
}
