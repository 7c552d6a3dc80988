//! The contents of `LINECALLSTATUS`.

use std::time::SystemTime;

use super::{StructWriter, StructureError, Written, system_time_bytes};
use crate::flags::{LineCallFeatures, LineCallFeatures2, LineCallStates};
use crate::layout::LINECALLSTATUS;
use crate::version::TspiVersion;

/// Status of a call, as `TSPI_lineGetCallStatus` reports it.
///
/// The application's privilege is TAPI's and stays as it is in the structure. Page: `ns-tapi-linecallstatus`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCallStatus<'a> {
    /// The state: one flag.
    pub state: LineCallStates,
    /// What goes with it: the bits of the state's own modes, such as `LineDisconnectModes`; 0 without.
    pub state_mode: u32,
    /// Operations that are possible now.
    pub features: LineCallFeatures,
    /// More operations that are possible now.
    pub features2: LineCallFeatures2,
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// Since when the call is in this state; not known without, and outside the years 1601 to 30827: all zeros.
    pub state_entry_time: Option<SystemTime>,
}

impl LineCallStatus<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, LINECALLSTATUS>) {
        let entered = self.state_entry_time.and_then(system_time_bytes);
        writer
            .set_u32(LINECALLSTATUS::CALL_STATE, self.state.bits())
            .set_u32(LINECALLSTATUS::CALL_STATE_MODE, self.state_mode)
            .set_u32(LINECALLSTATUS::CALL_FEATURES, self.features.bits())
            .set_u32(LINECALLSTATUS::CALL_FEATURES2, self.features2.bits())
            .set_block(
                LINECALLSTATUS::STATE_ENTRY_TIME,
                entered.unwrap_or_default(),
            )
            .put_bytes(LINECALLSTATUS::DEV_SPECIFIC, self.dev_specific);
    }
}
