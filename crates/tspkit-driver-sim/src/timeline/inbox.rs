//! What the office's thread is sent.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Instant,
};

use tspkit_hal::{Completion, Deadline, PhoneId, PhoneReply, PhoneRequest};

use super::{Timeline, What, lane::LaneKey};
use crate::{lock, office::Office, phone::Verdict};

/// How often the thread looks again before it sleeps.
const LOOKS: u32 = 4;

/// A request on its way through the office's thread.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) phone: PhoneId,
    pub(crate) request: PhoneRequest,
    pub(crate) done: Completion<PhoneReply>,
    pub(crate) verdict: Verdict,
}

/// What the office's thread is told.
#[derive(Debug)]
pub(crate) enum Message {
    Request(Job),
    /// The job of that number was cancelled.
    Cancelled(LaneKey, u64),
    /// What is pending for the phone fails.
    Unplugged(PhoneId),
    Later(Instant, What),
}

/// Messages are taken out all at once, so that the lock is taken once for many.
#[derive(Debug, Default)]
pub(crate) struct Inbox {
    state: Mutex<State>,
    changed: Condvar,
    ended: Condvar,
}

#[derive(Debug, Default)]
struct State {
    messages: Vec<Message>,
    phase: Phase,
    sleeping: bool,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    /// Takes no messages.
    #[default]
    Shut,
    /// Takes messages, and starts the thread for the first.
    Idle,
    Running,
    /// The thread is still to end.
    Ending,
}

/// What the thread finds.
pub(super) enum Found {
    Something,
    Nothing,
    Shut,
}

/// Says that the thread has ended, however.
struct Ended(Arc<Office>);

impl Drop for Ended {
    fn drop(&mut self) {
        let inbox = &self.0.inbox;
        lock(&inbox.state).phase = Phase::Shut;
        inbox.ended.notify_all();
    }
}

impl Inbox {
    /// Takes messages from now on. An error while an earlier thread has not ended.
    pub(crate) fn open(&self) -> Result<(), ()> {
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Shut => {
                state.phase = Phase::Idle;
                state.messages.clear();
                Ok(())
            }
            _ => Err(()),
        }
    }

    /// Sends a message; gives it back when it cannot be taken.
    pub(crate) fn send(&self, office: &Arc<Office>, message: Message) -> Option<Message> {
        let mut state = lock(&self.state);
        if state.phase == Phase::Idle {
            let office = office.clone();
            let started = thread::Builder::new()
                .name("tspkit sim".to_owned())
                .spawn(move || {
                    let _ended = Ended(office.clone());
                    Timeline::new(office).run();
                });
            match started {
                Ok(thread) => {
                    state.thread = Some(thread);
                    state.phase = Phase::Running;
                }
                Err(error) => {
                    drop(state);
                    tracing::error!(%error, "no thread could be started for the simulated office");
                    return Some(message);
                }
            }
        }
        if state.phase != Phase::Running {
            return Some(message);
        }
        self.push(state, message);
        None
    }

    /// Sends a message that is only for a thread that there is.
    pub(crate) fn send_if_running(&self, message: Message) {
        let state = lock(&self.state);
        if state.phase == Phase::Running {
            self.push(state, message);
        }
    }

    fn push(&self, mut state: MutexGuard<'_, State>, message: Message) {
        state.messages.push(message);
        if std::mem::take(&mut state.sleeping) {
            drop(state);
            self.changed.notify_one();
        }
    }

    /// Exchanges the messages for `taken`, which is empty; waits for some until `end`.
    pub(super) fn take(&self, taken: &mut Vec<Message>, end: Option<Instant>) -> Found {
        let mut state = lock(&self.state);
        let mut looks = 0;
        loop {
            if !state.messages.is_empty() {
                std::mem::swap(&mut state.messages, taken);
            }
            if state.phase != Phase::Running {
                return Found::Shut;
            }
            if !taken.is_empty() {
                return Found::Something;
            }
            // Whoever sends much sends again soon: looking again costs less than being woken.
            if looks < LOOKS {
                looks += 1;
                drop(state);
                thread::yield_now();
                state = lock(&self.state);
                continue;
            }
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            state.sleeping = true;
            state = match left {
                None => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(left) if left.is_zero() => {
                    state.sleeping = false;
                    return Found::Nothing;
                }
                Some(left) => {
                    let waited = self.changed.wait_timeout(state, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
            };
            state.sleeping = false;
        }
    }

    /// Takes no more messages, and waits for the thread to end. `false` when it has not: the deadline has passed,
    /// or it is the thread that asks.
    pub(crate) fn shut(&self, deadline: Deadline) -> bool {
        let mut state = lock(&self.state);
        match state.phase {
            Phase::Idle => state.phase = Phase::Shut,
            Phase::Running => {
                state.phase = Phase::Ending;
                self.changed.notify_all();
            }
            Phase::Shut | Phase::Ending => {}
        }
        let own = |thread: &JoinHandle<()>| thread.thread().id() == thread::current().id();
        if state.thread.as_ref().is_some_and(own) {
            return false;
        }
        while state.phase == Phase::Ending {
            if deadline.has_passed() {
                return false;
            }
            let waited = self.ended.wait_timeout(state, deadline.remaining());
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let thread = state.thread.take();
        drop(state);
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the simulated office's thread ended by a panic");
        }
        true
    }
}
