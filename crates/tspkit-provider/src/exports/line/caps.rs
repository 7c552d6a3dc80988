//! What a line can do.

use tspkit::abi::{
    LineError, TspiVersion,
    layout::{LINEADDRESSCAPS, LINEDEVCAPS, Structure, raw_structure},
};
use tspkit_trace::Value;

use crate::{
    exports::{Exports, memory::total_size},
    provider::{LineAsked, THE_ADDRESS, address_capabilities, line_capabilities},
};

impl Exports {
    /// `TSPI_lineGetDevCaps`, in the layout of `version`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_dev_caps(
        &'static self,
        device: u32,
        version: u32,
        extension: u32,
        caps: *mut u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("dwTSPIVersion", Value::Hex(version.into())),
                ("dwExtVersion", Value::Hex(extension.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(caps) }),
            ]
        };
        self.call(
            "TSPI_lineGetDevCaps",
            arguments,
            || -> Result<i32, LineError> {
                self.asked_of_line(device, version, extension, |asked| {
                    let minimum = LINEDEVCAPS::fixed_size(asked.version);
                    // SAFETY: the caller vouches for its structure.
                    let bytes = unsafe { raw_structure(caps, minimum) }?;
                    line_capabilities(asked, bytes)?;
                    Ok(0)
                })
            },
        )
    }

    /// `TSPI_lineGetAddressCaps`, in the layout of `version`. A line has one address, 0; any other is
    /// `LINEERR_INVALADDRESSID`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn line_get_address_caps(
        &'static self,
        device: u32,
        address: u32,
        version: u32,
        extension: u32,
        caps: *mut u8,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("dwAddressID", Value::Number(address.into())),
                ("dwTSPIVersion", Value::Hex(version.into())),
                ("dwExtVersion", Value::Hex(extension.into())),
                // SAFETY: the caller vouches for its structure, which begins with the size.
                ("dwTotalSize", unsafe { total_size(caps) }),
            ]
        };
        self.call(
            "TSPI_lineGetAddressCaps",
            arguments,
            || -> Result<i32, LineError> {
                self.asked_of_line(device, version, extension, |asked| {
                    if address != THE_ADDRESS {
                        return Err(LineError::InvalAddressId);
                    }
                    let minimum = LINEADDRESSCAPS::fixed_size(asked.version);
                    // SAFETY: the caller vouches for its structure.
                    let bytes = unsafe { raw_structure(caps, minimum) }?;
                    address_capabilities(asked, bytes)?;
                    Ok(0)
                })
            },
        )
    }

    fn asked_of_line(
        &'static self,
        device: u32,
        version: u32,
        extension: u32,
        answer: impl FnOnce(LineAsked<'_>) -> Result<i32, LineError>,
    ) -> Result<i32, LineError> {
        let (provider, line) = self.line_device(device)?;
        let version = TspiVersion::try_from(version)?;
        if extension != 0 {
            let selected = provider.link.lines.extension(line.info.id);
            self.extensions(selected).negotiate(extension, extension)?;
        }
        answer(LineAsked {
            about: self.author.about(),
            exported: self.exported,
            device,
            line: &line.info,
            has_phone: provider.link.pairs.phone(line.info.id).is_some(),
            version,
        })
    }
}
