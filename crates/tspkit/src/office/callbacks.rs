//! Counting who is inside a callback.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

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

/// What counts the tellings above how many are inside one another.
const NEXT: u64 = 1 << 32;

/// The telling of a device's events, whether or not the device is open: one at a time, but for those that closing delivers
/// inside another.
///
/// Only whoever delivers writes it.
#[derive(Debug, Default)]
pub(crate) struct Tellings(AtomicU64);

/// A telling that was going on, if there was one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Telling(Option<u64>);

impl Tellings {
    /// Counts a telling until what it returns is dropped, also by a panic.
    pub(crate) fn enter(&self) -> OnDrop<impl FnMut()> {
        let count = &self.0;
        let mut next = count.load(Ordering::Relaxed).wrapping_add(1);
        if depth(next) == 1 {
            next = next.wrapping_add(NEXT);
        }
        count.store(next, Ordering::Release);
        OnDrop(|| count.store(count.load(Ordering::Relaxed) - 1, Ordering::Release))
    }

    /// The one that is going on.
    pub(crate) fn current(&self) -> Telling {
        let count = self.0.load(Ordering::Acquire);
        Telling((depth(count) != 0).then_some(count / NEXT))
    }

    /// That one is over.
    pub(crate) fn is_over(&self, telling: Telling) -> bool {
        telling.0.is_none() || self.current().0 != telling.0
    }
}

fn depth(count: u64) -> u64 {
    count % NEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telling_is_over_when_the_outermost_has_returned_whatever_is_told_next() {
        let tellings = Tellings::default();
        let none = tellings.current();
        let outer = tellings.enter();
        assert!(tellings.is_over(none));
        let first = tellings.current();
        drop(tellings.enter());
        assert!(!tellings.is_over(first));
        drop(outer);
        assert!(tellings.is_over(first));
        let _next = tellings.enter();
        assert!(tellings.is_over(first));
        assert!(!tellings.is_over(tellings.current()));
    }
}
