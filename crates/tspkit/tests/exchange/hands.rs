//! A driver of lines that does what the test says, and nothing else.

use std::sync::{
    Arc, Condvar, Mutex,
    atomic::{AtomicBool, Ordering},
};

use tspkit::{
    Hardware, HardwareError, Office, OpenOptions, PhoneId, PhoneReply, PhoneRequest,
    abi::{LineCallFeatures, LineCallStates, LineError},
    hal::{
        CallChange, CallId, CallInfo, CallStatus, Completion, Deadline, EventSink, Inventory,
        LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest, Stopped, UserUserLimits,
    },
};

use crate::support::HANG;

/// The lines' numbers begin here.
pub const FIRST: u32 = 500;
/// The number of the first line.
pub const LINE: LineId = LineId(FIRST);

/// The largest user-user information for each operation; each another, so that none is taken for another.
pub fn limits() -> UserUserLimits {
    let mut limits = UserUserLimits::all(0);
    limits.make_call = 40;
    limits.accept = 41;
    limits.answer = 42;
    limits.drop = 43;
    limits.send = 44;
    limits.receive = 4096;
    limits
}

/// The largest call data.
pub const CALL_DATA: u32 = 48;

/// A line that can do everything.
pub fn model() -> LineModel {
    LineModel::new("a line for tests")
        .features(LineCallFeatures::all())
        .states(LineCallStates::all())
        .calls(1000, 1000, 1000)
        .user_user(limits())
        .call_data(CALL_DATA)
        .dev_specific(64)
        .compatibilities()
        .charging()
        .partial_dial()
        .dev_specific_requests()
}

/// A request that has come, and the token to answer it by when answers are held back.
#[derive(Debug)]
pub struct Asked {
    pub line: LineId,
    pub request: LineRequest,
    pub done: Option<Completion<LineReply>>,
}

impl Asked {
    pub fn succeed(self) {
        self.answer(Ok(LineReply::Done));
    }

    pub fn fail(self, code: LineError) {
        self.answer(Err(HardwareError::from(code)));
    }

    fn answer(self, outcome: Result<LineReply, HardwareError<LineError>>) {
        self.done
            .expect("its answer was held back")
            .complete(outcome);
    }
}

/// The driver. Every clone is the same one.
#[derive(Clone)]
pub struct Hands(Arc<Shared>);

struct Shared {
    inventory: Inventory,
    events: Mutex<Option<EventSink>>,
    asked: Mutex<Vec<Asked>>,
    came: Condvar,
    held_back: AtomicBool,
}

impl Hands {
    /// A driver with that many lines.
    pub fn new(lines: u32) -> Self {
        Self::with(lines, model())
    }

    /// A driver with that many lines of that model.
    pub fn with(lines: u32, model: LineModel) -> Self {
        let model = Arc::new(model);
        let inventory = (0..lines).fold(Inventory::new(), |all, index| {
            let name = format!("line {index}");
            let address = (200 + index).to_string();
            all.line(LineInfo::new(
                LineId(FIRST + index),
                name,
                address,
                model.clone(),
            ))
        });
        Self(Arc::new(Shared {
            inventory,
            events: Mutex::default(),
            asked: Mutex::default(),
            came: Condvar::new(),
            held_back: AtomicBool::new(false),
        }))
    }

    /// An office of these lines.
    pub fn open(&self, options: &OpenOptions) -> Office {
        options
            .open_hardware(Box::new(self.clone()))
            .expect("the office opens")
    }

    /// Answers are the test's to give from now on; or no longer.
    pub fn hold_back(&self, held_back: bool) {
        self.0.held_back.store(held_back, Ordering::SeqCst);
    }

    /// What has been asked since this was last called, with the tokens of what was held back.
    pub fn take(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.0.asked.lock().unwrap())
    }

    /// What has been asked since, without the tokens.
    pub fn requests(&self) -> Vec<LineRequest> {
        self.take().into_iter().map(|asked| asked.request).collect()
    }

    /// Waits for the next request.
    #[track_caller]
    pub fn next(&self) -> Asked {
        let asked = self.0.asked.lock().unwrap();
        let (mut asked, _) = self
            .0
            .came
            .wait_timeout_while(asked, HANG, |asked| asked.is_empty())
            .unwrap();
        assert!(!asked.is_empty(), "the driver was asked nothing");
        asked.remove(0)
    }

    /// Tells what happens on the first line.
    pub fn tell(&self, event: LineEvent) {
        let events = self.0.events.lock().unwrap().clone();
        events.expect("the driver was started").line(LINE, event);
    }

    /// A call on the first line is in another state.
    pub fn state(&self, call: CallId, status: CallStatus) {
        self.tell(LineEvent::CallState { call, status });
    }

    /// Something else about a call on the first line has changed.
    pub fn change(&self, call: CallId, change: CallChange) {
        self.tell(LineEvent::CallChanged { call, change });
    }

    /// A message of user-user information has come in.
    pub fn message(&self, call: CallId, text: &str) {
        let data = text.to_owned().into();
        self.change(call, CallChange::UserUserInfo { data, more: false });
    }

    /// A call comes in on the first line.
    pub fn comes_in(&self, call: CallId, status: CallStatus, info: CallInfo) {
        self.tell(LineEvent::NewCall {
            call,
            status,
            info: Box::new(info),
        });
    }
}

impl Hardware for Hands {
    fn inventory(&self) -> Inventory {
        self.0.inventory.clone()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *self.0.events.lock().unwrap() = Some(events);
        Ok(())
    }

    fn submit(&self, _: PhoneId, _: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        let held_back = self.0.held_back.load(Ordering::SeqCst);
        // What a driver may leave to the SDK.
        let unavailable = matches!(
            request,
            LineRequest::ReleaseUserUserInfo { .. } | LineRequest::CloseCall { .. }
        );
        let (answer, done) = if held_back {
            (None, Some(done))
        } else {
            (Some(done), None)
        };
        self.0.asked.lock().unwrap().push(Asked {
            line,
            request,
            done,
        });
        self.0.came.notify_all();
        match answer {
            Some(done) if unavailable => done.unavailable(),
            Some(done) => done.complete(Ok(LineReply::Done)),
            None => {}
        }
    }

    fn stop(&self, _: Deadline) -> Stopped {
        drop(self.take());
        Stopped::Clean
    }
}
