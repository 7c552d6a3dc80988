//! A line between `TSPI_lineOpen` and `TSPI_lineClose`.

use std::{
    collections::HashMap,
    fmt,
    sync::{
        Arc, Mutex, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU32, Ordering, fence},
    },
    time::Duration,
};

use tspkit::{
    CallError, CallId, CloseError, Line,
    abi::{LineAddressStates, LineDevStates, LineError, LineMediaModes, TspiVersion},
};

use crate::{
    handles::{Entered, Kind},
    provider::{Link, Provider},
    raw::LineEventProc,
};

/// How long a call waits that TAPI had no room for, at first.
const FIRST_DELAY: Duration = Duration::from_millis(20);
/// How long it waits at most.
const LONGEST_DELAY: Duration = Duration::from_secs(5);

/// What a line's handle stands for.
pub(crate) struct OpenLine {
    pub(crate) line: Line,
    pub(crate) link: Arc<Link>,
    /// TAPI's device id.
    pub(in crate::provider) device: u32,
    pub(crate) version: TspiVersion,
    pub(in crate::provider) tapi_handle: usize,
    pub(in crate::provider) event: LineEventProc,
    /// What TAPI wants to be told: `SetStatusMessages`. Nothing at first.
    states: AtomicU32,
    address_states: AtomicU32,
    /// For which media modes there is somebody to own a call: `SetDefaultMediaDetection`.
    pub(super) detected: AtomicU32,
    /// How it rings; 0: it does not.
    pub(super) ring_mode: AtomicU32,
    /// How many calls were up, on hold and waiting for a transfer when that was told last, in ten bits each.
    pub(super) counted: AtomicU32,
    calls: RwLock<HashMap<CallId, Known>>,
    /// How often TAPI had no room for a call that it does not know yet.
    refused: Mutex<HashMap<CallId, u32>>,
}

/// What TAPI knows of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::provider) enum Known {
    /// It has this handle.
    Handle(usize),
    /// It was closed while it was up, and stays up: nothing is told of it any more.
    Dismissed,
}

/// What TAPI says when it opens a line.
pub(crate) struct LineArguments {
    pub(crate) device: u32,
    pub(crate) tapi_handle: usize,
    pub(crate) version: TspiVersion,
    pub(crate) event: LineEventProc,
}

impl Provider {
    /// Opens a line; `hand_out` is given its handle before anything can be called back for it.
    pub(crate) fn open_line(
        &self,
        arguments: &LineArguments,
        hand_out: impl FnOnce(usize),
    ) -> Result<(), LineError> {
        let entry = self
            .line(arguments.device)
            .ok_or(LineError::BadDeviceId)??;
        let office = self.office().map_err(|_| LineError::Uninitialized)?;
        let line = office.line(entry.index).map_err(|error| {
            tracing::info!(%error, "refused");
            error.code()
        })?;
        let id = line.id();
        let open = Box::new(OpenLine {
            line,
            link: self.link.clone(),
            device: arguments.device,
            version: arguments.version,
            tapi_handle: arguments.tapi_handle,
            event: arguments.event,
            states: AtomicU32::new(0),
            address_states: AtomicU32::new(0),
            detected: AtomicU32::new(0),
            ring_mode: AtomicU32::new(0),
            counted: AtomicU32::new(0),
            calls: RwLock::default(),
            refused: Mutex::default(),
        });
        let lines = &self.link.exports.handles().lines;
        let handle = lines.insert(open).ok_or_else(|| {
            tracing::error!("more lines are open than there are handles");
            LineError::ResourceUnavail
        })?;
        hand_out(handle);
        self.link.lines.opened(id, handle);
        // Shut down, or removed, before its handle was known: then nobody else closes it. Against the fence in
        // `close`: either this sees that, or the handle is seen there.
        fence(Ordering::SeqCst);
        let gone = if self.link.is_closed() {
            LineError::Uninitialized
        } else if office.find_line(id).is_none() {
            LineError::NoDevice
        } else {
            return Ok(());
        };
        match lines.enter(handle) {
            // Something may just be called back for it.
            Some(open) => match open.close_all() {
                Some(Ok(())) => Err(gone),
                Some(Err(error)) => {
                    tracing::error!(%error, "a line that was opened too late did not close in time");
                    Err(gone)
                }
                None => Ok(()),
            },
            // It was opened, and has been closed since.
            None => Ok(()),
        }
    }
}

