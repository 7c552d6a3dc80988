//! The structures of calls.

use windows_sys::Win32::Devices::Tapi as api;

use super::newer::{LineCallInfo3, LineCallParams3};

super::define::structure! {
    /// Information about a call. Pages: `ns-tapi-linecallinfo`, `nf-tspi-tspi_linegetcallinfo`.
    LINECALLINFO, reports_sizes true,
    sizes { v2_0: size_of::<api::LINECALLINFO>(), v2_2: size_of::<api::LINECALLINFO>(), v3_0: size_of::<LineCallInfo3>() };
    in api::LINECALLINFO {
        dwords {
            LINE_DEVICE_ID = dwLineDeviceID;
            ADDRESS_ID = dwAddressID;
            BEARER_MODE = dwBearerMode;
            RATE = dwRate;
            MEDIA_MODE = dwMediaMode;
            APP_SPECIFIC = dwAppSpecific;
            CALL_ID = dwCallID;
            RELATED_CALL_ID = dwRelatedCallID;
            CALL_PARAM_FLAGS = dwCallParamFlags;
            CALL_STATES = dwCallStates;
            ORIGIN = dwOrigin;
            REASON = dwReason;
            COMPLETION_ID = dwCompletionID;
            COUNTRY_CODE = dwCountryCode;
            TRUNK = dwTrunk;
            CALLER_ID_FLAGS = dwCallerIDFlags;
            CALLED_ID_FLAGS = dwCalledIDFlags;
            CONNECTED_ID_FLAGS = dwConnectedIDFlags;
            REDIRECTION_ID_FLAGS = dwRedirectionIDFlags;
            REDIRECTING_ID_FLAGS = dwRedirectingIDFlags;
            CALL_TREATMENT = dwCallTreatment;
        }
        blocks {
            DIAL_PARAMS = DialParams;
        }
        pairs {
            CALLER_ID = dwCallerIDSize dwCallerIDOffset;
            CALLER_ID_NAME = dwCallerIDNameSize dwCallerIDNameOffset;
            CALLED_ID = dwCalledIDSize dwCalledIDOffset;
            CALLED_ID_NAME = dwCalledIDNameSize dwCalledIDNameOffset;
            CONNECTED_ID = dwConnectedIDSize dwConnectedIDOffset;
            CONNECTED_ID_NAME = dwConnectedIDNameSize dwConnectedIDNameOffset;
            REDIRECTION_ID = dwRedirectionIDSize dwRedirectionIDOffset;
            REDIRECTION_ID_NAME = dwRedirectionIDNameSize dwRedirectionIDNameOffset;
            REDIRECTING_ID = dwRedirectingIDSize dwRedirectingIDOffset;
            REDIRECTING_ID_NAME = dwRedirectingIDNameSize dwRedirectingIDNameOffset;
            DISPLAY = dwDisplaySize dwDisplayOffset;
            USER_USER_INFO = dwUserUserInfoSize dwUserUserInfoOffset;
            HIGH_LEVEL_COMP = dwHighLevelCompSize dwHighLevelCompOffset;
            LOW_LEVEL_COMP = dwLowLevelCompSize dwLowLevelCompOffset;
            CHARGING_INFO = dwChargingInfoSize dwChargingInfoOffset;
            TERMINAL_MODES = dwTerminalModesSize dwTerminalModesOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
            CALL_DATA = dwCallDataSize dwCallDataOffset;
            SENDING_FLOWSPEC = dwSendingFlowspecSize dwSendingFlowspecOffset;
            RECEIVING_FLOWSPEC = dwReceivingFlowspecSize dwReceivingFlowspecOffset;
        }
        tapi_dwords {
            LINE = hLine;
            MONITOR_DIGIT_MODES = dwMonitorDigitModes;
            MONITOR_MEDIA_MODES = dwMonitorMediaModes;
            NUM_OWNERS = dwNumOwners;
            NUM_MONITORS = dwNumMonitors;
        }
        tapi_pairs {
            APP_NAME = dwAppNameSize dwAppNameOffset;
            DISPLAYABLE_ADDRESS = dwDisplayableAddressSize dwDisplayableAddressOffset;
            CALLED_PARTY = dwCalledPartySize dwCalledPartyOffset;
            COMMENT = dwCommentSize dwCommentOffset;
        }
    }
    in LineCallInfo3 {
        dwords {
            CALLER_ID_ADDRESS_TYPE = dwCallerIDAddressType;
            CALLED_ID_ADDRESS_TYPE = dwCalledIDAddressType;
            CONNECTED_ID_ADDRESS_TYPE = dwConnectedIDAddressType;
            REDIRECTION_ID_ADDRESS_TYPE = dwRedirectionIDAddressType;
            REDIRECTING_ID_ADDRESS_TYPE = dwRedirectingIDAddressType;
        }
    }
}

