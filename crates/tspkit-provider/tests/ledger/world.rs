//! What TAPI's callbacks, the driver and the users share: callbacks have no data of their own.

use std::{
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    thread,
};

use crate::{
    book::{Book, add},
    hardware::{Aside, PHONES, has_worker},
    support::{code, tapi::Tapi},
};

/// A phone that is open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Open {
    pub(crate) handle: usize,
    /// The line under which it was opened; one more is TAPI's own handle for it.
    pub(crate) opening: u64,
}

pub(crate) struct World {
    pub(crate) tapi: Tapi,
    pub(crate) book: Book,
    pub(crate) aside: Aside,
    /// The open phones, by number.
    phones: Vec<RwLock<Option<Open>>>,
    /// A handle of each that was closed.
    stale: Vec<AtomicUsize>,
    /// The provider is being shut down, or was.
    pub(crate) ending: AtomicBool,
    /// It was shut down.
    pub(crate) ended: AtomicBool,
    /// The first line for requests inside callbacks.
    spare: u64,
}

impl World {
    /// So many lines for users, and as many beyond them for callbacks.
    pub(crate) fn new(tapi: Tapi, lines: u64) -> Self {
        Self {
            tapi,
            book: Book::new(lines + lines / 8 + 1),
            aside: Aside::default(),
            phones: (0..PHONES).map(|_| RwLock::default()).collect(),
            stale: (0..PHONES).map(|_| AtomicUsize::new(0)).collect(),
            ending: AtomicBool::new(false),
            ended: AtomicBool::new(true),
            spare: lines,
        }
    }

    pub(crate) fn open(&self, index: u32) -> Option<Open> {
        let open = self.phones[index as usize].read();
        *open.unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn put(&self, index: u32, opened: Open) {
        let open = self.phones[index as usize].write();
        *open.unwrap_or_else(PoisonError::into_inner) = Some(opened);
    }

    fn take(&self, index: u32) -> Option<Open> {
        let open = self.phones[index as usize].write();
        open.unwrap_or_else(PoisonError::into_inner).take()
    }

    /// A handle that is closed for good; 0 when there has been none.
    pub(crate) fn stale(&self, index: u32) -> usize {
        self.stale[index as usize].load(Ordering::SeqCst)
    }

    /// Closes a phone; under which line it was opened, if it was open.
    pub(crate) fn close(&self, index: u32) -> Option<u64> {
        let open = self.take(index)?;
        match self.tapi.close(open.handle) {
            0 => {}
            code::INVALPHONEHANDLE if self.ending.load(Ordering::SeqCst) => return None,
            other => panic!("Close says {other:#x}"),
        }
        self.book.close(open.opening);
        self.stale[index as usize].store(open.handle, Ordering::SeqCst);
        Some(open.opening)
    }

    /// The provider was shut down: what was open is closed.
    pub(crate) fn forget_all(&self) {
        for index in 0..PHONES {
            if let Some(open) = self.take(index) {
                assert_eq!(self.tapi.close(open.handle), code::INVALPHONEHANDLE);
                self.book.close(open.opening);
                self.stale[index as usize].store(open.handle, Ordering::SeqCst);
            }
        }
    }

    /// `ASYNC_COMPLETION`.
    pub(crate) fn completed(&self, request: u32, result: i32) {
        let line = u64::from(request) - 1;
        let _inside = self.book.enter(self.book.opening(line));
        if self.ended.load(Ordering::SeqCst) {
            add(&self.book.late);
        }
        self.book.completed(line, result);
        let index = request % PHONES;
        match line % 4096 {
            // TAPI may call back in.
            0..256 if line < self.spare => self.nested_request(index),
            777 => {
                // Before the close is known.
                add(&self.book.closed_inside);
                self.close(index);
            }
            778..1024 => thread::yield_now(),
            _ => {}
        }
    }

    /// A request inside a callback.
    fn nested_request(&self, index: u32) {
        let Some(open) = self.open(index) else { return };
        let line = self.spare + add(&self.book.nested);
        let request = u32::try_from(line + 1).expect("a request id");
        self.book.begin(line, open.opening);
        let result = self.tapi.set_ring(request, open.handle, 1, 5);
        if result == request.cast_signed() {
            self.book.accepted(line, has_worker(index));
        } else {
            let refusals = [
                code::INVALPHONEHANDLE,
                code::INVALPHONESTATE,
                code::RESOURCEUNAVAIL,
            ];
            assert!(refusals.contains(&result), "SetRing says {result:#x}");
        }
    }

    /// `PHONEEVENT` of a phone.
    pub(crate) fn event(&self, tapi_handle: usize) {
        let _inside = self.book.enter((tapi_handle - 1) as u64);
        if self.ended.load(Ordering::SeqCst) {
            add(&self.book.late);
        }
        if add(&self.book.events).is_multiple_of(8) {
            thread::yield_now();
        }
    }
}
