//! The lines of an office by their numbers.

use std::sync::{
    Arc, Weak,
    atomic::{AtomicU32, Ordering},
};

use tspkit_hal::{CallId, LineId, LineInfo};

use super::{LineDevice, LineEntry, session::LineSession};
use crate::{
    call::CallError,
    office::{OfficeCore, Register},
};

/// The topmost bit of a call's number, which marks those that drivers choose.
pub(super) const DRIVERS: u32 = 1 << 31;

pub(crate) struct LineTable {
    lines: Register<LineId, LineDevice>,
    /// The number of the next call that is made here.
    next_call: AtomicU32,
    office: Weak<OfficeCore>,
}

impl LineTable {
    pub(crate) fn new(lines: Vec<LineInfo>, office: Weak<OfficeCore>) -> Self {
        let table = Self {
            lines: Register::with_capacity(lines.len()),
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
        let id = line.id;
        let make = |index| LineDevice::new(index, line, self.office.clone());
        self.lines.add(id, make)
    }

    pub(crate) fn by_index(&self, index: u32) -> Result<Arc<LineDevice>, CallError> {
        let device = self.lines.by_index(index);
        device.map_err(|count| CallError::NoSuchLine { index, count })
    }

    pub(crate) fn by_id(&self, id: LineId) -> Option<Arc<LineDevice>> {
        self.lines.by_id(id)
    }

    pub(crate) fn entries(&self) -> Vec<LineEntry> {
        let devices = self.lines.all();
        devices.iter().filter_map(|device| device.entry()).collect()
    }

    pub(crate) fn for_each_session(&self, mut each: impl FnMut(&Arc<LineSession>)) {
        for device in self.lines.all() {
            if let Some(session) = device.session() {
                each(&session);
            }
        }
    }

    /// The sessions of all open lines, which are open no more.
    pub(crate) fn take_sessions(&self) -> Vec<Arc<LineSession>> {
        let devices = self.lines.all();
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
}

impl Drop for LineTable {
    fn drop(&mut self) {
        // Calls have their line, which has them.
        for device in self.lines.all() {
            device.take_calls();
        }
    }
}
