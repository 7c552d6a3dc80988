//! What there is of a call, for as long as somebody is interested in it.

use std::{
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering, fence},
    },
    time::Instant,
};

use bytes::Bytes;
use tspkit_abi::{CallState, LineCallInfoStates};
use tspkit_hal::{CallId, CallInfo, CallParams, CallStatus, LineEvent};

use super::{
    CallError, Place,
    event::{CallEvent, MergedCall},
    known::Known,
    received::Received,
};
use crate::{
    line::{Class, LineDevice},
    office::{Callbacks, OfficeCore, OnDrop, lock},
};

/// It was closed: nothing is accepted or told any more.
const CLOSED: u32 = 1;
/// Somebody has made it or taken it.
const TAKEN: u32 = 2;

pub(crate) struct CallCell {
    pub(crate) id: CallId,
    flags: AtomicU32,
    calling: Callbacks,
    /// How many of its requests are accepted and not answered.
    open: AtomicU32,
    /// How many handles of it there are.
    pub(super) handles: AtomicU32,
    pub(crate) device: Arc<LineDevice>,
    pub(super) state: Mutex<State>,
    changed: Condvar,
}

/// How far a call has come, apart from what the hardware says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// It exists here alone.
    Created,
    /// The hardware was asked to make it.
    Making,
    /// The hardware has it.
    Up,
    /// The hardware did not make it.
    Failed,
    /// The hardware was told that nobody wants it any more.
    Gone,
}

pub(super) struct State {
    pub(super) phase: Phase,
    /// It was made, and nobody has been told yet: what the hardware says of it waits in `early`.
    pub(super) holding: bool,
    pub(super) counted: Class,
    pub(super) seen: CallState,
    pub(super) status: Option<CallStatus>,
    pub(super) known: Known,
    /// Until it is made.
    pub(super) outgoing: Option<Box<Outgoing>>,
    pub(super) received: Option<Box<Received>>,
    pub(super) early: Vec<LineEvent>,
    merged: MergedCall,
    /// How often something has changed, for those who wait for that.
    changes: u32,
    /// How many threads do. Waking nobody would cost a call of the system's.
    sleeping: u32,
}

/// Whom a call is for, and what goes with it.
#[derive(Debug, Default)]
pub(super) struct Outgoing {
    pub(super) destination: String,
    pub(super) params: Box<CallParams>,
}

impl CallCell {
    /// A call that is to be made.
    pub(crate) fn outgoing(id: CallId, device: &Arc<LineDevice>, destination: String) -> Arc<Self> {
        let outgoing = Outgoing {
            destination,
            params: Box::default(),
        };
        let mut state = State::new(Phase::Created, Known::default());
        state.outgoing = Some(Box::new(outgoing));
        Self::new(id, device, TAKEN, state)
    }

    /// A call that the hardware has.
    pub(crate) fn found(
        id: CallId,
        device: &Arc<LineDevice>,
        status: CallStatus,
        info: CallInfo,
    ) -> Arc<Self> {
        let limit = device.model().user_user.receive;
        let (known, user_user) = Known::from_info(info);
        let mut state = State::new(Phase::Up, known);
        state.receive(Place::new(device.id, id), user_user, false, limit);
        state.enter(status);
        Self::new(id, device, 0, state)
    }

    fn new(id: CallId, device: &Arc<LineDevice>, flags: u32, state: State) -> Arc<Self> {
        Arc::new(Self {
            id,
            flags: AtomicU32::new(flags),
            calling: Callbacks::default(),
            open: AtomicU32::new(0),
            handles: AtomicU32::new(0),
            device: device.clone(),
            state: Mutex::new(state),
            changed: Condvar::new(),
        })
    }

    pub(crate) fn place(&self) -> Place {
        Place::new(self.device.id, self.id)
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & CLOSED != 0
    }

    /// It accepts nothing more, and nothing more is told of it; `true` when it was open before.
    pub(crate) fn shut(&self) -> bool {
        let was = self.flags.fetch_or(CLOSED, Ordering::SeqCst);
        // Between this flag and the looks at `open` and `calling`.
        fence(Ordering::SeqCst);
        self.touch();
        was & CLOSED == 0
    }

    /// Lets whoever waits for a change look.
    pub(crate) fn touch(&self) {
        let mut state = lock(&self.state);
        state.changes = state.changes.wrapping_add(1);
        self.wake(state);
    }

    fn wake(&self, state: MutexGuard<'_, State>) {
        let sleeping = state.sleeping;
        drop(state);
        if sleeping > 0 {
            self.changed.notify_all();
        }
    }

    /// Somebody has it now; `true` for the first.
    pub(crate) fn take(&self) -> bool {
        self.flags.fetch_or(TAKEN, Ordering::SeqCst) & TAKEN == 0
    }

    pub(crate) fn is_taken(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & TAKEN != 0
    }

    pub(crate) fn has_handles(&self) -> bool {
        self.handles.load(Ordering::SeqCst) != 0
    }

    /// A request is about to be accepted.
    pub(crate) fn opens_request(&self) -> Result<(), CallError> {
        self.open.fetch_add(1, Ordering::SeqCst);
        // Against the one in `shut`.
        fence(Ordering::SeqCst);
        if self.is_closed() {
            self.closes_request();
            return Err(CallError::Closed {
                place: self.place(),
            });
        }
        Ok(())
    }

