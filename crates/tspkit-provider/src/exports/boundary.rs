//! What every exported function passes through: panics end here, and calls are logged here.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::PoisonError,
    time::Instant,
};

use tspkit::{
    abi::{LineError, PhoneError},
    hal::{contain, panic_text},
};
use tspkit_trace::Value;

use super::Exports;
use crate::log;

/// A family of TAPI's errors, with those that phones and lines have alike.
pub(super) trait Code: Sized {
    const UNINITIALIZED: Self;
    const BAD_DEVICE_ID: Self;
    const OPERATION_FAILED: Self;
    fn code(self) -> i32;
}

impl Code for PhoneError {
    const UNINITIALIZED: Self = Self::Uninitialized;
    const BAD_DEVICE_ID: Self = Self::BadDeviceId;
    const OPERATION_FAILED: Self = Self::OperationFailed;
    fn code(self) -> i32 {
        Self::code(self)
    }
}

impl Code for LineError {
    const UNINITIALIZED: Self = Self::Uninitialized;
    const BAD_DEVICE_ID: Self = Self::BadDeviceId;
    const OPERATION_FAILED: Self = Self::OperationFailed;
    fn code(self) -> i32 {
        Self::code(self)
    }
}

/// An argument's name, as TAPI's page has it, and its value.
pub(super) type Argument<'a> = (&'static str, Value<'a>);

/// The highest request id that TAPI gives.
const HIGHEST_REQUEST: u32 = 0x7FFF_FFFF;

/// A request id as the function returns it; `None` for one that TAPI never gives.
#[inline]
pub(super) fn request_id(request: u32) -> Option<i32> {
    let given = request != 0 && request <= HIGHEST_REQUEST;
    given.then_some(request.cast_signed())
}

impl Exports {
    /// Does one function's work: a panic becomes `OPERATIONFAILED`, and the call a line of the log.
    #[inline]
    pub(super) fn call<'a, E: Code, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        work: impl FnOnce() -> Result<i32, E>,
    ) -> i32 {
        if self.log.is_on() {
            return self.logged_call(function, arguments, work);
        }
        contained(function, work)
    }

    #[cold]
    fn logged_call<'a, E: Code, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        work: impl FnOnce() -> Result<i32, E>,
    ) -> i32 {
        let began = Instant::now();
        let result = contained(function, work);
        let took = began.elapsed();
        // After the work: what it has put out is logged too.
        // They may ask the author.
        if let Err(panic) = contain(|| self.log.call(function, &arguments(), result, took)) {
            self.log.call(function, &[], result, took);
            tracing::error!(function, panic, "the call's arguments cannot be logged");
        }
        result
    }

    /// As [`call`](Self::call), for a function that TAPI may call outside Init and Shutdown: the log is open for
    /// as long as it takes.
    pub(super) fn outer_call<'a, E: Code, const N: usize>(
        &'static self,
        function: &'static str,
        arguments: impl FnOnce() -> [Argument<'a>; N],
        work: impl FnOnce() -> Result<i32, E>,
    ) -> i32 {
        self.want_log();
        let result = self.call(function, arguments, work);
        self.unwant_log();
        result
    }

    /// Opens the log, if there is to be one and it is not open.
    pub(super) fn want_log(&'static self) {
        let mut users = self
            .log_users
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *users += 1;
        if *users == 1 {
            if self.owns_library {
                log::install_panic_hook();
            }
            // The reason why there is no log goes to the debugger; the provider works without.
            let start = || self.log.start(&self.configuration());
            let _ = contain(start);
        }
    }

    /// Closes the log, when nobody else wants it.
    pub(super) fn unwant_log(&'static self) {
        let mut users = self
            .log_users
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        *users = users.saturating_sub(1);
        if *users == 0 {
            self.log.stop();
        }
    }
}

#[inline]
fn contained<E: Code>(function: &'static str, work: impl FnOnce() -> Result<i32, E>) -> i32 {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(result)) => result,
        Ok(Err(error)) => error.code(),
        Err(payload) => {
            panicked(function, payload);
            E::OPERATION_FAILED.code()
        }
    }
}

#[cold]
fn panicked(function: &'static str, payload: Box<dyn Any + Send>) {
    let panic = panic_text(payload);
    tracing::error!(
        function,
        panic,
        "a panic was contained; the function answers OPERATIONFAILED"
    );
}
