//! A driver with a line, right but for its flaw.

use std::{
    collections::HashMap,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::Duration,
};

use tspkit_abi::{
    LineBearerModes, LineCallFeatures, LineCallOrigins, LineCallReasons, LineConnectedModes,
    LineDialToneModes, LineDigitModes, LineDisconnectModes, LineError, LineMediaModes,
    LineOfferingModes,
};
use tspkit_hal::{
    CallChange, CallId, CallInfo, CallStatus, Completion, Deadline, EventSink, Hardware,
    HardwareError, Inventory, LineEvent, LineId, LineInfo, LineModel, LineReply, LineRequest,
    PhoneId, PhoneReply, PhoneRequest, Stopped,
};

pub(crate) const LINE: LineId = LineId(3);
const INCOMING: u32 = 1 << 31;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
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
    WaitsInSubmit,
    KeepsCancelledCalls,
    StaysBusyWithCancelledCalls,
    KeepsCancelledDigits,
    StaysBusyWithCancelledDigits,
    AnswersDigitsAtOnce,
    KeepsDigitsOfDroppedCalls,
    SendsDigitsWhenIdle,
    SaysNothingOfParams,
    RefusesParams,
    TransfersWithoutHold,
    TellsOfConsultationsFirst,
    KeepsTransferredCalls,
    IsSilentOutOfService,
    CallsOutOfService,
    IsListedInService,
    AddsSilently,
    AddsTheSame,
    AddsUnlisted,
}

/// A line that makes and takes calls. Right, but for its flaw.
pub(crate) struct Board {
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
    /// Digits that are being sent.
    digits: Vec<(CallId, Completion<LineReply>)>,
    bearers: HashMap<CallId, LineBearerModes>,
    out_of_service: bool,
    busy: bool,
    added: Vec<LineId>,
}

