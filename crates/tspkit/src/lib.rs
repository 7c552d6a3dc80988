//! The SDK: open phone hardware by URL, download data to phones, and make calls with their information buffers.
//!
//! ```
//! let office = tspkit::open("sim:")?;
//! let phone = office.phone(0)?;
//!
//! phone.set_data(3, "the new firmware").wait()?;
//! assert_eq!(phone.get_data(3).wait()?, "the new firmware");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! An [`Office`] is the hardware behind one driver, opened by its URL: `sim:` for the simulated office. A
//! [`Phone`] is one of its phones, opened; closing it answers every request that is still open on it. A
//! [`Request`] can be waited for, awaited on any runtime, or answered by a callback:
//!
//! ```
//! # let office = tspkit::open("sim:")?;
//! # let phone = office.phone(0)?;
//! let request = phone.set_data(3, "the new firmware");
//! let ticket = request.on_done(|result| assert!(result.is_ok()))?;
//! # drop(ticket);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A [`Line`] is one of the office's lines, opened, and a [`Call`] a call on it. The buffers of a call are put before it
//! is made, and read at its other end; in a call, user-user information and call data go on:
//!
//! ```
//! # use std::time::Duration;
//! # use tspkit::{Bytes, abi::CallInfoBuffer};
//! # let office = tspkit::open("sim:")?;
//! let (anna, bert) = (office.line(0)?, office.line(1)?);
//!
//! let call = anna.create_call(bert.info().address.as_ref())?;
//! call.put_buffer(CallInfoBuffer::UserUserInfo, "\u{4}order 4711")?;
//! call.connect().wait()?;
//!
//! let came = bert.next_call(Duration::from_secs(10)).expect("it comes in");
//! assert_eq!(came.buffer(CallInfoBuffer::UserUserInfo)?, "\u{4}order 4711");
//! came.answer(Bytes::new()).wait()?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What is kept for every driver
//!
//! - An accepted request is answered exactly once, with success or one of TAPI's codes; a refused one never.
//! - Callbacks and events come one at a time per office, on any thread, with no lock held: inside one, every
//!   function of this crate may be called. What completes meanwhile is delivered afterwards, in a loop.
//! - Closing a phone, a line, a call or the office answers everything that is open on it before it returns, and waits,
//!   within a bound, for callbacks that other threads are in.
//! - Nothing is told of a call before the answer that says that it was made, and nothing once it was closed.
//! - The bytes of a download are copied at most once, into [`bytes::Bytes`], and shared from there on.
//! - At most [`OpenOptions::request_limit`] requests are open on a phone, or on a line with its calls; one more is refused.
//!
//! The rules are those of TAPI's service provider interface, for `TSPI_phoneSetData` and its kin and for calls.

#![forbid(unsafe_code)]

mod call;
mod drivers;
mod error;
mod event;
mod line;
mod office;
mod options;
mod phone;
mod request;

pub use bytes::Bytes;
pub use tspkit_abi as abi;
pub use tspkit_abi::{LineError, PhoneError, TapiError};
pub use tspkit_hal as hal;
pub use tspkit_hal::{
    CallId, CallInfo, CallParams, CallStatus, DataArea, Direction, Hardware, HardwareError,
    LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest, Party, PhoneEvent, PhoneId,
    PhoneInfo, PhoneModel, PhoneReply, PhoneRequest,
};

pub use tspkit_q931 as q931;

pub use call::{Call, CallError, CallEvent, CallRequest, CallView, Place, PutRule};
pub use drivers::{Drivers, OpenError};
pub use error::Error;
pub use event::{Event, Events, Subscription};
pub use line::{Line, LineEntry, OnLine};
pub use office::{CloseError, Office, PhoneEntry};
pub use options::{CompletionSink, LineCompletionSink, OpenOptions};
pub use phone::{Phone, PhoneStatus};
pub use request::{Pending, Request, RequestFuture, Target, Ticket};

/// Opens the hardware that the URL names, with [`OpenOptions::default`].
///
/// # Errors
///
/// When the URL names no driver, the driver cannot use the rest of it, or the hardware cannot be started. A
/// link that is down is no error: its phones are reported as not connected until they are.
pub fn open(url: &str) -> Result<Office, OpenError> {
    OpenOptions::new().open(url)
}
