//! A call, and the buffers that go with it.

mod actions;
mod ask;
mod buffers;
mod cell;
mod check;
mod dial;
mod error;
mod event;
mod features;
mod known;
mod news;
mod put;
mod received;
pub(crate) mod reply;
mod transitions;
mod typed;
mod view;

use std::{
    fmt,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use tspkit_abi::{CallState, LineCallFeatures, LineCallInfoStates};
use tspkit_hal::{CallId, CallInfo, CallParams, CallStatus};

use self::{ask::What, cell::Phase};
pub(crate) use self::{
    ask::{Ask, Plan},
    cell::CallCell,
    event::MergedCall,
};
pub use self::{
    error::{CallError, Place},
    event::CallEvent,
    put::PutRule,
    view::CallView,
};
use crate::{
    event::{Event, Subscription},
    line::{Line, OnLine},
    office::{CloseError, lock},
    request::{Read, Request},
};

/// Something to ask of a line or a call. Nothing happens until it is waited for, awaited, started, numbered or given
/// a callback; all of that as for a phone's [`Request`].
pub type CallRequest<T> = Request<T, OnLine>;

impl<T> CallRequest<T> {
    /// Makes the request; its answer goes to the office's [`LineCompletionSink`](crate::LineCompletionSink) under that
    /// number: what a service provider needs. It costs no allocation for the callback.
    ///
    /// # Errors
    ///
    /// Why it was refused; then the sink is not called for it.
    pub fn numbered(self, number: u64) -> Result<(), CallError> {
        self.target.submit_numbered(number, self.what, self.limit)
    }
}

/// A call on a [`Line`].
///
/// Cheap to clone; every clone is the same call, and keeps its line open. Letting go of a call changes nothing
/// about it: a call that is up stays up until it is dropped ([`disconnect`](Self::disconnect)), closed
/// ([`close`](Self::close)), or its line is closed. One that is over is forgotten when nobody has it any more. Any
/// thread may use it.
///
/// A call that is made here begins as [`CallState::Idle`]: its buffers and parameters can be set, and
/// [`connect`](Self::connect) makes it. A call that comes in begins as its driver says, mostly
/// [`CallState::Offering`].
///
/// The functions that ask something of it make a [`CallRequest`]. One that breaks a rule is refused before the
/// driver sees it, in this order: the line or the call is closed (`INVALLINEHANDLE`, `INVALCALLHANDLE`), the line
/// cannot do this at all (`OPERATIONUNAVAIL`), the call is not in a state to (`INVALCALLSTATE`), a buffer is too large
/// (`USERUSERINFOTOOBIG` and its kin) or a parameter out of range, there is no memory (`NOMEM`), too many requests
/// are open (`RESOURCEUNAVAIL`). Calls go on by themselves meanwhile: the hardware may still answer with
/// `INVALCALLSTATE`.
pub struct Call {
    cell: Arc<CallCell>,
    line: Line,
}

impl Call {
    pub(crate) fn new(cell: Arc<CallCell>, line: Line) -> Self {
        cell.handles.fetch_add(1, Ordering::SeqCst);
        Self { cell, line }
    }

    /// The call's number, which no other call of the office has had.
    pub fn id(&self) -> CallId {
        self.cell.id
    }

    /// The line that it is on.
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// Its state as TAPI 3 sees it. A closed call stays what it was.
    pub fn state(&self) -> CallState {
        lock(&self.cell.state).seen
    }

    /// Its state as the hardware has told it last; `None` before.
    pub fn status(&self) -> Option<CallStatus> {
        lock(&self.cell.state).status
    }

    /// What can be done with it now (`LINECALLSTATUS.dwCallFeatures`): the line can do it, the state allows it,
    /// and there is room for what it leads to.
    pub fn features(&self) -> LineCallFeatures {
        let device = &self.cell.device;
        let counts = device.tally.counts();
        let now = |status| device.with_model(|model| features::now(status, model, counts));
        let (phase, status) = {
            let state = lock(&self.cell.state);
            (state.phase, state.status)
        };
        match (phase, status) {
            _ if self.is_closed() => LineCallFeatures::empty(),
            (Phase::Up, status) => now(status.unwrap_or(CallStatus::Proceeding)),
            _ => LineCallFeatures::empty(),
        }
    }

    /// What is known of it. User-user information is what the far end has sent and nobody has released;
    /// before the call is made, there is what it is to be made with.
    pub fn info(&self) -> CallInfo {
        let limits = self.cell.device.with_model(|model| model.dial);
        let state = lock(&self.cell.state);
        let mut info = state.known.info(state.user_user());
        if let Some(outgoing) = &state.outgoing {
            let params = &outgoing.params;
            info.media_mode = params.media_mode;
            info.bearer_mode = params.bearer_mode;
            info.user_user = params.user_user.clone();
            info.high_layer = params.high_layer.clone();
            info.low_layer = params.low_layer.clone();
            info.call_data = params.call_data.clone();
            info.dev_specific = params.dev_specific.clone();
            info.dial = params.dial;
        }
        info.dial = limits.nearest(info.dial);
        info
    }

    /// What it is to be made with; `None` once it has been, and for a call that came in.
    pub fn params(&self) -> Option<CallParams> {
        self.cell.params_to_be()
    }

    /// Changes what it is to be made with, and what is put in its buffers by that.
    ///
    /// # Errors
    ///
    /// `LINEERR_INVALCALLSTATE` when it has been made, `LINEERR_INVALCALLHANDLE` when it is closed. What does not
    /// fit the line is found when it is made.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let office = tspkit::open("sim:")?;
    /// let call = office.line(0)?.create_call("102")?;
    /// call.set_params(|params| params.no_answer = Some(Duration::from_secs(20)))?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_params(&self, set: impl FnOnce(&mut CallParams)) -> Result<(), CallError> {
        self.check_open()?;
        // Changed outside the lock: what is called is the user's.
        let Some(mut params) = self.cell.params_to_be() else {
            return Err(self.wrong_state("changing its parameters"));
        };
        set(&mut params);
        let mut state = lock(&self.cell.state);
        match &mut state.outgoing {
            Some(outgoing) => {
                *outgoing.params = params;
                Ok(())
            }
            None => Err(self.cell.wrong_state(&state, "changing its parameters")),
        }
    }

    /// Waits until `wanted` says so of the call, looking whenever it changes; `false` when `limit` came first, or
    /// the call was closed or is over and `wanted` does not like that.
    ///
    /// States that the call only passes through may be missed: the office's events tell all of them.
    pub fn wait_until(&self, limit: Duration, wanted: impl Fn(&Self) -> bool) -> bool {
        let end = Instant::now().checked_add(limit);
        loop {
            let changes = self.cell.changes();
            if wanted(self) {
                return true;
            }
            let over = self.is_closed() || self.cell.is_over();
            if over || !self.cell.wait_for_change(changes, end) {
                return wanted(self);
            }
        }
    }

    /// Somebody has made it, or taken it: closing the line drops it.
    pub fn is_taken(&self) -> bool {
        self.cell.is_taken()
    }

    /// Has the office's listeners told of the call as if it had just come in, with its state as it is now
    /// ([`CallEvent::New`] and [`CallEvent::State`]); for a listener that did not want to know of it before. Does nothing
    /// for a call that is closed, or still to be made.
    pub fn tell_anew(&self) {
        if !self.is_closed() && self.status().is_some() {
            self.cell.announce(&self.line.session().office);
        }
    }

    /// Has that done when so much time has passed, by a thread that the office has anyway. A later one takes the place of
    /// one before; a call that is over or closed by then is not told of, nor any when its line is closed.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let office = tspkit::open("sim:")?;
    /// let line = office.line(0)?;
    /// for call in line.calls() {
    ///     call.tell_anew_after(Duration::from_millis(50));
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn tell_anew_after(&self, delay: Duration) {
        if !self.is_closed() {
            self.line.session().remind(self.id(), delay);
        }
    }

    /// Has the office's listeners told that something of the call has changed that is kept outside the office, such as
    /// what an application wants to find in `LINECALLINFO.dwAppSpecific`. As all that is told of a call: not before its
    /// first state, and not once it is over or closed.
    pub fn tell_info(&self, states: LineCallInfoStates) {
        if self.status().is_some() {
            self.cell.announce_info(&self.line.session().office, states);
        }
    }

    /// Waits for callbacks about the call that other threads are in, without closing it: for a listener that wants to know
    /// no more of it. One that this thread is in is not waited for.
    ///
    /// # Errors
    ///
    /// [`CloseError::CallbackRunning`] when a callback on another thread did not return within
    /// [`OpenOptions::close_limit`](crate::OpenOptions::close_limit).
    pub fn wait_for_callbacks(&self) -> Result<(), CloseError> {
        self.line.session().settle_call(&self.cell)
    }

    /// It has been closed.
    pub fn is_closed(&self) -> bool {
        self.cell.is_closed() || self.line.session().is_shut()
    }

    /// Has `listener` called for this call's events, as [`Office::on_event`](crate::Office::on_event).
    pub fn on_event(&self, listener: impl Fn(&CallEvent) + Send + Sync + 'static) -> Subscription {
        let (line_id, id) = (self.line.id(), self.id());
        self.line.office().on_event(move |event| match event {
            Event::Call { line, call, event } if (*line, *call) == (line_id, id) => listener(event),
            _ => {}
        })
    }

    /// Closes the call (`TSPI_lineCloseCall`): answers every request that is still open on it with
    /// `OPERATIONFAILED`, has the hardware drop it where it is still up and forget it, and waits for callbacks that
    /// other threads are in. Nothing is told of it afterwards, and what has not been released is gone. Closing it
    /// again does nothing.
    ///
    /// Inside a callback the answers are delivered nested, on this thread, and that callback itself is not
    /// waited for.
    ///
    /// # Errors
    ///
    /// [`CloseError::CallbackRunning`] when a callback on another thread did not return within
    /// [`OpenOptions::close_limit`](crate::OpenOptions::close_limit); the call is closed all the same.
    pub fn close(&self) -> Result<(), CloseError> {
        self.line.session().close_call(&self.cell)
    }

    fn check_open(&self) -> Result<(), CallError> {
        self.line.session().check_open()?;
        if self.cell.is_closed() {
            return Err(CallError::Closed {
                place: self.cell.place(),
            });
        }
        Ok(())
    }

    fn wrong_state(&self, what: &'static str) -> CallError {
        self.cell.wrong_state(&lock(&self.cell.state), what)
    }

    fn request<T>(&self, what: What, read: Read<T, tspkit_hal::LineReply>) -> CallRequest<T> {
        // Whoever asks something of it has it.
        self.cell.take();
        let ask = Ask::call(&self.cell, what);
        CallRequest::new(OnLine::call(self.clone()), ask, read)
    }
}

impl Clone for Call {
    fn clone(&self) -> Self {
        Self::new(self.cell.clone(), self.line.clone())
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.cell.handles.fetch_sub(1, Ordering::SeqCst) == 1 && self.cell.is_over() {
            self.line.session().office.forget_unwanted(&self.cell);
        }
    }
}

impl PartialEq for Call {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.cell, &other.cell)
    }
}

impl Eq for Call {}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("line", &self.line.id().0)
            .field("call", &self.id().0)
            .field("state", &self.state())
            .finish_non_exhaustive()
    }
}
