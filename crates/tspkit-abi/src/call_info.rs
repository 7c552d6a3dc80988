//! TAPI 3's enumerations about calls: states, and the kinds of call information.

use windows_sys::Win32::Devices::Tapi::{
    CIB_CALLDATABUFFER, CIB_CHARGINGINFOBUFFER, CIB_DEVSPECIFICBUFFER,
    CIB_HIGHLEVELCOMPATIBILITYBUFFER, CIB_LOWLEVELCOMPATIBILITYBUFFER, CIB_USERUSERINFO,
    CIL_APPSPECIFIC, CIL_BEARERMODE, CIL_CALLEDIDADDRESSTYPE, CIL_CALLERIDADDRESSTYPE, CIL_CALLID,
    CIL_CALLPARAMSFLAGS, CIL_CALLTREATMENT, CIL_COMPLETIONID, CIL_CONNECTEDIDADDRESSTYPE,
    CIL_COUNTRYCODE, CIL_GENERATEDIGITDURATION, CIL_MAXRATE, CIL_MEDIATYPESAVAILABLE, CIL_MINRATE,
    CIL_MONITORDIGITMODES, CIL_MONITORMEDIAMODES, CIL_NUMBEROFMONITORS, CIL_NUMBEROFOWNERS,
    CIL_ORIGIN, CIL_RATE, CIL_REASON, CIL_REDIRECTINGIDADDRESSTYPE, CIL_REDIRECTIONIDADDRESSTYPE,
    CIL_RELATEDCALLID, CIL_TRUNK, CIS_CALLEDIDNAME, CIS_CALLEDIDNUMBER,
    CIS_CALLEDPARTYFRIENDLYNAME, CIS_CALLERIDNAME, CIS_CALLERIDNUMBER, CIS_CALLINGPARTYID,
    CIS_COMMENT, CIS_CONNECTEDIDNAME, CIS_CONNECTEDIDNUMBER, CIS_DISPLAYABLEADDRESS,
    CIS_REDIRECTINGIDNAME, CIS_REDIRECTINGIDNUMBER, CIS_REDIRECTIONIDNAME, CIS_REDIRECTIONIDNUMBER,
    CS_CONNECTED, CS_DISCONNECTED, CS_HOLD, CS_IDLE, CS_INPROGRESS, CS_OFFERING, CS_QUEUED,
};

use crate::numbered::numbered;

numbered! {
    /// Which buffer `ITCallInfo::put_CallInfoBuffer` and its siblings mean.
    /// Page: `ne-tapi3if-callinfo_buffer`.
    ///
    /// ```
    /// use tspkit_abi::CallInfoBuffer;
    ///
    /// assert_eq!(CallInfoBuffer::try_from(2), Ok(CallInfoBuffer::CallDataBuffer));
    /// assert!(CallInfoBuffer::try_from(6).is_err());
    /// ```
    CallInfoBuffer: i32, header "CALLINFO_BUFFER";
    UserUserInfo = CIB_USERUSERINFO, "user-user information, to or from the far end";
    DevSpecificBuffer = CIB_DEVSPECIFICBUFFER, "device-specific information, for the provider";
    CallDataBuffer = CIB_CALLDATABUFFER, "call data, which travels with the call inside the office";
    ChargingInfoBuffer = CIB_CHARGINGINFOBUFFER, "charging information; read only";
    HighLevelCompatibilityBuffer = CIB_HIGHLEVELCOMPATIBILITYBUFFER, "high level compatibility, as Q.931 codes it";
    LowLevelCompatibilityBuffer = CIB_LOWLEVELCOMPATIBILITYBUFFER, "low level compatibility, as Q.931 codes it";
}

