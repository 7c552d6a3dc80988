//! What is known of a call, and its end.

use tspkit::{
    CallView,
    abi::{
        LineError, TspiVersion,
        layout::{LINECALLINFO, LINECALLSTATUS, Structure, raw_structure},
    },
};
use tspkit_trace::Value;

use crate::{
    exports::{
        Exports,
        memory::{not_null, peek, total_size, write_out},
    },
    provider::THE_ADDRESS,
};

impl Exports {
    /// `TSPI_lineGetCallInfo`, in the layout of the version with which the line was opened. What is TAPI's stays as it is.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_call_info(&'static self, call: usize, info: *mut u8) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(info) }),
            ]
        };
        self.call(
            "TSPI_lineGetCallInfo",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                let minimum = LINECALLINFO::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(info, minimum) }?;
                open.write_info(bytes)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetCallStatus`, likewise.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_call_status(&'static self, call: usize, status: *mut u8) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(status) }),
            ]
        };
        self.call(
            "TSPI_lineGetCallStatus",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                let minimum = LINECALLSTATUS::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(status, minimum) }?;
                open.write_status(self.exported, bytes)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetCallAddressID`: the line's only one.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_call_address_id(&'static self, call: usize, address: *mut u32) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwAddressID", Value::Number(unsafe { peek(address) })),
            ]
        };
        self.call(
            "TSPI_lineGetCallAddressID",
            arguments,
            || -> Result<i32, LineError> {
                self.open_call(call)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(address, THE_ADDRESS) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetCallIDs`: the switch's numbers for the call and for one that belongs to it. There is none for a line that
    /// was opened with a version before 3.0: `LINEERR_OPERATIONUNAVAIL`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_call_ids(
        &'static self,
        call: usize,
        address: *mut u32,
        id: *mut u32,
        related: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdCall", Value::Hex(call as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwAddressID", Value::Number(unsafe { peek(address) })),
                // SAFETY: the caller vouches for its output.
                ("lpdwCallID", Value::Number(unsafe { peek(id) })),
                // SAFETY: the caller vouches for its output.
                ("lpdwRelatedCallID", Value::Number(unsafe { peek(related) })),
            ]
        };
        self.call(
            "TSPI_lineGetCallIDs",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                if open.version < TspiVersion::V3_0 {
                    return Err(LineError::OperationUnavail);
                }
                not_null(id)?;
                not_null(related)?;
                let ids = |info: CallView<'_>| (info.call_id(), info.related_call_id());
                let (own, other) = open.call.with_info(ids);
                // SAFETY: the caller vouches for its outputs.
                unsafe { write_out(address, THE_ADDRESS) }?;
                // SAFETY: as above.
                unsafe { write_out(id, own) }?;
                // SAFETY: as above.
                unsafe { write_out(related, other) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineCloseCall`: answers everything that is pending on the call, each with `OPERATIONFAILED`, drops it if it is still up,
    /// and waits for a callback about it that another thread is in. Nothing is called back for it afterwards.
    ///
    /// A call of which nothing was ever asked is somebody else's, at a telephone perhaps, and goes on without TAPI. It succeeds
    /// also when a callback does not end in time (configuration value `CloseLimit`).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_close_call(&'static self, call: usize) -> i32 {
        let arguments = || [("hdCall", Value::Hex(call as u64))];
        self.call(
            "TSPI_lineCloseCall",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_call(call)?;
                match open.close_all() {
                    None => return Err(LineError::InvalCallHandle),
                    Some(Ok(())) => {}
                    Some(Err(error)) => tracing::error!(%error, "a call did not close in time"),
                }
                Ok(0)
            },
        )
    }
}
