//! Whether what is being done is still wanted.

use std::time::Duration;

use tspkit_hal::blocking::Cancel;

/// Asked between steps; a request's token while it is carried out, the driver's stop otherwise.
pub(crate) trait Want {
    /// It is not wanted any more.
    fn is_over(&self) -> bool;

    /// Waits that long; returns early, with true, when it is not wanted any more.
    fn wait(&self, time: Duration) -> bool;

    /// `done` of `total` bytes have been transferred.
    fn progress(&self, done: u64, total: u64);
}

impl Want for Cancel<'_> {
    fn is_over(&self) -> bool {
        self.is_cancelled()
    }

    fn wait(&self, time: Duration) -> bool {
        Cancel::wait(self, time)
    }

    fn progress(&self, done: u64, total: u64) {
        Cancel::progress(self, done, total);
    }
}