numbered! {
    /// Which number `ITCallInfo::get_CallInfoLong` means. Page: `ne-tapi3if-callinfo_long`.
    CallInfoLong: i32, header "CALLINFO_LONG";
    MediaTypesAvailable = CIL_MEDIATYPESAVAILABLE, "the media types of the call";
    BearerMode = CIL_BEARERMODE, "the bearer mode";
    CallerIdAddressType = CIL_CALLERIDADDRESSTYPE, "the kind of the caller's address";
    CalledIdAddressType = CIL_CALLEDIDADDRESSTYPE, "the kind of the called address";
    ConnectedIdAddressType = CIL_CONNECTEDIDADDRESSTYPE, "the kind of the connected address";
    RedirectionIdAddressType = CIL_REDIRECTIONIDADDRESSTYPE, "the kind of the address redirected to";
    RedirectingIdAddressType = CIL_REDIRECTINGIDADDRESSTYPE, "the kind of the redirecting address";
    Origin = CIL_ORIGIN, "where the call comes from";
    Reason = CIL_REASON, "why the call came about";
    AppSpecific = CIL_APPSPECIFIC, "the application's own number";
    CallParamsFlags = CIL_CALLPARAMSFLAGS, "the flags of the call parameters";
    CallTreatment = CIL_CALLTREATMENT, "what a waiting party hears";
    MinRate = CIL_MINRATE, "the lowest data rate, in bits per second";
    MaxRate = CIL_MAXRATE, "the highest data rate, in bits per second";
    CountryCode = CIL_COUNTRYCODE, "the country code of the called party";
    CallId = CIL_CALLID, "the switch's id of the call";
    RelatedCallId = CIL_RELATEDCALLID, "the id of a related call";
    CompletionId = CIL_COMPLETIONID, "the id of the call completion";
    NumberOfOwners = CIL_NUMBEROFOWNERS, "how many applications own the call";
    NumberOfMonitors = CIL_NUMBEROFMONITORS, "how many applications watch the call";
    Trunk = CIL_TRUNK, "the trunk";
    Rate = CIL_RATE, "the data rate, in bits per second";
    GenerateDigitDuration = CIL_GENERATEDIGITDURATION, "how long a sent digit lasts, in milliseconds";
    MonitorDigitModes = CIL_MONITORDIGITMODES, "which digits are listened for";
    MonitorMediaModes = CIL_MONITORMEDIAMODES, "which media types are listened for";
}

numbered! {
    /// Which text `ITCallInfo::get_CallInfoString` means. Page: `ne-tapi3if-callinfo_string`.
    CallInfoString: i32, header "CALLINFO_STRING";
    CallerIdName = CIS_CALLERIDNAME, "the caller's name";
    CallerIdNumber = CIS_CALLERIDNUMBER, "the caller's number";
    CalledIdName = CIS_CALLEDIDNAME, "the called party's name";
    CalledIdNumber = CIS_CALLEDIDNUMBER, "the called number";
    ConnectedIdName = CIS_CONNECTEDIDNAME, "the connected party's name";
    ConnectedIdNumber = CIS_CONNECTEDIDNUMBER, "the connected number";
    RedirectionIdName = CIS_REDIRECTIONIDNAME, "the name of the party redirected to";
    RedirectionIdNumber = CIS_REDIRECTIONIDNUMBER, "the number redirected to";
    RedirectingIdName = CIS_REDIRECTINGIDNAME, "the redirecting party's name";
    RedirectingIdNumber = CIS_REDIRECTINGIDNUMBER, "the redirecting number";
    CalledPartyFriendlyName = CIS_CALLEDPARTYFRIENDLYNAME, "the called party, for people to read";
    Comment = CIS_COMMENT, "a comment; set only before the call is connected";
    DisplayableAddress = CIS_DISPLAYABLEADDRESS, "the called address, for people to read";
    CallingPartyId = CIS_CALLINGPARTYID, "the number to show as the caller's";
}

numbered! {
    /// State of a call as TAPI 3 sees it. `Idle` is the first one, unlike `LINECALLSTATE_IDLE`, the last
    /// one of a call below. Page: `ne-tapi3if-call_state`.
    CallState: i32, header "CALL_STATE";
    Idle = CS_IDLE, "the call exists and was not connected yet; its first state";
    InProgress = CS_INPROGRESS, "the call is being connected";
    Connected = CS_CONNECTED, "the parties can talk";
    Disconnected = CS_DISCONNECTED, "the call is over; its last state";
    Offering = CS_OFFERING, "an incoming call is announced";
    Hold = CS_HOLD, "the call is on hold";
    Queued = CS_QUEUED, "the call waits in a queue";
}