impl OpenLine {
    /// Says what TAPI wants to be told.
    pub(crate) fn set_status_messages(
        &self,
        states: LineDevStates,
        address_states: LineAddressStates,
    ) {
        self.states.store(states.bits(), Ordering::SeqCst);
        self.address_states
            .store(address_states.bits(), Ordering::SeqCst);
    }

    pub(super) fn wanted(&self, states: LineDevStates) -> LineDevStates {
        states & LineDevStates::from_bits_retain(self.states.load(Ordering::SeqCst))
    }

    pub(super) fn wanted_of_address(&self, states: LineAddressStates) -> LineAddressStates {
        states & LineAddressStates::from_bits_retain(self.address_states.load(Ordering::SeqCst))
    }

    /// There is somebody to own a call of that media mode: TAPI would drop one that nobody wants.
    pub(in crate::provider) fn wants_media(&self, mode: LineMediaModes) -> bool {
        mode.bits() & self.detected.load(Ordering::SeqCst) != 0
    }

    pub(in crate::provider) fn known_call(&self, call: CallId) -> Option<Known> {
        self.read_calls().get(&call).copied()
    }

    pub(in crate::provider) fn know_call(&self, call: CallId, known: Known) {
        self.write_calls().insert(call, known);
    }

    /// Forgets a call, if that is what is known of it.
    pub(in crate::provider) fn forget_call(&self, call: CallId, known: Known) {
        let mut calls = self.write_calls();
        if calls.get(&call) == Some(&known) {
            calls.remove(&call);
        }
    }

    /// TAPI had no room for a call: how long to leave it alone. Twice as long each time, and never very long.
    pub(in crate::provider) fn call_refused(&self, call: CallId) -> Duration {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        let times = refused.entry(call).or_default();
        let delay = FIRST_DELAY.saturating_mul(1 << (*times).min(16));
        *times += 1;
        delay.min(LONGEST_DELAY)
    }

    /// TAPI has taken a call, or never will.
    pub(in crate::provider) fn call_settled(&self, call: CallId) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        refused.remove(&call);
    }

    /// Closes the handles of all its calls. What they stand for stays while somebody is inside.
    fn close_call_handles(&self) {
        let calls = std::mem::take(&mut *self.write_calls());
        let handles = &self.link.exports.handles().calls;
        for known in calls.into_values() {
            if let Known::Handle(handle) = known
                && let Some(open) = handles.enter(handle)
            {
                open.close();
            }
        }
    }

    /// Closes the line, whose handle is closed already: answers everything that is pending on it and its calls.
    pub(super) fn close_line(&self, handle: usize) -> Result<(), CloseError> {
        self.link.lines.closed(self.line.id(), handle);
        self.close_call_handles();
        let closed = self.line.close();
        // What was just being made or announced.
        self.close_call_handles();
        closed
    }

    fn read_calls(&self) -> RwLockReadGuard<'_, HashMap<CallId, Known>> {
        self.calls.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_calls(&self) -> RwLockWriteGuard<'_, HashMap<CallId, Known>> {
        self.calls.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kind for OpenLine {
    const MARK: u8 = 2;
}

impl Entered<OpenLine> {
    /// Closes the handle and the line; `None` when somebody else does.
    pub(crate) fn close_all(&self) -> Option<Result<(), CloseError>> {
        self.close().then(|| self.close_line(self.handle()))
    }

    /// Closes the handle and those of the calls; the office is about to be closed.
    pub(in crate::provider) fn close_handles(&self) {
        self.close();
        self.close_call_handles();
    }
}

impl Drop for OpenLine {
    fn drop(&mut self) {
        // A call that came in while the line was being closed.
        self.close_call_handles();
    }
}

/// The code of a refusal, whose reason goes to the log.
#[cold]
pub(crate) fn line_refused(error: &CallError) -> LineError {
    tracing::info!(%error, "refused");
    match error.code() {
        // The office closes while the handle is still known.
        LineError::Uninitialized => LineError::InvalLineHandle,
        code => code,
    }
}

impl fmt::Debug for OpenLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenLine")
            .field("line", &self.line)
            .finish_non_exhaustive()
    }
}
