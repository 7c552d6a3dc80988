//! Lines under the benches: as little as a driver can be.

use std::sync::{Arc, OnceLock};

use tspkit::{
    Call, CallError, Hardware, HardwareError, Line, Office, OpenOptions, PhoneId, PhoneReply,
    PhoneRequest,
    abi::{LineCallFeatures, LineCallStates, LineConnectedModes},
    hal::{
        CallChange, CallStatus, Completion, Deadline, EventSink, Inventory, LineEvent, LineId,
        LineInfo, LineModel, LineReply, LineRequest, Stopped, UserUserLimits,
    },
};

/// How many calls a line takes.
pub(crate) const PER_LINE: u32 = 1000;

/// Connects every call at once and answers inside `submit_line`.
struct Lines {
    count: u32,
    events: OnceLock<EventSink>,
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

/// An office of such lines, and the lines opened.
pub(crate) fn open(count: u32) -> (Office, Vec<Line>) {
    let lines = Lines {
        count,
        events: OnceLock::new(),
    };
    let done = |_: u64, result: Result<LineReply, CallError>| assert!(result.is_ok());
    let office = OpenOptions::new()
        .line_completion_sink(Arc::new(done))
        .open_hardware(Box::new(lines))
        .expect("the bench's hardware opens");
    let lines = (0..count)
        .map(|index| office.line(index).expect("the line opens"))
        .collect();
    (office, lines)
}

/// A call that is up.
pub(crate) fn connected(line: &Line) -> Call {
    let call = created(line);
    call.connect().wait().expect("the call is made");
    call
}

/// A call that has not been connected.
pub(crate) fn created(line: &Line) -> Call {
    line.create_call("300").expect("a call is created")
}
