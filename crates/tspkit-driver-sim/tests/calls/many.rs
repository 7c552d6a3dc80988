//! Ten thousand lines with a hundred thousand calls.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use bytes::Bytes;
use tspkit_driver_sim::{LineConfig, OfficeConfig, SimOffice};
use tspkit_hal::{
    CallId, CallParams, Completion, CompletionTarget, EventSink, EventTarget, Hardware, LineEvent,
    LineId, LineReply, LineRequest, Outcome, PhoneEvent, PhoneId, Token,
};

use crate::bench::{HANG, make};

const LINES: u32 = 10_000;
const EACH: u32 = 20;

#[derive(Default)]
struct Counter {
    done: AtomicUsize,
    incoming: Mutex<Vec<(LineId, CallId)>>,
}

impl CompletionTarget<LineReply> for Counter {
    fn complete(self: Arc<Self>, _token: Token, outcome: Outcome<LineReply>) {
        assert_eq!(outcome.unwrap(), LineReply::Done);
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    fn abandon(self: Arc<Self>, _token: Token) {
        panic!("a token was dropped");
    }

    fn is_cancelled(&self, _token: Token) -> bool {
        false
    }

    fn on_cancel(&self, _token: Token, _hook: Box<dyn FnOnce() + Send>) {}

    fn progress(&self, _token: Token, _done: u64, _total: u64) {}
}

impl EventTarget for Counter {
    fn phone_event(&self, _phone: PhoneId, _event: PhoneEvent) {}

    fn line_event(&self, line: LineId, event: LineEvent) {
        if let LineEvent::NewCall { call, .. } = event {
            self.incoming.lock().unwrap().push((line, call));
        }
    }
}

#[test]
fn a_hundred_thousand_calls_on_ten_thousand_lines() {
    let never = std::time::Duration::from_secs(24 * 60 * 60);
    let mut config = OfficeConfig::new().line(
        LineConfig::new("Line", "10000")
            .count(LINES)
            .calls(EACH, 0, 0),
    );
    config.switch = config.switch.ring_every(never).no_answer(never);
    let office = SimOffice::new(config).unwrap();
    let counter = Arc::<Counter>::default();
    office.start(EventSink::new(counter.clone())).unwrap();
    let submit = |line, request| {
        office.submit_line(line, request, Completion::new(counter.clone(), Token(0)));
    };
    // The first half calls the other half.
    for line in 1..=LINES / 2 {
        for call in 1..=EACH {
            let destination = (9_999 + line + LINES / 2).to_string();
            submit(
                LineId(line),
                make(CallId(call), &destination, CallParams::default()),
            );
        }
    }
    let control = office.control();
    let settle = || {
        let end = Instant::now() + HANG;
        while !control.lines_settled() {
            assert!(Instant::now() < end, "somebody goes on telling");
            std::thread::yield_now();
        }
    };
    settle();
    let incoming = std::mem::take(&mut *counter.incoming.lock().unwrap());
    assert_eq!(incoming.len(), 100_000);
    for (line, call) in &incoming {
        let (call, user_user) = (*call, Bytes::new());
        submit(*line, LineRequest::Answer { call, user_user });
    }
    assert_eq!(control.calls_up(), 200_000);
    assert_eq!(control.counters().calls, 200_000);
    for (line, call) in &incoming {
        submit(*line, LineRequest::CloseCall { call: *call });
    }
    assert_eq!(control.calls_up(), 0);
    for line in 1..=LINES / 2 {
        for call in (1..=EACH).map(CallId) {
            submit(LineId(line), LineRequest::CloseCall { call });
        }
    }
    assert_eq!(control.counters().calls, 0);
    settle();
    assert_eq!(counter.done.load(Ordering::Relaxed), 400_000);
}
