//! The buffers of a call, put and read.

use bytes::Bytes;
use tspkit_abi::CallInfoBuffer;

use super::{Call, CallError, CallRequest, ask::What};
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
        let Some(outgoing) = &state.outgoing else {
            return Ok(match kind {
                CallInfoBuffer::UserUserInfo => state.user_user(),
                other => state.known.buffer(other),
            });
        };
        let params = &outgoing.params;
        Ok(match kind {
            CallInfoBuffer::UserUserInfo => params.user_user.clone(),
            CallInfoBuffer::DevSpecificBuffer => params.dev_specific.clone(),
            CallInfoBuffer::CallDataBuffer => params.call_data.clone(),
            CallInfoBuffer::HighLevelCompatibilityBuffer => params.high_layer.clone(),
            CallInfoBuffer::LowLevelCompatibilityBuffer => params.low_layer.clone(),
            CallInfoBuffer::ChargingInfoBuffer => Bytes::new(),
        })
    }
}
