//! A driver with lines at work, from start to stop.

use std::{sync::Arc, thread};

use tspkit_abi::LineError;

use super::{
    super::{
        context::{Checked, Context, wrong},
        driver::Driver,
        session::WATCH,
        watched::End,
    },
    recorder::Recorder,
};
use crate::{
    error::HardwareError,
    event::EventSink,
    ids::{CallId, LineId},
    line::{LineReply, LineRequest},
};

/// A driver with the user of its lines. It is stopped when dropped.
pub(super) struct Session {
    pub(super) driver: Driver,
    pub(super) recorder: Arc<Recorder>,
    pub(super) lines: Vec<LineId>,
}

impl Session {
    pub(super) fn started(context: &Context) -> Checked<Self> {
        let driver = Driver::new(context);
        let inventory = driver.inventory();
        let lines: Vec<_> = inventory.lines.iter().map(|line| line.id).collect();
        let recorder = Arc::<Recorder>::default();
        recorder.knows(lines.iter().copied());
        let mut session = Self {
            driver,
            recorder,
            lines,
        };
        session.start()?;
        Ok(session)
    }

    pub(super) fn start(&mut self) -> Checked {
        self.driver.start(EventSink::new(self.recorder.clone()))
    }

    pub(super) fn submit(&self, line: LineId, request: LineRequest) -> u64 {
        let (token, done) = self.recorder.request(line, &request);
        self.driver.submit_line(line, request, done);
        token
    }

    /// Waits for the answer of a request, which must not be a dropped token.
    pub(super) fn answer(
        &self,
        token: u64,
    ) -> Checked<Result<LineReply, HardwareError<LineError>>> {
        let what = || self.recorder.what(token);
        match self.recorder.wait_end(token, self.driver.limit) {
            Some(End::Answer(outcome)) => Ok(outcome),
            Some(End::Dropped) => wrong(format!(
                "the token of {} was dropped, not completed",
                what()
            )),
            None => wrong(format!(
                "{} was not answered in {:?}",
                what(),
                self.driver.limit
            )),
        }
    }

    /// Waits for a success.
    pub(super) fn done(&self, token: u64) -> Checked {
        match self.answer(token)? {
            Ok(_) => Ok(()),
            Err(error) => wrong(format!(
                "{} failed: {error} ({:?})",
                self.recorder.what(token),
                error.code()
            )),
        }
    }

    /// Drops a call: that is answered, and the call is idle then. One that is over already may refuse it.
    pub(super) fn drop_call(&self, line: LineId, call: CallId) -> Checked {
        let user_user = bytes::Bytes::new();
        self.done(self.submit(line, LineRequest::Drop { call, user_user }))?;
        if !self.recorder.wait_idle(line, call, self.driver.limit) {
            return wrong(format!(
                "{call} on {line} was dropped, but not idle in {:?}",
                self.driver.limit
            ));
        }
        Ok(())
    }

    /// Watches that nothing impossible happens for a moment.
    pub(super) fn watch(&self) -> Checked {
        thread::sleep(WATCH);
        self.no_faults()
    }

    pub(super) fn no_faults(&self) -> Checked {
        self.recorder.first_fault().map_or(Ok(()), wrong)
    }

    /// Stops, and watches that all is answered and nothing comes after.
    pub(super) fn stop_and_watch(&mut self) -> Checked {
        self.driver.stop()?;
        let pending = self.recorder.pending();
        if let Some(first) = pending.first() {
            return wrong(format!(
                "stop returned with {} requests of lines unanswered, such as {first}",
                pending.len()
            ));
        }
        let events = self.recorder.events();
        thread::sleep(WATCH);
        if self.recorder.events() > events {
            return wrong("after stop had returned, a line sent an event");
        }
        self.recorder.forget_calls();
        self.no_faults()
    }
}
