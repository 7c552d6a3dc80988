//! How a provider may break the asynchronous contract.

/// One place in a log where the contract is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {kind}")]
pub struct Breach {
    /// The number of the line, from 1.
    pub line: u64,
    /// What is wrong.
    pub kind: BreachKind,
}

/// What is wrong.
///
/// Pages: `synchronous-asynchronous-model`, `nc-tspi-async_completion`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreachKind {
    /// An asynchronous function returned 0.
    #[error("{function} returned 0 for request {id}; it may return the request id or an error")]
    Zero {
        /// The function.
        function: String,
        /// The request id that it was given.
        id: u64,
    },
    /// An asynchronous function returned a positive number that is not its request id.
    #[error(
        "{function} returned {result} for request {id}; it may return the request id or an error"
    )]
    Foreign {
        /// The function.
        function: String,
        /// The request id that it was given.
        id: u64,
        /// What it returned.
        result: i32,
    },
    /// A synchronous function returned a positive number.
    #[error("{function} is synchronous and returned {result}; it may return 0 or an error")]
    Positive {
        /// The function.
        function: String,
        /// What it returned.
        result: i32,
    },
    /// The log ends, and the request has had no completion.
    #[error("{function} accepted request {id}, which was never completed")]
    Unanswered {
        /// The function.
        function: String,
        /// The request id.
        id: u64,
    },
    /// A completion for a request that has had one.
    #[error("request {id} of line {call} was completed again")]
    Again {
        /// The request id.
        id: u64,
        /// The line of the call.
        call: u64,
    },
    /// A completion for a request that was not accepted.
    #[error("request {id} was completed although line {call} did not accept it")]
    NotAccepted {
        /// The request id.
        id: u64,
        /// The line of the call.
        call: u64,
    },
    /// A completion for a request that no call in the log has made.
    #[error("request {id} was completed, and no call in the log has made it")]
    Unknown {
        /// The request id.
        id: u64,
    },
    /// A completion whose result is neither 0 nor an error.
    #[error("request {id} was completed with {result}; that may be 0 or an error")]
    Outcome {
        /// The request id.
        id: u64,
        /// The completion's `lResult`.
        result: i64,
    },
    /// An asynchronous call or a completion that lacks what it is accounted by.
    #[error("{function} has no number {argument} among its arguments")]
    Lacks {
        /// The function.
        function: String,
        /// The argument's name.
        argument: &'static str,
    },
}
