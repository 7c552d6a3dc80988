//! Ports: what carries bytes to a phone and back.

mod list;
mod serial;

use std::{fmt, io, time::Duration};

use thiserror::Error;

pub use list::{PortInfo, PortKind, PortsError, ports};
pub use serial::SerialPorts;

/// A line that is open. Dropping it closes it.
///
/// Serial ports are one; whoever reaches phones in another way, such as a terminal server, implements this and
/// [`Opener`].
pub trait Port: Send {
    /// Waits up to `wait` for bytes and takes what there is; 0 when nothing came.
    ///
    /// # Errors
    ///
    /// The line is gone and must be opened again.
    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize>;

    /// Writes as much as the line takes at once, waiting up to `wait` for it to take anything; 0 when it did not.
    ///
    /// # Errors
    ///
    /// The line is gone and must be opened again.
    fn write(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize>;

    /// Throws away what was written and has not left yet.
    fn discard_output(&mut self);
}

/// Opens a line, again and again as it comes and goes.
pub trait Opener: Send + Sync {
    /// Opens it. May take some tenths of a second.
    ///
    /// # Errors
    ///
    /// Why it cannot be opened now. It will be tried again.
    fn open(&self, name: &str, settings: &LineSettings) -> Result<Box<dyn Port>, PortError>;
}

/// Why a port cannot be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PortError {
    /// There is no such port.
    #[error("there is no port `{port}`; is the cable plugged in?")]
    Missing {
        /// The port.
        port: String,
        /// What the system says.
        source: io::Error,
    },
    /// Something else has it open.
    #[error("the port `{port}` is in use by another program; close it there")]
    Busy {
        /// The port.
        port: String,
        /// What the system says.
        source: io::Error,
    },
    /// This user may not open it.
    #[error(
        "the port `{port}` may not be opened by this user; on Linux, users of serial ports are in the group `dialout`"
    )]
    Forbidden {
        /// The port.
        port: String,
        /// What the system says.
        source: io::Error,
    },
    /// It cannot be opened or set up for another reason.
    #[error("the port `{port}` cannot be opened with {settings}: {source}")]
    Other {
        /// The port.
        port: String,
        /// How it was to be set up.
        settings: LineSettings,
        /// What the system says.
        source: io::Error,
    },
}

/// How a serial line is set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineSettings {
    /// Bits a second.
    pub baud: u32,
    /// 5 to 8.
    pub data_bits: u8,
    /// The parity bit.
    pub parity: Parity,
    /// 1 or 2.
    pub stop_bits: u8,
    /// Who says when to pause.
    pub flow_control: FlowControl,
    /// Data terminal ready, when it is to be set.
    pub dtr: Option<bool>,
    /// Request to send, when it is to be set.
    pub rts: Option<bool>,
}

/// The parity bit of each byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parity {
    /// There is none.
    None,
    /// It makes the number of ones odd.
    Odd,
    /// It makes the number of ones even.
    Even,
}

/// How a line is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlowControl {
    /// Not at all.
    None,
    /// By the bytes XON and XOFF.
    Software,
    /// By the wires RTS and CTS.
    Hardware,
}

/// As in `115200 8N1`.
impl fmt::Display for LineSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parity = match self.parity {
            Parity::None => 'N',
            Parity::Odd => 'O',
            Parity::Even => 'E',
        };
        write!(
            f,
            "{} {}{parity}{}",
            self.baud, self.data_bits, self.stop_bits
        )?;
        match self.flow_control {
            FlowControl::None => Ok(()),
            FlowControl::Software => f.write_str(" XON/XOFF"),
            FlowControl::Hardware => f.write_str(" RTS/CTS"),
        }
    }
}
