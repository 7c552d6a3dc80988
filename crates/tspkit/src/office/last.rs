//! The end of a driver, whose panics are contained as everywhere.

use std::sync::Arc;

use tspkit_hal::{Hardware, contain};

/// Keeps a driver until everything else that has it is gone, so that it is dropped here.
pub(super) struct Last(Option<Arc<dyn Hardware>>);

impl Last {
    pub(super) fn new(hardware: &Arc<dyn Hardware>) -> Self {
        Self(Some(hardware.clone()))
    }
}

impl Drop for Last {
    fn drop(&mut self) {
        let hardware = self.0.take();
        if let Err(panic) = contain(|| drop(hardware)) {
            tracing::error!(panic, "the driver panicked when it was dropped");
        }
    }
}
