//! The answers of asynchronous functions, on their way to TAPI.

use std::time::Instant;

use tspkit::{
    CallError, CompletionSink, Error, LineCompletionSink, LineReply, PhoneReply,
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

/// The code of an answer that is not plainly done.
#[cold]
fn code(number: u64, result: Result<PhoneReply, Error>) -> i32 {
    let request = number & !DEV_SPECIFIC;
    match result {
        Ok(PhoneReply::Done) => 0,
        // The caller's block is the caller's again since the function returned. What a driver has to say it says by
        // its own event, PHONE_DEVSPECIFIC.
        Ok(PhoneReply::Data(data)) if number & DEV_SPECIFIC != 0 => {
            if !data.is_empty() {
                tracing::debug!(
                    request,
                    bytes = data.len(),
                    "TAPI has no place for the answer of a device-specific request"
                );
            }
            0
        }
        Ok(reply) => {
            tracing::error!(
                request,
                ?reply,
                "the driver's answer does not fit the request"
            );
            PhoneError::OperationFailed.code()
        }
        Err(error) => {
            tracing::warn!(request, %error, "a request failed");
            error.code().code()
        }
    }
}

/// The same for a line or a call.
#[cold]
fn line_code(number: u64, result: Result<LineReply, CallError>) -> i32 {
    let request = number & !DEV_SPECIFIC;
    match result {
        Ok(LineReply::Done) => 0,
        // As above: the message is LINE_DEVSPECIFIC.
        Ok(LineReply::Data(data)) if number & DEV_SPECIFIC != 0 => {
            if !data.is_empty() {
                tracing::debug!(
                    request,
                    bytes = data.len(),
                    "TAPI has no place for the answer of a device-specific request"
                );
            }
            0
        }
        Ok(reply) => {
            tracing::error!(
                request,
                ?reply,
                "the driver's answer does not fit the request"
            );
            LineError::OperationFailed.code()
        }
        Err(error) => {
            tracing::warn!(request, %error, "a request failed");
            error.code().code()
        }
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
            result => code(number, result),
        };
        self.complete(number, code);
    }
}

impl LineCompletionSink for Completions {
    fn completed(&self, number: u64, result: Result<LineReply, CallError>) {
        let code = match result {
            Ok(LineReply::Done) => 0,
            result => line_code(number, result),
        };
        self.complete(number, code);
    }
}
