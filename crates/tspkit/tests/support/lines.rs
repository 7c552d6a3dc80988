//! A driver with lines, whose answers and events the test gives.

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex},
};

use tspkit::{
    CallError, CallId, CallInfo, CallStatus, Hardware, HardwareError, LineEvent, LineId, LineInfo,
    LineModel, LineReply, LineRequest, Office, OpenOptions, PhoneId, PhoneReply, PhoneRequest,
    TapiError,
    abi::{
        LineCallFeatures, LineCallOrigins, LineCallReasons, LineConnectedModes, LineDigitModes,
        LineOfferingModes,
    },
    hal::{CallChange, Completion, Deadline, EventSink, Inventory, Stopped, UserUserLimits},
};

use super::{HANG, options};

pub const CONNECTED: CallStatus = CallStatus::Connected(LineConnectedModes::ACTIVE);
pub const OFFERING: CallStatus = CallStatus::Offering(LineOfferingModes::ACTIVE);

/// What goes on a line of the tests: every feature, and limits that differ from each other.
pub fn line_model() -> LineModel {
    let mut limits = UserUserLimits::all(100);
    (limits.accept, limits.answer, limits.drop) = (10, 11, 12);
    (limits.send, limits.receive) = (20, 30);
    LineModel::new("a line for tests")
        .features(LineCallFeatures::all())
        .calls(2, 1, 1)
        .user_user(limits)
        .call_data(40)
        .dev_specific(50)
        .compatibilities()
        .digits(LineDigitModes::DTMF | LineDigitModes::PULSE)
        .dev_specific_requests()
}

/// That many lines of that model; the driver's numbers for them begin with 200, their addresses with 100.
pub fn lines_of(model: LineModel, count: u32) -> Inventory {
    let model = Arc::new(model);
    (0..count).fold(Inventory::new(), |all, index| {
        all.line(line_info(index, &model))
    })
}

pub fn line_info(index: u32, model: &Arc<LineModel>) -> LineInfo {
    let address = (100 + index).to_string();
    LineInfo::new(
        LineId(200 + index),
        format!("line {index}"),
        address,
        model.clone(),
    )
}

/// A call that came in, with the number that drivers may choose.
pub fn incoming(number: u32) -> CallId {
    CallId(0x8000_0000 | number)
}

pub fn nobody() -> CallInfo {
    CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT)
}

/// A request that a [`Board`] has, and answers when the test says so.
#[derive(Debug)]
pub struct Asked {
    pub line: LineId,
    pub request: LineRequest,
    pub done: Completion<LineReply>,
}

impl Asked {
    pub fn succeed(self) {
        self.done.complete(Ok(LineReply::Done));
    }

    #[track_caller]
    pub fn call(&self) -> CallId {
        self.request.call().expect("it is about a call")
    }

    #[track_caller]
    pub fn named(self, name: &str) -> Self {
        assert_eq!(self.request.name(), name);
        self
    }
}

/// Keeps every request until the test takes and answers it. Clones are the same driver.
#[derive(Clone)]
pub struct Board(Arc<Inner>);

struct Inner {
    inventory: Inventory,
    asked: Mutex<VecDeque<Asked>>,
    came: Condvar,
    events: Mutex<Option<EventSink>>,
}

impl Board {
    pub fn new(inventory: Inventory) -> Self {
        Self(Arc::new(Inner {
            inventory,
            asked: Mutex::default(),
            came: Condvar::new(),
            events: Mutex::default(),
        }))
    }

    /// The oldest request that has come, waiting for it.
    #[track_caller]
    pub fn take(&self) -> Asked {
        let asked = self.0.asked.lock().unwrap();
        let (mut asked, waited) = self
            .0
            .came
            .wait_timeout_while(asked, HANG, |asked| asked.is_empty())
            .unwrap();
        assert!(!waited.timed_out(), "no request has come");
        asked.pop_front().expect("one has come")
    }

    /// The oldest request that has come, if there is one.
    pub fn try_take(&self) -> Option<Asked> {
        self.0.asked.lock().unwrap().pop_front()
    }

    /// No request has come.
    #[track_caller]
    pub fn assert_untold(&self) {
        assert_eq!(self.try_take().map(|asked| asked.request), None);
    }

    pub fn events(&self) -> EventSink {
        let events = self.0.events.lock().unwrap();
        events.clone().expect("the driver was started")
    }

    /// Tells what has happened on the line of that index.
    pub fn tell(&self, index: u32, event: LineEvent) {
        self.events().line(LineId(200 + index), event);
    }

    pub fn state(&self, index: u32, call: CallId, status: CallStatus) {
        self.tell(index, LineEvent::CallState { call, status });
    }

    pub fn change(&self, index: u32, call: CallId, change: CallChange) {
        self.tell(index, LineEvent::CallChanged { call, change });
    }

    /// User-user information has come in, of which nothing more follows.
    pub fn user_user(&self, index: u32, call: CallId, data: &'static [u8]) {
        let change = CallChange::UserUserInfo {
            data: data.into(),
            more: false,
        };
        self.change(index, call, change);
    }

    /// A call comes in.
    pub fn offer(&self, index: u32, call: CallId, info: CallInfo) {
        let event = LineEvent::NewCall {
            call,
            status: OFFERING,
            info: Box::new(info),
        };
        self.tell(index, event);
    }
}

impl Hardware for Board {
    fn inventory(&self) -> Inventory {
        self.0.inventory.clone()
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        *self.0.events.lock().unwrap() = Some(events);
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.unavailable();
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        let asked = Asked {
            line,
            request,
            done,
        };
        self.0.asked.lock().unwrap().push_back(asked);
        self.0.came.notify_all();
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let left = std::mem::take(&mut *self.0.asked.lock().unwrap());
        drop(left);
        Stopped::Clean
    }
}

/// Two lines of [`line_model`], under the test's control.
pub fn board() -> (Board, Office) {
    board_with(line_model(), &options())
}

pub fn board_with(model: LineModel, options: &OpenOptions) -> (Board, Office) {
    let board = Board::new(lines_of(model, 2));
    let office = options
        .open_hardware(Box::new(board.clone()))
        .expect("the office opens");
    (board, office)
}

/// TAPI's code of what has to be an error, as `LINEERR_` and as `TAPI_E_`.
#[track_caller]
pub fn line_refusal<T>(result: Result<T, CallError>) -> (tspkit::LineError, TapiError) {
    match result {
        Ok(_) => panic!("it should have been refused"),
        Err(error) => (error.code(), error.tapi()),
    }
}
