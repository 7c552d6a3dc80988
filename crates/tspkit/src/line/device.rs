//! A line of an office, open or not, and the calls on it.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Condvar, Mutex, PoisonError, RwLock, Weak},
    time::Instant,
};

use tspkit_abi::LineDevStates;
use tspkit_hal::{CallId, LineEvent, LineId, LineInfo, LineModel};

use super::{LineEntry, session::LineSession, tally::Tally};
use crate::{
    call::{Call, CallCell, CallError},
    office::{OfficeCore, Tellings, lock},
};

/// From how many on the numbers of calls that have come in are looked through for those that nobody waits for.
const TIDY: usize = 64;

/// What there is of a line for as long as the office is open.
pub(crate) struct LineDevice {
    pub(crate) id: LineId,
    pub(crate) office: Weak<OfficeCore>,
    index: u32,
    state: Mutex<State>,
    pub(crate) tellings: Tellings,
    calls: RwLock<HashMap<CallId, Arc<CallCell>>>,
    /// Calls that have come in and that nobody has taken.
    incoming: Mutex<VecDeque<CallId>>,
    arrived: Condvar,
    pub(crate) tally: Tally,
}

struct State {
    info: LineInfo,
    removed: bool,
    session: Option<Arc<LineSession>>,
    merged: MergedLine,
}

/// What a line's events were merged to.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct MergedLine {
    pub(crate) states: LineDevStates,
    pub(crate) count: u32,
}

impl LineDevice {
    pub(super) fn new(index: u32, info: LineInfo, office: Weak<OfficeCore>) -> Self {
        let state = State {
            removed: false,
            session: None,
            merged: MergedLine::default(),
            info,
        };
        Self {
            id: state.info.id,
            office,
            index,
            state: Mutex::new(state),
            tellings: Tellings::default(),
            calls: RwLock::default(),
            incoming: Mutex::default(),
            arrived: Condvar::new(),
            tally: Tally::default(),
        }
    }

    /// Makes `make`'s session the line's, if it can be opened.
    pub(super) fn open(
        &self,
        make: impl FnOnce() -> Result<Arc<LineSession>, CallError>,
    ) -> Result<Arc<LineSession>, CallError> {
        let mut state = lock(&self.state);
        if state.removed {
            return Err(CallError::Removed { line: self.id });
        }
        if state.session.is_some() {
            return Err(CallError::AlreadyOpen { line: self.id });
        }
        let session = make()?;
        state.session = Some(session.clone());
        Ok(session)
    }

    /// The session ends, if it is still the line's.
    pub(super) fn end_session(&self, session: &Arc<LineSession>) {
        let mut state = lock(&self.state);
        let own = state.session.as_ref();
        if own.is_some_and(|own| Arc::ptr_eq(own, session)) {
            let ended = state.session.take();
            drop(state);
            drop(ended);
        }
    }

    pub(crate) fn session(&self) -> Option<Arc<LineSession>> {
        lock(&self.state).session.clone()
    }

    pub(crate) fn take_session(&self) -> Option<Arc<LineSession>> {
        lock(&self.state).session.take()
    }

    pub(crate) fn entry(&self) -> Option<LineEntry> {
        let state = lock(&self.state);
        (!state.removed).then(|| LineEntry {
            index: self.index,
            info: state.info.clone(),
            open: state.session.is_some(),
        })
    }

    pub(crate) fn info(&self) -> LineInfo {
        lock(&self.state).info.clone()
    }

    pub(crate) fn model(&self) -> Arc<LineModel> {
        lock(&self.state).info.model.clone()
    }

    /// What `look` makes of what it can do. The lock is held meanwhile: no other is to be taken.
    pub(crate) fn with_model<T>(&self, look: impl FnOnce(&LineModel) -> T) -> T {
        look(&lock(&self.state).info.model)
    }

    /// What it can do, and whether it is in service.
    pub(crate) fn condition(&self) -> (Arc<LineModel>, bool) {
        let state = lock(&self.state);
        (state.info.model.clone(), state.info.in_service)
    }

    pub(crate) fn is_removed(&self) -> bool {
        lock(&self.state).removed
    }

    /// Takes in what an event says of the line itself; `false` when it says nothing new.
    pub(super) fn note(&self, event: &LineEvent) -> bool {
        let mut state = lock(&self.state);
        if state.removed {
            return false;
        }
        match event {
            LineEvent::InService if state.info.in_service => return false,
            LineEvent::OutOfService if !state.info.in_service => return false,
            LineEvent::InService => state.info.in_service = true,
            LineEvent::OutOfService => state.info.in_service = false,
            LineEvent::Removed => state.removed = true,
            LineEvent::CapabilitiesChanged(info) => {
                if info.id != self.id {
                    tracing::error!(line = %self.id, other = %info.id, "the driver reports a line's capabilities under another's number");
                    return false;
                }
                let in_service = state.info.in_service;
                state.info = info.clone();
                state.info.in_service = in_service;
            }
            _ => {}
        }
        true
    }

