//! The suite passes a driver with a line that is right, and finds each flaw by the check that is there for it.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use tspkit_abi::{
    LineCallOrigins, LineCallReasons, LineDisconnectModes, LineError, LineOfferingModes,
};
use tspkit_hal::{
    CallId, CallInfo, CallStatus, Completion, Deadline, EventSink, Hardware, HardwareError,
    Inventory, LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest, PhoneId, PhoneReply,
    PhoneRequest, Stopped, conformance::Suite,
};

const LINE: LineId = LineId(3);
const INCOMING: u32 = 1 << 31;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flaw {
    None,
    NeverAnswersDial,
    DropsDial,
    PanicsInSubmit,
    KnowsEveryCall,
    WrongCode,
    TakesEveryLine,
    LosesSomeRequests,
    TalksBeforeTheAnswer,
    NeverSaysIdle,
    TalksAfterIdle,
    TalksOfUnknownCalls,
    TalksOfUnknownLines,
    TalksOfRefusedCalls,
    CallsInWithoutTheBit,
    CallsInTwiceTheSame,
    CallsInUnannounced,
    LeavesPending,
    TalksAfterStop,
    AnswersAfterStop,
}

/// A line that makes and takes calls. Right, but for its flaw.
struct Board {
    flaw: Flaw,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    events: Option<EventSink>,
    calls: HashMap<CallId, CallStatus>,
    /// Requests that wait for something that does not happen.
    waiting: Vec<Completion<LineReply>>,
    last: u32,
    asked: u32,
}

