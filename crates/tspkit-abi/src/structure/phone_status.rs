//! The contents of `PHONESTATUS`.

use super::{StructWriter, StructureError, Written};
use crate::flags::{HookSwitchModes, LampModes, PhoneFeatures, PhoneStatusFlags};
use crate::layout::PHONESTATUS;
use crate::version::TspiVersion;

/// What one hookswitch device of a phone does now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HookSwitchStatus {
    /// Position of the hookswitch: one mode.
    pub mode: HookSwitchModes,
    /// Volume from 0 (silent) to 0xFFFF.
    pub volume: u32,
    /// Gain from 0 (silent) to 0xFFFF.
    pub gain: u32,
}

/// Status of an opened phone, as `TSPI_phoneGetStatus` reports it.
///
/// Owners, monitors and the owner's name are TAPI's and stay as they are in the structure.
/// Page: `ns-tapi-phonestatus`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PhoneStatus<'a> {
    /// Whether the phone is connected or suspended.
    pub flags: PhoneStatusFlags,
    /// Ring mode, 0 when it does not ring.
    pub ring_mode: u32,
    /// Ring volume from 0 (silent) to 0xFFFF.
    pub ring_volume: u32,
    /// The handset.
    pub handset: HookSwitchStatus,
    /// The speakerphone.
    pub speaker: HookSwitchStatus,
    /// The headset.
    pub headset: HookSwitchStatus,
    /// What the display shows.
    pub display: &'a str,
    /// Mode of each lamp, in the order of their ids.
    pub lamp_modes: &'a [LampModes],
    /// The provider's own data.
    pub dev_specific: &'a [u8],
    /// Operations that are possible now.
    pub phone_features: PhoneFeatures,
}

impl PhoneStatus<'_> {
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
    pub fn fill(&self, writer: &mut StructWriter<'_, PHONESTATUS>) {
        let (handset, speaker, headset) = (self.handset, self.speaker, self.headset);
        writer
            .set_u32(PHONESTATUS::STATUS_FLAGS, self.flags.bits())
            .set_u32(PHONESTATUS::RING_MODE, self.ring_mode)
            .set_u32(PHONESTATUS::RING_VOLUME, self.ring_volume)
            .set_u32(PHONESTATUS::HANDSET_HOOK_SWITCH_MODE, handset.mode.bits())
            .set_u32(PHONESTATUS::HANDSET_VOLUME, handset.volume)
            .set_u32(PHONESTATUS::HANDSET_GAIN, handset.gain)
            .set_u32(PHONESTATUS::SPEAKER_HOOK_SWITCH_MODE, speaker.mode.bits())
            .set_u32(PHONESTATUS::SPEAKER_VOLUME, speaker.volume)
            .set_u32(PHONESTATUS::SPEAKER_GAIN, speaker.gain)
            .set_u32(PHONESTATUS::HEADSET_HOOK_SWITCH_MODE, headset.mode.bits())
            .set_u32(PHONESTATUS::HEADSET_VOLUME, headset.volume)
            .set_u32(PHONESTATUS::HEADSET_GAIN, headset.gain)
            .set_u32(PHONESTATUS::PHONE_FEATURES, self.phone_features.bits())
            .put_u32s(
                PHONESTATUS::LAMP_MODES,
                self.lamp_modes.iter().map(LampModes::bits),
            )
            .put_utf16_nul(PHONESTATUS::DISPLAY, self.display)
            .put_bytes(PHONESTATUS::DEV_SPECIFIC, self.dev_specific);
    }
}
