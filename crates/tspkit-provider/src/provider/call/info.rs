//! What is known of a call, as TAPI has it: `LINECALLINFO` and `LINECALLSTATUS`.

use std::sync::atomic::Ordering;

use tspkit::{
    CallStatus, Party,
    abi::{
        CallState, CallTreatment, LineAddressTypes, LineCallFeatures, LineCallFeatures2,
        LineCallStates, LineError,
        structure::{LineCallInfo, LineCallParty, LineCallStatus, Written},
    },
};

use super::OpenCall;
use crate::{
    functions::Functions,
    provider::{THE_ADDRESS, line::call_features},
};

impl OpenCall {
    /// Fills a caller's `LINECALLINFO`.
    pub(crate) fn write_info(&self, bytes: &mut [u8]) -> Result<Written, LineError> {
        let line = self.call.line();
        let info = self.call.info();
        let model = line.capabilities();
        let parties = &info.parties;
        let filled = LineCallInfo {
            line_device_id: self.link.lines.device(line.id()).unwrap_or_default(),
            address_id: THE_ADDRESS,
            bearer_mode: info.bearer_mode,
            rate: info.rate,
            media_mode: self.media_mode(info.media_mode),
            app_specific: self.app_specific.load(Ordering::SeqCst),
            call_id: info.call_id,
            related_call_id: info.related_call_id,
            param_flags: self.param_flags,
            dial_params: info.dial,
            call_states: model.states | LineCallStates::IDLE,
            origin: info.origin,
            reason: info.reason,
            trunk: info.trunk,
            caller: party(&parties.caller),
            called: party(&parties.called),
            connected: party(&parties.connected),
            redirection: party(&parties.redirection),
            redirecting: party(&parties.redirecting),
            user_user_info: &info.user_user,
            high_level_comp: &info.high_layer,
            low_level_comp: &info.low_layer,
            charging_info: &info.charging,
            dev_specific: &info.dev_specific,
            call_treatment: CallTreatment::default(),
            call_data: &info.call_data,
            ..LineCallInfo::default()
        };
        filled.write(bytes, self.version).map_err(LineError::from)
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
        let model = self.call.line().capabilities();
        let features = self.call.features() & call_features(&model, exported);
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

fn party(party: &Party) -> LineCallParty<'_> {
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
