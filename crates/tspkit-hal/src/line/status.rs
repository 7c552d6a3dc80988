//! The state of a call, with its details.

use tspkit_abi::{
    CallState, LineBusyModes, LineCallStates, LineConnectedModes, LineDialToneModes,
    LineDisconnectModes, LineOfferingModes, LineSpecialInfo,
};

/// The state of a call below TAPI, with what goes with it (`LINECALLSTATE_` and the second parameter of
/// `LINE_CALLSTATE`). Details are one mode each. Page: `linecallstate--constants`.
///
/// ```
/// use tspkit_abi::{LineBusyModes, LineCallStates};
/// use tspkit_hal::CallStatus;
///
/// let busy = CallStatus::Busy(LineBusyModes::STATION);
/// assert_eq!((busy.state(), busy.detail()), (LineCallStates::BUSY, 1));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallStatus {
    /// The call is over; its last state.
    Idle,
    /// An incoming call is announced.
    Offering(LineOfferingModes),
    /// The incoming call is claimed, and alerts.
    Accepted,
    /// The switch is ready for digits.
    DialTone(LineDialToneModes),
    /// Digits are being sent.
    Dialing,
    /// Dialling is done, and the call is on its way.
    Proceeding,
    /// The called party is alerted.
    Ringback,
    /// The call met a busy signal.
    Busy(LineBusyModes),
    /// The network sends a special information tone.
    SpecialInfo(LineSpecialInfo),
    /// The parties can talk.
    Connected(LineConnectedModes),
    /// The call is on hold.
    OnHold,
    /// On hold until it is transferred.
    OnHoldPendingTransfer,
    /// On hold until it is added to a conference.
    OnHoldPendingConference,
    /// Part of a conference.
    Conferenced,
    /// The other side has gone.
    Disconnected(LineDisconnectModes),
    /// The state is not known.
    Unknown,
}

impl CallStatus {
    /// TAPI's word for the state: one flag.
    pub const fn state(self) -> LineCallStates {
        match self {
            Self::Idle => LineCallStates::IDLE,
            Self::Offering(_) => LineCallStates::OFFERING,
            Self::Accepted => LineCallStates::ACCEPTED,
            Self::DialTone(_) => LineCallStates::DIALTONE,
            Self::Dialing => LineCallStates::DIALING,
            Self::Proceeding => LineCallStates::PROCEEDING,
            Self::Ringback => LineCallStates::RINGBACK,
            Self::Busy(_) => LineCallStates::BUSY,
            Self::SpecialInfo(_) => LineCallStates::SPECIALINFO,
            Self::Connected(_) => LineCallStates::CONNECTED,
            Self::OnHold => LineCallStates::ONHOLD,
            Self::OnHoldPendingTransfer => LineCallStates::ONHOLDPENDTRANSFER,
            Self::OnHoldPendingConference => LineCallStates::ONHOLDPENDCONF,
            Self::Conferenced => LineCallStates::CONFERENCED,
            Self::Disconnected(_) => LineCallStates::DISCONNECTED,
            Self::Unknown => LineCallStates::UNKNOWN,
        }
    }

    /// What goes with it, as TAPI passes it: the mode's number; 0 where there is none.
    pub const fn detail(self) -> u32 {
        match self {
            Self::Offering(mode) => mode.bits(),
            Self::DialTone(mode) => mode.bits(),
            Self::Busy(mode) => mode.bits(),
            Self::SpecialInfo(mode) => mode.bits(),
            Self::Connected(mode) => mode.bits(),
            Self::Disconnected(mode) => mode.bits(),
            _ => 0,
        }
    }

    /// The state as TAPI 3 sees it; `None` when it is not known, and stays what it was.
    ///
    /// [`CallState::Idle`] is never meant: that is a call before it is made, and [`Idle`](Self::Idle) one that is
    /// over.
    ///
    /// ```
    /// use tspkit_abi::CallState;
    /// use tspkit_hal::CallStatus;
    ///
    /// assert_eq!(CallStatus::Ringback.call_state(), Some(CallState::InProgress));
    /// assert_eq!(CallStatus::Accepted.call_state(), Some(CallState::Offering));
    /// assert_eq!(CallStatus::Idle.call_state(), Some(CallState::Disconnected));
    /// ```
    pub const fn call_state(self) -> Option<CallState> {
        Some(match self {
            Self::Offering(_) | Self::Accepted => CallState::Offering,
            Self::DialTone(_)
            | Self::Dialing
            | Self::Proceeding
            | Self::Ringback
            | Self::Busy(_)
            | Self::SpecialInfo(_) => CallState::InProgress,
            Self::Connected(_) | Self::Conferenced => CallState::Connected,
            Self::OnHold | Self::OnHoldPendingTransfer | Self::OnHoldPendingConference => {
                CallState::Hold
            }
            Self::Disconnected(_) | Self::Idle => CallState::Disconnected,
            Self::Unknown => return None,
        })
    }
}
