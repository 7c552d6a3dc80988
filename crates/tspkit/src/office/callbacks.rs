//! Counting who is inside a callback.

use std::sync::atomic::{AtomicU32, Ordering};

use super::OnDrop;

/// How many callbacks have been entered and not left.
///
/// Only whoever delivers writes it, so that it takes no locked instruction.
#[derive(Debug, Default)]
pub(crate) struct Callbacks(AtomicU32);

impl Callbacks {
    /// Counts a callback until what it returns is dropped, also by a panic.
    #[expect(clippy::inline_always, reason = "on the way of every request")]
    #[inline(always)]
    pub(crate) fn enter(&self) -> OnDrop<impl FnMut()> {
        let count = &self.0;
        count.store(count.load(Ordering::Relaxed) + 1, Ordering::Release);
        OnDrop(|| count.store(count.load(Ordering::Relaxed) - 1, Ordering::Release))
    }

    /// One is running.
    pub(crate) fn are_running(&self) -> bool {
        self.0.load(Ordering::Acquire) != 0
    }
}
