//! A line, opened.

mod device;
mod intake;
mod nowhere;
mod on_line;
mod payload;
mod session;
mod table;
mod tally;

use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use tspkit_abi::LineFeatures;
use tspkit_hal::{CallId, LineId, LineInfo, LineModel, LineRequest};

pub use self::on_line::OnLine;
pub(crate) use self::{
    device::LineDevice,
    intake::line_states,
    payload::After,
    session::{LineAnswer, LineSession},
    table::LineTable,
    tally::{Class, Counts},
};
use crate::{
    call::{Ask, Call, CallCell, CallError, CallRequest, reply},
    event::{Event, Subscription},
    office::{CloseError, Office},
};

/// A line of an office, as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineEntry {
    /// Its number in the office, from 0. Numbers of removed lines are not used again.
    pub index: u32,
    /// What it is and can do, and whether it is in service.
    pub info: LineInfo,
    /// It is open.
    pub open: bool,
}

/// A line of an [`Office`], opened (`TSPI_lineOpen`): calls are made on it, and calls come in.
///
/// Cheap to clone; every clone is the same opened line. It is closed by [`close`](Self::close), or when the last
/// clone is dropped; a [`Call`] has one too. Any thread may use it.
///
/// ```
/// use std::time::Duration;
/// use tspkit::{Bytes, abi::CallState};
///
/// let office = tspkit::open("sim:")?;
/// let (here, there) = (office.line(0)?, office.line(1)?);
///
/// let made = here.create_call(there.info().address.as_ref())?;
/// made.connect().wait()?;
/// let came = there.next_call(Duration::from_secs(10)).expect("it comes in");
/// came.answer(Bytes::new()).wait()?;
/// let connected = made.wait_until(Duration::from_secs(10), |call| call.state() == CallState::Connected);
/// assert!(connected);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Line {
    // Beside its owner, so that a request does not look at both.
    session: Arc<LineSession>,
    owner: Arc<Owner>,
}

/// Closes the line when nobody has it any more.
struct Owner {
    session: Arc<LineSession>,
    /// A line keeps its office open.
    office: Office,
}

impl Line {
    pub(crate) fn open(office: &Office, index: u32) -> Result<Self, CallError> {
        let session = LineSession::open(office.core(), index)?;
        Ok(Self {
            session: session.clone(),
            owner: Arc::new(Owner {
                session,
                office: office.clone(),
            }),
        })
    }

    /// A call to `destination`, to be made by [`Call::connect`] (TAPI 3's `CreateCall`). The hardware hears nothing
    /// of it until then, and nothing has to be done when it is not made after all.
    ///
    /// The destination is a dialable string: digits, `*`, `#`, and what TAPI lets stand between them; a `;` at the
    /// end says that [`Call::dial`] follows, and no destination asks for dial tone. It is checked when the call
    /// is made.
    ///
    /// # Errors
    ///
    /// `LINEERR_INVALLINEHANDLE` when the line is closed, `LINEERR_RESOURCEUNAVAIL` when the office has made two
    /// thousand million calls.
    pub fn create_call(&self, destination: impl Into<String>) -> Result<Call, CallError> {
        self.session.check_open()?;
        let device = &self.session.device;
        let Some(id) = self.session.office.lines.next_call() else {
            return Err(CallError::QueueFull {
                line: device.id,
                limit: u32::MAX >> 1,
            });
        };
        let cell = CallCell::outgoing(id, device, destination.into());
        Ok(Call::new(cell, self.clone()))
    }

    /// The calls on the line, by their numbers; those that are only created left out. Nobody takes a call by that, but
    /// by asking something of it.
    pub fn calls(&self) -> Vec<Call> {
        self.session
            .device
            .calls(|cell| Call::new(cell.clone(), self.clone()))
    }

    /// The call of that number, which is taken by that.
    pub fn call(&self, id: CallId) -> Option<Call> {
        self.session.device.with_call(id, |cell| {
            cell.take();
            Call::new(cell.clone(), self.clone())
        })
    }

