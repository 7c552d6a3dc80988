//! What happens on a line without being asked for.

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineCallInfoStates, LineMediaModes};

use super::{CallInfo, CallStatus, LineInfo, Party, PartyRole};
use crate::ids::CallId;

/// Something that happened on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineEvent {
    /// A line has been added. Its number has never been in use before.
    Added(LineInfo),
    /// The line has been removed for good; its calls are gone with it.
    Removed,
    /// The line is in service.
    InService,
    /// The line is out of service.
    OutOfService,
    /// What the line can do has changed: this is how it is now.
    CapabilitiesChanged(LineInfo),
    /// The line rings.
    Ringing {
        /// The ring mode, from 1; 0 when it has stopped.
        mode: u32,
        /// How often it has rung, this time included.
        count: u32,
    },
    /// A call has come in, or is found on the line.
    NewCall {
        /// The call's number, with the topmost bit set.
        call: CallId,
        /// Its first state, which need not be [`Offering`](CallStatus::Offering).
        status: CallStatus,
        /// What is known of it.
        info: Box<CallInfo>,
    },
    /// A call is in another state. After [`Idle`](CallStatus::Idle) nothing more comes about it.
    CallState {
        /// The call.
        call: CallId,
        /// The state.
        status: CallStatus,
    },
    /// Something else about a call has changed.
    CallChanged {
        /// The call.
        call: CallId,
        /// What.
        change: CallChange,
    },
    /// Something between this driver and its applications (`LINE_DEVSPECIFIC`).
    DevSpecific {
        /// The call, if it is about one.
        call: Option<CallId>,
        /// The message's parameters.
        parameters: [usize; 3],
    },
}

impl LineEvent {
    /// The call that it is about.
    pub const fn call(&self) -> Option<CallId> {
        match self {
            Self::NewCall { call, .. }
            | Self::CallState { call, .. }
            | Self::CallChanged { call, .. } => Some(*call),
            Self::DevSpecific { call, .. } => *call,
            _ => None,
        }
    }
}

/// What has changed of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallChange {
    /// A party is known better, or has become another.
    Party {
        /// Which.
        role: PartyRole,
        /// How it is now.
        party: Party,
    },
    /// A message of user-user information has come in.
    UserUserInfo {
        /// The protocol discriminator and what follows it; in a chain, the next part of that: the discriminator is
        /// in the first message alone.
        data: Bytes,
        /// More messages of the same chain follow. The SDK puts them together, one behind the other.
        more: bool,
    },
    /// The call data is another; none: it was removed.
    CallData(Bytes),
    /// The charging information is another.
    ChargingInfo(Bytes),
    /// The high level compatibility is another.
    HighLevelCompatibility(Bytes),
    /// The low level compatibility is another.
    LowLevelCompatibility(Bytes),
    /// The device-specific data is another.
    DevSpecific(Bytes),
    /// The call has another number in the switch.
    CallId(u32),
    /// It belongs to another call.
    RelatedCallId(u32),
    /// It has another trunk.
    Trunk(Option<u32>),
    /// It has another media mode.
    MediaMode(LineMediaModes),
    /// It has another bearer mode.
    BearerMode(LineBearerModes),
    /// It has another data rate, in bits per second.
    Rate(u32),
}

impl CallChange {
    /// TAPI's word for what has changed (`LINECALLINFOSTATE_`).
    pub const fn states(&self) -> LineCallInfoStates {
        match self {
            Self::Party { role, .. } => role.change(),
            Self::UserUserInfo { .. } => LineCallInfoStates::USERUSERINFO,
            Self::CallData(_) => LineCallInfoStates::CALLDATA,
            Self::ChargingInfo(_) => LineCallInfoStates::CHARGINGINFO,
            Self::HighLevelCompatibility(_) => LineCallInfoStates::HIGHLEVELCOMP,
            Self::LowLevelCompatibility(_) => LineCallInfoStates::LOWLEVELCOMP,
            Self::DevSpecific(_) => LineCallInfoStates::DEVSPECIFIC,
            Self::CallId(_) => LineCallInfoStates::CALLID,
            Self::RelatedCallId(_) => LineCallInfoStates::RELATEDCALLID,
            Self::Trunk(_) => LineCallInfoStates::TRUNK,
            Self::MediaMode(_) => LineCallInfoStates::MEDIAMODE,
            Self::BearerMode(_) => LineCallInfoStates::BEARERMODE,
            Self::Rate(_) => LineCallInfoStates::RATE,
        }
    }
}