impl Board {
    fn new(flaw: Flaw) -> Arc<Self> {
        Arc::new(Self {
            flaw,
            state: Mutex::default(),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, call: CallId, status: CallStatus) {
        let events = self.state().events.clone();
        if let Some(events) = events {
            events.line(LINE, LineEvent::CallState { call, status });
        }
    }

    fn call_in(&self) {
        let status = CallStatus::Offering(LineOfferingModes::ACTIVE);
        let (events, call) = {
            let mut state = self.state();
            if self.flaw != Flaw::CallsInTwiceTheSame || state.last == 0 {
                state.last += 1;
            }
            let bit = if self.flaw == Flaw::CallsInWithoutTheBit {
                0
            } else {
                INCOMING
            };
            let call = CallId(state.last | bit);
            state.calls.insert(call, status);
            (state.events.clone(), call)
        };
        let info = CallInfo::new(LineCallOrigins::EXTERNAL, LineCallReasons::DIRECT);
        let info = Box::new(info);
        let Some(events) = events else { return };
        events.line(
            LINE,
            if self.flaw == Flaw::CallsInUnannounced {
                LineEvent::CallState { call, status }
            } else {
                LineEvent::NewCall { call, status, info }
            },
        );
    }

    fn make(&self, call: CallId, done: Completion<LineReply>) {
        self.state().calls.insert(call, CallStatus::Dialing);
        if self.flaw == Flaw::TalksBeforeTheAnswer {
            self.tell(call, CallStatus::Dialing);
        }
        done.complete(Ok(LineReply::Done));
        self.tell(call, CallStatus::Proceeding);
        match self.flaw {
            Flaw::TalksOfUnknownCalls => self.tell(CallId(77), CallStatus::Proceeding),
            Flaw::TalksOfUnknownLines => {
                let events = self.state().events.clone();
                if let Some(events) = events {
                    events.line(LineId(99), LineEvent::OutOfService);
                }
            }
            _ => {}
        }
    }

    fn end(&self, call: CallId, done: Completion<LineReply>) {
        self.state().calls.insert(call, CallStatus::Idle);
        done.complete(Ok(LineReply::Done));
        if self.flaw != Flaw::NeverSaysIdle {
            self.tell(call, CallStatus::Idle);
        }
        if self.flaw == Flaw::TalksAfterIdle {
            self.tell(call, CallStatus::Disconnected(LineDisconnectModes::NORMAL));
        }
    }

    /// The error to answer with, if it is one.
    fn refusal(&self, line: LineId, request: &LineRequest) -> Option<HardwareError<LineError>> {
        let mut state = self.state();
        if line != LINE && self.flaw != Flaw::TakesEveryLine {
            return Some(LineError::NoDevice.into());
        }
        if state.events.is_none() && self.flaw != Flaw::AnswersAfterStop {
            return Some(HardwareError::failed("not started"));
        }
        let status = request
            .call()
            .and_then(|call| state.calls.get(&call))
            .copied();
        let code = match (request, status) {
            (LineRequest::DevSpecific { .. } | LineRequest::MakeCall { .. }, _) => return None,
            _ if matches!(self.flaw, Flaw::KnowsEveryCall | Flaw::AnswersAfterStop) => return None,
            (_, None) if self.flaw == Flaw::WrongCode => LineError::NoMem,
            (_, None) => LineError::InvalCallHandle,
            (LineRequest::CloseCall { call }, _) => {
                state.calls.remove(call);
                return None;
            }
            (_, Some(CallStatus::Idle)) => LineError::InvalCallState,
            _ => return None,
        };
        Some(code.into())
    }
}

/// A box around the shared board.
struct Handle(Arc<Board>);

impl Hardware for Handle {
    fn inventory(&self) -> Inventory {
        let model = Arc::new(LineModel::new("board"));
        Inventory::new().line(LineInfo::new(LINE, "line", "3", model))
    }

    fn start(&self, events: EventSink) -> Result<(), HardwareError> {
        let mut state = self.0.state();
        state.events = Some(events);
        state.calls.clear();
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, _request: PhoneRequest, done: Completion<PhoneReply>) {
        done.fail(HardwareError::new(tspkit_abi::PhoneError::NoDevice));
    }

    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        let board = &self.0;
        match (board.flaw, &request) {
            (Flaw::NeverAnswersDial, LineRequest::Dial { .. }) => {
                return board.state().waiting.push(done);
            }
            (Flaw::DropsDial, LineRequest::Dial { .. }) => return drop(done),
            (Flaw::PanicsInSubmit, LineRequest::Hold { .. }) => panic!("no hold"),
            (Flaw::LosesSomeRequests, LineRequest::ReleaseUserUserInfo { .. }) => {
                let mut state = board.state();
                state.asked += 1;
                if state.asked % 5 == 4 {
                    return state.waiting.push(done);
                }
            }
            (Flaw::TalksOfRefusedCalls, LineRequest::SetupTransfer { consultation, .. }) => {
                done.fail(LineError::InvalCallHandle);
                return board.tell(*consultation, CallStatus::Dialing);
            }
            _ => {}
        }
        if let Some(refusal) = board.refusal(line, &request) {
            return done.fail(refusal);
        }
        match request {
            LineRequest::MakeCall { call, .. } => board.make(call, done),
            LineRequest::Drop { call, .. } => board.end(call, done),
            // Whoever is to be held never is.
            LineRequest::Hold { .. } if board.flaw != Flaw::AnswersAfterStop => {
                board.state().waiting.push(done);
            }
            _ => done.complete(Ok(LineReply::Done)),
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let (events, waiting) = {
            let mut state = self.0.state();
            (state.events.take(), mem::take(&mut state.waiting))
        };
        if self.0.flaw == Flaw::LeavesPending {
            mem::forget(waiting);
        } else {
            for done in waiting {
                done.fail(HardwareError::failed("stopped"));
            }
        }
        if self.0.flaw == Flaw::TalksAfterStop
            && let Some(events) = events
        {
            let (begun, begins) = mpsc::channel();
            let board = Arc::downgrade(&self.0);
            // As long as it is looked at, for it is not looked at for long.
            thread::spawn(move || {
                while board.strong_count() > 0 {
                    events.line(LINE, LineEvent::OutOfService);
                    let _ = begun.send(());
                    thread::sleep(Duration::from_millis(1));
                }
            });
            let _ = begins.recv();
        }
        Stopped::Clean
    }
}

fn suite(flaw: Flaw, limit: Duration) -> Suite {
    let latest = Arc::new(Mutex::new(Board::new(flaw)));
    let called = latest.clone();
    Suite::new(move || {
        let board = Board::new(flaw);
        *latest.lock().unwrap() = board.clone();
        Box::new(Handle(board))
    })
    .requests_at_once(12)
    .limit(limit)
    .call(LINE, "1")
    .call_in(LINE, move |_| {
        let board = called.lock().unwrap().clone();
        board.call_in();
    })
}

#[test]
fn a_driver_without_flaw_passes_every_check_for_lines() {
    let report = suite(Flaw::None, Duration::from_secs(300)).run();
    report.assert_passed();
    let lines = [
        "every request of a line is answered",
        "an unknown line or call is answered with an error",
        "requests of lines by many threads are each answered once",
        "a call is told of after its answer and not after idle",
        "a call that is dropped at once ends",
        "a call that comes in is a new one",
        "stopping ends calls and what is pending on lines",
        "after stopping, requests of lines are answered with an error",
    ];
    let run = report.checks();
    let names: Vec<_> = run.iter().map(|check| check.name).collect();
    assert_eq!(names[names.len() - lines.len()..], lines);
    let skipped = report.not_applicable();
    assert!(lines.iter().all(|line| !skipped.contains(line)), "{report}");
}

#[test]
fn nothing_is_dialled_where_it_is_not_said() {
    let report = Suite::new(|| Box::new(Handle(Board::new(Flaw::None)))).run();
    report.assert_passed();
    let skipped = report.not_applicable();
    for check in [
        "a call is told of after its answer and not after idle",
        "a call that is dropped at once ends",
        "a call that comes in is a new one",
        "stopping ends calls and what is pending on lines",
    ] {
        assert!(skipped.contains(&check), "{report}");
    }
}

/// The suite finds the flaw by that check.
fn finds(flaw: Flaw, check: &str) {
    let report = suite(flaw, Duration::from_millis(700)).run();
    assert!(
        report.failed().contains(&check),
        "{flaw:?} was not found by `{check}`:\n{report}"
    );
}

macro_rules! flaws {
    ($($test:ident: $flaw:ident by $check:literal;)*) => {
        $(
            #[test]
            fn $test() {
                finds(Flaw::$flaw, $check);
            }
        )*
    };
}

flaws! {
    never_answering: NeverAnswersDial by "every request of a line is answered";
    dropping_tokens: DropsDial by "every request of a line is answered";
    panicking: PanicsInSubmit by "every request of a line is answered";
    knowing_every_call: KnowsEveryCall by "an unknown line or call is answered with an error";
    answering_with_another_code: WrongCode by "an unknown line or call is answered with an error";
    taking_every_line: TakesEveryLine by "an unknown line or call is answered with an error";
    losing_requests: LosesSomeRequests by "requests of lines by many threads are each answered once";
    talking_before_the_answer: TalksBeforeTheAnswer by "a call is told of after its answer and not after idle";
    never_saying_idle: NeverSaysIdle by "a call is told of after its answer and not after idle";
    never_saying_idle_at_once: NeverSaysIdle by "a call that is dropped at once ends";
    talking_after_idle: TalksAfterIdle by "a call is told of after its answer and not after idle";
    talking_of_unknown_calls: TalksOfUnknownCalls by "a call is told of after its answer and not after idle";
    talking_of_unknown_lines: TalksOfUnknownLines by "a call is told of after its answer and not after idle";
    talking_of_refused_calls: TalksOfRefusedCalls by "every request of a line is answered";
    calling_in_without_the_bit: CallsInWithoutTheBit by "a call that comes in is a new one";
    calling_in_twice_the_same: CallsInTwiceTheSame by "a call that comes in is a new one";
    calling_in_unannounced: CallsInUnannounced by "a call that comes in is a new one";
    leaving_requests_pending: LeavesPending by "stopping ends calls and what is pending on lines";
    talking_after_stop: TalksAfterStop by "stopping ends calls and what is pending on lines";
    answering_after_stop: AnswersAfterStop by "after stopping, requests of lines are answered with an error";
}
