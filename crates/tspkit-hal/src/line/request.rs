//! What a line can be asked to do.

use std::time::Duration;

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineDigitModes, structure::DialParams};

use super::CallParams;
use crate::ids::CallId;

/// One request to one line. What a driver does not match is answered with
/// [`Completion::unavailable`](crate::Completion::unavailable).
///
/// The SDK has checked it before a driver sees it: the line has the feature, user-user information and call
/// data fit, the call is one that the driver knows, and is in a state that allows it. Calls move on by
/// themselves, though: what no longer goes is answered with `LINEERR_INVALCALLSTATE`, and a call that is
/// over with `LINEERR_INVALCALLHANDLE` or `LINEERR_INVALCALLSTATE`.
///
/// The answer says that the request was carried out; the state that follows is an event of its own, and comes
/// after the answer where it is the request's result.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineRequest {
    /// Make a call (`TSPI_lineMakeCall`). Answered no later than the call is
    /// [`Proceeding`](crate::CallStatus::Proceeding), and no event about the call comes before the answer.
    MakeCall {
        /// The call's number from here on; its topmost bit is not set.
        call: CallId,
        /// What to dial; empty: dial tone is asked for, and [`Dial`](Self::Dial) follows. A `;` at the end says
        /// that more digits follow.
        destination: String,
        /// What goes with it.
        params: Box<CallParams>,
    },
    /// Dial more digits (`TSPI_lineDial`). A `;` at the end says that more follow.
    Dial {
        /// The call.
        call: CallId,
        /// The digits.
        digits: String,
    },
    /// Claim an offering call, which alerts the station (`TSPI_lineAccept`).
    Accept {
        /// The call.
        call: CallId,
        /// User-user information to send along; may be empty.
        user_user: Bytes,
    },
    /// Answer a call (`TSPI_lineAnswer`).
    Answer {
        /// The call.
        call: CallId,
        /// User-user information to send along; may be empty.
        user_user: Bytes,
    },
    /// End a call (`TSPI_lineDrop`). [`Idle`](crate::CallStatus::Idle) follows.
    Drop {
        /// The call.
        call: CallId,
        /// User-user information to send along; may be empty.
        user_user: Bytes,
    },
    /// Put a call on hold (`TSPI_lineHold`).
    Hold {
        /// The call.
        call: CallId,
    },
    /// Take a call back from hold (`TSPI_lineUnhold`).
    Unhold {
        /// The call.
        call: CallId,
    },
    /// Put the active call on hold and take the other back (`TSPI_lineSwapHold`).
    SwapHold {
        /// The call that is active.
        active: CallId,
        /// The call that is on hold.
        held: CallId,
    },
    /// Put a call on hold for a transfer and make a consultation call with dial tone
    /// (`TSPI_lineSetupTransfer`). No event about the consultation call comes before the answer.
    SetupTransfer {
        /// The call to transfer.
        call: CallId,
        /// The consultation call's number from here on; its topmost bit is not set.
        consultation: CallId,
        /// What goes with the consultation call.
        params: Box<CallParams>,
    },
    /// Connect the two parties with each other; both calls end here (`TSPI_lineCompleteTransfer`).
    CompleteTransfer {
        /// The call that is transferred.
        call: CallId,
        /// The call to whose far end it goes.
        consultation: CallId,
    },
    /// Transfer a call to that number without asking there (`TSPI_lineBlindTransfer`).
    BlindTransfer {
        /// The call.
        call: CallId,
        /// What to dial.
        destination: String,
    },
    /// Send an offering call on to that number (`TSPI_lineRedirect`).
    Redirect {
        /// The call.
        call: CallId,
        /// What to dial.
        destination: String,
    },
    /// Send digits within a call (`TSPI_lineGenerateDigits`). Answered when the last one has been sent.
    GenerateDigits {
        /// The call.
        call: CallId,
        /// 0 to 9, A to D, `*`, `#`, and `,` for a pause.
        digits: String,
        /// How: one mode.
        mode: LineDigitModes,
        /// How long each lasts, within what the line has; `None`: as usual.
        duration: Option<Duration>,
    },
    /// Send user-user information (`TSPI_lineSendUserUserInfo`), in as many chained messages as the network
    /// wants.
    SendUserUserInfo {
        /// The call.
        call: CallId,
        /// The protocol discriminator and what follows it.
        data: Bytes,
    },
    /// The user-user information shown has been taken (`TSPI_lineReleaseUserUserInfo`). The SDK keeps the
    /// queue; this is for hardware that waits for it before it sends more, and may be answered with
    /// [`unavailable`](crate::Completion::unavailable).
    ReleaseUserUserInfo {
        /// The call.
        call: CallId,
    },
    /// Set the call data at every end of the call that shares it (`TSPI_lineSetCallData`).
    SetCallData {
        /// The call.
        call: CallId,
        /// The data; none removes it.
        data: Bytes,
    },
    /// Change what the call is carried by (`TSPI_lineSetCallParams`). Another end that cannot be carried so makes it
    /// `LINEERR_BEARERMODEUNAVAIL` or `LINEERR_RATEUNAVAIL`. What it is then the driver tells by
    /// [`CallChange::BearerMode`](crate::CallChange::BearerMode) and [`CallChange::Rate`](crate::CallChange::Rate).
    SetCallParams {
        /// The call.
        call: CallId,
        /// The bearer mode: one.
        bearer_mode: LineBearerModes,
        /// The lowest and highest data rate, in bits per second; a highest of 0: the line's. Both 0: it stays.
        rates: (u32, u32),
        /// How fast to dial and to send digits from here on, in times that the line has; `None`: as before. The SDK
        /// keeps it, and names the duration with each [`GenerateDigits`](Self::GenerateDigits).
        dial: Option<DialParams>,
    },
    /// Nobody is interested in the call any more: it can be forgotten (`TSPI_lineCloseCall`). The SDK sends it
    /// once for each call that the driver knows; one that is still up has been dropped before. Until then call
    /// data may still be set, also after [`Idle`](crate::CallStatus::Idle). May be answered with
    /// [`unavailable`](crate::Completion::unavailable).
    CloseCall {
        /// The call.
        call: CallId,
    },
    /// Something between this driver and its applications (`TSPI_lineDevSpecific`). Answer:
    /// [`Data`](crate::LineReply::Data), what the buffer holds afterwards.
    DevSpecific {
        /// The call, if it is about one.
        call: Option<CallId>,
        /// The bytes.
        data: Bytes,
    },
}

