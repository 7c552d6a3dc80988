//! Where an answer is waited for.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    task::Waker,
    time::{Duration, Instant},
};

use tspkit_hal::{PhoneReply, contain};

use crate::{error::Error, office::lock};

type Answer = Result<PhoneReply, Error>;

/// Holds one answer for one who waits for it, as a thread or as a task.
#[derive(Default)]
pub(crate) struct Waiter {
    state: Mutex<State>,
    answered: Condvar,
}

#[derive(Default)]
struct State {
    answer: Option<Answer>,
    taken: bool,
    waker: Option<Waker>,
}

impl Waiter {
    /// The answer is there. Panics of the waker are contained, for this may run while another one unwinds.
    pub(crate) fn resolve(&self, answer: Answer) {
        let waker = {
            let mut state = lock(&self.state);
            state.answer = Some(answer);
            state.waker.take()
        };
        self.answered.notify_all();
        if let Some(waker) = waker
            && let Err(panic) = contain(|| waker.wake())
        {
            tracing::error!(panic, "a task's waker panicked");
        }
    }

    /// Waits for the answer; `None` when `limit` came first, or the answer was taken before.
    pub(super) fn wait(&self, limit: Option<Duration>) -> Option<Answer> {
        let end = limit.and_then(|limit| Instant::now().checked_add(limit));
        let mut state = lock(&self.state);
        loop {
            if state.taken {
                return None;
            }
            if let Some(answer) = state.answer.take() {
                state.taken = true;
                return Some(answer);
            }
            state = match (limit, end) {
                (Some(_), Some(end)) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return None;
                    }
                    self.answered
                        .wait_timeout(state, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                _ => self
                    .answered
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    /// The answer, if it is there; otherwise `waker` is woken when it is.
    ///
    /// # Panics
    ///
    /// When the answer was taken before: a future was polled after its end.
    pub(super) fn poll(&self, waker: &Waker) -> Option<Answer> {
        let mut state = lock(&self.state);
        assert!(!state.taken, "a request's future was polled after its end");
        let answer = state.answer.take();
        if answer.is_some() {
            state.taken = true;
        } else if !state
            .waker
            .as_ref()
            .is_some_and(|kept| kept.will_wake(waker))
        {
            state.waker = Some(waker.clone());
        }
        answer
    }
}
