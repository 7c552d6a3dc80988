//! A request that is awaited.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
};

use super::{Pending, Request};
use crate::error::Error;

/// A request as a future: made when it is first polled, cancelled when it is dropped. Needs no runtime.
///
/// ```
/// # fn block_on<F: Future>(f: F) -> F::Output {
/// #     let mut f = std::pin::pin!(f);
/// #     let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
/// #     loop { if let std::task::Poll::Ready(out) = f.as_mut().poll(&mut cx) { return out } }
/// # }
/// # block_on(async {
/// let office = tspkit::open("sim:")?;
/// let phone = office.phone(0)?;
/// phone.set_data(3, "the new firmware").await?;
/// # Ok::<(), Box<dyn std::error::Error>>(()) }).unwrap();
/// ```
#[must_use = "futures do nothing unless awaited"]
pub struct RequestFuture<T>(State<T>);

enum State<T> {
    New(Request<T>),
    Open(Pending<T>),
    Ended,
}

impl<T> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = RequestFuture<T>;

    fn into_future(self) -> RequestFuture<T> {
        RequestFuture(State::New(self))
    }
}

impl<T> Future for RequestFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let mut pending = match std::mem::replace(&mut self.0, State::Ended) {
            State::New(request) => match request.start() {
                Ok(pending) => pending,
                Err(error) => return Poll::Ready(Err(error)),
            },
            State::Open(pending) => pending,
            State::Ended => panic!("a request's future was polled after its end"),
        };
        let answer = Pin::new(&mut pending).poll(context);
        if answer.is_pending() {
            self.0 = State::Open(pending);
        }
        answer
    }
}

impl<T> fmt::Debug for RequestFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State::New(_) => "RequestFuture(new)",
            State::Open(_) => "RequestFuture(open)",
            State::Ended => "RequestFuture(ended)",
        })
    }
}
