//! Takes the driver's events of lines in.

use std::sync::Arc;

use tspkit_abi::LineDevStates;
use tspkit_hal::{CallId, CallInfo, CallStatus, LineEvent, LineId};

use super::{LineDevice, table::DRIVERS};
use crate::{
    call::CallCell,
    event::Event,
    office::{OfficeCore, Source},
};

impl OfficeCore {
    pub(crate) fn take_line_event(&self, line: LineId, event: LineEvent) {
        if let LineEvent::Added(info) = &event {
            if info.id != line {
                tracing::error!(%line, other = %info.id, "the driver adds a line under another's number");
                return;
            }
            if !self.lines.add(info.clone()) {
                tracing::error!(%line, "the driver adds a line whose number was in use; it is ignored");
                return;
            }
        }
        let Some(device) = self.lines.by_id(line) else {
            tracing::error!(%line, ?event, "an event of a line that does not exist; it is ignored");
            return;
        };
        match event {
            LineEvent::NewCall { call, status, info } => {
                self.take_new_call(&device, call, status, *info);
            }
            event => match event.call() {
                Some(call) => self.take_call_event(&device, call, event),
                None => self.take_own_event(&device, event),
            },
        }
    }

    fn take_own_event(&self, device: &Arc<LineDevice>, event: LineEvent) {
        if !device.note(&event) {
            return;
        }
        let removed = event == LineEvent::Removed;
        if removed {
            for cell in device.calls(Arc::clone) {
                cell.end(self);
            }
        }
        let line = device.id;
        self.queue_line_event(device, Event::Line { line, event });
        if removed {
            self.queue_gone(Source::Line(device.clone()));
        }
    }

    fn take_new_call(
        &self,
        device: &Arc<LineDevice>,
        id: CallId,
        status: CallStatus,
        info: CallInfo,
    ) {
        let line = device.id;
        if id.0 & DRIVERS == 0 {
            tracing::error!(%line, call = %id, "the driver announces a call under a number that is not for it to choose; it is ignored");
            return;
        }
        if device.is_removed() {
            tracing::debug!(%line, call = %id, "a call on a line that was removed; it is ignored");
            return;
        }
        let cell = CallCell::found(id, device, status, info);
        if !device.add_call(&cell) {
            tracing::error!(%line, call = %id, "the driver announces a call that is there already; it is ignored");
            return;
        }
        cell.announce(self);
        device.announce(id);
    }

    fn take_call_event(&self, device: &Arc<LineDevice>, id: CallId, event: LineEvent) {
        let Some(cell) = device.call(id) else {
            // It was closed, and the driver did not know yet.
            tracing::debug!(line = %device.id, call = %id, ?event, "an event of a call that nobody has; it is ignored");
            return;
        };
        // Events may be told with the driver's locks held: somebody else tells it that the call can go.
        if cell.note(self, event) {
            self.queue_unwanted(cell);
        }
    }
}

/// TAPI's word for what has changed of a line (`LINEDEVSTATE_`).
pub(crate) fn line_states(event: &LineEvent) -> LineDevStates {
    match event {
        LineEvent::Removed => LineDevStates::REMOVED,
        LineEvent::InService => LineDevStates::INSERVICE,
        LineEvent::OutOfService => LineDevStates::OUTOFSERVICE,
        LineEvent::CapabilitiesChanged(_) => LineDevStates::CAPSCHANGE,
        LineEvent::Ringing { .. } => LineDevStates::RINGING,
        LineEvent::DevSpecific { .. } => LineDevStates::DEVSPECIFIC,
        _ => LineDevStates::empty(),
    }
}
