//! A device's bounded table of requests.

use std::{cell::Cell, collections::TryReserveError, sync::OnceLock};

use crate::{
    lifecycle::{Lifecycle, Turn},
    sync::{AtomicU32, Mutex, Ordering, keep_in_order, lock},
};

/// Slots that a device has from the start: enough for one request at a time and its successor.
const INLINE: u32 = 2;
/// Slots in the first block that is added when those do not suffice; each further block doubles.
const BLOCK: u32 = 64;
const BLOCKS: usize = 16;
/// The largest table that can be asked for.
const LARGEST: u32 = INLINE + BLOCK * ((1 << BLOCKS) - 1);

/// One request: its life, and what the table's owner keeps with it.
#[derive(Debug, Default)]
pub struct Slot<P> {
    /// Where the request stands.
    pub life: Lifecycle,
    /// The owner's data. It is the claimer's until the request is published, and the winner's afterwards.
    pub payload: P,
}

/// A slot that has been claimed and not yet published.
#[derive(Debug)]
pub struct Claim<'a, P> {
    /// The slot's number in its table.
    pub index: u32,
    /// Which of the slot's requests this is.
    pub turn: Turn,
    /// The slot.
    pub slot: &'a Slot<P>,
}

/// Why no slot could be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The table is shut.
    Shut,
    /// As many requests as the limit allows are open.
    Full,
    /// There is no memory for another request.
    NoMemory,
}

/// The requests of one device, at most `limit` at a time.
///
/// The table can be shut: from then on no request is accepted, and [`iter`](Self::iter) shows every one that
/// was. It starts with two slots in place and grows in blocks that are kept, so that a request allocates
/// nothing once the table is as large as the device's traffic needs. A slot never moves.
#[derive(Debug)]
pub struct Requests<P> {
    inline: [Slot<P>; INLINE as usize],
    limit: u32,
    /// Not 0: shut.
    shut: AtomicU32,
    more: OnceLock<Box<More<P>>>,
}

#[derive(Debug)]
struct More<P> {
    blocks: [OnceLock<Box<[Slot<P>]>>; BLOCKS],
    free: Mutex<Free>,
}

#[derive(Debug, Default)]
struct Free {
    /// Numbers of free slots; has room for all that exist.
    stack: Vec<u32>,
    blocks: usize,
    slots: u32,
}

impl<P: Default> Requests<P> {
    /// A table for at most `limit` requests, at least 1 and at most some four million.
    #[must_use]
    pub fn new(limit: u32) -> Self {
        Self {
            inline: Default::default(),
            limit: limit.clamp(1, LARGEST),
            shut: AtomicU32::new(0),
            more: OnceLock::new(),
        }
    }

    /// How many requests there can be at a time.
    #[must_use]
    pub fn limit(&self) -> u32 {
        self.limit
    }

    /// How many slots there are now: those it had from the start, and those that were added.
    #[must_use]
    pub fn slots(&self) -> usize {
        let added = self.more.get().map_or(0, |more| lock(&more.free).slots);
        (self.initial_slots() + added) as usize
    }

    /// How many slots a new table has before it grows.
    #[must_use]
    pub fn initial_slots(&self) -> u32 {
        self.limit.min(INLINE)
    }

    /// Accepts no further requests; `true` when the table was not shut before.
    pub fn shut(&self) -> bool {
        let was = self.shut.swap(1, Ordering::SeqCst);
        keep_in_order();
        was == 0
    }

    /// Accepts requests again.
    pub fn reopen(&self) {
        self.shut.store(0, Ordering::SeqCst);
    }

    /// Takes a free slot.
    ///
    /// `grow` is called before slots are added, with their number: what it reserves for them is there when
    /// they are used. No slot is added when it fails.
    ///
    /// # Errors
    ///
    /// [`Refused::Shut`] when the table is shut, [`Refused::Full`] when the limit is reached,
    /// [`Refused::NoMemory`] when the table cannot grow.
    #[inline]
    pub fn claim(
        &self,
        grow: impl FnOnce(usize) -> Result<(), TryReserveError>,
    ) -> Result<Claim<'_, P>, Refused> {
        for (index, slot) in (0..self.limit).zip(&self.inline) {
            if let Some(turn) = slot.life.claim() {
                return self.unless_shut(Claim { index, turn, slot });
            }
        }
        self.claim_more(grow)
    }

    /// Looks at the gate after the slot is claimed: whoever shuts it looks at the slots afterwards, so one of
    /// the two sees the other.
    #[inline]
    fn unless_shut<'a>(&'a self, claim: Claim<'a, P>) -> Result<Claim<'a, P>, Refused> {
        keep_in_order();
        if self.shut.load(Ordering::SeqCst) == 0 {
            return Ok(claim);
        }
        self.unclaim(&claim);
        Err(Refused::Shut)
    }

    #[cold]
    fn claim_more(
        &self,
        grow: impl FnOnce(usize) -> Result<(), TryReserveError>,
    ) -> Result<Claim<'_, P>, Refused> {
        if self.limit <= INLINE {
            return Err(Refused::Full);
        }
        let more = self.more.get_or_init(|| Box::new(More::new()));
        let index = {
            let mut free = lock(&more.free);
            if free.stack.is_empty() {
                more.add_block(&mut free, self.limit - INLINE, grow)?;
            }
            free.stack.pop().ok_or(Refused::Full)?
        };
        let slot = more.slot(index - INLINE).ok_or(Refused::Full)?;
        let turn = slot.life.claim().ok_or(Refused::Full)?;
        self.unless_shut(Claim { index, turn, slot })
    }

    /// The slot of that number, `None` when there is none.
    #[must_use]
    #[inline]
    pub fn slot(&self, index: u32) -> Option<&Slot<P>> {
        match self.inline.get(index as usize) {
            Some(slot) => Some(slot),
            None => self.slot_of_more(index),
        }
    }

    #[cold]
    fn slot_of_more(&self, index: u32) -> Option<&Slot<P>> {
        self.more.get()?.slot(index - INLINE)
    }

    /// Frees a slot, by the one to whom its [`Lifecycle`] gave it to free.
    #[inline]
    pub fn release(&self, index: u32) {
        match self.inline.get(index as usize) {
            Some(slot) => slot.life.release(),
            None => self.release_more(index),
        }
    }

    #[cold]
    fn release_more(&self, index: u32) {
        if let Some(more) = self.more.get()
            && let Some(slot) = more.slot(index - INLINE)
        {
            slot.life.release();
            lock(&more.free).stack.push(index);
        }
    }

    /// Gives a claimed slot back unused.
    pub fn unclaim(&self, claim: &Claim<'_, P>) {
        claim.slot.life.release();
        if claim.index >= INLINE
            && let Some(more) = self.more.get()
        {
            lock(&more.free).stack.push(claim.index);
        }
    }

    /// No request is still to be answered, of a table that is [shut](Self::shut).
    ///
    /// What was answered stays so, and `from` keeps how many slots need no second look.
    #[must_use]
    pub fn all_answered(&self, from: &Cell<u32>) -> bool {
        while let Some(slot) = self.slot(from.get()) {
            if !slot.life.is_answered() {
                return false;
            }
            from.set(from.get() + 1);
        }
        true
    }

    /// Every slot there is, used or not, with its number.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &Slot<P>)> {
        let more = self.more.get().into_iter().flat_map(|more| more.iter());
        (0..).zip(self.inline.iter().chain(more))
    }
}

