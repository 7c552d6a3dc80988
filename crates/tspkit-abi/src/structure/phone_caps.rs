//! The contents of `PHONECAPS`.

use super::{StructWriter, StructureError, Written};
use crate::flags::{
    ButtonModes, HookSwitchDevices, HookSwitchModes, LampModes, PhoneFeatures, PhoneStates,
};
use crate::ids::{ButtonFunction, StringFormat};
use crate::layout::PHONECAPS;
use crate::version::TspiVersion;

/// What one hookswitch device of a phone can do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HookSwitchCaps {
    /// Modes that the device can be in.
    pub modes: HookSwitchModes,
    /// Modes that can be set, since 2.0.
    pub settable: HookSwitchModes,
    /// Modes that are noticed, since 2.0.
    pub monitored: HookSwitchModes,
}

/// Capabilities of a phone, as `TSPI_phoneGetDevCaps` reports them.
///
/// The counts of data areas and of buttons and lamps come from the arrays; features are as given, and
/// should name `SETDATA` and `GETDATA` only where there are areas. Page: `ns-tapi-phonecaps`.
///
/// ```
/// use tspkit_abi::TspiVersion;
/// use tspkit_abi::structure::PhoneCaps;
///
/// let caps = PhoneCaps { phone_name: "Desk 12", set_data: &[4096], ..PhoneCaps::default() };
/// let mut room = [0_u8; 256];
/// room[..4].copy_from_slice(&256_u32.to_le_bytes());
/// let written = caps.write(&mut room, TspiVersion::V2_0)?;
/// assert_eq!(written.used, 180 + 4 + 16);
/// # Ok::<(), tspkit_abi::structure::StructureError>(())
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PhoneCaps<'a> {
    /// About the provider, for people to read.
    pub provider_info: &'a str,
    /// About the phone, for people to read.
    pub phone_info: &'a str,
    /// Number of the phone that stays the same for ever.
    pub permanent_phone_id: u32,
    /// Name of the phone, as its user knows it.
    pub phone_name: &'a str,
    /// Changes that the phone may report.
    pub phone_states: PhoneStates,
    /// Hookswitch devices that there are.
    pub hook_switch_devices: HookSwitchDevices,
    /// The handset.
    pub handset: HookSwitchCaps,
    /// The speakerphone.
    pub speaker: HookSwitchCaps,
    /// The headset.
    pub headset: HookSwitchCaps,
    /// Devices whose volume can be set.
    pub volume: HookSwitchDevices,
    /// Devices whose gain can be set.
    pub gain: HookSwitchDevices,
    /// Rows of the display, 0 without one.
    pub display_rows: u32,
    /// Columns of the display, 0 without one.
    pub display_columns: u32,
    /// Ring modes, numbered from 1; 0 without a ringer.
    pub ring_modes: u32,
    /// Kind of each button, in the order of their ids.
    pub button_modes: &'a [ButtonModes],
    /// Function of each button, in the order of their ids.
    pub button_functions: &'a [ButtonFunction],
    /// Modes of each lamp, in the order of their ids.
    pub lamp_modes: &'a [LampModes],
    /// Size in bytes of each area that data can be downloaded to, in the order of their ids.
    pub set_data: &'a [u32],
    /// Size in bytes of each area that data can be uploaded from, in the order of their ids.
    pub get_data: &'a [u32],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// Device classes that `TSPI_phoneGetID` knows, such as `tapi/phone`.
    pub device_classes: &'a [&'a str],
    /// Operations that can ever be possible.
    pub phone_features: PhoneFeatures,
    /// Permanent GUID of the phone, since 2.2; see [`guid_bytes`](super::guid_bytes).
    pub permanent_phone_guid: [u8; 16],
}

