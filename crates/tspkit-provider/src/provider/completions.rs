//! The answers of asynchronous functions, on their way to TAPI.

use std::{
    collections::HashMap,
    ptr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use tspkit::{CompletionSink, Error, PhoneReply, abi::PhoneError};
use tspkit_trace::Value;

use crate::{exports::Exports, raw::CompletionProc};

/// Set in the number of a request whose answer goes into its caller's buffer.
const INTO_BUFFER: u64 = 1 << 32;

/// Calls `ASYNC_COMPLETION`.
pub(crate) struct Completions {
    exports: &'static Exports,
    completion: CompletionProc,
    /// Where device-specific requests want their answers, by number.
    buffers: Mutex<HashMap<u64, Buffer>>,
}

/// A caller's buffer, for as long as its request is pending.
#[derive(Clone, Copy)]
struct Buffer {
    address: usize,
    size: usize,
}

impl Completions {
    pub(super) fn new(exports: &'static Exports, completion: CompletionProc) -> Self {
        Self {
            exports,
            completion,
            buffers: Mutex::default(),
        }
    }

    /// The answer to that request goes into a buffer; returns the number under which to submit it.
    ///
    /// # Safety
    ///
    /// Until the request is completed, or taken back by [`forget`](Self::forget), the buffer stays valid for
    /// writing, and nobody else touches it.
    pub(crate) unsafe fn answer_into(&self, request: u32, buffer: *mut u8, size: usize) -> u64 {
        let number = u64::from(request) | INTO_BUFFER;
        let buffer = Buffer {
            address: buffer.expose_provenance(),
            size,
        };
        self.buffers().insert(number, buffer);
        number
    }

    /// The request was refused.
    pub(crate) fn forget(&self, number: u64) {
        self.buffers().remove(&number);
    }

    fn buffers(&self) -> MutexGuard<'_, HashMap<u64, Buffer>> {
        self.buffers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The request's code; an answer for a buffer is written there.
    #[cold]
    fn code(&self, number: u64, result: Result<PhoneReply, Error>) -> i32 {
        let buffer = (number & INTO_BUFFER != 0)
            .then(|| self.buffers().remove(&number))
            .flatten();
        let failed = PhoneError::OperationFailed.code();
        match (result, buffer) {
            (Ok(PhoneReply::Done), _) => 0,
            (Ok(PhoneReply::Data(data)), Some(buffer)) => {
                let size = data.len().min(buffer.size);
                let target = ptr::with_exposed_provenance_mut::<u8>(buffer.address);
                if size > 0 {
                    // SAFETY: the buffer was given by `answer_into`, whose caller vouches for it until this
                    // request is completed, which happens after this; the answer is memory of our own.
                    unsafe { ptr::copy_nonoverlapping(data.as_ptr(), target, size) };
                }
                0
            }
            (Ok(reply), _) => {
                tracing::error!(
                    request = number & !INTO_BUFFER,
                    ?reply,
                    "the driver's answer does not fit the request"
                );
                failed
            }
            (Err(error), _) => {
                tracing::warn!(request = number & !INTO_BUFFER, %error, "a request failed");
                error.code().code()
            }
        }
    }
}

impl CompletionSink for Completions {
    fn completed(&self, number: u64, result: Result<PhoneReply, Error>) {
        let code = match result {
            Ok(PhoneReply::Done) if number & INTO_BUFFER == 0 => 0,
            result => self.code(number, result),
        };
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
