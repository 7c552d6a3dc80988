//! What is asked of a line by its device id, before it is opened: extensions and its icon.

use tspkit::abi::{LineError, TspiVersion};
use tspkit_trace::Value;

use crate::{
    exports::{
        Exports,
        memory::{not_null, peek, text, write_out},
    },
    provider::LINE_CLASS,
};

impl Exports {
    /// `TSPI_lineNegotiateExtVersion`: as the author's [`extension`](crate::ServiceProvider::extension) says. A selected
    /// version is the only one that can be had.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_negotiate_ext_version(
        &'static self,
        device: u32,
        version: u32,
        low: u32,
        high: u32,
        extension: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("dwTSPIVersion", Value::Hex(version.into())),
                ("dwLowVersion", Value::Hex(low.into())),
                ("dwHighVersion", Value::Hex(high.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwExtVersion", Value::Hex(unsafe { peek(extension) })),
            ]
        };
        self.call(
            "TSPI_lineNegotiateExtVersion",
            arguments,
            || -> Result<i32, LineError> {
                let (provider, line) = self.line_device(device)?;
                TspiVersion::try_from(version)?;
                let selected = provider.link.lines.extension(line.info.id);
                // SAFETY: the caller vouches for its output.
                unsafe { self.negotiate_extension(selected, [low, high], extension) }
            },
        )
    }

    /// `TSPI_lineGetExtensionID`: all zeros without extensions.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_extension_id(
        &'static self,
        device: u32,
        version: u32,
        id: *mut [u32; 4],
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("dwTSPIVersion", Value::Hex(version.into())),
            ]
        };
        self.call(
            "TSPI_lineGetExtensionID",
            arguments,
            || -> Result<i32, LineError> {
                self.line_device(device)?;
                TspiVersion::try_from(version)?;
                // SAFETY: the caller vouches for its output.
                unsafe { self.write_extension_id(id) }
            },
        )
    }

    /// `TSPI_lineGetIcon`: the author's [`line_icon`](crate::ServiceProvider::line_icon).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_icon(
        &'static self,
        device: u32,
        class: *const u16,
        icon: *mut usize,
    ) -> i32 {
        let arguments = || [("dwDeviceID", Value::Number(device.into()))];
        self.call(
            "TSPI_lineGetIcon",
            arguments,
            || -> Result<i32, LineError> {
                let (_, line) = self.line_device(device)?;
                not_null(icon)?;
                let named = if class.is_null() {
                    LINE_CLASS.into()
                } else {
                    // SAFETY: the caller vouches for its string.
                    unsafe { text(class) }.ok_or(LineError::InvalDeviceClass)?
                };
                let found = self.author.line_icon(&line.info, &named)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(icon, found) }?;
                Ok(0)
            },
        )
    }
}
