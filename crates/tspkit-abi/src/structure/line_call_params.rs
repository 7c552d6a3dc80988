//! What an application asks of a new call: `LINECALLPARAMS`.

use super::{DialParams, StructReader, StructureError, Utf16Text};
use crate::flags::{
    LineAddressModes, LineAddressTypes, LineBearerModes, LineCallParamFlags, LineCallStates,
    LineMediaModes,
};
use crate::layout::LINECALLPARAMS;
use crate::version::TspiVersion;

/// Parameters of a new call, as `TSPI_lineMakeCall` and others are given them.
///
/// Everything lies where the caller put it: take a copy before the call returns. The default is what a null pointer
/// stands for, a voice call with nothing else. Flags hold whatever bits there are. Page: `ns-tapi-linecallparams`.
///
/// ```
/// use tspkit_abi::layout::LINECALLPARAMS;
/// use tspkit_abi::structure::{LineCallParams, StructWriter};
/// use tspkit_abi::{LineError, TspiVersion};
///
/// let mut bytes = vec![0_u8; 200];
/// bytes[0] = 200;
/// let mut writer = StructWriter::<LINECALLPARAMS>::new(&mut bytes, TspiVersion::V3_1)?;
/// writer.put_bytes(LINECALLPARAMS::USER_USER_INFO, b"\x04hello");
/// writer.finish();
/// let params = LineCallParams::read(&bytes, TspiVersion::V3_1)?;
/// assert_eq!(params.user_user_info, b"\x04hello");
///
/// bytes[80] = 255; // dwUserUserInfoSize: more than there is
/// let error = LineCallParams::read(&bytes, TspiVersion::V3_1).unwrap_err();
/// assert_eq!(LineError::from(error), LineError::InvalCallParams);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineCallParams<'a> {
    /// Bearer mode: one flag, `VOICE` where the caller left it open.
    pub bearer_mode: LineBearerModes,
    /// The lowest data rate wanted, in bits per second.
    pub min_rate: u32,
    /// The highest data rate wanted, in bits per second; 0: the line's highest.
    pub max_rate: u32,
    /// Media mode: one flag, `INTERACTIVEVOICE` where the caller left it open.
    pub media_mode: LineMediaModes,
    /// Flags.
    pub flags: LineCallParamFlags,
    /// How the address that the call is made from is named: one flag, or none.
    pub address_mode: LineAddressModes,
    /// That address, if it is named by its id.
    pub address_id: u32,
    /// Times of dialling; 0: the line's default.
    pub dial_params: DialParams,
    /// The address that the call is made from, if it is named by its number.
    pub orig_address: Utf16Text<'a>,
    /// The called number in a form for people.
    pub displayable_address: Utf16Text<'a>,
    /// Who is called, for people.
    pub called_party: Utf16Text<'a>,
    /// A comment on the call.
    pub comment: Utf16Text<'a>,
    /// User-user information; a protocol discriminator, if there is one, is its first byte.
    pub user_user_info: &'a [u8],
    /// High level compatibility, as Q.931 codes it.
    pub high_level_comp: &'a [u8],
    /// Low level compatibility, as Q.931 codes it.
    pub low_level_comp: &'a [u8],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// States in which the call is to be transferred by itself, none without.
    pub predictive_auto_transfer_states: LineCallStates,
    /// Where to.
    pub target_address: Utf16Text<'a>,
    /// A `FLOWSPEC` and what follows it, for what is sent.
    pub sending_flowspec: &'a [u8],
    /// A `FLOWSPEC` and what follows it, for what is received.
    pub receiving_flowspec: &'a [u8],
    /// The device class that the configuration is for.
    pub device_class: Utf16Text<'a>,
    /// A configuration, as `TSPI_lineGetDevConfig` gave it; empty: the device's own.
    pub device_config: &'a [u8],
    /// Call data.
    pub call_data: &'a [u8],
    /// After how many seconds without an answer the call is to be given up; 0: never.
    pub no_answer_timeout: u32,
    /// Who calls, to be told to the called party.
    pub calling_party_id: Utf16Text<'a>,
    /// Kind of the called address, since 3.0: one flag, or none.
    pub address_type: LineAddressTypes,
}

