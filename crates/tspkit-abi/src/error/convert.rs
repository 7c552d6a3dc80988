//! Phone and line errors as TAPI 3 reports them.

use super::{LineError, PhoneError, TapiError};

/// The `TAPI_E_` code of the same name where there is one, the plain COM code where TAPI 3 uses that
/// (pointers, parameters, memory), the number itself for vendor and unknown codes, and
/// `OPERATIONFAILED` for the rest. No page tabulates the mapping; this is our reading of the names.
impl From<PhoneError> for TapiError {
    fn from(error: PhoneError) -> Self {
        use PhoneError as P;
        match error {
            P::Allocated => Self::Allocated,
            P::InUse => Self::InUse,
            P::InvalButtonLampId => Self::InvalButtonLampId,
            P::InvalButtonState => Self::InvalButtonState,
            P::InvalDataId => Self::InvalDataId,
            P::InvalDeviceClass => Self::InvalDeviceClass,
            P::InvalHookSwitchDev => Self::InvalHookSwitchDev,
            P::InvalPrivilege => Self::InvalPrivilege,
            P::InvalButtonMode | P::InvalHookSwitchMode | P::InvalLampMode | P::InvalRingMode => {
                Self::InvalMode
            }
            P::InvalParam | P::InvalPhoneHandle | P::StructureTooSmall => Self::InvalidArg,
            P::InvalPhoneState => Self::WrongState,
            P::InvalPointer => Self::Pointer,
            P::BadDeviceId | P::NoDevice | P::Disconnected => Self::NoDevice,
            P::NoDriver => Self::NoDriver,
            P::NoMem => Self::OutOfMemory,
            P::NotOwner => Self::NotOwner,
            P::OperationUnavail => Self::NotSupported,
            P::ResourceUnavail => Self::ResourceUnavail,
            P::RequestOverrun => Self::RequestOverrun,
            P::Uninitialized => Self::NotInitialized,
            P::Reinit => Self::Reinit,
            P::ServiceNotRunning => Self::ServiceNotRunning,
            P::IniFileCorrupt => Self::RegistrySettingCorrupt,
            P::Vendor(vendor) => Self::Vendor(vendor),
            P::Unknown(unknown) => carried(unknown.code()),
            P::IncompatibleApiVersion
            | P::IncompatibleExtVersion
            | P::InvalAppHandle
            | P::InvalAppName
            | P::InvalExtVersion
            | P::OperationFailed => Self::OperationFailed,
        }
    }
}

/// As for phones: the code of the same name, the plain COM code, the number itself, or
/// `OPERATIONFAILED`.
impl From<LineError> for TapiError {
    fn from(error: LineError) -> Self {
        use LineError as L;
        match error {
            L::Allocated => Self::Allocated,
            L::BadDeviceId | L::NoDevice | L::Disconnected => Self::NoDevice,
            L::CallUnavail => Self::CallUnavail,
            L::CompletionOverrun => Self::CompletionOverrun,
            L::ConferenceFull => Self::ConferenceFull,
            L::DialBilling
            | L::DialDialTone
            | L::DialPrompt
            | L::DialQuiet
            | L::DialVoiceDetect => Self::DialModifierNotSupported,
            L::IniFileCorrupt => Self::RegistrySettingCorrupt,
            L::InUse => Self::InUse,
            L::InvalAddress => Self::InvalAddress,
            L::InvalAddressState => Self::InvalAddressState,
            L::InvalAddressType => Self::InvalAddressType,
            L::InvalCallParams => Self::InvalCallParams,
            L::InvalCallPrivilege => Self::InvalCallPrivilege,
            L::InvalPrivSelect => Self::InvalPrivilege,
            L::InvalCallState => Self::InvalCallState,
            L::InvalCard => Self::InvalCard,
            L::InvalCompletionId => Self::InvalCompletionId,
            L::InvalCountryCode => Self::InvalCountryCode,
            L::InvalDeviceClass => Self::InvalDeviceClass,
            L::InvalDialParams => Self::InvalDialParams,
            L::InvalDigits => Self::InvalDigits,
            L::InvalFeature => Self::InvalFeature,
            L::InvalGroupId => Self::InvalGroupId,
            L::InvalLocation => Self::InvalLocation,
            L::InvalMediaMode => Self::InvalidMediaType,
            L::InvalMessageId => Self::InvalMessageId,
            L::InvalParkId => Self::InvalParkId,
            L::InvalRate | L::RateUnavail => Self::InvalRate,
            L::InvalTimeout => Self::InvalTimeout,
            L::InvalTone => Self::InvalTone,
            L::InvalCallStateList | L::InvalDigitList | L::InvalMediaList | L::InvalToneList => {
                Self::InvalList
            }
            L::InvalAddressMode
            | L::InvalBearerMode
            | L::BearerModeUnavail
            | L::InvalCallComplMode
            | L::InvalDigitMode
            | L::InvalParkMode
            | L::InvalRequestMode
            | L::InvalTerminalMode
            | L::InvalToneMode
            | L::InvalTransferMode => Self::InvalMode,
            L::InvalAddressId
            | L::InvalCallHandle
            | L::InvalCallSelect
            | L::InvalConfCallHandle
            | L::InvalConsultCallHandle
            | L::InvalDeviceHandle
            | L::InvalLineHandle
            | L::InvalParam
            | L::StructureTooSmall => Self::InvalidArg,
            L::InvalLineState => Self::WrongState,
            L::InvalPointer => Self::Pointer,
            L::InvalTerminalId => Self::InvalidTerminal,
            L::NoConference => Self::NoConference,
            L::NoDriver => Self::NoDriver,
            L::NoMem => Self::OutOfMemory,
            L::NoRequest => Self::NoRequest,
            L::NotOwner => Self::NotOwner,
            L::NotRegistered => Self::NotRegistered,
            L::OperationUnavail => Self::NotSupported,
            L::ResourceUnavail => Self::ResourceUnavail,
            L::RequestOverrun => Self::RequestOverrun,
            L::TargetNotFound => Self::TargetNotFound,
            L::TargetSelf => Self::TargetSelf,
            L::Uninitialized => Self::NotInitialized,
            L::UserUserInfoTooBig => Self::UserUserInfoTooBig,
            L::UserCancelled => Self::RequestCancelled,
            L::Reinit => Self::Reinit,
            L::AddressBlocked => Self::AddressBlocked,
            L::BillingRejected => Self::BillingRejected,
            L::InvalAgentId => Self::CallCenterInvalAgentId,
            L::InvalAgentGroup => Self::CallCenterInvalAgentGroup,
            L::InvalPassword => Self::CallCenterInvalPassword,
            L::InvalAgentState | L::InvalAgentSessionState => Self::CallCenterInvalAgentState,
            L::InvalAgentActivity => Self::CallCenterInvalAgentActivity,
            L::ServiceNotRunning => Self::ServiceNotRunning,
            L::Vendor(vendor) => Self::Vendor(vendor),
            L::Unknown(unknown) => carried(unknown.code()),
            L::IncompatibleApiVersion
            | L::IncompatibleExtVersion
            | L::InvalAppHandle
            | L::InvalAppName
            | L::InvalExtVersion
            | L::LineMapperFailed
            | L::NoMultipleInstance
            | L::OperationFailed => Self::OperationFailed,
        }
    }
}

/// A number unknown to one family may be named in another: an `HRESULT` that came through a driver.
fn carried(code: i32) -> TapiError {
    TapiError::from_code(code).unwrap_or(TapiError::OperationFailed)
}
