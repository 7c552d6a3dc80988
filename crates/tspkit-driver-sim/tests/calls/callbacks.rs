//! What is asked inside a callback, and by many threads at once.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
};

use bytes::Bytes;
use tspkit_driver_sim::SimOffice;
use tspkit_hal::{
    CallId, CallParams, CallStatus, Completion, CompletionTarget, EventSink, EventTarget, Hardware,
    LineEvent, LineId, LineReply, LineRequest, Outcome, PhoneEvent, PhoneId, Token,
};

use crate::bench::{A, B, HANG, make};

/// A token whose answer goes to a channel.
struct Told(Mutex<Sender<bool>>);

impl CompletionTarget<LineReply> for Told {
    fn complete(self: Arc<Self>, _token: Token, outcome: Outcome<LineReply>) {
        let _ = self.0.lock().unwrap().send(outcome.is_ok());
    }

    fn abandon(self: Arc<Self>, _token: Token) {
        let _ = self.0.lock().unwrap().send(false);
    }

    fn is_cancelled(&self, _token: Token) -> bool {
        false
    }

    fn on_cancel(&self, _token: Token, _hook: Box<dyn FnOnce() + Send>) {}

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

/// Asks, and waits for the answer.
fn ask(office: &SimOffice, line: LineId, request: LineRequest) -> bool {
    let (sender, answer) = channel();
    let told = Arc::new(Told(Mutex::new(sender)));
    office.submit_line(line, request, Completion::new(told, Token(1)));
    answer.recv_timeout(HANG).expect("an answer")
}

/// Answers calls that come in and drops those that are left, inside the callback.
struct Operator {
    office: Mutex<Option<Arc<SimOffice>>>,
    sender: Mutex<Sender<(LineId, CallStatus)>>,
}

impl EventTarget for Operator {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        let office = self.office.lock().unwrap().clone().unwrap();
        let user_user = Bytes::new();
        match event {
            LineEvent::NewCall { call, .. } => {
                assert!(ask(&office, line, LineRequest::Answer { call, user_user }));
            }
            LineEvent::CallState {
                call,
                status: status @ CallStatus::Disconnected(_),
            } => {
                let _ = self.sender.lock().unwrap().send((line, status));
                assert!(ask(&office, line, LineRequest::Drop { call, user_user }));
            }
            LineEvent::CallState { status, .. } => {
                let _ = self.sender.lock().unwrap().send((line, status));
            }
            _ => {}
        }
    }
}

#[test]
fn a_callback_may_ask_and_wait_for_the_answer() {
    let office = Arc::new(SimOffice::default_office());
    let (sender, told) = channel();
    let operator = Arc::new(Operator {
        office: Mutex::new(Some(office.clone())),
        sender: Mutex::new(sender),
    });
    office.start(EventSink::new(operator.clone())).unwrap();
    let call = CallId(1);
    assert!(ask(&office, A, make(call, "102", CallParams::default())));
    let wait = |line: LineId, fits: fn(CallStatus) -> bool| {
        loop {
            let (at, status) = told.recv_timeout(HANG).expect("a state");
            if at == line && fits(status) {
                return;
            }
        }
    };
    wait(A, |status| matches!(status, CallStatus::Connected(_)));
    let user_user = Bytes::new();
    assert!(ask(&office, A, LineRequest::Drop { call, user_user }));
    wait(B, |status| status == CallStatus::Idle);
    assert_eq!(office.control().calls_up(), 0);
    *operator.office.lock().unwrap() = None;
}

/// Keeps, for each call, what is told of it, and finds what is out of order.
#[derive(Default)]
struct Keeper {
    calls: Mutex<HashMap<(LineId, CallId), CallStatus>>,
    answers: AtomicU64,
    new: Mutex<HashMap<LineId, Vec<CallId>>>,
}

impl CompletionTarget<LineReply> for Keeper {
    fn complete(self: Arc<Self>, _token: Token, _outcome: Outcome<LineReply>) {
        self.answers.fetch_add(1, Ordering::Relaxed);
    }

    fn abandon(self: Arc<Self>, _token: Token) {}

    fn is_cancelled(&self, _token: Token) -> bool {
        false
    }

    fn on_cancel(&self, _token: Token, _hook: Box<dyn FnOnce() + Send>) {}

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

impl EventTarget for Keeper {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        match event {
            LineEvent::NewCall { call, status, .. } => {
                let before = self.calls.lock().unwrap().insert((line, call), status);
                assert_eq!(before, None);
                self.new.lock().unwrap().entry(line).or_default().push(call);
            }
            LineEvent::CallState { call, status } => {
                let before = self.calls.lock().unwrap().insert((line, call), status);
                assert_ne!(before, Some(CallStatus::Idle), "after its end");
            }
            _ => {}
        }
    }
}

#[test]
fn threads_that_call_one_another_at_once() {
    const ROUNDS: u32 = 200;
    let text = "[[lines]]\nname = \"L\"\naddress = \"101\"\ncount = 4\nactive_calls = 2\n";
    let office = SimOffice::from_toml(text).unwrap();
    let keeper = Arc::<Keeper>::default();
    office.start(EventSink::new(keeper.clone())).unwrap();
    let asked = AtomicU64::new(0);
    thread::scope(|scope| {
        for line in 1..=4_u32 {
            let (office, keeper, asked) = (&office, &keeper, &asked);
            scope.spawn(move || {
                let line = LineId(line);
                let submit = |request| {
                    asked.fetch_add(1, Ordering::Relaxed);
                    office.submit_line(line, request, Completion::new(keeper.clone(), Token(0)));
                };
                for round in 1..=ROUNDS {
                    let call = CallId(round);
                    let user_user = Bytes::new;
                    let destination = format!("10{}", (line.0 + round) % 4 + 1);
                    submit(make(call, &destination, CallParams::default()));
                    let incoming = keeper.new.lock().unwrap().remove(&line);
                    for call in incoming.into_iter().flatten() {
                        let user_user = user_user();
                        submit(LineRequest::Answer { call, user_user });
                    }
                    let data = Bytes::from_static(b"x");
                    submit(LineRequest::SendUserUserInfo { call, data });
                    let user_user = user_user();
                    submit(LineRequest::Drop { call, user_user });
                }
            });
        }
    });
    let control = office.control();
    let settle = || {
        let end = std::time::Instant::now() + HANG;
        while !control.lines_settled() {
            assert!(std::time::Instant::now() < end);
            thread::yield_now();
        }
    };
    settle();
    let left: Vec<_> = keeper.calls.lock().unwrap().clone().into_iter().collect();
    for ((line, call), status) in left {
        if status != CallStatus::Idle {
            let user_user = Bytes::new();
            asked.fetch_add(1, Ordering::Relaxed);
            let drop = LineRequest::Drop { call, user_user };
            office.submit_line(line, drop, Completion::new(keeper.clone(), Token(0)));
        }
    }
    settle();
    assert_eq!(
        keeper.answers.load(Ordering::Relaxed),
        asked.load(Ordering::Relaxed)
    );
    assert_eq!(control.calls_up(), 0);
    let calls = keeper.calls.lock().unwrap();
    assert!(calls.len() >= 4 * ROUNDS as usize);
    assert!(calls.values().all(|status| *status == CallStatus::Idle));
}
