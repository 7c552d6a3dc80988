//! The messages between a provider and TAPI, with their exact numbers.
//!
//! A provider sends them through `LINEEVENT` and `PHONEEVENT` (the `dwMsg` parameter). Numbers below
//! 500 are shared with applications and come from `windows-sys`; those from 500 exist only between
//! providers and TAPI, and only `tspi.h` has them.

use windows_sys::Win32::Devices::Tapi as api;

use crate::numbered::numbered;

/// First number of the messages that only providers send, `TSPI_MESSAGE_BASE`.
const TSPI_MESSAGE_BASE: u32 = 500;
const LINE_ADDRESSSTATE: u32 = api::LINE_ADDRESSSTATE.cast_unsigned();
const LINE_CALLINFO: u32 = api::LINE_CALLINFO.cast_unsigned();
const LINE_CALLSTATE: u32 = api::LINE_CALLSTATE.cast_unsigned();
const LINE_CLOSE: u32 = api::LINE_CLOSE.cast_unsigned();
const LINE_DEVSPECIFIC: u32 = api::LINE_DEVSPECIFIC.cast_unsigned();
const LINE_DEVSPECIFICFEATURE: u32 = api::LINE_DEVSPECIFICFEATURE.cast_unsigned();
const LINE_GATHERDIGITS: u32 = api::LINE_GATHERDIGITS.cast_unsigned();
const LINE_GENERATE: u32 = api::LINE_GENERATE.cast_unsigned();
const LINE_LINEDEVSTATE: u32 = api::LINE_LINEDEVSTATE.cast_unsigned();
const LINE_MONITORDIGITS: u32 = api::LINE_MONITORDIGITS.cast_unsigned();
const LINE_MONITORMEDIA: u32 = api::LINE_MONITORMEDIA.cast_unsigned();
const LINE_MONITORTONE: u32 = api::LINE_MONITORTONE.cast_unsigned();
const LINE_REPLY: u32 = api::LINE_REPLY.cast_unsigned();
const LINE_REQUEST: u32 = api::LINE_REQUEST.cast_unsigned();
const PHONE_BUTTON: u32 = api::PHONE_BUTTON.cast_unsigned();
const PHONE_CLOSE: u32 = api::PHONE_CLOSE.cast_unsigned();
const PHONE_DEVSPECIFIC: u32 = api::PHONE_DEVSPECIFIC.cast_unsigned();
const PHONE_REPLY: u32 = api::PHONE_REPLY.cast_unsigned();
const PHONE_STATE: u32 = api::PHONE_STATE.cast_unsigned();
const LINE_CREATE: u32 = api::LINE_CREATE.cast_unsigned();
const PHONE_CREATE: u32 = api::PHONE_CREATE.cast_unsigned();
const LINE_AGENTSPECIFIC: u32 = api::LINE_AGENTSPECIFIC.cast_unsigned();
const LINE_AGENTSTATUS: u32 = api::LINE_AGENTSTATUS.cast_unsigned();
const LINE_APPNEWCALL: u32 = api::LINE_APPNEWCALL.cast_unsigned();
const LINE_PROXYREQUEST: u32 = api::LINE_PROXYREQUEST.cast_unsigned();
const LINE_REMOVE: u32 = api::LINE_REMOVE.cast_unsigned();
const PHONE_REMOVE: u32 = api::PHONE_REMOVE.cast_unsigned();
const LINE_AGENTSESSIONSTATUS: u32 = api::LINE_AGENTSESSIONSTATUS.cast_unsigned();
const LINE_QUEUESTATUS: u32 = api::LINE_QUEUESTATUS.cast_unsigned();
const LINE_AGENTSTATUSEX: u32 = api::LINE_AGENTSTATUSEX.cast_unsigned();
const LINE_GROUPSTATUS: u32 = api::LINE_GROUPSTATUS.cast_unsigned();
const LINE_PROXYSTATUS: u32 = api::LINE_PROXYSTATUS.cast_unsigned();
const LINE_APPNEWCALLHUB: u32 = api::LINE_APPNEWCALLHUB.cast_unsigned();
const LINE_CALLHUBCLOSE: u32 = api::LINE_CALLHUBCLOSE.cast_unsigned();
const LINE_DEVSPECIFICEX: u32 = api::LINE_DEVSPECIFICEX.cast_unsigned();
const LINE_NEWCALL: u32 = TSPI_MESSAGE_BASE;
const LINE_CALLDEVSPECIFIC: u32 = TSPI_MESSAGE_BASE + 1;
const LINE_CALLDEVSPECIFICFEATURE: u32 = TSPI_MESSAGE_BASE + 2;
const LINE_CREATEDIALOGINSTANCE: u32 = TSPI_MESSAGE_BASE + 3;
const LINE_SENDDIALOGINSTANCEDATA: u32 = TSPI_MESSAGE_BASE + 4;
const LINE_SENDMSPDATA: u32 = TSPI_MESSAGE_BASE + 5;
const LINE_QOSINFO: u32 = TSPI_MESSAGE_BASE + 6;

