//! The buffers of a call, put and read.

use bytes::Bytes;
use tspkit_abi::CallInfoBuffer;
use tspkit_hal::CallParams;

use super::{Call, CallError, CallRequest, ask::What, cell::State};
use crate::office::lock;

impl Call {
    /// Puts a buffer on the call (`ITCallInfo::put_CallInfoBuffer`): what becomes of it follows from the state, as
    /// [`PutRule`](crate::PutRule) says.
    ///
    /// Before the call is made, it is kept for that, and nobody is asked. Later, user-user information and call data
    /// are given to the hardware, which is waited for, at most
    /// [`OpenOptions::put_limit`](crate::OpenOptions::put_limit): so that a refusal by the network is not lost.
    ///
    /// # Errors
    ///
    /// [`CallError::ReadOnly`] for charging information, whatever the state; `LINEERR_INVALCALLSTATE`;
    /// `LINEERR_USERUSERINFOTOOBIG`, from the line's limits or from the network; `LINEERR_INVALPARAM` for call data that is
    /// too large; what the hardware says; [`CallError::TimedOut`]. What TAPI 3 reports for it is
    /// [`CallError::tapi`].
    ///
    /// ```
    /// use tspkit::abi::CallInfoBuffer;
    ///
    /// let office = tspkit::open("sim:")?;
    /// let call = office.line(0)?.create_call("102")?;
    /// call.put_buffer(CallInfoBuffer::UserUserInfo, &b"\x04order 4711"[..])?;
    /// assert_eq!(call.buffer(CallInfoBuffer::UserUserInfo)?, &b"\x04order 4711"[..]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn put_buffer(
        &self,
        kind: CallInfoBuffer,
        data: impl Into<Bytes>,
    ) -> Result<(), CallError> {
        let mut data = data.into();
        if self.check_open().is_ok() {
            match self.cell.try_store(kind, data) {
                Ok(()) => return Ok(()),
                Err(other) => data = other,
            }
        }
        let limit = self.line.office().core().options.put_limit;
        self.put(kind, data).deadline(limit).wait()
    }

    /// As [`put_buffer`](Self::put_buffer), as a request.
    pub fn put(&self, kind: CallInfoBuffer, data: impl Into<Bytes>) -> CallRequest<()> {
        self.done(What::Put(kind, data.into()))
    }

    /// Reads a buffer of the call (`ITCallInfo::get_CallInfoBuffer`); empty: there is none.
    ///
    /// Before the call is made, that is what was put. Afterwards user-user information is what the far end has sent
    /// and nobody has released, whatever was sent from here; the others describe the call at both its ends.
    ///
    /// # Errors
    ///
    /// [`CallError::Closed`] and its kin when the call or its line is closed.
    pub fn buffer(&self, kind: CallInfoBuffer) -> Result<Bytes, CallError> {
        self.check_open()?;
        let state = lock(&self.cell.state);
        Ok(state.buffer(kind).map_or_else(Bytes::new, hand_out))
    }
}

impl State {
    /// What is in a buffer now: before the call is made, what is kept for that.
    pub(super) fn buffer(&self, kind: CallInfoBuffer) -> Option<&Bytes> {
        match (&self.outgoing, kind) {
            (None, CallInfoBuffer::UserUserInfo) => self.shown(),
            (None, other) => self.known.buffer(other),
            (Some(outgoing), kind) => stored(&outgoing.params, kind),
        }
    }
}

/// What is kept for when the call is made.
fn stored(params: &CallParams, kind: CallInfoBuffer) -> Option<&Bytes> {
    match kind {
        CallInfoBuffer::UserUserInfo => Some(&params.user_user),
        CallInfoBuffer::DevSpecificBuffer => Some(&params.dev_specific),
        CallInfoBuffer::CallDataBuffer => Some(&params.call_data),
        CallInfoBuffer::HighLevelCompatibilityBuffer => Some(&params.high_layer),
        CallInfoBuffer::LowLevelCompatibilityBuffer => Some(&params.low_layer),
        CallInfoBuffer::ChargingInfoBuffer => None,
    }
}

/// Up to how many bytes a buffer is copied when it is read. To share it takes two atomic operations, and an
/// allocation for the first who does: for few bytes that is more than a copy.
const COPIED: usize = 256;

fn hand_out(buffer: &Bytes) -> Bytes {
    if buffer.len() <= COPIED {
        Bytes::copy_from_slice(buffer)
    } else {
        buffer.clone()
    }
}