    /// A request is answered, or was not accepted after all.
    pub(crate) fn closes_request(&self) {
        self.open.fetch_sub(1, Ordering::SeqCst);
    }

    pub(crate) fn has_open_requests(&self) -> bool {
        self.open.load(Ordering::SeqCst) != 0
    }

    /// No answer is owed, and no callback runs but, with `nested`, those that this thread is in.
    pub(crate) fn is_answered(&self, nested: bool) -> bool {
        !self.has_open_requests() && self.is_untold(nested)
    }

    /// No callback runs but, with `nested`, those that this thread is in.
    pub(crate) fn is_untold(&self, nested: bool) -> bool {
        nested || !self.calling.are_running()
    }

    /// Counts a callback until what it returns is dropped, also by a panic.
    pub(crate) fn enter_callback(&self) -> OnDrop<impl FnMut()> {
        self.calling.enter()
    }

    /// Has an event of the call told, as a callback that closing waits for; none once it was shut.
    pub(crate) fn tell(&self, tell: impl FnOnce()) {
        let _called = self.enter_callback();
        // Against the one in `shut`: either this sees that it is shut, or the closer sees the count.
        fence(Ordering::SeqCst);
        if !self.is_closed() {
            tell();
        }
    }

    /// Changes the call, and queues what is to be told of that in the order of the changes.
    pub(super) fn update<T>(
        self: &Arc<Self>,
        office: &OfficeCore,
        change: impl FnOnce(&mut State, &mut dyn FnMut(CallEvent)) -> T,
    ) -> T {
        let mut state = lock(&self.state);
        let mut merged = std::mem::take(&mut state.merged);
        let mut tell = |event| office.queue_call_event(self, &mut merged, event);
        let result = change(&mut state, &mut tell);
        state.merged = merged;
        state.changes = state.changes.wrapping_add(1);
        let class = state.class();
        let counted = std::mem::replace(&mut state.counted, class);
        self.device.tally.moved(counted, class);
        self.wake(state);
        result
    }

    /// What of its events was merged.
    pub(crate) fn take_merged(&self) -> MergedCall {
        std::mem::take(&mut lock(&self.state).merged)
    }

    /// The call is none of the line's any more.
    pub(crate) fn uncount(&self) {
        let mut state = lock(&self.state);
        let counted = std::mem::replace(&mut state.counted, Class::None);
        self.device.tally.moved(counted, Class::None);
    }

    /// Lets go of it, where the hardware has it or keeps it, for the hardware to be told, once; and says whether it
    /// is still up there.
    pub(crate) fn let_go(&self) -> Option<bool> {
        let mut state = lock(&self.state);
        if state.phase != Phase::Up {
            return None;
        }
        state.phase = Phase::Gone;
        Some(!state.is_idle())
    }

    /// Nothing more will happen to it.
    pub(crate) fn is_over(&self) -> bool {
        let state = lock(&self.state);
        matches!(state.phase, Phase::Failed | Phase::Gone) || state.is_idle()
    }

    /// How often it has changed, to be waited on.
    pub(super) fn changes(&self) -> u32 {
        lock(&self.state).changes
    }

    /// Waits until it has changed more often than that; `false` when `end` came first.
    pub(super) fn wait_for_change(&self, changes: u32, end: Option<Instant>) -> bool {
        let mut state = lock(&self.state);
        while state.changes == changes {
            state.sleeping += 1;
            state = match end {
                None => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end) => {
                    let left = end.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        state.sleeping -= 1;
                        return false;
                    }
                    self.changed
                        .wait_timeout(state, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
            state.sleeping -= 1;
        }
        true
    }
}

impl State {
    fn new(phase: Phase, known: Known) -> Self {
        Self {
            phase,
            holding: false,
            counted: Class::None,
            seen: CallState::Idle,
            status: None,
            known,
            outgoing: None,
            received: None,
            early: Vec::new(),
            merged: MergedCall::default(),
            changes: 0,
            sleeping: 0,
        }
    }

    fn class(&self) -> Class {
        match (self.phase, self.status) {
            (Phase::Created | Phase::Failed | Phase::Gone, _) => Class::None,
            (_, None) => Class::Active,
            (_, Some(status)) => Class::of(status),
        }
    }

    /// User-user information that is shown.
    pub(super) fn shown(&self) -> Option<&Bytes> {
        self.received.as_ref().map(|received| received.shown())
    }

    /// The same, none being empty.
    pub(super) fn user_user(&self) -> Bytes {
        self.shown().cloned().unwrap_or_default()
    }

    /// Nothing is told of it any more but what is asked.
    pub(super) fn is_idle(&self) -> bool {
        self.status == Some(CallStatus::Idle)
    }

    pub(super) fn tell_info(&self, states: LineCallInfoStates, tell: &mut dyn FnMut(CallEvent)) {
        if !states.is_empty() && !self.is_idle() {
            tell(CallEvent::Info(states));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There may be a hundred thousand.
    #[test]
    fn a_call_takes_little_room() {
        assert!(size_of::<CallCell>() <= 208, "{}", size_of::<CallCell>());
    }
}
