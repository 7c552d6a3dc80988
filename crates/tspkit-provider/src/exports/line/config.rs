//! The configuration of devices that belong to a line: the author's.

use tspkit::abi::{
    LineError, TspiVersion,
    layout::{Structure, VARSTRING, copy_in, raw_structure},
    structure::VarString,
};
use tspkit_trace::Value;

use crate::exports::{
    Exports,
    memory::{not_null, text, total_size},
};

/// `VARSTRING` is the same in all versions.
const ANY_VERSION: TspiVersion = TspiVersion::V2_0;
/// No configuration is larger.
const LARGEST: u32 = 1 << 20;

impl Exports {
    /// `TSPI_lineGetDevConfig`: the author's [`device_config`](crate::ServiceProvider::device_config).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_dev_config(
        &'static self,
        device: u32,
        config: *mut u8,
        class: *const u16,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(config) }),
            ]
        };
        self.call(
            "TSPI_lineGetDevConfig",
            arguments,
            || -> Result<i32, LineError> {
                let (_, line) = self.line_device(device)?;
                not_null(class)?;
                // SAFETY: the caller vouches for its string.
                let class = unsafe { text(class) }.ok_or(LineError::InvalDeviceClass)?;
                let minimum = VARSTRING::fixed_size(ANY_VERSION);
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(config, minimum) }?;
                let found = self.author.device_config(&line.info, &class)?;
                VarString::Binary(&found).write(bytes, ANY_VERSION)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_lineSetDevConfig`: the author's [`set_device_config`](crate::ServiceProvider::set_device_config). More than a
    /// megabyte is `LINEERR_INVALPARAM`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_set_dev_config(
        &'static self,
        device: u32,
        config: *const u8,
        size: u32,
        class: *const u16,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("lpDeviceConfig", Value::Hex(config as u64)),
                ("dwSize", Value::Number(size.into())),
            ]
        };
        self.call(
            "TSPI_lineSetDevConfig",
            arguments,
            || -> Result<i32, LineError> {
                let (_, line) = self.line_device(device)?;
                not_null(class)?;
                // SAFETY: the caller vouches for its string.
                let class = unsafe { text(class) }.ok_or(LineError::InvalDeviceClass)?;
                if size > LARGEST {
                    return Err(LineError::InvalParam);
                }
                // SAFETY: the caller vouches for `size` bytes that nobody writes meanwhile.
                let config = unsafe { copy_in(config, size as usize) }?;
                self.author.set_device_config(&line.info, &class, &config)?;
                Ok(0)
            },
        )
    }
}
