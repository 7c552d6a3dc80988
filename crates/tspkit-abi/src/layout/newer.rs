//! What grew after 2.2, where `windows-sys` stops: its structure and the members that follow it.
//!
//! mingw's headers have these members too, and a test compares; the sizes are asserted here.

#![allow(
    non_snake_case,
    dead_code,
    reason = "members keep their names in tapi.h, and only their offsets are used"
)]

use windows_sys::Win32::Devices::Tapi as api;
use windows_sys::core::GUID;

/// `LINECALLINFO` from 3.0 on.
#[repr(C, packed(1))]
pub(super) struct LineCallInfo3 {
    before: api::LINECALLINFO,
    pub(super) dwCallerIDAddressType: u32,
    pub(super) dwCalledIDAddressType: u32,
    pub(super) dwConnectedIDAddressType: u32,
    pub(super) dwRedirectionIDAddressType: u32,
    pub(super) dwRedirectingIDAddressType: u32,
}

/// `LINECALLPARAMS` from 3.0 on.
#[repr(C, packed(1))]
pub(super) struct LineCallParams3 {
    before: api::LINECALLPARAMS,
    pub(super) dwAddressType: u32,
}

/// `LINEDEVCAPS` from 3.0 on.
#[repr(C, packed(1))]
pub(super) struct LineDevCaps3 {
    before: api::LINEDEVCAPS,
    pub(super) dwAddressTypes: u32,
    pub(super) ProtocolGuid: GUID,
    pub(super) dwAvailableTracking: u32,
}

const _: () = assert!(size_of::<LineCallInfo3>() == 344);
const _: () = assert!(size_of::<LineCallParams3>() == 180);
const _: () = assert!(size_of::<LineDevCaps3>() == 292);
