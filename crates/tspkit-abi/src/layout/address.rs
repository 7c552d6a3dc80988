//! The structures of addresses.

use windows_sys::Win32::Devices::Tapi as api;

super::define::structure! {
    /// Capabilities of an address. Pages: `ns-tapi-lineaddresscaps`, `nf-tspi-tspi_linegetaddresscaps`.
    LINEADDRESSCAPS, reports_sizes true,
    sizes { v2_0: size_of::<api::LINEADDRESSCAPS>(), v2_2: size_of::<api::LINEADDRESSCAPS>(), v3_0: size_of::<api::LINEADDRESSCAPS>() };
    in api::LINEADDRESSCAPS {
        dwords {
            LINE_DEVICE_ID = dwLineDeviceID;
            ADDRESS_SHARING = dwAddressSharing;
            ADDRESS_STATES = dwAddressStates;
            CALL_INFO_STATES = dwCallInfoStates;
            CALLER_ID_FLAGS = dwCallerIDFlags;
            CALLED_ID_FLAGS = dwCalledIDFlags;
            CONNECTED_ID_FLAGS = dwConnectedIDFlags;
            REDIRECTION_ID_FLAGS = dwRedirectionIDFlags;
            REDIRECTING_ID_FLAGS = dwRedirectingIDFlags;
            CALL_STATES = dwCallStates;
            DIAL_TONE_MODES = dwDialToneModes;
            BUSY_MODES = dwBusyModes;
            SPECIAL_INFO = dwSpecialInfo;
            DISCONNECT_MODES = dwDisconnectModes;
            MAX_NUM_ACTIVE_CALLS = dwMaxNumActiveCalls;
            MAX_NUM_ON_HOLD_CALLS = dwMaxNumOnHoldCalls;
            MAX_NUM_ON_HOLD_PENDING_CALLS = dwMaxNumOnHoldPendingCalls;
            MAX_NUM_CONFERENCE = dwMaxNumConference;
            MAX_NUM_TRANS_CONF = dwMaxNumTransConf;
            ADDR_CAP_FLAGS = dwAddrCapFlags;
            CALL_FEATURES = dwCallFeatures;
            REMOVE_FROM_CONF_CAPS = dwRemoveFromConfCaps;
            REMOVE_FROM_CONF_STATE = dwRemoveFromConfState;
            TRANSFER_MODES = dwTransferModes;
            PARK_MODES = dwParkModes;
            FORWARD_MODES = dwForwardModes;
            MAX_FORWARD_ENTRIES = dwMaxForwardEntries;
            MAX_SPECIFIC_ENTRIES = dwMaxSpecificEntries;
            MIN_FWD_NUM_RINGS = dwMinFwdNumRings;
            MAX_FWD_NUM_RINGS = dwMaxFwdNumRings;
            MAX_CALL_COMPLETIONS = dwMaxCallCompletions;
            CALL_COMPLETION_CONDS = dwCallCompletionConds;
            CALL_COMPLETION_MODES = dwCallCompletionModes;
            NUM_COMPLETION_MESSAGES = dwNumCompletionMessages;
            COMPLETION_MSG_TEXT_ENTRY_SIZE = dwCompletionMsgTextEntrySize;
            ADDRESS_FEATURES = dwAddressFeatures;
            PREDICTIVE_AUTO_TRANSFER_STATES = dwPredictiveAutoTransferStates;
            NUM_CALL_TREATMENTS = dwNumCallTreatments;
            MAX_CALL_DATA_SIZE = dwMaxCallDataSize;
            CALL_FEATURES2 = dwCallFeatures2;
            MAX_NO_ANSWER_TIMEOUT = dwMaxNoAnswerTimeout;
            CONNECTED_MODES = dwConnectedModes;
            OFFERING_MODES = dwOfferingModes;
            AVAILABLE_MEDIA_MODES = dwAvailableMediaModes;
        }
        pairs {
            ADDRESS = dwAddressSize dwAddressOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
            COMPLETION_MSG_TEXT = dwCompletionMsgTextSize dwCompletionMsgTextOffset;
            CALL_TREATMENT_LIST = dwCallTreatmentListSize dwCallTreatmentListOffset;
            DEVICE_CLASSES = dwDeviceClassesSize dwDeviceClassesOffset;
        }
    }
}

super::define::structure! {
    /// Status of an address. Pages: `ns-tapi-lineaddressstatus`, `nf-tspi-tspi_linegetaddressstatus`.
    LINEADDRESSSTATUS, reports_sizes true,
    sizes { v2_0: size_of::<api::LINEADDRESSSTATUS>(), v2_2: size_of::<api::LINEADDRESSSTATUS>(), v3_0: size_of::<api::LINEADDRESSSTATUS>() };
    in api::LINEADDRESSSTATUS {
        dwords {
            NUM_IN_USE = dwNumInUse;
            NUM_ACTIVE_CALLS = dwNumActiveCalls;
            NUM_ON_HOLD_CALLS = dwNumOnHoldCalls;
            NUM_ON_HOLD_PEND_CALLS = dwNumOnHoldPendCalls;
            ADDRESS_FEATURES = dwAddressFeatures;
            NUM_RINGS_NO_ANSWER = dwNumRingsNoAnswer;
            FORWARD_NUM_ENTRIES = dwForwardNumEntries;
        }
        pairs {
            FORWARD = dwForwardSize dwForwardOffset;
            TERMINAL_MODES = dwTerminalModesSize dwTerminalModesOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
        }
    }
}
