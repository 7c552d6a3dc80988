//! The `LINEERR_` family.

#[allow(
    clippy::wildcard_imports,
    reason = "the table below names each constant once"
)]
use windows_sys::Win32::Devices::Tapi::*;

super::tapi_errors! {
    /// What a line, call or provider function, or its completion, reports when it fails.
    ///
    /// The code is the `LONG` of `TSPI_line…`, `TSPI_provider…` and of `ASYNC_COMPLETION`.
    /// Page: `lineerr--constants`.
    LineError, unknown UnknownLineCode, family "LINEERR",
    from u32, to_code u32::cast_signed, from_code i32::cast_unsigned;

    Allocated = LINEERR_ALLOCATED, "the line is already opened or held by another program";
    BadDeviceId = LINEERR_BADDEVICEID, "there is no line with this device id";
    BearerModeUnavail = LINEERR_BEARERMODEUNAVAIL, "the bearer mode cannot be had for this call";
    CallUnavail = LINEERR_CALLUNAVAIL, "all call appearances are in use";
    CompletionOverrun = LINEERR_COMPLETIONOVERRUN, "too many call completions are outstanding";
    ConferenceFull = LINEERR_CONFERENCEFULL, "the conference has no room for another party";
    DialBilling = LINEERR_DIALBILLING, "waiting for the billing tone ($) is not supported";
    DialDialTone = LINEERR_DIALDIALTONE, "waiting for dial tone (W) is not supported";
    DialPrompt = LINEERR_DIALPROMPT, "prompting the user (?) is not supported";
    DialQuiet = LINEERR_DIALQUIET, "waiting for silence (@) is not supported";
    IncompatibleApiVersion = LINEERR_INCOMPATIBLEAPIVERSION, "no TAPI version suits both sides";
    IncompatibleExtVersion = LINEERR_INCOMPATIBLEEXTVERSION, "no extension version suits both sides";
    IniFileCorrupt = LINEERR_INIFILECORRUPT, "the stored configuration cannot be understood";
    InUse = LINEERR_INUSE, "the line is in use";
    InvalAddress = LINEERR_INVALADDRESS, "the address cannot be dialled";
    InvalAddressId = LINEERR_INVALADDRESSID, "the line has no address with this id";
    InvalAddressMode = LINEERR_INVALADDRESSMODE, "the address mode is not valid";
    InvalAddressState = LINEERR_INVALADDRESSSTATE, "the address states hold an undefined flag";
    InvalAppHandle = LINEERR_INVALAPPHANDLE, "the application handle is not valid";
    InvalAppName = LINEERR_INVALAPPNAME, "the application name is not valid";
    InvalBearerMode = LINEERR_INVALBEARERMODE, "the bearer mode is not valid";
    InvalCallComplMode = LINEERR_INVALCALLCOMPLMODE, "the call completion mode is not valid";
    InvalCallHandle = LINEERR_INVALCALLHANDLE, "the call handle is not valid or was closed";
    InvalCallParams = LINEERR_INVALCALLPARAMS, "the call parameters are not valid";
    InvalCallPrivilege = LINEERR_INVALCALLPRIVILEGE, "the call privilege is not valid";
    InvalCallSelect = LINEERR_INVALCALLSELECT, "the call selection is not valid";
    InvalCallState = LINEERR_INVALCALLSTATE, "the call is not in a state that allows this";
    InvalCallStateList = LINEERR_INVALCALLSTATELIST, "the list of call states is not valid";
    InvalCard = LINEERR_INVALCARD, "there is no calling card with this id";
    InvalCompletionId = LINEERR_INVALCOMPLETIONID, "there is no call completion with this id";
    InvalConfCallHandle = LINEERR_INVALCONFCALLHANDLE, "the handle of the conference call is not valid";
    InvalConsultCallHandle = LINEERR_INVALCONSULTCALLHANDLE, "the handle of the consultation call is not valid";
    InvalCountryCode = LINEERR_INVALCOUNTRYCODE, "the country code is not valid";
    InvalDeviceClass = LINEERR_INVALDEVICECLASS, "the line has no device of this class";
    InvalDeviceHandle = LINEERR_INVALDEVICEHANDLE, "the device handle is not valid";
    InvalDialParams = LINEERR_INVALDIALPARAMS, "the dialling parameters are out of range";
    InvalDigitList = LINEERR_INVALDIGITLIST, "the list of digits is not valid";
    InvalDigitMode = LINEERR_INVALDIGITMODE, "the digit mode is not valid";
    InvalDigits = LINEERR_INVALDIGITS, "the digits include one that cannot be sent or recognised";
    InvalExtVersion = LINEERR_INVALEXTVERSION, "the extension version is not the negotiated one";
    InvalGroupId = LINEERR_INVALGROUPID, "there is no pickup group with this id";
    InvalLineHandle = LINEERR_INVALLINEHANDLE, "the line handle is not valid or was closed";
    InvalLineState = LINEERR_INVALLINESTATE, "the line is not in a state that allows this";
    InvalLocation = LINEERR_INVALLOCATION, "there is no dialling location with this id";
    InvalMediaList = LINEERR_INVALMEDIALIST, "the list of media types is not valid";
    InvalMediaMode = LINEERR_INVALMEDIAMODE, "the media mode is not valid";
    InvalMessageId = LINEERR_INVALMESSAGEID, "there is no completion message with this id";
    InvalParam = LINEERR_INVALPARAM, "a parameter has a value that is not allowed";
    InvalParkId = LINEERR_INVALPARKID, "there is no parked call with this id";
    InvalParkMode = LINEERR_INVALPARKMODE, "the park mode is not valid";
    InvalPointer = LINEERR_INVALPOINTER, "a pointer is null or does not point to usable memory";
    InvalPrivSelect = LINEERR_INVALPRIVSELECT, "the privilege selection is not valid";
    InvalRate = LINEERR_INVALRATE, "the bearer rate is not valid";
    InvalRequestMode = LINEERR_INVALREQUESTMODE, "the request mode is not valid";
    InvalTerminalId = LINEERR_INVALTERMINALID, "the line has no terminal with this id";
    InvalTerminalMode = LINEERR_INVALTERMINALMODE, "the terminal mode is not valid";
    InvalTimeout = LINEERR_INVALTIMEOUT, "the time-out is out of range";
    InvalTone = LINEERR_INVALTONE, "the tone is not valid";
    InvalToneList = LINEERR_INVALTONELIST, "the list of tones is not valid";
    InvalToneMode = LINEERR_INVALTONEMODE, "the tone mode is not valid";
    InvalTransferMode = LINEERR_INVALTRANSFERMODE, "the transfer mode is not valid";
    LineMapperFailed = LINEERR_LINEMAPPERFAILED, "no line has the properties asked for";
    NoConference = LINEERR_NOCONFERENCE, "the call is not part of a conference";
    NoDevice = LINEERR_NODEVICE, "the device does not exist any more";
    NoDriver = LINEERR_NODRIVER, "the driver of the line is missing or did not start";
    NoMem = LINEERR_NOMEM, "there is not enough memory";
    NoRequest = LINEERR_NOREQUEST, "no assisted telephony request is waiting";
    NotOwner = LINEERR_NOTOWNER, "the application does not own the call";
    NotRegistered = LINEERR_NOTREGISTERED, "the application is not registered for requests";
    OperationFailed = LINEERR_OPERATIONFAILED, "the operation failed";
    OperationUnavail = LINEERR_OPERATIONUNAVAIL, "the line cannot do this";
    RateUnavail = LINEERR_RATEUNAVAIL, "the bandwidth cannot be had for this call";
    ResourceUnavail = LINEERR_RESOURCEUNAVAIL, "too much is asked for at once";
    RequestOverrun = LINEERR_REQUESTOVERRUN, "more requests are outstanding than allowed";
    StructureTooSmall = LINEERR_STRUCTURETOOSMALL, "the structure is smaller than its fixed part";
    TargetNotFound = LINEERR_TARGETNOTFOUND, "no application can take the call over";
    TargetSelf = LINEERR_TARGETSELF, "the application would hand the call to itself";
    Uninitialized = LINEERR_UNINITIALIZED, "telephony was not initialised";
    UserUserInfoTooBig = LINEERR_USERUSERINFOTOOBIG, "the user-user information is longer than the limit";
    Reinit = LINEERR_REINIT, "telephony has to be closed and initialised again";
    AddressBlocked = LINEERR_ADDRESSBLOCKED, "calls to this address are blocked";
    BillingRejected = LINEERR_BILLINGREJECTED, "the way of billing was rejected";
    InvalFeature = LINEERR_INVALFEATURE, "the feature is not valid";
    NoMultipleInstance = LINEERR_NOMULTIPLEINSTANCE, "the provider is installed already and allows one instance";
    InvalAgentId = LINEERR_INVALAGENTID, "there is no agent with this id";
    InvalAgentGroup = LINEERR_INVALAGENTGROUP, "there is no agent group with this id";
    InvalPassword = LINEERR_INVALPASSWORD, "the password is wrong";
    InvalAgentState = LINEERR_INVALAGENTSTATE, "the agent state is not valid";
    InvalAgentActivity = LINEERR_INVALAGENTACTIVITY, "the agent activity is not valid";
    DialVoiceDetect = LINEERR_DIALVOICEDETECT, "waiting for a voice (:) is not supported";
    UserCancelled = LINEERR_USERCANCELLED, "the user cancelled the dialogue";
    InvalAddressType = LINEERR_INVALADDRESSTYPE, "the address type is not valid";
    InvalAgentSessionState = LINEERR_INVALAGENTSESSIONSTATE, "the agent session state is not valid";
    Disconnected = LINEERR_DISCONNECTED, "the telephony server is disconnected";
    ServiceNotRunning = LINEERR_SERVICE_NOT_RUNNING, "the telephony service is not running";
}
