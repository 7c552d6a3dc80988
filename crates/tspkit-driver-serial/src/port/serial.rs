//! The system's serial ports.

use std::{
    io::{self, ErrorKind, Read as _, Write as _},
    time::Duration,
};

use serialport::{ClearBuffer, SerialPort};

use super::{FlowControl, LineSettings, Opener, Parity, Port, PortError};

/// The shortest wait: on Windows, none at all would mean for ever.
const SHORTEST: Duration = Duration::from_millis(if cfg!(windows) { 1 } else { 0 });

/// What a port is opened with, before the first wait says better.
const FIRST: Duration = Duration::from_millis(50);

/// The most that is written at once. Drivers that say they take bytes have room for this much; given more, some
/// block until all of it has left, and nobody could cancel.
const PIECE: usize = 2048;

/// The serial ports of this machine, by the names the system gives them: `/dev/ttyUSB0`, `COM3`, `\\.\COM12`.
#[derive(Debug, Clone, Copy, Default)]
pub struct SerialPorts;

impl Opener for SerialPorts {
    fn open(&self, name: &str, settings: &LineSettings) -> Result<Box<dyn Port>, PortError> {
        let port = builder(name, settings)
            .open()
            .map_err(|error| explain(name, settings, error.into()))?;
        let mut serial = Serial { wait: FIRST, port };
        serial.set_signals(name, settings);
        Ok(Box::new(serial))
    }
}

fn builder(name: &str, settings: &LineSettings) -> serialport::SerialPortBuilder {
    serialport::new(name, settings.baud)
        .timeout(FIRST)
        .data_bits(match settings.data_bits {
            5 => serialport::DataBits::Five,
            6 => serialport::DataBits::Six,
            7 => serialport::DataBits::Seven,
            _ => serialport::DataBits::Eight,
        })
        .parity(match settings.parity {
            Parity::None => serialport::Parity::None,
            Parity::Odd => serialport::Parity::Odd,
            Parity::Even => serialport::Parity::Even,
        })
        .stop_bits(match settings.stop_bits {
            2 => serialport::StopBits::Two,
            _ => serialport::StopBits::One,
        })
        .flow_control(match settings.flow_control {
            FlowControl::None => serialport::FlowControl::None,
            FlowControl::Software => serialport::FlowControl::Software,
            FlowControl::Hardware => serialport::FlowControl::Hardware,
        })
}

/// The crate below says `NoDevice` for a port that is missing and for one that is in use.
fn explain(name: &str, settings: &LineSettings, source: io::Error) -> PortError {
    let port = name.to_owned();
    let exists = exists(name);
    match source.kind() {
        ErrorKind::PermissionDenied => PortError::Forbidden { port, source },
        ErrorKind::NotFound if exists => PortError::Busy { port, source },
        ErrorKind::NotFound => PortError::Missing { port, source },
        _ if cfg!(unix) && !exists => PortError::Missing { port, source },
        _ => PortError::Other {
            port,
            settings: *settings,
            source,
        },
    }
}

fn exists(name: &str) -> bool {
    if cfg!(windows) {
        let bare = name.trim_start_matches(r"\\.\");
        let ports = super::ports().unwrap_or_default();
        ports
            .iter()
            .any(|port| port.name.eq_ignore_ascii_case(bare))
    } else {
        std::path::Path::new(name).exists()
    }
}

struct Serial {
    port: Box<dyn SerialPort>,
    wait: Duration,
}

impl Serial {
    /// Sets how long to wait; a system call on Windows, so only when it changes.
    fn wait(&mut self, wait: Duration) -> io::Result<()> {
        let wait = wait.max(SHORTEST);
        if self.wait != wait {
            self.port.set_timeout(wait)?;
            self.wait = wait;
        }
        Ok(())
    }

    /// Lines without these wires exist (pseudo-terminals, some adapters), and work without them.
    fn set_signals(&mut self, name: &str, settings: &LineSettings) {
        let results = [
            settings
                .dtr
                .map(|on| ("DTR", self.port.write_data_terminal_ready(on))),
            settings
                .rts
                .map(|on| ("RTS", self.port.write_request_to_send(on))),
        ];
        for (wire, result) in results.into_iter().flatten() {
            if let Err(error) = result {
                tracing::warn!(port = name, wire, %error, "the port has no such wire");
            }
        }
    }
}

/// Whether it means that nothing happened in time.
fn is_nothing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::TimedOut | ErrorKind::WouldBlock | ErrorKind::Interrupted
    )
}

impl Port for Serial {
    fn read(&mut self, buffer: &mut [u8], wait: Duration) -> io::Result<usize> {
        self.wait(wait)?;
        match self.port.read(buffer) {
            Ok(0) => Err(io::Error::new(
                ErrorKind::UnexpectedEof,
                "the line was hung up",
            )),
            Ok(length) => Ok(length),
            Err(error) if is_nothing(&error) => Ok(0),
            Err(error) => Err(error),
        }
    }

    fn write(&mut self, bytes: &[u8], wait: Duration) -> io::Result<usize> {
        self.wait(wait)?;
        match self.port.write(&bytes[..bytes.len().min(PIECE)]) {
            Ok(length) => Ok(length),
            Err(error) if is_nothing(&error) => Ok(0),
            Err(error) => Err(error),
        }
    }

    fn discard_output(&mut self) {
        if let Err(error) = self.port.clear(ClearBuffer::Output) {
            tracing::debug!(%error, "unsent bytes could not be discarded");
        }
    }
}

impl Drop for Serial {
    fn drop(&mut self) {
        // Closing would otherwise wait for a phone that takes no bytes.
        self.discard_output();
    }
}
