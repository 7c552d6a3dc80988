//! The log of a service provider: what TAPI called, what it was answered, and what the provider called back.
//!
//! A log has one line for each record, and each line is one JSON object, so that any program reads it; the order
//! of its keys is always the same, so that a person does too. There are three kinds of records:
//!
//! ```json
//! {"time":"2026-11-21T11:25:32.123456Z","thread":4711,"call":"TSPI_phoneSetData","args":{"dwRequestID":17,"hdPhone":"0x10001","dwDataID":3,"lpData":{"bytes":"48656c6c6f","length":5},"dwSize":5},"result":17,"us":12}
//! {"time":"2026-11-21T11:25:32.130112Z","thread":4712,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":0},"us":3}
//! {"time":"2026-11-21T11:25:33.000000Z","thread":4712,"note":"the link is down","level":"warn","target":"tspkit_driver_serial::link","fields":{}}
//! ```
//!
//! | key | meaning |
//! |---|---|
//! | `time` | when the call or callback had returned, or the note was made: UTC, to the microsecond |
//! | `thread` | the operating system's number of the thread |
//! | `call`, `callback` or `note` | the function, by TAPI's name; a note's message |
//! | `args` | the arguments, by the names of TAPI's pages, in their order |
//! | `result` | what the call returned, signed, as C sees it |
//! | `us` | how long the call or callback took, in whole microseconds |
//! | `level`, `target`, `fields` | of a note, as in `tracing` |
//!
//! An argument is a number, a string, or an object. A string such as `"0x10001"` is a handle, a pointer or a set of
//! flags; `{"bytes":…,"length":…}` has the first bytes of a buffer in hexadecimal, and the buffer's size. A text that
//! was cut, or that looks like a number in hexadecimal, is `{"text":…,"length":…}`, with its size in bytes.
//!
//! - [`write`](mod@write) formats records into a buffer, without owning anything: for the provider.
//! - [`Reader`] reads them back, and goes on after a line that is none.
//! - [`Account`] checks what a log says against the asynchronous contract.
//!
//! ```
//! use std::time::{Duration, UNIX_EPOCH};
//! use tspkit_trace::{Reader, Stamp, Value, write};
//!
//! let stamp = Stamp { time: UNIX_EPOCH, thread: 1 };
//! let mut log = Vec::new();
//! write::callback(
//!     &mut log,
//!     stamp,
//!     "ASYNC_COMPLETION",
//!     &[("dwRequestID", Value::Number(17)), ("lResult", Value::Signed(0))],
//!     Duration::from_micros(3),
//! );
//! let record = Reader::new(&log[..]).next().unwrap()?;
//! assert_eq!(record.thread, 1);
//! assert_eq!(record.what.argument("dwRequestID").unwrap().number(), Some(17));
//! # Ok::<(), tspkit_trace::ReadError>(())
//! ```

#![forbid(unsafe_code)]

pub mod account;
mod read;
mod record;
mod time;
mod value;
pub mod write;

pub use account::{Account, Breach, BreachKind, Summary};
pub use read::{MOST_LINE, Problem, ReadError, Reader};
pub use record::{Level, Record, UnknownLevel, What};
pub use time::Stamp;
pub use value::{MOST_BYTES, MOST_TEXT, OwnedValue, Value};