impl Board {
    pub(crate) fn new(flaw: Flaw) -> Arc<Self> {
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

    pub(crate) fn call_in(&self) {
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

    fn make(self: &Arc<Self>, call: CallId, done: Completion<LineReply>) {
        if matches!(
            self.flaw,
            Flaw::KeepsCancelledCalls | Flaw::StaysBusyWithCancelledCalls
        ) {
            let board = self.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(20));
                match (board.flaw, done.is_cancelled()) {
                    (Flaw::KeepsCancelledCalls, true) => mem::forget(done),
                    (_, true) => board.state().busy = true,
                    (_, false) => board.make_now(call, done),
                }
            });
        } else {
            self.make_now(call, done);
        }
    }

    fn make_now(&self, call: CallId, done: Completion<LineReply>) {
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
        if self.flaw != Flaw::KeepsDigitsOfDroppedCalls {
            self.stop_digits(|of, _| *of == call);
        }
        done.complete(Ok(LineReply::Done));
        if self.flaw != Flaw::NeverSaysIdle {
            self.tell(call, CallStatus::Idle);
        }
        if self.flaw == Flaw::TalksAfterIdle {
            self.tell(call, CallStatus::Disconnected(LineDisconnectModes::NORMAL));
        }
    }

    fn stop_digits(&self, which: impl Fn(&CallId, &Completion<LineReply>) -> bool) {
        let stopped: Vec<_> = {
            let mut state = self.state();
            let (stopped, kept) = mem::take(&mut state.digits)
                .into_iter()
                .partition(|(call, done)| which(call, done));
            state.digits = kept;
            stopped
        };
        for (_, done) in stopped {
            done.fail(HardwareError::failed("the digits were broken off"));
        }
    }

    fn send_digits(self: &Arc<Self>, call: CallId, time: Duration, done: Completion<LineReply>) {
        if time < Duration::from_secs(1) || self.flaw == Flaw::AnswersDigitsAtOnce {
            return done.complete(Ok(LineReply::Done));
        }
        if self.flaw != Flaw::KeepsCancelledDigits {
            let board = self.clone();
            done.on_cancel(move || {
                thread::spawn(move || {
                    board.stop_digits(|_, done| done.is_cancelled());
                    if board.flaw == Flaw::StaysBusyWithCancelledDigits {
                        board.state().busy = true;
                    }
                });
            });
        }
        self.state().digits.push((call, done));
        // It may have been cancelled before it was there.
        if self.flaw != Flaw::KeepsCancelledDigits {
            self.stop_digits(|_, done| done.is_cancelled());
        }
    }

    fn set_params(&self, call: CallId, mode: LineBearerModes, done: Completion<LineReply>) {
        if self.flaw == Flaw::RefusesParams {
            return done.fail(LineError::NoMem);
        }
        done.complete(Ok(LineReply::Done));
        let before = self.state().bearers.insert(call, mode);
        if before.unwrap_or(LineBearerModes::VOICE) != mode
            && self.flaw != Flaw::SaysNothingOfParams
            && let Some(events) = self.state().events.clone()
        {
            let change = CallChange::BearerMode(mode);
            events.line(LINE, LineEvent::CallChanged { call, change });
        }
    }

    /// Puts calls in states, which are told after the answer.
    fn move_on(&self, moves: &[(CallId, CallStatus)], done: Completion<LineReply>) {
        self.state().calls.extend(moves.iter().copied());
        done.complete(Ok(LineReply::Done));
        for (call, status) in moves {
            self.tell(*call, *status);
        }
    }

    fn transfer(&self, call: CallId, consultation: CallId, done: Completion<LineReply>) {
        let dial_tone = CallStatus::DialTone(LineDialToneModes::NORMAL);
        let moves = [
            (call, CallStatus::OnHoldPendingTransfer),
            (consultation, dial_tone),
        ];
        if self.flaw == Flaw::TellsOfConsultationsFirst {
            self.tell(consultation, dial_tone);
        }
        let from = usize::from(self.flaw == Flaw::TransfersWithoutHold);
        self.move_on(&moves[from..], done);
    }

    pub(crate) fn serve(&self, is: bool) {
        let events = {
            let mut state = self.state();
            state.out_of_service = !is;
            state.events.clone()
        };
        if self.flaw != Flaw::IsSilentOutOfService
            && let Some(events) = events
        {
            events.line(
                LINE,
                if is {
                    LineEvent::InService
                } else {
                    LineEvent::OutOfService
                },
            );
        }
    }

    pub(crate) fn add_line(&self) {
        let id = if self.flaw == Flaw::AddsTheSame {
            LINE
        } else {
            LineId(LINE.0 + 1)
        };
        let events = {
            let mut state = self.state();
            if self.flaw != Flaw::AddsUnlisted {
                state.added.push(id);
            }
            state.events.clone()
        };
        if self.flaw != Flaw::AddsSilently
            && let Some(events) = events
        {
            events.line(id, LineEvent::Added(info(id)));
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
            (LineRequest::MakeCall { .. }, _)
                if state.out_of_service && self.flaw != Flaw::CallsOutOfService =>
            {
                LineError::InvalLineState
            }
            (LineRequest::MakeCall { .. } | LineRequest::GenerateDigits { .. }, _)
                if state.busy =>
            {
                LineError::ResourceUnavail
            }
            (LineRequest::GenerateDigits { .. }, Some(CallStatus::Idle))
                if self.flaw == Flaw::SendsDigitsWhenIdle =>
            {
                return None;
            }
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

fn info(id: LineId) -> LineInfo {
    let model = LineModel::new("board")
        .features(LineCallFeatures::all())
        .digits(LineDigitModes::DTMF | LineDigitModes::PULSE)
        .modes(
            LineMediaModes::INTERACTIVEVOICE,
            LineBearerModes::VOICE | LineBearerModes::DATA,
        );
    LineInfo::new(id, "line", id.0.to_string(), Arc::new(model))
}

/// A box around the shared board.
pub(crate) struct Handle(pub(crate) Arc<Board>);

impl Hardware for Handle {
    fn inventory(&self) -> Inventory {
        let state = self.0.state();
        let line = if state.out_of_service && self.0.flaw != Flaw::IsListedInService {
            info(LINE).out_of_service()
        } else {
            info(LINE)
        };
        let added = state.added.iter().filter(|id| **id != LINE);
        added.fold(Inventory::new().line(line), |all, id| all.line(info(*id)))
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
            (Flaw::WaitsInSubmit, LineRequest::Hold { .. }) => {
                let answering = thread::spawn(|| done.fail(LineError::InvalCallHandle));
                return answering.join().unwrap();
            }
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
            LineRequest::Answer { call, .. } | LineRequest::Unhold { call } => {
                let connected = CallStatus::Connected(LineConnectedModes::ACTIVE);
                board.move_on(&[(call, connected)], done);
            }
            LineRequest::Dial { call, .. } => {
                board.move_on(&[(call, CallStatus::Proceeding)], done);
            }
            LineRequest::GenerateDigits {
                call,
                digits,
                duration,
                ..
            } => {
                let count = u32::try_from(digits.len()).unwrap();
                board.send_digits(call, duration.unwrap_or_default() * count, done);
            }
            LineRequest::SetCallParams {
                call, bearer_mode, ..
            } => board.set_params(call, bearer_mode, done),
            LineRequest::SetupTransfer {
                call, consultation, ..
            } => board.transfer(call, consultation, done),
            LineRequest::CompleteTransfer { call, consultation } => {
                let both = [(call, CallStatus::Idle), (consultation, CallStatus::Idle)];
                let kept = usize::from(board.flaw == Flaw::KeepsTransferredCalls);
                board.move_on(&both[kept..], done);
            }
            _ => done.complete(Ok(LineReply::Done)),
        }
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        let (events, waiting) = {
            let mut state = self.0.state();
            let digits = mem::take(&mut state.digits);
            let digits = digits.into_iter().map(|(_, done)| done);
            let mut waiting = mem::take(&mut state.waiting);
            waiting.extend(digits);
            (state.events.take(), waiting)
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
