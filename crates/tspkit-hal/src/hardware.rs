//! The trait that a driver implements.

use std::time::{Duration, Instant};

use crate::{
    completion::Completion,
    error::HardwareError,
    event::EventSink,
    ids::{LineId, PhoneId},
    inventory::Inventory,
    line::{LineReply, LineRequest},
    reply::PhoneReply,
    request::PhoneRequest,
};

/// Phone hardware, or what stands for it.
///
/// The life of a driver is `inventory`, `start`, requests and events, `stop`; after a clean stop it may be
/// started again. `start` and `stop` are never called at the same time as each other; everything else may be
/// called by any thread at any time.
pub trait Hardware: Send + Sync {
    /// The phones and lines there are. Called before [`start`](Self::start), and again at any time: it opens no
    /// port, starts no thread, and does not block.
    fn inventory(&self) -> Inventory;

    /// Begins to work. `events` is for everything that happens without being asked for; it may be used before
    /// this returns.
    ///
    /// # Errors
    ///
    /// Only for what will not come right by itself, such as a configuration that cannot be used or a thread
    /// that could not be started. A link that is down is not an error: its phones are reported disconnected.
    fn start(&self, events: EventSink) -> Result<(), HardwareError>;

    /// Takes a request. Returns at once: it may answer inside, or later on any thread, but never waits.
    ///
    /// Requests of one data area are carried out in the order in which they are submitted. A request for a
    /// phone that is gone is answered with an error.
    fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>);

    /// Takes a request for a line, as [`submit`](Self::submit) does for phones. The default is for hardware
    /// without lines.
    ///
    /// Requests of one line are carried out in the order in which they are submitted; how long one takes
    /// does not hold up the others where the hardware allows.
    fn submit_line(&self, line: LineId, request: LineRequest, done: Completion<LineReply>) {
        let _ = (line, request);
        done.unavailable();
    }

    /// Stops working: no thread and no open port is left, every token is completed or dropped, and no event
    /// is sent once this has returned [`Stopped::Clean`].
    fn stop(&self, deadline: Deadline) -> Stopped;
}

/// How stopping went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Stopped {
    /// Nothing of the driver runs any more.
    Clean,
    /// The deadline has passed with something of the driver still running. It must not be unloaded.
    StillRunning,
}

/// The time by which something is to be finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Deadline(Instant);

impl Deadline {
    /// The deadline that lies `limit` from now. A limit beyond what the clock can express counts as a year.
    pub fn after(limit: Duration) -> Self {
        let now = Instant::now();
        let year = Duration::from_secs(365 * 24 * 60 * 60);
        Self(now.checked_add(limit).unwrap_or_else(|| now + year))
    }

    /// The point in time.
    pub const fn instant(self) -> Instant {
        self.0
    }

    /// What is left of it; zero when it has passed.
    pub fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// It has passed.
    pub fn has_passed(self) -> bool {
        self.remaining().is_zero()
    }
}
