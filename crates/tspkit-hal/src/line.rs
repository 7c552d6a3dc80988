//! Lines and calls, sketched: enough for the shape of the abstraction to be final.

use std::sync::Arc;

use bytes::Bytes;

use crate::ids::{CallId, LineId};

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineInfo {
    /// The line's permanent number.
    pub id: LineId,
    /// Its name, for people.
    pub name: Arc<str>,
    /// The number by which others call it.
    pub address: Arc<str>,
}

impl LineInfo {
    /// A line of that name and address.
    pub fn new(id: LineId, name: impl Into<Arc<str>>, address: impl Into<Arc<str>>) -> Self {
        Self {
            id,
            name: name.into(),
            address: address.into(),
        }
    }
}

/// What goes with a call as it is made (`LINECALLPARAMS`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CallParams {
    /// User-user information.
    pub user_user: Bytes,
    /// High layer compatibility.
    pub high_layer: Bytes,
    /// Low layer compatibility.
    pub low_layer: Bytes,
    /// Call data.
    pub call_data: Bytes,
    /// Device-specific data.
    pub dev_specific: Bytes,
}

/// One request to one line. What a driver does not match is answered with
/// [`Completion::unavailable`](crate::Completion::unavailable).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineRequest {
    /// Make a call (`TSPI_lineMakeCall`).
    MakeCall {
        /// The call's number from here on.
        call: CallId,
        /// What to dial.
        destination: String,
        /// What goes with it.
        params: CallParams,
    },
    /// Accept an offering call (`TSPI_lineAccept`).
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
    /// End a call (`TSPI_lineDrop`).
    Drop {
        /// The call.
        call: CallId,
        /// User-user information to send along; may be empty.
        user_user: Bytes,
    },
    /// Send user-user information (`TSPI_lineSendUserUserInfo`).
    SendUserUserInfo {
        /// The call.
        call: CallId,
        /// The protocol discriminator and what follows it.
        data: Bytes,
    },
    /// Set the call data (`TSPI_lineSetCallData`).
    SetCallData {
        /// The call.
        call: CallId,
        /// The data; none removes it.
        data: Bytes,
    },
}

/// The answer to a [`LineRequest`], where it succeeds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LineReply {
    /// It is done.
    Done,
}
