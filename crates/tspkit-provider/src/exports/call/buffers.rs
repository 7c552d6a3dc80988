//! What goes with a call: user-user information, call data, device-specific data.

use tspkit::{
    Call,
    abi::{LineBearerModes, LineError, LineMediaModes, layout::copy_in, structure::DialParams},
};
use tspkit_trace::Value;

use crate::{
    exports::{Exports, boundary::request_id, line::check_address, memory::not_null},
    provider::{DEV_SPECIFIC, line_refused, submit},
};

/// Call data that no line takes: it is refused before it is copied.
const NO_LINE_TAKES: u32 = 1 << 24;

impl Exports {
    /// `TSPI_lineSendUserUserInfo`: sends user-user information to the far end.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_send_user_user_info(
        &'static self,
        request: u32,
        call: usize,
        data: *const u8,
        size: u32,
    ) -> i32 {
        let ask = |call: &Call, data| call.send_user_user_info(data);
        let data = (data, size);
        // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
        unsafe { self.ask_with_user_user("TSPI_lineSendUserUserInfo", request, call, data, ask) }
    }

    /// `TSPI_lineReleaseUserUserInfo`: lets go of the user-user information that is shown; the next, if one waits, is shown with
    /// another `LINE_CALLINFO`. Succeeds also when nothing is held.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_release_user_user_info(&'static self, request: u32, call: usize) -> i32 {
        self.ask_plainly(
            "TSPI_lineReleaseUserUserInfo",
            request,
            call,
            Call::release_user_user_info,
        )
    }

    /// `TSPI_lineSetCallData`: sets the call data at every end of the call; none removes it.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_call_data(
        &'static self,
        request: u32,
        call: usize,
        data: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("lpCallData", Value::Hex(data as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.ask_call("TSPI_lineSetCallData", arguments, request, call, |open| {
            if size > NO_LINE_TAKES {
                return Err(LineError::InvalParam);
            }
            // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
            let data = unsafe { copy_in(data, size as usize) }?;
            submit(open, request, open.call.set_call_data(data))
        })
    }

    /// `TSPI_lineSetCallParams`: asks for another bearer mode and data rate, and for other times of dialling; a null pointer
    /// leaves those as they are.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_call_params(
        &'static self,
        request: u32,
        call: usize,
        bearer_mode: u32,
        min_rate: u32,
        max_rate: u32,
        dial_params: *const u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("dwBearerMode", Value::Hex(bearer_mode.into())),
                ("dwMinRate", Value::Number(min_rate.into())),
                ("dwMaxRate", Value::Number(max_rate.into())),
                ("lpDialParams", Value::Hex(dial_params as u64)),
            ]
        };
        self.ask_call("TSPI_lineSetCallParams", arguments, request, call, |open| {
            let mode = LineBearerModes::from_bits_retain(bearer_mode);
            let rates = (min_rate, max_rate);
            let dial = if dial_params.is_null() {
                None
            } else {
                // SAFETY: not null, and the caller vouches for its structure, which nobody writes meanwhile.
                let dial = unsafe { dial_params.cast::<[u8; 16]>().read_unaligned() };
                Some(DialParams::from_bytes(dial))
            };
            submit(open, request, open.call.set_call_params(mode, rates, dial))
        })
    }

    /// `TSPI_lineSetAppSpecific`: a number that applications find again in `LINECALLINFO`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_app_specific(&'static self, call: usize, value: u32) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                ("dwAppSpecific", Value::Hex(value.into())),
            ]
        };
        self.call(
            "TSPI_lineSetAppSpecific",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                open.set_app_specific(value);
                Ok(0)
            },
        )
    }

    /// `TSPI_lineSetMediaMode`: what the call is expected to carry, for `LINECALLINFO`; the hardware hears nothing of it.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_media_mode(&'static self, call: usize, mode: u32) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                ("dwMediaMode", Value::Hex(mode.into())),
            ]
        };
        self.call(
            "TSPI_lineSetMediaMode",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                open.set_media_mode(LineMediaModes::from_bits_retain(mode))?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineDevSpecific`, of a line or of one of its calls. The bytes are copied before it returns, and nothing is written to
    /// them: what the driver answers it tells by its own events.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_dev_specific(
        &'static self,
        request: u32,
        line: usize,
        address: u32,
        call: usize,
        params: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdLine", Value::Hex(line as u64)),
                ("dwAddressID", Value::Number(address.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("lpParams", Value::Hex(params as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.call(
            "TSPI_lineDevSpecific",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let id = request_id(request).ok_or(LineError::InvalParam)?;
                check_address(address)?;
                let about = if call == 0 {
                    None
                } else {
                    let about = self.open_call(call)?;
                    if about.call.line().id() != open.line.id() {
                        return Err(LineError::InvalCallHandle);
                    }
                    Some(about)
                };
                if !open.line.capabilities().dev_specific_requests {
                    return Err(LineError::OperationUnavail);
                }
                if size > 0 {
                    not_null(params)?;
                }
                // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
                let data = unsafe { copy_in(params, size as usize) }?;
                let asked = match &about {
                    Some(about) => {
                        let asked = about.call.dev_specific(data);
                        about.check_open()?;
                        asked
                    }
                    None => open.line.dev_specific(data),
                };
                let number = u64::from(request) | DEV_SPECIFIC;
                asked
                    .numbered(number)
                    .map_err(|error| line_refused(&error))?;
                Ok(id)
            },
        )
    }
}
