//! The suite that every driver must pass.
//!
//! It takes the driver through its life again and again and watches what it does with its requests: that each is
//! answered exactly once and in order, that data comes back as it went, that nothing hangs, and that nothing is
//! left when the driver has stopped. The time limits are for hangs; none is a measure of speed.
//!
//! ```
//! # use std::sync::{Arc, Mutex};
//! # use bytes::Bytes;
//! # use tspkit_hal::*;
//! # #[derive(Default)]
//! # struct Notepad(Mutex<(bool, Bytes)>);
//! # impl Hardware for Notepad {
//! #     fn inventory(&self) -> Inventory {
//! #         let model = PhoneModel::new("Notepad").area(DataArea::new(0, 64, Direction::Both, "note"));
//! #         Inventory::new().phone(PhoneInfo::new(PhoneId(1), "desk", Arc::new(model)))
//! #     }
//! #     fn start(&self, _events: EventSink) -> Result<(), HardwareError> {
//! #         self.0.lock().unwrap().0 = true;
//! #         Ok(())
//! #     }
//! #     fn submit(&self, phone: PhoneId, request: PhoneRequest, done: Completion<PhoneReply>) {
//! #         let mut state = self.0.lock().unwrap();
//! #         let outcome = match request {
//! #             _ if !state.0 || phone != PhoneId(1) => Err(HardwareError::unavailable()),
//! #             PhoneRequest::SetData { area: 0, data } => {
//! #                 state.1 = data;
//! #                 Ok(PhoneReply::Done)
//! #             }
//! #             PhoneRequest::GetData { area: 0, size } => {
//! #                 let size = state.1.len().min(size as usize);
//! #                 Ok(PhoneReply::Data(state.1.slice(..size)))
//! #             }
//! #             _ => Err(HardwareError::unavailable()),
//! #         };
//! #         drop(state);
//! #         done.complete(outcome);
//! #     }
//! #     fn stop(&self, _deadline: Deadline) -> Stopped {
//! #         self.0.lock().unwrap().0 = false;
//! #         Stopped::Clean
//! #     }
//! # }
//! use tspkit_hal::conformance::Suite;
//!
//! Suite::new(|| Box::new(Notepad::default())).run().assert_passed();
//! ```

mod checks;
mod context;
mod driver;
mod gate;
mod lines;
mod recorder;
mod report;
mod session;
mod threads;
mod watched;

use std::{fmt, sync::Arc, time::Duration};

pub use report::{CheckReport, Report, Verdict};

use self::context::Context;
use crate::{
    hardware::Hardware,
    ids::{LineId, PhoneId},
};

/// The suite, and what it has to know of the driver.
///
/// What is not said is found out: the area that is written to is the first one of the first connected phone
/// through which data goes both ways. Give it another one if writing there does more than keep the data.
#[derive(Clone)]
pub struct Suite(Context);

impl Suite {
    /// A suite for the drivers that `make` makes. Each check makes its own.
    pub fn new(make: impl Fn() -> Box<dyn Hardware> + Send + Sync + 'static) -> Self {
        Self(Context::new(Arc::new(make)))
    }

    /// The area that is written to and read. Data goes both ways through it, and nobody else uses it.
    #[must_use]
    pub fn area(mut self, phone: PhoneId, area: u32) -> Self {
        self.0.area = Some((phone, area));
        self
    }

    /// An area whose requests take long enough for something else to happen in the meantime, a tenth of a second
    /// or more: cancelling, stopping, unplugging. Without it, these checks use the ordinary area.
    #[must_use]
    pub fn slow_area(mut self, phone: PhoneId, area: u32) -> Self {
        self.0.slow_area = Some((phone, area));
        self
    }

    /// The most bytes to move in one request, for slow lines; 65,536 when not set.
    #[must_use]
    pub fn most_bytes(mut self, bytes: u32) -> Self {
        self.0.most_bytes = bytes;
        self
    }

    /// How many requests to have under way at the same time; 64 when not set.
    #[must_use]
    pub fn requests_at_once(mut self, requests: u32) -> Self {
        self.0.requests_at_once = requests.max(1);
        self
    }

    /// How long anything may take before it counts as hanging; two minutes when not set. A driver may need this long
    /// for every one of its requests together, in its slowest check.
    #[must_use]
    pub fn limit(mut self, limit: Duration) -> Self {
        self.0.limit = limit;
        self
    }

    /// How a phone of the driver made last is unplugged (`false`) and plugged in again (`true`) from outside.
    #[must_use]
    pub fn plug(mut self, plug: impl Fn(PhoneId, bool) + Send + Sync + 'static) -> Self {
        self.0.plug = Some(Arc::new(plug));
        self
    }

    /// How a phone is added to the driver made last from outside.
    #[must_use]
    pub fn add_phone(mut self, add: impl Fn() + Send + Sync + 'static) -> Self {
        self.0.add_phone = Some(Arc::new(add));
        self
    }

    /// A line and a number that it may dial; the call need not be answered, but is not to end by itself within a
    /// second. Nothing is dialled where this is not said. A transfer is completed where it is the line of
    /// [`call_in`](Self::call_in) too.
    #[must_use]
    pub fn call(mut self, line: LineId, number: impl Into<String>) -> Self {
        self.0.call = Some((line, number.into()));
        self
    }

    /// How a line of the driver made last is called from outside.
    #[must_use]
    pub fn call_in(mut self, line: LineId, call: impl Fn(LineId) + Send + Sync + 'static) -> Self {
        self.0.call_in = Some((line, Arc::new(call)));
        self
    }

    /// How a line of the driver made last is taken out of service (`false`) and back (`true`) from outside.
    #[must_use]
    pub fn serve(
        mut self,
        line: LineId,
        serve: impl Fn(LineId, bool) + Send + Sync + 'static,
    ) -> Self {
        self.0.serve = Some((line, Arc::new(serve)));
        self
    }

    /// How a line is added to the driver made last from outside.
    #[must_use]
    pub fn add_line(mut self, add: impl Fn() + Send + Sync + 'static) -> Self {
        self.0.add_line = Some(Arc::new(add));
        self
    }

    /// Nothing else runs in this process, so that threads can be counted. Linux only; elsewhere it changes nothing.
    #[must_use]
    pub fn alone(mut self) -> Self {
        self.0.alone = true;
        self
    }

    /// Runs all checks, one after another; those for lines where the inventory has any. A check that hangs is given up, and its thread left behind.
    pub fn run(&self) -> Report {
        let lines: &[_] = if self.0.has_lines() { lines::ALL } else { &[] };
        let all = checks::ALL.iter().chain(lines);
        let results = all.map(|check| self.0.run(check));
        Report::new(results.collect())
    }
}

impl fmt::Debug for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Suite").field(&self.0).finish()
    }
}
