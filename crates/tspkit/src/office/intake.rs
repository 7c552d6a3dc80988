//! Takes the driver's events in.

use std::sync::Weak;

use tspkit_hal::{EventTarget, LineEvent, LineId, PhoneEvent, PhoneId};

use super::{OfficeCore, Source};
use crate::event::Event;

/// The driver has this for as long as it likes; it does not keep the office alive.
pub(super) struct Intake(pub(super) Weak<OfficeCore>);

impl EventTarget for Intake {
    fn phone_event(&self, phone: PhoneId, event: PhoneEvent) {
        let Some(office) = self.0.upgrade().filter(|office| !office.is_closed()) else {
            return;
        };
        if let PhoneEvent::Added(info) = &event {
            if info.id != phone {
                tracing::error!(%phone, other = %info.id, "the driver adds a phone under another's number");
                return;
            }
            if let Err(error) = info.check() {
                tracing::error!(%error, "the driver adds a phone that makes no sense; it is ignored");
                return;
            }
            if !office.table.add(info.clone()) {
                tracing::error!(%phone, "the driver adds a phone whose number was in use; it is ignored");
                return;
            }
        }
        let Some(device) = office.table.by_id(phone) else {
            tracing::error!(%phone, ?event, "an event of a phone that does not exist; it is ignored");
            return;
        };
        let removed = event == PhoneEvent::Removed;
        if device.note(&event) {
            office.queue_event(&device, Event::Phone { phone, event });
        }
        if removed {
            office.queue_gone(Source::Phone(device));
        }
    }

    fn line_event(&self, line: LineId, event: LineEvent) {
        if let Some(office) = self.0.upgrade().filter(|office| !office.is_closed()) {
            office.take_line_event(line, event);
        }
    }
}
