//! The contents of `LINEADDRESSCAPS`.

use super::tables::Member;
use super::{StructWriter, StructureError, Written};
use crate::flags::{
    LineAddressCapFlags, LineAddressFeatures, LineAddressSharing, LineAddressStates, LineBusyModes,
    LineCallComplConds, LineCallComplModes, LineCallFeatures, LineCallFeatures2,
    LineCallInfoStates, LineCallPartyIds, LineCallStates, LineConnectedModes, LineDialToneModes,
    LineDisconnectModes, LineForwardModes, LineMediaModes, LineOfferingModes, LineParkModes,
    LineSpecialInfo, LineTransferModes,
};
use crate::ids::{CallTreatment, RemoveFromConf};
use crate::layout::LINEADDRESSCAPS;
use crate::version::TspiVersion;

/// What a waiting party can be given to hear: `LINECALLTREATMENTENTRY`. Page: `ns-tapi-linecalltreatmententry`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCallTreatment<'a> {
    /// Its number.
    pub id: CallTreatment,
    /// Its name, for people to read; also for the numbers that TAPI has named.
    pub name: &'a str,
}

/// Forwarding that an address can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct LineForwardCaps {
    /// Which calls can be forwarded.
    pub modes: LineForwardModes,
    /// Entries in a list of forwardings.
    pub max_entries: u32,
    /// How many of those may be about one caller.
    pub max_specific_entries: u32,
    /// The fewest rings after which a call can count as not answered.
    pub min_rings: u32,
    /// The most such rings; as many as the fewest if they cannot be set.
    pub max_rings: u32,
}

/// Call completion that an address can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCompletionCaps<'a> {
    /// Completions that can be outstanding at a time, 0 without any.
    pub max: u32,
    /// After what.
    pub conditions: LineCallComplConds,
    /// How.
    pub modes: LineCallComplModes,
    /// Messages that can be left, in the order of their ids.
    pub messages: &'a [&'a str],
}

/// Capabilities of an address, as `TSPI_lineGetAddressCaps` reports them.
///
/// The counts of completion messages and call treatments come from the arrays. TAPI adds the changes of owners and
/// monitors to the call info states, and [`UNKNOWN`](LineCallStates::UNKNOWN) to the call states afterwards.
/// Page: `ns-tapi-lineaddresscaps`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineAddressCaps<'a> {
    /// Device id of the line.
    pub line_device_id: u32,
    /// The address itself, as others dial it.
    pub address: &'a str,
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// How stations share the address: one flag.
    pub sharing: LineAddressSharing,
    /// Changes that the address may report.
    pub address_states: LineAddressStates,
    /// Changes that its calls may report.
    pub call_info_states: LineCallInfoStates,
    /// What can be known of who makes a call.
    pub caller_id: LineCallPartyIds,
    /// What can be known of who is called.
    pub called_id: LineCallPartyIds,
    /// What can be known of who is connected to.
    pub connected_id: LineCallPartyIds,
    /// What can be known of where a call is redirected to.
    pub redirection_id: LineCallPartyIds,
    /// What can be known of who redirects a call.
    pub redirecting_id: LineCallPartyIds,
    /// States that its calls can be in.
    pub call_states: LineCallStates,
    /// Dial tones that can be told apart.
    pub dial_tone_modes: LineDialToneModes,
    /// Busy signals that can be told apart.
    pub busy_modes: LineBusyModes,
    /// Special information tones that can be told apart.
    pub special_info: LineSpecialInfo,
    /// Reasons for a disconnection that can be told apart.
    pub disconnect_modes: LineDisconnectModes,
    /// Calls that can be active at a time.
    pub max_active_calls: u32,
    /// Calls that can be on hold at a time.
    pub max_on_hold_calls: u32,
    /// Calls that can wait for the end of a transfer or conference at a time.
    pub max_on_hold_pending_calls: u32,
    /// Parties in a conference.
    pub max_conference: u32,
    /// Parties in a conference that begins as a transfer.
    pub max_transfer_conference: u32,
    /// Flags.
    pub flags: LineAddressCapFlags,
    /// What can ever be done with its calls.
    pub call_features: LineCallFeatures,
    /// Which parties can be removed from a conference.
    pub remove_from_conference: RemoveFromConf,
    /// The state of a call that was removed from a conference: one flag.
    pub remove_from_conference_state: LineCallStates,
    /// How transfers can be completed.
    pub transfer_modes: LineTransferModes,
    /// How calls can be parked.
    pub park_modes: LineParkModes,
    /// Forwarding.
    pub forward: LineForwardCaps,
    /// Call completion.
    pub completion: LineCompletionCaps<'a>,
    /// Operations that can ever be possible.
    pub address_features: LineAddressFeatures,
    /// States in which a predictively dialled call can be transferred by itself, none without.
    pub predictive_auto_transfer_states: LineCallStates,
    /// What waiting parties can be given to hear.
    pub call_treatments: &'a [LineCallTreatment<'a>],
    /// Device classes that `TSPI_lineGetID` knows, such as `tapi/line`.
    pub device_classes: &'a [&'a str],
    /// The largest call data, in bytes.
    pub max_call_data_size: u32,
    /// What else can ever be done with its calls.
    pub call_features2: LineCallFeatures2,
    /// The longest time-out for an answer, in seconds; 0 if there is none to set.
    pub max_no_answer_timeout: u32,
    /// Ways of being connected that can be told apart.
    pub connected_modes: LineConnectedModes,
    /// Ways of being offered that can be told apart.
    pub offering_modes: LineOfferingModes,
    /// Media modes that a new call can have; none: not known.
    pub available_media_modes: LineMediaModes,
}

