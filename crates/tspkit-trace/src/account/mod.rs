//! Whether what a log says keeps the asynchronous contract.

mod breach;
mod function;

use std::{
    collections::{HashMap, VecDeque},
    time::{Duration, SystemTime},
};

pub use self::{
    breach::{Breach, BreachKind},
    function::{is_asynchronous, is_synchronous},
};
use crate::{
    record::{Record, What},
    value::OwnedValue,
};

const COMPLETION: &str = "ASYNC_COMPLETION";
const REQUEST: &str = "dwRequestID";
const OUTCOME: &str = "lResult";

/// A completion that was over so long before a call began is not this call's: far more than what threads that write
/// their lines late, and clocks, are apart.
const SLACK: Duration = Duration::from_secs(10);

/// Goes over a log's records and keeps an account of its requests.
///
/// An asynchronous function returns its request id or an error. Each request that was accepted so is completed exactly
/// once, before the log ends; one that was not accepted, never. A completion may come while the function has not
/// returned, so its line may be above the call's. A request id may be used again once it has been completed.
/// Synchronous functions return 0 or an error.
///
/// Lines of different threads may change places with each other; the account holds nobody to their exact order.
///
/// ```
/// use tspkit_trace::{Account, BreachKind, Reader};
///
/// let log = r#"{"time":"2026-11-21T11:25:32Z","thread":1,"call":"TSPI_phoneSetRing","args":{"dwRequestID":17},"result":17,"us":1}
/// {"time":"2026-11-21T11:25:33Z","thread":2,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":0},"us":1}
/// {"time":"2026-11-21T11:25:34Z","thread":2,"callback":"ASYNC_COMPLETION","args":{"dwRequestID":17,"lResult":0},"us":1}
/// "#;
/// let mut account = Account::new();
/// let mut reader = Reader::new(log.as_bytes());
/// while let Some(record) = reader.next() {
///     account.record(reader.line(), &record?);
/// }
/// let summary = account.finish();
/// assert_eq!(summary.accepted, 1);
/// assert_eq!(summary.breaches[0].to_string(), "line 3: request 17 of line 1 was completed again");
/// # Ok::<(), tspkit_trace::ReadError>(())
/// ```
#[derive(Debug, Default)]
pub struct Account {
    /// What is open, by request ids.
    requests: HashMap<u64, Request>,
    /// The last call with each request id.
    last: HashMap<u64, Last>,
    summary: Summary,
}

/// What was counted, and what is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Calls of all functions.
    pub calls: u64,
    /// Calls of asynchronous functions that were accepted.
    pub accepted: u64,
    /// Calls of asynchronous functions that returned an error.
    pub refused: u64,
    /// Callbacks of all kinds.
    pub callbacks: u64,
    /// Completions, also those that are breaches.
    pub completions: u64,
    /// Those of them that had an error as their result.
    pub failures: u64,
    /// The notes.
    pub notes: u64,
    /// Everything that breaks the contract, by lines.
    pub breaches: Vec<Breach>,
}

/// The last call with a request id.
#[derive(Debug, Clone, Copy)]
struct Last {
    line: u64,
    accepted: bool,
}

/// What is open under a request id; there is either one or the other.
#[derive(Debug, Default)]
struct Request {
    /// Calls that were accepted and have not been completed, the oldest first.
    open: VecDeque<Call>,
    /// Completions that no call has been found for, the oldest first.
    early: VecDeque<Early>,
}

#[derive(Debug)]
struct Call {
    line: u64,
    function: String,
}

#[derive(Debug)]
struct Early {
    line: u64,
    time: SystemTime,
    /// What was known when it came.
    last: Option<Last>,
}

impl Request {
    fn is_settled(&self) -> bool {
        self.open.is_empty() && self.early.is_empty()
    }
}

impl Account {
    /// An account of nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next record of the log into account; breaches will be named by the `line`.
    pub fn record(&mut self, line: u64, record: &Record) {
        match &record.what {
            What::Call {
                function,
                result,
                took,
                ..
            } => {
                self.summary.calls += 1;
                if is_asynchronous(function) {
                    let began = record.time.checked_sub(*took);
                    self.asynchronous(line, record, function, *result, began);
                } else if is_synchronous(function) && *result > 0 {
                    let (function, result) = (function.clone(), *result);
                    self.breach(line, BreachKind::Positive { function, result });
                }
            }
            What::Callback { function, .. } => {
                self.summary.callbacks += 1;
                if function == COMPLETION {
                    self.completion(line, record);
                }
            }
            What::Note { .. } => self.summary.notes += 1,
        }
    }

