//! The contents of `LINEDEVCAPS`.

use super::tables::Member;
use super::{DialParams, StructWriter, StructureError, Written};
use crate::flags::{
    LineAddressModes, LineAddressTypes, LineAnswerModes, LineBearerModes, LineCallHubTracking,
    LineDevCapFlags, LineDevStates, LineDevStatusFlags, LineDigitModes, LineFeatures,
    LineMediaModes, LineTermDevs, LineTermModes, LineTermSharing, LineToneModes,
};
use crate::ids::StringFormat;
use crate::layout::LINEDEVCAPS;
use crate::version::TspiVersion;

/// How many bytes of user-user information go with what, 0 for none: `dwUUI…Size`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct UserUserSizes {
    /// With accepting a call.
    pub accept: u32,
    /// With answering a call.
    pub answer: u32,
    /// With making a call.
    pub make_call: u32,
    /// With dropping a call.
    pub drop: u32,
    /// By themselves.
    pub send: u32,
    /// Received, in `LINECALLINFO`.
    pub call_info: u32,
}

/// What one terminal of a line is: `LINETERMCAPS` and its text. Page: `ns-tapi-linetermcaps`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineTerminal<'a> {
    /// The kind of device: one flag.
    pub device: LineTermDevs,
    /// What passes through it: one flag.
    pub modes: LineTermModes,
    /// How lines share it: one flag.
    pub sharing: LineTermSharing,
    /// What it is, for people to read.
    pub text: &'a str,
}

/// Capabilities of a line, as `TSPI_lineGetDevCaps` reports them.
///
/// The number of terminals comes from the array. TAPI adds `OPEN`, `CLOSE`, `REINIT` and `TRANSLATECHANGE` to the line
/// states afterwards. Page: `ns-tapi-linedevcaps`.
///
/// ```
/// use tspkit_abi::TspiVersion;
/// use tspkit_abi::structure::LineDevCaps;
///
/// let caps = LineDevCaps { line_name: "Desk 12", num_addresses: 1, ..LineDevCaps::default() };
/// let mut room = [0_u8; 512];
/// room[..4].copy_from_slice(&512_u32.to_le_bytes());
/// let written = caps.write(&mut room, TspiVersion::V2_0)?;
/// assert_eq!(written.used, 252 + 16);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineDevCaps<'a> {
    /// About the provider, for people to read.
    pub provider_info: &'a str,
    /// About the switch, for people to read.
    pub switch_info: &'a str,
    /// Number of the line that stays the same for ever.
    pub permanent_line_id: u32,
    /// Name of the line, as its user knows it.
    pub line_name: &'a str,
    /// How call parameters may name the address that a call is made from.
    pub address_modes: LineAddressModes,
    /// How many addresses the line has, numbered from 0.
    pub num_addresses: u32,
    /// Bearer modes that its calls can have.
    pub bearer_modes: LineBearerModes,
    /// The highest data rate, in bits per second.
    pub max_rate: u32,
    /// Media modes that its calls can have.
    pub media_modes: LineMediaModes,
    /// Tones that it can send.
    pub generate_tone_modes: LineToneModes,
    /// Frequencies in a tone to send, 0 if it cannot send one.
    pub generate_tone_max_frequencies: u32,
    /// Ways in which it can send digits.
    pub generate_digit_modes: LineDigitModes,
    /// Frequencies in a tone to hear, 0 if it cannot hear one.
    pub monitor_tone_max_frequencies: u32,
    /// Tones in a list of tones to hear.
    pub monitor_tone_max_entries: u32,
    /// Ways in which it can hear digits.
    pub monitor_digit_modes: LineDigitModes,
    /// The shortest and the longest time-out when digits are gathered, in milliseconds; 0 and 0 without time-outs.
    pub gather_digits_timeouts: (u32, u32),
    /// Entries in the media control lists of digits, media, tones and call states.
    pub media_control_list_sizes: [u32; 4],
    /// Flags.
    pub flags: LineDevCapFlags,
    /// Calls that can be active at a time.
    pub max_active_calls: u32,
    /// What answering does to another active call: one flag.
    pub answer_mode: LineAnswerModes,
    /// Ring modes, numbered from 1; 0 if it does not ring.
    pub ring_modes: u32,
    /// Changes that the line may report.
    pub line_states: LineDevStates,
    /// Limits of user-user information.
    pub user_user: UserUserSizes,
    /// The least of each time of dialling.
    pub min_dial_params: DialParams,
    /// The most of each time of dialling.
    pub max_dial_params: DialParams,
    /// The times of dialling when nobody chooses them.
    pub default_dial_params: DialParams,
    /// Each terminal, in the order of their ids.
    pub terminals: &'a [LineTerminal<'a>],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// Operations that can ever be possible.
    pub line_features: LineFeatures,
    /// Status flags that can be set.
    pub settable_dev_status: LineDevStatusFlags,
    /// Device classes that `TSPI_lineGetID` knows, such as `tapi/line`.
    pub device_classes: &'a [&'a str],
    /// Permanent GUID of the line, since 2.2; see [`guid_bytes`](super::guid_bytes).
    pub permanent_line_guid: [u8; 16],
    /// Kinds of address that can be called, since 3.0.
    pub address_types: LineAddressTypes,
    /// The protocol, since 3.0: `TAPIPROTOCOL_PSTN` and others of `tapi3.h`.
    pub protocol_guid: [u8; 16],
    /// How calls can be tracked, since 3.0.
    pub available_tracking: LineCallHubTracking,
}

