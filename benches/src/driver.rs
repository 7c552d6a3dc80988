//! The drivers under the benches: as little as a driver can be, so that what is measured is what is above it.

use std::{sync::Arc, time::Duration};

use tspkit::{
    DataArea, Direction, Hardware, HardwareError, PhoneId, PhoneInfo, PhoneModel, PhoneReply,
    PhoneRequest,
    hal::{
        Completion, Deadline, EventSink, Inventory, Outcome, Stopped,
        blocking::{BlockingHardware, Cancel},
    },
};

fn inventory(phones: u32) -> Inventory {
    let area = |id| DataArea::new(id, 1 << 20, Direction::Both, "store");
    let model = Arc::new((0..4).fold(PhoneModel::new("bench"), |model, id| model.area(area(id))));
    let name: Arc<str> = "desk".into();
    (0..phones).fold(Inventory::new(), |inventory, id| {
        inventory.phone(PhoneInfo::new(PhoneId(id), name.clone(), model.clone()))
    })
}

/// Answers inside `submit`.
pub(crate) struct Inline(pub(crate) u32);

impl Hardware for Inline {
    fn inventory(&self) -> Inventory {
        inventory(self.0)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        drop(request);
        done.complete(Ok(PhoneReply::Done));
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

/// As `Inline`, after cutting the data in two, as a driver does that sends it in blocks.
pub(crate) struct Slicing;

impl Hardware for Slicing {
    fn inventory(&self) -> Inventory {
        inventory(1)
    }

    fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
        Ok(())
    }

    fn submit(&self, _phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
        if let PhoneRequest::SetData { data, .. } = &request {
            std::hint::black_box((data.slice(..data.len() / 2), data.slice(data.len() / 2..)));
        }
        done.complete(Ok(PhoneReply::Done));
    }

    fn stop(&self, _deadline: Deadline) -> Stopped {
        Stopped::Clean
    }
}

/// Answers on a link's worker thread.
pub(crate) struct Queued;

impl BlockingHardware for Queued {
    fn inventory(&self) -> Inventory {
        inventory(1)
    }

    fn cancel_bound(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn carry_out(&self, _: PhoneId, request: PhoneRequest, _: &Cancel<'_>) -> Outcome<PhoneReply> {
        drop(request);
        Ok(PhoneReply::Done)
    }
}