    /// The call of that number, which nobody takes by that, but by asking something of it.
    pub fn watch_call(&self, id: CallId) -> Option<Call> {
        let watch = |cell: &Arc<CallCell>| Call::new(cell.clone(), self.clone());
        self.session.device.with_call(id, watch)
    }

    /// The next call that has come in and that nobody has taken yet; waits for it at most `limit`. `None` as well when
    /// the line is closed meanwhile.
    ///
    /// Calls that were on the line before it was opened count too; a call that is over by now does not.
    pub fn next_call(&self, limit: Duration) -> Option<Call> {
        let take = |cell: &Arc<CallCell>| {
            let wanted = !cell.is_closed() && !cell.is_over() && cell.take();
            wanted.then(|| Call::new(cell.clone(), self.clone()))
        };
        let end = Instant::now().checked_add(limit);
        let closed = || self.session.is_shut();
        self.session.device.next_call(end, take, closed)
    }

    /// Says something to the driver that only the two understand (`TSPI_lineDevSpecific`), and brings its answer.
    ///
    /// Errors of its own: `OPERATIONUNAVAIL` where the driver has no such functions.
    pub fn dev_specific(&self, data: impl Into<Bytes>) -> CallRequest<Bytes> {
        let request = LineRequest::DevSpecific {
            call: None,
            data: data.into(),
        };
        let ask = Ask::line(request);
        CallRequest::new(OnLine::line(self.clone()), ask, Box::new(reply::data))
    }

    /// The line's permanent number.
    pub fn id(&self) -> LineId {
        self.session.device.id
    }

    /// What the line is, as it is now.
    pub fn info(&self) -> LineInfo {
        self.session.device.info()
    }

    /// What the line can do, as it is now.
    pub fn capabilities(&self) -> Arc<LineModel> {
        self.session.device.model()
    }

    /// What can be done with the line now: make a call, which takes the line to be in service with room for
    /// one more; device-specific functions.
    pub fn features(&self) -> LineFeatures {
        let info = self.info();
        let mut features = LineFeatures::empty();
        let active = self.session.device.tally.counts().active;
        if info.in_service && active < info.model.active_calls {
            features |= LineFeatures::MAKECALL;
        }
        if info.model.dev_specific_requests {
            features |= LineFeatures::DEVSPECIFIC;
        }
        features
    }

    /// How many of its calls are up, on hold, and on hold for a transfer or conference.
    pub fn call_counts(&self) -> (u32, u32, u32) {
        let counts = self.session.device.tally.counts();
        (counts.active, counts.held, counts.transfer)
    }

    /// Has `listener` called for this line's events and those of its calls, as [`Office::on_event`].
    pub fn on_event(&self, listener: impl Fn(&Event) + Send + Sync + 'static) -> Subscription {
        let id = self.id();
        self.owner.office.on_event(move |event| {
            if event.line() == Some(id) {
                listener(event);
            }
        })
    }

    /// The office.
    pub fn office(&self) -> &Office {
        &self.owner.office
    }

    /// Closes the line (`TSPI_lineClose`): answers every request that is still open on it and its calls with
    /// `OPERATIONFAILED`, has the hardware drop the calls that were made or taken here, and waits for callbacks that
    /// other threads are in. Calls that nobody has taken stay as they are. Closing it again does nothing.
    ///
    /// Inside a callback the answers are delivered nested, on this thread, and that callback itself is not
    /// waited for.
    ///
    /// # Errors
    ///
    /// [`CloseError::CallbackRunning`] when a callback on another thread did not return within
    /// [`OpenOptions::close_limit`](crate::OpenOptions::close_limit); the line is closed all the same.
    pub fn close(&self) -> Result<(), CloseError> {
        self.session.close()
    }

    pub(crate) fn session(&self) -> &Arc<LineSession> {
        &self.session
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        // Whoever has closed it has waited for what there was to wait for.
        if !self.session.is_shut()
            && let Err(error) = self.session.close()
        {
            tracing::error!(line = %self.session.device.id, %error, "a line was dropped and did not close in time");
        }
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Line").field(&self.id().0).finish()
    }
}
