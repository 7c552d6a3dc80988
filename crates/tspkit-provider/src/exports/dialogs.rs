//! Dialogues that a provider has in applications.

use tspkit::abi::LineError;
use tspkit_trace::Value;

use super::{Exports, memory::not_null};
use crate::raw::UiCallback;

impl Exports {
    /// `TSPI_providerFreeDialogInstance`: no instance is ever handed out, so that every handle is
    /// `LINEERR_INVALPARAM`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_free_dialog_instance(&'static self, dialog: usize) -> i32 {
        let arguments = || [("hdDlgInst", Value::Hex(dialog as u64))];
        self.outer_call(
            "TSPI_providerFreeDialogInstance",
            arguments,
            || -> Result<i32, LineError> { Err(LineError::InvalParam) },
        )
    }

    /// `TSPI_providerGenericDialogData`: from the provider's dialogue in an application to its author's
    /// [`dialog_data`](crate::ServiceProvider::dialog_data).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says; the buffer may be written.
    pub unsafe fn provider_generic_dialog_data(
        &'static self,
        object: usize,
        object_type: u32,
        params: *mut u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwObjectID", Value::Hex(object as u64)),
                ("dwObjectType", Value::Number(object_type.into())),
                ("lpParams", Value::Hex(params as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.outer_call(
            "TSPI_providerGenericDialogData",
            arguments,
            || -> Result<i32, LineError> {
                let data: &mut [u8] = if size == 0 {
                    &mut []
                } else {
                    not_null(params)?;
                    // SAFETY: not null, and the caller vouches for `size` bytes that are its to lend.
                    unsafe { std::slice::from_raw_parts_mut(params, size as usize) }
                };
                self.author.dialog_data(object, object_type, data)?;
                Ok(0)
            },
        )
    }

    /// `TUISPI_providerGenericDialog`: `LINEERR_OPERATIONUNAVAIL`, for nothing asks TAPI to open one.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn ui_provider_generic_dialog(
        &'static self,
        callback: UiCallback,
        dialog: u32,
        params: *mut u8,
        size: u32,
        event: usize,
    ) -> i32 {
        let _ = (callback, event);
        let arguments = || {
            [
                ("htDlgInst", Value::Hex(dialog.into())),
                ("lpParams", Value::Hex(params as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.outer_call(
            "TUISPI_providerGenericDialog",
            arguments,
            || -> Result<i32, LineError> { Err(LineError::OperationUnavail) },
        )
    }

    /// `TUISPI_providerGenericDialogData`: `LINEERR_OPERATIONUNAVAIL`, as there is no dialogue.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn ui_provider_generic_dialog_data(
        &'static self,
        dialog: u32,
        params: *mut u8,
        size: u32,
    ) -> i32 {
        let arguments = || {
            [
                ("htDlgInst", Value::Hex(dialog.into())),
                ("lpParams", Value::Hex(params as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.outer_call(
            "TUISPI_providerGenericDialogData",
            arguments,
            || -> Result<i32, LineError> { Err(LineError::OperationUnavail) },
        )
    }
}
