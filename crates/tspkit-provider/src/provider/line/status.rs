//! How a line is, as TAPI has it: `LINEDEVSTATUS` and `LINEADDRESSSTATUS`.

use tspkit::abi::{
    LineAddressFeatures, LineDevStatusFlags, LineError, LineFeatures, LineMediaModes,
    LineRoamModes,
    structure::{LineAddressStatus, LineDevStatus, Written},
};

use super::{OpenLine, caps::line_features};
use crate::functions::Functions;

use std::sync::atomic::Ordering;

impl OpenLine {
    /// Fills a caller's `LINEDEVSTATUS`.
    pub(crate) fn write_status(
        &self,
        exported: Functions,
        bytes: &mut [u8],
    ) -> Result<Written, LineError> {
        let info = self.line.info();
        let (active, held, transfer) = self.line.call_counts();
        let features = self.features_now(exported);
        let can_call = features.contains(LineFeatures::MAKECALL);
        let mut flags = LineDevStatusFlags::empty();
        if info.in_service {
            flags = LineDevStatusFlags::CONNECTED | LineDevStatusFlags::INSERVICE;
        }
        let status = LineDevStatus {
            active_calls: active,
            on_hold_calls: held,
            on_hold_pending_calls: transfer,
            line_features: features,
            ring_mode: self.ring_mode.load(Ordering::Relaxed),
            // A line with a wire and a mains lead has nothing else to say there.
            signal_level: 0xFFFF,
            battery_level: 0xFFFF,
            roam_mode: LineRoamModes::UNAVAIL,
            flags,
            available_media_modes: if can_call {
                info.model.media_modes
            } else {
                LineMediaModes::empty()
            },
            ..LineDevStatus::default()
        };
        status.write(bytes, self.version).map_err(LineError::from)
    }

    /// Fills a caller's `LINEADDRESSSTATUS`.
    pub(crate) fn write_address_status(
        &self,
        exported: Functions,
        bytes: &mut [u8],
    ) -> Result<Written, LineError> {
        let (active, held, transfer) = self.line.call_counts();
        let can_call = self.features_now(exported).contains(LineFeatures::MAKECALL);
        let status = LineAddressStatus {
            in_use: u32::from(active + held + transfer > 0),
            active_calls: active,
            on_hold_calls: held,
            on_hold_pending_calls: transfer,
            address_features: if can_call {
                LineAddressFeatures::MAKECALL
            } else {
                LineAddressFeatures::empty()
            },
            ..LineAddressStatus::default()
        };
        status.write(bytes, self.version).map_err(LineError::from)
    }

    fn features_now(&self, exported: Functions) -> LineFeatures {
        self.line.features() & line_features(&self.line.capabilities(), exported)
    }
}
