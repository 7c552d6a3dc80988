//! Where an answer is waited for.

use std::{
    sync::{Condvar, Mutex, PoisonError},
    task::Waker,
    time::{Duration, Instant},
};

use tspkit_hal::contain;

use crate::office::lock;

/// Holds one answer for one who waits for it, as a thread or as a task.
pub(crate) struct Waiter<A> {
    state: Mutex<State<A>>,
    answered: Condvar,
}

struct State<A> {
    answer: Option<A>,
    taken: bool,
    /// How many threads sleep. Waking nobody would cost a call of the system's.
    sleeping: u32,
    waker: Option<Waker>,
}

impl<A> Default for Waiter<A> {
    fn default() -> Self {
        let state = State {
            answer: None,
            taken: false,
            sleeping: 0,
            waker: None,
        };
        Self {
            state: Mutex::new(state),
            answered: Condvar::new(),
        }
    }
}

impl<A> Waiter<A> {
    /// The answer is there. Panics of the waker are contained, for this may run while another one unwinds.
    pub(crate) fn resolve(&self, answer: A) {
        let (waker, sleeping) = {
            let mut state = lock(&self.state);
            state.answer = Some(answer);
            (state.waker.take(), state.sleeping)
        };
        if sleeping > 0 {
            self.answered.notify_all();
        }
        if let Some(waker) = waker
            && let Err(panic) = contain(|| waker.wake())
        {
            tracing::error!(panic, "a task's waker panicked");
        }
    }

    /// Waits for the answer; `None` when `limit` came first, or the answer was taken before.
    pub(super) fn wait(&self, limit: Option<Duration>) -> Option<A> {
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
            state.sleeping += 1;
            state = match (limit, end) {
                (Some(_), Some(end)) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        state.sleeping -= 1;
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
            state.sleeping -= 1;
        }
    }

    /// The answer, if it is there; otherwise `waker` is woken when it is.
    ///
    /// # Panics
    ///
    /// When the answer was taken before: a future was polled after its end.
    pub(super) fn poll(&self, waker: &Waker) -> Option<A> {
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
