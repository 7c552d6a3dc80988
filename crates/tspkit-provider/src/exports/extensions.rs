//! A provider's own extensions of TAPI: the same for phones and lines.

use tspkit::abi::{ExtVersions, IncompatibleExtVersion};

use super::{
    Exports,
    memory::{NullPointer, not_null, write_out},
};

impl Exports {
    /// The extension's versions, for a device for which that one is selected; 0: none is.
    pub(super) fn extensions(&self, selected: u32) -> ExtVersions {
        let mut versions = match self.author.extension() {
            Some(extension) => ExtVersions::supporting(extension.versions),
            None => ExtVersions::none(),
        };
        if versions.select(selected).is_err() {
            tracing::error!(
                selected,
                "the selected extension version is supported no more"
            );
        }
        versions
    }

    /// Negotiates a version between the two for such a device.
    ///
    /// # Safety
    ///
    /// The output is null or valid for writing.
    pub(super) unsafe fn negotiate_extension<E>(
        &self,
        selected: u32,
        [low, high]: [u32; 2],
        version: *mut u32,
    ) -> Result<i32, E>
    where
        E: From<NullPointer> + From<IncompatibleExtVersion>,
    {
        not_null(version)?;
        let negotiated = self.extensions(selected).negotiate(low, high);
        // One page asks for the zero, another for the code.
        let value = negotiated.unwrap_or(0);
        // SAFETY: as the caller says.
        unsafe { write_out(version, value) }?;
        negotiated?;
        Ok(0)
    }

    /// Writes the extension's id; all zeros without.
    ///
    /// # Safety
    ///
    /// As [`negotiate_extension`](Self::negotiate_extension).
    pub(super) unsafe fn write_extension_id<E: From<NullPointer>>(
        &self,
        id: *mut [u32; 4],
    ) -> Result<i32, E> {
        let extension = self.author.extension().map(|extension| extension.id);
        // SAFETY: as the caller says.
        unsafe { write_out(id, extension.unwrap_or_default()) }?;
        Ok(0)
    }
}
