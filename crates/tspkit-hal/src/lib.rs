//! The hardware abstraction: what the author of a phone driver implements.
//!
//! A driver is a value that implements [`Hardware`]: it says which phones it has ([`Inventory`]), takes
//! requests ([`PhoneRequest`]) each with a token ([`Completion`]) by which it answers, now or later, on any
//! thread, and tells by an [`EventSink`] what happens on its own account. That is all: exactly one answer for
//! each request, one callback at a time, closing, time limits and TAPI's rules are kept above it, by the
//! `tspkit` crate, for every driver alike.
//!
//! A driver that would rather block, because it speaks a request-and-answer protocol over one wire,
//! implements [`blocking::BlockingHardware`] instead and is run on one worker thread per link.
//!
//! # For driver authors
//!
//! - [`Hardware::inventory`] comes first, without a thread or an open port; [`Hardware::start`] next. A link
//!   that is down is no error: report the phones as disconnected, try again with back-off, and send
//!   [`PhoneEvent::Connected`] when it comes up.
//! - [`Hardware::submit`] never blocks. Whatever a driver does not know, it answers with
//!   [`Completion::unavailable`]; requests of one data area are carried out in the order in which they came.
//! - When a request is cancelled, stop as soon as the wire allows, leave the line clean, and then drop the
//!   token or complete it, whichever is easier: that is what the area's next request waits for.
//! - The data of a download is a [`bytes::Bytes`]: slice it, do not copy it.
//! - Hardware with lines lists them in its [`Inventory`], takes [`LineRequest`]s by [`Hardware::submit_line`],
//!   and tells [`LineEvent`]s: which calls come in, and how calls go on. A call that comes in gets its
//!   [`CallId`] from the driver, with the topmost bit set; one that is made, from the SDK. The answer to a
//!   request comes before the events that are its result, and nothing comes about a call that is
//!   [`Idle`](CallStatus::Idle).
//! - Run the [conformance suite](crate#the-conformance-suite) in your tests.
//!
//! # Example
//!
//! A phone with one area, which keeps what is downloaded:
//!
//! ```
//! use std::sync::{Arc, Mutex};
//! use bytes::Bytes;
//! use tspkit_hal::{
//!     Completion, DataArea, Deadline, Direction, EventSink, Hardware, HardwareError, Inventory,
//!     PhoneId, PhoneInfo, PhoneModel, PhoneReply, PhoneRequest, Stopped,
//! };
//!
//! #[derive(Default)]
//! struct Notepad(Mutex<Bytes>);
//!
//! impl Hardware for Notepad {
//!     fn inventory(&self) -> Inventory {
//!         let model = PhoneModel::new("Notepad").area(DataArea::new(0, 64, Direction::Both, "note"));
//!         Inventory::new().phone(PhoneInfo::new(PhoneId(1), "desk", Arc::new(model)))
//!     }
//!
//!     fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
//!         Ok(())
//!     }
//!
//!     fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
//!         match request {
//!             PhoneRequest::SetData { data, .. } => {
//!                 *self.0.lock().unwrap() = data;
//!                 done.complete(Ok(PhoneReply::Done));
//!             }
//!             PhoneRequest::GetData { size, .. } => {
//!                 let note = self.0.lock().unwrap().clone();
//!                 let size = note.len().min(size as usize);
//!                 done.complete(Ok(PhoneReply::Data(note.slice(..size))));
//!             }
//!             _ => done.unavailable(),
//!         }
//!     }
//!
//!     fn stop(&self, _deadline: Deadline) -> Stopped {
//!         Stopped::Clean
//!     }
//! }
//! ```

//! # The conformance suite
#![cfg_attr(feature = "conformance", doc = "The [`conformance`] module,")]
#![cfg_attr(not(feature = "conformance"), doc = "The `conformance` module,")]
//! behind the feature of that name, runs a driver through everything that this crate demands of one.

#![forbid(unsafe_code)]

pub mod blocking;
mod completion;
#[cfg(feature = "conformance")]
pub mod conformance;
mod contain;
mod error;
mod event;
mod hardware;
mod ids;
mod inventory;
mod line;
mod reply;
mod request;
mod thread_mark;

pub use completion::{Completion, CompletionTarget, Outcome, Reply, Token};
#[doc(hidden)]
pub use contain::{contain, panic_text};
pub use error::{ErrorCode, HardwareError};
pub use event::{EventSink, EventTarget, PhoneEvent};
pub use hardware::{Deadline, Hardware, Stopped};
pub use ids::{CallId, LineId, PhoneId};
pub use inventory::{
    ButtonLamp, DataArea, Direction, DisplaySize, Hookswitch, Inventory, InventoryError,
    MisplacedArea, PhoneInfo, PhoneModel,
};
pub use line::{
    CallChange, CallInfo, CallParams, CallStatus, DialLimits, LineEvent, LineInfo, LineModel,
    LineReply, LineRequest, Parties, Party, PartyRole, UserUserLimits,
};
pub use reply::{ButtonInfo, PhoneReply, Ring};
pub use request::PhoneRequest;
pub use thread_mark::ThreadMark;
