//! A user of the driver that keeps what it is told.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use bytes::Bytes;
use tspkit_driver_sim::SimOffice;
use tspkit_hal::{
    Completion, CompletionTarget, EventSink, EventTarget, Hardware, HardwareError, LineEvent,
    LineId, Outcome, PhoneEvent, PhoneId, PhoneReply, PhoneRequest, Token,
};

/// Long enough for anything but a hang.
pub(crate) const HANG: Duration = Duration::from_secs(300);

/// How a request ended.
#[derive(Debug, Clone)]
pub(crate) enum End {
    Answer(Outcome<PhoneReply>),
    Dropped,
}

impl End {
    pub(crate) fn ok(self) -> PhoneReply {
        match self {
            Self::Answer(Ok(reply)) => reply,
            other => panic!("{other:?} is no success"),
        }
    }

    pub(crate) fn error(self) -> HardwareError {
        match self {
            Self::Answer(Err(error)) => error,
            other => panic!("{other:?} is no error"),
        }
    }
}

type Hook = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Shared {
    cancelled: bool,
    hook: Option<Hook>,
}

/// The user's side of all requests.
pub(crate) struct User {
    ends: Mutex<Sender<(u64, End)>>,
    requests: Mutex<HashMap<u64, Shared>>,
    pub(crate) progress: Mutex<Vec<(u64, u64)>>,
    pub(crate) events: Mutex<Vec<(PhoneId, PhoneEvent)>>,
    next: AtomicU64,
}

/// A started office with its user.
pub(crate) struct Bench {
    pub(crate) office: SimOffice,
    pub(crate) user: Arc<User>,
    ends: Receiver<(u64, End)>,
    early: HashMap<u64, End>,
}

impl Bench {
    pub(crate) fn new(office: SimOffice) -> Self {
        let (sender, ends) = channel();
        let user = Arc::new(User {
            ends: Mutex::new(sender),
            requests: Mutex::default(),
            progress: Mutex::default(),
            events: Mutex::default(),
            next: AtomicU64::new(1),
        });
        office.start(EventSink::new(user.clone())).unwrap();
        Self {
            office,
            user,
            ends,
            early: HashMap::new(),
        }
    }

    pub(crate) fn from_toml(text: &str) -> Self {
        Self::new(SimOffice::from_toml(text).unwrap())
    }

    pub(crate) fn submit(&self, phone: u32, request: PhoneRequest) -> u64 {
        let token = self.user.next.fetch_add(1, Ordering::Relaxed);
        self.user
            .requests
            .lock()
            .unwrap()
            .insert(token, Shared::default());
        let done = Completion::new(
            self.user.clone() as Arc<dyn CompletionTarget<PhoneReply>>,
            Token(token),
        );
        self.office.submit(PhoneId(phone), request, done);
        token
    }

    pub(crate) fn wait(&mut self, token: u64) -> End {
        loop {
            if let Some(end) = self.early.remove(&token) {
                return end;
            }
            let (number, end) = self
                .ends
                .recv_timeout(HANG)
                .expect("the request is answered");
            assert!(
                self.early.insert(number, end).is_none(),
                "{number} is answered twice"
            );
        }
    }

    /// The answers that have come, by token.
    pub(crate) fn take_ready(&mut self) -> HashMap<u64, End> {
        while let Ok((number, end)) = self.ends.try_recv() {
            assert!(
                self.early.insert(number, end).is_none(),
                "{number} is answered twice"
            );
        }
        std::mem::take(&mut self.early)
    }

    pub(crate) fn call(&mut self, phone: u32, request: PhoneRequest) -> End {
        let token = self.submit(phone, request);
        self.wait(token)
    }

    pub(crate) fn download(&mut self, phone: u32, area: u32, data: impl Into<Bytes>) -> End {
        self.call(
            phone,
            PhoneRequest::SetData {
                area,
                data: data.into(),
            },
        )
    }

    pub(crate) fn upload(&mut self, phone: u32, area: u32) -> Bytes {
        match self
            .call(
                phone,
                PhoneRequest::GetData {
                    area,
                    size: u32::MAX,
                },
            )
            .ok()
        {
            PhoneReply::Data(data) => data,
            other => panic!("{other:?} is no data"),
        }
    }

    pub(crate) fn cancel(&self, token: u64) {
        let hook = {
            let mut requests = self.user.requests.lock().unwrap();
            let shared = requests.entry(token).or_default();
            shared.cancelled = true;
            shared.hook.take()
        };
        if let Some(hook) = hook {
            hook();
        }
    }

    pub(crate) fn events(&self) -> Vec<(u32, PhoneEvent)> {
        let events = std::mem::take(&mut *self.user.events.lock().unwrap());
        events
            .into_iter()
            .map(|(phone, event)| (phone.0, event))
            .collect()
    }

    /// Waits for an event that fits, and returns all that came before it, and it.
    pub(crate) fn wait_for(&self, fits: impl Fn(&PhoneEvent) -> bool) -> Vec<(u32, PhoneEvent)> {
        let end = std::time::Instant::now() + HANG;
        let mut all = Vec::new();
        loop {
            all.extend(self.events());
            if all.iter().any(|(_, event)| fits(event)) {
                return all;
            }
            assert!(
                std::time::Instant::now() < end,
                "the event did not come; there were {all:?}"
            );
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl CompletionTarget<PhoneReply> for User {
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<PhoneReply>) {
        self.requests.lock().unwrap().remove(&token.0);
        let _ = self
            .ends
            .lock()
            .unwrap()
            .send((token.0, End::Answer(outcome)));
    }

    fn abandon(self: Arc<Self>, token: Token) {
        self.requests.lock().unwrap().remove(&token.0);
        let _ = self.ends.lock().unwrap().send((token.0, End::Dropped));
    }

    fn is_cancelled(&self, token: Token) -> bool {
        self.requests
            .lock()
            .unwrap()
            .get(&token.0)
            .is_none_or(|shared| shared.cancelled)
    }

    fn on_cancel(&self, token: Token, hook: Hook) {
        let now = {
            let mut requests = self.requests.lock().unwrap();
            match requests.get_mut(&token.0) {
                Some(shared) if !shared.cancelled => {
                    shared.hook = Some(hook);
                    None
                }
                Some(_) => Some(hook),
                None => None,
            }
        };
        if let Some(hook) = now {
            hook();
        }
    }

    fn progress(&self, _token: Token, done: u64, total: u64) {
        self.progress.lock().unwrap().push((done, total));
    }
}

impl EventTarget for User {
    fn phone_event(&self, phone: PhoneId, event: PhoneEvent) {
        self.events.lock().unwrap().push((phone, event));
    }

    fn line_event(&self, _line: LineId, _event: LineEvent) {}
}
