//! The structures of phones, and the string that both sides share.

use core::mem::offset_of;

use windows_sys::Win32::Devices::Tapi as api;

super::define::structure! {
    /// Capabilities of a phone. Pages: `ns-tapi-phonecaps`, `nf-tspi-tspi_phonegetdevcaps`.
    PHONECAPS, reports_sizes true,
    sizes { v2_0: offset_of!(api::PHONECAPS, PermanentPhoneGuid), v2_2: size_of::<api::PHONECAPS>(), v3_0: size_of::<api::PHONECAPS>() };
    in api::PHONECAPS {
        dwords {
            PERMANENT_PHONE_ID = dwPermanentPhoneID;
            STRING_FORMAT = dwStringFormat;
            PHONE_STATES = dwPhoneStates;
            HOOK_SWITCH_DEVS = dwHookSwitchDevs;
            HANDSET_HOOK_SWITCH_MODES = dwHandsetHookSwitchModes;
            SPEAKER_HOOK_SWITCH_MODES = dwSpeakerHookSwitchModes;
            HEADSET_HOOK_SWITCH_MODES = dwHeadsetHookSwitchModes;
            VOLUME_FLAGS = dwVolumeFlags;
            GAIN_FLAGS = dwGainFlags;
            DISPLAY_NUM_ROWS = dwDisplayNumRows;
            DISPLAY_NUM_COLUMNS = dwDisplayNumColumns;
            NUM_RING_MODES = dwNumRingModes;
            NUM_BUTTON_LAMPS = dwNumButtonLamps;
            NUM_SET_DATA = dwNumSetData;
            NUM_GET_DATA = dwNumGetData;
            PHONE_FEATURES = dwPhoneFeatures;
            SETTABLE_HANDSET_HOOK_SWITCH_MODES = dwSettableHandsetHookSwitchModes;
            SETTABLE_SPEAKER_HOOK_SWITCH_MODES = dwSettableSpeakerHookSwitchModes;
            SETTABLE_HEADSET_HOOK_SWITCH_MODES = dwSettableHeadsetHookSwitchModes;
            MONITORED_HANDSET_HOOK_SWITCH_MODES = dwMonitoredHandsetHookSwitchModes;
            MONITORED_SPEAKER_HOOK_SWITCH_MODES = dwMonitoredSpeakerHookSwitchModes;
            MONITORED_HEADSET_HOOK_SWITCH_MODES = dwMonitoredHeadsetHookSwitchModes;
        }
        blocks {
            PERMANENT_PHONE_GUID = PermanentPhoneGuid;
        }
        pairs {
            PROVIDER_INFO = dwProviderInfoSize dwProviderInfoOffset;
            PHONE_INFO = dwPhoneInfoSize dwPhoneInfoOffset;
            PHONE_NAME = dwPhoneNameSize dwPhoneNameOffset;
            BUTTON_MODES = dwButtonModesSize dwButtonModesOffset;
            BUTTON_FUNCTIONS = dwButtonFunctionsSize dwButtonFunctionsOffset;
            LAMP_MODES = dwLampModesSize dwLampModesOffset;
            SET_DATA = dwSetDataSize dwSetDataOffset;
            GET_DATA = dwGetDataSize dwGetDataOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
            DEVICE_CLASSES = dwDeviceClassesSize dwDeviceClassesOffset;
        }
    }
}

super::define::structure! {
    /// Status of an opened phone. Pages: `ns-tapi-phonestatus`, `nf-tspi-tspi_phonegetstatus`.
    PHONESTATUS, reports_sizes true,
    sizes { v2_0: size_of::<api::PHONESTATUS>(), v2_2: size_of::<api::PHONESTATUS>(), v3_0: size_of::<api::PHONESTATUS>() };
    in api::PHONESTATUS {
        dwords {
            STATUS_FLAGS = dwStatusFlags;
            RING_MODE = dwRingMode;
            RING_VOLUME = dwRingVolume;
            HANDSET_HOOK_SWITCH_MODE = dwHandsetHookSwitchMode;
            HANDSET_VOLUME = dwHandsetVolume;
            HANDSET_GAIN = dwHandsetGain;
            SPEAKER_HOOK_SWITCH_MODE = dwSpeakerHookSwitchMode;
            SPEAKER_VOLUME = dwSpeakerVolume;
            SPEAKER_GAIN = dwSpeakerGain;
            HEADSET_HOOK_SWITCH_MODE = dwHeadsetHookSwitchMode;
            HEADSET_VOLUME = dwHeadsetVolume;
            HEADSET_GAIN = dwHeadsetGain;
            PHONE_FEATURES = dwPhoneFeatures;
        }
        pairs {
            DISPLAY = dwDisplaySize dwDisplayOffset;
            LAMP_MODES = dwLampModesSize dwLampModesOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
        }
        tapi_dwords {
            NUM_OWNERS = dwNumOwners;
            NUM_MONITORS = dwNumMonitors;
        }
        tapi_pairs {
            OWNER_NAME = dwOwnerNameSize dwOwnerNameOffset;
        }
    }
}

super::define::structure! {
    /// What a button does. Page: `ns-tapi-phonebuttoninfo`.
    PHONEBUTTONINFO, reports_sizes true,
    sizes { v2_0: size_of::<api::PHONEBUTTONINFO>(), v2_2: size_of::<api::PHONEBUTTONINFO>(), v3_0: size_of::<api::PHONEBUTTONINFO>() };
    in api::PHONEBUTTONINFO {
        dwords {
            BUTTON_MODE = dwButtonMode;
            BUTTON_FUNCTION = dwButtonFunction;
            BUTTON_STATE = dwButtonState;
        }
        pairs {
            BUTTON_TEXT = dwButtonTextSize dwButtonTextOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
        }
    }
}

super::define::structure! {
    /// A text or a block of bytes. Page: `ns-tapi-varstring`.
    VARSTRING, reports_sizes true,
    sizes { v2_0: size_of::<api::VARSTRING>(), v2_2: size_of::<api::VARSTRING>(), v3_0: size_of::<api::VARSTRING>() };
    in api::VARSTRING {
        dwords {
            STRING_FORMAT = dwStringFormat;
        }
        pairs {
            STRING = dwStringSize dwStringOffset;
        }
    }
}
