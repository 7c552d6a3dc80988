//! What the office's thread is sent.

use std::{
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread::{self, JoinHandle},
    time::Instant,
};

use tspkit_abi::PhoneError;
use tspkit_hal::{
    CallId, Completion, Deadline, HardwareError, PhoneId, PhoneReply, PhoneRequest, ThreadMark,
};

use super::{LineJob, Timeline, What, lane::LaneKey};
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
    LineRequest(LineJob),
    /// The job of that number of the line of that place was cancelled.
    LineCancelled(u32, u64),
    /// The job of that number was cancelled.
    Cancelled(LaneKey, u64),
    /// What is pending for the phone fails.
    Unplugged(PhoneId),
    Later(Instant, What),
    /// The digits that this call of the line of that place sends may be wanted no more.
    DigitsCancelled(u32, CallId),
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
    /// The thread's, while it runs.
    mark: Option<ThreadMark>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    /// Takes no messages.
    #[default]
    Shut,
    /// Takes messages.
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
        let mut state = lock(&inbox.state);
        state.phase = Phase::Shut;
        state.mark = None;
        drop(state);
        inbox.ended.notify_all();
    }
}

impl Inbox {
    /// Starts the thread, and takes messages from now on. An error while an earlier thread has not ended.
    pub(crate) fn open(&self, office: &Arc<Office>) -> Result<(), HardwareError> {
        let mut state = lock(&self.state);
        if state.phase != Phase::Shut {
            return Err(HardwareError::failed(
                "the office still stops; wait until stopping it has gone cleanly",
            ));
        }
        // Now, and not when there is something to do: that may be on the thread of a program that is to unload the
        // library, which a thread that has started another keeps from going until it ends itself.
        let started = thread::Builder::new().name("tspkit sim".to_owned()).spawn({
            let office = office.clone();
            move || {
                let _ended = Ended(office.clone());
                lock(&office.inbox.state).mark = Some(ThreadMark::current());
                Timeline::new(office).run();
            }
        });
        state.thread = Some(started.map_err(|error| {
            let message = "no thread could be started for the simulated office";
            HardwareError::with_message(PhoneError::ResourceUnavail, message).with_source(error)
        })?);
        state.phase = Phase::Running;
        state.messages.clear();
        Ok(())
    }

    /// Sends a message; gives it back when none are taken.
    pub(crate) fn send(&self, message: Message) -> Option<Message> {
        let state = lock(&self.state);
        if state.phase != Phase::Running {
            return Some(message);
        }
        self.push(state, message);
        None
    }

    /// Sends a message that is only for a thread that there is.
    pub(crate) fn send_if_running(&self, message: Message) {
        let _ = self.send(message);
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
            Phase::Running => {
                state.phase = Phase::Ending;
                self.changed.notify_all();
            }
            Phase::Shut | Phase::Ending => {}
        }
        if state.mark == Some(ThreadMark::current()) {
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
