//! A request, before it is made and while it is open.

mod extra;
mod future;
mod pending;
mod slot_deadline;
mod target;
mod waiter;

use std::{fmt, sync::Arc, time::Duration};

use tspkit_delivery::Turn;
use tspkit_hal::Token;

pub(crate) use self::{
    extra::{Extra, Progress},
    slot_deadline::SlotDeadline,
    target::sealed,
    waiter::Waiter,
};
pub use self::{future::RequestFuture, pending::Pending, target::Target};
use crate::phone::Phone;

/// Reads the driver's answer as what was asked for; gives one back that is no answer to that.
pub(crate) type Read<T, R> = Box<dyn FnOnce(R) -> Result<T, R> + Send>;

/// Something to ask of a phone, or of a line or call ([`CallRequest`](crate::CallRequest)). Nothing happens until it
/// is waited for, awaited, started or given a callback.
///
/// ```
/// # let office = tspkit::open("sim:")?;
/// # let phone = office.phone(0)?;
/// use std::time::Duration;
///
/// phone
///     .set_data(3, vec![0; 100_000])
///     .deadline(Duration::from_secs(60))
///     .on_progress(|done, total| println!("{done} of {total} bytes"))
///     .wait()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use = "nothing happens until it is waited for, awaited, started or given a callback"]
pub struct Request<T, D: Target = Phone> {
    pub(crate) target: D,
    pub(crate) what: D::What,
    pub(crate) read: Read<T, D::Reply>,
    pub(crate) limit: Option<Duration>,
    progress: Option<Progress>,
}

impl<T> Request<T> {
    /// Has `listener` called with how many bytes of how many have been transferred, as often as the driver
    /// says so.
    ///
    /// It is called on the driver's thread, also while other callbacks run, and should return soon; it is not
    /// called after the request's answer was given by the driver.
    pub fn on_progress(mut self, listener: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(listener));
        self
    }
}

impl<T, D: Target> Request<T, D> {
    pub(crate) fn new(target: D, what: D::What, read: Read<T, D::Reply>) -> Self {
        Self {
            target,
            what,
            read,
            limit: None,
            progress: None,
        }
    }

    /// How long it may take; then it ends with `TimedOut`. Otherwise the office's own limit counts.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Makes the request and waits for its answer. May be used inside a callback: the answer does not need
    /// that to return.
    ///
    /// # Errors
    ///
    /// Why it was refused, or why it failed.
    pub fn wait(self) -> Result<T, D::Error> {
        self.start()?.wait()
    }

    /// Makes the request; its answer is waited for or awaited later.
    ///
    /// # Errors
    ///
    /// Why it was refused.
    pub fn start(self) -> Result<Pending<T, D>, D::Error> {
        let waiter = Arc::new(Waiter::default());
        let extra = Extra {
            waiter: Some(waiter.clone()),
            ..Extra::default()
        };
        let (target, read, index, turn) = self.submit(extra)?;
        Ok(Pending::new(target, index, turn, waiter, read))
    }

    /// Makes the request and has `callback` called with its answer, once; one callback at a time per office,
    /// on any thread, also inside this call.
    ///
    /// # Errors
    ///
    /// Why it was refused; then the callback is never called.
    pub fn on_done(
        self,
        callback: impl FnOnce(Result<T, D::Error>) + Send + 'static,
    ) -> Result<Ticket<D>, D::Error>
    where
        T: 'static,
    {
        let Self {
            target,
            what,
            read,
            limit,
            progress,
        } = self;
        let name = target.name();
        let callback = Box::new(move |result| {
            callback(interpret::<T, D>(name, result, read));
        });
        let extra = Extra {
            callback: Some(callback),
            progress,
            limit,
            ..Extra::default()
        };
        let (index, turn) = target.submit(what, extra)?;
        Ok(Ticket {
            target,
            index,
            turn,
        })
    }

    #[expect(clippy::type_complexity, reason = "the parts of what becomes of it")]
    fn submit(self, mut extra: Extra<D>) -> Result<(D, Read<T, D::Reply>, u32, Turn), D::Error> {
        let Self {
            target,
            what,
            read,
            limit,
            progress,
        } = self;
        extra.progress = progress;
        extra.limit = limit;
        let (index, turn) = target.submit(what, extra)?;
        Ok((target, read, index, turn))
    }
}

/// What an answer means to whoever asked.
fn interpret<T, D: Target>(
    name: D::Name,
    result: Result<D::Reply, D::Error>,
    read: Read<T, D::Reply>,
) -> Result<T, D::Error> {
    read(result?).map_err(|other| D::unexpected(name, other))
}

impl<T, D: Target> fmt::Debug for Request<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Request");
        self.target.describe(&self.what, &mut debug);
        debug.finish_non_exhaustive()
    }
}

/// By this a request can be cancelled. Dropping it changes nothing.
#[derive(Debug, Clone)]
pub struct Ticket<D: Target = Phone> {
    target: D,
    index: u32,
    turn: Turn,
}

impl<D: Target> Ticket<D> {
    /// Cancels the request if it is still open: it ends with `Cancelled`, and the driver is told to
    /// stop. Does nothing when it has been answered.
    pub fn cancel(&self) {
        self.target.cancel(self.index, self.turn);
    }
}

impl Ticket {
    /// The phone.
    pub fn phone(&self) -> &Phone {
        &self.target
    }
}

/// The slot that a token is for. A token of somebody else's making is for none.
pub(crate) fn index_of(token: Token) -> u32 {
    u32::try_from(token.0).unwrap_or(u32::MAX)
}
