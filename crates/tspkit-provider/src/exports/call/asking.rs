//! What the asynchronous functions of calls share.

use tspkit::{
    Bytes, Call, CallRequest,
    abi::{LineError, layout::copy_in},
};
use tspkit_trace::Value;

use crate::{
    exports::{
        Exports,
        boundary::{Argument, request_id},
        memory::text,
    },
    handles::Entered,
    provider::{OpenCall, submit},
};

/// User-user information that no line takes: it is refused before it is copied.
const NO_LINE_TAKES: u32 = 1 << 20;

impl Exports {
    /// An asynchronous function of a call: the request id when it has been accepted, an error otherwise.
    pub(super) fn ask_call<'a, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        request: u32,
        call: usize,
        ask: impl FnOnce(&Entered<OpenCall>) -> Result<(), LineError>,
    ) -> i32 {
        self.call(function, arguments, || -> Result<i32, LineError> {
            let open = self.open_call(call)?;
            let id = request_id(request).ok_or(LineError::InvalParam)?;
            ask(&open)?;
            Ok(id)
        })
    }

    /// One that takes nothing but the call.
    pub(super) fn ask_plainly(
        &'static self,
        function: &'static str,
        request: u32,
        call: usize,
        ask: impl FnOnce(&Call) -> CallRequest<()>,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
            ]
        };
        self.ask_call(function, arguments, request, call, |open| {
            submit(open, request, ask(&open.call))
        })
    }

    /// One that takes user-user information along.
    ///
    /// # Safety
    ///
    /// The pointer is null or valid for reading `size` bytes, which nobody writes meanwhile.
    pub(super) unsafe fn ask_with_user_user(
        &'static self,
        function: &'static str,
        request: u32,
        call: usize,
        (data, size): (*const u8, u32),
        ask: impl FnOnce(&Call, Bytes) -> CallRequest<()>,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("lpsUserUserInfo", Value::Hex(data as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.ask_call(function, arguments, request, call, |open| {
            // SAFETY: as the caller says.
            let data = unsafe { user_user(data, size) }?;
            submit(open, request, ask(&open.call, data))
        })
    }

    /// One that takes a number to dial. The country code is of no account: the number is dialled as it is.
    ///
    /// # Safety
    ///
    /// The pointer is null or valid for reading up to and including a NUL.
    pub(super) unsafe fn ask_with_number(
        &'static self,
        function: &'static str,
        request: u32,
        call: usize,
        (number, country): (*const u16, u32),
        ask: impl FnOnce(&Call, String) -> CallRequest<()>,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("dwCountryCode", Value::Number(country.into())),
            ]
        };
        self.ask_call(function, arguments, request, call, |open| {
            // SAFETY: as the caller says.
            let number = unsafe { destination(number) }?;
            submit(open, request, ask(&open.call, number))
        })
    }
}

/// User-user information that goes with something; none for a null pointer, whatever its size.
///
/// # Errors
///
/// When it is too large for any line, or there is no memory for it.
///
/// # Safety
///
/// The pointer is null or valid for reading `size` bytes, which nobody writes meanwhile.
unsafe fn user_user(data: *const u8, size: u32) -> Result<Bytes, LineError> {
    if data.is_null() {
        return Ok(Bytes::new());
    }
    if size > NO_LINE_TAKES {
        return Err(LineError::UserUserInfoTooBig);
    }
    // SAFETY: as the caller says.
    unsafe { copy_in(data, size as usize) }.map_err(LineError::from)
}

/// What is to be dialled; nothing for a null pointer.
///
/// # Errors
///
/// When it is longer than any number.
///
/// # Safety
///
/// The pointer is null or valid for reading up to and including a NUL.
pub(super) unsafe fn destination(number: *const u16) -> Result<String, LineError> {
    if number.is_null() {
        return Ok(String::new());
    }
    // SAFETY: as the caller says.
    unsafe { text(number) }.ok_or(LineError::InvalAddress)
}
