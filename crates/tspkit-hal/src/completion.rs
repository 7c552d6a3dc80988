//! The token by which a driver answers a request.

use std::{fmt, sync::Arc};

use crate::{
    error::{ErrorCode, HardwareError},
    line::LineReply,
    reply::PhoneReply,
};

/// What a request can be answered with.
pub trait Reply: Send + Sized + 'static {
    /// The errors that go with it.
    type Code: ErrorCode;
}

impl Reply for PhoneReply {
    type Code = tspkit_abi::PhoneError;
}

impl Reply for LineReply {
    type Code = tspkit_abi::LineError;
}

/// How a request ended.
pub type Outcome<R> = Result<R, HardwareError<<R as Reply>::Code>>;

/// Which of its requests a [`CompletionTarget`] is told about: its own number, opaque to drivers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token(pub u64);

/// Where answers go. Drivers do not implement this; the SDK does, and tests may.
///
/// Each token is completed or abandoned exactly once, by the only [`Completion`] that carries it. Any thread
/// may call.
pub trait CompletionTarget<R: Reply>: Send + Sync {
    /// The driver's answer.
    fn complete(self: Arc<Self>, token: Token, outcome: Outcome<R>);

    /// The driver has dropped the token without an answer, possibly while a panic unwinds: nothing foreign
    /// may be called from here.
    fn abandon(self: Arc<Self>, token: Token);

    /// The request has ended without the driver's answer.
    fn is_cancelled(&self, token: Token) -> bool;

    /// Calls `hook` once when the request is cancelled, at once when it has been already, and never after
    /// it was completed.
    fn on_cancel(&self, token: Token, hook: Box<dyn FnOnce() + Send>);

    /// `done` of `total` bytes have been transferred.
    fn progress(&self, token: Token, done: u64, total: u64);
}

/// A driver's duty to answer one request.
///
/// Complete it exactly once, on any thread, inside [`Hardware::submit`] or later. Dropping it answers
/// `OPERATIONFAILED`; that is for panics and for requests that were cancelled, not a way to answer. An answer
/// that comes after the request was cancelled goes nowhere, so a driver need not look first.
///
/// [`Hardware::submit`]: crate::Hardware::submit
#[must_use = "a dropped completion answers OPERATIONFAILED"]
pub struct Completion<R: Reply> {
    target: Option<Arc<dyn CompletionTarget<R>>>,
    token: Token,
}

impl<R: Reply> Completion<R> {
    /// A completion whose answer goes to `target`.
    pub fn new(target: Arc<dyn CompletionTarget<R>>, token: Token) -> Self {
        Self {
            target: Some(target),
            token,
        }
    }

    /// Answers the request.
    ///
    /// Its user may be called back inside, and may submit the next request from there: hold no lock.
    pub fn complete(mut self, outcome: Outcome<R>) {
        if let Some(target) = self.target.take() {
            target.complete(self.token, outcome);
        }
    }

    /// Answers that it failed.
    pub fn fail(self, error: impl Into<HardwareError<R::Code>>) {
        self.complete(Err(error.into()));
    }

    /// Answers that the hardware cannot do this (`OPERATIONUNAVAIL`).
    pub fn unavailable(self) {
        self.complete(Err(HardwareError::unavailable()));
    }

    /// The request was cancelled, timed out, or its phone was closed: its answer no longer matters. Stop, leave
    /// the line clean, and drop this.
    pub fn is_cancelled(&self) -> bool {
        self.target
            .as_ref()
            .is_none_or(|target| target.is_cancelled(self.token))
    }

    /// Calls `hook` once if the request is cancelled; at once if it has been.
    ///
    /// The hook may run on any thread, also inside this call. It must not block and may not call back into
    /// the SDK; waking the driver's own thread is what it is for. A later hook replaces an earlier one.
    pub fn on_cancel(&self, hook: impl FnOnce() + Send + 'static) {
        if let Some(target) = &self.target {
            target.on_cancel(self.token, Box::new(hook));
        }
    }

    /// Reports that `done` of `total` bytes have been transferred. Cheap when nobody listens.
    pub fn progress(&self, done: u64, total: u64) {
        if let Some(target) = &self.target {
            target.progress(self.token, done, total);
        }
    }
}

impl<R: Reply> Drop for Completion<R> {
    fn drop(&mut self) {
        if let Some(target) = self.target.take() {
            target.abandon(self.token);
        }
    }
}

impl<R: Reply> fmt::Debug for Completion<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Completion").field(&self.token.0).finish()
    }
}