impl<P: Default> More<P> {
    fn new() -> Self {
        Self {
            blocks: Default::default(),
            free: Mutex::new(Free::default()),
        }
    }

    fn add_block(
        &self,
        free: &mut Free,
        limit: u32,
        grow: impl FnOnce(usize) -> Result<(), TryReserveError>,
    ) -> Result<(), Refused> {
        let length = (BLOCK << free.blocks.min(BLOCKS)).min(limit - free.slots);
        let Some(cell) = self.blocks.get(free.blocks).filter(|_| length > 0) else {
            return Err(Refused::Full);
        };
        let size = length as usize;
        let total = (free.slots + length) as usize;
        let mut block = Vec::new();
        block
            .try_reserve_exact(size)
            .and_then(|()| free.stack.try_reserve_exact(total - free.stack.len()))
            .and_then(|()| grow(size))
            .map_err(|_| Refused::NoMemory)?;
        block.resize_with(size, Slot::default);
        cell.get_or_init(|| block.into_boxed_slice());
        let first = INLINE + free.slots;
        free.stack.extend((first..first + length).rev());
        free.blocks += 1;
        free.slots += length;
        Ok(())
    }

    fn slot(&self, number: u32) -> Option<&Slot<P>> {
        let block = (number / BLOCK + 1).ilog2();
        let start = BLOCK * ((1 << block) - 1);
        self.blocks
            .get(block as usize)?
            .get()?
            .get((number - start) as usize)
    }

    fn iter(&self) -> impl Iterator<Item = &Slot<P>> {
        self.blocks
            .iter()
            .map_while(OnceLock::get)
            .flat_map(|block| block.iter())
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn a_shut_table_accepts_nothing_until_it_is_reopened() {
        let table: Requests<()> = Requests::new(100);
        assert!(table.shut());
        assert!(!table.shut());
        assert_eq!(table.claim(|_| Ok(())).unwrap_err(), Refused::Shut);
        table.reopen();
        assert_eq!(table.claim(|_| Ok(())).unwrap().index, 0);
    }

    #[test]
    fn every_slot_up_to_the_limit_is_handed_out_once() {
        for limit in [1, 2, 3, 66, 67, 1024, 10_000] {
            let table: Requests<()> = Requests::new(limit);
            let mut seen = std::collections::BTreeSet::new();
            for _ in 0..limit {
                let claim = table.claim(|_| Ok(())).unwrap();
                assert!(seen.insert(claim.index));
                assert!(std::ptr::eq(claim.slot, table.slot(claim.index).unwrap()));
            }
            assert_eq!(table.claim(|_| Ok(())).unwrap_err(), Refused::Full);
            assert_eq!(
                seen.into_iter().collect::<Vec<_>>(),
                (0..limit).collect::<Vec<_>>()
            );
            assert_eq!(table.iter().count(), limit.max(INLINE) as usize);
            table.slot(limit - 1).unwrap().life.publish();
            table.release(limit - 1);
            assert_eq!(table.claim(|_| Ok(())).unwrap().index, limit - 1);
        }
    }

    #[test]
    fn a_table_that_cannot_grow_says_so_and_can_try_again() {
        let table: Requests<()> = Requests::new(100);
        table.claim(|_| Ok(())).unwrap();
        let second = table.claim(|_| Ok(())).unwrap();
        let too_much = || Vec::<u64>::new().try_reserve(usize::MAX).unwrap_err();
        assert_eq!(
            table.claim(|_| Err(too_much())).unwrap_err(),
            Refused::NoMemory
        );
        table.unclaim(&second);
        assert_eq!(
            table.claim(|_| Err(too_much())).unwrap().index,
            second.index
        );
        assert_eq!(table.claim(|_| Ok(())).unwrap().index, INLINE);
    }
}
