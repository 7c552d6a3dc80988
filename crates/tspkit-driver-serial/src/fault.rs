//! What goes wrong while a phone is spoken to.

use std::io;

use thiserror::Error;
use tspkit_abi::PhoneError;
use tspkit_hal::HardwareError;

use crate::port::PortError;

/// Why something could not be done on a line.
#[derive(Debug, Error)]
pub(crate) enum Fault {
    #[error("it was cancelled")]
    Cancelled,
    #[error("the line is gone: {0}")]
    Gone(#[source] io::Error),
    /// The same, in the middle of a transfer.
    #[error("the line is gone: {source}; {transfer}")]
    HungUp {
        source: io::Error,
        transfer: tspkit_xymodem::Error,
    },
    #[error("{0}")]
    Open(#[from] PortError),
    /// Nothing that was awaited came in time.
    #[error("{what} did not come within {limit_ms} ms{heard}")]
    Silent {
        what: String,
        limit_ms: u128,
        heard: Heard,
    },
    #[error("the phone takes no more bytes; check flow control and cable")]
    Stuck,
    #[error("the phone answered `{answer}` to `{command}`")]
    Refused { answer: String, command: String },
    #[error("{0}")]
    Transfer(#[from] tspkit_xymodem::Error),
    #[error("the phone sends at least {seen} bytes, more than the {most} of this area")]
    TooMuch { seen: usize, most: usize },
    #[error("{0}")]
    Data(String),
    #[error("the phone is not there: {0}")]
    Away(String),
    #[error("the profile has no command for this")]
    Unavailable,
}

impl Fault {
    /// Whether the line must be opened again.
    pub(crate) const fn lost_the_line(&self) -> bool {
        matches!(self, Self::Gone(_) | Self::HungUp { .. } | Self::Open(_))
    }

    /// Whether another attempt may succeed where this one did not.
    pub(crate) const fn may_pass(&self) -> bool {
        matches!(self, Self::Silent { .. })
            || matches!(self, Self::Transfer(error) if !error.all_data_acknowledged()
                && !matches!(error, tspkit_xymodem::Error::SizeExceeded { .. }))
    }

    /// Whether the phone may be in the middle of something, so that the line must be put in order.
    pub(crate) const fn leaves_a_mess(&self) -> bool {
        !matches!(
            self,
            Self::Refused { .. } | Self::Data(_) | Self::Unavailable | Self::Away(_)
        )
    }

    /// The error for the requester, with what was asked of whom.
    pub(crate) fn into_hardware_error(self, context: &str) -> HardwareError {
        let message = format!("{context}: {self}");
        let timed_out = match &self {
            Self::Silent { .. } | Self::Stuck => true,
            Self::Transfer(error) => matches!(
                error,
                tspkit_xymodem::Error::NoAnswer { .. }
                    | tspkit_xymodem::Error::LastAckLost { hung_up: false, .. }
                    | tspkit_xymodem::Error::BatchNotClosed { hung_up: false, .. }
            ),
            _ => false,
        };
        let error = if timed_out {
            HardwareError::timed_out(message)
        } else if matches!(self, Self::Unavailable) {
            HardwareError::with_message(PhoneError::OperationUnavail, message)
        } else {
            HardwareError::failed(message)
        };
        match self {
            Self::Gone(cause) => error.with_source(cause),
            Self::Open(cause) => error.with_source(cause),
            Self::Transfer(cause)
            | Self::HungUp {
                transfer: cause, ..
            } => error.with_source(cause),
            _ => error,
        }
    }
}

/// What came instead of what was awaited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Heard {
    pub(crate) bytes: usize,
    pub(crate) last: Vec<u8>,
}

impl Heard {
    /// Most of it cannot have been meant.
    fn is_garbage(&self) -> bool {
        let odd = |byte: &&u8| !matches!(**byte, b' '..=b'~' | b'\r' | b'\n' | b'\t' | 0x1b);
        let odd = self.last.iter().filter(odd).count();
        odd * 3 > self.last.len()
    }
}

impl std::fmt::Display for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.bytes == 0 {
            return f.write_str(", and nothing else either");
        }
        write!(
            f,
            "; {} other bytes came, the last `{}`",
            self.bytes,
            printable(&self.last)
        )?;
        if self.is_garbage() {
            f.write_str(", which looks like a wrong baud rate or parity")?;
        }
        Ok(())
    }
}

/// Bytes for people, shortened.
pub(crate) fn printable(bytes: &[u8]) -> String {
    const MOST: usize = 60;
    let short = &bytes[..bytes.len().min(MOST)];
    let mut text = short.escape_ascii().to_string();
    if bytes.len() > MOST {
        text.push('…');
    }
    text
}
