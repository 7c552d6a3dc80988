//! What an office tells of its calls.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use tspkit::{
    CallEvent, Event, Office, Subscription,
    abi::LineCallInfoStates,
    hal::{CallId, CallStatus, LineEvent},
};

use super::hands::Hands;
use crate::support::until;

/// Every event of an office's calls, in the order in which they came.
pub struct Watch {
    seen: Arc<Mutex<Vec<(CallId, CallEvent)>>>,
    /// How often a line has last rung.
    rung: Arc<AtomicU32>,
    _subscription: Subscription,
}

impl Watch {
    pub fn on(office: &Office) -> Self {
        let seen: Arc<Mutex<Vec<_>>> = Arc::default();
        let rung = Arc::new(AtomicU32::new(0));
        let (log, count_of) = (seen.clone(), rung.clone());
        let subscription = office.on_event(move |event| match event {
            Event::Call { call, event, .. } => log.lock().unwrap().push((*call, *event)),
            Event::Line {
                event: LineEvent::Ringing { count, .. },
                ..
            } => count_of.store(*count, Ordering::SeqCst),
            _ => {}
        });
        Self {
            seen,
            rung,
            _subscription: subscription,
        }
    }

    /// Forgets what has come so far.
    pub fn forget(&self) {
        self.seen.lock().unwrap().clear();
    }

    pub fn all(&self) -> Vec<(CallId, CallEvent)> {
        self.seen.lock().unwrap().clone()
    }

    /// What of a call's information has changed, notice by notice.
    pub fn changes(&self, call: CallId) -> Vec<LineCallInfoStates> {
        self.of(call, |event| match event {
            CallEvent::Info(states) => Some(*states),
            _ => None,
        })
    }

    /// How often a change was told.
    pub fn count(&self, call: CallId, change: LineCallInfoStates) -> usize {
        let changes = self.changes(call);
        changes.iter().filter(|each| each.contains(change)).count()
    }

    /// The states of a call, one after another.
    pub fn states(&self, call: CallId) -> Vec<CallStatus> {
        self.of(call, |event| match event {
            CallEvent::State(status) => Some(*status),
            _ => None,
        })
    }

    /// Waits until a change has been told that many times.
    #[track_caller]
    pub fn wait_for(&self, call: CallId, change: LineCallInfoStates, times: usize) {
        until("a notice", || self.count(call, change) >= times);
    }

    /// Waits until everything has been told that a driver in the test's hands has caused: events keep their order, so
    /// when one more comes, it is the last.
    #[track_caller]
    pub fn settle(&self, hands: &Hands) {
        let count = self.rung.load(Ordering::SeqCst) + 1;
        hands.tell(LineEvent::Ringing { mode: 1, count });
        until("a ring", || self.rung.load(Ordering::SeqCst) == count);
    }

    fn of<T>(&self, call: CallId, read: impl Fn(&CallEvent) -> Option<T>) -> Vec<T> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .filter(|(of, _)| *of == call)
            .filter_map(|(_, event)| read(event))
            .collect()
    }
}
