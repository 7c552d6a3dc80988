//! Which states and features belong to which hookswitch device.

use super::{HookSwitchDevices, PhoneFeatures, PhoneStates};

/// Of three flags, for handset, speaker and headset, those whose device is in a set.
macro_rules! by_device {
    ($($(#[$doc:meta])* $name:ident: $flags:ident { $handset:ident, $speaker:ident, $headset:ident })+) => {
        impl HookSwitchDevices {
            $(
                $(#[$doc])*
                ///
                /// One for each device in the set; none for a bit that no device has.
                #[must_use]
                pub const fn $name(self) -> $flags {
                    let mut flags = $flags::empty();
                    if self.contains(Self::HANDSET) {
                        flags = flags.union($flags::$handset);
                    }
                    if self.contains(Self::SPEAKER) {
                        flags = flags.union($flags::$speaker);
                    }
                    if self.contains(Self::HEADSET) {
                        flags = flags.union($flags::$headset);
                    }
                    flags
                }
            )+
        }
    };
}

by_device! {
    /// The states that tell of a changed hookswitch.
    ///
    /// ```
    /// use tspkit_abi::{HookSwitchDevices, PhoneStates};
    ///
    /// let devices = HookSwitchDevices::HANDSET | HookSwitchDevices::HEADSET;
    /// let states = PhoneStates::HANDSETHOOKSWITCH | PhoneStates::HEADSETHOOKSWITCH;
    /// assert_eq!(devices.hookswitch_states(), states);
    /// ```
    hookswitch_states: PhoneStates { HANDSETHOOKSWITCH, SPEAKERHOOKSWITCH, HEADSETHOOKSWITCH }
    /// The states that tell of a changed volume.
    volume_states: PhoneStates { HANDSETVOLUME, SPEAKERVOLUME, HEADSETVOLUME }
    /// The states that tell of a changed gain.
    gain_states: PhoneStates { HANDSETGAIN, SPEAKERGAIN, HEADSETGAIN }
    /// The features of asking for the hookswitch.
    get_hookswitch_features: PhoneFeatures {
        GETHOOKSWITCHHANDSET, GETHOOKSWITCHSPEAKER, GETHOOKSWITCHHEADSET
    }
    /// The features of setting the hookswitch.
    set_hookswitch_features: PhoneFeatures {
        SETHOOKSWITCHHANDSET, SETHOOKSWITCHSPEAKER, SETHOOKSWITCHHEADSET
    }
    /// The features of asking for the volume.
    get_volume_features: PhoneFeatures { GETVOLUMEHANDSET, GETVOLUMESPEAKER, GETVOLUMEHEADSET }
    /// The features of setting the volume.
    set_volume_features: PhoneFeatures { SETVOLUMEHANDSET, SETVOLUMESPEAKER, SETVOLUMEHEADSET }
    /// The features of asking for the gain.
    get_gain_features: PhoneFeatures { GETGAINHANDSET, GETGAINSPEAKER, GETGAINHEADSET }
    /// The features of setting the gain.
    set_gain_features: PhoneFeatures { SETGAINHANDSET, SETGAINSPEAKER, SETGAINHEADSET }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_flag_s_name_is_that_of_its_device() {
        let devices = [
            (HookSwitchDevices::HANDSET, "HANDSET"),
            (HookSwitchDevices::SPEAKER, "SPEAKER"),
            (HookSwitchDevices::HEADSET, "HEADSET"),
        ];
        let name = |names: &[(&'static str, u32)], bits: u32| {
            let found = names.iter().find(|(_, each)| *each == bits);
            found.map(|(name, _)| *name).expect("one flag")
        };
        for (device, word) in devices {
            for (states, what) in [
                (device.hookswitch_states(), "HOOKSWITCH"),
                (device.volume_states(), "VOLUME"),
                (device.gain_states(), "GAIN"),
            ] {
                let expected = format!("PHONESTATE_{word}{what}");
                assert_eq!(name(PhoneStates::NAMES, states.bits()), expected);
            }
            for (features, what) in [
                (device.get_hookswitch_features(), "GETHOOKSWITCH"),
                (device.set_hookswitch_features(), "SETHOOKSWITCH"),
                (device.get_volume_features(), "GETVOLUME"),
                (device.set_volume_features(), "SETVOLUME"),
                (device.get_gain_features(), "GETGAIN"),
                (device.set_gain_features(), "SETGAIN"),
            ] {
                let expected = format!("PHONEFEATURE_{what}{word}");
                assert_eq!(name(PhoneFeatures::NAMES, features.bits()), expected);
            }
        }
    }

    #[test]
    fn what_is_no_device_has_no_flags() {
        let none = HookSwitchDevices::from_bits_retain(0x8000_0000);
        assert!(none.hookswitch_states().is_empty());
        assert!(none.set_gain_features().is_empty());
    }
}
