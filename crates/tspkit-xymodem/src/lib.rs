//! XMODEM and YMODEM as state machines without I/O.
//!
//! [`Sender`] and [`Receiver`] speak XMODEM with checksums, XMODEM-CRC, XMODEM-1K, YMODEM (batches with names and sizes)
//! and YMODEM-g ([`Variant`]). They own no port, no thread and no clock: whoever owns the line feeds them bytes and time and
//! asks what to write and when to come back ([`Transfer`]). `no_std`, with `alloc`.
//!
//! # What can be relied on
//!
//! A transfer ends with [`Event::Done`] or with [`Event::Failed`], within the limits in the options, whatever the peer does.
//! After [`Event::Failed`] from a receiver, what came of the last file is to be thrown away. Three things no implementation
//! can promise:
//!
//! - Checks are small ([`Check`]): damage that leaves the sum right is not seen. Prefer a CRC, and check the contents
//!   where they matter.
//! - XMODEM carries no size: a padded last block stays padded.
//! - Acknowledgements carry no number and no check. An acknowledgement that line noise invents is believed, and two sides
//!   can never both be sure of the last one. A block the receiver knows to be missing is never glossed over: it ends in
//!   [`Error::ProtocolViolation`] there, and [`SendOptions::linger`] lets the sender hear of it even after the last
//!   acknowledgement. An answer that is doubled arrives with its twin and is skipped; one that is held back long enough to
//!   pass for the next is caught only by [`SendOptions::line_rate`] or by the receiver.
//!
//! # A transfer between the two
//!
//! ```
//! use core::time::Duration;
//! use tspkit_xymodem::{Event, File, ReceiveOptions, Receiver, SendOptions, Sender, Transfer, Variant};
//!
//! let mut sender = Sender::new(SendOptions::new(Variant::Ymodem), File::new("ring.bin", vec![7; 3000]))?;
//! let mut receiver = Receiver::new(ReceiveOptions::new(Variant::Ymodem));
//! let now = Duration::ZERO;
//! while !(sender.is_finished() && receiver.is_finished()) {
//!     while let Some(bytes) = receiver.poll_transmit(now) {
//!         sender.handle_input(now, bytes);
//!     }
//!     while let Some(bytes) = sender.poll_transmit(now) {
//!         receiver.handle_input(now, bytes);
//!     }
//! }
//! let mut data = Vec::new();
//! while let Some(event) = receiver.poll_event() {
//!     if let Event::Data(chunk) = event {
//!         data.extend_from_slice(&chunk);
//!     }
//! }
//! assert_eq!(data, vec![7; 3000]);
//! # Ok::<(), tspkit_xymodem::SetupError>(())
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod check;
mod control;
mod error;
mod event;
mod file;
mod frame;
mod options;
mod receiver;
mod sender;
mod session;
mod transfer;

pub use check::Check;
pub use error::{Error, SetupError, Side, Stage, Violation};
pub use event::{Event, Summary};
pub use file::{File, FileInfo};
pub use frame::BlockSize;
pub use options::{EndCheck, LastAck, ReceiveOptions, SendOptions, Variant};
pub use receiver::Receiver;
pub use sender::Sender;
pub use transfer::Transfer;
