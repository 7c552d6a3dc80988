//! What can go wrong with a line or a call.

use std::time::Duration;

use thiserror::Error;
use tspkit_abi::{LineError, TapiError};
use tspkit_hal::{CallId, HardwareError, LineId};

/// Which line it is about, and which of its calls, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Place {
    /// The line.
    pub line: LineId,
    /// The call.
    pub call: Option<CallId>,
}

impl Place {
    /// That call on that line.
    pub(crate) const fn new(line: LineId, call: CallId) -> Self {
        Self {
            line,
            call: Some(call),
        }
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.call {
            Some(call) => write!(f, "{call} on {}", self.line),
            None => self.line.fmt(f),
        }
    }
}

/// Why a request to a line or a call was refused, or why it failed.
///
/// Each has TAPI's code ([`code`](Self::code)), and the one that TAPI 3 reports ([`tapi`](Self::tapi)); the text says
/// what happened, where, with which value, and what to do about it.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum CallError {
    /// `LINEERR_INVALCALLHANDLE`: the call was closed before. TAPI 3: `TAPI_E_INVALCALLSTATE`.
    #[error("{place} was closed, and is gone")]
    Closed {
        /// Where.
        place: Place,
    },
    /// `LINEERR_INVALLINEHANDLE`: the line was closed before, and its calls with it. TAPI 3: `TAPI_E_INVALCALLSTATE`.
    #[error("{line} was closed; open it again")]
    LineClosed {
        /// The line.
        line: LineId,
    },
    /// `LINEERR_UNINITIALIZED`: the office was closed.
    #[error("the office was closed; open it again")]
    OfficeClosed,
    /// `LINEERR_BADDEVICEID`: there is no line of that number.
    #[error("there is no line {index}; the office has {count}, numbered from 0")]
    NoSuchLine {
        /// The number.
        index: u32,
        /// How many there are.
        count: u32,
    },
    /// `LINEERR_NODEVICE`: the line has been removed for good.
    #[error("{line} has been removed")]
    Removed {
        /// The line.
        line: LineId,
    },
    /// `LINEERR_ALLOCATED`: the line is open already.
    #[error("{line} is open already; close it, or use the handle that there is")]
    AlreadyOpen {
        /// The line.
        line: LineId,
    },
    /// `LINEERR_OPERATIONUNAVAIL`: this line cannot do it at all.
    #[error("{place} cannot do this: {reason}")]
    Unavailable {
        /// Where.
        place: Place,
        /// What it lacks.
        reason: &'static str,
    },
    /// `LINEERR_INVALLINESTATE`: the line is out of service.
    #[error("{line} is out of service; try again when it is in service")]
    OutOfService {
        /// The line.
        line: LineId,
    },
    /// `LINEERR_INVALCALLSTATE`: the call is not in a state that allows it.
    #[error(
        "{place} is {state}, and {what} does not go then; wait for a state that has it among its features"
    )]
    State {
        /// Where.
        place: Place,
        /// The state, in words.
        state: Box<str>,
        /// What was to be done.
        what: &'static str,
    },
    /// `LINEERR_INVALPARAM`: charging information can only be read.
    #[error("{place}: charging information is told by the network and cannot be put")]
    ReadOnly {
        /// Where.
        place: Place,
    },
    /// `LINEERR_USERUSERINFOTOOBIG`: the user-user information is longer than the line takes there.
    #[error(
        "{place}: {size} octets of user-user information are more than the {limit} that go with {what}"
    )]
    UserUserInfoTooBig {
        /// Where.
        place: Place,
        /// What it was to go with.
        what: &'static str,
        /// How long it is.
        size: usize,
        /// How long it may be.
        limit: u32,
    },
    /// `LINEERR_INVALPARAM`: the call data is larger than the line takes.
    #[error("{place}: {size} bytes of call data are more than the {limit} that the line takes")]
    CallDataTooBig {
        /// Where.
        place: Place,
        /// How large it is.
        size: usize,
        /// How large it may be.
        limit: u32,
    },
    /// A parameter is out of range, or cannot be had here; the code says which.
    #[error("{place}: {reason}")]
    Invalid {
        /// Where.
        place: Place,
        /// TAPI's code.
        code: LineError,
        /// Which value is wrong, and how.
        reason: Box<str>,
    },
    /// `LINEERR_RESOURCEUNAVAIL`: as many requests as allowed are open on the line.
    #[error("{limit} requests are open on {line}, which is the limit; wait for one to end")]
    QueueFull {
        /// The line.
        line: LineId,
        /// The limit.
        limit: u32,
    },
    /// `LINEERR_NOMEM`: there is no memory for the request.
    #[error("there is no memory for another request to {line}")]
    NoMemory {
        /// The line.
        line: LineId,
    },
    /// `LINEERR_OPERATIONFAILED`: the request was cancelled.
    #[error("the request to {place} was cancelled")]
    Cancelled {
        /// Where.
        place: Place,
    },
    /// `LINEERR_OPERATIONFAILED`: the call or its line was closed before the request had ended.
    #[error("{place} was closed before the request had ended")]
    ClosedMeanwhile {
        /// Where.
        place: Place,
    },
    /// `LINEERR_OPERATIONFAILED`: the request took longer than it was given. TAPI 3: `TAPI_E_TIMEOUT`.
    #[error("{place} did not finish within {limit:?}")]
    TimedOut {
        /// Where.
        place: Place,
        /// The limit.
        limit: Duration,
    },
    /// `LINEERR_OPERATIONFAILED`: the driver lost the request.
    #[error(
        "the driver of {place} dropped the request without an answer, which is a fault in the driver"
    )]
    Abandoned {
        /// Where.
        place: Place,
    },
    /// `LINEERR_OPERATIONFAILED`: the driver answered with something that is no answer to the request.
    #[error("the driver of {place} gave an answer that does not fit the request: {got}")]
    UnexpectedReply {
        /// Where.
        place: Place,
        /// What it was.
        got: Box<str>,
    },
    /// The driver's own error, with its code.
    #[error("{place}: {source}")]
    Hardware {
        /// Where.
        place: Place,
        /// What the driver says.
        source: HardwareError<LineError>,
    },
}

