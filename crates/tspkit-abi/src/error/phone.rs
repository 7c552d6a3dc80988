//! The `PHONEERR_` family.

#[allow(
    clippy::wildcard_imports,
    reason = "the table below names each constant once"
)]
use windows_sys::Win32::Devices::Tapi::*;

super::tapi_errors! {
    /// What a phone function, or its completion, reports when it fails.
    ///
    /// The code is the `LONG` of `TSPI_phone…` and of `ASYNC_COMPLETION`. Page: `phoneerr--constants`.
    PhoneError, unknown UnknownPhoneCode, family "PHONEERR",
    from u32, to_code u32::cast_signed, from_code i32::cast_unsigned;

    Allocated = PHONEERR_ALLOCATED, "the phone is already opened or held by another program";
    BadDeviceId = PHONEERR_BADDEVICEID, "there is no phone with this device id";
    IncompatibleApiVersion = PHONEERR_INCOMPATIBLEAPIVERSION, "no TAPI version suits both sides";
    IncompatibleExtVersion = PHONEERR_INCOMPATIBLEEXTVERSION, "no extension version suits both sides";
    IniFileCorrupt = PHONEERR_INIFILECORRUPT, "the stored configuration cannot be understood";
    InUse = PHONEERR_INUSE, "the phone is in use and cannot be configured or opened now";
    InvalAppHandle = PHONEERR_INVALAPPHANDLE, "the application handle is not valid";
    InvalAppName = PHONEERR_INVALAPPNAME, "the application name is not valid";
    InvalButtonLampId = PHONEERR_INVALBUTTONLAMPID, "the phone has no button or lamp with this id";
    InvalButtonMode = PHONEERR_INVALBUTTONMODE, "the button mode is not valid";
    InvalButtonState = PHONEERR_INVALBUTTONSTATE, "the button state is not valid";
    InvalDataId = PHONEERR_INVALDATAID, "the phone has no data area with this id";
    InvalDeviceClass = PHONEERR_INVALDEVICECLASS, "the phone has no device of this class";
    InvalExtVersion = PHONEERR_INVALEXTVERSION, "the extension version is not the negotiated one";
    InvalHookSwitchDev = PHONEERR_INVALHOOKSWITCHDEV, "the hookswitch device is not valid";
    InvalHookSwitchMode = PHONEERR_INVALHOOKSWITCHMODE, "the hookswitch mode is not valid";
    InvalLampMode = PHONEERR_INVALLAMPMODE, "the lamp mode is not valid";
    InvalParam = PHONEERR_INVALPARAM, "a parameter has a value that is not allowed";
    InvalPhoneHandle = PHONEERR_INVALPHONEHANDLE, "the phone handle is not valid or was closed";
    InvalPhoneState = PHONEERR_INVALPHONESTATE, "the phone is not in a state that allows this";
    InvalPointer = PHONEERR_INVALPOINTER, "a pointer is null or does not point to usable memory";
    InvalPrivilege = PHONEERR_INVALPRIVILEGE, "the privilege is not valid";
    InvalRingMode = PHONEERR_INVALRINGMODE, "the phone has no such ring mode";
    NoDevice = PHONEERR_NODEVICE, "the device does not exist any more";
    NoDriver = PHONEERR_NODRIVER, "the driver of the phone is missing or did not start";
    NoMem = PHONEERR_NOMEM, "there is not enough memory";
    NotOwner = PHONEERR_NOTOWNER, "the application does not own the phone";
    OperationFailed = PHONEERR_OPERATIONFAILED, "the operation failed";
    OperationUnavail = PHONEERR_OPERATIONUNAVAIL, "the phone cannot do this";
    ResourceUnavail = PHONEERR_RESOURCEUNAVAIL, "too much is asked for at once";
    RequestOverrun = PHONEERR_REQUESTOVERRUN, "more requests are outstanding than allowed";
    StructureTooSmall = PHONEERR_STRUCTURETOOSMALL, "the structure is smaller than its fixed part";
    Uninitialized = PHONEERR_UNINITIALIZED, "telephony was not initialised";
    Reinit = PHONEERR_REINIT, "telephony has to be closed and initialised again";
    Disconnected = PHONEERR_DISCONNECTED, "the telephony server is disconnected";
    ServiceNotRunning = PHONEERR_SERVICE_NOT_RUNNING, "the telephony service is not running";
}
