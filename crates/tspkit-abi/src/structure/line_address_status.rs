//! The contents of `LINEADDRESSSTATUS`.

use super::tables::Member;
use super::{StructWriter, StructureError, Written};
use crate::flags::{LineAddressFeatures, LineAddressTypes, LineForwardModes, LineTermModes};
use crate::layout::LINEADDRESSSTATUS;
use crate::version::TspiVersion;

/// Where some calls are forwarded to: `LINEFORWARD`. Page: `ns-tapi-lineforward`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineForward<'a> {
    /// Which calls: one flag.
    pub mode: LineForwardModes,
    /// Whose calls, where the mode is about one caller; else empty.
    pub caller_address: &'a str,
    /// Country code of the destination, 0 for the default.
    pub destination_country_code: u32,
    /// Where to.
    pub destination_address: &'a str,
    /// Kind of the caller's address, since 3.1.
    pub caller_address_type: LineAddressTypes,
    /// Kind of the destination, since 3.1.
    pub destination_address_type: LineAddressTypes,
}

impl<'a> LineForward<'a> {
    fn members(self, version: TspiVersion) -> impl Iterator<Item = Member<'a>> + Clone {
        let members = [
            Member::Number(self.mode.bits()),
            Member::Text(self.caller_address),
            Member::Number(self.destination_country_code),
            Member::Text(self.destination_address),
            Member::Number(self.caller_address_type.bits()),
            Member::Number(self.destination_address_type.bits()),
        ];
        let older = if version < TspiVersion::V3_1 { 4 } else { 6 };
        members.into_iter().take(older)
    }
}

/// Status of an address, as `TSPI_lineGetAddressStatus` reports it.
///
/// Every member is the provider's. Page: `ns-tapi-lineaddressstatus`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineAddressStatus<'a> {
    /// Stations that use the address now.
    pub in_use: u32,
    /// Calls that are neither idle nor on hold in any way.
    pub active_calls: u32,
    /// Calls on hold.
    pub on_hold_calls: u32,
    /// Calls on hold until they are transferred or join a conference.
    pub on_hold_pending_calls: u32,
    /// Operations that are possible now.
    pub address_features: LineAddressFeatures,
    /// Rings after which a call counts as not answered.
    pub rings_no_answer: u32,
    /// How calls are forwarded.
    pub forwards: &'a [LineForward<'a>],
    /// Modes of each terminal, in the order of their ids.
    pub terminal_modes: &'a [LineTermModes],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
}

impl LineAddressStatus<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, LINEADDRESSSTATUS>) {
        let version = writer.version();
        let forwards = u32::try_from(self.forwards.len()).unwrap_or(u32::MAX);
        writer
            .set_u32(LINEADDRESSSTATUS::NUM_IN_USE, self.in_use)
            .set_u32(LINEADDRESSSTATUS::NUM_ACTIVE_CALLS, self.active_calls)
            .set_u32(LINEADDRESSSTATUS::NUM_ON_HOLD_CALLS, self.on_hold_calls)
            .set_u32(
                LINEADDRESSSTATUS::NUM_ON_HOLD_PEND_CALLS,
                self.on_hold_pending_calls,
            )
            .set_u32(
                LINEADDRESSSTATUS::ADDRESS_FEATURES,
                self.address_features.bits(),
            )
            .set_u32(LINEADDRESSSTATUS::NUM_RINGS_NO_ANSWER, self.rings_no_answer)
            .set_u32(LINEADDRESSSTATUS::FORWARD_NUM_ENTRIES, forwards)
            .put_u32s(
                LINEADDRESSSTATUS::TERMINAL_MODES,
                self.terminal_modes.iter().map(LineTermModes::bits),
            )
            .put_records(
                LINEADDRESSSTATUS::FORWARD,
                self.forwards
                    .iter()
                    .flat_map(|forward| forward.members(version)),
            )
            .put_bytes(LINEADDRESSSTATUS::DEV_SPECIFIC, self.dev_specific);
    }
}