impl CallError {
    /// TAPI's code.
    pub fn code(&self) -> LineError {
        match self {
            Self::Closed { .. } => LineError::InvalCallHandle,
            Self::LineClosed { .. } => LineError::InvalLineHandle,
            Self::OfficeClosed => LineError::Uninitialized,
            Self::NoSuchLine { .. } => LineError::BadDeviceId,
            Self::Removed { .. } => LineError::NoDevice,
            Self::AlreadyOpen { .. } => LineError::Allocated,
            Self::Unavailable { .. } => LineError::OperationUnavail,
            Self::OutOfService { .. } => LineError::InvalLineState,
            Self::State { .. } => LineError::InvalCallState,
            Self::ReadOnly { .. } | Self::CallDataTooBig { .. } => LineError::InvalParam,
            Self::UserUserInfoTooBig { .. } => LineError::UserUserInfoTooBig,
            Self::Invalid { code, .. } => *code,
            Self::QueueFull { .. } => LineError::ResourceUnavail,
            Self::NoMemory { .. } => LineError::NoMem,
            Self::Hardware { source, .. } => source.code(),
            Self::Cancelled { .. }
            | Self::ClosedMeanwhile { .. }
            | Self::TimedOut { .. }
            | Self::Abandoned { .. }
            | Self::UnexpectedReply { .. } => LineError::OperationFailed,
        }
    }

    /// The code that TAPI 3 reports: the one of the same meaning, but for a call that is gone
    /// (`TAPI_E_INVALCALLSTATE`) and a request that is out of time (`TAPI_E_TIMEOUT`).
    pub fn tapi(&self) -> TapiError {
        match self {
            Self::Closed { .. } | Self::LineClosed { .. } => TapiError::InvalCallState,
            _ if self.is_timeout() => TapiError::Timeout,
            _ => self.code().into(),
        }
    }

    /// A time limit was what ended the request: its own, or one of the driver's.
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::TimedOut { .. } => true,
            Self::Hardware { source, .. } => source.is_timeout(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLACE: Place = Place {
        line: LineId(7),
        call: Some(CallId(3)),
    };

    #[test]
    fn the_codes_of_tapi_3_differ_where_its_pages_do() {
        let closed = CallError::Closed { place: PLACE };
        assert_eq!(closed.code(), LineError::InvalCallHandle);
        assert_eq!(closed.tapi(), TapiError::InvalCallState);
        let line = CallError::LineClosed { line: PLACE.line };
        assert_eq!(line.code(), LineError::InvalLineHandle);
        assert_eq!(line.tapi(), TapiError::InvalCallState);
        let read_only = CallError::ReadOnly { place: PLACE };
        assert_eq!(read_only.tapi(), TapiError::InvalidArg);
        let limit = Duration::from_secs(5);
        let late = CallError::TimedOut {
            place: PLACE,
            limit,
        };
        assert_eq!(
            (late.code(), late.tapi()),
            (LineError::OperationFailed, TapiError::Timeout)
        );
        assert_eq!(
            late.to_string(),
            "call 3 on line 7 did not finish within 5s"
        );
    }

    #[test]
    fn errors_are_small_enough_to_be_returned() {
        assert!(size_of::<CallError>() <= 64, "{}", size_of::<CallError>());
    }
}
