//! Hardware with lines, whose calls are what the test says.

use std::{
    sync::{Mutex, PoisonError},
    thread,
};

use tspkit_provider::{
    abi::{LineCallFeatures, LineCallOrigins, LineCallReasons, LineDigitModes},
    hal::{
        CallId, CallInfo, CallStatus, Completion, Deadline, EventSink, Hardware, HardwareError,
        Inventory, LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest, PhoneId,
        PhoneReply, PhoneRequest, Stopped, UserUserLimits,
    },
};

use crate::planted::{Kind, Place, trip};

static EVENTS: Mutex<Option<EventSink>> = Mutex::new(None);
/// The keeper's requests.
static KEPT: Mutex<Vec<Completion<LineReply>>> = Mutex::new(Vec::new());

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

pub(crate) struct Switch {
    kind: Kind,
}

impl Switch {
    pub(crate) fn new(kind: Kind) -> Self {
        Self { kind }
    }
}

/// A call is found on the line, in that state.
pub(crate) fn find_call(number: u32, status: CallStatus) {
    let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
    let event = LineEvent::NewCall {
        call: CallId(1 << 31 | number),
        status,
        info: Box::new(info),
    };
    let events = lock(&EVENTS).clone().expect("it was started");
    events.line(LineId(1), event);
}

impl Hardware for Switch {
    fn inventory(&self) -> Inventory {
        trip(Place::Inventory);
        let model = LineModel::new("a line for tests")
            .features(LineCallFeatures::all())
            .calls(4, 4, 4)
            .user_user(UserUserLimits::all(64))
            .call_data(64)
            .digits(LineDigitModes::DTMF)
            .partial_dial()
            .dev_specific_requests();
        let line = LineInfo::new(LineId(1), "line", "1", model.into());
        Inventory::new().line(line)
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        trip(Place::Start);
        *lock(&EVENTS) = Some(events);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, _line: LineId, _request: LineRequest, done: Completion<LineReply>) {
        trip(Place::SubmitLine);
        match self.kind {
            Kind::SwitchKeeping => {
                done.on_cancel(|| trip(Place::Cancelled));
                lock(&KEPT).push(done);
            }
            Kind::SwitchThreaded => {
                // Not waited for: it may end when the provider has been shut down.
                thread::spawn(move || {
                    trip(Place::Thread);
                    done.complete(Ok(LineReply::Done));
                });
            }
            _ => done.complete(Ok(LineReply::Done)),
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        drop(std::mem::take(&mut *lock(&KEPT)));
        *lock(&EVENTS) = None;
        trip(Place::Stop);
        Stopped::Clean
    }
}

impl Drop for Switch {
    fn drop(&mut self) {
        trip(Place::Drop);
    }
}
