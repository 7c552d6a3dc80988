//! A request that is awaited.

use std::{
    fmt,
    future::{Future, IntoFuture},
    pin::Pin,
    task::{Context, Poll},
};

use super::{Pending, Request, Target};
use crate::phone::Phone;

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
pub struct RequestFuture<T, D: Target = Phone>(State<T, D>);

enum State<T, D: Target> {
    New(Request<T, D>),
    Open(Pending<T, D>),
    Ended,
}

impl<T, D: Target<What: Unpin> + Unpin> IntoFuture for Request<T, D> {
    type Output = Result<T, D::Error>;
    type IntoFuture = RequestFuture<T, D>;

    fn into_future(self) -> RequestFuture<T, D> {
        RequestFuture(State::New(self))
    }
}

impl<T, D: Target<What: Unpin> + Unpin> Future for RequestFuture<T, D> {
    type Output = Result<T, D::Error>;

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

impl<T, D: Target> fmt::Debug for RequestFuture<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            State::New(_) => "RequestFuture(new)",
            State::Open(_) => "RequestFuture(open)",
            State::Ended => "RequestFuture(ended)",
        })
    }
}
