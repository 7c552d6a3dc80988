//! The contents of `LINECALLINFO`.

use super::{DialParams, StructWriter, StructureError, Written};
use crate::flags::{
    LineAddressTypes, LineBearerModes, LineCallOrigins, LineCallParamFlags, LineCallPartyIds,
    LineCallReasons, LineCallStates, LineMediaModes, LineTermModes,
};
use crate::ids::CallTreatment;
use crate::layout::{Dword, LINECALLINFO, Pair};
use crate::version::TspiVersion;

/// `dwTrunk` when the trunk is not known.
const TRUNK_UNKNOWN: u32 = u32::MAX;

/// One party of a call: `dwCallerID…` and its siblings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCallParty<'a> {
    /// What is known of it, or why nothing is.
    pub flags: LineCallPartyIds,
    /// Its number, best in TAPI's canonical form.
    pub number: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Kind of the number, since 3.0: one flag.
    pub address_type: LineAddressTypes,
}

/// Information about a call, as `TSPI_lineGetCallInfo` reports it.
///
/// TAPI's own members stay as they are in the structure: the line's handle, monitoring, owners and monitors, the
/// application's name, displayable address, called party and comment. It also adds
/// [`UNKNOWN`](LineCallStates::UNKNOWN) to the call states afterwards. Filling takes no memory but the caller's.
/// Page: `ns-tapi-linecallinfo`, `nf-tspi-tspi_linegetcallinfo`.
///
/// ```
/// use tspkit_abi::structure::{LineCallInfo, LineCallParty};
/// use tspkit_abi::{LineCallPartyIds, TspiVersion};
///
/// let info = LineCallInfo {
///     caller: LineCallParty {
///         flags: LineCallPartyIds::ADDRESS,
///         number: "101",
///         ..LineCallParty::default()
///     },
///     user_user_info: b"\x04hello",
///     ..LineCallInfo::default()
/// };
/// let mut room = [0_u8; 400];
/// room[..4].copy_from_slice(&400_u32.to_le_bytes());
/// let written = info.write(&mut room, TspiVersion::V2_2)?;
/// assert_eq!(written.used, 324 + 8 + 6);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCallInfo<'a> {
    /// Device id of the line.
    pub line_device_id: u32,
    /// The address on the line.
    pub address_id: u32,
    /// Bearer mode: one flag.
    pub bearer_mode: LineBearerModes,
    /// Data rate, in bits per second.
    pub rate: u32,
    /// Media mode.
    pub media_mode: LineMediaModes,
    /// What an application set, for its own use.
    pub app_specific: u32,
    /// The switch's number for the call, 0 without.
    pub call_id: u32,
    /// The switch's number for a call that belongs to it, 0 without.
    pub related_call_id: u32,
    /// Flags with which the call was made, if it is outgoing.
    pub param_flags: LineCallParamFlags,
    /// States that can be reported of this call; the same all its life.
    pub call_states: LineCallStates,
    /// Times of dialling.
    pub dial_params: DialParams,
    /// Where the call comes from: one flag.
    pub origin: LineCallOrigins,
    /// Why it came about: one flag.
    pub reason: LineCallReasons,
    /// The completion request that it comes from, if that is the reason.
    pub completion_id: u32,
    /// Country code of the destination, 0 if not known.
    pub country_code: u32,
    /// The trunk; `None` if not known.
    pub trunk: Option<u32>,
    /// Who made the call.
    pub caller: LineCallParty<'a>,
    /// Who was called.
    pub called: LineCallParty<'a>,
    /// Who is connected to.
    pub connected: LineCallParty<'a>,
    /// Where the call was redirected to.
    pub redirection: LineCallParty<'a>,
    /// Who redirected it.
    pub redirecting: LineCallParty<'a>,
    /// What the switch shows about the call, as it is.
    pub display: &'a [u8],
    /// User-user information; a protocol discriminator, if there is one, is its first byte.
    pub user_user_info: &'a [u8],
    /// High level compatibility, as Q.931 codes it.
    pub high_level_comp: &'a [u8],
    /// Low level compatibility, as Q.931 codes it.
    pub low_level_comp: &'a [u8],
    /// Charging information, as Q.931 codes it.
    pub charging_info: &'a [u8],
    /// Modes of each terminal, in the order of their ids.
    pub terminal_modes: &'a [LineTermModes],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// What a waiting party hears, 0 if that cannot be chosen.
    pub call_treatment: CallTreatment,
    /// What applications attach to the call.
    pub call_data: &'a [u8],
    /// A `FLOWSPEC` and what follows it, for what is sent.
    pub sending_flowspec: &'a [u8],
    /// A `FLOWSPEC` and what follows it, for what is received.
    pub receiving_flowspec: &'a [u8],
}

/// Where a party's flags, number, name and kind of number lie.
type PartyFields = (
    Dword<LINECALLINFO>,
    Pair<LINECALLINFO>,
    Pair<LINECALLINFO>,
    Dword<LINECALLINFO>,
);