impl Default for LineCallParams<'_> {
    fn default() -> Self {
        let nothing = Utf16Text::new(&[]);
        Self {
            bearer_mode: LineBearerModes::VOICE,
            min_rate: 0,
            max_rate: 0,
            media_mode: LineMediaModes::INTERACTIVEVOICE,
            flags: LineCallParamFlags::empty(),
            address_mode: LineAddressModes::empty(),
            address_id: 0,
            dial_params: DialParams::default(),
            orig_address: nothing,
            displayable_address: nothing,
            called_party: nothing,
            comment: nothing,
            user_user_info: &[],
            high_level_comp: &[],
            low_level_comp: &[],
            dev_specific: &[],
            predictive_auto_transfer_states: LineCallStates::empty(),
            target_address: nothing,
            sending_flowspec: &[],
            receiving_flowspec: &[],
            device_class: nothing,
            device_config: &[],
            call_data: &[],
            no_answer_timeout: 0,
            calling_party_id: nothing,
            address_type: LineAddressTypes::empty(),
        }
    }
}

impl<'a> LineCallParams<'a> {
    /// Reads a caller's structure, of which nothing is copied.
    ///
    /// Every size and offset is checked, also those of fields that the provider will not use. A field of size 0 is
    /// empty wherever it points; two fields may share bytes. Of a version before 3.0 there is no kind of address.
    ///
    /// # Errors
    ///
    /// [`StructureError::TooSmall`] and [`StructureError::Truncated`], which become `LINEERR_STRUCTURETOOSMALL`;
    /// [`StructureError::FieldOutside`] for the first field that is not wholly in the variable part, which becomes
    /// `LINEERR_INVALCALLPARAMS`.
    pub fn read(bytes: &'a [u8], version: TspiVersion) -> Result<Self, StructureError> {
        let reader = StructReader::<LINECALLPARAMS>::new(bytes, version)?;
        reader.validate()?;
        let number = |field| reader.u32(field).unwrap_or(0);
        let data = |field| reader.bytes(field);
        let text = |field| reader.bytes(field).map(Utf16Text::new);
        let default = Self::default();
        let bearer_mode = LineBearerModes::from_bits_retain(number(LINECALLPARAMS::BEARER_MODE));
        let media_mode = LineMediaModes::from_bits_retain(number(LINECALLPARAMS::MEDIA_MODE));
        Ok(Self {
            bearer_mode: if bearer_mode.is_empty() {
                default.bearer_mode
            } else {
                bearer_mode
            },
            min_rate: number(LINECALLPARAMS::MIN_RATE),
            max_rate: number(LINECALLPARAMS::MAX_RATE),
            media_mode: if media_mode.is_empty() {
                default.media_mode
            } else {
                media_mode
            },
            flags: LineCallParamFlags::from_bits_retain(number(LINECALLPARAMS::CALL_PARAM_FLAGS)),
            address_mode: LineAddressModes::from_bits_retain(number(LINECALLPARAMS::ADDRESS_MODE)),
            address_id: number(LINECALLPARAMS::ADDRESS_ID),
            dial_params: reader
                .block(LINECALLPARAMS::DIAL_PARAMS)
                .map(DialParams::from_bytes)
                .unwrap_or_default(),
            orig_address: text(LINECALLPARAMS::ORIG_ADDRESS)?,
            displayable_address: text(LINECALLPARAMS::DISPLAYABLE_ADDRESS)?,
            called_party: text(LINECALLPARAMS::CALLED_PARTY)?,
            comment: text(LINECALLPARAMS::COMMENT)?,
            user_user_info: data(LINECALLPARAMS::USER_USER_INFO)?,
            high_level_comp: data(LINECALLPARAMS::HIGH_LEVEL_COMP)?,
            low_level_comp: data(LINECALLPARAMS::LOW_LEVEL_COMP)?,
            dev_specific: data(LINECALLPARAMS::DEV_SPECIFIC)?,
            predictive_auto_transfer_states: LineCallStates::from_bits_retain(number(
                LINECALLPARAMS::PREDICTIVE_AUTO_TRANSFER_STATES,
            )),
            target_address: text(LINECALLPARAMS::TARGET_ADDRESS)?,
            sending_flowspec: data(LINECALLPARAMS::SENDING_FLOWSPEC)?,
            receiving_flowspec: data(LINECALLPARAMS::RECEIVING_FLOWSPEC)?,
            device_class: text(LINECALLPARAMS::DEVICE_CLASS)?,
            device_config: data(LINECALLPARAMS::DEVICE_CONFIG)?,
            call_data: data(LINECALLPARAMS::CALL_DATA)?,
            no_answer_timeout: number(LINECALLPARAMS::NO_ANSWER_TIMEOUT),
            calling_party_id: text(LINECALLPARAMS::CALLING_PARTY_ID)?,
            address_type: LineAddressTypes::from_bits_retain(number(LINECALLPARAMS::ADDRESS_TYPE)),
        })
    }
}
