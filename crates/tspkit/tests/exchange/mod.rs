//! What the tests of calls share: a driver of lines under the test's control, the simulated switch, a watch on what is
//! told, and TAPI's codes as numbers.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its own part of this"
)]

pub mod hands;
pub mod switch;
pub mod watch;

use tspkit::{CallError, abi::CallInfoBuffer};

/// `HRESULT`s of TAPI 3, as the headers have them.
pub mod code {
    pub const INVALCALLPARAMS: u32 = 0x8004_000E;
    pub const INVALCALLSTATE: u32 = 0x8004_0010;
    pub const USERUSERINFOTOOBIG: u32 = 0x8004_0028;
    pub const OPERATIONFAILED: u32 = 0x8004_0005;
    pub const RESOURCEUNAVAIL: u32 = 0x8004_0052;
    pub const INVALIDARG: u32 = 0x8007_0057;
}

/// `LINEERR_` codes, as the header has them.
pub mod line_code {
    pub const ALLOCATED: u32 = 0x8000_0001;
    pub const BADDEVICEID: u32 = 0x8000_0002;
    pub const CALLUNAVAIL: u32 = 0x8000_0005;
    pub const INVALCALLHANDLE: u32 = 0x8000_0018;
    pub const INVALCALLSTATE: u32 = 0x8000_001C;
    pub const INVALPARAM: u32 = 0x8000_0032;
    pub const OPERATIONFAILED: u32 = 0x8000_0048;
    pub const OPERATIONUNAVAIL: u32 = 0x8000_0049;
    pub const RESOURCEUNAVAIL: u32 = 0x8000_004B;
    pub const USERUSERINFOTOOBIG: u32 = 0x8000_0051;
}

/// The kinds of buffer, in TAPI's order.
pub const KINDS: [CallInfoBuffer; 6] = [
    CallInfoBuffer::UserUserInfo,
    CallInfoBuffer::DevSpecificBuffer,
    CallInfoBuffer::CallDataBuffer,
    CallInfoBuffer::ChargingInfoBuffer,
    CallInfoBuffer::HighLevelCompatibilityBuffer,
    CallInfoBuffer::LowLevelCompatibilityBuffer,
];

/// The `HRESULT` of an error.
pub fn hresult(error: &CallError) -> u32 {
    error.tapi().code().cast_unsigned()
}

/// The `LINEERR_` code of an error.
pub fn lineerr(error: &CallError) -> u32 {
    error.code().code().cast_unsigned()
}

/// The `LINEERR_` code of what has to be an error.
#[track_caller]
pub fn refused<T>(result: Result<T, CallError>) -> u32 {
    match result {
        Ok(_) => panic!("it should have been refused"),
        Err(error) => lineerr(&error),
    }
}
