//! What is kept with an open request to a line.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::Bytes;
use tspkit_abi::structure::DialParams;
use tspkit_delivery::Turn;

use super::OnLine;
use crate::{
    call::CallCell,
    office::lock,
    request::{self, SlotDeadline},
};

/// What a line's request has that not every request has.
pub(crate) type Extra = request::Extra<OnLine>;

/// Where an answer goes.
#[derive(Default)]
pub(crate) enum Route {
    /// To nobody, any more.
    #[default]
    Nowhere,
    /// To the lines' completion sink, under that number.
    Numbered(u64),
    /// To what is in there.
    Extra(Box<Extra>),
}

/// What the success or failure of a request does to its call.
#[derive(Debug, Clone, Default)]
pub(crate) enum After {
    /// Nothing.
    #[default]
    Nothing,
    /// That call is made, or is not.
    Made(Arc<CallCell>),
    /// The call data is that.
    CallData(Bytes),
    /// It dials with those times.
    Dial(DialParams),
    /// What was shown is released.
    Released,
}

/// One request. A line has few at a time, and a lock that nobody else wants costs little.
#[derive(Default)]
pub(super) struct Payload {
    pub(super) deadline: SlotDeadline,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    route: Route,
    /// The call that it is about; stays until the slot is free.
    call: Option<Arc<CallCell>>,
    /// Stays as long.
    after: After,
    /// How long the request may take, when that is its own.
    limit: Option<Duration>,
    /// The driver's, for when the request is cancelled.
    hook: Option<Box<dyn FnOnce() + Send>>,
}

impl Kept {
    /// The call that it is about, and one that it makes besides.
    fn calls(&self) -> [Option<Arc<CallCell>>; 2] {
        let besides = match (&self.call, &self.after) {
            (Some(call), After::Made(made)) if !Arc::ptr_eq(call, made) => Some(made.clone()),
            _ => None,
        };
        [self.call.clone(), besides]
    }
}

impl Payload {
    pub(super) fn fill(
        &self,
        turn: Turn,
        route: Route,
        call: Option<Arc<CallCell>>,
        after: After,
        limit: Option<Duration>,
    ) {
        self.deadline.begin(turn);
        let kept = Kept {
            route,
            call,
            after,
            limit,
            hook: None,
        };
        *lock(&self.kept) = kept;
    }

    /// Forgets everything, before the slot is free.
    pub(super) fn clear(&self) {
        let kept = std::mem::take(&mut *lock(&self.kept));
        drop(kept);
    }

    pub(super) fn call(&self) -> Option<Arc<CallCell>> {
        lock(&self.kept).call.clone()
    }

    /// Closing that call ends it: the one that it is about, or makes.
    pub(super) fn is_about(&self, cell: &Arc<CallCell>) -> bool {
        let kept = lock(&self.kept);
        let makes = match &kept.after {
            After::Made(made) => Some(made),
            _ => None,
        };
        let calls = kept.call.iter().chain(makes);
        calls.into_iter().any(|call| Arc::ptr_eq(call, cell))
    }

    /// The call that it makes.
    pub(super) fn made(&self) -> Option<Arc<CallCell>> {
        match &lock(&self.kept).after {
            After::Made(cell) => Some(cell.clone()),
            _ => None,
        }
    }

    /// The calls that it is open on, the one that it is about first; and what its end does to that.
    pub(super) fn ending(&self) -> ([Option<Arc<CallCell>>; 2], After) {
        let kept = lock(&self.kept);
        (kept.calls(), kept.after.clone())
    }

    pub(super) fn limit(&self) -> Option<Duration> {
        lock(&self.kept).limit
    }

    /// Where the answer goes, and the calls that it is open on.
    pub(super) fn take_route(&self) -> (Route, [Option<Arc<CallCell>>; 2]) {
        let mut kept = lock(&self.kept);
        (std::mem::take(&mut kept.route), kept.calls())
    }

    /// Takes the waiter's route out, if it is that.
    pub(super) fn take_waiting(&self) -> Option<Box<Extra>> {
        let mut kept = lock(&self.kept);
        match &mut kept.route {
            Route::Extra(extra) if extra.waiter.is_some() => {
                match std::mem::take(&mut kept.route) {
                    Route::Extra(extra) => Some(extra),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// Takes the driver's hook out, of a request that is cancelled.
    pub(super) fn take_hook(&self) -> Option<Box<dyn FnOnce() + Send>> {
        lock(&self.kept).hook.take()
    }

    /// Keeps the hook unless `cancelled` says that it is too late; then it is given back.
    pub(super) fn set_hook(
        &self,
        hook: Box<dyn FnOnce() + Send>,
        cancelled: impl Fn() -> bool,
    ) -> Option<Box<dyn FnOnce() + Send>> {
        let replaced;
        {
            let mut kept = lock(&self.kept);
            // Whoever cancels takes the hook after that, with this lock.
            if cancelled() {
                return Some(hook);
            }
            replaced = kept.hook.replace(hook);
        }
        drop(replaced);
        None
    }
}

impl std::fmt::Debug for Payload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payload").finish_non_exhaustive()
    }
}
