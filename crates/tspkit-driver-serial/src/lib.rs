//! Phones on a serial line.

#![forbid(unsafe_code)]

mod driver;
mod exchange;
mod fault;
mod line;
mod link;
mod port;
mod profile;
mod raw;
mod reference;
mod shadow;
mod talk;
mod transfer;
mod want;
mod watch;

pub use driver::SerialDriver;
pub use port::{
    FlowControl, LineSettings, Opener, Parity, Port, PortError, PortInfo, PortKind, PortsError,
    SerialPorts, ports,
};
pub use profile::{Position, Profile, ProfileError};
pub use reference::ReferenceError;
