//! The ledger: one line for each request id.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU32, AtomicU64, Ordering},
};

use tspkit_provider::hal::ThreadMark;

use crate::support::code;

const ACCEPTED: u32 = 1;
/// It went to a phone that a worker serves.
const WORKER: u32 = 2;
/// The driver has seen it.
const SEEN: u32 = 4;
/// A phone was opened under this line, and has been closed.
const CLOSED: u32 = 8;
/// The rest counts its completions.
const COMPLETION: u32 = 16;

pub(crate) struct Book {
    entries: Vec<AtomicU32>,
    /// Under which opening's handle each request was made.
    openings: Vec<AtomicU32>,
    inside: Mutex<Option<(ThreadMark, usize)>>,
    /// How many lines were given to requests that are made inside callbacks.
    pub(crate) nested: AtomicU64,
    pub(crate) overlaps: AtomicU64,
    pub(crate) late: AtomicU64,
    pub(crate) succeeded: AtomicU64,
    pub(crate) failed: AtomicU64,
    pub(crate) events: AtomicU64,
    pub(crate) opened: AtomicU64,
    pub(crate) closed: AtomicU64,
    pub(crate) closed_inside: AtomicU64,
    pub(crate) invalid: AtomicU64,
    pub(crate) synchronous: AtomicU64,
    /// How often each code has refused a request, by its last byte.
    refused: [AtomicU64; 256],
}

/// What the ledger adds up to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Sums {
    pub(crate) accepted: u64,
    pub(crate) through_worker: u64,
    pub(crate) completed: u64,
}

/// A callback's time inside.
pub(crate) struct Inside<'a> {
    book: &'a Book,
    opening: u64,
    /// How often a callback had closed a phone, when this one was entered.
    closes: u64,
}

pub(crate) fn add(counter: &AtomicU64) -> u64 {
    counter.fetch_add(1, Ordering::Relaxed)
}

fn place(line: u64) -> usize {
    usize::try_from(line).expect("the ledger is in memory")
}

impl Book {
    pub(crate) fn new(lines: u64) -> Self {
        let entries = || (0..lines).map(|_| AtomicU32::new(0)).collect();
        Self {
            entries: entries(),
            openings: entries(),
            inside: Mutex::new(None),
            nested: AtomicU64::new(0),
            overlaps: AtomicU64::new(0),
            late: AtomicU64::new(0),
            succeeded: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            events: AtomicU64::new(0),
            opened: AtomicU64::new(0),
            closed: AtomicU64::new(0),
            closed_inside: AtomicU64::new(0),
            invalid: AtomicU64::new(0),
            synchronous: AtomicU64::new(0),
            refused: [const { AtomicU64::new(0) }; 256],
        }
    }

    fn set(&self, line: u64, flag: u32) -> u32 {
        self.entries[place(line)].fetch_or(flag, Ordering::SeqCst)
    }

    fn get(&self, line: u64) -> u32 {
        self.entries[place(line)].load(Ordering::SeqCst)
    }

    /// A request is about to be made under that line, with the handle of that opening.
    pub(crate) fn begin(&self, line: u64, opening: u64) {
        let opening = u32::try_from(opening).expect("a line is a request id");
        self.openings[place(line)].store(opening, Ordering::SeqCst);
    }

    pub(crate) fn accepted(&self, line: u64, through_worker: bool) {
        let worker = if through_worker { WORKER } else { 0 };
        self.set(line, ACCEPTED | worker);
    }

    pub(crate) fn refused(&self, code: i32) {
        add(&self.refused[code.to_le_bytes()[0] as usize]);
    }

    /// The codes that have refused requests, by their last bytes, and how often.
    pub(crate) fn refusals(&self) -> Vec<(String, u64)> {
        let counts = self
            .refused
            .iter()
            .map(|count| count.load(Ordering::SeqCst));
        let codes = counts.enumerate().filter(|(_, count)| *count > 0);
        codes
            .map(|(code, count)| (format!("{code:#x}"), count))
            .collect()
    }

    /// The driver has got the request.
    pub(crate) fn seen(&self, line: u64) {
        let before = self.set(line, SEEN);
        assert_eq!(before & SEEN, 0, "the driver got request {line} twice");
    }

    /// The phone of that opening is closed: nothing may be called back for it from here on.
    pub(crate) fn close(&self, opening: u64) {
        self.set(opening, CLOSED);
    }

    pub(crate) fn is_closed(&self, opening: u64) -> bool {
        self.get(opening) & CLOSED != 0
    }

    pub(crate) fn is_completed(&self, line: u64) -> bool {
        self.get(line) >= COMPLETION
    }

    /// `ASYNC_COMPLETION` has come.
    pub(crate) fn completed(&self, line: u64, result: i32) {
        self.entries[place(line)].fetch_add(COMPLETION, Ordering::SeqCst);
        match result {
            0 => add(&self.succeeded),
            code::OPERATIONFAILED => add(&self.failed),
            other => panic!("request {line} was completed with {other:#x}"),
        };
    }

    /// Under which opening's handle a request was made.
    pub(crate) fn opening(&self, line: u64) -> u64 {
        self.openings[place(line)].load(Ordering::SeqCst).into()
    }

    /// A callback has been entered that is about the phone of that opening. Another thread may not be inside, and the
    /// phone may not be closed, nor be closed before the callback is left, but by itself.
    pub(crate) fn enter(&self, opening: u64) -> Inside<'_> {
        if self.is_closed(opening) {
            add(&self.late);
        }
        let this = ThreadMark::current();
        let mut inside = self.inside.lock().unwrap_or_else(PoisonError::into_inner);
        *inside = match *inside {
            None => Some((this, 1)),
            Some((thread, depth)) => {
                if thread != this {
                    add(&self.overlaps);
                }
                Some((thread, depth + 1))
            }
        };
        Inside {
            book: self,
            opening,
            closes: self.closed_inside.load(Ordering::SeqCst),
        }
    }

    /// What is wrong with a line.
    pub(crate) fn problem(&self, line: u64) -> Option<String> {
        let entry = self.get(line);
        let completions = entry / COMPLETION;
        if entry & ACCEPTED == 0 {
            let touched = completions > 0 || entry & SEEN != 0;
            return touched
                .then(|| format!("request {line} was refused and has {completions} completions"));
        }
        (completions != 1).then(|| format!("request {line} has {completions} completions"))
    }

    /// Every line is right, or this panics; what they add up to.
    pub(crate) fn audit(&self) -> Sums {
        let lines = || 0..self.entries.len() as u64;
        let problems: Vec<_> = lines().filter_map(|line| self.problem(line)).collect();
        assert!(
            problems.is_empty(),
            "{} of {} lines are wrong: {:#?}",
            problems.len(),
            self.entries.len(),
            &problems[..problems.len().min(10)]
        );
        let count = |flags| {
            let having = lines().filter(|line| self.get(*line) & flags == flags);
            having.count() as u64
        };
        Sums {
            accepted: count(ACCEPTED),
            through_worker: count(ACCEPTED | WORKER),
            completed: lines()
                .map(|line| u64::from(self.get(line) / COMPLETION))
                .sum(),
        }
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let (book, opening) = (self.book, self.opening);
        let by_itself = book.closed_inside.load(Ordering::SeqCst) != self.closes;
        if !by_itself && book.is_closed(opening) {
            add(&book.late);
        }
        let inside = book.inside.lock();
        let mut inside = inside.unwrap_or_else(PoisonError::into_inner);
        *inside = inside.and_then(|(thread, depth)| (depth > 1).then(|| (thread, depth - 1)));
    }
}
