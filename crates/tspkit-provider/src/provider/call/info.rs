//! What is known of a call, as TAPI has it: `LINECALLINFO` and `LINECALLSTATUS`.

use std::sync::atomic::Ordering;

use tspkit::{
    CallStatus, CallView,
    abi::{
        CallInfoBuffer, CallState, CallTreatment, LineAddressTypes, LineCallFeatures,
        LineCallFeatures2, LineError,
        structure::{LineCallInfo, LineCallParty, LineCallStatus, Written},
    },
    hal::PartyRole,
};

use super::OpenCall;
use crate::{functions::Functions, provider::THE_ADDRESS};

impl OpenCall {
    /// Fills a caller's `LINECALLINFO`.
    pub(crate) fn write_info(&self, bytes: &mut [u8]) -> Result<Written, LineError> {
        let written = self.call.with_info(|info| {
            let filled = LineCallInfo {
                line_device_id: self.device,
                address_id: THE_ADDRESS,
                bearer_mode: info.bearer_mode(),
                rate: info.rate(),
                media_mode: self.media_mode(info.media_mode()),
                app_specific: self.app_specific.load(Ordering::SeqCst),
                call_id: info.call_id(),
                related_call_id: info.related_call_id(),
                param_flags: self.param_flags,
                dial_params: info.dial(),
                call_states: self.call_states,
                origin: info.origin(),
                reason: info.reason(),
                trunk: info.trunk(),
                caller: party(info, PartyRole::Caller),
                called: party(info, PartyRole::Called),
                connected: party(info, PartyRole::Connected),
                redirection: party(info, PartyRole::Redirection),
                redirecting: party(info, PartyRole::Redirecting),
                user_user_info: info.buffer(CallInfoBuffer::UserUserInfo),
                high_level_comp: info.buffer(CallInfoBuffer::HighLevelCompatibilityBuffer),
                low_level_comp: info.buffer(CallInfoBuffer::LowLevelCompatibilityBuffer),
                charging_info: info.buffer(CallInfoBuffer::ChargingInfoBuffer),
                dev_specific: info.buffer(CallInfoBuffer::DevSpecificBuffer),
                call_treatment: CallTreatment::default(),
                call_data: info.buffer(CallInfoBuffer::CallDataBuffer),
                ..LineCallInfo::default()
            };
            filled.write(bytes, self.version)
        });
        written.map_err(LineError::from)
    }

    /// Fills a caller's `LINECALLSTATUS`.
    pub(crate) fn write_status(
        &self,
        exported: Functions,
        bytes: &mut [u8],
    ) -> Result<Written, LineError> {
        let status = self.call.status();
        let shown = status.unwrap_or_else(|| match self.call.state() {
            // It could not be made.
            CallState::Disconnected => CallStatus::Idle,
            // Its first state is not yet told: it is on its way.
            _ => CallStatus::Proceeding,
        });
        let features = self.call.features() & exported.call_features();
        let mut features2 = LineCallFeatures2::empty();
        features2.set(
            LineCallFeatures2::TRANSFERNORM,
            features.contains(LineCallFeatures::COMPLETETRANSF),
        );
        let filled = LineCallStatus {
            state: shown.state(),
            state_mode: shown.detail(),
            features,
            features2,
            dev_specific: &[],
            state_entry_time: self.since(status),
        };
        filled.write(bytes, self.version).map_err(LineError::from)
    }
}

fn party(info: CallView<'_>, role: PartyRole) -> LineCallParty<'_> {
    let party = info.party(role);
    LineCallParty {
        flags: party.flags,
        number: &party.number,
        name: &party.name,
        address_type: if party.number.is_empty() {
            LineAddressTypes::empty()
        } else {
            LineAddressTypes::PHONENUMBER
        },
    }
}