impl LineRequest {
    /// The call that it is about; of two, the one that was there first.
    pub const fn call(&self) -> Option<CallId> {
        match self {
            Self::MakeCall { call, .. }
            | Self::Dial { call, .. }
            | Self::Accept { call, .. }
            | Self::Answer { call, .. }
            | Self::Drop { call, .. }
            | Self::Hold { call }
            | Self::Unhold { call }
            | Self::SwapHold { active: call, .. }
            | Self::SetupTransfer { call, .. }
            | Self::CompleteTransfer { call, .. }
            | Self::BlindTransfer { call, .. }
            | Self::Redirect { call, .. }
            | Self::GenerateDigits { call, .. }
            | Self::SendUserUserInfo { call, .. }
            | Self::ReleaseUserUserInfo { call }
            | Self::SetCallData { call, .. }
            | Self::SetCallParams { call, .. }
            | Self::CloseCall { call } => Some(*call),
            Self::DevSpecific { call, .. } => *call,
        }
    }

    /// Its name, as TAPI has it, without what goes before: `MakeCall`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::MakeCall { .. } => "MakeCall",
            Self::Dial { .. } => "Dial",
            Self::Accept { .. } => "Accept",
            Self::Answer { .. } => "Answer",
            Self::Drop { .. } => "Drop",
            Self::Hold { .. } => "Hold",
            Self::Unhold { .. } => "Unhold",
            Self::SwapHold { .. } => "SwapHold",
            Self::SetupTransfer { .. } => "SetupTransfer",
            Self::CompleteTransfer { .. } => "CompleteTransfer",
            Self::BlindTransfer { .. } => "BlindTransfer",
            Self::Redirect { .. } => "Redirect",
            Self::GenerateDigits { .. } => "GenerateDigits",
            Self::SendUserUserInfo { .. } => "SendUserUserInfo",
            Self::ReleaseUserUserInfo { .. } => "ReleaseUserUserInfo",
            Self::SetCallData { .. } => "SetCallData",
            Self::SetCallParams { .. } => "SetCallParams",
            Self::CloseCall { .. } => "CloseCall",
            Self::DevSpecific { .. } => "DevSpecific",
        }
    }
}
