//! Counts what is allocated by any thread: the provider opens its hardware on a thread of its own.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst},
};

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicI64 = AtomicI64::new(0);

struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: the system's allocator does everything; counting touches no memory of its callers.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout, 1);
        // SAFETY: the caller keeps the contract of this very function.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        count(layout, -1);
        // SAFETY: as above; what is given back came from there.
        unsafe { System.dealloc(memory, layout) }
    }
}

fn count(layout: Layout, sign: i64) {
    let bytes = i64::try_from(layout.size()).expect("no allocation is that large");
    BYTES.fetch_add(sign * bytes, SeqCst);
    ALLOCATIONS.fetch_add(u64::from(sign > 0), SeqCst);
}

/// How many allocations some work makes, one that grows included, and how many bytes it leaves allocated.
pub(crate) fn measure(work: impl FnOnce()) -> (u64, i64) {
    let before = (ALLOCATIONS.load(SeqCst), BYTES.load(SeqCst));
    work();
    let after = (ALLOCATIONS.load(SeqCst), BYTES.load(SeqCst));
    (after.0 - before.0, after.1 - before.1)
}
