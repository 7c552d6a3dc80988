//! Transfers.

use tspkit::{
    Call,
    abi::{LineError, LineTransferModes},
};
use tspkit_trace::Value;

use crate::{exports::Exports, provider::submit};

impl Exports {
    /// `TSPI_lineCompleteTransfer`: connects the far ends of a call and of a consultation call with each other. As a conference
    /// it cannot be had: `LINEERR_OPERATIONUNAVAIL`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_complete_transfer(
        &'static self,
        request: u32,
        call: usize,
        consultation: usize,
        tapi_conference: usize,
        conference: *mut usize,
        mode: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwRequestID", Value::Number(request.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("hdConsultCall", Value::Hex(consultation as u64)),
                ("htConfCall", Value::Hex(tapi_conference as u64)),
                ("lphdConfCall", Value::Hex(conference as u64)),
                ("dwTransferMode", Value::Hex(mode.into())),
            ]
        };
        self.ask_call(
            "TSPI_lineCompleteTransfer",
            arguments,
            request,
            call,
            |open| {
                let consultation = self.open_call(consultation)?;
                if mode != LineTransferModes::TRANSFER.bits() {
                    return Err(LineError::OperationUnavail);
                }
                submit(
                    open,
                    request,
                    open.call.complete_transfer(&consultation.call),
                )
            },
        )
    }

    /// `TSPI_lineBlindTransfer`: transfers a call to a number without asking there.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_blind_transfer(
        &'static self,
        request: u32,
        call: usize,
        number: *const u16,
        country: u32,
    ) -> i32 {
        let ask = |call: &Call, number| call.blind_transfer(number);
        let number = (number, country);
        // SAFETY: the caller vouches for its string.
        unsafe { self.ask_with_number("TSPI_lineBlindTransfer", request, call, number, ask) }
    }
}
