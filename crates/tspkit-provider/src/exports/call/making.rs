//! Calls that TAPI makes.

use tspkit::{
    CallParams,
    abi::{
        LineError,
        layout::{LINECALLPARAMS, Structure},
        structure::LineCallParams,
    },
};
use tspkit_trace::Value;

use super::asking::destination;
use crate::{
    exports::{
        Exports,
        boundary::request_id,
        memory::{input_structure, not_null, peek_handle, write_out},
    },
    provider::{OpenLine, call_params},
};

impl Exports {
    /// `TSPI_lineMakeCall`. The handle is written before it returns, and is TAPI's from the moment that the request is
    /// completed with success; before that nothing is told of the call. A request that fails leaves it to be closed, or
    /// forgotten with its line. The country code is of no account: the number is dialled as it is.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    #[expect(clippy::too_many_arguments, reason = "it is TAPI's function")]
    pub unsafe fn line_make_call(
        &'static self,
        request: u32,
        line: usize,
        tapi_call: usize,
        call: *mut usize,
        number: *const u16,
        country: u32,
        params: *const u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdLine", Value::Hex(line as u64)),
                ("htCall", Value::Hex(tapi_call as u64)),
                // SAFETY: the caller vouches for its output.
                ("lphdCall", Value::Hex(unsafe { peek_handle(call) })),
                ("dwCountryCode", Value::Number(country.into())),
                ("lpCallParams", Value::Hex(params as u64)),
            ]
        };
        self.call(
            "TSPI_lineMakeCall",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let id = request_id(request).ok_or(LineError::InvalParam)?;
                not_null(call)?;
                // SAFETY: the caller vouches for its string.
                let number = unsafe { destination(number) }?;
                // SAFETY: the caller vouches for its structure.
                let params = unsafe { copied_params(&open, params) }?;
                let new = open.new_call(tapi_call, number, params)?;
                // SAFETY: not null, and the caller vouches for the rest.
                unsafe { write_out(call, new.handle()) }?;
                new.make(request)?;
                Ok(id)
            },
        )
    }

    /// `TSPI_lineSetupTransfer`: puts a call on hold for a transfer and makes a consultation call, whose handle is as
    /// that of [`line_make_call`](Self::line_make_call).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_setup_transfer(
        &'static self,
        request: u32,
        call: usize,
        tapi_consultation: usize,
        consultation: *mut usize,
        params: *const u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("htConsultCall", Value::Hex(tapi_consultation as u64)),
                (
                    "lphdConsultCall",
                    // SAFETY: the caller vouches for its output.
                    Value::Hex(unsafe { peek_handle(consultation) }),
                ),
                ("lpCallParams", Value::Hex(params as u64)),
            ]
        };
        self.ask_call(
            "TSPI_lineSetupTransfer",
            arguments,
            request,
            call,
            |about| {
                let id = about.call.line().id();
                let open = about.link.open_line(id).ok_or(LineError::InvalCallHandle)?;
                not_null(consultation)?;
                // SAFETY: the caller vouches for its structure.
                let params = unsafe { copied_params(&open, params) }?;
                let new = open.new_call(tapi_consultation, String::new(), params)?;
                // SAFETY: not null, and the caller vouches for the rest.
                unsafe { write_out(consultation, new.handle()) }?;
                new.consult(request, about)
            },
        )
    }
}

/// A caller's parameters, copied; a null pointer stands for an ordinary voice call.
///
/// # Safety
///
/// As [`input_structure`].
unsafe fn copied_params(line: &OpenLine, params: *const u8) -> Result<CallParams, LineError> {
    let minimum = LINECALLPARAMS::fixed_size(line.version);
    // SAFETY: as the caller says.
    let Some(bytes) = unsafe { input_structure(params, minimum) }? else {
        return Ok(CallParams::default());
    };
    let read = LineCallParams::read(bytes, line.version)?;
    call_params(&read, &line.line.info())
}