impl LineDevCaps<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, LINEDEVCAPS>) {
        self.fill_line(writer);
        self.fill_tones_and_digits(writer);
        self.fill_calls(writer);
        self.fill_newer(writer);
        // Arrays go first: what starts after the fixed part and comes in fours stays aligned.
        let terminals = self.terminals.iter().flat_map(|terminal| {
            [
                Member::Number(terminal.device.bits()),
                Member::Number(terminal.modes.bits()),
                Member::Number(terminal.sharing.bits()),
            ]
        });
        let entry = writer
            .put_records(LINEDEVCAPS::TERMINAL_CAPS, terminals)
            .put_utf16_table(
                LINEDEVCAPS::TERMINAL_TEXT,
                self.terminals.iter().map(|terminal| terminal.text),
            );
        writer
            .set_u32(LINEDEVCAPS::TERMINAL_TEXT_ENTRY_SIZE, entry)
            .put_utf16_nul(LINEDEVCAPS::PROVIDER_INFO, self.provider_info)
            .put_utf16_nul(LINEDEVCAPS::SWITCH_INFO, self.switch_info)
            .put_utf16_nul(LINEDEVCAPS::LINE_NAME, self.line_name)
            .put_utf16_list(LINEDEVCAPS::DEVICE_CLASSES, self.device_classes)
            .put_bytes(LINEDEVCAPS::DEV_SPECIFIC, self.dev_specific);
    }

    fn fill_line(&self, writer: &mut StructWriter<'_, LINEDEVCAPS>) {
        let terminals = u32::try_from(self.terminals.len()).unwrap_or(u32::MAX);
        writer
            .set_u32(LINEDEVCAPS::PERMANENT_LINE_ID, self.permanent_line_id)
            .set_u32(LINEDEVCAPS::STRING_FORMAT, StringFormat::UNICODE.value())
            .set_u32(LINEDEVCAPS::ADDRESS_MODES, self.address_modes.bits())
            .set_u32(LINEDEVCAPS::NUM_ADDRESSES, self.num_addresses)
            .set_u32(LINEDEVCAPS::BEARER_MODES, self.bearer_modes.bits())
            .set_u32(LINEDEVCAPS::MAX_RATE, self.max_rate)
            .set_u32(LINEDEVCAPS::MEDIA_MODES, self.media_modes.bits())
            .set_u32(LINEDEVCAPS::DEV_CAP_FLAGS, self.flags.bits())
            .set_u32(LINEDEVCAPS::RING_MODES, self.ring_modes)
            .set_u32(LINEDEVCAPS::LINE_STATES, self.line_states.bits())
            .set_u32(LINEDEVCAPS::NUM_TERMINALS, terminals)
            .set_u32(LINEDEVCAPS::LINE_FEATURES, self.line_features.bits())
            .set_u32(
                LINEDEVCAPS::SETTABLE_DEV_STATUS,
                self.settable_dev_status.bits(),
            );
    }

    fn fill_tones_and_digits(&self, writer: &mut StructWriter<'_, LINEDEVCAPS>) {
        let (shortest, longest) = self.gather_digits_timeouts;
        let [digits, media, tones, call_states] = self.media_control_list_sizes;
        let values = [
            (
                LINEDEVCAPS::GENERATE_TONE_MODES,
                self.generate_tone_modes.bits(),
            ),
            (
                LINEDEVCAPS::GENERATE_TONE_MAX_NUM_FREQ,
                self.generate_tone_max_frequencies,
            ),
            (
                LINEDEVCAPS::GENERATE_DIGIT_MODES,
                self.generate_digit_modes.bits(),
            ),
            (
                LINEDEVCAPS::MONITOR_TONE_MAX_NUM_FREQ,
                self.monitor_tone_max_frequencies,
            ),
            (
                LINEDEVCAPS::MONITOR_TONE_MAX_NUM_ENTRIES,
                self.monitor_tone_max_entries,
            ),
            (
                LINEDEVCAPS::MONITOR_DIGIT_MODES,
                self.monitor_digit_modes.bits(),
            ),
            (LINEDEVCAPS::GATHER_DIGITS_MIN_TIMEOUT, shortest),
            (LINEDEVCAPS::GATHER_DIGITS_MAX_TIMEOUT, longest),
            (LINEDEVCAPS::MED_CTL_DIGIT_MAX_LIST_SIZE, digits),
            (LINEDEVCAPS::MED_CTL_MEDIA_MAX_LIST_SIZE, media),
            (LINEDEVCAPS::MED_CTL_TONE_MAX_LIST_SIZE, tones),
            (LINEDEVCAPS::MED_CTL_CALL_STATE_MAX_LIST_SIZE, call_states),
        ];
        for (field, value) in values {
            writer.set_u32(field, value);
        }
    }

    fn fill_calls(&self, writer: &mut StructWriter<'_, LINEDEVCAPS>) {
        let limits = self.user_user;
        writer
            .set_u32(LINEDEVCAPS::MAX_NUM_ACTIVE_CALLS, self.max_active_calls)
            .set_u32(LINEDEVCAPS::ANSWER_MODE, self.answer_mode.bits())
            .set_u32(LINEDEVCAPS::UUI_ACCEPT_SIZE, limits.accept)
            .set_u32(LINEDEVCAPS::UUI_ANSWER_SIZE, limits.answer)
            .set_u32(LINEDEVCAPS::UUI_MAKE_CALL_SIZE, limits.make_call)
            .set_u32(LINEDEVCAPS::UUI_DROP_SIZE, limits.drop)
            .set_u32(LINEDEVCAPS::UUI_SEND_USER_USER_INFO_SIZE, limits.send)
            .set_u32(LINEDEVCAPS::UUI_CALL_INFO_SIZE, limits.call_info)
            .set_block(
                LINEDEVCAPS::MIN_DIAL_PARAMS,
                self.min_dial_params.to_bytes(),
            )
            .set_block(
                LINEDEVCAPS::MAX_DIAL_PARAMS,
                self.max_dial_params.to_bytes(),
            )
            .set_block(
                LINEDEVCAPS::DEFAULT_DIAL_PARAMS,
                self.default_dial_params.to_bytes(),
            );
    }

    fn fill_newer(&self, writer: &mut StructWriter<'_, LINEDEVCAPS>) {
        writer
            .set_block(LINEDEVCAPS::PERMANENT_LINE_GUID, self.permanent_line_guid)
            .set_u32(LINEDEVCAPS::ADDRESS_TYPES, self.address_types.bits())
            .set_block(LINEDEVCAPS::PROTOCOL_GUID, self.protocol_guid)
            .set_u32(
                LINEDEVCAPS::AVAILABLE_TRACKING,
                self.available_tracking.bits(),
            );
    }
}
