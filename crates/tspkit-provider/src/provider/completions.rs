//! The answers of asynchronous functions, on their way to TAPI.

use std::{fmt, time::Instant};

use tspkit::{
    Bytes, CallError, CompletionSink, Error, LineCompletionSink, LineReply, PhoneReply,
    abi::{LineError, PhoneError},
};
use tspkit_trace::Value;

use crate::{exports::Exports, raw::CompletionProc};

/// Set in the number of a device-specific request, which a driver may answer with bytes.
pub(crate) const DEV_SPECIFIC: u64 = 1 << 32;

/// Calls `ASYNC_COMPLETION`.
pub(crate) struct Completions {
    exports: &'static Exports,
    completion: CompletionProc,
}

impl Completions {
    pub(super) const fn new(exports: &'static Exports, completion: CompletionProc) -> Self {
        Self {
            exports,
            completion,
        }
    }
}

/// What a driver has answered.
trait Reply: fmt::Debug {
    /// The bytes, if it is that.
    fn data(&self) -> Option<&Bytes>;
}

impl Reply for PhoneReply {
    fn data(&self) -> Option<&Bytes> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }
}

impl Reply for LineReply {
    fn data(&self) -> Option<&Bytes> {
        match self {
            Self::Data(data) => Some(data),
            _ => None,
        }
    }
}

/// The code of an answer that is not plainly done.
#[cold]
fn reply_code(number: u64, reply: &impl Reply, failed: i32) -> i32 {
    let request = number & !DEV_SPECIFIC;
    match reply.data() {
        // The caller's block is the caller's again since the function returned. What a driver has to say it says by
        // its own event, PHONE_DEVSPECIFIC or LINE_DEVSPECIFIC.
        Some(data) if number & DEV_SPECIFIC != 0 => {
            if !data.is_empty() {
                tracing::debug!(
                    request,
                    bytes = data.len(),
                    "TAPI has no place for the answer of a device-specific request"
                );
            }
            0
        }
        _ => {
            tracing::error!(
                request,
                ?reply,
                "the driver's answer does not fit the request"
            );
            failed
        }
    }
}

#[cold]
fn error_code(number: u64, error: &dyn fmt::Display, code: i32) -> i32 {
    let request = number & !DEV_SPECIFIC;
    tracing::warn!(request, %error, "a request failed");
    code
}

/// What stands for a code that no function of lines and calls lists.
const fn listed(code: LineError) -> LineError {
    match code {
        LineError::InvalConsultCallHandle => LineError::InvalCallHandle,
        code => code,
    }
}

impl Completions {
    fn complete(&self, number: u64, code: i32) {
        // The number was made from a request id, below a bit of our own.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the bit above is meant to go"
        )]
        let request = number as u32;
        let Some(completion) = self.completion else {
            return;
        };
        let log = self.exports.log();
        let began = log.is_on().then(Instant::now);
        // SAFETY: TAPI gave this function for the time from Init to Shutdown, and completions come only then.
        unsafe { completion(request, code) };
        if let Some(began) = began {
            let arguments = [
                ("dwRequestID", Value::Number(request.into())),
                ("lResult", Value::Signed(code.into())),
            ];
            log.callback("ASYNC_COMPLETION", &arguments, began.elapsed());
        }
    }
}

impl CompletionSink for Completions {
    fn completed(&self, number: u64, result: Result<PhoneReply, Error>) {
        let code = match result {
            Ok(PhoneReply::Done) => 0,
            Ok(reply) => reply_code(number, &reply, PhoneError::OperationFailed.code()),
            Err(error) => error_code(number, &error, error.code().code()),
        };
        self.complete(number, code);
    }
}

impl LineCompletionSink for Completions {
    fn completed(&self, number: u64, result: Result<LineReply, CallError>) {
        let code = match result {
            Ok(LineReply::Done) => 0,
            Ok(reply) => reply_code(number, &reply, LineError::OperationFailed.code()),
            Err(error) => error_code(number, &error, listed(error.code()).code()),
        };
        self.complete(number, code);
    }
}
