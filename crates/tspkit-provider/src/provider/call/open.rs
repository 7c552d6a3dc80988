//! A call from when TAPI knows of it to `TSPI_lineCloseCall`.

use std::{
    fmt,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, AtomicUsize, Ordering, fence},
    },
    time::SystemTime,
};

use tspkit::{
    Call, CallRequest, CallStatus, CloseError,
    abi::{
        LineCallInfoStates, LineCallParamFlags, LineCallStates, LineError, LineMediaModes,
        TspiVersion,
    },
};

use super::digits::Generating;
use crate::{
    handles::{Entered, Kind},
    provider::{
        Link,
        line::{Caller, Known, OpenLine, check_media, line_refused},
    },
};

/// What a call's handle stands for.
pub(crate) struct OpenCall {
    pub(crate) call: Call,
    pub(crate) link: Arc<Link>,
    pub(crate) version: TspiVersion,
    pub(super) caller: Caller,
    /// TAPI's device id of the line.
    pub(super) device: u32,
    /// The states that it can be in, the same all its life.
    pub(super) call_states: LineCallStates,
    /// What it was made with.
    pub(super) param_flags: LineCallParamFlags,
    /// TAPI's handle; 0 until it has given one.
    pub(super) tapi_handle: AtomicUsize,
    /// What an application has set, for its own use.
    pub(super) app_specific: AtomicU32,
    /// What an application has set; 0: nothing.
    pub(super) media_mode: AtomicU32,
    /// The state that was told last, and since when it is so.
    told: Mutex<(Option<CallStatus>, Option<SystemTime>)>,
    /// Digits that are being sent.
    pub(super) generating: Mutex<Option<Generating>>,
}

impl OpenCall {
    /// A call on that line, with TAPI's handle for it as far as there is one.
    pub(super) fn new(line: &OpenLine, call: Call, tapi_handle: usize) -> Box<Self> {
        let params = call.params();
        Box::new(Self {
            param_flags: params.map_or(LineCallParamFlags::empty(), |params| params.flags),
            call_states: call.line().capabilities().states | LineCallStates::IDLE,
            call,
            device: line.device,
            link: line.link.clone(),
            version: line.version,
            caller: line.caller(),
            tapi_handle: AtomicUsize::new(tapi_handle),
            app_specific: AtomicU32::new(0),
            media_mode: AtomicU32::new(0),
            told: Mutex::new((None, None)),
            generating: Mutex::new(None),
        })
    }

    /// Sets what an application wants to find again.
    pub(crate) fn set_app_specific(&self, value: u32) {
        if self.app_specific.swap(value, Ordering::SeqCst) != value {
            self.call.tell_info(LineCallInfoStates::APPSPECIFIC);
        }
    }

    /// Sets what an application expects the call to carry.
    pub(crate) fn set_media_mode(&self, mode: LineMediaModes) -> Result<(), LineError> {
        check_media(&self.call.line().capabilities(), mode)?;
        let is_one = mode.bits().is_power_of_two();
        if !is_one && !mode.contains(LineMediaModes::UNKNOWN) {
            return Err(LineError::InvalMediaMode);
        }
        if self.media_mode.swap(mode.bits(), Ordering::SeqCst) != mode.bits() {
            self.call.tell_info(LineCallInfoStates::MEDIAMODE);
        }
        Ok(())
    }

    /// The media mode: what an application has set, or what the hardware says.
    pub(super) fn media_mode(&self, told: LineMediaModes) -> LineMediaModes {
        match self.media_mode.load(Ordering::SeqCst) {
            0 => told,
            set => LineMediaModes::from_bits_retain(set),
        }
    }

    /// Notes the state that is about to be told; `false` when it has been told.
    pub(super) fn note_told(&self, status: CallStatus) -> bool {
        let mut told = self.told();
        let news = told.0 != Some(status);
        if news {
            *told = (Some(status), Some(SystemTime::now()));
        }
        news
    }

    /// Since when it is in that state, if that was told.
    pub(super) fn since(&self, status: Option<CallStatus>) -> Option<SystemTime> {
        let told = self.told();
        told.1.filter(|_| told.0 == status)
    }

    fn told(&self) -> MutexGuard<'_, (Option<CallStatus>, Option<SystemTime>)> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kind for OpenCall {
    const MARK: u8 = 3;
}

impl Entered<OpenCall> {
    /// The handle is still open. For after something that is to be asked has taken the call: whoever closes the handle
    /// from here on sees that, closes the call as well, and so answers what is open on it.
    pub(crate) fn check_open(&self) -> Result<(), LineError> {
        // Against the one in `close_all`.
        fence(Ordering::SeqCst);
        if self.is_open() {
            Ok(())
        } else {
            Err(LineError::InvalCallHandle)
        }
    }

    /// Closes the handle and the call; `None` when somebody else does.
    ///
    /// A call that TAPI has only watched stays up: it is somebody else's.
    pub(crate) fn close_all(&self) -> Option<Result<(), CloseError>> {
        if !self.close() {
            return None;
        }
        // Against the one in `check_open`.
        fence(Ordering::SeqCst);
        let (id, line) = (self.call.id(), self.call.line().id());
        let is_over = || self.call.status() == Some(CallStatus::Idle);
        if self.call.is_taken() || is_over() {
            let closed = self.call.close();
            // Only now: a call that is not known is announced when something happens to it.
            if let Some(line) = self.link.open_line(line) {
                line.forget_call(id, Known::Handle(self.handle()));
            }
            return Some(closed);
        }
        if let Some(line) = self.link.open_line(line) {
            line.know_call(id, Known::Dismissed);
            if is_over() {
                line.forget_call(id, Known::Dismissed);
            }
        }
        // Something may just be told of it.
        Some(self.call.wait_for_callbacks())
    }
}

/// Has something asked of a call, to be completed under that request id.
pub(crate) fn submit(
    call: &Entered<OpenCall>,
    id: u32,
    request: CallRequest<()>,
) -> Result<(), LineError> {
    call.check_open()?;
    let asked = request.numbered(id.into());
    asked.map_err(|error| call_code(line_refused(&error)))
}

/// What stands for a code that functions with a call's handle do not list.
pub(super) const fn call_code(code: LineError) -> LineError {
    match code {
        LineError::InvalLineHandle | LineError::InvalConsultCallHandle => {
            LineError::InvalCallHandle
        }
        code => code,
    }
}

impl fmt::Debug for OpenCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenCall")
            .field("call", &self.call)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There may be a hundred thousand.
    #[test]
    fn what_a_call_s_handle_stands_for_takes_little_room() {
        assert!(size_of::<OpenCall>() <= 184, "{}", size_of::<OpenCall>());
    }
}
