//! TAPI's binary vocabulary: what crosses the border between Windows telephony and a service provider.
//!
//! - [`error`]: `PHONEERR_`, `LINEERR_` and `TAPI_E_` codes as enums, exact both ways.
//! - [`flags`]: every flag set that phones, lines and calls need.
//! - [`ids`]: numbers that are choices: button functions, string formats.
//! - [`message`] and [`call_info`]: messages, call states and kinds of call information.
//! - [`layout`]: where the fields of TAPI's structures lie, and the way in from raw pointers.
//! - [`structure`]: the checked reader and writer of those structures, and typed contents.
//! - [`version`]: negotiation of TSPI and extension versions.
//!
//! Values and layouts come from `windows-sys`, which compiles on every platform, so all of this works
//! the same on Linux and on Windows.

#![deny(unsafe_code)]

pub mod call_info;
pub mod error;
pub mod flags;
pub mod ids;
pub mod layout;
pub mod message;
mod numbered;
pub mod structure;
pub mod version;

pub use call_info::{CallInfoBuffer, CallInfoLong, CallInfoString, CallState};

pub use error::{LineError, PhoneError, TapiError, VendorCode};
pub use flags::{
    ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes, LineAddressCapFlags,
    LineAddressFeatures, LineAddressModes, LineAddressSharing, LineAddressStates, LineAddressTypes,
    LineAnswerModes, LineBearerModes, LineBusyModes, LineCallComplConds, LineCallComplModes,
    LineCallFeatures, LineCallFeatures2, LineCallHubTracking, LineCallInfoStates, LineCallOrigins,
    LineCallParamFlags, LineCallPartyIds, LineCallPrivileges, LineCallReasons, LineCallStates,
    LineConnectedModes, LineDevCapFlags, LineDevStates, LineDevStatusFlags, LineDialToneModes,
    LineDigitModes, LineDisconnectModes, LineFeatures, LineForwardModes, LineGatherTerms,
    LineGenerateTerms, LineMediaModes, LineOfferingModes, LineOpenOptions, LineParkModes,
    LineRoamModes, LineSpecialInfo, LineTermDevs, LineTermModes, LineTermSharing, LineToneModes,
    LineTransferModes, PhoneFeatures, PhonePrivileges, PhoneStates, PhoneStatusFlags, TspiOptions,
};
pub use ids::{ButtonFunction, CallSelect, CallTreatment, RemoveFromConf, StringFormat};
pub use message::Message;
pub use numbered::UnknownNumber;
pub use version::{ExtVersions, IncompatibleApiVersion, IncompatibleExtVersion, TspiVersion};
