//! How a line is, and what belongs to it.

use tspkit::abi::{
    CallSelect, LineAddressModes, LineError,
    layout::{LINEADDRESSSTATUS, LINEDEVSTATUS, Structure, VARSTRING, copy_in, raw_structure},
    structure::{Utf16Text, VarString},
};
use tspkit_trace::Value;

use crate::{
    exports::{
        Exports,
        memory::{not_null, peek, text, total_size, write_out},
    },
    handles::Entered,
    provider::{LINE_CLASS, OpenLine, PHONE_CLASS, THE_ADDRESS},
};

/// No address of a line takes more bytes.
const LONGEST_ADDRESS: u32 = 2048;

impl Exports {
    /// `TSPI_lineGetLineDevStatus`, in the layout of the version with which the line was opened.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_line_dev_status(&'static self, line: usize, status: *mut u8) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(status) }),
            ]
        };
        self.call(
            "TSPI_lineGetLineDevStatus",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                let minimum = LINEDEVSTATUS::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(status, minimum) }?;
                open.write_status(self.exported, bytes)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetAddressStatus`, likewise.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_address_status(
        &'static self,
        line: usize,
        address: u32,
        status: *mut u8,
    ) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwAddressID", Value::Number(address.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(status) }),
            ]
        };
        self.call(
            "TSPI_lineGetAddressStatus",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                check_address(address)?;
                let minimum = LINEADDRESSSTATUS::fixed_size(open.version);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(status, minimum) }?;
                open.write_address_status(self.exported, bytes)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetNumAddressIDs`: one.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_num_address_ids(&'static self, line: usize, count: *mut u32) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwNumAddressIDs", Value::Number(unsafe { peek(count) })),
            ]
        };
        self.call(
            "TSPI_lineGetNumAddressIDs",
            arguments,
            || -> Result<i32, LineError> {
                self.open_line(line)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(count, 1) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetAddressID`: the id of the line's address, given as it is dialled.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_address_id(
        &'static self,
        line: usize,
        id: *mut u32,
        mode: u32,
        address: *const u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                // SAFETY: the caller vouches for its output.
                ("lpdwAddressID", Value::Number(unsafe { peek(id) })),
                ("dwAddressMode", Value::Hex(mode.into())),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.call(
            "TSPI_lineGetAddressID",
            arguments,
            || -> Result<i32, LineError> {
                let open = self.open_line(line)?;
                not_null(id)?;
                if mode != LineAddressModes::DIALABLEADDR.bits() {
                    return Err(LineError::OperationUnavail);
                }
                if size > LONGEST_ADDRESS {
                    return Err(LineError::InvalAddress);
                }
                // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
                let bytes = unsafe { copy_in(address, size as usize) }?;
                if Utf16Text::new(&bytes) != *open.line.info().address {
                    return Err(LineError::InvalAddress);
                }
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(id, THE_ADDRESS) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineGetID`: the device id for `tapi/line`, in any case, and that of the phone that belongs to the line for
    /// `tapi/phone`; every other class, and that of a phone where there is none, is `LINEERR_INVALDEVICECLASS`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    #[expect(clippy::too_many_arguments, reason = "it is TAPI's function")]
    pub unsafe fn line_get_id(
        &'static self,
        line: usize,
        address: u32,
        call: usize,
        select: u32,
        id: *mut u8,
        class: *const u16,
        process: usize,
    ) -> i32 {
        let arguments = || {
            [
                ("hdLine", Value::Hex(line as u64)),
                ("dwAddressID", Value::Number(address.into())),
                ("hdCall", Value::Hex(call as u64)),
                ("dwSelect", Value::Hex(select.into())),
                ("hTargetProcess", Value::Hex(process as u64)),
            ]
        };
        self.call("TSPI_lineGetID", arguments, || -> Result<i32, LineError> {
            let open = self.selected_line(line, address, call, select)?;
            not_null(class)?;
            // SAFETY: the caller vouches for its string.
            let class = unsafe { text(class) }.ok_or(LineError::InvalDeviceClass)?;
            let device = device_of_class(&open, &class)?.to_le_bytes();
            // SAFETY: the caller vouches for its structure.
            let bytes = unsafe { raw_structure(id, VARSTRING::fixed_size(open.version)) }?;
            VarString::Binary(&device).write(bytes, open.version)?;
            Ok(0)
        })
    }

    /// The line that is meant by itself, by its address or by a call on it.
    fn selected_line(
        &'static self,
        line: usize,
        address: u32,
        call: usize,
        select: u32,
    ) -> Result<Entered<OpenLine>, LineError> {
        match CallSelect::new(select) {
            CallSelect::LINE => self.open_line(line),
            CallSelect::ADDRESS => {
                let open = self.open_line(line)?;
                check_address(address)?;
                Ok(open)
            }
            CallSelect::CALL => {
                let open = self.open_call(call)?;
                let id = open.call.line().id();
                open.link.open_line(id).ok_or(LineError::InvalCallHandle)
            }
            _ => Err(LineError::InvalCallSelect),
        }
    }
}

/// A line has one address.
pub(in crate::exports) fn check_address(address: u32) -> Result<(), LineError> {
    if address == THE_ADDRESS {
        Ok(())
    } else {
        Err(LineError::InvalAddressId)
    }
}

fn device_of_class(open: &OpenLine, class: &str) -> Result<u32, LineError> {
    let id = open.line.id();
    let device = if class.eq_ignore_ascii_case(LINE_CLASS) {
        open.link.lines.device(id)
    } else if class.eq_ignore_ascii_case(PHONE_CLASS) {
        let phone = open.link.pairs.phone(id);
        let phone = phone.ok_or(LineError::InvalDeviceClass)?;
        open.link.phones.device(phone)
    } else {
        return Err(LineError::InvalDeviceClass);
    };
    device.ok_or(LineError::NoDevice)
}
