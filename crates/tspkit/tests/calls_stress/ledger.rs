//! The ledger: one line for each request, and the last message that each call has had from each thread.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use tspkit::{Call, CallError, abi::LineError, hal::CallId};

/// What a call in any state, full or gone, may answer.
const EXPECTED: [LineError; 11] = [
    LineError::CallUnavail,
    LineError::InvalAddress,
    LineError::InvalCallHandle,
    LineError::InvalCallState,
    LineError::InvalConsultCallHandle,
    LineError::InvalLineHandle,
    LineError::InvalParam,
    LineError::OperationFailed,
    LineError::OperationUnavail,
    LineError::ResourceUnavail,
    LineError::UserUserInfoTooBig,
];

#[derive(Default)]
pub(crate) struct Ledger {
    /// How often each accepted request was answered.
    lines: Mutex<Vec<Option<u32>>>,
    /// By receiving call and sending thread: the number of the last message.
    last: Mutex<HashMap<(CallId, u64), u64>>,
    /// One reader at a time, so that what is read is what is released.
    reading: Mutex<()>,
    succeeded: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    messages: AtomicU64,
    pub(crate) transferred: AtomicU64,
}

/// What the ledger adds up to.
#[derive(Debug)]
#[allow(dead_code, reason = "for whoever reads the sums")]
pub(crate) struct Sums {
    pub(crate) answered: u64,
    pub(crate) succeeded: u64,
    pub(crate) failed: u64,
    pub(crate) refused: u64,
    pub(crate) messages: u64,
    pub(crate) transferred: u64,
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::SeqCst);
}

impl Ledger {
    /// A line for a request that is about to be made.
    pub(crate) fn line(&self) -> usize {
        let mut lines = self.lines.lock().unwrap();
        lines.push(Some(0));
        lines.len() - 1
    }

    /// The request was refused: no answer may come.
    pub(crate) fn refused(&self, line: usize, error: &CallError) {
        expected(error);
        add(&self.refused);
        let entry = self.lines.lock().unwrap()[line].take();
        assert_eq!(entry, Some(0), "request {line} was refused and answered");
    }

    pub(crate) fn answered<T>(&self, line: usize, result: &Result<T, CallError>) {
        match result {
            Ok(_) => add(&self.succeeded),
            Err(error) => {
                expected(error);
                add(&self.failed);
            }
        }
        let mut lines = self.lines.lock().unwrap();
        match &mut lines[line] {
            Some(answers) => *answers += 1,
            None => panic!("request {line} was refused and answered"),
        }
    }

    /// How many accepted requests have no answer yet.
    pub(crate) fn open(&self) -> usize {
        let lines = self.lines.lock().unwrap();
        lines.iter().filter(|entry| **entry == Some(0)).count()
    }

    /// Reads what a call shows and releases it.
    pub(crate) fn read(&self, call: &Call) {
        let _alone = self.reading.lock().unwrap();
        let Ok(shown) = call.buffer(tspkit::abi::CallInfoBuffer::UserUserInfo) else {
            return;
        };
        if call.status().is_none() || shown.is_empty() {
            return;
        }
        let text = std::str::from_utf8(&shown).expect("messages are text");
        let (thread, number) = text.split_once(' ').expect("a thread and a number");
        let (thread, number): (u64, u64) = (thread.parse().unwrap(), number.parse().unwrap());
        let before = self
            .last
            .lock()
            .unwrap()
            .insert((call.id(), thread), number);
        assert!(
            before.is_none_or(|before| before < number),
            "{}: message {number} of thread {thread} came after {before:?}",
            call.id()
        );
        add(&self.messages);
        let line = self.line();
        let result = call.release_user_user_info().wait();
        self.answered(line, &result);
    }

    /// Every accepted request was answered once, or this panics; what it adds up to.
    pub(crate) fn audit(self: &Arc<Self>) -> Sums {
        let lines = self.lines.lock().unwrap();
        let wrong: Vec<_> = (0..lines.len())
            .filter(|line| lines[*line].is_some_and(|answers| answers != 1))
            .collect();
        assert!(
            wrong.is_empty(),
            "{} of {} requests were not answered once, the first is {:?}",
            wrong.len(),
            lines.len(),
            wrong.first()
        );
        let get = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Sums {
            answered: lines.iter().flatten().count() as u64,
            succeeded: get(&self.succeeded),
            failed: get(&self.failed),
            refused: get(&self.refused),
            messages: get(&self.messages),
            transferred: get(&self.transferred),
        }
    }
}

fn expected(error: &CallError) {
    let code = error.code();
    assert!(EXPECTED.contains(&code), "{code:?}: {error}");
}