    /// The log has ended: what was accepted and not completed is a breach, too.
    pub fn finish(mut self) -> Summary {
        for (id, request) in std::mem::take(&mut self.requests) {
            for Call { line, function } in request.open {
                self.breach(line, BreachKind::Unanswered { function, id });
            }
            for early in request.early {
                self.unmatched(id, &early);
            }
        }
        self.summary.breaches.sort_by_key(|breach| breach.line);
        self.summary
    }

    fn asynchronous(
        &mut self,
        line: u64,
        record: &Record,
        function: &str,
        result: i32,
        began: Option<SystemTime>,
    ) {
        let Some(id) = self.number(line, record, function, REQUEST) else {
            return;
        };
        let accepted = result > 0 && u64::try_from(result) == Ok(id);
        let function = function.to_owned();
        if accepted {
            self.summary.accepted += 1;
            self.accept(line, function, id, began);
        } else if result < 0 {
            self.summary.refused += 1;
        } else if result == 0 {
            self.breach(line, BreachKind::Zero { function, id });
        } else {
            let kind = BreachKind::Foreign {
                function,
                id,
                result,
            };
            self.breach(line, kind);
        }
        self.last.insert(id, Last { line, accepted });
    }

    /// The call is completed already if a completion waits that can be its own.
    fn accept(&mut self, line: u64, function: String, id: u64, began: Option<SystemTime>) {
        let request = self.requests.entry(id).or_default();
        let earliest = began.and_then(|began| began.checked_sub(SLACK));
        let fits = |early: &Early| earliest.is_none_or(|earliest| early.time >= earliest);
        let own = request.early.iter().position(fits);
        let stale = own.unwrap_or(request.early.len());
        let stale: Vec<_> = request.early.drain(..stale).collect();
        if own.is_some() {
            request.early.pop_front();
        } else {
            request.open.push_back(Call { line, function });
        }
        if request.is_settled() {
            self.requests.remove(&id);
        }
        for early in stale {
            self.unmatched(id, &early);
        }
    }

    fn completion(&mut self, line: u64, record: &Record) {
        self.summary.completions += 1;
        let Some(id) = self.number(line, record, COMPLETION, REQUEST) else {
            return;
        };
        match record.what.argument(OUTCOME).and_then(OwnedValue::signed) {
            Some(0) => {}
            Some(result) if result < 0 => self.summary.failures += 1,
            Some(result) => self.breach(line, BreachKind::Outcome { id, result }),
            None => self.lacks(line, COMPLETION, OUTCOME),
        }
        let request = self.requests.entry(id).or_default();
        if request.open.pop_front().is_none() {
            let (time, last) = (record.time, self.last.get(&id).copied());
            request.early.push_back(Early { line, time, last });
        }
        if request.is_settled() {
            self.requests.remove(&id);
        }
    }

    /// A completion that belongs to no call.
    fn unmatched(&mut self, id: u64, early: &Early) {
        // A call that refused may have its line below the completion's, as one that accepted may.
        let call = early.last.or_else(|| self.last.get(&id).copied());
        let kind = match call {
            Some(Last { line, accepted }) if accepted => BreachKind::Again { id, call: line },
            Some(Last { line, .. }) => BreachKind::NotAccepted { id, call: line },
            None => BreachKind::Unknown { id },
        };
        self.breach(early.line, kind);
    }

    fn number(
        &mut self,
        line: u64,
        record: &Record,
        function: &str,
        argument: &'static str,
    ) -> Option<u64> {
        let number = record.what.argument(argument).and_then(OwnedValue::number);
        if number.is_none() {
            self.lacks(line, function, argument);
        }
        number
    }

    fn lacks(&mut self, line: u64, function: &str, argument: &'static str) {
        let function = function.to_owned();
        self.breach(line, BreachKind::Lacks { function, argument });
    }

    fn breach(&mut self, line: u64, kind: BreachKind) {
        self.summary.breaches.push(Breach { line, kind });
    }
}
