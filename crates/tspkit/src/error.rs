//! What can go wrong with a request.

use std::time::Duration;

use thiserror::Error;
use tspkit_abi::PhoneError;
use tspkit_hal::{Direction, HardwareError, PhoneId};

/// Why a request was refused, or why it failed.
///
/// Each has TAPI's code ([`code`](Self::code)); the text says what happened, where and with which value.
#[derive(Debug, Clone, Error)]
#[non_exhaustive]
pub enum Error {
    /// `PHONEERR_INVALPHONEHANDLE`: the phone was closed before.
    #[error("{phone} was closed; open it again")]
    Closed {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_UNINITIALIZED`: the office was closed.
    #[error("the office was closed; open it again")]
    OfficeClosed,
    /// `PHONEERR_BADDEVICEID`: there is no phone of that number.
    #[error("there is no phone {index}; the office has {count}, numbered from 0")]
    NoSuchPhone {
        /// The number.
        index: u32,
        /// How many there are.
        count: u32,
    },
    /// `PHONEERR_NODEVICE`: the phone has been removed for good.
    #[error("{phone} has been removed")]
    Removed {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_ALLOCATED`: the phone is open already.
    #[error("{phone} is open already; close it, or use the handle that there is")]
    AlreadyOpen {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_OPERATIONUNAVAIL`: this phone cannot do it at all.
    #[error("{phone} cannot do this: {reason}")]
    Unavailable {
        /// The phone.
        phone: PhoneId,
        /// What it lacks.
        reason: &'static str,
    },
    /// `PHONEERR_INVALPHONESTATE`: the phone is out of reach.
    #[error("{phone} is not connected; try again when it is")]
    NotConnected {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_INVALPHONESTATE`: the phone's use is suspended.
    #[error("{phone} is suspended; try again when it is resumed")]
    Suspended {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_INVALDATAID`: there is no data area of that number for that direction.
    #[error("{phone} has no data area {area} for {}; {}", direction_name(*.direction), areas_below(*.count))]
    NoSuchArea {
        /// The phone.
        phone: PhoneId,
        /// The area's number.
        area: u32,
        /// Which way the data was to go.
        direction: Direction,
        /// One more than the highest number of an area for that direction.
        count: u32,
    },
    /// `PHONEERR_OPERATIONFAILED`: the data does not fit the area. Nothing was sent.
    #[error("{size} bytes do not fit data area {area} of {phone}, which holds {limit}")]
    TooLarge {
        /// The phone.
        phone: PhoneId,
        /// The area's number.
        area: u32,
        /// How many bytes were to be downloaded.
        size: u64,
        /// How many fit.
        limit: u32,
    },
    /// A parameter is out of range; the code says which.
    #[error("{phone}: {reason}")]
    Invalid {
        /// The phone.
        phone: PhoneId,
        /// TAPI's code.
        code: PhoneError,
        /// Which value is out of which range.
        reason: Box<str>,
    },
    /// `PHONEERR_RESOURCEUNAVAIL`: as many requests as allowed are open on the phone.
    #[error("{limit} requests are open on {phone}, which is the limit; wait for one to end")]
    QueueFull {
        /// The phone.
        phone: PhoneId,
        /// The limit.
        limit: u32,
    },
    /// `PHONEERR_NOMEM`: there is no memory for the request.
    #[error("there is no memory for another request to {phone}")]
    NoMemory {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_OPERATIONFAILED`: the request was cancelled.
    #[error("the request to {phone} was cancelled")]
    Cancelled {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_OPERATIONFAILED`: the phone was closed before the request had ended.
    #[error("{phone} was closed before the request had ended")]
    ClosedMeanwhile {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_OPERATIONFAILED`: the request took longer than it was given.
    #[error("{phone} did not finish within {limit:?}")]
    TimedOut {
        /// The phone.
        phone: PhoneId,
        /// The limit.
        limit: Duration,
    },
    /// `PHONEERR_OPERATIONFAILED`: the driver lost the request.
    #[error(
        "the driver of {phone} dropped the request without an answer, which is a fault in the driver"
    )]
    Abandoned {
        /// The phone.
        phone: PhoneId,
    },
    /// `PHONEERR_OPERATIONFAILED`: the driver answered with something that is no answer to the request.
    #[error("the driver of {phone} gave an answer that does not fit the request: {got}")]
    UnexpectedReply {
        /// The phone.
        phone: PhoneId,
        /// What it was.
        got: Box<str>,
    },
    /// The driver's own error, with its code.
    #[error("{phone}: {source}")]
    Hardware {
        /// The phone.
        phone: PhoneId,
        /// What the driver says.
        source: HardwareError,
    },
}

impl Error {
    /// TAPI's code.
    pub fn code(&self) -> PhoneError {
        match self {
            Self::Closed { .. } => PhoneError::InvalPhoneHandle,
            Self::OfficeClosed => PhoneError::Uninitialized,
            Self::NoSuchPhone { .. } => PhoneError::BadDeviceId,
            Self::Removed { .. } => PhoneError::NoDevice,
            Self::AlreadyOpen { .. } => PhoneError::Allocated,
            Self::Unavailable { .. } => PhoneError::OperationUnavail,
            Self::NotConnected { .. } | Self::Suspended { .. } => PhoneError::InvalPhoneState,
            Self::NoSuchArea { .. } => PhoneError::InvalDataId,
            Self::Invalid { code, .. } => *code,
            Self::QueueFull { .. } => PhoneError::ResourceUnavail,
            Self::NoMemory { .. } => PhoneError::NoMem,
            Self::Hardware { source, .. } => source.code(),
            Self::TooLarge { .. }
            | Self::Cancelled { .. }
            | Self::ClosedMeanwhile { .. }
            | Self::TimedOut { .. }
            | Self::Abandoned { .. }
            | Self::UnexpectedReply { .. } => PhoneError::OperationFailed,
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

const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Download => "download",
        Direction::Upload => "upload",
        Direction::Both => "both ways",
    }
}

fn areas_below(count: u32) -> String {
    match count {
        0 => "it has none".into(),
        1 => "the only one is 0".into(),
        _ => format!("they are numbered from 0 to {}", count - 1),
    }
}
