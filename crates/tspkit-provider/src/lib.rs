//! Turns phone hardware into a telephony service provider: a DLL that Windows' TAPI loads.
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
//! - `TSPI_phoneClose` and `TSPI_providerShutdown` answer everything that is open before they return; nothing is
//!   called back afterwards. They wait for a callback that another thread is in, but not without a bound
//!   (configuration value `CloseLimit`).
//! - Handles are numbers of a table, each with its generation. A stale, forged or null handle is
//!   `PHONEERR_INVALPHONEHANDLE`.
//! - A panic anywhere behind a function becomes `OPERATIONFAILED` and a line in the log.
//! - Structures are filled in the layout of the version in force, and never beyond what the caller gave.
//! - No thread lives outside `TSPI_providerInit` … `TSPI_providerShutdown`; nothing runs when the library is
//!   loaded or unloaded.
//!
//! # Codes beyond TAPI's tables
//!
//! | situation | code |
//! |---|---|
//! | a function with a device id before `TSPI_providerInit` or after `TSPI_providerShutdown` | `PHONEERR_UNINITIALIZED` |
//! | a device id that was never handed out | `PHONEERR_BADDEVICEID` |
//! | the device of that id has been removed | `PHONEERR_NODEVICE` |
//! | a null pointer where something is to be read or written | `INVALPOINTER` |
//! | a request id of 0 or beyond 0x7FFFFFFF | `PHONEERR_INVALPARAM` |
//! | `TSPI_providerShutdown` or `TSPI_providerCreatePhoneDevice` without `TSPI_providerInit` | `UNINITIALIZED` |
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

pub use about::{About, Extension, ServiceProvider};
pub use config::Configuration;
pub use exports::Exports;
pub use functions::Functions;
pub use handles::Handles;
pub use raw::{CompletionProc, LineEventProc, PhoneEventProc, UiCallback};
pub use tspkit;
pub use tspkit::abi;
pub use tspkit::hal;
