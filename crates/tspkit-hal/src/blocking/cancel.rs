//! How a blocking driver learns that its work is no longer wanted.

use std::{
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use super::queue::Signal;
use crate::{completion::Completion, reply::PhoneReply};

/// Says whether what a driver is doing is still wanted, and passes on how far it has come.
///
/// Ask between steps; wait with [`wait`](Self::wait) instead of sleeping. Once it is cancelled, the driver
/// returns within its [`cancel_bound`](super::BlockingHardware::cancel_bound), with the line left clean.
#[derive(Debug)]
pub struct Cancel<'a> {
    done: Option<&'a Completion<PhoneReply>>,
    stop: &'a Signal,
    woken: OnceLock<Arc<Signal>>,
}

impl<'a> Cancel<'a> {
    pub(super) fn new(done: Option<&'a Completion<PhoneReply>>, stop: &'a Signal) -> Self {
        Self {
            done,
            stop,
            woken: OnceLock::new(),
        }
    }

    /// The request was cancelled, or the driver is to stop.
    pub fn is_cancelled(&self) -> bool {
        self.stop.is_set() || self.done.is_some_and(Completion::is_cancelled)
    }

    /// Waits that long; returns early, with `true`, when cancelled.
    pub fn wait(&self, time: Duration) -> bool {
        let end = Instant::now().checked_add(time);
        match self.done {
            None => {
                self.stop.wait_until(end);
            }
            Some(done) => {
                // One signal for both: the hook is set once, and stopping sets it too.
                let woken = self.woken.get_or_init(|| {
                    let woken = Arc::new(Signal::default());
                    self.stop.also_set(&woken);
                    let hook = woken.clone();
                    done.on_cancel(move || hook.set());
                    woken
                });
                woken.wait_until(end);
            }
        }
        self.is_cancelled()
    }

    /// Reports that `done` of `total` bytes have been transferred.
    pub fn progress(&self, done: u64, total: u64) {
        if let Some(completion) = self.done {
            completion.progress(done, total);
        }
    }
}
