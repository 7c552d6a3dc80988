//! The flag sets of phones, lines and calls.
//!
//! Each type is one `PREFIX_` family of TAPI's header over a `u32`, its constants without the prefix.
//! A set may hold bits that no header names: a provider's structures and an application's
//! parameters come from outside, and `from_bits_retain` takes them as they are. `NAMES` lists each
//! flag with its name in the header.
//!
//! ```
//! use tspkit_abi::flags::PhoneStates;
//!
//! let states = PhoneStates::CONNECTED | PhoneStates::OTHER;
//! assert_eq!(states.bits(), 0x3);
//! assert_eq!(PhoneStates::from_bits_retain(0x8000_0000).bits(), 0x8000_0000);
//! ```

mod address;
mod by_device;
mod call;
mod call_detail;
mod line;
mod media;
mod phone;

pub use address::{
    LineAddressCapFlags, LineAddressFeatures, LineAddressModes, LineAddressSharing,
    LineAddressStates, LineAddressTypes, LineCallComplConds, LineCallComplModes, LineForwardModes,
    LineParkModes,
};
pub use call::{
    LineCallFeatures, LineCallFeatures2, LineCallInfoStates, LineCallParamFlags,
    LineCallPrivileges, LineCallStates,
};
pub use call_detail::{
    LineBusyModes, LineCallOrigins, LineCallPartyIds, LineCallReasons, LineConnectedModes,
    LineDialToneModes, LineDisconnectModes, LineOfferingModes, LineSpecialInfo,
};
pub use line::{
    LineAnswerModes, LineCallHubTracking, LineDevCapFlags, LineDevStates, LineDevStatusFlags,
    LineFeatures, LineOpenOptions, LineRoamModes, LineTermDevs, LineTermModes, LineTermSharing,
    LineTransferModes, TspiOptions,
};
pub use media::{
    LineBearerModes, LineDigitModes, LineGatherTerms, LineGenerateTerms, LineMediaModes,
    LineToneModes,
};
pub use phone::{
    ButtonModes, ButtonStates, HookSwitchDevices, HookSwitchModes, LampModes, PhoneFeatures,
    PhonePrivileges, PhoneStates, PhoneStatusFlags,
};

/// The `NAMES` of every flag set.
pub const FAMILIES: &[&[(&str, u32)]] = &[
    ButtonModes::NAMES,
    ButtonStates::NAMES,
    HookSwitchDevices::NAMES,
    HookSwitchModes::NAMES,
    LampModes::NAMES,
    LineAddressCapFlags::NAMES,
    LineAddressFeatures::NAMES,
    LineAddressModes::NAMES,
    LineAddressSharing::NAMES,
    LineAddressStates::NAMES,
    LineAddressTypes::NAMES,
    LineAnswerModes::NAMES,
    LineBearerModes::NAMES,
    LineBusyModes::NAMES,
    LineCallComplConds::NAMES,
    LineCallComplModes::NAMES,
    LineCallFeatures::NAMES,
    LineCallFeatures2::NAMES,
    LineCallHubTracking::NAMES,
    LineCallInfoStates::NAMES,
    LineCallOrigins::NAMES,
    LineCallParamFlags::NAMES,
    LineCallPartyIds::NAMES,
    LineCallPrivileges::NAMES,
    LineCallReasons::NAMES,
    LineCallStates::NAMES,
    LineConnectedModes::NAMES,
    LineDevCapFlags::NAMES,
    LineDevStates::NAMES,
    LineDevStatusFlags::NAMES,
    LineDialToneModes::NAMES,
    LineDigitModes::NAMES,
    LineDisconnectModes::NAMES,
    LineFeatures::NAMES,
    LineForwardModes::NAMES,
    LineGatherTerms::NAMES,
    LineGenerateTerms::NAMES,
    LineMediaModes::NAMES,
    LineOfferingModes::NAMES,
    LineOpenOptions::NAMES,
    LineParkModes::NAMES,
    LineRoamModes::NAMES,
    LineSpecialInfo::NAMES,
    LineTermDevs::NAMES,
    LineTermModes::NAMES,
    LineTermSharing::NAMES,
    LineToneModes::NAMES,
    LineTransferModes::NAMES,
    PhoneFeatures::NAMES,
    PhonePrivileges::NAMES,
    PhoneStates::NAMES,
    PhoneStatusFlags::NAMES,
    TspiOptions::NAMES,
];

/// One table makes one flag set over the constants of `windows-sys`.
macro_rules! flags {
    ($(#[$meta:meta])* $name:ident { $($flag:ident = $source:ident, $text:literal;)* }) => {
        bitflags::bitflags! {
            $(#[$meta])*
            #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
            pub struct $name: u32 {
                $(
                    #[doc = concat!("`", stringify!($source), "`: ", $text, ".")]
                    const $flag = windows_sys::Win32::Devices::Tapi::$source;
                )*
            }
        }

        impl $name {
            /// Each flag with its name in TAPI's header, lowest bit first.
            pub const NAMES: &[(&str, u32)] = &[
                $((stringify!($source), windows_sys::Win32::Devices::Tapi::$source),)*
            ];
        }
    };
}
use flags;