numbered! {
    /// A message of `LINEEVENT` or `PHONEEVENT`.
    ///
    /// ```
    /// use tspkit_abi::Message;
    ///
    /// assert_eq!(Message::PhoneState.code(), 18);
    /// assert_eq!(Message::from_code(500), Some(Message::LineNewCall));
    /// ```
    #[non_exhaustive]
    Message: u32, header "LINE_ and PHONE_ messages";
    LineAddressState = LINE_ADDRESSSTATE, "an address changed";
    LineCallInfo = LINE_CALLINFO, "the information of a call changed";
    LineCallState = LINE_CALLSTATE, "the state of a call changed";
    LineClose = LINE_CLOSE, "the provider closed the line";
    LineDevSpecific = LINE_DEVSPECIFIC, "a device-specific event of a line";
    LineDevSpecificFeature = LINE_DEVSPECIFICFEATURE, "a device-specific feature of a line";
    LineGatherDigits = LINE_GATHERDIGITS, "gathering digits ended";
    LineGenerate = LINE_GENERATE, "sending digits or a tone ended";
    LineLineDevState = LINE_LINEDEVSTATE, "a line changed";
    LineMonitorDigits = LINE_MONITORDIGITS, "a digit was heard";
    LineMonitorMedia = LINE_MONITORMEDIA, "a media type was heard";
    LineMonitorTone = LINE_MONITORTONE, "a tone was heard";
    LineReply = LINE_REPLY, "a request ended; between TAPI and applications only";
    LineRequest = LINE_REQUEST, "an assisted telephony request; between TAPI and applications only";
    PhoneButton = PHONE_BUTTON, "a button was pressed or released";
    PhoneClose = PHONE_CLOSE, "the provider closed the phone; sent only when it forces the close";
    PhoneDevSpecific = PHONE_DEVSPECIFIC, "a device-specific event of a phone";
    PhoneReply = PHONE_REPLY, "a request ended; between TAPI and applications only";
    PhoneState = PHONE_STATE, "a phone changed; the flags are `PhoneStates`";
    LineCreate = LINE_CREATE, "a new line appeared";
    PhoneCreate = PHONE_CREATE, "a new phone appeared";
    LineAgentSpecific = LINE_AGENTSPECIFIC, "a device-specific event of an agent";
    LineAgentStatus = LINE_AGENTSTATUS, "the status of an agent changed";
    LineAppNewCall = LINE_APPNEWCALL, "a new call; between TAPI and applications only";
    LineProxyRequest = LINE_PROXYREQUEST, "a request to a proxy application";
    LineRemove = LINE_REMOVE, "a line was removed";
    PhoneRemove = PHONE_REMOVE, "a phone was removed";
    LineAgentSessionStatus = LINE_AGENTSESSIONSTATUS, "an agent session changed";
    LineQueueStatus = LINE_QUEUESTATUS, "a queue changed";
    LineAgentStatusEx = LINE_AGENTSTATUSEX, "the status of an agent changed, since 3.0";
    LineGroupStatus = LINE_GROUPSTATUS, "an agent group changed";
    LineProxyStatus = LINE_PROXYSTATUS, "the proxies changed";
    LineAppNewCallHub = LINE_APPNEWCALLHUB, "a new call hub; between TAPI and applications only";
    LineCallHubClose = LINE_CALLHUBCLOSE, "a call hub was closed";
    LineDevSpecificEx = LINE_DEVSPECIFICEX, "a device-specific event of a call or a line, since 3.0";
    LineNewCall = LINE_NEWCALL, "the provider has a new call";
    LineCallDevSpecific = LINE_CALLDEVSPECIFIC, "a device-specific event of a call";
    LineCallDevSpecificFeature = LINE_CALLDEVSPECIFICFEATURE, "a device-specific feature of a call";
    LineCreateDialogInstance = LINE_CREATEDIALOGINSTANCE, "the provider wants a dialogue in the application";
    LineSendDialogInstanceData = LINE_SENDDIALOGINSTANCEDATA, "data for a dialogue in the application";
    LineSendMspData = LINE_SENDMSPDATA, "data for the media service provider";
    LineQosInfo = LINE_QOSINFO, "the quality of service of a call changed";
}
