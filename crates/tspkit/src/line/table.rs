//! The lines of an office by their numbers.

use std::{
    collections::HashMap,
    sync::{
        Arc, PoisonError, RwLock, Weak,
        atomic::{AtomicU32, Ordering},
    },
};

use tspkit_hal::{CallId, LineId, LineInfo};

use super::{LineDevice, LineEntry, session::LineSession};
use crate::{call::CallError, office::OfficeCore};

/// The topmost bit of a call's number, which marks those that drivers choose.
pub(super) const DRIVERS: u32 = 1 << 31;

/// Lines by the order in which they came, and by the driver's number.
pub(crate) struct LineTable {
    lines: RwLock<Lines>,
    /// The number of the next call that is made here.
    next_call: AtomicU32,
    office: Weak<OfficeCore>,
}

#[derive(Default)]
struct Lines {
    by_index: Vec<Arc<LineDevice>>,
    by_id: HashMap<LineId, u32>,
}

impl LineTable {
    pub(crate) fn new(lines: Vec<LineInfo>, office: Weak<OfficeCore>) -> Self {
        let table = Self {
            lines: RwLock::default(),
            next_call: AtomicU32::new(1),
            office,
        };
        for line in lines {
            table.add(line);
        }
        table
    }

    /// Adds a line; `false` when its number has been in use before.
    pub(crate) fn add(&self, line: LineInfo) -> bool {
        let mut lines = self.lines.write().unwrap_or_else(PoisonError::into_inner);
        if lines.by_id.contains_key(&line.id) {
            return false;
        }
        let Ok(index) = u32::try_from(lines.by_index.len()) else {
            return false;
        };
        lines.by_id.insert(line.id, index);
        let device = LineDevice::new(index, line, self.office.clone());
        lines.by_index.push(Arc::new(device));
        true
    }

    pub(crate) fn by_index(&self, index: u32) -> Result<Arc<LineDevice>, CallError> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let count = u32::try_from(lines.by_index.len()).unwrap_or(u32::MAX);
        lines
            .by_index
            .get(index as usize)
            .cloned()
            .ok_or(CallError::NoSuchLine { index, count })
    }

    pub(crate) fn by_id(&self, id: LineId) -> Option<Arc<LineDevice>> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        let index = *lines.by_id.get(&id)?;
        lines.by_index.get(index as usize).cloned()
    }

    pub(crate) fn entries(&self) -> Vec<LineEntry> {
        let devices = self.devices();
        devices.iter().filter_map(|device| device.entry()).collect()
    }

    pub(crate) fn for_each_session(&self, mut each: impl FnMut(&Arc<LineSession>)) {
        for device in self.devices() {
            if let Some(session) = device.session() {
                each(&session);
            }
        }
    }

    /// The sessions of all open lines, which are open no more.
    pub(crate) fn take_sessions(&self) -> Vec<Arc<LineSession>> {
        let devices = self.devices();
        let sessions = devices.iter().filter_map(|device| device.take_session());
        sessions.collect()
    }

    /// A number for a call that is made here, which no other has had; `None` when all have been used.
    pub(super) fn next_call(&self) -> Option<CallId> {
        let next = |id| (id < DRIVERS).then(|| id + 1);
        self.next_call
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, next)
            .ok()
            .map(CallId)
    }

    fn devices(&self) -> Vec<Arc<LineDevice>> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        lines.by_index.clone()
    }
}

impl Drop for LineTable {
    fn drop(&mut self) {
        // Calls have their line, which has them.
        for device in self.devices() {
            device.take_calls();
        }
    }
}
