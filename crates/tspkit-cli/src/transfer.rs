//! One request, with progress, a time limit and Ctrl-C.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use indicatif::BinaryBytes;
use tspkit::{Error, Request};

use crate::{
    failure::Failure,
    interrupt::Interrupts,
    output::Output,
    progress::Bar,
    target::{Stage, Target},
};

/// What a transfer needs besides the request.
pub(crate) struct Transfer<'a> {
    pub(crate) target: &'a Target,
    pub(crate) output: &'a Output,
    pub(crate) interrupts: &'a Interrupts,
}

enum Signal<T> {
    Interrupted,
    Done(Result<T, Error>),
}

impl Transfer<'_> {
    /// Makes the request and waits for its end. Ctrl-C cancels it, and the driver leaves the line clean.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        what: &'static str,
        bytes: u64,
        request: Request<T>,
    ) -> Result<(T, Duration), Failure> {
        let began = Instant::now();
        let bar = Bar::new(self.output, what, bytes);
        let request = self.target.limited(request).on_progress(bar.listener());
        let (signals, arrived) = mpsc::channel();
        let done = signals.clone();
        let _armed = self
            .interrupts
            .on(move || drop(signals.send(Signal::Interrupted)));
        // A receiver that has gone is nobody to tell.
        let ticket = request
            .on_done(move |result| drop(done.send(Signal::Done(result))))
            .map_err(|error| self.target.failure(&error, Stage::Refused))?;
        tracing::debug!(what, bytes, "the request was accepted");
        let mut interrupted = false;
        loop {
            match arrived.recv() {
                Ok(Signal::Interrupted) => {
                    interrupted = true;
                    ticket.cancel();
                }
                Ok(Signal::Done(Ok(value))) => return Ok((value, began.elapsed())),
                Ok(Signal::Done(Err(Error::Cancelled { .. }))) if interrupted => {
                    return Err(Failure::interrupted());
                }
                Ok(Signal::Done(Err(error))) => {
                    return Err(self.target.failure(&error, Stage::Accepted));
                }
                // Every accepted request is answered, so this is for a broken SDK only.
                Err(mpsc::RecvError) => {
                    let phone = self.target.phone.id();
                    let error = Error::Abandoned { phone };
                    return Err(self.target.failure(&error, Stage::Accepted));
                }
            }
        }
    }
}

/// `1048576 bytes in 2.00 s, 512.00 KiB/s`.
pub(crate) fn speed(bytes: usize, took: Duration) -> String {
    let seconds = took.as_secs_f64();
    let unit = if bytes == 1 { "byte" } else { "bytes" };
    let time = format!("{bytes} {unit} in {seconds:.2} s");
    let rate = (bytes as u128 * 1_000_000_000)
        .checked_div(took.as_nanos())
        .and_then(|rate| u64::try_from(rate).ok());
    match rate {
        // Over so short a time the rate says nothing.
        Some(rate) if seconds >= 0.01 => format!("{time}, {}/s", BinaryBytes(rate)),
        _ => time,
    }
}
