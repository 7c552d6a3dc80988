//! What the author of a provider says.

use std::ops::RangeInclusive;

use tspkit::{
    Drivers, OpenError,
    abi::{LineError, PhoneError},
    hal::{Hardware, LineInfo, PhoneInfo},
};

use crate::config::Configuration;

/// What a provider is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// Who makes it. Its configuration lies under this name and the product's.
    pub vendor: &'static str,
    /// What it is called, for people and for its configuration.
    pub product: &'static str,
    /// The DLL's file name, such as `office.tsp`: what TAPI is to find in the system folder.
    pub file: &'static str,
}

impl About {
    /// A provider of that vendor, product name and file name.
    pub const fn new(vendor: &'static str, product: &'static str, file: &'static str) -> Self {
        Self {
            vendor,
            product,
            file,
        }
    }
}

/// A provider's own extensions of TAPI: what it does with device-specific requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The extension's id (`PHONEEXTENSIONID`): made once, as a GUID is.
    pub id: [u32; 4],
    /// Its versions.
    pub versions: RangeInclusive<u32>,
}

/// A service provider, as its author describes it. Everything but [`about`](Self::about) has a default.
///
/// The functions may be called by any thread at any time. A panic in one is contained: the TSPI function that
/// needed it answers `OPERATIONFAILED`.
pub trait ServiceProvider: Send + Sync {
    /// What it is called.
    fn about(&self) -> About;

    /// Makes the hardware, which is not started yet: for `TSPI_providerEnumDevices`, which only looks at its
    /// inventory, and again for `TSPI_providerInit`.
    ///
    /// The default opens the URL in the configuration value `Hardware`, such as `serial:COM3?profile=acme.toml`.
    /// Hardware of one's own is returned as it is: `Ok(Box::new(AcmePhones::new()))`.
    ///
    /// # Errors
    ///
    /// What is wrong with the configuration; TAPI is told `LINEERR_INIFILECORRUPT`, the log the reason.
    fn hardware(&self, configuration: &Configuration) -> Result<Box<dyn Hardware>, OpenError> {
        let url = configuration.get("Hardware");
        Drivers::make(url.as_deref().unwrap_or_default())
    }

    /// The extensions, if there are any; then device-specific requests have versions.
    fn extension(&self) -> Option<Extension> {
        None
    }

    /// A phone's icon for that device class, `tapi/phone` when none is named: an `HICON`
    /// (`TSPI_phoneGetIcon`).
    ///
    /// # Errors
    ///
    /// `OPERATIONUNAVAIL` when there is none, which is the default.
    fn icon(&self, phone: &PhoneInfo, class: &str) -> Result<usize, PhoneError> {
        let _ = (phone, class);
        Err(PhoneError::OperationUnavail)
    }

    /// A line's icon, likewise, `tapi/line` when no class is named (`TSPI_lineGetIcon`).
    ///
    /// # Errors
    ///
    /// `OPERATIONUNAVAIL` when there is none, which is the default.
    fn line_icon(&self, line: &LineInfo, class: &str) -> Result<usize, LineError> {
        let _ = (line, class);
        Err(LineError::OperationUnavail)
    }

    /// The configuration of a device of that class that belongs to the line (`TSPI_lineGetDevConfig`): bytes for
    /// [`set_device_config`](Self::set_device_config) alone to understand.
    ///
    /// # Errors
    ///
    /// `INVALDEVICECLASS` for a class that has none; `OPERATIONUNAVAIL` when none has, which is the default.
    fn device_config(&self, line: &LineInfo, class: &str) -> Result<Vec<u8>, LineError> {
        let _ = (line, class);
        Err(LineError::OperationUnavail)
    }

    /// Gives a device of that class a configuration (`TSPI_lineSetDevConfig`). An application may have kept the bytes
    /// for years, or made them up.
    ///
    /// # Errors
    ///
    /// `INVALPARAM` for bytes that make no sense, `INVALLINESTATE` when it cannot be changed now; otherwise as
    /// [`device_config`](Self::device_config).
    fn set_device_config(
        &self,
        line: &LineInfo,
        class: &str,
        config: &[u8],
    ) -> Result<(), LineError> {
        let _ = (line, class, config);
        Err(LineError::OperationUnavail)
    }

    /// Data from the provider's own dialogue in an application (`TSPI_providerGenericDialogData`); what is left
    /// in `data` goes back to it.
    ///
    /// # Errors
    ///
    /// `OPERATIONUNAVAIL` for a provider without dialogues, which is the default.
    fn dialog_data(
        &self,
        object: usize,
        object_type: u32,
        data: &mut [u8],
    ) -> Result<(), LineError> {
        let _ = (object, object_type, data);
        Err(LineError::OperationUnavail)
    }

    /// The provider is installed (`TUISPI_providerInstall`), by whoever administers the computer; there may be
    /// no desktop. The kit has looked already whether it is installed once.
    ///
    /// # Errors
    ///
    /// What `lineAddProvider` is to answer.
    fn install(&self, configuration: &Configuration) -> Result<(), LineError> {
        let _ = configuration;
        Ok(())
    }

    /// The provider is to be configured (`TUISPI_providerConfig`); `owner` is the window to be the parent of a
    /// dialogue, or 0.
    ///
    /// # Errors
    ///
    /// `OPERATIONUNAVAIL` for a provider without a dialogue, which is the default.
    fn configure(&self, configuration: &Configuration, owner: usize) -> Result<(), LineError> {
        let _ = (configuration, owner);
        Err(LineError::OperationUnavail)
    }

    /// The provider is removed (`TUISPI_providerRemove`).
    ///
    /// # Errors
    ///
    /// What `lineRemoveProvider` is to answer.
    fn remove(&self, configuration: &Configuration) -> Result<(), LineError> {
        let _ = configuration;
        Ok(())
    }
}
