//! Installing, configuring and removing the provider.

use tspkit::abi::LineError;
use tspkit_trace::Value;

use super::{Exports, boundary::Argument, memory::not_null};
use crate::raw::UiCallback;

/// A name that TAPI's own users leave room for: one counts `MAX_PATH` bytes, not characters.
const LONGEST_NAME: usize = 129;

impl Exports {
    /// `TSPI_providerUIIdentify`: the library with the dialogues, which is this one.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says; there is room for `MAX_PATH` characters.
    pub unsafe fn provider_ui_identify(&'static self, name: *mut u16) -> i32 {
        let arguments = || [("lpszUIDLLName", Value::Hex(name as u64))];
        self.outer_call(
            "TSPI_providerUIIdentify",
            arguments,
            || -> Result<i32, LineError> {
                not_null(name)?;
                let units: Vec<u16> = self.author.about().file.encode_utf16().collect();
                if units.is_empty() || units.len() > LONGEST_NAME || units.contains(&0) {
                    tracing::error!("the provider's file name is empty, too long, or holds a NUL");
                    return Err(LineError::OperationFailed);
                }
                for (index, unit) in units.into_iter().chain([0]).enumerate() {
                    // SAFETY: at most 130 characters, and the caller vouches for room for MAX_PATH, which is 260.
                    let place = unsafe { name.add(index) };
                    // SAFETY: as above.
                    unsafe { place.write_unaligned(unit) };
                }
                Ok(0)
            },
        )
    }

    /// `TSPI_providerInstall`, which [`ui_provider_install`](Self::ui_provider_install) has replaced: it
    /// succeeds.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_install(&'static self, owner: usize, permanent_id: u32) -> i32 {
        let arguments = || installation(owner, permanent_id);
        self.outer_call("TSPI_providerInstall", arguments, || Ok::<_, LineError>(0))
    }

    /// `TSPI_providerConfig`, which [`ui_provider_config`](Self::ui_provider_config) has replaced: it succeeds.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_config(&'static self, owner: usize, permanent_id: u32) -> i32 {
        let arguments = || installation(owner, permanent_id);
        self.outer_call("TSPI_providerConfig", arguments, || Ok::<_, LineError>(0))
    }

    /// `TSPI_providerRemove`, which [`ui_provider_remove`](Self::ui_provider_remove) has replaced: it succeeds.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn provider_remove(&'static self, owner: usize, permanent_id: u32) -> i32 {
        let arguments = || installation(owner, permanent_id);
        self.outer_call("TSPI_providerRemove", arguments, || Ok::<_, LineError>(0))
    }

    /// `TUISPI_providerInstall`: `LINEERR_NOMULTIPLEINSTANCE` when the provider is installed already, under
    /// another permanent id; then what its author says. No window is needed.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn ui_provider_install(
        &'static self,
        callback: UiCallback,
        owner: usize,
        permanent_id: u32,
    ) -> i32 {
        let _ = callback;
        let arguments = || installation(owner, permanent_id);
        self.outer_call(
            "TUISPI_providerInstall",
            arguments,
            || -> Result<i32, LineError> {
                if is_installed(self.author.about().file, permanent_id) {
                    return Err(LineError::NoMultipleInstance);
                }
                self.author.install(&self.configuration())?;
                Ok(0)
            },
        )
    }

    /// `TUISPI_providerConfig`: what the provider's author says; `LINEERR_OPERATIONUNAVAIL` without a dialogue.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn ui_provider_config(
        &'static self,
        callback: UiCallback,
        owner: usize,
        permanent_id: u32,
    ) -> i32 {
        let _ = callback;
        let arguments = || installation(owner, permanent_id);
        self.outer_call(
            "TUISPI_providerConfig",
            arguments,
            || -> Result<i32, LineError> {
                self.author.configure(&self.configuration(), owner)?;
                Ok::<_, LineError>(0)
            },
        )
    }

    /// `TUISPI_providerRemove`: what the provider's author says.
    ///
    /// # Safety
    ///
    /// As the [type](Self) says.
    pub unsafe fn ui_provider_remove(
        &'static self,
        callback: UiCallback,
        owner: usize,
        permanent_id: u32,
    ) -> i32 {
        let _ = callback;
        let arguments = || installation(owner, permanent_id);
        self.outer_call(
            "TUISPI_providerRemove",
            arguments,
            || -> Result<i32, LineError> {
                self.author.remove(&self.configuration())?;
                Ok::<_, LineError>(0)
            },
        )
    }
}

fn installation(owner: usize, permanent_id: u32) -> [Argument<'static>; 2] {
    [
        ("hwndOwner", Value::Hex(owner as u64)),
        ("dwPermanentProviderID", Value::Number(permanent_id.into())),
    ]
}

/// TAPI's list has a provider of that file name under another id. The list is only read.
#[cfg(windows)]
fn is_installed(file: &str, permanent_id: u32) -> bool {
    const PROVIDERS: &str = r"SOFTWARE\Microsoft\Windows\CurrentVersion\Telephony\Providers";
    let Ok(list) = windows_registry::LOCAL_MACHINE.open(PROVIDERS) else {
        return false;
    };
    let count = list.get_u32("NumProviders").unwrap_or(0);
    (0..count).any(|number| {
        let name = list.get_string(format!("ProviderFilename{number}"));
        let id = list.get_u32(format!("ProviderID{number}"));
        name.is_ok_and(|name| name.eq_ignore_ascii_case(file)) && id != Ok(permanent_id)
    })
}

/// Only Windows has a list of providers.
#[cfg(not(windows))]
fn is_installed(_file: &str, _permanent_id: u32) -> bool {
    false
}
