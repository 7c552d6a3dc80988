//! What goes with a call as it is made.

use std::time::Duration;

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineCallParamFlags, LineMediaModes, structure::DialParams};

/// What goes with a call as it is made (`LINECALLPARAMS`). Page: `ns-tapi-linecallparams`.
///
/// The default is a voice call with nothing else. An empty buffer or text is none.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallParams {
    /// User-user information: the protocol discriminator and what follows it.
    pub user_user: Bytes,
    /// High level compatibility, as Q.931 codes it.
    pub high_layer: Bytes,
    /// Low level compatibility, as Q.931 codes it.
    pub low_layer: Bytes,
    /// Call data.
    pub call_data: Bytes,
    /// Device-specific data.
    pub dev_specific: Bytes,
    /// The call's media mode: one.
    pub media_mode: LineMediaModes,
    /// The call's bearer mode: one.
    pub bearer_mode: LineBearerModes,
    /// The lowest and highest data rate, in bits per second; a highest of 0: the line's. Both 0: it is of no account.
    pub rates: (u32, u32),
    /// How fast to dial and to send digits; 0: as usual. A driver sees times that its line has.
    pub dial: DialParams,
    /// Flags.
    pub flags: LineCallParamFlags,
    /// The number to show as the caller's, where the line lets it be chosen.
    pub calling_number: String,
    /// Who is called, for people.
    pub called_party: String,
    /// After how long without an answer the call is given up; `None`: when the network does.
    pub no_answer: Option<Duration>,
}

impl Default for CallParams {
    fn default() -> Self {
        Self {
            user_user: Bytes::new(),
            high_layer: Bytes::new(),
            low_layer: Bytes::new(),
            call_data: Bytes::new(),
            dev_specific: Bytes::new(),
            media_mode: LineMediaModes::INTERACTIVEVOICE,
            bearer_mode: LineBearerModes::VOICE,
            rates: (0, 0),
            dial: DialParams::default(),
            flags: LineCallParamFlags::empty(),
            calling_number: String::new(),
            called_party: String::new(),
            no_answer: None,
        }
    }
}
