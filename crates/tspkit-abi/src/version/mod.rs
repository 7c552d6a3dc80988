//! Versions of the interface between TAPI and providers, and how both sides agree on one.

mod extension;

pub use extension::{ExtVersions, IncompatibleExtVersion};

use crate::error::{LineError, PhoneError};

/// A version of TSPI that this kit speaks: 2.0 to 3.1.
///
/// 1.4 is never negotiated: there, provider functions have other parameters, and TAPI converts for old
/// applications by itself. High word major, low word minor. Page: `tapi-versioning`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TspiVersion(u32);

impl TspiVersion {
    /// 2.0: Unicode.
    pub const V2_0: Self = Self(0x0002_0000);
    /// 2.1.
    pub const V2_1: Self = Self(0x0002_0001);
    /// 2.2: permanent GUIDs.
    pub const V2_2: Self = Self(0x0002_0002);
    /// 3.0: address types.
    pub const V3_0: Self = Self(0x0003_0000);
    /// 3.1.
    pub const V3_1: Self = Self(0x0003_0001);

    /// Every version, the oldest first.
    pub const ALL: &[Self] = &[Self::V2_0, Self::V2_1, Self::V2_2, Self::V3_0, Self::V3_1];

    /// The number as TAPI passes it.
    pub const fn value(self) -> u32 {
        self.0
    }

    /// The highest version between `low` and `high`, both included.
    ///
    /// Pages: `nf-tspi-tspi_phonenegotiatetspiversion`, `nf-tspi-tspi_linenegotiatetspiversion`.
    ///
    /// # Errors
    ///
    /// [`IncompatibleApiVersion`] if none of 2.0 to 3.1 lies in the range; it becomes
    /// `INCOMPATIBLEAPIVERSION` of phones and of lines.
    ///
    /// ```
    /// use tspkit_abi::TspiVersion;
    ///
    /// assert_eq!(TspiVersion::negotiate(0x0001_0003, 0x0002_0002), Ok(TspiVersion::V2_2));
    /// assert!(TspiVersion::negotiate(0x0001_0003, 0x0001_0004).is_err());
    /// ```
    pub fn negotiate(low: u32, high: u32) -> Result<Self, IncompatibleApiVersion> {
        Self::ALL
            .iter()
            .rev()
            .copied()
            .find(|version| (low..=high).contains(&version.0))
            .ok_or(IncompatibleApiVersion { low, high })
    }
}

impl core::fmt::Display for TspiVersion {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}.{}", self.0 >> 16, self.0 & 0xFFFF)
    }
}

impl From<TspiVersion> for u32 {
    fn from(version: TspiVersion) -> Self {
        version.0
    }
}

/// Only the exact numbers of [`TspiVersion::ALL`] are versions.
impl TryFrom<u32> for TspiVersion {
    type Error = IncompatibleApiVersion;

    fn try_from(value: u32) -> Result<Self, Self::Error> {
        Self::negotiate(value, value)
    }
}

/// No version from 2.0 to 3.1 lies in the range that TAPI offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
#[error("no TSPI version from 2.0 to 3.1 lies between 0x{low:08X} and 0x{high:08X}")]
pub struct IncompatibleApiVersion {
    /// Lowest version offered.
    pub low: u32,
    /// Highest version offered.
    pub high: u32,
}

impl From<IncompatibleApiVersion> for PhoneError {
    fn from(_: IncompatibleApiVersion) -> Self {
        Self::IncompatibleApiVersion
    }
}

impl From<IncompatibleApiVersion> for LineError {
    fn from(_: IncompatibleApiVersion) -> Self {
        Self::IncompatibleApiVersion
    }
}
