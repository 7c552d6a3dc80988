//! A request, before it is made and while it is open.

mod future;
mod pending;
mod waiter;

use std::{fmt, sync::Arc, time::Duration};

use tspkit_delivery::Turn;
use tspkit_hal::{PhoneReply, PhoneRequest};

pub(crate) use self::waiter::Waiter;
pub use self::{future::RequestFuture, pending::Pending};
use crate::{
    error::Error,
    phone::{Extra, Phone, Progress, Route},
};

/// Reads the driver's answer as what was asked for.
pub(crate) type Read<T> = Box<dyn FnOnce(PhoneReply) -> Result<T, PhoneReply> + Send>;

/// Something to ask of a phone. Nothing happens until it is waited for, awaited, started or given a callback.
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
pub struct Request<T> {
    phone: Phone,
    what: PhoneRequest,
    read: Read<T>,
    limit: Option<Duration>,
    progress: Option<Progress>,
}

impl<T> Request<T> {
    pub(crate) fn new(phone: Phone, request: PhoneRequest, read: Read<T>) -> Self {
        Self {
            phone,
            what: request,
            read,
            limit: None,
            progress: None,
        }
    }

    /// How long it may take; then it ends with [`Error::TimedOut`]. Otherwise the office's own limit counts.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Has `listener` called with how many bytes of how many have been transferred, as often as the driver
    /// says so.
    ///
    /// It is called on the driver's thread, also while other callbacks run, and should return soon; it is not
    /// called after the request's answer was given by the driver.
    pub fn on_progress(mut self, listener: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Arc::new(listener));
        self
    }

    /// Makes the request and waits for its answer. May be used inside a callback: the answer does not need
    /// that to return.
    ///
    /// # Errors
    ///
    /// Why it was refused, or why it failed.
    pub fn wait(self) -> Result<T, Error> {
        self.start()?.wait()
    }

    /// Makes the request; its answer is waited for or awaited later.
    ///
    /// # Errors
    ///
    /// Why it was refused.
    pub fn start(self) -> Result<Pending<T>, Error> {
        let waiter = Arc::new(Waiter::default());
        let extra = Extra {
            waiter: Some(waiter.clone()),
            ..Extra::default()
        };
        let (phone, read, index, turn) = self.submit(extra)?;
        Ok(Pending::new(phone, index, turn, waiter, read))
    }

    /// Makes the request and has `callback` called with its answer, once; one callback at a time per office,
    /// on any thread, also inside this call.
    ///
    /// # Errors
    ///
    /// Why it was refused; then the callback is never called.
    pub fn on_done(
        self,
        callback: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<Ticket, Error>
    where
        T: 'static,
    {
        let Self {
            phone,
            what,
            read,
            limit,
            progress,
        } = self;
        let id = phone.id();
        let callback = Box::new(move |result: Result<PhoneReply, Error>| {
            callback(interpret(id, result, read));
        });
        let extra = Extra {
            callback: Some(callback),
            progress,
            limit,
            ..Extra::default()
        };
        let (index, turn) = submit(&phone, what, extra)?;
        Ok(Ticket { phone, index, turn })
    }

    fn submit(self, mut extra: Extra) -> Result<(Phone, Read<T>, u32, Turn), Error> {
        let Self {
            phone,
            what,
            read,
            limit,
            progress,
        } = self;
        extra.progress = progress;
        extra.limit = limit;
        let (index, turn) = submit(&phone, what, extra)?;
        Ok((phone, read, index, turn))
    }
}

fn submit(phone: &Phone, request: PhoneRequest, extra: Extra) -> Result<(u32, Turn), Error> {
    let limit = extra.limit.or(phone.office().core().options.deadline);
    phone
        .session()
        .submit(request, Route::Extra(Box::new(extra)), limit)
}

/// What an answer means to whoever asked.
fn interpret<T>(
    phone: tspkit_hal::PhoneId,
    result: Result<PhoneReply, Error>,
    read: Read<T>,
) -> Result<T, Error> {
    read(result?).map_err(|other| {
        let got = match other {
            PhoneReply::Data(data) => format!("{} bytes of data", data.len()),
            other => format!("{other:?}"),
        };
        Error::UnexpectedReply {
            phone,
            got: got.into(),
        }
    })
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("phone", &self.phone.id().0)
            .field("request", &self.what.name())
            .field("area", &self.what.area())
            .finish_non_exhaustive()
    }
}

/// By this a request can be cancelled. Dropping it changes nothing.
#[derive(Debug, Clone)]
pub struct Ticket {
    phone: Phone,
    index: u32,
    turn: Turn,
}

impl Ticket {
    /// Cancels the request if it is still open: it ends with [`Error::Cancelled`], and the driver is told to
    /// stop. Does nothing when it has been answered.
    pub fn cancel(&self) {
        let why = Error::Cancelled {
            phone: self.phone.id(),
        };
        self.phone.session().cancel(self.index, self.turn, why);
    }

    /// The phone.
    pub fn phone(&self) -> &Phone {
        &self.phone
    }
}
