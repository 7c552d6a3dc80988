//! What is asked of a call that is there: accepting, answering, holding, dropping.

use tspkit::{
    Call,
    abi::{LineDigitModes, LineError},
};
use tspkit_trace::Value;

use crate::{
    exports::{Exports, memory::text},
    provider::submit,
};

impl Exports {
    /// `TSPI_lineAccept`: claims an offering call, with user-user information for the caller.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_accept(
        &'static self,
        request: u32,
        call: usize,
        user_user_info: *const u8,
        size: u32,
    ) -> i32 {
        let ask = |call: &Call, data| call.accept(data);
        let data = (user_user_info, size);
        // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
        unsafe { self.ask_with_user_user("TSPI_lineAccept", request, call, data, ask) }
    }

    /// `TSPI_lineAnswer`: answers a call, with user-user information for the caller.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_answer(
        &'static self,
        request: u32,
        call: usize,
        user_user_info: *const u8,
        size: u32,
    ) -> i32 {
        let ask = |call: &Call, data| call.answer(data);
        let data = (user_user_info, size);
        // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
        unsafe { self.ask_with_user_user("TSPI_lineAnswer", request, call, data, ask) }
    }

    /// `TSPI_lineDrop`: ends a call, with user-user information as the last that the far end reads. The last state,
    /// `LINECALLSTATE_IDLE`, follows unless the call is closed first.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_drop(
        &'static self,
        request: u32,
        call: usize,
        user_user_info: *const u8,
        size: u32,
    ) -> i32 {
        let ask = |call: &Call, data| call.disconnect(data);
        let data = (user_user_info, size);
        // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
        unsafe { self.ask_with_user_user("TSPI_lineDrop", request, call, data, ask) }
    }

    /// `TSPI_lineDial`: dials more of a number; a `;` at its end says that more follows. The country code is of no account:
    /// the number is dialled as it is.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_dial(
        &'static self,
        request: u32,
        call: usize,
        number: *const u16,
        country: u32,
    ) -> i32 {
        let ask = |call: &Call, number| call.dial(number);
        let number = (number, country);
        // SAFETY: the caller vouches for its string.
        unsafe { self.ask_with_number("TSPI_lineDial", request, call, number, ask) }
    }

    /// `TSPI_lineHold`: puts a call on hold.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_hold(&'static self, request: u32, call: usize) -> i32 {
        self.ask_plainly("TSPI_lineHold", request, call, Call::hold)
    }

    /// `TSPI_lineUnhold`: takes a call back from hold.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_unhold(&'static self, request: u32, call: usize) -> i32 {
        self.ask_plainly("TSPI_lineUnhold", request, call, Call::unhold)
    }

    /// `TSPI_lineSwapHold`: puts a call on hold and takes another back, of the same line.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_swap_hold(&'static self, request: u32, call: usize, held: usize) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdActiveCall", Value::Hex(call as u64)),
                ("hdHeldCall", Value::Hex(held as u64)),
            ]
        };
        self.ask_call("TSPI_lineSwapHold", arguments, request, call, |open| {
            let held = self.open_call(held)?;
            submit(open, request, open.call.swap_hold(&held.call))
        })
    }

    /// `TSPI_lineRedirect`: sends an offering call on to another number.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_redirect(
        &'static self,
        request: u32,
        call: usize,
        number: *const u16,
        country: u32,
    ) -> i32 {
        let ask = |call: &Call, number| call.redirect(number);
        let number = (number, country);
        // SAFETY: the caller vouches for its string.
        unsafe { self.ask_with_number("TSPI_lineRedirect", request, call, number, ask) }
    }

    /// `TSPI_lineGenerateDigits`: begins to send digits, in place of those that are being sent; a null pointer stops those.
    /// What is no digit is left out. `LINE_GENERATE` follows when the last has been sent, or when that was stopped.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_generate_digits(
        &'static self,
        call: usize,
        id: u32,
        mode: u32,
        digits: *const u16,
        duration: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                ("dwEndToEndID", Value::Number(id.into())),
                ("dwDigitMode", Value::Hex(mode.into())),
                ("dwDuration", Value::Number(duration.into())),
            ]
        };
        self.call(
            "TSPI_lineGenerateDigits",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                let digits = if digits.is_null() {
                    None
                } else {
                    // SAFETY: the caller vouches for its string.
                    Some(unsafe { text(digits) }.ok_or(LineError::OperationFailed)?)
                };
                let mode = LineDigitModes::from_bits_retain(mode);
                open.generate_digits(id, mode, digits.as_deref(), duration)?;
                Ok(0)
            },
        )
    }
}
