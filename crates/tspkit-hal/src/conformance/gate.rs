//! A gate that answers wait at while a check submits.

use std::time::{Duration, Instant};

use super::watched::Watched;
use crate::thread_mark::ThreadMark;

/// While it is closed, answers wait, except those that the submitting thread gives itself.
#[derive(Default)]
pub(super) struct Gate(Watched<State>);

#[derive(Default)]
struct State {
    closed: Option<Closed>,
    /// An answer has waited for too long: whoever submits waits for it.
    passed: bool,
}

struct Closed {
    submitter: ThreadMark,
    limit: Instant,
}

impl Gate {
    /// Makes the answers of other threads wait until [`open`](Self::open), at most that long.
    pub(super) fn close(&self, limit: Duration) {
        self.0.state().closed = Some(Closed {
            submitter: ThreadMark::current(),
            limit: Instant::now() + limit,
        });
    }

    /// Lets all pass again; `false` when one had waited for too long.
    pub(super) fn open(&self) -> bool {
        let passed = {
            let mut state = self.0.state();
            state.closed = None;
            std::mem::take(&mut state.passed)
        };
        self.0.changed();
        !passed
    }

    /// Waits as long as it is closed for this thread.
    pub(super) fn pass(&self) {
        let mut state = self.0.state();
        while let Some(closed) = &state.closed
            && closed.submitter != ThreadMark::current()
        {
            let left = closed.limit.saturating_duration_since(Instant::now());
            if left.is_zero() {
                state.closed = None;
                state.passed = true;
                break;
            }
            state = self.0.pause(state, left);
        }
        drop(state);
        self.0.changed();
    }
}
