//! Turns phones and lines into a telephony service provider: a DLL that Windows' TAPI loads.
//!
//! The author of a provider says what it is and which hardware it drives, and gets every function that TAPI
//! calls:
//!
//! ```
//! use tspkit_provider::{About, ServiceProvider, export};
//!
//! struct Office;
//!
//! impl ServiceProvider for Office {
//!     fn about(&self) -> About {
//!         About::new("Example Telephones", "Office TSP", "office.tsp")
//!     }
//! }
//!
//! export!(Office);
//! # fn main() {}
//! ```
//!
//! In a package whose library is a `cdylib`, that is a whole provider over the hardware that the configuration
//! names ([`ServiceProvider::hardware`]), on Windows (`office_tsp.dll`, to be named `office.tsp`) and on Linux
//! (`liboffice_tsp.so`, for tests).
//!
//! # What is kept
//!
//! - An asynchronous function returns its request id or an error, never anything else. Each accepted request is
//!   completed exactly once, a refused one never. Input is copied before the function returns.
//! - One callback at a time for a provider, with no lock held: TAPI may call back in from inside one, from any
//!   thread. Only an upload should not be waited for there: when the driver's own thread is in the callback, it
//!   fails after `SyncLimit`.
//! - `TSPI_phoneClose`, `TSPI_lineClose`, `TSPI_lineCloseCall` and `TSPI_providerShutdown` answer everything that is open before they return; nothing is
//!   called back afterwards. They wait for a callback that another thread is in, but not without a bound
//!   (configuration value `CloseLimit`).
//! - Nothing is told of a call before the completion that says that it was made, and nothing after its last state or
//!   once it was closed. `LINE_NEWCALL` is followed by a `LINE_CALLSTATE`.
//! - Handles are numbers of a table for each kind, each with its generation. A stale, forged or null handle, and one of
//!   another kind, is `PHONEERR_INVALPHONEHANDLE`, `LINEERR_INVALLINEHANDLE` or `LINEERR_INVALCALLHANDLE`.
//! - A panic anywhere behind a function becomes `OPERATIONFAILED` and a line in the log.
//! - Structures are filled in the layout of the version in force, and never beyond what the caller gave.
//! - No thread lives outside `TSPI_providerInit` … `TSPI_providerShutdown`; nothing runs when the library is
//!   loaded or unloaded.
//!
//! # Calls
//!
//! - TAPI drops a call that nobody wants to own. So it is told only of calls of a media mode that
//!   `TSPI_lineSetDefaultMediaDetection` has; when somebody comes who wants more, of those that are there by then.
//! - When TAPI has no room for a new call, it is told again after a while, longer each time up to five seconds, or when something
//!   else happens to the call.
//! - A call of which TAPI has never asked anything is somebody else's. Closing it, or its line, ends what TAPI is told of it
//!   and leaves the call alone; every other call is dropped (`LINEDEVCAPFLAGS_CLOSEDROP`).
//! - The handle of a call that could not be made stays until it is closed, or its line is.
//! - A line has one address, 0.
//!
//! # Codes beyond TAPI's tables
//!
//! | situation | code |
//! |---|---|
//! | a function with a device id before `TSPI_providerInit` or after `TSPI_providerShutdown` | `UNINITIALIZED` |
//! | a device id that was never handed out | `BADDEVICEID` |
//! | the device of that id has been removed | `NODEVICE` |
//! | a null pointer where something is to be read or written | `INVALPOINTER` |
//! | a request id of 0 or beyond 0x7FFFFFFF | `INVALPARAM` |
//! | a structure below its fixed part, `LINECALLPARAMS` too | `STRUCTURETOOSMALL` |
//! | a device class that a line or phone does not have | `INVALDEVICECLASS` |
//! | a transfer to be completed as a conference | `LINEERR_OPERATIONUNAVAIL` |
//! | `TSPI_providerShutdown`, `TSPI_providerCreatePhoneDevice` or `CreateLineDevice` without `TSPI_providerInit` | `UNINITIALIZED` |
//! | `TSPI_phoneSetButtonInfo` or `DevSpecific` for a phone that is suspended or out of reach | `PHONEERR_OPERATIONUNAVAIL` |
//! | the phone is closed while a synchronous function waits for it | `PHONEERR_OPERATIONFAILED` |
//!
//! # What is not contained
//!
//! A stack overflow, an access violation, and an exception that foreign code throws into a callback end the
//! process, as anywhere. `panic = "abort"` would end it too, so that the crate does not compile with it.

#![deny(clippy::multiple_unsafe_ops_per_block)]

#[cfg(panic = "abort")]
compile_error!(
    "a service provider must not end its host: tspkit-provider needs `panic = \"unwind\"` in the profile"
);

#[cfg(not(target_pointer_width = "64"))]
compile_error!("a 64-bit Windows loads 64-bit service providers only: build for a 64-bit target");

mod about;
pub mod config;
mod export;
mod exports;
mod functions;
mod handles;
mod log;
mod pin;
mod provider;
mod raw;
mod thread;
mod ticks;

pub use about::{About, Extension, ServiceProvider};
pub use config::Configuration;
pub use exports::Exports;
pub use functions::Functions;
pub use handles::Handles;
pub use raw::{CompletionProc, LineEventProc, PhoneEventProc, UiCallback};
pub use tspkit;
pub use tspkit::abi;
pub use tspkit::hal;
