//! Versions of a provider's own extensions.

use core::ops::RangeInclusive;

use crate::error::{LineError, PhoneError};

/// The extension versions of one device, and the one that is selected.
///
/// Negotiation commits to nothing; selection does: from then on the selected version is the only one
/// that can be negotiated, until selecting 0 cancels it. Pages: `tspi-versioning`,
/// `nf-tspi-tspi_phonenegotiateextversion`, `nf-tspi-tspi_phoneselectextversion`.
///
/// ```
/// use tspkit_abi::ExtVersions;
///
/// let mut versions = ExtVersions::supporting(1..=3);
/// assert_eq!(versions.negotiate(2, 9), Ok(3));
/// versions.select(2)?;
/// assert!(versions.negotiate(3, 9).is_err());
/// versions.select(0)?;
/// assert_eq!(versions.negotiate(3, 9), Ok(3));
/// # Ok::<(), tspkit_abi::IncompatibleExtVersion>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtVersions {
    supported: Option<RangeInclusive<u32>>,
    selected: u32,
}

impl ExtVersions {
    /// A device without extensions: nothing can be negotiated or selected.
    pub const fn none() -> Self {
        Self {
            supported: None,
            selected: 0,
        }
    }

    /// A device whose extensions have these versions. 0 is no version and is left out.
    pub fn supporting(versions: RangeInclusive<u32>) -> Self {
        Self {
            supported: Some((*versions.start()).max(1)..=*versions.end()),
            selected: 0,
        }
    }

    /// The selected version, 0 if none is.
    pub const fn selected(&self) -> u32 {
        self.selected
    }

    /// The highest version between `low` and `high` that can be negotiated now.
    ///
    /// # Errors
    ///
    /// [`IncompatibleExtVersion`] if there is none. The caller's version is then to be set to
    /// [`IncompatibleExtVersion::VERSION`] and the code returned: one page asks for the zero, another
    /// for the code, and both are satisfied.
    pub fn negotiate(&self, low: u32, high: u32) -> Result<u32, IncompatibleExtVersion> {
        let none = IncompatibleExtVersion { low, high };
        let (lowest, highest) = match (self.selected, &self.supported) {
            (0, Some(supported)) => (*supported.start(), *supported.end()),
            (0, None) => return Err(none),
            (selected, _) => (selected, selected),
        };
        let version = highest.min(high);
        if version >= lowest.max(low) {
            Ok(version)
        } else {
            Err(none)
        }
    }

    /// Selects a version; 0 cancels the selection.
    ///
    /// # Errors
    ///
    /// [`IncompatibleExtVersion`] if the version is not supported, or another one is selected; the selection stays
    /// as it was.
    pub fn select(&mut self, version: u32) -> Result<(), IncompatibleExtVersion> {
        if version != 0 {
            self.negotiate(version, version)?;
        }
        self.selected = version;
        Ok(())
    }
}

/// No extension version in the range can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("no extension version between 0x{low:08X} and 0x{high:08X} can be had")]
pub struct IncompatibleExtVersion {
    /// Lowest version offered.
    pub low: u32,
    /// Highest version offered.
    pub high: u32,
}

impl IncompatibleExtVersion {
    /// What to write as the negotiated version when negotiation fails.
    pub const VERSION: u32 = 0;
}

impl From<IncompatibleExtVersion> for PhoneError {
    fn from(_: IncompatibleExtVersion) -> Self {
        Self::IncompatibleExtVersion
    }
}

impl From<IncompatibleExtVersion> for LineError {
    fn from(_: IncompatibleExtVersion) -> Self {
        Self::IncompatibleExtVersion
    }
}
