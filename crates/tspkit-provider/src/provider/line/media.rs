//! For which calls there is somebody: media detection.

use std::sync::atomic::Ordering;

use tspkit::{
    LineModel,
    abi::{LineAddressModes, LineError, LineFeatures, LineMediaModes, structure::LineCallParams},
};

use super::{OpenLine, caps::THE_ADDRESS};

impl OpenLine {
    /// Says of which media modes calls are wanted. Those that are there and that nobody wanted before are announced.
    pub(crate) fn detect_media(&self, media: LineMediaModes) -> Result<(), LineError> {
        check_media(&self.line.capabilities(), media)?;
        let before = self.detected.swap(media.bits(), Ordering::SeqCst);
        if media.bits() & !before != 0 {
            for call in self.line.calls() {
                if self.known_call(call.id()).is_none() && self.wants_media(call.media_mode()) {
                    call.tell_anew();
                }
            }
        }
        Ok(())
    }

    /// A call with those parameters could be made now, while those media are detected.
    pub(crate) fn could_call(
        &self,
        media: LineMediaModes,
        params: &LineCallParams<'_>,
    ) -> Result<(), LineError> {
        let model = self.line.capabilities();
        check_media(&model, media)?;
        check_media(&model, params.media_mode)?;
        // A highest of 0 stands for the line's, which may not be known.
        let limits = [params.max_rate, model.max_rate];
        let is_slow = |limit| limit != 0 && params.min_rate > limit;
        if !model.bearer_modes.contains(params.bearer_mode) || limits.into_iter().any(is_slow) {
            return Err(LineError::OperationUnavail);
        }
        let is_here = match params.address_mode {
            LineAddressModes::DIALABLEADDR => params.orig_address == *self.line.info().address,
            LineAddressModes::ADDRESSID => true,
            other => other.is_empty() && params.address_id == THE_ADDRESS,
        };
        if !is_here {
            return Err(LineError::OperationUnavail);
        }
        if !self.line.features().contains(LineFeatures::MAKECALL) {
            return Err(LineError::ResourceUnavail);
        }
        Ok(())
    }
}

/// The line knows those media modes; that one is not known yet, every line does.
pub(in crate::provider) fn check_media(
    model: &LineModel,
    media: LineMediaModes,
) -> Result<(), LineError> {
    let known = model.media_modes | LineMediaModes::UNKNOWN;
    if known.contains(media) {
        Ok(())
    } else {
        Err(LineError::InvalMediaMode)
    }
}
