//! What is kept with an open request.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU32, AtomicU64, Ordering},
    },
    time::Duration,
};

use tspkit_delivery::Turn;
use tspkit_hal::PhoneRequest;

use super::Phone;
use crate::{
    office::lock,
    request::{self, Progress, SlotDeadline},
};

/// What a phone's request has that not every request has.
pub(crate) type Extra = request::Extra<Phone>;

/// Stands for the area of a request that is about none.
const NO_AREA: u32 = u32::MAX;
/// The answer goes to the completion sink, under the number in `number`.
const NUMBERED: u32 = 1;
/// There is something in `extra`.
const EXTRA: u32 = 2;
/// The request is a download.
const DOWNLOAD: u32 = 4;

/// Where an answer goes.
pub(crate) enum Route {
    /// To the completion sink, under that number.
    Numbered(u64),
    /// To what is in there.
    Extra(Box<Extra>),
}

/// Atomics, so that a request without extras takes no lock. Only the claimer writes them, and only the winner
/// of the answer reads them, but for `deadline` and `extra`.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    flags: AtomicU32,
    area: AtomicU32,
    number: AtomicU64,
    deadline: SlotDeadline,
    extra: Mutex<Option<Box<Extra>>>,
}

impl Payload {
    pub(super) fn fill(&self, turn: Turn, route: Route, area: Option<u32>, is_download: bool) {
        let download = if is_download { DOWNLOAD } else { 0 };
        self.area.store(area.unwrap_or(NO_AREA), Ordering::Relaxed);
        self.deadline.begin(turn);
        match route {
            Route::Numbered(number) => {
                self.number.store(number, Ordering::Relaxed);
                self.flags.store(NUMBERED | download, Ordering::Relaxed);
            }
            Route::Extra(extra) => {
                *lock(&self.extra) = Some(extra);
                self.flags.store(EXTRA | download, Ordering::Relaxed);
            }
        }
    }

    /// Keeps a request for when it succeeds. Before it is published.
    #[cold]
    pub(super) fn keep_asked(&self, asked: PhoneRequest) {
        lock(&self.extra).get_or_insert_default().asked = Some(asked);
        self.flags.fetch_or(EXTRA, Ordering::Relaxed);
    }

    /// Takes such a request out, by the winner of the answer.
    pub(super) fn take_asked(&self) -> Option<PhoneRequest> {
        if self.flags.load(Ordering::Acquire) & EXTRA == 0 {
            return None;
        }
        lock(&self.extra).as_mut()?.asked.take()
    }

    pub(super) fn area(&self) -> Option<u32> {
        Some(self.area.load(Ordering::Relaxed)).filter(|area| *area != NO_AREA)
    }

    /// The request counts for no area any more.
    pub(super) fn clear_area(&self) {
        self.area.store(NO_AREA, Ordering::Relaxed);
    }

    /// The area that the request downloads to.
    pub(super) fn download(&self) -> Option<u32> {
        self.area()
            .filter(|_| self.flags.load(Ordering::Relaxed) & DOWNLOAD != 0)
    }

    /// The number of a numbered request.
    pub(super) fn number(&self) -> Option<u64> {
        (self.flags.load(Ordering::Relaxed) & NUMBERED != 0)
            .then(|| self.number.load(Ordering::Relaxed))
    }

    /// The request's deadline.
    pub(super) fn deadline(&self) -> &SlotDeadline {
        &self.deadline
    }

    /// The number of a numbered request that has nothing else to it, and the area that it downloads to.
    pub(super) fn plain_number(&self) -> Option<(u64, Option<u32>)> {
        let flags = self.flags.load(Ordering::Relaxed);
        (flags & (NUMBERED | EXTRA) == NUMBERED).then(|| {
            let area = self.area.load(Ordering::Relaxed);
            let download = (flags & DOWNLOAD != 0).then_some(area);
            (self.number.load(Ordering::Relaxed), download)
        })
    }

    /// How long the request may take, when that is its own.
    pub(super) fn limit(&self) -> Option<Duration> {
        lock(&self.extra).as_ref()?.limit
    }

    /// Takes the extras out, if there are any.
    pub(super) fn take_extra(&self) -> Option<Box<Extra>> {
        if self.flags.load(Ordering::Acquire) & EXTRA == 0 {
            return None;
        }
        lock(&self.extra).take()
    }

    /// The answer goes to a waiter.
    pub(super) fn has_waiter(&self) -> bool {
        self.flags.load(Ordering::Relaxed) & EXTRA != 0
            && lock(&self.extra)
                .as_ref()
                .is_some_and(|extra| extra.waiter.is_some())
    }

    /// Takes the driver's hook out, of a request that is cancelled.
    pub(super) fn take_hook(&self) -> Option<Box<dyn FnOnce() + Send>> {
        // In one order with `set_hook`, which looks whether the request is cancelled after it wrote this.
        if self.flags.load(Ordering::SeqCst) & EXTRA == 0 {
            return None;
        }
        lock(&self.extra).as_mut()?.hook.take()
    }

    /// Keeps the hook unless `cancelled` says that it is too late; then it is given back.
    pub(super) fn set_hook(
        &self,
        hook: Box<dyn FnOnce() + Send>,
        cancelled: impl Fn() -> bool,
    ) -> Option<Box<dyn FnOnce() + Send>> {
        let replaced;
        {
            let mut extra = lock(&self.extra);
            self.flags.fetch_or(EXTRA, Ordering::SeqCst);
            if cancelled() {
                return Some(hook);
            }
            replaced = extra.get_or_insert_default().hook.replace(hook);
        }
        drop(replaced);
        None
    }

    pub(super) fn progress(&self) -> Option<Progress> {
        if self.flags.load(Ordering::Acquire) & EXTRA == 0 {
            return None;
        }
        lock(&self.extra).as_ref()?.progress.clone()
    }
}
