//! The structures of line devices.

use core::mem::offset_of;

use windows_sys::Win32::Devices::Tapi as api;

use super::newer::LineDevCaps3;

super::define::structure! {
    /// Capabilities of a line. Pages: `ns-tapi-linedevcaps`, `nf-tspi-tspi_linegetdevcaps`.
    LINEDEVCAPS, reports_sizes true,
    sizes { v2_0: offset_of!(api::LINEDEVCAPS, PermanentLineGuid), v2_2: size_of::<api::LINEDEVCAPS>(), v3_0: size_of::<LineDevCaps3>() };
    in api::LINEDEVCAPS {
        dwords {
            PERMANENT_LINE_ID = dwPermanentLineID;
            STRING_FORMAT = dwStringFormat;
            ADDRESS_MODES = dwAddressModes;
            NUM_ADDRESSES = dwNumAddresses;
            BEARER_MODES = dwBearerModes;
            MAX_RATE = dwMaxRate;
            MEDIA_MODES = dwMediaModes;
            GENERATE_TONE_MODES = dwGenerateToneModes;
            GENERATE_TONE_MAX_NUM_FREQ = dwGenerateToneMaxNumFreq;
            GENERATE_DIGIT_MODES = dwGenerateDigitModes;
            MONITOR_TONE_MAX_NUM_FREQ = dwMonitorToneMaxNumFreq;
            MONITOR_TONE_MAX_NUM_ENTRIES = dwMonitorToneMaxNumEntries;
            MONITOR_DIGIT_MODES = dwMonitorDigitModes;
            GATHER_DIGITS_MIN_TIMEOUT = dwGatherDigitsMinTimeout;
            GATHER_DIGITS_MAX_TIMEOUT = dwGatherDigitsMaxTimeout;
            MED_CTL_DIGIT_MAX_LIST_SIZE = dwMedCtlDigitMaxListSize;
            MED_CTL_MEDIA_MAX_LIST_SIZE = dwMedCtlMediaMaxListSize;
            MED_CTL_TONE_MAX_LIST_SIZE = dwMedCtlToneMaxListSize;
            MED_CTL_CALL_STATE_MAX_LIST_SIZE = dwMedCtlCallStateMaxListSize;
            DEV_CAP_FLAGS = dwDevCapFlags;
            MAX_NUM_ACTIVE_CALLS = dwMaxNumActiveCalls;
            ANSWER_MODE = dwAnswerMode;
            RING_MODES = dwRingModes;
            LINE_STATES = dwLineStates;
            UUI_ACCEPT_SIZE = dwUUIAcceptSize;
            UUI_ANSWER_SIZE = dwUUIAnswerSize;
            UUI_MAKE_CALL_SIZE = dwUUIMakeCallSize;
            UUI_DROP_SIZE = dwUUIDropSize;
            UUI_SEND_USER_USER_INFO_SIZE = dwUUISendUserUserInfoSize;
            UUI_CALL_INFO_SIZE = dwUUICallInfoSize;
            NUM_TERMINALS = dwNumTerminals;
            TERMINAL_TEXT_ENTRY_SIZE = dwTerminalTextEntrySize;
            LINE_FEATURES = dwLineFeatures;
            SETTABLE_DEV_STATUS = dwSettableDevStatus;
        }
        blocks {
            MIN_DIAL_PARAMS = MinDialParams;
            MAX_DIAL_PARAMS = MaxDialParams;
            DEFAULT_DIAL_PARAMS = DefaultDialParams;
            PERMANENT_LINE_GUID = PermanentLineGuid;
        }
        pairs {
            PROVIDER_INFO = dwProviderInfoSize dwProviderInfoOffset;
            SWITCH_INFO = dwSwitchInfoSize dwSwitchInfoOffset;
            LINE_NAME = dwLineNameSize dwLineNameOffset;
            TERMINAL_CAPS = dwTerminalCapsSize dwTerminalCapsOffset;
            TERMINAL_TEXT = dwTerminalTextSize dwTerminalTextOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
            DEVICE_CLASSES = dwDeviceClassesSize dwDeviceClassesOffset;
        }
    }
    in LineDevCaps3 {
        dwords {
            ADDRESS_TYPES = dwAddressTypes;
            AVAILABLE_TRACKING = dwAvailableTracking;
        }
        blocks {
            PROTOCOL_GUID = ProtocolGuid;
        }
    }
}

super::define::structure! {
    /// Status of an opened line. The page's table of who fills what ends before `dwAppInfo`, which
    /// only TAPI can know. Pages: `ns-tapi-linedevstatus`, `nf-tspi-tspi_linegetlinedevstatus`.
    LINEDEVSTATUS, reports_sizes true,
    sizes { v2_0: size_of::<api::LINEDEVSTATUS>(), v2_2: size_of::<api::LINEDEVSTATUS>(), v3_0: size_of::<api::LINEDEVSTATUS>() };
    in api::LINEDEVSTATUS {
        dwords {
            NUM_ACTIVE_CALLS = dwNumActiveCalls;
            NUM_ON_HOLD_CALLS = dwNumOnHoldCalls;
            NUM_ON_HOLD_PEND_CALLS = dwNumOnHoldPendCalls;
            LINE_FEATURES = dwLineFeatures;
            NUM_CALL_COMPLETIONS = dwNumCallCompletions;
            RING_MODE = dwRingMode;
            SIGNAL_LEVEL = dwSignalLevel;
            BATTERY_LEVEL = dwBatteryLevel;
            ROAM_MODE = dwRoamMode;
            DEV_STATUS_FLAGS = dwDevStatusFlags;
            AVAILABLE_MEDIA_MODES = dwAvailableMediaModes;
        }
        pairs {
            TERMINAL_MODES = dwTerminalModesSize dwTerminalModesOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
        }
        tapi_dwords {
            NUM_OPENS = dwNumOpens;
            OPEN_MEDIA_MODES = dwOpenMediaModes;
        }
        tapi_pairs {
            APP_INFO = dwAppInfoSize dwAppInfoOffset;
        }
    }
}
