//! What there is to know of a call.

use bytes::Bytes;
use tspkit_abi::{
    LineBearerModes, LineCallOrigins, LineCallReasons, LineMediaModes, structure::DialParams,
};

use super::Parties;

/// What there is to know of a call (`LINECALLINFO`). Page: `ns-tapi-linecallinfo`.
///
/// A driver fills in what it knows, with a call that comes in, and tells what changes by
/// [`CallChange`](crate::CallChange).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallInfo {
    /// Where the call comes from: one flag.
    pub origin: LineCallOrigins,
    /// Why it came about: one flag.
    pub reason: LineCallReasons,
    /// The switch's number for the call, the same at all its ends; 0: none.
    pub call_id: u32,
    /// The switch's number for a call that belongs to it, as in a transfer; 0: none.
    pub related_call_id: u32,
    /// The trunk, from 0; `None`: none, or not known.
    pub trunk: Option<u32>,
    /// The media mode: one, or several that are possible.
    pub media_mode: LineMediaModes,
    /// The bearer mode: one.
    pub bearer_mode: LineBearerModes,
    /// The data rate, in bits per second; 0: of no account.
    pub rate: u32,
    /// How fast it dials and sends digits; 0: as usual.
    pub dial: DialParams,
    /// The parties.
    pub parties: Parties,
    /// User-user information that the far end has sent with the call; empty: none.
    pub user_user: Bytes,
    /// High level compatibility; empty: none.
    pub high_layer: Bytes,
    /// Low level compatibility; empty: none.
    pub low_layer: Bytes,
    /// Charging information; empty: none.
    pub charging: Bytes,
    /// Device-specific data; empty: none.
    pub dev_specific: Bytes,
    /// Call data; empty: none.
    pub call_data: Bytes,
}

impl CallInfo {
    /// A voice call of that origin and reason, of which nothing else is known.
    pub fn new(origin: LineCallOrigins, reason: LineCallReasons) -> Self {
        Self {
            origin,
            reason,
            call_id: 0,
            related_call_id: 0,
            trunk: None,
            media_mode: LineMediaModes::INTERACTIVEVOICE,
            bearer_mode: LineBearerModes::VOICE,
            rate: 0,
            dial: DialParams::default(),
            parties: Parties::default(),
            user_user: Bytes::new(),
            high_layer: Bytes::new(),
            low_layer: Bytes::new(),
            charging: Bytes::new(),
            dev_specific: Bytes::new(),
            call_data: Bytes::new(),
        }
    }
}
