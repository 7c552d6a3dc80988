//! Calls that come from outside.

use bytes::Bytes;
use tspkit_abi::{LineBearerModes, LineMediaModes};
use tspkit_hal::{CallParams, Party};

/// A call from outside.
///
/// ```
/// use tspkit_driver_sim::Incoming;
/// use tspkit_hal::Party;
///
/// let call = Incoming::new(Party::known("0301234", "Anna")).user_user(&b"\x04hi"[..]);
/// assert_eq!(call.user_user.len(), 3);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Incoming {
    /// Who calls.
    pub caller: Party,
    /// User-user information; may be empty.
    pub user_user: Bytes,
    /// High level compatibility; may be empty.
    pub high_layer: Bytes,
    /// Low level compatibility; may be empty.
    pub low_layer: Bytes,
    /// Device-specific data; may be empty.
    pub dev_specific: Bytes,
    /// Call data; may be empty.
    pub call_data: Bytes,
    /// The media mode.
    pub media_mode: LineMediaModes,
    /// The bearer mode.
    pub bearer_mode: LineBearerModes,
}

impl Incoming {
    /// A voice call of somebody, with nothing else.
    pub fn new(caller: Party) -> Self {
        let params = CallParams::default();
        Self {
            caller,
            user_user: Bytes::new(),
            high_layer: Bytes::new(),
            low_layer: Bytes::new(),
            dev_specific: Bytes::new(),
            call_data: Bytes::new(),
            media_mode: params.media_mode,
            bearer_mode: params.bearer_mode,
        }
    }

    /// The same with user-user information.
    #[must_use]
    pub fn user_user(mut self, data: impl Into<Bytes>) -> Self {
        self.user_user = data.into();
        self
    }

    /// The same with high and low level compatibility.
    #[must_use]
    pub fn compatibilities(mut self, high: impl Into<Bytes>, low: impl Into<Bytes>) -> Self {
        (self.high_layer, self.low_layer) = (high.into(), low.into());
        self
    }

    /// The same with device-specific data.
    #[must_use]
    pub fn dev_specific(mut self, data: impl Into<Bytes>) -> Self {
        self.dev_specific = data.into();
        self
    }

    /// The same with call data.
    #[must_use]
    pub fn call_data(mut self, data: impl Into<Bytes>) -> Self {
        self.call_data = data.into();
        self
    }

    pub(super) fn params(self) -> Box<CallParams> {
        let mut params = Box::new(CallParams::default());
        params.user_user = self.user_user;
        params.high_layer = self.high_layer;
        params.low_layer = self.low_layer;
        params.dev_specific = self.dev_specific;
        params.call_data = self.call_data;
        params.media_mode = self.media_mode;
        params.bearer_mode = self.bearer_mode;
        params
    }
}
