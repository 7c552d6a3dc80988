//! The ledger: one line for each request.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use tspkit::{CompletionSink, Error, Event, PhoneReply};

use crate::support::recorder::Alone;

const ACCEPTED: u32 = 1;
/// It went to a phone that a worker serves.
const WORKER: u32 = 2;
/// It has a deadline, so that it may time out.
const BRIEF: u32 = 4;
/// Its user has dropped it, and with it the answer.
const DROPPED: u32 = 8;
/// The driver has seen it.
const SEEN: u32 = 16;
/// The rest counts its answers.
const ANSWER: u32 = 32;

pub(crate) struct Book {
    lines: Vec<AtomicU32>,
    alone: Alone,
    events: AtomicU64,
    pub(crate) closes: AtomicU64,
    pub(crate) reopens: AtomicU64,
    pub(crate) progress: AtomicU64,
    succeeded: AtomicU64,
    failed: AtomicU64,
    cancelled: AtomicU64,
}

/// What the ledger adds up to.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    pub(crate) accepted: u64,
    pub(crate) through_worker: u64,
    pub(crate) refused: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    pub(crate) cancelled: u64,
    #[allow(dead_code, reason = "for whoever reads the sums")]
    pub(crate) dropped: u64,
    pub(crate) closes: u64,
    pub(crate) reopens: u64,
    pub(crate) progress: u64,
    #[allow(dead_code, reason = "for whoever reads the sums")]
    pub(crate) events: u64,
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

impl Book {
    pub(crate) fn new(lines: u64) -> Self {
        Self {
            lines: (0..lines).map(|_| AtomicU32::new(0)).collect(),
            alone: Alone::default(),
            events: AtomicU64::new(0),
            closes: AtomicU64::new(0),
            reopens: AtomicU64::new(0),
            progress: AtomicU64::new(0),
            succeeded: AtomicU64::new(0),
            failed: AtomicU64::new(0),
            cancelled: AtomicU64::new(0),
        }
    }

    fn line(&self, line: u64) -> &AtomicU32 {
        &self.lines[usize::try_from(line).expect("the ledger is in memory")]
    }

    fn set(&self, line: u64, flag: u32) -> u32 {
        self.line(line).fetch_or(flag, Ordering::SeqCst)
    }

    pub(crate) fn accepted(&self, line: u64, through_worker: bool) {
        let worker = if through_worker { WORKER } else { 0 };
        self.set(line, ACCEPTED | worker);
    }

    /// Before it is submitted: it may time out.
    pub(crate) fn brief(&self, line: u64) {
        self.set(line, BRIEF);
    }

    pub(crate) fn dropped(&self, line: u64) {
        self.set(line, DROPPED);
    }

    /// The driver has got the request.
    pub(crate) fn seen(&self, line: u64) {
        assert_eq!(
            self.set(line, SEEN) & SEEN,
            0,
            "the driver got request {line} twice"
        );
    }

    pub(crate) fn answered<T>(&self, line: u64, result: &Result<T, Error>) {
        let before = self.line(line).fetch_add(ANSWER, Ordering::SeqCst);
        match result {
            Ok(_) => add(&self.succeeded),
            Err(Error::Cancelled { .. } | Error::ClosedMeanwhile { .. }) => add(&self.cancelled),
            Err(Error::TimedOut { .. }) => {
                assert!(before & BRIEF != 0, "request {line} has no deadline");
                add(&self.cancelled);
            }
            Err(Error::Hardware { .. } | Error::Abandoned { .. }) => add(&self.failed),
            Err(other) => panic!("request {line}: {other}"),
        }
    }

    /// As [`answered`](Self::answered), by a callback of the office.
    pub(crate) fn called_back<T>(&self, line: u64, result: &Result<T, Error>) {
        let _alone = self.alone.enter();
        self.answered(line, result);
    }

    pub(crate) fn event(&self, _event: &Event) {
        let _alone = self.alone.enter();
        add(&self.events);
    }

    pub(crate) fn is_answered(&self, line: u64) -> bool {
        self.line(line).load(Ordering::SeqCst) >= ANSWER
    }

    pub(crate) fn overlaps(&self) -> usize {
        self.alone.overlaps()
    }

    /// What is wrong with a line.
    pub(crate) fn problem(&self, line: u64) -> Option<String> {
        let entry = self.line(line).load(Ordering::SeqCst);
        let answers = entry / ANSWER;
        if entry & ACCEPTED == 0 {
            let touched = answers > 0 || entry & SEEN != 0;
            return touched
                .then(|| format!("request {line} was refused and has {answers} answers"));
        }
        let expected = u32::from(entry & DROPPED == 0);
        (answers != expected)
            .then(|| format!("request {line} has {answers} answers and not {expected}"))
    }

    /// Every line is right, or this panics; what they add up to.
    pub(crate) fn audit(&self) -> Sums {
        let problems: Vec<_> = (0..self.lines.len() as u64)
            .filter_map(|line| self.problem(line))
            .collect();
        assert!(
            problems.is_empty(),
            "{} of {} lines are wrong: {:#?}",
            problems.len(),
            self.lines.len(),
            &problems[..problems.len().min(10)]
        );
        let count = |flags: u32, set: u32| {
            let lines = self.lines.iter().map(|line| line.load(Ordering::SeqCst));
            lines.filter(|line| line & flags == set).count() as u64
        };
        let get = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Sums {
            accepted: count(ACCEPTED, ACCEPTED),
            through_worker: count(ACCEPTED | WORKER, ACCEPTED | WORKER),
            refused: count(ACCEPTED, 0),
            dropped: count(DROPPED, DROPPED),
            succeeded: get(&self.succeeded),
            failed: get(&self.failed),
            cancelled: get(&self.cancelled),
            closes: get(&self.closes),
            reopens: get(&self.reopens),
            progress: get(&self.progress),
            events: get(&self.events),
        }
    }
}

impl CompletionSink for Book {
    fn completed(&self, request: u64, result: Result<PhoneReply, Error>) {
        self.called_back(request, &result);
    }
}