const CALLER: PartyFields = (
    LINECALLINFO::CALLER_ID_FLAGS,
    LINECALLINFO::CALLER_ID,
    LINECALLINFO::CALLER_ID_NAME,
    LINECALLINFO::CALLER_ID_ADDRESS_TYPE,
);
const CALLED: PartyFields = (
    LINECALLINFO::CALLED_ID_FLAGS,
    LINECALLINFO::CALLED_ID,
    LINECALLINFO::CALLED_ID_NAME,
    LINECALLINFO::CALLED_ID_ADDRESS_TYPE,
);
const CONNECTED: PartyFields = (
    LINECALLINFO::CONNECTED_ID_FLAGS,
    LINECALLINFO::CONNECTED_ID,
    LINECALLINFO::CONNECTED_ID_NAME,
    LINECALLINFO::CONNECTED_ID_ADDRESS_TYPE,
);
const REDIRECTION: PartyFields = (
    LINECALLINFO::REDIRECTION_ID_FLAGS,
    LINECALLINFO::REDIRECTION_ID,
    LINECALLINFO::REDIRECTION_ID_NAME,
    LINECALLINFO::REDIRECTION_ID_ADDRESS_TYPE,
);
const REDIRECTING: PartyFields = (
    LINECALLINFO::REDIRECTING_ID_FLAGS,
    LINECALLINFO::REDIRECTING_ID,
    LINECALLINFO::REDIRECTING_ID_NAME,
    LINECALLINFO::REDIRECTING_ID_ADDRESS_TYPE,
);

impl LineCallInfo<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, LINECALLINFO>) {
        self.fill_fixed(writer);
        // Arrays and texts go first: what starts after the fixed part and comes in fours and twos stays aligned.
        writer.put_u32s(
            LINECALLINFO::TERMINAL_MODES,
            self.terminal_modes.iter().map(LineTermModes::bits),
        );
        let parties = [
            (&self.caller, CALLER),
            (&self.called, CALLED),
            (&self.connected, CONNECTED),
            (&self.redirection, REDIRECTION),
            (&self.redirecting, REDIRECTING),
        ];
        for (party, (flags, number, name, kind)) in parties {
            writer
                .set_u32(flags, party.flags.bits())
                .set_u32(kind, party.address_type.bits())
                .put_utf16_nul(number, party.number)
                .put_utf16_nul(name, party.name);
        }
        writer
            .put_bytes(LINECALLINFO::SENDING_FLOWSPEC, self.sending_flowspec)
            .put_bytes(LINECALLINFO::RECEIVING_FLOWSPEC, self.receiving_flowspec)
            .put_bytes(LINECALLINFO::DISPLAY, self.display)
            .put_bytes(LINECALLINFO::USER_USER_INFO, self.user_user_info)
            .put_bytes(LINECALLINFO::HIGH_LEVEL_COMP, self.high_level_comp)
            .put_bytes(LINECALLINFO::LOW_LEVEL_COMP, self.low_level_comp)
            .put_bytes(LINECALLINFO::CHARGING_INFO, self.charging_info)
            .put_bytes(LINECALLINFO::CALL_DATA, self.call_data)
            .put_bytes(LINECALLINFO::DEV_SPECIFIC, self.dev_specific);
    }

    fn fill_fixed(&self, writer: &mut StructWriter<'_, LINECALLINFO>) {
        writer
            .set_u32(LINECALLINFO::LINE_DEVICE_ID, self.line_device_id)
            .set_u32(LINECALLINFO::ADDRESS_ID, self.address_id)
            .set_u32(LINECALLINFO::BEARER_MODE, self.bearer_mode.bits())
            .set_u32(LINECALLINFO::RATE, self.rate)
            .set_u32(LINECALLINFO::MEDIA_MODE, self.media_mode.bits())
            .set_u32(LINECALLINFO::APP_SPECIFIC, self.app_specific)
            .set_u32(LINECALLINFO::CALL_ID, self.call_id)
            .set_u32(LINECALLINFO::RELATED_CALL_ID, self.related_call_id)
            .set_u32(LINECALLINFO::CALL_PARAM_FLAGS, self.param_flags.bits())
            .set_u32(LINECALLINFO::CALL_STATES, self.call_states.bits())
            .set_block(LINECALLINFO::DIAL_PARAMS, self.dial_params.to_bytes())
            .set_u32(LINECALLINFO::ORIGIN, self.origin.bits())
            .set_u32(LINECALLINFO::REASON, self.reason.bits())
            .set_u32(LINECALLINFO::COMPLETION_ID, self.completion_id)
            .set_u32(LINECALLINFO::COUNTRY_CODE, self.country_code)
            .set_u32(LINECALLINFO::TRUNK, self.trunk.unwrap_or(TRUNK_UNKNOWN))
            .set_u32(LINECALLINFO::CALL_TREATMENT, self.call_treatment.value());
    }
}