impl PhoneCaps<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, PHONECAPS>) {
        self.fill_fixed(writer);
        self.fill_switches(writer);
        // Arrays go first: what starts after the fixed part and comes in fours stays aligned.
        writer
            .put_u32s(PHONECAPS::SET_DATA, self.set_data.iter().copied())
            .put_u32s(PHONECAPS::GET_DATA, self.get_data.iter().copied())
            .put_u32s(
                PHONECAPS::BUTTON_MODES,
                self.button_modes.iter().map(ButtonModes::bits),
            )
            .put_u32s(
                PHONECAPS::BUTTON_FUNCTIONS,
                self.button_functions
                    .iter()
                    .map(|function| function.value()),
            )
            .put_u32s(
                PHONECAPS::LAMP_MODES,
                self.lamp_modes.iter().map(LampModes::bits),
            )
            .put_utf16_nul(PHONECAPS::PROVIDER_INFO, self.provider_info)
            .put_utf16_nul(PHONECAPS::PHONE_INFO, self.phone_info)
            .put_utf16_nul(PHONECAPS::PHONE_NAME, self.phone_name)
            .put_utf16_list(PHONECAPS::DEVICE_CLASSES, self.device_classes)
            .put_bytes(PHONECAPS::DEV_SPECIFIC, self.dev_specific);
    }

    fn fill_fixed(&self, writer: &mut StructWriter<'_, PHONECAPS>) {
        let lamps_and_buttons = [
            self.button_modes.len(),
            self.button_functions.len(),
            self.lamp_modes.len(),
        ];
        writer
            .set_u32(PHONECAPS::PERMANENT_PHONE_ID, self.permanent_phone_id)
            .set_u32(PHONECAPS::STRING_FORMAT, StringFormat::UNICODE.value())
            .set_u32(PHONECAPS::PHONE_STATES, self.phone_states.bits())
            .set_u32(PHONECAPS::DISPLAY_NUM_ROWS, self.display_rows)
            .set_u32(PHONECAPS::DISPLAY_NUM_COLUMNS, self.display_columns)
            .set_u32(PHONECAPS::NUM_RING_MODES, self.ring_modes)
            .set_u32(
                PHONECAPS::NUM_BUTTON_LAMPS,
                count(lamps_and_buttons.into_iter().max().unwrap_or(0)),
            )
            .set_u32(PHONECAPS::NUM_SET_DATA, count(self.set_data.len()))
            .set_u32(PHONECAPS::NUM_GET_DATA, count(self.get_data.len()))
            .set_u32(PHONECAPS::PHONE_FEATURES, self.phone_features.bits())
            .set_block(PHONECAPS::PERMANENT_PHONE_GUID, self.permanent_phone_guid);
    }

    fn fill_switches(&self, writer: &mut StructWriter<'_, PHONECAPS>) {
        let (handset, speaker, headset) = (self.handset, self.speaker, self.headset);
        let values = [
            (PHONECAPS::HOOK_SWITCH_DEVS, self.hook_switch_devices.bits()),
            (PHONECAPS::VOLUME_FLAGS, self.volume.bits()),
            (PHONECAPS::GAIN_FLAGS, self.gain.bits()),
            (PHONECAPS::HANDSET_HOOK_SWITCH_MODES, handset.modes.bits()),
            (PHONECAPS::SPEAKER_HOOK_SWITCH_MODES, speaker.modes.bits()),
            (PHONECAPS::HEADSET_HOOK_SWITCH_MODES, headset.modes.bits()),
            (
                PHONECAPS::SETTABLE_HANDSET_HOOK_SWITCH_MODES,
                handset.settable.bits(),
            ),
            (
                PHONECAPS::SETTABLE_SPEAKER_HOOK_SWITCH_MODES,
                speaker.settable.bits(),
            ),
            (
                PHONECAPS::SETTABLE_HEADSET_HOOK_SWITCH_MODES,
                headset.settable.bits(),
            ),
            (
                PHONECAPS::MONITORED_HANDSET_HOOK_SWITCH_MODES,
                handset.monitored.bits(),
            ),
            (
                PHONECAPS::MONITORED_SPEAKER_HOOK_SWITCH_MODES,
                speaker.monitored.bits(),
            ),
            (
                PHONECAPS::MONITORED_HEADSET_HOOK_SWITCH_MODES,
                headset.monitored.bits(),
            ),
        ];
        for (field, value) in values {
            writer.set_u32(field, value);
        }
    }
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}
