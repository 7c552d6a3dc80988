//! The user of a driver: asks, cancels, and watches.

use std::{
    collections::HashMap,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use tspkit_driver_serial::SerialDriver;
use tspkit_hal::{
    Completion, CompletionTarget, Deadline, EventSink, EventTarget, Hardware, HardwareError,
    LineEvent, LineId, Outcome, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Stopped, Token,
    blocking::Worker,
};

/// Nothing a test does takes this long.
pub(crate) const HANG: Duration = Duration::from_secs(300);

/// What became of requests, and what happened.
#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    requests: u64,
    answers: HashMap<u64, Option<Outcome<PhoneReply>>>,
    cancelled: HashMap<u64, bool>,
    hooks: HashMap<u64, Box<dyn FnOnce() + Send>>,
    progress: HashMap<u64, (u64, u64)>,
    events: Vec<(PhoneId, PhoneEvent)>,
    seen: usize,
}

impl CompletionTarget<PhoneReply> for Desk {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<PhoneReply>) {
        let mut state = self.state.lock().unwrap();
        let before = state.answers.insert(token.0, Some(outcome));
        assert!(before.is_none(), "answered twice");
        self.changed.notify_all();
    }

    fn abandon(self: Arc<Self>, token: Token) {
        self.state.lock().unwrap().answers.insert(token.0, None);
        self.changed.notify_all();
    }

    fn is_cancelled(&self, token: Token) -> bool {
        self.state.lock().unwrap().cancelled.contains_key(&token.0)
    }

    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>) {
        let mut state = self.state.lock().unwrap();
        if state.cancelled.contains_key(&token.0) {
            drop(state);
            hook();
        } else {
            state.hooks.insert(token.0, hook);
        }
    }

    fn progress(&self, token: Token, done: u64, total: u64) {
        let mut state = self.state.lock().unwrap();
        state.progress.insert(token.0, (done, total));
        self.changed.notify_all();
    }
}

impl EventTarget for Desk {
    fn phone_event(&self, phone: PhoneId, event: PhoneEvent) {
        self.state.lock().unwrap().events.push((phone, event));
        self.changed.notify_all();
    }

    fn line_event(&self, _: LineId, _: LineEvent) {}
}

/// A driver that is started, and stopped at the end.
pub(crate) struct User {
    pub(crate) driver: Worker<SerialDriver>,
    desk: Arc<Desk>,
}

impl User {
    pub(crate) fn of(driver: Worker<SerialDriver>) -> Self {
        let desk = Arc::new(Desk::default());
        driver
            .start(EventSink::new(desk.clone()))
            .expect("it starts");
        Self { driver, desk }
    }

    /// A user whose first phone is there.
    pub(crate) fn connected(driver: Worker<SerialDriver>) -> Self {
        let user = Self::of(driver);
        user.expect(PhoneId(1), &PhoneEvent::Connected);
        user
    }

    fn wait<T>(&self, what: &str, mut look: impl FnMut(&mut State) -> Option<T>) -> T {
        let start = Instant::now();
        let mut state = self.desk.state.lock().unwrap();
        loop {
            if let Some(found) = look(&mut state) {
                return found;
            }
            assert!(
                start.elapsed() < HANG,
                "{what} did not come; events: {:?}",
                state.events
            );
            let wait = self
                .desk
                .changed
                .wait_timeout(state, Duration::from_millis(100));
            state = wait.unwrap().0;
        }
    }

    pub(crate) fn submit(&self, phone: u32, request: PhoneRequest) -> u64 {
        let token = {
            let mut state = self.desk.state.lock().unwrap();
            state.requests += 1;
            state.requests
        };
        let done = Completion::new(self.desk.clone(), Token(token));
        self.driver.submit(PhoneId(phone), request, done);
        token
    }

    /// Waits for the answer; a token that was dropped is none.
    pub(crate) fn end(&self, token: u64) -> Option<Outcome<PhoneReply>> {
        self.wait("the answer", |state| state.answers.remove(&token))
    }

    pub(crate) fn ask(&self, phone: u32, request: PhoneRequest) -> Outcome<PhoneReply> {
        let token = self.submit(phone, request);
        self.end(token).expect("it is answered")
    }

    pub(crate) fn download(&self, area: u32, data: &[u8]) -> Result<(), HardwareError> {
        let data = data.to_vec().into();
        let reply = self.ask(1, PhoneRequest::SetData { area, data })?;
        assert_eq!(reply, PhoneReply::Done);
        Ok(())
    }

    pub(crate) fn upload(&self, area: u32, size: u32) -> Result<Vec<u8>, HardwareError> {
        match self.ask(1, PhoneRequest::GetData { area, size })? {
            PhoneReply::Data(data) => Ok(data.to_vec()),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn cancel(&self, token: u64) {
        let hook = {
            let mut state = self.desk.state.lock().unwrap();
            state.cancelled.insert(token, true);
            state.hooks.remove(&token)
        };
        if let Some(hook) = hook {
            hook();
        }
    }

    /// Waits until so many bytes of a request are through.
    pub(crate) fn wait_progress(&self, token: u64, bytes: u64) {
        self.wait("progress", |state| {
            let (done, _) = state.progress.get(&token)?;
            (*done >= bytes).then_some(())
        });
    }

    /// Waits for an event, counted from the one found last.
    pub(crate) fn expect(&self, phone: PhoneId, event: &PhoneEvent) {
        self.wait(&format!("{event:?} of {phone}"), |state| {
            let later = &state.events[state.seen..];
            let at = later
                .iter()
                .position(|(who, what)| *who == phone && what == event)?;
            state.seen += at + 1;
            Some(())
        });
    }

    pub(crate) fn events(&self) -> Vec<(PhoneId, PhoneEvent)> {
        self.desk.state.lock().unwrap().events.clone()
    }

    pub(crate) fn stop(&self) {
        let stopped = self.driver.stop(Deadline::after(HANG));
        assert_eq!(stopped, Stopped::Clean);
    }
}

impl Drop for User {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.stop();
        }
    }
}