    /// The line has been removed: what is open on it is answered, and its calls are forgotten.
    pub(crate) fn close_removed(&self) {
        if let Some(session) = self.session() {
            session.close_removed();
        }
        self.take_calls();
    }

    /// Adds to what is merged; `true` when it is the first.
    pub(crate) fn merge(&self, states: LineDevStates) -> bool {
        let mut state = lock(&self.state);
        state.merged.states |= states;
        state.merged.count = state.merged.count.saturating_add(1);
        state.merged.count == 1
    }

    pub(crate) fn take_merged(&self) -> MergedLine {
        std::mem::take(&mut lock(&self.state).merged)
    }

    /// Adds a call; `false` when there is one of that number.
    pub(crate) fn add_call(&self, cell: &Arc<CallCell>) -> bool {
        let mut calls = self.calls.write().unwrap_or_else(PoisonError::into_inner);
        let news = !calls.contains_key(&cell.id);
        if news {
            calls.insert(cell.id, cell.clone());
        }
        news
    }

    pub(crate) fn call(&self, id: CallId) -> Option<Arc<CallCell>> {
        let calls = self.calls.read().unwrap_or_else(PoisonError::into_inner);
        calls.get(&id).cloned()
    }

    /// What `each` makes of a call, which stays on the line meanwhile.
    pub(super) fn with_call<T>(
        &self,
        id: CallId,
        each: impl FnOnce(&Arc<CallCell>) -> T,
    ) -> Option<T> {
        let calls = self.calls.read().unwrap_or_else(PoisonError::into_inner);
        calls.get(&id).map(each)
    }

    /// All the calls, by their numbers.
    pub(crate) fn calls<T>(&self, mut each: impl FnMut(&Arc<CallCell>) -> T) -> Vec<T> {
        let calls = self.calls.read().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = calls.values().collect();
        all.sort_unstable_by_key(|cell| cell.id);
        all.into_iter().map(&mut each).collect()
    }

    /// Takes a call off the line; `true` when it was there.
    pub(crate) fn remove_call(&self, cell: &Arc<CallCell>) -> bool {
        let removed = {
            let mut calls = self.calls.write().unwrap_or_else(PoisonError::into_inner);
            calls.remove(&cell.id)
        };
        cell.uncount();
        removed.is_some()
    }

    /// Takes a call off the line that is over and that nobody has; `true` when it was there.
    pub(crate) fn remove_unwanted(&self, cell: &Arc<CallCell>) -> bool {
        let mut calls = self.calls.write().unwrap_or_else(PoisonError::into_inner);
        // Handles are given out under this lock.
        if cell.has_handles() || !cell.is_over() {
            return false;
        }
        calls.remove(&cell.id).is_some()
    }

    /// Takes all the calls off the line.
    pub(crate) fn take_calls(&self) -> Vec<Arc<CallCell>> {
        let calls =
            std::mem::take(&mut *self.calls.write().unwrap_or_else(PoisonError::into_inner));
        let calls: Vec<_> = calls.into_values().collect();
        for cell in &calls {
            cell.uncount();
        }
        calls
    }

    /// A call has come in.
    pub(super) fn announce(&self, id: CallId) {
        let mut incoming = lock(&self.incoming);
        if incoming.len() >= TIDY && incoming.len() > 2 * self.call_count() {
            // Those that somebody took otherwise, or that are gone.
            incoming.retain(|id| {
                let is_left = |cell: &Arc<CallCell>| !cell.is_taken();
                self.with_call(*id, is_left).unwrap_or(false)
            });
        }
        incoming.push_back(id);
        drop(incoming);
        self.arrived.notify_one();
    }

    fn call_count(&self) -> usize {
        let calls = self.calls.read().unwrap_or_else(PoisonError::into_inner);
        calls.len()
    }

    /// The line is closed: nobody waits for calls any more.
    pub(super) fn end_waiting(&self) {
        drop(lock(&self.incoming));
        self.arrived.notify_all();
    }

    /// The oldest call that nobody has taken, waited for until `end`; `None` also when `closed` says so.
    pub(super) fn next_call(
        &self,
        end: Option<Instant>,
        take: impl Fn(&Arc<CallCell>) -> Option<Call>,
        closed: impl Fn() -> bool,
    ) -> Option<Call> {
        let mut incoming = lock(&self.incoming);
        loop {
            while let Some(id) = incoming.pop_front() {
                if let Some(call) = self.with_call(id, &take).flatten() {
                    return Some(call);
                }
            }
            if closed() {
                return None;
            }
            incoming = match end {
                None => self
                    .arrived
                    .wait(incoming)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        return None;
                    }
                    self.arrived
                        .wait_timeout(incoming, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
    }
}