super::define::structure! {
    /// Parameters of a new call, which the application fills; it has no needed and used size.
    /// Pages: `ns-tapi-linecallparams`, `nf-tspi-tspi_linemakecall`.
    LINECALLPARAMS, reports_sizes false,
    sizes { v2_0: size_of::<api::LINECALLPARAMS>(), v2_2: size_of::<api::LINECALLPARAMS>(), v3_0: size_of::<LineCallParams3>() };
    in api::LINECALLPARAMS {
        dwords {
            BEARER_MODE = dwBearerMode;
            MIN_RATE = dwMinRate;
            MAX_RATE = dwMaxRate;
            MEDIA_MODE = dwMediaMode;
            CALL_PARAM_FLAGS = dwCallParamFlags;
            ADDRESS_MODE = dwAddressMode;
            ADDRESS_ID = dwAddressID;
            PREDICTIVE_AUTO_TRANSFER_STATES = dwPredictiveAutoTransferStates;
            NO_ANSWER_TIMEOUT = dwNoAnswerTimeout;
        }
        blocks {
            DIAL_PARAMS = DialParams;
        }
        pairs {
            ORIG_ADDRESS = dwOrigAddressSize dwOrigAddressOffset;
            DISPLAYABLE_ADDRESS = dwDisplayableAddressSize dwDisplayableAddressOffset;
            CALLED_PARTY = dwCalledPartySize dwCalledPartyOffset;
            COMMENT = dwCommentSize dwCommentOffset;
            USER_USER_INFO = dwUserUserInfoSize dwUserUserInfoOffset;
            HIGH_LEVEL_COMP = dwHighLevelCompSize dwHighLevelCompOffset;
            LOW_LEVEL_COMP = dwLowLevelCompSize dwLowLevelCompOffset;
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
            TARGET_ADDRESS = dwTargetAddressSize dwTargetAddressOffset;
            SENDING_FLOWSPEC = dwSendingFlowspecSize dwSendingFlowspecOffset;
            RECEIVING_FLOWSPEC = dwReceivingFlowspecSize dwReceivingFlowspecOffset;
            DEVICE_CLASS = dwDeviceClassSize dwDeviceClassOffset;
            DEVICE_CONFIG = dwDeviceConfigSize dwDeviceConfigOffset;
            CALL_DATA = dwCallDataSize dwCallDataOffset;
            CALLING_PARTY_ID = dwCallingPartyIDSize dwCallingPartyIDOffset;
        }
    }
    in LineCallParams3 {
        dwords {
            ADDRESS_TYPE = dwAddressType;
        }
    }
}

super::define::structure! {
    /// Status of a call. Pages: `ns-tapi-linecallstatus`, `nf-tspi-tspi_linegetcallstatus`.
    LINECALLSTATUS, reports_sizes true,
    sizes { v2_0: size_of::<api::LINECALLSTATUS>(), v2_2: size_of::<api::LINECALLSTATUS>(), v3_0: size_of::<api::LINECALLSTATUS>() };
    in api::LINECALLSTATUS {
        dwords {
            CALL_STATE = dwCallState;
            CALL_STATE_MODE = dwCallStateMode;
            CALL_FEATURES = dwCallFeatures;
            CALL_FEATURES2 = dwCallFeatures2;
        }
        blocks {
            STATE_ENTRY_TIME = tStateEntryTime;
        }
        pairs {
            DEV_SPECIFIC = dwDevSpecificSize dwDevSpecificOffset;
        }
        tapi_dwords {
            CALL_PRIVILEGE = dwCallPrivilege;
        }
    }
}
