//! Where the state of a call may go.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use tspkit::{
    abi::CallState,
    hal::{CallId, CallStatus},
};

/// TAPI 3's transitions, as its page has them.
fn may_follow(from: CallState, to: CallState) -> bool {
    use CallState::{Connected, Disconnected, Hold, Idle, InProgress, Offering, Queued};
    match from {
        Idle => matches!(to, InProgress | Connected | Disconnected | Offering | Hold),
        InProgress | Offering | Queued => matches!(to, Connected | Disconnected | Hold),
        Connected => matches!(to, Hold | Disconnected),
        Hold => matches!(to, Connected | Disconnected),
        Disconnected => false,
    }
}

/// The states that each call has gone through.
#[derive(Default)]
pub(crate) struct States {
    last: Mutex<HashMap<CallId, (CallState, CallStatus)>>,
    problems: Mutex<Vec<String>>,
}

impl States {
    pub(crate) fn note(&self, call: CallId, status: CallStatus) {
        let Some(state) = status.call_state() else {
            return;
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let before = last.insert(call, (state, status));
        let (from, old) = before.unwrap_or((CallState::Idle, CallStatus::Unknown));
        let over = old == CallStatus::Idle;
        if over || (from != state && !may_follow(from, state)) {
            let problem = format!("{call}: {status:?} after {old:?}");
            self.problems
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(problem);
        }
    }

    pub(crate) fn seen(&self) -> usize {
        self.last.lock().unwrap().len()
    }

    pub(crate) fn audit(&self) {
        let problems = self.problems.lock().unwrap();
        assert!(
            problems.is_empty(),
            "{} states came where they must not: {:#?}",
            problems.len(),
            &problems[..problems.len().min(10)]
        );
    }
}
