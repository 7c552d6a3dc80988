//! What a phone can be asked to do.

use bytes::Bytes;
use tspkit_abi::{HookSwitchDevices, HookSwitchModes, LampModes};

use crate::reply::ButtonInfo;

/// One request to one phone.
///
/// The SDK has checked it against the phone's [`PhoneModel`](crate::PhoneModel) before a driver sees it: the
/// area exists in that direction, the data fits, the lamp, button, device or mode is one the phone has. Match
/// what the hardware can do, and answer the rest with [`Completion::unavailable`](crate::Completion::unavailable).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhoneRequest {
    /// Download `data` into a data area (`TSPI_phoneSetData`). No data is a request too: choosing the area
    /// may itself be a command. Answer: [`Done`](crate::PhoneReply::Done).
    SetData {
        /// The area's number.
        area: u32,
        /// The bytes, at most the area's size.
        data: Bytes,
    },
    /// Upload from a data area (`TSPI_phoneGetData`). Answer: [`Data`](crate::PhoneReply::Data).
    GetData {
        /// The area's number.
        area: u32,
        /// How many bytes the answer may have at most.
        size: u32,
    },
    /// Write to the display (`TSPI_phoneSetDisplay`). Answer: [`Done`](crate::PhoneReply::Done).
    SetDisplay {
        /// The row, from 0.
        row: u32,
        /// The column, from 0.
        column: u32,
        /// What to write from there on; it does not reach beyond the display.
        text: String,
    },
    /// Read the display (`TSPI_phoneGetDisplay`). Answer: [`Display`](crate::PhoneReply::Display).
    GetDisplay,
    /// Light a lamp (`TSPI_phoneSetLamp`). Answer: [`Done`](crate::PhoneReply::Done).
    SetLamp {
        /// The button-lamp's number.
        lamp: u32,
        /// One mode.
        mode: LampModes,
    },
    /// Ask how a lamp is lit (`TSPI_phoneGetLamp`). Answer: [`Lamp`](crate::PhoneReply::Lamp).
    GetLamp {
        /// The button-lamp's number.
        lamp: u32,
    },
    /// Give a button its function and text (`TSPI_phoneSetButtonInfo`). Answer:
    /// [`Done`](crate::PhoneReply::Done).
    SetButtonInfo {
        /// The button-lamp's number.
        button: u32,
        /// Mode, function and text.
        info: ButtonInfo,
    },
    /// Ask for a button's function and text (`TSPI_phoneGetButtonInfo`). Answer:
    /// [`Button`](crate::PhoneReply::Button).
    GetButtonInfo {
        /// The button-lamp's number.
        button: u32,
    },
    /// Ring, or stop ringing (`TSPI_phoneSetRing`). Answer: [`Done`](crate::PhoneReply::Done).
    SetRing {
        /// The ring mode; 0 is silence.
        mode: u32,
        /// The volume, 0 to 0xFFFF.
        volume: u32,
    },
    /// Ask how the phone rings (`TSPI_phoneGetRing`). Answer: [`Ring`](crate::PhoneReply::Ring).
    GetRing,
    /// Put hookswitch devices on or off hook (`TSPI_phoneSetHookSwitch`). Answer:
    /// [`Done`](crate::PhoneReply::Done).
    SetHookSwitch {
        /// One or more devices.
        devices: HookSwitchDevices,
        /// One mode.
        mode: HookSwitchModes,
    },
    /// Ask which hookswitch devices are off hook (`TSPI_phoneGetHookSwitch`). Answer:
    /// [`HookSwitch`](crate::PhoneReply::HookSwitch).
    GetHookSwitch,
    /// Set a device's volume (`TSPI_phoneSetVolume`). Answer: [`Done`](crate::PhoneReply::Done).
    SetVolume {
        /// One device.
        device: HookSwitchDevices,
        /// 0 (silence) to 0xFFFF.
        volume: u32,
    },
    /// Ask for a device's volume (`TSPI_phoneGetVolume`). Answer: [`Level`](crate::PhoneReply::Level).
    GetVolume {
        /// One device.
        device: HookSwitchDevices,
    },
    /// Set a device's microphone gain (`TSPI_phoneSetGain`). Answer: [`Done`](crate::PhoneReply::Done).
    SetGain {
        /// One device.
        device: HookSwitchDevices,
        /// 0 (silence) to 0xFFFF.
        gain: u32,
    },
    /// Ask for a device's gain (`TSPI_phoneGetGain`). Answer: [`Level`](crate::PhoneReply::Level).
    GetGain {
        /// One device.
        device: HookSwitchDevices,
    },
    /// Something between an application and this driver (`TSPI_phoneDevSpecific`). Answer:
    /// [`Data`](crate::PhoneReply::Data), which users of the SDK get. TAPI has no place for it: to applications a
    /// driver answers by [`PhoneEvent::DevSpecific`](crate::PhoneEvent::DevSpecific).
    DevSpecific {
        /// The application's bytes.
        data: Bytes,
    },
}

impl PhoneRequest {
    /// The TSPI function's name without its prefix, for logs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::SetData { .. } => "SetData",
            Self::GetData { .. } => "GetData",
            Self::SetDisplay { .. } => "SetDisplay",
            Self::GetDisplay => "GetDisplay",
            Self::SetLamp { .. } => "SetLamp",
            Self::GetLamp { .. } => "GetLamp",
            Self::SetButtonInfo { .. } => "SetButtonInfo",
            Self::GetButtonInfo { .. } => "GetButtonInfo",
            Self::SetRing { .. } => "SetRing",
            Self::GetRing => "GetRing",
            Self::SetHookSwitch { .. } => "SetHookSwitch",
            Self::GetHookSwitch => "GetHookSwitch",
            Self::SetVolume { .. } => "SetVolume",
            Self::GetVolume { .. } => "GetVolume",
            Self::SetGain { .. } => "SetGain",
            Self::GetGain { .. } => "GetGain",
            Self::DevSpecific { .. } => "DevSpecific",
        }
    }

    /// The data area that the request is about, for the requests that are about one.
    pub const fn area(&self) -> Option<u32> {
        match self {
            Self::SetData { area, .. } | Self::GetData { area, .. } => Some(*area),
            _ => None,
        }
    }
}
