//! A driver between start and stop.

use std::{ops::Deref, time::Duration};

use super::context::{Checked, Context, wrong};
use crate::{
    event::EventSink,
    hardware::{Deadline, Hardware, Stopped},
};

/// A driver of the suite's. It is stopped when dropped.
pub(super) struct Driver {
    hardware: Box<dyn Hardware>,
    pub(super) limit: Duration,
    running: bool,
}

impl Driver {
    /// One that is not started.
    pub(super) fn new(context: &Context) -> Self {
        Self {
            hardware: (context.make)(),
            limit: context.limit,
            running: false,
        }
    }

    pub(super) fn start(&mut self, events: EventSink) -> Checked {
        match self.hardware.start(events) {
            Ok(()) => {
                self.running = true;
                Ok(())
            }
            Err(error) => wrong(format!("start failed: {error}")),
        }
    }

    pub(super) fn is_running(&self) -> bool {
        self.running
    }

    /// Stops; anything but a clean stop is wrong.
    pub(super) fn stop(&mut self) -> Checked {
        self.running = false;
        match self.hardware.stop(Deadline::after(self.limit)) {
            Stopped::Clean => Ok(()),
            Stopped::StillRunning => {
                wrong(format!("stop did not come to an end in {:?}", self.limit))
            }
        }
    }
}

impl Deref for Driver {
    type Target = dyn Hardware;

    fn deref(&self) -> &Self::Target {
        &*self.hardware
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.running && self.hardware.stop(Deadline::after(self.limit)) == Stopped::StillRunning
        {
            tracing::error!("the driver did not stop after a failed check");
        }
    }
}
