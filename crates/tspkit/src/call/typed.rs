//! The buffers of a call by what they mean.

use tspkit_abi::CallInfoBuffer;
use tspkit_q931::{
    ChargingInfo, Decoded, HighLayerCompatibility, LowLayerCompatibility, UserUserInfo,
};

use super::{Call, CallError};

impl Call {
    /// Puts user-user information on the call, as [`put_buffer`](Self::put_buffer) does.
    ///
    /// # Errors
    ///
    /// As [`put_buffer`](Self::put_buffer).
    ///
    /// ```
    /// use tspkit::q931::UserUserInfo;
    ///
    /// let office = tspkit::open("sim:")?;
    /// let call = office.line(0)?.create_call("102")?;
    /// let order = UserUserInfo::ia5("order 4711")?;
    /// call.set_user_user_info(&order)?;
    /// assert_eq!(call.user_user_info()?.unwrap().value, order);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_user_user_info(&self, info: &UserUserInfo) -> Result<(), CallError> {
        self.put_buffer(CallInfoBuffer::UserUserInfo, info.encode())
    }

    /// The user-user information that [`buffer`](Self::buffer) shows, read; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`buffer`](Self::buffer). Bytes that make no sense are no error: they come with what is wrong with them.
    pub fn user_user_info(&self) -> Result<Option<Decoded<UserUserInfo>>, CallError> {
        self.decoded(CallInfoBuffer::UserUserInfo, UserUserInfo::decode)
    }

    /// Puts a high layer compatibility on the call, before it is made.
    ///
    /// # Errors
    ///
    /// As [`put_buffer`](Self::put_buffer).
    pub fn set_high_layer_compatibility(
        &self,
        compatibility: &HighLayerCompatibility,
    ) -> Result<(), CallError> {
        let kind = CallInfoBuffer::HighLevelCompatibilityBuffer;
        self.put_buffer(kind, compatibility.encode())
    }

    /// The call's high layer compatibility, read; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`user_user_info`](Self::user_user_info).
    pub fn high_layer_compatibility(
        &self,
    ) -> Result<Option<Decoded<HighLayerCompatibility>>, CallError> {
        let kind = CallInfoBuffer::HighLevelCompatibilityBuffer;
        self.decoded(kind, HighLayerCompatibility::decode)
    }

    /// Puts a low layer compatibility on the call, before it is made.
    ///
    /// # Errors
    ///
    /// As [`put_buffer`](Self::put_buffer).
    pub fn set_low_layer_compatibility(
        &self,
        compatibility: &LowLayerCompatibility,
    ) -> Result<(), CallError> {
        let kind = CallInfoBuffer::LowLevelCompatibilityBuffer;
        self.put_buffer(kind, compatibility.encode())
    }

    /// The call's low layer compatibility, read; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`user_user_info`](Self::user_user_info).
    pub fn low_layer_compatibility(
        &self,
    ) -> Result<Option<Decoded<LowLayerCompatibility>>, CallError> {
        let kind = CallInfoBuffer::LowLevelCompatibilityBuffer;
        self.decoded(kind, LowLayerCompatibility::decode)
    }

    /// What the call costs, as far as the network has told, read; `None` when it has told nothing.
    ///
    /// # Errors
    ///
    /// As [`user_user_info`](Self::user_user_info).
    pub fn charging_info(&self) -> Result<Option<Decoded<ChargingInfo>>, CallError> {
        self.decoded(CallInfoBuffer::ChargingInfoBuffer, ChargingInfo::decode)
    }

    fn decoded<T>(
        &self,
        kind: CallInfoBuffer,
        decode: impl FnOnce(&[u8]) -> Decoded<T>,
    ) -> Result<Option<Decoded<T>>, CallError> {
        let data = self.buffer(kind)?;
        Ok((!data.is_empty()).then(|| decode(&data)))
    }
}