impl LineAddressCaps<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, LINEADDRESSCAPS>) {
        self.fill_calls(writer);
        self.fill_states(writer);
        self.fill_forward_and_completion(writer);
        // The array goes first: what starts after the fixed part and comes in fours stays aligned.
        let treatments = self.call_treatments.iter().flat_map(|treatment| {
            [
                Member::Number(treatment.id.value()),
                Member::Text(treatment.name),
            ]
        });
        let entry = writer
            .put_records(LINEADDRESSCAPS::CALL_TREATMENT_LIST, treatments)
            .put_utf16_table(
                LINEADDRESSCAPS::COMPLETION_MSG_TEXT,
                self.completion.messages.iter().copied(),
            );
        writer
            .set_u32(LINEADDRESSCAPS::COMPLETION_MSG_TEXT_ENTRY_SIZE, entry)
            .put_utf16_nul(LINEADDRESSCAPS::ADDRESS, self.address)
            .put_utf16_list(LINEADDRESSCAPS::DEVICE_CLASSES, self.device_classes)
            .put_bytes(LINEADDRESSCAPS::DEV_SPECIFIC, self.dev_specific);
    }

    fn fill_calls(&self, writer: &mut StructWriter<'_, LINEADDRESSCAPS>) {
        let values = [
            (LINEADDRESSCAPS::LINE_DEVICE_ID, self.line_device_id),
            (LINEADDRESSCAPS::ADDRESS_SHARING, self.sharing.bits()),
            (LINEADDRESSCAPS::MAX_NUM_ACTIVE_CALLS, self.max_active_calls),
            (
                LINEADDRESSCAPS::MAX_NUM_ON_HOLD_CALLS,
                self.max_on_hold_calls,
            ),
            (
                LINEADDRESSCAPS::MAX_NUM_ON_HOLD_PENDING_CALLS,
                self.max_on_hold_pending_calls,
            ),
            (LINEADDRESSCAPS::MAX_NUM_CONFERENCE, self.max_conference),
            (
                LINEADDRESSCAPS::MAX_NUM_TRANS_CONF,
                self.max_transfer_conference,
            ),
            (LINEADDRESSCAPS::ADDR_CAP_FLAGS, self.flags.bits()),
            (LINEADDRESSCAPS::CALL_FEATURES, self.call_features.bits()),
            (
                LINEADDRESSCAPS::REMOVE_FROM_CONF_CAPS,
                self.remove_from_conference.value(),
            ),
            (
                LINEADDRESSCAPS::REMOVE_FROM_CONF_STATE,
                self.remove_from_conference_state.bits(),
            ),
            (LINEADDRESSCAPS::TRANSFER_MODES, self.transfer_modes.bits()),
            (LINEADDRESSCAPS::PARK_MODES, self.park_modes.bits()),
            (
                LINEADDRESSCAPS::ADDRESS_FEATURES,
                self.address_features.bits(),
            ),
            (
                LINEADDRESSCAPS::PREDICTIVE_AUTO_TRANSFER_STATES,
                self.predictive_auto_transfer_states.bits(),
            ),
            (
                LINEADDRESSCAPS::NUM_CALL_TREATMENTS,
                count(self.call_treatments.len()),
            ),
            (LINEADDRESSCAPS::MAX_CALL_DATA_SIZE, self.max_call_data_size),
            (LINEADDRESSCAPS::CALL_FEATURES2, self.call_features2.bits()),
            (
                LINEADDRESSCAPS::MAX_NO_ANSWER_TIMEOUT,
                self.max_no_answer_timeout,
            ),
            (
                LINEADDRESSCAPS::AVAILABLE_MEDIA_MODES,
                self.available_media_modes.bits(),
            ),
        ];
        for (field, value) in values {
            writer.set_u32(field, value);
        }
    }

    fn fill_states(&self, writer: &mut StructWriter<'_, LINEADDRESSCAPS>) {
        let parties = [
            (LINEADDRESSCAPS::CALLER_ID_FLAGS, self.caller_id),
            (LINEADDRESSCAPS::CALLED_ID_FLAGS, self.called_id),
            (LINEADDRESSCAPS::CONNECTED_ID_FLAGS, self.connected_id),
            (LINEADDRESSCAPS::REDIRECTION_ID_FLAGS, self.redirection_id),
            (LINEADDRESSCAPS::REDIRECTING_ID_FLAGS, self.redirecting_id),
        ];
        for (field, flags) in parties {
            writer.set_u32(field, flags.bits());
        }
        writer
            .set_u32(LINEADDRESSCAPS::ADDRESS_STATES, self.address_states.bits())
            .set_u32(
                LINEADDRESSCAPS::CALL_INFO_STATES,
                self.call_info_states.bits(),
            )
            .set_u32(LINEADDRESSCAPS::CALL_STATES, self.call_states.bits())
            .set_u32(
                LINEADDRESSCAPS::DIAL_TONE_MODES,
                self.dial_tone_modes.bits(),
            )
            .set_u32(LINEADDRESSCAPS::BUSY_MODES, self.busy_modes.bits())
            .set_u32(LINEADDRESSCAPS::SPECIAL_INFO, self.special_info.bits())
            .set_u32(
                LINEADDRESSCAPS::DISCONNECT_MODES,
                self.disconnect_modes.bits(),
            )
            .set_u32(
                LINEADDRESSCAPS::CONNECTED_MODES,
                self.connected_modes.bits(),
            )
            .set_u32(LINEADDRESSCAPS::OFFERING_MODES, self.offering_modes.bits());
    }

    fn fill_forward_and_completion(&self, writer: &mut StructWriter<'_, LINEADDRESSCAPS>) {
        let (forward, completion) = (self.forward, self.completion);
        writer
            .set_u32(LINEADDRESSCAPS::FORWARD_MODES, forward.modes.bits())
            .set_u32(LINEADDRESSCAPS::MAX_FORWARD_ENTRIES, forward.max_entries)
            .set_u32(
                LINEADDRESSCAPS::MAX_SPECIFIC_ENTRIES,
                forward.max_specific_entries,
            )
            .set_u32(LINEADDRESSCAPS::MIN_FWD_NUM_RINGS, forward.min_rings)
            .set_u32(LINEADDRESSCAPS::MAX_FWD_NUM_RINGS, forward.max_rings)
            .set_u32(LINEADDRESSCAPS::MAX_CALL_COMPLETIONS, completion.max)
            .set_u32(
                LINEADDRESSCAPS::CALL_COMPLETION_CONDS,
                completion.conditions.bits(),
            )
            .set_u32(
                LINEADDRESSCAPS::CALL_COMPLETION_MODES,
                completion.modes.bits(),
            )
            .set_u32(
                LINEADDRESSCAPS::NUM_COMPLETION_MESSAGES,
                count(completion.messages.len()),
            );
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
