//! The contents of `PHONEBUTTONINFO`, which travels both ways.

use super::{StructReader, StructWriter, StructureError, Written};
use crate::flags::{ButtonModes, ButtonStates};
use crate::ids::ButtonFunction;
use crate::layout::PHONEBUTTONINFO;
use crate::version::TspiVersion;

/// What a button does, as `TSPI_phoneGetButtonInfo` reports and `TSPI_phoneSetButtonInfo` sets it.
///
/// The button state is read only. Page: `ns-tapi-phonebuttoninfo`.
///
/// ```
/// use tspkit_abi::structure::PhoneButtonInfo;
/// use tspkit_abi::{ButtonFunction, ButtonModes, TspiVersion};
///
/// let hold = PhoneButtonInfo {
///     mode: ButtonModes::FEATURE,
///     function: ButtonFunction::HOLD,
///     text: "Hold".into(),
///     ..PhoneButtonInfo::default()
/// };
/// let mut room = [0_u8; 64];
/// room[0] = 64;
/// hold.write(&mut room, TspiVersion::V3_1)?;
/// assert_eq!(PhoneButtonInfo::read(&room, TspiVersion::V3_1)?, hold);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhoneButtonInfo {
    /// Kind of the button.
    pub mode: ButtonModes,
    /// What it does.
    pub function: ButtonFunction,
    /// What is written beside it.
    pub text: String,
    /// The provider's own data.
    pub dev_specific: Vec<u8>,
    /// Whether it is pressed.
    pub state: ButtonStates,
}

impl PhoneButtonInfo {
    /// Reads a caller's structure.
    ///
    /// # Errors
    ///
    /// As [`StructReader::new`] and [`StructReader::bytes`].
    pub fn read(bytes: &[u8], version: TspiVersion) -> Result<Self, StructureError> {
        let reader = StructReader::<PHONEBUTTONINFO>::new(bytes, version)?;
        let number = |field| reader.u32(field).unwrap_or(0);
        Ok(Self {
            mode: ButtonModes::from_bits_retain(number(PHONEBUTTONINFO::BUTTON_MODE)),
            function: ButtonFunction::new(number(PHONEBUTTONINFO::BUTTON_FUNCTION)),
            text: reader.text(PHONEBUTTONINFO::BUTTON_TEXT)?,
            dev_specific: reader.bytes(PHONEBUTTONINFO::DEV_SPECIFIC)?.to_vec(),
            state: ButtonStates::from_bits_retain(number(PHONEBUTTONINFO::BUTTON_STATE)),
        })
    }

    /// Writes everything into the caller's structure.
    ///
    /// # Errors
    ///
    /// As [`StructWriter::new`]. Too little room for the variable fields is no error.
    pub fn write(&self, bytes: &mut [u8], version: TspiVersion) -> Result<Written, StructureError> {
        let mut writer = StructWriter::<PHONEBUTTONINFO>::new(bytes, version)?;
        writer
            .set_u32(PHONEBUTTONINFO::BUTTON_MODE, self.mode.bits())
            .set_u32(PHONEBUTTONINFO::BUTTON_FUNCTION, self.function.value())
            .set_u32(PHONEBUTTONINFO::BUTTON_STATE, self.state.bits())
            .put_utf16_nul(PHONEBUTTONINFO::BUTTON_TEXT, &self.text)
            .put_bytes(PHONEBUTTONINFO::DEV_SPECIFIC, &self.dev_specific);
        Ok(writer.finish())
    }
}
