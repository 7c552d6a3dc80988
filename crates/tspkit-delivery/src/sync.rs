//! The primitives the protocol is built on: the standard library's, or loom's when every interleaving is
//! to be tried.

#[cfg(loom)]
pub(crate) use loom::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering, fence},
    },
    thread::yield_now,
};
#[cfg(not(loom))]
pub(crate) use std::{
    sync::{
        Condvar, Mutex, MutexGuard,
        atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering, fence},
    },
    thread::yield_now,
};

/// Locks, whatever a panicking thread has left behind: no lock of this crate is held while foreign code
/// runs, so what it guards is whole.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// A number that no other living thread has, never 0.
///
/// The address of a thread-local byte: cheaper than `thread::current().id()`, and a constant without a
/// destructor leaves nothing behind when a library is unloaded.
#[cfg(not(loom))]
pub(crate) fn this_thread() -> usize {
    thread_local! {
        static MARK: u8 = const { 0 };
    }
    MARK.with(|mark| std::ptr::from_ref(mark).addr())
}

/// Loom runs its threads on one thread of the system, so the address would be the same for all.
#[cfg(loom)]
pub(crate) fn this_thread() -> usize {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    loom::thread::current().id().hash(&mut hasher);
    (hasher.finish() as usize) | 1
}

/// Stands between a `SeqCst` write and a later `SeqCst` read of another place.
///
/// The memory model keeps such a pair in order by itself. Loom treats `SeqCst` accesses as acquire and
/// release, which does not, and has to be told.
pub(crate) fn keep_in_order() {
    #[cfg(loom)]
    full_fence();
}

/// Orders every write before it and every read after it.
pub(crate) fn full_fence() {
    fence(Ordering::SeqCst);
}
