//! The contents of `LINEDEVSTATUS`.

use super::{StructWriter, StructureError, Written};
use crate::flags::{
    LineDevStatusFlags, LineFeatures, LineMediaModes, LineRoamModes, LineTermModes,
};
use crate::layout::LINEDEVSTATUS;
use crate::version::TspiVersion;

/// Status of an opened line, as `TSPI_lineGetLineDevStatus` reports it.
///
/// Who has opened the line, and for which media modes, is TAPI's and stays as it is in the structure.
/// Page: `ns-tapi-linedevstatus`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineDevStatus<'a> {
    /// Calls that are neither idle nor on hold in any way.
    pub active_calls: u32,
    /// Calls on hold.
    pub on_hold_calls: u32,
    /// Calls on hold until they are transferred or join a conference.
    pub on_hold_pending_calls: u32,
    /// Operations that are possible now.
    pub line_features: LineFeatures,
    /// Call completions that are outstanding.
    pub call_completions: u32,
    /// Ring mode, 0 when it does not ring.
    pub ring_mode: u32,
    /// Signal level from 0 (weakest) to 0xFFFF.
    pub signal_level: u32,
    /// Battery level from 0 (empty) to 0xFFFF.
    pub battery_level: u32,
    /// Where a mobile line roams: one flag.
    pub roam_mode: LineRoamModes,
    /// Whether the line is connected, in service, locked, and has a message waiting.
    pub flags: LineDevStatusFlags,
    /// Modes of each terminal, in the order of their ids.
    pub terminal_modes: &'a [LineTermModes],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// Media modes that a new call can have now; none: not known.
    pub available_media_modes: LineMediaModes,
}

impl LineDevStatus<'_> {
    /// Writes everything into the caller's structure.
    ///
    /// # Errors
    ///
    /// As [`StructWriter::new`]. Too little room for the variable fields is no error.
    pub fn write(&self, bytes: &mut [u8], version: TspiVersion) -> Result<Written, StructureError> {
        let mut writer = StructWriter::new(bytes, version)?;
        self.fill(&mut writer);
        Ok(writer.finish())
    }

    /// Puts everything into a writer, so that more can follow.
    pub fn fill(&self, writer: &mut StructWriter<'_, LINEDEVSTATUS>) {
        writer
            .set_u32(LINEDEVSTATUS::NUM_ACTIVE_CALLS, self.active_calls)
            .set_u32(LINEDEVSTATUS::NUM_ON_HOLD_CALLS, self.on_hold_calls)
            .set_u32(
                LINEDEVSTATUS::NUM_ON_HOLD_PEND_CALLS,
                self.on_hold_pending_calls,
            )
            .set_u32(LINEDEVSTATUS::LINE_FEATURES, self.line_features.bits())
            .set_u32(LINEDEVSTATUS::NUM_CALL_COMPLETIONS, self.call_completions)
            .set_u32(LINEDEVSTATUS::RING_MODE, self.ring_mode)
            .set_u32(LINEDEVSTATUS::SIGNAL_LEVEL, self.signal_level)
            .set_u32(LINEDEVSTATUS::BATTERY_LEVEL, self.battery_level)
            .set_u32(LINEDEVSTATUS::ROAM_MODE, self.roam_mode.bits())
            .set_u32(LINEDEVSTATUS::DEV_STATUS_FLAGS, self.flags.bits())
            .set_u32(
                LINEDEVSTATUS::AVAILABLE_MEDIA_MODES,
                self.available_media_modes.bits(),
            )
            .put_u32s(
                LINEDEVSTATUS::TERMINAL_MODES,
                self.terminal_modes.iter().map(LineTermModes::bits),
            )
            .put_bytes(LINEDEVSTATUS::DEV_SPECIFIC, self.dev_specific);
    }
}
