//! The driver under the benches of calls: as little as a driver can be, so that what is measured is what is above it.

use std::sync::{Arc, OnceLock};

use tspkit::{
    Hardware, HardwareError, PhoneId, PhoneReply, PhoneRequest,
    abi::{LineCallFeatures, LineCallStates, LineConnectedModes},
    hal::{
        CallChange, CallStatus, Completion, Deadline, EventSink, Inventory, LineEvent, LineId,
        LineInfo, LineModel, LineReply, LineRequest, Party, PartyRole, Stopped, UserUserLimits,
    },
};

/// How many calls a line takes.
pub(crate) const PER_LINE: u32 = 1000;
/// Who calls, where a call is made with the caller's number.
const CALLER: &str = "Anna Berger";

/// Connects every call at once and answers inside `submit_line`.
pub(crate) struct Lines {
    count: u32,
    events: OnceLock<EventSink>,
}

impl Lines {
    pub(crate) fn new(count: u32) -> Self {
        Self {
            count,
            events: OnceLock::new(),
        }
    }
}

impl Hardware for Lines {
    fn inventory(&self) -> Inventory {
        let model = LineModel::new("bench")
            .features(LineCallFeatures::all())
            .states(LineCallStates::all())
            .calls(PER_LINE, PER_LINE, PER_LINE)
            .user_user(UserUserLimits::all(131))
            .call_data(4096)
            .dev_specific(1024)
            .compatibilities()
            .charging();
        let (model, name): (_, Arc<str>) = (Arc::new(model), "line".into());
        (0..self.count).fold(Inventory::new(), |all, id| {
            let line = LineInfo::new(LineId(id), name.clone(), name.clone(), model.clone());
            all.line(line)
        })
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        self.events
            .set(events)
            .map_err(|_| HardwareError::failed("it is started once"))
    }

    fn submit(&self, _: PhoneId, _: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        done.complete(Ok(LineReply::Done));
        if let LineRequest::MakeCall { call, params, .. } = request {
            let tell = |event| {
                let events = self.events.get().expect("the driver is started");
                events.line(line, event);
            };
            let status = CallStatus::Connected(LineConnectedModes::ACTIVE);
            tell(LineEvent::CallState { call, status });
            if !params.calling_number.is_empty() {
                let change = CallChange::Party {
                    role: PartyRole::Caller,
                    party: Party::known(params.calling_number, CALLER),
                };
                tell(LineEvent::CallChanged { call, change });
            }
            // What a call brings comes back, so that there is something to read.
            let data = params.user_user;
            if !data.is_empty() {
                let change = CallChange::ChargingInfo(data.clone());
                tell(LineEvent::CallChanged { call, change });
                let change = CallChange::UserUserInfo { data, more: false };
                tell(LineEvent::CallChanged { call, change });
            }
        }
    }

    fn stop(&self, _: Deadline) -> Stopped {
        Stopped::Clean
    }
}
