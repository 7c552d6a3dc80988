//! A line between open and close: where requests to it and its calls are accepted and answered.

mod answer;
mod ending;
mod reminders;
mod submit;

pub(crate) use self::answer::LineAnswer;

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use tspkit_delivery::Requests;

use self::reminders::Reminders;
use super::{LineDevice, payload::Payload};
use crate::{
    call::{CallError, Place},
    office::{Callbacks, OfficeCore},
};

/// It was closed.
const CLOSED: u32 = 1;

pub(crate) struct LineSession {
    flags: AtomicU32,
    calling: Callbacks,
    pub(crate) office: Arc<OfficeCore>,
    pub(crate) device: Arc<LineDevice>,
    requests: Requests<Payload>,
    reminders: Reminders,
}

impl LineSession {
    pub(super) fn open(office: &Arc<OfficeCore>, index: u32) -> Result<Arc<Self>, CallError> {
        if office.is_closed() {
            return Err(CallError::OfficeClosed);
        }
        let device = office.lines.by_index(index)?;
        let session = device.open(|| {
            let requests = Requests::new(office.options.request_limit);
            let slots = requests.initial_slots() as usize;
            office
                .dispatcher
                .reserve(slots)
                .map_err(|_| CallError::NoMemory { line: device.id })?;
            Ok(Arc::new(Self {
                flags: AtomicU32::new(0),
                calling: Callbacks::default(),
                office: office.clone(),
                device: device.clone(),
                requests,
                reminders: Reminders::default(),
            }))
        })?;
        // The office may have been closed meanwhile, without seeing this line.
        if office.is_closed() {
            let _ = session.close();
            return Err(CallError::OfficeClosed);
        }
        Ok(session)
    }

    /// It accepts nothing more: it is closed, or being closed.
    pub(crate) fn is_shut(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & CLOSED != 0
    }

    /// Whether it is open, and why not.
    pub(crate) fn check_open(&self) -> Result<(), CallError> {
        if !self.is_shut() {
            return Ok(());
        }
        Err(self.closed())
    }

    #[cold]
    fn closed(&self) -> CallError {
        let line = self.device.id;
        if self.office.is_closed() {
            CallError::OfficeClosed
        } else if self.device.is_removed() {
            CallError::Removed { line }
        } else {
            CallError::LineClosed { line }
        }
    }

    fn place(&self) -> Place {
        Place {
            line: self.device.id,
            call: None,
        }
    }
}

impl Drop for LineSession {
    fn drop(&mut self) {
        self.office.dispatcher.unreserve(self.requests.slots());
    }
}
