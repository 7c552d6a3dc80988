//! A table of handles of one kind: numbers, each with the generation of its place.
//!
//! Looking a handle up takes no lock: a place's word counts who is inside, and says whether it is open and in
//! which generation. Closing changes the generation, and the last one out drops what lay there.

use std::{fmt, ops::Deref, ptr, sync::PoisonError};

#[cfg(loom)]
use loom::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicPtr, AtomicU64, Ordering},
};
#[cfg(not(loom))]
use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicPtr, AtomicU64, Ordering},
};

/// How many handles can be open at a time.
const PLACES: usize = if cfg!(loom) { 2 } else { 1 << 17 };
/// The bits of a handle that hold the place's number, from 1.
const PLACE_BITS: u32 = 24;
/// The bits of a handle below the generation.
const GENERATION: u32 = 32;
/// The place was closed, and what lies there is still to be dropped. Below it is the count of users.
const CLOSING: u64 = 1 << 31;
const ONE_GENERATION: u64 = 1 << GENERATION;

/// What handles can stand for.
pub(crate) trait Kind: Send + Sync {
    /// Marks handles of this kind, between the place and the generation: a handle of one kind is none of another.
    const MARK: u8;
}

/// The handles of one kind. Part of a static, since it is large and all zero: it takes no room in the file, and only
/// the pages in use take memory.
pub(crate) struct Table<T: 'static> {
    places: [Place<T>; PLACES],
    free: Mutex<Free>,
}

/// Small, so that four share a cache line and none lies across two.
struct Place<T> {
    /// Generation (odd while open), `CLOSING`, and how many are inside.
    word: AtomicU64,
    /// What lies there; of a free place, the number of the next free one, from 1, as an address.
    entry: AtomicPtr<T>,
}

struct Free {
    /// The first free place, from 1; 0 for none.
    first: u32,
    /// How many places have ever been used.
    used: u32,
}

/// Keeps what a handle stands for in place.
pub(crate) struct Entered<T: 'static> {
    table: &'static Table<T>,
    index: u32,
    generation: u64,
}

impl<T> Place<T> {
    #[cfg(not(loom))]
    const fn new() -> Self {
        Self {
            word: AtomicU64::new(0),
            entry: AtomicPtr::new(ptr::null_mut()),
        }
    }
}

impl<T: Kind> Table<T> {
    const MARK: u64 = (T::MARK as u64) << PLACE_BITS;

    /// An empty table, for a static: it is too large for a stack.
    #[cfg(not(loom))]
    #[allow(
        clippy::large_stack_arrays,
        clippy::new_without_default,
        reason = "it is made at compile time, and nowhere else"
    )]
    pub(crate) const fn new() -> Self {
        Self {
            places: [const { Place::new() }; PLACES],
            free: Mutex::new(Free { first: 0, used: 0 }),
        }
    }

    /// A small table, for trying every interleaving.
    #[cfg(loom)]
    #[allow(clippy::new_without_default)]
    pub(crate) fn new() -> Self {
        let place = |_| Place {
            word: AtomicU64::new(0),
            entry: AtomicPtr::new(ptr::null_mut()),
        };
        Self {
            places: std::array::from_fn(place),
            free: Mutex::new(Free { first: 0, used: 0 }),
        }
    }

    /// Puts something into the table; `None` when it is full. The handle is never 0.
    pub(crate) fn insert(&'static self, value: Box<T>) -> Option<usize> {
        let index = self.take_place()?;
        let place = &self.places[index as usize];
        place.entry.store(Box::into_raw(value), Ordering::Relaxed);
        let word = place.word.fetch_add(ONE_GENERATION, Ordering::Release);
        let generation = (word >> GENERATION) + 1;
        let handle = generation << GENERATION | Self::MARK | u64::from(index + 1);
        usize::try_from(handle).ok()
    }

    /// What the handle stands for, if it is open.
    #[inline]
    pub(crate) fn enter(&'static self, handle: usize) -> Option<Entered<T>> {
        let handle = handle as u64;
        let generation = handle >> GENERATION;
        let low = handle & (ONE_GENERATION - 1);
        let index = (low ^ Self::MARK).checked_sub(1)?;
        let place = self.places.get(usize::try_from(index).ok()?)?;
        if generation & 1 == 0 {
            return None;
        }
        let word = place.word.fetch_add(1, Ordering::Acquire);
        let entered = Entered {
            table: self,
            index: u32::try_from(index).ok()?,
            generation,
        };
        // Otherwise dropping it takes the count back.
        (word >> GENERATION == generation).then_some(entered)
    }

    /// The open handles' entries, one after another.
    pub(crate) fn all(&'static self) -> impl Iterator<Item = Entered<T>> {
        let used = self.free().used;
        (0..used).filter_map(|index| {
            let word = self.places[index as usize].word.load(Ordering::Relaxed);
            let low = Self::MARK | u64::from(index + 1);
            let handle = word & !(ONE_GENERATION - 1) | low;
            self.enter(usize::try_from(handle).ok()?)
        })
    }
}

