//! The `HRESULT`s of TAPI 3.

use core::convert::identity;

#[allow(
    clippy::wildcard_imports,
    reason = "the table below names each constant once"
)]
use windows_sys::Win32::Devices::Tapi::*;
use windows_sys::Win32::Foundation::{
    E_INVALIDARG, E_NOTIMPL, E_OUTOFMEMORY, E_POINTER, E_UNEXPECTED,
};

super::tapi_errors! {
    /// What a TAPI 3 interface reports when it fails: every `TAPI_E_` code and the plain COM codes
    /// that its pages list.
    ///
    /// The code is the `HRESULT`. Page: `tapi-e--constants`.
    TapiError, unknown UnknownTapiCode, family "TAPI_E",
    from i32, to_code identity, from_code identity;

    NotEnoughMemory = TAPI_E_NOTENOUGHMEMORY, "telephony has not enough memory";
    NoItems = TAPI_E_NOITEMS, "there are no items";
    NotSupported = TAPI_E_NOTSUPPORTED, "this is not supported";
    InvalidMediaType = TAPI_E_INVALIDMEDIATYPE, "the media type is not valid";
    OperationFailed = TAPI_E_OPERATIONFAILED, "the operation failed";
    Allocated = TAPI_E_ALLOCATED, "the device is already held by another program";
    CallUnavail = TAPI_E_CALLUNAVAIL, "all call appearances are in use";
    CompletionOverrun = TAPI_E_COMPLETIONOVERRUN, "too many call completions are outstanding";
    ConferenceFull = TAPI_E_CONFERENCEFULL, "the conference has no room for another party";
    DialModifierNotSupported = TAPI_E_DIALMODIFIERNOTSUPPORTED, "a dial modifier is not supported";
    InUse = TAPI_E_INUSE, "the device is in use";
    InvalAddress = TAPI_E_INVALADDRESS, "the address cannot be dialled";
    InvalAddressState = TAPI_E_INVALADDRESSSTATE, "the address state is not valid";
    InvalCallParams = TAPI_E_INVALCALLPARAMS, "the call parameters are not valid";
    InvalCallPrivilege = TAPI_E_INVALCALLPRIVILEGE, "the call privilege is not valid";
    InvalCallState = TAPI_E_INVALCALLSTATE, "the call is not in a state that allows this";
    InvalCard = TAPI_E_INVALCARD, "there is no calling card with this id";
    InvalCompletionId = TAPI_E_INVALCOMPLETIONID, "there is no call completion with this id";
    InvalCountryCode = TAPI_E_INVALCOUNTRYCODE, "the country code is not valid";
    InvalDeviceClass = TAPI_E_INVALDEVICECLASS, "there is no device of this class";
    InvalDialParams = TAPI_E_INVALDIALPARAMS, "the dialling parameters are out of range";
    InvalDigits = TAPI_E_INVALDIGITS, "the digits include one that cannot be sent or recognised";
    InvalGroupId = TAPI_E_INVALGROUPID, "there is no pickup group with this id";
    InvalLocation = TAPI_E_INVALLOCATION, "there is no dialling location with this id";
    InvalMessageId = TAPI_E_INVALMESSAGEID, "there is no completion message with this id";
    InvalParkId = TAPI_E_INVALPARKID, "there is no parked call with this id";
    InvalRate = TAPI_E_INVALRATE, "the bearer rate is not valid";
    InvalTimeout = TAPI_E_INVALTIMEOUT, "the time-out is out of range";
    InvalTone = TAPI_E_INVALTONE, "the tone is not valid";
    InvalList = TAPI_E_INVALLIST, "the list is not valid";
    InvalMode = TAPI_E_INVALMODE, "the mode is not valid";
    NoConference = TAPI_E_NOCONFERENCE, "the call is not part of a conference";
    NoDevice = TAPI_E_NODEVICE, "the device does not exist any more";
    NoRequest = TAPI_E_NOREQUEST, "no assisted telephony request is waiting";
    NotOwner = TAPI_E_NOTOWNER, "the application does not own the call or the phone";
    NotRegistered = TAPI_E_NOTREGISTERED, "the application is not registered for requests";
    RequestOverrun = TAPI_E_REQUESTOVERRUN, "more requests are outstanding than allowed";
    TargetNotFound = TAPI_E_TARGETNOTFOUND, "no application can take the call over";
    TargetSelf = TAPI_E_TARGETSELF, "the application would hand the call to itself";
    UserUserInfoTooBig = TAPI_E_USERUSERINFOTOOBIG, "the user-user information is longer than the limit";
    Reinit = TAPI_E_REINIT, "telephony has to be closed and initialised again";
    AddressBlocked = TAPI_E_ADDRESSBLOCKED, "calls to this address are blocked";
    BillingRejected = TAPI_E_BILLINGREJECTED, "the way of billing was rejected";
    InvalFeature = TAPI_E_INVALFEATURE, "the feature is not valid";
    InvalButtonLampId = TAPI_E_INVALBUTTONLAMPID, "the phone has no button or lamp with this id";
    InvalButtonState = TAPI_E_INVALBUTTONSTATE, "the button state is not valid";
    InvalDataId = TAPI_E_INVALDATAID, "the phone has no data area with this id";
    InvalHookSwitchDev = TAPI_E_INVALHOOKSWITCHDEV, "the hookswitch device is not valid";
    Dropped = TAPI_E_DROPPED, "the call was dropped";
    NoRequestRecipient = TAPI_E_NOREQUESTRECIPIENT, "no application takes assisted telephony requests";
    RequestQueueFull = TAPI_E_REQUESTQUEUEFULL, "the queue of requests is full";
    DestBusy = TAPI_E_DESTBUSY, "the called party is busy";
    DestNoAnswer = TAPI_E_DESTNOANSWER, "the called party does not answer";
    DestUnavail = TAPI_E_DESTUNAVAIL, "the called party cannot be reached";
    RequestFailed = TAPI_E_REQUESTFAILED, "the request failed";
    RequestCancelled = TAPI_E_REQUESTCANCELLED, "the request was cancelled";
    InvalPrivilege = TAPI_E_INVALPRIVILEGE, "the privilege is not valid";
    InvalidDirection = TAPI_E_INVALIDDIRECTION, "the direction of the terminal is not valid";
    InvalidTerminal = TAPI_E_INVALIDTERMINAL, "the terminal is not valid";
    InvalidTerminalClass = TAPI_E_INVALIDTERMINALCLASS, "the terminal class is not valid";
    NoDriver = TAPI_E_NODRIVER, "the driver is missing or did not start";
    MaxStreams = TAPI_E_MAXSTREAMS, "no more streams can be had";
    NoTerminalSelected = TAPI_E_NOTERMINALSELECTED, "no terminal is selected";
    TerminalInUse = TAPI_E_TERMINALINUSE, "the terminal is in use";
    NotStopped = TAPI_E_NOTSTOPPED, "the stream has to be stopped first";
    MaxTerminals = TAPI_E_MAXTERMINALS, "no more terminals can be had";
    InvalidStream = TAPI_E_INVALIDSTREAM, "the stream is not valid";
    Timeout = TAPI_E_TIMEOUT, "the operation took longer than allowed";
    CallCenterGroupRemoved = TAPI_E_CALLCENTER_GROUP_REMOVED, "the agent group was removed";
    CallCenterQueueRemoved = TAPI_E_CALLCENTER_QUEUE_REMOVED, "the queue was removed";
    CallCenterNoAgentId = TAPI_E_CALLCENTER_NO_AGENT_ID, "the agent has no id";
    CallCenterInvalAgentId = TAPI_E_CALLCENTER_INVALAGENTID, "there is no agent with this id";
    CallCenterInvalAgentGroup = TAPI_E_CALLCENTER_INVALAGENTGROUP, "there is no agent group with this id";
    CallCenterInvalPassword = TAPI_E_CALLCENTER_INVALPASSWORD, "the agent's password is wrong";
    CallCenterInvalAgentState = TAPI_E_CALLCENTER_INVALAGENTSTATE, "the agent state is not valid";
    CallCenterInvalAgentActivity = TAPI_E_CALLCENTER_INVALAGENTACTIVITY, "the agent activity is not valid";
    RegistrySettingCorrupt = TAPI_E_REGISTRY_SETTING_CORRUPT, "a stored setting cannot be understood";
    TerminalPeer = TAPI_E_TERMINAL_PEER, "the peer of the terminal reported an error";
    PeerNotSet = TAPI_E_PEER_NOT_SET, "the terminal has no peer";
    NoEvent = TAPI_E_NOEVENT, "no event is waiting";
    InvalAddressType = TAPI_E_INVALADDRESSTYPE, "the address type is not valid";
    ResourceUnavail = TAPI_E_RESOURCEUNAVAIL, "too much is asked for at once";
    PhoneNotOpen = TAPI_E_PHONENOTOPEN, "the phone is not opened";
    CallNotSelected = TAPI_E_CALLNOTSELECTED, "the call is not selected on the phone";
    WrongEvent = TAPI_E_WRONGEVENT, "the event has no information of this kind";
    NoFormat = TAPI_E_NOFORMAT, "the terminal has no format yet";
    InvalidStreamState = TAPI_E_INVALIDSTREAMSTATE, "the stream is not in a state that allows this";
    WrongState = TAPI_E_WRONG_STATE, "the object is not in a state that allows this";
    NotInitialized = TAPI_E_NOT_INITIALIZED, "telephony was not initialised";
    ServiceNotRunning = TAPI_E_SERVICE_NOT_RUNNING, "the telephony service is not running";
    Pointer = E_POINTER, "a pointer is null or does not point to usable memory";
    InvalidArg = E_INVALIDARG, "an argument is not valid";
    OutOfMemory = E_OUTOFMEMORY, "there is not enough memory";
    Unexpected = E_UNEXPECTED, "this was not expected now";
    NotImpl = E_NOTIMPL, "this is not implemented";
}
