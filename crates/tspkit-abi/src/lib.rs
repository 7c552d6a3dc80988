//! TAPI's binary vocabulary: what crosses the border between Windows telephony and a service provider.
//!
//! - [`error`]: `PHONEERR_`, `LINEERR_` and `TAPI_E_` codes as enums, exact both ways.
//!
//! Values and layouts come from `windows-sys`, which compiles on every platform, so all of this works
//! the same on Linux and on Windows.

#![deny(unsafe_code)]

pub mod error;

pub use error::{LineError, PhoneError, TapiError, VendorCode};