impl<T> Table<T> {
    fn take_place(&self) -> Option<u32> {
        let mut free = self.free();
        if let Some(index) = free.first.checked_sub(1) {
            let next = self.places[index as usize].entry.load(Ordering::Relaxed);
            free.first = u32::try_from(next.addr()).unwrap_or_default();
            return Some(index);
        }
        let index = free.used;
        self.places.get(index as usize)?;
        free.used += 1;
        Some(index)
    }

    fn give_place(&self, index: u32) {
        let mut free = self.free();
        let place = &self.places[index as usize];
        let next = ptr::without_provenance_mut(free.first as usize);
        place.entry.store(next, Ordering::Relaxed);
        free.first = index + 1;
    }

    fn free(&self) -> MutexGuard<'_, Free> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Table")
    }
}

impl<T> Entered<T> {
    fn place(&self) -> &'static Place<T> {
        &self.table.places[self.index as usize]
    }

    /// The handle is open. Another thread may be closing it.
    #[inline]
    pub(crate) fn is_open(&self) -> bool {
        let word = self.place().word.load(Ordering::Acquire);
        word >> GENERATION == self.generation
    }

    /// Closes the handle: nobody enters any more. `false` when somebody else has closed it.
    pub(crate) fn close(&self) -> bool {
        let close = |word: u64| {
            (word >> GENERATION == self.generation)
                .then(|| word.wrapping_add(ONE_GENERATION) | CLOSING)
        };
        self.place()
            .word
            .fetch_update(Ordering::SeqCst, Ordering::Relaxed, close)
            .is_ok()
    }
}

impl<T: Kind> Entered<T> {
    /// The handle.
    pub(crate) fn handle(&self) -> usize {
        let low = Table::<T>::MARK | u64::from(self.index + 1);
        usize::try_from(self.generation << GENERATION | low).unwrap_or_default()
    }
}

impl<T> Deref for Entered<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        let entry = self.place().entry.load(Ordering::Relaxed);
        // SAFETY: only values for which `enter` saw the handle's generation are given out. The entry was
        // written before that generation began, and is dropped only after it has ended and everyone who had
        // been counted in the place's word, as this value is, has left.
        unsafe { &*entry }
    }
}

impl<T> Drop for Entered<T> {
    #[inline]
    fn drop(&mut self) {
        let word = self.place().word.fetch_sub(1, Ordering::AcqRel);
        // This was the last one in a place that was closed.
        if word & (ONE_GENERATION - 1) == CLOSING | 1 {
            self.clear();
        }
    }
}

impl<T> Entered<T> {
    #[cold]
    fn clear(&self) {
        let place = self.place();
        let word = place.word.load(Ordering::Relaxed);
        if word & (ONE_GENERATION - 1) != CLOSING {
            return;
        }
        // Somebody with a stale handle may come in between, and is then the last one out.
        let cleared =
            place
                .word
                .compare_exchange(word, word & !CLOSING, Ordering::AcqRel, Ordering::Relaxed);
        if cleared.is_err() {
            return;
        }
        let entry = place.entry.swap(ptr::null_mut(), Ordering::Relaxed);
        // SAFETY: the entry came from a box. The exchange above succeeds once for each closing, when nobody
        // is inside; whoever enters now sees another generation and does not look at the entry.
        let entry = unsafe { Box::from_raw(entry) };
        drop(entry);
        self.table.give_place(self.index);
    }
}
