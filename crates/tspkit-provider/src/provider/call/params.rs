//! What TAPI gives a call on its way.

use std::time::Duration;

use tspkit::{
    Bytes, CallParams, LineInfo,
    abi::{
        LineAddressModes, LineAddressTypes, LineError, layout::copy_in, structure::LineCallParams,
    },
};

use crate::provider::THE_ADDRESS;

/// What the hardware is given of a caller's parameters, all of it copied.
pub(crate) fn call_params(
    params: &LineCallParams<'_>,
    line: &LineInfo,
) -> Result<CallParams, LineError> {
    match params.address_mode {
        mode if mode.is_empty() => {}
        LineAddressModes::ADDRESSID if params.address_id == THE_ADDRESS => {}
        LineAddressModes::ADDRESSID => return Err(LineError::InvalAddressId),
        LineAddressModes::DIALABLEADDR if params.orig_address == *line.address => {}
        LineAddressModes::DIALABLEADDR => return Err(LineError::InvalAddress),
        _ => return Err(LineError::InvalAddressMode),
    }
    let number = LineAddressTypes::PHONENUMBER;
    if !params.address_type.is_empty() && params.address_type != number {
        return Err(LineError::InvalAddressType);
    }
    let mut own = CallParams::default();
    own.user_user = copy(params.user_user_info)?;
    own.high_layer = copy(params.high_level_comp)?;
    own.low_layer = copy(params.low_level_comp)?;
    own.call_data = copy(params.call_data)?;
    own.dev_specific = copy(params.dev_specific)?;
    own.media_mode = params.media_mode;
    own.bearer_mode = params.bearer_mode;
    own.rates = (params.min_rate, params.max_rate);
    own.dial = params.dial_params;
    own.flags = params.flags;
    own.calling_number = params.calling_party_id.to_string();
    own.called_party = params.called_party.to_string();
    let seconds = u64::from(params.no_answer_timeout);
    own.no_answer = (seconds > 0).then(|| Duration::from_secs(seconds));
    Ok(own)
}

/// A copy of a caller's bytes, as far as there is memory.
fn copy(bytes: &[u8]) -> Result<Bytes, LineError> {
    // SAFETY: pointer and size are a slice's, which nobody writes while it is borrowed.
    unsafe { copy_in(bytes.as_ptr(), bytes.len()) }.map_err(LineError::from)
}
