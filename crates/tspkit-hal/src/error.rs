//! What a driver says when something went wrong.

use std::{
    error::Error,
    fmt::{self, Debug, Display},
    sync::Arc,
};

use tspkit_abi::{LineError, PhoneError};

/// TAPI's errors of one kind of device, as far as drivers are concerned.
pub trait ErrorCode: Copy + Debug + Display + PartialEq + Send + Sync + 'static {
    /// The operation failed, for a reason that has no code of its own.
    const OPERATION_FAILED: Self;
    /// The device cannot do this.
    const OPERATION_UNAVAIL: Self;
}

impl ErrorCode for PhoneError {
    const OPERATION_FAILED: Self = Self::OperationFailed;
    const OPERATION_UNAVAIL: Self = Self::OperationUnavail;
}

impl ErrorCode for LineError {
    const OPERATION_FAILED: Self = Self::OperationFailed;
    const OPERATION_UNAVAIL: Self = Self::OperationUnavail;
}

/// An error of the hardware: TAPI's code, and for people what happened and why.
///
/// The code is what a TAPI application gets; message and cause reach the log and the users of the Rust API.
///
/// ```
/// use tspkit_abi::PhoneError;
/// use tspkit_hal::HardwareError;
///
/// let cause = std::io::Error::from(std::io::ErrorKind::TimedOut);
/// let error: HardwareError = HardwareError::failed("the phone did not answer `loady`").with_source(cause);
/// assert_eq!(error.code(), PhoneError::OperationFailed);
/// assert_eq!(error.message(), Some("the phone did not answer `loady`"));
/// ```
#[derive(Clone)]
pub struct HardwareError<C: ErrorCode = PhoneError> {
    code: C,
    detail: Option<Arc<Detail>>,
}

#[derive(Debug, Default)]
struct Detail {
    message: String,
    timed_out: bool,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl<C: ErrorCode> HardwareError<C> {
    /// An error with that code and nothing more to say.
    pub const fn new(code: C) -> Self {
        Self { code, detail: None }
    }

    /// An error with that code. The message says what, where and with which value, in one sentence.
    pub fn with_message(code: C, message: impl Into<String>) -> Self {
        let detail = Detail {
            message: message.into(),
            ..Detail::default()
        };
        Self {
            code,
            detail: Some(Arc::new(detail)),
        }
    }

    /// `OPERATIONFAILED`, with a message.
    pub fn failed(message: impl Into<String>) -> Self {
        Self::with_message(C::OPERATION_FAILED, message)
    }

    /// `OPERATIONFAILED` because a time limit has passed, with a message that says which.
    pub fn timed_out(message: impl Into<String>) -> Self {
        let detail = Detail {
            message: message.into(),
            timed_out: true,
            source: None,
        };
        Self {
            code: C::OPERATION_FAILED,
            detail: Some(Arc::new(detail)),
        }
    }

    /// `OPERATIONUNAVAIL`: the hardware cannot do this.
    pub const fn unavailable() -> Self {
        Self::new(C::OPERATION_UNAVAIL)
    }

    /// The same error with its cause, which [`source`](Error::source) gives back.
    #[must_use]
    pub fn with_source(self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let (message, timed_out) = self
            .detail
            .as_ref()
            .map_or((String::new(), false), |d| (d.message.clone(), d.timed_out));
        let detail = Detail {
            message,
            timed_out,
            source: Some(source.into()),
        };
        Self {
            code: self.code,
            detail: Some(Arc::new(detail)),
        }
    }

    /// TAPI's code.
    pub const fn code(&self) -> C {
        self.code
    }

    /// What happened, when the driver has said it.
    pub fn message(&self) -> Option<&str> {
        self.detail
            .as_ref()
            .map(|detail| detail.message.as_str())
            .filter(|text| !text.is_empty())
    }

    /// A time limit was what ended it.
    pub fn is_timeout(&self) -> bool {
        self.detail.as_ref().is_some_and(|detail| detail.timed_out)
    }
}

impl<C: ErrorCode> From<C> for HardwareError<C> {
    fn from(code: C) -> Self {
        Self::new(code)
    }
}

impl<C: ErrorCode> Debug for HardwareError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HardwareError")
            .field("code", &self.code)
            .field("message", &self.message())
            .field(
                "source",
                &self
                    .detail
                    .as_ref()
                    .and_then(|detail| detail.source.as_ref()),
            )
            .finish()
    }
}

impl<C: ErrorCode> Display for HardwareError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.message() {
            Some(message) => f.write_str(message),
            None => Display::fmt(&self.code, f),
        }
    }
}

impl<C: ErrorCode> Error for HardwareError<C> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        let source = self.detail.as_ref()?.source.as_deref()?;
        Some(source)
    }
}
