//! What is asked of a phone by its device id, before it is opened.

use tspkit::abi::{
    PhoneError, TspiVersion,
    layout::{PHONECAPS, Structure, raw_structure},
};
use tspkit_trace::Value;

use crate::exports::{
    Exports,
    lifecycle::INITIALIZE_NEGOTIATION,
    memory::{not_null, peek, text, total_size, write_out},
};
use crate::provider::{PHONE_CLASS, capabilities};

impl Exports {
    /// `TSPI_phoneNegotiateTSPIVersion`: the highest of 2.0 to 3.1 in the range.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_negotiate_tspi_version(
        &'static self,
        device: u32,
        low: u32,
        high: u32,
        version: *mut u32,
    ) -> i32 {
        let arguments = || {
            [
                ("dwDeviceID", Value::Number(device.into())),
                ("dwLowVersion", Value::Hex(low.into())),
                ("dwHighVersion", Value::Hex(high.into())),
                // SAFETY: the caller vouches for its output.
                ("lpdwTSPIVersion", Value::Hex(unsafe { peek(version) })),
            ]
        };
        self.outer_call(
            "TSPI_phoneNegotiateTSPIVersion",
            arguments,
            || -> Result<i32, PhoneError> {
                not_null(version)?;
                if device != INITIALIZE_NEGOTIATION {
                    self.device(device)?;
                }
                let negotiated = TspiVersion::negotiate(low, high)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(version, negotiated.value()) }?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneNegotiateExtVersion`: as the author's [`extension`](crate::ServiceProvider::extension) says. A
    /// selected version is the only one that can be had.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_negotiate_ext_version(
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
            "TSPI_phoneNegotiateExtVersion",
            arguments,
            || -> Result<i32, PhoneError> {
                let (provider, phone) = self.device(device)?;
                TspiVersion::try_from(version)?;
                let selected = provider.link.phones.extension(phone.info.id);
                // SAFETY: the caller vouches for its output.
                unsafe { self.negotiate_extension(selected, [low, high], extension) }
            },
        )
    }

    /// `TSPI_phoneGetExtensionID`: all zeros without extensions.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_extension_id(
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
            "TSPI_phoneGetExtensionID",
            arguments,
            || -> Result<i32, PhoneError> {
                self.device(device)?;
                TspiVersion::try_from(version)?;
                // SAFETY: the caller vouches for its output.
                unsafe { self.write_extension_id(id) }
            },
        )
    }

    /// `TSPI_phoneGetDevCaps`, in the layout of `version`.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_dev_caps(
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
            "TSPI_phoneGetDevCaps",
            arguments,
            || -> Result<i32, PhoneError> {
                let (provider, phone) = self.device(device)?;
                let version = TspiVersion::try_from(version)?;
                if extension != 0 {
                    let selected = provider.link.phones.extension(phone.info.id);
                    self.extensions(selected).negotiate(extension, extension)?;
                }
                // SAFETY: the caller vouches for its structure.
                let bytes = unsafe { raw_structure(caps, PHONECAPS::fixed_size(version)) }?;
                let about = self.author.about();
                capabilities(about, self.exported, &phone.info, version, bytes)?;
                Ok(0)
            },
        )
    }

    /// `TSPI_phoneGetIcon`: the author's [`icon`](crate::ServiceProvider::icon).
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn phone_get_icon(
        &'static self,
        device: u32,
        class: *const u16,
        icon: *mut usize,
    ) -> i32 {
        let arguments = || [("dwDeviceID", Value::Number(device.into()))];
        self.call(
            "TSPI_phoneGetIcon",
            arguments,
            || -> Result<i32, PhoneError> {
                let (_, phone) = self.device(device)?;
                not_null(icon)?;
                let named = if class.is_null() {
                    PHONE_CLASS.into()
                } else {
                    // SAFETY: the caller vouches for its string.
                    unsafe { text(class) }.ok_or(PhoneError::InvalDeviceClass)?
                };
                let found = self.author.icon(&phone.info, &named)?;
                // SAFETY: the caller vouches for its output.
                unsafe { write_out(icon, found) }?;
                Ok(0)
            },
        )
    }
}
